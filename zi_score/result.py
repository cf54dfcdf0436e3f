"""The result of an evaluation: the one thing that every output format receives.

Its JSON form is the contract with other programs; ``result.schema.json`` describes it.
"""

from typing import Literal

from pydantic import Field

from zi_score.assessment import Assessment
from zi_score.findings import Finding
from zi_score.model import Assessor, Cell, Frozen, Source, Unit
from zi_score.scoring import Score


class RulesetReference(Frozen):
    """The regulation that was applied."""

    id: str
    title: str


class WorkbookTotal(Frozen):
    """The total that the workbook itself shows, where, and for whose answers."""

    score: Score
    cell: Cell
    assessor: Assessor


class Evaluation(Frozen):
    """A workbook, evaluated. ``assessments`` begins with the highest authority that answered."""

    schema_version: Literal[1] = 1
    source: Source
    unit: Unit
    ruleset: RulesetReference
    assessments: tuple[Assessment, ...]
    workbook_total: WorkbookTotal | None
    findings: tuple[Finding, ...]

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
