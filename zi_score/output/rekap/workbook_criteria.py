"""The sheets of criteria and of areas: a line a unit, a column a criterion or area, coloured and with signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from openpyxl import Workbook

from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import SIGNS, Kind, figure, judged, minimum, name_of, signed
from zi_score.output.rekap.workbook_ranking import area_minimums
from zi_score.output.template.style import Look
from zi_score.output.workbook_sheet import CODE, COUNT, Entry, Sheet, Style
from zi_score.rekap import BatchResult, rulesets_of
from zi_score.ruleset import Requirement, Ruleset
from zi_score.standing import Standing
from zi_score.verdict import Status

_HEADER_ROW = 4
_UNIT_WIDTHS = (6.0, 36.0)
_PARTLY = "C9DDE8"
"""Colour of a share that reaches the minimum of a lower predicate only."""

_SHADES: tuple[Look, ...] = ("section", "component")


class _Column(NamedTuple):
    predicate: str
    id: str
    label: str
    minimum: Fraction | str
    kind: Kind = "points"
    is_requirement: bool = False


def write_criteria(book: Workbook, result: BatchResult, ruleset: Ruleset) -> None:
    """Write what every unit reached of every criterion of every predicate.

    Criteria of several regulations share a column only where name and minimum are the same.
    """
    laws = rulesets_of(result, ruleset)
    asked = {law.id: dict.fromkeys(_columns(law)) for law in laws}
    columns = sorted(
        dict.fromkeys(column for law in laws for column in asked[law.id]),
        key=lambda column: (_place(laws, column.predicate), column.is_requirement),
    )
    sheet = Sheet(book, _("Criteria"), (*_UNIT_WIDTHS, *(12.5 for _column in columns)), frozen=f"C{_HEADER_ROW + 1}")
    first = len(_UNIT_WIDTHS)
    groups = [(column.predicate, column.is_requirement) for column in columns]
    ends = [first + len(groups) - groups[::-1].index(group) for group in dict.fromkeys(groups)]
    sheet.print_in_parts(ends, repeated=first)
    sheet.title(_("Criteria"))
    sheet.note(_legend(), first=first + 1, last=ends[0])
    sheet.header([None, None, *(_minimum(laws, column) for column in columns)])
    sheet.header([_("No."), _("Unit"), *(column.label for column in columns)])
    for number, standing in enumerate(result.units, 1):
        reached = {
            (predicate.id, criterion.id): criterion
            for predicate in standing.predicates
            for criterion in predicate.criteria
        }
        cells = (
            judged(reached[column.predicate, column.id]) if column in asked[standing.ruleset] else Entry(None)
            for column in columns
        )
        sheet.add([Entry(number, COUNT), Entry(name_of(standing)), *cells])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW - 1)


def _legend() -> str:
    return _(
        "{met} met, {not_met} not met, {open} open: unanswered questions or facts that are not stated decide. The "
        "regulation compares exact figures; what is shown is rounded."
    ).format(met=SIGNS[Status.MET], not_met=SIGNS[Status.NOT_MET], open=SIGNS[Status.UNDETERMINED])


def _columns(ruleset: Ruleset) -> Iterator[_Column]:
    for predicate in ruleset.predicates:
        for criterion in ruleset.criteria:
            if predicate in criterion.minimum:
                kind: Kind = "percent" if criterion.measure == "share" else "points"
                yield _Column(predicate, criterion.id, criterion.label, criterion.minimum[predicate], kind)
        for requirement in ruleset.requirements:
            if predicate in requirement.minimum:
                label = ruleset.facts[requirement.fact].label
                least = _required(requirement, predicate)
                yield _Column(predicate, requirement.id, label, least, is_requirement=True)


def _required(requirement: Requirement, predicate: str) -> str:
    least = requirement.minimum[predicate]
    alternatives = least.values() if isinstance(least, dict) else (least,)
    return " / ".join(value if isinstance(value, str) else plain(value) for value in alternatives)


def _place(laws: Sequence[Ruleset], predicate: str) -> int:
    """Return which of all predicates this is."""
    return list(dict.fromkeys(name for law in laws for name in law.predicates)).index(predicate)


def _minimum(laws: Sequence[Ruleset], column: _Column) -> Entry:
    shade = _SHADES[_place(laws, column.predicate) % len(_SHADES)]
    return minimum(column.minimum, column.kind, column.predicate, Style(shade, align="center"))


def write_areas(book: Workbook, result: BatchResult, ruleset: Ruleset) -> None:
    """Write what every unit reached of every area of change, in points and in percent of its weight."""
    numbers = [str(area.number) for area in ruleset.areas]
    widths = (*_UNIT_WIDTHS, 28, *(width for _number in numbers for width in (9, 14)))
    sheet = Sheet(book, _("Areas"), widths, frozen=f"C{_HEADER_ROW + 1}")
    sheet.title(_("Areas of change"))
    note = _(
        "Beside the share stands the highest predicate whose minimum it reaches; {not_met} none, {open} open: "
        "unanswered questions decide."
    ).format(not_met=SIGNS[Status.NOT_MET], open=SIGNS[Status.UNDETERMINED])
    sheet.note(note, first=len(_UNIT_WIDTHS) + 1)
    laws = rulesets_of(result, ruleset)
    sheet.header([None, None, None, *(entry for area in ruleset.areas for entry in _area_minimums(laws, area.number))])
    sheet.header([_("No."), _("Unit"), _("Agency"), *_area_headers(ruleset)])
    for number, standing in enumerate(result.units, 1):
        cells = (cell for area in numbers for cell in _area(standing, area, standing.law(ruleset)))
        sheet.add([Entry(number, COUNT), Entry(name_of(standing)), Entry(standing.unit.agency), *cells])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW - 1)


def area_name(ruleset: Ruleset, number: int) -> str:
    """Return an area's number and name."""
    return f"{number} {ruleset.nodes[ruleset.area(number).sections[0]].name}"


def _area_minimums(laws: Sequence[Ruleset], number: int) -> Iterator[Entry]:
    """Yield weight and minimums of an area; those of several regulations stand beside each other."""
    weights = dict.fromkeys(_weight(law, number) for law in laws)
    style = Style("section", align="center")
    one = len(weights) == 1
    yield figure(next(iter(weights)), style=style) if one else Entry(" | ".join(map(plain, weights)), style)
    minimums = (
        " / ".join(f"{plain(share * 100)} %" for share in area_minimums(law, str(number)).values()) for law in laws
    )
    texts = dict.fromkeys(f"≥ {text}" if text else "-" for text in minimums)
    yield Entry(" | ".join(texts), Style("component", align="center"))


def _weight(ruleset: Ruleset, number: int) -> Fraction:
    return sum((ruleset.nodes[code].weight for code in ruleset.area(number).sections), Fraction())


def _area_headers(ruleset: Ruleset) -> Iterator[str]:
    for area in ruleset.areas:
        yield _("Area {number}, points").format(number=area.number)
        yield f"{area_name(ruleset, area.number)}\n%"


def _area(standing: Standing, number: str, ruleset: Ruleset) -> Iterator[Entry]:
    area = standing.areas[number]
    yield figure(area.exact)
    style = _area_style(standing, number, ruleset)
    yield figure(area.ratio, area_minimums(ruleset, number).values(), kind="percent", style=style)


def _area_style(standing: Standing, number: str, ruleset: Ruleset) -> Style:
    """Return the look of an area's share: by the highest predicate whose minimum it reaches."""
    ids = {criterion.id for criterion in ruleset.criteria if str(criterion.area) == number}
    statuses = {
        predicate.id: criterion.status
        for predicate in standing.predicates
        for criterion in predicate.criteria
        if criterion.id in ids
    }
    met = [predicate for predicate, status in statuses.items() if status is Status.MET]
    if met:
        style = signed(Status.MET, met[-1])
        return style if len(met) == len(statuses) else style._replace(fill=_PARTLY)
    if not statuses:
        return CODE
    return signed(Status.UNDETERMINED if Status.UNDETERMINED in statuses.values() else Status.NOT_MET)
