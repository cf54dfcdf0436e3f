"""Annotated copies of workbooks of every kind: texts that mean harm, and what a copy cannot hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
import xlwt
from annotated_copies import (
    HEADER_ROW,
    WORKBOOK_TYPE,
    copied,
    found_in,
    laden,
    parts,
    patched,
    replaced_part,
    said,
    small,
    with_macros,
)
from conftest import VALID
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter
from workbooks import answered, book, lines
from workbooks import content as saved

from zi_score.forms.annotated.package import lost_parts, suffix_of
from zi_score.forms.annotated.workbook import UncopyableError, render
from zi_score.model.findings import finding
from zi_score.model.language import use_language

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "_x0007_bel _x001B_[31m",
    "A\u202eB ::error::%0A`x`",
    "@SUM(1)",
)
STRICT = {
    b"schemas.openxmlformats.org/spreadsheetml/2006/main": b"purl.oclc.org/ooxml/spreadsheetml/main",
    b"schemas.openxmlformats.org/officeDocument/2006/rel": b"purl.oclc.org/ooxml/officeDocument/rel",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, then the default again."""
    use_language("en")
    yield
    use_language("id")


# Texts that somebody else wrote ---------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_stay_texts(hostile: str) -> None:
    """What a unit typed is quoted as text: no formula, no markup, no control character."""
    workbook, cells = book(answered(lines()))
    sheet = workbook.worksheets[0]
    cell = sheet[cells["A.I.1.i.a"]]
    cell.value, cell.data_type = hostile, "s"
    content = saved(workbook)
    findings = found_in(content)
    assert any(each.cell == f"Jawaban!{cell.coordinate}" for each in findings)
    raw = parts(render(content, findings, keep_macros=False))
    copy = copied(content, *findings)
    assert copy["Jawaban"][cell.coordinate].data_type == "s"
    assert copy["Jawaban"][cell.coordinate].value == hostile
    assert b"<f>" not in raw["xl/worksheets/sheet1.xml"]
    assert b"<script" not in b"".join(part for name, part in raw.items() if "sheet1" in name or "comments" in name)
    for row in copy["Findings"].iter_rows(min_row=HEADER_ROW + 1):
        for each in row:
            assert each.data_type in ("s", "n")
            assert all(char.isprintable() or char == "\n" for char in str(each.value))
    assert all(char.isprintable() or char == "\n" for char in said(copy["Jawaban"], cell.coordinate))


@pytest.mark.parametrize("field", ["code", "cell", "path"])
@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1", "@x", "a\x00\x08b", "\ud800", "\ufffe", "x" * 40_000])
def test_every_field_of_a_finding_is_safe(field: str, text: str) -> None:
    """Whatever field it stands in, the copy opens and the text is no formula."""
    details = {"path": "x", field: text}
    copy = copied(small(), finding("file-empty", **details))
    assert all(each.data_type != "f" for row in copy["Findings"].iter_rows() for each in row)


# Kinds of workbooks, and what is lost ---------------------------------------------------------


def test_macros_are_kept_and_not_touched() -> None:
    """The VBA project is the same, byte for byte, and the copy is a workbook with macros."""
    content = with_macros((VALID / "half-empty.xlsx").read_bytes())
    assert suffix_of(content) == ".xlsm"
    copy = render(content, found_in(content), keep_macros=True)
    assert parts(copy)["xl/vbaProject.bin"] == parts(content)["xl/vbaProject.bin"]
    assert suffix_of(copy) == ".xlsm"
    assert lost_parts(content, copy) == []
    assert lost_parts(content, render(content, [], keep_macros=False)) == ["macros"]


SHEET = "xl/worksheets/sheet1.xml"
X14 = b'<ext xmlns:x14="urn:x14" uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}">%s</ext>'
DRAWN = (
    b'<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0'
    b"</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0"
    b"</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro=''><xdr:nvSpPr><xdr:cNvPr "
    b"id='9' name='K'/><xdr:cNvSpPr txBox='1'/></xdr:nvSpPr><xdr:spPr/></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
)


def extended(markup: bytes) -> bytes:
    """Return a workbook with an extension that openpyxl does not know."""
    extension = b"<extLst>" + X14 % markup + b"</extLst></worksheet>"
    return patched(laden(), **{SHEET: (b"</worksheet>", extension)})


def in_drawing() -> bytes:
    """Return a workbook with a text box beside its chart."""
    return patched(laden(), **{"xl/drawings/drawing1.xml": (b"</wsDr>", DRAWN + b"</wsDr>")})


LOST: dict[str, tuple[bytes, str]] = {
    "dropdown": (extended(b"<x14:dataValidation type='list'/>"), "dropdown lists that take their choices"),
    "format": (extended(b"<x14:cfRule/>"), "newer conditional formats"),
    "sparkline": (extended(b"<x14:sparkline/>"), "sparklines"),
    "text box": (in_drawing(), "shapes and text boxes"),
    "slicer": (patched(laden(), {"xl/slicers/slicer1.xml": b"<a/>"}), "slicers"),
    "thread": (patched(laden(), {"xl/threadedComments/threadedComment1.xml": b"<a/>"}), "comment threads"),
    "signature": (patched(laden(), {"_xmlsignatures/sig1.xml": b"<a/>"}), "digital signatures"),
    "custom": (patched(laden(), {"customXml/item1.xml": b"<a/>"}), "custom XML data"),
    "embedded": (patched(laden(), {"xl/embeddings/oleObject1.bin": b"x"}), "embedded files"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_the_copy_lacks_is_said(name: str) -> None:
    """Each thing that openpyxl drops is named, and nothing that it keeps; the copy is written all the same."""
    content, words = LOST[name]
    [lost] = lost_parts(content, render(content, [], keep_macros=False))
    assert lost.startswith(words)


def test_nothing_is_said_where_nothing_is_lost() -> None:
    """Charts, rich texts, dropdowns, names and formats survive."""
    assert lost_parts(laden(), render(laden(), [], keep_macros=False)) == []


def test_only_what_openpyxl_writes_has_a_suffix() -> None:
    """By content, not by name: people rename files."""
    legacy = io.BytesIO()
    old = xlwt.Workbook()
    old.add_sheet("LKE")
    old.save(legacy)
    template = patched(small(), Content_Types=(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml"))
    binary = patched(small(), Content_Types=(WORKBOOK_TYPE, b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"))
    open_document = patched(b"PK\x05\x06" + bytes(18), {"content.xml": b"<a/>"})
    assert suffix_of(small()) == ".xlsx"
    assert [suffix_of(each) for each in (legacy.getvalue(), template, binary, open_document, b"")] == [None] * 5


def strict() -> bytes:
    """Return a workbook in the strict dialect of the format, which Excel also offers."""
    content = small()
    for name, part in parts(content).items():
        for old, new in STRICT.items():
            part = part.replace(old, new)  # noqa: PLW2901 - one after the other
        content = replaced_part(content, name, part)
    return content


def test_a_workbook_that_openpyxl_cannot_read() -> None:
    """It says so in a sentence without words of the library, instead of a copy without content."""
    with pytest.raises(UncopyableError, match="Strict Open XML Spreadsheet"):
        render(strict(), [], keep_macros=False)
    with pytest.raises(UncopyableError) as refused:
        render(replaced_part(small(), "xl/styles.xml", b"<kosong"), [], keep_macros=False)
    assert "Error" not in str(refused.value)


def with_styled_cells(content: bytes, rows: int, columns: int) -> bytes:
    """Format many rows below the table, and many columns right of it, as people do with whole columns."""
    part = parts(content)["xl/worksheets/sheet1.xml"]
    last = max(map(int, re.findall(rb'<row r="(\d+)"', part)))
    letters = [get_column_letter(number).encode() for number in range(1, columns + 1)]
    below = b"".join(
        b'<row r="%d">%b</row>' % (row, b"".join(b'<c r="%b%d" s="1"/>' % (each, row) for each in letters))
        for row in range(last + 1, last + rows + 1)
    )
    return replaced_part(content, "xl/worksheets/sheet1.xml", part.replace(b"</sheetData>", below + b"</sheetData>"))


def test_formats_far_outside_the_table_are_left_out_and_told() -> None:
    """They take minutes to copy; few of them are kept."""
    content = (VALID / "wbk.xlsx").read_bytes()
    few, many = with_styled_cells(content, 10, 20), with_styled_cells(content, 8_000, 30)
    copies = [render(each, [], keep_macros=False) for each in (few, many)]
    highest = [load_workbook(io.BytesIO(copy)).worksheets[1].max_row for copy in copies]
    plain = load_workbook(io.BytesIO(content)).worksheets[0].max_row
    assert highest[0] == plain + 10
    use_language("en")
    try:
        told_ = [lost_parts(*each) for each in zip((few, many), copies, strict=True)]
    finally:
        use_language("id")
    assert told_ == [[], ["formats of empty cells outside the table"]]
    sheets = [load_workbook(io.BytesIO(each)).worksheets for each in (content, copies[1])]
    for before, after in zip(sheets[0], sheets[1][1:], strict=True):
        assert [[cell.value for cell in row] for row in before.iter_rows()] == [
            [cell.value for cell in row] for row in after.iter_rows(max_row=before.max_row, max_col=before.max_column)
        ]


def test_more_cells_than_can_be_copied_are_refused_in_a_sentence() -> None:
    """Each of them holds something."""
    part = parts(small())["xl/worksheets/sheet1.xml"]
    rows = b"".join(b'<row r="%d">%b</row>' % (row, b'<c r="A%d"><v>1</v></c>' % row * 50) for row in range(100, 8_200))
    content = replaced_part(small(), "xl/worksheets/sheet1.xml", part.replace(b"</sheetData>", rows + b"</sheetData>"))
    with pytest.raises(UncopyableError, match="405,0"):
        render(content, [], keep_macros=False)


def test_outlines_of_columns_by_another_name_are_copied() -> None:
    """SheetJS writes ``level`` where the format says ``outlineLevel``."""
    part = parts(small())["xl/worksheets/sheet1.xml"]
    odd = part.replace(b"<sheetData>", b'<cols><col min="2" max="2" width="9" level="1"/></cols><sheetData>')
    copy = render(replaced_part(small(), "xl/worksheets/sheet1.xml", odd), [], keep_macros=False)
    assert load_workbook(io.BytesIO(copy)).worksheets[1].column_dimensions["B"].outlineLevel == 1
