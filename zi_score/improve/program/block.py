"""What may stand for a question, or for questions bound by a count that they share.

A block has lines, a line has states. The states of a line are a unit apart from each other, at
equal effort for equal points, so that a line of thousands of states is as easily planned as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from zi_score.evaluation.scoring import score
from zi_score.improve.planned import Value, with_changes
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import Answer


@dataclass(frozen=True)
class BundleState:
    """Answers that may be entered; effort, and the points that are reached then, by question of the block."""

    answers: Mapping[str, Value]
    efforts: Mapping[str, Fraction]
    points: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def effort(self) -> Fraction:
        """Effort of all questions together."""
        return sum(self.efforts.values(), Fraction())


@dataclass(frozen=True)
class CountLine:
    """States from a first to a last, ``units`` apart: all numbers grow by the same from one to the next."""

    first: BundleState
    last: BundleState
    units: int

    @classmethod
    def of(cls, state: BundleState) -> CountLine:
        """Return a line of one state."""
        return cls(state, state, 0)

    def at(self, unit: int) -> BundleState:
        """Return the state so many units after the first."""
        if unit == 0:
            return self.first
        part = Fraction(unit, self.units)
        return BundleState(
            answers={key: _between(value, self.last.answers[key], part) for key, value in self.first.answers.items()},
            efforts={key: value + part * (self.last.efforts[key] - value) for key, value in self.first.efforts.items()},
            points={key: value + part * (self.last.points[key] - value) for key, value in self.first.points.items()},
        )


@dataclass(frozen=True)
class Bundle:
    """Questions with the lines of states that are better than what stands there, one of which may be reached.

    Of an ``external`` block the effort is the raise of its result in hundredths.
    """

    questions: tuple[str, ...]
    lines: tuple[CountLine, ...]
    external: bool = False


def scored(ruleset: Ruleset, answers: Mapping[str, Answer], blocks: Iterable[Bundle]) -> tuple[Bundle, ...]:
    """Return blocks with the points of their states, by scoring the answers of these states.

    Blocks have no answers in common, so that one scoring serves a state of each of them.
    """
    found = list(blocks)
    rounds = max((len(block.lines) for block in found), default=0)
    lines: list[list[CountLine]] = [[] for _block in found]
    for number in range(rounds):
        meant = {place: block.lines[number] for place, block in enumerate(found) if number < len(block.lines)}
        first = _points(ruleset, answers, [line.first for line in meant.values()])
        is_one = all(line.units == 0 for line in meant.values())
        last = first if is_one else _points(ruleset, answers, [line.last for line in meant.values()])
        for place, line in meant.items():
            questions = found[place].questions
            ends = [
                replace(state, points={code: points[code] for code in questions})
                for state, points in ((line.first, first), (line.last, last))
            ]
            lines[place].append(CountLine(ends[0], ends[1], line.units))
    return tuple(replace(block, lines=tuple(own)) for block, own in zip(found, lines, strict=True))


def _points(ruleset: Ruleset, answers: Mapping[str, Answer], states: Iterable[BundleState]) -> dict[str, Fraction]:
    changes = {key: value for state in states for key, value in state.answers.items()}
    return {code: node.score for code, node in score(ruleset, with_changes(answers, changes)).items()}


def _between(first: Value, last: Value, part: Fraction) -> Value:
    if isinstance(first, Fraction) and isinstance(last, Fraction):
        return first + part * (last - first)
    return first
