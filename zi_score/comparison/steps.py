"""From one side to the next: how many answers changed, what that is worth, and what it decides."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import get_args

from zi_score.comparison.choice import Chosen
from zi_score.comparison.decisions import predicate_changes
from zi_score.comparison.figures import Amount
from zi_score.comparison.model import Change, ComparedQuestion, SideStep
from zi_score.evaluation.checks.assessors import changes as noted_changes
from zi_score.model.exact import added
from zi_score.model.findings import Finding
from zi_score.model.worksheet import Assessor


def steps(sides: Mapping[str, Chosen], questions: Mapping[str, ComparedQuestion]) -> tuple[SideStep, ...]:
    """Return the steps between sides of one regulation."""
    return tuple(
        _step((one, sides[one]), (other, sides[other]), questions, number)
        for number, (one, other) in enumerate(pairwise(sides))
    )


def _step(
    one: tuple[str, Chosen], other: tuple[str, Chosen], questions: Mapping[str, ComparedQuestion], number: int
) -> SideStep:
    (before_key, before), (after_key, after) = one, other
    found = {code: question.steps[number] for code, question in questions.items()}
    judges = list(Assessor).index(after.assessment.assessor) < list(Assessor).index(before.assessment.assessor)
    findings: tuple[Finding, ...] = ()
    if judges:
        findings = tuple(noted_changes(after.assessment, before.assessment, after.answers))
    silent = {finding.code for finding in findings if finding.name == "change-without-note"}

    def amount(change: Change) -> Amount:
        return Amount(score=added(each.score for each in found.values() if each.change == change))

    return SideStep(
        from_=before_key,
        to=after_key,
        changes={change: sum(each.change == change for each in found.values()) for change in get_args(Change)},
        gained=amount("raised"),
        lost=amount("lowered"),
        new=amount("answered"),
        missing=amount("unanswered"),
        without_note=(
            tuple(code for code, each in found.items() if each.change == "lowered" and code in silent)
            if judges
            else None
        ),
        findings=findings,
        predicates=tuple(predicate_changes(before, after)),
    )
