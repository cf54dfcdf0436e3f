"""What is wrong with the form itself: rows missing, out of place, or altered."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.submission import Grid
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.layout.columns import Columns
from zi_score.reading.layout.outline import Placement
from zi_score.reading.layout.rows import Row


def form_findings(
    grid: Grid, columns: Columns, placement: Placement, ruleset: Ruleset, other_rules: str | None = None
) -> Iterator[Finding]:
    """Yield where a sheet's form differs from the ruleset's; of one that names other rules that may be right."""
    for row in placement.unplaced:
        yield from _without_place(grid, columns, row)
    yield from _missing(placement, ruleset)
    asked = {
        row.index for code, row in placement.rows.items() if code not in ruleset.nodes or code in ruleset.questions
    }
    yield from _weights(grid, placement, ruleset, other_rules)
    yield from _labels(grid, columns, placement, ruleset)
    yield from _endless(grid, columns, placement)
    for code, row in placement.rows.items():
        yield from _altered(grid, columns, ruleset, code, row)
        if row.index not in asked:
            yield from _answered_heading(grid, columns, code, row)


def _without_place(grid: Grid, columns: Columns, row: Row) -> Iterator[Finding]:
    answered = [c for c in columns.answers if as_typed(grid.at(row.index, c.answer))]
    for column in answered or columns.answers[: 1 if row.scale else 0]:
        yield finding(
            "row-not-placed",
            cell=grid.place(row.index, column.answer),
            assessor=column.assessor if answered else None,
            typed=typed(as_typed(grid.at(row.index, column.answer))),
            row=typed(row.text),
        )


def _answered_heading(grid: Grid, columns: Columns, code: str, row: Row) -> Iterator[Finding]:
    """Report what was typed on a heading; a number there is a figure of the sheet's own formulas."""
    for column in columns.answers:
        raw = grid.at(row.index, column.answer)
        if isinstance(raw, str) and (answer := as_typed(raw)):
            place = grid.place(row.index, column.answer)
            yield finding("answer-on-heading", code=code, cell=place, assessor=column.assessor, typed=typed(answer))


def _missing(placement: Placement, ruleset: Ruleset) -> Iterator[Finding]:
    for question in ruleset.questions.values():
        counted = [f"{question.code}.{row.key}" for row in question.inputs if not row.sum_of]
        is_counted = bool(counted) and all(code in placement.rows for code in counted)
        if question.code not in placement.rows and not is_counted:
            yield finding("question-row-missing", code=question.code, label=typed(question.label))
        for row in question.inputs:
            if not row.sum_of and f"{question.code}.{row.key}" not in placement.rows:
                yield finding("count-row-missing", code=question.code, label=typed(row.label))


def _labels(grid: Grid, columns: Columns, placement: Placement, ruleset: Ruleset) -> Iterator[Finding]:
    """Report a sheet most of whose questions are in other words: its rows were told by their places alone."""
    placed = sum(code in placement.rows for code in ruleset.questions)
    if 2 * placement.worded < placed:
        yield finding(
            "questions-worded-otherwise",
            cell=grid.place(columns.first_row, columns.outline[0]),
            alike=placement.worded,
            questions=placed,
            ruleset=ruleset.title,
        )


def _weights(grid: Grid, placement: Placement, ruleset: Ruleset, other_rules: str | None) -> Iterator[Finding]:
    for apart in placement.weights.apart:
        yield finding(
            "weight-of-other-rules" if other_rules else "weight-differs",
            code=apart.code,
            cell=grid.place(apart.row, apart.column),
            node=ruleset.name_of(apart.code),
            found=plain(apart.found),
            right=plain(apart.right),
            **({"named": other_rules, "ruleset": ruleset.title} if other_rules else {}),
        )


def _endless(grid: Grid, columns: Columns, placement: Placement) -> Iterator[Finding]:
    """Report numbers that are none beside the answers; in an answer they are not understood."""
    codes = {row.index: code for code, row in (placement.rows | placement.totals).items()}
    read = {columns.weight, *(each.score for each in columns.answers)}
    for row, column in grid.endless:
        if row in codes and column in read:
            place = grid.place(row, column)
            yield finding("number-not-finite", code=codes[row] or None, cell=place, found=typed(grid.at(row, column)))


def _altered(grid: Grid, columns: Columns, ruleset: Ruleset, code: str, row: Row) -> Iterator[Finding]:
    question = ruleset.questions.get(code)
    if question and columns.scale is not None and row.scale_text and row.scale != question.scale:
        yield finding(
            "choices-altered",
            code=code,
            cell=grid.place(row.index, columns.scale),
            found=typed(row.scale_text),
            right=ruleset.scales[question.scale].printed[0],
        )
