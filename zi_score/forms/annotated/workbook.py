"""A copy of a submitted workbook with its findings as cell comments and as a sheet of their own."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.annotated.package import (
    as_openpyxl_reads_it,
    cells_in,
    is_strict,
    restore_formula_values,
    suffix_of,
    unfolded_range,
)
from zi_score.forms.annotated.sheet import write_findings
from zi_score.forms.saving import saved
from zi_score.model.findings import Finding
from zi_score.model.language import translate as _
from zi_score.reports.render.inert import legible
from zi_score.reports.words import ranked, severity_word

AUTHOR = "zi_score"
_MARK = f"[{AUTHOR}]"
"""The line below which a comment is ours; a copy that is annotated again loses what stands there."""

_MOST_CELLS = 400_000
"""Cells that are copied; of more, openpyxl makes minutes and gigabytes."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LINE_LETTERS, _WIDTH = 52, 360
_LINE_HEIGHT, _MARGIN, _TALLEST = 18, 16, 900
"""Comments in pixels, for the font in which spreadsheets show them."""


class UncopyableError(Exception):
    """A workbook that was read and yet cannot be copied; the text says what openpyxl stumbled over."""


def annotated(content: bytes, findings: Sequence[Finding]) -> bytes:
    """Return a copy of a workbook of whatever kind openpyxl can write; arguments and errors are those of ``render``."""
    suffix = suffix_of(content)
    if suffix is None:
        raise UncopyableError(_("only .xlsx and .xlsm can be annotated"))
    return render(content, findings, keep_macros=suffix == ".xlsm")


def render(content: bytes, findings: Sequence[Finding], *, keep_macros: bool) -> bytes:
    """Return a copy of the workbook that shows the findings.

    Args:
        content: a workbook (.xlsx, .xlsm) that is safe to open.
        findings: what was found in it; a cell that it does not have is only named on the sheet.
        keep_macros: whether the copy keeps the workbook's macros, which makes it an .xlsm.

    Raises:
        UncopyableError: openpyxl cannot read or write it.

    """
    if wide := unfolded_range(content):
        raise UncopyableError(_("the range {range} is merged or linked as a whole").format(range=wide))
    if is_strict(content):
        raise UncopyableError(_("it is a Strict Open XML Spreadsheet, not an Excel Workbook"))
    content = as_openpyxl_reads_it(content)
    if (cells := cells_in(content)) > _MOST_CELLS:
        raise UncopyableError(_("it has {count} cells").format(count=f"{cells:,}"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells in English what it drops; `lost_parts` tells it better
            book = load_workbook(io.BytesIO(content), keep_vba=keep_macros, rich_text=True)
            _annotate(book, findings)
            copy = saved(book)
            if book.vba_archive:
                book.vba_archive.close()
            return restore_formula_values(copy, content)
    except MemoryError as problem:
        raise UncopyableError(_("it takes more memory than there is")) from problem
    except Exception as problem:  # openpyxl raises anything on odd files, in words of its own
        raise UncopyableError(_("a part of it is written in an unusual way")) from problem


def _annotate(book: Workbook, findings: Sequence[Finding]) -> None:
    listed = ranked(findings)
    cells = [_cell_of(book, finding.cell) for finding in listed]
    by_cell: dict[Cell, list[Finding]] = defaultdict(list)
    for finding in listed:
        for place in finding.places:
            if (cell := _cell_of(book, place)) is not None:
                by_cell[cell].append(finding)
    for sheet in book.worksheets:
        _tidy_comments(sheet)
    for cell, there in by_cell.items():
        cell.comment = _comment(cell.comment, there)
    _show_first(book, write_findings(book, list(zip(listed, cells, strict=True))))


def _cell_of(book: Workbook, place: str | None) -> Cell | None:
    """Return the cell of a place, of a merged range the one that shows, or None if there is none."""
    name, _mark, cell = (place or "").rpartition("!")
    sheet = book[name] if name in book.sheetnames else None
    if not isinstance(sheet, Worksheet):  # a chart has no cells
        return None
    try:
        column, row, *_rest = range_boundaries(cell)
    except ValueError:
        return None
    if column is None or row is None or column > _LAST_COLUMN or not 1 <= row <= _LAST_ROW:
        return None
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
    found = sheet.cell(row, column)
    return found if isinstance(found, Cell) else None


def _tidy_comments(sheet: Worksheet) -> None:
    """Take off what an earlier annotation said, and fit the others: openpyxl does not read their size."""
    for cell in list(sheet._cells.values()):  # noqa: SLF001 - iter_rows makes every cell up to the farthest
        if isinstance(cell, Cell) and cell.comment:
            kept = _submitted(cell.comment)
            cell.comment = _fitted(kept, cell.comment.author) if kept else None


def _submitted(comment: Comment | None) -> str:
    """Return a comment's text without what we added earlier."""
    if comment is None:
        return ""
    text = comment.text or ""
    return text.partition(_MARK)[0].rstrip() if comment.author == AUTHOR else text


def _comment(existing: Comment | None, findings: Iterable[Finding]) -> Comment:
    ours = f"{_MARK}\n" + "\n\n".join(map(_said, findings))
    kept = _submitted(existing)
    return _fitted(f"{kept}\n\n{ours}" if kept else ours, AUTHOR)


def _said(finding: Finding) -> str:
    name = " ".join(part for part in (finding.name, finding.code) if part)
    lines = (f"{severity_word(finding.severity).upper()}: {finding.message}", finding.tip, f"({name})")
    return "\n".join(legible(line) for line in lines)


def _fitted(text: str, author: str) -> Comment:
    lines = sum(max(1, len(textwrap.wrap(line, _LINE_LETTERS))) for line in text.split("\n"))
    return Comment(text, author, height=min(_TALLEST, lines * _LINE_HEIGHT + _MARGIN), width=_WIDTH)


def _show_first(book: Workbook, sheet: Worksheet) -> None:
    """Open the copy at this sheet alone: of two selected sheets, typing into one changes both."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet
    for view in book.views:
        view.firstSheet = 0
