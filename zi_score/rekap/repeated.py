"""What was handed in more than once, and which of it counts.

Of one unit the latest round counts, of one round what the highest authority answered, of equal contents and equal
answers the first: a workbook that was saved once more, or whose findings were noted in it, says nothing new. Where
nothing tells which of several is meant, all of them count, and all are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from zi_score.model.worksheet import Assessor, Frozen
from zi_score.rekap.unit_line import UnitLine

_AUTHORITY = tuple(Assessor)


class Duplicate(Frozen):
    """Workbooks with the same content, or of the same unit."""

    kind: Literal["content", "unit"]
    unit: str | None
    paths: tuple[str, ...]


def duplicates(units: Sequence[UnitLine]) -> Iterator[Duplicate]:
    """Yield what was handed in twice; a unit whose contents are the same is not named again."""
    for same in _by_content(units):
        yield Duplicate(kind="content", unit=same[0].unit.name, paths=tuple(unit.path for unit in same))
    for same in by_unit(units):
        if len({unit.digest for unit in same}) > 1 and not same[0].unit.named_by_file:
            yield Duplicate(kind="unit", unit=same[0].unit.name, paths=tuple(unit.path for unit in same))


def with_repeats(units: Iterable[UnitLine]) -> list[UnitLine]:
    """Return units in their order; one in whose place another workbook counts says which."""
    lines = list(units)
    instead = dict(_instead(lines))
    return [
        line.model_copy(update={"superseded_by": by}) if (by := instead.get(line.path)) != line.superseded_by else line
        for line in lines
    ]


def by_unit(units: Iterable[UnitLine]) -> list[list[UnitLine]]:
    """Return the workbooks of each unit together; one that no cell names is a unit by itself."""
    found: dict[tuple[str, ...], list[UnitLine]] = {}
    for unit in units:
        found.setdefault(_key(unit), []).append(unit)
    return list(found.values())


def _key(line: UnitLine) -> tuple[str, ...]:
    name, agency = (" ".join((text or "").casefold().split()) for text in (line.unit.name, line.unit.agency))
    return (name, agency) if name and not line.unit.named_by_file else ("", line.path)


def _by_content(units: Iterable[UnitLine]) -> list[list[UnitLine]]:
    found: dict[str, list[UnitLine]] = {}
    for unit in units:
        found.setdefault(unit.digest, []).append(unit)
    return [same for same in found.values() if len(same) > 1]


def _instead(units: Sequence[UnitLine]) -> Iterator[tuple[str, str]]:
    """Yield the path of each workbook that does not count, and of the one that does."""
    older = {
        line.path: best.path
        for same in by_unit(units)
        for best in [max(same, key=lambda line: (line.unit.year or 0, -_AUTHORITY.index(line.assessor)))]
        for line in same
        if _is_before(line, best)
    }
    yield from older.items()
    latest = [unit for unit in units if unit.path not in older]
    again: dict[str, str] = {}
    for same in (*by_unit(latest), *_by_content(latest)):
        for place, line in enumerate(same):
            before = (each for each in same[:place] if each.path not in again and _says_the_same(each, line))
            if line.path not in again and (first := next(before, None)):
                again[line.path] = first.path
    yield from again.items()


def _is_before(line: UnitLine, best: UnitLine) -> bool:
    """Whether a workbook is of an earlier round than another, or of the same by a lower authority."""
    if line.unit.year == best.unit.year:
        return _AUTHORITY.index(line.assessor) > _AUTHORITY.index(best.assessor)
    return bool(line.unit.year and best.unit.year and line.unit.year < best.unit.year)


def _says_the_same(first: UnitLine, line: UnitLine) -> bool:
    """Whether two workbooks of one unit say the same; without a name in them, whether their contents are the same."""
    if first.digest == line.digest:
        return _key(first) == _key(line) or (first.unit.named_by_file and line.unit.named_by_file)
    is_one = _key(first) == _key(line)
    return is_one and (first.values, first.proposal, first.assessor) == (line.values, line.proposal, line.assessor)
