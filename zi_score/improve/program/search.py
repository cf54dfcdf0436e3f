"""The search for the least work, stage by stage; each stage takes what the ones before it proved as given.

1. Criteria that cannot be met, with everything done that may be done, are put aside.
2. Where the number of actions is limited, the fewest further criteria are put aside.
3. External results are raised by as little as the rest cannot do without.
4. The rest is met at the least effort. Of plans that cost the same, one is taken that brings more
   points, and of these one that touches fewer questions; this is a preference and not proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from zi_score.improve.program.block import Bundle, BundleState
from zi_score.improve.program.goal import Minimum
from zi_score.improve.program.model import Kind, Model
from zi_score.improve.program.solver import Optimum, Program, SolverError

_NEARLY = Fraction(11, 10)
"""Plans of up to a tenth more effort, or of one step more, are nearly as good."""

_PER_ACTION = Fraction(1, 1000)
"""Points that a plan may bring less if it touches one question less."""


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


@dataclass(frozen=True)
class Found:
    """The result of a search: the plan, further plans of nearly the same effort, and what cannot be met."""

    plan: ChosenState
    alternatives: tuple[ChosenState, ...]
    missed: tuple[Missed, ...]


NOTHING_TO_DO = Found(ChosenState((), Fraction(), Fraction()), (), ())


class Search:
    """A search among the states of a model for scores that meet its minimums."""

    def __init__(self, model: Model, missing: Sequence[Fraction], max_steps: int | None) -> None:
        """Note what is to be met.

        Args:
            model: the states that blocks may take.
            missing: points that each minimum of the model misses as the answers stand.
            max_steps: how many questions may change.

        """
        self._model = model
        self._missing = tuple(missing)
        self._limit = max_steps
        self._effort = model.terms(lambda figures: figures.effort)
        self._raised = model.terms(lambda figures: figures.raised)
        self._actions = model.terms(lambda figures: figures.actions)
        self._worth = model.terms(lambda figures: figures.points - figures.actions * _PER_ACTION)

    def found(self, alternatives: int, step: Fraction) -> Found:
        """Return the plan at the least effort, and further ones that cost nearly as little.

        Args:
            alternatives: how many further plans to look for.
            step: effort of one step.

        Raises:
            SolverError: the solver did not prove its result.

        """
        everything = range(len(self._missing))
        possible = [number for number in everything if self._most(number, None) >= self._missing[number]]
        alone = wanted = possible
        if self._limit is not None:
            alone = [number for number in possible if self._most(number, self._limit) >= self._missing[number]]
            wanted = self._together(alone)
        program, best = self._cheapest(wanted)
        needed = None if len(wanted) == len(possible) else self._least_actions(possible)
        others = self._alternatives(program, best, alternatives, max(best.cost * _NEARLY, best.cost + step))
        return Found(
            plan=self._chosen(best),
            alternatives=tuple(map(self._chosen, others)),
            missed=tuple(
                self._missed(number, best, is_alone=number in alone, needed=needed if number in possible else None)
                for number in everything
                if number not in wanted
            ),
        )

    def _cheapest(self, wanted: Sequence[int]) -> tuple[Program, Optimum]:
        """Return the program of the last stage, and its optimum: no more external results than are needed."""
        program = self._program(wanted, self._limit)
        program.at_most(self._raised, Fraction())
        if (best := self._fullest(program)) is None:
            program = self._program(wanted, self._limit)
            program.at_most(self._raised, _proven(program.cheapest(self._raised)).cost)
            best = _proven(self._fullest(program))
        return program, best

    def _fullest(self, program: Program) -> Optimum | None:
        """Return the optimum of a program, and of equal ones one that brings more points."""
        best = program.cheapest(self._effort)
        if best is None:
            return None
        equal = program.copy()
        equal.at_most(self._effort, best.cost)
        return best._replace(values=equal.richest(self._worth, best.values))

    def _program(self, wanted: Iterable[int], limit: int | None) -> Program:
        """Return the program in which some minimums are met, with at most so many actions."""
        program = self._model.program.copy()
        for number in wanted:
            program.at_least(self._model.gains(number), self._missing[number])
        if limit is not None:
            program.at_most(self._actions, Fraction(limit))
        return program

    def _together(self, wanted: Sequence[int]) -> list[int]:
        """Return as many minimums as can be met with the actions that are allowed."""
        program = self._program((), self._limit)
        given_up = {number: program.column() for number in wanted}
        for number, column in given_up.items():
            gains = self._model.gains(number)
            worst = sum((gain * program.highest[each] for each, gain in gains.items() if gain < 0), Fraction())
            program.at_least({**gains, column: max(self._missing[number] - worst, Fraction())}, self._missing[number])
        values = _proven(program.cheapest(dict.fromkeys(given_up.values(), Fraction(1)))).values
        return [number for number in wanted if not values[given_up[number]]]

    def _least_actions(self, wanted: Iterable[int]) -> int:
        """Return how many actions meet these minimums."""
        return int(_proven(self._program(wanted, None).cheapest(self._actions)).cost)

    def _most(self, number: int, limit: int | None) -> Fraction:
        """Return the most points that so many actions can add to a minimum."""
        best = [(len(kind.blocks), _best(kind, number)) for kind in self._model.kinds]
        if limit is None:
            return sum((blocks * max(ways.values()) for blocks, ways in best), Fraction())
        most = {0: Fraction()}
        for blocks, ways in best:
            for _block in range(blocks if any(ways.values()) else 0):
                most = _extended(most, ways, limit)
        return max(most.values())

    def _missed(self, number: int, best: Optimum, *, is_alone: bool, needed: int | None) -> Missed:
        gains = self._model.gains(number)
        gained = sum((gain * best.values[column] for column, gain in gains.items()), Fraction())
        reached = gained if is_alone else self._most(number, self._limit)
        return Missed(self._model.minimums[number], self._missing[number] - reached, needed, is_joint=is_alone)

    def _alternatives(self, program: Program, best: Optimum, count: int, most: Fraction) -> Iterator[Optimum]:
        """Yield further plans: each leaves at least one question alone that every plan before it raises."""
        others = program.copy()
        for column in (column for column, factor in self._raised.items() if factor):
            others.at_most({column: Fraction(1)}, Fraction(best.values[column]))
        before = best
        for _number in range(count):
            self._model.spare_one(others, before.values)
            found = self._fullest(others)
            if found is None or found.cost > most:
                return
            yield found
            before = found

    def _chosen(self, optimum: Optimum) -> ChosenState:
        return ChosenState(tuple(self._model.states(optimum.values)), optimum.cost, optimum.bound)


def _proven(optimum: Optimum | None) -> Optimum:
    if optimum is None:
        raise SolverError("the solver found nothing where there is a solution")
    return optimum


def _best(kind: Kind, number: int) -> dict[int, Fraction]:
    """Return the most points that a block of this kind adds to a minimum, by its actions."""
    best = {0: Fraction()}
    for columns in kind.lines:
        for figures in (columns.first, columns.last):
            actions = int(figures.actions)
            best[actions] = max(best.get(actions, Fraction()), figures.gains[number])
    return best


def _extended(most: Mapping[int, Fraction], best: Mapping[int, Fraction], limit: int) -> dict[int, Fraction]:
    """Return the most points by the number of actions, with one more block."""
    found: dict[int, Fraction] = {}
    for (before, points), (actions, more) in product(most.items(), best.items()):
        if before + actions <= limit:
            found[before + actions] = max(found.get(before + actions, points + more), points + more)
    return found
