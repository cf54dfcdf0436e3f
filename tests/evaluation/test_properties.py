"""What holds for all answers, and for all ways of arranging a workbook."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from conftest import RULESET, SCALES, answers_of, random_sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet as OpenSheet

from tests.vectors.oracle import CHOICES, DECREASE, GROUPS, SHARES
from worksheets.cases import Sheet
from zi_score import evaluate
from zi_score.evaluation.assessment import assess
from zi_score.evaluation.scoring import Figure, Node, add, questions_of, score
from zi_score.forms.template.workbook import render
from zi_score.model.worksheet import AnswerSheet, Assessor

in_memory = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
with_files = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
INPUTS = {f"{question.code}.{row.key}" for question in RULESET.questions.values() for row in question.inputs}


def typed(scale: str) -> st.SearchStrategy[Any]:
    """Return answers on a scale, or none."""
    if scale in CHOICES:
        return st.sampled_from([None, *CHOICES[scale]])
    if scale == "nilai_0_4":
        return st.none() | st.integers(0, 400).map(lambda number: f"{number / 100:.2f}")
    return st.none() | st.integers(0, 130).map(lambda number: f"{number / 100:.2f}")


def sheets() -> st.SearchStrategy[Sheet]:
    """Return all answer sheets: choices, indexes, percentages, counts, blanks."""
    answers = st.fixed_dictionaries({code: typed(scale) for code, scale in SCALES.items()})
    counts = st.fixed_dictionaries(dict.fromkeys(sorted(INPUTS), st.none() | st.integers(0, 12)))
    return st.builds(Sheet, answers, counts)


def nodes(sheet: Sheet) -> dict[str, Node]:
    """Score a sheet."""
    return score(RULESET, answers_of(sheet))


def better(data: st.DataObject, sheet: Sheet, code: str) -> Sheet:
    """Raise the answer to an answered question, or leave it as good as it is."""
    scale = SCALES[code]
    if scale in CHOICES:
        choices = list(CHOICES[scale])  # best first
        return sheet.but({code: choices[data.draw(st.integers(0, choices.index(str(sheet.answers[code]))))]})
    if scale == "nilai_0_4":
        index = Fraction(str(sheet.answers[code]))
        return sheet.but({code: str(index + data.draw(st.integers(0, int((4 - index) * 100))) * Fraction(1, 100))})
    key = SHARES[code][0]
    number, change = sheet.counts[f"{code}.{key}"] or 0, data.draw(st.integers(0, 5))
    return sheet.but({}, {code: {key: max(0, number - change) if code == DECREASE else number + change}})


def answered(data: st.DataObject, sheet: Sheet, code: str) -> Sheet:
    """Answer one question, whatever stood there."""
    scale = SCALES[code]
    if scale in CHOICES:
        return sheet.but({code: data.draw(st.sampled_from(list(CHOICES[scale])))})
    if scale == "nilai_0_4":
        return sheet.but({code: str(Fraction(data.draw(st.integers(0, 400)), 100))})
    counts = {row.key: data.draw(st.integers(0, 12)) for row in RULESET.questions[code].inputs}
    for group in GROUPS.get(code, ()):
        counts["wajib_melapor"] = counts.get("wajib_melapor", 0) + counts[group]
    return sheet.but({}, {code: dict(counts)})


@in_memory
@given(sheets())
def test_scores_stay_within_their_bounds(sheet: Sheet) -> None:
    """At every node: 0 <= score <= highest <= weight; and no weight is lost on the way."""
    for code, node in nodes(sheet).items():
        assert 0 <= node.score <= node.highest <= node.weight, code
        if code in RULESET.nodes:
            assert node.weight == RULESET.nodes[code].weight, code


@in_memory
@given(sheets())
def test_every_sum_is_that_of_its_parts(sheet: Sheet) -> None:
    """Score, highest and weight of a node are the sums over its children, and the total that of all questions."""
    found = nodes(sheet)
    for code, node in found.items():
        if node.children:
            assert add(node.children).model_dump() == {
                **node.model_dump(include=set(Figure.model_fields) | set(Figure.model_computed_fields))
            }
            assert {child.code for child in node.children} <= set(found), code
    assessment = assess(RULESET, AnswerSheet(assessor=Assessor.UNIT, answers=answers_of(sheet)), {})
    questions = questions_of(found)
    assert assessment.total.score == sum((question.score for question in questions), Fraction(0))
    assert assessment.total.highest == sum((question.highest for question in questions), Fraction(0))
    assert sum(area.score for area in assessment.areas.values()) == found["A"].score
    open_ = sum((question.weight for question in questions if question.value is None), Fraction(0))
    assert assessment.total.highest - assessment.total.score == open_


@in_memory
@given(st.data(), sheets(), st.sampled_from(sorted(SCALES)))
def test_raising_one_answer_lowers_nothing(data: st.DataObject, sheet: Sheet, code: str) -> None:
    """A better answer to one question never lowers the score of any node."""
    worse = answered(data, sheet, code)
    before, after = nodes(worse), nodes(better(data, worse, code))
    for node in before:
        assert after[node].score >= before[node].score, node


@in_memory
@given(st.data(), sheets(), st.sampled_from(sorted(SCALES)))
def test_answering_a_question_narrows_what_is_open(data: st.DataObject, sheet: Sheet, code: str) -> None:
    """Any answer to an unanswered question: no score falls, no highest rises, nothing else moves."""
    blank = sheet.but({code: None}, {code: {row.key: None for row in RULESET.questions[code].inputs}})
    before, after = nodes(blank), nodes(answered(data, blank, code))
    for node in before:
        assert after[node].score >= before[node].score, node
        assert after[node].highest <= before[node].highest, node
        if not f"{code}.".startswith(f"{node}."):
            assert (after[node].score, after[node].highest) == (before[node].score, before[node].highest), node


@in_memory
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(sheet: Sheet, rnd: random.Random) -> None:
    """The same answers in another order give the same assessment."""
    answers = answers_of(sheet)
    shuffled = list(answers.items())
    rnd.shuffle(shuffled)
    found = [
        assess(RULESET, AnswerSheet(assessor=Assessor.UNIT, answers=each), {}) for each in (answers, dict(shuffled))
    ]
    assert found[0].model_dump() == found[1].model_dump()


# Workbooks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arrangement:
    """A way to lay out the same workbook: names and order of its sheets, blank rows and columns put in."""

    names: tuple[str, ...] = ("Petunjuk", "Identitas", "Jawaban", "Ringkasan")
    order: tuple[int, ...] = (0, 1, 2, 3)
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


def moved(number: int, inserted: tuple[int, ...]) -> int:
    """Return where a row or column stands after blank ones were put in before these numbers."""
    return number + sum(before <= number for before in inserted)


@cache
def filled(seed: int) -> Workbook:
    """Return the template, filled in by unit and TPI and with facts; its formulas are left out."""
    book = load_workbook(io.BytesIO(render(RULESET)))
    sheet = book["Jawaban"]
    for column, each in (("K", random_sheet(seed)), ("N", random_sheet(seed + 1))):
        for key, row in fixed_rows().items():
            value = {**each.answers, **each.counts}[key]
            sheet[f"{column}{row}"] = float(Fraction(value)) if SCALES.get(key) == "nilai_0_4" and value else value
            if value is not None:
                sheet[f"L{row}"] = f"Catatan {key}"
    for place, value in (("B3", "Balai Contoh"), ("B4", "Kementerian Contoh"), ("B5", 2026), ("B6", "WBK")):
        book["Identitas"][place] = value
    for cell in book["Identitas"]["A"]:
        if cell.value in {"holds-wbk", "unit-sakip"}:
            book["Identitas"].cell(cell.row, 3).value = {"holds-wbk": "Tidak", "unit-sakip": "BB"}[str(cell.value)]
    return book


@cache
def fixed_rows() -> dict[str, int]:
    """Return the fixed row of every question and count that PortalRB has."""
    rows: dict[str, int] = {}
    for question in RULESET.questions.values():
        if question.portalrb:
            rows[question.code] = question.portalrb.row
        rows |= {f"{question.code}.{row.key}": row.portalrb.row for row in question.inputs if row.portalrb}
    return rows


def arranged(source: Workbook, how: Arrangement) -> bytes:
    """Write the workbook anew in another arrangement; rows and columns are put into the answer sheet only."""
    target = Workbook()
    target.remove(target.worksheets[0])
    for index in how.order:
        old = source.worksheets[index]
        is_lke = old.title == "Jawaban"
        copy(old, target.create_sheet(how.names[index]), how if is_lke else Arrangement())
    stream = io.BytesIO()
    target.save(stream)
    return stream.getvalue()


def copy(old: OpenSheet, new: OpenSheet, how: Arrangement) -> None:
    """Copy values and merged cells to their new places; formulas would name the old ones."""
    for row in old.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type != "f":
                new.cell(moved(cell.row, how.rows), moved(cell.column, how.columns)).value = cell.value
    for area in old.merged_cells.ranges:
        corners = (moved(area.min_row, how.rows), moved(area.min_col, how.columns))
        ends = (moved(area.max_row, how.rows), moved(area.max_col, how.columns))
        new.merge_cells(start_row=corners[0], start_column=corners[1], end_row=ends[0], end_column=ends[1])


PLACES = {"sha256", "cell", "cells", "sheet", "place", "message"}


def without_cells(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON of an evaluation without the names of cells and sheets, and what is said of them."""
    if isinstance(part, dict):
        return {key: without_cells(value) for key, value in part.items() if key not in PLACES}
    return [without_cells(value) for value in part] if isinstance(part, list) else part


@cache
def plainly(seed: int) -> Any:  # noqa: ANN401 - any JSON
    """Return what the workbook gives in its first arrangement."""
    return evaluated(seed, Arrangement())


def evaluated(seed: int, how: Arrangement) -> Any:  # noqa: ANN401 - any JSON
    """Evaluate the workbook in an arrangement."""
    return without_cells(evaluate(arranged(filled(seed), how), path="a.xlsx").model_dump(mode="json"))


def test_the_plain_arrangement_is_read_whole() -> None:
    """Both assessors, the facts and the unit are there, so that the properties below compare something."""
    found = plainly(1)
    assert [a["assessor"] for a in found["assessments"]] == ["tpi", "unit"]
    known = {"name": "Balai Contoh", "agency": "Kementerian Contoh", "year": 2026, "target": "WBK"}
    assert found["unit"] == {**known, "named_by_file": False}
    assert min(a["answered"] for a in found["assessments"]) > 80
    statuses = {c["id"]: c["status"] for c in found["assessments"][0]["predicates"][1]["criteria"]}
    assert (statuses["holds-wbk"], statuses["req-unit-sakip"]) == ("not-met", "met")


SHEET_NAMES = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=20)


@with_files
@given(
    st.integers(1, 3),
    st.permutations(range(4)),
    st.lists(SHEET_NAMES, min_size=4, max_size=4, unique_by=str.casefold),
)
def test_order_and_names_of_sheets_change_nothing(seed: int, order: list[int], names: list[str]) -> None:
    """Sheets are found by what is in them."""
    assert evaluated(seed, Arrangement(names=tuple(names), order=tuple(order))) == plainly(seed)


@with_files
@given(st.integers(1, 3), st.lists(st.integers(2, 205), min_size=1, max_size=8))
def test_blank_rows_change_nothing(seed: int, rows: list[int]) -> None:
    """Rows are placed by the outline, not by their numbers."""
    assert evaluated(seed, Arrangement(rows=tuple(rows))) == plainly(seed)


@with_files
@given(st.integers(1, 3), st.lists(st.integers(1, 19), min_size=1, max_size=3))
def test_inserted_columns_change_nothing(seed: int, columns: list[int]) -> None:
    """Columns are found by their headers, and the outline's depth by its order."""
    assert evaluated(seed, Arrangement(columns=tuple(columns))) == plainly(seed)


@pytest.mark.parametrize("rows", [(1,), (1, 1, 1), (1, 2, 100, 205)])
def test_blank_rows_above_the_header_change_nothing(rows: tuple[int, ...]) -> None:
    """The header may stand in any row near the top."""
    assert evaluated(1, Arrangement(rows=rows)) == plainly(1)


def test_everything_at_once() -> None:
    """Other names, another order, blank rows and columns together."""
    how = Arrangement(("d", "c", "b", "a"), (2, 0, 3, 1), rows=(1, 5, 80, 130), columns=(1, 8, 11, 14))
    assert evaluated(2, how) == plainly(2)


def test_cells_move_with_their_answers() -> None:
    """What changes is the cell, and it is the right one."""
    how = Arrangement(rows=(3, 90), columns=(1, 9))
    found = evaluate(arranged(filled(1), how), path="a.xlsx")
    unit = next(a for a in found.assessments if a.assessor == "unit")
    found_cells = {code: str(getattr(unit.nodes[code], "cell", None)) for code in fixed_rows() if code in SCALES}
    assert len(found_cells) == 105
    assert found_cells == {code: f"Jawaban!M{moved(fixed_rows()[code], how.rows)}" for code in found_cells}
