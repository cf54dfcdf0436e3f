"""The charts of a unit's workbook beside the bars of the rekap: the radar of the areas, and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openpyxl.chart import BarChart, RadarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

_WIDTH, _HEIGHT = 19, 10.5  # centimetres
_REACHED, _MINIMUM = "1F4E5F", "C0504D"
_DASHES: tuple[Literal["solid", "dash", "sysDot", "dashDot"], ...] = ("solid", "dash", "sysDot", "dashDot")
"""What tells lines of one colour apart, also in grey."""

_FILLS = ("1F4E5F", "BFD5DC")


def radar(
    sheet: Worksheet, title: str, rows: tuple[int, int], reached: Sequence[int], minimums: Sequence[int]
) -> RadarChart:
    """Return a radar of shares by the names in column A; the header of a column names its line.

    Args:
        sheet: the sheet with the figures.
        title: title of the chart.
        rows: first and last row of the figures; the header stands above the first.
        reached: columns of what assessors gave, the highest authority first.
        minimums: columns of the minimums.

    """
    chart = RadarChart()
    chart.type = "marker"
    chart.title = title
    chart.width, chart.height = _WIDTH, _HEIGHT + 2
    first, last = rows
    for columns, colour, width in ((minimums, _MINIMUM, 19_000), (reached, _REACHED, 28_000)):
        for place, column in enumerate(columns):
            chart.add_data(Reference(sheet, column, first - 1, column, last), titles_from_data=True)
            dashes = _DASHES[(place + (colour == _MINIMUM)) % len(_DASHES)]
            line = LineProperties(solidFill=colour, prstDash=dashes, w=width)
            chart.series[-1].graphicalProperties = GraphicalProperties(ln=line)
            chart.series[-1].marker.symbol = "none"
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    chart.y_axis.delete = chart.x_axis.delete = False  # openpyxl leaves axes out unless told
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.majorUnit = 0.25
    chart.y_axis.number_format = "0%"
    if chart.legend:
        chart.legend.position, chart.legend.overlay = "b", False
    return chart


def parts(sheet: Worksheet, title: str, rows: tuple[int, int], columns: tuple[int, int]) -> BarChart:
    """Return bars of the parts of every area beside each other, from these columns."""
    chart = BarChart()
    chart.title = title
    chart.width, chart.height = _WIDTH, _HEIGHT
    first, last = rows
    chart.add_data(Reference(sheet, columns[0], first - 1, columns[1], last), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    for series, fill in zip(chart.series, _FILLS, strict=False):
        series.graphicalProperties = GraphicalProperties(solidFill=fill, ln=LineProperties(solidFill=_REACHED))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.gapWidth = 60
    if chart.legend:
        chart.legend.position, chart.legend.overlay = "b", False
    return chart
