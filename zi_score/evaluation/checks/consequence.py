"""What follows from an answer that nobody can read for certain: how much a finding matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import Status
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding

_BY_CONSEQUENCE = frozenset({"share-of-two-readings"})
"""Findings about an answer that then counts as unanswered; an error only where a criterion waits for it."""


def weighed(ruleset: Ruleset, findings: Iterable[Finding], assessments: Iterable[Assessment]) -> Iterator[Finding]:
    """Yield findings, those that decide nothing with their lowest severity."""
    by_assessor = {assessment.assessor.value: assessment for assessment in assessments}
    for finding in findings:
        assessment = by_assessor.get(finding.assessor or "") if finding.name in _BY_CONSEQUENCE else None
        if assessment is None or any(undecided(ruleset, assessment, [finding.code or ""])):
            yield finding
        else:
            yield finding.lowered()


def undecided(ruleset: Ruleset, assessment: Assessment, questions: Sequence[str]) -> Iterator[str]:
    """Yield the criteria that nobody can judge without these questions, for each predicate that asks them."""
    under = {criterion.id: ruleset.nodes_of(criterion) for criterion in ruleset.criteria if criterion.fact is None}
    for predicate in assessment.predicates:
        for criterion in predicate.criteria:
            nodes = tuple(f"{node}." for node in under.get(criterion.id, ()))
            if criterion.status is Status.UNDETERMINED and any(f"{code}.".startswith(nodes) for code in questions):
                yield criterion.id
