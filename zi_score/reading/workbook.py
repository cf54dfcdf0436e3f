"""A workbook's LKE, read into a worksheet: every assessor's answers, the unit, and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from zi_score.findings import Finding, Unreadable, finding
from zi_score.model import Answer, AnswerSheet, Assessor, Source, Worksheet
from zi_score.reading.answers import as_typed
from zi_score.reading.behind import Package
from zi_score.reading.columns import Columns, find_columns, named_assessor
from zi_score.reading.entries import read_entries, read_scores
from zi_score.reading.form import form_findings
from zi_score.reading.grid import read_grids
from zi_score.reading.guard import check_content, check_file
from zi_score.reading.identity import read_facts, read_unit
from zi_score.reading.outline import Placement, place_rows
from zi_score.ruleset import Ruleset, load_ruleset
from zi_score.submission import AnswerColumns, Form, Grid, Sheet, Submission

STDIN = "-"
_ENOUGH = Fraction(1, 2)
"""The part of a ruleset's questions that a sheet must hold to be its LKE."""


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A sheet that has the header of an LKE, with its rows laid beside the ruleset's."""

    grid: Grid
    columns: Columns
    placement: Placement
    findings: list[Finding]
    ruleset: Ruleset

    @property
    def questions(self) -> int:
        return sum(code in self.placement.rows for code in self.ruleset.questions)

    @property
    def answers(self) -> int:
        return sum(
            bool(as_typed(self.grid.at(self.placement.rows[code].index, columns.answer)))
            for code in self.ruleset.questions
            if code in self.placement.rows
            for columns in self.columns.answers
        )


def as_text(path: str | Path) -> str:
    """Return a path as a text that can be written anywhere; a file's name need not be one."""
    return str(path).encode(errors="replace").decode()


def read_workbook(
    source: str | Path | bytes, ruleset: Ruleset | None = None, *, sheet: str | None = None, path: str | None = None
) -> Worksheet:
    """Read the LKE of a workbook (.xlsx, .xlsm, .xlsb, .xls or .ods).

    Args:
        source: path of the file, or its content.
        ruleset: the regulation the LKE follows; by default the current one.
        sheet: name of the sheet to read, where several hold an LKE.
        path: what to call content that has no path.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.

    """
    ruleset = ruleset or load_ruleset()
    return _worksheet(_opened(source, ruleset, sheet, path), ruleset)


def read_submission(
    source: str | Path | bytes, ruleset: Ruleset, *, sheet: str | None = None, path: str | None = None
) -> Submission:
    """Read a workbook as ``read_workbook`` does, and what lies behind its values."""
    book = _opened(source, ruleset, sheet, path)
    columns, placement, package = book.chosen.columns, book.chosen.placement, book.package
    present = {answers.assessor for answers in columns.answers}
    return Submission(
        worksheet=_worksheet(book, ruleset),
        form=Form(
            header=columns.first_row - 1,
            rows={code: row.index for code, row in placement.rows.items()},
            totals={code: row.index for code, row in placement.totals.items()},
            unplaced=frozenset(row.index for row in placement.unplaced),
            weight=columns.weight,
            choices=columns.scale,
            assessors=columns.answers,
        ),
        sheets={
            grid.sheet: Sheet(grid, package.behind(grid.sheet), named_assessor(grid.sheet, present))
            for grid in book.grids
        },
        external=package.external,
        macros=package.macros,
        problem=package.problem,
    )


@dataclass(frozen=True, eq=False)
class _Book:
    """A workbook with the sheet that was chosen in it."""

    path: str
    chosen: _Candidate
    grids: list[Grid]
    package: Package
    findings: list[Finding]


def _opened(source: str | Path | bytes, ruleset: Ruleset, sheet: str | None, path: str | None) -> _Book:
    name = as_text(path or (STDIN if isinstance(source, bytes) else source))
    checked = check_content(source, name) if isinstance(source, bytes) else check_file(source)
    grids = list(read_grids(checked, name))
    chosen, findings = _chosen(grids, ruleset, name, sheet)
    return _Book(name, chosen, grids, Package(checked), findings)


def _worksheet(book: _Book, ruleset: Ruleset) -> Worksheet:
    grid, columns, placement = book.chosen.grid, book.chosen.columns, book.chosen.placement
    by_authority = sorted(columns.answers, key=lambda columns: list(Assessor).index(columns.assessor))
    entries = [_entries(book, each, ruleset) for each in by_authority]
    facts, fact_findings = read_facts([other for other in book.grids if other is not grid], ruleset)
    return Worksheet(
        source=Source(path=book.path, sheet=grid.sheet, layout=columns.layout),
        unit=read_unit(book.grids, grid, columns.first_row, ruleset.predicates, book.path),
        ruleset=ruleset.id,
        sheets=tuple(
            AnswerSheet(
                assessor=each.assessor,
                answers=answers,
                scores=read_scores(grid, placement, each, ruleset) if answers else {},
            )
            for each, (answers, _) in zip(by_authority, entries, strict=True)
        ),
        facts=facts,
        findings=(
            *book.findings,
            *book.chosen.findings,
            *form_findings(grid, columns, placement, ruleset),
            *(fault for _, faults in entries for fault in faults),
            *fact_findings,
        ),
    )


def _entries(book: _Book, columns: AnswerColumns, ruleset: Ruleset) -> tuple[dict[str, Answer], list[Finding]]:
    """Return what an assessor entered; of one who entered nothing only the unit's cells matter."""
    grid, rows = book.chosen.grid, book.chosen.placement.rows
    is_blank = not any(as_typed(grid.at(row.index, columns.answer)) for row in rows.values())
    if is_blank and columns.assessor is not Assessor.UNIT and len(book.chosen.columns.answers) > 1:
        return {}, []
    return read_entries(grid, rows, columns, ruleset, book.package)


def _chosen(grids: list[Grid], ruleset: Ruleset, path: str, sheet: str | None) -> tuple[_Candidate, list[Finding]]:
    """Return the sheet that holds the LKE; refuse to choose between equals."""
    if sheet is not None and sheet not in (names := [grid.sheet for grid in grids]):
        raise Unreadable(finding("sheet-not-found", path=path, sheet=sheet, sheets=", ".join(names)))
    candidates = [
        _Candidate(grid, columns, place_rows(grid, columns, ruleset), findings, ruleset)
        for grid in grids
        if (found := find_columns(grid))
        for columns, findings in [found]
    ]
    if sheet is not None:
        candidates = [candidate for candidate in candidates if candidate.grid.sheet == sheet]
    whole = [c for c in candidates if c.questions >= _ENOUGH * len(ruleset.questions)]
    if not whole:
        if not any(candidate.questions for candidate in candidates):
            raise Unreadable(finding("lke-not-found", path=path, sheets=", ".join(grid.sheet for grid in grids)))
        nearest = max(candidates, key=lambda c: c.questions)
        raise Unreadable(
            finding(
                "lke-of-another-regulation",
                cell=nearest.grid.place(nearest.columns.first_row, 0),
                path=path,
                sheet=nearest.grid.sheet,
                found=nearest.questions,
                questions=len(ruleset.questions),
                ruleset=ruleset.title,
            )
        )
    answered = [candidate for candidate in whole if candidate.answers] or whole
    if len(answered) > 1:
        equals = ", ".join(candidate.grid.sheet for candidate in answered)
        raise Unreadable(finding("several-lke-sheets", path=path, sheets=equals))
    ignored = [c for c in whole if c is not answered[0]]
    return answered[0], [
        finding("blank-lke-sheet-ignored", cell=c.grid.place(0, 0), sheet=c.grid.sheet) for c in ignored
    ]
