"""Charts as drawings for a page: bars against minimums, a radar, a histogram, lines over time.

Drawings are narrow, so that their words stay readable on a telephone; what they show stands in the table beside them
too, and in words that readers of a screen hear. Dashes tell apart what colours do.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape

from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.written import Number, share_as_ruled
from zi_score.reports.document import Chart, Table, text_of

_WIDTH, _LINE = 420, 14
_LEFT, _RIGHT = 10, 410
_NAME = 58
"""Letters of a name that find room on a line beside its figure."""

_CORNER_NAME = 17
_RADIUS, _CENTRE = 98, (_WIDTH / 2, 146)
_TALLEST = 160
_STEP, _HALF = Fraction(1, 10), Fraction(1, 2)
_LINES_LEFT, _LINES_RIGHT, _TOP, _FLOOR = 44, 396, 26, 160
_NAMED_DOTS = 6

Row = tuple[str, list[Number | None], list[Number | None]]
"""A name, its figures, and their minimums."""


def drawings(chart: Chart, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the drawings of a chart, each with its title: one, of lines one a row."""
    rows = _rows(chart, table)
    if not rows or (chart.kind == "radar" and len(rows) < len("xyz")):
        return
    if chart.kind == "lines":
        floor = _floor(rows)
        titles = [_title(table, key) for key in chart.series]
        for place, row in enumerate(rows):
            yield row[0], _lines(f"{chart.key}-{place}", row, titles, _legend(chart, table, [row]), floor)
        return
    drawn = {"bars": _bars, "radar": _radar, "histogram": _histogram}[chart.kind]
    yield chart.title, drawn(chart, table, rows)


def _rows(chart: Chart, table: Table) -> list[Row]:
    """Return the rows that have a figure."""
    columns = {column.key: place for place, column in enumerate(table.columns)}

    def figures(row: Sequence[object], keys: Iterable[str]) -> list[Number | None]:
        found = (row[columns[key]] for key in keys)
        return [_number(cell) for cell in found]

    rows = [
        (text_of(row[columns[chart.by]]), figures(row, chart.series), figures(row, chart.minimums))
        for row in table.rows
    ]
    return [row for row in rows if any(figure is not None for figure in row[1])]


def _number(cell: object) -> Number | None:
    return cell if isinstance(cell, Number) else Number(Fraction(cell), "plain") if isinstance(cell, int) else None


def _title(table: Table, key: str) -> str:
    return next(column.title for column in table.columns if column.key == key)


def _bars(chart: Chart, table: Table, rows: list[Row]) -> str:
    """Draw every figure as a bar on the track of its whole weight; of several series one under the other."""
    several = len(chart.series) > 1
    right, tall = (_RIGHT - 58, 9) if several else (_RIGHT, 12)
    parts, y = [], 0.0
    for name, figures, minimums in rows:
        lines = textwrap.wrap(name, _NAME)
        parts.append(_text(_LEFT, y + _LINE, lines, law=True))
        under = y + _LINE * len(lines)
        for style, figure in enumerate(figures):
            top = under + 6 + style * (tall + 3)
            if figure is not None:
                parts += _bar(figure, minimums, style, (top, right, tall))
                parts.append(_text(_RIGHT, top + tall if several else under, [str(figure)], anchor="end"))
        y = under + 6 + len(figures) * (tall + 3) + 7
    keys = [("bar", place, _title(table, key)) for place, key in enumerate(chart.series)] if several else []
    keys += [("minimum", place, label) for place, label in enumerate(_legend(chart, table, rows))]
    return _svg(chart.key, chart.title, _heard(chart, rows), y + _LINE * len(keys) + 2, [*parts, *_keys(keys, y)])


def _bar(
    figure: Number, minimums: Sequence[Number | None], style: int, place: tuple[float, float, float]
) -> Iterator[str]:
    top, right, tall = place
    yield _tag("rect", {"class": "track", "x": _LEFT, "y": top, "width": right - _LEFT, "height": tall})
    width = _at(figure.value, right) - _LEFT
    yield _tag("rect", {"class": f"bar bar-{style}", "x": _LEFT, "y": top, "width": width, "height": tall})
    for number, least in enumerate(minimums):
        if least is not None:
            yield from _mark(_at(least.value, right), top - 2, top + tall + 3, number)


def _mark(x: float, top: float, bottom: float, style: int) -> Iterator[str]:
    for kind in ("behind", f"minimum minimum-{style}"):
        yield _tag("line", {"class": kind, "x1": x, "x2": x, "y1": top, "y2": bottom})


def _legend(chart: Chart, table: Table, rows: list[Row]) -> list[str]:
    """Return what the lines of minimums stand for: with the figure where it is the same for all."""
    labels = []
    for place, key in enumerate(chart.minimums):
        found = {least.value for _name, _figures, minimums in rows if (least := minimums[place]) is not None}
        told = f" {share_as_ruled(found.pop())}" if len(found) == 1 else ""
        labels.append(f"{_title(table, key).removesuffix(', %')}{told}")
    return labels


def _keys(keys: Sequence[tuple[str, int, str]], y: float) -> Iterator[str]:
    for place, (kind, style, label) in enumerate(keys):
        top = y + place * _LINE
        if kind == "bar":
            yield _tag("rect", {"class": f"bar bar-{style}", "x": _LEFT, "y": top + 2, "width": 22, "height": 8})
        else:
            yield _tag("line", {"class": f"{kind} {kind}-{style}", "x1": 10, "x2": 32, "y1": top + 6, "y2": top + 6})
        yield _text(38, top + 10, [label])


def _radar(chart: Chart, table: Table, rows: list[Row]) -> str:
    """Draw shares on axes from a centre, those in front last: grid, minimums, figures, the first of them on top."""
    corners = len(rows)
    parts = [
        _tag("line", {"class": "grid", "x1": _CENTRE[0], "y1": _CENTRE[1], "x2": x, "y2": y})
        for x, y in (_corner(place, corners, 1) for place in range(corners))
    ]
    parts += [_ring("grid", [step / 4] * corners) for step in range(1, 5)]
    for style in range(len(chart.minimums)):
        parts.append(_ring(f"minimum minimum-{style}", [_value(minimums[style]) for _n, _f, minimums in rows]))
    for style in reversed(range(len(chart.series))):
        parts.append(_ring(f"reached reached-{style}", [_value(figures[style]) for _n, figures, _m in rows]))
    parts += [_corner_name(place, corners, name, str(figures[0])) for place, (name, figures, _m) in enumerate(rows)]
    keys = [("reached", place, _title(table, key)) for place, key in enumerate(chart.series)]
    keys += [("minimum", place, label) for place, label in enumerate(_legend(chart, table, rows))]
    y = 2 * _CENTRE[1] + 4
    return _svg(chart.key, chart.title, _heard(chart, rows), y + _LINE * len(keys), [*parts, *_keys(keys, y)])


def _value(number: Number | None) -> float:
    return 0.0 if number is None else float(number.value)


def _ring(kind: str, shares: Sequence[float]) -> str:
    corners = (_corner(place, len(shares), reached) for place, reached in enumerate(shares))
    return _tag("polygon", {"class": kind, "points": " ".join(f"{x},{y}" for x, y in corners)})


def _corner(place: int, corners: int, length: float) -> tuple[float, float]:
    """Return where a share stands on its axis; the first axis points upwards, the others follow the clock."""
    angle = 2 * math.pi * place / corners
    x, y = _CENTRE[0] + _RADIUS * length * math.sin(angle), _CENTRE[1] - _RADIUS * length * math.cos(angle)
    return _short(x), _short(y)


def _corner_name(place: int, corners: int, name: str, figure: str) -> str:
    x, y = _corner(place, corners, 1.12)
    side = (x - _CENTRE[0]) / _RADIUS
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"  # noqa: PLR2004 - above or below
    lines = textwrap.wrap(name, _WIDTH if anchor == "middle" else _CORNER_NAME)
    up = _LINE * (len(lines) - 1) / 2 if anchor != "middle" else _LINE if y < _CENTRE[1] else -_LINE / 2
    return _text(x, _short(y - up), [*lines, figure], anchor=anchor, law=True)


def _histogram(chart: Chart, table: Table, rows: list[Row]) -> str:
    """Draw counts beside each other; the minimums are marks between the ends of the scale."""
    counts = [int(_value(figures[0])) for _name, figures, _minimums in rows]
    step, floor = (_RIGHT - _LEFT) / len(rows), 48 + _TALLEST
    parts = []
    for place, count in enumerate(counts):
        if count:
            height = _short(_TALLEST * count / max(counts))
            x, y = _short(_LEFT + place * step + 1), _short(floor - height)
            parts.append(
                _tag("rect", {"class": "bar", "x": x, "y": y, "width": _short(step - 2), "height": height})
                + _text(_short(x + step / 2), y - 4, [str(count)], anchor="middle", kind="small")
            )
    for place, mark in enumerate(chart.marks):
        x, odd = _at(mark.value, _RIGHT), place % 2
        parts += _mark(x, 16 + odd * 12, floor, odd)
        parts.append(_text(x + (4 if odd else -4), 12 + odd * 12, [mark.label], anchor="start" if odd else "end"))
    parts.append(_tag("line", {"class": "axis", "x1": _LEFT, "x2": _RIGHT, "y1": floor, "y2": floor}))
    parts.append(_text(_LEFT, floor + 15, [rows[0][0]]) + _text(_RIGHT, floor + 15, [rows[-1][0]], anchor="end"))
    return _svg(chart.key, chart.title, chart.words or _title(table, chart.series[0]), floor + 22, parts)


def _floor(rows: list[Row]) -> Fraction:
    """Return the share at which the scale of all lines begins: below every figure and every minimum."""
    shares = [each.value for _n, figures, minimums in rows for each in (*figures, *minimums) if each is not None]
    step = _STEP if min(shares) > _HALF else 2 * _STEP
    return max(Fraction(), 1 - step * (math.floor((1 - min(shares)) / step) + 1))


def _lines(key: str, row: Row, titles: Sequence[str], legend: Sequence[str], floor: Fraction) -> str:
    """Draw how a share became what it is, with the minimums as levels; they are named below, clear of the figures."""
    name, figures, minimums = row
    asked = [(style, least.value) for style, least in enumerate(minimums) if least is not None]
    keys = [("minimum", style, legend[style]) for style, _least in asked]
    parts = [*_levels(floor)]
    parts += [_level(f"minimum minimum-{style}", _height(least, floor)) for style, least in asked]
    step = (_LINES_RIGHT - _LINES_LEFT - 48) / max(1, len(figures) - 1)
    dots = [
        (_short(_LINES_LEFT + 24 + place * step), _height(figure.value, floor), str(figure), titles[place])
        for place, figure in enumerate(figures)
        if figure is not None
    ]
    parts.append(_tag("polyline", {"class": "way", "points": " ".join(f"{x},{y}" for x, y, _f, _t in dots)}))
    for place, (x, y, figure, title) in enumerate(dots):
        parts.append(_tag("circle", {"class": "dot", "cx": x, "cy": y, "r": 4}))
        if len(dots) <= _NAMED_DOTS or place in (0, len(dots) - 1):
            parts.append(_text(x, y - 8 if y > _TOP + 12 else y + 16, [figure], anchor="middle", kind="figure"))
            parts.append(_text(x, _FLOOR + 18, [title], anchor="middle"))
    told = ", ".join(f"{title} {figure}" for _x, _y, figure, title in dots)
    return _svg(key, name, told, _FLOOR + 30 + _LINE * len(keys), [*parts, *_keys(keys, _FLOOR + 28)])


def _levels(floor: Fraction) -> Iterator[str]:
    """Yield the lines of a scale that begins at this share: tenths, or fifths where there would be too many."""
    step = _STEP if floor >= _HALF else 2 * _STEP
    share = floor
    while share <= 1:
        y = _height(share, floor)
        yield _level("grid", y)
        yield _text(_LINES_LEFT - 4, y + 3, [str(share_as_ruled(share))], anchor="end", kind="small")
        share += step


def _level(kind: str, y: float) -> str:
    return _tag("line", {"class": kind, "x1": _LINES_LEFT, "x2": _LINES_RIGHT, "y1": y, "y2": y})


def _height(share: Fraction, floor: Fraction) -> float:
    return _short(_FLOOR - (_FLOOR - _TOP) * float((share - floor) / (1 - floor)))


def _heard(chart: Chart, rows: list[Row]) -> str:
    """Say what a drawing shows."""
    told = "; ".join(
        f"{name} {', '.join(str(each) for each in figures if each is not None)}" for name, figures, _m in rows
    )
    about = _("Lines are the minimums.") if chart.minimums else ""
    return f"{(chart.words or told).removesuffix('.')}. {about}".strip()


def _svg(key: str, title: str, words: str, height: float, parts: Sequence[str]) -> str:
    named = {"role": "img", "aria-labelledby": f"{key}-title", "aria-describedby": f"{key}-words"}
    inside = (
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-words">{escape(words)}</desc>{"".join(parts)}'
    )
    return _tag("svg", {"viewBox": f"0 0 {_WIDTH} {_short(height)}", **named}, inside)


def _text(  # noqa: PLR0913 - one parameter an attribute
    x: float, y: float, lines: Sequence[str], *, anchor: str = "start", kind: str = "", law: bool = False
) -> str:
    spans = (
        _tag("tspan", {"x": x, **({"dy": _LINE} if place else {})}, escape(line)) for place, line in enumerate(lines)
    )
    attributes: dict[str, object] = {"x": x, "y": y, "text-anchor": anchor}
    if kind:
        attributes["class"] = kind
    if law and current_language() != "id":
        attributes["lang"] = "id"
    return _tag("text", attributes, "".join(spans) if len(lines) > 1 else escape("".join(lines)))


def _tag(name: str, attributes: Mapping[str, object], inside: str = "") -> str:
    told = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def _at(share: Fraction, right: float) -> float:
    return _short(_LEFT + float(min(share, Fraction(1))) * (right - _LEFT))


def _short(number: float) -> float:
    return round(number, 1)
