"""States that picks lead to, and runs of them: equally far from each other, and so many that they stay as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd
from typing import NamedTuple


class Pick(NamedTuple):
    """The state of a block: number of its kind and line, and how many units after the first."""

    kind: int
    line: int
    unit: int


Link = tuple["Link", "Link"] | Pick | None
"""Which picks a state is made of."""

Sides = tuple[int, ...]
"""Figures of further conditions."""


class Picked(NamedTuple):
    """What some questions cost and bring together."""

    excess: int
    cost: int
    points: int
    actions: int
    sides: Sides
    link: Link


class Step(NamedTuple):
    """How a state differs from the one before it in a run."""

    excess: int
    cost: int
    points: int
    sides: Sides


class Run(NamedTuple):
    """States a step apart: the first, how many follow, and the pick whose unit grows with them."""

    first: Picked
    units: int
    step: Step
    pick: Pick

    @property
    def is_free(self) -> bool:
        """Whether all its states cost the same in every way."""
        return not (self.units and (self.step.cost or any(self.step.sides)))

    def moved(self, by: int) -> Picked:
        """Return the state so many steps on, without its pick."""
        return self._linked(by, self.first.link)

    def at(self, unit: int) -> Picked:
        """Return the state so many steps on."""
        kind, line, first = self.pick
        return self._linked(unit, (self.first.link, Pick(kind, line, first + unit)))

    def _linked(self, by: int, link: Link) -> Picked:
        first, step = self.first, self.step
        return Picked(
            first.excess + by * step.excess,
            first.cost + by * step.cost,
            first.points + by * step.points,
            first.actions,
            tuple([side + by * more for side, more in zip(first.sides, step.sides, strict=True)]),
            link,
        )

    def cut(self, low: int, high: int) -> Run:
        """Return the part from one unit to another."""
        if (low, high) == (0, self.units):
            return self
        return Run(self.moved(low), high - low, self.step, self.pick._replace(unit=self.pick.unit + low))

    def where(self, first: int, step: int, least: int) -> Run | None:
        """Return the part in which a figure, from a first by a step, is at least a number."""
        low, high = 0, self.units
        if step > 0:
            low = max(low, -((first - least) // step))
        elif step < 0:
            high = min(high, (first - least) // -step)
        elif first < least:
            return None
        return self.cut(low, high) if low <= high else None


def together(one: Picked, two: Picked) -> Picked:
    """Return two states together."""
    return Picked(
        one.excess + two.excess,
        one.cost + two.cost,
        one.points + two.points,
        one.actions + two.actions,
        _added(one.sides, two.sides) if one.sides else (),
        (one.link, two.link),
    )


def _added(ones: Sides, others: Sides) -> Sides:
    return tuple(map(int.__add__, ones, others))


def joined(run: Run, state: Picked) -> Run:
    """Return a run with a state added to all of it."""
    return run._replace(first=together(run.first, state))


def exchange(one: Run, other: Run) -> tuple[int, int] | None:
    """Return how many steps of two runs cost the same in every way, None where none do."""
    ones, others = ((run.step.cost, *run.step.sides) for run in (one, other))
    number = next((number for number, each in enumerate(ones) if each), None)
    if number is None or not others[number] or (ones[number] < 0) != (others[number] < 0):
        return None
    common = gcd(ones[number], others[number])
    taken, given = abs(others[number]) // common, abs(ones[number]) // common
    is_same = all(taken * first == given * second for first, second in zip(ones, others, strict=True))
    return (taken, given) if is_same else None


def envelope(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the parts of runs that no other run of the same step surpasses at the same cost."""
    parallel: dict[object, list[tuple[int, int, Run]]] = {}
    for run in runs:
        step = (run.step.cost, *run.step.sides)
        figures = (run.first.cost, *run.first.sides)
        axis = next(number for number, each in enumerate(step) if each)  # runs whose states cost the same are states
        place = figures[axis] // step[axis]
        rest = tuple(figure - place * each for figure, each in zip(figures, step, strict=True))
        level = run.first.points - place * run.step.points
        parallel.setdefault((step, run.step.points, rest), []).append((level, place, run))
    for group in parallel.values():
        free = _Free()
        for _level, place, run in sorted(group, key=lambda each: (-each[0], each[2].first.actions, each[1])):
            for low, high in free.taken(place, place + run.units):
                yield run.cut(low - place, high - place)


class _Free:
    """Whole numbers, of which ranges are taken one after another."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int]] = []

    def taken(self, low: int, high: int) -> list[tuple[int, int]]:
        """Take a range, and return the parts of it that were free."""
        parts = []
        begin = low
        for start, end in self._taken:
            if end < begin or start > high:
                continue
            if start > begin:
                parts.append((begin, start - 1))
            begin = end + 1
        if begin <= high:
            parts.append((begin, high))
        self._taken = sorted([*self._taken, *parts])
        return parts
