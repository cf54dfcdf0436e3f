"""Files that are written: whole or not at all, and never in the place of what was read."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from zi_score.cli.app import Exit, fail
from zi_score.model.language import translate as _

STDIN = "-"
_DRAFT = ".zi-score."
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def inputs_of(files: Iterable[str | Path | None], ruleset: str | None = None) -> set[object]:
    """Return the identities of all files that a command reads, by which ``keep_apart`` knows them.

    Args:
        files: workbooks and whatever else was named as input; none of standard input, none of an option not given.
        ruleset: what ``--ruleset`` says; the workbook or the files of a folder of one's own are inputs too.

    """
    from zi_score.law.files import RULES, TREE
    from zi_score.reading.portalrb.lists import lists_of

    named = [str(file) for file in files if file is not None and str(file) != STDIN]
    beside = [str(list_) for file in named for list_ in lists_of(file)]
    own = [ruleset, *(str(Path(ruleset, name)) for name in (RULES, TREE))] if ruleset else []
    return {identity for file in (*named, *beside, *own) for identity in _identities(file)}


def keep_apart(outputs: Iterable[Path], inputs: set[object], *, option: str = "", force: bool = True) -> None:
    """End with a sentence where an output is an input by whatever name, is named twice or ``-``, or is there already.

    Args:
        outputs: where to write.
        inputs: from ``inputs_of``.
        option: the option that named the outputs, for the sentence.
        force: whether a file that is there, and is no input, may be written over.

    """
    seen: set[object] = set()
    for path in outputs:
        named = f"{option} {path}".lstrip()
        if str(path) == STDIN:
            fail(Exit.USAGE, _("{path}: that is no name of a file to write.").format(path=named))
        identities = _identities(str(path))
        if identities & inputs:
            fail(Exit.USAGE, _("{path}: that is read as an input; choose another name.").format(path=named))
        if identities & seen:
            fail(Exit.USAGE, _("{path}: named twice.").format(path=named))
        if not force and os.path.lexists(path):
            fail(Exit.USAGE, _("{path} exists; choose another name, or --force to overwrite it.").format(path=named))
        seen |= identities


def _identities(path: str) -> set[object]:
    """Return what all names of a file have in common: its place without links and dots, and what the disk calls it."""
    found: set[object] = set()
    try:
        found.add(os.path.normcase(os.path.realpath(path)))
        status = os.stat(path)  # noqa: PTH116 - unlike Path, of any text
    except (OSError, ValueError):  # it is not there, or no file can have this name
        return found
    return found | {(status.st_dev, status.st_ino)} if status.st_ino else found


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that appears when its content is complete; until then, and after a fault, there is none.

    Raises:
        OSError: it cannot be written; its ``filename`` is the path that was asked for.

    """
    try:
        if os.path.lexists(path) and not os.path.isfile(path):  # noqa: PTH113 - a device or a pipe
            with path.open("wb") as file:
                yield file
            return
        folder = os.path.realpath(path.parent, strict=True)
        target = Path(os.path.realpath(os.path.join(folder, path.name)))  # noqa: PTH118 - a name is no path to take apart
        draft = target.parent / f"{_DRAFT}{uuid4().hex}"  # named before it is there: a signal may come in between
        try:
            with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as file:
                yield file
            draft.chmod(_mode(target))
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from problem


def _mode(path: Path) -> int:
    """Return the permissions that a file has, or that a new one gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files under a folder: first all of them aside, then each to its place, the last ones last.

    Raises:
        OSError: it cannot be written; no file was changed, unless it fails while they are moved.

    """
    with drafted(folder) as aside:
        for name, content in files.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).write_bytes(content)
        put_in_place(aside, folder, files)


@contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """Give a folder aside to write into, on the disk of the folder that is meant; it is gone afterwards.

    Raises:
        OSError: there can be none.

    """
    aside = (folder if folder.exists() else folder.parent) / f"{_DRAFT}{uuid4().hex}"
    try:
        try:
            aside.mkdir()
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(folder)) from problem
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_in_place(aside: Path, folder: Path, names: Iterable[str]) -> None:
    """Move what is complete to its place, file by file in this order; a folder that is not there yet as a whole.

    Raises:
        OSError: it cannot be moved.

    """
    if not folder.exists():
        aside.rename(folder)
        return
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(folder / name)
