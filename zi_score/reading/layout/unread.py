"""Columns that look like answers and are not read: nobody may lose a filled-in column without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zi_score.law.ruleset import Ruleset, Scale
from zi_score.model.findings import Finding, finding
from zi_score.model.submission import Grid
from zi_score.model.worksheet import column_letters
from zi_score.reading.cells.answers import as_typed, count, meaning
from zi_score.reading.cells.entries import typed_codes
from zi_score.reading.layout.outline import Placement
from zi_score.reading.layout.recognition import Candidate

_PART = 3
_MANY = 10
"""Answers, a third of the rows or so many, that make a column one of answers, if no less a part of it are some."""

_SHORT = 12
"""Characters of the longest answer; notes are longer, which spares a closer look."""

_WRITTEN_OUT = "option-written-out"

Asked = Mapping[int, Scale | None]
"""The rows that are asked, by their index; without a scale those of counts."""


def unread_columns(sheet: Candidate) -> Iterator[Finding]:
    """Yield the columns behind the form that hold answers and are no assessor's; an error where those hold none.

    One that gave way to another column of its assessor is told already, unless that other one is blank.
    """
    grid, columns, placement, ruleset = sheet.grid, sheet.columns, sheet.placement, sheet.ruleset
    asked = _asked(placement, ruleset)
    typed = [
        placement.rows[code].index
        for question in ruleset.questions.values()
        for code in typed_codes(question)
        if code in placement.rows
    ]
    is_blank = not any(as_typed(grid.at(row, each.answer)) for row in typed for each in columns.answers)
    known = {*(each.answer for each in columns.answers), columns.weight, columns.scale}
    known |= set() if is_blank else set(columns.passed_over)
    width = max((len(grid.rows[row]) for row in asked), default=0)
    header = columns.first_row - 1
    for column in range(columns.outline.stop, width):
        if column not in known and (found := _answers(grid, column, asked, may_be_long=is_blank)):
            told = finding(
                "column-of-answers-not-read",
                cell=grid.place(max(header, 0), column),
                column=column_letters(column),
                header=grid.text(header, column) or "-" if header >= 0 else "-",
                count=found,
            )
            yield told if is_blank else told.lowered()


def _asked(placement: Placement, ruleset: Ruleset) -> Asked:
    """Return the rows in which somebody types something."""
    asked: dict[int, Scale | None] = {}
    for question in ruleset.questions.values():
        for code in question.codes:
            if code in placement.rows:
                is_count = code != question.code
                asked[placement.rows[code].index] = None if is_count else ruleset.scales[question.scale]
    return asked


def _answers(grid: Grid, column: int, asked: Asked, *, may_be_long: bool) -> int:
    """Return how many answers a column holds, 0 where they are too few to be meant as such.

    Choices that are written out, which look like initials and a name, count only where nothing else can be meant.
    """
    likely: list[tuple[Scale | None, object]] = []
    held = 0
    for row, scale in asked.items():
        cells = grid.rows[row]
        if column < len(cells) and (value := cells[column]) != "" and not isinstance(value, bool):
            held += 1
            if _may_answer(scale, value, may_be_long=may_be_long):
                likely.append((scale, value))
    least = max(min(_MANY, len(asked) // _PART), held // _PART, 1)
    if len(likely) < least:
        return 0
    understood = [count(value) if scale is None else meaning(scale, value) for scale, value in likely]
    found = sum(each.value is not None and (may_be_long or each.fault != _WRITTEN_OUT) for each in understood)
    return found if found >= least else 0


def _may_answer(scale: Scale | None, value: object, *, may_be_long: bool) -> bool:
    if isinstance(value, str):
        return may_be_long or len(value) <= _SHORT
    return scale is None or scale.kind != "choice"
