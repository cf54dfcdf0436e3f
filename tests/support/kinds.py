"""A small made document with everything that a document can hold, some of which means harm."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from harm import HOSTILE

from zi_score.model.findings import finding, shown
from zi_score.model.written import as_ruled, margin, points, share, share_as_ruled, share_difference
from zi_score.reports.document import (
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
    file_column,
    law_column,
    line,
    name_column,
    number_column,
)

CHARTS = (
    Chart("bars", "batang", "Batang & <garis>", "part", ("second",), ("least", "most"), words="Dua bagian kurang."),
    Chart("bars", "dua", "Dua putaran", "part", ("first", "second")),
    Chart("radar", "jaring", "Jaring", "part", ("second", "first"), ("least", "most")),
    Chart("histogram", "sebaran", "Sebaran", "part", ("units",), marks=(Mark(Fraction(3, 5), "WBK 60"),)),
    Chart("lines", "garis", "Perkembangan", "part", ("first", "second"), ("least", "most")),
)
"""A chart of each kind, and bars of two series."""


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
        (f"Bagian <{n}> & lain", share(Fraction(n, 10)), share(Fraction(n, 9), [Fraction(3, 4)]), *leasts, n)
        for n in range(5, 9)
    ]
    return Table(key="bagan", title="Bagan", columns=columns, rows=[*rows, ("fakta", *[None] * 5)], charts=charts)


def cells() -> Table:
    """Return a table of every kind of cell in every kind of column, some of which leave or are of one format."""
    columns = (
        code_column("code", "kode"),
        name_column("name", "nama"),
        number_column("number", "angka"),
        Column("word", "kata"),
        law_column("law", "hukum", priority=1),
        file_column("file", "berkas", priority=2),
        name_column("text", "hanya teks", only=("text",)),
        name_column("sheet", "hanya lembar", only=("xlsx",)),
    )
    numbers: tuple[Cell, ...] = (
        points(Fraction("74.996"), [Fraction(75)]),
        share(Fraction(3, 4)).toned("good"),
        margin(Fraction(-1, 3000)).toned("bad"),
        share_difference(Fraction(1, 80)),
        as_ruled(Fraction(18, 5)),
        113,
        date(2021, 12, 31),
        None,
    )
    words: tuple[Cell, ...] = (Word("terpenuhi", "good"), Word("BELUM", "bad"), Word("terbuka", "open"), "biasa")
    rows = [
        (
            f"A.I.{place}.i.a",
            Link("[1]", "#sumber-1") if place == 0 else f"Unit {place}",
            number,
            words[place % 4],
            "Lampiran III",
            f"kiriman/lke {place}.xlsx",
            "t",
            "x",
        )
        for place, number in enumerate(numbers)
    ]
    return Table(key="sel", title="Sel", about="Tentang sel.", columns=columns, rows=rows, most=6, sheet=True)


def kinds(*hostile: str) -> Document:
    """Return the document; hostile texts stand wherever a text can stand."""
    found = tuple(
        finding("answer-not-understood", code="A.I.1.i.a", cell="LKE ZI!K8", typed=text, accepted="Ya, Tidak")
        for text in ("mungkin", *hostile)
    )
    columns = (name_column("a", hostile[0] if hostile else "a"), code_column("b", "b"), Column("c", "c"))
    return Document(
        kind="Uji",
        title=" ".join(hostile)[:300] or "Contoh",
        subtitle=("Badan Contoh", *hostile),
        head=(
            line(Word("BELUM", "bad"), "  (total ", points(Fraction("74.996"), [Fraction(75)]), ")"),
            line("WBK ", Word("BELUM", "bad"), ": sebab", depth=1),
            line("lebih dalam", depth=2),
            *(line(text, Word(text, "open"), depth=1) for text in hostile),
        ),
        tone="bad",
        blocks=(
            cells(),
            charted(*CHARTS),
            Table(
                key="jahat", title="Jahat", columns=columns, rows=[(text, text, Word(text, "bad")) for text in hostile]
            ),
            Lines(
                key="baris",
                title="Baris",
                about="Tentang baris.",
                lines=(line("satu", depth=1), line("dua", depth=2), line("tiga", depth=1), *map(line, hostile)),
                most=2,
            ),
            Findings(key="temuan", title="Temuan", findings=found),
            Lines(key="rinci", title="Rinci", lines=(line("hanya dengan -v"),), detail=1),
            Lines(key="ringkas", title="Ringkas", lines=(line("juga dengan -q"),), detail=-1),
            Lines(key="halaman", title="Halaman saja", lines=(line("hanya di halaman"),), only=("html",)),
            Lines(key="sumber-1", title="Sumber", lines=(line("PermenPANRB 90/2021"),)),
        ),
        day=date(2026, 7, 1),
        names=("kiriman/lke 1.xlsx", *hostile),
    )


HARMFUL = kinds(*(shown(text, 2_000) for text in HOSTILE))
