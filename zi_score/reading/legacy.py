"""Is an old workbook (.xls) safe to read? Its cells are listed in records of a stream inside an OLE file."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from zi_score.model import column_letters
from zi_score.reading.extent import LARGEST_SHEET
from zi_score.reading.refusal import refuse

_STREAMS = ("Workbook", "Book")
_RECORD, _PLACE = struct.Struct("<HH"), struct.Struct("<HH")
_BEGIN, _PASSWORD, _SEVERAL = 0x0809, 0x002F, 0x00BD
_VALUES = frozenset({0x0003, 0x0004, 0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, _SEVERAL})


def check_legacy(content: bytes, path: str) -> None:
    """Refuse an .xls that is damaged, protected, or has values far away."""
    try:
        book = _book(content)
    except Exception as problem:  # noqa: BLE001 - a damaged file fails in many ways
        refuse("file-damaged", path, problem=problem)
    cells = row = column = 0
    for kind, record in _records(book):
        if kind == _PASSWORD:
            refuse("file-protected", path)
        if kind == _BEGIN:
            cells, row, column = cells + row * column, 0, 0
        elif kind in _VALUES and len(record) >= _PLACE.size:
            at_row, at_column = _PLACE.unpack_from(record)
            if kind == _SEVERAL:
                at_column = struct.unpack_from("<H", record, len(record) - 2)[0]
            row, column = max(row, at_row + 1), max(column, at_column + 1)
            if cells + row * column > LARGEST_SHEET:
                refuse("sheet-too-large", path, sheet="Workbook", far=f"{column_letters(at_column)}{at_row + 1}")


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + _RECORD.size <= len(book):
        kind, size = _RECORD.unpack_from(book, position)
        position += _RECORD.size
        yield kind, book[position : position + size]
        position += size


def _book(content: bytes) -> bytes:
    """Return the stream that holds the sheets."""
    with olefile.OleFileIO(io.BytesIO(content)) as package:
        for name in _STREAMS:
            if package.exists(name):
                with package.openstream(name) as stream:
                    return bytes(stream.read())
    raise ValueError("no workbook inside")
