"""A sheet of the rekap, written row by row: looks that are made once, texts that stay texts, print setup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeGuard

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.saving import streamed_sheet
from zi_score.forms.template.style import Horizontal, Look, dress, fit_height, print_on_a4, set_widths
from zi_score.model.language import translate as _
from zi_score.reports.document import Cell as Said
from zi_score.reports.render import xlsx_cells
from zi_score.reports.render.inert import FORMULA_STARTS, inert
from zi_score.reports.render.xlsx_looks import FILLS

LAST_ROW = 1_048_576
"""Limit of Excel."""

_TITLE_HEIGHT = 24.0
_PRINTED_INCHES = 11.1  # width of A4 landscape within the margins
_INCHES = 0.1  # a character at most, where another font stands in for Calibri


class FormFormula(str):
    """A formula that stays one; never a text from elsewhere."""

    __slots__ = ()


Value = str | int | float | date | None


class Style(NamedTuple):
    """How a cell looks; ``fill`` is a colour in place of that of the look."""

    look: Look = "text"
    form: str = ""
    align: Horizontal = "left"
    fill: str = ""
    bold: bool = False


TEXT, CODE = Style(), Style(align="center")
COUNT = Style(form="0", align="center")


class FormCell(NamedTuple):
    """What stands in a cell."""

    value: Value
    style: Style = TEXT


def entry(cell: Said, *, bold: bool = False) -> FormCell:
    """Return a cell of a document as it stands in a form: a figure as a number, a word with its colour."""
    made = xlsx_cells.entry(cell)
    fill = FILLS[made.tone].removeprefix("#") if made.tone else ""
    style = Style(form=made.form, align="left" if isinstance(made.value, str) else "center", fill=fill, bold=bold)
    return FormCell(made.value, style)


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, FormFormula)


class FormSheet:
    """A sheet that is written from top to bottom and keeps no row in memory."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float], *, frozen: str | None = None) -> None:
        """Begin a sheet.

        Args:
            book: a write-only workbook.
            name: the sheet's name.
            widths: widths of its columns, in characters.
            frozen: the first cell that scrolls.

        """
        self.plain: Worksheet = streamed_sheet(book, name)  # a write-only sheet has what is used of it here
        self.row = 0
        self._widths = tuple(widths)
        self._cells: dict[tuple[int, Style, bool], Cell] = {}
        self.plain.sheet_view.showGridLines = False
        self.plain.freeze_panes = frozen
        set_widths(self.plain, {get_column_letter(column): width for column, width in enumerate(widths, 1)})
        print_on_a4(self.plain)
        self.plain.HeaderFooter.oddFooter.right.text = _("Page &P of &N")  # type: ignore[union-attr]  # it has one

    def title(self, text: str) -> None:
        """Write the title of the sheet."""
        self.plain.row_dimensions[self.row + 1].height = _TITLE_HEIGHT
        self.add([FormCell(text, Style("title"))])

    def note(self, text: str, first: int = 1, last: int | None = None) -> None:
        """Write a sentence across these columns, the first and the last without them."""
        self.add([*[None] * (first - 1), FormCell(text, Style("plain"))], spread=last or len(self._widths))

    def header(self, entries: Iterable[FormCell | str | None], *, spread: int = 0) -> None:
        """Write a row of headings."""
        row = (FormCell(entry, Style("header")) if isinstance(entry, str) else entry for entry in entries)
        self.add(row, spread=spread)

    def add(self, entries: Iterable[FormCell | None], *, spread: int = 0) -> None:
        """Write the next row; its last cell reaches to the column ``spread``, if there is one."""
        row = list(entries)
        self.row += 1
        widths = list(self._widths[: len(row)])
        if spread:
            column = get_column_letter(len(row))
            self.plain.merged_cells.add(f"{column}{self.row}:{get_column_letter(spread)}{self.row}")
            widths[-1] = sum(self._widths[len(row) - 1 : spread])
        if self.row not in self.plain.row_dimensions:
            self._fit(row, widths)
        if spread and row[-1]:
            row += [FormCell(None, row[-1].style)] * (spread - len(row))  # the border runs around them all
        self.plain.append([self._cell(column, entry) for column, entry in enumerate(row)])
        self.plain.row_dimensions.pop(self.row, None)  # it is written

    def table(self, title: str, headers: Sequence[str], rows: Iterable[Sequence[FormCell]], *, spread: int = 0) -> None:
        """Write a table under a heading; one without rows says so. The last column reaches to ``spread``."""
        self.add([])
        self.add([FormCell(title, Style("heading"))])
        before = self.row
        for row in rows:
            if self.row == before:
                self.header(headers, spread=spread)
            self.add(row, spread=spread)
        if self.row == before:
            self.add([FormCell(_("nothing to list"), Style("plain"))])

    def _fit(self, row: Sequence[FormCell | None], widths: Sequence[float]) -> None:
        """Make a row tall enough for its texts; most are on one line, which takes no counting."""
        long = [
            (entry.value, width)
            for entry, width in zip(row, widths, strict=True)
            if entry and _is_text(entry.value) and (len(entry.value) > width or "\n" in entry.value)
        ]
        if long:
            fit_height(self.plain, self.row, long)

    def filtered(self, header_row: int, first_repeated: int) -> None:
        """End a table: let its rows be filtered, and print its headings on every page."""
        last = get_column_letter(len(self._widths))
        self.plain.auto_filter.ref = f"A{header_row}:{last}{max(self.row, header_row)}"
        self.plain.print_title_rows = f"{first_repeated}:{header_row}"

    def print_in_parts(self, last_columns: Sequence[int], repeated: int) -> None:
        """Print a wide table in parts that can be read, each with the first columns; call it before the first row.

        Args:
            last_columns: the last column of each part.
            repeated: number of columns that are printed with every part.

        """
        ends = [repeated, *last_columns]
        first = self._widths[:repeated]
        widest = max(sum(first) + sum(self._widths[start:end]) for start, end in zip(ends, last_columns, strict=False))
        if setup := self.plain.sheet_properties.pageSetUpPr:
            setup.fitToPage = False
        self.plain.page_setup.scale = min(100, int(100 * _PRINTED_INCHES / (widest * _INCHES)))
        self.plain.print_title_cols = f"A:{get_column_letter(repeated)}"
        for column in last_columns[:-1]:
            self.plain.col_breaks.append(Break(id=column, max=LAST_ROW - 1))

    def _cell(self, column: int, entry: FormCell | None) -> Cell | None:
        """Return the column's cell of this look with the value: a row is written before the next one is made."""
        if entry is None:
            return None
        value, style = entry
        text = inert(value) if _is_text(value) else ""
        quoted = text.startswith(FORMULA_STARTS)
        cell = self._cells.get((column, style, quoted)) or self._dressed(column, style, quoted=quoted)
        cell.value = (text or None) if _is_text(value) else value
        if text:
            cell.data_type = "s"
        return cell

    def _dressed(self, column: int, style: Style, *, quoted: bool) -> Cell:
        cell: Cell = WriteOnlyCell(self.plain)
        dress(cell, style.look, align=style.align, form=style.form, wrap=style.look not in {"title", "heading"})
        cell.quotePrefix = quoted
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=style.fill)
        if style.bold:
            cell.font = Font(name=cell.font.name, size=cell.font.size, bold=True, color=cell.font.color)
        self._cells[column, style, quoted] = cell
        return cell
