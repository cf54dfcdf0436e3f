"""The units of a batch side by side: the ranking, and for a workbook every criterion, area, question and finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Requirement, Ruleset
from zi_score.model.findings import Severity, named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import Number, Tone, as_ruled, share_as_ruled
from zi_score.rekap.order import Order
from zi_score.rekap.proposal import Group
from zi_score.rekap.ranking import BatchResult, rulesets_of
from zi_score.rekap.unit_line import AreaPoints, UnitLine
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Cell,
    Column,
    Format,
    Link,
    Rows,
    Table,
    Word,
    code_column,
    file_column,
    law_column,
    name_column,
    number_column,
)
from zi_score.reports.documents.proposal import group_about, group_cell, group_title, open_cell, requirements_cell
from zi_score.reports.figures import area_share, margin_of, points_of, reached, total_of
from zi_score.reports.findings import finding_cells, finding_columns
from zi_score.reports.words import (
    assessor_word,
    ranks,
    sentence,
    severity_word,
    status_cell,
    status_word,
    verdict_cell,
)

_NOT_TOLD = {
    Group.PROPOSABLE: ("open",),
    Group.OPEN: ("next", "margin", "label"),
    Group.SHORT: ("open",),
    None: ("open", "next", "margin", "label"),
}
"""Columns that say nothing of the units of a group."""

_TONES: dict[Status, Tone] = {Status.MET: "good", Status.NOT_MET: "bad", Status.UNDETERMINED: "open"}


def name_of(standing: UnitLine) -> str:
    """Return what a unit is called: its name, else its file."""
    return shown(standing.unit.name) if standing.unit.name else named(standing.path)


class _Placed(NamedTuple):
    """A unit with its rank; and of several rows about it the place of one."""

    rank: int
    unit: UnitLine
    place: int = 0

    @property
    def group(self) -> Group | None:
        """The group in which it is ranked; those that another workbook replaces are in none."""
        return None if self.unit.superseded_by else self.unit.proposal.group


def _placed(result: BatchResult) -> list[_Placed]:
    return [_Placed(rank, unit) for rank, unit in enumerate(result.units, start=1)]


def rankings(
    result: BatchResult, ruleset: Ruleset, form: Format, pages: Mapping[str, str] | None = None
) -> Iterator[Table]:
    """Yield the units by groups: whom to propose, whose requirements are open, whose scores do not suffice.

    A workbook has all of them in one table, to be filtered by, and so has what is ranked by something else.

    Args:
        result: the batch.
        ruleset: the regulation that was applied.
        form: the format.
        pages: addresses of the pages of units, by the paths of their workbooks.

    """
    every = _placed(result)

    def row(placed: _Placed) -> tuple[Cell, ...]:
        return _line(placed, result, ruleset, (pages or {}).get(placed.unit.path))

    whole = _ranking(result, ruleset, Rows(every, row))
    if form == "xlsx" or result.order is not Order.VERDICT:
        yield whole
        return
    for group in (*Group, None):
        rows = Rows([placed for placed in every if placed.group is group], row)
        title = f"{group_title(group)} ({len(rows)})"
        made = replace(whole, key=f"ranking-{group or 'repeated'}", title=title, about=group_about(group), rows=rows)
        columns = (_yielding(column) if group is Group.SHORT else column for column in made.columns)
        yield replace(made, columns=tuple(columns)).without({"group", *_NOT_TOLD[group]})


def _yielding(column: Column) -> Column:
    """Return a column that gives way to what decides, where scores do not suffice whatever the requirements."""
    return column._replace(priority=3) if column.key == "requirements" else column


def _ranking(result: BatchResult, ruleset: Ruleset, rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Return the units in their order, each with what it reached and what it lacks."""
    columns = columns_of(
        "rank",
        "unit",
        Column("group", _("proposal"), priority=1),
        code_column("aim", _("for"), priority=4),
        "verdict",
        "total",
        code_column("assessor", _("assessor")),
        Column("requirements", _("requirements"), priority=1),
        law_column("open", _("open requirements"), priority=3),
        *(number_column(f"component-{code}", ruleset.nodes[code].name.lower(), priority=7) for code in ruleset.roots),
        law_column("lowest", _("lowest area"), priority=5, only=("text", "html")),
        law_column("area", _("lowest area"), only=("markdown", "xlsx")),
        number_column("share", _("share"), only=("markdown", "xlsx")),
        code_column("next", _("predicate"), priority=2),
        number_column("margin", _("margin"), priority=2),
        law_column("label", _("decided by"), priority=2),
        number_column("unanswered", _("blank"), priority=6),
        number_column("findings", _("findings"), priority=6, only=("text", "html")),
        *(number_column(each.value, severity_word(each), only=("markdown", "xlsx")) for each in Severity),
        name_column("agency", _("agency"), priority=8),
        Column("target", _("target"), only=("xlsx",)),
        *([law_column("ruleset", _("regulation"), priority=4)] if result.others else []),
        file_column("path", _("workbook"), priority=9),
    )
    about = _(
        "By what the units reached; who may be proposed first. Margins are points above or below the minimum that "
        "decides. Findings: errors/warnings/notices."
    )
    return Table(
        key="ranking", title=_("Ranking"), about=about, columns=columns, rows=rows, detail=-1, searched=True, sheet=True
    )


def _line(placed: _Placed, result: BatchResult, ruleset: Ruleset, page: str | None) -> tuple[Cell, ...]:
    rank, standing, law = placed.rank, placed.unit, placed.unit.law(ruleset)
    number = next((key for key, own in standing.areas.items() if own == standing.lowest_area), "")
    counts = [standing.count(severity) for severity in Severity]
    return (
        rank,
        Link(name_of(standing), page) if page else name_of(standing),
        group_cell(standing),
        standing.proposal.predicate,
        verdict_cell(standing.verdict),
        total_of(law, standing.total.exact),
        standing.assessor.label,
        requirements_cell(standing.proposal),
        open_cell(standing, law),
        *(points_of(law, (code,), standing.components[code].exact) for code in law.roots),
        *_lowest(law, number, standing.areas.get(number)),
        *_next(standing),
        len(standing.unanswered),
        "/".join(map(str, counts)),
        *counts,
        shown(standing.unit.agency or ""),
        shown(standing.unit.target or ""),
        *([short_name(result, standing.ruleset)] if result.others else []),
        named(standing.path),
    )


def _lowest(law: Ruleset, number: str, area: AreaPoints | None) -> tuple[Cell, Cell, Cell]:
    if area is None:
        return None, None, None
    name, reached_share = sentence(f"{number} {area.name}"), area_share(law, number, area.ratio)
    return f"{name} {reached_share}", name, reached_share


def short_name(result: BatchResult, ruleset: str) -> str:
    """Return what a regulation is called among others: its title."""
    return next((each.title for each in (result.ruleset, *result.others) if each.id == ruleset), ruleset)


def _next(standing: UnitLine) -> tuple[Cell, Cell, Cell]:
    predicate = standing.next_predicate
    if predicate is None:
        return None, None, None
    margin, criterion = decisive(standing, predicate)
    return predicate.id, margin, sentence(criterion.label) if criterion else None


def decisive(standing: UnitLine, predicate: PredicateResult) -> tuple[Number | None, CriterionResult | None]:
    """Return the margin to a predicate that is not met, and what decides.

    That is the criterion with the margin, where points are missing; else a fact or a
    requirement, and the margin is what the points have to spare.
    """
    gap, criterion = standing.margin(predicate) or (None, None)
    told = margin_of(criterion) if criterion else None
    if gap is not None and gap < 0:
        return told, criterion
    return told, next(iter(predicate.decisive), criterion)


class _Asked(NamedTuple):
    """A criterion of a predicate; those of several regulations share a column where all of this is the same."""

    predicate: str
    id: str
    label: str
    minimum: str
    is_requirement: bool


def criteria(result: BatchResult, ruleset: Ruleset) -> Table:
    """Return what every unit reached of every criterion of every predicate."""
    laws = rulesets_of(result, ruleset)
    asked = {law.id: dict.fromkeys(_asked(law)) for law in laws}
    order = list(dict.fromkeys(name for law in laws for name in law.predicates))
    every = dict.fromkeys(each for law in laws for each in asked[law.id])
    columns = sorted(every, key=lambda each: (order.index(each.predicate), each.is_requirement))

    def row(placed: _Placed) -> tuple[Cell, ...]:
        standing, law = placed.unit, placed.unit.law(ruleset)
        found = {(p.id, c.id): c for p in standing.predicates for c in p.criteria}
        judged = (
            _judged(law, found[each.predicate, each.id]) if each in asked[standing.ruleset] else None
            for each in columns
        )
        return placed.rank, name_of(standing), *judged

    heads = (
        number_column(str(place), f"{each.label} ({each.predicate} ≥ {each.minimum})")
        for place, each in enumerate(columns)
    )
    return Table(
        key="all-criteria",
        title=_("Criteria"),
        about=_("The regulation compares exact figures; what is shown is rounded."),
        columns=columns_of("rank", "unit", *heads),
        rows=Rows(_placed(result), row),
        sheet=True,
    )


def _asked(ruleset: Ruleset) -> Iterator[_Asked]:
    for predicate in ruleset.predicates:
        for criterion in ruleset.criteria:
            if predicate in criterion.minimum:
                least = criterion.minimum[predicate]
                ruled = share_as_ruled if criterion.measure == "share" else as_ruled
                told = least if isinstance(least, str) else str(ruled(least))
                yield _Asked(predicate, criterion.id, criterion.label, told, is_requirement=False)
        for requirement in ruleset.requirements:
            if predicate in requirement.minimum:
                label = ruleset.facts[requirement.fact].label
                yield _Asked(predicate, requirement.id, label, _required(requirement, predicate), is_requirement=True)


def _required(requirement: Requirement, predicate: str) -> str:
    least = requirement.minimum[predicate]
    alternatives = least.values() if isinstance(least, dict) else (least,)
    return " / ".join(value if isinstance(value, str) else str(as_ruled(value)) for value in alternatives)


def _judged(ruleset: Ruleset, criterion: CriterionResult) -> Cell:
    """Return what was reached with its status: of a figure as a sign beside the colour, of a fact in a word."""
    told, tone = reached(ruleset, criterion), _TONES[criterion.status]
    return told.toned(tone) if isinstance(told, Number) else Word(f"{told}: {status_word(criterion.status)}", tone)


def areas(result: BatchResult, ruleset: Ruleset) -> Table:
    """Return what every unit reached of every area of change, and the highest predicate that it is enough for."""
    numbers = [str(area.number) for area in ruleset.areas]
    names = {str(area.number): ruleset.nodes[area.sections[0]].name for area in ruleset.areas}
    columns = columns_of(
        "rank",
        "unit",
        "agency",
        *(
            column(f"{kind}-{number}", title)
            for number in numbers
            for column, kind, title in (
                (number_column, "points", _("Area {number}, points").format(number=number)),
                (number_column, "share", f"{number} {names[number]}"),
                (Column, "predicate", _("Area {number}, predicate").format(number=number)),
            )
        ),
    )

    def row(placed: _Placed) -> tuple[Cell, ...]:
        unit, law = placed.unit, placed.unit.law(ruleset)
        own = (cell for number in numbers for cell in _area(unit, number, law))
        return placed.rank, name_of(unit), shown(unit.unit.agency or ""), *own

    rows = Rows(_placed(result), row)
    return Table(key="all-areas", title=_("Areas of change"), columns=columns, rows=rows, sheet=True)


def _area(standing: UnitLine, number: str, ruleset: Ruleset) -> tuple[Cell, Cell, Cell]:
    area, sections = standing.areas[number], ruleset.area(int(number)).sections
    own = {criterion.id for criterion in ruleset.criteria if criterion.area == int(number)}
    judged = [(each.id, found.status) for each in standing.predicates for found in each.criteria if found.id in own]
    met = [name for name, status in judged if status is Status.MET]
    enough: Cell = Word(met[-1], "good") if met else status_cell(judged[0][1]) if judged else None
    return points_of(ruleset, sections, area.exact), area_share(ruleset, number, area.ratio), enough


def unanswered(result: BatchResult, ruleset: Ruleset) -> Table:
    """Return the questions that have no answer, unit by unit."""
    columns = columns_of("rank", "unit", "agency", "code", "label", "assessor")

    def row(placed: _Placed) -> tuple[Cell, ...]:
        unit, code = placed.unit, list(placed.unit.values)[placed.place]
        label, who = sentence(unit.law(ruleset).questions[code].label), assessor_word(unit.assessor)
        return placed.rank, name_of(unit), shown(unit.unit.agency or ""), code, label, who

    every = [
        placed._replace(place=place)
        for placed in _placed(result)
        for place, value in enumerate(placed.unit.values.values())
        if value is None
    ]
    return Table(key="unanswered", title=_("Unanswered"), columns=columns, rows=Rows(every, row), sheet=True)


def findings(result: BatchResult) -> Table:
    """Return the findings, unit by unit, the worst first."""
    every = [placed._replace(place=place) for placed in _placed(result) for place in ranks(placed.unit.findings)]

    def row(placed: _Placed) -> tuple[Cell, ...]:
        return placed.rank, name_of(placed.unit), *finding_cells(placed.unit.findings[placed.place])

    columns = columns_of("rank", "unit", *finding_columns())
    return Table(key="findings", title=_("Findings"), columns=columns, rows=Rows(every, row), sheet=True)
