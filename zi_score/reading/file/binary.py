"""The binary kind of Office workbook (.xlsb): its parts are lists of records, whose figures the reader believes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zi_score.model import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_ELEMENTS, VALUE_COST
from zi_score.reading.refusal import megabytes, refuse

_ROW, _FIRST_VALUE, _LAST_VALUE = 0x0000, 0x0002, 0x000A
_SHARED, _STRING, _BUNDLED_SHEET = 0x0007, 0x0013, 0x009C
_LAST_ROW = 0x100000
_NUMBER = struct.Struct("<I")
_SHARED_INDEX, _SHORTEST_CELL = 8, 8
_MORE, _BITS = 0x80, 7


@dataclass(frozen=True)
class BundledSheet:
    """A sheet as the workbook names it, and the id of its relation."""

    name: str
    relation: str


def bundled_sheets(workbook: bytes) -> list[BundledSheet]:
    """Return the sheets that a workbook names.

    Raises:
        ValueError: a record is damaged.

    """
    found = (_bundled(record) for kind, record in _records(workbook) if kind == _BUNDLED_SHEET)
    return [sheet for sheet in found if sheet.relation]


def check_binary(sheets: Sequence[tuple[str, bytes]], strings: bytes, path: str) -> None:
    """Refuse a workbook that would fill the memory.

    Args:
        sheets: name of each sheet, and content of its part.
        strings: content of the part that holds the shared strings.
        path: what to call the workbook.

    Raises:
        ValueError: a record is damaged.
        Unreadable: a limit is exceeded.

    """
    lengths = [len(record) for kind, record in _records(strings) if kind == _STRING]
    text = sum(lengths) + VALUE_COST * len(lengths)
    cells = found = 0
    for name, part in sheets:
        rows = columns = row = 0
        for kind, record in _records(part):
            found += 1
            if found > MOST_ELEMENTS:
                refuse(
                    "file-too-intricate", path, kind="XLSB", found=f"> {MOST_ELEMENTS:,}", limit=f"{MOST_ELEMENTS:,}"
                )
            if kind == _ROW:
                row = _number(record, 0)
            elif _FIRST_VALUE <= kind <= _LAST_VALUE and row <= _LAST_ROW:
                column = _number(record, 0)
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                if cells + rows * columns > LARGEST_WORKBOOK:
                    refuse("sheet-too-large", path, sheet=name, far=f"{column_letters(column)}{row + 1}")
                text += VALUE_COST + (_length(lengths, record) if kind == _SHARED else len(record))
                if text > LARGEST_TEXT:
                    refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))
        cells += rows * columns


def _length(lengths: list[int], record: bytes) -> int:
    index = _number(record, _SHARED_INDEX)
    return lengths[index] if index < len(lengths) else 0


def _bundled(record: bytes) -> BundledSheet:
    relation, rest = _text(record[8:])
    return BundledSheet(_text(rest)[0], relation)


def _text(record: bytes) -> tuple[str, bytes]:
    size = _number(record, 0)
    end = _NUMBER.size + 2 * size if size != 2**32 - 1 else _NUMBER.size  # which stands for no text
    return record[_NUMBER.size : end].decode("utf-16-le", errors="replace"), record[end:]


def _number(record: bytes, at: int) -> int:
    if len(record) < at + _NUMBER.size:
        raise ValueError(f"record of {len(record)} bytes")
    return int(_NUMBER.unpack_from(record, at)[0])


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record; both kind and size are written in seven bits a byte."""
    at, end = 0, len(part)
    while at < end:
        kind, at = _figure(part, at, 2)
        size, at = _figure(part, at, 4)
        if at + size > end:
            raise ValueError(f"record of {size} bytes, {end - at} are left")
        yield kind, part[at : at + size]
        at += size


def _figure(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return a number and where the next begins."""
    number = 0
    for place in range(longest):
        if at >= len(part):
            raise ValueError("record without an end")
        byte = part[at]
        at += 1
        number |= (byte & ~_MORE) << (_BITS * place)
        if byte < _MORE:
            break
    return number, at
