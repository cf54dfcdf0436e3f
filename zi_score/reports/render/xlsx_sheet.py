"""A sheet of a workbook, written from top to bottom: sentences, tables, charts below their table, and how it prints."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, chain, repeat
from typing import Any

from zi_score.model.language import translate as _
from zi_score.model.packed import PackedSequence
from zi_score.model.written import Number, Tone
from zi_score.reports.document import Column, Line, Rows, Table, Word
from zi_score.reports.render.inert import inert
from zi_score.reports.render.xlsx_cells import Entry, entry, text_entry
from zi_score.reports.render.xlsx_charts import HEIGHT, WIDEST, ChartPlace, drawn, width_of
from zi_score.reports.render.xlsx_looks import CellLook, Kind, height

LAST_ROW = 1_048_576
"""Limit of Excel."""

_A4 = 9
_NARROWEST, _FIGURE, _CODE, _TEXTS = 8.0, 36.0, 60.0, (46.0, 34.0)
_AROUND, _FILTER, _INDENT = 3.0, 2.0, 1.5
"""Widths in characters: of a column at least, of figures, codes and texts at most, and of texts where a page is too
narrow; of what is around a text, of the button of a filter, and of an indent."""

_USUAL, _READABLE = 8.43, 100.0
"""Widths of a column of which nothing is said, and of a sentence that reads well."""

_PAGE = 240.0
"""Characters on a page of A4 across, as small as they can still be read."""

_PIXELS, _ROW_PIXELS, _APART = 7, 20, 20
"""Pixels of a character, of a row, and between charts."""

_FIRST_COLUMNS = 3
"""Those among which the first with names is looked for."""


class Filled:
    """A table with what stands in its cells, and the column of its sheet at which it begins, from 0."""

    def __init__(self, table: Table, first: int = 0) -> None:
        """Find out what stands in the cells; of rows that are made one by one it lies packed until they are written."""
        self.table, self.first = table, first
        self.rows: list[Sequence[Entry]] = []
        self._longest = [0] * len(table.columns)
        kept = PackedSequence[Entry] if isinstance(table.rows, Rows) else list[Entry]
        for row in table.rows:
            entries = list(map(entry, row))
            self._longest = list(map(max, self._longest, [each.length for each in entries]))
            self.rows.append(kept(entries))

    @property
    def names(self) -> int:
        """How many columns there are up to the first with names."""
        are_names = [column.kind in ("name", "law", "file") for column in self.table.columns[:_FIRST_COLUMNS]]
        return 1 + (are_names.index(True) if any(are_names) else 0)

    def widths(self, *, is_filtered: bool) -> list[float]:
        """Return the widths of its columns, in characters; texts give way where they are too wide for a page."""
        around = _AROUND + (_FILTER if is_filtered else 0)
        wide, narrow = (list(map(partial(_width, around, most), self.table.columns, self._longest)) for most in _TEXTS)
        return wide if sum(wide) <= _PAGE else narrow


def _width(around: float, text: float, column: Column, longest: int) -> float:
    """Return the width of a column: as its longest text where that is short, and as the longest word of its title."""
    word = max(map(len, inert(column.title).split()), default=0)
    most = {"number": _FIGURE, "code": _CODE, "file": _CODE}.get(column.kind, text)
    return max(_NARROWEST, word + around, min(longest + _AROUND, most))


_NUMBER, _TEXT = CellLook("cell", is_right=True), CellLook("cell", depth=1)


class ReportSheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str, formats: Callable[..., Any]) -> None:  # noqa: ANN401 - XlsxWriter's
        """Begin a sheet of a workbook of XlsxWriter; ``formats`` are made of what ``properties`` takes, each once."""
        self._book, self._name, self._formats = book, name, formats
        self._row = 0
        self._widths: list[float] = []
        self._page = book.add_worksheet(name)
        self._page.hide_gridlines(2)
        self._page.set_landscape()
        self._page.set_paper(_A4)
        self._page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.8)
        self._page.set_footer(f"&L&A&R{_('Page &P of &N')}")
        self._page.fit_to_pages(1, 0)

    def set_widths(self, widths: Sequence[float], names: int) -> None:
        """Set the widths of columns; of what is too wide for a page, the columns of names stand on every one."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self._page.set_column(column, column, width)
        if (pages := math.ceil(sum(widths) / _PAGE)) > 1:
            self._page.fit_to_pages(pages, 0)
            self._page.repeat_columns(0, names - 1)

    def skip(self) -> None:
        """Leave a row blank."""
        self._row += 1

    def sentence(self, text: str, kind: Kind = "sentence", tone: Tone | None = None, depth: int = 0) -> None:
        """Write a text across as many columns as it takes to read well."""
        made, ends = text_entry(text, tone), accumulate(chain(self._widths, repeat(_USUAL)))
        last, width = next((column, end) for column, end in enumerate(ends) if end >= _READABLE)
        if last:
            self._page.merge_range(self._row, 0, self._row, last, "", self._format(made, CellLook(kind, depth=depth)))
        self._put(0, made, CellLook(kind, depth=depth))
        self._page.set_row(self._row, height([(str(made.value or ""), width - _INDENT * depth)], kind))
        self._row += 1

    def line(self, line: Line, kind: Kind = "sentence") -> None:
        """Write a line, which is filled with the first tone in it."""
        tones = (part.tone for part in line.parts if isinstance(part, Word | Number) and part.tone)
        self.sentence(line.text, kind, next(tones, None), line.depth)

    def table(self, filled: Filled) -> int:
        """Write headings and rows, as many as there is room for, and the charts below; return the last of the rows."""
        place = ChartPlace(self._name, self._row, filled.first)
        titles = [text_entry(column.title) for column in filled.table.columns]
        self._cells(filled.first, titles, [CellLook("header")] * len(titles))
        room = max(0, LAST_ROW - self._row)
        listed = filled.rows if len(filled.rows) <= room else filled.rows[: max(0, room - 1)]
        looks = [_NUMBER if column.kind == "number" else _TEXT for column in filled.table.columns]
        for row in listed:
            self._cells(filled.first, row, looks)
        last = self._row - 1
        if left := len(filled.rows) - len(listed):
            more = _("{title}: {count} more lines are not listed here; the other formats have them.")
            self.sentence(more.format(title=filled.table.title, count=left))
        self._charts(filled.table, place)
        return last

    def filtered_table(self, filled: Filled) -> None:
        """Write the table of a sheet of its own: headings and names stay in view, and rows can be filtered."""
        head = self._row
        self._page.autofilter(head, 0, self.table(filled), len(filled.table.columns) - 1)
        self._page.freeze_panes(head + 1, filled.names)
        self._page.repeat_rows(head)

    def _charts(self, table: Table, place: ChartPlace) -> None:
        """Put charts below the last row, beside each other as far as a screen goes."""
        left = 0
        for chart in table.charts:
            made, wide = drawn(self._book, chart, table, place), width_of(chart, table)
            if made is None:
                continue
            if left + wide > max(WIDEST, sum(self._widths) * _PIXELS):
                left, self._row = 0, self._row + HEIGHT // _ROW_PIXELS + 1
            options = {"x_offset": left, "object_position": 2, "description": inert(chart.words or chart.title)}
            self._page.insert_chart(self._row + 1, 0, made, options)
            left += wide + _APART
        if left:
            self._row += HEIGHT // _ROW_PIXELS + 1

    def _cells(self, first: int, entries: Sequence[Entry], looks: Sequence[CellLook]) -> None:
        """Write the next row, tall enough for its texts; most are on one line, which takes no counting."""
        long = []
        for column, (each, look) in enumerate(zip(entries, looks, strict=True), first):
            self._put(column, each, look)
            value = each.value
            if isinstance(value, str) and (each.length > (width := self._widths[column]) - _AROUND or "\n" in value):
                long.append((value, width - _INDENT))
        if long:
            self._page.set_row(self._row, height(long))
        self._row += 1

    def _put(self, column: int, each: Entry, look: CellLook) -> None:
        """Write a cell by its kind; what XlsxWriter makes of a value by itself could be a formula or a link."""
        value, made = each.value, self._format(each, look)
        if isinstance(value, str):
            self._page.write_string(self._row, column, value, made)
        elif value is None:
            self._page.write_blank(self._row, column, None, made)
        elif isinstance(value, int | float):
            self._page.write_number(self._row, column, value, made)
        else:
            self._page.write_datetime(self._row, column, value, made)

    def _format(self, each: Entry, look: CellLook) -> Any:  # noqa: ANN401 - as above
        return self._formats(look, each.form, each.tone, each.is_quoted)
