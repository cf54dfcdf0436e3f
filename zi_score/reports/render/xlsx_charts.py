"""The charts of a document as a workbook's own: they refer to the columns of their table, and read in grey."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any, NamedTuple

from zi_score.model.pattern import pattern
from zi_score.model.written import Number
from zi_score.reports.document import Chart, Table, joined
from zi_score.reports.render.inert import inert

_FILLS = ("#1F4E5F", "#BFD5DC", "#7FA3AF", "#EDF3F5")
_LINES = ("#1F4E5F", "#C0504D", "#7F7F7F", "#2E8B77")
_DASHES = ("solid", "long_dash", "dash_dot", "long_dash_dot_dot")
_MARKERS = ("circle", "square", "diamond", "triangle", "x")
_LEASTS = (("#C0504D", "dash"), ("#7F7F7F", "round_dot"), ("#000000", "square_dot"))
"""Colour and dashes of minimums, other dashes than those of what was reached."""

_MOST_SERIES = 255
"""Limit of Excel."""

HEIGHT, WIDEST = 420, 1280
_NARROWEST, _A_NAME = 620, 100
"""Pixels of a chart; and those of its width that a name below it needs."""

_SMALL, _TITLE = {"size": 8}, {"size": 12, "bold": True}
_REFERENCE = pattern(r"!(?=\$?[A-Z]+\$?\d)")
_STEP = 10
"""The axis of lines begins at a tenth of the whole."""


class ChartPlace(NamedTuple):
    """Where a table stands: the name of its sheet, the row of its headings and its first column, from 0."""

    sheet: str
    row: int
    column: int


def drawn(book: Any, chart: Chart, table: Table, place: ChartPlace) -> Any | None:  # noqa: ANN401 - XlsxWriter has no types
    """Return a chart of the workbook; None where its columns have no number.

    Args:
        book: the workbook of XlsxWriter that gets the chart.
        chart: what is drawn.
        table: the table that it is a view of, all of whose rows are written.
        place: where the table stands.

    """
    figures = _Figures(table, place, chart.series)
    if not figures.rows:
        return None
    made = {"bars": _bars, "histogram": _histogram, "radar": _radar, "lines": _lines}[chart.kind](book, chart, figures)
    made.set_title({"name": _said(chart.title), "name_font": _TITLE, "overlay": False})
    made.set_size({"width": width_of(chart, table), "height": HEIGHT})
    return made


def width_of(chart: Chart, table: Table) -> int:
    """Return how many pixels wide a chart is."""
    names = len(chart.series) if chart.kind == "lines" else len(table.rows)
    return _NARROWEST if chart.kind == "radar" else min(WIDEST, max(_NARROWEST, names * _A_NAME))


def _said(text: str) -> str:
    """Return a text in which XlsxWriter sees no reference to a cell."""
    return _REFERENCE.sub("! ", inert(text))


class _Figures:
    """Where the figures of a chart stand; rows before the first and after the last of them are left out."""

    def __init__(self, table: Table, place: ChartPlace, keys: Sequence[str]) -> None:
        self._place = place
        self._columns = {column.key: place.column + number for number, column in enumerate(table.columns)}
        cells = list(zip(*map(table.cells, keys), strict=True))
        self.rows = [row for row, own in enumerate(cells) if any(isinstance(cell, Number | int) for cell in own)]
        numbers = [cell for own in cells for cell in own if isinstance(cell, Number)]
        self.is_share = bool(numbers) and all(number.is_share for number in numbers)
        self.lowest = min((number.value for number in numbers), default=0)

    def heading(self, key: str) -> list[object]:
        """Return where the title of a column stands."""
        return [self._place.sheet, self._place.row, self._columns[key]]

    def column(self, key: str) -> list[object]:
        """Return where the cells of a column stand."""
        first, last = (self._place.row + 1 + row for row in (self.rows[0], self.rows[-1]))
        return [self._place.sheet, first, self._columns[key], last, self._columns[key]]

    def cell(self, row: int, key: str) -> list[object]:
        """Return where a cell stands."""
        return [self._place.sheet, self._place.row + 1 + row, self._columns[key]]

    def across(self, row: int, keys: Sequence[str]) -> list[object]:
        """Return where the cells of a row stand, those of the headings in row -1.

        Raises:
            ValueError: the columns do not stand beside each other.

        """
        at, columns = self._place.row + 1 + row, [self._columns[key] for key in keys]
        if columns != list(range(columns[0], columns[-1] + 1)):
            raise ValueError(f"{', '.join(keys)}: not beside each other")
        return [self._place.sheet, at, columns[0], at, columns[-1]]


def _bars(book: Any, chart: Chart, figures: _Figures) -> Any:  # noqa: ANN401 - as above
    made = book.add_chart({"type": "column"})
    for key, fill in zip(chart.series, cycle(_FILLS)):
        made.add_series(_series(chart, figures, key, fill={"color": fill}, border={"color": _FILLS[0]}, gap=60))
    if chart.minimums:
        lines = book.add_chart({"type": "line"})
        for series in _minimums(chart, figures):
            lines.add_series(series)
        made.combine(lines)
    return _with_axes(made, figures, is_named=len(chart.series) + len(chart.minimums) > 1)


def _histogram(book: Any, chart: Chart, figures: _Figures) -> Any:  # noqa: ANN401 - as above
    """Return bars without gaps; an axis of names has no place for marks, so that its title says them."""
    made = book.add_chart({"type": "column"})
    for key in chart.series:
        made.add_series(_series(chart, figures, key, fill={"color": _FILLS[2]}, border={"color": _FILLS[0]}, gap=0))
    _with_axes(made, figures, is_named=len(chart.series) > 1)
    if chart.marks:
        told = _said(joined(mark.label for mark in chart.marks))
        made.set_x_axis({"num_font": _SMALL, "name": told, "name_font": _SMALL})
    return made


def _radar(book: Any, chart: Chart, figures: _Figures) -> Any:  # noqa: ANN401 - as above
    made = book.add_chart({"type": "radar"})
    for series in _minimums(chart, figures):
        made.add_series(series)
    for key, dashes in zip(chart.series, cycle(_DASHES)):
        made.add_series(_series(chart, figures, key, line={"color": _LINES[0], "width": 2.25, "dash_type": dashes}))
    return _with_axes(made, figures, is_named=True)


def _lines(book: Any, chart: Chart, figures: _Figures) -> Any:  # noqa: ANN401 - as above
    """Return a line a row; colours, dashes and marks repeat after different numbers, so that no two are alike."""
    made = book.add_chart({"type": "line"})
    for row, colour, dashes, mark in islice(
        zip(figures.rows, cycle(_LINES), cycle(_DASHES), cycle(_MARKERS)), _MOST_SERIES
    ):
        made.add_series(
            {
                "name": figures.cell(row, chart.by),
                "categories": figures.across(-1, chart.series),
                "values": figures.across(row, chart.series),
                "line": {"color": colour, "width": 2, "dash_type": dashes},
                "marker": {"type": mark, "size": 6, "border": {"color": colour}, "fill": {"color": colour}},
            }
        )
    _with_axes(made, figures, is_named=True, least=math.floor(figures.lowest * _STEP) / _STEP)
    made.set_legend({"position": "right"})
    return made


def _series(chart: Chart, figures: _Figures, key: str, **look: object) -> dict[str, object]:
    name, names, values = figures.heading(key), figures.column(chart.by), figures.column(key)
    return {"name": name, "categories": names, "values": values, **look}


def _minimums(chart: Chart, figures: _Figures) -> Iterator[dict[str, object]]:
    for key, (colour, dashes) in zip(chart.minimums, cycle(_LEASTS)):
        yield _series(chart, figures, key, line={"color": colour, "width": 1.5, "dash_type": dashes})


def _with_axes(made: Any, figures: _Figures, *, is_named: bool, least: float = 0) -> Any:  # noqa: ANN401 - as above
    """Show both axes, shares up to the whole, and below them which series is which where there are several."""
    scale = {"min": least, "max": 1, "num_format": "0%"} if figures.is_share else {"num_format": "General"}
    made.set_x_axis({"num_font": _SMALL})
    made.set_y_axis({**scale, "num_font": _SMALL, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    made.set_legend({"position": "bottom"} if is_named else {"none": True})
    made.show_blanks_as("gap")
    return made
