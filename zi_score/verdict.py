"""Minimums and requirements against the scores: which predicate, and why.

Minimums: PermenPANRB 90/2021, Lampiran II, Bab III.A.3-6 and Table 6. Requirements for being
proposed: PermenPANRB 5/2024, Table 5. All are "at least" and compared with exact scores.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import computed_field, field_serializer, model_validator

from zi_score.exact import exact, plain, rounded
from zi_score.facts import FactValue
from zi_score.model import COMPUTED, Frozen
from zi_score.ruleset import Criterion, Ruleset
from zi_score.scoring import Figure, Node, add

HOLDS_WBK = "holds-wbk"


class Status(StrEnum):
    """Whether something holds; ``undetermined`` when only unanswered or unknown facts decide it."""

    MET = "met"
    NOT_MET = "not-met"
    UNDETERMINED = "undetermined"


_PLACES = {"score": 2, "share": 4, "count": 0}
"""Decimals of a measure's figures in JSON; what is measured otherwise is written as it was stated."""

Stated = Fraction | str
"""A number, or a choice of the ruleset."""


class CriterionResult(Frozen):
    """A minimum or requirement of one predicate, and what was reached.

    Numbers are exact. In JSON ``reached``, ``margin`` and ``highest`` are rounded half up (points to
    two decimals, shares to four); ``exact`` and ``highest_exact`` are there the figures that were
    compared. ``weight`` are the points that there are to reach, ``unit`` is that of a fact stated
    as a number.
    """

    model_config = COMPUTED

    id: str
    label: str
    measure: str
    minimum: Stated
    reached: Stated | None
    highest: Fraction | None = None
    weight: Fraction | None = None
    unit: str | None = None
    status: Status
    citation: str
    kind: str

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, data: Any) -> Any:  # noqa: ANN401 - whatever is to become one
        if not isinstance(data, dict) or not isinstance(data.get("minimum"), str):
            return data
        if data.get("measure") not in _PLACES and not data.get("unit"):
            return data
        exactly = {"reached": data.get("exact", data.get("reached")), "highest": data.get("highest_exact")}
        numbers = {**data, **{key: value for key, value in exactly.items() if value is not None}}
        return {**numbers, **{key: _number(numbers.get(key)) for key in ("minimum", "reached", "highest", "weight")}}

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def margin(self) -> Fraction | None:
        """What was reached above the minimum, in the unit of the measure; negative: missing. Facts have none."""
        if self.measure not in _PLACES or isinstance(self.reached, str | None) or isinstance(self.minimum, str):
            return None
        return self.reached - self.minimum

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def exact(self) -> str | None:
        """What was reached of points, or of a share of them, as a fraction in lowest terms; None for facts."""
        return str(self.reached) if self.measure in _SCORED and self.reached is not None else None

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def highest_exact(self) -> str | None:
        """The highest that the unanswered questions leave possible, as a fraction in lowest terms."""
        return None if self.highest is None else str(self.highest)

    @field_serializer("minimum", "weight")
    def _plain(self, value: Stated | None) -> str | None:
        return plain(value) if isinstance(value, Fraction) else value

    @field_serializer("reached", "highest")
    def _rounded(self, value: Stated | None) -> str | None:
        if not isinstance(value, Fraction):
            return value
        return str(rounded(value, _PLACES[self.measure])) if self.measure in _PLACES else plain(value)

    @field_serializer("margin")
    def _signed(self, value: Fraction | None) -> str | None:
        return None if value is None else written_margin(value, _PLACES[self.measure])

    @property
    def gap(self) -> Fraction | None:
        """Points above the minimum, exact, shares as points of their area; negative: points missing."""
        if self.measure not in _SCORED or self.margin is None:
            return None
        return self.margin * self.weight if self.measure == "share" and self.weight else self.margin

    @property
    def hides_a_miss(self) -> bool:
        """Whether two decimals would show the minimum, though it is missed."""
        if self.margin is None or self.margin >= 0 or not isinstance(self.reached, Fraction):
            return False
        return rounded(self.reached, _PLACES[self.measure]) >= Fraction(self.minimum)

    @property
    def asked(self) -> str:
        """The minimum as it is written in the regulation."""
        return plain(self.minimum) if isinstance(self.minimum, Fraction) else self.minimum

    @property
    def stated(self) -> str | None:
        """What was stated of a fact."""
        return plain(self.reached) if isinstance(self.reached, Fraction) else self.reached


_SCORED = ("score", "share")


def _number(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


class PredicateResult(Frozen):
    """A predicate with its criteria; requirements for being proposed have ids ``req-*``.

    ``waived`` says that these are still being met (afirmasi), and do not decide.
    """

    id: str
    status: Status
    criteria: tuple[CriterionResult, ...]
    waived: bool = False


class _Reached(NamedTuple):
    """What was reached of a criterion, as points or as a share, for all predicates."""

    score: Fraction
    highest: Fraction
    weight: Fraction


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
    asked = tuple(alternatives.values())
    return CriterionResult(
        reached=known,
        id=requirement.id,
        label=fact.label,
        measure="requirement",
        minimum=asked[0] if len(asked) == 1 else " / ".join(map(str, asked)),
        unit=fact.unit,
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
