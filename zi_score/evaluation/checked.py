"""The result of a check: what was found in workbooks, and how their formulas stand to the regulation."""

from collections import Counter
from typing import Literal

from pydantic import AliasChoices, Field, computed_field

from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import Result, RulesetReference
from zi_score.evaluation.unproven import Unproven
from zi_score.model.findings import Finding, Severity
from zi_score.model.worksheet import COMPUTED, Fit, Frozen, Score, Unit


class ProvenCell(Frozen):
    """A formula, and how it stands to the regulation.

    ``figure`` is what the cell should say (``score``, ``share``, ``ratio``, …, ``minimum`` where it says in words
    whether one is reached) of the node or question ``code``; ``reason`` why it is not proven.
    """

    cell: str
    formula: str
    state: Literal["right", "wrong", "not-proven", "not-judged"]
    figure: str | None = None
    code: str | None = None
    reason: str | None = None


class SheetProof(Frozen):
    """How the formulas of a workbook stand to the regulation, on so many sets of answers.

    ``judged`` formulas say a figure of the regulation and were held against it, ``wrong`` cells do not compute it;
    ``not_proven`` are those that cannot be computed with certainty, ``not_judged`` those that say no such figure.
    ``cells`` are those that are not right, or all of them where that was asked for. With a ``problem`` nothing was
    proven.
    """

    formulas: int
    judged: int = 0
    sets: int = 0
    wrong: int = 0
    not_proven: int = 0
    not_judged: int = 0
    problem: str | None = None
    cells: tuple[ProvenCell, ...] = ()


class CheckedWorkbook(Frozen):
    """What was found in one workbook.

    One that cannot be read has an ``error``, the finding that says why, and nothing else.
    ``ignored`` are findings that were found and asked not to be counted.
    """

    model_config = COMPUTED

    source: dict[str, str] = Field(
        description="`path`, and where it could be read `sheet`, `layout` and `sha256` of the content"
    )
    unit: Unit | None = None
    ruleset: RulesetReference | None = None
    recognition: tuple[Fit, ...] = ()
    total: Score | None = Field(default=None, validation_alias=AliasChoices("total_exact", "total"))
    verdict: str | None = None
    predicates: dict[str, Status] = Field(default_factory=dict)
    error: str | None = None
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...] = ()
    unproven: tuple[Unproven, ...] = ()
    claims: int | None = Field(
        default=None,
        description="how many of the unit's answers give points and have a place for evidence beside them: those that "
        "`unproven` is about; null where the unit's answers were not looked at",
    )
    proof: SheetProof | None = None

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def total_exact(self) -> str | None:
        """The total as a fraction in lowest terms."""
        return None if self.total is None else str(self.total)

    @property
    def path(self) -> str:
        """The file, as it was named."""
        return self.source["path"]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


class Summary(Frozen):
    """How many workbooks were checked, and how many findings of each severity count."""

    workbooks: int
    unreadable: int
    error: int
    warning: int
    notice: int
    ignored: int


class CheckResult(Result):
    """Workbooks, checked, in the order in which they were given."""

    workbooks: tuple[CheckedWorkbook, ...]

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def summary(self) -> Summary:
        """The figures over all workbooks."""
        severities = Counter(finding.severity.value for book in self.workbooks for finding in book.findings)
        return Summary(
            workbooks=len(self.workbooks),
            unreadable=sum(book.error is not None for book in self.workbooks),
            error=severities["error"],
            warning=severities["warning"],
            notice=severities["notice"],
            ignored=sum(len(book.ignored) for book in self.workbooks),
        )
