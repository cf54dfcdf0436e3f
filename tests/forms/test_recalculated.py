"""Random answer sets in the own template: what a spreadsheet program computes is what the program computes.

The unit's column and the TPI's of each workbook hold one set; LibreOffice recalculates them. There are 20 workbooks,
and with ``-m long`` 100.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import pytest
from conftest import BLANK, RULESET, SCALES, assessed, random_sheet
from formats import changed, uncalculated
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from recalculate import NO_SOFFICE, SOFFICE, Recalculated

from worksheets.cases import Sheet
from zi_score import Assessment, evaluate, read_workbook
from zi_score.evaluation.criterion import Status
from zi_score.forms.template.workbook import render

FEW, MANY = 20, 100
FORM = "xl/worksheets/sheet3.xml"
"""The part of the template that holds the sheet with the answers."""

CELL = re.compile(r'<c r="(?P<name>[A-Z]+\d+)"(?P<style>(?: s="\d+")?)[^>]*?(?:/>|(?<!/)>.*?</c>)', re.DOTALL)
COLUMNS = {"unit": "K", "tpi": "N"}
SCORES = {"unit": "R", "tpi": "O"}
WORDS = {"unit": "Unit", "tpi": "TPI"}
TOTAL_ROW = 204
TOLERANCE = 1e-9
Cells = dict[str, object]

pytestmark = pytest.mark.skipif(SOFFICE is None and not os.environ.get("CI"), reason=NO_SOFFICE)


def sheet_of(book: int, assessor: str) -> Sheet:
    """Return the random answers of one column: from nearly full to half empty, from weak to strong."""
    seed = 1000 + 2 * book + (assessor == "tpi")
    return random_sheet(seed, blank=(0, 0.03, 0.3)[book % 3], goodness=(0.4, 0.8, 0.93, 0.98)[book % 4])


def rows() -> dict[str, int]:
    """Return the row of every question and count, as read from the blank worksheet."""
    unit = next(sheet for sheet in read_workbook(BLANK).sheets if sheet.assessor == "unit")
    found = {code: int(re.sub(r"\D", "", answer.place.cell)) for code, answer in unit.answers.items()}
    assert len(found) == len(set(found.values())) == 137
    return found


def value_of(sheet: Sheet, key: str, rnd: random.Random) -> object:
    """Return what is typed into the cell: choices, numbers, and now and then a word for nothing."""
    value = {**sheet.answers, **sheet.counts}.get(key)
    if value is None and SCALES.get(key) not in (None, "persen", "nilai_0_4") and rnd.random() < 0.3:
        return rnd.choice(("Blm Diisi", "-"))
    return float(Fraction(value)) if isinstance(value, str) and SCALES[key] in {"persen", "nilai_0_4"} else value


def write(folder: Path) -> list[Path]:
    """Fill a few workbooks."""
    return fill(folder, FEW)


def write_many(folder: Path) -> list[Path]:
    """Fill many."""
    return fill(folder, MANY)


def fill(folder: Path, books: int) -> list[Path]:
    """Fill the template again and again, without the values that are saved with its formulas."""
    blank = uncalculated(render(RULESET))
    paths = [folder / f"set-{number:03}.xlsx" for number in range(books)]
    for path, content in zip(paths, filled(blank, books), strict=True):
        path.write_bytes(content)
    return paths


def filled(blank: bytes, books: int) -> Iterator[bytes]:
    """Yield the template with one answer set each; a cell without an answer keeps its formula, or nothing."""
    rnd, places = random.Random(7), rows()
    for number in range(books):
        typed: dict[str, object] = {}
        for assessor, column in COLUMNS.items():
            answers = sheet_of(number, assessor)
            typed |= {f"{column}{row}": value_of(answers, key, rnd) for key, row in places.items()}
        yield changed(blank, {FORM: partial(with_typed, typed)})


def with_typed(typed: Mapping[str, object], form: bytes) -> bytes:
    """Return the sheet with what is typed into its cells."""
    return CELL.sub(partial(cell, typed), form.decode()).encode()


def cell(typed: Mapping[str, object], found: re.Match[str]) -> str:
    """Return a cell with what is typed into it, or as it was."""
    value = typed.get(found["name"])
    if value is None:
        return found[0]
    if isinstance(value, str):
        return f'<c r="{found["name"]}"{found["style"]} t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{found["name"]}"{found["style"]}><v>{value!r}</v></c>'


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(write, marks=pytest.mark.libreoffice.with_args(write), id="few"),
        pytest.param(write_many, marks=[pytest.mark.libreoffice.with_args(write_many), pytest.mark.long], id="many"),
    ],
)
def computed(request: pytest.FixtureRequest, recalculated: Recalculated) -> list[Path]:
    """Return all workbooks as LibreOffice computed them."""
    return recalculated(request.param)


@cache
def expected(number: int, assessor: str) -> Assessment:
    """Score the same answers without any workbook."""
    return assessed(sheet_of(number, assessor))


def grid(path: Path, name: str) -> list[list[object]]:
    """Return the computed values of a sheet."""
    return [
        list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    ]


def column_of(letter: str) -> int:
    """Return the index of a column of one letter."""
    return ord(letter) - ord("A")


@cache
def node_rows() -> dict[str, int]:
    """Return the row of every section and indicator, by the order of the outline in the blank worksheet."""
    sheet = load_workbook(BLANK)["Jawaban"]
    formulas = [row for row in range(2, TOTAL_ROW) if sheet[f"R{row}"].value is not None]
    weighted = [
        row
        for row in formulas
        if (sheet[f"H{row}"].value is not None and not sheet[f"B{row}"].value) or row in (2, 197)
    ]
    return dict(zip(RULESET_ORDER, weighted, strict=True))


RULESET_ORDER = [code for code in assessed(random_sheet(0)).nodes if code in RULESET.nodes]


def test_the_rows_of_the_nodes() -> None:
    """The rows that are compared are those of the form: their weights are the nodes' weights."""
    sheet = load_workbook(BLANK)["Jawaban"]
    found = node_rows()
    assert len(found) == 65
    for code, row in found.items():
        assert Fraction(str(sheet[f"H{row}"].value)) == RULESET.nodes[code].weight, code
    assert (found["A"], found["A.I.1.i"], found["A.II.5.iii.b"], found["B.II.a"]) == (2, 5, 180, 202)


def test_every_score_is_the_same(computed: list[Path]) -> None:
    """Total and all nodes of every answer set, within a billionth of a point."""
    places = node_rows()
    compared = 0
    for number, path in enumerate(computed):
        cells = grid(path, "Jawaban")
        for assessor, letter in SCORES.items():
            found = expected(number, assessor)
            scores = {code: found.nodes[code].score for code in places}
            for code, score in scores.items():
                shown = cells[places[code] - 1][column_of(letter)]
                assert isinstance(shown, float), (path.name, assessor, code, shown)
                assert abs(shown - float(score)) <= TOLERANCE, (path.name, assessor, code)
            total = cells[TOTAL_ROW - 1][column_of(letter)]
            assert isinstance(total, float)
            assert abs(total - float(found.total.score)) <= TOLERANCE, (path.name, assessor)
            compared += 1
    assert compared == 2 * len(computed) >= 2 * FEW


def test_every_status_is_the_same(computed: list[Path]) -> None:
    """``Terpenuhi`` stands in the summary where the minimum is met, and there only."""
    labels = {criterion.label: criterion.id for criterion in RULESET.criteria if criterion.measure != "fact"}
    seen: set[tuple[str, str, bool]] = set()
    for number, path in enumerate(computed):
        table = grid(path, "Ringkasan")
        header = next(index for index, row in enumerate(table) if row[0] == "Kriteria")
        by_label = {str(row[0]): row for row in table[header + 1 :]}
        assert set(labels) <= set(by_label)
        for assessor, word in WORDS.items():
            found = expected(number, assessor)
            for result in found.predicates:
                place = next(
                    index
                    for index, text in enumerate(table[header])
                    if {word, result.id} <= set(re.findall(r"\w+", str(text)))
                )
                met = {c.label: c.status is Status.MET for c in result.criteria if c.label in labels}
                shown = {label: by_label[label][place] for label in labels}
                assert set(shown.values()) <= {"Terpenuhi", "Belum"}
                assert {label: text == "Terpenuhi" for label, text in shown.items()} == met, (path.name, assessor)
                seen |= {(result.id, labels[label], is_met) for label, is_met in met.items()}
                joint = next(row[place] for label, row in by_label.items() if label.startswith("Semua nilai minimum"))
                assert (joint == "Terpenuhi") == all(met.values()), (path.name, assessor)
    assert len(seen) == 2 * len(labels) * 2, "every minimum is met in one workbook and missed in another"


def test_the_program_reads_the_same_from_the_recalculated_workbooks(computed: list[Path]) -> None:
    """Read back from the file, both columns give the same exact scores, and no score of the sheet differs."""
    for number, path in enumerate(computed[::10]):
        found = evaluate(path)
        assert [a.assessor for a in found.assessments] == ["tpi", "unit"]
        for assessment in found.assessments:
            same = expected(number * 10, assessment.assessor)
            assert assessment.total == same.total
            assert assessment.verdict == same.verdict
        assert [f.name for f in found.findings if f.name.startswith("workbook-")] == []


def test_the_values_of_the_blank_form_are_no_scores() -> None:
    """Where a program fills in the form and calculates nothing, they stay: answers count, and no figure is accused."""
    for number, content in enumerate(filled(render(RULESET), 3)):
        found = evaluate(content)
        for assessment in found.assessments:
            assert assessment.total == expected(number, assessment.assessor).total
        assert {f.name for f in found.findings if f.name.startswith("workbook-") or "formula" in f.name} == set()
        assert found.findings == evaluate(uncalculated(content)).findings
