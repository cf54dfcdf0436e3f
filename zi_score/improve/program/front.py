"""What a part of the questions can reach: every combination of states that may belong to a plan of least cost.

A state is dropped where another costs no more and brings no fewer points, or where its excess, what it costs above
the least that a bound allows, is more than the gap that is looked into. States that lie on a line, equally far from
each other, stay a run, however many they are: runs are cut, moved and merged as wholes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from zi_score.improve.program.runs import Picked, Run, Sides, envelope, exchange, joined, together

_BY_EXCESS = itemgetter(0, 1, 2)
"""Orders states by excess, cost and points."""

_FEW = 24
"""Runs of no more units are looked at state by state."""

_DEAR = 8
"""What a run costs, as much as so many combinations of states."""

_SOME = 3
"""So many parts of a run are followed where not everything is."""


class TooManyError(Exception):
    """There are more combinations than may be looked at."""


@dataclass
class Space:
    """What combinations are looked at: with an excess of at most ``gap``, and further conditions.

    ``needs`` says how much each further figure has to reach in the end; one that ``falls`` is never raised again, so
    that nothing below it is followed; of one that ``rises`` no more is kept than is needed. Where ``width`` is given,
    only so many states are followed.
    """

    gap: int
    needs: Sides = ()
    falls: tuple[bool, ...] = ()
    rises: tuple[bool, ...] = ()
    width: int | None = None
    left: int = 0

    @cached_property
    def nothing(self) -> Picked:
        """The state in which nothing changes."""
        return Picked(0, 0, 0, 0, (0,) * len(self.needs), None)

    @cached_property
    def _falling(self) -> list[tuple[int, int]]:
        """The figures that are never raised again, by their numbers, and how much each has to reach."""
        return [(number, self.needs[number]) for number, falls in enumerate(self.falls) if falls]

    def spend(self, count: int) -> None:
        """Count combinations.

        Raises:
            TooManyError: there are too many.

        """
        self.left -= count
        if self.left < 0 and self.width is None:
            raise TooManyError

    def kept(self, sides: Sides) -> Sides | None:
        """Return figures of conditions as they are followed, None where they cannot be met any more."""
        for number, need in self._falling:
            if sides[number] < need:
                return None
        if not any(self.rises):
            return sides
        return tuple(
            min(side, need) if rises else side for side, need, rises in zip(sides, self.needs, self.rises, strict=True)
        )


@dataclass(frozen=True)
class Front:
    """States by their excess, and runs."""

    states: list[Picked]
    runs: list[Run]

    @classmethod
    def of(cls, space: Space, states: Iterable[Picked], runs: Iterable[Run] = ()) -> Front:
        """Return the states and runs that may belong to a plan of least cost."""
        points: list[Picked] = []
        long: list[Run] = []
        for run in runs:
            part = _within(space, run)
            if part and part.units <= _FEW:
                points += (part.at(unit) for unit in range(part.units + 1))
            elif part:
                long.append(part)
        best: dict[tuple[int, Sides], Picked] = {}
        for state in [*states, *points]:
            sides = space.kept(state.sides)
            if state.excess > space.gap or sides is None:
                continue
            before = best.get((state.cost, sides))
            if before is None or (state.points, -state.actions) > (before.points, -before.actions):
                best[state.cost, sides] = state if sides is state.sides else state._replace(sides=sides)
        found = sorted(_undominated(best.values()), key=_BY_EXCESS)
        return cls(_followed(found, space), list(envelope(long))[: space.width])

    def merged(self, space: Space, other: Front) -> Front:
        """Return what both can reach together."""
        if len(other.states) == 1 and not (other.runs or self.runs or space.needs):  # nothing new to choose
            only = other.states[0]
            space.spend(len(self.states))
            return Front([together(one, only) for one in self.states if one.excess + only.excess <= space.gap], [])
        runs = [joined(run, state) for run in self.runs for state in other.states]
        runs += [joined(run, state) for run in other.runs for state in self.states]
        for run in self.runs:
            for second in other.runs:
                runs += _both(space, run, second)
        space.spend(_DEAR * len(runs))
        return Front.of(space, _sums(space, self.states, other.states), runs)

    def closed(self, space: Space, need: int, drop: int) -> Front:
        """Return what reaches a number of points, from where on a point is worth so much less."""
        states = [
            Picked(state.excess + drop * (state.points - need), *state[1:])
            for state in self.states
            if state.points >= need
        ]
        reaching = (run.where(run.first.points, run.step.points, need) for run in self.runs)
        runs = [
            run._replace(
                first=run.first._replace(excess=run.first.excess + drop * (run.first.points - need)),
                step=run.step._replace(excess=run.step.excess + drop * run.step.points),
            )
            for run in reaching
            if run
        ]
        return Front.of(space, states, runs)


def _within(space: Space, run: Run) -> Run | None:
    """Return the part of a run that is looked at."""
    part = run.where(-run.first.excess, -run.step.excess, -space.gap)
    for number, falls in enumerate(space.falls):
        if part and falls:
            part = part.where(part.first.sides[number], part.step.sides[number], space.needs[number])
    return part


def _followed(found: list[Picked], space: Space) -> list[Picked]:
    """Return the states to follow: all, or so many of them and the one that brings most."""
    if space.width is None or len(found) <= space.width:
        return found
    most = max(found, key=lambda state: state.points)
    return sorted({*found[: space.width], most}, key=lambda state: state.excess)


def _sums(space: Space, ones: Sequence[Picked], others: Sequence[Picked]) -> Iterator[Picked]:
    """Yield the states of two sets together, as far as their excess allows."""
    if len(ones) > len(others):
        ones, others = others, ones
    excesses = [state.excess for state in others]
    for one in ones:
        count = bisect_right(excesses, space.gap - one.excess)
        space.spend(count)
        for two in others[:count]:
            yield together(one, two)


def _both(space: Space, one: Run, other: Run) -> Iterator[Run]:
    """Yield the runs of two runs together.

    Where so many steps of the better one cost what so many of the other do, they may take their place as long as
    there are any: so either fewer of the other are taken than that, or the better one is nearly at its end.
    """
    swap = exchange(one, other)
    if swap and swap[0] * one.step.points < swap[1] * other.step.points:
        one, other, swap = other, one, swap[::-1]
    if not swap or sum(swap) > min(one.units, other.units):
        if one.units > other.units:
            one, other = other, one
        taken, given = one.units + 1, 0  # the shorter one state by state
    else:
        taken, given = swap
    space.spend(_DEAR * (taken + given))
    yield from (joined(one, other.at(unit)) for unit in _some(space, 0, min(given, other.units + 1)))
    yield from (joined(other, one.at(unit)) for unit in _some(space, max(0, one.units - taken + 1), one.units + 1))


def _some(space: Space, begin: int, end: int) -> Iterable[int]:
    """Return units from one to before another, or, where only so many are followed, some of them."""
    return range(begin, end, 1 if space.width is None else max(1, (end - begin) // _SOME))


def _undominated(states: Iterable[Picked]) -> Iterator[Picked]:
    """Yield the states to which no other is preferable that costs no more, among those of the same conditions."""
    best: dict[Sides, int] = {}
    for state in sorted(states, key=lambda state: (state.cost, -state.points)):
        if state.points > best.get(state.sides, state.points - 1):
            best[state.sides] = state.points
            yield state
