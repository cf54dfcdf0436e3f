"""Lines of a progress over time as geometry: where dots, lines and words stand; the page draws them.

All drawings have one scale, so that areas can be compared with one another. They are narrow, so that
their words stay readable where the page is as narrow as a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zi_score.comparison.figures import Part
from zi_score.comparison.model import Comparison
from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.output.compare.progress import group_name, least, trends
from zi_score.output.compare.words import headings
from zi_score.output.figures import percent
from zi_score.ruleset import Ruleset

WIDTH, HEIGHT = 420, 190

_LEFT, _RIGHT, _TOP, _FLOOR = 44, 396, 26, 160
_FIGURES_SHOWN = 6
_TENTH, _FIFTH, _HALF = Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)
_MARGIN = 24
_ABOVE, _BELOW = 8, 16


@dataclass(frozen=True)
class Dot:
    """A round: where its dot and its words are, its figure where there is room for it, and what it is called."""

    x: float
    y: float
    above: float
    figure: str
    label: str


@dataclass(frozen=True)
class Level:
    """A minimum, or a point of the axis: how high it is, and what it says."""

    y: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A line with what it says in words."""

    key: str
    title: str
    words: str
    dots: tuple[Dot, ...]
    minimums: tuple[Level, ...]
    ticks: tuple[Level, ...]

    @property
    def line(self) -> str:
        """The points of the line, as a drawing takes them."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def charts(result: Comparison, ruleset: Ruleset) -> dict[str, Chart]:
    """Return a line for each area of change, each part of hasil, and the total."""
    floor = lowest_shown(result, ruleset)
    return {key: _chart(result, key, part, least(ruleset, key), floor) for key, part in trends(result).items()}


def lowest_shown(result: Comparison, ruleset: Ruleset) -> Fraction:
    """Return the share at which the scale of all drawings begins: below every figure and every minimum."""
    found = trends(result)
    shares = [side.share for part in found.values() for side in part.sides.values()]
    asked = [share for key in found for share in least(ruleset, key).values()]
    lowest = min(*shares, *asked)
    step = _TENTH if lowest > _HALF else _FIFTH
    return 1 - step * min(math.floor((1 - lowest) / step) + 1, int(1 / step))


def ticks(floor: Fraction) -> list[Fraction]:
    """Return the lines of a scale that begins at this share: tenths, or fifths where there would be too many."""
    step = _TENTH if floor >= _HALF else _FIFTH
    return [floor + step * number for number in range(int((1 - floor) / step) + 1)]


def _chart(result: Comparison, key: str, part: Part, asked: dict[str, Fraction], floor: Fraction) -> Chart:
    names = headings(result)
    shares = {names[side]: figure.share for side, figure in part.sides.items()}
    told = ", ".join(f"{name} {percent(share, asked.values())} %" for name, share in shares.items())
    return Chart(
        key=f"chart-{key.lower().replace('.', '-')}",
        title=group_name(result, key),
        words=_("Percent of the weight: {shares}.").format(shares=told),
        dots=tuple(_dots(shares, list(asked.values()), floor)),
        minimums=tuple(Level(_height(share, floor), f"{name} {plain(share * 100)} %") for name, share in _told(asked)),
        ticks=tuple(Level(_height(share, floor), f"{plain(share * 100)} %") for share in ticks(floor)),
    )


def _told(asked: dict[str, Fraction]) -> list[tuple[str, Fraction]]:
    """Return the minimums; those of the same height in one."""
    names: dict[Fraction, list[str]] = {}
    for predicate, share in asked.items():
        names.setdefault(share, []).append(predicate)
    return [("/".join(predicates), share) for share, predicates in names.items()]


def _dots(shares: dict[str, Fraction], asked: Sequence[Fraction], floor: Fraction) -> list[Dot]:
    values, last = list(shares.values()), len(shares) - 1
    dots = []
    for place, (name, share) in enumerate(shares.items()):
        has_room = last < _FIGURES_SHOWN or place in {0, last}
        y = _height(share, floor)
        is_valley = 0 < place < last and share < min(values[place - 1], values[place + 1])
        dots.append(
            Dot(
                x=_short(_LEFT + _MARGIN + Fraction(_RIGHT - _LEFT - 2 * _MARGIN, last) * place),
                y=y,
                above=y + _BELOW if is_valley else y - _ABOVE,
                figure=str(percent(share, asked)) if has_room else "",
                label=name if has_room else "",
            )
        )
    return dots


def _height(share: Fraction, floor: Fraction) -> float:
    return _short(_FLOOR - (share - floor) / (1 - floor) * (_FLOOR - _TOP))


def _short(number: Fraction) -> float:
    return round(float(number), 2)
