"""How far a sheet's values reach: the reader holds the rectangle around them in memory."""

from __future__ import annotations

import re

LARGEST_SHEET = 4_000_000
"""Cells in the rectangle around a sheet's values."""

_LONGEST_TAG = 4096
_NEAR = rb'[A-Z]{1,2}(?:\d{1,3}|[1-4]\d{3})"'
_FAR_CELL = re.compile(rb'<c(?! r="' + _NEAR + rb"|[a-zA-Z])")
"""Anything but plain cells in the first 702 columns and 4,999 rows, which always fit."""

_ONE_LETTER, _TWO_LETTERS = 26, 702
_SECOND_LETTER = re.compile(rb'<c r="[A-Z]{2}\d')
_ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}\d{1,7}"|[a-zA-Z])')
_ROW = re.compile(rb"""<row[^>]*?\sr\s*=\s*["'](\d{1,7})""")
_VALUE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?!</)')
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^>]*|/)?>(\s*</)?")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{0,3})(\d{1,7})\s*["']""")


class SheetExtent:
    """Follows a sheet's XML block by block.

    Most sheets have nothing far away and are done at a glance; of those that have, the values
    are looked at; only where cells do not say where they are must they be counted.
    """

    def __init__(self) -> None:
        """Begin before the first row."""
        self.is_sheet = False
        self._is_odd = False
        self._rest = self._passed = b""
        self._row = self._column = self._last_row = self._last_column = 0

    def outgrown(self, block: bytes) -> str | None:
        """Follow the next block; return the cell with which the sheet outgrows the limit."""
        text = self._rest + block
        cut = text.rfind(b"<")
        cut = cut if len(text) - cut <= _LONGEST_TAG and cut >= 0 else len(text)
        text, self._rest = text[:cut], text[cut:]
        self.is_sheet = self.is_sheet or b"sheetData" in text
        if not self.is_sheet:
            return None
        self._is_odd = self._is_odd or b":sheetData" in text
        if self._passed:
            self._skip(self._passed)
        if not (self._is_odd or self._last_row or _FAR_CELL.search(text)):
            self._passed = text  # how far it reaches matters only if something follows
            return None
        self._passed = b""
        self._is_odd = self._is_odd or bool(_ODD_CELL.search(text))
        return self._counted(text) if self._is_odd else self._looked_at(text)

    def _skip(self, text: bytes) -> None:
        width = _TWO_LETTERS if _SECOND_LETTER.search(text) else _ONE_LETTER
        self._last_column = max(self._last_column, width)
        if row := _ROW.match(text, max(0, text.rfind(b"<row"))):
            self._row = int(row[1])

    def _looked_at(self, text: bytes) -> str | None:
        for letters, digits in _VALUE.findall(text):
            if self._is_too_far(int(digits), _number(letters)):
                return f"{letters.decode()}{digits.decode()}"
        self._skip(text)
        return None

    def _counted(self, text: bytes) -> str | None:
        for tag, attributes, closes in _TAG.findall(text):
            reference = _REFERENCE.search(attributes)
            if tag == b"row":
                self._row, self._column = (int(reference[2]) if reference else self._row + 1), 0
                continue
            if reference:
                self._column, self._row = _number(reference[1]), int(reference[2])
            else:
                self._column += 1
            if not (closes or attributes.endswith(b"/")) and self._is_too_far(self._row, self._column):
                return f"{reference[1].decode() if reference else ''}{self._row}"
        return None

    def _is_too_far(self, row: int, column: int) -> bool:
        self._last_row, self._last_column = max(row, self._last_row), max(column, self._last_column)
        return self._last_row * self._last_column > LARGEST_SHEET


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


_TABLE, _TABLE_ROW = b"<table:table ", b"<table:table-row"
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_HOLDS_VALUE = (b"office:value", b"office:boolean-value", b"office:date-value", b"office:string-value", b"<text:p")


def open_document_outgrows(content: bytes) -> bool:
    """Whether a table's repeated cells with values unpack to more than fits."""
    for table in content.split(_TABLE)[1:]:
        cells = rows = width = 0
        for row in table.split(_TABLE_ROW)[1:]:
            head, _, body = row.partition(b">")
            rows += int((_REPEATED.findall(head) or [b"1"])[0])
            if any(mark in body for mark in _HOLDS_VALUE):
                width = max(width, body.count(b"table-cell") + sum(int(number) for number in _REPEATED.findall(body)))
                cells = rows * width
        if cells > LARGEST_SHEET:
            return True
    return False
