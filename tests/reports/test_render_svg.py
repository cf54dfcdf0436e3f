"""A chart as a drawing: what stands where, what is said of it, and that texts stay texts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from harm import HOSTILE
from kinds import CHARTS, charted

from zi_score.model.findings import shown
from zi_score.model.language import use_language
from zi_score.model.written import points, share, share_as_ruled
from zi_score.reports.document import Chart, Mark, Table, name_column, number_column
from zi_score.reports.render.svg import drawings

LEFT, WIDTH = 10, 400
"""Where tracks begin, and how long they are."""


def drawn(chart: Chart, table: Table | None = None) -> Iterator[tuple[str, ET.Element]]:
    """Yield the drawings of a chart as a browser parses them."""
    for title, text in drawings(chart, table or charted(chart)):
        yield title, ET.fromstring(text)  # noqa: S314 - our own


def one(chart: Chart, table: Table | None = None) -> ET.Element:
    """Return the only drawing of a chart."""
    ((_title, drawing),) = drawn(chart, table)
    return drawing


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    """Return the parts that have a class."""
    return [each for each in drawing.iter() if name in each.get("class", "").split()]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_every_drawing_says_what_it_shows(chart: Chart) -> None:
    """A title, words with the figures, and nothing outside of its frame."""
    for title, drawing in drawn(chart):
        assert drawing.get("role") == "img"
        assert (drawing[0].tag, drawing[0].text) == ("title", title)
        assert drawing[1].tag == "desc"
        assert drawing[1].text
        assert ".." not in drawing[1].text
        _x, _y, width, height = map(float, drawing.get("viewBox", "").split())
        for part in drawing.iter():
            places = [(float(part.get(key, 0)), most) for key, most in (("x", width), ("y", height), ("y2", height))]
            assert all(0 <= place <= most for place, most in places)


def test_bars_end_where_the_shares_are() -> None:
    """On the track of the whole weight, with each minimum at its place; the legend says what it is."""
    drawing = one(CHARTS[0])
    assert [float(bar.get("width", 0)) for bar in of_class(drawing, "bar")] == [
        round(WIDTH * n / 9, 1) for n in range(5, 9)
    ]
    marks = {float(each.get("x1", 0)) for each in of_class(drawing, "minimum")} - {LEFT}
    assert marks == {LEFT + WIDTH * 0.6, LEFT + WIDTH * 0.75}
    texts = [each.text for each in drawing.iter("text")]
    assert texts[:2] == ["Bagian <5> & lain", "55,56%"]
    assert texts[-2:] == ["min WBK 60%", "min WBBM 75%"]
    assert "fakta" not in texts


def test_series_are_told_apart_without_colour() -> None:
    """One under the other in another look, named in the legend."""
    drawing = one(CHARTS[1])
    assert len(of_class(drawing, "bar-0")) == len(of_class(drawing, "bar-1")) == 4 + 1
    assert [each.text for each in drawing.iter("text")][-2:] == ["putaran 1", "putaran 2"]


def test_a_radar_has_an_axis_for_every_part() -> None:
    """The first points upwards; minimums are rings; fewer than three parts are no radar."""
    drawing = one(CHARTS[2])
    corners = [ring.get("points", "").split() for ring in of_class(drawing, "minimum") if ring.tag == "polygon"]
    assert [ring[0] for ring in corners] == [f"210.0,{146 - 98 * 0.6:.1f}", f"210.0,{146 - 98 * 0.75:.1f}"]
    reached = [ring.get("points", "").split()[0] for ring in of_class(drawing, "reached") if ring.tag == "polygon"]
    assert reached == [f"210.0,{146 - 98 * 0.5:.1f}", f"210.0,{146 - 98 * 5 / 9:.1f}"]
    table = charted()
    few = Table(key="t", title="T", columns=table.columns, rows=table.rows[:2])
    assert list(drawings(CHARTS[2], few)) == []


def test_a_histogram_counts_and_marks_minimums() -> None:
    """Columns as tall as their counts, the tallest as tall as there is room; marks between the ends of the scale."""
    drawing = one(CHARTS[3])
    heights = [float(bar.get("height", 0)) for bar in of_class(drawing, "bar")]
    assert heights == [160 * n / 8 for n in range(5, 9)]
    assert {float(each.get("x1", 0)) for each in of_class(drawing, "minimum")} == {LEFT + WIDTH * 0.6}
    none = Table(
        key="t", title="T", columns=(name_column("part", "p"), number_column("units", "u")), rows=[("a", 0), ("b", 3)]
    )
    assert (
        len(
            of_class(one(Chart("histogram", "h", "H", "part", ("units",), marks=(Mark(Fraction(), "0"),)), none), "bar")
        )
        == 1
    )


def test_lines_rise_with_the_share() -> None:
    """A drawing a row, on one scale that begins below every figure; minimums are named where no figure can be."""
    found = list(drawn(CHARTS[4]))
    assert [title for title, _drawing in found] == [f"Bagian <{n}> & lain" for n in range(5, 9)]
    for _title, drawing in found:
        first, last = (float(dot.get("cy", 0)) for dot in of_class(drawing, "dot"))
        assert last < first
        levels = [float(each.get("y1", 0)) for each in of_class(drawing, "minimum")]
        assert levels[1] < levels[0] < min(levels[2:])
        texts = {each.text: float(each.get("y", 0)) for each in drawing.iter("text")}
        wbk, wbbm = texts.pop("min WBK 60%"), texts.pop("min WBBM 75%")
        assert max(texts.values()) + 10 < wbk < wbbm - 10
    assert len({str([each.text for each in of_class(drawing, "small")]) for _title, drawing in found}) == 1


def test_a_gap_is_no_zero() -> None:
    """What was not reached at some time has no dot there."""
    columns = (name_column("part", "p"), *(number_column(key, key) for key in "abc"))
    row = ("Unit", share(Fraction(1, 2)), None, share(Fraction(3, 4)))
    drawing = one(
        Chart("lines", "l", "L", "part", ("a", "b", "c")), Table(key="t", title="T", columns=columns, rows=[row])
    )
    assert len(of_class(drawing, "dot")) == 2
    assert "b" not in [each.text for each in drawing.iter("text")]


def test_texts_stay_texts() -> None:
    """Names, titles and words of a workbook are text in a drawing, whatever they hold."""
    columns = (name_column("part", "p"), number_column("reached", HOSTILE[11]), number_column("least", "min"))
    names = [shown(text, 60) for text in HOSTILE]
    rows = [(name, share(Fraction(1, 2)), share_as_ruled(Fraction(3, 5))) for name in names]
    table = Table(key="t", title="T", columns=columns, rows=rows)
    for kind in ("bars", "radar", "lines", "histogram"):
        chart = Chart(kind, "k", HOSTILE[11], "part", ("reached",), ("least",), words=HOSTILE[11])  # type: ignore[arg-type]  # literals
        for _title, drawing in drawn(chart, table):
            assert {each.tag for each in drawing.iter()} <= {
                *("svg", "title", "desc", "rect", "line", "text", "tspan", "polygon", "polyline", "circle")
            }
            assert not [key for each in drawing.iter() for key in each.attrib if key.startswith("on")]


def test_a_figure_above_the_whole_ends_at_the_track() -> None:
    """Nothing is drawn outside; no figure, no drawing."""
    columns = (name_column("part", "p"), number_column("reached", "r"))
    table = Table(key="t", title="T", columns=columns, rows=[("a", share(Fraction(5, 4)))])
    chart = Chart("bars", "b", "B", "part", ("reached",))
    assert [float(bar.get("width", 0)) for bar in of_class(one(chart, table), "bar")] == [WIDTH]
    assert list(drawings(chart, Table(key="t", title="T", columns=columns, rows=[("a", None)]))) == []


def test_the_law_is_indonesian_in_an_english_page() -> None:
    """Names in a drawing say so, as they do in the table."""
    use_language("en")
    assert {each.get("lang") for each in one(CHARTS[0]).iter("text")} == {"id", None}
    assert str(points(Fraction(1))) == "1.00"
