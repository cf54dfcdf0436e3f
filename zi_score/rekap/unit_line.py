"""A unit's line in a rekap: what of an evaluation is kept when thousands are compared.

Numbers keep their exact value through JSON, so that a cache loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, PlainValidator, computed_field
from pydantic.dataclasses import dataclass

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.result import Evaluation, Failure
from zi_score.evaluation.scoring import questions_of
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import exact, rounded
from zi_score.model.findings import Finding, Severity
from zi_score.model.packed import PackedMapping, PackedSequence
from zi_score.model.worksheet import LEAN, Assessor, Frozen, Unit
from zi_score.reading.rulesets import load_ruleset
from zi_score.rekap.proposal import Proposal, proposal_of

Exact = Annotated[Fraction, PlainValidator(exact), PlainSerializer(str, return_type=str)]
"""A number that JSON keeps exactly: a fraction in lowest terms."""


@dataclass(frozen=True, slots=True, kw_only=True, config=LEAN)
class Points:
    """A score of a maximum."""

    exact: Exact
    weight: Exact

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def score(self) -> str:
        """The points with two decimals, half up."""
        return str(rounded(self.exact))

    @property
    def ratio(self) -> Fraction:
        """The part of the maximum that was reached."""
        return self.exact / self.weight


@dataclass(frozen=True, slots=True, kw_only=True, config=LEAN)
class AreaPoints(Points):
    """An area of change."""

    name: str


Predicates = Annotated[
    Sequence[PredicateResult],
    AfterValidator(PackedSequence),
    PlainSerializer(tuple, return_type=tuple[PredicateResult, ...]),
]
Findings = Annotated[
    Sequence[Finding], AfterValidator(PackedSequence), PlainSerializer(tuple, return_type=tuple[Finding, ...])
]
Areas = Annotated[
    Mapping[str, AreaPoints], AfterValidator(PackedMapping), PlainSerializer(dict, return_type=dict[str, AreaPoints])
]
Values = Annotated[
    Mapping[str, Exact | None],
    AfterValidator(PackedMapping),
    PlainSerializer(dict, return_type=dict[str, Exact | None]),
]
"""What is large of a unit lies packed."""


class UnitLine(Frozen):
    """What a unit reached, by the answers of the highest authority that answered.

    ``proposal`` says whether it may be proposed; ``superseded_by`` is the workbook that counts in place of this one,
    where the unit handed in several. ``digest`` tells contents of files apart; ``ruleset`` is the id of the
    regulation that was applied; ``values`` are those of its questions between 0 and 1, None where unanswered.
    """

    path: str
    digest: str
    unit: Unit
    ruleset: str
    assessor: Assessor
    verdict: str
    proposal: Proposal
    superseded_by: str | None = None
    total: Points
    components: dict[str, Points]
    areas: Areas
    predicates: Predicates
    values: Values
    findings: Findings

    def law(self, ruleset: Ruleset) -> Ruleset:
        """Return the regulation that was applied: the one at hand, else the built-in one of that id."""
        return ruleset if ruleset.id == self.ruleset else load_ruleset(self.ruleset)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Codes of the questions without an answer."""
        return tuple(code for code, value in self.values.items() if value is None)

    @property
    def lowest_area(self) -> AreaPoints:
        """The area of change that reached the least of its weight; of equals the first."""
        return min(self.areas.values(), key=lambda area: area.ratio)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def status(self, predicate: str) -> Status:
        """Return how the unit stands to a predicate."""
        return next(result.status for result in self.predicates if result.id == predicate)

    @property
    def next_predicate(self) -> PredicateResult | None:
        """The lowest predicate that is not met; None when all are."""
        return next((result for result in self.predicates if result.status is not Status.MET), None)

    def margin(self, predicate: PredicateResult) -> tuple[Fraction, CriterionResult] | None:
        """Return the smallest margin of a predicate's minimums in points, and whose it is.

        Shares count as points of their area. Negative: so many points are missing there.
        """
        margins = [(gap, criterion) for criterion in predicate.criteria if (gap := criterion.gap) is not None]
        return min(margins, key=lambda margin: margin[0], default=None)


def line_of(evaluation: Evaluation, digest: str) -> UnitLine:
    """Return what of an evaluation is kept in a rekap."""
    first = evaluation.assessments[0]
    is_replaced = any(found.name == "ruleset-replaced" for found in evaluation.findings)
    return UnitLine(
        path=evaluation.source.path,
        digest=digest,
        unit=evaluation.unit,
        ruleset=evaluation.ruleset.id,
        assessor=first.assessor,
        verdict=first.verdict,
        proposal=proposal_of(first, evaluation.unit.target, replaced=is_replaced),
        total=Points(exact=first.total.score, weight=first.total.weight),
        components=_components(first),
        areas={
            number: AreaPoints(name=area.name, exact=area.score, weight=area.weight)
            for number, area in first.areas.items()
        },
        predicates=first.predicates,
        values={question.code: question.value for question in questions_of(first.nodes)},
        findings=tuple(f for f in evaluation.findings if f.assessor in (None, first.assessor.value)),
    )


def _components(assessment: Assessment) -> dict[str, Points]:
    roots = (node for code, node in assessment.nodes.items() if "." not in code)
    return {node.code: Points(exact=node.score, weight=node.weight) for node in roots}


Outcome = UnitLine | Failure
"""What becomes of a workbook in a batch."""
