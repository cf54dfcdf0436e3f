"""The radar of a unit's areas as geometry: corners, rings of minimums, and where the names stand; the page draws it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.output.figures import area_minimums
from zi_score.output.unit.bars import LINE, WIDTH, Key
from zi_score.output.unit.report import UnitReport
from zi_score.output.unit.words import share
from zi_score.report.words import assessor_word, sentence

_CENTRE, _RADIUS, _OUTSIDE = (WIDTH / 2, 146), 98, Fraction(12, 98)
_NAME = 17
"""Letters of a name that find room on a line beside the radar."""

_CORNERS = 3
_GRID = 4
_SIDE = 0.2
_LEGEND = 294


@dataclass(frozen=True)
class Label:
    """The name of a corner: its lines, and where they begin."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]
    figure: str


@dataclass(frozen=True)
class Ring:
    """A closed line around the centre, by its corners as a drawing takes them."""

    kind: str
    style: int
    corners: str


@dataclass(frozen=True)
class Radar:
    """A chart of shares, a corner an area; ``spokes`` are the ends of the axes."""

    key: str
    title: str
    words: str
    height: float
    centre: tuple[float, float]
    spokes: tuple[tuple[float, float], ...]
    rings: tuple[Ring, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]


def radar(report: UnitReport) -> Radar | None:
    """Return the areas as a radar with the minimums that the regulation asks of them; None for less than three."""
    numbers = list(report.first.areas)
    if len(numbers) < _CORNERS:
        return None
    legend = tuple(_legend(report))
    return Radar(
        key="areas-chart",
        title=_("Areas of change in percent"),
        words=_words(report),
        height=_LEGEND + LINE * len(legend) + 2,
        centre=_CENTRE,
        spokes=tuple(_corner(place, len(numbers), Fraction(1)) for place in range(len(numbers))),
        rings=tuple(_rings(report, numbers)),
        labels=tuple(_labels(report, numbers)),
        legend=legend,
    )


def _rings(report: UnitReport, numbers: Sequence[str]) -> Iterator[Ring]:
    """Yield the rings, those in front last: grid, minimums, what assessors gave, the highest authority's on top."""
    asked = area_minimums(report.ruleset)
    for step in range(1, _GRID + 1):
        yield _ring("grid", 0, [Fraction(step, _GRID)] * len(numbers))
    for style, predicate in enumerate(report.ruleset.predicates):
        if any(predicate in asked[number] for number in numbers):
            yield _ring("minimum", style, [asked[number].get(predicate, Fraction(0)) for number in numbers])
    for style, assessment in reversed(list(enumerate(report.evaluation.assessments))):
        yield _ring("reached", style, [assessment.areas[number].ratio for number in numbers])


def _legend(report: UnitReport) -> Iterator[Key]:
    for style, assessment in enumerate(report.evaluation.assessments):
        yield Key("reached", style, assessor_word(assessment.assessor))
    asked = area_minimums(report.ruleset).values()
    for style, predicate in enumerate(report.ruleset.predicates):
        shares = {own.get(predicate) for own in asked} - {None}
        told = f" {plain(least * 100)} %" if len(shares) == 1 and (least := shares.pop()) is not None else ""
        if told or shares:
            yield Key("minimum", style, f"min {predicate}{told}")


def _words(report: UnitReport) -> str:
    told = ", ".join(
        f"{number} {sentence(area.name)} {share(report.ruleset, number, area)} %"
        for number, area in report.first.areas.items()
    )
    return _("Percent of each area's weight, from 0 in the centre to 100: {shares}.").format(shares=told)


def _labels(report: UnitReport, numbers: Sequence[str]) -> Iterator[Label]:
    for place, number in enumerate(numbers):
        area = report.first.areas[number]
        x, y = _corner(place, len(numbers), 1 + _OUTSIDE)
        side = (x - _CENTRE[0]) / _RADIUS
        anchor = "middle" if abs(side) < _SIDE else "start" if side > 0 else "end"
        lines = tuple(textwrap.wrap(sentence(f"{number} {area.name}"), WIDTH if anchor == "middle" else _NAME))
        if anchor != "middle":
            y -= LINE * (len(lines) - 1) / 2
        elif y < _CENTRE[1]:
            y -= LINE
        else:
            y += LINE / 2
        yield Label(x, _short(y), anchor, lines, f"{share(report.ruleset, number, area)} %")


def _ring(kind: str, style: int, shares: Sequence[Fraction]) -> Ring:
    corners = (_corner(place, len(shares), reached) for place, reached in enumerate(shares))
    return Ring(kind, style, " ".join(f"{x},{y}" for x, y in corners))


def _corner(place: int, corners: int, length: Fraction) -> tuple[float, float]:
    """Return where a share stands on its axis; the first axis points upwards, the others follow the clock."""
    angle = 2 * math.pi * place / corners
    x = _CENTRE[0] + _RADIUS * float(length) * math.sin(angle)
    y = _CENTRE[1] - _RADIUS * float(length) * math.cos(angle)
    return _short(x), _short(y)


def _short(number: float) -> float:
    return round(number, 1)
