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
