"""The picks of least cost, proven.

Every combination that costs no more than a gap above the bound is looked at; the gap grows until one of them meets all
that is asked for. The cheapest of these is the cheapest of all, for what was not looked at costs more. Where there are
too many combinations, or a plan is to differ from others, the search branches: of some kind fewer blocks change, or
more, and each branch has a bound of its own, which is higher.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from zi_score.improve.program.bound import Prices, prices
from zi_score.improve.program.front import Front, Space, TooManyError
from zi_score.improve.program.model import Kind
from zi_score.improve.program.runs import Link, Pick, Picked, Run, Sides, Step
from zi_score.improve.program.tree import Branch, Condition, Figure, Item, Tree, tree

MOST = 600_000
"""Combinations that a search may look at in all; about a second."""

_PART = 10_000
"""What it costs to find the bound of a part of the search, as much as so many combinations."""

_AT_ONCE = 20_000
"""Combinations that are looked at before a search branches."""

_WIDTH = 100
"""So many states are followed where a good plan is looked for, and no proof."""

_NUMBERS = count()
"""Tell parts of a search apart that have the same bound."""

Limits = Mapping[int, tuple[int, int]]
"""At least and at most how many blocks of a kind change."""


class Optimum(NamedTuple):
    """The cheapest picks, what they cost, and the least that any others can cost: the same, where that is proven."""

    picks: tuple[Pick, ...]
    cost: int
    bound: int


class OutOfTimeError(Exception):
    """Nothing more was found in time; any picks cost at least ``bound``."""

    def __init__(self, bound: int) -> None:
        """Note the bound."""
        super().__init__(bound)
        self.bound = bound


@dataclass
class Budget:
    """Combinations that searches may still look at, together."""

    left: int


def allowance(parts: int = 1) -> Budget:
    """Return what is enough for a search, or one of so many parts of it."""
    return Budget(MOST // parts)


class Given(NamedTuple):
    """Points that minimums miss, by their numbers, once some picks are taken as given."""

    wanted: Mapping[int, int]
    picks: tuple[Pick, ...] = ()


def plans(  # noqa: PLR0913 - what is searched, for what, and how long
    kinds: Sequence[Kind],
    cost: Figure,
    given: Iterable[Given],
    conditions: Sequence[Condition] = (),
    changed: Mapping[int, int] | None = None,
    *,
    budget: Budget | None = None,
) -> Iterator[Optimum]:
    """Yield the picks that cost least, and then, the cheapest first, others that differ from all before them.

    Of at least one kind they change fewer blocks than each of those does. Of picks that cost the same in one part of
    the search, those with most points come first, and of these those with fewest actions. Nothing is yielded where
    nothing meets all that is asked for; where time is over (counted in combinations, so that every machine finds the
    same), the best that was found, and no more.

    Args:
        kinds: what may change.
        cost: what is to be least.
        given: what may be given, and what is missing then.
        conditions: what else has to hold.
        changed: how many blocks of each kind picks change from which all are to differ.
        budget: what may be looked at, together with other searches; by default what is enough for one.

    Raises:
        OutOfTimeError: nothing more was found in time.

    """
    return _Search(kinds, cost, given, conditions, changed, budget or allowance()).plans()


def cheapest(
    kinds: Sequence[Kind], cost: Figure, wanted: Mapping[int, int], conditions: Sequence[Condition] = ()
) -> Optimum | None:
    """Return the first of ``plans`` where nothing is given."""
    return next(plans(kinds, cost, [Given(wanted)], conditions), None)


class _Node(NamedTuple):
    """A part of the search: what it costs at least, a number that tells nodes apart, and its limits.

    ``given`` picks belong to it; ``whole`` is searched within the limits, which make it ``tree``.
    Where ``state`` is known, it is the cheapest of the part.
    """

    least: int
    number: int
    limits: Limits
    given: tuple[Pick, ...]
    whole: Tree
    tree: Tree
    prices: Prices
    state: Picked | None = None


class _Search:
    """A search that branches."""

    def __init__(  # noqa: PLR0913, PLR0917 - as ``plans``
        self,
        kinds: Sequence[Kind],
        cost: Figure,
        given: Iterable[Given],
        conditions: Sequence[Condition],
        changed: Mapping[int, int] | None,
        budget: Budget,
    ) -> None:
        self._sizes = [len(kind.blocks) for kind in kinds]
        self._dearest = sum(
            len(kind.blocks) * max(cost(end) for choice in kind.choices for end in choice.ends)
            for kind in kinds
            if kind.choices
        )
        self._changed = [] if changed is None else [changed]
        self._budget = budget
        self._nodes: list[_Node] = []
        for wanted, picks in given:
            self._add({}, picks, tree(kinds, cost, wanted, conditions), ())

    def plans(self) -> Iterator[Optimum]:
        """Yield the optimum and then what differs from all before it; where time is over, the best that was found."""
        first = self._nodes[:1]
        while self._nodes and self._budget.left > 0:
            node = heapq.heappop(self._nodes)
            if node.state is None:
                self._solve(node)
            elif (plan := self._same(node.state)) is not None:
                self._differing(node, plan)
            else:
                yield _optimum(node, node.state, node.least)
                self._changed.append(Counter(pick.kind for pick in _picks(node.state.link)))
                heapq.heappush(self._nodes, node)
        if self._nodes:
            yield self._in_time(first)
            raise OutOfTimeError(min(node.least for node in self._nodes))

    def _in_time(self, first: Sequence[_Node]) -> Optimum:
        """Return the best that was found where time is over."""
        bound = min(node.least for node in self._nodes)
        known = sorted(node for node in self._nodes if node.state)
        for node in known or [node._replace(state=self._good(node)) for node in first]:
            if node.state and self._same(node.state) is None:
                return _optimum(node, node.state, min(node.state.cost, bound))
        raise OutOfTimeError(bound)

    def _add(self, limits: Limits, given: tuple[Pick, ...], whole: Tree, start: Sides) -> None:
        part = replace(whole, root=whole.root.within(limits)) if limits else whole
        found = prices(part, start)
        self._budget.left -= _PART if part.needs else _PART // 10
        least = -(-found.bound // found.scale) if found else 0
        if found and least <= self._dearest:
            heapq.heappush(self._nodes, _Node(least, next(_NUMBERS), limits, given, whole, part, found))

    def _limit(self, node: _Node, limits: Limits) -> None:
        """Add a part of a part of the search, in which limits are narrower."""
        self._add({**node.limits, **limits}, node.given, node.whole, node.prices.sides)

    def _solve(self, node: _Node) -> None:
        """Put the cheapest of a part of the search in its place, or what it branches into where that takes too long."""
        try:
            state = self._cheapest(node, _AT_ONCE if node.prices.parted else self._budget.left)
        except TooManyError:
            if node.prices.parted:
                _cost, kind, whole = max(node.prices.parted)
                self._branched(node, kind, whole)
            else:
                heapq.heappush(self._nodes, node)
            return
        if state:
            heapq.heappush(self._nodes, node._replace(least=state.cost, state=state))

    def _same(self, state: Picked) -> Mapping[int, int] | None:
        """Return what a plan changes from which this one does not differ."""
        changed = Counter(pick.kind for pick in _picks(state.link))
        plans = self._changed
        return next((plan for plan in plans if all(changed[kind] >= most for kind, most in plan.items())), None)

    def _differing(self, node: _Node, plan: Mapping[int, int]) -> None:
        """Branch: of one kind fewer blocks change than in a plan, and of those before it as many or more."""
        limits: dict[int, tuple[int, int]] = {}
        for kind, changed in plan.items():
            least, most = node.limits.get(kind, (0, self._sizes[kind]))
            if least < changed:
                self._limit(node, {**limits, kind: (least, min(most, changed - 1))})
            if most < changed:
                return
            limits[kind] = (max(least, changed), most)

    def _branched(self, node: _Node, kind: int, whole: int) -> None:
        """Branch: of a kind at most so many blocks change, or more."""
        least, most = node.limits.get(kind, (0, self._sizes[kind]))
        for limits in ((least, least + whole), (least + whole + 1, most)):
            self._limit(node, {kind: limits})

    def _cheapest(self, node: _Node, budget: int) -> Picked | None:
        """Return the cheapest of a part of the search, None where it costs too much.

        Raises:
            TooManyError: there are too many combinations to say.

        """
        space = Space(0, node.tree.needs, node.tree.falls, node.tree.rises, left=min(budget, self._budget.left))
        begun, looked = space.left, node.least + _begin(node.tree.root)
        try:
            while True:
                looked = min(looked, self._dearest)
                space.gap = looked * node.prices.scale - node.prices.bound
                best = _Fronts(node, space).best()
                if best and best.cost <= looked:
                    return best
                if looked == self._dearest:
                    return None
                looked = best.cost if best else node.least + 3 * (looked - node.least) + 1
        finally:
            self._budget.left -= begun - space.left

    def _good(self, node: _Node) -> Picked | None:
        """Return a good plan, if not the best."""
        gap = self._dearest * node.prices.scale - node.prices.bound
        space = Space(gap, node.tree.needs, node.tree.falls, node.tree.rises, width=_WIDTH)
        return _Fronts(node, space).best()


def _begin(root: Branch) -> int:
    """Return a gap to begin with: a part of what the cheapest state costs."""
    return min((end.cost for item in root.all_items() for end in item.ends if end.cost), default=0) // 4


class _Fronts:
    """What the branches of a part of the search can reach."""

    def __init__(self, node: _Node, space: Space) -> None:
        self._root = node.tree.root
        self._prices = node.prices
        self._space = space

    def best(self) -> Picked | None:
        """Return the cheapest state that meets all conditions."""
        front = self._branch(self._root, 0)
        ends = [*front.states, *(run.at(0) for run in front.runs)]
        met = [state for state in ends if all(map(int.__ge__, state.sides, self._space.needs))]
        return min(met, key=lambda state: (state.cost, -state.points, state.actions), default=None)

    def _branch(self, branch: Branch, above: int) -> Front:
        """Return what a branch can reach, at the price of what is around it."""
        price = self._prices.points[id(branch)]
        front = Front([self._space.nothing], [])
        for item in sorted(branch.items, key=_length):
            front = front.merged(self._space, self._item(item, price))
        for part in branch.branches:
            front = front.merged(self._space, self._branch(part, price))
        return front.closed(self._space, branch.need, price - above)

    def _item(self, item: Item, price: int) -> Front:
        """Return what the blocks of an item can reach."""
        least = self._prices.least(item, price)
        states = [self._space.nothing._replace(excess=-least)] if item.stays else []
        runs = []
        for option in item.options:
            excess, more = (self._prices.net(end) - price * end.points for end in (option.first, option.step))
            pick = Pick(item.kind, option.line, 0)
            step = Step(more, option.step.cost, option.step.points, option.step.sides)
            run = Run(Picked(excess - least, *option.first, None), option.units, step, pick)
            if run.is_free:
                states.append(run.at(run.units if step.points > 0 else 0))
            else:
                runs.append(run)
        front = one = Front.of(self._space, states, runs)
        for _block in range(item.times - 1):
            front = front.merged(self._space, one)
        return front


def _optimum(node: _Node, state: Picked, bound: int) -> Optimum:
    return Optimum((*node.given, *_picks(state.link)), state.cost, bound)


def _picks(link: Link) -> Iterator[Pick]:
    """Yield the picks that a state is made of."""
    links = [link]
    while links:
        match links.pop():
            case Pick() as pick:
                yield pick
            case (one, other):
                links += [one, other]


def _length(item: Item) -> int:
    return sum(option.units + 1 for option in item.options)
