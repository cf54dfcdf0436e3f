"""Charts of a rekap as geometry: where bars, lines and words stand; the page draws them.

Drawings are narrow, so that their words stay readable where the page is as narrow as a phone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column
from zi_score.output.figures import area_minimums, minimums, percent
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing

WIDTH = 420

_LEFT, _RIGHT = 10, 410
_HEAD = 34
_BINS = 20
_TALLEST = 160
_ROW = 38
_QUARTERS = 4


@dataclass(frozen=True)
class Bar:
    """A bar with the figure beside it, and what it stands for where the axis does not say it."""

    x: float
    y: float
    width: float
    height: float
    figure: str
    label: str = ""


@dataclass(frozen=True)
class Mark:
    """A minimum, or a point of the axis: where it is, and what it says."""

    x: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A chart with what it says in words, and its figures as a table."""

    key: str
    words: str
    floor: float
    bars: tuple[Bar, ...]
    minimums: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    table: Block


def charts(units: Sequence[Standing], ruleset: Ruleset) -> tuple[Chart, ...]:
    """Return how the totals of units are distributed, and the mean of each area of change."""
    return (_totals(units, ruleset), _areas(units, ruleset)) if units else ()


def _totals(units: Sequence[Standing], ruleset: Ruleset) -> Chart:
    whole = sum((ruleset.nodes[code].weight for code in ruleset.roots), Fraction())
    asked = minimums(ruleset, ruleset.roots)
    found = Counter(min(int(unit.total.exact * _BINS / whole), _BINS - 1) for unit in units)
    columns = Column("from", _("points")), Column("units", _("units"), is_number=True)
    rows = [(_range(number, whole / _BINS), str(found[number])) for number in range(_BINS)]
    return Chart(
        key="totals",
        words=" ".join(_below(units, asked)),
        floor=_HEAD + 14 + _TALLEST,
        bars=tuple(_column(number, count, max(found.values())) for number, count in sorted(found.items())),
        minimums=tuple(Mark(_at(minimum / whole), f"{name} {plain(minimum)}") for name, minimum in asked.items()),
        ticks=_ticks(whole, ""),
        table=Block("totals-table", _("Distribution of totals"), columns, rows),
    )


def _column(number: int, count: int, tallest: int) -> Bar:
    step, height = Fraction(_RIGHT - _LEFT, _BINS), Fraction(_TALLEST * count, tallest)
    x, y = _LEFT + number * step + 1, _HEAD + 14 + _TALLEST - height
    return Bar(_short(x), _short(y), _short(step - 2), _short(height), str(count))


def _below(units: Sequence[Standing], asked: Mapping[str, Fraction]) -> list[str]:
    """Say how many units there are, and how many are below each minimum."""
    sentence = _("{count} below the minimum of {predicate} ({minimum}).")
    return [
        _("Totals of {units} units.").format(units=len(units)),
        *(
            sentence.format(
                count=sum(unit.total.exact < minimum for unit in units), predicate=predicate, minimum=plain(minimum)
            )
            for predicate, minimum in asked.items()
        ),
    ]


def _range(number: int, size: Fraction) -> str:
    ends = {"low": plain(size * number), "high": plain(size * (number + 1))}
    return (_("{low} to {high}") if number == _BINS - 1 else _("{low} to under {high}")).format(**ends)


def _areas(units: Sequence[Standing], ruleset: Ruleset) -> Chart:
    means = {
        f"{number} {area.name}": sum((unit.areas[number].ratio for unit in units), Fraction()) / len(units)
        for number, area in units[0].areas.items()
    }
    lowest = min(means, key=lambda name: means[name])
    words = _("Mean of {units} units in percent of each area's weight; the lowest is {area} with {share} %.")
    columns = Column("area", _("area"), is_law=True), Column("mean", "%", is_number=True)
    return Chart(
        key="areas",
        words=words.format(units=len(units), area=lowest, share=percent(means[lowest])),
        floor=_HEAD + _ROW * len(means),
        bars=tuple(_row(position, name, share) for position, (name, share) in enumerate(means.items())),
        minimums=tuple(Mark(_at(share), f"{name} {plain(share * 100)} %") for name, share in _common(ruleset).items()),
        ticks=_ticks(Fraction(100), " %"),
        table=Block("areas-table", _("Areas of change"), columns, [(n, str(percent(s))) for n, s in means.items()]),
    )


def _row(position: int, name: str, share: Fraction) -> Bar:
    return Bar(_LEFT, _HEAD + 18 + position * _ROW, _short(_at(share) - _LEFT), 14, f"{percent(share)} %", name)


def _common(ruleset: Ruleset) -> dict[str, Fraction]:
    """Return the minimum of each predicate that all areas share, and that one line can therefore show."""
    by_area = list(area_minimums(ruleset).values())
    first = by_area[0] if by_area else {}
    return {name: share for name, share in first.items() if all(own.get(name) == share for own in by_area)}


def _ticks(whole: Fraction, unit: str) -> tuple[Mark, ...]:
    shares = [Fraction(part, _QUARTERS) for part in range(_QUARTERS + 1)]
    return tuple(Mark(_at(share), f"{plain(whole * share)}{unit}") for share in shares)


def _at(share: Fraction) -> float:
    return _short(_LEFT + share * (_RIGHT - _LEFT))


def _short(number: Fraction | float) -> float:
    return round(float(number), 2)
