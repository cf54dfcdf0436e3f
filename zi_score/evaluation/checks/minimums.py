"""Eligibility: minimums and requirements of the predicate that the unit is to reach."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.criterion import CriterionResult, Status, is_requirement
from zi_score.model.findings import Finding, finding
from zi_score.model.written import least, of_measure, telling

_NEAR = Fraction(1, 2)
"""Points above a minimum within which one lowered answer may decide."""


def check_minimums(subject: Subject) -> Iterator[Finding]:
    """Yield the minimums that are missed, and those that are just met."""
    for criterion in _criteria(subject):
        gap = criterion.gap
        if gap is None:
            continue
        is_missed = criterion.status is Status.NOT_MET
        if is_missed or (criterion.status is Status.MET and gap < _NEAR):
            yield finding(
                "minimum-not-met" if is_missed else "near-minimum",
                code=criterion.id,
                assessor=subject.assessments[0].assessor,
                predicate=subject.aim,
                label=criterion.label,
                reached=of_measure(
                    criterion.measure, Fraction(criterion.exact or 0), _asked(subject, criterion.id)
                ).neutral,
                minimum=least(criterion.measure, Fraction(criterion.minimum)).neutral,
                gap=abs(telling(gap)),
                citation=criterion.citation,
            )


def check_requirements(subject: Subject) -> Iterator[Finding]:
    """Yield the requirements that are known to fail, and those that nobody stated."""
    facts = [c for c in _criteria(subject) if c.exact is None]
    for criterion in facts:
        if criterion.status is Status.NOT_MET and not _is_waived(subject, criterion):
            yield finding(
                "requirement-not-met",
                code=criterion.id,
                cell=next(iter(criterion.cells), None),
                assessor=subject.assessments[0].assessor if criterion.cells else None,
                predicate=subject.aim,
                label=criterion.label,
                reached=criterion.stated,
                minimum=criterion.asked,
                citation=criterion.citation,
            )
    if unknown := [criterion for criterion in facts if criterion.reached is None]:
        yield finding(
            "requirements-not-stated",
            predicate=subject.aim,
            requirements="; ".join(criterion.label for criterion in unknown),
            citation=unknown[0].citation,
        )


def _criteria(subject: Subject) -> tuple[CriterionResult, ...]:
    return subject.result.criteria


def _is_waived(subject: Subject, criterion: CriterionResult) -> bool:
    return is_requirement(criterion) and subject.result.waived


def _asked(subject: Subject, id_: str) -> Iterator[Fraction]:
    """Yield what every predicate asks of a criterion: its figure must not seem to reach any that it misses."""
    for predicate in subject.assessments[0].predicates:
        yield from (Fraction(each.minimum) for each in predicate.criteria if each.id == id_)
