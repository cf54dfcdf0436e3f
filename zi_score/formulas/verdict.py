"""A cell that says in words whether a minimum is reached: what it is about, and what its words are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeGuard

from zi_score.formulas.values import Cell
from zi_score.law.ruleset import Criterion
from zi_score.model.formula import taken_apart

_PASSED = re.compile(r"(ok(e)?|lulus|memenuhi( syarat)?|terpenuhi|tercapai|sesuai|ya|layak)", re.IGNORECASE)
_HEAD = 3
"""Rows above a column's first cell in which its head may stand."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A minimum as a verdict sees it: its criterion, the cells that show the figure, and how many points there are."""

    criterion: Criterion
    cells: tuple[tuple[Cell, float], ...]
    """Each with what one point is in it."""
    weight: float

    def points(self, predicate: str) -> float | None:
        """Return the minimum of a predicate in points."""
        minimum = self.criterion.minimum.get(predicate)
        if not isinstance(minimum, Fraction):
            return None
        return float(minimum) * (self.weight if self.criterion.measure == "share" else 1)


@dataclass(frozen=True, eq=False)
class Verdict:
    """A cell that says something in words about figures with a minimum."""

    cell: Cell
    formula: str
    measured: tuple[Measured, ...]
    """What it is about: the figures of its own row, where it reads some there, else all that it reads."""
    others: tuple[Measured, ...]
    targets: tuple[Cell, ...]
    below: frozenset[Cell] = field(default=frozenset())
    """Other verdicts that it reads."""
    divides: bool = False


def headed(column: Sequence[Verdict], predicates: Sequence[str], shown: Callable[[Cell], object]) -> list[str]:
    """Return the predicate that the head of a column names, if it names one."""
    sheet, _, at = column[0].cell
    first = min(verdict.cell[1] for verdict in column)
    for row in range(first - 1, max(first - 1 - _HEAD, -1), -1):
        words = re.findall(r"\w+", str(shown((sheet, row, at))).upper())
        if len(named := [predicate for predicate in predicates if predicate in words]) == 1:
            return named
    return []


def is_passed(text: object) -> TypeGuard[str]:
    """Whether a text says that a minimum is reached."""
    return isinstance(text, str) and _PASSED.fullmatch(text.strip()) is not None


def names_predicate(verdict: Verdict, predicates: Sequence[str]) -> bool:
    """Whether a cell tells of a predicate by its name; other gradings and targets are nobody's matter."""
    return any(text.upper() in predicates for text in texts_of(verdict))


def texts_of(verdict: Verdict) -> list[str]:
    """Return the texts that a formula may show."""
    return [str(token.value).strip() for token in taken_apart(verdict.formula).tokens if token.kind == "text"]


def clean(number: float) -> float:
    """Return a minimum as it would be written, without what its computation lost."""
    return float(f"{number:.12g}")
