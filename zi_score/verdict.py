"""Minimums and requirements against the scores: which predicate, and why.

Minimums: PermenPANRB 90/2021, Lampiran II, Bab III.A.3-6 and Table 6. Requirements for being
proposed: PermenPANRB 5/2024, Table 5. All are "at least" and compared with exact scores.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from zi_score.exact import exact, plain, rounded
from zi_score.facts import FactValue
from zi_score.model import Frozen
from zi_score.ruleset import Criterion, Ruleset
from zi_score.scoring import Figure, Node, add

HOLDS_WBK = "holds-wbk"


class Status(StrEnum):
    """Whether something holds; ``undetermined`` when only unanswered or unknown facts decide it."""

    MET = "met"
    NOT_MET = "not-met"
    UNDETERMINED = "undetermined"


class CriterionResult(Frozen):
    """A minimum or requirement of one predicate, and what was reached.

    ``reached`` and ``margin`` are rounded for display (points to two decimals, shares to
    four); ``exact`` is the reached figure as a fraction, and is what was compared; ``weight``
    are the points that there are to reach.
    """

    id: str
    label: str
    measure: str
    minimum: str
    reached: str | None
    margin: str | None
    exact: str | None = None
    highest: str | None = None
    weight: str | None = None
    status: Status
    citation: str
    kind: str

    @property
    def gap(self) -> Fraction | None:
        """Points above the minimum, exact, shares as points of their area; negative: points missing."""
        if self.exact is None:
            return None
        whole = Fraction(self.weight) if self.measure == "share" and self.weight else Fraction(1)
        return (Fraction(self.exact) - Fraction(self.minimum)) * whole


class PredicateResult(Frozen):
    """A predicate with its criteria; requirements for being proposed have ids ``req-*``.

    ``waived`` says that these are still being met (afirmasi), and do not decide.
    """

    id: str
    status: Status
    criteria: tuple[CriterionResult, ...]
    waived: bool = False


class _Reached(NamedTuple):
    """What was reached of a criterion, as points or as a share, and written once for all predicates."""

    score: Fraction
    highest: Fraction
    places: int
    texts: Mapping[str, str]


def predicates(
    ruleset: Ruleset, nodes: Mapping[str, Node], facts: Mapping[str, FactValue]
) -> tuple[PredicateResult, ...]:
    """Judge every predicate of the ruleset, lowest first.

    Args:
        ruleset: the regulation.
        nodes: the scores.
        facts: what is known from outside the LKE, by fact key: a choice or a number.

    """
    reached = {
        criterion.id: _reached(criterion, _figure(tuple(nodes[code] for code in ruleset.nodes_of(criterion))))
        for criterion in ruleset.criteria
        if criterion.fact is None
    }
    return tuple(_predicate(ruleset, predicate, reached, facts) for predicate in ruleset.predicates)


def verdict(results: Sequence[PredicateResult]) -> str:
    """Return the highest predicate that is met, else ``undetermined`` or ``none``."""
    met = [result.id for result in results if result.status is Status.MET]
    if met:
        return met[-1]
    open_ = any(result.status is Status.UNDETERMINED for result in results)
    return "undetermined" if open_ else "none"


def is_requirement(criterion: CriterionResult) -> bool:
    """Whether a criterion is a requirement for being proposed, not a minimum of the predicate."""
    return criterion.measure == "requirement"


def _predicate(
    ruleset: Ruleset, predicate: str, reached: Mapping[str, _Reached], facts: Mapping[str, FactValue]
) -> PredicateResult:
    minimums = [
        _figure_result(ruleset, criterion, predicate, reached[criterion.id])
        if criterion.id in reached
        else _fact_result(ruleset, criterion, predicate, facts)
        for criterion in ruleset.criteria
        if predicate in criterion.minimum
    ]
    requirements = [
        _requirement(ruleset, number, predicate, facts.get(requirement.fact), facts.get(requirement.depends_on or ""))
        for number, requirement in enumerate(ruleset.requirements)
        if predicate in requirement.minimum
    ]
    decisive = [result.status for result in minimums]
    waived = is_waived(ruleset, predicate, facts)
    if not waived:
        # A requirement that nobody stated leaves the scores' verdict as it is, and is shown
        # as not checked; one that is known to fail keeps the unit from being proposed.
        decisive += [result.status for result in requirements if result.status is Status.NOT_MET]
    return PredicateResult(id=predicate, status=joint(decisive), criteria=(*minimums, *requirements), waived=waived)


def is_waived(ruleset: Ruleset, predicate: str, facts: Mapping[str, FactValue]) -> bool:
    """Whether the unit may be proposed for a predicate while requirements are still being met (afirmasi)."""
    waiver = ruleset.waiver
    return waiver is not None and predicate in waiver.predicates and facts.get(waiver.fact) == waiver.value


def joint(statuses: Collection[Status]) -> Status:
    """Return the status of several together: the worst."""
    for status in (Status.NOT_MET, Status.UNDETERMINED):
        if status in statuses:
            return status
    return Status.MET


def _fact_result(
    ruleset: Ruleset, criterion: Criterion, predicate: str, facts: Mapping[str, FactValue]
) -> CriterionResult:
    minimum = str(criterion.minimum[predicate])
    known = facts.get(criterion.fact or "")
    citation = ruleset.citation(criterion)
    return CriterionResult(
        id=criterion.id,
        label=criterion.label,
        measure=criterion.measure,
        minimum=minimum,
        reached=_stated(known),
        margin=None,
        status=_choice(known, minimum),
        citation=citation.text,
        kind=citation.kind,
    )


def _figure(nodes: tuple[Node, ...]) -> Figure:
    return nodes[0] if len(nodes) == 1 else add(nodes)


def _reached(criterion: Criterion, figure: Figure) -> _Reached:
    score, highest, places = figure.score, figure.highest, 2
    if criterion.measure == "share":
        score, highest, places = score / figure.weight, highest / figure.weight, 4
    texts = {
        "reached": str(rounded(score, places)),
        "exact": str(score),
        "highest": str(rounded(highest, places)),
        "weight": plain(figure.weight),
    }
    return _Reached(score, highest, places, texts)


def _figure_result(ruleset: Ruleset, criterion: Criterion, predicate: str, reached: _Reached) -> CriterionResult:
    minimum = exact(criterion.minimum[predicate])
    citation = ruleset.citation(criterion)
    margin = reached.score - minimum
    status = Status.MET
    if margin < 0:
        status = Status.UNDETERMINED if reached.highest >= minimum else Status.NOT_MET
    return CriterionResult(
        id=criterion.id,
        label=criterion.label,
        measure=criterion.measure,
        minimum=plain(minimum),
        margin=written_margin(margin, reached.places),
        status=status,
        citation=citation.text,
        kind=citation.kind,
        **reached.texts,
    )


def written_margin(margin: Fraction, places: int = 2) -> str:
    """Write a margin; a miss keeps its sign where it rounds to 0."""
    text = str(rounded(margin, places))
    return f"-{text}" if margin < 0 and not text.startswith("-") else text


@lru_cache(maxsize=256)
def _requirement(
    ruleset: Ruleset, number: int, predicate: str, known: FactValue | None, applies: FactValue | None
) -> CriterionResult:
    requirement = ruleset.requirements[number]
    fact = ruleset.facts[requirement.fact]
    minimum = requirement.minimum[predicate]
    alternatives = minimum if isinstance(minimum, dict) else {"": minimum}
    if applies in alternatives:
        alternatives = {"": alternatives[str(applies)]}
    statuses = {
        _choice(known, value, fact.choices) if isinstance(value, str) else _at_least(known, value)
        for value in alternatives.values()
    }
    citation = ruleset.citation(requirement)
    return CriterionResult(
        reached=_stated(known),
        margin=None,
        id=requirement.id,
        label=fact.label,
        measure="requirement",
        minimum=" / ".join(value if isinstance(value, str) else plain(value) for value in alternatives.values()),
        status=statuses.pop() if len(statuses) == 1 else Status.UNDETERMINED,
        citation=citation.text,
        kind=citation.kind,
    )


def _choice(known: FactValue | None, minimum: str, choices: tuple[str, ...] = ()) -> Status:
    if not isinstance(known, str):
        return Status.UNDETERMINED
    if known == minimum:
        return Status.MET
    better = known in choices and minimum in choices and choices.index(known) < choices.index(minimum)
    return Status.MET if better else Status.NOT_MET


def _at_least(known: FactValue | None, minimum: Fraction) -> Status:
    if not isinstance(known, Fraction):
        return Status.UNDETERMINED
    return Status.MET if known >= minimum else Status.NOT_MET


def _stated(known: FactValue | None) -> str | None:
    return plain(known) if isinstance(known, Fraction) else known
