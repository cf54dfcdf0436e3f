"""The headings of an official form: which columns hold its questions, weights, choices and rubrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zi_score.law.fault import RulesetError
from zi_score.law.sheets.printed_form import PrintedColumns
from zi_score.law.whole.words import quoted
from zi_score.model.language import translate as _
from zi_score.model.submission import Grid
from zi_score.reading.layout.columns import HEADER_ROWS, unnamed_weight
from zi_score.reading.layout.headers import Header, Wanted, headers_of, roles_of

_MOST_NAMED = 4
"""Headings without their fellow that a sentence names."""

_LONGEST = 30
"""Letters of what may be a heading, and is no sentence."""


def printed_columns(path: str, grids: Sequence[Grid]) -> PrintedColumns:
    """Return where an official form prints what; of several sheets the first that has its headings.

    Headings may stand in two rows under each other, where no row has all of them.

    Raises:
        RulesetError: no sheet has a heading of weights and one of choices.

    """
    for is_joint in (False, True):
        for grid in grids:
            rows = ((row, _headers(grid, row, is_joint=is_joint)) for row in _rows(grid))
            found = [
                (columns, len(roles_of(headers))) for row, headers in rows for columns in _columns(grid, row, headers)
            ]
            if found:
                return max(found, key=lambda each: each[1])[0]
    raise RulesetError(_missing(path, grids))


def _rows(grid: Grid) -> range:
    return range(min(HEADER_ROWS, len(grid.rows)))


def _headers(grid: Grid, row: int, *, is_joint: bool) -> list[Header]:
    """Return the headers of a row; jointly, with those of the row above it in other columns."""
    own = headers_of(grid, row, Wanted(grid.sheet))
    if not is_joint or row == 0:
        return own
    taken = {header.column for header in own}
    above = [header for header in headers_of(grid, row - 1, Wanted(grid.sheet)) if header.column not in taken]
    return sorted([*own, *above], key=lambda header: header.column)


def _columns(grid: Grid, row: int, headers: Sequence[Header]) -> Iterator[PrintedColumns]:
    first: dict[str, int] = {}
    for header in headers:
        first.setdefault(header.role, header.column)
    outline = first.get("outline", first.get("id", -1) + 1)
    weight, scale = first.get("weight"), first.get("scale")
    if weight is None:
        behind = [
            header.column for header in headers if header.column > outline and header.role not in ("id", "outline")
        ]
        weight = unnamed_weight(grid, row, range(outline + 1, min(behind, default=0)))
    if weight is not None and scale is not None and outline < weight:
        yield PrintedColumns(grid.sheet, row, outline, weight, scale, first.get("rubric"))


def _missing(path: str, grids: Sequence[Grid]) -> str:
    told = _(
        "{path}: neither a workbook of rules nor an official form. Of a form, a row must have a heading of weights "
        "(such as Bobot, Bobot (%), Nilai Maksimal) and in another cell one of choices (such as Pilihan Jawaban, "
        "Pilihan); looked for in the first {rows} rows of {sheets}. Type the missing headings above their columns, "
        "and begin again."
    )
    alone = [
        f"{grid.place(row, header.column)} {quoted(header.text)}"
        for grid in grids
        for row in _rows(grid)
        for header in _headers(grid, row, is_joint=False)
        if header.role in ("weight", "scale") and len(header.text) <= _LONGEST
    ]
    sheets = ", ".join(quoted(grid.sheet) for grid in grids)
    found = [_("Found alone: {headings}.").format(headings=", ".join(alone[:_MOST_NAMED]))] if alone else []
    return " ".join([told.format(path=path, rows=HEADER_ROWS, sheets=sheets), *found])
