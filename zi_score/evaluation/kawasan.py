"""The predicate of an area (kawasan): all its units meet it, and its business processes are integrated.

Source: PermenPANRB 90/2021, Lampiran II, Bab III.D.2.
"""

from collections.abc import Sequence
from fractions import Fraction

from zi_score.evaluation.checks.rounding import check_rounding
from zi_score.evaluation.criterion import CriterionResult, Status, joint
from zi_score.evaluation.verdict import PredicateResult, verdict
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding
from zi_score.model.worksheet import Frozen

HIGHEST = 10
"""The scale of the score of integrated business processes: 0 to 10."""


class KawasanResult(Frozen):
    """An area's result: its predicates, its verdict, and for each predicate the units that do not meet it.

    ``findings`` say where two decimals would hide that a minimum is missed.
    """

    name: str
    units: int
    predicates: tuple[PredicateResult, ...]
    verdict: str
    failing: dict[str, tuple[str, ...]]
    findings: tuple[Finding, ...] = ()


def judge_kawasan(
    ruleset: Ruleset,
    name: str,
    units: Sequence[tuple[str, tuple[PredicateResult, ...]]],
    integration_score: Fraction | None,
    *,
    holds_kawasan_wbk: bool | None = None,
) -> KawasanResult:
    """Judge an area.

    Args:
        ruleset: the regulation; it must know areas.
        name: what to call the area.
        units: name and predicates of every unit of the area.
        integration_score: the score of integrated business processes, 0 to 10; None if it is not known.
        holds_kawasan_wbk: whether the area holds kawasan WBK; None if it is not known.

    Raises:
        ValueError: the regulation has no rule for areas, the area has no unit, or the score is outside its scale.

    """
    if integration_score is not None and not 0 <= integration_score <= HIGHEST:
        raise ValueError(f"{integration_score}: outside 0-{HIGHEST}")
    if ruleset.kawasan is None or not units:
        raise ValueError(f"{ruleset.id}: no rule for areas" if units else f"{name}: no unit")
    predicates = tuple(
        _predicate(ruleset, predicate, units, integration_score, holds_kawasan_wbk)
        for predicate in ruleset.predicates
        if predicate in ruleset.kawasan.integration_score
    )
    return KawasanResult(
        name=name,
        units=len(units),
        predicates=predicates,
        verdict=verdict(predicates),
        failing={
            result.id: tuple(unit for unit, own in units if _status(own, result.id) is not Status.MET)
            for result in predicates
        },
        findings=tuple(check_rounding(predicates)),
    )


def _status(predicates: tuple[PredicateResult, ...], predicate: str) -> Status:
    return next(result.status for result in predicates if result.id == predicate)


def _predicate(
    ruleset: Ruleset,
    predicate: str,
    units: Sequence[tuple[str, tuple[PredicateResult, ...]]],
    score: Fraction | None,
    holds_wbk: bool | None,  # noqa: FBT001 - a fact, not a switch
) -> PredicateResult:
    rule = ruleset.kawasan
    if rule is None:
        raise TypeError(ruleset.id)
    citation = ruleset.citation(rule)
    statuses = [_status(own, predicate) for _, own in units]
    minimum = rule.integration_score[predicate]
    criteria = [
        CriterionResult(
            id="kawasan-units",
            label="Unit kerja dalam kawasan memenuhi predikat",
            measure="count",
            minimum=Fraction(len(units)),
            reached=Fraction(statuses.count(Status.MET)),
            status=joint(statuses),
            citation=citation.text,
            kind=citation.kind,
        ),
        CriterionResult(
            id="kawasan-integration",
            label="Nilai proses bisnis terintegrasi",
            measure="score",
            minimum=minimum,
            reached=score,
            status=Status.UNDETERMINED if score is None else Status.MET if score >= minimum else Status.NOT_MET,
            citation=citation.text,
            kind=citation.kind,
        ),
    ]
    if predicate in rule.holds_kawasan_wbk:
        known = {True: ("Ya", Status.MET), False: ("Tidak", Status.NOT_MET), None: (None, Status.UNDETERMINED)}
        reached, status = known[holds_wbk]
        criteria.append(
            CriterionResult(
                id="holds-kawasan-wbk",
                label="Kawasan sudah berpredikat kawasan WBK",
                measure="fact",
                minimum="Ya",
                reached=reached,
                status=status,
                citation=citation.text,
                kind=citation.kind,
            )
        )
    return PredicateResult(
        id=predicate, status=joint([criterion.status for criterion in criteria]), criteria=tuple(criteria)
    )
