"""Reports beside the workbooks that they are of, whoever may write there; what somebody else made stays."""

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.files import written
from zi_score.cli.naming import REPORT, cut
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

_OURS = b'<meta name="generator" content="zi_score">'
_HEAD = 4096
"""Bytes of a page within which it says what made it."""


class Reports:
    """The pages of a run: each has a name of its own, and takes the place of nothing but an older page like it."""

    def __init__(self, folder: Path | None = None) -> None:
        """Remember the folder for all pages, if there is one; otherwise each stands beside its workbook."""
        self._folder = folder
        self._taken: set[str] = set()

    def put(self, stem: str, folder: Path, page: bytes) -> Path:
        """Write a page, and return where it is: in its folder, or where one may write.

        Args:
            stem: what it is about.
            folder: where it is to stand.
            page: the content.

        """
        wanted = self._folder or folder
        try:
            return self._written(wanted, stem, page)
        except OSError as problem:
            reason = trouble(problem)
        path = None if self._folder else self._elsewhere(stem, page)
        if path is None:
            fail(Exit.USAGE, f"{wanted}: {reason}")
        message = _("{folder} takes no file ({reason}); the report is in {path}")
        typer.echo(f"zi-score: {message.format(folder=wanted, reason=reason, path=path)}", err=True)
        return path

    def _elsewhere(self, stem: str, page: bytes) -> Path | None:
        """Write a page where whoever runs the program may write."""
        for place in (Path.home(), Path(tempfile.gettempdir())):
            with suppress(OSError):
                return self._written(place, stem, page)
        return None

    def _written(self, folder: Path, stem: str, page: bytes) -> Path:
        if self._folder:
            folder.mkdir(parents=True, exist_ok=True)
        path = self._free(folder, stem)
        with written(path) as file:
            file.write(page)
        return path

    def _free(self, folder: Path, stem: str) -> Path:
        """Return the first name that is nobody's."""
        path = next(path for path in _names(folder, stem) if _key(path) not in self._taken and _may_go(path))
        self._taken.add(_key(path))
        return path


def _names(folder: Path, stem: str) -> Iterator[Path]:
    """Yield what a page may be called.

    >>> names = _names(Path("kiriman"), "LKE ZI")
    >>> next(names).name, next(names).name
    ('LKE ZI - laporan.html', 'LKE ZI - laporan 2.html')
    """
    number, stem = 1, cut(stem)
    while True:
        yield folder / f"{stem} - {REPORT}{f' {number}' if number > 1 else ''}.html"
        number += 1


def _may_go(path: Path) -> bool:
    return not os.path.lexists(path) or is_page(path)


def is_page(path: Path) -> bool:
    """Whether a file is a page that this program made."""
    try:
        with path.open("rb") as file:
            return _OURS in file.read(_HEAD)
    except OSError:
        return False


def _key(path: Path) -> str:
    """Return what is the same of names that some systems do not tell apart."""
    return unicodedata.normalize("NFC", str(path)).casefold()
