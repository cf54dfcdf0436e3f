"""The points that a predicate asks for, with what is to be kept in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zi_score.improve.discount import Discount
from zi_score.ruleset import Criterion, Ruleset, is_under
from zi_score.scoring import Node


@dataclass(frozen=True)
class Minimum:
    """Points that a criterion asks for: ``points`` of ``nodes`` together.

    ``questions`` says how often the points of a question count there; ``is_capped``, that the
    minimum and what is to be kept in hand exceed all points there are, which then are asked for.
    """

    criterion: Criterion
    nodes: tuple[str, ...]
    points: Fraction
    questions: Mapping[str, int]
    is_capped: bool

    @property
    def id(self) -> str:
        """Id of the criterion."""
        return self.criterion.id

    def reached(self, nodes: Mapping[str, Node]) -> Fraction:
        """Return the points that scores reach here."""
        return sum((nodes[code].score for code in self.nodes), Fraction())

    def missing(self, nodes: Mapping[str, Node]) -> Fraction:
        """Return the points that scores miss here; below 0 what they have to spare."""
        return self.points - self.reached(nodes)


def minimums(ruleset: Ruleset, target: str, margin: Fraction, discount: Discount) -> tuple[Minimum, ...]:
    """Return what a predicate asks for in points, in the order of the regulation; facts are no points.

    Margin and discount go on top where the unit's own answers can move the points: what others
    measure is neither the unit's to exceed nor the assessors' to lower.
    """
    return tuple(
        _minimum(ruleset, criterion, minimum, margin, discount)
        for criterion in ruleset.criteria
        if isinstance(minimum := criterion.minimum.get(target), Fraction)
    )


def _minimum(
    ruleset: Ruleset, criterion: Criterion, minimum: Fraction, margin: Fraction, discount: Discount
) -> Minimum:
    nodes = ruleset.nodes_of(criterion)
    weight = sum((ruleset.nodes[code].weight for code in nodes), Fraction())
    times = {code: sum(is_under(code, node) for node in nodes) for code in ruleset.questions}
    questions = {code: number for code, number in times.items() if number}
    asked = minimum * weight if criterion.measure == "share" else minimum
    if not all(ruleset.scales[ruleset.questions[code].scale].external for code in questions):
        asked += margin + discount.under(ruleset, nodes)
    points = min(asked, weight)
    return Minimum(criterion=criterion, nodes=nodes, points=points, questions=questions, is_capped=points < asked)
