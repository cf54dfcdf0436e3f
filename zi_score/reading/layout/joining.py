"""An LKE that is spread over several sheets: a sheet for each aspect, or for each working group.

Its rows are laid below one another, as they would stand in one form, and every cell keeps the name
that it has on its own sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import NamedTuple

from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, finding
from zi_score.model.submission import AnswerColumns, Grid, Position
from zi_score.model.worksheet import Assessor, Place
from zi_score.reading.layout.columns import Columns
from zi_score.reading.layout.expected import outline_of
from zi_score.reading.layout.outline import Placement, place_part, worded_alike
from zi_score.reading.layout.recognition import Candidate, candidates_of
from zi_score.reading.layout.rows import Row, bare, printed_scales
from zi_score.reading.layout.weights import Apart, Weights

_GAIN = 3
"""Questions that only other sheets have; fewer may be rows of anything."""


_FEWEST = 2
"""Rows with choices that make a sheet without a header one that goes on; the result asks three questions at least."""


class JoinedPart(NamedTuple):
    """A sheet that holds a part; ``columns`` are its own by those of the joined sheet, -1 where it has none."""

    candidate: Candidate
    columns: tuple[int, ...]
    first: int

    @property
    def grid(self) -> Grid:
        """Its cells."""
        return self.candidate.grid

    @property
    def header(self) -> int:
        """The row of its header, -1 where it goes on under that of another."""
        return self.candidate.columns.first_row - 1

    def row(self, index: int) -> int:
        """Return where a row of its own stands in the joined sheet."""
        return index - self.header + self.first


@dataclass(frozen=True, eq=False)
class Joined(Grid):
    """Sheets below one another; each begins with its header."""

    parts: tuple[JoinedPart, ...] = ()

    def place(self, row: int, column: int) -> Place:
        """Return the cell's name on its own sheet."""
        part = self._part(row)
        return part.grid.place(max(row - part.first + part.header, 0), max(part.columns[column], 0))

    def anchor(self, row: int, column: int) -> Position | None:
        """Return the cell that holds the value of the merged range over a cell, where it is one of those that count."""
        part = self._part(row)
        found = part.grid.anchor(row - part.first + part.header, part.columns[column])
        if found is None or found[0] < part.header or found[1] not in part.columns:
            return None
        return part.row(found[0]), part.columns.index(found[1])

    def _part(self, row: int) -> JoinedPart:
        return next(part for part in reversed(self.parts) if part.first <= row)


def joined(tried: Sequence[Sequence[Candidate]], ruleset: Ruleset | None, path: str) -> Candidate | Finding | None:
    """Return the LKE that sheets hold together, why they cannot be joined, or None where one holds all there is.

    Args:
        tried: of each sheet with a header of an LKE what it holds by each regulation, the best first.
        ruleset: the regulation that was named.
        path: what to call the workbook.

    """
    best = max((candidates[0] for candidates in tried), key=lambda each: each.questions)
    sheets = [candidates[0] for candidates in tried if _asks(candidates[0])]
    if len(sheets) <= 1 or best.questions == len(best.ruleset.questions):
        return None
    grid, columns = _below_one_another(sheets)
    told = [finding("lke-on-several-sheets-joined", cell=grid.place(0, 0), sheets=grid.sheet)]
    told += [each for sheet in sheets for each in sheet.findings]
    found = candidates_of(grid, columns, told, ruleset)
    found += [each._replace(placement=_merged(grid, columns, each.ruleset)) for each in found]
    fullest = max(found, key=lambda each: (not each.is_strange, each.questions))
    if fullest.questions - best.questions < _GAIN:
        return None
    if fullest.is_lke and not fullest.is_strange and not any(row.scale for row in fullest.placement.unplaced):
        return fullest
    return finding(
        "lke-on-several-sheets",
        path=path,
        sheets=grid.sheet,
        found=fullest.questions,
        questions=len(fullest.ruleset.questions),
        rows=len(fullest.placement.unplaced),
    )


def with_continued(
    tried: Sequence[list[Candidate]], grids: Sequence[Grid], ruleset: Ruleset | None
) -> list[list[Candidate]]:
    """Return the sheets with a header, and among them those without one that go on in the columns of the fullest."""
    best = max((candidates[0] for candidates in tried), key=lambda each: each.questions, default=None)
    if best is None or (scale := best.columns.scale) is None or best.questions == len(best.ruleset.questions):
        return list(tried)
    columns = best.columns._replace(first_row=0)
    printed = printed_scales(best.ruleset)
    headed = {candidates[0].grid.sheet: candidates for candidates in tried}
    found: list[list[Candidate]] = []
    for grid in grids:
        if grid.sheet in headed:
            found.append(headed[grid.sheet])
        elif sum(bare(grid.text(row, scale)) in printed for row in range(len(grid.rows))) >= _FEWEST:
            found.append(candidates_of(grid, columns, [], ruleset))
    return found


def _asks(candidate: Candidate) -> bool:
    """Whether a sheet has rows with choices under its header; the others only sum up."""
    return bool(candidate.questions) or any(row.scale for row in candidate.placement.unplaced)


def _below_one_another(sheets: Sequence[Candidate]) -> tuple[Joined, Columns]:
    """Lay sheets below one another in columns of one kind: outline, weight, choices, then those of each assessor."""
    width = max(len(sheet.columns.outline) for sheet in sheets)
    answers = tuple(_answer_columns(sheets, width + 2))
    parts: list[JoinedPart] = []
    rows: list[list[object]] = []
    for sheet in sheets:
        columns = _own_columns(sheet, width, answers)
        part = JoinedPart(sheet, columns, len(rows))
        parts.append(part)
        for row in range(part.header, len(sheet.grid.rows)):
            is_bare = row == part.header and (len(parts) > 1 or row < 0)
            rows.append(["" if own < 0 or is_bare else sheet.grid.at(row, own) for own in columns])
    has = {column for part in parts for column, own in enumerate(part.columns) if own >= 0}
    weight, scale = (column if column in has else None for column in (width, width + 1))
    is_bare = weight is None or sheets[0].columns.is_bare
    endless = tuple(
        (part.row(row), part.columns.index(column))
        for part in parts
        for row, column in part.grid.endless
        if row >= part.header and column in part.columns
    )
    name = ", ".join(sheet.grid.sheet for sheet in sheets)
    return (
        Joined(name, rows, (), endless, any(sheet.grid.is_hidden for sheet in sheets), tuple(parts)),
        Columns(1, range(width), weight, scale, answers, sheets[0].columns.layout, is_bare),
    )


def _answer_columns(sheets: Sequence[Candidate], first: int) -> Iterator[AnswerColumns]:
    """Yield the columns of each assessor in the joined sheet, as many as any sheet has of a kind."""
    columns = count(first)
    for assessor in Assessor:
        if owned := [own for sheet in sheets if (own := _of(sheet, assessor))]:
            answer = next(columns)
            score = next(columns) if any(own.score is not None for own in owned) else None
            notes = tuple(islice(columns, max(len(own.notes) for own in owned)))
            evidence = tuple(islice(columns, max(len(own.evidence) for own in owned)))
            yield AnswerColumns(assessor, answer, score, notes, evidence)


def _of(sheet: Candidate, assessor: Assessor) -> AnswerColumns | None:
    return next((each for each in sheet.columns.answers if each.assessor is assessor), None)


def _own_columns(sheet: Candidate, width: int, answers: Iterable[AnswerColumns]) -> tuple[int, ...]:
    """Return the columns of a sheet in the order of those of the joined sheet."""
    columns = sheet.columns
    found = [*_filled(columns.outline, width), *_filled([columns.weight], 1), *_filled([columns.scale], 1)]
    for each in answers:
        own = _of(sheet, each.assessor) or AnswerColumns(each.assessor, -1)
        found += [own.answer, *_filled([own.score], 0 if each.score is None else 1)]
        found += [*_filled(own.notes, len(each.notes)), *_filled(own.evidence, len(each.evidence))]
    return tuple(found)


def _filled(columns: Iterable[int | None], length: int) -> list[int]:
    """Return so many columns, -1 where there is none."""
    found = [-1 if column is None else column for column in columns][:length]
    return found + [-1] * (length - len(found))


def _merged(grid: Joined, columns: Columns, ruleset: Ruleset) -> Placement:
    """Place the rows of each sheet for itself: those of a working group stand apart in the form."""
    rows: dict[str, Row] = {}
    totals: dict[str, Row] = {}
    unplaced: list[Row] = []
    apart: list[Apart] = []
    weighed = 0
    for part in grid.parts:
        placement = place_part(part.grid, part.candidate.columns, ruleset)
        moved = {code: replace(row, index=part.row(row.index)) for code, row in placement.rows.items()}
        doubled = rows.keys() & moved.keys() - (ruleset.nodes.keys() - ruleset.questions.keys())
        unplaced += [moved[code] for code in doubled]
        unplaced += [replace(row, index=part.row(row.index)) for row in placement.unplaced]
        rows = moved | rows
        totals = {code: replace(row, index=part.row(row.index)) for code, row in placement.totals.items()} | totals
        weighed += placement.weights.rows
        apart += [
            each._replace(row=part.row(each.row), column=max(columns.weight or 0, 0))
            for each in placement.weights.apart
        ]
    worded = worded_alike(rows, ruleset, outline_of(ruleset))
    return Placement(rows, tuple(unplaced), totals, Weights(weighed, tuple(apart)), worded)
