"""What is asked to be read: which file, and which part of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple, TypedDict

from zi_score.reading.file.guard import LARGEST_FILE, file_content

Computed = Mapping[tuple[str, int, int], float | str | bool | None]
"""Results of formulas, by sheet, row and column, counted from 0."""

STDIN = "-"
Readable = str | Path | bytes | IO[bytes]
"""Where a workbook is read from: the path of a file, its content, or an open file."""


def as_text(path: str | Path) -> str:
    """Return a path as a text that can be written anywhere; a file's name need not be one, but stays one of its own."""
    return str(path).encode(errors="backslashreplace").decode()


class Which(NamedTuple):
    """Which part of a workbook is read, where it holds several: of which sheet, column, year."""

    sheet: str | None
    column: str | None
    year: int | None
    computed: Computed


class PartOptions(TypedDict, total=False):
    """Which part of a workbook is read.

    ``sheet`` is the name of the sheet, where several hold an LKE; ``column`` the letter or header of the column, where
    an assessor has several; ``year`` the one whose column is read, by default the workbook's.
    """

    sheet: str | None
    column: str | None
    year: int | None


class ReadingOptions(PartOptions, total=False):
    """Which part of a workbook is read, and by ``path`` what to call content that has none.

    ``computed`` are the results of formulas that nobody saved: by sheet, row and column, counted from 0.
    """

    path: str | None
    computed: Computed


def named_content(source: Readable, path: str | None = None) -> tuple[str, bytes]:
    """Return what to call a source, and its content, for which a path is opened this once.

    Raises:
        Unreadable: it cannot be opened, or is too large.
        TypeError: it is neither a path, nor bytes, nor a file that is opened in binary mode.

    """
    if isinstance(source, str | Path):
        return as_text(path or source), file_content(source)
    if isinstance(source, bytes):
        return as_text(path or STDIN), source
    content = source.read(LARGEST_FILE + 1) if hasattr(source, "read") else None
    if not isinstance(content, bytes):
        raise TypeError("a workbook is a path, its content as bytes, or a file that is opened in binary mode")
    return as_text(path or str(getattr(source, "name", STDIN))), content
