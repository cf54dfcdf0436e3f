"""Answers that are formulas of which nobody knows the result: the program that wrote the file did not calculate.

Some of these programs save no value, which is plain to see. Others save 0 with every formula. That is told from
a true 0 by all of this together: no formula of the workbook has another value, the workbook asks to be calculated,
and the formula reads something that is more than 0. Where it only takes over a cell, or adds some up, what
these hold is proof enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from zi_score.model.formula import Formula, Range, position, taken_apart
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Place
from zi_score.reading.file.behind import Package
from zi_score.reading.request import Computed

_BLANK = ("", 0.0, "0")
_MOST_READ = 20_000
"""Cells of a range that are looked at."""

_DEEPEST = 8
"""Formulas that read formulas, which are followed."""

_MOST_TRIED = 1_000
"""Formulas among which one is looked for whose 0 is none."""

_TAKES_OVER = pattern(r"=\+?[^()+*/^&=<>-]+")
_ADDS_UP = pattern(r"=\+?(SUM|AVERAGE|MAX)\([^()+*/^&=<>-]+\)", re.IGNORECASE)


class Uncomputed:
    """Tells of cells whether a formula stands there whose result nobody saved."""

    def __init__(self, package: Package, grids: Iterable[Grid], computed: Computed) -> None:
        """Remember where to look, and put results that were computed since where they belong."""
        self._package = package
        self._grids = {grid.sheet.casefold(): grid for grid in grids}
        self._computed = frozenset(computed)
        for (sheet, row, column), value in computed.items():
            self._grids[sheet.casefold()].put(row, column, value)
        self._rows: dict[tuple[str, int], frozenset[int] | None] = {}

    def at(self, grid: Grid, row: int, column: int, own: Iterable[int] = ()) -> bool:
        """Whether such a formula stands in a cell of a sheet, in place of what somebody would type.

        Args:
            grid: the sheet.
            row: the row.
            column: the column.
            own: rows from which the same figure is computed anyway: a formula over these tells nothing.

        """
        if not is_nought(grid.at(row, column)) or self.is_computed(grid, row, column):
            return False
        place = grid.place(row, column)
        if not self._may_compute(place):
            return False
        beside = (grid.place(each, column) for each in own)
        rows = frozenset(_position(each)[0] for each in beside if each.sheet == place.sheet)
        return self._is_unknown(place) and not self._reads_only(place, rows)

    def is_computed(self, grid: Grid, row: int, column: int) -> bool:
        """Whether the result in a cell was computed since."""
        if not self._computed:  # which is so with nearly every workbook
            return False
        place = grid.place(row, column)
        return (place.sheet, *_position(place)) in self._computed

    def _may_compute(self, place: Place) -> bool:
        row, column = _position(place)
        if (place.sheet, column) not in self._rows:
            self._rows[place.sheet, column] = self._package.rows_with_formulas(place.sheet, column)
        rows = self._rows[place.sheet, column]
        return rows is None or row in rows

    def _formula(self, place: Place) -> Formula:
        return taken_apart(self._package.formula(place))

    def _reads_only(self, place: Place, rows: frozenset[int]) -> bool:
        cells = self._formula(place).cells if rows else ()
        return bool(cells) and all(c.sheet in (None, place.sheet) and rows.issuperset(c.rows()) for c in cells)

    def _is_unknown(self, place: Place) -> bool:
        behind = self._package.behind(place.sheet)
        return place.cell in behind.uncomputed or (place.cell in behind.noughts and self._holds_stale_noughts)

    @cached_property
    def _holds_stale_noughts(self) -> bool:
        """Whether a 0 of the workbook cannot be what its formula gives, so that no formula of it was calculated."""
        if self._package.was_calculated:
            return False
        places = (
            Place(grid.sheet, cell)
            for grid in self._grids.values()
            for cell in sorted(self._package.behind(grid.sheet).noughts)
        )
        return any(self._is_more(place, 0) for place in islice(places, _MOST_TRIED))

    def _is_more(self, place: Place, depth: int) -> bool:
        """Whether a formula gives more than the 0 that is saved with it, for certain or most likely."""
        formula = self._formula(place)
        if _TAKES_OVER.fullmatch(formula.text) and len(formula.cells) == 1:
            return self._holds(formula, place, depth, only_numbers=False)
        if _ADDS_UP.fullmatch(formula.text):
            return self._holds(formula, place, depth, only_numbers=True)
        is_open = not formula.cells or not formula.is_plain
        return self._package.is_to_be_calculated and (is_open or self._holds(formula, place, depth, only_numbers=False))

    def _is_formula(self, place: Place) -> bool:
        return place.cell in self._package.behind(place.sheet).formulas

    def _holds(self, formula: Formula, place: Place, depth: int, *, only_numbers: bool) -> bool:
        """Whether any cell that a formula reads holds something, or is itself a formula that gives more than 0."""
        for cells in formula.cells:
            grid = self._grids.get((cells.sheet or place.sheet).casefold())
            if grid is None:
                continue
            for row, column in _within(cells, grid):
                value = grid.at(row, column)
                if not is_nought(value):
                    if not only_numbers or (isinstance(value, float) and value > 0):
                        return True
                elif (
                    depth < _DEEPEST
                    and self._is_formula(at := grid.place(row, column))
                    and self._is_more(at, depth + 1)
                ):
                    return True
        return False


def _position(place: Place) -> tuple[int, int]:
    return position(place.cell) or (0, 0)


def is_nought(value: object) -> bool:
    """Whether a cell holds nothing, or 0."""
    return value in _BLANK and not isinstance(value, bool)


def _within(cells: Range, grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield the cells of a range within the used part of a sheet."""
    rows = range(cells.top, min(cells.bottom + 1, len(grid.rows)))
    columns = range(cells.left, min(cells.right, cells.left + _MOST_READ // (len(rows) or 1)) + 1)
    return ((row, column) for row in rows for column in columns if column < len(grid.rows[row]))
