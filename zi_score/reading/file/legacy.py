"""An old workbook (.xls): a stream of records, whose figures the reader believes.

The records of every sheet are looked at as the reader looks at them, from where the workbook says
that the sheet begins. Sheets may not share records, or a few bytes would be read without end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from zi_score.model import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_ELEMENTS, MOST_MERGES, VALUE_COST
from zi_score.reading.file.strings import lengths_of
from zi_score.reading.refusal import megabytes, refuse

_RECORD, _PLACE, _SHORT, _LONG = struct.Struct("<HH"), struct.Struct("<HH"), struct.Struct("<H"), struct.Struct("<I")
_BEGIN, _END, _CONTINUED, _PASSWORD = 0x0809, 0x000A, 0x003C, 0x002F
_SHEET, _STRINGS = 0x0085, 0x00FC
_DIMENSIONS, _MERGED, _SHARED, _FORMULA, _SEVERAL = 0x0200, 0x00E5, 0x00FD, 0x0006, 0x00BD
_VALUES = frozenset({_FORMULA, _SEVERAL, _SHARED, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E})
_TEXT_OF_FORMULA = 0x0207

_SHEET_NAME, _SHARED_INDEX, _FORMULA_HEAD = 6, 6, 22
_NAMED = {_SHEET: _SHEET_NAME, 0x0018: 3}
"""Records with a name that formulas may name, and where its length stands."""

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

    sheets: list[tuple[int, bytes]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    longest_name: int = 0
    end: int = 0


def check_legacy(stream: bytes, path: str) -> bytes:
    """Refuse a workbook that would fill the memory, or needs a password; return it as the reader should get it.

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
        spans.append((start, look.sheet(start, name.decode("latin-1"), book)))
    if any(end > start for (_, end), (start, _) in pairwise(sorted(spans))):
        raise ValueError("sheets that share records")
    return bytes(look.given)


class _Look:
    """One pass over the records of a workbook, counting as it goes."""

    def __init__(self, stream: bytes, path: str) -> None:
        self._stream, self._path = stream, path
        self._records = self._text = self._cells = self._merges = self._rows = self._columns = 0
        self.given = bytearray(stream)

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
                book.sheets.append((_LONG.unpack_from(record)[0], record[_SHEET_NAME + 2 :]))
            if kind in _NAMED:
                book.longest_name = max(book.longest_name, record[_NAMED[kind]])
            book.end = at + _RECORD.size + len(record)
            if kind == _END:
                break
        self._add_strings(pieces, book)
        return book

    def _add_strings(self, pieces: list[bytes], book: _Globals) -> None:
        if pieces:
            book.lengths = lengths_of(pieces, LARGEST_TEXT // VALUE_COST)
            self._add_text(sum(book.lengths) * _CHARACTER + VALUE_COST * len(book.lengths))

    def sheet(self, start: int, name: str, book: _Globals) -> int:
        """Look at the records of a sheet; return where it ends."""
        depth, end = 0, start
        self._rows = self._columns = 0
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
