"""The result of an evaluation: the one thing that every output format receives.

The JSON form of an evaluation is the contract with other programs; ``result.schema.json`` describes it.
"""

from typing import Literal

from pydantic import Field, computed_field

from zi_score import __version__
from zi_score.evaluation.assessment import Assessment
from zi_score.law.review import is_reviewed
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding
from zi_score.model.worksheet import COMPUTED, Fit, Frozen, SheetScore, Source, Unit


class RulesetReference(Frozen):
    """The regulation that was applied; ``reviewed`` is false for one of somebody's own that no second person read."""

    id: str
    title: str
    reviewed: bool = True

    @classmethod
    def of(cls, ruleset: Ruleset) -> "RulesetReference":
        """Return what names a ruleset."""
        return cls(id=ruleset.id, title=ruleset.title, reviewed=is_reviewed(ruleset))


class Result(Frozen):
    """Base of what commands give as JSON: a contract with other programs, whose keys may only become more."""

    model_config = COMPUTED

    schema_version: Literal[1] = 1
    program_version: str = Field(default=__version__, description="version of zi_score that made it")

    def to_json(self) -> str:
        """Return the contract as JSON text, in the language in use."""
        return self.model_dump_json(indent=2, by_alias=True)


class Evaluation(Result):
    """A workbook, evaluated. ``assessments`` begins with the highest authority that answered.

    ``recognition`` is what told the regulation, the one that was applied first; it is empty where
    the regulation was named. What ``to_json`` gives loads back:

    >>> from zi_score import evaluate
    >>> found = evaluate("worksheets/valid/wbk.xlsx")
    >>> Evaluation.model_validate_json(found.to_json()) == found
    True
    """

    source: Source
    unit: Unit
    ruleset: RulesetReference
    recognition: tuple[Fit, ...] = ()
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def workbook_total(self) -> SheetScore | None:
        """The total that the workbook itself shows, for the highest authority that has one."""
        totals = (assessment.workbook_total for assessment in self.assessments)
        return next((total for total in totals if total), None)

    @property
    def verdict(self) -> str:
        """The verdict by the highest authority that answered."""
        return self.assessments[0].verdict


class Failure(Result):
    """A workbook that could not be evaluated, and why. ``error`` is the finding's message."""

    source: dict[str, str] = Field(description="`path` of the file")
    error: str
    findings: tuple[Finding, ...]


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

    @computed_field  # type: ignore[prop-decorator]  # as above
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
