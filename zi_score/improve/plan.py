"""A plan, and what becomes of the scores when it is carried out.

The JSON form of an improvement is a contract with other programs, as that of an evaluation is.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, PlainSerializer, computed_field

from zi_score.evaluation.assessment import AreaFigure
from zi_score.evaluation.result import Result, RulesetReference
from zi_score.evaluation.scoring import Figure
from zi_score.evaluation.verdict import PredicateResult
from zi_score.improve.change import Change
from zi_score.model.exact import plain
from zi_score.model.worksheet import COMPUTED, Assessor, Cell, Frozen, Remark, Score, Source, Unit, Value

Effort = Annotated[Fraction, PlainSerializer(plain, return_type=str)]
"""Effort in steps of cost 1, exact."""

Entry = str | None | dict[str, Value | None]
"""What stands, or is to stand, for a question: a choice, or its counts by key; None while unanswered."""


class Gain(Frozen):
    """Points that a change adds to the total."""

    model_config = COMPUTED

    score: Score = Field(validation_alias=AliasChoices("exact", "score"))

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The points as a fraction in lowest terms."""
        return str(self.score)


class Action(Frozen):
    """One question to be raised.

    ``indicator`` is the code of the indicator that it belongs to. Of counts, ``from`` and ``to`` hold
    the same keys: those that the ratio rests on, as they are typed. ``rubric`` is what the regulation
    asks at the target; ``points`` what it counts up there; ``evidence`` what the workbook names
    already; ``serves`` the criteria not yet met that it helps.
    """

    code: str
    area: str | None = Field(description="number of the area of change; null for hasil")
    indicator: str
    question: str
    from_: Entry = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: Entry
    effort: Effort
    gain: Gain
    serves: tuple[str, ...]
    rubric: str | None = None
    points: tuple[str, ...] = ()
    evidence: tuple[Remark, ...] = ()
    cell: Cell | None = None


class External(Frozen):
    """A result measured by others (a survey index) that has to be reached; ``from`` is null while it is not measured.

    ``tenth`` is one tenth above it, and ``saves`` the effort that this would save the unit; null
    where there is no higher result.
    """

    code: str
    from_: Value | None = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: Value
    serves: tuple[str, ...]
    tenth: Value | None = None
    saves: Effort | None = None


class Shortfall(Frozen):
    """A criterion that cannot be met; ``missing`` points (or None for a fact), with everything done that can be.

    ``reserve`` are those of the points asked for that are to be kept in hand on top of the minimum.
    """

    model_config = COMPUTED

    criterion: str
    label: str
    missing: Score | None = Field(validation_alias=AliasChoices("exact", "missing"))
    reason: str
    reserve: Value = Fraction()

    @property
    def is_of_reserve(self) -> bool:
        """Whether the minimum itself can be reached, and what is missing is to be kept in hand."""
        return self.missing is not None and self.missing <= self.reserve and bool(self.reserve)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def exact(self) -> str | None:
        """The missing points as a fraction in lowest terms."""
        return None if self.missing is None else str(self.missing)


class Scores(Frozen):
    """The scores at one time: before the plan, or after it."""

    total: Figure
    components: dict[str, Figure]
    areas: dict[str, AreaFigure]
    predicates: tuple[PredicateResult, ...]
    verdict: str


class Alternative(Frozen):
    """Another plan for the same criteria.

    It costs at most a tenth more, or one step at the default cost, and leaves at least one question
    alone that every plan before it raises: swaps of questions that are alike are no other plan.
    """

    effort: Effort
    actions: tuple[Action, ...]
    total: Figure


class NextStep(Frozen):
    """The next step at one question, and what a unit of effort brings there."""

    action: Action
    per_effort: Gain


class Improvement(Result):
    """The least work that reaches a predicate.

    ``effort`` is what the plan costs, ``bound`` the least that any plan can cost, proven by
    ``solver``, and ``gap`` the difference: 0, unless there are too many combinations to look at
    (counts of thousands with few steps allowed). ``status`` tells whether the target is
    ``already-met``; reached by the actions, with the external results that are required, at the
    least effort (``optimal``) or perhaps at more (``reached``); or ``unreachable``, where the plan
    is that for all the criteria that can be met.

    ``margin`` and ``discount`` (points by area or node) are kept in hand on top of the minimums;
    for ``capped`` criteria there are not so many points, and all are asked for; ``discount_of`` is the
    unit whose comparison the discount was taken from, null where it was not. ``uncounted`` are
    questions that could be better and that no plan can raise, as their counts are not stated, or
    not the same in two places; ``assumed`` criteria rest on facts that nobody stated. ``changes``
    are the answers that were set for the plan; ``unmeasured`` the results of others that nobody
    stated, which count 0 where the plan does not require them.
    """

    source: Source
    unit: Unit
    ruleset: RulesetReference
    assessor: Assessor
    target: str
    status: Literal["optimal", "reached", "already-met", "unreachable"]
    effort: Effort
    bound: Effort
    actions: tuple[Action, ...]
    required_external: tuple[External, ...]
    unreachable: tuple[Shortfall, ...]
    before: Scores
    after: Scores
    alternatives: tuple[Alternative, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    uncounted: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    unmeasured: tuple[str, ...] = ()
    margin: Value = Fraction()
    discount: dict[str, Value] = Field(default_factory=dict)
    discount_of: Unit | None = None
    capped: tuple[str, ...] = ()
    solver: str | None = None

    @property
    def is_short_of_reserve(self) -> bool:
        """Whether only what is to be kept in hand keeps the target from being reached."""
        return bool(self.unreachable) and all(each.is_of_reserve for each in self.unreachable)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def gap(self) -> Effort:
        """By how much the plan may cost more than the least that any plan can cost."""
        return self.effort - self.bound

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def is_optimal(self) -> bool:
        """Whether it is proven that no plan costs less."""
        return self.effort == self.bound
