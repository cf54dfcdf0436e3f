"""An answer as people read it."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from zi_score.evaluation.scoring import Basis
from zi_score.improve.change import Change
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Value as Exact
from zi_score.model.written import localised, share

NO_ANSWER = "-"
_PART = pattern(r"0|1|0\.\d+")
"""A part of a whole as a cell holds it; 60 is none, and was asked what it means."""


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


def tried(change: Change, ruleset: Ruleset) -> tuple[str, str]:
    """Return what stood there before an answer was tried out, and what stands there now, each as people read it."""
    question = ruleset.questions.get(change.code)
    scale = ruleset.scales[question.scale] if question else None
    is_share = scale is not None and (scale.kind == "ratio" or scale.unit == "percent")
    return _set(change.before, is_share=is_share), _set(change.after, is_share=is_share)


def _set(text: str, *, is_share: bool) -> str:
    if is_share and _PART.fullmatch(text):
        return str(share(Fraction(text)))
    return localised(shown(text)) or _("unanswered")


def _is_part(text: str, value: Fraction) -> bool:
    """Whether a number is the part of the whole that it is worth, as a percentage in a cell: no index is, but 0."""
    return bool(value) and _PART.fullmatch(text) is not None and Fraction(text) == value


def said(answered: AnswerLike) -> str:
    """Return an answer: a choice, a number as the language in use writes it, a percentage in percent; else a dash."""
    if answered.value is None:
        return f"{shown(answered.answer)} (?)" if answered.answer else NO_ANSWER
    if answered.basis == "answer" and answered.answer and not _is_part(answered.answer, answered.value):
        return localised(shown(answered.answer))
    return str(share(answered.value))
