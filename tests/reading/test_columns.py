"""Which column is whose, and which one is read where an assessor has several: never a guess."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import run, worksheets
from workbooks import JAWABAN, LKE_ZI, Form, Line, answered, book, content, lines

from zi_score import check, evaluate
from zi_score.model.findings import Finding, Unreadable
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_workbook

NEW, OLD = answered(lines(), seed=3), answered(lines(), seed=4)
UNIT, TPI = "Jawaban Unit", "Jawaban TPI"
Columns = dict[str, list[Line]]


def several(columns: Columns, header: tuple[str | None, ...] = JAWABAN, title: str = "", name: str = "K") -> bytes:
    """Return a workbook with columns of answers by their headers, which stand in place of the one of the form."""
    at = header.index(UNIT) if UNIT in header else header.index("Jawaban")
    form = Form((*header[:at], *columns, *header[at + 1 :]), title=((title,),) if title else (), name=name)
    workbook, _cells = book([replace(row, answer=None) for row in NEW], form)
    sheet = workbook[name]
    first = len(form.title) + 2
    for number, rows in enumerate(columns.values(), start=at + 1):
        for row, line in enumerate(rows, start=first):
            if line.answer is not None:
                sheet.cell(row, number).value = line.answer  # type: ignore[assignment]  # what a cell takes
    return content(workbook)


def total(source: bytes, **which: object) -> Fraction:
    """Return the total by the unit's answers."""
    found = evaluate(source, **which).assessments  # type: ignore[arg-type]  # sheet, column, year or path
    return next(each.total.score for each in found if each.assessor is Assessor.UNIT)


def refused(source: bytes, **which: object) -> Finding:
    """Return why a workbook is refused."""
    with pytest.raises(Unreadable) as caught:
        evaluate(source, **which)  # type: ignore[arg-type]  # as above
    return caught.value.finding


BLANK: list[Line] = [replace(row, answer=None) for row in NEW]
RIGHT, WRONG = (total(content(book(rows)[0])) for rows in (NEW, OLD))
PAIRS = [
    ("Jawaban Unit 2025", "Jawaban Unit 2026"),
    ("Jawaban 2025", "Jawaban 2026"),
    ("Jawaban Unit\nTahun 2025", "Jawaban Unit\nTahun 2026"),
    ("Jawaban Satker TA 2025", "Jawaban Satker TA 2026"),
    ("Jawaban Unit", "Jawaban Unit 2026"),
]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("header", [JAWABAN, LKE_ZI], ids=["jawaban", "lke-zi"])
@pytest.mark.parametrize("is_older_left", [True, False])
def test_two_columns_are_not_guessed(pair: tuple[str, str], header: tuple[str, ...], *, is_older_left: bool) -> None:
    """Both are named; year, letter or header decide, and the year of the workbook does."""
    older, newer = pair
    columns = {older: OLD, newer: NEW} if is_older_left else {newer: NEW, older: OLD}
    source = several(columns, header)
    told = refused(source)
    assert told.name == "several-answer-columns"
    letters = "KL"
    texts = [" ".join(text.split()) for text in columns]
    assert told.details["columns"] == f'"{texts[0]}" (K), "{texts[1]}" (L)'
    new = letters[list(columns).index(newer)]
    for which in ({"column": new}, {"column": new.lower()}, {"column": newer.upper()}, {"year": 2026}):
        assert total(source, **which) == RIGHT
    assert total(several(columns, header, "LKE ZI TAHUN 2026")) == RIGHT
    assert total(source, path="LKE Balai 2026.xlsx") == RIGHT
    assert total(source, path="LKE Balai 2026.xlsx", column=letters[1 - letters.index(new)]) == WRONG
    (notice,) = (each for each in evaluate(source, year=2026).findings if each.name == "answer-column-chosen")
    assert (notice.severity, notice.cell) == ("notice", f"K!{new}1")
    assert newer.split()[-1] in notice.message


@pytest.mark.parametrize(
    "pair",
    [
        (UNIT, UNIT),
        ("Jawaban Unit TW I", "Jawaban Unit TW II"),
        ("Jawaban Unit (awal)", "Jawaban Unit (akhir)"),
        ("Target Jawaban", UNIT),
    ],
)
def test_what_has_no_year_is_refused_whatever_the_year(pair: tuple[str, str]) -> None:
    """Rounds, drafts, targets: only a name decides."""
    if pair[0] == pair[1]:
        source = several({pair[0]: NEW})
        workbook, _cells = book(NEW, Form((*JAWABAN, UNIT)))
        for row in range(2, 100):
            workbook["Jawaban"].cell(row, len(JAWABAN) + 1).value = "A"
        source = content(workbook)
    else:
        source = several({pair[0]: OLD, pair[1]: NEW})
    assert refused(source, year=2026).name == "several-answer-columns"
    assert refused(source, path="LKE 2026.xlsx").name == "several-answer-columns"
    assert total(source, column="L" if pair[0] != pair[1] else "K") == RIGHT


def test_the_columns_of_every_assessor_go_by_the_year() -> None:
    """Unit and TPI of two years side by side; the older TPI is no second level."""
    columns = {"Jawaban Unit 2025": OLD, "Jawaban TPI 2025": OLD, "Jawaban Unit 2026": NEW, "Jawaban TPI 2026": OLD}
    header = JAWABAN[: JAWABAN.index(TPI)]
    source = several(columns, header)
    assert refused(source).name == "several-answer-columns"
    found = {each.assessor: each.total.score for each in evaluate(source, year=2026).assessments}
    assert found == {Assessor.UNIT: RIGHT, Assessor.TPI: WRONG}


def test_years_below_a_common_header() -> None:
    """``Jawaban Unit`` over ``2025`` and ``2026``."""
    workbook, _cells = book(OLD, Form((*JAWABAN[:11], None, *JAWABAN[11:])))
    sheet = workbook["Jawaban"]
    for row, line in enumerate(NEW, start=2):
        if line.answer is not None:
            sheet.cell(row, 12).value = line.answer  # type: ignore[assignment]  # as above
    sheet.insert_rows(2)
    sheet["K2"], sheet["L2"], sheet["P2"] = 2025, "2026", "2026"
    source = content(workbook)
    assert refused(source).name == "several-answer-columns"
    assert total(source, year=2026) == total(source, column="L") == RIGHT


def test_a_blank_column_gives_way() -> None:
    """Only one is filled in: it is read, and the other one named."""
    for columns in (
        {UNIT: NEW, "Jawaban Unit (revisi)": BLANK},
        {"Jawaban Unit 2025": BLANK, "Jawaban Unit 2026": NEW},
    ):
        source = several(columns)
        assert total(source) == RIGHT
        assert "column-not-read" in {each.name for each in evaluate(source).findings}


def test_two_levels_of_a_tpi_are_no_double() -> None:
    """The ministry's inspectors judge after the unit's."""
    source = several({UNIT: NEW, TPI: OLD, "Jawaban TPI Itjen": NEW}, JAWABAN[: JAWABAN.index(TPI)])
    assert [each.assessor for each in evaluate(source).assessments] == [Assessor.TPI_2, Assessor.TPI, Assessor.UNIT]


def test_notes_belong_to_the_column_that_is_read() -> None:
    """A note beside last year's answer is none of this year's; one behind both columns is."""
    code = "A.I.1.i.a"
    for headers, read in (
        (("Jawaban Unit 2025", "Catatan 2025", "Jawaban Unit 2026", "Catatan 2026"), ["N"]),
        (("Jawaban Unit 2025", "Catatan", "Jawaban Unit 2026", "Catatan"), ["N"]),
        (("Jawaban Unit 2026", "Jawaban Unit 2025", "Catatan", "Bukti"), ["M"]),
        (("Jawaban Unit 2025", "Jawaban Unit 2026", "Catatan", "Bukti"), ["M"]),
    ):
        workbook, cells = book(BLANK, Form((*JAWABAN[:10], *headers)))
        sheet = workbook["Jawaban"]
        row = int(cells[code][1:]) if code in cells else 0
        for column, text in enumerate(headers, start=11):
            for number, line in enumerate(NEW, start=2):
                if line.answer is not None and text.startswith("Jawaban"):
                    sheet.cell(number, column).value = line.answer  # type: ignore[assignment]  # as above
            if not text.startswith("Jawaban"):
                sheet.cell(row, column).value = "teks"
        answer = read_workbook(content(workbook), year=2026).sheets[0].answers[code]
        assert [remark.place.cell.rstrip("0123456789") for remark in answer.notes] == read, headers


def test_a_column_may_be_named_whatever_its_header_says() -> None:
    """The way out where a header is not understood."""
    source = several({"Kondisi": NEW})
    assert total(source, column="Kondisi") == total(source, column="K") == RIGHT


def test_a_column_that_there_is_not() -> None:
    """Named, with those that there are."""
    told = refused(several({UNIT: NEW}), column="Jawaban Unit 2026")
    assert (told.name, told.details["columns"]) == ("column-not-found", '"Jawaban Unit" (K), "Jawaban TPI" (N)')


@pytest.mark.parametrize(
    "command",
    ["evaluate", "check", "batch", "compare", "report", "improve", "whatif", "annotate", "export workbook"],
)
def test_every_command_that_names_a_sheet_names_a_column(command: str) -> None:
    """``--column`` and ``--year`` stand beside ``--sheet``."""
    text = run(*command.split(), "--help", language="en").stdout.decode()
    assert [option in text for option in ("--sheet", "--column", "--year")] == [True] * 3


def test_the_check_says_so_too() -> None:
    """Nothing beyond the choice is said of a sound workbook."""
    source = several({"Jawaban Unit 2025": OLD, "Jawaban Unit 2026": NEW})
    alone = several({UNIT: NEW})
    names = {each.name for each in check(source, year=2026).findings}
    assert names - {each.name for each in check(alone).findings} == {"answer-column-chosen"}


# Columns that are not read ------------------------------------------------------------------------

UNREAD = "column-of-answers-not-read"
HEADERS = ("Kondisi", "Capaian", "Hasil", "Skor Unit", "Eviden", "Ket.", "Penilaian", None)


def moved(header: str | None, *, keeps: bool) -> bytes:
    """Return a workbook with the answers under another header, the column of the form blank, or filled in too."""
    workbook, _cells = book(NEW if keeps else BLANK, Form((*JAWABAN, header)))
    for row, line in enumerate(NEW, start=2):
        if line.answer is not None:
            workbook["Jawaban"].cell(row, len(JAWABAN) + 1).value = line.answer  # type: ignore[assignment]  # as above
    return content(workbook)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("keeps", [True, False])
def test_a_filled_column_that_is_not_read_is_told(header: str | None, *, keeps: bool) -> None:
    """An error and no advice to answer where those that are read hold nothing, else a warning; the way out is right."""
    source = moved(header, keeps=keeps)
    findings = evaluate(source).findings
    (found,) = (each for each in findings if each.name == UNREAD)
    assert keeps or "questions-unanswered" not in {each.name for each in findings}
    assert found.severity == ("warning" if keeps else "error")
    assert found.cell == "Jawaban!R1"
    assert total(source, column="R") == RIGHT


@pytest.mark.parametrize("column", ["L", "M", "O", "P", "Q"])
def test_answers_under_the_header_of_something_else(column: str) -> None:
    """The whole column slipped into that of notes, evidence or scores."""
    workbook, cells = book(BLANK)
    for cell, line in zip((f"{column}{row}" for row in range(2, 400)), NEW, strict=False):
        if line.answer is not None:
            workbook["Jawaban"][cell] = line.answer
    (found,) = (each for each in evaluate(content(workbook)).findings if each.name == UNREAD)
    assert (found.severity, found.cell) == ("error", f"Jawaban!{column}1")
    assert cells


@pytest.mark.parametrize(
    "mandiri",
    ["Penilaian Mandiri", "PENILAIAN MANDIRI (PMPZI)", "Hasil Penilaian Mandiri", "Self Assessment", "Isian Satker"],
)
def test_an_assessment_of_ones_own_is_the_units(mandiri: str) -> None:
    """The words of other agencies for the unit's answers."""
    assert total(several({mandiri: NEW})) == RIGHT
    assert [each.assessor for each in evaluate(several({mandiri: NEW})).assessments] == [Assessor.UNIT]


@pytest.mark.parametrize(
    ("header", "assessor"),
    [
        ("Penilaian Inspektorat", Assessor.TPI),
        ("Jawaban APIP", Assessor.TPI),
        ("Hasil Reviu APIP", Assessor.TPI),
        ("Jawaban Evaluator", Assessor.TPI),
        ("Jawaban SPI", Assessor.TPI),
        ("Jawaban Inspektur", Assessor.TPI),
        ("Penilaian Bawas", Assessor.TPI),
        ("Jawaban Auditor", Assessor.TPI),
        ("Jawaban KemenPAN-RB", Assessor.TPN),
        ("Jawaban Kemenpan", Assessor.TPN),
    ],
)
def test_agencies_have_their_own_words_for_assessors(header: str, assessor: Assessor) -> None:
    """They are read as the assessor whom they mean."""
    source = several({UNIT: NEW, header: OLD}, JAWABAN[: JAWABAN.index(TPI)])
    found = {each.assessor: each.total.score for each in evaluate(source).assessments}
    assert found == {Assessor.UNIT: RIGHT, assessor: WRONG}


@pytest.mark.parametrize("word", ["Irjen", "Itda", "Irwil III", "Irban", "Ittama", "Itwasum", "Jamwas", "Bawasda"])
def test_inspectors_go_by_many_names(word: str) -> None:
    """Ministries, the police, prosecutors and local governments each have their own."""
    source = several({UNIT: NEW, f"Jawaban {word}": OLD}, JAWABAN[: JAWABAN.index(TPI)])
    (other,) = (each for each in evaluate(source).assessments if each.assessor is not Assessor.UNIT)
    assert other.assessor in (Assessor.TPI, Assessor.TPI_2)
    assert other.total.score == WRONG


@pytest.mark.parametrize("header", ["Unit", "UNIT KERJA", "Satker", "Penilaian Unit", "Self Assesment", "Jawab"])
def test_the_units_answers_under_a_short_name(header: str) -> None:
    """They are read, beside a TPI's as well."""
    assert total(several({header: NEW})) == RIGHT


@pytest.mark.parametrize("header", ["Unit", "Satker", "Unit Kerja"])
@pytest.mark.parametrize("holds", ["Tata Usaha", "B"])
def test_who_is_in_charge_is_no_answer(header: str, holds: str) -> None:
    """Beside the unit's answers a column named after a unit is none of them; one that looks like answers is told."""
    workbook, _cells = book(NEW, Form((*JAWABAN, header, "Penanggung jawab")))
    for row in range(2, 160):
        for column in (1, 2):
            workbook["Jawaban"].cell(row, len(JAWABAN) + column).value = holds
    assert total(content(workbook)) == RIGHT


@pytest.mark.parametrize("header", ["Kondisi", "Nilai Opsi", ""])
@pytest.mark.parametrize("form", [LKE_ZI, JAWABAN], ids=["lke-zi", "jawaban"])
def test_a_form_whose_answers_nothing_heads_says_which_column_holds_them(
    form: tuple[str | None, ...], header: str
) -> None:
    """It is refused with the column that looks like answers, and read when that one is named; a blank one has none."""
    alone = tuple(None if text == TPI else text for text in form)
    filled = several({header: NEW}, alone)
    told = refused(filled)
    assert (told.name, told.details.get("column"), told.details.get("header")) == ("lke-not-found", "K", header or "-")
    assert "--column K" in told.tip
    assert total(filled, column="K") == RIGHT
    assert "column" not in refused(several({header: BLANK}, alone)).details


GROUPS = [
    ("Unit", "TPI"),
    ("Penilaian Unit", "Penilaian TPI"),
    ("Self Assessment", "Evaluasi TPI"),
    ("Satker", "Itjen"),
]


@pytest.mark.parametrize("groups", GROUPS)
def test_assessors_over_their_columns(groups: tuple[str, str]) -> None:
    """A header of two rows may name the assessors first; notes and evidence go with the answers above them."""
    form = JAWABAN[: JAWABAN.index(UNIT)]
    below = ("Jawaban", "Catatan", "Data Dukung")
    header = (*form, groups[0], None, None, groups[1], None, None)
    workbook, _cells = book([replace(row, answer=None) for row in NEW], Form(header))
    sheet = workbook["Jawaban"]
    sheet.insert_rows(2)
    for column, text in enumerate(below * 2, start=len(form) + 1):
        sheet.cell(2, column).value = text
    for row, (line, tpi) in enumerate(zip(NEW, OLD, strict=True), start=3):
        if line.answer is not None:
            for column, value in enumerate(
                (line.answer, "catatan", "bukti", tpi.answer, "ulasan", None), len(form) + 1
            ):
                sheet.cell(row, column).value = value  # type: ignore[assignment]  # what a cell takes
    worksheet = read_workbook(content(workbook))
    assert not [each for each in worksheet.findings if each.severity == "error"]
    scores = [each.total.score for each in evaluate(content(workbook)).assessments]
    assert sorted(scores) == sorted([RIGHT, WRONG])
    other, unit = (sheet.answers["A.I.1.i.a"] for sheet in worksheet.sheets)
    assert [each.text for each in (*unit.notes, *unit.evidence)] == ["catatan", "bukti"]
    assert [each.text for each in (*other.notes, *other.evidence)] == ["ulasan"]


COMMON = [
    ("Hasil Penilaian", "Unit", "TPI"),
    ("Penilaian", "Unit Kerja", "TPI"),
    ("Hasil Evaluasi", "Satker", "Itjen"),
    ("Tahun 2026", "Jawaban Unit", "Jawaban TPI"),
]


@pytest.mark.parametrize("texts", COMMON)
def test_answers_named_in_the_lower_row_alone(texts: tuple[str, str, str]) -> None:
    """What stands above them says nothing of answers, and the form's own headers stand in the upper row."""
    header = (*JAWABAN[: JAWABAN.index(UNIT)], texts[0], None, None)
    workbook, _cells = book([replace(row, answer=None) for row in NEW], Form(header))
    sheet = workbook["Jawaban"]
    sheet.insert_rows(2)
    at = JAWABAN.index(UNIT) + 1
    for column, text in enumerate((*texts[1:], "Keterangan"), start=at):
        sheet.cell(2, column).value = text
    for row, (line, tpi) in enumerate(zip(NEW, OLD, strict=True), start=3):
        if line.answer is not None:
            sheet.cell(row, at).value, sheet.cell(row, at + 1).value = line.answer, tpi.answer  # type: ignore[assignment]  # as above
            sheet.cell(row, at + 2).value = "ulasan"
    found = {each.assessor: each.total.score for each in evaluate(content(workbook)).assessments}
    assert found == {Assessor.UNIT: RIGHT, Assessor.TPI: WRONG}
    sheet.insert_rows(2)
    sheet.cell(2, at).value = "Tahun 2026"
    found = {each.assessor: each.total.score for each in evaluate(content(workbook)).assessments}
    assert found == {Assessor.UNIT: RIGHT, Assessor.TPI: WRONG}


@pytest.mark.parametrize("years", ["2025/2026", "2025-2026", "2025 s.d. 2026", "2025 dan 2026"])
def test_two_years_name_none(years: str) -> None:
    """A workbook of two years does not say which of two columns counts, neither in its title nor in its identity."""
    columns = {"Jawaban Unit 2025": OLD, "Jawaban Unit 2026": NEW}
    for title in (f"LKE ZI TAHUN {years}", f"Tahun: {years}"):
        assert refused(several(columns, title=title)).name == "several-answer-columns"


@pytest.mark.parametrize("title", ["LKE ZI TAHUN ANGGARAN 2026", "LKE ZI TA 2026", "LKE T.A. 2026", "Tahun : 2026"])
def test_a_year_in_the_words_of_titles(title: str) -> None:
    """The column of this year is taken; a regulation named beside it does not count."""
    columns = {"Jawaban Unit 2025": OLD, "Jawaban Unit 2026": NEW}
    assert total(several(columns, title=title)) == RIGHT
    assert total(several(columns, title=f"{title} (PermenPANRB 90/2021)")) == RIGHT


def test_a_newer_column_of_formulas_is_no_blank_one() -> None:
    """Answers that no program has calculated do not leave the field to those of last year."""
    workbook, cells = book([replace(row, answer=None) for row in NEW], Form((*JAWABAN[:10], *PAIRS[0], *JAWABAN[11:])))
    sheet = workbook["Jawaban"]
    for row, line in enumerate(OLD, start=2):
        if line.answer is not None:
            sheet.cell(row, 11).value = line.answer  # type: ignore[assignment]  # what a cell takes
            sheet.cell(row, 12).value = f"=Isian!B{row}"
    workbook.create_sheet("Isian")["B1"] = len(cells)
    assert refused(content(workbook)).name == "several-answer-columns"


def test_the_year_in_question_is_blank() -> None:
    """The other year's answers are an error that names their column, not a score of 0 without a word."""
    source = several({"Jawaban Unit 2025": BLANK, "Jawaban Unit 2026": NEW}, title="LKE ZI TAHUN 2025")
    (found,) = (each for each in evaluate(source).findings if each.name == UNREAD)
    assert (found.severity, found.cell) == ("error", "K!L2")


@pytest.mark.parametrize("title", ["Penilaian Mandiri", "Penilaian Mandiri Zona Integritas"])
def test_the_outline_may_be_called_an_assessment(title: str) -> None:
    """What stands left of weights and choices is the form."""
    header = tuple(title if text == "Penilaian" else text for text in JAWABAN)
    workbook, _cells = book(NEW)
    workbook["Jawaban"].cell(1, header.index(title) + 1).value = title
    assert total(content(workbook)) == RIGHT


def test_sound_columns_are_not_accused() -> None:
    """Notes, ticks, plans and figures beside answers are no answers."""
    workbook, _cells = book(NEW, Form((*JAWABAN, "Ada eviden?", "No.", "Selesai", "Target 2027", "PIC")))
    sheet = workbook["Jawaban"]
    for row, line in enumerate(NEW, start=2):
        if line.answer is not None:
            beside = ("Ya", row, row % 2 == 0, 1.0, "B. Santoso" if row % 2 else "Tim 2")
            for column, value in enumerate(beside, start=len(JAWABAN) + 1):
                sheet.cell(row, column).value = value
    assert UNREAD not in {each.name for each in evaluate(content(workbook)).findings}


@pytest.mark.parametrize("path", worksheets(), ids=lambda path: path.stem)
def test_no_worksheet_of_the_project_is_accused(path: Path) -> None:
    """Whatever they are meant to show, all of their answers are read."""
    assert UNREAD not in {each.name for each in evaluate(path).findings}


@pytest.mark.parametrize("end", [0.0, 99.0])
def test_what_binary_numbers_leave_of_a_weight_is_none(end: float) -> None:
    """A weight may be a formula: =0.1+0.2 is saved as 0.30000000000000004, and shown as 0.3."""
    rows = [
        replace(row, weight=math.nextafter(row.weight, end)) if isinstance(row.weight, int | float) else row
        for row in NEW
    ]
    assert sum(row.weight != other.weight for row, other in zip(rows, NEW, strict=True)) > 60
    assert [each.name for each in read_workbook(content(book(rows)[0])).findings] == []


def test_a_weight_above_a_header_of_two_rows_has_its_header() -> None:
    """Only the answers have a second row: nothing is merged, and no column is missing."""
    workbook, _cells = book(NEW, Form((*JAWABAN[:10], "Jawaban", "Catatan", "Bukti")))
    sheet = workbook["Jawaban"]
    sheet.insert_rows(2)
    sheet["K1"], sheet["L1"], sheet["M1"] = "Penilaian Mandiri", None, None
    sheet["K2"], sheet["L2"], sheet["M2"] = "Jawaban", "Catatan", "Bukti Dukung"
    source = content(workbook)
    assert total(source) == RIGHT
    assert "column-missing" not in {each.name for each in check(source).findings}
