"""Whose column is which, and which one is read where an assessor has several: nobody guesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zi_score.model.findings import Finding, finding
from zi_score.model.submission import AnswerColumns, Grid
from zi_score.model.worksheet import Assessor, column_letters
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.cells.printed import Printed
from zi_score.reading.layout.headers import Header, Wanted

_FORMS_OWN = 20
"""Formulas that a form may have of its own in a column of answers: percentages and sums."""


class ChosenColumn(NamedTuple):
    """The columns that are read, the answer columns that are not, and what is to be said of it."""

    columns: tuple[AnswerColumns, ...]
    passed_over: tuple[int, ...]
    findings: tuple[Finding, ...]
    refusal: Finding | None


def answer_columns(grid: Grid, row: int, headers: list[Header], wanted: Wanted) -> ChosenColumn:
    """Choose each assessor's column.

    Of several the one that was named is read, else the one of the year that is asked for or is the
    workbook's, else the only one that is filled in; else the sheet is refused.
    """
    findings: list[Finding] = []
    refusals: list[Finding] = []
    found: dict[Assessor, AnswerColumns] = {}
    labels: dict[str, Assessor] = {}
    passed_over: list[Header] = []
    groups = _by_assessor(headers)
    for assessor, group in groups.items():
        header, told = _chosen(grid, row, assessor, group, wanted)
        findings += told
        if header is None:
            refusals.append(_refusal(grid, row, assessor, group, wanted))
            header = group[0]
        found[assessor] = AnswerColumns(assessor, header.column)
        labels[header.label] = assessor
        passed_over += [other for other in group if other is not header]
    for header in headers:
        if header.role not in ("score", "note", "evidence"):
            continue
        owner = _owner(header, found, labels)
        if owner and not _is_beside(header, groups[owner], found[owner].answer, headers):
            found[owner] = _with(found[owner], header)
    return ChosenColumn(
        columns=tuple(_with_unnamed_evidence(grid, row, headers, columns) for columns in found.values()),
        passed_over=tuple(header.column for header in passed_over),
        findings=tuple(findings),
        refusal=_not_found(grid, row, headers, wanted) or next(iter(refusals), None),
    )


def _by_assessor(headers: Sequence[Header]) -> dict[Assessor, list[Header]]:
    """Return the answer columns of each assessor; a second one of a TPI is the next level's, or another year's."""
    groups: dict[Assessor, list[Header]] = {}
    for header in sorted((h for h in headers if h.role == "answer"), key=lambda header: header.is_second_level):
        assessor = header.assessor or Assessor.UNIT
        if assessor is Assessor.TPI and not _is_same(header, groups.get(assessor, ())):
            assessor = Assessor.TPI_2
        groups.setdefault(assessor, []).append(header)
    return groups


def _is_same(header: Header, others: Sequence[Header]) -> bool:
    """Whether a column is the same assessor's as these: the first one, or that of another year."""
    return not others or any(header.undated == other.undated and header.year != other.year for other in others)


def _chosen(
    grid: Grid, row: int, assessor: Assessor, group: Sequence[Header], wanted: Wanted
) -> tuple[Header | None, list[Finding]]:
    """Return the column that is read, None if nobody can tell, and what is said of the others."""
    if len(group) == 1:
        return group[0], []
    if named := [header for header in group if wanted.names(header.column, header.text)]:
        return named[0], [_told(grid, row, assessor, group, named[0])]
    if years := [header for header in group if header.year]:
        year = wanted.year(row)
        if len(of_year := [header for header in years if header.year == year]) == 1:
            return of_year[0], [_told(grid, row, assessor, group, of_year[0])]
    filled = [header for header in group if _is_filled(grid, row, header.column, wanted)]
    if len(filled) > 1:
        return None, []
    first = (filled or group)[0]
    return first, [
        finding(
            "column-not-read",
            cell=grid.place(row, other.column),
            header=other.text,
            assessor_name=assessor.label,
        )
        for other in group
        if other is not first
    ]


def _is_filled(grid: Grid, row: int, column: int, wanted: Wanted) -> bool:
    on_paper = Printed(grid, row)
    below = range(row + 1, len(grid.rows))
    is_typed = any(
        text and not on_paper.holds(each, [text]) for each in below if (text := as_typed(grid.at(each, column)))
    )
    return is_typed or sum(wanted.is_uncomputed(each, column) for each in below) > _FORMS_OWN


def _told(grid: Grid, row: int, assessor: Assessor, group: Sequence[Header], chosen: Header) -> Finding:
    return finding(
        "answer-column-chosen",
        cell=grid.place(row, chosen.column),
        assessor=assessor,
        assessor_name=assessor.label,
        column=chosen.called(grid, row),
        others=", ".join(other.called(grid, row) for other in group if other is not chosen),
    )


def _refusal(grid: Grid, row: int, assessor: Assessor, group: Sequence[Header], wanted: Wanted) -> Finding:
    return finding(
        "several-answer-columns",
        cell=grid.place(row, group[0].column),
        path=wanted.path,
        sheet=grid.sheet,
        assessor_name=assessor.label,
        columns=", ".join(header.called(grid, row) for header in group),
        letters=column_letters(group[-1].column),
    )


def _not_found(grid: Grid, row: int, headers: Sequence[Header], wanted: Wanted) -> Finding | None:
    """Refuse a column that was named and that there is not, or not only once."""
    answers = [header for header in headers if header.role == "answer"]
    if wanted.column is None or sum(wanted.names(header.column, header.text) for header in answers) == 1:
        return None
    return finding(
        "column-not-found",
        path=wanted.path,
        sheet=grid.sheet,
        column=wanted.column,
        columns=", ".join(header.called(grid, row) for header in answers),
    )


def _is_beside(header: Header, group: Sequence[Header], chosen: int, headers: Sequence[Header]) -> bool:
    """Whether a note, evidence or score belongs to a column of the same assessor that is not read."""
    others = [other for other in group if other.column != chosen]
    if header.year and others:
        own = next(other.year for other in group if other.column == chosen)
        return header.year != own and any(other.year == header.year for other in others)
    left = max((other.column for other in others if other.column < header.column), default=None)
    if left is None or left < chosen < header.column:
        return False
    if header.column < chosen:
        return True
    # One that stands right of all columns is for all of them, unless the chosen one has its own.
    return any(each.role == header.role and chosen < each.column < left for each in headers)


def _owner(header: Header, found: Mapping[Assessor, AnswerColumns], labels: Mapping[str, Assessor]) -> Assessor | None:
    """Return whose column it is: by the same label, by the assessor's name, by the answer at its left."""
    if header.label and header.label in labels:
        return labels[header.label]
    named = header.assessor
    family = {Assessor.TPI, Assessor.TPI_2} if named is Assessor.TPI else {named}
    candidates = [c for c in found.values() if named is None or c.assessor in family]
    left = [c for c in candidates if c.answer < header.column]
    if left:
        return max(left, key=lambda c: c.answer).assessor
    return candidates[0].assessor if candidates else None


def _with(columns: AnswerColumns, header: Header) -> AnswerColumns:
    if header.role == "score":
        return columns._replace(score=header.column) if columns.score is None else columns
    if header.role == "note":
        return columns._replace(notes=(*columns.notes, header.column))
    return columns._replace(evidence=(*columns.evidence, header.column))


def _with_unnamed_evidence(grid: Grid, row: int, headers: list[Header], columns: AnswerColumns) -> AnswerColumns:
    """Add the columns without a header that stand right of a note: people put links there."""
    last = max((*columns.notes, *columns.evidence), default=None)
    if last is None:
        return columns
    width = max((len(cells) for cells in grid.rows), default=0)
    following = min((h.column for h in headers if h.column > last), default=width)
    unnamed = tuple(column for column in range(last + 1, following) if not grid.text(row, column))
    return columns._replace(evidence=(*columns.evidence, *unnamed))
