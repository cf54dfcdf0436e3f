"""Documents that are written as workbooks: of one table, with every kind of chart, and one that means harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from comparisons import way
from conftest import BROKEN, FIELD, RULESET, VALID
from openpyxl import Workbook, load_workbook
from reports import HARM, report_of

from zi_score.model.findings import finding
from zi_score.model.language import use_language
from zi_score.model.written import points, share, share_as_ruled
from zi_score.rekap.ranking import rekap
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.reports.document import (
    Cell,
    Chart,
    Column,
    Document,
    Findings,
    Lines,
    Mark,
    Table,
    Word,
    code_column,
    law_column,
    line,
    name_column,
    number_column,
)
from zi_score.reports.documents import comparison, unit
from zi_score.reports.documents import rekap as batch
from zi_score.reports.render.xlsx import render

MARKUP = "<r><t>tebal</t></r>"
TEXTS = (*HARM, MARKUP, "-1", "+62 21 000", "=1+1", "_x0007_", "Lembar!A1", "https://contoh.go.id", "007", "baris\ndua")
LONGEST = max(TEXTS, key=len)
SHORT = [text for text in TEXTS if text != LONGEST]


PATHS = {
    path.stem: path
    for path in (
        *(VALID / f"{name}.xlsx" for name in ("three-assessors", "half-empty", "52-2014-wbk")),
        BROKEN / "rounding-hides-a-miss.xlsx",
        FIELD / "field-lke-zi.xlsx",
    )
}
NAMES = (*PATHS, "rounds", "batch")
"""Reports of units by their worksheets, a unit's rounds, and a batch of all those worksheets."""


@cache
def said(name: str, language: str) -> Document:
    """Return what a workbook says, of each of ``NAMES``."""
    use_language(language)
    if name == "rounds":
        return comparison.document(way(), RULESET, "xlsx")
    if name == "batch":
        found = [
            done.outcome
            for done in evaluate_all([Submitted(str(path)) for path in (*PATHS.values(), VALID / "none.xlsx")])
        ]
        return batch.document(rekap(RULESET, found), RULESET, "xlsx")
    return unit.document(report_of(PATHS[name], language), "xlsx")


@cache
def content(name: str, language: str) -> bytes:
    """Return the workbook of each of ``NAMES``."""
    made = said(name, language)
    use_language(language)
    return render(made)


def opened(made: bytes) -> Workbook:
    """Open a workbook as a spreadsheet program would."""
    return load_workbook(io.BytesIO(made))


def rows_of(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    """Return the cells of a sheet, row by row."""
    return list(book[sheet].iter_rows())


def charts_of(made: bytes) -> list[ET.Element]:
    """Return the charts of a workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        return [ET.fromstring(package.read(name)) for name in sorted(names, key=lambda name: (len(name), name))]  # noqa: S314 - our own


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


def replaced(table: Table) -> Table:
    """Return the table as one with a sheet of its own."""
    return Table(
        key=table.key, title=table.title, columns=table.columns, rows=table.rows, charts=table.charts, sheet=True
    )


def hostile() -> Document:
    """Return a document that means harm wherever it holds a text; the longest labels a chart of its own.

    LibreOffice takes long to lay it out.
    """
    columns = (code_column("code", "=kode"), *(law_column(f"c{n}", text) for n, text in enumerate(TEXTS)))
    rows = [(text, *(Word(text, "open") for _other in TEXTS)) for text in TEXTS]
    told = tuple(line(Word(text, "bad"), points(Fraction(1)), depth=n % 3) for n, text in enumerate(TEXTS))
    return Document(
        kind=TEXTS[0],
        title=MARKUP,
        subtitle=TEXTS,
        head=told,
        blocks=(
            Table(key="t", title="=Tabel", about="@tentang", columns=columns, rows=rows),
            *(Lines(key=f"l{n}", title=text, lines=told[:2], sheet=True) for n, text in enumerate(TEXTS)),
            *(
                Table(
                    key=key,
                    title="Jum'at & <T!A1>",
                    columns=(name_column("c0", "nama"), number_column("n", MARKUP)),
                    rows=[(text, points(Fraction(n))) for n, text in enumerate(texts)],
                    charts=tuple(Chart("bars", key, text, "c0", ("n",)) for text in texts),
                    sheet=True,
                )
                for key, texts in (("k", SHORT), ("p", [LONGEST]))
            ),
            Findings(key="f", title="Temuan", findings=(finding("file-empty", code=MARKUP, cell="=A1", path=HARM[0]),)),
        ),
        day=date(2026, 7, 1),
    )
