"""The engine that computes a workbook's formulas, in its one room: load, type, compute, read.

It is quick and nearly always right; where it is known to be wrong its functions are replaced here, or
``zi_score.formulas.trust`` says so. It can hang or abort on one formula, so that it runs where it may be lost
(``zi_score.formulas.apart``).
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

import formualizer

from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.pattern import pattern
from zi_score.model.submission import Position

_DAY, _FIRST_DAY = timedelta(days=1), datetime(1899, 12, 30)  # noqa: DTZ001 - as above
_ELSEWHERE = pattern(r"\[[^\[\]@#]+\][^\[\]'!(),;]*'?!")
"""How a formula names a sheet of another workbook."""


Contents = tuple[Sequence[Sequence[object]], Mapping[Position, str]]
"""The values of a sheet, and its formulas."""


class Book:
    """A workbook that computes.

    >>> from pathlib import Path
    >>> book = Book(Path("worksheets/field/field-lke-zi.xlsx").read_bytes())
    >>> book.compute()
    >>> book.value(("LKE ZI", 7, 11))
    1.0
    """

    def __init__(self, content: bytes, sheets: Mapping[str, Contents] = MappingProxyType({})) -> None:
        """Load a workbook.

        Args:
            content: the file.
            sheets: what was read from it, which is laid out anew where the engine cannot read the file, or not all.

        """
        evaluation = formualizer.EvaluationConfig()
        evaluation.enable_parallel = False  # what costs more than it saves, in sheets of this size
        config = formualizer.WorkbookConfig(eval_config=evaluation, enable_changelog=False)
        try:
            self._book = formualizer.Workbook.from_bytes(content, config=config)
            is_whole = sheets.keys() <= set(self._book.sheet_names)
        except Exception:  # noqa: BLE001 - it has no exceptions of its own for what it cannot read
            is_whole = False
        if not is_whole:
            self._book = _laid_out(formualizer.Workbook(config=config), sheets)
        for name, function in _REPLACED.items():
            self._book.register_function(
                name, _over_ranges(function), min_args=1, max_args=1, allow_override_builtin=True
            )
        self._book.register_function(
            "SUMPRODUCT", _sum_of_products, min_args=1, max_args=255, allow_override_builtin=True
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

    @property
    def named_cells(self) -> Mapping[str, Cell]:
        """The cells for which names stand, by these in capitals."""
        found = (each for each in self._book.get_named_ranges() if each["kind"] == "cell")
        return {each["name"].upper(): (each["sheet"], each["start_row"] - 1, each["start_col"] - 1) for each in found}

    def type(self, cell: Cell, value: Value) -> None:
        """Put a value in a cell, in place of what is there; what is there already makes nothing out of date."""
        known = self._typed.get(cell)
        if cell in self._typed and type(known) is type(value) and known == value:
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
        """Compute what is not up to date.

        Raises:
            ValueError: a formula keeps the engine from computing any.

        """
        try:
            self._book.evaluate_all()
        except formualizer.ExcelEvaluationError as problem:
            raise ValueError(str(problem)) from problem

    def computed(self, cell: Cell) -> Value:
        """Return what a cell shows, computed with no more than what it reads."""
        sheet, row, column = cell
        return _seen(self._book.evaluate_cell(sheet, row + 1, column + 1))

    def value(self, cell: Cell) -> Value:
        """Return what a cell shows."""
        sheet, row, column = cell
        return _seen(self._book.get_value(sheet, row + 1, column + 1))

    def column(self, sheet: str, column: int, rows: range) -> list[Value]:
        """Return what the cells of a column show, in one go."""
        area = formualizer.RangeAddress(sheet, rows.start + 1, column + 1, rows.stop, column + 1)
        return [_seen(value) for (value,) in self._sheets[sheet].get_values(area)]


def _laid_out(book: formualizer.Workbook, sheets: Mapping[str, Contents]) -> formualizer.Workbook:
    for name in sheets:
        book.add_sheet(name)
    for name, (values, formulas) in sheets.items():
        sheet = book.sheet(name)
        for row, cells in enumerate(values, start=1):
            for column, value in enumerate(cells, start=1):
                if isinstance(value, float | str | bool) and value != "":
                    sheet.set_value(row, column, value)
        for (row, column), formula in formulas.items():
            with contextlib.suppress(Exception):  # what it does not take stays a value
                sheet.set_formula(row + 1, column + 1, formula)
    return book


def reads_elsewhere(formula: str) -> bool:
    """Whether a formula reads another workbook: the engine computes nothing at all where one does.

    >>> reads_elsewhere("=[1]LKE!K8"), reads_elsewhere("='[o.xlsx]LKE ZI'!K8"), reads_elsewhere("='LKE ZI'!K8")
    (True, True, False)
    """
    return "[" in formula and _ELSEWHERE.search(formula) is not None


def _seen(value: object) -> Value:
    if isinstance(value, float):
        return value if math.isfinite(value) else ErrorValue("Num")
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dict):
        return ErrorValue(value.get("kind", "Error"))
    if isinstance(value, date | time | timedelta):
        return _serial(value)
    return ErrorValue("Spill")


def _serial(value: date | time | timedelta) -> float:
    """Return a moment as the number that a cell holds of it."""
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
    moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a date of a sheet has no zone
    return (moment - _FIRST_DAY) / _DAY


def _over_ranges(function: Callable[[object], object]) -> Callable[[object], object]:
    """Return a function of one value as one of a range too, value by value."""

    def over(value: object) -> object:
        if isinstance(value, list):
            return [[function(each) for each in row] for row in value]
        return function(value)

    return over


def _sum_of_products(*arguments: object) -> float:
    """Add up products cell by cell; texts and truths are no numbers, whatever they look like."""
    columns = [[cell for row in each for cell in row] if isinstance(each, list) else [each] for each in arguments]
    if len({len(column) for column in columns}) > 1:
        raise ValueError("SUMPRODUCT")
    if error := next((cell for column in columns for cell in column if isinstance(cell, dict)), None):
        raise ValueError(error.get("kind"))
    return math.fsum(math.prod(map(_as_number, cells)) for cells in zip(*columns, strict=True))


def _as_number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


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
