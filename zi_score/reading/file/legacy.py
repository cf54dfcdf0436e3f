"""An old workbook (.xls): a stream of records, whose figures the reader believes.

The records of every sheet are looked at as the reader looks at them, from where the workbook says
that the sheet begins. Sheets may not share records, or a few bytes would be read without end.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from zi_score.model.worksheet import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_ELEMENTS, MOST_MERGES, VALUE_COST
from zi_score.reading.file.percents import BUILT_IN, is_percent
from zi_score.reading.file.refusal import megabytes, refuse
from zi_score.reading.file.strings import lengths_of

_RECORD, _PLACE, _SHORT, _LONG = struct.Struct("<HH"), struct.Struct("<HH"), struct.Struct("<H"), struct.Struct("<I")
_BEGIN, _END, _CONTINUED, _PASSWORD = 0x0809, 0x000A, 0x003C, 0x002F
_SHEET, _STRINGS = 0x0085, 0x00FC
_CODE_PAGE, _FORMAT, _STYLE = 0x0042, 0x041E, 0x00E0
_NUMBERS = frozenset({0x0006, 0x0203, 0x027E})
_DIMENSIONS, _MERGED, _SHARED, _FORMULA, _SEVERAL = 0x0200, 0x00E5, 0x00FD, 0x0006, 0x00BD
_VALUES = frozenset({_FORMULA, _SEVERAL, _SHARED, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E})
_TEXT_OF_FORMULA = 0x0207

_SHEET_NAME, _SHARED_INDEX, _FORMULA_HEAD = 6, 6, 22
_NAMED = {_SHEET: _SHEET_NAME, 0x0018: 3}
"""Records with a name that formulas may name, and where its length stands."""

_BYTE_TEXTS = frozenset({0x0002, 0x0007, 0x0200, 0x0300, 0x0400, 0x0500})
"""Versions whose texts are bytes of a code page; those of later ones are UTF-16, whatever code page is named."""

_UTF_16 = 1200

_MOST_CONTINUED = 10_000
"""Records that continue one; the reader takes them off the front of a list, one by one."""

_LAST_ROW = 65_536
_CHARACTER = 3
"""Bytes that a character takes at most."""

_SHORTEST_TOKEN = 5
"""Bytes in which a formula names a name or a sheet."""


@dataclass
class _Globals:
    """What the records before the sheets say."""

    has_wide_texts: bool = True
    sheets: list[tuple[int, str]] = field(default_factory=list)
    percent_formats: set[int] = field(default_factory=lambda: set(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    longest_name: int = 0
    end: int = 0

    def text(self, record: bytes) -> str:
        """Return the text of a record that begins with its length, in one byte."""
        if self.has_wide_texts and record[1] & 1:
            return record[2 : 2 + 2 * record[0]].decode("utf-16-le", errors="replace")
        start = 1 + self.has_wide_texts
        return record[start : start + record[0]].decode("latin-1")


def check_legacy(stream: bytes, path: str) -> tuple[bytes, dict[str, frozenset[str]]]:
    """Refuse a workbook that would fill the memory, or needs a password.

    Returns it as the reader should get it, and the cells of each sheet that show a percentage.

    Args:
        stream: the records.
        path: what to call the workbook.

    Raises:
        ValueError, LookupError, struct.error: it is damaged.
        Unreadable: a limit is exceeded.

    """
    look = _Look(stream, path)
    book = look.globals()
    spans = [(0, book.end)]
    for start, name in book.sheets:
        spans.append((start, look.sheet(start, name, book)))
    if any(end > start for (_, end), (start, _) in pairwise(sorted(spans))):
        raise ValueError("sheets that share records")
    return bytes(look.given), {name: frozenset(cells) for name, cells in look.percents.items()}


class _Look:
    """One pass over the records of a workbook, counting as it goes."""

    def __init__(self, stream: bytes, path: str) -> None:
        self._stream, self._path = stream, path
        self._records = self._text = self._cells = self._merges = self._rows = self._columns = 0
        self.given = bytearray(stream)
        self.percents: dict[str, set[str]] = {}

    def globals(self) -> _Globals:
        """Return what stands before the sheets."""
        book = _Globals()
        pieces: list[bytes] = []
        for at, kind, record in self._from(0):
            if kind == _CONTINUED:
                pieces += [record] if pieces else []
            elif kind == _PASSWORD:
                refuse("file-protected", self._path)
            else:
                self._add_strings(pieces, book)
                pieces = [record] if kind == _STRINGS else []
            if kind == _SHEET:
                name = book.text(record[_SHEET_NAME:]).replace("\0", "")
                book.sheets.append((_LONG.unpack_from(record)[0], name))
            self._note_format(book, at, kind, record)
            if kind in _NAMED:
                book.longest_name = max(book.longest_name, record[_NAMED[kind]])
            book.end = at + _RECORD.size + len(record)
            if kind == _END:
                break
        self._add_strings(pieces, book)
        return book

    def _note_format(self, book: _Globals, at: int, kind: int, record: bytes) -> None:
        """Note how texts are written and which styles show a percentage; correct the code page of texts in UTF-16."""
        if kind == _BEGIN:
            version = _SHORT.unpack_from(record)[0]
            book.has_wide_texts = version not in _BYTE_TEXTS
        elif kind == _CODE_PAGE and book.has_wide_texts:
            _SHORT.pack_into(self.given, at + _RECORD.size, _UTF_16)
        elif kind == _STYLE:
            book.styles.append(_SHORT.unpack_from(record, _SHORT.size)[0])
        elif kind == _FORMAT:
            number, code = _SHORT.unpack_from(record)[0], record[_SHORT.size :]
            # The length is told in two bytes where texts are wide; no code that matters is longer than one tells.
            shown = is_percent(book.text(code[:1] + code[2:] if book.has_wide_texts else code))
            (book.percent_formats.add if shown else book.percent_formats.discard)(number)

    def _add_strings(self, pieces: list[bytes], book: _Globals) -> None:
        if pieces:
            book.lengths = lengths_of(pieces, LARGEST_TEXT // VALUE_COST)
            self._add_text(sum(book.lengths) * _CHARACTER + VALUE_COST * len(book.lengths))

    def sheet(self, start: int, name: str, book: _Globals) -> int:
        """Look at the records of a sheet; return where it ends."""
        depth, end = 0, start
        self._rows = self._columns = 0
        styles = {n for n, number in enumerate(book.styles) if number in book.percent_formats}
        percents = self.percents.setdefault(name, set())
        dearness = 1 + _CHARACTER * book.longest_name // _SHORTEST_TOKEN
        for at, kind, record in self._from(start):
            end = at + _RECORD.size + len(record)
            depth += (kind == _BEGIN) - (kind == _END)
            if kind == _END and depth <= 0:
                break
            if depth > 1:  # a chart within the sheet
                continue
            if kind == _DIMENSIONS:
                self._clear_dimensions(end - len(record), record)
            elif kind == _MERGED:
                self._add_merges(_SHORT.unpack_from(record)[0])
            elif kind in _VALUES:
                self._reach(kind, record, name)
                percents.update(_shown_as_percent(kind, record, styles))
                self._add_text(VALUE_COST + self._length(kind, record, book.lengths, dearness))
            elif kind == _TEXT_OF_FORMULA:
                self._add_text(VALUE_COST + len(record))
        self._cells += self._rows * self._columns
        return end

    def _reach(self, kind: int, record: bytes, sheet: str) -> None:
        row, column = _PLACE.unpack_from(record)
        if kind == _SEVERAL:
            column = max(column, _SHORT.unpack_from(record, len(record) - _SHORT.size)[0])
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        if self._cells + self._rows * self._columns > LARGEST_WORKBOOK:
            refuse("sheet-too-large", self._path, sheet=sheet, far=f"{column_letters(column)}{row + 1}")

    def _clear_dimensions(self, at: int, record: bytes) -> None:
        """Take out how far a sheet says to reach: the reader asks for so much memory, and needs it for nothing else."""
        if len(record) >= _LONG.size * 2 + 6 and (rows := _LONG.unpack_from(record, _LONG.size)[0]) > _LAST_ROW:
            raise ValueError(f"{rows:,} rows")
        self.given[at : at + len(record)] = bytes(len(record))

    def _length(self, kind: int, record: bytes, lengths: list[int], dearness: int) -> int:
        if kind == _FORMULA:
            return dearness * max(len(record) - _FORMULA_HEAD, 0)
        if kind != _SHARED:
            return len(record)
        index = _LONG.unpack_from(record, _SHARED_INDEX)[0]
        return lengths[index] * _CHARACTER if index < len(lengths) else 0

    def _add_text(self, size: int) -> None:
        self._text += size
        if self._text > LARGEST_TEXT:
            refuse("workbook-text-too-large", self._path, limit=megabytes(LARGEST_TEXT))

    def _add_merges(self, count: int) -> None:
        self._merges += count
        if self._merges > MOST_MERGES:
            self._refuse("MERGEDCELLS", MOST_MERGES)

    def _from(self, start: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield place, kind and content of the records from a place on."""
        at, continued = start, 0
        while at + _RECORD.size <= len(self._stream):
            kind, size = _RECORD.unpack_from(self._stream, at)
            record = self._stream[at + _RECORD.size : at + _RECORD.size + size]
            if len(record) < size:
                raise ValueError(f"record of {size} bytes at {at}")
            yield at, kind, record
            at += _RECORD.size + size
            self._records += 1
            continued = continued + 1 if kind == _CONTINUED else 0
            if self._records > MOST_ELEMENTS:
                self._refuse("BIFF", MOST_ELEMENTS)
            if continued > _MOST_CONTINUED:
                self._refuse("CONTINUE", _MOST_CONTINUED)

    def _refuse(self, kind: str, limit: int) -> None:
        refuse("file-too-intricate", self._path, kind=kind, found=f"> {limit:,}", limit=f"{limit:,}")


def _shown_as_percent(kind: int, record: bytes, styles: Container[int]) -> Iterator[str]:
    """Yield the cells of a record of numbers whose style shows a percentage."""
    row, column = _PLACE.unpack_from(record)
    if kind in _NUMBERS:
        found = record[4:6]
    elif kind == _SEVERAL:
        found = b"".join(record[at : at + 2] for at in range(4, len(record) - 2, 6))
    else:
        return
    for offset, (style,) in enumerate(_SHORT.iter_unpack(found)):
        if style in styles:
            yield f"{column_letters(column + offset)}{row + 1}"
