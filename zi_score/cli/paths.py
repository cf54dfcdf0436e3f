"""Which workbooks are meant: files, folders with all that is in them, and patterns that no shell has resolved."""

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from zi_score.cli.delivery import STDIN

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_LOCK = "~$"
"""Beginning of the files that Excel lays beside an open workbook."""


def workbooks(paths: Iterable[str]) -> dict[str, str | None]:
    """Return the files that are meant, each once; None beside a path under which there is none.

    A file that is named is taken whatever its ending, and whether it is there or not: to read it
    will tell. A folder gives the workbooks in it and in its folders, without hidden files and
    without Excel's lock files.
    """
    found: dict[str, str | None] = {}
    seen: set[str] = set()
    for path in paths:
        files = list(_meant(path))
        if not files:
            found[path] = None
        for file in files:
            real = file if file == STDIN else os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                found[file] = file
    return found


def _meant(path: str) -> Iterator[str]:
    if path and os.path.isdir(path):  # noqa: PTH112 - unlike Path, it never fails
        yield from sorted(_within(path), key=Path)
    elif path and has_magic(path) and not os.path.lexists(path):
        for match in sorted(glob(path, recursive=True)):  # noqa: PTH207 - of any path, absolute ones too
            if os.path.isdir(match) or _is_workbook(Path(Path(match).name)):  # noqa: PTH112 - as above
                yield from _meant(match)
    elif path:
        yield path


def _within(folder: str) -> Iterator[str]:
    """Yield the workbooks in a folder, and the folders that may not be read: to read them will tell."""
    closed: list[str] = []
    for place, folders, names in os.walk(folder, onerror=lambda problem: closed.append(str(problem.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(place, name)) for name in names if _is_workbook(Path(name)))
    yield from closed


def _is_workbook(path: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in WORKBOOKS and not is_hidden and not path.name.startswith(_LOCK)
