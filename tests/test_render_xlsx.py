"""A document as a workbook: what is shown in its cells is what every format says, and texts stay texts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import BROKEN, FIELD, VALID
from displayed import displayed, shown_in
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from recalculate import Recalculated, libreoffice
from reports import HARM
from steps import within

from zi_score.api.one import evaluate
from zi_score.findings import finding
from zi_score.language import LANGUAGES, use_language
from zi_score.report.document import (
    Cell,
    Chart,
    Column,
    Document,
    Findings,
    Lines,
    Link,
    Mark,
    Table,
    Word,
    code_column,
    law_column,
    line,
    name_column,
    number_column,
    text_of,
)
from zi_score.report.documents.evaluation import document
from zi_score.report.render import xlsx_sheet
from zi_score.report.render.inert import LONGEST_TEXT, inert
from zi_score.report.render.xlsx import render, sheet_names
from zi_score.report.render.xlsx_cells import SIGNS, entry
from zi_score.report.render.xlsx_looks import FILLS, height
from zi_score.ruleset import load_ruleset
from zi_score.written import Number, as_ruled, margin, points, share, share_as_ruled, share_difference

PATHS = (
    VALID / "three-assessors.xlsx",
    VALID / "half-empty.xlsx",
    VALID / "52-2014-wbk.xlsx",
    BROKEN / "rounding-hides-a-miss.xlsx",
    FIELD / "field-lke-zi.xlsx",
)
MARKUP = "<r><t>tebal</t></r>"
TEXTS = (*HARM, MARKUP, "-1", "+62 21 000", "=1+1", "_x0007_", "Lembar!A1", "https://contoh.go.id", "007", "baris\ndua")
NUMBERS: tuple[tuple[Cell, object, str, str], ...] = (
    (points(Fraction("74.996"), [Fraction(75)]), 74.996, "0.000", "74,996"),
    (points(Fraction("47.875")), 47.88, "0.00", "47,88"),
    (points(Fraction(1, 200)).toned("good"), 0.01, '0.00" ✓"', "0,01 ✓"),
    (share(Fraction(3, 4)), 0.75, "0.00%", "75,00%"),
    (share(Fraction("0.59996"), [Fraction("0.6")]).toned("bad"), 0.59996, '0.000%" ✗"', "59,996% ✗"),
    (margin(Fraction(-1, 3000)), -0.0003, "+0.0000;-0.0000;+0.0000", "-0,0003"),
    (margin(Fraction(1, 3000)), 0, "+0.00;-0.00;+0.00", "+0,00"),
    (margin(Fraction()).toned("open"), 0, '+0.00" ?";-0.00" ?";0.00" ?"', "0,00 ?"),
    (margin(Fraction(5, 4)), 1.25, "+0.00;-0.00;+0.00", "+1,25"),
    (
        share_difference(Fraction(1, 80)),
        1.25,
        '+0.00" poin persen";-0.00" poin persen";+0.00" poin persen"',
        "+1,25 poin persen",
    ),
    (as_ruled(Fraction(75)), 75, "0", "75"),
    (as_ruled(Fraction("3.6")), 3.6, "0.0", "3,6"),
    (as_ruled(Fraction(-1, 3)), -0.33, '"1/3"', "-1/3"),
    (share_as_ruled(Fraction(3, 5)), 0.6, "0%", "60%"),
    (share_as_ruled(Fraction(2, 3)), 0.6667, '"200/3%"', "200/3%"),
    (113, 113, "0", "113"),
    (-2, -2, "0", "-2"),
    (date(2024, 7, 15), datetime(2024, 7, 15), "[$-421]d mmmm yyyy", "15 Juli 2024"),  # noqa: DTZ001 - as openpyxl has it
    (date(1899, 12, 31), "31 Desember 1899", "General", "31 Desember 1899"),
    (Word("belum", "bad"), "belum", "General", "belum"),
    (Link("[3]", "#source-3"), "[3]", "General", "[3]"),
    (None, None, "General", ""),
)
"""A cell, the value and the format that a workbook has for it, and what is to be seen."""


@cache
def said(path: Path, language: str) -> Document:
    """Return the evaluation of a worksheet as a document."""
    use_language(language)
    evaluation = evaluate(path)
    return document(evaluation, load_ruleset(evaluation.ruleset.id))


@cache
def content(path: Path, language: str) -> bytes:
    """Return the workbook of an evaluation."""
    made = said(path, language)
    use_language(language)
    return render(made)


def opened(made: bytes) -> Workbook:
    """Open a workbook as a spreadsheet program would."""
    return load_workbook(io.BytesIO(made))


def rows_of(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    """Return the cells of a sheet, row by row."""
    return list(book[sheet].iter_rows())


def below(book: Workbook, table: Table) -> tuple[str, list[list[Any]]]:
    """Return the sheet of a table and the cells under its headings, which stand below its title."""
    titles = [column.title for column in table.columns]
    for sheet in book.sheetnames:
        rows = rows_of(book, sheet)
        for number in (number for number, row in enumerate(rows) if row[0].value == table.title):
            for head, first in ((head, first) for head in (number + 1, number + 2) for first in (0, 1)):
                if [cell.value for cell in rows[head][first : first + len(titles)]] == titles:
                    own = rows[head + 1 : head + 1 + len(table.rows)]
                    return sheet, [list(each[first : first + len(titles)]) for each in own]
    raise AssertionError(table.key)


def to_be_seen(cell: Cell) -> str:
    """Return what every format says in a cell, and the sign that a workbook has beside a colour."""
    sign = f" {SIGNS[cell.tone]}" if isinstance(cell, Number) and cell.tone else ""
    return inert(text_of(cell)) + sign


def one_table(cells: Sequence[Cell], *, sheet: bool = True) -> Document:
    """Return a document of one table with one column."""
    columns = (Column("any", "apa saja"),)
    table = Table(key="any", title="Isi", columns=columns, rows=[(cell,) for cell in cells], sheet=sheet)
    return Document("Uji", "Contoh", blocks=(table,))


def charted(*charts: Chart) -> Table:
    """Return a table of shares and counts with charts; its last row has no figures."""
    columns = (
        name_column("part", "bagian"),
        number_column("first", "putaran 1"),
        number_column("second", "putaran 2"),
        number_column("least", "min WBK"),
        number_column("most", "min WBBM"),
        number_column("units", "unit"),
    )
    leasts = share_as_ruled(Fraction(3, 5)), share_as_ruled(Fraction(3, 4))
    rows: list[tuple[Cell, ...]] = [
        (f"Bagian {n}", share(Fraction(n, 10)), share(Fraction(n, 9)), *leasts, n) for n in range(5, 9)
    ]
    return Table(key="t", title="Jum'at & <T!A1>", columns=columns, rows=[*rows, ("fakta", *[None] * 5)], charts=charts)


KINDS = (
    Chart("bars", "b", "Garis!A1", "part", ("first",), ("least", "most"), words="Dua di bawah"),
    Chart("bars", "s", "Dua putaran", "part", ("first", "second")),
    Chart("radar", "r", "Jaring", "part", ("first", "second"), ("least", "most")),
    Chart("histogram", "h", "Sebaran", "part", ("units",), marks=(Mark(Fraction(3, 4), "WBK 75"),)),
    Chart("lines", "l", "Perkembangan", "part", ("first", "second")),
)


# cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_cells_show_what_the_document_says(path: Path, language: str) -> None:
    """Every cell of every table, and every line, shows what all formats say; numbers are numbers."""
    made, book = said(path, language), opened(content(path, language))
    lines = [shown_in(row[0]) for sheet in book.sheetnames for row in rows_of(book, sheet)]
    assert [each for each in (made.title, *(told.text for told in made.head)) if each not in lines] == []
    for block in made.in_format("xlsx"):
        if isinstance(block, Lines):
            assert [told.text for told in block.lines if told.text not in lines] == []
        if isinstance(block, Table):
            sheet, rows = below(book, block)
            assert (sheet != book.sheetnames[0]) == block.sheet
            for cells, own in zip(block.rows, rows, strict=True):
                assert [shown_in(cell, language) for cell in own] == list(map(to_be_seen, cells))
                numbers = [isinstance(cell, Number | int) for cell in cells]
                assert [isinstance(cell.value, int | float) for cell in own] == numbers


@pytest.mark.parametrize(("cell", "value", "form", "seen"), NUMBERS)
def test_a_cell_by_hand(cell: Cell, value: object, form: str, seen: str) -> None:
    """Values are those that are shown, so that nothing rounds them another way, and formats have their decimals."""
    found = rows_of(opened(render(one_table([cell, "."]))), "Isi")[2][0]
    assert (found.value, found.number_format) == (value, form)
    assert displayed(value, form) == seen == to_be_seen(cell)
    assert entry(cell).length == len(seen)


def test_dates_and_differences_are_english_in_english() -> None:
    """Months and words follow the language of the document, whatever that of the program is."""
    use_language("en")
    cells = [date(2021, 12, 31), share_difference(Fraction(-1, 80))]
    found = rows_of(opened(render(one_table(cells))), "Isi")[2:]
    assert [shown_in(row[0], "en") for row in found] == ["31 December 2021", "-1.25 percentage points"]


def test_the_helper_knows_no_format_by_guess() -> None:
    """What the helper of these tests does not know is an error there, so that no cell passes unseen."""
    for form in ("General", "#,##0", "0.00_)", "dd/mm/yyyy"):
        with pytest.raises(ValueError, match="General|#|_|dd"):
            displayed(1.5, form)


def test_tones_are_colours_that_differ_in_grey() -> None:
    """Words and numbers have the fill of their tone; what is bad is bold besides."""
    tones = ("good", "bad", "open", None)
    cells = [*(Word("kata", tone) for tone in tones), *(points(Fraction(1)).toned(tone) for tone in tones)]  # type: ignore[arg-type]  # literals
    found = [row[0] for row in rows_of(opened(render(one_table(cells))), "Isi")[2:]]
    fills = [FILLS[tone].replace("#", "FF") if tone else "00000000" for tone in tones]  # type: ignore[index]  # as above
    assert [cell.fill.fgColor.rgb for cell in found] == fills * 2
    assert [bool(cell.font.bold) for cell in found] == [False, True, False, False] * 2
    weights = (0.299, 0.587, 0.114)
    greys = sorted(
        sum(weight * int(fill[place : place + 2], 16) for weight, place in zip(weights, (1, 3, 5), strict=True))
        for fill in FILLS.values()
    )
    assert all(lighter - darker > 15 for darker, lighter in pairwise(greys))


# texts from elsewhere ------------------------------------------------------------------------------


def hostile() -> Document:
    """Return a document that means harm wherever it holds a text."""
    columns = (code_column("code", "=kode"), *(law_column(f"c{n}", text) for n, text in enumerate(TEXTS)))
    rows = [(text, *(Word(text, "open") for _other in TEXTS)) for text in TEXTS]
    charts = [Chart("bars", "k", text, "c0", ("n",)) for text in TEXTS]
    told = tuple(line(Word(text, "bad"), points(Fraction(1)), depth=n % 3) for n, text in enumerate(TEXTS))
    return Document(
        kind=TEXTS[0],
        title=MARKUP,
        subtitle=TEXTS,
        head=told,
        blocks=(
            Table(key="t", title="=Tabel", about="@tentang", columns=columns, rows=rows),
            *(Lines(key=f"l{n}", title=text, lines=told[:2], sheet=True) for n, text in enumerate(TEXTS)),
            Table(
                key="k",
                title="Jum'at & <T!A1>",
                columns=(name_column("c0", "nama"), number_column("n", MARKUP)),
                rows=[(text, points(Fraction(n))) for n, text in enumerate(TEXTS)],
                charts=tuple(charts),
                sheet=True,
            ),
            Findings(key="f", title="Temuan", findings=(finding("file-empty", code=MARKUP, cell="=A1", path=HARM[0]),)),
        ),
        foot=told,
    )


def test_texts_stay_texts() -> None:
    """Nothing that a text holds becomes a formula, a link, markup or an escape; what looks like a formula is quoted."""
    made = render(hostile())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert len([ET.fromstring(part) for part in parts.values()]) == len(parts)  # noqa: S314 - well-formed, all of them
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert [tag for part in sheets for tag in (b"<f>", b"<f ", b"hyperlink") if tag in part] == []
    assert [name for name in parts if "external" in name] == []
    assert b"<rPh" not in parts["xl/sharedStrings.xml"]
    assert b"<r>" not in parts["xl/sharedStrings.xml"]
    book = opened(made)
    cells = [
        cell for sheet in book.sheetnames for row in rows_of(book, sheet) for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    texts = [cell for cell in cells if cell.data_type == "s"]
    assert set(filter(None, map(inert, TEXTS))) <= {cell.value.strip() for cell in texts}
    assert all(cell.value.replace("\n", " ").isprintable() for cell in texts)
    assert all(bool(cell.quotePrefix) == cell.value.startswith(("=", "+", "-", "@")) for cell in texts)


def test_chart_titles_are_no_references() -> None:
    """XlsxWriter takes a title like ``Lembar!A1`` for a cell; here it stays a title."""
    titles = [part.findtext(".//{*}title//{*}t") for part in charts_of(render(hostile()))]
    assert titles == [inert(text).replace("!A1", "! A1") or None for text in TEXTS]


def test_long_texts_are_cut_at_what_a_cell_holds() -> None:
    """A cell holds so many units of UTF-16, of which some characters take two."""
    found = [row[0].value for row in rows_of(opened(render(one_table(["x" * 40_000, "\U0001f600" * 20_000]))), "Isi")]
    assert [len(text.encode("utf-16-le")) // 2 for text in found[2:]] == [LONGEST_TEXT, LONGEST_TEXT]


def test_names_of_sheets_are_what_excel_takes() -> None:
    """Titles of any kind become names that are short, unlike each other, and free of what Excel refuses."""
    names = list(sheet_names([*TEXTS, *TEXTS, "History", "", "k" * 40, "K" * 40, "\U0001f600" * 31]))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
    assert not any(char in name for name in names for char in "[]:*?/\\")
    assert not any(name.startswith("'") or name.endswith("'") or name.casefold() == "history" for name in names)


# sheets --------------------------------------------------------------------------------------------


def test_what_is_long_has_a_sheet_each() -> None:
    """The summary stands first, then a sheet a block that has one, by its title."""
    made, book = said(PATHS[4], "id"), opened(content(PATHS[4], "id"))
    assert book.sheetnames == ["Ringkasan", *(block.title for block in made.in_format("xlsx") if block.sheet)]
    first = [shown_in(row[0]) for row in rows_of(book, "Ringkasan")]
    assert first[:3] == [made.title, " | ".join((made.kind, *made.subtitle)), made.head[0].text]
    assert book["Ringkasan"]["A3"].fill.fgColor.rgb == FILLS["bad"].replace("#", "FF")
    assert book["Ringkasan"]["A4"].alignment.indent == 1


def test_sheets_are_made_to_be_read_and_printed() -> None:
    """Headings and names stay in view, rows can be filtered, pages are A4 across with headings and numbers."""
    table = charted()
    book = opened(render(Document("Uji", "Contoh", blocks=(one_table(["."]).blocks[0], replaced(table)))))
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.sheet_view.showGridLines
        assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    sheet = book.worksheets[2]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A2:F7", "$2:$2")


def replaced(table: Table) -> Table:
    """Return the table as one with a sheet of its own."""
    return Table(
        key=table.key, title=table.title, columns=table.columns, rows=table.rows, charts=table.charts, sheet=True
    )


def test_a_table_too_wide_for_a_page_is_printed_on_several() -> None:
    """Its columns of names stand on every page."""
    columns = (code_column("code", "kode"), law_column("name", "nama"), *(Column(f"t{n}", f"t{n}") for n in range(9)))
    rows = [("A.I", "Nama", *["kata yang panjang " * 10] * 9)]
    book = opened(
        render(Document("Uji", "Contoh", blocks=(Table(key="t", title="T", columns=columns, rows=rows, sheet=True),)))
    )
    sheet = book.worksheets[1]
    assert (sheet.page_setup.fitToWidth, sheet.freeze_panes, sheet.print_title_cols) == (2, "C3", "$A:$B")


def test_columns_and_rows_have_room_for_their_texts() -> None:
    """No number is wider than its column, which would show signs in its place; long texts have lines enough."""
    for path in PATHS:
        book = opened(content(path, "id"))
        merged = {area.bounds[:2]: area.bounds[2] for sheet in book.worksheets for area in sheet.merged_cells.ranges}
        for sheet in book.worksheets:
            widths = {
                column: dimension.width
                for dimension in sheet.column_dimensions.values()
                for column in range(dimension.min, dimension.max + 1)
            }
            for row in sheet.iter_rows():
                for cell in row:
                    text = shown_in(cell)
                    if isinstance(cell.value, int | float):
                        assert len(text) < widths[cell.column]
                    elif (cell.column, cell.row) not in merged and cell.value:
                        lines = len(text) / (1.4 * widths[cell.column])
                        assert (sheet.row_dimensions[cell.row].height or 15) >= 12 * lines


def test_heights_grow_with_lines() -> None:
    """A row has a line for every line of its longest text, and is never taller than Excel takes."""
    heights = [height([("kata " * words, 20.0), ("x", 5.0)]) for words in (1, 5, 10, 100)]
    assert heights == sorted(set(heights))
    assert height([("satu\ndua\ntiga", 20.0)]) == height([("kata " * 12, 20.0)])
    assert height([("x" * 100_000, 10.0)]) == 409
    assert height([("kata", 20.0)], "title") > height([("kata", 20.0)], "heading") > height([("kata", 20.0)])


def test_findings_are_listed_worst_first() -> None:
    """A row a finding, with its severity, title, name, place, message, tip, assessor and source."""
    names = ("file-empty", "rounding-hides-a-miss", "workbook-total-differs")
    details = {"path": "a", "label": "x", "predicate": "WBK", "shown": "75.00", "exact": "1", "minimum": "75"}
    found = [finding(name, code="A", cell="L!K1", assessor="tpi", **details) for name in names[:1]]
    made = Document("Uji", "Contoh", blocks=(Findings(key="f", title="Temuan", findings=tuple(found), sheet=True),))
    row = [shown_in(cell) for cell in rows_of(opened(render(made)), "Temuan")[2]]
    assert row[2:5] == ["file-empty", "A", "L!K1"]
    assert (row[0], row[5], row[6]) == ("kesalahan", found[0].message, found[0].tip)


def test_where_a_sheet_is_full_its_last_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that just fits is whole; one row more, and the last of the sheet says how many are missing."""
    monkeypatch.setattr(xlsx_sheet, "LAST_ROW", 10)
    whole, over = (rows_of(opened(render(one_table(list(range(count))))), "Isi") for count in (8, 9))
    assert [row[0].value for row in whole[2:]] == list(range(8))
    assert [row[0].value for row in over[2:-1]] == list(range(7))
    assert (len(over), "2" in over[-1][0].value) == (10, True)


# charts --------------------------------------------------------------------------------------------


def charts_of(made: bytes) -> list[ET.Element]:
    """Return the charts of a workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        return [ET.fromstring(package.read(name)) for name in sorted(names, key=lambda name: (len(name), name))]  # noqa: S314 - our own


def referred(book: Workbook, reference: str) -> list[object]:
    """Return the values that a chart refers to."""
    sheet, _mark, place = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(place)
    name = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
    cells = book[name].iter_rows(top, bottom, left, right, values_only=True)  # type: ignore[arg-type]  # never None here
    return [value for row in cells for value in row]


def series_of(book: Workbook, chart: ET.Element) -> Iterator[tuple[str, list[object], list[object]]]:
    """Yield the name, the names below and the values of every series of a chart."""
    for series in chart.iterfind(".//{*}ser"):
        parts = [referred(book, series.findtext(f"{{*}}{part}//{{*}}f", "")) for part in ("tx", "cat", "val")]
        yield str(parts[0][0]), parts[1], parts[2]


@pytest.mark.parametrize("alone", [True, False], ids=["sheet", "summary"])
def test_charts_refer_to_the_columns_of_their_table(*, alone: bool) -> None:
    """Each series is a column of the table, or of lines a row; rows without figures are left out."""
    table = replaced(charted(*KINDS)) if alone else charted(*KINDS)
    made = render(Document("Uji", "Contoh", blocks=(table,)))
    book, charts = opened(made), charts_of(made)
    drawn = [list(series_of(book, chart)) for chart in charts]
    names = [f"Bagian {n}" for n in range(5, 9)]
    columns = {
        column.title: [entry(row[place]).value for row in table.rows[:-1]] for place, column in enumerate(table.columns)
    }
    asked = [["putaran 1", "min WBK", "min WBBM"], ["putaran 1", "putaran 2"]]
    asked += [["min WBK", "min WBBM", "putaran 1", "putaran 2"], ["unit"]]
    for titles, found in zip(asked, drawn[:-1], strict=True):
        assert found == [(title, names, columns[title]) for title in titles]
    assert drawn[-1] == [
        (name, ["putaran 1", "putaran 2"], [columns["putaran 1"][n], columns["putaran 2"][n]])
        for n, name in enumerate(names)
    ]


def test_charts_are_titled_scaled_and_told_apart() -> None:
    """Titles, axes, and dashes that differ where colours do; shares end at the whole, counts have no gaps."""
    table = charted(*KINDS)
    bars, sides, radar, histogram, lines = charts_of(render(Document("Uji", "Contoh", blocks=(table,))))
    assert [chart.findtext(".//{*}title//{*}t") for chart in (bars, sides, radar, histogram, lines)] == [
        "Garis! A1",
        "Dua putaran",
        "Jaring",
        "Sebaran",
        "Perkembangan",
    ]
    for chart in (bars, sides, radar, histogram, lines):
        assert {axis.get("val") for axis in chart.iterfind(".//{*}delete")} <= {"0"}
    for chart, least in ((bars, "0"), (sides, "0"), (radar, "0"), (lines, "0.5")):
        assert (chart.find(".//{*}valAx//{*}min"), chart.find(".//{*}valAx//{*}max")) != (None, None)
        assert [chart.find(f".//{{*}}valAx//{{*}}{end}").get("val") for end in ("min", "max")] == [least, "1"]  # type: ignore[union-attr]  # just seen
    for chart in (bars, radar, lines):
        dashes = [
            [each.get("val") for each in series.iterfind(".//{*}prstDash")] for series in chart.iterfind(".//{*}ser")
        ]
        assert len(set(map(str, dashes))) == len(dashes)
    fills = [series.find("{*}spPr/{*}solidFill/{*}srgbClr").get("val") for series in sides.iterfind(".//{*}ser")]  # type: ignore[union-attr]  # each has one
    assert len(set(fills)) == len(fills)
    assert histogram.find(".//{*}gapWidth").get("val") == "0"  # type: ignore[union-attr]  # it has one
    assert histogram.findtext(".//{*}catAx//{*}title//{*}t") == "WBK 75"


def test_charts_stand_below_their_table_and_say_what_is_to_be_seen() -> None:
    """No chart covers a row of the table or another chart; each has a text for those who cannot see it."""
    made = render(Document("Uji", "Contoh", blocks=(replaced(charted(*KINDS)),)))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        drawing = ET.fromstring(package.read("xl/drawings/drawing1.xml"))  # noqa: S314 - our own
    boxes = []
    for anchor in drawing:
        ends = (anchor.find("{*}from"), anchor.find("{*}to"))
        boxes.append(
            [[int(end.findtext(f"{{*}}{axis}", "")) for axis in ("row", "col")] for end in ends if end is not None]
        )
    assert all(top[0] > 6 for top, _bottom in boxes)
    for n, (top, bottom) in enumerate(boxes):
        for other_top, other_bottom in boxes[n + 1 :]:
            assert bottom[0] < other_top[0] or bottom[1] <= other_top[1] or other_bottom[1] <= top[1]
    words = [each.get("descr") for each in drawing.iterfind(".//{*}cNvPr")]
    assert words == ["Dua di bawah", "Dua putaran", "Jaring", "Sebaran", "Perkembangan"]


def test_a_chart_without_figures_is_left_out_and_lines_need_neighbours() -> None:
    """An empty drawing says nothing; a line through columns that are apart would say something wrong."""
    table = charted(KINDS[0])
    empty = Table(key="e", title="T", columns=table.columns, rows=table.rows[-1:], charts=table.charts)
    assert charts_of(render(Document("Uji", "Contoh", blocks=(empty,)))) == []
    apart = charted(Chart("lines", "l", "Apart", "part", ("first", "least")))
    with pytest.raises(ValueError, match="first, least"):
        render(Document("Uji", "Contoh", blocks=(apart,)))


# bytes ---------------------------------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No part bears the date of the clock, and none waits in a file of the system's temporary folder."""

    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    made = render(hostile())
    assert made == render(hostile())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (None, "1980-01-01T00:00:00Z"),
        (date(2026, 7, 1), "2026-07-01T00:00:00Z"),
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), "2026-07-01T08:30:00Z"),
        (datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=7))), "2026-07-01T01:30:00Z"),
    ],
)
def test_the_moment_stands_in_the_properties(moment: date | None, written: str) -> None:
    """It is what was asked for, in UTC; without one it says nothing."""
    with zipfile.ZipFile(io.BytesIO(render(one_table(["."]), moment))) as package:
        core = ET.fromstring(package.read("docProps/core.xml"))  # noqa: S314 - our own
    assert [core.findtext(f"{{*}}{key}") for key in ("created", "modified", "creator", "title")] == [
        written,
        written,
        "zi_score",
        "Uji: Contoh",
    ]


def test_large_tables_take_few_steps_a_cell() -> None:
    """Work grows with the cells and no faster; looks are made once each."""
    columns = tuple(number_column(f"c{n}", f"c{n}") for n in range(10))
    rows = [tuple(points(Fraction(row, 7)) for _column in columns) for row in range(1000)]
    made = Document("Uji", "Contoh", blocks=(Table(key="t", title="T", columns=columns, rows=rows, sheet=True),))
    render(made)
    with within(10_000 * 120):
        book = render(made)
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        styles = ET.fromstring(package.read("xl/styles.xml"))  # noqa: S314 - our own
    assert len(styles.findall("{*}cellXfs/{*}xf")) < 12


def write_documents(folder: Path) -> list[Path]:
    """Write an evaluation, every kind of cell and chart, and a document that means harm."""
    numbers = one_table([cell for cell, *_rest in NUMBERS])
    blocks = (*numbers.blocks, replaced(charted(*KINDS)))
    made = {"evaluation": content(PATHS[0], "id"), "hostile": render(hostile())}
    made["kinds"] = render(Document("Uji", "Contoh", blocks=blocks))
    for name, book in made.items():
        (folder / f"{name}.xlsx").write_bytes(book)
    return [folder / f"{name}.xlsx" for name in made]


@libreoffice(write_documents)
def test_libreoffice_shows_the_same(recalculated: Recalculated) -> None:
    """Sheets, texts, numbers as they are displayed, and charts are there when LibreOffice saves the workbook again."""
    written = {"evaluation": content(PATHS[0], "id"), "hostile": render(hostile())}
    for path in recalculated(write_documents):
        saved = load_workbook(path)
        if path.stem == "kinds":
            found = [displayed(row[0].value, row[0].number_format) for row in saved["Isi"].iter_rows(min_row=3)]
            assert found[: len(NUMBERS)] == [seen for *_cell, seen in NUMBERS]
            assert len(charts_of(path.read_bytes())) == len(KINDS)
            continue
        book = opened(written[path.stem])
        assert saved.sheetnames == book.sheetnames
        assert len(charts_of(path.read_bytes())) == len(charts_of(written[path.stem]))
        for sheet in book.sheetnames:
            for row in rows_of(book, sheet):
                for cell in row:
                    assert saved[sheet][cell.coordinate].value == cell.value
