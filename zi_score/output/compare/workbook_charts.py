"""The trend of every area as a native line chart, with the minimums, on a sheet of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Literal

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.comparison.choice import MOST
from zi_score.comparison.model import Comparison
from zi_score.language import translate as _
from zi_score.output.compare.charts import lowest_shown, ticks
from zi_score.output.compare.progress import group_name, least, trends
from zi_score.output.compare.words import headings
from zi_score.output.rekap.workbook_figures import figure
from zi_score.output.workbook_sheet import TEXT, Entry, Sheet
from zi_score.ruleset import Ruleset

_WIDTH, _HEIGHT = 15, 7.5  # centimetres
_ROWS_A_CHART, _CHARTS_A_PAGE, _SECOND_COLUMN = 16, 6, "E"
_TITLE_SIZE = 1_100
_LINE = "2F6F8F"
_MINIMUMS: tuple[tuple[str, Literal["dash", "sysDot"]], ...] = (("C0504D", "dash"), ("7F7F7F", "sysDot"))
"""Colour and dashes of the minimums; the dashes tell them apart in grey."""


def write_charts(book: Workbook, result: Comparison, ruleset: Ruleset) -> None:
    """Write a chart for each area of change, each part of hasil and the total, and below them their figures."""
    found = trends(result)
    sheet = Sheet(book, _("Charts"), (46.0, *(12.0,) * MOST))
    sheet.title(_("Trend"))
    sheet.note(_("Percent of the weight."))
    top = sheet.row + 1
    for row in range(1, _ROWS_A_CHART * -(-len(found) // 2) + 1):
        sheet.add([])
        if row % (_ROWS_A_CHART * _CHARTS_A_PAGE // 2) == 0:
            sheet.plain.row_breaks.append(Break(id=sheet.row))
    names = list(headings(result).values())
    sheet.header([_("part"), *names])
    head, scale = sheet.row, ticks(lowest_shown(result, ruleset))
    for number, (key, part) in enumerate(found.items()):
        first = sheet.row + 1
        asked = least(ruleset, key)
        _write_figures(sheet, group_name(result, key), [side.share for side in part.sides.values()], asked.values())
        for predicate, share in asked.items():
            _write_figures(sheet, f"min {predicate}", [share] * len(names))
        chart = _chart(sheet.plain, group_name(result, key), (head, first, sheet.row), len(names), scale)
        column = _SECOND_COLUMN if number % 2 else "A"
        sheet.plain.add_chart(chart, f"{column}{top + _ROWS_A_CHART * (number // 2)}")


def _write_figures(sheet: Sheet, name: str, shares: Sequence[Fraction], asked: Collection[Fraction] = ()) -> None:
    sheet.add([Entry(name, TEXT), *(figure(share, asked, kind="percent") for share in shares)])


def _chart(
    sheet: Worksheet, title: str, rows: tuple[int, int, int], rounds: int, scale: Sequence[Fraction]
) -> LineChart:
    """Return a chart of the first row and the minimums in the rows after it; the header stands in a row above."""
    head, first, last = rows
    chart = LineChart()
    chart.title = _title(title)
    chart.width, chart.height = _WIDTH, _HEIGHT
    chart.add_data(Reference(sheet, 1, first, 1 + rounds, last), from_rows=True, titles_from_data=True)
    chart.set_categories(Reference(sheet, 2, head, 1 + rounds, head))
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = float(scale[0]), 1
    chart.y_axis.number_format = "0%"
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl leaves axes out unless told
    chart.y_axis.majorUnit = float(scale[1] - scale[0])
    if chart.legend:
        chart.legend.position, chart.legend.overlay = "b", False
        chart.legend.legendEntry = [LegendEntry(idx=0, delete=True)]  # the title says it
    reached, *minimums = chart.series
    reached.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_LINE, w=32_000))
    reached.marker = Marker(symbol="circle", size=7)
    reached.smooth = False
    for series, (colour, dashes) in zip(minimums, _MINIMUMS * len(minimums), strict=False):
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, prstDash=dashes, w=22_000))
        series.marker = Marker(symbol="none")
        series.smooth = False
    return chart


def _title(text: str) -> Title:
    """Return a title of a size that leaves room for the line."""
    properties = CharacterProperties(sz=_TITLE_SIZE, b=True)
    run = RegularTextRun(rPr=properties, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
