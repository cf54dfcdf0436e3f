"""The annotated copy: findings stand where they are, the submitted file stays as it is, and so does its content."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from annotated_copies import (
    HEADER_ROW,
    annotated,
    copied,
    found_in,
    laden,
    opened,
    parts,
    replaced_part,
    said,
    small,
    table,
)
from conftest import VALID, of_each_sort, worksheets
from formats import values_of
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from recalculate import Recalculated, libreoffice
from workbooks import content as saved

from zi_score.api.one import check
from zi_score.forms.annotated.workbook import AUTHOR, render
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.language import use_language


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
