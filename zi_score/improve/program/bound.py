"""What a plan costs at least: prices of points at which no combination is cheaper than a bound.

Were halves and thirds of a step allowed, every minimum would take the cheapest points that lie in it, and only then
look further; the last of them names its price. At these prices the cost of a combination splits into what each kind of
blocks costs above its best choice, its excess. Prices are rounded to whole numbers, which weakens the bound by a hair
and never makes it wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import mul

from zi_score.improve.program.runs import Sides
from zi_score.improve.program.tree import Branch, End, Item, Tree

_FINE = 20
"""Prices are fine to so many binary digits."""

_ROUNDS = 40
_NARROW = 10_000
"""Prices of conditions are looked for until they can change the bound by no more than so small a part."""

Piece = tuple[int, int, int, int]
"""The price of points, how many of them it buys, the kind, and how many a block of it is worth that first changes."""


@dataclass(frozen=True)
class Prices:
    """A bound, in parts of a unit of cost; ``scale`` of these are one.

    ``points`` are the prices of points inside a branch, by the branch's id; ``sides`` those of the further conditions.
    ``parted`` are the kinds of which a block would change in part: what it costs, the kind, and how many wholly would.
    """

    scale: int
    points: dict[int, int]
    sides: Sides
    bound: int
    parted: Sequence[tuple[int, int, int]] = ()
    _ends: dict[int, list[tuple[int, int]]] = field(default_factory=dict, repr=False, compare=False)

    def net(self, end: End) -> int:
        """Return a cost less what it is worth for the further conditions."""
        worth: int = sum(map(mul, self.sides, end.sides))
        return self.scale * end.cost - worth

    def least(self, item: Item, point: int) -> int:
        """Return what the best of an item's states costs above what it is worth."""
        return min([net - point * points for points, net in self.ends(item)], default=0)

    def ends(self, item: Item) -> list[tuple[int, int]]:
        """Return points and net cost of an item's ends, which are asked for more than once."""
        if (found := self._ends.get(id(item))) is None:
            found = self._ends[id(item)] = [(end.points, self.net(end)) for end in item.ends]
        return found


def prices(tree: Tree, start: Sides = ()) -> Prices | None:
    """Return prices with a high bound; None where the points of the tree cannot be reached at all.

    Args:
        tree: what is searched.
        start: prices of the further conditions to begin with.

    """
    most = sum(item.times * max((end.points for end in item.ends), default=0) for item in tree.root.all_items())
    pricing = _Pricing(tree, 1 << (most.bit_length() + _FINE))
    best = pricing.at(start or (0,) * len(tree.needs))
    return pricing.climbed(best) if best and tree.needs else best


class _Pricing:
    """The prices of a tree, for given prices of its further conditions."""

    def __init__(self, tree: Tree, scale: int) -> None:
        self._tree = tree
        self._scale = scale
        self._hulls: dict[tuple[int, bool], tuple[int, list[Piece]]] = {}

    def climbed(self, best: Prices) -> Prices:
        """Return prices of the conditions that raise the bound, found by longer and shorter steps."""
        costs = [end.cost for item in self._tree.root.all_items() for end in item.ends if end.cost]
        usual = self._scale * (sum(costs) // len(costs) if costs else 1)
        steps = [usual] * len(best.sides)
        for _round in range(_ROUNDS):
            for number in range(len(steps)):
                for step in (steps[number], -min(steps[number], best.sides[number])):
                    sides = (*best.sides[:number], best.sides[number] + step, *best.sides[number + 1 :])
                    found = self.at(sides) if step else None
                    if found and found.bound > best.bound:
                        best = found
                        steps[number] *= 2
                        break
                else:
                    steps[number] //= 4
            worth = (step * abs(need) for step, need in zip(steps, self._tree.needs, strict=True))
            if max(worth) < max(self._scale, best.bound // _NARROW):
                break
        return best

    def at(self, sides: Sides) -> Prices | None:
        """Return the prices of points at some prices of conditions."""
        found = Prices(self._scale, {}, sides, 0)
        own: dict[int, int] = {}
        bought: dict[tuple[int, int, int], int] = {}
        if self._pieces(self._tree.root, found, own, bought) is None:
            return None
        bound = sum(price * need for price, need in zip(sides, self._tree.needs, strict=True))
        bound += _least(self._tree.root, found, own, 0)
        parted = [
            (price * each, kind, points // each)
            for (kind, each, price), points in bought.items()
            if each and points % each
        ]
        return replace(found, bound=bound, parted=parted)

    def _pieces(
        self, branch: Branch, found: Prices, own: dict[int, int], bought: dict[tuple[int, int, int], int]
    ) -> tuple[int, list[Piece]] | None:
        """Return points that are had already, and the pieces left to buy, the cheapest first; note what is paid."""
        had, pieces = 0, []
        for part in branch.branches:
            inside = self._pieces(part, found, own, bought)
            if inside is None:
                return None
            had += inside[0]
            pieces += inside[1]
        for item in branch.items:
            begin, hull = self._hull(item, found)
            had += begin * item.times
            pieces += [(price, points * item.times, kind, each) for price, points, kind, each in hull]
        pieces.sort()
        own[id(branch)] = 0
        while had < branch.need:
            if not pieces:
                return None
            price, points, kind, each = pieces.pop(0)
            taken = min(points, branch.need - had)
            own[id(branch)] = price
            bought[kind, each, price] = bought.get((kind, each, price), 0) + taken
            had += taken
            if taken < points:
                pieces.insert(0, (price, points - taken, kind, each))
        return had, pieces

    def _hull(self, item: Item, found: Prices) -> tuple[int, list[Piece]]:
        if any(found.sides[number] for number in item.conditions):
            return _hull(item, found.ends(item))
        key = (item.kind, item.stays)
        if key not in self._hulls:
            self._hulls[key] = _hull(item, found.ends(item))
        return self._hulls[key]


def _hull(item: Item, ends: list[tuple[int, int]]) -> tuple[int, list[Piece]]:
    """Return the points of the cheapest of some ends, and from there their lower hull as pieces."""
    if not ends:
        return 0, []
    points, cost = min(ends, key=lambda end: (end[1], -end[0]))
    hull = [(points, cost)]
    for end in sorted(end for end in ends if end[0] > points):
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], end):
            hull.pop()
        if end[0] > hull[-1][0]:
            hull.append(end)
    stays = item.stays and (points, cost) == (0, 0)
    return points, [
        ((c2 - c1) // (p2 - p1), p2 - p1, item.kind, p2 - p1 if stays and p1 == 0 else 0)
        for (p1, c1), (p2, c2) in pairwise(hull)
    ]


def _turns_down(first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]) -> bool:
    """Whether the second of three ends lies on or above the line of the others."""
    return (second[1] - first[1]) * (third[0] - first[0]) >= (third[1] - first[1]) * (second[0] - first[0])


def _least(branch: Branch, prices: Prices, own: dict[int, int], above: int) -> int:
    """Return what a branch costs at least; note its price, that of what is around it or a higher one of its own."""
    price = prices.points[id(branch)] = max(above, own[id(branch)])
    least = (price - above) * branch.need
    least += sum(item.times * prices.least(item, price) for item in branch.items)
    return least + sum(_least(part, prices, own, price) for part in branch.branches)
