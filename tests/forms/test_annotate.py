"""The annotated copy: findings stand where they are, the submitted file stays as it is, and so does its content."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import xlwt
from conftest import FIELD, RULESET_FOLDER, VALID, of_each_sort, run, worksheets
from formats import values_of
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from recalculate import Recalculated, libreoffice
from workbooks import answered, book, lines
from workbooks import content as saved

from zi_score.api.one import check
from zi_score.forms.annotated.package import lost_parts, suffix_of
from zi_score.forms.annotated.workbook import AUTHOR, UncopyableError, render
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.language import use_language

DONE, USAGE, UNREADABLE = 0, 2, 3
HEADER_ROW = 3
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
WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, then the default again."""
    use_language("en")
    yield
    use_language("id")


@pytest.fixture(scope="module", params=of_each_sort(worksheets()))
def path(request: pytest.FixtureRequest) -> Path:
    """Return a worksheet; of the module, so that all tests of one follow each other, and its copy is made once."""
    worksheet: Path = request.param
    return worksheet


# Helpers --------------------------------------------------------------------------------------


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


# Comments -------------------------------------------------------------------------------------


def test_every_finding_stands_at_its_cell(path: Path) -> None:
    """The cells with our comments are those that findings name, and each says all of its findings."""
    findings = found_in(path.read_bytes())
    copy = opened(path)
    expected: dict[str, list[Finding]] = {}
    for each in findings:
        for place in each.places:
            sheet, _, cell = place.rpartition("!")
            expected.setdefault(f"{sheet}!{anchor(copy[sheet], cell)}", []).append(each)
    comments = {
        f"{sheet.title}!{cell.coordinate}": cell.comment
        for sheet in copy.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and cell.comment.author == AUTHOR
    }
    assert comments.keys() == expected.keys()
    for place, there in expected.items():
        for each in there:
            text = comments[place].text
            assert each.message in text
            assert each.tip in text
            assert each.name in text
            assert f"{each.severity.upper()}: " in text


def anchor(sheet: Worksheet, cell: str) -> str:
    """Return the cell that shows the value of this one."""
    for area in sheet.merged_cells.ranges:
        if cell in area:
            return str(area.start_cell.coordinate)
    return cell


def test_several_findings_share_one_comment_worst_first() -> None:
    """A cell has one comment; it names all, the worst first."""
    notice, error = (finding(name, cell="LKE!K8", **details) for name, details in NAMED)
    sheet = copied(small(), notice, error)["LKE"]
    text = said(sheet, "K8")
    assert text.index(error.message) < text.index(notice.message)
    assert sheet["K8"].comment.author == AUTHOR


NAMED: tuple[tuple[str, dict[str, str]], ...] = (
    ("blank-lke-sheet-ignored", {"sheet": "LKE"}),
    ("file-empty", {"path": "lke.xlsx"}),
)


def test_a_comment_of_the_submitter_stays_above_ours() -> None:
    """What the unit wrote stands first; comments on other cells keep text and author."""

    def write(sheet: Worksheet) -> None:
        sheet["K8"].comment = Comment("Sudah dibahas\nbaris dua", "Budi")
        sheet["B2"].comment = Comment("biarkan", "Sari")

    sheet = copied(small(write), finding("file-empty", cell="LKE!K8", path="x"))["LKE"]
    assert said(sheet, "K8").startswith("Sudah dibahas\nbaris dua\n\n[zi_score]\nERROR: ")
    assert (sheet["B2"].comment.text, sheet["B2"].comment.author) == ("biarkan", "Sari")


def test_annotating_a_copy_again_leaves_nothing_stale() -> None:
    """A copy that was mended and sent in loses our old comments, not the submitter's."""

    def write(sheet: Worksheet) -> None:
        sheet["K8"].comment = Comment("Sudah dibahas", "Budi")

    there, gone = (finding("file-empty", cell=f"LKE!{cell}", path="x") for cell in ("K8", "K9"))
    once = render(small(write), [there, gone], keep_macros=False)
    again = copied(once, there)
    assert said(again["LKE"], "K8").count("[zi_score]") == 1
    assert said(again["LKE"], "K8").startswith("Sudah dibahas\n")
    assert again["LKE"]["K9"].comment is None
    assert said(copied(once)["LKE"], "K8") == "Sudah dibahas"


def test_a_merged_cell_is_commented_where_it_shows() -> None:
    """Only the first cell of a merged range can hold a comment."""
    sheet = copied(small(lambda sheet: sheet.merge_cells("J7:L9")), finding("file-empty", cell="LKE!K8", path="x"))[
        "LKE"
    ]
    assert "ERROR" in said(sheet, "J7")
    assert isinstance(sheet["K8"], MergedCell)


def test_a_comment_is_as_tall_as_its_text() -> None:
    """Otherwise the tip is cut off and a person sees the first line only."""
    long = [finding("file-empty", cell="LKE!K8", path=f"{number}" * 50) for number in range(4)]
    heights = {}
    for count in (1, 2, 4):
        drawing = parts(render(small(), long[:count], keep_macros=False))["xl/drawings/commentsDrawing1.vml"]
        heights[count] = int(re.findall(rb"height:(\d+)px", drawing)[0])
    assert 60 < heights[1] < heights[2] < heights[4] < 900


@pytest.mark.parametrize(
    "cell",
    [None, "", "K8", "Tiada!K8", "LKE!", "LKE!nol", "LKE!ZZZZ1", "LKE!A0", "LKE!A9999999", "Grafik!A1", "LKE!K:K"],
)
def test_a_cell_that_is_not_there_is_only_named(cell: str | None) -> None:
    """The finding is in the table without a link, and nothing breaks."""
    workbook = load_workbook(io.BytesIO(small()))
    chart = BarChart()
    chart.add_data(Reference(workbook["LKE"], min_col=1, min_row=1, max_row=2))
    workbook.create_chartsheet("Grafik").add_chart(chart)
    copy = copied(saved(workbook), finding("file-empty", cell=cell, path="x"))
    assert [row[2] for row in table(copy["Findings"])] == [cell or ""]
    assert copy["Findings"].cell(HEADER_ROW + 1, 3).hyperlink is None
    assert not any(c.comment for row in copy["LKE"].iter_rows() for c in row)


def test_a_range_is_commented_at_its_start() -> None:
    """A finding about several cells stands at the first."""
    assert "ERROR" in said(copied(small(), finding("file-empty", cell="LKE!K8:L9", path="x"))["LKE"], "K8")


# The sheet of findings ------------------------------------------------------------------------


def test_the_sheet_lists_all_findings_worst_first(path: Path) -> None:
    """One row each, every column, in the order of severity and then of names, as the other formats."""
    findings = found_in(path.read_bytes())
    sheet = opened(path)["Findings"]
    ranked = sorted(findings, key=lambda each: (list(Severity).index(each.severity), each.name))
    rows = table(sheet)
    assert [(row[0], row[1], row[2], row[4], row[5], row[6], row[7]) for row in rows] == [
        (f.severity, f.code or "", f.cell or "", f.message, f.tip, f.name, f.citation) for f in ranked
    ]
    assert all(bool(row[3]) == bool(each.assessor) for row, each in zip(rows, ranked, strict=True))
    assert str(sheet["A1"].value).startswith("Findings: ")


def test_the_sheet_opens_first_and_alone() -> None:
    """The reader sees it on opening; one selected sheet, so that typing changes one."""
    copy = copied((VALID / "as-typed.xlsx").read_bytes())
    assert copy.active.title == copy.sheetnames[0] == "Findings"
    assert [sheet.sheet_view.tabSelected for sheet in copy.worksheets] == [True] + [False] * (len(copy.worksheets) - 1)


def test_the_sheet_can_be_worked_with() -> None:
    """Filter over the whole table, header fixed and repeated on A4, wrapped texts in rows tall enough."""
    content = (VALID / "as-typed.xlsx").read_bytes()
    findings = found_in(content)
    sheet = copied(content, *findings)["Findings"]
    assert sheet.auto_filter.ref == f"A{HEADER_ROW}:H{HEADER_ROW + len(findings)}"
    assert sheet.freeze_panes == f"A{HEADER_ROW + 1}"
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    for row in range(HEADER_ROW, HEADER_ROW + len(findings) + 1):
        assert all(sheet.cell(row, column).alignment.wrap_text for column in range(1, 9))
        assert sheet.row_dimensions[row].height > 13


def test_severities_differ_in_grey() -> None:
    """The darker the worse, by far enough for a grey printer."""
    every = [f for s in Severity for f in [Finding(name="file-empty", severity=s, details={"path": "x"})]]
    sheet = copied(small(), *every)["Findings"]
    colours = [str(sheet.cell(HEADER_ROW + number, 1).fill.fgColor.rgb)[-6:] for number in (1, 2, 3)]
    red, green, blue = zip(*(bytes.fromhex(colour) for colour in colours), strict=True)
    grey = [0.3 * r + 0.59 * g + 0.11 * b for r, g, b in zip(red, green, blue, strict=True)]
    assert grey[0] + 20 < grey[1]
    assert grey[1] + 15 < grey[2]


@pytest.mark.parametrize("name", ["LKE", "LKE ZI", "Unit's 2026", "R1C1", "2026", "A!B", "Nilai (TPI) & unit"])
def test_links_lead_to_the_cell(name: str) -> None:
    """A click leads to the cell, whatever the sheet is called."""
    content = small(lambda sheet: setattr(sheet, "title", name))
    copy = copied(content, finding("file-empty", cell=f"{name}!K8", path="x"))
    link = copy["Findings"].cell(HEADER_ROW + 1, 3).hyperlink
    sheet, _, cell = link.location.rpartition("!")
    assert sheet.startswith("'")
    assert sheet.endswith("'")
    assert sheet[1:-1].replace("''", "'") == name
    assert range_boundaries(cell) == (11, 8, 11, 8)
    assert link.target is None
    assert "ERROR" in said(copy[name], "K8")


def test_no_link_into_a_hidden_sheet() -> None:
    """Excel cannot follow it; the cell is named and commented all the same, and the sheet stays hidden."""
    workbook = load_workbook(io.BytesIO(small()))
    workbook.create_sheet("Depan", 0)
    workbook["LKE"].sheet_state = "hidden"
    workbook["LKE"].row_dimensions[8].hidden = True
    copy = copied(saved(workbook), finding("file-empty", cell="LKE!K8", path="x"))
    assert copy["Findings"].cell(HEADER_ROW + 1, 3).hyperlink is None
    assert "ERROR" in said(copy["LKE"], "K8")
    assert copy["LKE"].sheet_state == "hidden"
    assert copy["LKE"].row_dimensions[8].hidden


@pytest.mark.parametrize("taken", ["Findings", "FINDINGS"])
def test_a_sheet_of_that_name_stays(taken: str) -> None:
    """Ours takes another name."""
    content = small(lambda sheet: setattr(sheet, "title", taken))
    copy = copied(content, finding("file-empty", cell=f"{taken}!K8", path="x"))
    assert len(copy.sheetnames) == 2
    assert copy[taken]["K8"].value == "Ya"
    assert copy.sheetnames[0].startswith("Findings")
    assert table(copy.worksheets[0])[0][0] == "error"


def test_the_copy_speaks_the_language_in_use() -> None:
    """Indonesian by default: name of the sheet, severity and texts."""
    use_language("id")
    copy = copied(small(), finding("file-empty", cell="LKE!K8", path="lke.xlsx"))
    assert copy.sheetnames == ["Temuan", "LKE"]
    assert table(copy["Temuan"])[0][0] == "kesalahan"
    assert said(copy["LKE"], "K8").startswith("[zi_score]\nKESALAHAN: ")


# Nothing else changes -------------------------------------------------------------------------


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


def state(sheet: Worksheet) -> dict[str, object]:
    """Return what a sheet holds apart from comments, to compare."""
    look = looks()
    return {
        "cells": {
            cell.coordinate: (cell.value, cell.data_type, cell.number_format, look(cell))
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell, Cell) and (cell.value is not None or cell.has_style)
        },
        "columns": {key: (size.width, size.hidden) for key, size in sheet.column_dimensions.items()},
        "rows": {key: (size.height, size.hidden) for key, size in sheet.row_dimensions.items() if size.height},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "validations": [repr(rule) for rule in sheet.data_validations.dataValidation],
        "formats": sorted((str(area.sqref), len(area.rules)) for area in sheet.conditional_formatting),
        "hidden": sheet.sheet_state,
        "protected": sheet.protection.sheet,
        "panes": sheet.freeze_panes,
        "printed": (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation),
        "charts": len(sheet._charts),  # noqa: SLF001 - openpyxl tells it nowhere else
        "filter": sheet.auto_filter.ref,
        "names": sorted(sheet.defined_names),
    }


def looks() -> Callable[[Cell], tuple[str, ...]]:
    """Return what tells a cell's style as texts; cells share their styles, so each is written once."""
    known: dict[int, tuple[str, ...]] = {}

    def look(cell: Cell) -> tuple[str, ...]:
        if cell.style_id not in known:
            known[cell.style_id] = tuple(
                map(repr, (cell.font, cell.fill, cell.border, cell.alignment, cell.protection))
            )
        return known[cell.style_id]

    return look


def assert_unchanged(content: bytes, copy: bytes) -> None:
    """Formulas, their stored values, styles, dropdowns, sizes, names: all as submitted, beside one sheet more."""
    before, after = (load_workbook(io.BytesIO(each), rich_text=True) for each in (content, copy))
    assert after.sheetnames[1:] == before.sheetnames
    assert sorted(after.defined_names) == sorted(before.defined_names)
    for sheet in before.sheetnames:
        assert state(after[sheet]) == state(before[sheet]), sheet
    stored, kept = values_of(content), values_of(copy)
    assert {name: kept[name] for name in stored} == stored


def test_the_content_of_the_workbook_is_unchanged(path: Path) -> None:
    """Of every worksheet."""
    assert_unchanged(path.read_bytes(), annotated(path.read_bytes()))


def test_the_content_of_a_laden_workbook_is_unchanged() -> None:
    """With all that a sheet may hold besides."""
    assert_unchanged(laden(), render(laden(), (), keep_macros=False))


def test_the_copy_is_evaluated_like_the_workbook(path: Path) -> None:
    """Nothing in the copy confuses the reader: same unit, scores, verdict and findings, without recalculation."""
    content = path.read_bytes()
    before, after = (check(each, path="lke.xlsx") for each in (content, annotated(content)))
    same = {"source": before.source, "recognition": before.recognition}
    assert after.source.sha256 != before.source.sha256
    assert after.model_copy(update=same) == before


@pytest.mark.parametrize("value", ["teks & <tanda", True, False, 0.1, 1e-7, 12, "#DIV/0!"])
def test_stored_values_of_formulas_stay(value: object) -> None:
    """Text, number, truth and error come back with their type; a preview shows them."""
    kind = {str: "str", bool: "b"}.get(type(value), "n") if value != "#DIV/0!" else "e"
    text = str(int(value)) if isinstance(value, bool) else str(value).replace("&", "&amp;").replace("<", "&lt;")
    content = small(lambda sheet: sheet.__setitem__("A2", '=IF(A1="<",1,2)'))
    sheet = parts(content)["xl/worksheets/sheet1.xml"].decode()
    formula = re.search(r'<c r="A2"><f>(.*?)</f><v ?/></c>', sheet)
    assert formula
    stored = f'<c r="A2" t="{kind}"><f>{formula[1]}</f><v>{text}</v></c>'
    content = replaced_part(content, "xl/worksheets/sheet1.xml", sheet.replace(formula[0], stored).encode())
    copy = render(content, [], keep_macros=False)
    assert stored in parts(copy)["xl/worksheets/sheet2.xml"].decode()


def written(folder: Path) -> list[Path]:
    """Write the copy that another program is to open."""
    use_language("en")
    path = folder / "as-typed.xlsx"
    path.write_bytes(annotated((VALID / path.name).read_bytes()))
    return [path]


@libreoffice(written)
def test_another_program_opens_the_copy(recalculated: Recalculated) -> None:
    """LibreOffice keeps sheet, comments and links, and what it writes is evaluated as before."""
    before = check(VALID / "as-typed.xlsx")
    [path] = recalculated(written)
    book_ = load_workbook(path)
    assert book_.sheetnames[0] == "Findings"
    place = next(each for each in before.findings if each.cell)
    sheet, _, cell = str(place.cell).rpartition("!")
    assert place.message in said(book_[sheet], cell)
    rows = [row for row in table(book_["Findings"]) if any(row)]
    assert len(rows) == len(before.findings)
    assert any(book_["Findings"].cell(row, 3).hyperlink for row in range(HEADER_ROW + 1, HEADER_ROW + len(rows) + 1))
    after = check(path)
    assert after.verdict == before.verdict
    assert [a.total.score for a in after.assessments] == [a.total.score for a in before.assessments]
    errors = {(f.name, f.code) for f in before.findings if f.severity is Severity.ERROR}
    assert {(f.name, f.code) for f in after.findings if f.severity is Severity.ERROR} <= errors


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


# The command ----------------------------------------------------------------------------------


def submitted(folder: Path, content: bytes, name: str = "lke.xlsx") -> Path:
    """Put a submitted workbook into a folder."""
    path = folder / name
    path.write_bytes(content)
    return path


def hash_of(path: Path) -> str:
    """Return what tells whether a file was touched."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"


def told(arguments: list[str | Path], code: int, *words: str) -> str:
    """Run a command line; its code, nothing on standard output, one line on standard error with these words."""
    done = run("annotate", *arguments)
    text = done.stderr.decode()
    assert done.returncode == code, text
    assert done.stdout == b""
    assert len(text.strip().splitlines()) == 1, text
    assert "Traceback" not in text
    for word in words:
        assert word in text
    return text


@pytest.mark.parametrize("source", [VALID / "wbk.xlsx", VALID / "as-typed.xlsx", FIELD / "field-lke-zi.xlsx"])
def test_annotate_writes_a_copy(tmp_path: Path, source: Path) -> None:
    """Findings or not, the exit code is 0; the submitted file is not touched."""
    path, copy = submitted(tmp_path, source.read_bytes()), tmp_path / "salinan.xlsx"
    before, count = hash_of(path), len(check(path).findings)
    told([path, "-o", copy], DONE, "Written", str(copy), f"findings: {count}")
    assert hash_of(path) == before
    assert len([row for row in table(load_workbook(copy)["Findings"]) if any(row)]) == count
    assert sorted(tmp_path.iterdir()) == sorted([path, copy])


def test_annotate_keeps_macros(tmp_path: Path) -> None:
    """An .xlsm becomes an .xlsm; any other ending is refused, since Excel would not open it."""
    path = submitted(tmp_path, with_macros((VALID / "wbk.xlsx").read_bytes()), "lke.xlsm")
    told([path, "-o", tmp_path / "b.xlsm"], DONE, "Written")
    assert "xl/vbaProject.bin" in parts((tmp_path / "b.xlsm").read_bytes())
    told([path, "-o", tmp_path / "b.xlsx"], USAGE, "b.xlsx", ".xlsm")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "c.xlsm"], USAGE, "c.xlsm", ".xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "c"], USAGE, ".xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "D.XLSX"], DONE)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["D.XLSX", "b.xlsm", "lke.xlsm"]


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("way", ["same", "dots", "symlink", "hardlink", "link to it"])
def test_annotate_never_writes_into_the_submitted_file(tmp_path: Path, way: str, force: list[str]) -> None:
    """However the two are spelt, with --force too."""
    path = submitted(tmp_path, (VALID / "wbk.xlsx").read_bytes())
    other = tmp_path / "lain.xlsx"
    if way == "hardlink":
        os.link(path, other)
    elif "link" in way:
        other.symlink_to(path)
    target = {"same": path, "dots": tmp_path / ".." / tmp_path.name / path.name}.get(way, other)
    source, target = (other, path) if way == "link to it" else (path, target)
    before = hash_of(path)
    told([source, "-o", target, *force], USAGE, "read as an input")
    assert hash_of(path) == before


def test_annotate_overwrites_only_when_forced(tmp_path: Path) -> None:
    """Somebody's file of that name is not lost."""
    copy = submitted(tmp_path, b"somebody's", "salinan.xlsx")
    told([VALID / "wbk.xlsx", "-o", copy], USAGE, "salinan.xlsx", "--force")
    assert copy.read_bytes() == b"somebody's"
    told([VALID / "wbk.xlsx", "-o", copy, "--force"], DONE)
    assert load_workbook(copy).sheetnames[0] == "Findings"


def test_annotate_refuses_what_openpyxl_cannot_write(tmp_path: Path) -> None:
    """An old workbook that is read well is refused with what to do about it."""
    old = xlwt.Workbook()
    sheet = old.add_sheet("Jawaban")
    for row in book(answered(lines()))[0].worksheets[0].iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.write(cell.row - 1, cell.column - 1, cell.value)
    path = tmp_path / "lke.xls"
    old.save(str(path))
    assert check(path).assessments
    told([path, "-o", tmp_path / "b.xlsx"], USAGE, "lke.xls", "save it as .xlsx")
    assert list(tmp_path.iterdir()) == [path]


def test_annotate_of_what_cannot_be_read(tmp_path: Path) -> None:
    """Exit 3 with the sentence of the finding, and no copy."""
    broken = submitted(tmp_path, b"PK\x03\x04rusak")
    copy = tmp_path / "b.xlsx"
    told([broken, "-o", copy], UNREADABLE, "lke.xlsx")
    told([tmp_path / "tiada.xlsx", "-o", copy], UNREADABLE, "tiada.xlsx")
    told([tmp_path, "-o", copy], UNREADABLE, str(tmp_path))
    told([VALID / "wbk.xlsx", "--sheet", "Lembar", "-o", copy], UNREADABLE, "Lembar")
    no_lke = submitted(tmp_path, small(), "tanpa.xlsx")
    told([no_lke, "-o", copy], UNREADABLE, "tanpa.xlsx")
    odd = replaced_part((VALID / "wbk.xlsx").read_bytes(), "docProps/core.xml", b"<kosong")
    told([submitted(tmp_path, odd, "aneh.xlsx"), "-o", copy], UNREADABLE, "aneh.xlsx", "cannot be copied")
    assert not copy.exists()


def test_annotate_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there, a ruleset that is none, a name too long."""
    told([VALID / "wbk.xlsx", "-o", tmp_path / "tiada" / "b.xlsx"], USAGE, "b.xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "b.xlsx", "--ruleset", "none"], USAGE, "none")
    told([VALID / "wbk.xlsx", "-o", tmp_path / f"{'b' * 300}.xlsx"], USAGE, "bbb")
    assert list(tmp_path.iterdir()) == []


def test_annotate_says_what_is_lost(tmp_path: Path) -> None:
    """A second line names what the copy lacks."""
    path = submitted(tmp_path, patched((VALID / "wbk.xlsx").read_bytes(), {"customXml/item1.xml": b"<a/>"}))
    done = run("annotate", path, "-o", tmp_path / "b.xlsx")
    first, second = done.stderr.decode().strip().splitlines()
    assert done.returncode == DONE
    assert first.startswith("Written")
    assert "custom XML data" in second


def test_annotate_takes_a_ruleset_and_a_sheet(tmp_path: Path) -> None:
    """As evaluate does."""
    told([VALID / "wbk.xlsx", "-o", tmp_path / "b.xlsx", "--sheet", "Jawaban", "--ruleset", RULESET_FOLDER], DONE)
    done = run("annotate", VALID / "wbk.xlsx", "-o", tmp_path / "c.xlsx", "--lang", "id", language=None)
    assert done.returncode == DONE
    assert load_workbook(tmp_path / "c.xlsx").sheetnames[0] == "Temuan"
