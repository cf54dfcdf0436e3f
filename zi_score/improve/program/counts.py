"""How the counts of a question may become better: in whole units, and within what is possible.

The part moves towards the rate of full marks: of a share up to the whole, of a decrease down to 0, of a ratio with
rates of its own to where these say, up or down. Of the last unit a count with decimals takes what is needed, any other
all, though only a part of it counts. The whole itself, and the groups that make it up, are facts.
What the whole splits into stays in keeping: a complaint that is finished is no longer in process.

What is not known is not planned: a whole that is blank, or 0 so that nothing can rise; a
percentage that was typed without its counts, for nobody knows what a unit of it is.
A blank part that may rise, of a whole that is stated, counts as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from zi_score.evaluation.scoring import QuestionNode, resolved
from zi_score.improve.planned import Value, number
from zi_score.improve.program.block import Bundle, BundleState, CountLine
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question
from zi_score.model.worksheet import Answer

MOST_UNITS = 1_000_000
"""Counts further than this from their target are a slip of the keyboard, and are not planned."""


@dataclass(frozen=True)
class Counts:
    """A ratio question with its counts; ``cost`` is that of a unit."""

    question: Question
    ratio: Ratio
    part: Fraction | None
    whole: Fraction | None
    is_typed: bool
    is_full: bool
    is_fixed: bool = False
    cost: Fraction = Fraction(1)

    @classmethod
    def of(cls, question: Question, ratio: Ratio, node: QuestionNode, answers: Mapping[str, Answer]) -> Counts:
        """Return the counts of a question as they stand, at a cost of 1 a unit."""
        rows = {row.key: answers.get(f"{question.code}.{row.key}") for row in question.inputs}
        return cls(
            question=question,
            ratio=ratio,
            part=number(answers, f"{question.code}.{ratio.part}"),
            whole=resolved(question.input(ratio.whole), rows),
            is_typed=node.basis == "typed-percent",
            is_full=node.value == 1,
        )

    @property
    def code(self) -> str:
        """Code of the question."""
        return self.question.code

    @property
    def part_code(self) -> str:
        """Code of the row that may change."""
        return f"{self.code}.{self.ratio.part}"

    @property
    def whole_code(self) -> str:
        """Code of the row of the whole."""
        return f"{self.code}.{self.ratio.whole}"

    @property
    def is_open(self) -> bool:
        """Whether a better answer is possible, and allowed."""
        return not (self.is_full or self.is_fixed or self._has_no_room)

    @property
    def _has_no_room(self) -> bool:
        """Whether the whole leaves less than a unit to a part that may only grow by whole ones: 24 of 24.5."""
        if self.part is None or self.whole is None or self.question.input(self.ratio.part).decimals:
            return False
        return self.ratio.wants_more and not self.ratio.may_exceed and self.part < self.whole < self.part + 1

    @property
    def is_countable(self) -> bool:
        """Whether the part is a count of its own, and not a percentage or a sum."""
        return not self.is_typed and not self.question.input(self.ratio.part).sum_of

    @property
    def is_known(self) -> bool:
        """Whether a part that is to fall is stated, and beside one that is to rise its whole."""
        if self.ratio.wants_more:
            return self.whole is not None or self.part is None
        return self.part is not None

    def after(self, units: Fraction) -> Fraction:
        """Return the part when it moved by so many units."""
        return (self.part or Fraction()) + units * (1 if self.ratio.wants_more else -1)

    def stretches(self, whole: Fraction) -> list[Stretch]:
        """Return by how many units the part of a whole may move for the better; there is nothing between them."""
        sign = 1 if self.ratio.wants_more else -1
        full, none = (self.ratio.part_at(rate, whole) for rate in (self.ratio.full_at, self.ratio.zero_at))
        needed = (full - self.after(Fraction())) * sign
        if not 0 < needed <= MOST_UNITS:
            return []
        passed = (none - self.after(Fraction())) * sign if whole else needed - 1  # of 0 nothing but 0 is better
        first, last = Fraction(max(1, math.floor(passed) + 1)), Fraction(math.floor(needed))
        rest = needed if self.question.input(self.ratio.part).decimals else Fraction(math.ceil(needed))
        is_possible = self.after(rest) <= whole or self.ratio.may_exceed
        found = [Stretch(first, last)] if first <= last else []
        return [*found, Stretch(rest, rest)] if rest > last and is_possible else found


class Stretch(NamedTuple):
    """Numbers of units from a first to a last, 1 apart."""

    first: Fraction
    last: Fraction

    def cut(self, ends: Iterable[Fraction]) -> Iterator[Stretch]:
        """Yield it in pieces within which there is none of some ends, which are in order."""
        first = self.first
        for end in ends:
            last = min(self.last, Fraction(math.floor(end)))
            if first <= last:
                yield Stretch(first, last)
                first = last + 1
        if first <= self.last:
            yield Stretch(first, self.last)


def single(counts: Counts, answers: Mapping[str, Answer], whole: Fraction | None) -> list[Bundle]:
    """Return the block of a question whose counts nothing else depends on; none where it cannot be planned.

    Args:
        counts: the question.
        answers: the answers as they stand.
        whole: the whole, as stated there or, where that is blank, as stated elsewhere.

    """
    if not counts.is_open or not counts.is_countable or whole is None or not counts.is_known:
        return []
    lines = tuple(_lines(counts, answers, whole))
    return [Bundle((counts.code,), lines)] if lines else []


def _lines(counts: Counts, answers: Mapping[str, Answer], whole: Fraction) -> Iterator[CountLine]:
    """Yield the better counts of a part, a line for each count that shrinks meanwhile."""
    fills = {counts.whole_code: whole} if counts.whole is None else {}
    others = _others(counts, answers, whole)
    if others is None:
        return
    ends = list(accumulate(others.values())) if counts.ratio.wants_more else []
    for stretch in counts.stretches(whole):
        for piece in stretch.cut(ends):
            first, last = (_state(counts, fills, others, units) for units in piece)
            yield CountLine(first, last, int(piece.last - piece.first))


def _state(
    counts: Counts, fills: Mapping[str, Fraction], others: Mapping[str, Fraction], units: Fraction
) -> BundleState:
    answers: dict[str, Value] = {**fills, counts.part_code: counts.after(units)}
    left = units
    for code, there in others.items():
        taken = min(left, there) if counts.ratio.wants_more else -left
        answers[code] = there - taken
        left -= taken
    return BundleState(answers, {counts.code: units * counts.cost})


def _others(counts: Counts, answers: Mapping[str, Answer], whole: Fraction) -> dict[str, Fraction] | None:
    """Return the counts that give to a part that rises, or take what leaves it: the others that its whole splits into.

    Where they do not add up, nobody knows which is wrong, and they are left alone; an evaluation tells. None where
    nobody knows which of several takes what leaves the part.
    """
    split = counts.question.input(counts.ratio.whole).splits_into
    if counts.ratio.part not in split:
        return {}
    codes = [f"{counts.code}.{key}" for key in split if key != counts.ratio.part]
    if len(codes) > 1 and not counts.ratio.wants_more:
        return None
    known = {code: there for code in codes if (there := number(answers, code)) is not None}
    return known if sum(known.values(), counts.part or Fraction()) == whole else {}
