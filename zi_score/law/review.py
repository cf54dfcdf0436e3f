"""Whether a second person read a ruleset beside the text of the regulation: a review holds while nothing changes."""

from __future__ import annotations

from datetime import date

from zi_score.law.frame import Review
from zi_score.law.load import built_in_rulesets
from zi_score.law.ruleset import Ruleset


def is_reviewed(ruleset: Ruleset) -> bool:
    """Whether a ruleset was read by a second person as it is now; those of the program were.

    >>> from zi_score.law.load import load_ruleset
    >>> is_reviewed(load_ruleset())
    True
    """
    if ruleset.id in built_in_rulesets():
        return True
    from zi_score.law.folder import fingerprint  # noqa: PLC0415 - only rulesets of one's own have a sum

    return ruleset.review is not None and ruleset.review.hash == fingerprint(ruleset)


def reviewed(ruleset: Ruleset, by: str, on: date) -> Review:
    """Return what says that somebody read a ruleset on a day."""
    from zi_score.law.folder import fingerprint  # noqa: PLC0415 - as above

    return Review(by=by, on=on, hash=fingerprint(ruleset))
