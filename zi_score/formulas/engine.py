"""The engine that computes a workbook's formulas, in its one room: load, type, compute, read.

It is quick and nearly always right; where it is known to be wrong its functions are replaced here, or
``zi_score.formulas.trust`` says so. It can hang or abort on one formula, so that it runs where it may be lost
(``zi_score.formulas.apart``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeGuard

import formualizer

from zi_score.model.submission import Position

Value = float | str | bool | None | date | datetime | time | timedelta
"""What a cell shows; an error is an ``ErrorValue``."""

Cell = tuple[str, int, int]
"""Sheet, row and column of a cell; rows and columns count from 0."""

_ELSEWHERE = re.compile(r"\[[^\[\]@#]+\][^\[\]'!(),;]*'?!")
"""How a formula names a sheet of another workbook."""


class ErrorValue(str):
    """An error that a cell shows, by the engine's name of its kind (``Div``, ``Circ``)."""

    __slots__ = ()


class Book:
    """A workbook that computes.

    >>> from pathlib import Path
    >>> book = Book(Path("worksheets/field/field-lke-zi.xlsx").read_bytes())
    >>> book.compute()
    >>> book.value(("LKE ZI", 7, 11))
    1.0
    """

    def __init__(self, content: bytes) -> None:
        """Load a workbook.

        Raises:
            ValueError: the engine cannot read it.

        """
        evaluation = formualizer.EvaluationConfig()
        evaluation.enable_parallel = False  # what costs more than it saves, in sheets of this size
        config = formualizer.WorkbookConfig(eval_config=evaluation, enable_changelog=False)
        try:
            self._book = formualizer.Workbook.from_bytes(content, config=config)
        except Exception as problem:
            raise ValueError(str(problem)) from problem
        for name, function in _REPLACED.items():
            self._book.register_function(
                name, _over_ranges(function), min_args=1, max_args=1, allow_override_builtin=True
            )
        self._sheets = {name: self._book.sheet(name) for name in self._book.sheet_names}
        self._typed: dict[Cell, Value] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(self._sheets)

    @property
    def names(self) -> Mapping[str, bool]:
        """The names that it defines, in capitals, and whether each stands for a single cell or value."""
        return {each["name"].upper(): each["kind"] in ("cell", "literal") for each in self._book.get_named_ranges()}

    def type(self, cell: Cell, value: Value) -> None:
        """Put a value in a cell, in place of what is there."""
        if cell in self._typed and self._typed[cell] is value:
            return
        self._typed[cell] = value
        sheet, row, column = cell
        self._sheets[sheet].set_value(row + 1, column + 1, value)

    def put(self, cell: Cell, formula: str) -> bool:
        """Put a formula in a cell, in place of what is there; tell whether the engine takes it."""
        self._typed.pop(cell, None)
        sheet, row, column = cell
        try:
            self._sheets[sheet].set_formula(row + 1, column + 1, formula)
        except Exception:  # noqa: BLE001 - it has no exceptions of its own for what it does not take
            return False
        return True

    def compute(self) -> None:
        """Compute what is not up to date."""
        self._book.evaluate_all()

    def value(self, cell: Cell) -> Value:
        """Return what a cell shows."""
        sheet, row, column = cell
        return _seen(self._book.get_value(sheet, row + 1, column + 1))

    def column(self, sheet: str, column: int, rows: range) -> list[Value]:
        """Return what the cells of a column show, in one go."""
        area = formualizer.RangeAddress(sheet, rows.start + 1, column + 1, rows.stop, column + 1)
        return [_seen(value) for (value,) in self._sheets[sheet].get_values(area)]


def reads_elsewhere(formula: str) -> bool:
    """Whether a formula reads another workbook: the engine computes nothing at all where one does.

    >>> reads_elsewhere("=[1]LKE!K8"), reads_elsewhere("='[o.xlsx]LKE ZI'!K8"), reads_elsewhere("='LKE ZI'!K8")
    (True, True, False)
    """
    return "[" in formula and _ELSEWHERE.search(formula) is not None


def is_plain(value: Value) -> TypeGuard[float | str | bool]:
    """Whether a cell shows a number, a text or a truth: no error, no date, and not nothing."""
    return isinstance(value, float | str | bool) and not isinstance(value, ErrorValue)


def _seen(value: object) -> Value:
    if value is None or isinstance(value, float | str | bool):
        return value if not isinstance(value, float) or math.isfinite(value) else ErrorValue("Num")
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dict):
        return ErrorValue(value.get("kind", "Error"))
    return value if isinstance(value, date | time | timedelta) else ErrorValue("Spill")


def _over_ranges(function: Callable[[object], object]) -> Callable[[object], object]:
    """Return a function of one value as one of a range too, value by value."""

    def over(value: object) -> object:
        if isinstance(value, list):
            return [[function(each) for each in row] for row in value]
        return function(value)

    return over


def _length(value: object) -> int:
    if isinstance(value, dict):
        raise TypeError(value.get("kind"))
    if isinstance(value, bool):
        return len(str(value))
    return 0 if value is None else len(f"{value:.15g}" if isinstance(value, int | float) else str(value))


_REPLACED: Mapping[str, Callable[[object], object]] = {
    "ISNUMBER": lambda value: isinstance(value, int | float | date | time) and not isinstance(value, bool),
    "ISTEXT": lambda value: isinstance(value, str),
    "ISBLANK": lambda value: value is None,
    "LEN": _length,
}
"""Functions that the engine computes of the first cell alone where they are given a range."""


def computed(content: bytes, typed: Mapping[Cell, Value], wanted: Iterable[Cell]) -> dict[Cell, Value]:
    """Return what cells of a workbook show once it is computed, with some cells typed in before."""
    book = Book(content)
    for cell, value in typed.items():
        book.type(cell, value)
    book.compute()
    return {cell: book.value(cell) for cell in wanted}


__all__ = ["Book", "Cell", "ErrorValue", "Position", "Value", "computed", "is_plain", "reads_elsewhere"]
