"""What is said of the points that a plan keeps in hand: how many, whose they were, and where there are not so many."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.improve.plan import Improvement
from zi_score.improve.units import apart
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled
from zi_score.reports.documents.actions import group_name, served


def reserve(improvement: Improvement, ruleset: Ruleset) -> Iterator[str]:
    """Yield what a plan keeps in hand, and where it cannot."""
    if improvement.margin:
        yield _("Kept in hand: {points} points above every minimum that the unit's own answers can move.").format(
            points=as_ruled(improvement.margin)
        )
    if improvement.discount:
        taken = "; ".join(f"{_held(ruleset, key)} {as_ruled(points)}" for key, points in improvement.discount.items())
        yield _("Kept in hand for points that assessors are expected to take off: {points}.").format(points=taken)
    yield from _taken_from(improvement)
    if improvement.capped:
        yield _("So much cannot be kept in hand, and all points are asked for, at: {criteria}.").format(
            criteria=served(ruleset, improvement.capped)
        )
    if missed := [each.criterion for each in improvement.unreachable if each.is_of_reserve]:
        message = _(
            "Without what is kept in hand each of these minimums can be reached; with so much of it the plan leaves "
            "them out: {criteria}."
        )
        yield message.format(criteria=served(ruleset, missed))


def _taken_from(improvement: Improvement) -> Iterator[str]:
    """Yield what has to be known of the comparison from which points are kept in hand, if any."""
    unit, others = improvement.unit, improvement.discount_of
    if others is None:
        return
    if not improvement.discount:
        yield _("The comparison shows no points that assessors took off: none are kept in hand for them.")
    if names := apart(others, unit):
        yield _("The comparison is of another unit: of {found}, and the workbook of {right}.").format(
            found=shown(names[0]), right=shown(names[1])
        )
    if others.year and unit.year and others.year != unit.year:
        yield _("The comparison is of {found}, and the workbook of {right}.").format(found=others.year, right=unit.year)


def _held(ruleset: Ruleset, key: str) -> str:
    return ruleset.nodes[key].name if key in ruleset.nodes else group_name(ruleset, key)
