"""The standard streams: always there, and never a reason for another exit code.

Whether somebody reads standard output to its end decides neither an exit code nor a report: what
is written for a reader that went away goes nowhere.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from zi_score.model.findings import blunted

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


class _Outlet(io.FileIO):
    """A stream to a reader that may go away."""

    is_read = True

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, or let it go where nobody reads any more."""
        if self.is_read:
            try:
                return super().write(data)
            except BrokenPipeError:
                self.is_read = False
        return memoryview(data).nbytes


class _Text(io.TextIOWrapper):
    """Text for people, in which no CI system finds a command to itself."""

    def write(self, text: str, /) -> int:
        """Write a text; programs write their data to the stream below."""
        super().write(blunted(text))
        return len(text)


def open_streams() -> None:
    """Give the program its three streams, whichever of them it was started without.

    A stream that is closed would lend its number to the next file that is opened.
    """
    for number, way in ((_INPUT, os.O_RDONLY), (_OUTPUT, os.O_WRONLY), (_ERRORS, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, way), number)
    if sys.stdin is None:
        sys.stdin = open(_INPUT, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is none of a path, and stays
    sys.stdout = _opened(sys.stdout, _OUTPUT)
    sys.stderr = _opened(sys.stderr, _ERRORS)


def is_read() -> bool:
    """Whether somebody still reads standard output, as far as is known."""
    raw = getattr(sys.stdout.buffer, "raw", None)
    return raw.is_read if isinstance(raw, _Outlet) else True


def _opened(stream: TextIO | None, number: int) -> _Text:
    """Return a stream with the encoding that was meant; what it cannot say it writes as an escape."""
    encoding = "utf-8" if stream is None else stream.encoding
    if isinstance(stream, io.TextIOWrapper) and stream.isatty():  # nobody goes away, and Windows writes in its own way
        return _Text(stream.detach(), encoding=encoding, errors="backslashreplace", line_buffering=True)
    buffer = io.BufferedWriter(_Outlet(number, "w", closefd=False))
    return _Text(buffer, encoding=encoding, errors="backslashreplace", line_buffering=number == _ERRORS)
