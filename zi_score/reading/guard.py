"""The door for strangers' files: a path is opened once, and its bytes are looked at before anything is read of them."""

from __future__ import annotations

import os
from pathlib import Path

from zi_score.findings import Unreadable, finding
from zi_score.reading.file.look import File, look
from zi_score.reading.refusal import megabytes, refuse

LARGEST_FILE = 50 * 2**20


def file_content(path: str | Path) -> bytes:
    """Return the content of a file that may be a workbook; ``safe`` says whether it is one to be read.

    Raises:
        Unreadable: it is missing, a folder or too large.

    """
    file = Path(path)
    try:
        if file.is_dir():
            os.scandir(file).close()  # fails where it may not be read, which then is what is told
            refuse("file-is-folder", path)
        if not file.is_file() and file.exists():
            refuse("file-not-a-workbook", path)
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            content = stream.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    except FileNotFoundError as problem:
        raise Unreadable(finding("file-not-found", path=path)) from problem
    except (OSError, ValueError) as problem:
        raise Unreadable(finding("file-not-readable", path=path, problem=problem)) from problem
    _check_size(max(size, len(content)), str(path))
    return content


def safe(content: bytes, path: str) -> File:
    """Return a file that is safe to read as a workbook.

    Raises:
        Unreadable: it is empty, protected, damaged, oversized, a trap, or no workbook.

    """
    _check_size(len(content), path)
    return look(content, path)


def _check_size(size: int, path: str) -> None:
    if size > LARGEST_FILE:
        refuse("file-too-large", path, size=megabytes(size), limit=megabytes(LARGEST_FILE))
