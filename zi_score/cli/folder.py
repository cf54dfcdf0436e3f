"""A folder of files that appears when all of them are complete."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import STDIN
from zi_score.language import translate as _


def refuse_taken(files: Iterable[str], targets: Iterable[Path], *, force: bool) -> None:
    """Never write into a submitted file, by whatever name it is called; into another only when told to."""
    submitted = {identity for file in files if file != STDIN and (identity := _identity(Path(file)))}
    for path in targets:
        if (identity := _identity(path)) is None:
            continue
        if identity in submitted:
            fail(Exit.USAGE, _("{path}: that is the workbook itself; choose another name.").format(path=path))
        if not force:
            fail(Exit.USAGE, _("{path} exists; choose another name, or --force to overwrite it.").format(path=path))


def _identity(path: Path) -> tuple[int, int] | str | None:
    """Return what two names of the same file have in common; None if there is no such file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)


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
    aside = (folder if folder.exists() else folder.parent) / f".zi-score.{uuid4().hex}"
    aside.mkdir()
    try:
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
