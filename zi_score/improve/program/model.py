"""A plan as an integer program: which state each block takes, and what that costs and brings.

Blocks that are alike (the same states at the same effort for the same points of the same
criteria) share their columns: how many of them take which state. Which of them these are makes
no difference, so the first in the order of the regulation are raised first, and no plan is
found twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise

from zi_score.evaluation.scoring import Node
from zi_score.improve.planned import touched
from zi_score.improve.program.block import Bundle, BundleState
from zi_score.improve.program.goal import Minimum
from zi_score.improve.program.solver import Program
from zi_score.model.worksheet import Answer

Terms = dict[int, Fraction]
"""Factors by column."""

_NONE, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Sums:
    """What a state costs and brings: effort, raise of an external result, actions; points in all, and by minimum."""

    effort: Fraction
    raised: Fraction
    actions: Fraction
    points: Fraction
    gains: tuple[Fraction, ...]


Ends = tuple[Sums, Sums, int]
"""The first and the last state of a line, and how many units they are apart."""


@dataclass(frozen=True)
class Variables:
    """The columns of a line: how many blocks take it, and how many units it goes on after its first state."""

    units: int
    first: Sums
    last: Sums
    taken: int
    further: int | None


@dataclass(frozen=True)
class Kind:
    """Blocks that are alike, with the columns of each of their lines."""

    blocks: tuple[Bundle, ...]
    lines: tuple[Variables, ...]


class Model:
    """The integer program of some blocks, without the criteria that are to be met."""

    def __init__(
        self,
        blocks: Iterable[Bundle],
        minimums: Sequence[Minimum],
        nodes: Mapping[str, Node],
        answers: Mapping[str, Answer],
    ) -> None:
        """Make the columns of the blocks, and bind them so that a block takes at most one state.

        Args:
            blocks: what may change.
            minimums: the criteria whose points count.
            nodes: the scores as they stand.
            answers: the answers as they stand.

        """
        self.program = Program()
        self.minimums = tuple(minimums)
        self._nodes = nodes
        self._answers = answers
        self.kinds = tuple(self._kinds(blocks))

    def terms(self, figure: Callable[[Sums], Fraction]) -> Terms:
        """Return a sum over all states that are taken, as factors of the columns."""
        found: Terms = {}
        for columns in (columns for kind in self.kinds for columns in kind.lines):
            found[columns.taken] = figure(columns.first)
            if columns.further is not None:
                found[columns.further] = (figure(columns.last) - figure(columns.first)) / columns.units
        return found

    def gains(self, number: int) -> Terms:
        """Return the points that the states add to a minimum, by its number, as factors of the columns."""
        return self.terms(lambda figures: figures.gains[number])

    def states(self, values: Sequence[int]) -> Iterator[tuple[Bundle, BundleState]]:
        """Yield the blocks that are to change with the states that they take, by the values of the columns."""
        for kind in self.kinds:
            blocks = iter(kind.blocks)
            for number, columns in reversed(list(enumerate(kind.lines))):
                unit = 0 if columns.further is None else values[columns.further]
                for block in islice(blocks, values[columns.taken]):
                    yield block, block.lines[number].at(unit)

    def spare_one(self, program: Program, values: Sequence[int]) -> None:
        """Demand of a program that it leaves at least one question alone that these values raise."""
        spared: Terms = {}
        for kind in self.kinds:
            raised = sum(values[columns.taken] for columns in kind.lines)
            if raised and not kind.blocks[0].external:
                spare = program.column()
                all_taken = {columns.taken: _ONE for columns in kind.lines}
                size = len(kind.blocks)
                program.at_most({**all_taken, spare: Fraction(size - raised + 1)}, Fraction(size))
                spared[spare] = _ONE
        program.at_least(spared, _ONE)

    def _kinds(self, blocks: Iterable[Bundle]) -> Iterator[Kind]:
        alike: dict[tuple[Ends, ...], list[Bundle]] = {}
        for block in blocks:
            ends = tuple(
                (self._figures(block, line.first), self._figures(block, line.last), line.units) for line in block.lines
            )
            alike.setdefault(ends, []).append(block)
        for ends, own in alike.items():
            if all(units == 0 for _first, _last, units in ends):
                yield self._kind(own, ends)
            else:
                kinds = [self._kind([block], ends) for block in own]
                for first, second in pairwise(kinds):
                    self._order(first, second)
                yield from kinds

    def _kind(self, blocks: Sequence[Bundle], ends: Iterable[Ends]) -> Kind:
        size = len(blocks)
        lines = []
        for first, last, units in ends:
            taken = self.program.column(size)
            further = self.program.column(units) if units else None
            if further is not None:
                self.program.at_most({further: _ONE, taken: -Fraction(units)}, Fraction())
            lines.append(Variables(units, first, last, taken, further))
        if len(lines) > 1:
            self.program.at_most({columns.taken: _ONE for columns in lines}, Fraction(size))
        return Kind(tuple(blocks), tuple(lines))

    def _order(self, first: Kind, second: Kind) -> None:
        """Let the first of two alike blocks with one line each go at least as far as the second."""
        if len(first.lines) == 1:
            (one,), (two,) = first.lines, second.lines
            for column, other in ((one.taken, two.taken), (one.further, two.further)):
                if column is not None and other is not None:
                    self.program.at_least({column: _ONE, other: -_ONE}, Fraction())

    def _figures(self, block: Bundle, state: BundleState) -> Sums:
        gained = {code: state.points[code] - self._nodes[code].score for code in block.questions}
        return Sums(
            effort=Fraction() if block.external else state.effort,
            raised=state.effort if block.external else Fraction(),
            actions=Fraction(0 if block.external else len(touched(state.answers, self._answers, block.questions))),
            points=sum(gained.values(), _NONE),
            gains=tuple(
                sum((gained[code] * minimum.questions[code] for code in gained if code in minimum.questions), _NONE)
                for minimum in self.minimums
            ),
        )
