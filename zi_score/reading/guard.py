"""Before anything is parsed: is this a workbook, and is it safe to unpack?"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, NoReturn

from zi_score.findings import Unreadable, finding

LARGEST_FILE = 50 * 2**20
LARGEST_UNPACKED = 300 * 2**20
MOST_ENTRIES = 10_000
LARGEST_SHEET = 4_000_000
"""Cells in the rectangle around a sheet's values, which the reader holds in memory."""

_LARGEST_OPEN_DOCUMENT = 64 * 2**20
_BLOCK = 2**20
_LONGEST_TAG = 4096

_DEFLATE_RATIO = 1032
"""The most that deflate can pack: a file smaller than the limit over this is no bomb, whatever it claims."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\sr="([A-Za-z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def check_file(path: str | Path) -> Path:
    """Return the path of a file that is safe to read as a workbook.

    Raises:
        Unreadable: it is missing, a folder, empty, too large, damaged or not a workbook.

    """
    file = Path(path)
    try:
        if file.is_dir():
            _refuse("file-is-folder", path)
        size = file.stat().st_size
        if size > LARGEST_FILE:
            _refuse("file-too-large", path, size=_megabytes(size), limit=_megabytes(LARGEST_FILE))
        with file.open("rb") as stream:
            _check_content(stream, size, str(path))
    except FileNotFoundError as problem:
        raise Unreadable(finding("file-not-found", path=path)) from problem
    except (OSError, ValueError) as problem:
        raise Unreadable(finding("file-not-readable", path=path, problem=problem)) from problem
    return file


def check_content(content: bytes, path: str) -> bytes:
    """Return content that is safe to read as a workbook; as ``check_file``, for bytes."""
    if len(content) > LARGEST_FILE:
        _refuse("file-too-large", path, size=_megabytes(len(content)), limit=_megabytes(LARGEST_FILE))
    _check_content(io.BytesIO(content), len(content), path)
    return content


def _check_content(stream: IO[bytes], size: int, path: str) -> None:
    start = stream.read(8)
    if not start:
        _refuse("file-empty", path)
    if start.startswith(_OLE):
        if _ENCRYPTED in start + stream.read():
            _refuse("file-protected", path)
    elif start.startswith(_ZIP):
        _check_package(stream, size, path)
    else:
        _refuse("file-not-a-workbook", path)


def _check_package(stream: IO[bytes], size: int, path: str) -> None:
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            if len(entries) > MOST_ENTRIES:
                _refuse("file-too-many-entries", path, found=len(entries), limit=MOST_ENTRIES)
            for entry in entries:
                if ".." in entry.filename.replace("\\", "/").split("/") or entry.filename.startswith("/"):
                    _refuse("file-unsafe-entry", path, entry=entry.filename)
                if entry.flag_bits & 1:
                    _refuse("file-protected", path)
            _check_unpacked(package, entries, size, path)
            for entry in entries:
                if re.search(r"worksheets/[^/]+\.xml$", entry.filename, re.IGNORECASE):
                    with package.open(entry) as sheet:
                        _check_extent(sheet, entry.filename, path)
                elif entry.filename == "content.xml":
                    _check_repeats(package, entry, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError) as problem:
        raise Unreadable(finding("file-damaged", path=path, problem=problem)) from problem


def _check_unpacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, path: str) -> None:
    claimed = sum(entry.file_size for entry in entries)
    packed = max(size, sum(entry.compress_size for entry in entries))
    if claimed <= LARGEST_UNPACKED and packed * _DEFLATE_RATIO > LARGEST_UNPACKED:
        claimed = _unpacked(package, entries)
    if claimed > LARGEST_UNPACKED:
        _refuse("file-unpacks-too-large", path, limit=_megabytes(LARGEST_UNPACKED))


def _unpacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> int:
    """Count what the entries really unpack to, up to just above the limit."""
    total = 0
    for entry in entries:
        with package.open(entry) as stream:
            while block := stream.read(2**20):
                total += len(block)
                if total > LARGEST_UNPACKED:
                    return total
    return total


def _check_extent(sheet: IO[bytes], entry: str, path: str) -> None:
    """Refuse a sheet whose values lie so far apart that the rectangle around them fills the memory."""
    last_row = last_column = 0
    rest = b""
    while block := sheet.read(_BLOCK):
        text = rest + block
        for letters, digits in _CELL.findall(text):
            row, column = int(digits), _column(letters)
            last_row, last_column = max(row, last_row), max(column, last_column)
            if last_row * last_column > LARGEST_SHEET:
                _refuse("sheet-too-large", path, sheet=entry, cell=f"{letters.decode()}{row}")
        rest = text[text.rfind(b"<") :][:_LONGEST_TAG]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_repeats(package: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> None:
    """Refuse an OpenDocument file whose repeated cells unpack to more than fits."""
    if entry.file_size > _LARGEST_OPEN_DOCUMENT:
        _refuse("sheet-too-large", path, sheet=entry.filename, cell="")
    for table in package.read(entry).split(b"<table:table ")[1:]:
        cells = 0
        for row in table.split(b"<table:table-row")[1:]:
            head, _, body = row.partition(b">")
            if b"office:value" in body or b"<text:p" in body:
                rows = int((_REPEATED.findall(head) or [b"1"])[0])
                cells += rows * (1 + sum(int(number) for number in _REPEATED.findall(body)))
        if cells > LARGEST_SHEET:
            _refuse("sheet-too-large", path, sheet=entry.filename, cell="")


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f} MB"


def _refuse(name: str, path: object, **details: object) -> NoReturn:
    raise Unreadable(finding(name, path=path, **details))
