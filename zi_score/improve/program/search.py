"""The search for the least work, stage by stage; each stage takes what the ones before it proved as given.

1. Criteria that cannot be met, with everything done that may be done, are put aside.
2. Where the number of actions is limited, the fewest further criteria are put aside.
3. External results are raised by as little as the rest cannot do without.
4. The rest is met at the least effort. Of plans that cost the same, one is taken that brings most points, and of
   these one that touches fewest questions.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice, takewhile

from zi_score.improve.errors import SolverError
from zi_score.improve.program.block import Bundle, BundleState
from zi_score.improve.program.goal import Minimum
from zi_score.improve.program.least import Budget, Given, Optimum, OutOfTimeError, cheapest, plans
from zi_score.improve.program.model import Kind, LineSums, Model, Sums
from zi_score.improve.program.runs import Pick
from zi_score.improve.program.steps import actions, most_met, most_points
from zi_score.improve.program.tree import Condition

_NEARLY = Fraction(11, 10)
"""Plans of up to a tenth more effort, or of one step more, are nearly as good."""


SOLVER = "dynamic programming"
"""How plans are found and proven."""


@dataclass(frozen=True)
class Missed:
    """A criterion that cannot be met; ``points`` are missing with everything done.

    Where the number of actions is limited, ``needed`` is how many would do for all criteria that
    can be met, and ``is_joint`` says that the criterion alone could be met.
    """

    minimum: Minimum
    points: Fraction
    needed: int | None = None
    is_joint: bool = False


@dataclass(frozen=True)
class ChosenState:
    """The states that blocks are to take, at what effort, and the least that any others can cost."""

    states: tuple[tuple[Bundle, BundleState], ...]
    effort: Fraction
    bound: Fraction

    @property
    def is_proven(self) -> bool:
        """Whether no others cost less."""
        return self.effort == self.bound


@dataclass(frozen=True)
class Found:
    """The result of a search: the plan, further plans of nearly the same effort, and what cannot be met."""

    plan: ChosenState
    alternatives: tuple[ChosenState, ...]
    missed: tuple[Missed, ...]


NOTHING_TO_DO = Found(ChosenState((), Fraction(), Fraction()), (), ())


def _effort(sums: Sums) -> int:
    return sums.effort


class Search:
    """A search among the states of some kinds of blocks for scores that meet minimums."""

    def __init__(  # noqa: PLR0913 - what is searched, for what, and how long
        self,
        model: Model,
        minimums: Sequence[Minimum],
        missing: Sequence[Fraction],
        max_steps: int | None,
        *,
        budget: Budget,
        further: Budget,
    ) -> None:
        """Note what is to be met.

        Args:
            model: the states that blocks may take.
            minimums: what is asked for.
            missing: points that each minimum misses as the answers stand.
            max_steps: how many questions may change.
            budget: what may be looked at for the plan.
            further: what may be looked at for other plans.

        """
        self._budget, self._further = budget, further
        self._model = model
        self._kinds = model.kinds
        self._minimums = tuple(minimums)
        self._missing = tuple(missing)
        self._limit = max_steps

    def found(self, alternatives: int, step: Fraction) -> Found:
        """Return the plan at the least effort, and further ones that cost nearly as little.

        Args:
            alternatives: how many further plans to look for.
            step: effort of one step.

        Raises:
            OutOfTimeError: there are too many combinations to find any plan.

        """
        everything = range(len(self._missing))
        possible = [number for number in everything if self._most(number, None) >= self._missing[number]]
        alone = wanted = possible
        if self._limit is not None:
            alone = [number for number in possible if self._most(number, self._limit) >= self._missing[number]]
            wanted = most_met(self._kinds, self._asked(alone), self._limit)
        asked = self._asked(wanted)
        given, best = self._least(asked)
        needed = None if len(wanted) == len(possible) else self._least_actions(possible)
        most = int(max(best.cost * _NEARLY, best.cost + step / self._model.effort))
        others = self._alternatives(given, best, alternatives if best.cost == best.bound else 0, most)
        return Found(
            plan=self._chosen(best),
            alternatives=tuple(map(self._chosen, others)),
            missed=tuple(
                self._missed(number, best, is_alone=number in alone, needed=needed if number in possible else None)
                for number in everything
                if number not in wanted
            ),
        )

    def _asked(self, numbers: Collection[int]) -> dict[int, int]:
        """Return what some minimums miss, by number."""
        return {number: math.ceil(self._missing[number] / self._model.point) for number in numbers}

    def _most(self, number: int, limit: int | None) -> Fraction:
        return most_points(self._kinds, number, limit) * self._model.point

    @cached_property
    def _rows(self) -> list[Condition]:
        """The condition that so few questions change."""
        return [] if self._limit is None else [Condition(lambda sums: -sums.actions, -self._limit)]

    def _least(self, asked: Mapping[int, int]) -> tuple[Given, Optimum]:
        """Return the plan of least effort, with no more external results than are needed, which are given."""
        if best := self._cheapest([Given(asked)]):
            return Given(asked), best
        raised = _proven(cheapest(self._kinds, lambda sums: sums.raised, asked, self._rows)).cost
        best = _proven(self._cheapest(list(self._divided(asked, raised))))
        return self._given(asked, tuple(pick for pick in best.picks if self._kinds[pick.kind].is_external)), best

    def _cheapest(self, given: Sequence[Given]) -> Optimum | None:
        """Return the unit's own actions of least effort; where they are not found in time, the fewest actions.

        Raises:
            OutOfTimeError: not even these are found in time.

        """
        try:
            return next(plans(self._own, _effort, given, self._rows, budget=self._budget), None)
        except OutOfTimeError as error:
            found = (self._fewest(each) for each in given)
            known = [each._replace(bound=min(error.bound, each.cost)) for each in found if each]
            return min(known, key=lambda each: each.cost, default=None)

    def _fewest(self, given: Given) -> Optimum | None:
        """Return the fewest of the unit's own actions, at what effort they are, if they are few enough."""
        found = cheapest(self._own, actions, given.wanted)
        if found is None or (self._limit is not None and found.cost > self._limit):
            return None
        cost = sum(self._sums(pick).effort for pick in found.picks)
        return Optimum((*given.picks, *found.picks), cost, 0)

    def _sums(self, pick: Pick) -> Sums:
        return self._kinds[pick.kind].choices[pick.line].at(pick.unit)

    def _given(self, asked: Mapping[int, int], picks: tuple[Pick, ...]) -> Given:
        """Return what is missing where some external results are reached."""
        gains = [self._sums(pick).gains for pick in picks]
        return Given({number: points - sum(each[number] for each in gains) for number, points in asked.items()}, picks)

    def _divided(self, asked: Mapping[int, int], raised: int) -> Iterator[Given]:
        """Yield the ways to divide a raise among external results that leave no more to the unit than it can do."""
        most = {number: most_points(self._own, number, self._limit) for number in asked}
        external = [(number, kind.choices[0]) for number, kind in enumerate(self._kinds) if kind.is_external]
        alike: set[tuple[int, ...]] = set()
        for picks in _raises(external, raised):
            given = self._given(asked, picks)
            missing = tuple(given.wanted.values())
            if missing not in alike and all(points <= most[number] for number, points in given.wanted.items()):
                alike.add(missing)
                yield given

    @cached_property
    def _own(self) -> tuple[Kind, ...]:
        """The kinds with nothing to raise that others measure."""
        return tuple(replace(kind, choices=()) if kind.is_external else kind for kind in self._kinds)

    def _least_actions(self, wanted: Collection[int]) -> int:
        """Return how many actions meet these minimums."""
        return _proven(cheapest(self._kinds, actions, self._asked(wanted))).cost

    def _missed(self, number: int, best: Optimum, *, is_alone: bool, needed: int | None) -> Missed:
        gained = sum(self._sums(pick).gains[number] for pick in best.picks) * self._model.point
        reached = gained if is_alone else self._most(number, self._limit)
        return Missed(self._minimums[number], self._missing[number] - reached, needed, is_joint=is_alone)

    def _alternatives(self, given: Given, best: Optimum, count: int, most: int) -> Iterator[Optimum]:
        """Yield further plans: each leaves at least one question alone that every plan before it raises."""
        if count:
            found = plans(self._own, _effort, [given], self._rows, self._changed(best), budget=self._further)
            with suppress(OutOfTimeError):
                yield from takewhile(lambda plan: plan.cost <= most, islice(found, count))

    def _changed(self, optimum: Optimum) -> dict[int, int]:
        """Return how many blocks of each kind change, of the unit's own."""
        picked = [pick.kind for pick in optimum.picks if not self._kinds[pick.kind].is_external]
        return {kind: picked.count(kind) for kind in picked}

    def _chosen(self, optimum: Optimum) -> ChosenState:
        picks: dict[int, list[tuple[int, int]]] = {}
        for pick in optimum.picks:
            picks.setdefault(pick.kind, []).append((pick.line, pick.unit))
        states = (state for number, own in sorted(picks.items()) for state in self._kinds[number].states(own))
        effort = self._model.effort
        return ChosenState(tuple(states), optimum.cost * effort, optimum.bound * effort)


def _raises(external: Sequence[tuple[int, LineSums]], raised: int) -> Iterator[tuple[Pick, ...]]:
    """Yield the ways to divide a raise among external results."""
    if not external:
        if not raised:
            yield ()
        return
    (kind, line), *others = external
    yield from _raises(others, raised)
    left = raised - line.first.raised
    for unit in range(line.units + 1):
        if left >= 0 and (others or not left):  # the last has to take all that is left
            for picks in _raises(others, left):
                yield (Pick(kind, 0, unit), *picks)
        left -= line.step.raised if line.step else 0


def _proven(optimum: Optimum | None) -> Optimum:
    if optimum is None:
        raise SolverError("the search found nothing where there is a solution")
    return optimum
