"""A document on the terminal: what matters fits at any width, nothing is broken or cut, and nothing is a command."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest
import rich.table
from kinds import HARMFUL, cells, kinds
from rich.text import Text
from widths import too_wide

from zi_score.model.findings import finding
from zi_score.model.language import use_language
from zi_score.model.written import points
from zi_score.reports.document import Column, Document, Findings, Table, code_column, name_column, number_column
from zi_score.reports.render import console
from zi_score.reports.render.console import hanging, plain_table, printed
from zi_score.reports.render.text import render

NARROW, WIDTHS = [24, 31, 38, 45, 52], [60, 66, 73, 80, 100, 132, 240]
"""Sentences go on below at any width; a table has essential columns, and no terminal has fewer than 60."""

CODES = ["A.II.5.iii.a.a", "Jawaban!K1234567", "https://contoh.go.id/bukti/2026/sk-tim.pdf", "unit-1/lke_2026.xlsx"]


def one(table: Table | Findings) -> Document:
    """Return a document of one block."""
    return Document("Uji", "Contoh", blocks=(table,))


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("width", [*NARROW, *WIDTHS])
def test_it_gives_no_command_and_keeps_the_width(width: int, verbosity: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system, and only what is never broken runs over."""
    sentences = HARMFUL._replace(blocks=tuple(each for each in HARMFUL.blocks if not isinstance(each, Table)))
    text = render(sentences if width in NARROW else HARMFUL, width=width, verbosity=verbosity)
    lines = text.splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::") or re.search(r"(?i)##(\[|vso)", line)]
    assert not too_wide(text, width, HARMFUL.names)
    assert text.endswith("\n")
    assert {char for char in text if not char.isprintable()} == {"\n"}


@pytest.mark.parametrize("color", [False, True])
def test_markup_is_never_interpreted(*, color: bool) -> None:
    """Brackets come out as they are, and colours are the only escapes; they say nothing that words do not."""
    text = render(HARMFUL, width=10_000, color=color, verbosity=1)
    assert "[red]merah[/red] [bold]" in text
    assert ("\x1b" in text) is color
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert [line.rstrip() for line in plain.splitlines()] == render(HARMFUL, width=10_000, verbosity=1).splitlines()


def test_verbosity_chooses_blocks_and_rows() -> None:
    """``-q`` has the head and what belongs to it, ``-v`` every row, block and source; a page's own block is in none."""
    quiet, usual, verbose = (render(kinds(), verbosity=verbosity) for verbosity in (-1, 0, 1))
    assert "WBK BELUM: sebab" in quiet
    assert "juga dengan -q" in quiet
    assert not [text for text in ("Sel", "hanya dengan -v", "Dihitung") if text in quiet]
    assert "... dan 2 lagi (-v menampilkan semua)\n\nBagan" in usual
    assert "... dan 1 lagi (-v menampilkan semua)\n\nTemuan" in usual
    assert usual.count("A.I.") == 6 + 1
    assert verbose.count("A.I.") == 8 + 1
    assert "hanya dengan -v" in verbose
    assert "Sumber: " in verbose
    assert "hanya di halaman" not in verbose


def test_columns_of_one_priority_leave_together() -> None:
    """The least important first; a format's own columns are in that format alone."""
    table = Table(
        key="t",
        title="T",
        columns=(
            name_column("name", "unit"),
            number_column("one", "satu", priority=1),
            number_column("two", "dua", priority=1),
            name_column("three", "tiga", priority=2),
            name_column("sheet", "lembar", only=("xlsx",)),
        ),
        rows=[("Balai Contoh", points(Fraction(1)), points(Fraction(2)), "tiga kata", "x")],
    )
    heads = [render(one(table), width=width).splitlines()[3].split() for width in (40, 24, 21, 14)]
    assert heads == [["unit", "satu", "dua", "tiga"], ["unit", "satu", "dua"], ["unit"], ["unit"]]


def test_figures_and_codes_are_never_broken() -> None:
    """However narrow it is, numbers, codes and words stand whole on a line; names go on below."""
    for width in WIDTHS:
        text = render(one(cells()), width=width, verbosity=1)
        assert not [word for word in ("A.I.6.i.a", "74,996", "-0,0003", "113") if word not in text]


@pytest.mark.parametrize("width", [10, 24, 60, 80])
@pytest.mark.parametrize("word", CODES)
def test_words_that_are_never_broken(word: str, width: int) -> None:
    """Codes, cells, addresses and names: in a line, and in a table beside other columns."""
    listed = plain_table(("kode", "left"), ("keterangan", "left"), ("nilai", "right"))
    listed.add_row(word, "Penilaian mandiri atas pembangunan zona integritas", "12.50")
    text = printed([hanging(f"sebelum {word} sesudah"), listed], width=width, color=False)
    assert text.count(word) == 2
    assert "Penilaian" in text or width < 60


def test_colours_do_not_part_a_word() -> None:
    """A style ends with its word, and the rest of a word has it too."""
    text = printed([hanging("x/" * 30)], width=20, color=True)
    assert "x/" * 30 in re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_names_are_texts_and_no_patterns() -> None:
    """What stands in a name means nothing to the search for it; the longest name wins; other words are broken."""
    names = ["a (b).xlsx", "a (b).xlsx salinan ke dua.xlsx", "+ [*", ""]
    text = printed([hanging(f"{name} x") for name in names], width=12, color=False, names=names)
    assert all(name in text for name in names)
    assert printed([hanging("satu dua")], width=6, color=False, names=["dua tiga"]) == "  satu\n  dua\n"


def test_each_tip_stands_below_its_places() -> None:
    """Findings of one name may need different remedies; of many places the first stand there, and how many more."""
    use_language("en")
    typed = [("a", "Ya, Tidak"), ("b", "Ya, Tidak"), ("c", "A, B, C")]
    found = tuple(finding("answer-not-understood", code=code, typed=code, accepted=each) for code, each in typed)
    text = render(one(Findings(key="f", title="T", findings=found)))
    assert re.findall(r"^    (\S+) ", text, re.MULTILINE) == ["a:", "b:", "->", "c:", "->"]
    assert text.index("-> Accepted: Ya, Tidak.") < text.index("c: ") < text.index("-> Accepted: A, B, C.")
    many = Findings(key="f", title="T", findings=found * 2, label="ignored ")
    text = render(one(many))
    assert "ignored error: An answer is not understood (x6) [answer-not-understood]" in " ".join(text.split())
    assert "... and 3 more (-v shows all)" in text
    assert "more (-v" not in render(one(many), verbosity=1)


def test_an_empty_block_says_nothing() -> None:
    """No title over nothing."""
    table = Table(key="t", title="Kosong", columns=(code_column("c", "c"), Column("d", "d")), rows=[])
    assert render(one(table)) == "Contoh\n"


PIECES = [
    *[
        "Penataan",
        "Tatalaksana",
        "terpenuhi",
        "93,48",
        "A.II.3.a",
        "Unit A & B.xlsx",
        "/srv/lke zi/berkas-yang-panjang.xlsx",
    ],
    *["日本語", "é", "a\u00a0b", "-", "", "pertanggungjawabannya-yang-panjang-sekali", "WBK", "K8:K19", "\n", "—"],
]


@pytest.mark.parametrize("seed", range(60))
def test_tables_are_laid_out_as_rich_does(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column and line stands where rich's own measuring and writing of tables puts it."""
    rnd = random.Random(seed)
    columns = [(f"kolom {n}" * rnd.choice([1, 1, 3]), rnd.choice(["left", "right"])) for n in range(rnd.randint(1, 7))]
    rows = [
        [" ".join(rnd.choice(PIECES) for _ in range(rnd.choice([0, 1, 1, 2, 6, 15]))) for _ in columns]
        for _ in range(rnd.randint(0, 6))
    ]
    rooms = [rnd.choice([None, None, 3, 8]) for _ in columns]
    width = rnd.choice([12, 40, 80, 80, 132])

    def shown() -> str:
        made = console.plain_table(*columns)
        made.padding = (0, 1, 0, 0)
        for column, room in zip(made.columns, rooms, strict=True):
            column.min_width = room
        for row in rows:
            made.add_row(*map(Text, row))
        return console.printed([made], width=width, color=False, names=["Unit A & B.xlsx"])

    ours = shown()
    for name in ("_measure_column", "_render"):
        monkeypatch.setattr(console._Table, name, getattr(rich.table.Table, name))  # noqa: SLF001 - ours beside it
    assert ours == shown()
