"""What an area (kawasan) has to show beside its units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zi_score.evaluation.criterion import CriterionResult
from zi_score.evaluation.kawasan import KawasanResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Table, law_column, number_column
from zi_score.reports.figures import margin_of, minimum, reached
from zi_score.reports.words import sentence, short_verdict, status_cell


def tables(kawasan: KawasanResult, ruleset: Ruleset, *, unread: int = 0) -> Iterator[Table]:
    """Yield its verdict with its reasons, and what it is judged by; ``unread`` files are no units of it."""
    about = _("Verdict: {verdict}. Units: {units}.").format(verdict=short_verdict(kawasan.verdict), units=kawasan.units)
    if unread:
        about += " " + _("Files that could not be read are no units of it: {count}.").format(count=unread)
    columns = columns_of(
        "predicate", law_column("label", _("criterion")), number_column("minimum", "min"), "reached", "margin", "status"
    )
    rows = [
        (predicate.id, *_judged(ruleset, criterion))
        for predicate in kawasan.predicates
        for criterion in predicate.criteria
    ]
    yield Table(
        key="kawasan",
        title=_("Area (kawasan): {name}").format(name=shown(kawasan.name)),
        about=" ".join([about, *(sentence(finding.message) for finding in kawasan.findings)]),
        columns=columns,
        rows=rows,
    )
    failing = [(predicate, shown(unit)) for predicate, units in kawasan.failing.items() for unit in units]
    yield Table(
        key="kawasan-failing",
        title=_("Units of the area that do not meet its predicate"),
        columns=columns_of("predicate", "unit"),
        rows=failing,
        most=10,
    )


def _judged(ruleset: Ruleset, criterion: CriterionResult) -> tuple[Cell, ...]:
    label, status = sentence(criterion.label), status_cell(criterion.status)
    if criterion.measure == "count" and isinstance(criterion.reached, Fraction):
        told = int(criterion.reached)
        return label, criterion.asked, told, int(told - Fraction(criterion.minimum)), status
    return label, minimum(criterion), reached(ruleset, criterion), margin_of(criterion), status
