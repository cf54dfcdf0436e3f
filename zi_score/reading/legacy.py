"""Is an old workbook (.xls) safe to read? Its cells are listed in records of a stream inside an OLE file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from zi_score.reading.extent import LARGEST_SHEET
from zi_score.reading.grid import column_letters
from zi_score.reading.refusal import refuse

_HEADER_SIZE = 512
_HEADER = struct.Struct("<30xHH10xII4xIIIII")
_ENTRY = 128
_ENTRY_FIELDS = struct.Struct("<64xHB49xII4x")
_STREAM = 2
_STREAMS = ("Workbook", "Book")
_RECORD, _PLACE = struct.Struct("<HH"), struct.Struct("<HH")
_BEGIN, _PASSWORD, _SEVERAL = 0x0809, 0x002F, 0x00BD
_VALUES = frozenset({0x0003, 0x0004, 0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, _SEVERAL})


def check_legacy(content: bytes, path: str) -> None:
    """Refuse an .xls that is damaged, protected, or has values far away."""
    try:
        book = _book(content)
    except (struct.error, ValueError) as problem:
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
    """Return the stream that holds the sheets; an OLE file is a small file system of linked sectors."""
    shift, mini_shift, tables, directory, cutoff, mini_table, _, more, _ = _HEADER.unpack_from(content)
    sectors = _sectors(content, shift)[max(1, _HEADER_SIZE >> shift) :]
    table = _numbers(b"".join(sectors[n] for n in _table_sectors(content, sectors, more)[:tables]))
    entries = _chained(sectors, table, directory)
    root: tuple[int, int] | None = None
    for position in range(0, len(entries), _ENTRY):
        name_size, kind, start, size = _ENTRY_FIELDS.unpack_from(entries, position)
        name = entries[position : position + max(0, name_size - 2)].decode("utf-16-le", "replace")
        root = root or (start, size)
        if kind == _STREAM and name in _STREAMS:
            if size >= cutoff:
                return _chained(sectors, table, start)[:size]
            minis = _sectors(_chained(sectors, table, root[0]), mini_shift)
            return _chained(minis, _numbers(_chained(sectors, table, mini_table)), start)[:size]
    msg = "no workbook inside"
    raise ValueError(msg)


def _table_sectors(content: bytes, sectors: Sequence[bytes], more: int) -> list[int]:
    """Return the sectors of the sector table: the first stand in the header, the others are linked."""
    found = list(_numbers(content[76:_HEADER_SIZE]))
    seen: set[int] = set()
    while more < len(sectors) and more not in seen:
        seen.add(more)
        *further, more = _numbers(sectors[more])
        found += further
    return [number for number in found if number < len(sectors)]


def _chained(sectors: Sequence[bytes], table: Sequence[int], start: int) -> bytes:
    chain: dict[int, None] = {}
    while start < len(sectors) and start < len(table) and start not in chain:
        chain[start] = None
        start = table[start]
    return b"".join(sectors[number] for number in chain)


def _sectors(content: bytes, shift: int) -> list[bytes]:
    if not 6 <= shift <= 12:  # noqa: PLR2004 - 64 to 4,096 bytes
        msg = f"sector shift {shift}"
        raise ValueError(msg)
    return [content[start : start + (1 << shift)] for start in range(0, len(content), 1 << shift)]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
