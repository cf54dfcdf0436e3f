"""How the blank worksheet looks: colours that also read in grey, row heights, dropdowns, print setup."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from copy import copy
from typing import Any, Literal
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_LIST_LIMIT = 255  # characters of a list that Excel takes inside a validation
_LINE_HEIGHT = 13.5
_CHARACTERS = 1.2  # letters of running text in one unit of column width, on the safe side
_TALLEST_ROW = 409.0  # Excel's limit in points

Look = Literal[
    "title", "heading", "header", "component", "section", "indicator", "total", "text", "plain", "input", "formula"
]

_FILLS: dict[Look, str] = {
    "header": "1F4E5F",
    "component": "8FB3BF",
    "section": "BFD5DC",
    "indicator": "E3EDF0",
    "total": "8FB3BF",
    "input": "FFF9E3",
    "formula": "F0F0F0",
}
_BOLD: tuple[Look, ...] = ("title", "heading", "header", "component", "section", "indicator", "total")
_BORDERLESS: tuple[Look, ...] = ("title", "heading", "plain")
_SIZES: dict[Look, int] = {"title": 15, "heading": 12}
_LINE = Side(style="thin", color="A6A6A6")

MET_STYLE = DifferentialStyle(font=Font(bold=True), fill=PatternFill("solid", bgColor="CFE8D5"))
NOT_MET_STYLE = DifferentialStyle(fill=PatternFill("solid", bgColor="F3C9B5"))

Horizontal = Literal["left", "center", "right"]

_KNOWN: WeakKeyDictionary[Workbook, dict[tuple[object, ...], StyleArray]] = WeakKeyDictionary()
"""The styles of workbooks that are being written, by what was asked for and what stood there before."""


def dress(cell: Cell, look: Look, *, align: Horizontal = "left", wrap: bool = True, form: str = "") -> None:
    """Give a cell its look and, where wanted, a number format.

    A workbook keeps each style once; to find it there anew for every cell would take most of the time of writing.
    """
    styled: Any = cell  # the stubs have no name for a whole style
    known = _KNOWN.setdefault(styled.parent.parent, {})
    asked = look, align, wrap, form, tuple(styled._style or ())  # noqa: SLF001 - openpyxl has no public one
    if asked not in known:
        _dress(cell, look, align, form, wrap=wrap)
        known[asked] = copy(styled._style)  # noqa: SLF001 - as above
    styled._style = copy(known[asked])  # noqa: SLF001 - as above


def _dress(cell: Cell, look: Look, align: Horizontal, form: str, *, wrap: bool) -> None:
    colour = "FFFFFF" if look == "header" else "1A1A1A"
    cell.font = Font(name="Calibri", size=_SIZES.get(look, 10), bold=look in _BOLD, color=colour)
    centred = look == "header"
    cell.alignment = Alignment(horizontal="center" if centred else align, vertical="center", wrap_text=wrap)
    if look in _FILLS:
        cell.fill = PatternFill("solid", fgColor=_FILLS[look])
    if look not in _BORDERLESS:
        cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    if form:
        cell.number_format = form


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be written to (not the hidden part of a merged one)."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        msg = f"{sheet.title}!{cell.coordinate} is inside a merged cell"
        raise TypeError(msg)
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text that stays a text, even when it begins like a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("-", "=", "+", "@"))


def write_table(sheet: Worksheet, row: int, rows: Iterable[tuple[str, ...]], widths: tuple[float, ...]) -> int:
    """Write a table of texts whose first row is its header; return the next free row."""
    for offset, texts in enumerate(rows):
        for column, text in enumerate(texts, 1):
            cell = cell_at(sheet, row, column)
            put_text(cell, text)
            dress(cell, "text" if offset else "header")
        fit_height(sheet, row, zip(texts, widths, strict=True))
        row += 1
    return row


def set_widths(sheet: Worksheet, widths: dict[str, float]) -> None:
    """Set column widths by letter, in characters."""
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width


def fit_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as tall as its longest wrapped text; programs do not do it for files they did not write."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    sheet.row_dimensions[row].height = min(_TALLEST_ROW, _LINE_HEIGHT * lines + 3)


def _lines(text: str, width: float) -> int:
    return sum(max(1, len(textwrap.wrap(part, max(1, int(width * _CHARACTERS))))) for part in text.split("\n"))


def choice_list(choices: Iterable[str], prompt: str) -> DataValidation | None:
    """Return a dropdown, or None when a spreadsheet cannot hold the list in a validation."""
    choices = tuple(choices)
    inline = ",".join(choices)
    if not choices or len(inline) > _LIST_LIMIT or any(mark in choice for choice in choices for mark in ',"'):
        return None
    rule = DataValidation(type="list", formula1=f'"{inline}"', allow_blank=True)
    return _with_words(rule, prompt, f"Pilih salah satu: {', '.join(choices)}.")


def number_limits(kind: Literal["whole", "decimal"], low: float, high: float | None, prompt: str) -> DataValidation:
    """Return a validation that takes numbers from ``low`` to ``high``, both included."""
    rule = DataValidation(
        type=kind,
        operator="greaterThanOrEqual" if high is None else "between",
        formula1=f"{low:g}",
        formula2=None if high is None else f"{high:g}",
        allow_blank=True,
    )
    name = "bilangan bulat" if kind == "whole" else "angka"
    limits = f"mulai dari {low:g}" if high is None else f"dari {low:g} sampai {high:g}"
    return _with_words(rule, prompt, f"Isi dengan {name} {limits}.")


def _with_words(rule: DataValidation, prompt: str, error: str) -> DataValidation:
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle, rule.prompt = "Cara mengisi", prompt[:_LIST_LIMIT]
    rule.errorTitle, rule.error = "Isian tidak dikenal", error[:_LIST_LIMIT]
    return rule


def print_on_a4(sheet: Worksheet, *, repeat_row: int | None = None) -> None:
    """Print landscape on A4, one page wide, with page numbers and the header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom = 0.4, 0.8
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "&A", "Halaman &P dari &N"
    sheet.HeaderFooter.oddFooter = footer
    if repeat_row:
        sheet.print_title_rows = f"{repeat_row}:{repeat_row}"
