"""Sheets of a workbook: their order and names, how they print, and the room that texts have."""

from __future__ import annotations

from datetime import date

import pytest
from displayed import shown_in
from xlsx_documents import NAMES, charted, content, one_table, opened, replaced, rows_of, said

from zi_score.reports.document import Column, Document, Findings, Table, code_column, law_column, name_column
from zi_score.reports.render import xlsx_sheet
from zi_score.reports.render.xlsx import render
from zi_score.reports.render.xlsx_looks import FILLS, height
from zi_score.reports.words import assessor_word, ranked, severity_word


def test_what_is_long_has_a_sheet_each() -> None:
    """The summary stands first, then a sheet a block that has one, by its title."""
    made, book = said("field-lke-zi", "id"), opened(content("field-lke-zi", "id"))
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
        assert sheet.sheet_view.showGridLines is False
        assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    sheet = book.worksheets[2]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A2:F7", "$2:$2")


def test_a_table_too_wide_for_a_page_is_printed_on_several() -> None:
    """Its columns of names stand on every page."""
    columns = (code_column("code", "kode"), law_column("name", "nama"), *(Column(f"t{n}", f"t{n}") for n in range(9)))
    rows = [("A.I", "Nama", *["kata yang panjang " * 10] * 9)]
    book = opened(
        render(Document("Uji", "Contoh", blocks=(Table(key="t", title="T", columns=columns, rows=rows, sheet=True),)))
    )
    sheet = book.worksheets[1]
    assert (sheet.page_setup.fitToWidth, sheet.freeze_panes, sheet.print_title_cols) == (2, "C3", "$A:$B")
    assert round(sheet.column_dimensions["C"].width) == 35
    assert (sheet["C3"].alignment.wrap_text, sheet["C3"].alignment.indent) == (True, 1)


@pytest.mark.parametrize("name", NAMES)
def test_columns_and_rows_have_room_for_their_texts(name: str) -> None:
    """No number is wider than its column, which would show signs in its place; long texts have lines enough."""
    for sheet in opened(content(name, "id")).worksheets:
        widths = {
            column: dimension.width
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
        }
        ends = {area.bounds[:2]: area.bounds[2] for area in sheet.merged_cells.ranges}
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            last = ends.get((cell.column, cell.row), cell.column)
            width = sum(widths.get(column, 8.43) for column in range(cell.column, last + 1))
            if isinstance(cell.value, int | float):
                assert len(shown_in(cell)) < width
            else:
                lines = sum(max(1, len(line) / (1.4 * width)) for line in cell.value.split("\n"))
                assert (sheet.row_dimensions[cell.row].height or 15) >= 12 * lines


def test_names_stand_under_each_other_and_the_day_at_the_end() -> None:
    """Where one table of the summary begins with codes, others begin beside them; what computed it stands last."""
    coded = Table(key="c", title="Kode", columns=(code_column("c", "kode"), law_column("n", "nama")), rows=[("A", "n")])
    made = Document("Uji", "Contoh", blocks=(coded, charted()), day=date(2026, 7, 1))
    rows = [[cell.value for cell in row[:2]] for row in rows_of(opened(render(made)), "Ringkasan")]
    assert [row[1] for row in rows if row[1]] == ["nama", "n", "bagian", *(f"Bagian {n}" for n in range(5, 9)), "fakta"]
    assert rows[-1][0] == made.foot[0].text
    assert "1 Juli 2026" in made.foot[0].text


def test_columns_beside_the_names_are_narrow_where_tables_stand_under_each_other() -> None:
    """A long text in one table leaves no number of the next far from its name."""
    wide = Table(
        key="w",
        title="Lebar",
        columns=(name_column("name", "nama"), law_column("law", "peraturan")),
        rows=[("a" * 40, "kata " * 40)],
    )
    book = opened(render(Document("Uji", "Contoh", blocks=(wide, charted()))))
    assert [round(book.worksheets[0].column_dimensions[letter].width) for letter in "AB"] == [44, 29]


def test_heights_grow_with_lines() -> None:
    """A row has a line for every line of its longest text, and is never taller than Excel takes."""
    heights = [height([("kata " * words, 20.0), ("x", 5.0)]) for words in (1, 5, 10, 100)]
    assert heights == sorted(set(heights))
    assert height([("satu\ndua\ntiga", 20.0)]) == height([("kata " * 12, 20.0)])
    assert height([("x" * 100_000, 10.0)]) == 409
    assert height([("kata", 20.0)], "title") > height([("kata", 20.0)], "heading") > height([("kata", 20.0)])


def test_findings_are_listed_worst_first() -> None:
    """A row a finding: severity, title, name, code, cell, message, tip, assessor and source."""
    block = next(block for block in said("field-lke-zi", "id").blocks if isinstance(block, Findings))
    expected = [
        [
            severity_word(each.severity),
            each.title,
            each.name,
            each.code,
            each.cell,
            each.message,
            each.tip,
            assessor_word(each.assessor) if each.assessor else None,
            each.citation,
        ]
        for each in ranked(block.findings)
    ]
    rows = rows_of(opened(content("field-lke-zi", "id")), block.title)[2:]
    assert [[cell.value for cell in row] for row in rows] == expected
    assert len({row[0].fill.fgColor.rgb for row in rows}) == len({row[0].value for row in rows}) == 2


def test_where_a_sheet_is_full_its_last_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that just fits is whole; one row more, and the last of the sheet says how many are missing."""
    monkeypatch.setattr(xlsx_sheet, "LAST_ROW", 10)
    whole, over = (rows_of(opened(render(one_table(list(range(count))))), "Isi") for count in (8, 9))
    assert [row[0].value for row in whole[2:]] == list(range(8))
    assert [row[0].value for row in over[2:-1]] == list(range(7))
    assert (len(over), "2" in over[-1][0].value) == (10, True)
