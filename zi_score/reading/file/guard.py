"""The door for strangers' files: a path is opened once, and its bytes are looked at before anything is read of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from zi_score.model.findings import Unreadable, finding
from zi_score.model.trouble import damage, trouble
from zi_score.reading.apart import LARGEST_HERE, NoProcessError, apart, may_be_lost
from zi_score.reading.file.look import DOUBTFUL, LARGEST_ORDINARY, ZIP, File, look
from zi_score.reading.file.refusal import megabytes, refuse

LARGEST_FILE = 50 * 2**20

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


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
        told = trouble(problem) if isinstance(problem, OSError) else damage(problem)
        raise Unreadable(finding("file-not-readable", path=path, problem=told)) from problem
    _check_size(max(size, len(content)), str(path))
    return content


def safe(content: bytes, path: str) -> File:
    """Return a file that is safe to read as a workbook.

    Raises:
        Unreadable: it is empty, protected, damaged, oversized, a trap, or no workbook.

    """
    _check_size(len(content), path)
    return look(content, path)._replace(sha256=hashlib.sha256(content).hexdigest())


def read(
    path: str,
    content: bytes,
    work: Callable[Concatenate[File, Arguments], Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    """Return what a function makes of a file that is safe to read; of one that may cost its reader, in another process.

    A small ordinary .xlsx is read here. Where no other process can be started, everything is, and
    less of it is allowed.

    Args:
        path: what to call the file.
        content: its content.
        work: a function of a module, called with the file.
        arguments: what it is called with beside the file.
        options: the same.

    Raises:
        Unreadable: as ``safe`` does, or the other process did not come back.

    """
    is_doubtful = content.startswith(DOUBTFUL) and not may_be_lost()
    if is_doubtful and (not content.startswith(ZIP) or len(content) > LARGEST_ORDINARY):
        return _apart(path, content, work, *arguments, **options)
    file = safe(content, path)
    if is_doubtful and not file.is_ordinary:
        return _apart(path, content, work, *arguments, **options)
    return work(file, *arguments, **options)


def _apart(
    path: str,
    content: bytes,
    work: Callable[Concatenate[File, Arguments], Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    try:
        return apart(path, _read, path, content, work, arguments, options)
    except NoProcessError:
        _check_size(len(content), path, LARGEST_HERE)
        return work(safe(content, path), *arguments, **options)


def _read(
    path: str,
    content: bytes,
    work: Callable[..., Result],
    arguments: tuple[object, ...],
    options: Mapping[str, object],
) -> Result:
    return work(safe(content, path), *arguments, **options)


def _check_size(size: int, path: str, limit: int = LARGEST_FILE) -> None:
    if size > limit:
        refuse("file-too-large", path, size=megabytes(size), limit=megabytes(limit))
