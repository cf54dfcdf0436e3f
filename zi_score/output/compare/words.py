"""What every format of a comparison says in the same words: names of sides, answers, figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from zi_score.comparison.model import Answered, Change, Comparison, Question, Step
from zi_score.findings import shown
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.output.figures import percent, telling
from zi_score.report.words import short_verdict, status_word
from zi_score.scoring import QuestionNode
from zi_score.verdict import Status

NO_ANSWER = "-"

Tone = Literal["good", "bad", "open"]
"""What a word means for the unit; colours follow it, beside the word."""

_LONGEST_HEADING = 10
_TONED = ("verdict", "change", "state", "finding", "status")
_BAD = (marked("slipped back"), marked("lowered without a note"))
_OPEN = (marked("not started"),)
_CHANGE_WORDS: dict[Change, str] = {
    "same": marked("same"),
    "raised": marked("raised"),
    "lowered": marked("lowered"),
    "answered": marked("newly answered"),
    "unanswered": marked("no answer any more"),
}


def headings(result: Comparison) -> dict[str, str]:
    """Return what stands above the column of each side: its name where all are short, else its letter."""
    labels = {key: shown(side.label) for key, side in result.sides.items()}
    if max(map(len, labels.values())) <= _LONGEST_HEADING:
        return labels
    return {key: key.upper() for key in labels}


def title(result: Comparison) -> str:
    """Return what the comparison is about."""
    if result.kind == "over-time":
        return _("Progress of the Zona Integritas, by working group")
    return _("Comparison of Zona Integritas assessments")


def unit_line(result: Comparison) -> str:
    """Return the unit of the last side, and its agency; of different units nothing."""
    if any(notice.name == "units-differ" for notice in result.notices):
        return ""
    unit = list(result.sides.values())[-1].unit
    return " | ".join(shown(word) for word in (unit.name, unit.agency) if word)


def said(answered: Answered | QuestionNode) -> str:
    """Return an answer: as it was typed, or the percentage that counts gave; a dash where there is none."""
    if answered.value is None:
        return f"{shown(answered.answer)} (?)" if answered.answer else NO_ANSWER
    if answered.basis == "answer" and answered.answer:
        return shown(answered.answer)
    return f"{percent(answered.value)} %"


def answers_line(question: Question) -> str:
    """Return the answers from side to side, with the points of every change."""
    first, *later = map(said, question.sides.values())
    told = zip(later, question.steps, strict=True)
    return " -> ".join(
        [first, *(answer if step.change == "same" else f"{answer} ({signed(step.score)})" for answer, step in told)]
    )


def change_word(change: Change) -> str:
    """Return what became of an answer."""
    word = _CHANGE_WORDS[change]
    return _(word)


def tone(column: str, text: str) -> Tone | None:
    """Return what a word in a column of this key means for the unit; None where it is no such word."""
    if column.partition("-")[0] not in _TONED or text == change_word("same"):
        return None
    bad = {status_word(Status.NOT_MET), short_verdict("none"), change_word("lowered"), *map(_, _BAD)}
    open_ = {status_word(Status.UNDETERMINED), short_verdict("undetermined"), change_word("unanswered"), *map(_, _OPEN)}
    return "bad" if text in bad else "open" if text in open_ else "good"


def signed(number: Fraction | None) -> str:
    """Write points more or less; none are 0.00, and what cannot be told is left out."""
    if number is None:
        return ""
    return f"{telling(number):+}" if number else "0.00"


def step_name(result: Comparison, step: Step) -> str:
    """Return from where to where a step leads."""
    names = headings(result)
    return f"{names[step.from_]} -> {names[step.to]}"


def figure(number: Fraction, measure: str, minimums: Sequence[Fraction] = ()) -> str:
    """Write points, or a share in percent."""
    return f"{percent(number, minimums)} %" if measure == "share" else str(telling(number, minimums))
