"""Which workbooks are meant: files, folders with all that is in them, and patterns that no shell has resolved.

Answers files of PortalRB are workbooks too; in folders they are known by what is in them.
"""

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from zi_score.cli.app import Exit, fail
from zi_score.cli.files import STDIN
from zi_score.cli.naming import REPORT
from zi_score.law.portalrb import FOLDER, LISTS, SUFFIX
from zi_score.reading.file.foreign import LOCK
from zi_score.reading.file.own_report import PROPERTIES, is_own_report

if TYPE_CHECKING:
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.received import OtherFile
    from zi_score.rekap.submitted import Submitted

_HEAD = 4096
"""Bytes within which a workbook says what made it."""

_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


class Earlier(NamedTuple):
    """What an earlier run may have left in the folder to which is written: files whose names end so."""

    folder: Path
    endings: tuple[str, ...]

    def holds(self, file: str, path: str) -> bool:
        """Whether a file that was found under a path is such a one, and nobody named it or its folder."""
        written, named = Path(os.path.realpath(self.folder)), Path(os.path.realpath(path))
        is_below = named != written and written.is_relative_to(named)
        return is_below and file.lower().endswith(self.endings) and written in Path(os.path.realpath(file)).parents


def workbooks(paths: Iterable[str], earlier: Earlier | None = None) -> dict[str, str | None]:
    """Return the files that are meant, each once; None beside a path under which there is none.

    A file that is named is taken whatever its ending, and whether it is there or not: to read it
    will tell. A folder gives the workbooks in it and in its folders, without hidden files,
    without Excel's lock files, and without reports of this program.
    """
    found: dict[str, str | None] = {}
    seen: set[str] = set()
    for path in paths:
        files = [file for file in _meant(path) if not (earlier and earlier.holds(file, path))]
        if not files:
            found[path] = None
        for file in files:
            real = file if file == STDIN else os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                found[file] = file
    return found


def only_answers(path: str) -> str:
    """Return the only answers file of a folder as PortalRB lays it out; every other path as it is."""
    if not path or not os.path.isdir(path):  # noqa: PTH112 - unlike Path, it never fails
        return path
    files = list(_within(path))
    return files[0] if len(files) == 1 and files[0].lower().endswith(SUFFIX) else path


class Meant(NamedTuple):
    """The workbooks that are meant, paths under which there is none, and lines of lists that name a unit alone."""

    submitted: "list[Submitted]"
    missing: list[str]
    expected: "tuple[Submitted, ...]"


def submissions(paths: Sequence[str], ruleset: "Ruleset", earlier: Earlier | None = None) -> Meant:
    """Return the workbooks that are meant, by paths or by lists; what a list says of a workbook goes before."""
    from zi_score.rekap.submitted import ManifestError, Submitted, named_once, read_manifest

    lists = lists_of(paths)
    files = workbooks((path for path in paths if path not in lists), earlier)
    submitted = [Submitted(file) for file in files.values() if file is not None]
    try:
        read = {path: read_manifest(path, ruleset) for path in lists}
        named_once(read)
    except ManifestError as problem:
        fail(Exit.USAGE, str(problem))
    listed = [each for path in lists for each in read[path]]
    submitted += [each for each in listed if each.path]
    named = {os.path.realpath(each.path): each for each in submitted}
    missing = [path for path, file in files.items() if file is None]
    return Meant(
        list(named.values()), missing or ([] if named else lists), tuple(each for each in listed if not each.path)
    )


def other_files(paths: Iterable[str], known: Iterable[str | Path]) -> "Iterator[OtherFile]":
    """Yield the files of folders and patterns that are no workbooks, in their order, but for those that are known.

    Hidden files are none. ``known`` are workbooks, lists, and what is to be written.
    """
    from zi_score.rekap.received import OtherFile

    seen = {os.path.realpath(path) for path in known}
    for path in paths:
        for file in _beside(path):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield OtherFile(path=file, kind=_kind(Path(file)))


def _kind(file: Path) -> Literal["no-workbook", "lock-file", "archive"]:
    """Return what a file that is no workbook seems to be, by its name."""
    if file.name.startswith(LOCK):
        return "lock-file"
    return "archive" if file.suffix.lower() in _ARCHIVES else "no-workbook"


def _beside(path: str) -> Iterator[str]:
    """Yield the files under a path, hidden ones left out; none of a file that is named, which is meant."""
    if path and os.path.isdir(path):  # noqa: PTH112 - unlike Path, it never fails
        for place, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            shown = sorted(name for name in names if not name.startswith(".") and name not in LISTS.values())
            yield from (str(Path(place, name)) for name in shown)
    elif _is_pattern(path):
        for match in _matches(path):
            yield from _beside(match) if os.path.isdir(match) else (match,)  # noqa: PTH112 - as above


def lists_of(paths: Iterable[str]) -> list[str]:
    """Return the paths that are lists of workbooks."""
    from zi_score.rekap.submitted import SUFFIXES

    return [path for path in paths if path.lower().endswith(SUFFIXES) and os.path.isfile(path)]  # noqa: PTH113 - it never fails


def _meant(path: str) -> Iterator[str]:
    if path and os.path.isdir(path):  # noqa: PTH112 - unlike Path, it never fails
        yield from sorted(_within(path), key=Path)
    elif _is_pattern(path):
        for match in _matches(path):
            if os.path.isdir(match) or _is_meant(Path(match)):  # noqa: PTH112 - as above
                yield from _meant(match)
    elif path:
        yield path


def _is_pattern(path: str) -> bool:
    from glob import has_magic

    return has_magic(path) and not os.path.lexists(path)


def _matches(pattern: str) -> list[str]:
    from glob import glob

    return sorted(glob(pattern, recursive=True))  # noqa: PTH207 - of any path, absolute ones too


def _within(folder: str) -> Iterator[str]:
    """Yield the workbooks in a folder, those that its lists ask for, and the folders that may not be read.

    To read them will tell.
    """
    closed: list[str] = []
    for place, folders, names in os.walk(folder, onerror=lambda problem: closed.append(str(problem.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(file) for name in names if _is_meant(file := Path(place, name)))
        yield from _listed(Path(place), names)
    yield from closed


def _is_meant(file: Path) -> bool:
    return (_is_workbook(Path(file.name)) and not _is_report(file)) or _holds_answers(file)


def _is_report(file: Path) -> bool:
    """Whether a workbook is a report that this program made and named: it shows answers, and is nobody's LKE."""
    if not file.name.lower().endswith(f"-{REPORT}.xlsx"):
        return False
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(file) as archive, archive.open(PROPERTIES) as properties:
            return is_own_report(properties.read(_HEAD), archive.namelist())
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return False


def _holds_answers(file: Path) -> bool:
    if file.suffix.lower() != SUFFIX or file.name.startswith("."):
        return False
    from zi_score.reading.file.document import seems_answers

    return file.parent.name == FOLDER or seems_answers(file)


def _listed(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Yield the answers files that lists in a folder ask for and that are not there."""
    if not set(names) & set(LISTS.values()):
        return
    from zi_score.reading.portalrb.lists import listed_files

    yield from (str(file) for file in listed_files(folder) if not os.path.lexists(file))


def _is_workbook(path: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in WORKBOOKS and not is_hidden and not path.name.startswith(LOCK)
