"""Forms of 52/2014 that give a weight in a column, in the title of a row, or nowhere: layout 3 of the field."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from layout_3 import layout_3, titled
from workbooks import (
    LKE_2014,
    PRINTED_2014,
    Form,
    Line,
    answered,
    book,
    content,
    counted,
    findings_of,
    foreign,
    lines,
    own,
)

from zi_score.api.one import evaluate
from zi_score.law.load import load_ruleset
from zi_score.model.worksheet import Worksheet
from zi_score.reading.workbook import read_workbook

ID = "permenpanrb-52-2014"
RULES = load_ruleset(ID)
WORDINGS = {"own": own, "foreign": foreign}


def read(rows: list[Line], **changes: Any) -> tuple[Worksheet, dict[str, str]]:  # noqa: ANN401 - as above
    """Write and read layout 3; return the worksheet and the answer cells by code."""
    workbook, cells = layout_3(rows, **changes)
    return read_workbook(content(workbook), path="LKE Balai Contoh.xlsx"), cells


@pytest.fixture(params=WORDINGS)
def rows(request: pytest.FixtureRequest) -> list[Line]:
    """Return the rows of layout 3 with weights in the titles, answered; the percentage with its sign."""
    found = answered(titled(lines(WORDINGS[request.param], RULES)), seed=3)
    return [replace(row, answer="90%") if row.code == "B.I.2" else row for row in found]


def sound(worksheet: Worksheet, cells: dict[str, str], rows: list[Line]) -> None:
    """Every answer counts for its question, and there is nothing to say but that a percentage is text."""
    assert worksheet.ruleset == ID
    typed = {row.code: cells[row.code] for row in rows if row.is_answered and row.code}
    assert counted(worksheet) == typed
    assert [f.name for f in findings_of(worksheet) if f.name != "number-as-text"] == []


def nothing_wrong(worksheet: Worksheet, cells: dict[str, str]) -> None:
    """No answer counts for another question; one that does not count is a finding at its cell."""
    found = counted(worksheet)
    assert {key: cell for key, cell in found.items() if cells.get(key) != cell} == {}
    reported = {(f.cell or "").partition("!")[2] for f in findings_of(worksheet)}
    assert [k for k, cell in cells.items() if k in RULES.questions and k not in found and cell not in reported] == []


def test_layout_3(rows: list[Line]) -> None:
    """Identity from the title rows; every answer in its cell."""
    worksheet, cells = read(rows)
    sound(worksheet, cells, rows)
    assert worksheet.source.layout == "lke-2014"
    assert worksheet.unit.model_dump() == {
        "name": "LKE Balai Contoh",
        "agency": "Badan Contoh",
        "year": 2017,
        "target": None,
        "named_by_file": True,
    }


@pytest.mark.parametrize(
    "title",
    [
        (("INSTANSI", ":", "Badan Contoh"), ("TAHUN", ":", 2017)),
        (("INSTANSI : Badan Contoh",), ("TAHUN : 2017",)),
        (("LEMBAR KERJA EVALUASI",), ("Instansi:", "Badan Contoh"), ("Tahun:", 2017)),
        (("UNIT KERJA : LKE Balai Contoh",), ("INSTANSI:Badan Contoh",), ("TAHUN 2017",), ("Tahun :", "2017")),
    ],
)
def test_identity(rows: list[Line], title: tuple[tuple[object, ...], ...]) -> None:
    """Label and value in one cell, in two, with a colon between."""
    worksheet, cells = read(rows, title=title)
    sound(worksheet, cells, rows)
    assert (worksheet.unit.name, worksheet.unit.agency, worksheet.unit.year) == (
        "LKE Balai Contoh",
        "Badan Contoh",
        2017,
    )


@pytest.mark.parametrize("has_titles", [True, False])
@pytest.mark.parametrize("weights", [True, False])
def test_weights_in_a_column_in_titles_in_both_or_nowhere(rows: list[Line], *, weights: bool, has_titles: bool) -> None:
    """What is not there is missed by nobody; what is there counts as evidence."""
    kept = (
        rows
        if has_titles
        else [replace(row, text=row.text.rpartition(" (")[0] or row.text) if row.weight else row for row in rows]
    )
    worksheet, cells = read(kept, weights=weights)
    sound(worksheet, cells, kept)
    fit = worksheet.recognition[0]
    rows_with_weight = 36 if weights else 33 if has_titles else 0  # in a question's own row the column counts alone
    assert (fit.found, fit.weights, fit.agreeing) == (84, rows_with_weight, rows_with_weight)
    assert worksheet.source.layout == ("lke-2014" if weights or has_titles else "lke-zi")


@pytest.mark.parametrize(
    "change",
    [
        {"header": ("PENILAIAN", *[None] * 5, "Pilihan\nJawaban", "Jwban", " Nilai ", " %", "Keterangan")},
        {"header": ("PENILAIAN", *[None] * 5, "Pilihan Jawaban (Y/T)", "Jwb", "Skor", "%", "Catatan")},
        {"header": ("Penilaian", *[None] * 4, "Bobot", "Pilihan Jawaban", "Jawaban", "Nilai", "%", "Keterangan")},
        {"header": ("PENILAIAN", *[None] * 5, "Pilihan Jawaban", "Jawaban Unit", "Nilai", "%", "Keterangan")},
        {"header": ("PENILAIAN", *[None] * 5, "Pilihan Jawaban", "JAWABAN", None, None, "KETERANGAN")},
        {"printed": {**PRINTED_2014, "ya_tidak": "Ya/Tidak", "nilai_0_4": "0 - 4", "persen": "0 - 100 %"}},
        {"printed": {**PRINTED_2014, "abc": "a/b/c", "abcd": "a/b/c/d", "abcde": "a/b/c/d/e", "ya_tidak": "y/t"}},
    ],
)
def test_headers_and_choices_as_they_are_written(rows: list[Line], change: dict[str, Any]) -> None:
    """Line breaks, capitals and abbreviations change nothing."""
    workbook, cells = book(rows, Form(LKE_2014, weight=6, printed=change.get("printed", PRINTED_2014)))
    for column, text in enumerate(change.get("header", LKE_2014), start=1):
        workbook.worksheets[0].cell(1, column).value = text
    worksheet = read_workbook(content(workbook), path="x.xlsx")
    sound(worksheet, cells, rows)


@pytest.mark.parametrize(
    ("column", "write"),
    [
        (6, lambda weight: f"{weight:g}".replace(".", ",")),
        (6, lambda weight: f"({weight:g})"),
        (6, lambda weight: f"{weight:.2f}"),
        (6, lambda weight: round(weight / 100, 4)),
    ],
)
def test_weights_as_texts(rows: list[Line], column: int, write: Any) -> None:  # noqa: ANN401 - a function of a number
    """``1,5``, ``(1.5)`` and 1.5 % in the nameless column are weights."""
    workbook, cells = layout_3(rows)
    sheet = workbook.worksheets[0]
    for row in range(5, sheet.max_row + 1):
        if (weight := sheet.cell(row, column).value) is not None:
            sheet.cell(row, column).value = write(weight)
    worksheet = read_workbook(content(workbook), path="x.xlsx")
    sound(worksheet, cells, rows)
    assert worksheet.recognition[0].agreeing == 36


@pytest.mark.parametrize("change", [lambda m: int(m) if m.isdigit() else m, lambda m: m, lambda m: f"{m}.", str.upper])
def test_markers(rows: list[Line], change: Any) -> None:  # noqa: ANN401 - a function of a marker
    """The print has ``1`` as a number or ``5.`` with a dot, ``d`` without."""
    bent = [replace(row, marker=change(row.marker.strip("."))) if row.marker else row for row in rows]
    sound(*read(bent), bent)


def test_component_and_area_in_one_cell(rows: list[Line]) -> None:
    """``A. PROSES (60)``, ``I. MANAJEMEN PERUBAHAN (5)``: marker, title and weight in one cell."""
    bent = [
        replace(row, marker="", text=f"{row.marker} {row.text}") if row.code in RULES.children else row for row in rows
    ]
    bent = [replace(row, text="A. PROSES (60)") if row.code == "A" else row for row in bent]
    sound(*read(bent), bent)


def test_totals_are_read(rows: list[Line]) -> None:
    """``TOTAL PROSES`` and ``TOTAL PENGUNGKIT`` are the first component, ``TOTAL PROSES DAN HASIL`` is the sum."""
    for names in (("TOTAL PROSES", "TOTAL HASIL", "NILAI EVALUASI"), ("TOTAL PENGUNGKIT", "TOTAL HASIL", "TOTAL")):
        said = iter(names)
        bent = [replace(row, text=next(said)) if (row.code or "").startswith("TOTAL") else row for row in rows]
        workbook, cells = layout_3(bent)
        for code, figure in (("TOTAL A", 51.0), ("TOTAL B", 36.0), ("TOTAL", 87.0)):
            workbook.worksheets[0][cells[code].replace("H", "I")] = figure
        worksheet = read_workbook(content(workbook), path="x.xlsx")
        assert {code: score.score for code, score in worksheet.sheets[0].scores.items()} == {"A": 51, "B": 36, "": 87}
        assert evaluate(worksheet).workbook_total is not None


@pytest.mark.parametrize("code", [code for n, code in enumerate(RULES.questions) if n % 8 == 0])
def test_a_deleted_question_moves_no_answer(rows: list[Line], code: str) -> None:
    """It is reported; no other answer counts for it, and one that does not count is reported too."""
    bent = [row for row in rows if row.code != code]
    worksheet, cells = read(bent)
    nothing_wrong(worksheet, cells)
    assert ("question-row-missing", code) in {(f.name, f.code) for f in worksheet.findings}


@pytest.mark.parametrize("code", [code for code in RULES.nodes if code not in RULES.questions][::2])
def test_a_deleted_heading_moves_no_answer(rows: list[Line], code: str) -> None:
    """A missing heading moves no answer."""
    nothing_wrong(*read([row for row in rows if row.code != code]))


@pytest.mark.parametrize("code", [code for n, code in enumerate(RULES.nodes) if n % 5 == 0])
def test_a_wrong_weight_is_found_in_column_and_title(rows: list[Line], code: str) -> None:
    """The cell is that of the column, or that of the title."""
    at = next(n for n, row in enumerate(rows) if row.code == code)
    in_column = [replace(row, weight=99.0) if n == at else row for n, row in enumerate(rows)]
    worksheet, cells = read(in_column)
    row = cells[code][1:]
    assert [(f.name, f.code, f.cell) for f in findings_of(worksheet) if f.name != "number-as-text"] == [
        ("weight-differs", code, f"LKE!F{row}")
    ]
    if code not in RULES.questions:  # a question's text may end in any number
        in_title = [replace(r, text=f"{r.text.rpartition(' (')[0]} (99)") if n == at else r for n, r in enumerate(rows)]
        worksheet, _ = read(in_title)
        found = [f for f in findings_of(worksheet) if f.name != "number-as-text"]
        assert [(f.name, f.code) for f in found] == [("weight-differs", code)]
        assert (found[0].cell or "").endswith(row)
        assert not (found[0].cell or "").startswith("LKE!F")


@pytest.mark.parametrize("seed", range(2))
def test_rows_between(rows: list[Line], seed: int) -> None:
    """Empty rows and remarks between the rows are no rows of the form."""
    rnd = Random(seed)
    bent: list[Line] = []
    for row in rows:
        if rnd.random() < 0.2:
            bent.append(Line(None, 0, "", rnd.choice(("", "Catatan: lihat lampiran"))))
        bent.append(row)
    worksheet, cells = read(bent)
    assert counted(worksheet) == {row.code: cells[row.code] for row in bent if row.is_answered and row.code}
    assert {f.name for f in findings_of(worksheet)} <= {"number-as-text"}


def test_answers_below_the_grand_total_are_reported(rows: list[Line]) -> None:
    """What stands under the last total is read by nobody; that must be seen."""
    left = Line(None, 3, "z.", "Pertanyaan tambahan", None, "abc", "A")
    worksheet, _ = read([*rows, left])
    assert "row-not-placed" in {f.name for f in worksheet.findings}
