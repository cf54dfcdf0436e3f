"""Assessors beside each other: who raised, who changed without a word, whose column is not whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.scoring import QuestionNode, questions_of
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import AnswerSheet


def check_changes(subject: Subject) -> Iterator[Finding]:
    """Yield the questions that an assessor raised, and those changed without a note."""
    for higher, lower in pairwise(subject.assessments):
        has_notes = bool(subject.columns(higher.assessor).notes)
        yield from changes(higher, lower, subject.answers(higher.assessor), has_notes=has_notes)


def changes(higher: Assessment, lower: Assessment, sheet: AnswerSheet, *, has_notes: bool = True) -> Iterator[Finding]:
    """Yield the questions that an assessor raised above another's, and those changed without a note.

    Args:
        higher: the assessment by the one who judges.
        lower: the assessment that is judged.
        sheet: what the one who judges entered.
        has_notes: whether there is a column for notes; without one, none is missed.

    """
    for now, before in _answered_by_both(higher, lower):
        if (now.value or 0) > (before.value or 0):
            yield _changed("assessor-raises-answer", higher, lower, now, before)
        if now.value != before.value and has_notes and not _has_note(sheet, now):
            yield _changed("change-without-note", higher, lower, now, before)


def check_half_filled(subject: Subject) -> Iterator[Finding]:
    """Yield the assessors who answered only a part of what the one before answered."""
    for higher, lower in pairwise(subject.assessments):
        both = len(list(_answered_by_both(higher, lower)))
        if both < lower.answered:
            column = subject.columns(higher.assessor).answer
            yield finding(
                "assessor-half-filled",
                cell=subject.submission.lke.grid.place(subject.submission.form.header, column),
                assessor=higher.assessor,
                assessor_name=higher.assessor.label,
                other_name=lower.assessor.label,
                answered=both,
                of=lower.answered,
            )


def _answered_by_both(higher: Assessment, lower: Assessment) -> Iterator[tuple[QuestionNode, QuestionNode]]:
    before = {node.code: node for node in questions_of(lower.nodes)}
    for now in questions_of(higher.nodes):
        if now.value is not None and before[now.code].value is not None:
            yield now, before[now.code]


def _has_note(sheet: AnswerSheet, question: QuestionNode) -> bool:
    """Whether a note stands beside a question or one of its counts."""
    codes = [question.code, *(f"{question.code}.{key}" for key in question.counts)]
    notes = (note for code in codes if code in sheet.answers for note in sheet.answers[code].notes)
    return any(not note.is_dash for note in notes)


def _changed(name: str, higher: Assessment, lower: Assessment, now: QuestionNode, before: QuestionNode) -> Finding:
    return finding(
        name,
        code=now.code,
        cell=now.cell or next((count.cell for count in now.counts.values() if count.cell), None),
        assessor=higher.assessor,
        assessor_name=higher.assessor.label,
        other_name=lower.assessor.label,
        typed=_said(now),
        other=_said(before),
    )


def _said(question: QuestionNode) -> str:
    if question.answer and question.basis == "answer":
        return f'"{question.answer}"'
    return f"{rounded(Fraction(question.value or 0) * 100)} %"
