"""A search in whole numbers: the minimums as a tree, and what does not fit into it as further conditions.

The minimums of a regulation lie inside each other: parts of an area in the area, areas in pengungkit, this in the
total. So what a part of the questions can reach needs no more said of it than its cost and its points. A minimum that
overlaps with another, or counts some questions more often than another does, is a condition beside the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from zi_score.improve.program.model import Kind, LineSums, Sums
from zi_score.improve.program.runs import Sides

Figure = Callable[[Sums], int]


class End(NamedTuple):
    """Cost, points, actions and figures of further conditions of a state."""

    cost: int
    points: int
    actions: int
    sides: Sides


class Option(NamedTuple):
    """A line of a kind: its number, its first and its last state, how many units these are apart, what a unit adds."""

    line: int
    first: End
    last: End
    units: int
    step: End

    @property
    def ends(self) -> tuple[End, ...]:
        """The first state, and the last if that is another."""
        return (self.first, self.last) if self.units else (self.first,)


@dataclass(frozen=True)
class Item:
    """A kind of ``times`` blocks, which may all stay as they are for nothing, or have to change."""

    kind: int
    times: int
    options: tuple[Option, ...]
    stays: bool = True

    @cached_property
    def ends(self) -> list[End]:
        """The ends of all lines, and staying where it is allowed."""
        ends = [end for option in self.options for end in option.ends]
        return [End(0, 0, 0, (0,) * len(ends[0].sides)), *ends] if self.stays and ends else ends

    @cached_property
    def conditions(self) -> tuple[int, ...]:
        """The further conditions on which any of its ends bears, by their numbers."""
        figures = zip(*(end.sides for end in self.ends), strict=True)
        return tuple(number for number, sides in enumerate(figures) if any(sides))

    def within(self, least: int, most: int) -> Iterator[Item]:
        """Yield the same kind as items of which so many blocks change."""
        if least:
            yield replace(self, times=least, stays=False)
        if most > least:
            yield replace(self, times=most - least)


@dataclass
class Branch:
    """A minimum of points, with the items that lie in it and in none of its own branches."""

    number: int | None = None
    need: int = 0
    items: list[Item] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)

    def all_items(self) -> Iterator[Item]:
        """Yield the items, those of the branches too."""
        yield from self.items
        for part in self.branches:
            yield from part.all_items()

    def within(self, limits: Mapping[int, tuple[int, int]]) -> Branch:
        """Return the same branch where of some kinds at least and at most so many blocks change."""
        items = [part for item in self.items for part in item.within(*limits.get(item.kind, (0, item.times)))]
        return Branch(self.number, self.need, items, [part.within(limits) for part in self.branches])


@dataclass(frozen=True)
class Condition:
    """A sum of figures over all picks that has to reach a number."""

    figure: Figure
    need: int


@dataclass(frozen=True)
class Tree:
    """The tree, and what the conditions beside it need.

    ``falls`` says of a condition that no pick raises it; ``rises`` that none lowers it, and something is missing.
    """

    root: Branch
    needs: Sides
    falls: tuple[bool, ...]
    rises: tuple[bool, ...]


def tree(
    kinds: Sequence[Kind],
    cost: Figure,
    wanted: Mapping[int, int],
    conditions: Sequence[Condition] = (),
) -> Tree:
    """Return a search in whole numbers.

    Args:
        kinds: what may change.
        cost: what is to be least.
        wanted: the points that minimums miss, by their numbers.
        conditions: what else has to hold.

    """
    nested = _nested(kinds, wanted)
    beside = [Condition(_gain(number), need) for number, need in wanted.items() if number not in nested]
    further = [*conditions, *beside]
    root = Branch()
    place = {None: root} | {number: Branch(number, wanted[number]) for number in nested}
    for number, above in nested.items():
        place[above].branches.append(place[number])
    for index, kind in enumerate(kinds):
        inside = [number for number in nested if _holds(kind, _gain(number))]  # the larger come first
        if not inside and not any(_holds(kind, each.figure) for each in further):
            continue
        around = inside[-1] if inside else None
        measures = (cost, _gain(around), *(each.figure for each in further))
        options = tuple(_option(line, choice, measures) for line, choice in enumerate(kind.choices))
        place[around].items.append(Item(index, len(kind.blocks), options))
    ends = [end for item in root.all_items() for end in item.ends]
    sides = [[end.sides[number] for end in ends] for number in range(len(further))]
    return Tree(
        root=root,
        needs=tuple(each.need for each in further),
        falls=tuple(max(own, default=0) <= 0 for own in sides),
        rises=tuple(each.need > 0 and min(own, default=0) >= 0 for each, own in zip(further, sides, strict=True)),
    )


def _nested(kinds: Sequence[Kind], wanted: Iterable[int]) -> dict[int, int | None]:
    """Return the minimums that lie inside each other, the larger ones first, each with the one around it."""
    holds = {number: {i for i, kind in enumerate(kinds) if _holds(kind, _gain(number))} for number in wanted}
    found: dict[int, int | None] = {}
    for number in sorted(holds, key=lambda number: (-len(holds[number]), number)):
        own = holds[number]
        around = [other for other in found if own & holds[other]]
        if all(own <= holds[other] and _is_alike(kinds, own, number, other) for other in around):
            found[number] = around[-1] if around else None
    return found


def _is_alike(kinds: Sequence[Kind], own: Iterable[int], number: int, other: int) -> bool:
    """Whether two minimums count the points of some kinds equally."""
    ends = (end for index in own for choice in kinds[index].choices for end in choice.ends)
    return all(end.gains[number] == end.gains[other] for end in ends)


def _gain(number: int | None) -> Figure:
    """Return the figure of a minimum's points."""
    return lambda sums: 0 if number is None else sums.gains[number]


def _holds(kind: Kind, figure: Figure) -> bool:
    return any(figure(end) for choice in kind.choices for end in choice.ends)


def _option(line: int, choice: LineSums, measures: Sequence[Figure]) -> Option:
    def end(sums: Sums) -> End:
        cost, points, *sides = (figure(sums) for figure in measures)
        return End(cost, points, sums.actions, tuple(sides))

    return Option(line, end(choice.first), end(choice.ends[-1]), choice.units, end(choice.step or choice.first))
