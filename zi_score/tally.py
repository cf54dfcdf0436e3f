"""What many units have in common: verdicts, near misses, criteria that fail, questions that are low."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer

from zi_score.exact import rounded
from zi_score.model import Frozen
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing
from zi_score.verdict import CriterionResult, PredicateResult, Status

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

    predicate: str
    id: str
    label: str
    missed: int
    open: int


class NearMiss(Frozen):
    """A unit that lacks few points of a predicate; ``lacking`` are those of all its minimums together."""

    path: str
    unit: str | None
    predicate: str
    lacking: Rounded
    criteria: tuple[str, ...]


class LowQuestion(Frozen):
    """A question with its mean value over all units, unanswered counting 0: what to train people on."""

    code: str
    label: str
    mean: Rounded
    unanswered: int


class Tally(Frozen):
    """The quota view over the units of a batch; ``unreadable`` are the workbooks beside them."""

    units: int
    unreadable: int
    verdicts: dict[str, int]
    agencies: tuple[Agency, ...]
    criteria: tuple[FailedCriterion, ...]
    near_misses: tuple[NearMiss, ...]
    low_questions: tuple[LowQuestion, ...]


def tally(ruleset: Ruleset, standings: Sequence[Standing], unreadable: int = 0) -> Tally:
    """Count what the standings of units have in common."""
    return Tally(
        units=len(standings),
        unreadable=unreadable,
        verdicts=_verdicts(ruleset, standings),
        agencies=tuple(_agencies(ruleset, standings)),
        criteria=tuple(sorted(_criteria(standings), key=lambda failed: (-failed.missed, -failed.open))),
        near_misses=tuple(sorted(_near_misses(standings), key=lambda miss: (miss.lacking, miss.path))[:_MISSES_SHOWN]),
        low_questions=tuple(
            sorted(_low_questions(ruleset, standings), key=lambda low: (low.mean, low.code))[:_QUESTIONS_SHOWN]
        ),
    )


def _verdicts(ruleset: Ruleset, standings: Iterable[Standing]) -> dict[str, int]:
    """Count verdicts, the highest first; each is named, were there none."""
    found = Counter(standing.verdict for standing in standings)
    return {verdict: found[verdict] for verdict in (*reversed(ruleset.predicates), "undetermined", "none")}


def _agencies(ruleset: Ruleset, standings: Sequence[Standing]) -> Iterable[Agency]:
    by_agency: dict[str | None, list[Standing]] = {}
    for standing in standings:
        by_agency.setdefault(standing.unit.agency, []).append(standing)
    for agency, own in sorted(by_agency.items(), key=lambda item: (item[0] is None, item[0] or "")):
        mean = sum((standing.total.exact for standing in own), Fraction()) / len(own)
        yield Agency(agency=agency, units=len(own), verdicts=_verdicts(ruleset, own), mean=mean)


def _criteria(standings: Iterable[Standing]) -> Iterable[FailedCriterion]:
    labels: dict[tuple[str, str], str] = {}
    missed, open_ = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for standing in standings:
        for predicate, criterion in _judged(standing):
            key = predicate.id, criterion.id
            labels[key] = criterion.label
            missed[key] += criterion.status is Status.NOT_MET
            open_[key] += criterion.status is Status.UNDETERMINED
    for (predicate_id, id_), label in labels.items():
        key = predicate_id, id_
        yield FailedCriterion(predicate=predicate_id, id=id_, label=label, missed=missed[key], open=open_[key])


def _judged(standing: Standing) -> Iterable[tuple[PredicateResult, CriterionResult]]:
    return ((predicate, criterion) for predicate in standing.predicates for criterion in predicate.criteria)


def _near_misses(standings: Iterable[Standing]) -> Iterable[NearMiss]:
    for standing in standings:
        predicate = standing.next_predicate
        if predicate is None:
            continue
        missed = [c for c in predicate.criteria if c.status is not Status.MET and c.gap is not None and c.gap < 0]
        facts = [c for c in predicate.criteria if c.status is Status.NOT_MET and c.gap is None]
        lacking = -sum((c.gap or Fraction() for c in missed), Fraction())
        if missed and not facts and lacking <= NEAR:
            yield NearMiss(
                path=standing.path,
                unit=standing.unit.name,
                predicate=predicate.id,
                lacking=lacking,
                criteria=tuple(criterion.id for criterion in missed),
            )


def _low_questions(ruleset: Ruleset, standings: Sequence[Standing]) -> Iterable[LowQuestion]:
    for code, question in ruleset.questions.items() if standings else ():
        values = [standing.values[code] for standing in standings]
        yield LowQuestion(
            code=code,
            label=question.label,
            mean=sum((value or Fraction() for value in values), Fraction()) / len(values),
            unanswered=values.count(None),
        )
