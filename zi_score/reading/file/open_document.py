"""An OpenDocument workbook (.ods): one part, in which rows, cells and blanks may be written once and meant often.

The reader of values takes white space between cells for a fault, though programs write it to keep
lines short; it gets a part without.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from zi_score.model.pattern import pattern
from zi_score.model.worksheet import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, VALUE_COST
from zi_score.reading.file.markup import read, reader_of
from zi_score.reading.file.refusal import megabytes, refuse

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""Where the reader of values stops to repeat."""

_CELLS = ("table-cell", "covered-table-cell")
_VALUED = frozenset(
    f"office:{name}" for name in ("value", "string-value", "date-value", "time-value", "boolean-value", "value-type")
) | {"table:formula"}
_TIGHT_BEFORE = frozenset((*_CELLS, "p", "named-range", "named-expression"))
_TIGHT_BEFORE_END = frozenset((*_CELLS, "table-row", "named-expressions"))
"""Tags before which there must be no white space."""

_WHITE = b" \t\r\n"
_MOST_REPEATED = 100
"""Rows or columns of a repeated cell of which it is known that they show a percentage."""

_RESULTS = frozenset(
    f"office:{name}" for name in ("value", "string-value", "date-value", "time-value", "boolean-value")
)
_REFERENCE = pattern(r"\[\$?('(?:[^']|'')*'|[^'.\[\]]*)\.([^:\[\]]+)(?::[^.\[\]]*\.([^\[\]]+))?\]")

_EMPTY = '""'
"""How a formula writes an empty text."""

_ROWS, _COLUMNS, _BLANKS = "table:number-rows-repeated", "table:number-columns-repeated", "text:c"


class Looked(NamedTuple):
    """A part as the reader of values should get it, and what that reader does not tell, by sheet and cell.

    ``percents`` are the cells that show a percentage, ``uncomputed`` the formulas without a saved result.
    """

    content: bytes
    percents: dict[str, frozenset[str]]
    uncomputed: dict[str, dict[str, str]]


def check_open_document(content: bytes, path: str) -> Looked:
    """Refuse a workbook that would fill the memory; else say what was seen of it.

    Args:
        content: the part that holds the sheets, in UTF-8.
        path: what to call the workbook.

    Raises:
        MarkupError: it is no XML.
        Unreadable: a limit is exceeded.

    """
    tables = _Tables(path)
    tight = _Tight(content)

    def start(name: str, attributes: dict[str, str]) -> None:
        tables.start(name, attributes)
        if name in _TIGHT_BEFORE:
            tight.close(reader.CurrentByteIndex)

    def end(name: str) -> None:
        tables.end(name)
        if name in _TIGHT_BEFORE_END:
            tight.close(reader.CurrentByteIndex)

    reader = reader_of(start, end)
    reader.CharacterDataHandler = tables.text
    read(reader, content)
    percents = {sheet: frozenset(cells) for sheet, cells in tables.percents.items()}
    return Looked(
        tight.content(), percents, {sheet: _unknown(found, tables) for sheet, found in tables.uncomputed.items()}
    )


def _unknown(formulas: dict[str, str], tables: _Tables) -> dict[str, str]:
    """Return the formulas whose results nobody saved.

    A program that calculates may write nothing for an empty text: LibreOffice, of a workbook that it took over.
    """
    return {cell: text for cell, text in formulas.items() if not (tables.is_calculated and _EMPTY in text)}


class _Tight:
    """A content without the white space before some tags."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._tight = bytearray()
        self._taken = 0

    def close(self, at: int) -> None:
        """Leave out the white space before a place."""
        begin = at
        while begin > self._taken and self._content[begin - 1] in _WHITE:
            begin -= 1
        if begin < at:
            self._tight += self._content[self._taken : begin]
            self._taken = at

    def content(self) -> bytes:
        """Return what is left."""
        return bytes(self._tight + self._content[self._taken :]) if self._taken else self._content


class _Tables:
    """Counts as the reader of values unfolds; the rows of a table within a table count for both."""

    def __init__(self, path: str) -> None:
        self.percents: dict[str, set[str]] = defaultdict(set)
        self.uncomputed: dict[str, dict[str, str]] = defaultdict(dict)
        self._path = path
        self._sheet = "-"
        self._cells = self._text = 0
        self._rows = self._height = self._width = self._column = self._length = 0
        self._rows_repeated = self._columns_repeated = 1
        self._is_valued = False
        self._formula: str | None = None
        self.is_calculated = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._sheet = attributes.get("table:name", "-")
            self._rows = self._height = self._width = 0
        elif name == "table-row":
            self._rows_repeated = _times(attributes.get(_ROWS), _LAST_ROW)
            self._rows += self._rows_repeated
            self._column = 0
        elif name in _CELLS:
            self._columns_repeated = _times(attributes.get(_COLUMNS), _LAST_COLUMN)
            self._column += self._columns_repeated
            self._is_valued = not _VALUED.isdisjoint(attributes)
            self._length = VALUE_COST + sum(map(len, attributes.values())) if self._is_valued else 0
            is_without = _RESULTS.isdisjoint(attributes)
            self._formula = attributes.get("table:formula") if is_without else None
            self.is_calculated |= not is_without and "table:formula" in attributes
            if attributes.get("office:value-type") == "percentage":
                self.percents[self._sheet].update(self._repeated())
        elif name == "s" and self._is_valued:
            self._length += _times(attributes.get(_BLANKS), LARGEST_TEXT)

    def _repeated(self) -> Iterator[str]:
        """Yield the names of a cell that may be meant often."""
        for up in range(min(self._rows_repeated, _MOST_REPEATED)):
            for left in range(min(self._columns_repeated, _MOST_REPEATED)):
                yield f"{column_letters(self._column - 1 - left)}{self._rows - up}"

    def text(self, text: str) -> None:
        self._length += len(text) if self._is_valued else 0
        if self._formula and not text.isspace():
            self._formula = None

    def end(self, name: str) -> None:
        if name == "table":
            self._cells += self._height * self._width
            self._rows = self._height = self._width = 0
        elif name in _CELLS and self._is_valued:
            self._is_valued = False
            if self._formula:
                self.uncomputed[self._sheet].update(dict.fromkeys(self._repeated(), _plainly(self._formula)))
            self._height, self._width = self._rows, max(self._width, min(self._column, _LAST_COLUMN))
            if self._cells + self._height * self._width > LARGEST_WORKBOOK:
                far = f"{column_letters(self._column - 1)}{self._rows}"
                refuse("sheet-too-large", self._path, sheet=self._sheet, far=far)
            self._text += self._length * self._columns_repeated * self._rows_repeated
            if self._text > LARGEST_TEXT:
                refuse("workbook-text-too-large", self._path, limit=megabytes(LARGEST_TEXT))


def _plainly(formula: str) -> str:
    """Return a formula as other workbooks write it: ``of:=SUM([Data.B1:.B3];1)`` is ``=SUM(Data!B1:B3,1)``."""
    text = _REFERENCE.sub(_cells, formula[formula.find("=") :])
    return text.replace(";", ",")


def _cells(reference: re.Match[str]) -> str:
    sheet, first, last = reference.groups()
    return f"{sheet}!{first}".removeprefix("!") + (f":{last}" if last else "")


def _times(text: str | None, most: int) -> int:
    """Return how often something is meant; a figure that is none the reader of values will refuse."""
    if text is None:
        return 1
    digits = text.strip().removeprefix("+")
    return min(int(digits[:12]), most) if digits.isdecimal() else most
