"""The values of a workbook's sheets, as rows of cells; the only place that knows calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import python_calamine

from zi_score.findings import Unreadable, finding
from zi_score.model import Place

ROWS_READ = 20_000
_WIDE = 200
_MERGE_READ = 10_000
"""Cells of a merged range that are followed; larger ones are decoration."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet; rows and columns count from 0, a blank cell is ``""``."""

    sheet: str
    rows: list[list[object]]
    merges: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = field(default=(), repr=False)

    def at(self, row: int, column: int) -> object:
        """Return a cell's value, ``""`` outside the sheet's used part."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """Return a cell's text with single blanks; a whole number without its ``.0``."""
        value = self.at(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split())

    def place(self, row: int, column: int) -> Place:
        """Return the cell's name as a person sees it."""
        return Place(self.sheet, f"{column_letters(column)}{row + 1}")

    @cached_property
    def anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each cell that a merged range covers, the cell that holds its value."""
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        for first, last in self.merges:
            if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= _MERGE_READ:
                for row in range(first[0], last[0] + 1):
                    covered |= dict.fromkeys(((row, column) for column in range(first[1], last[1] + 1)), first)
        return covered


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_grids(source: Path | bytes, path: str) -> Iterator[Grid]:
    """Yield the sheets of a workbook in order, hidden ones included.

    Args:
        source: the checked file, or its content.
        path: what to call it in a message.

    Raises:
        Unreadable: the file is damaged, protected, or no workbook.

    """
    try:
        workbook = _opened(source)
        for meta in workbook.sheets_metadata:
            if meta.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(meta.name)
                yield Grid(
                    sheet=meta.name,
                    rows=_trimmed(sheet.to_python(skip_empty_area=False, nrows=ROWS_READ)),
                    merges=tuple(sheet.merged_cell_ranges or ()),
                )
    except python_calamine.PasswordError as problem:
        raise Unreadable(finding("file-protected", path=path)) from problem
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise Unreadable(finding("file-damaged", path=path, problem=problem)) from problem
    except BaseException as problem:
        # A panic of the Rust reader does not derive from Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise Unreadable(finding("file-damaged", path=path, problem="panic")) from problem


def _opened(source: Path | bytes) -> python_calamine.CalamineWorkbook:
    """Open a workbook by its name's ending, else by what is in it: people rename files."""
    if isinstance(source, bytes):
        return python_calamine.load_workbook(io.BytesIO(source))
    try:
        return python_calamine.load_workbook(source)
    except python_calamine.PasswordError:
        raise
    except python_calamine.CalamineError as problem:
        try:
            return python_calamine.load_workbook(io.BytesIO(source.read_bytes()))
        except python_calamine.CalamineError:
            raise problem from None


def _trimmed(rows: Sequence[list[Any]]) -> list[list[object]]:
    """Cut the blank ends off the rows of a sheet in which one value stands far away."""
    if rows and len(rows[0]) > _WIDE:
        for row in rows:
            while row and row[-1] == "":
                row.pop()
    return list(rows)
