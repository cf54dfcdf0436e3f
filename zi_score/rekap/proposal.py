"""Whether a unit may be proposed: what its scores and its requirements allow, decided here for every format.

A unit is looked at for the predicate that counts for it: its target, else that of its verdict, else the lowest. Its
scores suffice or they do not; what is asked beside them (Table 5 of PermenPANRB 5/2024, and for WBBM to hold WBK) is
met, stated and not met, or not checked.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic.dataclasses import dataclass

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import CriterionResult, Status, is_requirement
from zi_score.evaluation.verdict import PredicateResult, aimed
from zi_score.model.worksheet import LEAN

_SCORED = ("score", "share")


class Group(StrEnum):
    """What a unit may hope for; the order is that of a ranking."""

    PROPOSABLE = "may-be-proposed"
    OPEN = "requirements-open"
    SHORT = "scores-insufficient"


@dataclass(frozen=True, slots=True, kw_only=True, config=LEAN)
class Proposal:
    """How a unit stands to being proposed for a predicate.

    ``requirements`` is how many there are, ``met`` how many of them are met. ``missed`` and ``unchecked`` are the ids
    of all that is asked beside the scores and is stated and not met, or not stated. By ``waived`` (afirmasi)
    requirements may still be in progress, and keep no unit back; by a regulation that was ``replaced`` no unit is
    proposed any more.

    >>> from zi_score import batch
    >>> unit = batch("worksheets/valid/wbk.xlsx").units[0].proposal
    >>> unit.predicate, unit.group.value, f"{unit.met}/{unit.requirements}", len(unit.unchecked)
    ('WBK', 'requirements-open', '0/10', 10)
    """

    predicate: str
    group: Group
    requirements: int
    met: int
    missed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    waived: bool = False
    replaced: bool = False

    @property
    def is_unchecked(self) -> bool:
        """Whether nothing at all is known of the requirements."""
        return self.requirements > 0 and not self.met and not self.missed


def proposal_of(assessment: Assessment, target: str | None, *, replaced: bool) -> Proposal:
    """Return how a unit stands to being proposed.

    Args:
        assessment: what follows from the answers that count.
        target: the predicate that the unit aims at, if it says so.
        replaced: whether another regulation took the place of the one that was applied.

    """
    predicate = aimed(assessment.predicates, target, assessment.verdict)
    asked = [criterion for criterion in predicate.criteria if criterion.measure not in _SCORED]
    requirements = [criterion for criterion in asked if is_requirement(criterion)]
    return Proposal(
        predicate=predicate.id,
        group=_group(predicate, asked, replaced=replaced),
        requirements=len(requirements),
        met=sum(criterion.status is Status.MET for criterion in requirements),
        missed=tuple(criterion.id for criterion in asked if criterion.status is Status.NOT_MET),
        unchecked=tuple(criterion.id for criterion in asked if criterion.status is Status.UNDETERMINED),
        waived=predicate.waived,
        replaced=replaced,
    )


def _group(predicate: PredicateResult, asked: list[CriterionResult], *, replaced: bool) -> Group:
    if any(each.status is not Status.MET for each in predicate.criteria if each.measure in _SCORED):
        return Group.SHORT
    decisive = [each for each in asked if not (predicate.waived and is_requirement(each))]
    is_open = replaced or any(each.status is not Status.MET for each in decisive)
    return Group.OPEN if is_open else Group.PROPOSABLE
