"""The result of an evaluation: the one thing that every output format receives.

Its JSON form is the contract with other programs; ``result.schema.json`` describes it.
"""

from typing import Literal

from pydantic import Field, computed_field

from zi_score.assessment import Assessment
from zi_score.findings import Finding
from zi_score.model import Frozen, SheetScore, Source, Unit


class RulesetReference(Frozen):
    """The regulation that was applied."""

    id: str
    title: str


class Evaluation(Frozen):
    """A workbook, evaluated. ``assessments`` begins with the highest authority that answered."""

    schema_version: Literal[1] = 1
    source: Source
    unit: Unit
    ruleset: RulesetReference
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

    def to_json(self) -> str:
        """Return the contract as JSON text, in the language in use."""
        return self.model_dump_json(indent=2)


class Failure(Frozen):
    """A workbook that could not be evaluated, and why. ``error`` is the finding's message."""

    schema_version: Literal[1] = 1
    source: dict[str, str] = Field(description="`path` of the file")
    error: str
    findings: tuple[Finding, ...]

    def to_json(self) -> str:
        """Return the failure as JSON text, in the language in use."""
        return self.model_dump_json(indent=2)
