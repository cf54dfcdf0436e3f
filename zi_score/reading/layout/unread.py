"""Columns that look like answers and are not read: nobody may lose a filled-in column without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zi_score.law.ruleset import Ruleset, Scale
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Place, column_letters
from zi_score.reading.cells.answers import as_typed, count, meaning
from zi_score.reading.cells.entries import typed_codes
from zi_score.reading.layout.columns import find_columns
from zi_score.reading.layout.headers import Wanted
from zi_score.reading.layout.outline import Placement
from zi_score.reading.layout.recognition import Candidate, candidates_of

_PART = 3
_MANY = 10
"""Answers, a third of the rows or so many, that make a column one of answers, if no less a part of it are some."""

_SHORT = 12
"""Characters of the longest answer; notes are longer, which spares a closer look."""

_WRITTEN_OUT = "option-written-out"

_MOST_COLUMNS = 50
"""Columns of a sheet that are looked at where none is headed as one of answers."""

Asked = Mapping[int, Scale | None]
"""The rows that are asked, by their index; without a scale those of counts."""


def unread_columns(sheet: Candidate) -> Iterator[Finding]:
    """Yield the columns behind the form that hold answers and are no assessor's; an error where those hold none.

    One that gave way to another column of its assessor is told already, unless that other one is blank.
    """
    grid, columns, placement, ruleset = sheet.grid, sheet.columns, sheet.placement, sheet.ruleset
    asked = _asked(placement, ruleset)
    filled_in = [
        placement.rows[code].index
        for question in ruleset.questions.values()
        for code in typed_codes(question)
        if code in placement.rows
    ]
    is_blank = not any(as_typed(grid.at(row, each.answer)) for row in filled_in for each in columns.answers)
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


def unheaded_answers(grids: Iterable[Grid], path: str, ruleset: Ruleset | None) -> dict[str, str]:
    """Return what tells of the column with most answers in a form whose header names none; nothing where there is none.

    Args:
        grids: the sheets, of which none has a header with answers.
        path: what the workbook is called.
        ruleset: the regulation that it is said to follow; without it, those that are known.

    """
    found = [each for grid in grids for each in _likely(grid, path, ruleset)]
    if not found:
        return {}
    count, place, header = max(found, key=lambda each: each[0])
    column = place.cell.rstrip("0123456789")
    return {"sheet": place.sheet, "column": column, "header": typed(header) or "-", "count": str(count)}


def _likely(grid: Grid, path: str, ruleset: Ruleset | None) -> Iterator[tuple[int, Place, str]]:
    """Yield the columns of a sheet that hold answers, were one headed so: how many, header, its text."""
    width = min(max(map(len, grid.rows), default=0), _MOST_COLUMNS)
    named = (find_columns(grid, Wanted(path, column_letters(column))) for column in reversed(range(width)))
    if not (columns := next(filter(None, named), None)):
        return
    form = candidates_of(grid, *columns, ruleset)[0]
    header = form.columns.first_row - 1
    for column in range(form.columns.outline.stop, width) if form.is_lke else ():
        if count := _answers(grid, column, _asked(form.placement, form.ruleset), may_be_long=True):
            yield count, grid.place(header, column), grid.text(header, column)


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
