"""Whether a unit may be proposed while requirements are still being met (afirmasi): PermenPANRB 5/2024."""

from collections.abc import Mapping
from typing import NamedTuple

from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Ruleset

YEAR = "year"


class Claim(NamedTuple):
    """What becomes of a unit's claim to the waiver.

    ``holds`` is None while a fact that decides it is unknown; ``obstacle`` is the key of that fact, or
    of the one (``year`` among them) for which the claim fails.
    """

    holds: bool | None
    obstacle: str | None = None


def claim_of(ruleset: Ruleset, facts: Mapping[str, FactValue], year: int | None) -> Claim | None:
    """Return what becomes of the unit's claim; None where it makes none.

    A unit claims the waiver by saying so, or, where it says nothing, by being of a kind that may
    have it. A year that is unknown counts as one in which the waiver is in force.

    Args:
        ruleset: the regulation.
        facts: what is known from outside the LKE, by fact key.
        year: the year of the evaluation.

    >>> from zi_score.law.load import load_ruleset
    >>> claim_of(load_ruleset(), {"afirmasi": "Ya"}, 2026)
    Claim(holds=None, obstacle='unit-kind')
    >>> claim_of(load_ruleset(), {"unit-kind": "Samsat"}, 2026)
    Claim(holds=True, obstacle=None)
    """
    waiver = ruleset.waiver
    if waiver is None:
        return None
    kind = facts.get(waiver.kind or "")
    is_early = bool(waiver.since and year and year < waiver.since)
    says = facts.get(waiver.fact)
    if says != waiver.value and (says is not None or is_early or kind not in waiver.kinds):
        return None
    if is_early:
        return Claim(holds=False, obstacle=YEAR)
    if barring := next((key for key, value in waiver.barred.items() if facts.get(key) == value), None):
        return Claim(holds=False, obstacle=barring)
    if waiver.kind and kind not in waiver.kinds:
        return Claim(holds=None if kind is None else False, obstacle=waiver.kind)
    return Claim(holds=True)
