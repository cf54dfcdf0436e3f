"""Error values that stand in cells where a formula should give a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zi_score.evaluation.checks.subject import Subject
from zi_score.model.findings import Finding, finding
from zi_score.model.formula import Formula, position, taken_apart
from zi_score.model.submission import Position, Sheet
from zi_score.model.worksheet import Place

_TRACED = 1_000
"""Characters of a formula through which an error is traced to the cells that it reads."""

_FOLLOWED = 1_000
"""Cells with an error through which it is followed; a workbook with more has other troubles."""


_BLANK_FORM = "blank-lke-sheet-ignored"


def check_errors(subject: Subject) -> Iterator[Finding]:
    """Yield the cells in which an error value begins; those that only take it over are counted."""
    sheets = subject.submission.sheets
    told = subject.submission.worksheet.findings
    passed_over = {each.details["sheet"] for each in told if each.name == _BLANK_FORM}
    errors = {
        name: {at: cell for cell in sheet.behind.errors if (at := position(cell))}
        for name, sheet in sheets.items()
        if name not in passed_over  # nobody filled it in, so that its formulas have nothing to compute with
    }
    follows: dict[Place, list[Place]] = {}
    roots = []
    for name, cells in errors.items():
        for cell in cells.values():
            place = Place(name, cell)
            sources = [source for source in _sources(place, _formula(sheets[name], cell), errors) if source != place]
            for source in sources:
                follows.setdefault(source, []).append(place)
            if not sources:
                roots.append(place)
    for place in roots:
        behind = sheets[place.sheet].behind
        yield finding(
            "error-value",
            code=_code_at(subject, place),
            cell=place,
            error=behind.errors[place.cell],
            formula=behind.formulas.get(place.cell, "-"),
            count=len(_reached(place, follows)),
        )


def _formula(sheet: Sheet, cell: str) -> Formula | None:
    text = sheet.behind.formulas.get(cell, "")
    return taken_apart(text) if 0 < len(text) <= _TRACED else None


def _sources(place: Place, formula: Formula | None, errors: Mapping[str, Mapping[Position, str]]) -> Iterator[Place]:
    """Yield the cells with an error that a formula reads."""
    for cells in formula.cells if formula else ():
        name = next((name for name in errors if cells.names(name)), cells.sheet or place.sheet)
        known = errors.get(name, {})
        height, width = cells.bottom - cells.top + 1, cells.right - cells.left + 1
        if height * width <= min(len(known), _FOLLOWED):
            read = ((row, column) for row in cells.rows() for column in range(cells.left, cells.right + 1))
            yield from (Place(name, known[at]) for at in read if at in known)
        elif len(known) <= _FOLLOWED:
            inside = (at for at in known if at[0] in cells.rows() and cells.left <= at[1] <= cells.right)
            yield from (Place(name, known[at]) for at in inside)


def _reached(place: Place, follows: Mapping[Place, list[Place]]) -> set[Place]:
    reached: set[Place] = set()
    pending = list(follows.get(place, ()))
    while pending and len(reached) < _FOLLOWED:
        if (following := pending.pop()) not in reached and following != place:
            reached.add(following)
            pending += follows.get(following, ())
    return reached


def _code_at(subject: Subject, place: Place) -> str | None:
    """Return the code of the row in which a cell of the LKE stands; of a count the code of its question."""
    at = position(place.cell)
    if at is None or place.sheet != subject.submission.lke.grid.sheet:
        return None
    codes = [code for code, row in subject.submission.form.rows.items() if row == at[0]]
    known = subject.ruleset.nodes.keys() | subject.ruleset.questions.keys()
    return max((code if code in known else code.rpartition(".")[0] for code in codes), key=len, default=None)
