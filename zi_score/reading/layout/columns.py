"""Which column holds what: found by the header texts, never by letter."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from zi_score.model.exact import exact
from zi_score.model.findings import Finding
from zi_score.model.submission import AnswerColumns, Grid
from zi_score.reading.cells.answers import parsed
from zi_score.reading.layout.assessors import answer_columns
from zi_score.reading.layout.headers import Header, Wanted, headers_of, lower_headers, roles_of, sub_headers

HEADER_ROWS = 40
"""Rows at the top of a sheet among which its header stands."""

_FEWEST_WEIGHTS = 5
"""Numbers under each other that make a column without a header one of weights."""

_DIGITS_SEEN = 15
"""Digits that a spreadsheet shows; behind them stands what binary numbers leave of a sum."""


class Columns(NamedTuple):
    """The columns of an LKE sheet; ``first_row`` is the row under the header.

    ``is_bare`` says that no header names weights; ``passed_over`` are answer columns that give way to another one of
    the same assessor; ``refusal`` says that nobody can tell which of several is meant.
    """

    first_row: int
    outline: range
    weight: int | None
    scale: int | None
    answers: tuple[AnswerColumns, ...]
    layout: str
    is_bare: bool
    passed_over: tuple[int, ...] = ()
    refusal: Finding | None = None


def find_columns(grid: Grid, wanted: Wanted) -> tuple[Columns, list[Finding]] | None:
    """Return the columns of a sheet and what is doubtful about them; None if it has no LKE header."""
    best: tuple[int, list[Header]] = (0, [])
    every = [headers_of(grid, row, wanted) for row in range(min(HEADER_ROWS, len(grid.rows)))]
    for row, headers in enumerate(every):
        roles = {header.role for header in headers}
        if "answer" in roles and roles & {"outline", "weight", "scale"} and len(roles) > len(roles_of(best[1])):
            best = (row, headers)
    row, headers = best
    if not headers:
        return _below(grid, every, wanted)
    if sub := sub_headers(grid, row, headers):
        row, headers = row + 1, sub
    return _columns(grid, row, headers, wanted)


def _below(grid: Grid, every: list[list[Header]], wanted: Wanted) -> tuple[Columns, list[Finding]] | None:
    """Return the columns of a sheet whose answers are named in the lower rows of its header alone."""
    for row, upper in enumerate(every):
        lowest, headers = lower_headers(grid, row, upper) if upper else (row, [])
        if headers:
            return _columns(grid, lowest, headers, wanted)
    return None


def _columns(grid: Grid, row: int, headers: list[Header], wanted: Wanted) -> tuple[Columns, list[Finding]] | None:
    first = {role: next((h.column for h in headers if h.role == role), None) for role in ("outline", "weight", "scale")}
    start = first["outline"]
    if start is None:
        start = max((h.column + 1 for h in headers if h.role == "id"), default=0)
    end = min((h.column for h in headers if h.column > start and h.role not in ("id", "outline")), default=start)
    weight = first["weight"]
    if weight is None and (unnamed := unnamed_weight(grid, row, range(start + 1, end))):
        weight = end = unnamed
    chosen = answer_columns(grid, row, headers, wanted)
    answers = chosen.columns
    if end <= start or not answers:
        return None
    bare = all(h.assessor is None for h in headers if h.role == "answer")
    return (
        Columns(
            first_row=row + 1,
            outline=range(start, end),
            weight=weight,
            scale=first["scale"],
            answers=answers,
            layout="lke-zi" if bare or answers[0].answer == _bare_answer(headers) else "jawaban",
            is_bare=first["weight"] is None,
            passed_over=chosen.passed_over,
            refusal=chosen.refusal,
        ),
        list(chosen.findings),
    )


def unnamed_weight(grid: Grid, row: int, columns: range) -> int | None:
    """Return the column that holds nothing but numbers between the outline and what follows it."""
    for column in reversed(columns):
        if texts := [text for below in range(row + 1, len(grid.rows)) if (text := grid.text(below, column))]:
            is_weight = len(texts) >= _FEWEST_WEIGHTS and all(weight_in(text) is not None for text in texts)
            return column if is_weight and not grid.text(row, column) else None
    return None


@lru_cache(maxsize=4096)
def weight_in(text: str) -> Fraction | None:
    """Return a weight as people write it, ``1.5``, ``1,5``, ``(1,5)``; one that a formula gave as it is seen.

    >>> weight_in("0.30000000000000004"), weight_in("(1,5)")
    (Fraction(3, 10), Fraction(3, 2))
    """
    found = parsed(text.strip("() "))
    return found if found is None or len(text) <= _DIGITS_SEEN else exact(float(found))


def _bare_answer(headers: list[Header]) -> int | None:
    return next((h.column for h in headers if h.role == "answer" and not h.label), None)
