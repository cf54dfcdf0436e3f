"""A formula as it stands in another cell: what files leave out where cells share a formula."""

from __future__ import annotations

import re

from zi_score.model.formula import column_number, position
from zi_score.model.worksheet import column_letters

_ROWS, _COLUMNS = 1_048_576, 16_384
_END = r"(?![\w.(!])"
_PIECE = (
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'"  # the name of a sheet
    r"|(?P<open>[\"'])"  # a text or a name that has no end
    r"|\[[^\]]*\]"  # another workbook, or a column of a table
    rf"|(?<![\w.$])(?P<column>\$?[A-Z]{{1,3}})(?P<row>\$?[1-9]\d{{0,6}}){_END}"
    rf"|(?<![\w.$])(?P<left>\$?[A-Z]{{1,3}}):(?P<right>\$?[A-Z]{{1,3}}){_END}"
    rf"|(?<![\w.$])(?P<top>\$?[1-9]\d{{0,6}}):(?P<bottom>\$?[1-9]\d{{0,6}}){_END}"
)
"""It is compiled where it is first used, as most files share no formula."""


def moved(formula: str, origin: str, cell: str) -> str:
    """Return a formula of one cell as it reads in another: what has no ``$`` moves along.

    Raises:
        ValueError: one of the two is no cell, the formula is broken, or it would read what lies outside the sheet.

    >>> moved("=SUM(A1:A3)*$B$1&Data!C2", "D4", "E6")
    '=SUM(B3:B5)*$B$1&Data!D4'
    """
    begin, end = position(origin), position(cell)
    if begin is None or end is None:
        raise ValueError(origin if begin is None else cell)
    rows, columns = end[0] - begin[0], end[1] - begin[1]

    def written(match: re.Match[str]) -> str:
        found = match.groupdict()
        if found["open"]:
            raise ValueError(match.string[match.start() :])
        if found["column"]:
            return _column(found["column"], columns) + _row(found["row"], rows)
        if found["left"]:
            return f"{_column(found['left'], columns)}:{_column(found['right'], columns)}"
        if found["top"]:
            return f"{_row(found['top'], rows)}:{_row(found['bottom'], rows)}"
        return match[0]

    return re.sub(_PIECE, written, formula, flags=re.IGNORECASE)


def _row(row: str, by: int) -> str:
    if row.startswith("$"):
        return row
    if not 1 <= (number := int(row) + by) <= _ROWS:
        raise ValueError(f"{row} {by:+}")
    return str(number)


def _column(column: str, by: int) -> str:
    if column.startswith("$"):
        return column
    if not 0 <= (number := column_number(column) + by) < _COLUMNS:
        raise ValueError(f"{column} {by:+}")
    return column_letters(number)
