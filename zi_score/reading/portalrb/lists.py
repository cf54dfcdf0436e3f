"""The ministry's lists of proposed units: what they say of the unit whose answers lie beside them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from zi_score.law.portalrb import (
    CATEGORIES,
    CATEGORY,
    FOLDER,
    IS_AFFIRMATIVE,
    LISTS,
    SUFFIX,
    UNIT_ID,
    UNIT_NAME,
    UNITS,
    YEAR,
)
from zi_score.model.findings import Finding, Unreadable, finding
from zi_score.model.worksheet import Place
from zi_score.reading.file.document import JsonNumber, described, legible, parsed
from zi_score.reading.file.guard import file_content

YEARS = range(2000, 2050)


class Listed(NamedTuple):
    """A unit in a list; ``category`` is the predicate and whether afirmasi applies, None where that is not clear."""

    place: Place
    name: str | None
    year: int | None
    category: tuple[str, bool | None] | None
    said: str


class Lists(NamedTuple):
    """The lists of a folder: each unit's entries by its id, and what keeps a list from being read."""

    units: dict[str, tuple[Listed, ...]]
    faults: tuple[Finding, ...]


def lists_beside(path: str) -> Lists | None:
    """Return the lists that lie beside the folder of an answers file; None where there are none."""
    home = _home(path)
    stamps = tuple(_stamps(home)) if home else ()
    return _read(str(home), stamps) if stamps else None


def lists_in(folder: Path) -> Lists | None:
    """Return the lists of a folder; None where it has none."""
    stamps = tuple(_stamps(folder))
    return _read(str(folder), stamps) if stamps else None


def lists_digest(path: str) -> str:
    """Return what changes whenever a list beside an answers file does; blank without lists."""
    home = _home(path)
    stamps = tuple(_stamps(home)) if home else ()
    return hashlib.sha256(repr(stamps).encode()).hexdigest() if stamps else ""


def lists_of(path: str) -> Iterator[Path]:
    """Yield the lists that are read beside an answers file, or in a folder that holds them."""
    for folder in filter(None, (_home(path), Path(path))):
        yield from (folder / name for name, _, _ in _stamps(folder))


def listed_files(folder: Path) -> Iterator[Path]:
    """Yield the answers files that the lists of a folder ask for, whether they are there or not."""
    lists = lists_in(folder)
    for id_ in lists.units if lists else ():
        if id_ == Path(id_).name:  # else it would lead out of the folder
            yield folder / FOLDER / f"{id_}{SUFFIX}"


def identifier(value: object) -> str | None:
    """Return the id of a unit, a text or a whole number; None for anything else."""
    if isinstance(value, JsonNumber):
        return None if value.whole is None else str(value.whole)
    return legible(value).strip() or None if isinstance(value, str) else None


def name_of(stated: object) -> str | None:
    """Return a name on one line; None if it is none."""
    return " ".join(legible(stated).split()) or None if isinstance(stated, str) else None


def year_of(stated: object) -> int | None:
    """Return a year, if it can be one."""
    return stated.whole if isinstance(stated, JsonNumber) and stated.whole in YEARS else None


def _home(path: str) -> Path | None:
    folder = Path(os.path.abspath(path)).parent  # noqa: PTH100 - Path.absolute keeps the dots
    return folder.parent if folder.name == FOLDER else None


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for name in LISTS.values():
        try:
            status = (folder / name).stat()
        except (OSError, ValueError):
            continue
        yield name, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _read(folder: str, stamps: tuple[tuple[str, int, int], ...]) -> Lists:
    units: dict[str, tuple[Listed, ...]] = {}
    faults = []
    for name, _, _ in stamps:
        path = str(Path(folder) / name)
        try:
            entries = list(_entries(parsed(file_content(path), path), name))
        except Unreadable as problem:
            faults.append(finding("portalrb-list-not-read", cell=name, list=name, problem=problem.finding.name))
            continue
        for id_, listed in entries:
            units[id_] = (*units.get(id_, ()), listed)
    return Lists(units, tuple(faults))


def _entries(document: object, name: str) -> Iterator[tuple[str, Listed]]:
    units = document.get(UNITS) if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(units, list):
        raise Unreadable(finding("portalrb-not-answers", path=name, found=described(document)))
    year = year_of(document.get(YEAR))
    for entry in units:
        id_ = identifier(entry.get(UNIT_ID)) if isinstance(entry, dict) else None
        if isinstance(entry, dict) and id_ is not None:
            said = f"{described(entry.get(CATEGORY))}, {IS_AFFIRMATIVE} {described(entry.get(IS_AFFIRMATIVE))}"
            yield (
                id_,
                Listed(
                    place=Place(name, f"{UNIT_ID} {id_}"),
                    name=name_of(entry.get(UNIT_NAME)),
                    year=year,
                    category=_category(entry.get(CATEGORY), entry.get(IS_AFFIRMATIVE), name),
                    said=said,
                ),
            )


def _category(category: object, affirmative: object, name: str) -> tuple[str, bool | None] | None:
    """Return predicate and afirmasi; None where category, afirmasi and list do not agree."""
    if not isinstance(category, str) or category not in CATEGORIES:
        return None
    predicate, follows = CATEGORIES[category]
    if LISTS[predicate] != name or (affirmative is not None and not isinstance(affirmative, bool)):
        return None
    if follows is None or affirmative is None:
        return predicate, follows if affirmative is None else affirmative
    return (predicate, follows) if affirmative == follows else None
