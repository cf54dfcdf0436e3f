"""How the units of a batch are ranked, and which of them are kept."""

from enum import StrEnum


class Order(StrEnum):
    """By what units are ranked."""

    VERDICT = "verdict"
    TOTAL = "total"
    MARGIN = "margin"
    NAME = "name"
    AGENCY = "agency"
    PATH = "path"


NO_PREDICATE = ("none", "undetermined")
"""Verdicts beside the predicates of a ruleset, which none of those can be called."""

FAILED = "failed"
"""What stands in place of a verdict where a workbook could not be read."""
