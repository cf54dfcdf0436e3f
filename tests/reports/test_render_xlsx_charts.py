"""Charts in a workbook: they refer to the columns of their table, and can be told apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from xlsx_documents import KINDS, LONGEST, SHORT, charted, charts_of, hostile, opened, replaced

from zi_score.reports.document import Chart, Document, Table
from zi_score.reports.render.inert import inert
from zi_score.reports.render.xlsx import render
from zi_score.reports.render.xlsx_cells import entry


def referred(book: Workbook, reference: str) -> list[object]:
    """Return the values that a chart refers to."""
    sheet, _mark, place = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(place)
    name = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
    cells = book[name].iter_rows(top, bottom, left, right, values_only=True)  # type: ignore[arg-type]  # never None here
    return [value for row in cells for value in row]


def series_of(book: Workbook, chart: ET.Element) -> Iterator[tuple[str, list[object], list[object]]]:
    """Yield the name, the names below and the values of every series of a chart."""
    for series in chart.iterfind(".//{*}ser"):
        parts = [referred(book, series.findtext(f"{{*}}{part}//{{*}}f", "")) for part in ("tx", "cat", "val")]
        yield str(parts[0][0]), parts[1], parts[2]


@pytest.mark.parametrize("alone", [True, False], ids=["sheet", "summary"])
def test_charts_refer_to_the_columns_of_their_table(*, alone: bool) -> None:
    """Each series is a column of the table, or of lines a row; rows without figures are left out."""
    table = replaced(charted(*KINDS)) if alone else charted(*KINDS)
    made = render(Document("Uji", "Contoh", blocks=(table,)))
    book, charts = opened(made), charts_of(made)
    drawn = [list(series_of(book, chart)) for chart in charts]
    names = [f"Bagian {n}" for n in range(5, 9)]
    columns = {
        column.title: [entry(row[place]).value for row in table.rows[:-1]] for place, column in enumerate(table.columns)
    }
    asked = [["putaran 1", "min WBK", "min WBBM"], ["putaran 1", "putaran 2"]]
    asked += [["min WBK", "min WBBM", "putaran 1", "putaran 2"], ["unit"]]
    for titles, found in zip(asked, drawn[:-1], strict=True):
        assert found == [(title, names, columns[title]) for title in titles]
    assert drawn[-1] == [
        (name, ["putaran 1", "putaran 2"], [columns["putaran 1"][n], columns["putaran 2"][n]])
        for n, name in enumerate(names)
    ]


def test_charts_are_titled_scaled_and_told_apart() -> None:
    """Titles, axes, and dashes that differ where colours do; shares end at the whole, counts have no gaps."""
    table = charted(*KINDS)
    bars, sides, radar, histogram, lines = charts_of(render(Document("Uji", "Contoh", blocks=(table,))))
    assert [chart.findtext(".//{*}title//{*}t") for chart in (bars, sides, radar, histogram, lines)] == [
        "Garis! A1",
        "Dua putaran",
        "Jaring",
        "Sebaran",
        "Perkembangan",
    ]
    for chart in (bars, sides, radar, histogram, lines):
        assert {axis.get("val") for axis in chart.iterfind(".//{*}delete")} <= {"0"}
    for chart, least in ((bars, "0"), (sides, "0"), (radar, "0"), (lines, "0.5")):
        assert (chart.find(".//{*}valAx//{*}min"), chart.find(".//{*}valAx//{*}max")) != (None, None)
        assert [chart.find(f".//{{*}}valAx//{{*}}{end}").get("val") for end in ("min", "max")] == [least, "1"]  # type: ignore[union-attr]  # just seen
    for chart in (bars, radar, lines):
        dashes = [
            [each.get("val") for each in series.iterfind(".//{*}prstDash")] for series in chart.iterfind(".//{*}ser")
        ]
        assert len(set(map(str, dashes))) == len(dashes)
    fills = [series.find("{*}spPr/{*}solidFill/{*}srgbClr").get("val") for series in sides.iterfind(".//{*}ser")]  # type: ignore[union-attr]  # each has one
    assert len(set(fills)) == len(fills)
    assert histogram.find(".//{*}gapWidth").get("val") == "0"  # type: ignore[union-attr]  # it has one
    assert histogram.findtext(".//{*}catAx//{*}title//{*}t") == "WBK 75"


def test_charts_stand_below_their_table_and_say_what_is_to_be_seen() -> None:
    """No chart covers a row of the table or another chart; each has a text for those who cannot see it."""
    made = render(Document("Uji", "Contoh", blocks=(replaced(charted(*KINDS)),)))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        drawing = ET.fromstring(package.read("xl/drawings/drawing1.xml"))  # noqa: S314 - our own
    boxes = []
    for anchor in drawing:
        ends = (anchor.find("{*}from"), anchor.find("{*}to"))
        boxes.append(
            [[int(end.findtext(f"{{*}}{axis}", "")) for axis in ("row", "col")] for end in ends if end is not None]
        )
    assert all(top[0] > 6 for top, _bottom in boxes)
    for n, (top, bottom) in enumerate(boxes):
        for other_top, other_bottom in boxes[n + 1 :]:
            assert bottom[0] < other_top[0] or bottom[1] <= other_top[1] or other_bottom[1] <= top[1]
    words = [each.get("descr") for each in drawing.iterfind(".//{*}cNvPr")]
    assert words == ["Dua di bawah", "Dua putaran", "Jaring", "Sebaran", "Perkembangan"]


def test_a_chart_without_figures_is_left_out_and_lines_need_neighbours() -> None:
    """An empty drawing says nothing; a line through columns that are apart would say something wrong."""
    table = charted(KINDS[0])
    empty = Table(key="e", title="T", columns=table.columns, rows=table.rows[-1:], charts=table.charts)
    assert charts_of(render(Document("Uji", "Contoh", blocks=(empty,)))) == []
    apart = charted(Chart("lines", "l", "Apart", "part", ("first", "least")))
    with pytest.raises(ValueError, match="first, least"):
        render(Document("Uji", "Contoh", blocks=(apart,)))


def test_chart_titles_are_no_references() -> None:
    """XlsxWriter takes a title like ``Lembar!A1`` for a cell; here it stays a title."""
    titles = [part.findtext(".//{*}title//{*}t") for part in charts_of(render(hostile()))]
    assert titles == [inert(text).replace("!A1", "! A1") or None for text in (*SHORT, LONGEST)]
