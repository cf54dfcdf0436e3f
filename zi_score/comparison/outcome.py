"""What became of criteria and predicates from one side to the next, and which answers decide."""

from __future__ import annotations

from zi_score.comparison.figures import Amount
from zi_score.evaluation.criterion import Status
from zi_score.model.worksheet import Frozen

_BEST_FIRST = (Status.MET, Status.UNDETERMINED, Status.NOT_MET)


def is_worse(before: Status, after: Status) -> bool:
    """Whether a status is worse than the one before."""
    return _BEST_FIRST.index(after) > _BEST_FIRST.index(before)


def undoes(before: Status, after: Status, then: Status) -> bool:
    """Whether a status undoes a change: a loss by being as good as before, a gain by being less than it became.

    >>> undoes(Status.NOT_MET, Status.MET, Status.UNDETERMINED)
    True
    """
    return not is_worse(before, then) if is_worse(before, after) else is_worse(after, then)


class CriterionState(Frozen):
    """How a side stands to a criterion; figures as in an evaluation."""

    status: Status
    reached: str | None
    margin: str | None
    exact: str | None


class ComparedCriterion(Frozen):
    """A minimum or requirement of a predicate, on every side."""

    predicate: str
    id: str
    label: str
    measure: str
    minimum: str
    citation: str
    kind: str
    sides: dict[str, CriterionState]

    @property
    def differs(self) -> bool:
        """Whether the status is not the same on every side."""
        return len({state.status for state in self.sides.values()}) > 1


class Moved(Amount):
    """A question that moved a criterion, and by how many of its points; ``alone``: it suffices to put it back."""

    code: str
    alone: bool


class CriterionChange(Frozen):
    """A criterion whose status changed, and the answers that did it, the largest difference first.

    ``undo`` are the fewest answers which, put back to what they were, undo the change (see ``undoes``):
    the largest differences one by one until it is undone; no smaller number can do it. ``if_undone``
    is what an assessment with them gives. All three are empty where a fact decides.
    """

    id: str
    label: str
    measure: str
    minimum: str
    before: CriterionState
    after: CriterionState
    questions: tuple[Moved, ...]
    undo: tuple[str, ...]
    if_undone: CriterionState | None

    @property
    def is_requirement(self) -> bool:
        """Whether it is a requirement for being proposed, not a minimum of the predicate."""
        return self.measure == "requirement"


class PredicateChange(Frozen):
    """A predicate of which the status, or that of a criterion, changed.

    ``undo`` are answers which, put back together, undo what became of the predicate; none of them can
    be left out. ``if_undone`` is the status that an assessment with these answers gives; where it
    does not undo the change, facts or other answers decide too.
    """

    id: str
    before: Status
    after: Status
    criteria: tuple[CriterionChange, ...]
    undo: tuple[str, ...] = ()
    if_undone: Status | None = None

    @property
    def is_undone(self) -> bool:
        """Whether the answers of ``undo`` undo what became of the predicate."""
        return self.if_undone is not None and undoes(self.before, self.after, self.if_undone)
