"""The units of an area (kawasan): each once, whatever was handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zi_score.evaluation.criterion import Status, joint
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Ruleset
from zi_score.rekap.received import Awaited
from zi_score.rekap.repeated import by_unit, with_repeats
from zi_score.rekap.unit_line import Outcome, UnitLine

AreaUnit = tuple[str, tuple[PredicateResult, ...]]
"""A unit of an area: its name, else its path, and how it stands to each predicate."""


def units_of_area(ruleset: Ruleset, outcomes: Sequence[Outcome], missing: Sequence[Awaited] = ()) -> list[AreaUnit]:
    """Return the units that form an area, in the order of their paths.

    Workbooks that could not be read are no units, and of what was handed in more than once counts what a rekap counts;
    where that are several, the worst of them. A unit that follows another regulation, or of which a list says that it
    is one and has not handed in, leaves the predicates of the area open.

    Args:
        ruleset: the regulation of the area.
        outcomes: what became of the workbooks.
        missing: units of lists whose workbook is not there.

    """
    read = sorted((each for each in outcomes if isinstance(each, UnitLine)), key=lambda line: line.path)
    counting = [line for line in with_repeats(read) if line.superseded_by is None]
    found = [(_name(same[0]), tuple(_joint(ruleset, same))) for same in by_unit(counting)]
    return found + [(each.unit or each.path or "", tuple(_open(ruleset))) for each in missing]


def _name(line: UnitLine) -> str:
    return line.unit.name or line.path


def _joint(ruleset: Ruleset, lines: Sequence[UnitLine]) -> Iterator[PredicateResult]:
    if any(line.ruleset != ruleset.id for line in lines):
        yield from _open(ruleset)
    elif len(lines) == 1:
        yield from lines[0].predicates
    else:
        for id_ in ruleset.predicates:
            yield PredicateResult(id=id_, status=joint([line.status(id_) for line in lines]), criteria=())


def _open(ruleset: Ruleset) -> Iterator[PredicateResult]:
    return (PredicateResult(id=id_, status=Status.UNDETERMINED, criteria=()) for id_ in ruleset.predicates)
