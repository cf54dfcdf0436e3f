"""Bars of a unit against their minimums as geometry: where bars, marks and words stand; the page draws them.

Drawings are narrow, so that their words stay readable where the page is as narrow as a phone. What
they show stands in the tables beside them too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.output.figures import minimums, part_names, percent
from zi_score.output.unit.blocks import component_codes, criteria_of
from zi_score.output.unit.report import UnitReport
from zi_score.output.unit.words import part_share, points, reached
from zi_score.report.words import sentence
from zi_score.ruleset import Ruleset

WIDTH = 420
LINE = 14

_LEFT, _RIGHT = 10, 410
_GUTTER = 58
_TALL, _SLIM = 12, 9
_UNDER_NAME, _BETWEEN, _AFTER = 6, 3, 7
_NAME = 58
"""Letters of a name that find room on a line beside its figure."""


@dataclass(frozen=True)
class Mark:
    """A minimum on a bar; ``style`` numbers the predicates that ask it, so that dashes tell them apart."""

    x: float
    style: int


@dataclass(frozen=True)
class Bar:
    """A bar on the track of its whole weight; ``style`` numbers what it is among the bars of its row."""

    y: float
    width: float
    height: float
    figure: str
    figure_y: float
    style: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Row:
    """A name, line by line, and the bars under it."""

    y: float
    name: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Key:
    """A line of the legend: what a bar, a mark or a line stands for."""

    kind: str
    style: int
    label: str


@dataclass(frozen=True)
class Bars:
    """A chart of bars in percent of their weights; ``words`` say what it shows, ``track`` is the whole weight."""

    key: str
    title: str
    words: str
    height: float
    track: float
    rows: tuple[Row, ...]
    legend: tuple[Key, ...]


@dataclass(frozen=True)
class _Part:
    """What becomes a bar."""

    share: Fraction
    figure: str
    minimums: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def joint(self) -> dict[Fraction, tuple[str, ...]]:
        """The minimums, each with the predicates that ask it."""
        found: dict[Fraction, tuple[str, ...]] = {}
        for predicate, least in self.minimums.items():
            found[least] = (*found.get(least, ()), predicate)
        return found


def criteria(report: UnitReport) -> Bars:
    """Return what was reached of every minimum outside hasil, with the minimums."""
    outside = set(_result_codes(report.ruleset))
    criteria = {criterion.id: criterion for criterion in report.ruleset.criteria}
    rows = []
    for id_, results in criteria_of(report.first).items():
        known = next(iter(results.values()))
        if known.exact is None or outside.issuperset(report.ruleset.nodes_of(criteria[id_])):
            continue
        whole = Fraction(1) if known.measure == "share" else Fraction(known.weight or 1)
        asked = {predicate: Fraction(result.minimum) / whole for predicate, result in results.items()}
        figure = reached(known) if known.measure == "share" else f"{reached(known)} / {plain(whole)}"
        rows.append((sentence(known.label), [_Part(Fraction(known.exact) / whole, figure, asked)]))
    return _bars(report, "criteria-chart", _("Criteria and their minimums"), rows)


def results(report: UnitReport) -> Bars | None:
    """Return what was reached of hasil and its parts, with their minimums; None where all is in the areas."""
    under = dict.fromkeys(_result_codes(report.ruleset))
    roots = [report.ruleset.nodes[code].name for code in report.ruleset.roots if code in under]
    rows = []
    for code in component_codes(report):
        is_only_child = len(report.ruleset.children.get(code.rpartition(".")[0], ())) == 1
        if code in under and not is_only_child:
            node, own = report.first.nodes[code], minimums(report.ruleset, (code,))
            asked = {predicate: minimum / node.weight for predicate, minimum in own.items()}
            figure = f"{points(report.ruleset, (code,), node.score)} / {plain(node.weight)}"
            name = f"{code} {sentence(report.ruleset.nodes[code].name)}"
            rows.append((name, [_Part(part_share(node), figure, asked)]))
    return _bars(report, "results-chart", ", ".join(roots), rows) if rows else None


def parts(report: UnitReport) -> Bars | None:
    """Return the parts of every area (pemenuhan, reform) beside each other; None where areas have no parts."""
    names = part_names(report.ruleset)
    if not names:
        return None
    rows = []
    for number, area in report.first.areas.items():
        shares = [part_share(report.first.nodes[code]) for code in area.parts]
        rows.append((sentence(f"{number} {area.name}"), [_Part(share, f"{percent(share)} %") for share in shares]))
    title = _("{first} against {second}").format(first=names[0].capitalize(), second=", ".join(names[1:]))
    return _bars(report, "parts-chart", title, rows, [Key("bar", style, name) for style, name in enumerate(names)])


def _result_codes(ruleset: Ruleset) -> list[str]:
    """Return the codes of the components that hold no area of change, with all that stands under them."""
    with_areas = {section.partition(".")[0] for area in ruleset.areas for section in area.sections}
    return [code for code in ruleset.nodes if code.partition(".")[0] not in with_areas]


def _bars(
    report: UnitReport, key: str, title: str, rows: Sequence[tuple[str, Sequence[_Part]]], legend: Sequence[Key] = ()
) -> Bars:
    """Lay the rows under each other: a figure beside the name of a single bar, and beside each of several."""
    right = _RIGHT - (_GUTTER if legend else 0)
    height = _SLIM if legend else _TALL
    styles = _styles(report.ruleset, [part for _name, parts in rows for part in parts])
    made, y = [], 0.0
    for name, parts in rows:
        lines = tuple(textwrap.wrap(name, _NAME))
        under_name = y + LINE * len(lines)
        bars = []
        for style, part in enumerate(parts):
            top = under_name + _UNDER_NAME + style * (height + _BETWEEN)
            marks = (Mark(_at(least, right), styles[names]) for least, names in part.joint.items())
            figure_y = top + height if legend else under_name
            width = _short(_at(part.share, right) - _LEFT)
            bars.append(Bar(top, width, height, part.figure, figure_y, style, tuple(marks)))
        made.append(Row(y + LINE, lines, tuple(bars)))
        y = under_name + _UNDER_NAME + len(parts) * (height + _BETWEEN) + _AFTER
    keys = (*legend, *(Key("minimum", style, f"min {', '.join(names)}") for names, style in styles.items()))
    words = (
        _("Bars show percent of the weight, lines the minimums.") if styles else _("Bars show percent of the weight.")
    )
    return Bars(key, title, words, y + LINE * len(keys) + 2, right - _LEFT, tuple(made), keys)


def _styles(ruleset: Ruleset, parts: Sequence[_Part]) -> dict[tuple[str, ...], int]:
    """Return a number for each predicate that has minimums, and for predicates that share one."""
    found = {names for part in parts for names in part.joint.values()}
    single = {(name,): number for number, name in enumerate(ruleset.predicates)}
    shared = {names: number for number, names in enumerate(sorted(found - single.keys()), start=len(single))}
    return {names: number for names, number in (single | shared).items() if names in found}


def _at(share: Fraction, right: int) -> float:
    return _short(_LEFT + share * (right - _LEFT))


def _short(number: Fraction | float) -> float:
    return round(float(number), 1)
