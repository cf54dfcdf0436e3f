"""What the states of blocks cost and bring, as figures that add up.

Blocks that are alike (the same states at the same effort for the same points of the same
criteria) are of one kind: only how many of them take which state is searched for. Which of them
these are makes no difference, so the first in the order of the regulation are raised first, and
no plan is found twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zi_score.evaluation.scoring import Node
from zi_score.improve.planned import touched
from zi_score.improve.program.block import Bundle, BundleState, CountLine
from zi_score.improve.program.goal import Minimum
from zi_score.model.worksheet import Answer

_NONE = Fraction()


@dataclass(frozen=True)
class Sums:
    """What a state costs and brings, in whole multiples of a model's units.

    Effort, raise of an external result, actions; points by minimum.
    """

    effort: int
    raised: int
    actions: int
    gains: tuple[int, ...]


@dataclass(frozen=True)
class LineSums:
    """The figures of a line: of its first state, and how much further each of so many units is."""

    first: Sums
    units: int = 0
    step: Sums | None = None

    @property
    def ends(self) -> tuple[Sums, ...]:
        """The figures of the first state, and of the last if that is another."""
        return (self.first, self.at(self.units)) if self.units else (self.first,)

    def at(self, unit: int) -> Sums:
        """Return the figures of the state so many units after the first."""
        first, step = self.first, self.step
        if not step:
            return first
        return Sums(
            effort=first.effort + unit * step.effort,
            raised=first.raised + unit * step.raised,
            actions=first.actions,
            gains=tuple(gain + unit * more for gain, more in zip(first.gains, step.gains, strict=True)),
        )


@dataclass(frozen=True)
class Kind:
    """Blocks that are alike, with the choices that each of them has besides staying as it is."""

    blocks: tuple[Bundle, ...]
    choices: tuple[LineSums, ...]

    @property
    def is_external(self) -> bool:
        """Whether others measure the results."""
        return self.blocks[0].external

    def states(self, picks: Iterable[tuple[int, int]]) -> Iterator[tuple[Bundle, BundleState]]:
        """Yield the blocks that are to change with their states, by numbers of line and unit; the furthest first."""
        for block, (line, unit) in zip(self.blocks, sorted(picks, reverse=True), strict=False):
            yield block, block.lines[line].at(unit)


@dataclass(frozen=True)
class Model:
    """The kinds of blocks, and the units of their figures: of effort, of a raise, and of points."""

    kinds: tuple[Kind, ...]
    effort: Fraction
    raised: Fraction
    point: Fraction


Figures = tuple[Fraction, Fraction, tuple[Fraction, ...]]
"""Effort, raise of an external result, and points by minimum."""


def model(
    blocks: Sequence[Bundle], minimums: Sequence[Minimum], nodes: Mapping[str, Node], answers: Mapping[str, Answer]
) -> Model:
    """Return blocks by their kinds.

    Args:
        blocks: what may change.
        minimums: the criteria whose points count.
        nodes: the scores as they stand.
        answers: the answers as they stand.

    """
    figures = {id(line): _figures(block, line, minimums, nodes) for block in blocks for line in block.lines}
    every = [part for parts in figures.values() for part in parts]
    units = (
        common_step(effort for effort, _raised, _gains in every),
        common_step(raised for _effort, raised, _gains in every),
        common_step(gain for _effort, _raised, gains in every for gain in gains),
    )
    alike: dict[tuple[tuple[LineSums, ...], tuple[str, ...] | None], list[Bundle]] = {}
    for block in blocks:
        choices = []
        for line in block.lines:
            changed = 0 if block.external else len(touched(line.last.answers, answers, block.questions))
            first, *step = (_whole(part, units, n) for part, n in zip(figures[id(line)], (changed, 0), strict=False))
            choices.append(LineSums(first, line.units, *step))
        key = (tuple(choices), block.questions if block.external else None)  # what others measure is told apart
        alike.setdefault(key, []).append(block)
    return Model(tuple(Kind(tuple(own), choices) for (choices, _questions), own in alike.items()), *units)


def common_step(figures: Iterable[Fraction]) -> Fraction:
    """Return the largest number of which all figures are whole multiples.

    >>> common_step([Fraction(3, 2), Fraction(1), Fraction(0)])
    Fraction(1, 2)
    """
    given = {figure for figure in figures if figure}
    whole = math.lcm(*(figure.denominator for figure in given))
    return Fraction(math.gcd(*(int(figure * whole) for figure in given)) or 1, whole)


def _figures(
    block: Bundle, line: CountLine, minimums: Sequence[Minimum], nodes: Mapping[str, Node]
) -> tuple[Figures, ...]:
    """Return the figures of the first state of a line, and, where there are more, what a unit adds to them."""
    first = _of(block, line.first, minimums, nodes)
    if not line.units:
        return (first,)
    last = _of(block, line.last, minimums, nodes)
    gains = tuple(
        (end - begin) / line.units if end != begin else _NONE for begin, end in zip(first[2], last[2], strict=True)
    )
    return first, ((last[0] - first[0]) / line.units, (last[1] - first[1]) / line.units, gains)


def _of(block: Bundle, state: BundleState, minimums: Iterable[Minimum], nodes: Mapping[str, Node]) -> Figures:
    gained = {code: state.points[code] - nodes[code].score for code in block.questions}
    gains = tuple(_gain(gained, minimum) for minimum in minimums)
    return (_NONE, state.effort, gains) if block.external else (state.effort, _NONE, gains)


def _gain(gained: Mapping[str, Fraction], minimum: Minimum) -> Fraction:
    counts = minimum.questions
    return sum((points * counts[code] for code, points in gained.items() if code in counts), _NONE)


def _whole(figures: Figures, units: tuple[Fraction, Fraction, Fraction], actions: int) -> Sums:
    effort, raised, gains = figures
    per_effort, per_raise, per_point = units
    scale = per_point.denominator  # a quotient of fractions is slow
    return Sums(
        effort=int(effort / per_effort),
        raised=int(raised / per_raise),
        actions=actions,
        gains=tuple(
            gain.numerator * (scale // gain.denominator) // per_point.numerator if gain else 0 for gain in gains
        ),
    )
