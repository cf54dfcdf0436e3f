"""The form and what stands around it: columns, order, what is hidden, other files, macros, formulas without values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.scoring import questions_of
from zi_score.law.ruleset import WEIGHT
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Assessor, Place, column_letters

_ELSEWHERE = pattern(r"\[([^\[\]]+)\][^\[\]'!(),;]*'?!")
_CHOICES, _EVIDENCE = "Pilihan Jawaban", "Daftar Bukti Dukung"


def check_columns(subject: Subject) -> Iterator[Finding]:
    """Yield the columns of the form that are not there; answers without a sheet have none."""
    form = subject.submission.form
    if not subject.submission.lke.grid.rows:
        return
    unit = subject.columns(Assessor.UNIT) if subject.has(Assessor.UNIT) else None
    missing = {
        WEIGHT: form.weight is None or (form.is_bare and WEIGHT not in subject.ruleset.unnamed_columns),
        _CHOICES: form.choices is None,
        _EVIDENCE: unit is not None and not (unit.notes or unit.evidence),
    }
    for column, is_missing in missing.items():
        if is_missing:
            yield finding("column-missing", cell=subject.submission.lke.grid.place(form.header, 0), column=column)


def check_order(subject: Subject) -> Iterator[Finding]:
    """Yield the rows that do not stand in the order of the regulation."""
    form, grid = subject.submission.form, subject.submission.lke.grid
    by_sheet: dict[str, list[str]] = {}
    for code in subject.ruleset.questions:
        if code in form.rows:
            by_sheet.setdefault(grid.place(form.rows[code], 0).sheet, []).append(code)
    for placed in by_sheet.values():
        yield from _out_of_order(subject, placed)


def _out_of_order(subject: Subject, placed: Sequence[str]) -> Iterator[Finding]:
    form, grid = subject.submission.form, subject.submission.lke.grid
    kept = _longest_ascending([form.rows[code] for code in placed])
    for position, code in enumerate(placed):
        if position not in kept:
            before = [placed[n] for n in kept if n < position]
            yield finding(
                "order-altered",
                code=code,
                cell=grid.place(form.rows[code], form.assessors[0].answer),
                label=typed(subject.ruleset.questions[code].label),
                after=before[-1] if before else "-",
            )


def check_hidden(subject: Subject) -> Iterator[Finding]:
    """Yield rows, columns and the sheet itself that are hidden and hold answers."""
    sheet = subject.submission.lke
    places = [a.place for s in subject.submission.worksheet.sheets for a in s.answers.values() if a.typed]
    if places and sheet.grid.is_hidden:
        yield finding("hidden-answers", cell=places[0], place=sheet.grid.sheet, count=len(places))
    for columns in subject.submission.form.assessors:
        letters = column_letters(columns.answer)
        in_column = [place for place in places if place.cell.rstrip("0123456789") == letters]
        if in_column and any(columns.answer in hidden for hidden in sheet.behind.hidden_columns):
            yield finding(
                "hidden-answers",
                cell=in_column[0],
                assessor=columns.assessor,
                place=f"{letters}:{letters}",
                count=len(in_column),
            )
    hidden: dict[int, list[Place]] = {}
    for place in places if sheet.behind.hidden_rows else ():
        if (row := _row(place)) in sheet.behind.hidden_rows:
            hidden.setdefault(row, []).append(place)
    for row, in_row in sorted(hidden.items()):
        yield finding("hidden-answers", cell=in_row[0], place=f"{row + 1}:{row + 1}", count=len(in_row))


def check_package(subject: Subject) -> Iterator[Finding]:
    """Yield what a workbook of answers does not need: other files and macros; and that it could not be looked at."""
    submission = subject.submission
    if submission.problem:
        told = finding("formulas-not-audited", problem=submission.problem)
        yield told if submission.hides_formulas else told.lowered()
    reading = {
        Place(sheet.grid.sheet, cell): elsewhere[1]
        for sheet in submission.sheets.values()
        for cell, formula in sheet.behind.formulas.items()
        if (elsewhere := _ELSEWHERE.search(formula))
    }
    if targets := submission.external or tuple(dict.fromkeys(reading.values())):
        yield finding("external-links", cell=next(iter(reading), None), targets=", ".join(targets))
    if submission.macros:
        yield finding("macros-present", part=submission.macros)


def check_saved_values(subject: Subject) -> Iterator[Finding]:
    """Yield that formulas were never calculated, once for the workbook; answers among them are told by themselves."""
    answers = subject.submission.worksheet.sheets
    told = {answer.place for sheet in answers for answer in sheet.answers.values() if answer.is_uncomputed}
    places = [
        Place(sheet.grid.sheet, cell)
        for sheet in subject.submission.sheets.values()
        for cell in sheet.behind.formulas
        if cell in sheet.behind.uncomputed
    ]
    places = [place for place in places if place not in told]
    if places:
        yield finding("formulas-without-values", cell=places[0], count=len(places))


def check_blank(subject: Subject) -> Iterator[Finding]:
    """Yield the questions that an assessor who answered others left blank."""
    for assessment in subject.assessments:
        sheet = subject.answers(assessment.assessor)
        for node in questions_of(assessment.nodes) if sheet.is_used else ():
            codes = [node.code, *(f"{node.code}.{key}" for key in node.counts)]
            if node.cell and node.value is None and not any(sheet.answers[code].typed for code in codes):
                yield finding(
                    "answer-missing",
                    code=node.code,
                    cell=node.cell,
                    assessor=assessment.assessor,
                    label=typed(node.name),
                    points=rounded(node.weight),
                )


def _row(place: Place) -> int:
    return int(place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1


def _longest_ascending(numbers: Sequence[int]) -> list[int]:
    """Return the positions of a longest ascending part: what is left over stands out of order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [number], [position]
    kept: list[int] = []
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.append(position)
        position = before[position]
    return kept[::-1]
