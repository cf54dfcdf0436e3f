"""What became of an action plan, as data: the one thing that every format of it receives.

The JSON form is a contract with other programs, as that of an improvement is.
"""

from typing import Literal

from pydantic import AliasChoices, Field, computed_field

from zi_score.evaluation.assessment import Share
from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import Result, RulesetReference
from zi_score.evaluation.scoring import Figure
from zi_score.improve.plan import Effort, Entry, Gain
from zi_score.model.findings import Finding
from zi_score.model.worksheet import COMPUTED, Assessor, Cell, Frozen, Source, Unit

Outcome = Literal["realised", "part", "not-started", "slipped"]
"""What became of an action; ``slipped`` is below where it began."""

OUTCOMES: tuple[Outcome, ...] = ("realised", "part", "not-started", "slipped")


class PlanReference(Frozen):
    """The plan: its workbook, and what that says of itself. ``made_from`` is the workbook that it improves."""

    path: str
    unit: Unit
    assessor: str | None
    made_from: str | None


class ActionProgress(Frozen):
    """What became of one action.

    ``gain`` is what the plan adds, ``gained`` what of it the answers have by now; ``cell`` is that of
    the answer, ``plan_cell`` that of the action in the plan, and ``reported`` the status given there.
    """

    code: str
    area: str | None = Field(description="number of the area of change; null for hasil")
    question: str
    from_: Entry = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: Entry
    present: Entry
    status: Outcome
    effort: Effort
    gain: Gain
    gained: Gain
    reported: str | None
    cell: Cell | None
    plan_cell: Cell

    @property
    def group(self) -> str:
        """Key of the tally that counts it."""
        return self.area or self.code.partition(".")[0]


class PartDone(Frozen):
    """A part of a whole, between 0 and 1."""

    model_config = COMPUTED

    share: Share = Field(validation_alias=AliasChoices("exact", "share"))

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The part as a fraction in lowest terms."""
        return str(self.share)


class GroupProgress(Frozen):
    """Actions together; ``key`` is the number of their area of change, else the code of their component.

    ``done`` is the effort of the realised actions; ``share`` its part of ``effort``, null where
    nothing was planned.
    """

    key: str
    name: str
    actions: int
    statuses: dict[Outcome, int]
    effort: Effort
    done: Effort
    share: PartDone | None
    gain: Gain
    gained: Gain


class PlanProgress(Result):
    """An action plan against a later workbook.

    ``target_status`` is how the later workbook stands to the plan's target; ``removed`` are actions
    that were computed and whose rows are gone from the plan: they are counted all the same. Of a plan
    of another unit nothing is counted: no actions, no target.
    """

    plan: PlanReference
    source: Source
    unit: Unit
    ruleset: RulesetReference
    assessor: Assessor
    target: str | None
    target_status: Status | None
    total: Figure
    verdict: str
    actions: tuple[ActionProgress, ...]
    areas: tuple[GroupProgress, ...]
    overall: GroupProgress
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def is_of_another_unit(self) -> bool:
        """Whether the plan is that of another unit."""
        return any(finding.name == "plan-of-another-unit" for finding in self.findings)
