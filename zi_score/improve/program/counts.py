"""How the counts of a question may become better: in whole units, and within what is possible.

Of a share the part rises up to the whole; of a decrease this year's count falls down to 0, and
last year's stays what it was. The whole itself, and the groups that make it up, are facts.
What the whole splits into stays in keeping: a complaint that is finished is no longer in process.

What is not known is not planned: a whole that is blank, or 0 so that nothing can rise; a
percentage that was typed without its counts, for nobody knows what a unit of it is; counts of
which one has decimals, for they do not go in units. A blank part of a whole that is stated counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zi_score.evaluation.scoring import QuestionNode, resolved
from zi_score.improve.planned import Value, number
from zi_score.improve.program.block import Bundle, BundleState, CountLine
from zi_score.law.ruleset import Question, Ratio
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
        return not (self.is_full or self.is_fixed)

    @property
    def is_countable(self) -> bool:
        """Whether the part is a count of its own, and not a percentage or a sum."""
        return not self.is_typed and self.is_whole and not self.question.input(self.ratio.part).sum_of

    @property
    def is_whole(self) -> bool:
        """Whether its counts are whole numbers."""
        return all(count is None or count.denominator == 1 for count in (self.part, self.whole))

    def room(self, whole: Fraction | None) -> int:
        """Return by how many units the part of a share may rise."""
        if self.ratio.kind != "share" or whole is None or whole.denominator != 1 or not self.is_countable:
            return 0
        return max(0, int(whole - (self.part or 0)))


def single(counts: Counts, answers: Mapping[str, Answer], whole: Fraction | None) -> list[Bundle]:
    """Return the block of a question whose counts nothing else depends on; none where it cannot be planned.

    Args:
        counts: the question.
        answers: the answers as they stand.
        whole: the whole, as stated there or, where that is blank, as stated elsewhere.

    """
    if not counts.is_open or not counts.is_countable or whole is None or whole.denominator != 1:
        return []
    lines = list(_falling(counts, whole) if counts.ratio.kind == "decrease" else _rising(counts, answers, whole))
    return [Bundle((counts.code,), tuple(lines))] if lines else []


def _falling(counts: Counts, whole: Fraction) -> Iterator[CountLine]:
    """Yield the lower counts of this year, from the first that is less than last year's."""
    if counts.part is None or not 0 < counts.part <= MOST_UNITS:
        return
    first = max(Fraction(), min(counts.part, whole) - 1)
    ends = [
        BundleState({counts.part_code: part}, {counts.code: (counts.part - part) * counts.cost})
        for part in (first, Fraction())
    ]
    yield CountLine(ends[0], ends[1], int(first))


def _rising(counts: Counts, answers: Mapping[str, Answer], whole: Fraction) -> Iterator[CountLine]:
    """Yield the higher counts of a part, a line for each count that shrinks meanwhile."""
    room = counts.room(whole)
    fills = {counts.whole_code: whole} if counts.whole is None else {}
    if not 0 < room <= MOST_UNITS or (fills and counts.part is not None):
        return
    shrinking = _shrinking(counts, answers, whole)
    if any(there.denominator != 1 for there in shrinking.values()):
        return
    passed = 0
    for units in [int(there) for there in shrinking.values() if there] or [room]:
        ends = [_state(counts, fills, shrinking, unit) for unit in (passed + 1, passed + units)]
        yield CountLine(ends[0], ends[1], units - 1)
        passed += units


def _state(counts: Counts, fills: Mapping[str, Fraction], shrinking: Mapping[str, Fraction], units: int) -> BundleState:
    answers: dict[str, Value] = {**fills, counts.part_code: (counts.part or 0) + Fraction(units)}
    left = Fraction(units)
    for code, there in shrinking.items():
        taken = min(left, there)
        answers[code] = there - taken
        left -= taken
    return BundleState(answers, {counts.code: units * counts.cost})


def _shrinking(counts: Counts, answers: Mapping[str, Answer], whole: Fraction) -> dict[str, Fraction]:
    """Return the counts that the part takes from when it rises: the others of a whole that splits into them.

    Where they do not add up, nobody knows which is wrong, and they are left alone; an evaluation tells.
    """
    split = counts.question.input(counts.ratio.whole).splits_into
    if counts.ratio.part not in split:
        return {}
    codes = [f"{counts.code}.{key}" for key in split if key != counts.ratio.part]
    known = {code: there for code in codes if (there := number(answers, code)) is not None}
    return known if sum(known.values(), counts.part or Fraction()) == whole else {}
