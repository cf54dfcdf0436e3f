"""An OpenDocument workbook (.ods): one part, in which rows, cells and blanks may be written once and meant often."""

from __future__ import annotations

from zi_score.model import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, VALUE_COST
from zi_score.reading.file.markup import read, reader_of
from zi_score.reading.refusal import megabytes, refuse

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""Where the reader of values stops to repeat."""

_CELLS = ("table-cell", "covered-table-cell")
_VALUED = frozenset(
    f"office:{name}" for name in ("value", "string-value", "date-value", "time-value", "boolean-value", "value-type")
) | {"table:formula"}
_ROWS, _COLUMNS, _BLANKS = "table:number-rows-repeated", "table:number-columns-repeated", "text:c"


def check_open_document(content: bytes, path: str) -> None:
    """Refuse a workbook that would fill the memory.

    Args:
        content: the part that holds the sheets, in UTF-8.
        path: what to call the workbook.

    Raises:
        MarkupError: it is no XML.
        Unreadable: a limit is exceeded.

    """
    tables = _Tables(path)
    reader = reader_of(tables.start, tables.end)
    reader.CharacterDataHandler = tables.text
    read(reader, content)


class _Tables:
    """Counts as the reader of values unfolds; the rows of a table within a table count for both."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._sheet = "-"
        self._cells = self._text = 0
        self._rows = self._height = self._width = self._column = self._length = 0
        self._rows_repeated = self._columns_repeated = 1
        self._is_valued = False

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
        elif name == "s" and self._is_valued:
            self._length += _times(attributes.get(_BLANKS), LARGEST_TEXT)

    def text(self, text: str) -> None:
        self._length += len(text) if self._is_valued else 0

    def end(self, name: str) -> None:
        if name == "table":
            self._cells += self._height * self._width
            self._rows = self._height = self._width = 0
        elif name in _CELLS and self._is_valued:
            self._is_valued = False
            self._height, self._width = self._rows, max(self._width, min(self._column, _LAST_COLUMN))
            if self._cells + self._height * self._width > LARGEST_WORKBOOK:
                far = f"{column_letters(self._column - 1)}{self._rows}"
                refuse("sheet-too-large", self._path, sheet=self._sheet, far=far)
            self._text += self._length * self._columns_repeated * self._rows_repeated
            if self._text > LARGEST_TEXT:
                refuse("workbook-text-too-large", self._path, limit=megabytes(LARGEST_TEXT))


def _times(text: str | None, most: int) -> int:
    """Return how often something is meant; a figure that is none the reader of values will refuse."""
    if text is None:
        return 1
    digits = text.strip().removeprefix("+")
    return min(int(digits[:12]), most) if digits.isdecimal() else most
