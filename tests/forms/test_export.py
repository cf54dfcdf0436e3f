"""Exports to the ministry's PortalRB: nothing is lost on the way there and back, and what cannot go is named."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, ROOT, RULESET, VALID, run
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from workbooks import Line, book, content, lines

from worksheets.drafts import SOUND
from worksheets.portalrb import NUMBERS, Document, document
from zi_score.api.one import evaluate
from zi_score.cli import files as folders
from zi_score.evaluation.assessment import Assessment
from zi_score.forms.carried import Carried, carried
from zi_score.forms.filled_form import FormError, differences, filled, room_of, shows_old_figures
from zi_score.forms.lost import losses, withheld
from zi_score.forms.portalrb import ROOM, Proposed, answers_file, derived_id, is_safe, unit_lists
from zi_score.forms.sheet_cells import UnfillableError, with_cells
from zi_score.law.portalrb import numbered
from zi_score.model.findings import Unreadable
from zi_score.model.language import use_language
from zi_score.model.spelling import is_box
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_submission

MINISTRY = Path(__file__).parents[3] / "shared" / "worksheets" / "portalrb-jawaban-blank.xlsx"
NEEDS_MINISTRY = pytest.mark.skipif(not MINISTRY.exists(), reason="the ministry's form is not part of the project")
CURRENT = sorted(path for path in VALID.glob("*.xlsx") if not path.stem.startswith("52-2014"))
FIELDS = ("jawaban_unit", "jawaban_tpi", "catatan_unit", "bukti_dukung_unit", "catatan_tpi")
NOT_REACHED, USAGE, UNREADABLE = 1, 2, 3


def ministry_like() -> bytes:
    """Return a blank form with the ministry's rows and columns, styled, with lists, a comment and other sheets."""
    rows = lines()
    at = next(n for n, row in enumerate(rows) if row.code == "B")
    workbook, _ = book([*rows[:at], Line(None, 0, "", ""), *rows[at:]])
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=2, min_col=11, max_col=17):
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="EEECE1")
            cell.font = Font(name="Arial", size=9, italic=True)
    sheet.row_dimensions[40].hidden = True
    sheet.column_dimensions["L"].width = 51
    choices = DataValidation(type="list", formula1='"Ya,Tidak"', allow_blank=True)
    choices.add("K6:K6")
    sheet.add_data_validation(choices)
    sheet["K1"].comment = Comment("Isi sesuai pilihan.", "Kementerian")
    summary = workbook.create_sheet("Unit")
    summary["B1"], summary["B2"], summary["C5"] = "[NAMA UNIT]", "WBK", "=Jawaban!O4"
    return content(workbook)


FORM = ministry_like()


def submission_of(answers: object, path: str = "17.json") -> Submission:
    """Read answers."""
    return read_submission(json.dumps(answers, ensure_ascii=False).encode(), RULESET, path=path)


def exported(submission: Submission, unit_id: str | int = "17") -> Document:
    """Return a submission as PortalRB gives it."""
    found: Document = json.loads(answers_file(proposed(unit_id), submission, RULESET))
    return found


def proposed(unit_id: str | int = "17", target: str = "WBK", *, is_affirmative: bool = False) -> Proposed:
    """Return a unit for the lists."""
    return Proposed(unit_id, "Balai Contoh", 2026, target, is_affirmative)


@cache
def blank(form: bytes) -> Submission:
    """Read a form."""
    return read_submission(form, RULESET, path="form.xlsx")


def in_form(submission: Submission, form: bytes = FORM) -> bytes:
    """Return a form, filled in."""
    return filled(form, blank(form), submission, RULESET)


def everything(submission: Submission) -> dict[Assessor, dict[str, Carried]]:
    """Return all that PortalRB takes of a submission."""
    return {assessor: carried(submission, RULESET, assessor) for assessor in ROOM}


def entries(**fields: Mapping[int, str | None]) -> list[dict[str, object]]:
    """Return answers in which only these fields are filled in, each by number."""
    return [{"soal_id": n, **{field: fields.get(field, {}).get(n) for field in FIELDS}} for n in NUMBERS.values()]


def answers(**fields: Mapping[int, str | None]) -> Document:
    """Return the answers of a unit in which only these fields are filled in."""
    return {"unit_id": "17", "nama_unit": "Balai Contoh", "tahun": 2026, "answers": entries(**fields)}


# There and back -----------------------------------------------------------------------------------

ODD = (
    "=1+1",
    "+62 812",
    "@SUM(A1)",
    "-",
    " di depan dan di belakang ",
    "baris 1\nbaris 2\r\nbaris 3\rbaris 4",
    "\tTab\t",
    "_x0041_ _x005F_x0041_ __x000D_",
    "kendali \x00\x01\x1b akhir",
    "nol\u200blebar \ufeff arah \u202e",
    "é 日本 🇮🇩 \U0001f600",
    "]]> & < > \" ' &amp; <!-- -->",
    "https://zi.example/a?b=c&d=%20#e",
    "x" * 32_767,
    '"dikutip", koma; titik koma',
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=40),
    st.text("_x0123456789ABCDEFabcdef\r\n\t =", max_size=30),
).filter(lambda text: text is None or not is_box(text.strip()))
"""Texts beside an answer; what a checkbox holds (FALSE) would be none."""


def choices(code: str) -> list[str]:
    """Return the answers that a question has; of counts and indexes some."""
    scale = RULESET.scales[RULESET.questions[code].scale] if code in RULESET.questions else None
    if scale is None:
        return ["0", "7", "12", "123456789012345678901234567890"]
    return list(scale.values) or ["0", "3.6", "4", "3.1234567890123456789"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw the answers of a unit: every question answered, or not; texts of any kind beside some."""
    found = []
    beside = draw(st.lists(st.sampled_from(list(NUMBERS)), max_size=12))
    for code, number in NUMBERS.items():
        said = [draw(st.sampled_from([None, *choices(code)])) for _ in ("unit", "tpi")]
        texts = [draw(TEXTS) if code in beside else None for _ in ("note", "evidence", "tpi")]
        kept = [text if text and text.split() else None for text in texts]
        found.append({"soal_id": number, **dict(zip(FIELDS, (*said, *kept), strict=True))})
    return {"unit_id": "17", "nama_unit": "Balai Contoh", "tahun": 2026, "answers": found}


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(documents())
def test_json_there_and_back(found: Document) -> None:
    """What was read is written as it was, to the letter; so a second export is the first one."""
    assert exported(submission_of(found)) == found


@settings(QUICK, max_examples=10)
@given(documents())
def test_form_there_and_back(found: Document) -> None:
    """What stands in a filled form is what stood in the answers: values, notes and evidence, every character."""
    submission = submission_of(found)
    copy = read_submission(in_form(submission), RULESET, path="copy.xlsx")
    assert everything(copy) == everything(submission)
    assert exported(copy) == found


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:20]))
def test_odd_texts_beside_every_question(text: str) -> None:
    """Each of 127 questions, in each of three texts, through JSON."""
    beside = dict.fromkeys(NUMBERS.values(), text)
    found = answers(catatan_unit=beside, bukti_dukung_unit=beside, catatan_tpi=beside)
    assert exported(submission_of(found)) == found


@pytest.mark.parametrize("shift", [0, 5, 11])
def test_odd_texts_in_every_cell(shift: int) -> None:
    """The same through the form: neighbouring cells hold different texts."""
    beside = [{n: ODD[(n * step + shift) % len(ODD)] for n in NUMBERS.values()} for step in (1, 2, 4)]
    found = answers(catatan_unit=beside[0], bukti_dukung_unit=beside[1], catatan_tpi=beside[2])
    copy = read_submission(in_form(submission_of(found)), RULESET, path="copy.xlsx")
    assert exported(copy) == found


def test_a_formula_stays_a_text() -> None:
    """Nothing that somebody typed becomes a formula in the form."""
    form = in_form(
        submission_of(answers(catatan_unit={1: "=HYPERLINK(1)"}, jawaban_unit={1: "Ya", 88: "7", 125: "3.6"}))
    )
    cells = load_workbook(io.BytesIO(form))["Jawaban"]
    assert (cells["L6"].value, cells["L6"].data_type) == ("=HYPERLINK(1)", "s")
    assert [(cells[at].value, cells[at].data_type) for at in ("K6", "K126", "K199")] == [
        ("Ya", "s"),
        (7, "n"),
        (3.6, "n"),
    ]


# Workbooks ----------------------------------------------------------------------------------------


def judged(assessment: Assessment) -> dict[str, Any]:
    """Return all that follows from an assessor's answers, but for where they stand."""
    found: dict[str, Any] = json.loads(assessment.model_dump_json(exclude={"workbook_total"}))
    for node in found["nodes"].values():
        node.pop("cell", None)
        node.pop("answer", None)
        for count in node.get("counts", {}).values():
            count.pop("cell")
    return found


def by_assessor(source: Submission | bytes, facts: Mapping[str, Any]) -> dict[Assessor, Any]:
    """Return what follows for unit and TPI, facts being known."""
    worksheet = source.worksheet if isinstance(source, Submission) else read_submission(source, RULESET).worksheet
    evaluation = evaluate(worksheet, RULESET, facts=facts)
    return {a.assessor: judged(a) for a in evaluation.assessments if a.assessor in ROOM}


def without_sums(found: dict[Assessor, Any]) -> dict[Assessor, Any]:
    """Leave out the totals, which PortalRB computes: they are not there any more, what follows from them is."""
    for assessment in found.values():
        for node in assessment["nodes"].values():
            node.get("counts", {}).pop("wajib_melapor", None)
    return found


@pytest.mark.parametrize("path", CURRENT, ids=lambda path: path.stem)
def test_a_workbook_there_and_back(path: Path) -> None:
    """Scores, areas, criteria and verdict of unit and TPI are the same by the JSON and by the filled form."""
    original = read_submission(path, RULESET)
    facts = {key: fact.value for key, fact in original.worksheet.facts.items() if fact.value is not None}
    assert list(withheld(original, RULESET, ROOM)) == []
    wanted = without_sums(by_assessor(original, facts))
    assert wanted
    by_json = submission_of(exported(original))
    assert without_sums(by_assessor(by_json, facts)) == wanted
    form = in_form(original)
    assert without_sums(by_assessor(form, facts)) == wanted
    assert everything(by_json) == everything(original) == everything(read_submission(form, RULESET))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("three-assessors", ["answers of TPN: 126", "the agency: Kementerian Contoh"]),
        (
            "second-tpi",
            ["answers of TPI level 2: 126", "the agency: Kementerian Contoh", "facts from outside the LKE: holds-wbk"],
        ),
        ("lke-zi", []),
    ],
)
def test_what_cannot_be_carried_is_named(name: str, left: list[str]) -> None:
    """Other assessors, the agency and facts are told, nothing else is lost."""
    assert list(losses(read_submission(VALID / f"{name}.xlsx"), RULESET, ROOM)) == left


@pytest.fixture
def english() -> Iterable[None]:
    """Speak English."""
    use_language("en")
    yield
    use_language("id")


def jawaban(change: Callable[[Sheet], None]) -> Submission:
    """Return a sound workbook of the ministry's layout, with a change in its sheet."""
    workbook = load_workbook(VALID / "wbk.xlsx")
    change(workbook["Jawaban"])
    return read_submission(content(workbook), RULESET, path="lke.xlsx")


def test_links_are_written_out() -> None:
    """An address that stands only behind a cell becomes part of its text; one that stands in it is not repeated."""

    def change(sheet: Sheet) -> None:
        sheet["M6"], sheet["M7"] = "SK Tim", "https://zi.example/a"
        sheet["M6"].hyperlink, sheet["M7"].hyperlink = "https://zi.example/sk", "https://zi.example/a"
        sheet["M9"] = '=HYPERLINK("https://zi.example/b","Rencana")'

    found = everything(jawaban(change))[Assessor.UNIT]
    assert found["A.I.1.i.a"].evidence == "SK Tim\nhttps://zi.example/sk"
    assert found["A.I.1.i.b"].evidence == "https://zi.example/a"


def test_lines_of_a_note_stay() -> None:
    """Line breaks and blanks of a cell are part of its text."""
    found = everything(jawaban(lambda sheet: sheet.__setitem__("L6", " satu\n\n dua  tiga ")))
    assert found[Assessor.UNIT]["A.I.1.i.a"].note == " satu\n\n dua  tiga "


def test_texts_beside_percentages_go_beside_their_first_count() -> None:
    """PortalRB does not ask a percentage; its evidence is that of the counts."""

    def change(sheet: Sheet) -> None:
        sheet["L125"], sheet["L126"], sheet["M175"] = "tentang rasio", "tentang agen", "rekap.pdf"

    found = everything(jawaban(change))[Assessor.UNIT]
    assert found["A.II.1.i.a.jumlah_agen"].note == "tentang rasio\ntentang agen"
    assert "rekap.pdf" in found["A.II.5.iii.a.a.kepala_satker"].evidence


@pytest.mark.usefixtures("english")
def test_texts_beside_headings_are_named() -> None:
    """A note beside a heading belongs to no question; that it is lost is said, with its cell."""
    submission = jawaban(lambda sheet: sheet.__setitem__("L5", "Lihat lampiran"))
    assert "texts beside rows that are no questions: Jawaban!L5" in list(losses(submission, RULESET, ROOM))


@pytest.mark.usefixtures("english")
def test_links_inside_the_workbook_are_named() -> None:
    """A link to another sheet leads nowhere from PortalRB."""

    def change(sheet: Sheet) -> None:
        sheet["M6"] = "lihat lembar bukti"
        sheet["M6"].hyperlink = "#Identitas!A1"

    assert "links to other cells of the workbook: Jawaban!M6" in list(losses(jawaban(change), RULESET, ROOM))


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        ({"K6": "sudah ada"}, "A.I.1.i.a Jawaban!K6", "sudah ada"),
        ({"K126": "banyak"}, "A.II.1.i.a.jumlah_agen Jawaban!K126", "banyak"),
        ({"K157": 0.85, "K158": None, "K159": None}, "A.II.4.i.a Jawaban!K157", "0.85"),
        ({"K175": 13, "K176": None, "K177": None, "K178": None}, "A.II.5.iii.a.a.wajib_melapor Jawaban!K175", "13"),
        ({"K5": "A"}, "A.I.1.i Jawaban!K5", "A"),
    ],
)
def test_answers_that_would_be_lost(change: dict[str, object], where: str, reason: str) -> None:
    """What is not understood, or has no number there, is withheld with its cell and its text."""

    def edit(sheet: Sheet) -> None:
        for cell, value in change.items():
            sheet[cell] = value

    found = list(withheld(jawaban(edit), RULESET, ROOM))
    assert [each.where for each in found] == [where]
    assert f'"{reason}"' in found[0].reason


# The form -----------------------------------------------------------------------------------------


def parts_of(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cut(sheet: bytes, cells: Iterable[str]) -> bytes:
    """Return a sheet without these cells."""
    names = "|".join(cells).encode()
    return re.sub(rb'<c r="(?:' + names + rb')"(?: [^<>]*?)?(?:/>|>.*?</c>)', b"", sheet, flags=re.DOTALL)


def written_cells(columns: str, submission: Submission) -> set[str]:
    """Return the cells into which a submission's answers go, by the columns of answer, note and evidence."""
    cells = set()
    for assessor, letters in zip((Assessor.UNIT, Assessor.TPI), columns.split(), strict=True):
        for code, entered in carried(submission, RULESET, assessor).items():
            row = numbered(RULESET)[code].row
            texts = (entered.value is not None, entered.note, entered.evidence)
            cells |= {f"{letter}{row}" for letter, text in zip(letters, texts, strict=False) if text}
    return cells


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        pytest.param(FORM, "KLM NQ", id="ministry-like"),
        pytest.param(BLANK.read_bytes(), "KLM NQ", id="template"),
        pytest.param(MINISTRY, "KLM OR", id="ministry", marks=NEEDS_MINISTRY),
    ],
)
def test_only_the_fixed_cells_change(form: bytes | Path, columns: str) -> None:
    """Every other part of the package is the same to the byte, and so is the sheet but for those cells."""
    blank = form.read_bytes() if isinstance(form, Path) else form
    submission = submission_of(document(17, "Balai Contoh", SOUND, SOUND.but({"A.I.1.i.b": "C"})))
    before, after = parts_of(blank), parts_of(in_form(submission, blank))
    assert list(before) == list(after)
    (part,) = [name for name in before if before[name] != after[name]]
    cells = written_cells(columns, submission)
    assert len(cells) > 127 * 3
    assert cut(before[part], cells) == cut(after[part], cells)
    styles = [dict(re.findall(rb'<c r="([A-Z]+\d+)"[^<>]*? s="(\d+)"', each)) for each in (before[part], after[part])]
    assert all(styles[0].get(cell.encode()) == styles[1].get(cell.encode()) for cell in cells)


@NEEDS_MINISTRY
@pytest.mark.parametrize("name", ["three-assessors", "second-tpi", "lke-zi"])
def test_the_ministry_form_takes_workbooks(name: str) -> None:
    """Second TPI included, for whom the ministry's copy has columns; read again, all is as it was."""
    original, empty = read_submission(VALID / f"{name}.xlsx", RULESET), MINISTRY.read_bytes()
    form = blank(empty)
    assert set(room_of(form)) == {Assessor.UNIT, Assessor.TPI, Assessor.TPI_2}
    copy = read_submission(filled(empty, form, original, RULESET), RULESET, path="copy.xlsx")
    assert differences(copy, form, original, RULESET) == ""
    for assessor in room_of(form):
        assert carried(copy, RULESET, assessor) == carried(original, RULESET, assessor)


def changed_form(change: Callable[[Sheet], None], blank: bytes = FORM) -> bytes:
    """Return a form with a change in its sheet."""
    workbook = load_workbook(io.BytesIO(blank))
    change(workbook["Jawaban"])
    return content(workbook)


def swap(sheet: Sheet) -> None:
    """Let two questions stand in each other's rows."""
    for column in range(6, 11):
        above, below = sheet.cell(6, column), sheet.cell(7, column)
        above.value, below.value = below.value, above.value


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: sheet.insert_rows(60), "row 61 of the sheet Jawaban should ask"),
        (lambda sheet: sheet.delete_rows(126), "row 126 of the sheet Jawaban should ask"),
        (lambda sheet: sheet.insert_rows(1), "row 6 of the sheet Jawaban should ask"),
        (swap, "row 6 of the sheet Jawaban should ask"),
        (lambda sheet: sheet.__setitem__("J7", "A/B/C/D/E"), "Jawaban!J7"),
        (lambda sheet: sheet.__setitem__("K9", "Ya"), "not blank, it holds answers or texts in Jawaban!K9"),
        (lambda sheet: sheet.__setitem__("L9", "catatan lama"), "not blank, it holds answers or texts in Jawaban!L9"),
        (lambda sheet: sheet.__setitem__("K9", '=IF(1=1,"","")'), "formulas where answers belong: Jawaban!K9"),
        (lambda sheet: sheet.merge_cells("K9:K10"), "merged with others: Jawaban!K10"),
    ],
)
def test_forms_that_are_refused(change: Callable[[Sheet], None], said: str) -> None:
    """A form that is not the ministry's, or not blank, is refused with its row or cell."""
    submission = submission_of(document(17, "Balai Contoh", SOUND))
    with pytest.raises(FormError, match=re.escape(said)):
        in_form(submission, changed_form(change))


def test_placeholders_of_a_form_are_overwritten() -> None:
    """A dash, or a word for nothing, is no answer."""

    def change(sheet: Sheet) -> None:
        sheet["K6"], sheet["K7"], sheet["L6"] = "Blm Diisi", "-", "-"

    submission = submission_of(document(17, "Balai Contoh", SOUND))
    form = changed_form(change)
    copy = read_submission(in_form(submission, form), RULESET, path="copy.xlsx")
    assert differences(copy, blank(form), submission, RULESET) == ""
    values = [carried(each, RULESET, Assessor.UNIT) for each in (copy, submission)]
    assert {code: each.value for code, each in values[0].items()} == {
        code: each.value for code, each in values[1].items()
    }


@pytest.mark.usefixtures("english")
def test_a_text_that_no_cell_can_hold() -> None:
    """One character too many is told with its cell, in the characters that Excel counts."""
    submission = submission_of(answers(catatan_unit={1: "😀" * 16_384}))
    with pytest.raises(FormError, match="Jawaban!L6: the text has 32768 characters; a cell holds at most 32767"):
        in_form(submission)
    with pytest.raises(FormError, match="Jawaban!Q6: the text has a character that no workbook can hold"):
        in_form(submission_of(answers(jawaban_unit={1: "Ya"}, catatan_tpi={1: "a\uffff"})))


def test_formulas_that_would_show_old_figures() -> None:
    """Only where figures are saved, and nothing tells a spreadsheet program to renew them."""
    workbook = load_workbook(VALID / "wbk.xlsx")
    recalculated = content(workbook)
    assert not shows_old_figures(FORM, read_submission(FORM, RULESET))
    assert not shows_old_figures(recalculated, read_submission(recalculated, RULESET))
    old = (VALID / "wbk.xlsx").read_bytes()
    parts = parts_of(old)
    renews = b"fullCalcOnLoad" in parts["xl/workbook.xml"]
    assert shows_old_figures(old, read_submission(old, RULESET)) != renews


# Cells in the XML ---------------------------------------------------------------------------------

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def values_in(sheet: bytes) -> dict[str, str]:
    """Return the texts of a sheet's cells by their names."""
    found = {}
    for cell in fromstring(sheet).iter():
        if cell.tag.endswith("}c"):
            found[cell.get("r", "?")] = "".join(cell.itertext())
    return found


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row r="2"/>',
        '<row r="2" ht="9" />',
        '<row r="2"></row>',
        '<row r="2"><c r="B2" s="7"/></row>',
        '<row r="2"><c r="B2" s="7"><v>0</v></c></row>',
        '<row r="2"><c r="A2"/><c r="C2"/></row>',
        '<row r="1"><c r="A1"/></row><row r="9"><c r="A9"><v>1</v></c></row>',
        '<row r="1" spans="1:3"/><!-- <row r="2"><c r="B2"/></row> --><row r="2"><c r="B2" t="s"><v>0</v></c></row>',
        '<row><c/></row><row><c/><c t="b"><v>1</v></c><c/></row>',
    ],
)
def test_cells_that_are_there_or_not(rows: str) -> None:
    """Row or cell, empty, full or missing: the value stands where it belongs, and the XML stays whole."""
    sheet = f'<worksheet {MAIN}><sheetData>{rows}<row r="20"/></sheetData></worksheet>'.encode()
    changed = with_cells(sheet, {(1, 1): "isi", (1, 3): Fraction(5, 2), (29, 0): "akhir"})
    found = values_in(changed)
    assert (found["B2"], found["D2"], found["A30"]) == ("isi", "2.5", "akhir")
    numbers = [int(row.get("r") or 0) for row in fromstring(changed).iter() if row.tag.endswith("}row")]
    assert [n for n in numbers if n] == sorted({n for n in numbers if n})
    order = [name for name in found if name.endswith("2") and name != "?"]
    assert order == sorted(order)


def test_the_prefix_of_a_sheet_is_kept() -> None:
    """Some programs write x:c; styles of a row and of a column are taken where a cell has none."""
    sheet = (
        b'<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><x:cols><x:col min="2" max="3" style="4"/></x:cols><x:sheetData><x:row r="1" s="9" '
        b'customFormat="1"/><x:row r="2"/></x:sheetData></x:worksheet>'
    )
    changed = with_cells(sheet, {(0, 1): "a", (1, 1): "b", (2, 5): "c"}).decode()
    assert '<x:c r="B1" s="9" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c>' in changed
    assert '<x:c r="B2" s="4"' in changed
    assert '<x:row r="3"><x:c r="F3" t="inlineStr">' in changed


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"<worksheet>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>',
        b'<?xml version="1.0" encoding="iso-8859-1"?><worksheet><sheetData/></worksheet>',
        f"<worksheet {MAIN}><sheetData/></worksheet>".encode("utf-16"),
        b'<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="2"/><row r="2"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
        b"<other/>",
    ],
)
def test_sheets_that_are_none(sheet: bytes) -> None:
    """What no spreadsheet program writes is refused, not bent."""
    with pytest.raises(UnfillableError):
        with_cells(sheet, {(0, 0): "a"})


# Names of files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Balai Contoh", "balai-contoh"),
        ("  BALAI  (Contoh)/II ", "balai-contoh-ii"),
        ("../../etc/passwd", "etc-passwd"),
        ("Satker <b>[1]</b>", "satker-b-1-b"),
        ("Café Düsseldorf", "cafe-dusseldorf"),
        ("日本", None),
        ("", None),
        ("CON", None),
        ("x" * 200, "x" * 80),
    ],
)
def test_ids_made_of_names(name: str, id_: str | None) -> None:
    """The same name gives the same id, which is a safe name of a file; where none can be made, none is."""
    assert derived_id(name) == id_


@pytest.mark.parametrize(
    "id_", ["", ".", "..", "a/b", "a\\b", "a b", "-a", ".a", "a.", "nul", "COM1.x", "a\n", "é", "x" * 101]
)
def test_ids_that_are_no_names(id_: str) -> None:
    """What would lead elsewhere, or what some system cannot store, is no id."""
    assert not is_safe(id_)


def test_lists_of_units() -> None:
    """Each unit in its list, in the order of the ids; an empty list is there, too."""
    units = [
        proposed(30, "WBK"),
        proposed("bkk", "WBK", is_affirmative=True),
        proposed(17, "WBBM", is_affirmative=True),
    ]
    lists = {name: json.loads(text) for name, text in unit_lists(units, 2026).items()}
    assert [(u["id"], u["kategori"], u["afirmasi"]) for u in lists["unit-wbk.json"]["units"]] == [
        (30, "WBK", False),
        ("bkk", "WBK-AFIRMASI", True),
    ]
    assert [(u["id"], u["kategori"]) for u in lists["unit-wbbm.json"]["units"]] == [(17, "WBBM")]
    assert json.loads(unit_lists(units[:1], 2026)["unit-wbbm.json"]) == {"tahun": 2026, "units": []}


# Commands -----------------------------------------------------------------------------------------


def files_in(folder: Path) -> set[str]:
    """Return the files of a folder, with the hidden ones."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_workbooks(tmp_path: Path) -> None:
    """Lists and answers; exported again from there, everything is the same; nothing is left lying about."""
    source, first, second = tmp_path / "lke", tmp_path / "a", tmp_path / "b"
    source.mkdir()
    for name in ("wbk", "wbbm", "three-assessors"):
        shutil.copy(VALID / f"{name}.xlsx", source)
    done = run("export", "portalrb", source, "-o", first)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Written: " in done.stderr
    assert b"(units: 3)" in done.stderr
    assert b"three-assessors.xlsx: not in the export: answers of TPN: 126; the agency" in done.stderr
    names = (
        "balai-kekarantinaan-kesehatan-kelas-ii-contoh",
        "kantor-imigrasi-kelas-i-contoh",
        "kantor-pertanahan-kota-contoh",
    )
    assert files_in(first) == {"unit-wbk.json", "unit-wbbm.json", *(f"jawaban-unit/{name}.json" for name in names)}
    assert run("export", "portalrb", first, "-o", second).returncode == 0
    assert {name: (first / name).read_bytes() for name in files_in(first)} == {
        name: (second / name).read_bytes() for name in files_in(second)
    }
    assert files_in(tmp_path) == {f"{each}/{name}" for each in ("a", "b") for name in files_in(first)} | {
        f"lke/{name}.xlsx" for name in ("wbk", "wbbm", "three-assessors")
    }


def test_the_sound_folder_is_exported_as_it_is(tmp_path: Path) -> None:
    """What the ministry gives and what the program writes are the same documents; ids keep their type."""
    sound = ROOT / "worksheets" / "portalrb"
    assert run("export", "portalrb", sound, "-o", tmp_path / "out").returncode == 0
    for name in files_in(tmp_path / "out"):
        assert json.loads((tmp_path / "out" / name).read_bytes()) == json.loads((sound / name).read_bytes()), name


def test_a_list_names_the_units(tmp_path: Path) -> None:
    """Id, name, target and afirmasi of a list go before what the workbook says."""
    table = tmp_path / "daftar.csv"
    table.write_text(
        f"path;unit-id;unit;target;afirmasi\n{VALID / 'wbk.xlsx'};0017;Balai Lain;WBK;ya\n", encoding="utf-8"
    )
    assert run("export", "portalrb", table, "-o", tmp_path / "out").returncode == 0
    listed = json.loads((tmp_path / "out" / "unit-wbk.json").read_text(encoding="utf-8"))
    assert listed["units"] == [{"id": "0017", "nama": "Balai Lain", "kategori": "WBK-AFIRMASI", "afirmasi": True}]
    assert json.loads((tmp_path / "out" / "jawaban-unit" / "0017.json").read_bytes())["unit_id"] == "0017"


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ("path,unit-id\nwbk.xlsx,../x\n", USAGE, b'the id "../x" cannot be the name of a file'),
        ("path,unit-id\nwbk.xlsx,a\nwbbm.xlsx,A\n", USAGE, b'another unit has the id "a", too'),
        ("path,unit\nwbk.xlsx,\xe6\x97\xa5\n".encode("latin-1").decode(), USAGE, b"no id can be made of the name"),
        ("path\nmissing.xlsx\n", UNREADABLE, b"there is no such file"),
    ],
)
def test_units_that_are_left_out(tmp_path: Path, cells: str, code: int, said: bytes) -> None:
    """Each is told why; where no unit is left, nothing is written."""
    for name in ("wbk", "wbbm"):
        shutil.copy(VALID / f"{name}.xlsx", tmp_path)
    (tmp_path / "daftar.csv").write_text(cells, encoding="utf-8")
    done = run("export", "portalrb", tmp_path / "daftar.csv", "-o", tmp_path / "out")
    assert (done.returncode, said in done.stderr) == (code, True)
    assert b"nothing was written" in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_a_bare_workbook_does_not_say(tmp_path: Path) -> None:
    """Year and target are asked for, and taken from the command line."""
    done = run("export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"--year" in done.stderr) == (USAGE, True)
    done = run("export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out", "--year", "2026")
    assert (done.returncode, b"--target" in done.stderr) == (USAGE, True)
    third = run(
        "export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out", "--year", "2026", "--target", "wbbm"
    )
    assert third.returncode == 0
    assert json.loads((tmp_path / "out" / "unit-wbbm.json").read_bytes())["units"][0]["id"] == "lke-zi"


def test_unread_answers_keep_a_unit_out_unless_told(tmp_path: Path) -> None:
    """The others are written; with --allow-unread the unit is, too, with null in their places, and they are listed."""
    workbook = load_workbook(VALID / "wbk.xlsx")
    workbook["Jawaban"]["K6"] = "sudah ada [bold]"
    workbook.save(tmp_path / "lke.xlsx")
    shutil.copy(VALID / "wbbm.xlsx", tmp_path)
    done = run("export", "portalrb", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == NOT_REACHED
    assert b'A.I.1.i.a Jawaban!K6: "sudah ada [bold]" was not understood' in done.stderr
    assert files_in(tmp_path / "out") >= {"jawaban-unit/kantor-pertanahan-kota-contoh.json"}
    assert len(files_in(tmp_path / "out")) == 3
    told = run("export", "portalrb", tmp_path / "lke.xlsx", "-o", tmp_path / "told", "--allow-unread")
    assert (told.returncode, b"left blank" in told.stderr) == (0, True)
    (path,) = (tmp_path / "told" / "jawaban-unit").iterdir()
    assert json.loads(path.read_bytes())["answers"][0]["jawaban_unit"] is None


def test_units_of_several_years(tmp_path: Path) -> None:
    """A list is of one year."""
    workbook = load_workbook(VALID / "wbbm.xlsx")
    year = next(c for sheet in workbook.worksheets for row in sheet.iter_rows() for c in row if c.value == 2026)
    year.value = 2025
    workbook.save(tmp_path / "b.xlsx")
    done = run("export", "portalrb", VALID / "wbk.xlsx", tmp_path / "b.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"several years (2025, 2026)" in done.stderr) == (USAGE, True)
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_unless_told(tmp_path: Path) -> None:
    """A folder with an earlier export is left alone; --force renews it, and names what is of the earlier one."""
    out = tmp_path / "out"
    assert run("export", "portalrb", VALID / "wbbm.xlsx", "-o", out).returncode == 0
    before = {name: (out / name).read_bytes() for name in files_in(out)}
    done = run("export", "portalrb", VALID / "wbk.xlsx", "-o", out)
    assert (done.returncode, b"exists" in done.stderr) == (USAGE, True)
    assert {name: (out / name).read_bytes() for name in files_in(out)} == before
    done = run("export", "portalrb", VALID / "wbk.xlsx", "-o", out, "--force")
    assert done.returncode == 0
    assert b"kantor-pertanahan-kota-contoh.json: of an earlier export" in done.stderr
    assert len(files_in(out)) == 4


def test_answers_are_never_written_over_themselves(tmp_path: Path) -> None:
    """The folder that is read is not the one that is written, --force or not."""
    source = shutil.copytree(ROOT / "worksheets" / "portalrb", tmp_path / "api")
    done = run("export", "portalrb", source, "-o", source, "--force")
    assert (done.returncode, b"that is read as an input" in done.stderr) == (USAGE, True)


def test_a_fault_in_the_middle_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are written aside before the first one is moved."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_bytes(b"old")
    write = Path.write_bytes

    def full(path: Path, text: bytes) -> int:
        if path.name == "b":
            raise OSError(28, "No space left on device", str(path))
        return write(path, text)

    monkeypatch.setattr(Path, "write_bytes", full)
    for folder in ("out", "new"):
        with pytest.raises(OSError, match="No space"):
            folders.write_folder(tmp_path / folder, {"a": b"new", "b": b"new"})
    assert files_in(tmp_path) == {"out/a"}
    assert (tmp_path / "out" / "a").read_bytes() == b"old"


@pytest.mark.parametrize("arguments", [("portalrb", "x", "-o"), ("workbook", "x", "--form", str(BLANK), "-o")])
def test_places_that_cannot_be_written(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A sentence, no traceback, nothing left behind."""
    command, _, *rest = arguments
    target = tmp_path / "missing" / "out.xlsx"
    done = run("export", command, VALID / "wbk.xlsx", *rest, target)
    assert (done.returncode, b"Traceback" in done.stderr) == (USAGE, False)
    assert b"there is no such file or folder" in done.stderr
    assert b".zi-score." not in done.stderr


def test_the_form_is_filled_by_the_command(tmp_path: Path) -> None:
    """From a workbook and from answers; what the form does not take is named; the form itself is not touched."""
    form = tmp_path / "formulir.xlsx"
    form.write_bytes(FORM)
    for source, name in (
        (VALID / "three-assessors.xlsx", "a"),
        (ROOT / "worksheets/portalrb/jawaban-unit/bkk-02.json", "b"),
    ):
        done = run("export", "workbook", source, "--form", form, "-o", tmp_path / f"{name}.xlsx")
        assert done.returncode == 0, done.stderr
        assert (b"answers of TPN: 126" in done.stderr) == (name == "a")
        assert b"fill in name and target" in done.stderr
    assert form.read_bytes() == FORM
    verdicts = [evaluate(tmp_path / f"{name}.xlsx").assessments for name in "ab"]
    assert [[(a.assessor.value, str(a.total.score)) for a in each] for each in verdicts] == [
        [("tpi", "743/8"), ("unit", "1545/16")],
    ] * 2


def test_what_the_form_command_refuses(tmp_path: Path) -> None:
    """Each with its exit code; the output is not there afterwards."""
    form, out = tmp_path / "formulir.xlsx", tmp_path / "out.xlsx"
    form.write_bytes(changed_form(lambda sheet: sheet.insert_rows(60)))
    wbk, old = VALID / "wbk.xlsx", VALID / "52-2014-wbk.xlsx"
    for arguments, code in (
        ((wbk, "--form", form, "-o", out), USAGE),
        ((wbk, "--form", form, "-o", tmp_path / "out.xls"), USAGE),
        ((wbk, "--form", form, "-o", form, "--force"), USAGE),
        ((old, "--form", BLANK, "-o", out), USAGE),
        ((wbk, "--form", tmp_path / "missing.xlsx", "-o", out), UNREADABLE),
    ):
        done = run("export", "workbook", *arguments)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr
    assert not out.exists()


def test_a_regulation_without_numbers(tmp_path: Path) -> None:
    """52/2014 is not asked by PortalRB: a sentence, and exit code 2."""
    done = run("export", "portalrb", VALID / "52-2014-wbk.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"has no numbers in PortalRB" in done.stderr) == (USAGE, True)


def test_a_form_in_another_format(tmp_path: Path) -> None:
    """An .xls has no XML to write into."""
    done = run(
        "export",
        "workbook",
        VALID / "wbk.xlsx",
        "--form",
        ROOT / "worksheets/broken/formulas-not-audited.xls",
        "-o",
        tmp_path / "out.xls",
    )
    assert (done.returncode, b"must be an .xlsx or .xlsm" in done.stderr) == (USAGE, True)


def test_the_form_need_not_be_saved_by_us() -> None:
    """A workbook with macros stays one: its other parts are copied as they are."""
    parts = parts_of(FORM) | {"xl/vbaProject.bin": b"\x00macro"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    copy = parts_of(in_form(submission_of(document(17, "Balai Contoh", SOUND)), stream.getvalue()))
    assert copy["xl/vbaProject.bin"] == b"\x00macro"
    assert isinstance(load_workbook(io.BytesIO(FORM)), Workbook)


def test_damaged_sources_are_told(tmp_path: Path) -> None:
    """One unreadable workbook among others does not end the export."""
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04rusak")
    shutil.copy(VALID / "wbk.xlsx", tmp_path)
    done = run("export", "portalrb", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == UNREADABLE
    assert len(files_in(tmp_path / "out")) == 3
    with pytest.raises(Unreadable):
        read_submission(tmp_path / "a.xlsx", RULESET)
