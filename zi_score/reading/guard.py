"""Before anything is parsed: is this a workbook, and is it safe to open?"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from zi_score.findings import Unreadable, finding
from zi_score.reading.package import check_package
from zi_score.reading.refusal import megabytes, refuse

LARGEST_FILE = 50 * 2**20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def check_file(path: str | Path) -> Path:
    """Return the path of a file that is safe to read as a workbook.

    Raises:
        Unreadable: it is missing, a folder, empty, too large, damaged or not a workbook.

    """
    with _opened(path) as stream:
        _check_content(stream, str(path))
    return Path(path)


def file_content(path: str | Path) -> bytes:
    """Return the content of a file that may be a workbook; ``check_content`` says whether it is safe.

    Raises:
        Unreadable: it is missing, a folder or too large.

    """
    with _opened(path) as stream:
        return stream.read()


@contextmanager
def _opened(path: str | Path) -> Iterator[IO[bytes]]:
    file = Path(path)
    try:
        if file.is_dir():
            os.scandir(file).close()  # fails where it may not be read, which then is what is told
            refuse("file-is-folder", path)
        if not file.is_file() and file.exists():
            refuse("file-not-a-workbook", path)
        size = file.stat().st_size
        if size > LARGEST_FILE:
            refuse("file-too-large", path, size=megabytes(size), limit=megabytes(LARGEST_FILE))
        with file.open("rb") as stream:
            yield stream
    except FileNotFoundError as problem:
        raise Unreadable(finding("file-not-found", path=path)) from problem
    except (OSError, ValueError) as problem:
        raise Unreadable(finding("file-not-readable", path=path, problem=problem)) from problem


def check_content(content: bytes, path: str) -> bytes:
    """Return content that is safe to read as a workbook; as ``check_file``, for bytes."""
    if len(content) > LARGEST_FILE:
        refuse("file-too-large", path, size=megabytes(len(content)), limit=megabytes(LARGEST_FILE))
    _check_content(io.BytesIO(content), path)
    return content


def _check_content(stream: IO[bytes], path: str) -> None:
    start = stream.read(8)
    if not start:
        refuse("file-empty", path)
    if start.startswith(_OLE):
        content = start + stream.read()
        if _ENCRYPTED in content:
            refuse("file-protected", path)
        from zi_score.reading.legacy import check_legacy  # noqa: PLC0415 - olefile, for old workbooks alone

        check_legacy(content, path)
    elif start.startswith(_ZIP):
        check_package(stream, path)
    else:
        refuse("file-not-a-workbook", path)
