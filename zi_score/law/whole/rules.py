"""What keeps the rules beside the tree from being whole, in the order of their file."""

from collections.abc import Iterator
from functools import partial

from zi_score.law.fault import Fault
from zi_score.law.files import RULES
from zi_score.law.ruleset import Area, Ruleset
from zi_score.law.whole.demands import demand_faults, node_faults
from zi_score.law.whole.head import head_faults
from zi_score.law.whole.scales import scale_faults
from zi_score.law.whole.words import doubled, quoted
from zi_score.model.language import translate as _

_fault = partial(Fault, RULES)


def rules_faults(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what is wrong with the rules beside the tree."""
    yield from head_faults(ruleset)
    yield from scale_faults(ruleset.scales)
    yield from _areas(ruleset)
    yield from demand_faults(ruleset)


def _areas(ruleset: Ruleset) -> Iterator[Fault]:
    if not ruleset.areas:
        yield _fault("areas", _("nothing"), _("at least one"))
    for number in doubled(str(area.number) for area in ruleset.areas):
        yield _fault(f"areas.{number}.number", _("twice"), _("once"))
    owners: dict[str, int] = {}
    for area in ruleset.areas:
        yield from _area(ruleset, area)
        for code in area.sections:
            if owners.setdefault(code, area.number) != area.number:
                expected = _("a section of one area; area {number} has it").format(number=owners[code])
                yield _fault(f"areas.{area.number}.sections", quoted(code), expected)


def _area(ruleset: Ruleset, area: Area) -> Iterator[Fault]:
    where = f"areas.{area.number}.sections"
    yield from node_faults(ruleset, where, area.sections)
    known = [ruleset.nodes[code] for code in area.sections if code in ruleset.nodes]
    if len(known) == len(area.sections) and not any(node.weight for node in known):
        yield _fault(where, ", ".join(area.sections) or _("nothing"), _("sections with a weight above 0"))
