"""States of a plan as actions for people: what stands there, what is to stand there, and what it brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zi_score.evaluation.scoring import Node
from zi_score.improve.plan import Action, Entry, External, Gain, NextStep
from zi_score.improve.planned import NO_CELL, number, touched, with_changes
from zi_score.improve.program.block import Bundle, BundleState, CountLine
from zi_score.improve.program.goal import Minimum
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question, Ruleset, is_under
from zi_score.model.worksheet import Answer, Place, Remark


@dataclass(frozen=True)
class Present:
    """What a plan starts from.

    ``answers`` and ``nodes`` are those of one assessor; ``beside`` are the unit's own answers,
    which name the evidence where the assessor's columns have none; ``unmet`` the minimums not met.
    """

    ruleset: Ruleset
    answers: Mapping[str, Answer]
    nodes: Mapping[str, Node]
    beside: Mapping[str, Answer]
    unmet: tuple[Minimum, ...]

    def actions(self, states: Iterable[tuple[Bundle, BundleState]]) -> tuple[Action, ...]:
        """Return the changes that some states ask of the unit, in the order of the regulation."""
        found = {
            code: self._action(code, state, state.efforts[code], self._gained(state)[code])
            for block, state in states
            if not block.external
            for code in touched(state.answers, self.answers, block.questions)
        }
        return tuple(found[code] for code in self.ruleset.questions if code in found)

    def externals(self, states: Iterable[tuple[Bundle, BundleState]]) -> tuple[External, ...]:
        """Return the results that have to be reached by others."""
        return tuple(
            External(code=code, from_=number(self.answers, code), to=to, serves=self._serves(code))
            for block, state in states
            if block.external
            for code, to in state.answers.items()
            if isinstance(to, Fraction)
        )

    def steps(self, blocks: Iterable[Bundle]) -> tuple[NextStep, ...]:
        """Return the next step at every question that can be raised.

        First those that help a criterion not yet met, then by points of the total for a unit of
        effort. Where questions share a count, the points are those of both.
        """
        found = [step for block in blocks if not block.external for step in self._steps(block)]
        order = list(self.ruleset.questions)
        return tuple(
            sorted(
                found,
                key=lambda step: (not step.action.serves, -step.per_effort.score, order.index(step.action.code)),
            )
        )

    def _steps(self, block: Bundle) -> Iterator[NextStep]:
        """Yield for each question of a block the state of least effort that raises it, and the block as a whole."""
        for code in block.questions:
            raising = [state for line in block.lines if (state := self._raising(line, code))]
            if raising:
                state = min(raising, key=lambda state: state.effort)
                gain = sum(self._gained(state).values(), Fraction())
                action = self._action(code, state, state.effort, gain)
                yield NextStep(action=action, per_effort=Gain(score=gain / state.effort))

    def _raising(self, line: CountLine, code: str) -> BundleState | None:
        """Return the first state of a line that raises a question, and all questions of the line together."""
        for unit in range(line.units + 1):
            gained = self._gained(state := line.at(unit))
            if gained[code] > 0 and sum(gained.values(), Fraction()) > 0:
                return state
        return None

    def _gained(self, state: BundleState) -> dict[str, Fraction]:
        return {code: points - self.nodes[code].score for code, points in state.points.items()}

    def _action(self, code: str, state: BundleState, effort: Fraction, gain: Fraction) -> Action:
        question = self.ruleset.questions[code]
        from_, to = entries(question, self.answers, with_changes(self.answers, state.answers))
        return Action(
            code=code,
            area=next((str(a.number) for a in self.ruleset.areas if any(is_under(code, s) for s in a.sections)), None),
            indicator=next(each.code for each in self.ruleset.indicators if is_under(code, each.code)),
            question=question.label,
            from_=from_,
            to=to,
            effort=effort,
            gain=Gain(score=gain),
            serves=self._serves(code),
            rubric=question.rubric.get(to) if isinstance(to, str) else None,
            points=question.points,
            evidence=self._evidence(question),
            cell=self._cell(question),
        )

    def _serves(self, code: str) -> tuple[str, ...]:
        return tuple(each.criterion.id for each in self.unmet if code in each.questions)

    def _evidence(self, question: Question) -> tuple[Remark, ...]:
        """Return the evidence beside the question and its counts: the assessor's own columns, else the unit's."""
        for answers in (self.answers, self.beside):
            rows = [answers.get(code) for code in question.codes]
            if named := tuple(remark for row in rows if row for remark in row.evidence):
                return tuple(dict.fromkeys(named))
        return ()

    def _cell(self, question: Question) -> Place | None:
        code = f"{question.code}.{question.ratio.part}" if question.ratio else question.code
        answer = self.answers.get(code)
        return answer.place if answer and answer.place != NO_CELL else None


def entries(question: Question, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[Entry, Entry]:
    """Return what stands for a question and what is to: a choice, or those of its counts that decide."""
    if question.ratio is None:
        return _choice(before.get(question.code)), _choice(after.get(question.code))
    rows = _deciding(question, question.ratio, before)
    counts = [(row, number(before, f"{question.code}.{row}"), number(after, f"{question.code}.{row}")) for row in rows]
    stated = [(row, had, has) for row, had, has in counts if (had, has) != (None, None)]
    return {row: had for row, had, _has in stated}, {row: has for row, _had, has in stated}


def _choice(answer: Answer | None) -> str | None:
    return answer.value if answer and isinstance(answer.value, str) else None


def _deciding(question: Question, ratio: Ratio, answers: Mapping[str, Answer]) -> list[str]:
    """Return the keys of the counts that the ratio rests on as they are typed: groups in place of their sum."""
    whole = question.input(ratio.whole)
    is_summed = any(number(answers, f"{question.code}.{key}") is not None for key in whole.sum_of)
    deciding = {ratio.part, *whole.splits_into, *(whole.sum_of if is_summed else [whole.key])}
    return [row.key for row in question.inputs if row.key in deciding]
