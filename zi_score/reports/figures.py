"""What was reached, as numbers that show no minimum as reached which is missed: the same in every document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import lru_cache

from zi_score.evaluation.assessment import AreaFigure
from zi_score.evaluation.criterion import CriterionResult, is_requirement
from zi_score.evaluation.scoring import Figure
from zi_score.evaluation.verdict import PredicateResult, aimed
from zi_score.law.ruleset import Criterion, Indicator, Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.written import Number, ending, least, local, localised, margin, of_measure, points, share
from zi_score.reports.words import sentence

_MEASURED = ("score", "share")
_NUMBER, _FRACTION = pattern(r"\d+(?:\.\d+)?"), pattern(r"\d+/\d+")


def minimums(ruleset: Ruleset, codes: Collection[str]) -> Mapping[str, Fraction]:
    """Return what each predicate asks of the points of these nodes together, shares as points.

    A question or indicator that is all there is of a section has the same points, and so the same minimums.
    """
    return _points_asked(ruleset, tuple(codes))


@lru_cache(maxsize=4096)
def _points_asked(ruleset: Ruleset, nodes: tuple[str, ...]) -> dict[str, Fraction]:
    codes = [_whole(ruleset, code) for code in nodes]
    return _asked(ruleset, "score", codes) or {
        predicate: part * sum((ruleset.nodes[code].weight for code in codes), Fraction())
        for predicate, part in _asked(ruleset, "share", codes).items()
    }


@lru_cache(maxsize=4096)
def _whole(ruleset: Ruleset, code: str) -> str:
    """Return the uppermost section of which a node or a question is all there is."""
    above = code.rpartition(".")[0]
    node = ruleset.nodes.get(above)
    beside = [each.code for each in node.questions] if isinstance(node, Indicator) else ruleset.children.get(above, ())
    return _whole(ruleset, above) if list(beside) == [code] else code


def area_minimums(ruleset: Ruleset) -> dict[str, dict[str, Fraction]]:
    """Return the share that each predicate asks of each area of change, by the area's number."""
    return {str(area.number): _asked(ruleset, "share", area.sections) for area in ruleset.areas}


def _asked(ruleset: Ruleset, measure: str, codes: Collection[str]) -> dict[str, Fraction]:
    return _minimums(ruleset, measure, frozenset(codes))


@lru_cache(maxsize=4096)
def _minimums(ruleset: Ruleset, measure: str, codes: frozenset[str]) -> dict[str, Fraction]:
    return {
        predicate: minimum
        for criterion in ruleset.criteria
        if criterion.measure == measure and codes == set(ruleset.nodes_of(criterion))
        for predicate, minimum in criterion.minimum.items()
        if isinstance(minimum, Fraction)
    }


def points_of(ruleset: Ruleset, codes: Collection[str], score: Fraction) -> Number:
    """Return the points of these nodes together."""
    return points(score, minimums(ruleset, codes).values())


def total_of(ruleset: Ruleset, score: Fraction) -> Number:
    """Return a total."""
    return points_of(ruleset, ruleset.roots, score)


def area_share(ruleset: Ruleset, number: str, ratio: Fraction) -> Number:
    """Return an area's share of its weight."""
    return share(ratio, _asked(ruleset, "share", ruleset.area(int(number)).sections).values())


def area_points(ruleset: Ruleset, number: str, area: Figure | AreaFigure) -> Number:
    """Return an area's points."""
    return points_of(ruleset, ruleset.area(int(number)).sections, area.score)


def part_share(figure: Figure) -> Fraction:
    """Return the share of its weight that a node reached."""
    return figure.score / figure.weight if figure.weight else Fraction(0)


def part_names(ruleset: Ruleset) -> list[str]:
    """Return what the sections of an area are called; an area that is one section has no parts."""
    longest = max((area.sections for area in ruleset.areas), key=len, default=())
    parents = [code.rpartition(".")[0] or code for code in longest] if len(longest) > 1 else []
    return [ruleset.nodes[code].name.lower() for code in parents]


def measured(ruleset: Ruleset, criterion: str, measure: str, value: Fraction) -> Number:
    """Return a figure of a criterion, which does not seem to reach a minimum of any predicate that it misses."""
    demand = ruleset.demands.get(criterion)
    asked = demand.minimum.values() if isinstance(demand, Criterion) else ()
    leasts = [each for each in asked if isinstance(each, Fraction)]
    return of_measure(measure, value, leasts)


def reached(ruleset: Ruleset, criterion: CriterionResult, number: Fraction | None = None) -> Number | str:
    """Return what was reached of a criterion, or another figure of it; a fact as it was stated."""
    if criterion.exact is None:
        return stated(criterion) or _("not stated")
    return measured(ruleset, criterion.id, criterion.measure, Fraction(criterion.exact) if number is None else number)


def stated(criterion: CriterionResult) -> str | None:
    """Return what was stated of a fact, its figures as the language in use writes them."""
    return localised(shown(criterion.stated)) if criterion.stated else None


def fact_as_told(fact: str | None, minimum: str) -> str | None:
    """Return a fact as people read it, of which only the text is known: no fraction, nor one that hides a miss.

    >>> from zi_score.model.language import use_language
    >>> use_language("id")
    >>> fact_as_told("200/19", "100"), fact_as_told("99.5", "100"), fact_as_told(None, "WTP")
    ('10,53', '99,5', None)
    """
    if not fact or not _FRACTION.fullmatch(fact):
        return localised(shown(fact)) if fact else None
    asked = [Fraction(minimum)] if _NUMBER.fullmatch(minimum) else []
    return local(ending(Fraction(fact), asked))


def minimum(criterion: CriterionResult) -> Number | str:
    """Return the minimum of a criterion: points, a share in percent, or the fact that is asked."""
    if criterion.measure in _MEASURED and isinstance(criterion.minimum, Fraction):
        return least(criterion.measure, criterion.minimum)
    return localised(criterion.asked)


def margin_of(criterion: CriterionResult) -> Number | None:
    """Return the points by which a minimum is passed or missed, of a share those of its area; facts have none."""
    return None if criterion.gap is None else margin(criterion.gap)


def difference(number: Fraction | None) -> Number | None:
    """Return by how much something is more or less than on another side, if both know it."""
    return None if number is None else margin(number)


def index_of(ruleset: Ruleset, *results: CriterionResult) -> str:
    """Return the index that a survey gave, beside the one that is asked, for a criterion of one such question.

    The index is that of the points: 15.40 of 17.50 are an index of 3.52 of 4. There is a result for each predicate.
    """
    criterion = results[0]
    demand = ruleset.demands.get(criterion.id)
    if criterion.exact is None or not isinstance(demand, Criterion):
        return ""
    asked = [each for code in ruleset.nodes_of(demand) for each in _surveys(ruleset, code)]
    highest = asked[0] if len(asked) == 1 else None
    if highest is None or not criterion.weight:
        return ""
    per_point = highest / criterion.weight if criterion.measure == "score" else highest
    leasts = list(dict.fromkeys(each.minimum * per_point for each in results if isinstance(each.minimum, Fraction)))
    asked_for = "; ".join(str(points(each)) for each in leasts)
    if _is_open(criterion):  # nobody measured it: that is no 0
        return _("no index yet (min {minimum})").format(minimum=asked_for)
    index = points(Fraction(criterion.exact) * per_point, leasts)
    return _("index {index} (min {minimum})").format(index=index, minimum=asked_for)


def _is_open(criterion: CriterionResult) -> bool:
    """Whether questions that nobody answered may still add to what was reached."""
    return criterion.highest is not None and criterion.highest != criterion.reached


def label_of(ruleset: Ruleset, *results: CriterionResult) -> str:
    """Return what a criterion asks for, with the index beside it where it is a survey's."""
    index = index_of(ruleset, *results)
    return sentence(f"{results[0].label}: {index}" if index else results[0].label)


@lru_cache(maxsize=4096)
def _surveys(ruleset: Ruleset, code: str) -> tuple[Fraction | None, ...]:
    """Return of every question under a node the highest index that it can have; None where it is no survey's."""
    below = f"{code}."
    found = [each for each in ruleset.questions.values() if each.code == code or each.code.startswith(below)]
    scales = [ruleset.scales[each.scale] for each in found]
    return tuple(each.highest if each.external and each.unit is None else None for each in scales)


def reason(ruleset: Ruleset, criterion: CriterionResult, *, is_short: bool = False) -> str:
    """Return in a sentence what keeps a unit from a minimum, or leaves it open; in short without what is possible."""
    label, got = shown(criterion.label), reached(ruleset, criterion)
    if criterion.exact is None:
        return f"{label}: {got} (min {minimum(criterion)})"
    text = f"{label} {got} < {minimum(criterion)}"
    if not is_short and _is_open(criterion):
        text += f" ({_('at most')} {reached(ruleset, criterion, criterion.highest)})"
    index = index_of(ruleset, criterion)
    return f"{text}, {index}" if index else text


def wanted(predicates: Collection[PredicateResult], target: str | None) -> tuple[PredicateResult, ...]:
    """Return the predicates with the one first at which a unit aims; without an aim from the lowest up."""
    return tuple(sorted(predicates, key=lambda predicate: predicate.id != target))


def requirements_shown(
    predicates: Collection[PredicateResult], target: str | None, verdict: str
) -> tuple[str, tuple[CriterionResult, ...]]:
    """Return the predicate whose requirements count, and these."""
    chosen = aimed(tuple(predicates), target, verdict)
    return chosen.id, tuple(criterion for criterion in chosen.criteria if is_requirement(criterion))


def criteria_of(predicates: Collection[PredicateResult]) -> dict[str, dict[str, CriterionResult]]:
    """Return the minimums by their id, each with its result for every predicate that has it."""
    found: dict[str, dict[str, CriterionResult]] = {}
    for predicate in predicates:
        for criterion in predicate.criteria:
            if not is_requirement(criterion):
                found.setdefault(criterion.id, {})[predicate.id] = criterion
    return found
