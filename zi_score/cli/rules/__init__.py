"""``zi-score rules``: the ruleset with its citations, one part of it by code, and rulesets of one's own."""

from zi_score.cli.rules import begun, checked, proofread, shown  # noqa: F401 - they register their commands
