"""What cells are called and what they show, for all who never meet the engine."""

from __future__ import annotations

Value = float | str | bool | None
"""What a cell shows, a date as its number; an error is an ``ErrorValue``."""

Cell = tuple[str, int, int]
"""Sheet, row and column of a cell; rows and columns count from 0."""


class ErrorValue(str):
    """An error that a cell shows, by the engine's name of its kind (``Div``, ``Circ``)."""

    __slots__ = ()
