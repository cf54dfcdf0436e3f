"""Answers as they stand, and as they would stand with some of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from zi_score.model.exact import plain
from zi_score.model.worksheet import Answer, Place

Value = str | Fraction | None
"""What is entered: a choice or a number; None for nothing."""

NO_CELL = Place("-", "-")
"""Where an answer stands that has no cell in the workbook."""


def with_changes(answers: Mapping[str, Answer], changes: Mapping[str, Value]) -> dict[str, Answer]:
    """Return answers with others in place of some of them, by question code and ``code.key`` of counts."""
    return {**answers, **{code: _changed(answers.get(code), value) for code, value in changes.items()}}


def number(answers: Mapping[str, Answer], code: str) -> Fraction | None:
    """Return the number that is entered; None where there is none."""
    answer = answers.get(code)
    return answer.value if answer and isinstance(answer.value, Fraction) else None


def touched(changes: Mapping[str, Value], answers: Mapping[str, Answer], questions: Iterable[str]) -> list[str]:
    """Return those of some questions whose answer or counts would change."""
    changed = {code for code, value in changes.items() if value != _value(answers.get(code))}
    return [code for code in questions if code in changed or any(key.rpartition(".")[0] == code for key in changed)]


def _value(answer: Answer | None) -> Value:
    return answer.value if answer else None


def _changed(answer: Answer | None, value: Value) -> Answer:
    typed = plain(value) if isinstance(value, Fraction) else value or ""
    if answer is None:
        return Answer(place=NO_CELL, typed=typed, value=value)
    return answer.model_copy(update={"typed": typed, "value": value})
