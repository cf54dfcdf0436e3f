"""The sets of answers that are typed into a sheet: few, and yet no fault of a formula hides from all of them.

A linear formula over k cells needs k + 1 sets in which these differ from each other; caps need the extremes;
what happens to blanks, to a denominator of 0 and to a part above its whole needs sets of its own, in which only
the questions concerned are *odd*: there forms follow practice, and the law is silent or gentler.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from math import ceil

from zi_score.formulas.expected import Arithmetic, Typed
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question

_SEED = 90
_ROTATED, _RANDOM, _MORE = 5, 5, 40
_ONE_BLANK, _COUNT_BLANK = 8, 4
_WHOLES, _OTHERS = (7, 23), (0, 9)
"""Counts, from and to."""


@dataclass(frozen=True, eq=False)
class AnswerSet:
    """What is typed for one assessor: by question code, and by ``code.key`` of counts.

    ``values`` are those of the questions by the law, ``odd`` the questions in which forms follow practice.
    """

    typed: Mapping[str, Typed]
    values: Mapping[str, float]
    odd: frozenset[str] = field(default=frozenset())


class Sets:
    """Makes the sets for the questions that a sheet has."""

    def __init__(self, law: Arithmetic, present: frozenset[str], seed: int = _SEED) -> None:
        """Remember the law, and which questions have a row."""
        self.law, self._present = law, present
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - the same sets for everybody, not secrets

    def of(self, *, more: bool = False) -> Iterator[AnswerSet]:
        """Yield the sets that stand beside the answers of today."""
        for turn in range(_ROTATED):
            yield self.alike(self._typed(partial(self._rotated, turn)))
        for _ in range(_RANDOM + (_MORE if more else 0)):
            yield self.alike(self._random_answers())
        yield self.alike(self._typed(lambda code, _: self._extreme(code, 0), _lowest))
        yield self.alike(self._typed(lambda code, _: self._extreme(code, -1), _highest))
        yield self.alike(self._zeros(parts=False))
        yield self.alike(self._zeros(parts=True))
        yield self.alike(self._above())
        for turn in range(_ONE_BLANK):
            yield self.alike(self._with_blanks(turn))
        for turn in range(_COUNT_BLANK):
            yield self.alike(self._with_blank_counts(turn))
        yield self.alike({})

    def made(self, typed: Mapping[str, Typed]) -> AnswerSet:
        """Return a set of what is typed, as it is, with what the law gives for it."""
        values = {code: self.law.value(code, typed) for code in self.law.questions}
        odd = frozenset(code for code in values if self._is_odd(code, typed))
        return AnswerSet(typed, values, odd)

    def alike(self, typed: Mapping[str, Typed]) -> AnswerSet:
        """Return a set of what is typed, but that a count that is stated in two places is the same in both."""
        alike = {
            f"{code}.{row.key}": typed.get(row.same_as)
            for code, question in self.law.questions.items()
            for row in question.inputs
            if row.same_as and typed.get(row.same_as) != typed.get(f"{code}.{row.key}")
        }
        return self.made({**typed, **alike} if alike else typed)

    def _is_odd(self, code: str, typed: Mapping[str, Typed]) -> bool:
        question = self.law.questions[code]
        if question.ratio is None:
            return typed.get(code) is None
        keys = [row.key for row in question.inputs if not row.sum_of]
        if any(typed.get(f"{code}.{key}") is None for key in keys):
            return True
        ratio = question.ratio
        part, whole = (self.law.count(code, key, typed) for key in (ratio.part, ratio.whole))
        return not whole or part is None or part > _most(ratio, whole)

    def _typed(
        self, answer: Callable[[str, int], Typed], counts: Callable[[Sets, Question], dict[str, float]] | None = None
    ) -> dict[str, Typed]:
        typed: dict[str, Typed] = {}
        for n, (code, question) in enumerate(self.law.questions.items()):
            if code not in self._present:
                continue
            if question.ratio is None:
                typed[code] = answer(code, n)
            else:
                found = (counts or Sets._counts)(self, question)
                typed |= {f"{code}.{key}": value for key, value in self._tied(question, found, typed).items()}
        return typed

    def _random_answers(self) -> dict[str, Typed]:
        return self._typed(lambda code, _: self._choice(code, self._random.randrange(1000)))

    def _rotated(self, turn: int, code: str, place: int) -> Typed:
        return self._choice(code, place + turn + self._seed)

    def _choice(self, code: str, number: int) -> Typed:
        scale = self.law.scales[code]
        if scale.kind == "choice":
            choices = list(scale.values)
            return choices[number % len(choices)]
        return self._random.randrange(1, int(100 * self.law.highest[code])) / 100

    def _extreme(self, code: str, which: int) -> Typed:
        scale = self.law.scales[code]
        if scale.kind == "choice":
            return sorted(scale.values, key=lambda choice: scale.values[choice])[which]
        return 0.0 if which == 0 else self.law.highest[code]

    def _counts(self, question: Question) -> dict[str, float]:
        """Return counts of a question, with a part of any size between those that give nothing and full marks."""
        ratio = question.ratio
        if ratio is None:
            return {}
        drawn = {row.key: float(self._random.randint(*_OTHERS)) for row in question.inputs if not row.sum_of}
        drawn |= {key: float(self._random.randint(*_WHOLES)) for key in _leaves(question, ratio.whole)}
        whole = _summed(question, ratio.whole, drawn)
        ends = sorted(ratio.part_at(rate, whole) for rate in (ratio.zero_at, ratio.full_at))
        between = sorted((int(ends[0]) + 1, ceil(ends[1]) - 1))
        left = self._random.randint(*between)
        first, *others = _leaves(question, ratio.part)
        for key in others:
            drawn[key] = float(self._random.randint(0, left))
            left -= int(drawn[key])
        return {**drawn, first: float(left)}

    def _tied(self, question: Question, counts: Mapping[str, float], typed: Mapping[str, Typed]) -> dict[str, float]:
        """Return counts in which one that is stated elsewhere too is the same there and here."""
        ratio, tied = question.ratio, dict(counts)
        for row in question.inputs:
            elsewhere = typed.get(row.same_as or "")
            if isinstance(elsewhere, float) and row.key in tied:
                tied[row.key] = elsewhere
        if ratio:
            extra = _summed(question, ratio.part, tied) - _most(ratio, _summed(question, ratio.whole, tied))
            for key in _leaves(question, ratio.part) if extra > 0 else ():
                taken = min(extra, tied[key])
                if not question.input(key).same_as:
                    tied[key], extra = tied[key] - taken, extra - taken
        return tied

    def _zeros(self, *, parts: bool) -> dict[str, Typed]:
        """Return answers with wholes of 0; their parts too, or a few of each."""
        typed = self._random_answers()
        for code, question in self.law.questions.items():
            if question.ratio and code in self._present:
                sides = (*_leaves(question, question.ratio.whole), *_leaves(question, question.ratio.part))
                zero = sides if parts else _leaves(question, question.ratio.whole)
                typed |= {f"{code}.{key}": 0.0 for key in zero}
        return typed

    def _above(self) -> dict[str, Typed]:
        """Return answers with parts above their wholes."""
        typed = self._random_answers()
        for code, question in self.law.questions.items():
            if question.ratio and code in self._present:
                key = _leaves(question, question.ratio.part)[0]
                typed[f"{code}.{key}"] = 90.0 + self._random.randrange(9)
        return typed

    def _with_blanks(self, turn: int) -> dict[str, Typed]:
        """Return answers in which one question of each indicator is blank."""
        typed = self._random_answers()
        for questions in self.law.indicators.values():
            if len(questions) > turn:
                question = self.law.questions[questions[turn]]
                for code in question.codes:
                    typed.pop(code, None)
        return typed

    def _with_blank_counts(self, turn: int) -> dict[str, Typed]:
        """Return answers in which one count of each ratio is blank."""
        typed = self._random_answers()
        for code, question in self.law.questions.items():
            leaves = [row.key for row in question.inputs if not row.sum_of]
            if leaves:
                typed.pop(f"{code}.{leaves[turn % len(leaves)]}", None)
        return typed


def _leaves(question: Question, key: str) -> tuple[str, ...]:
    return question.input(key).sum_of or (key,)


def _summed(question: Question, key: str, counts: Mapping[str, float]) -> float:
    return sum(counts.get(each, 0.0) for each in _leaves(question, key))


def _most(ratio: Ratio, whole: float) -> float:
    """Return the largest part that a rate tells apart."""
    return ratio.part_at(ratio.highest if ratio.kind == "share" else ratio.lowest, whole)


def _extreme_counts(question: Question, rate: Callable[[Ratio], Fraction]) -> dict[str, float]:
    """Return counts of a question that make a rate of a whole of tens."""
    ratio = question.ratio
    counts = {row.key: 0.0 for row in question.inputs if not row.sum_of}
    if ratio is None:
        return counts
    whole, part = _leaves(question, ratio.whole), _leaves(question, ratio.part)
    counts |= dict.fromkeys(whole, 10.0)
    wanted = ratio.part_at(rate(ratio), 10.0 * len(whole))
    counts |= {key: wanted / len(part) for key in part}
    return counts


def _lowest(_sets: Sets, question: Question) -> dict[str, float]:
    return _extreme_counts(question, lambda ratio: ratio.zero_at)


def _highest(_sets: Sets, question: Question) -> dict[str, float]:
    return _extreme_counts(question, lambda ratio: ratio.full_at)
