"""The reader on forms that nobody has seen: bent in every way, no answer may count for a wrong question.

Every form is written with three wordings: the ruleset's own labels, and texts that share no word
with them, because real forms word their questions otherwise; the ministry's own form where it is
at hand.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from formats import changed, office
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from workbooks import (
    JAWABAN,
    LKE_ZI,
    RULESET,
    Form,
    Line,
    answered,
    book,
    content,
    counted,
    fill,
    findings_of,
    foreign,
    grid_of,
    lines,
    own,
    read,
)

from zi_score.model.worksheet import Worksheet

MINISTRY = Path(__file__).parents[3] / "shared" / "worksheets" / "portalrb-jawaban-blank.xlsx"
WORDINGS = {"own": own, "foreign": foreign}
CHOICES = ("ya_tidak", "abc", "abcd", "abcde")
WEALTH = ("A.II.5.iii.a", "A.II.5.iii.b")

Lines = list[Line]


@pytest.fixture(params=WORDINGS)
def form(request: pytest.FixtureRequest) -> Lines:
    """Return the form's rows, answered at random."""
    return answered(lines(WORDINGS[request.param]), seed=7)


def is_question(row: Line) -> bool:
    """Tell whether a row is a question of the regulation."""
    return row.code in RULESET.questions


def written(rows: Lines, form: Form | None = None, *, is_bare: bool = False) -> tuple[Worksheet, dict[str, set[str]]]:
    """Write and read a form; return the worksheet and the answer cells of each code."""
    form = form or Form()
    grid, _ = grid_of(rows, form)
    column = form.column("Jawaban")
    cells: dict[str, set[str]] = {}
    for number, row in enumerate(rows, start=len(form.title) + 2):
        if row.is_answered and row.code and column:
            cells.setdefault(row.code, set()).add(f"{get_column_letter(column)}{number}")
    return read(office({form.name: grid}, is_bare=is_bare)), cells


def assert_sound(rows: Lines, form: Form | None = None, *, is_bare: bool = False) -> Worksheet:
    """Every answer counts for its question, and reading finds nothing to say."""
    worksheet, cells = written(rows, form, is_bare=is_bare)
    assert {code: {cell} for code, cell in counted(worksheet).items()} == cells
    assert not [(f.name, f.code, f.cell) for f in findings_of(worksheet)]
    return worksheet


def assert_nothing_wrong(rows: Lines) -> Worksheet:
    """No answer counts for another question; one that does not count is a finding at its cell."""
    worksheet, cells = written(rows)
    found = counted(worksheet)
    assert {code: cell for code, cell in found.items() if cell not in cells.get(code, ())} == {}
    reported = {finding.cell.partition("!")[2] for finding in findings_of(worksheet) if finding.cell}
    assert [code for code in cells if code not in found and not cells[code] & reported] == []
    return worksheet


def names(worksheet: Worksheet) -> set[str]:
    """Return the names of what reading found."""
    return {finding.name for finding in findings_of(worksheet)}


# Sound forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [0, 1, 5, 12, 19])
def test_header_in_any_row(form: Lines, rows: int) -> None:
    """The header is found under titles of any length."""
    assert_sound(form, Form(title=tuple((f"Judul {n}",) for n in range(rows))))


def test_cells_that_do_not_say_where_they_stand(form: Lines) -> None:
    """Each follows the one before it, as the format has it."""
    assert_sound(form, is_bare=True)
    assert_sound(form, Form((*JAWABAN[:8], None, *JAWABAN[8:]), (("Judul",), ())), is_bare=True)


def test_layout_2(form: Lines) -> None:
    """The formula workbook's layout is read with its bare ``Jawaban``."""
    title = (("LEMBAR KERJA EVALUASI ... PermenPANRB Nomor 90 Tahun 2021",),)
    worksheet = assert_sound(form, Form(LKE_ZI, title, "LKE ZI"))
    assert (worksheet.source.layout, worksheet.unit.year, worksheet.unit.name) == ("lke-zi", None, "Balai Contoh")


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace(" ", "\n "),
        lambda text: text.replace(" ", "\xa0"),
        lambda text: f" {text}\n",
    ],
)
def test_header_texts(form: Lines, change: Callable[[str], str]) -> None:
    """Case, blanks and line breaks in headers do not matter."""
    assert_sound(form, Form(tuple(text and change(text) for text in JAWABAN)))


@pytest.mark.parametrize(
    "missing", [("ID",), ("Bobot",), ("Kriteria",), ("Pilihan",), ("Catatan",), ("Bobot", "Pilihan")]
)
def test_missing_columns(form: Lines, missing: tuple[str, ...]) -> None:
    """Columns that the form lacks are not needed where number and order of the rows are whole."""
    assert_sound(form, Form(tuple(text for text in JAWABAN if not (text and text.startswith(missing)))))


@pytest.mark.parametrize("place", [0, 7, 8, 10, 11, 13, 17])
@pytest.mark.parametrize("header", [None, "Tanggal", "PIC", "Status"])
def test_extra_columns(form: Lines, place: int, header: str | None) -> None:
    """Further columns anywhere change nothing."""
    assert_sound(form, Form((*JAWABAN[:place], header, *JAWABAN[place:])))


@pytest.mark.parametrize(
    "change",
    [
        lambda marker: marker.rstrip("."),
        lambda marker: f"{marker} ",
        lambda marker: marker if marker in ("", "-") else f"({marker.strip('.')})",
        lambda marker: marker if marker in ("", "-") else f"{marker.strip('.')})",
        lambda _: "",
        str.upper,
        lambda marker: float(marker[:-1]) if marker[:-1].isdigit() else marker,
    ],
)
def test_markers(form: Lines, change: Callable[[str], str]) -> None:
    """Markers may lack their dot, have brackets, be numbers or be missing."""
    assert_sound([replace(row, marker=change(row.marker)) for row in form])


@pytest.mark.parametrize("joint", [" ", ""])
def test_marker_and_text_in_one_cell(form: Lines, joint: str) -> None:
    """``a. text`` in one cell is a marker and a text."""
    assert_sound(
        [replace(row, marker="", text=f"{row.marker}{joint}{row.text}") if is_question(row) else row for row in form]
    )


def test_order_of_one_indicator(form: Lines) -> None:
    """A.I.6.v stands as a, c, b in the law and as a, b, c with the same texts in the ministry's form."""
    marks = iter("abc")
    assert_sound([replace(r, marker=f"{next(marks)}.") if (r.code or "").startswith("A.I.6.v.") else r for r in form])


@pytest.mark.parametrize("marks", [("i.", "ii."), ("i.", "i."), ("", ""), ("A", "B")])
def test_wealth_reports(form: Lines, marks: tuple[str, str]) -> None:
    """LHKPN and LHKASN stand with ``i.``, ``a.`` or nothing before them."""
    assert_sound([replace(row, marker=marks[WEALTH.index(row.code)]) if row.code in WEALTH else row for row in form])


@pytest.mark.parametrize("change", [{}, {"weight": 1.0}, {"marker": "i."}])
def test_wealth_reports_without_headings(form: Lines, change: dict[str, object]) -> None:
    """They may lack rows of their own indicator, whose weight then may stand beside the percentage."""
    percents = [f"{code}.a" for code in WEALTH]
    assert_sound([replace(r, **change) if r.code in percents else r for r in form if r.code not in WEALTH])


def test_wealth_reports_without_totals() -> None:
    """The total of the obliged may be missing; ``Non LHKPN`` is LHKASN."""
    rows = [replace(r, text=r.text.replace("LHKASN", "Non LHKPN")) for r in answered(lines(own))]
    assert_sound([row for row in rows if not (row.code or "").endswith("wajib_melapor")])


@pytest.mark.parametrize("seed", range(3))
def test_rows_between(form: Lines, seed: int) -> None:
    """Empty rows and remarks change nothing."""
    rnd = Random(seed)
    rows: Lines = []
    for row in form:
        rows += [Line(None, 0, "", "")] * rnd.choice((0, 0, 1, 3))
        rows += [Line(None, rnd.randint(0, 5), "", "Lihat lampiran dan bukti")] * rnd.choice((0, 0, 1))
        rows.append(row)
    assert_sound(rows)


def test_other_sheets_and_protection(form: Lines) -> None:
    """Order, names, hiding and protection of sheets, hidden rows and columns do not matter."""
    workbook, cells = book(form)
    sheet = workbook.worksheets[0]
    sheet.title, sheet.sheet_state, sheet.protection.sheet = "x", "veryHidden", True
    sheet.column_dimensions["J"].hidden = sheet.row_dimensions[9].hidden = True
    summary = workbook.create_sheet("Unit", 0)
    for row in (("", "Balai Uji"), ("", "WBBM"), (), ("Area Perubahan", "Bobot", "Pemenuhan", "Reform", "Nilai", " %")):
        summary.append(row)
    worksheet = read(workbook)
    assert counted(worksheet) == {r.code: cells[r.code] for r in form if r.is_answered and r.code}
    assert (worksheet.unit.name, worksheet.unit.target, findings_of(worksheet)) == ("Balai Uji", "WBBM", [])


def test_identity_above_the_form(form: Lines) -> None:
    """Unit, agency, year and target stand in labelled cells; a regulation's year is no year of evaluation."""
    title = (
        ("LEMBAR KERJA EVALUASI (PermenPANRB Nomor 90 Tahun 2021)",),
        ("INSTANSI : Kementerian Contoh",),
        ("TAHUN : 2025",),
        ("Unit Kerja", ": Balai Contoh Satu"),
        ("Predikat yang diusulkan", "WBBM"),
    )
    unit = assert_sound(form, Form(title=title)).unit
    assert (unit.name, unit.agency, unit.year, unit.target) == ("Balai Contoh Satu", "Kementerian Contoh", 2025, "WBBM")


@pytest.mark.parametrize(
    ("formulas", "target"),
    [
        (('=IF(88>=85,"WBBM","WBK")', ""), None),
        (("=B2", '=IF(88>=85,"WBBM","WBK")'), None),
        (("=B2", "WBBM"), "WBBM"),
        (('=VLOOKUP("x",B1:C9,2,FALSE)', ""), "WBBM"),
        (("WBBM", '=IF(88>=85,"WBBM","WBK")'), "WBBM"),
    ],
)
def test_a_verdict_of_the_workbook_is_no_target(formulas: tuple[str, str], target: str | None) -> None:
    """What a formula works out of the scores, or what is copied from there, is none; what is copied of a target is."""
    workbook, _cells = book(answered(lines()))
    workbook.create_sheet("Dasbor").append(("Predikat", formulas[0]))
    workbook["Dasbor"]["B2"] = formulas[1] or None
    shown = changed(content(workbook), {"xl/worksheets/sheet2.xml": _with_results("WBBM")})
    assert read(shown).unit.target == target


def _with_results(text: str) -> Callable[[bytes], bytes]:
    """Return what gives every formula of a sheet a text as its saved result."""
    new = rb'<c r="\1" t="str"><f>\2</f><v>%b</v></c>' % text.encode()
    return lambda part: re.sub(rb'<c r="(\w+)"[^>]*><f>(.*?)</f><v ?/?>(?:</v>)?</c>', new, part)


# Assessors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "assessors"),
    [
        (("Jawaban Unit", "Jawaban TPI", "Jawaban TPN"), ("unit", "tpi", "tpn")),
        (("Jawaban TPN", "Jawaban TPI II", "Jawaban TPI", "Jawaban Unit"), ("tpn", "tpi-2", "tpi", "unit")),
        (("Jawaban Unit", "Jawaban TPI Unit", "Jawaban TPI Itjen"), ("unit", "tpi", "tpi-2")),
        (("Jawaban TPI Itjen", "Jawaban TPI Unit", "Jawaban Unit"), ("tpi-2", "tpi", "unit")),
        (("Jawaban", "Jawaban TPI 1", "Jawaban TPI 2", "Hasil TPN"), ("unit", "tpi", "tpi-2", "tpn")),
    ],
)
def test_assessors(headers: tuple[str, ...], assessors: tuple[str, ...]) -> None:
    """Every assessor's column is read in any order, with its own note and evidence."""
    columns = [text for header in headers for text in (header, f"Catatan {header}", f"Eviden {header}")]
    head = (*JAWABAN[:10], *columns)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    rows = answered(lines())
    fill(sheet, [replace(row, answer=None) for row in rows], Form(head))
    for number, row in enumerate(rows, start=2):
        for n in range(len(headers) if row.is_answered else 0):
            for offset, value in enumerate((row.answer, f"catatan {n}", f"bukti {n}")):
                sheet.cell(number, 11 + 3 * n + offset).value = value
    worksheet = read(workbook)
    for n, assessor in enumerate(assessors):
        answers = next(s for s in worksheet.sheets if s.assessor == assessor).answers
        first = answers["A.I.1.i.a"]
        said = [remark.text for remark in (*first.notes, *first.evidence)]
        assert (first.place.cell[0], said) == (chr(75 + 3 * n), [f"catatan {n}", f"bukti {n}"])
        assert sum(bool(answer.typed) for answer in answers.values()) == sum(row.is_answered for row in rows)
    assert not worksheet.findings


def test_blank_assessors_are_unused(form: Lines) -> None:
    """A column that nobody filled in is no assessment."""
    assert [str(sheet.assessor) for sheet in assert_sound(form).sheets if sheet.is_used] == ["unit"]


def test_merged_cells() -> None:
    """A merged note speaks for all its rows; a merged answer counts once and is a finding."""
    workbook, _ = book(answered(lines()))
    sheet = workbook.worksheets[0]
    sheet["L6"] = "catatan bersama"
    sheet["L7"] = sheet["K10"] = None
    for area in ("L6:L7", "B2:C2", "K9:K10"):
        sheet.merge_cells(area)
    worksheet = read(workbook)
    answers = worksheet.sheets[-1].answers
    for code in ("A.I.1.i.a", "A.I.1.i.b"):
        assert [(str(note.place), note.text) for note in answers[code].notes] == [("Jawaban!L6", "catatan bersama")]
    assert [(f.name, f.cell) for f in findings_of(worksheet)] == [("answer-cell-merged", "Jawaban!K10")]


# Forms that are not whole -----------------------------------------------------------------------


def renumbered(rows: Lines, indicator: str) -> Lines:
    """Number the questions of an indicator anew: a, b, c."""
    letters = iter("abcdefghijkl")
    mine = [row.code for row in rows if is_question(row) and (row.code or "").rpartition(".")[0] == indicator]
    return [replace(row, marker=f"{next(letters)}.") if row.code in mine and row.marker != "-" else row for row in rows]


def sampled(step: int = 4) -> list[str]:
    """Return every fourth question, from every part of the regulation."""
    return [code for n, code in enumerate(RULESET.questions) if n % step == 0]


@pytest.mark.parametrize("code", sampled())
def test_question_deleted(form: Lines, code: str) -> None:
    """A deleted question is reported, and no answer slips into its place, were it numbered anew."""
    rows = [row for row in form if row.code != code and not (row.code or "").startswith(f"{code}.")]
    for rest in (rows, renumbered(rows, code.rpartition(".")[0])):
        assert "question-row-missing" in names(assert_nothing_wrong(rest))


@pytest.mark.parametrize("code", sampled())
def test_question_repeated(form: Lines, code: str) -> None:
    """A repeated row is reported; its answer counts where both say the same, and not where they differ."""
    at = next(n for n, row in enumerate(form) if row.code == code)
    other = {"Ya": "Tidak", "Tidak": "Ya", "A": "B"}.get(str(form[at].answer), "A")
    for copy in (form[at], replace(form[at], answer=other)):
        if copy.scale in CHOICES:
            assert names(assert_nothing_wrong([*form[: at + 1], copy, *form[at + 1 :]])) & {"row-not-placed"}


@pytest.mark.parametrize("code", sampled())
def test_questions_swapped(form: Lines, code: str) -> None:
    """Rows in another order are found by their markers and wording."""
    parent = code.rpartition(".")[0]
    same = [n for n, r in enumerate(form) if is_question(r) and (r.code or "").rpartition(".")[0] == parent]
    if len(same) > 1 and all(form[n].scale in CHOICES for n in same):
        rows = list(form)
        rows[same[0]], rows[same[-1]] = rows[same[-1]], rows[same[0]]
        assert_sound(rows)


@pytest.mark.parametrize("code", sampled())
def test_questions_swapped_and_renumbered(code: str) -> None:
    """With new markers the wording decides, or the rows are reported."""
    form = answered(lines(own), seed=7)
    parent = code.rpartition(".")[0]
    same = [n for n, r in enumerate(form) if is_question(r) and (r.code or "").rpartition(".")[0] == parent]
    if len(same) > 1 and all(form[n].scale in CHOICES for n in same):
        rows = list(form)
        rows[same[0]], rows[same[-1]] = rows[same[-1]], rows[same[0]]
        assert_nothing_wrong(renumbered(rows, parent))


@pytest.mark.parametrize("code", [code for code in sampled(3) if RULESET.questions[code].scale in CHOICES])
def test_question_moved(form: Lines, code: str) -> None:
    """A row under another indicator does not count there."""
    rows = list(form)
    row = rows.pop(next(n for n, row in enumerate(rows) if row.code == code))
    places = [n for n, other in enumerate(rows) if is_question(other) and other.scale in CHOICES]
    at = Random(code).choice(places) + 1
    assert "question-row-missing" in names(assert_nothing_wrong([*rows[:at], row, *rows[at:]]))


@pytest.mark.parametrize("code", [code for code in RULESET.nodes if code not in RULESET.questions])
def test_heading_deleted(form: Lines, code: str) -> None:
    """A missing heading moves no answer."""
    assert_nothing_wrong([row for row in form if row.code != code])


@pytest.mark.parametrize("code", [code for n, code in enumerate(RULESET.nodes) if n % 3 == 0])
def test_weight_altered(form: Lines, code: str) -> None:
    """A wrong weight is a finding with its cell and moves no answer."""
    worksheet = assert_nothing_wrong([replace(row, weight=99) if row.code == code else row for row in form])
    assert [(f.name, f.code) for f in findings_of(worksheet)] == [("weight-differs", code)]


@pytest.mark.parametrize("code", sampled(6))
def test_choices_replaced(form: Lines, code: str) -> None:
    """An answer typed over the choices is a finding; the row keeps its place."""
    if RULESET.questions[code].scale in CHOICES:
        rows = [replace(row, scale=str(row.answer)) if row.code == code else row for row in form]
        worksheet = assert_nothing_wrong(rows)
        assert code in counted(worksheet)
        assert [(f.name, f.code) for f in findings_of(worksheet)] == [("choices-altered", code)]


@pytest.mark.parametrize("code", [row.code for row in lines() if row.scale == "jumlah"])
def test_count_deleted(form: Lines, code: str) -> None:
    """A missing count row moves no other count into its place."""
    assert_nothing_wrong([row for row in form if row.code != code])


def test_remark_with_an_answer(form: Lines) -> None:
    """A row of nobody's with a text in the answer column is reported, and only it."""
    at = next(n for n, row in enumerate(form) if row.code == "A.I.3.iii.c")
    remark = Line(None, 4, "", "Diisi oleh tim", answer="lihat lampiran")
    worksheet = assert_nothing_wrong([*form[:at], remark, *form[at:]])
    assert [(f.name, f.cell) for f in findings_of(worksheet)] == [("row-not-placed", f"Jawaban!K{at + 2}")]


# The ministry's own form ------------------------------------------------------------------------


@pytest.mark.skipif(not MINISTRY.exists(), reason="the ministry's form is not part of the project")
@pytest.mark.parametrize("column", ["K", "O", "S"])
def test_ministry_form(column: str) -> None:
    """Every cell of the ministry's form is read for its question, in each assessor's column."""
    workbook = load_workbook(MINISTRY)
    sheet = workbook["Jawaban"]
    expected = {}
    rnd = Random(column)
    for question in RULESET.questions.values():
        rows = [(question.code, question.portalrb, question.scale)]
        rows += [(f"{question.code}.{row.key}", row.portalrb, "jumlah") for row in question.inputs]
        for code, place, scale in rows:
            if place:
                choices = list(RULESET.scales[scale].values) if scale in CHOICES else [3, 2]
                expected[code] = f"{column}{place.row}"
                sheet[expected[code]] = rnd.choice(choices)
    worksheet = read(content(workbook))
    assessor = {"K": "unit", "O": "tpi", "S": "tpi-2"}[column]
    answers = next(s for s in worksheet.sheets if s.assessor == assessor).answers
    assert {code: answers[code].place.cell for code in answers if answers[code].typed} == expected
    assert not worksheet.findings


# What lies behind a value -----------------------------------------------------------------------


def test_index_formatted_as_percentage() -> None:
    """87.65 % is stored as 0.8765: its format tells that it is no index."""
    workbook, cells = book(answered(lines()))
    cell = workbook.worksheets[0][cells["B.I.a"]]
    cell.value, cell.number_format = 0.8765, "0.00%"
    worksheet = read(workbook)
    assert worksheet.sheets[-1].answers["B.I.a"].value is None
    assert [(f.name, f.code) for f in findings_of(worksheet)] == [("survey-out-of-range", "B.I.a")]


def test_typed_percentage_and_formula() -> None:
    """A percentage typed over blank counts is used; what a formula makes of blank counts is not."""
    blank = [replace(row, answer=None) if row.scale == "jumlah" else row for row in answered(lines())]
    workbook, cells = book(blank)
    sheet = workbook.worksheets[0]
    sheet[cells["A.II.4.i.a"]] = 0.85
    assert str(read(workbook).sheets[-1].answers["A.II.4.i.a"].value) == "17/20"
    cell = cells["A.II.4.i.a"]
    sheet[cell] = "=IFERROR(1/0,0)"
    with zipfile.ZipFile(io.BytesIO(content(workbook))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = re.sub(rb"(<f>IFERROR\(1/0,0\)</f>)<v ?/>", rb"\1<v>0</v>", parts[part])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    assert read(stream.getvalue()).sheets[-1].answers["A.II.4.i.a"].value is None
