"""What an output says, whatever its format: tables with the texts that are displayed, and all of it as one text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import docx
from displayed import displayed, shown_in
from marked import plain, tokens
from openpyxl import load_workbook

Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """A table: the titles of its columns, and its rows below."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """The tables of an output, and everything that it says: a sentence or cell a line, blanks made one."""

    tables: tuple[Table, ...]
    text: str


def _said(tables: Sequence[Rows], text: str) -> Said:
    made = (Table(tuple(map(_joined, head)), tuple(tuple(map(_joined, row)) for row in rows)) for head, *rows in tables)
    return Said(tuple(made), "\n".join(map(_joined, text.split("\n"))))


def _joined(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


# text ---------------------------------------------------------------------------------------------


def of_text(content: bytes, _language: str) -> Said:
    """Read a terminal so wide that no cell is broken; columns are apart where every row has a blank."""
    text = content.decode()
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", text)]
    tables = [table for lines in blocks if (table := _aligned(lines)) and len(table[0]) > 1]
    return _said(tables, text)


def _aligned(lines: list[str]) -> Rows:
    """Return the table of a block: its titles are the first line that begins as no sentence does."""
    first = next((place for place, line in enumerate(lines) if re.match(r"\s*(#|[a-z])", line)), len(lines))
    rows = [line for line in lines[first:] if not line.lstrip().startswith("...")]
    width = max(map(len, rows), default=0)
    padded = [line.ljust(width) for line in rows]
    blank = [all(line[place] == " " for line in padded) for place in range(width)]
    starts = [place for place in range(width) if not blank[place] and (place == 0 or blank[place - 1])]
    cells = [[line[start:end].strip() for start, end in pairwise([*starts, width])] for line in padded]
    return [list(row) for row in zip(*_columns(list(zip(*cells, strict=True))), strict=True)]


def _columns(parts: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Join what is one column: a part without title belongs to the one before, one of a title alone to the next."""
    held: Sequence[str] = ()
    for part in parts:
        if held and part[0] and any(held[1:]):
            yield held
            held = part
        else:
            held = [f"{before} {more}".strip() for before, more in zip(held, part, strict=True)] if held else part
    if held:
        yield held


# Markdown and HTML --------------------------------------------------------------------------------


def of_markdown(content: bytes, _language: str) -> Said:
    """Read Markdown as those who show it do."""
    tables: list[Rows] = []
    texts = []
    is_cell = False
    for token in tokens(content.decode()):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("td_open", "th_open", "td_close", "th_close"):
            is_cell = token.type.endswith("open")
        elif token.type == "inline":
            texts.append(plain(token))
            if is_cell:
                tables[-1][-1].append(plain(token))
    return _said(tables, "\n".join(texts))


class _Page(HTMLParser):
    """A page: its tables, and its text without style, script and drawings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[Rows] = []
        self.texts: list[str] = []
        self._unseen = 0
        self._is_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.texts.append("" if tag in _INLINE else "\n")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        self._is_cell = self._is_cell and tag not in ("td", "th")
        self.texts.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(" ".join(data.split("\n")))
            if self._is_cell:
                self.tables[-1][-1][-1] += data


_UNSEEN = ("style", "script", "svg")
_INLINE = ("a", "b", "em", "span")


def of_html(content: bytes, _language: str) -> Said:
    """Read a page."""
    page = _Page(content.decode())
    return _said(page.tables, "".join(page.texts))


# files --------------------------------------------------------------------------------------------


def of_xlsx(content: bytes, language: str) -> Said:
    """Read a workbook as it is displayed: a table begins with the first row of several cells after a blank one."""
    tables: list[Rows] = []
    texts = []
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        is_open = False
        for row in sheet.iter_rows():
            cells = [_shown(cell, language) for cell in row]
            texts += cells
            filled = sum(map(bool, cells))
            if filled > 1 and not is_open and not any(cell.startswith("=") for cell in cells):
                tables.append([])
                is_open = True
            is_open = is_open and filled > 0
            if is_open:
                tables[-1].append(cells)
    return _said(tables, "\n".join(texts))


def _shown(cell: Any, language: str) -> str:  # noqa: ANN401 - a cell of openpyxl, of any kind
    """Return what is shown in a cell; forms have numbers of no format of their own."""
    if isinstance(cell.value, int | float) and cell.number_format == "General":
        return displayed(cell.value, "0" if cell.value == int(cell.value) else "0.00", language)
    return shown_in(cell, language)


def of_csv(content: bytes, _language: str) -> Said:
    """Read comma-separated values."""
    text = content.decode("utf-8-sig")
    return _said([list(csv.reader(io.StringIO(text)))], text)


def of_docx(content: bytes, _language: str) -> Said:
    """Read a letter or document for Word, its tables where they stand."""
    tables: list[Rows] = []
    texts = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            tables.append([[cell.text for cell in row.cells] for row in block.rows])
            texts += [cell for row in tables[-1] for cell in row]
        else:
            texts.append(block.text)
    return _said(tables, "\n".join(texts))


READERS: Mapping[str, Callable[[bytes, str], Said]] = {
    "text": of_text,
    "markdown": of_markdown,
    "html": of_html,
    "xlsx": of_xlsx,
    "csv": of_csv,
    "docx": of_docx,
    ".html": of_html,
    ".md": of_markdown,
    ".xlsx": of_xlsx,
    ".csv": of_csv,
    ".docx": of_docx,
}
"""What reads which format of a command, and which ending of a report."""
