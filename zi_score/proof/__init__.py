"""What keeps a ruleset from being whole: everything is proved on loading, and said all at once.

``files`` looks at what the files say at all, ``rules`` and ``tree`` at what that means together.
"""

from collections.abc import Iterator

from zi_score.proof.rules import rules_faults
from zi_score.proof.tree import tree_faults
from zi_score.ruleset import Fault, Ruleset


def faults_of(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield everything that keeps a ruleset from being whole, file by file, from top to bottom."""
    yield from rules_faults(ruleset)
    yield from tree_faults(ruleset)
