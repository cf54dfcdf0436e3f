"""Which of several things is which: the best pairing, and the part of it that leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence

Evidence = Sequence[Sequence[float | None]]
"""What speaks for row r being column c; None where it cannot be."""

_NEVER = 1e6


def certain_pairs(evidence: Evidence, margin: float) -> dict[int, int]:
    """Return the pairs of the best assignment without which every assignment is worse by the margin.

    >>> certain_pairs([[5.0, 1.0], [1.0, 5.0]], margin=1)
    {0: 0, 1: 1}
    >>> certain_pairs([[5.0], [5.0]], margin=1)
    {}
    """
    if not evidence or not evidence[0]:
        return {}
    if clear := _clear(evidence, margin):
        return clear
    costs = _costs(evidence)
    best = _assigned(costs)
    pairs = {row: column for row, column in best.items() if row < len(evidence) and column < len(evidence[0])}
    pairs = {row: column for row, column in pairs.items() if costs[row][column] < 0}
    total = sum(costs[row][column] for row, column in best.items())
    return {row: column for row, column in pairs.items() if _loss(costs, row, column, total) >= margin}


def _clear(evidence: Evidence, margin: float) -> dict[int, int] | None:
    """Return the pairs where every row by itself leaves no doubt, and no two want the same column."""
    pairs = {}
    for row, found in enumerate(evidence):
        values = [0.0 if value is None else value for value in found]
        best = max(values)
        values[column := values.index(best)] = 0.0
        if best < max(0.0, *values) + margin:
            return None
        pairs[row] = column
    return pairs if len(set(pairs.values())) == len(pairs) else None


def _costs(evidence: Evidence) -> list[list[float]]:
    """Return the negative evidence; every row has a column of its own for staying unpaired, at no cost."""
    alone = len(evidence)
    return [
        [_NEVER if value is None else -value for value in row] + [0.0 if n == own else _NEVER for n in range(alone)]
        for own, row in enumerate(evidence)
    ]


def _loss(costs: list[list[float]], row: int, column: int, total: float) -> float:
    """Return how much worse the best assignment without this pair is."""
    kept, costs[row][column] = costs[row][column], _NEVER
    without = sum(costs[r][c] for r, c in _assigned(costs).items())
    costs[row][column] = kept
    return without - total


def _assigned(costs: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return the cheapest assignment of every row to a column (Hungarian method with potentials)."""
    width = len(costs[0])
    row_of = [-1] * (width + 1)
    of_row, of_column = [0.0] * len(costs), [0.0] * (width + 1)
    for start in range(len(costs)):
        row_of[width] = start
        slack, came, done, column = [float("inf")] * width, [width] * width, set[int](), width
        while row_of[column] >= 0:
            done.add(column)
            row = row_of[column]
            for c in range(width):
                if c not in done and (found := costs[row][c] - of_row[row] - of_column[c]) < slack[c]:
                    slack[c], came[c] = found, column
            following = min((c for c in range(width) if c not in done), key=slack.__getitem__)
            step = slack[following]
            for c in done:
                of_row[row_of[c]] += step
                of_column[c] -= step
            slack = [value if c in done else value - step for c, value in enumerate(slack)]
            column = following
        while column != width:
            row_of[column], column = row_of[came[column]], came[column]
        row_of[width] = -1
    return {row: column for column, row in enumerate(row_of[:width]) if row >= 0}
