"""What a spreadsheet formula reads and says: its cells, functions, numbers and texts.

Formulas are looked at, never computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from zi_score.model.exact import exact

_CELL = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
_TOKEN = (
    r'"(?P<text>(?:[^"]|"")*)(?:"|$)'
    r"|(?P<function>[A-Z_][\w.]*)\("
    r"|(?:(?P<sheet>'(?:[^']|''){1,300}'|[^\s'\"!(),;:=<>+\-*/&^%{}]+)!)?"
    rf"(?P<cells>{_CELL}(?:\s*:\s*{_CELL})?)(?![\w(.!:])"
    r"|(?P<lines>\$?\d{1,7}\s*:\s*\$?\d{1,7})"
    r"|(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?)(?P<percent>%?)"
    r"|(?P<comparison><=|>=|<>|<|>|=)"
    r"|(?P<error>#(?:N/A|DIV/0|[A-Z0-9_]+)[!?]?)"
    r"|(?P<name>[^\s'\"!(),;:=<>+\-*/&^%{}]+)"
)
"""It is compiled where it is first used: most runs look into no formula."""

_LONGEST = 8192
"""Characters of the longest formula that spreadsheets take."""

_NEWER = ("_XLFN.", "_XLWS.")
"""What files write before the names of functions that came later."""

_CONSTANTS = frozenset({"TRUE", "FALSE"})


class Range(NamedTuple):
    """Cells that a formula reads; rows and columns count from 0. ``sheet`` is None for the formula's own."""

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int

    def names(self, sheet: str) -> bool:
        """Whether the sheet that is named is this one; spreadsheets do not mind capitals there."""
        return self.sheet is not None and self.sheet.casefold() == sheet.casefold()

    def rows(self) -> range:
        """Return the rows of the range."""
        return range(self.top, self.bottom + 1)


class Token(NamedTuple):
    """A piece of a formula that says something."""

    kind: str
    value: str | Fraction | Range


@dataclass(frozen=True)
class Formula:
    """A formula, taken apart.

    >>> [tuple(cells) for cells in Formula("=AVERAGE(L8:L9)*$H$7").cells]
    [(None, 7, 11, 8, 11), (None, 6, 7, 6, 7)]
    """

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The pieces in order; brackets, separators and arithmetic are left out."""
        if len(self.text) > _LONGEST:
            return (Token("error", self.text[:_LONGEST]),)
        return tuple(_tokens(self.text.removeprefix("=")))

    @cached_property
    def cells(self) -> tuple[Range, ...]:
        """The cells that it reads, in order."""
        return tuple(token.value for token in self.tokens if isinstance(token.value, Range))

    @cached_property
    def functions(self) -> frozenset[str]:
        """The functions that it calls, in capitals."""
        return frozenset(str(token.value) for token in self.tokens if token.kind == "function")

    @property
    def is_plain(self) -> bool:
        """Whether all that it reads is written in it: no names, no errors, no cells that it computes."""
        found = {token.kind for token in self.tokens}
        return not found & {"name", "error"} and self.functions <= _PLAIN


_PLAIN = frozenset(
    "ABS AND AVERAGE AVERAGEA COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS EXACT IF IFERROR IFNA IFS INT ISBLANK ISERROR "  # noqa: SIM905 - one name a line would fill the page
    "ISNUMBER ISTEXT LEFT LEN LOWER MAX MIN N NOT OR PRODUCT RIGHT ROUND ROUNDDOWN ROUNDUP SUBTOTAL SUM SUMPRODUCT "
    "SWITCH TRIM TRUNC UPPER VALUE".split()
)
"""Functions whose cells stand in the formula itself; INDIRECT, OFFSET and look-ups read others."""


@lru_cache(maxsize=4096)
def taken_apart(text: str) -> Formula:
    """Return a formula; the same text is taken apart once."""
    return Formula(text)


def column_number(letters: str) -> int:
    """Return a column, counted from 0, by its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def position(cell: str) -> tuple[int, int] | None:
    """Return row and column of a cell, counted from 0; None if that is no cell's name.

    >>> position("K8")
    (7, 10)
    """
    match = re.fullmatch(_CELL, cell)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


def _tokens(text: str) -> Iterator[Token]:
    for match in re.finditer(_TOKEN, text, re.IGNORECASE):
        kind = match.lastgroup or ""
        if match["cells"]:
            yield Token("cells", _range(match))
        elif match["number"]:
            yield _number(match["number"], is_percent=bool(match["percent"]))
        elif kind == "text":
            yield Token(kind, match["text"].replace('""', '"'))
        elif kind == "function":
            yield Token(kind, _bare(match[kind].upper()))
        elif kind == "lines" or (kind == "name" and match[kind].upper() not in _CONSTANTS):
            yield Token("name", match[kind].upper())
        elif kind in ("comparison", "error"):
            yield Token(kind, match[kind])


def _bare(function: str) -> str:
    for prefix in _NEWER:
        function = function.removeprefix(prefix)
    return function


def _number(text: str, *, is_percent: bool) -> Token:
    try:
        number = exact(float(text))
    except ValueError:  # beyond what a spreadsheet holds
        return Token("error", text)
    return Token("number", number / 100 if is_percent else number)


def _range(match: re.Match[str]) -> Range:
    sheet = match["sheet"]
    if sheet and sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, last = match["cells"].replace("$", "").upper().partition(":")
    top, left = position(first.strip()) or (0, 0)
    bottom, right = position((last or first).strip()) or (0, 0)
    return Range(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))
