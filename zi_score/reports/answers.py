"""An answer as people read it."""

from __future__ import annotations

from typing import Protocol

from zi_score.evaluation.scoring import Basis
from zi_score.model.findings import shown
from zi_score.model.worksheet import Value as Exact
from zi_score.model.written import localised, share

NO_ANSWER = "-"


class AnswerLike(Protocol):
    """What is known of an answer."""

    @property
    def answer(self) -> str | None:
        """What was typed."""

    @property
    def value(self) -> Exact | None:
        """What it is worth, from 0 to 1."""

    @property
    def basis(self) -> Basis | None:
        """What its value rests on."""


def said(answered: AnswerLike) -> str:
    """Return an answer: a choice, a number as the language in use writes it, the percentage of counts; else a dash."""
    if answered.value is None:
        return f"{shown(answered.answer)} (?)" if answered.answer else NO_ANSWER
    if answered.basis == "answer" and answered.answer:
        return localised(shown(answered.answer))
    return str(share(answered.value))
