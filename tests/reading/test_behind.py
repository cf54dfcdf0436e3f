"""What lies behind the values of a sheet: beside openpyxl's full load, on XML written by hand, on harmful files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from conftest import BLANK, ROOT, VALID, of_each_sort
from formats import Change, changed
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from steps import within
from workbooks import answered, book, content, lines

from zi_score import check
from zi_score.model.findings import Unreadable
from zi_score.model.submission import Behind
from zi_score.model.worksheet import Place
from zi_score.reading.file.behind import LARGEST_LOOKED_AT, Package
from zi_score.reading.file.look import look

SOUND = content(book(answered(lines()))[0])
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
BOOK_RELS, SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
EXTERNAL = "xl/externalLinks/_rels/externalLink1.xml.rels"
_SOME = 20
"""Cells of a sheet at which a glance is held against the whole look."""

CALLS_OF_NOTHING = 10_000
CALLS = 1_000_000
CALLS_OF_MANY = 20_000_000
OPENED = Path("/proc/self/fd")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"


def looked_behind(source: Path | bytes) -> Package:
    """Return what can be asked of what lies behind a workbook."""
    return Package(look(source if isinstance(source, bytes) else source.read_bytes(), "lke.xlsx"))


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return a change of one text in a part; the text must stand there."""

    def change(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode(), 1)

    return change


def package(sheet: str, *, rels: str = "", styles: str = "", name: str = "Lembar", strict: bool = False) -> bytes:
    """Return a workbook of one sheet whose XML is written by hand."""
    main, relations = (
        (f"{STRICT}/spreadsheetml/main", f"{STRICT}/officeDocument/relationships") if strict else (MAIN, RELATIONS)
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        target.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{relations}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        target.writestr(
            BOOK,
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        target.writestr(
            BOOK_RELS,
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{relations}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        target.writestr(SHEET, f'<worksheet xmlns="{main}" xmlns:r="{relations}">{sheet}</worksheet>')
        target.writestr(SHEET_RELS, f'<Relationships xmlns="{PACKAGE}">{rels}</Relationships>')
        target.writestr(STYLES, f'<styleSheet xmlns="{main}">{styles}</styleSheet>')
    return stream.getvalue()


def behind(sheet: str, *, rels: str = "", styles: str = "", strict: bool = False) -> Behind:
    """Return what lies behind a sheet whose XML is written by hand."""
    looked = looked_behind(package(sheet, rels=rels, styles=styles, strict=strict))
    found = looked.behind("Lembar")
    assert looked.problem is None
    return found


# beside openpyxl -----------------------------------------------------------------------------------


def assert_as_openpyxl_sees_it(source: Path | bytes) -> int:
    """Compare every sheet with openpyxl's full load; return how many formulas, errors, links there were."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    looked, seen = looked_behind(source), 0
    book, values = load_workbook(stream), load_workbook(stream, data_only=True)
    for sheet in book.worksheets:
        found = looked.behind(sheet.title)
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        formulas = {cell.coordinate: cell.value for cell in cells if cell.data_type == "f"}
        texts = {at: f.text if isinstance(f, ArrayFormula) else f for at, f in formulas.items()}
        assert found.formulas == texts, sheet.title
        computed = values[sheet.title]
        shown = {cell.coordinate: cell for row in computed.iter_rows() for cell in row}
        assert found.errors == {at: cell.value for at, cell in shown.items() if cell.data_type == "e"}
        # openpyxl knows no difference between no value and an empty text.
        assert found.uncomputed <= {at for at in texts if shown[at].value is None}
        assert found.percents == {cell.coordinate for cell in cells if "%" in cell.number_format}
        glance = looked_behind(source)  # which has not looked behind any sheet
        for at in sorted(
            {*sorted(found.percents)[:_SOME], *(cell.coordinate for cell in cells[:: len(cells) // _SOME + 1])}
        ):
            assert glance.shows_percent(Place(sheet.title, at)) == (at in found.percents), at
        links = {
            cell.coordinate: cell.hyperlink.target or f"#{cell.hyperlink.location or ''}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink
        }
        assert found.links == links
        assert found.hidden_rows == {n - 1 for n, row in sheet.row_dimensions.items() if row.hidden}
        hidden = {
            n - 1
            for column in sheet.column_dimensions.values()
            if column.hidden
            for n in range(column.min, column.max + 1)
        }
        assert {n for columns in found.hidden_columns for n in columns} == hidden
        seen += len(texts) + len(found.errors) + len(links)
    assert looked.problem is None
    return seen


SAMPLES = [*(path for folder in ("valid", "field") for path in (ROOT / "worksheets" / folder).glob("*.xlsx")), BLANK]


@pytest.mark.parametrize("path", of_each_sort(sorted(SAMPLES)))
def test_the_worksheets(path: Path) -> None:
    """Every sheet of every sound worksheet of this project, whatever openpyxl knows of it."""
    assert assert_as_openpyxl_sees_it(path) > 50


BROKEN = [
    *("error-value", "wrong-range", "constant-over-formula", "hidden-answers", "external-links", "weight-differs"),
    *("formulas-without-values", "evidence-not-usable", "summary-wrong-row", "answer-cell-merged"),
]


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_worksheets(name: str) -> None:
    """The same for worksheets with a fault behind their values."""
    path = ROOT / "worksheets" / "broken" / f"{name}.xlsx"
    assert_as_openpyxl_sees_it(path)


def rich() -> Workbook:
    """Return a workbook with all that can lie behind values, as openpyxl writes it."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Nilai & <1> 'x'"
    for row in range(1, 21):
        sheet.append([row, f"=A{row}*2", "teks", f"=SUM(A1:A{row})"])
    sheet["E1"] = ArrayFormula("E1:E3", "=A1:A3*2")
    sheet["F1"], sheet["F2"], sheet["F3"] = "#REF!", "#N/A", "bukan #REF!"
    for cell, form in {"A1": "0%", "A2": "0.00%", "A3": "0.0%;[Red]-0.0%", "A4": "0.00", "B5": "#,##0.0 %"}.items():
        sheet[cell].number_format = form
    sheet["Z1"].number_format = "0%"
    sheet["Z2"].fill = PatternFill("solid", "FFFF00")
    for row in (3, 7, 8, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.row_dimensions.group(12, 14, hidden=True)
    sheet.column_dimensions.group("H", "K", hidden=True)
    sheet.column_dimensions["C"].hidden = True
    sheet["G1"], sheet["G2"], sheet["G3"] = "tautan", "ke dalam", "beberapa"
    sheet["G1"].hyperlink = "https://zi.example/a?b=1&c=2"
    sheet["G2"].hyperlink = Hyperlink(ref="G2", location="'Nilai & <1> ''x'''!A1")
    sheet["G3"].hyperlink = "berkas lokal.pdf"
    second = made.create_sheet("  Tidak rapi  ")
    second["A1"], second["B2"] = "='Nilai & <1> ''x'''!A1", "=#REF!+1"
    made.create_sheet("Kosong")
    made.move_sheet("Kosong", -2)
    return made


def test_a_rich_workbook() -> None:
    """Formulas, arrays, errors, percentages, links, hidden rows and columns; odd names, sheets reordered."""
    assert assert_as_openpyxl_sees_it(content(rich())) > 40


def test_the_parts_are_found_by_relations() -> None:
    """Parts may have any name, and targets may begin at the root."""
    whole = content(rich())
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        part, rels = source.read("xl/worksheets/sheet2.xml"), source.read("xl/worksheets/_rels/sheet2.xml.rels")
    moved = changed(
        whole,
        {
            "xl/worksheets/sheet2.xml": None,
            "xl/worksheets/_rels/sheet2.xml.rels": None,
            "xl/lembar/data.xml": part,
            "xl/lembar/_rels/data.xml.rels": rels,
            BOOK_RELS: swapped("/xl/worksheets/sheet2.xml", "/xl/lembar/data.xml"),
            "[Content_Types].xml": swapped("/xl/worksheets/sheet2.xml", "/xl/lembar/data.xml"),
        },
    )
    name = "Nilai & <1> 'x'"
    assert len(looked_behind(moved).behind(name).formulas) == 41
    assert looked_behind(moved).behind(name) is not None
    same, other = looked_behind(whole).behind(name), looked_behind(moved).behind(name)
    assert (same.formulas, same.links, same.percents) == (other.formulas, other.links, other.percents)
    relative = changed(whole, {BOOK_RELS: lambda p: p.replace(b'Target="/xl/', b'Target="')})
    assert looked_behind(relative).behind(name).formulas == same.formulas


def test_shared_formulas() -> None:
    """Only the first cell holds the text; the others follow it, as openpyxl translates it."""
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:C3" si="0">A1+$A$1+A$1+$A1</f>'
        '<v>4</v></c><c r="C1"><f t="shared" si="0"/><v>5</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2">'
        '<f t="shared" si="0"/><v>4</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"></f><v>1</v></c>'
        '</row><row r="4"><c r="D4"><f t="shared" ref="D4:D5" si="1">'
        'SUM(Lembar!A1:A3,"A1")</f><v>3</v></c></row><row r="5"><c r="D5"><f t="shared" si="1"/><v>3</v></c></row>'
        "</sheetData>"
    )
    found = behind(sheet).formulas
    assert found == {
        "B1": "=A1+$A$1+A$1+$A1",
        "C1": "=B1+$A$1+B$1+$A1",
        "B2": "=A2+$A$1+A$1+$A2",
        "B3": "=A3+$A$1+A$1+$A3",
        "D4": '=SUM(Lembar!A1:A3,"A1")',
        "D5": '=SUM(Lembar!A2:A4,"A1")',
    }


def test_a_formula_that_follows_none_is_told() -> None:
    """A cell shares a text that no cell has: what it computes is not known, and the first such cell is named."""
    looked = looked_behind(package('<sheetData><row r="1"><c r="C1"><f t="shared" si="7"/></c></row></sheetData>'))
    assert looked.behind("Lembar").formulas == {}
    assert (looked.problem, looked.hides_formulas) == ("xl/worksheets/sheet1.xml: C1", True)


# written by hand -----------------------------------------------------------------------------------


def test_cells_without_names() -> None:
    """Rows and cells that do not say where they are stand after the one before."""
    sheet = (
        "<sheetData><row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row>"
        '<row r="4"><c><f>A1</f><v>1</v></c><c r="D4"><f>A2</f><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
        "<row><c/><c><f>A3</f></c></row></sheetData>"
    )
    found = behind(sheet)
    assert found.formulas == {"B1": "=A1*2", "A4": "=A1", "D4": "=A2", "B5": "=A3"}
    assert found.errors == {"E4": "#N/A"}
    assert found.uncomputed == {"B5"}


def test_uncomputed() -> None:
    """A formula without a saved value, not one whose value is an empty text."""
    sheet = (
        '<sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>""</f></c><c r="F1" t="e"><f>1/0</f>'
        "<v>#DIV/0!</v></c></row></sheetData>"
    )
    found = behind(sheet)
    assert found.uncomputed == {"A1", "B1"}
    assert set(found.formulas) == {"A1", "B1", "C1", "D1", "E1", "F1"}


def test_strict() -> None:
    """The strict edition of the format has other namespaces."""
    sheet = (
        '<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2" hidden="true"><c r="A2"><f>A1</f><v>1</v>'
        '</c></row></sheetData><hyperlinks><hyperlink ref="A2" r:id="h"/></hyperlinks>'
    )
    link = f'<Relationship Id="h" Type="{STRICT}/x/hyperlink" Target="https://zi.example/" TargetMode="External"/>'
    found = behind(sheet, rels=link, strict=True)
    assert found.formulas == {"A2": "=A1"}
    assert found.hidden_rows == {1}
    assert found.hidden_columns == (range(1, 3),)
    assert found.links == {"A2": "https://zi.example/"}


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ('hidden="1"', True),
        ('hidden="true"', True),
        ('ht="0" customHeight="1"', True),
        ('ht="0.0" customHeight="1"', True),
        ('hidden="0"', False),
        ('hidden="false"', False),
        ('ht="15"', False),
        ("", False),
    ],
)
def test_hidden_rows(attributes: str, is_hidden: bool) -> None:  # noqa: FBT001 - a column of the table
    """A row is hidden by its attribute, or by having no height."""
    found = behind(f'<sheetData><row r="5" {attributes}><c r="A5"><v>1</v></c></row></sheetData>')
    assert found.hidden_rows == ({4} if is_hidden else set())


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ('min="11" max="11" hidden="1"', [10]),
        ('min="2" max="4" hidden="true"', [1, 2, 3]),
        ('min="2" max="2" width="0"', [1]),
        ('min="2" max="2" width="0.0" customWidth="1"', [1]),
        ('min="2" max="2" width="9"', []),
        ('min="2" max="2" hidden="0"', []),
        ('min="5" max="2" hidden="1"', []),
    ],
)
def test_hidden_columns(attributes: str, hidden: list[int]) -> None:
    """Columns stand in groups; without a width they are hidden too."""
    found = behind(f"<cols><col {attributes}/></cols><sheetData/>")
    assert [n for columns in found.hidden_columns for n in columns] == hidden


def test_absurd_columns() -> None:
    """A group of more columns than there are costs nothing."""
    last = "9" * 30
    with within(CALLS_OF_NOTHING):
        found = behind(f'<cols><col min="1" max="{last}" hidden="1"/></cols><sheetData/>')
        assert all(10 not in columns or isinstance(columns, range) for columns in found.hidden_columns)


@pytest.mark.parametrize(
    ("form", "is_percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.0 %;-0.0 %", True),
        ("[Red]0%", True),
        ("0.00", False),
        ("General", False),
        ('0.00"%"', False),
        (r"0.00\%", False),
        ('"100%"', False),
    ],
)
def test_percent_formats(form: str, is_percent: bool) -> None:  # noqa: FBT001 - a column of the table
    """A percent sign multiplies by 100, unless it is a text of the format."""
    quoted = form.replace('"', "&quot;")
    styles = (
        f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{quoted}"/></numFmts><cellStyleXfs><xf numFmtId="9"/>'
        '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    found = behind(
        '<sheetData><row r="1"><c r="A1" s="1"><v>0.9</v></c><c r="B1"><v>1</v></c></row></sheetData>', styles=styles
    )
    assert found.percents == ({"A1"} if is_percent else set())


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" s="1"><v>0.9</v></c>',
        '<c r="A1"><v>0.9</v></c>',
        '<c r="A1" s="1" t="n"><v>0.9</v></c>',
        '<c r="A1" t="n" s="1"><v>0.9</v></c>',
        '<c r="A1" s="1"/>',
        '<c r="A1" s="1"></c>',
        '<c r="A1" s="0"><v>0.9</v></c><c r="A1" s="1"><v>0.8</v></c>',
        '<!-- <c r="A1" s="1"><v>0.9</v></c> --><c r="A1"><v>0.9</v></c>',
        "<c r='A1' s='1'><v>0.9</v></c>",
        '<c s="1"><v>0.9</v></c>',
        '<c r="A11" s="1"><v>0.9</v></c>',
        '<c r="AA1" s="1"><v>0.9</v></c>',
    ],
)
def test_a_glance_at_a_percent_sees_what_the_whole_look_does(cells: str) -> None:
    """A percent format of one cell is seen without the whole sheet, and where it cannot be, with it."""
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    source = package(f'<sheetData><row r="1">{cells}</row></sheetData>', styles=styles)
    found = looked_behind(source).behind("Lembar").percents
    assert looked_behind(source).shows_percent(Place("Lembar", "A1")) == ("A1" in found)


@pytest.mark.parametrize(
    ("number", "is_percent"), [("9", True), ("10", True), ("0", False), ("2", False), ("11", False)]
)
def test_builtin_formats(number: str, is_percent: bool) -> None:  # noqa: FBT001 - a column of the table
    """9 and 10 are the percentages that every program knows."""
    styles = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    found = behind('<sheetData><row r="1"><c r="A1" s="1"><v>0.9</v></c></row></sheetData>', styles=styles)
    assert found.percents == ({"A1"} if is_percent else set())


def test_links() -> None:
    """Links lead outside, inside, or both; one that was set for several cells stands at each of them."""
    sheet = (
        '<sheetData/><hyperlinks><hyperlink ref="P8" r:id="h1"/><hyperlink ref="P10:Q12" r:id="h2"/>'
        '<hyperlink ref="P14" location="\'Bukti 1\'!A1"/><hyperlink ref="P15" r:id="h1" location="bagian"/>'
        '<hyperlink ref="P16" r:id="tidak-ada"/></hyperlinks>'
    )
    rels = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in {"h1": "https://zi.example/?a=1&amp;b=2", "h2": "file:///C:/ZI/SK.pdf"}.items()
    )
    links = behind(sheet, rels=rels).links
    assert links["P8"] == "https://zi.example/?a=1&b=2"
    several = {cell: target for cell, target in links.items() if target == "file:///C:/ZI/SK.pdf"}
    assert set(several) == {"P10", "Q10", "P11", "Q11", "P12", "Q12"}
    assert links["P14"] == "#'Bukti 1'!A1"
    assert links["P15"].startswith("https://zi.example/")


@pytest.mark.parametrize(
    "reference", ["A1:XFD1048576", "A1:A1048576", "", ":", "A1:", "::", "P8 P9", "#REF!", "9" * 99]
)
def test_absurd_links(reference: str) -> None:
    """A link over the whole sheet, or over nothing, costs nothing."""
    with within(CALLS_OF_NOTHING):
        links = behind(f'<sheetData/><hyperlinks><hyperlink ref="{reference}" location="A1"/></hyperlinks>').links
    assert len(links) <= 20_000


def test_array_and_table_formulas() -> None:
    """An array formula has one text; a data table has none."""
    sheet = (
        '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A2">L8:L9*2</f><v>1</v></c><c r="B1">'
        '<f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A1"/><v>1</v></c></row></sheetData>'
    )
    assert behind(sheet).formulas == {"A1": "=L8:L9*2"}


def test_a_formula_with_marks_inside() -> None:
    """Comments and character data do not cut a formula short."""
    sheet = '<sheetData><row r="1"><c r="A1"><f><![CDATA[IF(A2<3,"&","")]]></f><v>1</v></c></row></sheetData>'
    assert behind(sheet).formulas == {"A1": '=IF(A2<3,"&","")'}


# files around it -----------------------------------------------------------------------------------


def test_other_files_and_macros() -> None:
    """Files that the workbook reads, and the part that holds macros."""
    link = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/externalLinkPath" '
        'Target="file:///C:/rekap%202.xlsx" TargetMode="External"/></Relationships>'
    )
    looked = looked_behind(changed(SOUND, {EXTERNAL: link.encode(), "xl/vbaProject.bin": b"\xd0\xcf"}))
    assert looked.external == ("file:///C:/rekap%202.xlsx",)
    assert looked.macros == "xl/vbaProject.bin"
    assert (looked_behind(SOUND).external, looked_behind(SOUND).macros) == ((), None)


def test_old_macros() -> None:
    """Macro sheets of Excel 4 are macros."""
    assert looked_behind(changed(SOUND, {"xl/macrosheets/sheet1.xml": b"<a/>"})).macros == "xl/macrosheets/sheet1.xml"


def test_too_large_a_sheet() -> None:
    """Sheets of more than 64 MB are not looked behind, and that is said."""
    padding = b'<a b="%b"/>' % (b"c" * 2**19) * (LARGEST_LOOKED_AT // 2**19)
    large = changed(SOUND, {SHEET: lambda part: part.replace(b"</worksheet>", padding + b"</worksheet>")})
    assert "64" in (looked_behind(large).problem or "")
    assert looked_behind(large).behind("Jawaban").formulas == {}


def test_sheets_that_are_not_there() -> None:
    """A name that no sheet has is answered with nothing."""
    assert looked_behind(SOUND).behind("Tidak ada").formulas == {}
    assert looked_behind(SOUND).behind("").links == {}


@pytest.mark.skipif(not OPENED.exists(), reason="the system does not list open files")
def test_the_file_is_closed(tmp_path: Path) -> None:
    """A workbook that was checked can be moved and deleted; Windows minds."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(SOUND)
    found = check(path)
    assert path.resolve() not in {target.resolve() for target in OPENED.iterdir()}
    assert found.assessments


# hostile -------------------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or chr(0)};".replace(chr(0), "") * 10}">' for n in range(1, 10))
    + "]><l>&a9;</l>"
)
UNKNOWN = '<?xml version="1.0" encoding="tidak-ada"?>'


def declared(encoding: str) -> Callable[[bytes], bytes]:
    """Return a change that declares another encoding."""
    return lambda part: f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + part.split(b"?>")[-1]


HOSTILE: dict[str, dict[str, Change]] = {
    **{
        f"{kind} in {part}": {part: text}
        for part in (SHEET, STYLES, BOOK_RELS, SHEET_RELS, EXTERNAL, "_rels/.rels")
        for kind, text in {
            "laughs": LAUGHS.encode(),
            "broken": b"<broken",
            "nothing": b"",
            "noise": b"\xff\xfe\x00\x01",
            "unknown encoding": UNKNOWN.encode() + b"<a/>",
            "utf-16": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
            "deep": b"<a>" * 30_000 + b"</a>" * 30_000,
        }.items()
    },
    **{
        f"{encoding} in {part}": {part: declared(encoding)}
        for part in (SHEET, STYLES, BOOK_RELS, BOOK)
        for encoding in ("tidak-ada", "utf-7", "shift_jis", "utf-16", "ebcdic-cp-us", "rot13", "base64", "idna")
    },
    **{f"without {part}": {part: None} for part in (STYLES, BOOK_RELS, "_rels/.rels", "[Content_Types].xml", BOOK)},
    "utf-16 whole": {SHEET: lambda p: p.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")},
    "outside": {BOOK_RELS: swapped("/xl/worksheets/sheet1.xml", "../../../../etc/passwd")},
    "outside too": {"_rels/.rels": lambda p: p.replace(b"xl/workbook.xml", b"file:///etc/passwd")},
    "itself": {BOOK_RELS: swapped("/xl/worksheets/sheet1.xml", "/xl/workbook.xml")},
    "row letters": {SHEET: swapped('<row r="5"', '<row r="x"')},
    "row digits": {SHEET: swapped('<row r="5"', f'<row r="{"9" * 5000}"')},
    "row minus": {SHEET: swapped('<row r="5"', '<row r="-5" hidden="1"')},
    "row foreign digits": {SHEET: swapped('<row r="5"', '<row hidden="1" r="٥"')},
    "cols": {SHEET: swapped("<sheetData>", '<cols><col min="x" max="²" hidden="1"/></cols><sheetData>')},
    "cols minus": {SHEET: swapped("<sheetData>", '<cols><col min="-9" max="-1" hidden="1"/></cols><sheetData>')},
    "cols digits": {SHEET: swapped("<sheetData>", f'<cols><col max="{"9" * 5000}" hidden="1"/></cols><sheetData>')},
    "style letters": {STYLES: swapped('numFmtId="0"', 'numFmtId="x"')},
    "style digits": {STYLES: swapped('numFmtId="0"', f'numFmtId="{"9" * 5000}"')},
    "followers of none": {
        SHEET: swapped("</sheetData>", '<row r="900"><c r="A900"><f t="shared" si="9"/></c></row></sheetData>')
    },
    "follower nowhere": {
        SHEET: swapped(
            "</sheetData>",
            '<row r="900"><c r="A900"><f t="shared" si="9">A1</f></c><c r="9"><f t="shared" si="9"/></c></row>'
            "</sheetData>",
        )
    },
    "shared by nobody's cell": {
        SHEET: swapped(
            "</sheetData>",
            '<row r="900"><c r="??"><f t="shared" si="9">A1</f></c><c r="B900"><f t="shared" si="9"/></c></row>'
            "</sheetData>",
        )
    },
    "shared is broken": {
        SHEET: swapped(
            "</sheetData>",
            '<row r="900"><c r="A900"><f t="shared" si="9">SUM((("A1</f><v>1</v></c>'
            '<c r="B900"><f t="shared" si="9"/><v>1</v></c></row></sheetData>',
        )
    },
    "shared leaves the sheet": {
        SHEET: swapped(
            "</sheetData>",
            '<row r="900"><c r="B900"><f t="shared" si="9">A1+XFD1048576</f><v>1</v></c>'
            '<c r="A900"><f t="shared" si="9"/><v>1</v></c></row></sheetData>',
        )
    },
    "nested cells": {SHEET: swapped("<sheetData>", '<sheetData><row r="0"><c r="A1"><c r="B1"><f>1</f></c></c></row>')},
}


def survives(source: bytes) -> bool:
    """Check a workbook, or refuse it with a sentence."""
    try:
        return bool(check(source).assessments)
    except Unreadable as problem:
        return bool(problem.finding.message)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    """Whatever a part holds: a result or a refusal, at once; and what could not be looked at is said."""
    bent = changed(SOUND, HOSTILE[name])
    with within(CALLS):
        assert survives(bent)
        with suppress(Unreadable):
            looked = looked_behind(bent)
            found = looked.behind("Jawaban")
            assert isinstance(found, Behind)
            assert all(isinstance(target, str) for target in looked.external)
            assert looked.problem is None or "\n" not in looked.problem


@pytest.mark.parametrize(
    "name",
    ["laughs in " + SHEET_RELS, "broken in " + SHEET_RELS, "broken in " + STYLES, "shared is broken"],
)
def test_what_cannot_be_looked_at_is_said(name: str) -> None:
    """Where the values can be read and what lies behind them cannot, ``formulas-not-audited`` says so."""
    try:
        found = check(changed(SOUND, HOSTILE[name]))
    except Unreadable:
        return
    assert "formulas-not-audited" in {finding.name for finding in found.findings}


def rows_of(texts: str) -> Callable[[bytes], bytes]:
    """Return a change that puts rows under a sheet's last one."""
    return swapped("</sheetData>", f"{texts}</sheetData>")


def shared_rows(count: int, length: int) -> str:
    """Return a formula and so many cells that share it."""
    text = "+".join(["A1"] * (length // 3))
    first = f'<row r="300"><c r="A300"><f t="shared" si="0" ref="A300:A{300 + count}">{text}</f><v>1</v></c></row>'
    rest = (f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(301, 301 + count))
    return first + "".join(rest)


COSTLY: dict[str, Callable[[int], str]] = {
    "a million hidden rows": lambda part: "".join(f'<row r="{n}" hidden="1"/>' for n in range(300, 1_000_000 // part)),
    "thousands of errors": lambda part: "".join(
        f'<row r="{n}"><c r="T{n}" t="e"><f>T{n - 1}+T{n - 2}</f><v>#REF!</v></c></row>'
        for n in range(300, 300 + 14_700 // part)
    ),
    "errors over ranges": lambda part: "".join(
        f'<row r="{n}"><c r="T{n}" t="e"><f>SUM(T$299:T{n - 1})</f><v>#REF!</v></c></row>'
        for n in range(300, 300 + 5_700 // part)
    ),
    "errors with long formulas": lambda part: "".join(
        f'<row r="{n}"><c r="T{n}" t="e"><f>{"A1+" * 2700}{n}</f><v>#REF!</v></c></row>'
        for n in range(300, 300 + 200 // part)
    ),
    "apostrophes": lambda part: "".join(
        f'<row r="{n}"><c r="K{n}" t="e"><f>{"&apos;" * 8000}{n}</f><v>#REF!</v></c></row>'
        for n in range(300, 300 + 30 // part)
    ),
    "a long formula shared by many": lambda part: shared_rows(15_000 // part, 8_000),
    "a short formula shared by many": lambda part: shared_rows(15_000 // part, 60),
    "many links": lambda _part: "",
}


TENTH = 10
"""The part of it that the normal run takes; what grows with the square shows all the same."""


@pytest.mark.parametrize("name", COSTLY)
def test_never_slow(name: str) -> None:
    """Many of anything costs no more than a few calls for each."""
    with within(CALLS_OF_MANY // TENTH):
        assert survives(costly(name, TENTH))


@pytest.mark.long
@pytest.mark.parametrize("name", COSTLY)
def test_never_slow_in_full(name: str) -> None:
    """The same with as many as a file can hold."""
    with within(CALLS_OF_MANY):
        assert survives(costly(name, 1))


def costly(name: str, part: int) -> bytes:
    """Return a workbook with many of something, or a part of them."""
    change = rows_of(COSTLY[name](part))
    links = "".join(f'<hyperlink ref="A1:J{1000 - n % 7}" location="A{n}"/>' for n in range(3000))
    if name == "many links":
        change = swapped("</sheetData>", f"</sheetData><hyperlinks>{links}</hyperlinks>")
    return changed(SOUND, {SHEET: change})


def test_a_data_sheet_beside_the_form() -> None:
    """20,000 rows of texts in a sheet that reads one score of the LKE cost a few calls each."""
    made, _ = book(answered(lines()))
    data = made.create_sheet("Data")
    for number in range(20_000):
        data.append([f"kegiatan nomor {number} tentang manajemen perubahan", "Penguatan Akuntabilitas", number, "ya"])
    data["F1"] = "=Jawaban!O4"
    bent = content(made)
    with within(CALLS_OF_MANY):
        assert check(bent).assessments


def test_from_a_path_and_from_bytes() -> None:
    """Both give the same."""
    path = VALID / "wbk.xlsx"
    one, two = looked_behind(path), looked_behind(path.read_bytes())
    with closing(load_workbook(path, read_only=True)) as opened:
        for name in opened.sheetnames:
            assert one.behind(name).formulas == two.behind(name).formulas
            assert one.behind(name).percents == two.behind(name).percents
