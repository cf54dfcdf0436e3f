"""Points that assessors are expected to take off, so that a plan still passes after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from zi_score.improve.errors import RequestError
from zi_score.improve.figures import read_figures, refused
from zi_score.law.ruleset import Ruleset, is_under
from zi_score.model.exact import plain
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Unit


@dataclass(frozen=True)
class Discount:
    """Points taken off, by the number of an area (``3``) or the code of a node (``B.I``).

    ``of`` is the unit that they were taken off, where a comparison tells it.

    >>> from zi_score.law.load import load_ruleset
    >>> Discount({"3": Fraction(1), "B.I": Fraction(1, 2)}).under(load_ruleset(), ("A", "B"))
    Fraction(3, 2)
    """

    points: Mapping[str, Fraction] = field(default_factory=dict)
    of: Unit | None = None

    def under(self, ruleset: Ruleset, nodes: Iterable[str]) -> Fraction:
        """Return the points taken off anything that stands wholly under some nodes."""
        above = tuple(nodes)
        return sum(
            (
                points
                for key, points in self.points.items()
                if all(any(is_under(code, node) for node in above) for code in _nodes(ruleset, key))
            ),
            Fraction(),
        )

    @classmethod
    def read(cls, path: str | Path, ruleset: Ruleset) -> Discount:
        """Read a TOML file of points taken off: ``3 = 1.25`` or ``area-3 = 1.25``, and ``"B.I" = 0.5``.

        Raises:
            RequestError: it cannot be read, a code is unknown, points are none or more than there are,
                or the same points are named twice.

        """
        areas = {name: str(area.number) for area in ruleset.areas for name in (str(area.number), f"area-{area.number}")}
        figures = read_figures("discount", path, {*areas, *ruleset.nodes}, _expected())
        points: dict[str, Fraction] = {}
        for name, taken in figures.items():
            key = areas.get(name, name)
            weight = sum((ruleset.nodes[code].weight for code in _nodes(ruleset, key)), Fraction())
            if not 0 <= taken <= weight:
                raise refused("discount", path, name, plain(taken), f"{_expected()} ({plain(weight)})")
            if other := next((each for each in points if _overlap(ruleset, key, each)), None):
                message = _("discount {path}: {key} and {other} hold the same points; name them once.")
                raise RequestError(message.format(path=path, key=name, other=other))
            points[key] = taken
        return cls(points)


def _nodes(ruleset: Ruleset, key: str) -> tuple[str, ...]:
    return next((area.sections for area in ruleset.areas if str(area.number) == key), (key,))


def _overlap(ruleset: Ruleset, one: str, other: str) -> bool:
    pairs = [(a, b) for a in _nodes(ruleset, one) for b in _nodes(ruleset, other)]
    return any(is_under(a, b) or is_under(b, a) for a, b in pairs)


def _expected() -> str:
    return _("points, 0 or more and not above the weight")
