"""A cell that says in words whether a minimum is reached: what it is about, and what its words are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeGuard

from zi_score.formulas.values import Cell, Value
from zi_score.law.ruleset import Criterion
from zi_score.model.formula import taken_apart
from zi_score.model.pattern import pattern

_PASSED = pattern(r"(ok(e)?|lulus|memenuhi( syarat)?|terpenuhi|tercapai|sesuai|ya|layak)", re.IGNORECASE)
NEAR = 0.001
"""Points that make a figure miss a minimum, or more than reach it."""

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

    def held(self, predicate: str, apart: Mapping[Measured, float]) -> dict[Cell, Value]:
        """Return what is typed so that all figures are at a predicate's minimums, but for some by how far."""
        held: dict[Cell, Value] = dict.fromkeys(self.targets, predicate)
        held |= {cell: each.weight * scale for each in self.others for cell, scale in each.cells}
        for each in self.measured:
            points = (each.points(predicate) or each.weight) + apart.get(each, 0.0)
            held |= {cell: points * scale if each in apart else _clean(points * scale) for cell, scale in each.cells}
        return held

    def nothing(self, predicate: str) -> dict[Measured, float]:
        """Return how far no points at all are from the minimums."""
        return {each: -(each.points(predicate) or each.weight) for each in self.measured}

    def asked_first(self, predicate: str) -> Iterator[Mapping[Measured, float]]:
        """Yield what tells whether it is right: all at their minimums, each just below and above, nothing at all."""
        yield {}
        for each in self.measured:
            if each.points(predicate) is not None:
                yield {each: -NEAR}
                yield {each: NEAR}
        yield self.nothing(predicate)


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


def _clean(number: float) -> float:
    """Return a minimum as it would be written, without what its computation lost."""
    return float(f"{number:.12g}")
