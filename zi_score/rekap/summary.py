"""What many units have in common: verdicts, near misses, criteria that fail, questions that are low."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer

from zi_score.evaluation.criterion import CriterionResult, Status, is_requirement
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import rounded
from zi_score.model.worksheet import Frozen
from zi_score.rekap.proposal import Group
from zi_score.rekap.unit_line import UnitLine

_MISSES_SHOWN = 20
_QUESTIONS_SHOWN = 15
NEAR = Fraction(2)
"""Points that a near miss lacks in all: what a unit can make up within one round."""

Rounded = Annotated[Fraction, PlainSerializer(lambda number: str(rounded(number)), return_type=str)]
"""A number, exact; two decimals, half up, in JSON."""


class Agency(Frozen):
    """How the units of an agency stand."""

    agency: str | None
    units: int
    verdicts: dict[str, int]
    mean: Rounded


class FailedCriterion(Frozen):
    """How many units miss a criterion of a predicate, and of how many it is still open."""

    ruleset: str
    predicate: str
    id: str
    label: str
    missed: int
    open: int


class NearMiss(Frozen):
    """A unit that lacks few points of a predicate; ``lacking`` are those of all its minimums together."""

    path: str
    unit: str | None
    ruleset: str
    predicate: str
    lacking: Rounded
    criteria: tuple[str, ...]


class LowQuestion(Frozen):
    """A question with its mean value over all units that have it, unanswered counting 0: what to train people on."""

    ruleset: str
    code: str
    label: str
    mean: Rounded
    unanswered: int


class BatchSummary(Frozen):
    """The quota view over the units of a batch; ``unreadable`` are the workbooks beside them.

    ``rulesets`` says how many units follow which regulation; ``proposals`` how many may be proposed and how many not,
    each unit once: what another workbook replaces is not counted there.
    """

    units: int
    unreadable: int
    rulesets: dict[str, int]
    verdicts: dict[str, int]
    proposals: dict[Group, int]
    agencies: tuple[Agency, ...]
    criteria: tuple[FailedCriterion, ...]
    near_misses: tuple[NearMiss, ...]
    low_questions: tuple[LowQuestion, ...]


def summary_of(ruleset: Ruleset, standings: Sequence[UnitLine], unreadable: int = 0) -> BatchSummary:
    """Count what the standings of units have in common.

    Args:
        ruleset: the regulation that was applied; a unit of another one is counted by its own.
        standings: the units.
        unreadable: workbooks beside them that could not be read.

    """
    verdicts = best_first(ruleset, standings)
    return BatchSummary(
        units=len(standings),
        unreadable=unreadable,
        rulesets=dict(sorted(Counter(standing.ruleset for standing in standings).items())),
        verdicts=_verdicts(verdicts, standings),
        proposals=_proposals(standings),
        agencies=tuple(_agencies(verdicts, standings)),
        criteria=tuple(sorted(_criteria(standings), key=lambda failed: (-failed.missed, -failed.open))),
        near_misses=tuple(
            sorted(_near_misses(ruleset, standings), key=lambda miss: (miss.lacking, miss.path))[:_MISSES_SHOWN]
        ),
        low_questions=tuple(
            sorted(_low_questions(ruleset, standings), key=lambda low: (low.mean, low.code))[:_QUESTIONS_SHOWN]
        ),
    )


def best_first(ruleset: Ruleset, standings: Iterable[UnitLine] = ()) -> tuple[str, ...]:
    """Return all verdicts that there can be, the highest first; of further regulations those that occur."""
    last = ("undetermined", "none")
    further = (standing.verdict for standing in standings if standing.verdict not in last)
    return (*dict.fromkeys((*reversed(ruleset.predicates), *further)), *last)


def _verdicts(verdicts: Iterable[str], standings: Iterable[UnitLine]) -> dict[str, int]:
    """Count verdicts, the highest first; each is named, were there none."""
    found = Counter(standing.verdict for standing in standings)
    return {verdict: found[verdict] for verdict in verdicts}


def _proposals(standings: Iterable[UnitLine]) -> dict[Group, int]:
    found = Counter(standing.proposal.group for standing in standings if standing.superseded_by is None)
    return {group: found[group] for group in Group}


def _agencies(verdicts: Sequence[str], standings: Sequence[UnitLine]) -> Iterable[Agency]:
    by_agency: dict[str | None, list[UnitLine]] = {}
    for standing in standings:
        by_agency.setdefault(standing.unit.agency, []).append(standing)
    for agency, own in sorted(by_agency.items(), key=lambda item: (item[0] is None, item[0] or "")):
        mean = sum((standing.total.exact for standing in own), Fraction()) / len(own)
        yield Agency(agency=agency, units=len(own), verdicts=_verdicts(verdicts, own), mean=mean)


def _criteria(standings: Iterable[UnitLine]) -> Iterable[FailedCriterion]:
    labels: dict[tuple[str, str, str], str] = {}
    missed, open_ = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for standing in standings:
        for predicate, criterion in _judged(standing):
            key = standing.ruleset, predicate.id, criterion.id
            labels[key] = criterion.label
            missed[key] += criterion.status is Status.NOT_MET
            open_[key] += criterion.status is Status.UNDETERMINED
    for key, label in labels.items():
        ruleset, predicate_id, id_ = key
        yield FailedCriterion(
            ruleset=ruleset, predicate=predicate_id, id=id_, label=label, missed=missed[key], open=open_[key]
        )


def _judged(standing: UnitLine) -> Iterable[tuple[PredicateResult, CriterionResult]]:
    return ((predicate, criterion) for predicate in standing.predicates for criterion in predicate.criteria)


def _near_misses(ruleset: Ruleset, standings: Iterable[UnitLine]) -> Iterable[NearMiss]:
    for standing in standings:
        predicate = standing.next_predicate
        if predicate is None:
            continue
        missed = {c.id: -c.gap for c in predicate.criteria if c.gap is not None and c.gap < 0}
        is_held_back = any(_holds_back(predicate, criterion) for criterion in predicate.criteria)
        lacking = _lacking(standing.law(ruleset), missed)
        if missed and not is_held_back and lacking <= NEAR:
            yield NearMiss(
                path=standing.path,
                unit=standing.unit.name,
                ruleset=standing.ruleset,
                predicate=predicate.id,
                lacking=lacking,
                criteria=tuple(missed),
            )


def _holds_back(predicate: PredicateResult, criterion: CriterionResult) -> bool:
    """Whether a fact keeps the predicate away, whatever the points."""
    is_failed_fact = criterion.gap is None and criterion.status is Status.NOT_MET
    return is_failed_fact and not (is_requirement(criterion) and predicate.waived)


def _lacking(ruleset: Ruleset, missed: Mapping[str, Fraction]) -> Fraction:
    """Return the points that are missing in all: minimums nest, and a point counts for all around it."""
    nodes = {criterion.id: ruleset.nodes_of(criterion) for criterion in ruleset.criteria}
    inside = {id_: [other for other in missed if _is_inside(nodes[other], nodes[id_])] for id_ in missed}
    needed: dict[str, Fraction] = {}
    for id_ in sorted(missed, key=lambda each: len(inside[each])):
        needed[id_] = max(missed[id_], _outermost_sum(inside[id_], inside, needed))
    return _outermost_sum(list(missed), inside, needed)


def _outermost_sum(ids: Sequence[str], inside: Mapping[str, Sequence[str]], needed: Mapping[str, Fraction]) -> Fraction:
    outermost = (id_ for id_ in ids if not any(id_ in inside[other] for other in ids))
    return sum((needed[id_] for id_ in outermost), Fraction())


def _is_inside(inner: Sequence[str], outer: Sequence[str]) -> bool:
    """Whether all nodes of one criterion lie within those of another, which has more."""
    return inner != outer and all(any(f"{node}.".startswith(f"{around}.") for around in outer) for node in inner)


def _low_questions(ruleset: Ruleset, standings: Sequence[UnitLine]) -> Iterable[LowQuestion]:
    found: dict[Ruleset, dict[str, Counter[Fraction | None]]] = {}
    for standing in standings:
        law = standing.law(ruleset)
        if law not in found:
            found[law] = {code: Counter() for code in law.questions}
        values = standing.values
        for code, counted in found[law].items():
            counted[values[code]] += 1
    for law, questions in found.items():
        for code, counted in questions.items():
            yield LowQuestion(
                ruleset=law.id,
                code=code,
                label=law.questions[code].label,
                mean=sum(((value or 0) * count for value, count in counted.items()), Fraction()) / counted.total(),
                unanswered=counted[None],
            )
