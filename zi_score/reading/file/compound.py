"""The container of an old workbook: one stream is taken out of it, and packed anew for the reader of values.

That reader believes the tables of a container: a chain of sectors that leads back to itself, or a
count of billions, would end the process. What is packed here has one chain and no such counts.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import olefile

from zi_score.reading.file.foreign import STREAMS, ForeignError

_STREAMS = ("Workbook", "Book")
_SECTOR, _SMALLEST = 4096, 4096
"""Bytes of a sector; smaller streams would stand in a table of their own."""

_ENTRIES = _SECTOR // 4
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_MOST_TABLES = 109
_HEADER = struct.Struct("<8s16x5H6x9I")
_DIRECTORY_ENTRY = struct.Struct("<64sH2B3I16xI16xIQ")


def workbook_stream(content: bytes) -> bytes:
    """Return the stream that holds the sheets.

    Raises:
        Exception: whatever a damaged container makes the library raise; ``ValueError`` where there is no such
            stream, or the table of contents leads back to itself.
        ForeignError: another program's document is in it.

    """
    with olefile.OleFileIO(io.BytesIO(content)) as package:
        _check_chain(package.fat, package.first_dir_sector)  # type: ignore[attr-defined]  # the stubs lack both
        for name in _STREAMS:
            if package.exists(name):
                with package.openstream(name) as stream:
                    return bytes(stream.read())
        for name, kind in STREAMS.items():
            if package.exists(name):
                raise ForeignError(kind)
    raise ValueError("no workbook inside")


def _check_chain(table: Sequence[int], sector: int) -> None:
    """Refuse a chain of sectors that has no end; the library reads it as often as the file has sectors."""
    seen: set[int] = set()
    while sector < len(table):
        if sector in seen:
            raise ValueError(f"sector {sector} twice")
        seen.add(sector)
        sector = table[sector]


def contained(stream: bytes) -> bytes:
    """Return a container that holds a workbook's stream and nothing else."""
    padded = stream.ljust(_SMALLEST, b"\0")
    sectors = -(-len(padded) // _SECTOR)
    tables = -(-(sectors + 1) // (_ENTRIES - 1))
    first = tables + 1
    chain = [_TABLE] * tables + [_END] + [*range(first + 1, first + sectors), _END]
    chain += [_FREE] * (tables * _ENTRIES - len(chain))
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6, 1, tables, tables, 0, _SMALLEST, _END, 0, _END, 0
    )
    places = struct.pack(f"<{_MOST_TABLES}I", *range(tables), *[_FREE] * (_MOST_TABLES - tables))
    directory = _entry("Root Entry", 5, child=1, start=0, size=0) + _entry(
        "Workbook", 2, child=_FREE, start=first, size=len(padded)
    )
    return b"".join(
        (
            (header + places).ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(chain)}I", *chain),
            directory.ljust(_SECTOR, b"\0"),
            padded.ljust(sectors * _SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return _DIRECTORY_ENTRY.pack(text, len(text) + 2, kind, 1, _FREE, _FREE, child, 0, start, size)
