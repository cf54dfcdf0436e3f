"""The facts from outside the LKE."""

from collections.abc import Iterator, Mapping

from zi_score.assessment import Assessment
from zi_score.facts import FactValue
from zi_score.findings import Finding, finding
from zi_score.ruleset import Ruleset
from zi_score.verdict import Status, is_requirement, is_waived


def check_facts(ruleset: Ruleset, facts: Mapping[str, FactValue], assessment: Assessment) -> Iterator[Finding]:
    """Yield what the facts from outside the LKE give reason to look at."""
    failed = [
        criterion.label
        for predicate in assessment.predicates
        if is_waived(ruleset, predicate.id, facts)
        for criterion in predicate.criteria
        if is_requirement(criterion) and criterion.status is Status.NOT_MET
    ]
    if failed and ruleset.waiver:
        yield finding(
            "requirements-waived",
            requirements="; ".join(dict.fromkeys(failed)),
            citation=ruleset.citation(ruleset.waiver).text,
        )
