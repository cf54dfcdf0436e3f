"""A document as a workbook: what is shown in its cells is what every format says, and texts stay texts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from displayed import displayed, shown_in
from openpyxl import Workbook, load_workbook
from recalculate import Recalculated, libreoffice
from steps import within
from xlsx_documents import (
    KINDS,
    NAMES,
    TEXTS,
    charted,
    charts_of,
    content,
    hostile,
    one_table,
    opened,
    replaced,
    rows_of,
    said,
)

from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.written import Number, as_ruled, margin, points, share, share_as_ruled, share_difference
from zi_score.reports.document import Cell, Document, Lines, Link, Table, Word, number_column, text_of
from zi_score.reports.render.inert import LONGEST_TEXT, inert
from zi_score.reports.render.xlsx import render, sheet_names
from zi_score.reports.render.xlsx_cells import SIGNS, entry
from zi_score.reports.render.xlsx_looks import FILLS

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
    (share_difference(Fraction(1, 80)), 1.25, "+0.00;-0.00;+0.00", "+1,25"),
    (as_ruled(Fraction(75)), 75, "0", "75"),
    (as_ruled(Fraction("3.6")), 3.6, "0.0", "3,6"),
    (as_ruled(Fraction(-1, 3)), -0.33, '"1/3"', "-1/3"),
    (share_as_ruled(Fraction(3, 5)), 0.6, "0%", "60%"),
    (share_as_ruled(Fraction(2, 3)), 0.6667, "0.00%", "66,67%"),
    (113, 113, "0", "113"),
    (-2, -2, "0", "-2"),
    (date(2024, 7, 15), datetime(2024, 7, 15), "[$-421]d mmmm yyyy", "15 Juli 2024"),  # noqa: DTZ001 - as openpyxl has it
    (date(1899, 12, 31), "31 Desember 1899", "General", "31 Desember 1899"),
    (Word("belum", "bad"), "belum", "General", "belum"),
    (Link("[3]", "#source-3"), "[3]", "General", "[3]"),
    (None, None, "General", ""),
)
"""A cell, the value and the format that a workbook has for it, and what is to be seen."""


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


# cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_cells_show_what_the_document_says(name: str, language: str) -> None:
    """Every cell of every table, and every line, shows what all formats say; numbers are numbers."""
    made, book = said(name, language), opened(content(name, language))
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


def test_dates_are_english_in_english() -> None:
    """Months are named in the language of the document, whatever that of the program is."""
    use_language("en")
    found = rows_of(opened(render(one_table([date(2021, 12, 31)]))), "Isi")[2][0]
    assert shown_in(found, "en") == "31 December 2021"


def test_the_helper_knows_no_format_by_guess() -> None:
    """What the helper of these tests does not know is an error there, so that no cell passes unseen."""
    for form in ("General", "#,##0", "0.00_)", "dd/mm/yyyy"):
        with pytest.raises(ValueError, match=r"General|#|_|dd"):
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
    made = {"evaluation": content("three-assessors", "id"), "hostile": render(hostile())}
    made["kinds"] = render(Document("Uji", "Contoh", blocks=blocks))
    for name, book in made.items():
        (folder / f"{name}.xlsx").write_bytes(book)
    return [folder / f"{name}.xlsx" for name in made]


@libreoffice(write_documents)
def test_libreoffice_shows_the_same(recalculated: Recalculated) -> None:
    """Sheets, texts, numbers as they are displayed, and charts are there when LibreOffice saves the workbook again."""
    written = {"evaluation": content("three-assessors", "id"), "hostile": render(hostile())}
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
