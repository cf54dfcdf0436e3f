"""Answers on further sheets that part from those of the sheet that is read: a working group's own copy of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice

from zi_score.law.ruleset import Question
from zi_score.model.findings import Finding, finding
from zi_score.model.submission import Position, is_of_other_answers
from zi_score.model.worksheet import Assessor
from zi_score.reading.cells.answers import as_typed, count, meaning
from zi_score.reading.cells.entries import typed_codes
from zi_score.reading.cells.uncomputed import Uncomputed
from zi_score.reading.layout.outline import place_part
from zi_score.reading.layout.recognition import Candidate

_FEWEST = 3
"""Questions of a sheet that holds a part of the LKE; fewer are an example, or may be rows of anything."""

_MOST = 40
"""Sheets that are looked at: a working group has one or two."""


def answered_otherwise(
    chosen: Candidate, others: Iterable[list[Candidate]], uncomputed: Uncomputed
) -> Iterator[Finding]:
    """Yield the sheets with a part of the LKE whose answers are not those that are read."""
    for candidates in islice(others, _MOST):
        other = next((each for each in candidates if each.ruleset.id == chosen.ruleset.id), None)
        if other is None or other.grid is chosen.grid or other.questions < _FEWEST:
            continue
        if is_of_other_answers(other.grid.sheet):
            continue
        other = other._replace(placement=place_part(other.grid, other.columns, other.ruleset))
        if cells := list(_apart(chosen, other, uncomputed)):
            told = finding("answers-on-another-sheet", sheet=other.grid.sheet, read=chosen.grid.sheet, count=len(cells))
            yield told.at(other.grid.place(*cell) for cell in cells)


def _apart(chosen: Candidate, other: Candidate, uncomputed: Uncomputed) -> Iterator[Position]:
    for columns in other.columns.answers:
        for question in chosen.ruleset.questions.values():
            for code in typed_codes(question):
                at, read = _cell(other, code, columns.assessor), _cell(chosen, code, columns.assessor)
                if at is None or code not in chosen.placement.rows or (read and uncomputed.at(chosen.grid, *read)):
                    continue
                said = _said(other, question, code, at)
                if said is not None and said != _said(chosen, question, code, read):
                    yield at


def _cell(sheet: Candidate, code: str, assessor: Assessor) -> Position | None:
    row = sheet.placement.rows.get(code)
    columns = next((each for each in sheet.columns.answers if each.assessor is assessor), None)
    return (row.index, columns.answer) if row and columns else None


def _said(sheet: Candidate, question: Question, code: str, at: Position | None) -> str | Fraction | None:
    """Return what an answer means, what is not understood as it is typed, None where nothing is."""
    raw = sheet.grid.at(*at) if at else ""
    if not (typed := as_typed(raw)):
        return None
    if code != question.code:
        understood = count(raw, decimals=question.has_decimals(code))
    else:
        understood = meaning(sheet.ruleset.scales[question.scale], raw, question.ratio)
    return typed.casefold() if understood.value is None else understood.value
