"""Formulas of a workbook as texts to bend: their cells, what these read, and free room for others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from zi_score.model.submission import Submission
from zi_score.reading.workbook import read_submission

REFERENCE = re.compile(
    r"(?P<sheet>(?:'[^']+'|[A-Za-z]\w*)!)?(?<![A-Za-z$])(?P<column>\$?[A-Z]{1,2})(?P<row>\$?\d{1,4})(?![\w(])"
)
"""A cell in a formula; the two ends of a range are two."""

RANGE = re.compile(r"(?P<column>\$?[A-Z]{1,2}\$?)(?P<first>\d+):(?P<end>\$?[A-Z]{1,2}\$?)(?P<last>\d+)")
TEXTUAL = {"A2", "B4", "B5"}
"""Cells of our own summary that no regulation computes: the unit's name, and how much is answered."""

Cell = tuple[str, int, int]
"""Sheet, row and column, which count from 1 as openpyxl counts them."""


@dataclass(frozen=True)
class Target:
    """A cell that computes, and what it shows today."""

    base: str
    cell: Cell
    formula: str
    saved: object = field(compare=False)

    @property
    def name(self) -> str:
        """Its name within its sheet."""
        return f"{get_column_letter(self.cell[2])}{self.cell[1]}"

    @property
    def sheet(self) -> str:
        """Its sheet."""
        return self.cell[0]

    @property
    def shape(self) -> tuple[str, str]:
        """Its sheet, and its formula but for the numbers: what is alike is bent less often."""
        return self.sheet, f"{get_column_letter(self.cell[2])} {re.sub(r'[0-9]+', '', self.formula)}"

    @property
    def references(self) -> list[re.Match[str]]:
        """What it names, the ends of ranges too."""
        return list(REFERENCE.finditer(self.formula))

    @property
    def lone(self) -> list[re.Match[str]]:
        """The cells that it names, but those that are ends of ranges."""
        text = self.formula
        return [
            each for each in self.references if ":" not in (text[each.start() - 1], text[each.end() : each.end() + 1])
        ]


@dataclass(frozen=True, eq=False)
class Sheets:
    """A sound workbook, as read and as it computes."""

    path: Path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.stem

    @cached_property
    def submission(self) -> Submission:
        """As the program reads it."""
        return read_submission(self.path)

    @property
    def form(self) -> str:
        """The sheet that holds the answers."""
        return next(each.place.sheet for sheet in self.submission.worksheet.sheets for each in sheet.answers.values())

    def book(self) -> Workbook:
        """Return it to be changed."""
        return load_workbook(self.path)

    @cached_property
    def formulas(self) -> Mapping[Cell, str]:
        """Its cells that compute."""
        return {
            (sheet.title, cell.row, cell.column): str(cell.value)
            for sheet in self.book().worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }

    @cached_property
    def targets(self) -> list[Target]:
        """What can be bent."""
        shown = load_workbook(self.path, data_only=True)
        found = [
            Target(self.name, cell, text, shown[cell[0]].cell(*cell[1:]).value) for cell, text in self.formulas.items()
        ]
        return [each for each in found if each.sheet != "Ringkasan" or each.name not in TEXTUAL]

    @cached_property
    def constants(self) -> Mapping[Cell, object]:
        """What its other cells hold."""
        return {
            (sheet.title, cell.row, cell.column): cell.value
            for sheet in self.book().worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.data_type != "f"
        }

    def is_circle(self, target: Target, formula: str) -> bool:
        """Whether another formula in a cell would read itself."""
        todo, seen = list(read(formula, target.sheet)), set()
        while todo:
            cell = todo.pop()
            if cell == target.cell:
                return True
            if cell not in seen and cell in self.formulas:
                seen.add(cell)
                todo += read(self.formulas[cell], cell[0])
        return False


def read(formula: str, sheet: str) -> Iterator[Cell]:
    """Yield the cells that a formula reads."""
    last: tuple[str, int, int] | None = None
    for found in REFERENCE.finditer(formula):
        own = (found["sheet"] or "").strip("!").strip("'")
        row, column = int(found["row"].strip("$")), column_index_from_string(found["column"].strip("$"))
        if formula[found.start() - 1] == ":" and last:
            yield from ((last[0], r, c) for r in range(last[1], row + 1) for c in range(last[2], column + 1))
        last = (own or sheet, row, column)
        yield last


def closing(text: str, start: int) -> int:
    """Return where the bracket ends that is open at a place."""
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    raise ValueError(text)
