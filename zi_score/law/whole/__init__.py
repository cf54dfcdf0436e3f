"""What keeps a ruleset from being whole: everything is proved on loading, and said all at once.

``files`` looks at what the files say at all, ``rules`` and ``tree`` at what that means together.
"""

from collections.abc import Iterator

from zi_score.law.fault import Fault
from zi_score.law.ruleset import Ruleset
from zi_score.law.whole.rules import rules_faults
from zi_score.law.whole.tree import tree_faults


def faults_of(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield everything that keeps a ruleset from being whole, file by file, from top to bottom."""
    yield from rules_faults(ruleset)
    yield from tree_faults(ruleset)
