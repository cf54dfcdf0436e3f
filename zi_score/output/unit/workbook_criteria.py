"""The sheets of criteria and of areas in a unit's workbook, each with its charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.figures import area_minimums, part_names
from zi_score.output.rekap import workbook_charts as charts
from zi_score.output.rekap.workbook_figures import FILLS, figure
from zi_score.output.unit import workbook_charts as unit_charts
from zi_score.output.unit.blocks import criteria_of
from zi_score.output.unit.words import minimum, part_share, point_minimums, reached, source_number
from zi_score.output.workbook_sheet import CODE, Entry, Sheet, Style
from zi_score.report.unit import UnitReport
from zi_score.report.words import assessor_word, status_word
from zi_score.verdict import CriterionResult

_HEADER_ROW = 3
_LABEL = 46.0
_WIDE_CHART = 30  # centimetres


def write_criteria(book: Workbook, report: UnitReport) -> None:
    """Write what was reached of every minimum; those with figures come first, for the chart."""
    predicates = report.ruleset.predicates
    widths = (_LABEL, 12, *(12 for _name in predicates), 13, *(14 for _name in predicates for _column in range(3)), 9)
    sheet = Sheet(book, _("Criteria"), widths, frozen=f"B{_HEADER_ROW + 1}")
    sheet.title(_("Criteria"))
    sheet.note(_("Shares are of the weight; the regulation compares exact figures, what is shown is rounded."))
    sheet.header(
        [
            _("Criterion"),
            _("% of the weight"),
            *(f"min {name}" for name in predicates),
            _("Reached"),
            *(text for name in predicates for text in (f"min {name}", _("Margin (points)"), name)),
            _("Source"),
        ]
    )
    sources = {criterion.id: source_number(report.ruleset, criterion) for criterion in report.ruleset.criteria}
    rows = criteria_of(report.first)
    counted = {id_: results for id_, results in rows.items() if _first(results).exact is not None}
    for id_, results in (counted | rows).items():
        sheet.add([*_criterion(results, predicates), Entry(f"[{sources[id_]}]", CODE)])
    last = _HEADER_ROW + len(counted)
    chart = charts.areas(sheet.plain, _("Criteria and their minimums"), _HEADER_ROW + 1, last, len(predicates))
    chart.width = _WIDE_CHART
    sheet.plain.add_chart(chart, f"A{sheet.row + 2}")


def _criterion(results: Mapping[str, CriterionResult], predicates: tuple[str, ...]) -> Iterator[Entry]:
    known = _first(results)
    whole = Fraction(1) if known.measure == "share" else Fraction(known.weight or 1)
    yield Entry(known.label)
    if known.exact is None:
        yield from (Entry(None) for _column in range(1 + len(predicates)))
        yield Entry(reached(known), CODE)
    else:
        asked = {name: Fraction(result.minimum) / whole for name, result in results.items()}
        yield figure(Fraction(known.exact) / whole, list(asked.values()), kind="percent")
        yield from (figure(asked[name], kind="percent") if name in asked else Entry(None) for name in predicates)
        yield _reached(known, [Fraction(result.minimum) for result in results.values()])
    for name in predicates:
        yield from _judged(results.get(name))


def _reached(criterion: CriterionResult, minimums: list[Fraction]) -> Entry:
    kind = "percent" if criterion.measure == "share" else "points"
    return figure(Fraction(criterion.exact or 0), minimums, kind="percent" if kind == "percent" else "points")


def _judged(criterion: CriterionResult | None) -> Iterator[Entry]:
    if criterion is None:
        yield from (Entry(None) for _column in range(3))
        return
    style = Style(align="center", fill=FILLS[criterion.status])
    if criterion.exact is None or criterion.gap is None:
        yield from (Entry(minimum(criterion), CODE), Entry(None))
    else:
        is_share = criterion.measure == "share"
        yield figure(Fraction(criterion.minimum), kind="percent" if is_share else "points")
        yield figure(criterion.gap, [Fraction(0)])
    yield Entry(status_word(criterion.status), style)


def _first(results: Mapping[str, CriterionResult]) -> CriterionResult:
    return next(iter(results.values()))


def write_areas(book: Workbook, report: UnitReport) -> None:
    """Write the areas of change with their minimums, other assessors beside them, and the parts of each area."""
    ruleset, asked = report.ruleset, area_minimums(report.ruleset)
    predicates = [name for name in ruleset.predicates if any(name in least for least in asked.values())]
    first, *others = report.evaluation.assessments
    parts = part_names(ruleset)
    reached_columns = [2, *range(3 + len(predicates), 3 + len(predicates) + len(others))]
    part_column = 3 + len(predicates) + len(others)
    headers = [
        _("Area"),
        assessor_word(first.assessor),
        *(f"min {name}" for name in predicates),
        *(assessor_word(other.assessor) for other in others),
        *(_("{part}, % of its weight").format(part=name) for name in parts),
        *(_("{part}, points").format(part=name) for name in parts),
        *(_("Score"), _("Weight"), _("At most")),
    ]
    sheet = Sheet(book, _("Areas"), (_LABEL, *(13 for _name in headers[1:])), frozen=f"B{_HEADER_ROW + 1}")
    sheet.title(_("Areas of change"))
    sheet.note(_("Shares of the weight of each area, by the answers of each assessor."))
    sheet.header(headers)
    for number in first.areas:
        sheet.add(_area(report, number, predicates, len(parts)))
    rows = (_HEADER_ROW + 1, sheet.row)
    minimum_columns = range(3, 3 + len(predicates))
    drawn = unit_charts.radar(sheet.plain, _("Areas of change in percent"), rows, reached_columns, minimum_columns)
    sheet.plain.add_chart(drawn, f"A{sheet.row + 2}")
    if parts:
        title = _("{first} against {second}").format(first=parts[0].capitalize(), second=", ".join(parts[1:]))
        columns = (part_column, part_column + len(parts) - 1)
        sheet.plain.add_chart(unit_charts.parts(sheet.plain, title, rows, columns), f"G{sheet.row + 2}")


def _area(report: UnitReport, number: str, predicates: list[str], parts: int) -> Iterator[Entry]:
    asked = area_minimums(report.ruleset)[number]
    first, *others = (assessment.areas[number] for assessment in report.evaluation.assessments)
    sections = [report.first.nodes[code] for code in first.parts] if parts and len(first.parts) > 1 else []
    yield Entry(f"{number} {first.name}")
    yield figure(first.ratio, asked.values(), kind="percent")
    yield from (figure(asked[name], kind="percent") if name in asked else Entry(None) for name in predicates)
    yield from (figure(other.ratio, asked.values(), kind="percent") for other in others)
    missing = [Entry(None)] * (parts - len(sections))
    yield from (*(figure(part_share(node), kind="percent") for node in sections), *missing)
    yield from (*(figure(node.score) for node in sections), *missing)
    codes = report.ruleset.area(int(number)).sections
    yield figure(first.score, point_minimums(report.ruleset, codes))
    yield figure(first.weight)
    yield figure(first.highest)
