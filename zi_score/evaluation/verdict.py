"""Minimums and requirements against the scores: which predicate, and why.

Minimums: PermenPANRB 90/2021, Lampiran II, Bab III.A.3-6 and Table 6. Requirements for being
proposed: PermenPANRB 5/2024, Table 5. All are "at least" and compared with exact scores.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from zi_score.evaluation.criterion import CriterionResult, Status, is_requirement, joint
from zi_score.evaluation.scoring import Figure, Node, QuestionNode, add
from zi_score.evaluation.waiver import Claim, claim_of
from zi_score.law.facts import FactValue, written
from zi_score.law.ruleset import Criterion, Requirement, Ruleset
from zi_score.model.exact import exact
from zi_score.model.worksheet import Frozen

HOLDS_WBK = "holds-wbk"


class PredicateResult(Frozen):
    """A predicate with its criteria; requirements for being proposed have ids ``req-*``.

    ``waived`` says that these are still being met (afirmasi), and do not decide.
    """

    id: str
    status: Status
    criteria: tuple[CriterionResult, ...]
    waived: bool = False

    @property
    def decisive(self) -> tuple[CriterionResult, ...]:
        """What keeps the unit from the predicate, or leaves it open: then requirements too that a waiver may cover."""
        if self.status is not Status.UNDETERMINED:
            return tuple(c for c in self.criteria if c.status is self.status is Status.NOT_MET)
        is_open = {False: Status.UNDETERMINED, True: Status.NOT_MET}
        return tuple(c for c in self.criteria if c.status is is_open[is_requirement(c)])


class _Reached(NamedTuple):
    """What was reached of a criterion, as points or as a share, for all predicates."""

    score: Fraction
    highest: Fraction
    weight: Fraction


class _Said(NamedTuple):
    """What is known of the fact of a requirement, of the one it depends on, and what the LKE's own counts show.

    ``counted`` is the least of these, ``most`` what all of them together can be at best.
    """

    known: FactValue | None
    applies: FactValue | None
    counted: Fraction | None
    most: Fraction
    cells: tuple[str, ...]


class _Outside(NamedTuple):
    """What is known of each requirement, in the ruleset's order, and of the claim to have them waived."""

    said: tuple[_Said, ...]
    claim: Claim | None


def predicates(
    ruleset: Ruleset, nodes: Mapping[str, Node], facts: Mapping[str, FactValue], year: int | None = None
) -> tuple[PredicateResult, ...]:
    """Judge every predicate of the ruleset, lowest first.

    Args:
        ruleset: the regulation.
        nodes: the scores.
        facts: what is known from outside the LKE, by fact key: a choice or a number.
        year: the year of the evaluation, if known.

    """
    reached = {
        criterion.id: _reached(criterion, _figure(tuple(nodes[code] for code in ruleset.nodes_of(criterion))))
        for criterion in ruleset.criteria
        if criterion.fact is None
    }
    outside = _outside(ruleset, nodes, facts, year)
    return tuple(_predicate(ruleset, predicate, reached, facts, outside) for predicate in ruleset.predicates)


def verdict(results: Sequence[PredicateResult]) -> str:
    """Return the highest predicate that is met, else ``undetermined`` or ``none``."""
    met = [result.id for result in results if result.status is Status.MET]
    if met:
        return met[-1]
    open_ = any(result.status is Status.UNDETERMINED for result in results)
    return "undetermined" if open_ else "none"


def aimed(results: Sequence[PredicateResult], target: str | None, verdict: str) -> PredicateResult:
    """Return the predicate that counts for a unit: its target, else that of the verdict, else the lowest."""
    by_id = {result.id: result for result in results}
    return next(by_id[name] for name in (target, verdict, next(iter(by_id))) if name in by_id)


def short_of(requirement: Requirement, nodes: Mapping[str, Node]) -> tuple[QuestionNode, ...]:
    """Return the questions that answer a requirement and fall short of full marks; blanks say nothing."""
    found = (nodes.get(code) for code in requirement.questions)
    return tuple(n for n in found if isinstance(n, QuestionNode) and n.value is not None and n.value < 1)


def _predicate(
    ruleset: Ruleset, predicate: str, reached: Mapping[str, _Reached], facts: Mapping[str, FactValue], outside: _Outside
) -> PredicateResult:
    minimums = [
        _figure_result(ruleset, criterion, predicate, reached[criterion.id])
        if criterion.id in reached
        else _fact_result(ruleset, criterion, predicate, facts)
        for criterion in ruleset.criteria
        if predicate in criterion.minimum
    ]
    requirements = [
        _requirement(ruleset, number, predicate, outside.said[number])
        for number, requirement in enumerate(ruleset.requirements)
        if predicate in requirement.minimum
    ]
    # A requirement that nobody stated leaves the scores' verdict as it is, and is shown as not
    # checked; one that is known to fail keeps the unit from being proposed, unless it is waived.
    failed: list[Status] = [result.status for result in requirements if result.status is Status.NOT_MET]
    claim = outside.claim if ruleset.waiver and predicate in ruleset.waiver.predicates else None
    waived = claim is not None and claim.holds is True
    if failed and claim and claim.holds is not False:
        failed = [] if waived else [Status.UNDETERMINED]
    status = joint([*(result.status for result in minimums), *failed])
    return PredicateResult(id=predicate, status=status, criteria=(*minimums, *requirements), waived=waived)


def _outside(ruleset: Ruleset, nodes: Mapping[str, Node], facts: Mapping[str, FactValue], year: int | None) -> _Outside:
    said = tuple(
        _Said(facts.get(each.fact), facts.get(each.depends_on or ""), *_counted(each, nodes))
        for each in ruleset.requirements
    )
    return _Outside(said, claim_of(ruleset, facts, year))


def _counted(requirement: Requirement, nodes: Mapping[str, Node]) -> tuple[Fraction | None, Fraction, tuple[str, ...]]:
    """Return the least and the most of a requirement that the LKE's own counts show, in percent, and where it is short.

    The most is what all reports together can at best be.
    """
    short = short_of(requirement, nodes)
    shares = [100 * node.value for node in short if node.value is not None]
    most = max(shares) if shares and len(shares) == len(requirement.questions) else Fraction(100)
    return min(shares, default=None), most, tuple(str(node.cell or node.code) for node in short)


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
        reached=known,
        status=_choice(known, minimum),
        citation=citation.text,
        kind=citation.kind,
    )


def _figure(nodes: tuple[Node, ...]) -> Figure:
    return nodes[0] if len(nodes) == 1 else add(nodes)


def _reached(criterion: Criterion, figure: Figure) -> _Reached:
    if criterion.measure == "share":
        return _Reached(figure.score / figure.weight, figure.highest / figure.weight, figure.weight)
    return _Reached(figure.score, figure.highest, figure.weight)


def _figure_result(ruleset: Ruleset, criterion: Criterion, predicate: str, reached: _Reached) -> CriterionResult:
    minimum = exact(criterion.minimum[predicate])
    citation = ruleset.citation(criterion)
    status = Status.MET
    if reached.score < minimum:
        status = Status.UNDETERMINED if reached.highest >= minimum else Status.NOT_MET
    return CriterionResult(
        id=criterion.id,
        label=criterion.label,
        measure=criterion.measure,
        minimum=minimum,
        reached=reached.score,
        highest=reached.highest,
        weight=reached.weight,
        status=status,
        citation=citation.text,
        kind=citation.kind,
    )


@lru_cache(maxsize=256)
def _requirement(ruleset: Ruleset, number: int, predicate: str, said: _Said) -> CriterionResult:
    requirement = ruleset.requirements[number]
    fact = ruleset.facts[requirement.fact]
    minimum = requirement.minimum[predicate]
    # Counts that fall short decide against what was stated, but add nothing to what falls short already and may be
    # true: a share of all reports lies between those of the counts.
    is_refuted = isinstance(said.known, Fraction) and said.known > said.most
    is_counted = (
        isinstance(minimum, Fraction)
        and bool(said.cells)
        and (is_refuted or _at_least(said.known, minimum) != Status.NOT_MET)
    )
    known = said.counted if is_counted else said.known
    alternatives = minimum if isinstance(minimum, dict) else {"": minimum}
    if said.applies in alternatives:
        alternatives = {"": alternatives[str(said.applies)]}
    statuses = {
        _choice(known, value, fact.choices) if isinstance(value, str) else _at_least(known, value)
        for value in alternatives.values()
    }
    citation = ruleset.citation(requirement)
    asked = tuple(alternatives.values())
    return CriterionResult(
        reached=known,
        id=requirement.id,
        label=fact.label,
        measure="requirement",
        minimum=asked[0] if len(asked) == 1 else " / ".join(map(written, asked)),
        unit=fact.unit,
        cells=said.cells if is_counted else (),
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
