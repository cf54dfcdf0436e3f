"""The regulation itself: whether it is still in force."""

from collections.abc import Iterator

from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, finding


def check_regulation(ruleset: Ruleset, year: int | None) -> Iterator[Finding]:
    """Yield that the regulation has been replaced, if it has, and that it was not in force in the workbook's year."""
    if ruleset.replaced:
        yield finding(
            "ruleset-replaced",
            ruleset=ruleset.title,
            by=ruleset.replaced.by,
            since=ruleset.replaced_since,
            citation=ruleset.citation(ruleset.replaced).text,
        )
    begun, ended = ruleset.in_force_from, ruleset.in_force_until
    if year and ((begun and year < begun.year) or (ended and year > ended.year)):
        known = {key: str(day) for key, day in (("begun", begun), ("ended", ended)) if day}
        yield finding("year-outside-force", year=year, ruleset=ruleset.title, **known)
