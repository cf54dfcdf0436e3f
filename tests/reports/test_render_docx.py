"""A document for Word: what it says, how it prints, and that nothing in it works."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import checked
import docx
import pytest
from batches import RESULT
from conftest import RULESET
from docx.oxml.ns import qn
from kinds import kinds

from zi_score.model.language import use_language
from zi_score.reports.document import Document, Findings, Table, text_of
from zi_score.reports.documents import check, rekap
from zi_score.reports.findings import as_table
from zi_score.reports.render.docx import render

DAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Return a document with all that formats know, one that means harm, and what people get."""
    use_language("en")
    made = {
        "kinds": kinds(),
        "rekap": rekap.document(RESULT, RULESET, "markdown"),
        "check": check.document(checked.RESULT, checked.LAWS, "markdown"),
    }
    return {name: document._replace(day=DAY) for name, document in made.items()}


def parts(content: bytes) -> dict[str, str]:
    """Return the parts of a .docx that are text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


@pytest.mark.parametrize("name", ["kinds", "rekap", "check"])
def test_it_says_what_the_document_says(documents: dict[str, Document], name: str) -> None:
    """Every table with all its cells, every title; the same document gives the same bytes."""
    content = render(documents[name])
    made = docx.Document(io.BytesIO(content))
    blocks = [
        as_table(block).in_format("markdown") if isinstance(block, Findings) else block
        for block in documents[name].in_format("markdown")
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(made.tables) == len(tables)
    for found, table in zip(made.tables, tables, strict=True):
        told = [[cell.text for cell in row.cells] for row in found.rows]
        assert told[0] == [column.title for column in table.columns]
        assert [[_plain(cell) for cell in row] for row in told[1:]] == [
            [_plain(text_of(cell)) for cell in row] for row in table.rows
        ]
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert all(_plain(block.title) in _plain(text) for block in blocks)
    assert "Computed on 30 November 2026" in text
    assert render(documents[name]) == content


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def test_nothing_of_a_workbook_works(documents: dict[str, Document]) -> None:
    """No field but the number of the page, no link, no picture, no macro: whatever the texts are."""
    made = parts(render(documents["rekap"]))
    fields = {field for part in made.values() for field in re.findall(r'w:instr="([^"]*)"', part)}
    assert fields == {"PAGE", "NUMPAGES"}
    assert not [name for name in made if "vba" in name.casefold() or "embeddings" in name]
    document = made["word/document.xml"]
    assert not re.search(r"<w:(hyperlink|instrText|object|pict|altChunk)\b", document)
    assert 'TargetMode="External"' not in made["word/_rels/document.xml.rels"]
    assert "<script>" not in document


def test_it_prints(documents: dict[str, Document]) -> None:
    """Titles of columns on every page, no row torn, no column narrower than its longest word where there is room."""
    made = docx.Document(io.BytesIO(render(documents["check"])))
    section = made.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in made.tables:
        first, *others = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None  # noqa: SLF001 - python-docx does not tell
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in (first, *others))  # noqa: SLF001
        assert sum(column.width for column in table.columns) <= room
