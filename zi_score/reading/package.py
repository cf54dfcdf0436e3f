"""Is a zipped workbook safe to unpack? Every part is unpacked once, in small blocks; no header is believed."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from zi_score.reading.extent import SheetExtent, open_document_outgrows
from zi_score.reading.refusal import megabytes, refuse

LARGEST_UNPACKED = 300 * 2**20
MOST_ENTRIES = 10_000
LARGEST_TEXT = 40 * 2**20
"""Bytes of text in all cells, which the reader holds in memory several times."""

_BLOCK = 2**20
_STRING_COST = 24
_DEAREST = 1 + _STRING_COST // len("<v>")
"""Bytes of text that a byte of a part can cost at most."""

_LOCAL_HEADER = struct.Struct("<26xHH")
_STORED, _DEFLATED = 0, 8
_MARKUP = re.compile(rb"<[^>]*>")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError, ValueError)


def check_package(stream: IO[bytes], path: str) -> None:
    """Refuse a package that is damaged, protected, oversized or a trap."""
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
        if len(entries) > MOST_ENTRIES:
            refuse("file-too-many-entries", path, found=len(entries), limit=MOST_ENTRIES)
        for entry in entries:
            _check_entry(entry, path)
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            refuse("file-unpacks-too-large", path, limit=megabytes(LARGEST_UNPACKED))
        _check_parts(stream, entries, path)
    except _DAMAGE as problem:
        refuse("file-damaged", path, problem=problem)


def _check_entry(entry: zipfile.ZipInfo, path: str) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or "\0" in name:
        refuse("file-unsafe-entry", path, entry=name)
    if entry.flag_bits & 1:
        refuse("file-protected", path)
    if entry.compress_type not in (_STORED, _DEFLATED):
        refuse("file-damaged", path, problem=f"{name}: compression {entry.compress_type}")


def _check_parts(stream: IO[bytes], entries: list[zipfile.ZipInfo], path: str) -> None:
    total = 0
    for entry in entries:
        extent = SheetExtent()
        is_document = entry.filename == "content.xml"
        document = bytearray()
        for block in _unpacked(stream, entry):
            total += len(block)
            if total > LARGEST_UNPACKED:
                refuse("file-unpacks-too-large", path, limit=megabytes(LARGEST_UNPACKED))
            if far := extent.outgrown(block):
                refuse("sheet-too-large", path, sheet=entry.filename, far=far)
            if is_document:
                document += block
            if len(document) > LARGEST_TEXT:
                refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))
        if is_document and open_document_outgrows(bytes(document)):
            refuse("sheet-too-large", path, sheet=entry.filename, far="-")
    if total * _DEAREST > LARGEST_TEXT:
        _check_texts(stream, entries, path)


def _check_texts(stream: IO[bytes], entries: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse a package whose cells hold too much text; only of large ones need it be counted."""
    text = 0
    for entry in entries:
        is_text = entry.filename == "content.xml" or "sharedstrings" in entry.filename.lower()
        for block in _unpacked(stream, entry):
            is_text = is_text or b"sheetData" in block
            text += _text_in(block) if is_text else 0
            if text > LARGEST_TEXT:
                refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))


def _unpacked(stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's content to its end, whatever size its header claims."""
    stream.seek(entry.header_offset)
    name, extra = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    stream.seek(name + extra, 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not inflate.eof:
        packed = stream.read(min(left, _BLOCK))
        if not packed:
            raise EOFError(entry.filename)
        left -= len(packed)
        if entry.compress_type == _STORED:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _BLOCK)
            packed = inflate.unconsumed_tail
    if entry.compress_type == _DEFLATED and not inflate.eof:
        raise EOFError(entry.filename)


def _text_in(block: bytes) -> int:
    """Count what stands between tags, and what a string costs beside it."""
    strings = block.count(b"<si>") + block.count(b"<v>")
    # Below the limit the exact figure does not matter, and most workbooks are far below.
    return (len(_MARKUP.sub(b"", block)) if len(block) == _BLOCK else len(block)) + _STRING_COST * strings
