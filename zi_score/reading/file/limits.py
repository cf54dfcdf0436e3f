"""Limits of a workbook as a whole, and how they are held cheaply: by bounds that get finer only where they must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LARGEST_WORKBOOK = 4_000_000
"""Cells in the rectangles around the values of all sheets, each from A1; the reader holds all of them in memory."""

LARGEST_TEXT = 40 * 2**20
"""Bytes of text in all cells, which the reader holds in memory several times."""

VALUE_COST = 24
"""Bytes that a value or string costs beside its text."""

MOST_ELEMENTS = 4_000_000
MOST_MERGES = 100_000

Bounds = Iterator[int]
"""Upper bounds of one figure, each finer and dearer than the one before; the last is the figure."""


def exceeds(bounds: Sequence[tuple[Bounds, int]], limit: int) -> bool:
    """Whether a sum exceeds a limit; bounds are drawn only until that is sure.

    Args:
        bounds: of each summand, and how often it counts.
        limit: the largest sum that is allowed.

    >>> exceeds([(iter((900, 3)), 1), (iter((5,)), 2)], 20)
    False
    """
    found = [next(each) for each, _ in bounds]
    while sum(value * times for value, (_, times) in zip(found, bounds, strict=True)) > limit:
        finer = [next(each, None) for each, _ in bounds]
        if all(value is None for value in finer):
            return True
        found = [value if new is None else new for value, new in zip(found, finer, strict=True)]
    return False
