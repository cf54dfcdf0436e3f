"""Minimums and requirements against the scores: which predicate, and why.

Minimums: PermenPANRB 90/2021, Lampiran II, Bab III.A.3-6 and Table 6. Requirements for being
proposed: PermenPANRB 5/2024, Table 5. All are "at least" and compared with exact scores.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from zi_score.exact import plain, rounded
from zi_score.model import Frozen
from zi_score.ruleset import Citation, Criterion, Requirement, Ruleset
from zi_score.scoring import Figure, Node, add

HOLDS_WBK = "holds-wbk"

FactValue = str | Fraction


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


def predicates(
    ruleset: Ruleset, nodes: Mapping[str, Node], facts: Mapping[str, FactValue]
) -> tuple[PredicateResult, ...]:
    """Judge every predicate of the ruleset, lowest first.

    Args:
        ruleset: the regulation.
        nodes: the scores.
        facts: what is known from outside the LKE, by fact key: a choice or a number.

    """
    return tuple(_predicate(ruleset, predicate, nodes, facts) for predicate in ruleset.predicates)


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
    ruleset: Ruleset, predicate: str, nodes: Mapping[str, Node], facts: Mapping[str, FactValue]
) -> PredicateResult:
    minimums = [
        _criterion(ruleset, criterion, predicate, nodes, facts)
        for criterion in ruleset.criteria
        if predicate in criterion.minimum
    ]
    requirements = [
        _requirement(ruleset, requirement, predicate, facts)
        for requirement in ruleset.requirements
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


def _criterion(
    ruleset: Ruleset,
    criterion: Criterion,
    predicate: str,
    nodes: Mapping[str, Node],
    facts: Mapping[str, FactValue],
) -> CriterionResult:
    minimum = criterion.minimum[predicate]
    citation = ruleset.citation(criterion)
    if isinstance(minimum, str):
        known = facts.get(criterion.fact or "")
        return CriterionResult(
            reached=_stated(known),
            margin=None,
            id=criterion.id,
            label=criterion.label,
            measure="fact",
            minimum=minimum,
            status=_choice(known, minimum),
            citation=citation.text,
            kind=citation.kind,
        )
    figure = add(tuple(nodes[code] for code in ruleset.nodes_of(criterion)))
    return _figure_result(criterion, minimum, figure, citation)


def _figure_result(criterion: Criterion, minimum: Fraction, figure: Figure, citation: Citation) -> CriterionResult:
    whole, places = (figure.weight, 4) if criterion.measure == "share" else (Fraction(1), 2)
    reached, highest = figure.score / whole, figure.highest / whole
    status = Status.MET
    if reached < minimum:
        status = Status.UNDETERMINED if highest >= minimum else Status.NOT_MET
    return CriterionResult(
        id=criterion.id,
        label=criterion.label,
        measure=criterion.measure,
        minimum=plain(minimum),
        reached=str(rounded(reached, places)),
        margin=written_margin(reached - minimum, places),
        exact=str(reached),
        highest=str(rounded(highest, places)),
        weight=plain(figure.weight),
        status=status,
        citation=citation.text,
        kind=citation.kind,
    )


def written_margin(margin: Fraction, places: int = 2) -> str:
    """Write a margin; a miss keeps its sign where it rounds to 0."""
    text = str(rounded(margin, places))
    return f"-{text}" if margin < 0 and not text.startswith("-") else text


def _requirement(
    ruleset: Ruleset, requirement: Requirement, predicate: str, facts: Mapping[str, FactValue]
) -> CriterionResult:
    fact = ruleset.facts[requirement.fact]
    known = facts.get(requirement.fact)
    minimum = requirement.minimum[predicate]
    alternatives = minimum if isinstance(minimum, dict) else {"": minimum}
    if (applies := facts.get(requirement.depends_on or "")) in alternatives:
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
