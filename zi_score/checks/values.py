"""What stands in a cell where a formula should give a figure: an error value, or a number that somebody typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_score.checks.subject import Subject
from zi_score.exact import rounded
from zi_score.findings import Finding, finding
from zi_score.formula import Formula, position, taken_apart
from zi_score.model import Assessor, Place
from zi_score.scoring import QuestionNode
from zi_score.submission import Position, Sheet


def check_errors(subject: Subject) -> Iterator[Finding]:
    """Yield the cells in which an error value begins; those that only take it over are counted."""
    sheets = subject.submission.sheets
    errors = {Place(name, cell): text for name, sheet in sheets.items() for cell, text in sheet.behind.errors.items()}
    shown = {(place.sheet, at): place for place in errors if (at := position(place.cell))}
    follows: dict[Place, list[Place]] = {place: [] for place in errors}
    roots = []
    for place in errors:
        sources = _sources(place, _formula(sheets[place.sheet], place.cell), shown)
        for source in sources:
            follows[source].append(place)
        if not sources:
            roots.append(place)
    for place in roots:
        yield finding(
            "error-value",
            code=_code_at(subject, place),
            cell=place,
            error=errors[place],
            formula=sheets[place.sheet].behind.formulas.get(place.cell, "-"),
            count=len(_reached(place, follows)),
        )


def check_constants(subject: Subject) -> Iterator[Finding]:
    """Yield the numbers that stand where the other rows of a column have formulas."""
    form, ruleset = subject.submission.form, subject.ruleset
    headings = {code: row for code, row in form.rows.items() if code in ruleset.nodes and code not in ruleset.questions}
    questions = {code: row for code, row in form.rows.items() if code in ruleset.questions}
    ratios = {code: row for code, row in questions.items() if ruleset.questions[code].ratio}
    totals = {f" {code}": row for code, row in form.totals.items()}
    for columns in form.assessors:
        if columns.score is not None:
            yield from _constants(subject, columns.assessor, columns.score, headings | totals)
            yield from _constants(subject, columns.assessor, columns.score, questions)
        yield from _constants(subject, columns.assessor, columns.answer, ratios)


def _constants(subject: Subject, assessor: Assessor, column: int, rows: Mapping[str, int]) -> Iterator[Finding]:
    sheet = subject.submission.lke
    typed = [code for code, row in rows.items() if _is_typed(sheet, row, column)]
    formulas = sum(sheet.formula(row, column) is not None for row in rows.values())
    for code in typed if formulas > len(typed) else ():
        yield finding(
            "constant-over-formula",
            code=code.strip() or None,
            cell=sheet.grid.place(rows[code], column),
            assessor=assessor,
            found=rounded(sheet.number(rows[code], column) or Fraction()),
            right=rounded(_right(subject, assessor, code.strip())),
        )


def _is_typed(sheet: Sheet, row: int, column: int) -> bool:
    return sheet.number(row, column) is not None and sheet.formula(row, column) is None


def _right(subject: Subject, assessor: Assessor, code: str) -> Fraction:
    figures = subject.figures[assessor]
    if not code:
        return figures.total.score
    node = figures.nodes[code]
    if isinstance(node, QuestionNode) and code not in subject.ruleset.nodes:
        return node.value or Fraction()
    return node.score


def _formula(sheet: Sheet, cell: str) -> Formula | None:
    text = sheet.behind.formulas.get(cell)
    return None if text is None else taken_apart(text)


def _sources(place: Place, formula: Formula | None, errors: Mapping[tuple[str, Position], Place]) -> list[Place]:
    """Return the cells with an error that a formula reads."""
    return [
        error
        for cells in (formula.cells if formula else ())
        for (sheet, (row, column)), error in errors.items()
        if sheet == (cells.sheet or place.sheet)
        and error != place
        and cells.top <= row <= cells.bottom
        and cells.left <= column <= cells.right
    ]


def _reached(place: Place, follows: Mapping[Place, list[Place]]) -> set[Place]:
    reached: set[Place] = set()
    pending = list(follows[place])
    while pending:
        if (following := pending.pop()) not in reached and following != place:
            reached.add(following)
            pending += follows[following]
    return reached


def _code_at(subject: Subject, place: Place) -> str | None:
    """Return the code of the row in which a cell of the LKE stands; of a count the code of its question."""
    at = position(place.cell)
    if at is None or place.sheet != subject.submission.lke.grid.sheet:
        return None
    codes = [code for code, row in subject.submission.form.rows.items() if row == at[0]]
    known = subject.ruleset.nodes.keys() | subject.ruleset.questions.keys()
    return next((code if code in known else code.rpartition(".")[0] for code in codes), None)
