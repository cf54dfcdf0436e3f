"""Exact minima of integer programs by HiGHS, a way to the least work that shares nothing with the program's own.

The solver works with floating-point numbers, so it is only a guide. What it finds is checked
here row by row with fractions, and what fails by less than the solver can see is cut off and
solved again. The proof is the solver's bound: costs are whole multiples of a step, so a bound
above the next multiple below the found cost leaves no room for anything cheaper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

import highspy

from zi_score.improve.program.model import Kind, common_step
from zi_score.improve.program.tree import Condition, Figure

_HAIR = Fraction(1, 10**7)
"""Rows are relaxed by so much, so that rounding cuts no exact solution off."""

_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "primal_feasibility_tolerance": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
}
_MOST_CUTS = 200
ONE = Fraction(1)


class InexactError(RuntimeError):
    """The solver's floating-point numbers do not say what is least."""


class Constraint(NamedTuple):
    """A condition: the sum of ``terms`` (column and factor) is at least ``least``."""

    terms: tuple[tuple[int, Fraction], ...]
    least: Fraction

    def holds(self, values: Sequence[int]) -> bool:
        """Whether the condition holds, exactly."""
        return sum((factor * values[column] for column, factor in self.terms), Fraction()) >= self.least


class Optimum(NamedTuple):
    """The cheapest values of the columns, what they cost, and the least that any others can cost."""

    values: tuple[int, ...]
    cost: Fraction
    bound: Fraction


def least_cost(
    kinds: Sequence[Kind],
    cost: Figure,
    wanted: Mapping[int, int],
    conditions: Sequence[Condition] = (),
    spared: Sequence[Mapping[int, int]] = (),
) -> int | None:
    """Return what ``cheapest`` has to find, before any limit of cost; None where there is nothing.

    A line is two columns: how many blocks take it, and how many units these go on after its first state.
    """
    program = Program()
    prices: dict[int, Fraction] = {}
    sums: list[dict[int, Fraction]] = [{} for _each in (*wanted, *conditions)]
    figures = [*(_gain(number) for number in wanted), *(each.figure for each in conditions)]
    taken: list[list[int]] = []
    for kind in kinds:
        size = len(kind.blocks)
        taken.append([])
        for choice in kind.choices:
            columns = [(program.column(size), choice.first)]
            taken[-1].append(columns[0][0])
            if choice.step:
                further = program.column(size * choice.units)
                columns.append((further, choice.step))
                program.at_most({further: ONE, columns[0][0]: Fraction(-choice.units)}, Fraction())
            for column, figured in columns:
                prices[column] = Fraction(cost(figured))
                for terms, figure in zip(sums, figures, strict=True):
                    terms[column] = Fraction(figure(figured))
        program.at_most(dict.fromkeys(taken[-1], ONE), Fraction(size))
    for terms, need in zip(sums, (*wanted.values(), *(each.need for each in conditions)), strict=True):
        largest = max((abs(factor) for factor in terms.values()), default=ONE) or ONE  # the solver likes small numbers
        program.at_least({column: factor / largest for column, factor in terms.items()}, need / largest)
    for mosts in spared:
        spares: dict[int, Fraction] = {}
        for number, most in mosts.items():
            size = len(kinds[number].blocks)
            spare = program.column()
            program.at_most({**dict.fromkeys(taken[number], ONE), spare: Fraction(size - most + 1)}, Fraction(size))
            spares[spare] = ONE
        program.at_least(spares, ONE)
    found = program.cheapest(prices)
    return None if found is None else int(found.cost)


def _gain(number: int) -> Figure:
    return lambda sums: sums.gains[number]


@dataclass
class Program:
    """Columns that take whole numbers from 0 to their highest, and rows of conditions on them.

    >>> program = Program()
    >>> a, b = program.column(3), program.column(3)
    >>> program.at_least({a: Fraction(2), b: Fraction(3)}, Fraction(7))
    >>> program.cheapest({a: Fraction(1), b: Fraction(2)})
    Optimum(values=(2, 1), cost=Fraction(4, 1), bound=Fraction(4, 1))
    """

    highest: list[int] = field(default_factory=list)
    rows: list[Constraint] = field(default_factory=list)

    def column(self, highest: int = 1) -> int:
        """Add a column and return its number."""
        self.highest.append(highest)
        return len(self.highest) - 1

    def at_least(self, terms: Mapping[int, Fraction], least: Fraction) -> None:
        """Demand that a sum reaches a number."""
        self.rows.append(Constraint(tuple((column, factor) for column, factor in terms.items() if factor), least))

    def at_most(self, terms: Mapping[int, Fraction], most: Fraction) -> None:
        """Demand that a sum stays within a number."""
        self.at_least({column: -factor for column, factor in terms.items()}, -most)

    def copy(self) -> Program:
        """Return the same program, to be added to."""
        return Program(list(self.highest), list(self.rows))

    def cheapest(self, costs: Mapping[int, Fraction]) -> Optimum | None:
        """Return the values of the columns that cost least, proven; None where no values meet all rows.

        Raises:
            InexactError: the solver gave up, or its bound does not prove what it found.

        """
        step = common_step(costs.values())
        whole = {column: int(cost / step) for column, cost in costs.items()}
        found = self._guided({column: float(cost) for column, cost in whole.items()})
        if found is None:
            return None
        values, guessed = found
        cost = sum(price * values[column] for column, price in whole.items())
        if (bound := _rounded_up(guessed)) != cost:
            raise InexactError(f"the solver found {cost} steps and proved {bound}")
        return Optimum(values, cost * step, bound * step)

    def _guided(self, costs: Mapping[int, float]) -> tuple[tuple[int, ...], float] | None:
        """Return the solver's values for the columns, which meet all rows exactly, and its bound."""
        if not self.highest:  # the solver knows no empty program
            return ((), 0.0) if all(row.holds(()) for row in self.rows) else None
        tried = self.copy()
        for _cut in range(_MOST_CUTS):
            found = _solved(tried, costs)
            if found is None:
                return None
            values = found[0][: len(self.highest)]
            if all(row.holds(values) for row in self.rows):
                return values, found[1]
            tried.differ_from(values)
        raise InexactError(f"no exact solution after {_MOST_CUTS} that hold in floating-point numbers only")

    def differ_from(self, values: Sequence[int]) -> None:
        """Cut one combination of values off: at least one column must be lower or higher than it is there."""
        ways: dict[int, Fraction] = {}
        for column, value in enumerate(values):
            room = self.highest[column]
            if value > 0:  # where `lower` is 1, the column is at most value - 1
                lower = self.column()
                self.at_most({column: ONE, lower: Fraction(room - value + 1)}, Fraction(room))
                ways[lower] = ONE
            if value < room:  # where `higher` is 1, it is at least value + 1
                higher = self.column()
                self.at_least({column: ONE, higher: Fraction(-value - 1)}, Fraction())
                ways[higher] = ONE
        self.at_least(ways, ONE)


def _rounded_up(bound: float) -> int:
    """Return the least whole number that a bound allows; what the solver rounds is not taken for more."""
    return math.ceil(bound - 1e-6 * max(1.0, abs(bound) * 1e-3))


def _highs() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs leave the constructor out
    for option, setting in _OPTIONS.items():
        solver.setOptionValue(option, setting)
    return solver


def _solved(program: Program, costs: Mapping[int, float]) -> tuple[tuple[int, ...], float] | None:
    """Return values and bound by the solver, or None where it finds that nothing meets all rows."""
    solver = _highs()
    solver.passModel(_as_lp(program, costs))
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise InexactError(f"the solver ended with {solver.modelStatusToString(status)}")
    values = tuple(round(value) for value in solver.getSolution().col_value)
    return values, float(solver.getInfo().mip_dual_bound)


def _as_lp(program: Program, costs: Mapping[int, float]) -> highspy.HighsLp:
    """Return the program in the form of the solver."""
    columns, rows = len(program.highest), len(program.rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = [costs.get(column, 0.0) for column in range(columns)]
    lp.col_lower_ = [0.0] * columns
    lp.col_upper_ = [float(highest) for highest in program.highest]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    lp.row_lower_ = [float(row.least - _HAIR) for row in program.rows]
    lp.row_upper_ = [highspy.kHighsInf] * rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = [0, *accumulate(len(row.terms) for row in program.rows)]
    lp.a_matrix_.index_ = [column for row in program.rows for column, _factor in row.terms]
    lp.a_matrix_.value_ = [float(factor) for row in program.rows for _column, factor in row.terms]
    return lp
