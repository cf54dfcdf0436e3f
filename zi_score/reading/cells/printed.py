"""Rows that are there for the reader on paper: numbers of columns under a header, headers repeated on a new page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid

_NUMBER = pattern(
    r"[-–(\[]?\s*(?:kol(?:om)?\.?\s*(?:ke\s?-?\s*)?)?(\d{1,2}|[a-z])\s*[-–)\].]?(?:\s*=.*)?", re.IGNORECASE
)
_FEWEST_NUMBERS, _FEWEST_HEADERS = 3, 2


class Printed:
    """Tells of the rows of a sheet whether they only number the columns or repeat their headers."""

    def __init__(self, grid: Grid, header: int) -> None:
        """Look at the headers, of which there may be a second row above."""
        self._grid = grid
        self._headers = [_filled(grid, row) for row in (header, header - 1) if row >= 0]
        self._texts = {text for header in self._headers for text in header.values()}

    def holds(self, row: int, texts: Sequence[str]) -> bool:
        """Whether a row is such a one; some of its texts nearly always suffice to say no."""
        if texts[0].casefold() in self._texts:
            filled = _filled(self._grid, row)
            return len(filled) >= _FEWEST_HEADERS and any(filled.items() <= header.items() for header in self._headers)
        return all(map(_NUMBER.fullmatch, texts)) and _numbers_columns(list(_filled(self._grid, row).values()))

    def may_hold(self, texts: Sequence[str]) -> bool:
        """Whether a row with these texts, and with others, may be such a one."""
        return texts[0].casefold() in self._texts or all(map(_NUMBER.fullmatch, texts))


def _filled(grid: Grid, row: int) -> dict[int, str]:
    return {column: text for column in range(len(grid.rows[row])) if (text := grid.text(row, column).casefold())}


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether texts are ``(1) (2) (3)`` or ``a b c``; before them may stand the number of the row."""
    found = [_NUMBER.fullmatch(text) for text in texts]
    numbers = [_ordinal(match[1]) for match in found if match]
    if len(numbers) < len(texts):
        return False
    return any(_ascend(part) for part in (numbers, numbers[1:]))


def _ordinal(text: str) -> tuple[bool, int]:
    return text.isdecimal(), int(text) if text.isdecimal() else ord(text)


def _ascend(numbers: Sequence[tuple[bool, int]]) -> bool:
    kinds, values = {kind for kind, _ in numbers}, [value for _, value in numbers]
    return len(kinds) == 1 and len(values) >= _FEWEST_NUMBERS and values == sorted(set(values))
