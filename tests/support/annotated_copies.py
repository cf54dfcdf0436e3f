"""Annotated copies, and workbooks to annotate, for the tests of both."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import content as saved

from zi_score.api.one import check
from zi_score.forms.annotated.workbook import render
from zi_score.model.findings import Finding

HEADER_ROW = 3
WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def copied(content: bytes, *findings: Finding, keep_macros: bool = False) -> Workbook:
    """Return the annotated copy, opened."""
    return load_workbook(io.BytesIO(render(content, findings, keep_macros=keep_macros)))


@cache
def found_in(content: bytes) -> tuple[Finding, ...]:
    """Return what is found in a workbook."""
    return check(content, path="lke.xlsx").findings


@cache
def annotated(content: bytes) -> bytes:
    """Return the copy with all that is found; several tests look at it."""
    return render(content, found_in(content), keep_macros=False)


@cache
def opened(path: Path) -> Workbook:
    """Return the annotated copy of a worksheet, opened, for tests that change nothing in it."""
    return load_workbook(io.BytesIO(annotated(path.read_bytes())))


def said(sheet: Worksheet, cell: str) -> str:
    """Return the comment of a cell, without which the test fails."""
    comment = sheet[cell].comment
    assert comment is not None, cell
    return str(comment.text)


def small(change: Callable[[Worksheet], None] = lambda _sheet: None) -> bytes:
    """Return a workbook of one sheet ``LKE``, changed."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "LKE"
    sheet["A1"], sheet["K8"] = "kepala", "Ya"
    change(sheet)
    return saved(workbook)


def patched(content: bytes, added: Mapping[str, bytes] | None = None, **replaced: tuple[bytes, bytes]) -> bytes:
    """Return a package with parts added and texts replaced in the parts whose name contains the keyword."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            part = source.read(name)
            for word, (old, new) in replaced.items():
                if word in name:
                    assert old in part, name
                    part = part.replace(old, new, 1)
            package.writestr(name, part)
        for name, part in (added or {}).items():
            package.writestr(name, part)
    return target.getvalue()


def with_macros(content: bytes) -> bytes:
    """Return a workbook as one with a VBA project."""
    relation = (
        b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    override = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    content = patched(content, {"xl/vbaProject.bin": b"\x00VBA\xff" * 99}, Content_Types=(b"</Types>", override))
    content = patched(content, Content_Types=(WORKBOOK_TYPE, MACRO_TYPE))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = package.read("xl/_rels/workbook.xml.rels")
    return replaced_part(content, "xl/_rels/workbook.xml.rels", relations.replace(b"</Relationships>", relation))


def replaced_part(content: bytes, part: str, new: bytes) -> bytes:
    """Return a package with one part's content exchanged."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, new if name == part else source.read(name))
    return target.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def table(sheet: Worksheet) -> list[tuple[str, ...]]:
    """Return the rows of the findings sheet below its header, blanks as empty texts."""
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=8, values_only=True)
    return [tuple(str(value or "") for value in row) for row in rows]


def laden() -> bytes:
    """Return a workbook with whatever a form can hold and openpyxl can build."""

    def write(sheet: Worksheet) -> None:
        sheet["A2"], sheet["A3"] = 7, "=SUM(A2:A2)*2"
        sheet["A4"] = CellRichText("biasa ", TextBlock(InlineFont(b=True), "tebal "), "lagi")
        sheet["A5"] = "=tampak seperti rumus"
        sheet["A5"].data_type = "s"
        sheet["K8"].fill = PatternFill("solid", fgColor="FFEE00")
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["K"].width = 33
        sheet.row_dimensions[4].hidden = True
        sheet.freeze_panes = "B2"
        sheet.merge_cells("C1:D1")
        sheet.protection.sheet = True
        choices = DataValidation("list", formula1='"Ya,Tidak"')
        choices.add("K8")
        sheet.add_data_validation(choices)
        sheet.conditional_formatting.add("K8", CellIsRule("equal", ['"Ya"'], fill=PatternFill(bgColor="00FF00")))
        sheet.parent.defined_names["jawaban"] = DefinedName("jawaban", attr_text="LKE!$K$8")
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=3))
        sheet.add_chart(chart, "M2")

    return small(write)
