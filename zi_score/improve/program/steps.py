"""What can be reached where only so many questions may change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from zi_score.improve.program.least import cheapest
from zi_score.improve.program.model import Kind, Sums
from zi_score.improve.program.tree import Branch, tree


def actions(sums: Sums) -> int:
    """Return how many questions change."""
    return sums.actions


def most_points(kinds: Iterable[Kind], number: int, limit: int | None) -> int:
    """Return the most points that so many actions can add to a minimum."""
    most = {0: 0}
    for kind in kinds:
        best = {0: 0}
        ends = [end for choice in kind.choices for end in choice.ends if end.gains[number]]
        for sums in ends:
            best[sums.actions] = max(best.get(sums.actions, 0), sums.gains[number])
        if not ends:
            continue
        if limit is None:
            most[0] += len(kind.blocks) * max(best.values())
            continue
        for _block in kind.blocks:
            more: dict[int, int] = {}
            for before, points in most.items():
                for changed, gain in best.items():
                    if before + changed <= limit:
                        more[before + changed] = max(more.get(before + changed, points + gain), points + gain)
            most = more
    return max(most.values())


def most_met(kinds: Sequence[Kind], asked: Mapping[int, int], limit: int) -> list[int]:
    """Return as many minimums as can be met together with so many actions.

    Args:
        kinds: what may change.
        asked: the points that minimums miss, by their numbers; each can be met alone.
        limit: how many questions may change.

    """
    made = tree(kinds, actions, asked)
    if not made.needs:
        given_up = min(_reached(made.root, limit), key=lambda reach: (len(reach.given_up), reach.given_up)).given_up
        return [number for number in asked if number not in given_up]
    for size in range(len(asked), 0, -1):  # where minimums overlap, every set of them is tried
        for some in combinations(asked, size):
            least = cheapest(kinds, actions, {number: asked[number] for number in some})
            if least and least.cost <= limit:
                return list(some)
    return []


@dataclass(frozen=True)
class _Reach:
    """Points that some questions add with so many actions, and the minimums in them that are missed."""

    given_up: tuple[int, ...] = ()
    actions: int = 0
    points: int = 0


def _reached(branch: Branch, limit: int) -> Collection[_Reach]:
    """Return what a branch can reach: nothing that is less in every way than another."""
    found: Collection[_Reach] = [_Reach()]
    for part in branch.branches:
        found = _together(found, _reached(part, limit), limit)
    for item in branch.items:
        ends = [(end.actions, end.points) for end in item.ends]
        for _block in range(item.times):
            found = _together(found, [_Reach(), *(_Reach((), *end) for end in ends)], limit)
    if branch.number is None:
        return found
    return [
        each if each.points >= branch.need else _Reach((*each.given_up, branch.number), each.actions, each.points)
        for each in found
    ]


def _together(ones: Iterable[_Reach], others: Collection[_Reach], limit: int) -> list[_Reach]:
    best: dict[tuple[int, int], _Reach] = {}
    for one in ones:
        for other in others:
            both = _Reach(one.given_up + other.given_up, one.actions + other.actions, one.points + other.points)
            key = (len(both.given_up), both.actions)
            if both.actions <= limit and (key not in best or best[key].points < both.points):
                best[key] = both
    found: list[_Reach] = []
    for key in sorted(best):
        each = best[key]
        if all(other.points < each.points or other.actions > each.actions for other in found):
            found.append(each)
    return found
