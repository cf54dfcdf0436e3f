"""The binary kind of Office workbook (.xlsb): its parts are lists of records, whose figures the reader believes.

Some programs write cells in short, without their column, or with parts of their text in another
font. The reader of values passes over such records, so it gets a sheet without them.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from zi_score.model.worksheet import column_letters
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_ELEMENTS, VALUE_COST
from zi_score.reading.file.percents import BUILT_IN, is_percent
from zi_score.reading.file.refusal import megabytes, refuse

_ROW, _FIRST_VALUE, _LAST_VALUE = 0x0000, 0x0002, 0x000A
_SHARED, _STRING, _BUNDLED_SHEET = 0x0007, 0x0013, 0x009C
_INLINE, _INLINE_RICH = 0x0006, 0x003E
_FIRST_SHORT, _LAST_SHORT, _LONGER = 0x000C, 0x0012, 0x000B
"""Cells without a column, and by how much the kind of those with one is less."""

_NUMBERS = frozenset({0x0002, 0x0005, 0x0009})
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 0x002C, 0x002F, 0x0269, 0x026A
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
        for kind, record, _ in _told(part):
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


def plainly(sheet: bytes) -> bytes:
    """Return the part of a sheet in which each cell says its column, and no text is in several fonts."""
    if not any(is_odd for _, _, is_odd in _told(sheet)):
        return sheet
    plain = bytearray()
    for kind, record, _ in _told(sheet):
        plain += _written(kind) + _written(len(record)) + record
    return bytes(plain)


def percents_of(sheet: bytes, styles: Container[int]) -> frozenset[str]:
    """Return the cells of numbers that have one of some styles."""
    found: set[str] = set()
    row = 0
    for kind, record, _ in _told(sheet) if styles else ():
        if kind == _ROW:
            row = _number(record, 0)
        elif kind in _NUMBERS and int.from_bytes(record[4:7], "little") in styles:
            found.add(f"{column_letters(_number(record, 0))}{row + 1}")
    return frozenset(found)


def percent_styles(styles: bytes) -> set[int]:
    """Return the cell styles that show a percentage, by their numbers.

    Raises:
        ValueError: a record is damaged.

    """
    formats, found, count, is_shown = set(BUILT_IN), set[int](), 0, False
    for kind, record in _records(styles):
        if kind == _FORMAT and is_percent(_text(record[2:])[0]):
            formats.add(int.from_bytes(record[:2], "little"))
        elif kind == _STYLE and is_shown:
            found |= {count} if int.from_bytes(record[2:4], "little") in formats else set()
            count += 1
        is_shown = (is_shown or kind == _BEGIN_STYLES) and kind != _END_STYLES
    return found


def _told(sheet: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Yield the records of a sheet as the reader of values knows them, and whether they are written otherwise."""
    column = -1
    for kind, record in _records(sheet):
        if _FIRST_SHORT <= kind <= _LAST_SHORT:
            column += 1
            yield kind - _LONGER, _NUMBER.pack(column) + record, True
            continue
        if kind == _ROW:
            column = -1
        elif kind <= _LONGER or kind == _INLINE_RICH:
            column = _number(record, 0)
        if kind == _INLINE_RICH:
            yield _INLINE, record[:_SHORTEST_CELL] + record[_SHORTEST_CELL + 1 :], True
        else:
            yield kind, record, False


def _written(number: int) -> bytes:
    """Return a kind or size in seven bits a byte."""
    low, rest = number & (_MORE - 1), number >> _BITS
    return bytes([low | _MORE]) + _written(rest) if rest else bytes([low])


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
