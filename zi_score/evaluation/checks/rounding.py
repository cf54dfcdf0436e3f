"""Misses that two decimals would hide."""

from collections.abc import Iterable, Iterator

from zi_score.evaluation.verdict import PredicateResult
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import Assessor


def check_rounding(predicates: Iterable[PredicateResult], assessor: Assessor | None = None) -> Iterator[Finding]:
    """Yield the criteria that would look met with two decimals, though their exact figure is below the minimum."""
    for predicate in predicates:
        for criterion in predicate.criteria:
            if criterion.hides_a_miss:
                yield finding(
                    "rounding-hides-a-miss",
                    code=criterion.id,
                    assessor=assessor,
                    predicate=predicate.id,
                    label=criterion.label,
                    shown=criterion.shown(criterion.reached),
                    exact=criterion.exact,
                    minimum=criterion.asked,
                )
