"""Which parts of a text are links: addresses of http and https, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zi_score.model.pattern import pattern

_ADDRESS = pattern(r"https?://[^\s<>\"'`\\^{}|]+", re.IGNORECASE)
_SAFE = pattern(r"https?://[^\s/?#@]*\w[^\s/?#@]*(?:[/?#]\S*)?", re.IGNORECASE)
"""An address with a host, and without a name before it that would look like one."""

_ENDS = ".,;:!?)]…"
"""What ends a sentence, not an address."""


class Piece(NamedTuple):
    """A part of a text, and where it leads; None where it is only text."""

    text: str
    address: str | None = None


def pieces(line: str) -> Iterator[Piece]:
    """Yield a line of text in parts, so that its addresses can be links.

    >>> [piece.address for piece in pieces("lihat https://contoh.go.id/a (javascript:alert(1))")]
    [None, 'https://contoh.go.id/a', None]
    """
    done = 0
    for match in _ADDRESS.finditer(line):
        address = _without_end(match[0])
        if _SAFE.fullmatch(address):
            if match.start() > done:
                yield Piece(line[done : match.start()])
            yield Piece(address, address)
            done = match.start() + len(address)
    if done < len(line):
        yield Piece(line[done:])


def _without_end(address: str) -> str:
    """Return an address without the end of its sentence; a bracket that was opened in it stays."""
    while address and address[-1] in _ENDS and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address
