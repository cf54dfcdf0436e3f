"""What golden files keep of a document: as much of it as tells the format, in every format that people read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from displayed import shown_in
from marked import without_assets
from openpyxl import load_workbook

from zi_score import __version__
from zi_score.model.language import current_language
from zi_score.reports.document import Block, Document, Format, Table
from zi_score.reports.questions import Questions
from zi_score.reports.render import render

FOLDER = Path(__file__).parents[1] / "golden"
ENDINGS: dict[Format, str] = {"text": "txt", "markdown": "md", "html": "html", "xlsx": "xlsx.txt"}


def golden(document: Document, form: Format) -> str:
    """Return a document in a format: a page without its assets, of a workbook what is displayed."""
    made = render(document, form)
    text = "\n".join(_displayed(made)) + "\n" if isinstance(made, bytes) else made
    return without_assets(text).replace(f"zi_score {__version__}", "zi_score VERSION")


def shortened(document: Document, rows: int = 6) -> Document:
    """Return a document with so many rows a table at most, and the questions of one indicator."""
    return document._replace(blocks=tuple(_short(block, rows) for block in document.blocks))


def _short(block: Block, rows: int) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=block.rows[:rows])
    if isinstance(block, Questions):
        chapter = block.chapters[0]
        section = chapter.sections[0]._replace(indicators=chapter.sections[0].indicators[:1])
        return replace(block, chapters=(chapter._replace(sections=(section,)),))
    return block


def _displayed(content: bytes) -> Iterator[str]:
    """Yield the sheets, their rows as they are displayed, and what their charts are called and refer to."""
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        yield f"# {sheet.title}"
        for row in sheet.iter_rows():
            told = " | ".join(shown_in(cell, current_language()).replace("\n", "\\n") for cell in row).rstrip(" |")
            if told:
                yield told
        for chart in sheet._charts:  # noqa: SLF001 - openpyxl has no public list
            yield f"[{type(chart).__name__} {', '.join(series.val.numRef.f for series in chart.series)}]"
