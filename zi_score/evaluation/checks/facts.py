"""The facts from outside the LKE, and what the LKE itself says of them."""

from collections.abc import Iterator, Mapping
from functools import partial

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import Status, is_requirement
from zi_score.evaluation.waiver import YEAR, Claim, claim_of
from zi_score.law.facts import FactValue, written
from zi_score.law.frame import Waiver
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import Worksheet


def check_facts(
    ruleset: Ruleset, worksheet: Worksheet, facts: Mapping[str, FactValue], assessment: Assessment
) -> Iterator[Finding]:
    """Yield what the facts from outside the LKE give reason to look at."""
    yield from _contradicted(ruleset, worksheet, facts, assessment)
    claim = claim_of(ruleset, facts, worksheet.unit.year)
    if claim and ruleset.waiver:
        yield from _claim(ruleset, ruleset.waiver, worksheet, facts, claim)
    failed = [
        criterion.label
        for predicate in assessment.predicates
        if predicate.waived
        for criterion in predicate.criteria
        if is_requirement(criterion) and criterion.status is Status.NOT_MET
    ]
    if failed and ruleset.waiver:
        yield finding(
            "requirements-waived",
            requirements="; ".join(dict.fromkeys(failed)),
            citation=ruleset.citation(ruleset.waiver).text,
        )


def _claim(
    ruleset: Ruleset, waiver: Waiver, worksheet: Worksheet, facts: Mapping[str, FactValue], claim: Claim
) -> Iterator[Finding]:
    """Yield why the unit's claim to the waiver does not hold, is not known to hold, or holds for want of a year."""
    key = waiver.fact if waiver.fact in facts else waiver.kind
    answer = worksheet.facts.get(key or "")
    told = partial(
        finding,
        code=key,
        cell=answer.place if answer else None,
        kinds=", ".join(waiver.kinds),
        since=waiver.since,
        citation=ruleset.citation(waiver).text,
    )
    if claim.holds is None and claim.obstacle:
        yield told("afirmasi-kind-unknown", key=claim.obstacle, fact=ruleset.facts[claim.obstacle].label)
    elif claim.holds is False and claim.obstacle:
        found = worksheet.unit.year if claim.obstacle == YEAR else facts[claim.obstacle]
        yield told("afirmasi-not-open", found=found)
    elif waiver.since and worksheet.unit.year is None:
        yield finding("afirmasi-year-unknown", code=key, since=waiver.since)


def _contradicted(
    ruleset: Ruleset, worksheet: Worksheet, facts: Mapping[str, FactValue], assessment: Assessment
) -> Iterator[Finding]:
    """Yield the facts that say more than the LKE's own counts show."""
    keys = {requirement.id: requirement.fact for requirement in ruleset.requirements}
    found = {each.id: each for predicate in assessment.predicates for each in predicate.criteria if each.cells}
    for criterion in found.values():
        key = keys[criterion.id]
        if key not in facts:
            continue
        answer = worksheet.facts.get(key)
        yield finding(
            "fact-contradicted",
            code=key,
            cell=answer.place if answer else criterion.cells[0],
            assessor=assessment.assessor.value,
            label=criterion.label,
            stated=answer.typed if answer and answer.value == facts[key] else written(facts[key]),
            counted=criterion.stated,
        )
