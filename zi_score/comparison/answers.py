"""Questions beside each other: what each side answered, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from zi_score.comparison.choice import Chosen
from zi_score.comparison.model import AnswerDifference, Answered, Change, ComparedQuestion
from zi_score.comparison.parts import grouping
from zi_score.evaluation.scoring import QuestionNode
from zi_score.law.ruleset import Question as Asked
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import AnswerSheet


def questions(ruleset: Ruleset, sides: Mapping[str, Chosen]) -> dict[str, ComparedQuestion]:
    """Put every question of the regulation beside itself on the sides, all of which follow it."""
    group = grouping(ruleset)
    sheets = {key: side.answers for key, side in sides.items()}
    keys = tuple(sides)
    found = {}
    for code, asked in ruleset.questions.items():
        nodes = {key: node_of(side, code) for key, side in sides.items()}
        answered = {key: _answered(asked, node, sheets[key]) for key, node in nodes.items()}
        found[code] = ComparedQuestion(
            group=group(code),
            label=asked.label,
            weight=nodes[keys[0]].weight,
            sides=answered,
            steps=tuple(_difference(answered[one], answered[other]) for one, other in pairwise(keys)),
            difference=_difference(answered[keys[0]], answered[keys[-1]]),
        )
    return found


def node_of(side: Chosen, code: str) -> QuestionNode:
    """Return a question's node of a side's assessment."""
    node = side.assessment.nodes[code]
    if not isinstance(node, QuestionNode):
        raise TypeError(f"{code} is no question")
    return node


def change(before: Fraction | None, after: Fraction | None) -> Change:
    """Return what became of an answer; none is not the same as one that is worth 0.

    >>> change(Fraction(0), None), change(None, Fraction(0)), change(Fraction(1), Fraction(0))
    ('unanswered', 'answered', 'lowered')
    """
    if before == after:
        return "same"
    if before is None:
        return "answered"
    if after is None:
        return "unanswered"
    return "raised" if after > before else "lowered"


def _answered(asked: Asked, node: QuestionNode, sheet: AnswerSheet) -> Answered:
    return Answered(
        answer=node.answer,
        value=node.value,
        basis=node.basis,
        score=node.score,
        cell=node.cell or next((count.cell for count in node.counts.values() if count.cell), None),
        note=_note(asked, sheet),
    )


def _note(asked: Asked, sheet: AnswerSheet) -> str | None:
    """Return what the assessor wrote beside a question and its counts, dashes left out."""
    notes = (note for key in asked.codes if key in sheet.answers for note in sheet.answers[key].notes)
    return " / ".join(dict.fromkeys(note.text for note in notes if not note.is_dash)) or None


def _difference(before: Answered, after: Answered) -> AnswerDifference:
    return AnswerDifference(score=after.score - before.score, change=change(before.value, after.value))
