"""What a cell of a sheet should say of the regulation, and whether what it shows is that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import sub
from typing import TypeGuard

from zi_score.formulas.expected import Arithmetic, Typed
from zi_score.formulas.sets import AnswerSet
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.worksheet import Assessor

NEAR = 1e-9
"""What binary numbers lose on their way; so small a difference is none."""


class Says(StrEnum):
    """Which figure of a part of the regulation a cell says."""

    SUM = "sum"
    RATIO = "ratio"
    VALUE = "value"
    SCORE = "score"
    SHARE = "share"
    PERCENT = "percent"
    INDEX = "index"
    WEIGHT = "weight"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Judged:
    """A cell that should say a figure: of which parts together (codes; ``code.key`` of a count), and of whom."""

    cell: Cell
    says: Says
    codes: tuple[str, ...]
    assessor: Assessor
    formula: str | None = None
    is_summary: bool = False
    """Whether it stands on a sheet that sums up the LKE."""

    @property
    def code(self) -> str:
        """The code of what it is about, of several the first."""
        return self.codes[0]

    @property
    def node(self) -> str:
        """The code of its node or question; of a sum of counts the question that asks for them."""
        return self.code.rpartition(".")[0] if self.says is Says.SUM else self.code


class Figures:
    """What the law gives for the answers of one assessor in one set."""

    def __init__(self, law: Arithmetic, answers: AnswerSet) -> None:
        """Compute the points of every part."""
        self.law, self.answers = law, answers
        self.scores = law.scores(answers.values)
        self._cells: dict[str, Typed] = {}
        self._rights: dict[tuple[Says, tuple[str, ...]], float | None] = {}

    def typed(self, code: str) -> Typed:
        """Return what is typed into the cell of a question, or of a count (``code.key``)."""
        if code not in self._cells:
            self._cells[code] = self._typed(code)
        return self._cells[code]

    def _typed(self, code: str) -> Typed:
        question, key = self.law.asked(code)
        if key:
            return self.law.count(question.code, key, self.answers.typed)
        keys = [f"{code}.{row.key}" for row in question.inputs if not row.sum_of]
        is_counted = question.ratio is not None and all(self.answers.typed.get(each) is not None for each in keys)
        return self._rate(code) if is_counted else self.answers.typed.get(code)

    def _rate(self, code: str) -> float:
        return self.law.rate(code, self.answers.typed, self.answers.values[code])

    @cached_property
    def affected(self) -> frozenset[str]:
        """The codes of odd questions with their counts, and of all that stands above them."""
        found: set[str] = set()
        for question in self.answers.odd:
            found |= {f"{question}.{row.key}" for row in self.law.questions[question].inputs}
            code: str | None = question
            while code is not None and code not in found:
                found.add(code)
                code = self.law.parents.get(code)
        return frozenset(found)

    def is_plain(self, judged: Judged) -> bool:
        """Whether no odd question bears on a cell, so that it must say what the law gives."""
        return self.affected.isdisjoint(judged.codes)

    def right(self, judged: Judged) -> float | None:
        """Return what a cell should say; None where it should say nothing."""
        key = judged.says, judged.codes
        if key not in self._rights:
            self._rights[key] = self._right(judged)
        return self._rights[key]

    def _right(self, judged: Judged) -> float | None:
        figure, codes = judged.says, judged.codes
        if figure is Says.SCORE:
            return self.scores[codes[0]] if len(codes) == 1 else sum([self.scores[code] for code in codes])
        if figure is Says.VALUE or figure is Says.RATIO:
            return self.answers.values[codes[0]] if figure is Says.VALUE else self._rate(codes[0])
        if figure is Says.NOTHING:
            return None
        if figure is Says.SUM or figure is Says.INDEX:
            return self._of_question(judged)
        weight = sum([self.law.weights[code] for code in codes])
        if figure is Says.WEIGHT:
            return weight
        score = sum([self.scores[code] for code in codes])
        return score / weight * (100 if figure is Says.PERCENT else 1)

    def _of_question(self, judged: Judged) -> float | None:
        if judged.says is Says.INDEX:
            return self.answers.values[judged.code] * self.law.highest[judged.code]
        question, key = self.law.asked(judged.code)
        return self.law.count(question.code, key, self.answers.typed)


def says(judged: Judged, vector: Sequence[Value], figures: Sequence[Figures]) -> bool:
    """Whether a cell shows, set by set, the figure that it is taken to say; a few sets must tell."""
    if not agrees(vector[1], figures[1].right(judged)) and figures[1].is_plain(judged):
        return False  # most that do not fit differ at once
    told = 0
    for value, each in zip(vector, figures, strict=True):
        if each.is_plain(judged):
            told += 1
            if not agrees(value, each.right(judged)):
                return False
    return told > 1


def agree(vector: Sequence[Value], rights: Sequence[float | None]) -> bool:
    """Whether a cell shows numbers, and on every set the right one."""
    if not vector:
        return True
    try:
        return bool(max(map(abs, map(sub, vector, rights))) <= NEAR)  # several times faster than one by one
    except TypeError:
        return False


def agrees(shown: Value, right: float | None) -> bool:
    """Whether a cell shows what it should; nothing may be shown as a blank or a text."""
    if right is None:
        return not isinstance(shown, float | ErrorValue)
    return isinstance(shown, float) and -NEAR <= shown - right <= NEAR


def is_number(shown: object) -> TypeGuard[float]:
    """Whether a cell shows a number."""
    return isinstance(shown, float)


def plainly(value: object) -> float | str | None:
    """Return an answer as a spreadsheet holds it when it is typed plainly."""
    if isinstance(value, Fraction):
        return float(value)
    return value if isinstance(value, str) else None
