"""The sheet of the ranking: a line a unit, with all that decides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from openpyxl import Workbook

from zi_score.findings import Severity
from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import decisive, figure, name_of, verdict_style
from zi_score.output.workbook_sheet import CODE, COUNT, TEXT, Entry, Sheet
from zi_score.rekap import BatchResult
from zi_score.report.words import assessor_word, short_verdict
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing

_HEADER_ROW = 3
_FIXED = 2


def write_ranking(book: Workbook, result: BatchResult, ruleset: Ruleset) -> None:
    """Write the units in the order of the result."""
    components = [f"{code} {ruleset.nodes[code].name}" for code in ruleset.roots]
    first = (6, 36, 25, 9, 11, 9.5, *(12 for _name in components), 32, 10.5)
    law = [22.0] if result.others else []
    widths = (*first, 10.5, 10.5, 36, 13, 9, 12, 10, 20, *law, 40)
    sheet = Sheet(book, _("Ranking"), widths, frozen=f"C{_HEADER_ROW + 1}")
    sheet.print_in_parts((len(first), len(widths)), repeated=_FIXED)
    sheet.title(_("Ranking"))
    sheet.note(
        _(
            "Numbers have two decimals, half up, and more where two would show a missed minimum as reached. The margin "
            "is in points: negative ones are missing, at the minimum that is missed most."
        ),
        first=_FIXED + 1,
        last=len(first),
    )
    sheet.header(
        [
            _("No."),
            _("Unit"),
            _("Agency"),
            _("Target"),
            _("Verdict"),
            _("Total"),
            *components,
            _("Lowest area"),
            _("% of its weight"),
            _("Next predicate"),
            _("Margin to it"),
            _("What decides"),
            _("Unanswered"),
            _("Errors"),
            _("Warnings"),
            _("Notices"),
            _("Assessor"),
            *([_("Ruleset")] if law else []),
            _("File"),
        ]
    )
    for number, standing in enumerate(result.units, 1):
        line = list(_line(standing, standing.law(ruleset)))
        line[-1:-1] = [Entry(standing.ruleset)] if law else []
        sheet.add([Entry(number, COUNT), *line])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)


def _line(standing: Standing, ruleset: Ruleset) -> Iterator[Entry]:
    unit = standing.unit
    yield Entry(name_of(standing))
    yield Entry(unit.agency)
    yield Entry(unit.target, CODE)
    yield Entry(short_verdict(standing.verdict), verdict_style(standing.verdict))
    yield figure(standing.total.exact, point_minimums(ruleset, ruleset.roots).values())
    for code in ruleset.roots:
        yield figure(standing.components[code].exact, point_minimums(ruleset, (code,)).values())
    yield from _lowest_area(standing, ruleset)
    yield from _next(standing)
    yield Entry(len(standing.unanswered), COUNT)
    yield from (Entry(standing.count(severity), COUNT) for severity in Severity)
    yield Entry(assessor_word(standing.assessor))
    yield Entry(standing.path)


def point_minimums(ruleset: Ruleset, nodes: tuple[str, ...]) -> dict[str, Fraction]:
    """Return the least points of these nodes together that each predicate asks for."""
    return {
        predicate: minimum
        for criterion in ruleset.criteria
        if criterion.measure == "score" and set(criterion.nodes) == set(nodes)
        for predicate, minimum in criterion.minimum.items()
        if isinstance(minimum, Fraction)
    }


def _lowest_area(standing: Standing, ruleset: Ruleset) -> Iterator[Entry]:
    if not standing.areas:
        yield from (Entry(None), Entry(None))
        return
    lowest = standing.lowest_area
    number = next(number for number, area in standing.areas.items() if area is lowest)
    yield Entry(f"{number} {lowest.name}")
    yield figure(lowest.ratio, area_minimums(ruleset, number).values(), kind="percent")


def area_minimums(ruleset: Ruleset, number: str) -> dict[str, Fraction]:
    """Return the least share of an area that each predicate asks for, lowest predicate first."""
    return {
        predicate: minimum
        for criterion in ruleset.criteria
        if criterion.measure == "share" and str(criterion.area) == number
        for predicate in ruleset.predicates
        if isinstance(minimum := criterion.minimum.get(predicate), Fraction)
    }


def _next(standing: Standing) -> Iterator[Entry]:
    predicate = standing.next_predicate
    margin = standing.margin(predicate) if predicate else None
    yield Entry(predicate.id if predicate else None, CODE)
    yield figure(margin[0], [Fraction(0)]) if margin else Entry(None)
    yield Entry("; ".join(decisive(predicate, margin)) if predicate else None, TEXT)
