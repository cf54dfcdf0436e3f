"""Workbooks as people and programs write them: read alike, with one notice for all cells of a kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import JAWABAN, LKE_ZI, Form, answered, book, content, lines

from zi_score import check, evaluate
from zi_score.model.findings import Finding, Severity
from zi_score.model.worksheet import Assessor
from zi_score.model.written import points

ROWS = answered(lines(), seed=3)
SOUND = evaluate(content(book(ROWS)[0]))
HEADERS = {"jawaban": JAWABAN, "lke-zi": LKE_ZI}
SCALES = {row.code: row.scale for row in ROWS if row.code}
Edit = Callable[[Worksheet, dict[str, str]], None]


def edited(edit: Edit, header: tuple[str | None, ...] = JAWABAN) -> bytes:
    """Return a sound workbook after an edit of its sheet, which gets the cells of the answers by code."""
    workbook, cells = book(ROWS, Form(header))
    edit(workbook["Jawaban"], cells)
    return content(workbook)


def told(source: bytes) -> dict[str, Finding]:
    """Return the findings that a sound workbook does not have, by name; each is told once."""
    usual = {(each.name, each.code) for each in SOUND.findings}
    found = [each for each in evaluate(source).findings if (each.name, each.code) not in usual]
    assert len({each.name for each in found}) == len(found)
    return {each.name: each for each in found}


def total(source: bytes) -> Fraction:
    """Return the total."""
    return evaluate(source).assessments[0].total.score


# Rows for the reader on paper ---------------------------------------------------------------------


def number_columns(form: str, start: int = 1) -> Edit:
    """Return an edit that adds a row of column numbers under the header."""

    def edit(sheet: Worksheet, _cells: dict[str, str]) -> None:
        sheet.insert_rows(2)
        columns = [cell.column for cell in sheet[1] if cell.value]
        for number, column in enumerate(columns, start=start):
            letter = chr(ord("a") + number - 1)
            sheet.cell(2, column).value = form.format(number=number, letter=letter, product=f"{number}=2x3")

    return edit


@pytest.mark.parametrize(
    "form",
    [
        "({number})",
        "{number}",
        "[{number}]",
        "{number}.",
        "Kol. {number}",
        "({letter})",
        "{letter}",
        "-{number}-",
        "Kolom ke-{number}",
    ],
)
@pytest.mark.parametrize("header", HEADERS)
def test_a_row_of_column_numbers_is_none_of_the_form(form: str, header: str) -> None:
    """Under the header of any official table."""
    source = edited(number_columns(form), HEADERS[header])
    assert told(source) == {}
    assert total(source) == SOUND.assessments[0].total.score


def test_column_numbers_as_numbers_with_a_formula_between() -> None:
    """``5``, and ``7=5x6``."""

    def edit(sheet: Worksheet, _cells: dict[str, str]) -> None:
        sheet.insert_rows(2)
        columns = [cell.column for cell in sheet[1] if cell.value]
        for number, column in enumerate(columns, start=1):
            sheet.cell(2, column).value = number if number != 7 else "7=5x6"
        sheet.cell(2, 1).value = 2  # the number of the row

    assert told(edited(edit)) == {}


@pytest.mark.parametrize("hint", ["(Ya/Tidak/A/B/C)", "diisi oleh unit kerja", "pilih salah satu", "2026"])
def test_what_the_header_says_of_the_answers_below_is_none(hint: str) -> None:
    """A second line of the header; what may be an answer there is told, also of a form that was seen before."""

    def under(text: str) -> Edit:
        def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
            sheet.insert_rows(2)
            sheet[f"{cells['A.I.1.i.a'][0]}2"] = text

        return edit

    assert told(edited(under(hint))) == {}
    for answer in ("A", "iya", "Ya. Ada tim", "7 orang", "85%"):
        assert told(edited(under(answer))).keys() == {"row-not-placed"}


@pytest.mark.parametrize("beside", ["60", "Ya/Tidak"])
def test_a_row_that_only_its_answer_tells_is_looked_at_in_every_copy_of_a_form(beside: str) -> None:
    """Whatever stands where a weight or choices do: forms of one wording are kept, and this is no wording."""

    def under(answer: str) -> Edit:
        def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
            sheet.insert_rows(2)
            column = JAWABAN.index("Bobot" if beside.isdecimal() else "Pilihan Jawaban") + 1
            sheet.cell(2, column).value = float(beside) if beside.isdecimal() else beside
            sheet[f"{cells['A.I.1.i.a'][0]}2"] = answer

        return edit

    first, second = (set(told(edited(under(answer)))) for answer in ("", "B"))
    assert second - first == {"row-not-placed"} or "row-not-placed" in first
    assert set(told(edited(under("")))) == first


@pytest.mark.parametrize("header", HEADERS)
def test_headers_repeated_on_every_page(header: str) -> None:
    """With the numbers of the columns, too."""

    def edit(sheet: Worksheet, _cells: dict[str, str]) -> None:
        texts = {cell.column: cell.value for cell in sheet[1] if cell.value}
        for row in (180, 120, 60, 30):
            sheet.insert_rows(row, amount=2)
            for number, (column, text) in enumerate(texts.items(), start=1):
                sheet.cell(row, column).value, sheet.cell(row + 1, column).value = text, f"({number})"

    source = edited(edit, HEADERS[header])
    assert told(source) == {}
    assert total(source) == SOUND.assessments[0].total.score


def test_numbers_alone_do_not_fill_a_column() -> None:
    """A second column of the unit that holds nothing but its number is blank."""

    def edit(sheet: Worksheet, _cells: dict[str, str]) -> None:
        number_columns("({number})")(sheet, {})
        sheet["R1"], sheet["R2"] = "Jawaban Unit (revisi)", "(13)"

    assert set(told(edited(edit))) == {"column-not-read"}


# One column for the whole outline -----------------------------------------------------------------


@pytest.mark.parametrize("join", ["{marker} {text}", "{marker}. {text}", "{marker}) {text}", "{marker}.{text}"])
@pytest.mark.parametrize("has_choices", [True, False])
def test_marker_and_text_in_one_cell(join: str, *, has_choices: bool) -> None:
    """As in a table copied from a web page."""

    def edit(sheet: Worksheet, _cells: dict[str, str]) -> None:
        for row in range(2, sheet.max_row + 1):
            texts = [str(cell.value) for cell in sheet[row][1:7] if cell.value is not None]
            for cell in sheet[row][1:7]:
                cell.value = None
            if texts:
                marker, _blank, text = " ".join(texts).partition(" ")
                is_marked = len(texts) > 1
                sheet.cell(row, 2).value = (
                    join.format(marker=marker.rstrip("."), text=text)
                    if is_marked and marker != "-"
                    else " ".join(texts)
                )
        sheet.delete_cols(3, 5)
        if not has_choices:
            sheet.delete_cols(5)

    source = edited(edit)
    found = evaluate(source)
    assert found.assessments[0].total.score == SOUND.assessments[0].total.score
    assert found.assessments[0].answered == SOUND.assessments[0].answered
    assert {each.name for each in found.findings if each.severity is Severity.ERROR} == set()


# Answers ------------------------------------------------------------------------------------------


def test_choices_written_out_are_told_once() -> None:
    """The letter of every question, with one notice."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for code, cell in cells.items():
            if SCALES[code] in ("abc", "abcd", "abcde"):
                sheet[cell] = f"{sheet[cell].value}. Jika sesuai dengan kriteria"

    source = edited(edit)
    (found,) = told(source).values()
    letters = sum(scale in ("abc", "abcd", "abcde") for scale in SCALES.values())
    assert (found.name, found.severity, len(found.cells)) == ("option-written-out", Severity.NOTICE, letters)
    assert total(source) == SOUND.assessments[0].total.score


@pytest.mark.parametrize(("yes", "no"), [(True, False), ("TRUE", "FALSE"), ("BENAR", "SALAH")])
def test_checkboxes_are_told_once(yes: object, no: object) -> None:
    """TRUE is Ya, FALSE Tidak; a notice, for a box may be one that nobody has looked at."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for code, cell in cells.items():
            if SCALES[code] == "ya_tidak":
                sheet[cell] = yes if sheet[cell].value == "Ya" else no  # type: ignore[assignment]  # what a cell takes

    source = edited(edit)
    (found,) = told(source).values()
    assert (found.name, found.severity) == ("checkbox-as-answer", Severity.NOTICE)
    assert len(found.cells) == sum(scale == "ya_tidak" for scale in SCALES.values())
    assert total(source) == SOUND.assessments[0].total.score


def test_boxes_none_of_which_is_ticked_are_a_warning() -> None:
    """They are rather boxes that nobody has touched."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for code, cell in cells.items():
            if SCALES[code] == "ya_tidak":
                sheet[cell] = False

    found = told(edited(edit))["checkbox-as-answer"]
    assert found.severity is Severity.WARNING
    assert found.details["ticked"] == "0"


def test_nihil_is_zero_and_says_what_it_is_worth() -> None:
    """One notice for all counts, with the points of their questions."""
    complaints, violations = "A.II.5.ii.a", "A.II.3.iii.a"
    keys = [code for code in SCALES if code.startswith(f"{complaints}.")]
    keys += [f"{violations}.pelanggaran_tahun_ini"]

    def edit(word: object) -> Edit:
        def put(sheet: Worksheet, cells: dict[str, str]) -> None:
            for key in keys:
                sheet[cells[key]] = word  # type: ignore[assignment]  # as above

        return put

    zero, nihil = evaluate(edited(edit(0))), evaluate(edited(edit("Nihil")))
    assert nihil.assessments[0].total == zero.assessments[0].total
    found = told(edited(edit("Nihil")))["none-as-zero"]
    assert (found.severity, len(found.cells)) == (Severity.NOTICE, len(keys))
    node = nihil.assessments[0].nodes[complaints]
    assert f"{complaints} {points(node.score)} / 3,00" in found.message
    assert violations in found.message
    assert "number-as-text" not in told(edited(edit("Nihil")))


@pytest.mark.parametrize("format_", ["d-mmm", "dd/mm/yyyy"])
def test_a_survey_that_became_a_date(format_: str) -> None:
    """The finding says so, and what to type."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        sheet[cells["B.I.a"]] = date(2026, 6, 3)
        sheet[cells["B.I.a"]].number_format = format_

    source = edited(edit)
    found = told(source)["answer-is-a-date"]
    assert (found.severity, found.code) == (Severity.ERROR, "B.I.a")
    assert "3,6" in found.tip


# Beside answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", [False, True, "FALSE", "TRUE", 0])
def test_a_checkbox_is_no_note_and_no_evidence(tick: object) -> None:
    """Nor is a 0: a claim beside it stands alone, and a change without a note is one."""
    lowered = next(code for code, scale in SCALES.items() if scale == "ya_tidak")

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for code, cell in cells.items():
            row = sheet[cell].row
            sheet.cell(row, 14).value = sheet[cell].value
            sheet.cell(row, 13).value = sheet.cell(row, 17).value = tick  # type: ignore[assignment]  # as above
            if code == lowered:
                sheet[cell], sheet.cell(row, 14).value = "Ya", "Tidak"

    source = edited(edit)
    found = check(source).findings
    assert [each.code for each in found if each.name == "change-without-note"] == [lowered]
    sheets = evaluate(source).assessments
    assert [each.assessor for each in sheets] == [Assessor.TPI, Assessor.UNIT]
    assert not any(each.name.startswith("evidence-") for each in found)
    assert lowered in {each.code for each in found if each.name == "claim-without-evidence"}


@pytest.mark.parametrize("text", ["Tidak ada", "tdk ada", "Tidak ada bukti", "Tidak tersedia", "tidak ada data dukung"])
def test_no_evidence_is_a_placeholder(text: str) -> None:
    """As "belum ada" is."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for cell in cells.values():
            sheet.cell(sheet[cell].row, 13).value = text

    names = {each.name for each in check(edited(edit)).findings}
    assert "evidence-placeholder" in names
    assert "evidence-without-link" not in names


def test_a_statement_that_there_was_nothing_is_a_document() -> None:
    """That there were no complaints says something of the matter."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        for cell in cells.values():
            sheet.cell(sheet[cell].row, 13).value = "Tidak ada pengaduan di tahun 2026"

    assert "evidence-placeholder" not in {each.name for each in check(edited(edit)).findings}


@pytest.mark.parametrize("typed", [85, "enam", "6 dari 7", date(2026, 8, 5)])
def test_a_percentage_that_is_not_understood_beside_its_counts(typed: object) -> None:
    """The counts are used, and the finding says so: nothing counts as unanswered."""

    def edit(sheet: Worksheet, cells: dict[str, str]) -> None:
        sheet[cells["A.II.4.i.a"]] = typed  # type: ignore[assignment]  # what a cell takes

    source = edited(edit)
    assert total(source) == SOUND.assessments[0].total.score
    assert [(name, each.code) for name, each in told(source).items()] == [("percent-differs-from-counts", "A.II.4.i.a")]
