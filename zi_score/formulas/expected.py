"""What the law gives for a set of answers, light enough for thousands: numbers that compare, not those that are shown.

Exact scores are the matter of ``zi_score.evaluation``; a test holds these beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from zi_score.law.ruleset import Question, Ruleset, Scale

Typed = float | str | None
"""What stands in an answer cell: a choice, a number, or nothing."""


class Arithmetic:
    """A regulation's arithmetic over numbers as spreadsheets hold them.

    ``weights`` are by the codes of questions, indicators, sections, and ``""`` for the whole; of a question its
    share of the indicator's.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        """Lay out the tree."""
        self.ruleset = ruleset
        self.questions: dict[str, Question] = dict(ruleset.questions)
        self.scales: dict[str, Scale] = {code: ruleset.scales[each.scale] for code, each in self.questions.items()}
        self.choices: dict[str, dict[str, float]] = {
            code: {choice: float(value) for choice, value in scale.values.items()}
            for code, scale in self.scales.items()
        }
        self.highest: dict[str, float] = {code: float(scale.highest or 0) for code, scale in self.scales.items()}
        self.indicators: dict[str, tuple[str, ...]] = {
            each.code: tuple(question.code for question in each.questions) for each in ruleset.indicators
        }
        self.sections: dict[str, tuple[str, ...]] = {
            code: ruleset.children[code] for code in sorted(ruleset.children, key=lambda code: -code.count("."))
        } | {"": ruleset.roots}
        self.weights: dict[str, float] = {
            question.code: float(each.share(question)) for each in ruleset.indicators for question in each.questions
        }
        self.weights |= {code: float(node.weight) for code, node in ruleset.nodes.items()}
        self.weights[""] = float(sum(ruleset.nodes[root].weight for root in ruleset.roots))

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The node above each question and node; the whole stands above the components."""
        above = {child: code for code, children in self.sections.items() for child in children}
        return above | {
            question: code for code, questions in self.indicators.items() for question in questions if question != code
        }

    @cached_property
    def under(self) -> Mapping[str, frozenset[str]]:
        """The questions under each node and question, and under all."""
        found: dict[str, frozenset[str]] = {question: frozenset({question}) for question in self.questions}
        found |= {code: frozenset(questions) for code, questions in self.indicators.items()}
        for code, children in self.sections.items():
            found[code] = frozenset[str]().union(*(found[child] for child in children))
        return found

    def asked(self, code: str) -> tuple[Question, str]:
        """Return the question that a code names, and of a count (``code.key``) its key; else ``""``."""
        if code in self.questions:
            return self.questions[code], ""
        question, _, key = code.rpartition(".")
        return self.questions[question], key

    def scores(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the points of every node, and of all together, from the values of the questions (0 to 1)."""
        scores: dict[str, float] = {}
        for code, questions in self.indicators.items():
            if len(questions) > 1 or questions[0] != code:
                for question in questions:
                    scores[question] = values[question] * self.weights[question]
            scores[code] = sum([values[question] * self.weights[question] for question in questions])
        for code, children in self.sections.items():
            scores[code] = sum([scores[child] for child in children])
        return scores

    def value(self, code: str, typed: Mapping[str, Typed]) -> float:
        """Return the value of a question by what is typed for it and its counts; 0 where it is not answered."""
        question, answer = self.questions[code], typed.get(code)
        if question.ratio is None:
            if isinstance(answer, str):
                return self.choices[code].get(answer, 0.0)
            return 0.0 if answer is None or not self.highest[code] else answer / self.highest[code]
        part, whole = (self.count(code, key, typed) for key in (question.ratio.part, question.ratio.whole))
        if part is None or whole is None:
            is_alone = all(typed.get(f"{code}.{row.key}") is None for row in question.inputs)
            return question.ratio.value(answer) if is_alone and isinstance(answer, float) else 0.0
        if whole == 0:
            zero = question.ratio.zero_whole
            return float(zero.zero_part if part == 0 else zero.some_part)
        return question.ratio.value(question.ratio.rate(part, whole))

    def rate(self, code: str, typed: Mapping[str, Typed], value: float) -> float:
        """Return what the answer cell of a question shows whose counts are typed; of a whole of 0 by its value."""
        ratio = self.questions[code].ratio
        if ratio is None or ratio.is_plain:
            return value
        part, whole = (self.count(code, key, typed) for key in (ratio.part, ratio.whole))
        return ratio.rate(part, whole) if part is not None and whole else ratio.rate_worth(value)

    def count(self, code: str, key: str, typed: Mapping[str, Typed]) -> float | None:
        """Return a count of a question: a sum where it has groups; None where nothing, or not all, is typed."""
        groups = self.questions[code].input(key).sum_of
        counts = [typed.get(f"{code}.{each}") for each in groups or (key,)]
        known = [each for each in counts if isinstance(each, float)]
        if groups and not known and isinstance(alone := typed.get(f"{code}.{key}"), float):
            return alone
        return sum(known) if len(known) == len(counts) else None


@lru_cache(maxsize=8)
def law_of(ruleset: Ruleset) -> Arithmetic:
    """Return the arithmetic of a regulation; it is laid out once."""
    return Arithmetic(ruleset)
