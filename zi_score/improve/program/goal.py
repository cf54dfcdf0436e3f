"""The points that a predicate asks for, with what is to be kept in hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zi_score.evaluation.criterion import CriterionResult
from zi_score.evaluation.scoring import Node
from zi_score.evaluation.verdict import PredicateResult, short_of
from zi_score.improve.discount import Discount
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Criterion, Ruleset, is_under
from zi_score.model.exact import added


@dataclass(frozen=True)
class Minimum:
    """Points that a criterion asks for: ``points`` of ``nodes`` together.

    ``questions`` says how often the points of a question count there; ``reserve`` are those of the points
    that are to be kept in hand; ``is_capped`` says that minimum and reserve exceed all points there are,
    which then are asked for.
    """

    criterion: Criterion
    nodes: tuple[str, ...]
    points: Fraction
    questions: Mapping[str, int]
    is_capped: bool
    reserve: Fraction = Fraction()

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


def stated_short(
    ruleset: Ruleset, predicate: PredicateResult, facts: Mapping[str, FactValue]
) -> dict[str, CriterionResult]:
    """Return the requirements that the LKE's own answers fail and what was stated fails too, as stated.

    Better answers leave the statement alone to decide, and no answer changes that.
    """
    keys = {requirement.id: requirement.fact for requirement in ruleset.requirements}
    stated = {each.id: (each, facts.get(keys[each.id])) for each in predicate.criteria if each.cells}
    return {
        key: replace(each, reached=known, cells=())
        for key, (each, known) in stated.items()
        if isinstance(known, Fraction) and isinstance(each.minimum, Fraction) and known < each.minimum
    }


def counted(
    ruleset: Ruleset, predicate: PredicateResult, nodes: Mapping[str, Node], facts: Mapping[str, FactValue]
) -> Iterator[Minimum]:
    """Yield the requirements that the LKE's own answers alone fail: all points of the questions that fall short."""
    failed = {each.id for each in predicate.criteria if each.cells and not predicate.waived}
    failed -= stated_short(ruleset, predicate, facts).keys()
    for requirement in ruleset.requirements:
        if requirement.id in failed:
            short = tuple(dict.fromkeys(node.code.rpartition(".")[0] for node in short_of(requirement, nodes)))
            weight = added(ruleset.nodes[code].weight for code in short)
            label = ruleset.facts[requirement.fact].label
            criterion = Criterion(
                id=requirement.id, label=label, measure="score", nodes=short, minimum={}, source=requirement.source
            )
            yield _minimum(ruleset, criterion, weight, Fraction(), Discount())


def _minimum(
    ruleset: Ruleset, criterion: Criterion, minimum: Fraction, margin: Fraction, discount: Discount
) -> Minimum:
    nodes = ruleset.nodes_of(criterion)
    weight = sum((ruleset.nodes[code].weight for code in nodes), Fraction())
    times = {code: sum(is_under(code, node) for node in nodes) for code in ruleset.questions}
    questions = {code: number for code, number in times.items() if number}
    least = asked = minimum * weight if criterion.measure == "share" else minimum
    if not all(ruleset.scales[ruleset.questions[code].scale].external for code in questions):
        asked += margin + discount.under(ruleset, nodes)
    points = min(asked, weight)
    return Minimum(
        criterion=criterion,
        nodes=nodes,
        points=points,
        questions=questions,
        is_capped=points < asked,
        reserve=max(points - least, Fraction()),
    )
