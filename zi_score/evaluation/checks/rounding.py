"""Misses that two decimals would hide."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from zi_score.evaluation.criterion import CriterionResult
from zi_score.evaluation.verdict import PredicateResult
from zi_score.model.exact import plain
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import Assessor
from zi_score.model.written import least, of_measure


def check_rounding(predicates: Iterable[PredicateResult], assessor: Assessor | None = None) -> Iterator[Finding]:
    """Yield the criteria that would look met with two decimals, though their exact figure is below the minimum."""
    for predicate in predicates:
        for criterion in predicate.criteria:
            if criterion.hides_a_miss:
                reached = Fraction(criterion.exact or 0)
                yield finding(
                    "rounding-hides-a-miss",
                    code=criterion.id,
                    assessor=assessor,
                    predicate=predicate.id,
                    label=criterion.label,
                    shown=of_measure(criterion.measure, reached).neutral,
                    exact=_exactly(criterion, reached),
                    minimum=least(criterion.measure, Fraction(criterion.minimum)).neutral,
                )


def _exactly(criterion: CriterionResult, reached: Fraction) -> str:
    """Write a figure exactly: a share in percent as tables have it, but a fraction where it has no end."""
    percent = plain(reached * 100)
    return str(reached) if criterion.measure != "share" or "/" in percent else f"{percent} %"
