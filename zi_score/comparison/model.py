"""What a comparison says: sides, figures beside each other, steps from side to side, and progress.

Sides have the keys ``a``, ``b``, ... A step leads from a side to the next; ``difference`` is the
last side against the first. The JSON form is a contract with other programs, as that of an
evaluation is.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field, computed_field

from zi_score.comparison.figures import Amount, ComparedPart
from zi_score.comparison.notices import Notice
from zi_score.comparison.outcome import ComparedCriterion, PredicateChange
from zi_score.evaluation.result import Result, RulesetReference
from zi_score.evaluation.scoring import Basis
from zi_score.model.findings import Finding
from zi_score.model.worksheet import COMPUTED, Assessor, Cell, Frozen, Score, Source, Unit, Value

Kind = Literal["assessors", "workbooks", "over-time"]
"""What stands beside each other: assessors of one workbook, workbooks, or the rounds of a unit."""

Change = Literal["same", "raised", "lowered", "answered", "unanswered"]
"""What became of an answer. ``answered``: there was none before; ``unanswered``: there is none
any more, which is not the same as an answer that is worth 0."""


class Side(Frozen):
    """One of what is compared: an assessor's answers in a workbook."""

    label: str
    source: Source
    unit: Unit
    ruleset: RulesetReference
    assessor: Assessor
    questions: int
    answered: int
    verdict: str


class Answered(Frozen):
    """A question on one side.

    ``answer`` is what was typed, ``value`` what it is worth between 0 and 1 (None: no answer),
    ``note`` what the assessor wrote beside it.
    """

    model_config = COMPUTED

    answer: str | None
    value: Value | None
    basis: Basis | None
    score: Score = Field(validation_alias=AliasChoices("exact", "score"))
    cell: Cell | None
    note: str | None

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The points as a fraction in lowest terms."""
        return str(self.score)


class AnswerDifference(Amount):
    """What became of an answer from one side to another, and the points of it."""

    change: Change


class ComparedQuestion(Frozen):
    """A question on every side that follows the regulation of the last one."""

    model_config = COMPUTED

    group: str = Field(description="number of the area of change, or code of the part of hasil")
    label: str
    weight: Score = Field(validation_alias=AliasChoices("weight_exact", "weight"))
    sides: dict[str, Answered]
    steps: tuple[AnswerDifference, ...]
    difference: AnswerDifference

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def weight_exact(self) -> str:
        """The weight as a fraction in lowest terms."""
        return str(self.weight)

    @property
    def differs(self) -> bool:
        """Whether the answer is not worth the same on every side."""
        return any(step.change != "same" for step in self.steps)


class SideStep(Frozen):
    """From one side to the next of the same regulation.

    ``changes`` counts answers, ``gained`` and ``lost`` add their points up, ``missing`` are the
    points of answers that are there on the earlier side only, ``new`` of those on the later only.
    ``without_note`` are the answers that a higher authority lowered without a note; None where the
    later side does not judge the earlier.
    """

    from_: str = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: str
    changes: dict[Change, int]
    gained: Amount
    lost: Amount
    new: Amount
    missing: Amount
    without_note: tuple[str, ...] | None
    findings: tuple[Finding, ...]
    predicates: tuple[PredicateChange, ...]


class AreaProgress(Frozen):
    """What became of an area's questions since the last round; codes, the largest difference first.

    ``not_started`` are at their lowest level or without an answer in every round.
    """

    realised: tuple[str, ...]
    slipped: tuple[str, ...]
    not_started: tuple[str, ...]
    gained: Amount
    lost: Amount
    questions: int


class RoundsProgress(Frozen):
    """A unit's way through its rounds, area by area (each is a pokja's), the parts of hasil behind them.

    ``since`` is the round before the last; None where that followed another regulation, and only
    the shares can be told.
    """

    since: str | None
    rounds: tuple[str, ...]
    areas: dict[str, AreaProgress]


class Comparison(Result):
    """Assessments side by side.

    ``components``, ``areas`` and ``results`` (the parts of hasil) are there for every regulation.
    ``nodes``, ``questions``, ``criteria`` and ``steps`` are of the sides that follow, without a gap, the
    regulation of the last one. Where that is the last side alone they are empty, but for the questions of
    a progress over time.
    """

    kind: Kind
    sides: dict[str, Side]
    notices: tuple[Notice, ...]
    total: ComparedPart
    components: dict[str, ComparedPart]
    areas: dict[str, ComparedPart]
    results: dict[str, ComparedPart]
    nodes: dict[str, ComparedPart]
    criteria: tuple[ComparedCriterion, ...]
    questions: dict[str, ComparedQuestion]
    steps: tuple[SideStep, ...]
    progress: RoundsProgress | None = None
