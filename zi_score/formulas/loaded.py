"""A submission in the engine: its formulas as they stand, and which of them the engine may compute wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from zi_score.formulas.engine import Book, Contents, reads_elsewhere
from zi_score.formulas.trust import Trust
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.formula import Range, position, taken_apart
from zi_score.model.pattern import pattern
from zi_score.model.submission import Position, Submission

_SHEET = pattern(r"'((?:[^']|'')+)'!|([^\s'\"!(),;:=<>+\-*/^&%{}]+)!")
_NOT_COMPUTED = frozenset({"Name", "NImpl", "Error", "Spill", "Ref"})
"""Errors that may be the engine's own, where a spreadsheet program shows a figure."""


_NO_NUMBER = "Value"
_LOCAL = pattern(r" *[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)? ?%? *")
_CATCHES = pattern(r"\b(IFERROR|ISERR|ISERROR|ISNUMBER|ERROR\.TYPE|N)\(", re.IGNORECASE)
"""What a formula shows that computes with a text, texts that are numbers where decimals have a comma, and functions
that hide whether they are."""


class Loaded:
    """A workbook, computed as it stands.

    ``doubts`` are the formulas that the engine may compute wrong, with what is doubtful of each: there stands the saved
    value, so that they cannot spoil what is computed beside them.
    """

    def __init__(self, content: bytes, submission: Submission) -> None:
        """Load and compute.

        Raises:
            ValueError: a formula keeps the engine from computing any.

        """
        self.submission = submission
        self.formulas = dict(_formulas(submission))
        self.book = Book(content, _contents(submission, self.formulas))
        self.doubts = dict(self._doubtful())
        self.book.compute()
        self.as_they_stand = {cell: self.book.value(cell) for cell in self.formulas}
        for cell, value in self.as_they_stand.items():
            if cell not in self.doubts and (doubt := self._doubt_of(cell, value)):
                self.doubts[cell] = doubt

    def saved(self, cell: Cell) -> Value:
        """Return the value that was saved with a cell."""
        value = self.submission.sheets[cell[0]].grid.at(cell[1], cell[2])
        return value if isinstance(value, float | str | bool) and value != "" else None

    def spread(self, judged: frozenset[Cell] = frozenset()) -> dict[Cell, str]:
        """Return the doubtful cells, and those that read one in which, as it is not judged, no right figure stands."""
        found = dict(self.doubts)
        pending = [cell for cell in self.doubts if cell not in judged]
        readers = _Readers(self.formulas) if pending else None
        while readers and pending:
            doubtful = pending.pop()
            for cell in readers.of(doubtful):
                if cell not in found:
                    found[cell] = found[doubtful]
                    if cell not in judged:
                        pending.append(cell)
        return found

    def _doubtful(self) -> Iterator[tuple[Cell, str]]:
        trust = Trust(self.book.names)
        for cell, formula in self.formulas.items():
            if "!" in formula and formula != self._written(cell):
                self.book.put(cell, formula)
            if doubt := "[…]" if reads_elsewhere(formula) else trust.doubt(formula):
                self.book.type(cell, self.saved(cell))
                yield cell, doubt

    def _doubt_of(self, cell: Cell, value: Value) -> str | None:
        """Return why a figure may be the engine's own: errors of what it lacks, texts that are numbers elsewhere."""
        is_error = isinstance(value, ErrorValue)
        if is_error and value in _NOT_COMPUTED:
            return f"#{value}"
        may_be_local = self._local_numbers and (
            value == _NO_NUMBER if is_error else _CATCHES.search(self.formulas[cell])
        )
        return next(self._local(cell), None) if may_be_local else None

    def _local(self, cell: Cell) -> Iterator[str]:
        """Yield the texts that a formula reads as numbers where people write these so: ``0,5``, ``60%``."""
        for each in taken_apart(self.formulas[cell]).cells:
            known = self._local_numbers.get((each.sheet or cell[0]).casefold(), {})
            if (each.top, each.left) == (each.bottom, each.right):
                yield from filter(None, [known.get((each.top, each.left))])

    @cached_property
    def _local_numbers(self) -> Mapping[str, Mapping[Position, str]]:
        """The texts that programs take for numbers by the settings of the country, by sheet; answers aside."""
        lke, answers = self.submission.lke.grid.sheet, {each.answer for each in self.submission.form.assessors}
        found: dict[str, dict[Position, str]] = {}
        for name, sheet in self.submission.sheets.items():
            aside = answers if name == lke else frozenset()
            for row, values in enumerate(sheet.grid.rows):
                for column, value in enumerate(values):
                    if isinstance(value, str) and column not in aside and _LOCAL.fullmatch(value):
                        found.setdefault(name.casefold(), {})[row, column] = value
        return found

    def _written(self, cell: Cell) -> str:
        sheet = self.submission.sheets[cell[0]]
        return sheet.behind.formulas[sheet.grid.place(cell[1], cell[2]).cell]


def _formulas(submission: Submission) -> Iterator[tuple[Cell, str]]:
    """Yield the formulas; sheets are named as they are called, for the engine minds capitals there."""
    spelled = {name.casefold(): name for name in submission.sheets}
    for name, sheet in submission.sheets.items():
        for cell, formula in sheet.behind.formulas.items():
            if at := position(cell):
                row, column = at
                yield (name, row, column), _with_sheets(formula, spelled) if "!" in formula else formula


def _with_sheets(formula: str, spelled: Mapping[str, str]) -> str:
    def named(match: re.Match[str]) -> str:
        name = match[1].replace("''", "'") if match[1] else match[2] or ""
        known = spelled.get(name.casefold(), name)
        return match[0] if known == name else "'" + known.replace("'", "''") + "'!"

    return _SHEET.sub(named, formula)


def _contents(submission: Submission, formulas: Mapping[Cell, str]) -> dict[str, Contents]:
    by_sheet: dict[str, dict[tuple[int, int], str]] = {name: {} for name in submission.sheets}
    for (name, row, column), formula in formulas.items():
        by_sheet[name][row, column] = formula
    return {name: (sheet.grid.rows, by_sheet[name]) for name, sheet in submission.sheets.items()}


class _Readers:
    """Tells which formulas read a cell."""

    def __init__(self, formulas: Mapping[Cell, str]) -> None:
        self._single: dict[tuple[str, int, int], list[Cell]] = defaultdict(list)
        self._ranges: dict[str, list[tuple[Range, Cell]]] = defaultdict(list)
        for cell, formula in formulas.items():
            for each in taken_apart(formula).cells:
                sheet = (each.sheet or cell[0]).casefold()
                if (each.top, each.left) == (each.bottom, each.right):
                    self._single[sheet, each.top, each.left].append(cell)
                else:
                    self._ranges[sheet].append((each, cell))

    def of(self, cell: Cell) -> Iterator[Cell]:
        """Yield the formulas that read a cell."""
        sheet, row, column = cell[0].casefold(), *cell[1:]
        yield from self._single.get((sheet, row, column), ())
        for each, reader in self._ranges.get(sheet, ()):
            if each.top <= row <= each.bottom and each.left <= column <= each.right:
                yield reader
