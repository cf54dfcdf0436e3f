"""Cells of a worksheet's XML, written where they stand: every other byte stays as it is."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from zi_score.model.exact import exact, plain
from zi_score.model.formula import position
from zi_score.model.pattern import pattern
from zi_score.model.submission import Position
from zi_score.model.worksheet import column_letters

UNWRITABLE = "\ufffe\uffff"
"""Characters that no XML can hold, not even by their numbers."""

LONGEST = 32_767
"""Characters that a cell can hold, in the units of UTF-16."""

_TAG = pattern(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_LIKE_ESCAPED = pattern("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = pattern("[\x00-\x08\x0b-\x1f]")
_TRUE = ("1", "true")
_SHEET, _COLUMN = ("worksheet", "sheetData"), ("worksheet", "cols", "col")
_ROW, _CELL = (*_SHEET, "row"), (*_SHEET, "row", "c")

Values = Mapping[Position, str | Fraction]


class UnfillableError(Exception):
    """A sheet that cannot be written into; the text says what was found, for a programmer."""


class _Edit(NamedTuple):
    """Bytes to replace; ``order`` tells those apart that begin at the same place."""

    start: int
    order: int
    end: int
    new: str


@dataclass
class _Cell:
    column: int
    start: int
    end: int
    style: str | None


@dataclass
class _Row:
    """A row: where its start tag begins and ends, and where its end tag begins; None if it has none."""

    start: int
    opened: int
    style: str | None
    closing: int | None = None
    cells: list[_Cell] = field(default_factory=list)


def with_cells(sheet: bytes, values: Values) -> bytes:
    """Return a sheet with these values in its cells; styles stay, cells that are not there are added.

    Args:
        sheet: the part of a package that holds the sheet.
        values: texts and numbers by row and column, counted from 0.

    Raises:
        UnfillableError: the part is not what spreadsheet programs write.

    """
    found = _Finder(sheet)
    edits = [edit for number in sorted({row for row, _ in values}) for edit in _row_edits(found, number, values)]
    for edit in sorted(edits, reverse=True):
        sheet = sheet[: edit.start] + edit.new.encode() + sheet[edit.end :]
    return sheet


def with_cells_of(content: bytes, part: str, values: Values) -> bytes:
    """Return a package with new cells in one sheet, every other part as it was; raises as ``with_cells``."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        copy.comment = source.comment
        sheet = with_cells(source.read(part), values)
        for entry in source.infolist():
            copy.writestr(entry, sheet if entry.filename == part else source.read(entry), entry.compress_type)
    return target.getvalue()


def _row_edits(found: _Finder, number: int, values: Values) -> Iterator[_Edit]:
    """Yield what changes in a row: cells that are there are replaced, others put between them."""
    columns = sorted(column for row, column in values if row == number)
    row = found.rows.get(number)
    if row is None or row.closing is None:
        cells = "".join(found.rendered((number, column), values, row) for column in columns)
        yield _new_row(found, number, row, cells)
        return
    for column in columns:
        new = found.rendered((number, column), values, row)
        at = next((cell for cell in row.cells if cell.column >= column), None)
        if at is not None and at.column == column:
            yield _Edit(at.start, column, at.end, new)
        else:
            place = row.closing if at is None else at.start
            yield _Edit(place, column, place, new)


def _new_row(found: _Finder, number: int, row: _Row | None, cells: str) -> _Edit:
    """Return a row that was not there, or that was there without any cell."""
    tag = f"{found.prefix}row"
    if row is not None:
        opening = found.sheet[row.start : row.opened].decode().removesuffix("/>").rstrip()
        return _Edit(row.start, number, row.opened, f"{opening}>{cells}</{tag}>")
    numbers = list(found.rows)
    following = bisect(numbers, number)
    place = found.rows[numbers[following]].start if following < len(numbers) else found.end
    return _Edit(place, number, place, f'<{tag} r="{number + 1}">{cells}</{tag}>')


class _Finder:
    """Finds where rows and cells stand in the bytes of a sheet."""

    def __init__(self, sheet: bytes) -> None:
        self.sheet = sheet
        self.rows: dict[int, _Row] = {}
        self.prefix = ""
        self.end = 0
        self._path: tuple[str, ...] = ()
        self._column_styles: list[tuple[int, int, str]] = []
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        if b"\0" in sheet[:4]:
            raise UnfillableError("UTF-16")
        try:
            self._parser.Parse(sheet, True)  # noqa: FBT003 - expat names no arguments
        except (expat.ExpatError, ValueError, LookupError) as problem:
            raise UnfillableError(str(problem)) from problem
        if not self.end or list(self.rows) != sorted(self.rows):
            raise UnfillableError("sheetData")

    def rendered(self, at: Position, values: Values, row: _Row | None) -> str:
        """Return a cell with its value, in the style of the cell, row or column that it stands in."""
        number, column = at
        cells = row.cells if row else []
        known = next((cell for cell in cells if cell.column == column), None)
        style = known.style if known else (row.style if row else None) or self._style_of(column)
        attributes = f"r={quoteattr(f'{column_letters(column)}{number + 1}')}"
        attributes += f" s={quoteattr(style)}" if style else ""
        value, p = values[at], self.prefix
        if isinstance(value, Fraction) and exact(float(value)) == value:
            return f"<{p}c {attributes}><{p}v>{plain(value)}</{p}v></{p}c>"
        text = _written(value if isinstance(value, str) else plain(value))
        return f'<{p}c {attributes} t="inlineStr"><{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'

    def _style_of(self, column: int) -> str | None:
        return next((style for first, last, style in self._column_styles if first <= column <= last), None)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").casefold() not in ("utf-8", "us-ascii"):
            raise UnfillableError(encoding)

    def _doctype(self, *_declaration: object) -> None:
        raise UnfillableError("DOCTYPE")

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        self._path = (*self._path, local)
        start = self._parser.CurrentByteIndex
        if self._path == _SHEET:
            self.prefix = prefix + colon
        elif self._path == _COLUMN and "style" in attributes:
            self._column_styles.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1, attributes["style"]))
        elif self._path == _ROW:
            number = int(attributes["r"]) - 1 if "r" in attributes else max(self.rows, default=-1) + 1
            if number in self.rows:
                raise UnfillableError(f"row {number + 1}")
            style = attributes.get("s") if attributes.get("customFormat") in _TRUE else None
            self.rows[number] = _Row(start, self._tag_end(start), style)
        elif self._path == _CELL:
            row = self._row
            at = position(attributes["r"]) if "r" in attributes else None
            column = at[1] if at else row.cells[-1].column + 1 if row.cells else 0
            row.cells.append(_Cell(column, start, self._tag_end(start), attributes.get("s")))

    def _ended(self, _name: str) -> None:
        start = self._parser.CurrentByteIndex
        if self._path == _SHEET:
            self.end = start
        elif self._path == _ROW:
            row = self._row
            row.closing = None if self._is_empty(row.opened) else start
        elif self._path == _CELL:
            cell = self._row.cells[-1]
            cell.end = cell.end if self._is_empty(cell.end) else self._tag_end(start)
        self._path = self._path[:-1]

    @property
    def _row(self) -> _Row:
        return next(reversed(self.rows.values()))

    def _is_empty(self, end: int) -> bool:
        """Whether the tag that ends here is an element without content."""
        return self.sheet.endswith(b"/>", 0, end)

    def _tag_end(self, start: int) -> int:
        """Return where the tag ends that begins here."""
        tag = _TAG.match(self.sheet, start)
        if tag is None:
            raise UnfillableError(f"byte {start}")
        return tag.end()


def _written(text: str) -> str:
    """Return a text as a workbook writes it: characters that XML lacks by their numbers, others as they are."""
    unlike = _LIKE_ESCAPED.sub("_x005F_", text)
    return escape(_CONTROL.sub(lambda char: f"_x{ord(char[0]):04X}_", unlike))
