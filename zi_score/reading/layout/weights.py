"""The weights of a sheet beside those of the regulation: what agrees, and what does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from zi_score.law.ruleset import Ruleset
from zi_score.model.submission import Grid
from zi_score.reading.layout.columns import Columns, weight_in
from zi_score.reading.layout.rows import Row

_PERCENT = 100


class Apart(NamedTuple):
    """A weight that is not the regulation's: of which node or question, in which cell, and the right one."""

    code: str
    row: int
    column: int
    found: Fraction
    right: Fraction


class Weights(NamedTuple):
    """How many rows say a weight, and the weights that are not the regulation's."""

    rows: int
    apart: tuple[Apart, ...]

    @property
    def agreeing(self) -> int:
        """How many rows say the regulation's weight."""
        return self.rows - len({apart.row for apart in self.apart})


def weights_of(grid: Grid, columns: Columns, rows: Mapping[str, Row], ruleset: Ruleset) -> Weights:
    """Compare the weights that stand in a column or in titles with those of the regulation."""
    weighed = {code: row for code, row in rows.items() if code in ruleset.weights and row.weight is not None}
    apart = tuple(
        each for code, row in weighed.items() for each in _apart(grid, columns, row, code, ruleset.weights[code])
    )
    if 2 * len(apart) > len(weighed):  # a column that shows 60 % holds 0.6
        shares = tuple(each for each in apart if each.found * _PERCENT != each.right)
        apart = min(shares, apart, key=len)
    return Weights(len(weighed), apart)


def _apart(grid: Grid, columns: Columns, row: Row, code: str, right: Fraction) -> Iterator[Apart]:
    if row.titled is not None and row.titled != right:
        titles = (column for column in columns.outline if grid.text(row.index, column).endswith(")"))
        yield Apart(code, row.index, next(titles, columns.outline[-1]), row.titled, right)
    if columns.weight is not None and row.weight != right:
        found = weight_in(grid.text(row.index, columns.weight))
        if found is not None:
            yield Apart(code, row.index, columns.weight, found, right)
