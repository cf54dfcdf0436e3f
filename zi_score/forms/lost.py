"""What an export to PortalRB cannot carry: answers, which nobody may lose unknowingly, and what beside them is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from zi_score.forms.carried import Room, answers_of, listed, texts_from
from zi_score.law.portalrb import numbered
from zi_score.law.ruleset import Question, Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, Assessor, Place
from zi_score.reports.words import assessor_word

_UNREAD = frozenset(
    {
        "answer-cell-merged",
        "answer-on-heading",
        "column-not-read",
        "portalrb-number-twice",
        "portalrb-number-unknown",
        "row-not-placed",
    }
)
"""Findings about something that was typed and that no question got."""


@dataclass(frozen=True)
class Withheld:
    """An answer that would be lost, and why."""

    where: str
    reason: str


def withheld(submission: Submission, ruleset: Ruleset, assessors: Collection[Assessor]) -> Iterator[Withheld]:
    """Yield the answers that somebody typed and that could only be carried as blanks."""
    for assessor in assessors:
        answers = answers_of(submission, assessor)
        for question in ruleset.questions.values():
            yield from _unread(question, answers)
            yield from _unasked(question, answers)
    for finding in submission.worksheet.findings:
        is_about_form = finding.name == "row-not-placed" and finding.assessor is None
        if finding.name in _UNREAD and not is_about_form and finding.assessor in (None, *assessors):
            yield Withheld(" ".join(filter(None, (finding.code, finding.cell))), finding.message)


def losses(submission: Submission, ruleset: Ruleset, room: Room, kept_facts: Iterable[str] = ()) -> Iterator[str]:
    """Yield, in the language in use, what beside answers is left behind."""
    worksheet = submission.worksheet
    for sheet in worksheet.sheets:
        count = sum(bool(answer.typed) for answer in sheet.answers.values())
        if sheet.assessor not in room and count:
            told = _("answers of {assessor}: {count}")
            yield told.format(assessor=assessor_word(sheet.assessor), count=count)
    if without_room := list(_without_room(submission, ruleset, room)):
        yield _("texts for which there is no column: {cells}").format(cells=listed(without_room))
    if outside := list(_outside(submission, room)):
        yield _("texts beside rows that are no questions: {cells}").format(cells=listed(outside))
    if inside := list(_links_inside(submission, room)):
        yield _("links to other cells of the workbook: {cells}").format(cells=listed(inside))
    if worksheet.unit.agency:
        yield _("the agency: {agency}").format(agency=shown(worksheet.unit.agency))
    facts = [key for key, fact in worksheet.facts.items() if fact.typed and key not in set(kept_facts)]
    if facts:
        labels = "; ".join(ruleset.facts[key].label if key in ruleset.facts else key for key in facts)
        yield _("facts from outside the LKE: {facts}").format(facts=labels)


def moved(submission: Submission, ruleset: Ruleset, room: Room) -> list[Place]:
    """Return the texts that go beside a count, because PortalRB does not ask the row in which they stand."""
    codes = [code for computed in texts_from(ruleset).values() for code in computed]
    return [
        remark.place
        for assessor in room
        for code in codes
        if (answer := answers_of(submission, assessor).get(code))
        for remark in (*answer.notes, *answer.evidence)
    ]


def _without_room(submission: Submission, ruleset: Ruleset, room: Room) -> Iterator[Place]:
    known = {*numbered(ruleset), *(code for codes in texts_from(ruleset).values() for code in codes)}
    for assessor, has_room in room.items():
        for code, answer in answers_of(submission, assessor).items():
            for takes, remarks in zip(has_room, (answer.notes, answer.evidence), strict=True):
                if not takes or code not in known:
                    yield from (remark.place for remark in remarks)


def _outside(submission: Submission, room: Room) -> Iterator[Place]:
    """Yield the texts in the columns for notes and evidence that stand beside no question and no count."""
    grid = submission.lke.grid
    for columns in submission.form.assessors:
        answers = answers_of(submission, columns.assessor).values() if columns.assessor in room else ()
        read = {remark.place for answer in answers for remark in (*answer.notes, *answer.evidence)}
        for row in range(submission.form.header + 1, len(grid.rows)) if answers else ():
            places = (
                grid.place(row, column) for column in (*columns.notes, *columns.evidence) if grid.text(row, column)
            )
            yield from (place for place in places if place not in read)


def _links_inside(submission: Submission, room: Room) -> Iterator[Place]:
    for assessor in room:
        for answer in answers_of(submission, assessor).values():
            for remark in (*answer.notes, *answer.evidence):
                if (submission.address(remark.place) or "").startswith("#"):
                    yield remark.place


def _unread(question: Question, answers: Mapping[str, Answer]) -> Iterator[Withheld]:
    """Yield what was not understood; a percentage or total over counts is computed anew."""
    for code in question.codes:
        answer = answers.get(code)
        if answer and answer.typed and answer.value is None and not _is_computed(question, code, answers):
            yield _withheld(code, answer, _('"{typed}" was not understood'))


def _unasked(question: Question, answers: Mapping[str, Answer]) -> Iterator[Withheld]:
    """Yield figures that were typed in place of the counts that PortalRB asks."""
    figure = answers.get(question.code)
    if question.ratio and figure and figure.value is not None and not _is_computed(question, question.code, answers):
        reason = _('"{typed}" is a percentage without its counts, and PortalRB asks only those')
        yield _withheld(question.code, figure, reason)
    for row in question.inputs:
        code = f"{question.code}.{row.key}"
        total = answers.get(code)
        if row.sum_of and total and total.value is not None and not _is_computed(question, code, answers):
            reason = _('"{typed}" is a total without its groups, and PortalRB asks only those')
            yield _withheld(code, total, reason)


def _is_computed(question: Question, code: str, answers: Mapping[str, Answer]) -> bool:
    """Whether a figure follows from counts that are there."""
    sums = {f"{question.code}.{row.key}": row.sum_of for row in question.inputs}
    parts = sums.get(code, tuple(row.key for row in question.inputs))
    below = (answers.get(f"{question.code}.{key}") for key in parts if f"{question.code}.{key}" != code)
    return any(part is not None and part.value is not None for part in below)


def _withheld(code: str, answer: Answer, reason: str) -> Withheld:
    return Withheld(f"{code} {shown(answer.place)}", reason.format(typed=answer.typed))
