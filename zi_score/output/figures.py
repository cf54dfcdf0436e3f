"""Figures of standings as people read them: rounded, but never so that a miss looks like a hit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from fractions import Fraction

from zi_score.ruleset import Ruleset
from zi_score.standing import Standing
from zi_score.verdict import CriterionResult, PredicateResult, Status
from zi_score.written import telling as telling  # noqa: PLC0414 - the older writers take it from here


def percent(share: Fraction, minimums: Iterable[Fraction] = ()) -> Decimal:
    """Return a share in percent, rounded as ``telling`` does.

    >>> percent(Fraction(599996, 1000000), [Fraction(3, 5)])
    Decimal('59.9996')
    """
    return telling(share * 100, [minimum * 100 for minimum in minimums])


def signed(number: Fraction) -> str:
    """Write a margin with its sign."""
    return f"{telling(number):+}"


def minimums(ruleset: Ruleset, nodes: Collection[str]) -> dict[str, Fraction]:
    """Return what each predicate asks of the points of these nodes together."""
    return _asked(ruleset, "score", nodes)


def area_minimums(ruleset: Ruleset) -> dict[str, dict[str, Fraction]]:
    """Return the share that each predicate asks of each area of change, by the area's number."""
    return {str(area.number): _asked(ruleset, "share", area.sections) for area in ruleset.areas}


def _asked(ruleset: Ruleset, measure: str, nodes: Collection[str]) -> dict[str, Fraction]:
    return {
        predicate: minimum
        for criterion in ruleset.criteria
        if criterion.measure == measure and set(ruleset.nodes_of(criterion)) == set(nodes)
        for predicate, minimum in criterion.minimum.items()
        if isinstance(minimum, Fraction)
    }


def part_names(ruleset: Ruleset) -> list[str]:
    """Return what the sections of an area are called; an area that is one section has no parts."""
    longest = max((area.sections for area in ruleset.areas), key=len, default=())
    parents = [code.rpartition(".")[0] or code for code in longest] if len(longest) > 1 else []
    return [ruleset.nodes[code].name.lower() for code in parents]


def lowest(standing: Standing) -> tuple[str, Fraction]:
    """Return the number of the lowest area of change, and the share that it reached."""
    area = standing.lowest_area
    return next(number for number, own in standing.areas.items() if own is area), area.ratio


def decisive(standing: Standing, predicate: PredicateResult) -> tuple[Fraction | None, CriterionResult | None]:
    """Return the margin to a predicate that is not met, and what decides.

    That is the criterion with the margin, where points are missing; else a fact or a
    requirement, and the margin is what the points have to spare.
    """
    gap, criterion = standing.margin(predicate) or (None, None)
    if gap is not None and gap < 0:
        return gap, criterion
    return gap, next(iter(predicate.decisive), criterion)


def hidden(standing: Standing) -> Iterable[tuple[str, CriterionResult]]:
    """Yield predicate and criterion where two decimals would show the minimum, though it is missed."""
    for predicate in standing.predicates:
        for c in predicate.criteria:
            if c.status is not Status.MET and c.hides_a_miss:
                yield predicate.id, c
