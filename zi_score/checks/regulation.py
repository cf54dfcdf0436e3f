"""The regulation itself: whether it is still in force."""

from collections.abc import Iterator

from zi_score.findings import Finding, finding
from zi_score.ruleset import Ruleset


def check_regulation(ruleset: Ruleset) -> Iterator[Finding]:
    """Yield that the regulation has been replaced, if it has: its verdict is one of the past."""
    if ruleset.replaced:
        yield finding(
            "ruleset-replaced",
            ruleset=ruleset.title,
            by=ruleset.replaced.by,
            since=ruleset.replaced_since,
            citation=ruleset.citation(ruleset.replaced).text,
        )
