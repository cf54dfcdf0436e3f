"""The first sheet of the rekap: counts, charts, the area, and what the units have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from openpyxl import Workbook

from zi_score.exact import plain
from zi_score.kawasan import Kawasan
from zi_score.language import translate as _
from zi_score.output.rekap import workbook_charts as charts
from zi_score.output.rekap.workbook_criteria import area_name
from zi_score.output.rekap.workbook_figures import figure, judged, verdict_style
from zi_score.output.rekap.workbook_ranking import area_minimums, point_minimums
from zi_score.output.workbook_sheet import CODE, COUNT, Entry, Sheet
from zi_score.rekap import BatchResult, rulesets_of
from zi_score.report.words import short_verdict
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing
from zi_score.tally import NEAR
from zi_score.verdict import CriterionResult

_WIDTHS = (52.0, *(13.0,) * 6)
_PREDICATES = 2
"""So many predicates the columns have room for."""
_CHART_PLACES = ("I4", "I27")
_BIN = 5
_REQUIREMENT = "req-"


def write_summary(book: Workbook, result: BatchResult, ruleset: Ruleset) -> None:
    """Write the quota view over all units, and the charts of those that are shown."""
    further = max(0, len(ruleset.predicates) - _PREDICATES)
    sheet = Sheet(book, _("Summary"), (*_WIDTHS, *_WIDTHS[-1:] * further))
    _write_top(sheet, result)
    _write_verdicts(sheet, result)
    if result.kawasan:
        _write_kawasan(sheet, result.kawasan)
    if result.units:
        _write_distribution(sheet, result.units, ruleset)
    if result.units and ruleset.areas:
        _write_areas(sheet, result.units, ruleset)
    _write_criteria(sheet, result)
    _write_near_misses(sheet, result, ruleset)
    _write_low_questions(sheet, result)
    _write_agencies(sheet, result)
    if result.kawasan:
        _write_failing(sheet, result.kawasan)


def _write_top(sheet: Sheet, result: BatchResult) -> None:
    units, shown = result.tally.units, len(result.units)
    sheet.title(_("Rekap of the Zona Integritas evaluation"))
    sheet.note(result.ruleset.title)
    sheet.note(
        _("Units: {units}; workbooks that could not be read: {failures}; handed in twice: {duplicates}.").format(
            units=units, failures=result.tally.unreadable, duplicates=len(result.duplicates)
        )
    )
    if result.others:
        followed = ", ".join(f"{id_} ({count})" for id_, count in result.tally.rulesets.items())
        sheet.note(
            _(
                "The units follow several regulations with other questions and minimums: {rulesets}. Each is judged by "
                "its own; minimums beside distribution and areas are those of {first}."
            ).format(rulesets=followed, first=result.ruleset.id)
        )
    if shown < units:
        sheet.note(
            _(
                "The ranking and the other sheets, the distribution and the areas hold the {shown} units that were "
                "asked for; all other figures of this sheet are of all {units} units."
            ).format(shown=shown, units=units)
        )


def _write_verdicts(sheet: Sheet, result: BatchResult) -> None:
    tally = result.tally
    rows = (
        (Entry(short_verdict(verdict), verdict_style(verdict)), Entry(count, COUNT), _part(count, tally.units))
        for verdict, count in tally.verdicts.items()
    )
    sheet.table(_("Verdicts"), (_("Verdict"), _("Units"), _("Share")), rows)


def _part(count: int, whole: int) -> Entry:
    return figure(Fraction(count, whole), kind="percent") if whole else Entry(None)


def _write_kawasan(sheet: Sheet, kawasan: Kawasan) -> None:
    title = _("Kawasan: {name}, {verdict} ({units} units)").format(
        name=kawasan.name, verdict=short_verdict(kawasan.verdict), units=kawasan.units
    )
    rows = (
        (
            Entry(criterion.label),
            Entry(predicate.id, CODE),
            _kawasan_minimum(criterion),
            judged(criterion),
            _kawasan_margin(criterion),
        )
        for predicate in kawasan.predicates
        for criterion in predicate.criteria
    )
    told = ((Entry(finding.message), *[Entry(None)] * 4) for finding in kawasan.findings)
    headings = _("Criterion"), _("Predicate"), _("Minimum"), _("Reached"), _("Margin")
    sheet.table(title, headings, (*rows, *told))


def _kawasan_minimum(criterion: CriterionResult) -> Entry:
    return figure(Fraction(criterion.minimum)) if criterion.measure == "score" else Entry(criterion.asked, CODE)


def _kawasan_margin(criterion: CriterionResult) -> Entry:
    if criterion.gap is not None:
        return figure(criterion.gap, [Fraction(0)])
    return Entry(None if criterion.margin is None else str(criterion.margin), CODE)


def _write_failing(sheet: Sheet, kawasan: Kawasan) -> None:
    rows = ((Entry(unit), Entry(predicate, CODE)) for predicate, units in kawasan.failing.items() for unit in units)
    title = _("Kawasan: units that do not meet the predicate")
    sheet.table(title, (_("Unit"), _("Predicate")), rows)


def _write_distribution(sheet: Sheet, standings: Sequence[Standing], ruleset: Ruleset) -> None:
    """Write how many units have a total in each class, and the chart of it."""
    found = Counter(standing.total.exact // _BIN for standing in standings)
    labels = list(_classes(ruleset))
    counts = [found[number] for number in range(len(labels) - 1)]
    counts.append(sum(count for number, count in found.items() if number >= len(counts)))
    rows = (
        (Entry(label), Entry(count, COUNT), _part(count, len(standings)))
        for label, count in zip(labels, counts, strict=True)
    )
    title = _("Distribution of totals")
    sheet.table(title, (_("Total, from - below (points)"), _("Units"), _("Share")), rows)
    chart = charts.histogram(sheet.plain, title, _("Units"), sheet.row - len(labels) + 1, sheet.row)
    sheet.plain.add_chart(chart, _CHART_PLACES[0])


def _classes(ruleset: Ruleset) -> Iterator[str]:
    """Yield the classes of totals, each with the minimums that lie in it; the last holds full marks."""
    whole = sum((ruleset.nodes[code].weight for code in ruleset.roots), Fraction())
    minimums = point_minimums(ruleset, ruleset.roots)
    last = -(-whole // _BIN) - 1
    for number in range(last + 1):
        low = number * _BIN
        inside = [
            f"min {predicate} {plain(minimum)}" for predicate, minimum in minimums.items() if minimum // _BIN == number
        ]
        yield " ".join([f"{low} - {low + _BIN}", *([f"({', '.join(inside)})"] if inside else [])])


def _write_areas(sheet: Sheet, standings: Sequence[Standing], ruleset: Ruleset) -> None:
    """Write the mean share of each area beside its minimums, and the chart of it."""
    rows = [
        (
            Entry(area_name(ruleset, area.number)),
            figure(_mean_share(standings, str(area.number)), kind="percent"),
            *_area_minimums(ruleset, str(area.number)),
        )
        for area in ruleset.areas
    ]
    headers = (_("Area"), _("Mean"), *(f"min {predicate}" for predicate in ruleset.predicates))
    title = _("Areas: mean share of the weight")
    sheet.table(title, headers, rows)
    chart = charts.areas(sheet.plain, title, sheet.row - len(rows) + 1, sheet.row, len(ruleset.predicates))
    sheet.plain.add_chart(chart, _CHART_PLACES[1])


def _mean_share(standings: Sequence[Standing], number: str) -> Fraction:
    return sum((standing.areas[number].ratio for standing in standings), Fraction()) / len(standings)


def _area_minimums(ruleset: Ruleset, number: str) -> Iterator[Entry]:
    minimums = area_minimums(ruleset, number)
    for predicate in ruleset.predicates:
        yield figure(minimums[predicate], kind="percent") if predicate in minimums else Entry(None)


def _write_criteria(sheet: Sheet, result: BatchResult) -> None:
    """Write what fails; requirements that nobody stated are open for all, and no news."""
    rows = (
        (
            Entry(_of_law(result, failed.label, failed.ruleset)),
            Entry(failed.predicate, CODE),
            Entry(failed.missed, COUNT),
            _part(failed.missed, result.tally.rulesets[failed.ruleset]),
            Entry(failed.open, COUNT),
        )
        for failed in result.tally.criteria
        if failed.missed or (failed.open and not failed.id.startswith(_REQUIREMENT))
    )
    headers = (_("Criterion"), _("Predicate"), _("Units that miss it"), _("Share"), _("Open"))
    sheet.table(_("Criteria that fail most often"), headers, rows)


def _of_law(result: BatchResult, label: str, ruleset: str) -> str:
    """Say of which regulation a criterion or question is, where there are several."""
    return f"{label} ({ruleset})" if result.others else label


def _write_near_misses(sheet: Sheet, result: BatchResult, ruleset: Ruleset) -> None:
    laws = {law.id: {c.id: c.label for c in law.criteria} for law in rulesets_of(result, ruleset)}
    headers = (_("Unit"), _("Predicate"), _("Margin in all"), _("Criteria"))
    rows = (
        (
            Entry(miss.unit or miss.path),
            Entry(miss.predicate, CODE),
            figure(-miss.lacking, [Fraction(0)]),
            Entry("; ".join(laws[miss.ruleset][criterion] for criterion in miss.criteria)),
        )
        for miss in result.tally.near_misses
    )
    title = _("Near misses: at most {points} points short in all").format(points=plain(NEAR))
    sheet.table(title, headers, rows, spread=len(_WIDTHS))


def _write_low_questions(sheet: Sheet, result: BatchResult) -> None:
    headers = (_("Question"), _("Code"), _("Mean value (0 - 1)"), _("Unanswered"))
    rows = (
        (
            Entry(_of_law(result, low.label, low.ruleset)),
            Entry(low.code, CODE),
            figure(low.mean),
            Entry(low.unanswered, COUNT),
        )
        for low in result.tally.low_questions
    )
    sheet.table(_("Lowest questions: what to train people on"), headers, rows)


def _write_agencies(sheet: Sheet, result: BatchResult) -> None:
    verdicts = tuple(result.tally.verdicts)
    headers = (_("Agency"), _("Units"), *map(short_verdict, verdicts), _("Mean total"))
    rows = (
        (
            Entry(agency.agency or _("not stated")),
            Entry(agency.units, COUNT),
            *(Entry(agency.verdicts[verdict], COUNT) for verdict in verdicts),
            figure(agency.mean),
        )
        for agency in result.tally.agencies
    )
    sheet.table(_("Agencies"), headers, rows)
