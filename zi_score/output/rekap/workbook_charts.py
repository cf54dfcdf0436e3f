"""The two charts of the rekap: how totals are spread, and areas against the minimums."""

from __future__ import annotations

from typing import Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RichTextProperties
from openpyxl.worksheet.worksheet import Worksheet

_WIDTH, _HEIGHT = 19, 10.5  # centimetres
_BAR = "8FB3BF"
_LINES: tuple[tuple[str, Literal["dash", "sysDot", "solid"]], ...] = (
    ("C0504D", "dash"),
    ("7F7F7F", "sysDot"),
    ("000000", "solid"),
)
"""Colour and dashes of the minimums; the dashes tell them apart in grey."""

_UPRIGHT, _SLANTED = 0, -2_700_000


def histogram(sheet: Worksheet, title: str, counted: str, first: int, last: int) -> BarChart:
    """Return a chart of the counts in column B by the classes in column A; its header stands above the first row."""
    chart = _bars(sheet, title, first, last, _SLANTED)
    chart.gapWidth = 15
    chart.legend = None
    chart.y_axis.title = counted
    chart.y_axis.number_format = "0"
    return chart


def areas(sheet: Worksheet, title: str, first: int, last: int, minimums: int) -> BarChart:
    """Return a chart of the means in column B, with so many lines of minimums from the columns after it."""
    chart = _bars(sheet, title, first, last, _UPRIGHT)
    chart.gapWidth = 60
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorUnit = 0.2
    if chart.legend:
        chart.legend.position, chart.legend.overlay = "b", False
    if minimums:
        lines = LineChart()
        lines.add_data(Reference(sheet, 3, first - 1, 2 + minimums, last), titles_from_data=True)
        for series, (colour, dashes) in zip(lines.series, _LINES * minimums, strict=False):
            series.graphicalProperties = GraphicalProperties(
                ln=LineProperties(solidFill=colour, prstDash=dashes, w=28_000)
            )
            series.smooth = False
        chart += lines
    return chart


def _bars(sheet: Worksheet, title: str, first: int, last: int, turned: int) -> BarChart:
    chart = BarChart()
    chart.title = title
    if chart.title:
        chart.title.overlay = False
    chart.width, chart.height = _WIDTH, _HEIGHT
    chart.add_data(Reference(sheet, 2, first - 1, 2, last), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=_BAR)
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl leaves axes out unless told
    small = CharacterProperties(sz=800)
    chart.x_axis.txPr = RichText(
        bodyPr=RichTextProperties(rot=turned), p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)]
    )
    return chart
