"""What keeps a ruleset from being whole: everything is proved on loading, and said all at once.

``files`` looks at what the files say at all, ``rules`` and ``tree`` at what that means together, ``meaning`` at what
cannot all be meant. What is only ``unusual`` keeps no ruleset from being used.
"""

from collections.abc import Iterator

from zi_score.law.fault import Fault
from zi_score.law.files import RULES
from zi_score.law.ruleset import Ruleset
from zi_score.law.whole.meaning import contradictions_of
from zi_score.law.whole.rules import rules_faults
from zi_score.law.whole.tree import tree_faults


def faults_of(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield everything that keeps a ruleset from being whole, file by file, from top to bottom."""
    faults = [*rules_faults(ruleset), *tree_faults(ruleset)]
    wrong = {_part(fault) for fault in faults}
    faults += [fault for fault in contradictions_of(ruleset) if _part(fault) not in wrong]
    yield from sorted(faults, key=lambda fault: fault.file != RULES)


def _part(fault: Fault) -> tuple[str, ...]:
    """Return the part of the ruleset that a fault is in: what is wrong already need not contradict itself, too."""
    names = fault.key.split(".")
    return (fault.file, *(names[:2] if fault.file == RULES else names[:-1]))
