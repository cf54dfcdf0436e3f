"""The workbook of an action plan as its writer and its reader know it: headings, words, and how answers stand there.

A plan is written in one language and may be read in the other, so a heading or word is
recognised in each of them.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from zi_score.improve.plan import Entry
from zi_score.law.ruleset import Question
from zi_score.model.exact import plain
from zi_score.model.language import in_every_language, marked
from zi_score.model.language import translate as _

MARK = "zi-score-plan"
"""What stands before the version of the form, so that a plan is recognised as one."""

VERSION = 1

HEADINGS = {
    "number": marked("No."),
    "area": marked("Working group (area)"),
    "code": marked("Code"),
    "question": marked("Question"),
    "present": marked("Answer now"),
    "target": marked("Target answer"),
    "asked": marked("What is asked at the target"),
    "person": marked("Person in charge (PIC)"),
    "due": marked("Due date"),
    "status": marked("Status"),
    "evidence": marked("Evidence named already"),
    "points": marked("Points gained"),
    "effort": marked("Effort"),
    "serves": marked("Criteria served"),
    "link": marked("Evidence link"),
    "note": marked("Note"),
}
"""The columns of the actions; who does it until when stands beside what is asked, on one sheet of paper."""

IDENTITY = {
    "unit": marked("Unit"),
    "agency": marked("Agency"),
    "year": marked("Year"),
    "target": marked("Target"),
    "ruleset": marked("Ruleset"),
    "assessor": marked("Answers of"),
    "workbook": marked("Made from the workbook"),
}

STATUSES = {
    "not-begun": marked("Not started"),
    "running": marked("In progress"),
    "done": marked("Done"),
}
"""What people choose from, first to last."""

_TYPED = {
    "not-begun": ("belum", "not begun", "not yet", "0%"),
    "running": ("berjalan", "proses", "dalam proses", "on progress", "ongoing", "started", "running"),
    "done": ("sudah", "sudah selesai", "tuntas", "finished", "complete", "completed", "100%", "ok"),
}
"""What people type beside the words of the list."""

UNANSWERED = marked("unanswered")


def heading(text: str) -> str | None:
    """Return the key of the column that a cell is the heading of, in whatever language and case.

    >>> heading("kode "), heading("Code"), heading("Kota")
    ('code', 'code', None)
    """
    return _keys("heading").get(bare(text))


def identity(text: str) -> str | None:
    """Return the key of the line of the plan's identity that a cell begins."""
    return _keys("identity").get(bare(text))


def status_typed(text: str) -> str | None:
    """Return the status that was chosen or typed; None where it is none that people know.

    >>> status_typed("SELESAI"), status_typed("sudah selesai."), status_typed("in progress"), status_typed("?")
    ('done', 'done', 'running', None)
    """
    said = bare(text)
    typed = (status for status, words in _TYPED.items() if said in words)
    return _keys("status").get(said) or next(typed, None)


@cache
def _keys(kind: Literal["heading", "identity", "status"]) -> dict[str, str]:
    named = {"heading": HEADINGS, "identity": IDENTITY, "status": STATUSES}[kind]
    return {bare(word): key for key, message in named.items() for word in in_every_language(message)}


def bare(text: str) -> str:
    """Return a text without what people add to it or write differently."""
    return " ".join(text.split()).rstrip(" .:*").replace(" %", "%").casefold()


def written(question: Question, entry: Entry) -> str:
    """Write an answer as people read it: the choice, or a line a count."""
    word = UNANSWERED
    if isinstance(entry, dict):
        lines = [f"{question.input(key).label}: {plain(number)}" for key, number in entry.items() if number is not None]
        return "\n".join(lines) or _(word)
    return entry or _(word)


def changed(before: Entry, after: Entry) -> Entry:
    """Return of the counts to be reached those that are not there yet; a choice as it is.

    >>> from fractions import Fraction
    >>> changed({"a": Fraction(1), "b": Fraction(2)}, {"a": Fraction(1), "b": Fraction(3)})
    {'b': Fraction(3, 1)}
    """
    if not isinstance(after, dict) or not isinstance(before, dict):
        return after
    return {key: number for key, number in after.items() if before.get(key) != number}
