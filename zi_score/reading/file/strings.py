"""How long the shared strings of an old workbook (.xls) are; they run on over records that continue the first."""

from __future__ import annotations

from collections.abc import Sequence

_COUNTS = 8
_HEAD = 3
_WIDE, _EXTENDED, _RICH = 1, 4, 8
_RUN = 4


def lengths_of(pieces: Sequence[bytes], most: int) -> list[int]:
    """Return the length of each string in characters.

    Args:
        pieces: the record of the strings and those that continue it.
        most: how many are read; what follows them is dropped, as it is more than fits anyway.

    Raises:
        ValueError: they end in the middle of a string.

    """
    reader = _Reader(pieces)
    reader.at = _COUNTS
    lengths: list[int] = []
    while reader.has_more() and len(lengths) <= most:
        lengths.append(reader.string())
    return lengths


class _Reader:
    """Reads on from piece to piece."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self.at = 0

    def has_more(self) -> bool:
        """Whether there is another byte, or at least another piece."""
        return self._left() > 0 or self._turned()

    def string(self) -> int:
        """Pass over a string; return its length."""
        if self._left() == 0:
            return 0
        length = self._number(2)
        flags = self._number(1)
        runs = self._number(2) if flags & _RICH else 0
        extended = self._number(4) if flags & _EXTENDED else 0
        self._characters(length, is_wide=bool(flags & _WIDE))
        self._skip(runs * _RUN + extended)
        return length

    def _characters(self, length: int, *, is_wide: bool) -> None:
        size = 1 + is_wide
        while True:
            here = min(length, self._left() // size)
            self.at += here * size
            length -= here
            if length == 0:
                return
            self._turn()
            size = 1 + bool(self._number(1) & _WIDE)

    def _skip(self, size: int) -> None:
        while size > 0:
            if self._left() == 0:
                self._turn()
            here = min(size, self._left())
            self.at += here
            size -= here

    def _number(self, size: int) -> int:
        if self._left() < size:
            raise ValueError("a string that is cut off")
        number = int.from_bytes(self._pieces[self._piece][self.at : self.at + size], "little")
        self.at += size
        return number

    def _left(self) -> int:
        return len(self._pieces[self._piece]) - self.at

    def _turned(self) -> bool:
        if self._piece + 1 == len(self._pieces):
            return False
        self._piece, self.at = self._piece + 1, 0
        return True

    def _turn(self) -> None:
        if not self._turned():
            raise ValueError("a string that is cut off")
