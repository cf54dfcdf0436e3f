"""A sheet as it was read, taken as a table: its row of headings, its columns, and the cell of each value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from zi_score.law.fault import Fault
from zi_score.law.sheets.form import NOTES, OPEN, RUBRIC, SheetForm
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.exact import exact, plain
from zi_score.model.findings import single_spaced
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import column_letters

Rows = Sequence[Sequence[object]]
"""The cells of a sheet: texts, numbers, truth values and dates; an empty text where there is nothing."""

_ENOUGH = 2
"""Headings by which a row is known as the one of headings."""

_NUMBER = pattern(r"[+-]?\d+(?:[.,]\d+)?(?P<percent> ?%)?")
_BETWEEN = pattern(r"\n|(?<!;);(?!;)")
_NONE = "tidak ada"
_WORDED = frozenset({"choice", "case", "words", "aliases", "label", "text", "typed", "meant", "keywords", "points"})
"""Columns in which these words may be what the regulation says."""

_BROKEN = pattern(r"#(?:REF|VALUE|NAME|DIV/0|N/A|NULL|NUM)[!?]?")
"""What a formula says that fails."""


class Uncalculated(str):
    """A formula whose result nobody knows, in place of that; a text that merely begins like one is none."""

    __slots__ = ()


@dataclass(frozen=True)
class RuleLine:
    """A row of a table: its values by the keys of the columns, and where they stand."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    values: Sequence[object]

    def cell(self, key: str) -> str:
        """Return the cell of a column, else that of the first column."""
        column = self.columns.get(key, min(self.columns.values()))
        return f"{self.sheet}!{column_letters(column)}{self.row + 1}"

    def value(self, key: str) -> object:
        """Return what stands in a column; None where there is nothing, or where somebody says so."""
        column = self.columns.get(key)
        if column is None or column >= len(self.values):
            return None
        found = self.values[column]
        if isinstance(found, str):
            said = found.strip(" \t")
            is_none = said.casefold() == _NONE and key not in _WORDED and not key.startswith(RUBRIC)
            return None if is_none or not said.strip() else said
        return found.date() if isinstance(found, datetime) else found

    def is_uncalculated(self, key: str) -> bool:
        """Whether a formula stands in a column whose result nobody knows."""
        column = self.columns[key]
        return column < len(self.values) and isinstance(self.values[column], Uncalculated)

    def named(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield the columns that the ruleset names: their keys, and what stands behind the beginning of each."""
        return ((key, key[len(prefix) :]) for key in self.columns if key.startswith(prefix))

    def text(self, key: str) -> str | None:
        """Return what stands in a column as a text."""
        return as_text(self.value(key))

    def texts(self, key: str) -> list[str]:
        """Return the texts in a column, as ``write.listed`` puts them together."""
        parts = _BETWEEN.split(self.text(key) or "")
        return [part.strip().replace(";;", ";") for part in parts if part.strip()]

    def number(self, key: str) -> object:
        """Return the number in a column; what is none as it is, to be refused."""
        return as_number(self.value(key))


def as_text(value: object) -> str | None:
    """Return a value of a cell as a text: a number as a person sees it."""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, int | float):
        return plain(exact(value))
    return None if value is None else str(value)


def as_number(value: object) -> object:
    """Return a value of a cell as a number, also where it was typed as a text: ``0,65``, ``65 %``.

    >>> as_number("0,65"), as_number("65 %"), as_number("banyak"), as_number(1e300)
    (Fraction(13, 20), Fraction(13, 20), 'banyak', '1e+300')
    """
    try:
        if isinstance(value, str) and (match := _NUMBER.fullmatch(value.strip())):
            number = exact(value.strip().removesuffix("%").strip().replace(",", "."))
            return number / 100 if match["percent"] else number
        if isinstance(value, int | float) and not isinstance(value, bool):
            return exact(plain(exact(value)))  # as it will be written, and read again
    except ValueError:  # it has more digits than any figure of a regulation
        return str(value)
    return value


def whole(value: object) -> object:
    """Return a whole number as such, anything else as it is."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def day(value: object) -> object:
    """Return the text of a day as it is written in files; anything else as it is, to be refused."""
    return value if isinstance(value, date) or value is None else as_text(value)


class RuleTable:
    """A sheet as a table; ``faults`` are what keeps it from being one."""

    def __init__(self, book: str, form: SheetForm, rows: Rows) -> None:
        """Find the row of headings, and name what is not known of it.

        Args:
            book: the workbook's name, for faults.
            form: which columns there are.
            rows: the cells of the sheet.

        """
        self.faults: list[Fault] = []
        self.lines: list[RuleLine] = []
        self._book, self._form = book, form
        known = {_said(field.heading): field.key for field in form.fields}
        at = next((n for n, row in enumerate(rows) if sum(_said(cell) in known for cell in row) >= _ENOUGH), None)
        if at is None:
            headings = ", ".join(field.heading for field in form.fields)
            self._fault(form.name, _("no row of headings"), _("a row with {headings}").format(headings=headings))
            return
        columns = self._columns(at, rows[at], known)
        self.lines = [
            line
            for number, values in enumerate(rows[at + 1 :], at + 1)
            if any((line := RuleLine(form.name, number, columns, values)).value(key) is not None for key in columns)
        ]
        for line in self.lines:
            self._check_errors(line)

    def _columns(self, at: int, row: Sequence[object], known: Mapping[str, str]) -> dict[str, int]:
        columns: dict[str, int] = {}
        for number, cell in enumerate(row):
            said = single_spaced(str(cell))
            opened = self._form.open_
            is_own = opened is not None and said.casefold().startswith(opened.casefold()) and len(said) > len(opened)
            key = known.get(_said(cell)) or (f"{opened}{said[len(opened or '') :]}" if is_own else None)
            place = f"{self._form.name}!{column_letters(number)}{at + 1}"
            if key in columns:
                self._fault(place, _("{name} twice").format(name=quoted(said)), _("each heading once"))
            elif key:
                columns[key] = number
            elif said and not said.casefold().startswith(NOTES.casefold()):
                near = one_of([field.heading for field in self._form.fields], said)
                expected = _("{near}; a column of your own begins with {notes}")
                self._fault(place, quoted(said), expected.format(near=near, notes=NOTES))
        for field in self._form.fields:
            if field.needed and field.key not in columns:
                place = f"{self._form.name}!{column_letters(0)}{at + 1}"
                self._fault(place, _("no column {name}").format(name=field.heading), _("it in this row of headings"))
        return columns

    def _check_errors(self, line: RuleLine) -> None:
        for key in line.columns:
            value = line.value(key)
            if isinstance(value, str) and _BROKEN.fullmatch(value):
                self._fault(line.cell(key), quoted(value), _("a value; the formula in this cell fails"))
            if isinstance(value, str) and value.casefold().startswith(OPEN):
                self._fault(line.cell(key), quoted(value), _("what the text of the regulation says, or 'tidak ada'"))
            if line.is_uncalculated(key):
                expected = _("its result; open the workbook in Excel or LibreOffice and save it")
                self._fault(line.cell(key), quoted(value), expected)

    def _fault(self, cell: str, found: str, expected: str) -> None:
        self.faults.append(Fault(self._book, "", found, expected, cell))


def _said(cell: object) -> str:
    return single_spaced(str(cell)).casefold() if isinstance(cell, str) else ""
