"""One assessor's column, read: answers with notes and evidence, and the sheet's own scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question, Ruleset, Scale
from zi_score.model.exact import exact, plain
from zi_score.model.findings import Finding, finding, together, typed
from zi_score.model.spelling import is_box, says_none
from zi_score.model.submission import AnswerColumns, Grid, Position
from zi_score.model.worksheet import Answer, Assessor, Place, Remark, SheetScore
from zi_score.reading.cells.answers import Meaning, as_typed, count, meaning
from zi_score.reading.cells.uncomputed import Uncomputed, is_nought
from zi_score.reading.file.behind import Package
from zi_score.reading.layout.outline import Placement
from zi_score.reading.layout.rows import Row


def read_entries(  # noqa: PLR0913, PLR0917 - what is read, and by what
    grid: Grid,
    rows: Mapping[str, Row],
    columns: AnswerColumns,
    ruleset: Ruleset,
    package: Package,
    uncomputed: Uncomputed,
) -> tuple[dict[str, Answer], list[Finding]]:
    """Return what one assessor entered, by question code and ``code.key`` of counts, and what is wrong with it."""
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for question in ruleset.questions.values():
        scale = ruleset.scales[question.scale]
        for code in question.codes:
            if code not in rows:
                continue
            index = rows[code].index
            raw = grid.at(index, columns.answer)
            is_count = code != question.code
            understood = _count(question, code, raw) if is_count else meaning(scale, raw, question.ratio)
            place = grid.place(index, columns.answer)
            if not is_count and _is_formatted_percent(scale, question.ratio, raw, package, place):
                understood = meaning(scale, f"{plain(exact(raw) * 100)}%", question.ratio)
            is_uncomputed = is_nought(raw) and uncomputed.at(
                grid, index, columns.answer, _own(question, code, rows, answers)
            )
            if is_uncomputed:
                understood = Meaning()
            else:
                findings += _faults(grid, (index, columns.answer), columns.assessor, code, understood)
            if uncomputed.is_computed(grid, index, columns.answer):
                details = {"formula": package.formula(place), "value": as_typed(raw)}
                findings.append(finding("answer-computed", code=code, cell=place, assessor=columns.assessor, **details))
            notes = _remarks(grid, index, columns.notes) if columns.notes else ()
            evidence = _remarks(grid, index, columns.evidence) if columns.evidence else ()
            said = typed(package.formula(place) if is_uncomputed else as_typed(raw))
            if is_uncomputed or notes or evidence:
                answers[code] = Answer(
                    place=place,
                    typed=said,
                    value=understood.value,
                    is_uncomputed=is_uncomputed,
                    notes=notes,
                    evidence=evidence,
                )
            else:
                answers[code] = _alone(place, said, understood.value)
        if question.ratio:
            answers |= _without_formulas(question, answers, package)
    return answers, together(findings)


@lru_cache(maxsize=4096)
def _alone(place: Place, said: str, value: str | Fraction | None) -> Answer:
    """Return an answer with nothing beside it: in thousands of workbooks these are the same few."""
    return Answer(place=place, typed=said, value=value)


@lru_cache(maxsize=4096)
def _shown(place: Place, value: float) -> SheetScore:
    """Return a score that a sheet shows; they repeat as answers do."""
    return SheetScore(cell=place, score=exact(value))


def typed_codes(question: Question) -> list[str]:
    """Return the codes of the cells of a question in which no form has a formula of its own."""
    if question.ratio is None:
        return [question.code]
    return [f"{question.code}.{row.key}" for row in question.inputs if not (row.sum_of or row.same_as)]


def _own(question: Question, code: str, rows: Mapping[str, Row], answers: Mapping[str, Answer]) -> Iterator[int]:
    """Yield the rows from which a percentage or a total is computed whatever stands in its cell.

    So it is with a count that is stated elsewhere and repeated here, as long as that one is blank.
    """
    if code == question.code:
        codes = [f"{code}.{row.key}" for row in question.inputs]
    else:
        row = question.input(code.rpartition(".")[2])
        same = answers.get(row.same_as or "")
        codes = [f"{question.code}.{key}" for key in row.sum_of]
        codes += [row.same_as] if row.same_as and same and not same.typed else []
    return (rows[code].index for code in codes if code in rows)


def read_scores(
    grid: Grid, placement: Placement, columns: AnswerColumns, ruleset: Ruleset, package: Package
) -> dict[str, SheetScore]:
    """Return the scores that the sheet itself shows, by code; the total under ``TOTAL``.

    Nothing but 0 in a workbook that asks to be calculated says nothing: it was saved with the blank form, or by a
    program that calculates nothing.
    """
    if columns.score is None:
        return {}
    scored = ruleset.nodes.keys() | ruleset.questions.keys()
    rows = {code: row for code, row in placement.rows.items() if code in scored} | placement.totals
    shown = {code: grid.at(row.index, columns.score) for code, row in rows.items()}
    scores = {
        code: _shown(grid.place(rows[code].index, columns.score), value)
        for code, value in shown.items()
        if isinstance(value, float)
    }
    is_known = any(each.score for each in scores.values()) or not package.is_to_be_calculated
    return scores if is_known else {}


def _count(question: Question, code: str, raw: object) -> Meaning:
    return count(raw, decimals=question.has_decimals(code))


def _is_formatted_percent(scale: Scale, ratio: Ratio | None, raw: object, package: Package, place: Place) -> bool:
    """Whether a number is shown as a percentage: 87,65 % is stored as 0.8765; of an index, that it may be so."""
    if not isinstance(raw, float):
        return False
    if ratio:
        return ratio.highest > 1 and package.shows_percent(place)
    if scale.kind != "number" or not (scale.unit or 0 < raw <= 1):
        return False
    return package.shows_percent(place) or (package.problem is not None and not scale.unit)


def _without_formulas(question: Question, answers: Mapping[str, Answer], package: Package) -> dict[str, Answer]:
    """Return the percentages and totals that nobody typed as blank.

    A formula over blank counts shows a figure (often 0) that is no answer.
    """
    keys = [f"{question.code}.{row.key}" for row in question.inputs]
    doubtful = {question.code: keys}
    doubtful |= {
        f"{question.code}.{row.key}": [f"{question.code}.{group}" for group in row.sum_of]
        for row in question.inputs
        if row.sum_of
    }
    return {
        code: answer.model_copy(update={"value": None, "typed": ""})
        for code, below in doubtful.items()
        if (answer := answers.get(code))
        and answer.value is not None
        and not any(answers[key].typed for key in below if key in answers and key not in doubtful)
        and (
            answer.place.cell in package.behind(answer.place.sheet).formulas or (package.problem and answer.value == 0)
        )
    }


def _faults(grid: Grid, at: Position, assessor: Assessor, code: str, understood: Meaning) -> Iterator[Finding]:
    cell, raw = grid.place(*at), grid.at(*at)
    if understood.fault:
        details = {key: typed(value) for key, value in understood.details.items()}
        yield finding(understood.fault, code=code, cell=cell, assessor=assessor, **details)
    elif isinstance(raw, str) and isinstance(understood.value, Fraction) and not says_none(raw):
        value = plain(understood.value)
        yield finding("number-as-text", code=code, cell=cell, assessor=assessor, typed=typed(raw), value=value)
    anchor = grid.anchor(*at)
    if anchor and anchor[0] != at[0] and as_typed(grid.at(*anchor)):
        yield finding("answer-cell-merged", code=code, cell=cell, assessor=assessor, other=grid.place(*anchor))


def _is_tick(raw: object) -> bool:
    """Whether a cell holds a checkbox, or a 0, which say nothing to a reader."""
    return is_box(raw.strip()) if isinstance(raw, str) else isinstance(raw, bool) or raw == 0


def _remarks(grid: Grid, row: int, columns: tuple[int, ...]) -> tuple[Remark, ...]:
    """Return the texts beside an answer; a cell merged over several rows speaks for each of them."""
    found: list[Remark] = []
    for column in columns:
        anchor = grid.anchor(row, column)
        index = anchor[0] if anchor and anchor[1] == column else row
        if (text := grid.text(index, column)) and not _is_tick(raw := grid.at(index, column)):
            whole = raw if isinstance(raw, str) and raw != text else None
            found.append(Remark(place=grid.place(index, column), text=text, typed=whole))
    return tuple(found)
