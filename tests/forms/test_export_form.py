"""The ministry's form, filled in: only its fixed cells change, and a form of another kind is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import BLANK, RULESET, VALID
from defusedxml.ElementTree import fromstring
from exported import FORM, answers, blank, changed_form, in_form, parts_of, submission_of
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from workbooks import content

from worksheets.drafts import SOUND
from worksheets.portalrb import document
from zi_score.forms.carried import carried
from zi_score.forms.filled_form import FormError, differences, filled, room_of, shows_old_figures
from zi_score.forms.sheet_cells import UnfillableError, with_cells
from zi_score.law.portalrb import numbered
from zi_score.model.language import use_language
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_submission

MINISTRY = Path(__file__).parents[3] / "shared" / "worksheets" / "portalrb-jawaban-blank.xlsx"
NEEDS_MINISTRY = pytest.mark.skipif(not MINISTRY.exists(), reason="the ministry's form is not part of the project")


@pytest.fixture
def english() -> Iterable[None]:
    """Speak English."""
    use_language("en")
    yield
    use_language("id")


# The form -----------------------------------------------------------------------------------------


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
