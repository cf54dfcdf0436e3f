"""A document as Markdown: text and tables that show what it says, whatever a workbook holds, within the limit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from harm import HOSTILE
from kinds import HARMFUL, charted, kinds
from marked import assert_inert, plain, rows, tables, tokens

from zi_score.model.findings import shown
from zi_score.model.language import use_language
from zi_score.model.written import points
from zi_score.reports.document import Document, Lines, Table, line, name_column, number_column, text_of
from zi_score.reports.render.markdown import LIMIT, render, text


def test_it_is_inert() -> None:
    """No HTML, no link, no picture, nobody mentioned, and no command to a CI system."""
    made = render(HARMFUL._replace(subtitle=("::error::x",)), limit=10**7)
    assert_inert(made)
    assert not [each for each in made.splitlines() if each.lstrip().startswith("::") or re.search("##(\\[|vso)", each)]
    assert {char for char in made if not char.isprintable()} <= {"\n", "\u200b"}


def test_texts_are_seen_as_they_are() -> None:
    """What a table shows is what the document says, cell by cell."""
    told = tables(render(HARMFUL, limit=10**7))
    for block in HARMFUL.in_format("markdown"):
        if isinstance(block, Table):
            head, *listed = told[block.title]
            assert head == [column.title for column in block.columns]
            assert listed == [[text_of(cell) for cell in row] for row in block.rows]
    assert {shown(each, 2_000) for each in HOSTILE} <= {row[0] for row in told["Jahat"]}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_reads_back(hostile: str) -> None:
    """Escapes are seen by nobody; a blank of no width parts what would be a link."""
    assert plain(tokens(f"x {text(hostile)}")[1]) == f"x {shown(hostile, 2_000)}".rstrip()


def test_findings_have_title_name_place_and_remedy() -> None:
    """A row a finding, the name beside its title."""
    row = tables(render(kinds()))["Temuan"][1]
    assert row == [
        "kesalahan",
        "Jawaban tidak dapat dipahami",
        "answer-not-understood",
        "A.I.1.i.a",
        "LKE ZI!K8",
        '"mungkin" bukan jawaban; pertanyaan dianggap belum dijawab.',
        "Isian yang diterima: Ya, Tidak.",
    ]


def test_lines_are_lists_by_their_depth() -> None:
    """What stands under a line is a list within it."""
    found = [
        (token.level, plain(token)) for token in tokens(render(kinds())) if token.type == "inline" and token.level > 1
    ]
    assert [level for level, told in found if told in {"satu", "dua", "tiga"}] == [3, 5, 3]


@pytest.mark.parametrize("limit", [3_000, 6_000, 20_000, LIMIT])
def test_it_keeps_its_limit(limit: int) -> None:
    """What does not fit is counted, no row is cut in two, and head and foot are always there."""
    use_language("en")
    columns = (name_column("a", "nama"), number_column("b", "angka"))
    parts = [
        Table(
            key=f"t{n}",
            title=f"T{n}",
            columns=columns,
            rows=[(f"ü {row}", points(Fraction(row))) for row in range(1_500)],
        )
        for n in range(5)
    ]
    made = Document("Uji", "Contoh", head=(line("simpulan"),), blocks=tuple(parts), day=date(2026, 7, 1))
    content = render(made, limit=limit)
    assert len(content.encode()) <= limit
    left_out = re.findall(r"^(T\d): (\d+) more lines are not listed here", content, re.MULTILINE)
    assert left_out
    listed = sum(len(table) - 1 for table in tables(content).values())
    assert listed + sum(int(count) for _title, count in left_out) == 5 * 1_500
    assert {len(row) for row in rows(content)} <= {2}
    assert "**simpulan**" in content
    assert "\nComputed on 1 July 2026 by zi\\_score" in content[-60:]
    assert "not listed here" not in render(made, limit=10**7)


def test_blocks_of_other_formats_and_without_rows_are_left_out() -> None:
    """No heading stands over nothing, and a page's own lines are the page's."""
    made = kinds()._replace(
        blocks=(replace(charted(), rows=[]), Lines(key="l", title="L", lines=(line("x"),), only=("html",)))
    )
    assert "###" not in render(made)
