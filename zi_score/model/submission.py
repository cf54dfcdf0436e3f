"""A workbook as it was submitted: the worksheet that was read from it, and what lies behind the values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from zi_score.model.exact import exact
from zi_score.model.findings import single_spaced
from zi_score.model.formula import Formula, taken_apart
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Assessor, Place, Worksheet, column_letters

Position = tuple[int, int]
"""Row and column of a cell, counted from 0."""

_HYPERLINK = pattern(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_OTHER_ANSWERS = pattern(r"target|rencana|simulasi|contoh|lalu|sebelum|petunjuk|panduan", re.IGNORECASE)

_MERGE_READ = 10_000
"""Cells of a merged range that are followed; larger ones are decoration."""


class Behind(NamedTuple):
    """What lies behind the values of a sheet; cells by their names (``K8``).

    ``formulas`` are their texts, ``uncomputed`` those without a saved value, ``noughts`` those whose
    saved value is 0 or an empty text, ``worded`` those with another text; ``errors`` the cells that show
    an error value; ``percents`` those that show their number as a percentage; rows and columns count from 0.
    """

    formulas: Mapping[str, str] = {}
    uncomputed: frozenset[str] = frozenset()
    noughts: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()
    errors: Mapping[str, str] = {}
    percents: frozenset[str] = frozenset()
    links: Mapping[str, str] = {}
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet; rows and columns count from 0, a blank cell is ``""``.

    ``endless`` are the cells whose number is infinite or not a number; their value is its text.
    """

    sheet: str
    rows: list[list[object]]
    merges: tuple[tuple[Position, Position], ...] = field(default=(), repr=False)
    endless: tuple[Position, ...] = ()
    is_hidden: bool = False

    def at(self, row: int, column: int) -> object:
        """Return a cell's value, ``""`` outside the sheet's used part."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def put(self, row: int, column: int, value: object) -> None:
        """Put a value in a cell."""
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value

    def cells(self, row: int, columns: Iterable[int]) -> tuple[object, ...]:
        """Return the values of several cells of a row."""
        values = self.rows[row]
        width = len(values)
        return tuple([values[column] if column < width else "" for column in columns])

    def text(self, row: int, column: int) -> str:
        """Return a cell's text with single blanks; a whole number without its ``.0``."""
        cells = self.rows[row] if row < len(self.rows) else []  # as ``at``: a call takes as long as all of this
        value = cells[column] if column < len(cells) else ""
        if isinstance(value, str):
            return single_spaced(value) if value else ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return single_spaced(str(value))

    def place(self, row: int, column: int) -> Place:
        """Return the cell's name as a person sees it."""
        return _placed(self.sheet, row, column)

    def anchor(self, row: int, column: int) -> Position | None:
        """Return the cell that holds the value of the merged range over a cell, if there is one."""
        if not self.merges:
            return None
        if column not in self._merged:
            self._merged[column] = sorted(
                (first[0], last[0], first)
                for first, last in self.merges
                if first[1] <= column <= last[1] and (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= _MERGE_READ
            )
        ranges = self._merged[column]
        before = bisect_right(ranges, row, key=itemgetter(0))
        return ranges[before - 1][2] if before and row <= ranges[before - 1][1] else None

    @cached_property
    def _merged(self) -> dict[int, list[tuple[int, int, Position]]]:
        """First row, last row and anchor of the merged ranges over a column, of each that was asked for."""
        return {}


def is_of_other_answers(sheet: str) -> bool:
    """Whether a sheet is called after answers that are not those that were submitted.

    >>> is_of_other_answers("Contoh Pengisian"), is_of_other_answers("Pokja 3")
    (True, False)
    """
    return _OTHER_ANSWERS.search(sheet) is not None


@lru_cache(maxsize=8192)
def _placed(sheet: str, row: int, column: int) -> Place:
    """Return a cell's name; the same cells are read of every workbook."""
    return Place(sheet, f"{column_letters(column)}{row + 1}")


class Sheet(NamedTuple):
    """A sheet: its values, what lies behind them, the assessor that it is named after, and its part of the package."""

    grid: Grid
    behind: Behind
    assessor: Assessor | None = None
    part: str | None = None

    def formula(self, row: int, column: int) -> Formula | None:
        """Return a cell's formula, if it has one."""
        text = self.behind.formulas.get(self.grid.place(row, column).cell)
        return None if text is None else taken_apart(text)

    def number(self, row: int, column: int) -> Fraction | None:
        """Return the number that a cell shows, if it shows one."""
        value = self.grid.at(row, column)
        return exact(value) if isinstance(value, float) else None


class AnswerColumns(NamedTuple):
    """The columns of one assessor."""

    assessor: Assessor
    answer: int
    score: int | None = None
    notes: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()


class Form(NamedTuple):
    """Where things stand on the LKE sheet.

    ``rows`` are by code of sections, indicators, questions and counts (``code.key``), ``totals`` by
    the code of the component, the grand total under ``""``; ``unplaced`` are rows that may be any
    of the regulation's. ``is_bare`` says that no header names a column of weights.
    """

    header: int
    rows: Mapping[str, int]
    totals: Mapping[str, int]
    unplaced: frozenset[int]
    weight: int | None
    is_bare: bool
    choices: int | None
    assessors: tuple[AnswerColumns, ...]


class Submission(NamedTuple):
    """A submitted workbook.

    ``external`` are the files that it reads, ``macros`` the part that holds them; ``problem``
    says why nothing, or not all, is known of what lies behind the values, ``hides_formulas`` whether there are
    formulas among that; ``unit_id`` is the unit's in PortalRB.
    """

    worksheet: Worksheet
    form: Form
    sheets: Mapping[str, Sheet]
    external: tuple[str, ...] = ()
    macros: str | None = None
    problem: str | None = None
    hides_formulas: bool = False
    unit_id: str | int | None = None

    @property
    def lke(self) -> Sheet:
        """The sheet that holds the LKE."""
        return self.sheets[self.worksheet.source.sheet]

    def address(self, place: Place) -> str | None:
        """Return the address that a cell links to, by its link or its formula."""
        behind = self.sheets[place.sheet].behind
        if target := behind.links.get(place.cell):
            return target
        linked = _HYPERLINK.search(behind.formulas.get(place.cell, ""))
        return linked[1] if linked else None

    def others(self) -> Iterator[Sheet]:
        """Yield the sheets beside the LKE."""
        return (sheet for sheet in self.sheets.values() if sheet is not self.lke)
