"""What outputs must say of a workbook: worked out here from the exact fractions of ``evaluate --format json``.

The rule of display stands here a second time: two decimals, half up; as many more as it takes for a figure below a
minimum not to look like it; Indonesian writes a decimal comma.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from on_minimums import CURRENT, ORACLES

from tests.vectors import oracle, oracle_2014

F = Fraction
STATUSES = {
    "id": {"met": "terpenuhi", "not-met": "belum terpenuhi", "undetermined": "belum pasti"},
    "en": {"met": "met", "not-met": "not met", "undetermined": "open"},
}
VERDICTS = {"id": {"none": "belum", "undetermined": "belum pasti"}, "en": {"none": "none", "undetermined": "open"}}
SEVERITIES = {"id": ("kesalahan", "peringatan", "informasi"), "en": ("error", "warning", "notice")}
_ALONE = {"B.II.a": "B.II", "B.II.1": "B.II"}
"""Parts that are all there is of what a minimum is asked of: they have the same points."""

_MARKS = {"✓": "met", "✗": "not-met", "?": "undetermined"}


def shown(value: Fraction, minimums: Iterable[Fraction] = (), *, is_signed: bool = False) -> str:
    """Return a figure as people read it, with a decimal point."""
    missed = [minimum for minimum in minimums if value < minimum]
    places = 2
    while missed and _half_up(value, places) >= min(missed):
        places += 1
    figure = _half_up(value, places)
    sign = "-" if figure < 0 else "+" if is_signed and value > 0 else ""
    whole, part = divmod(abs(figure) * 10**places, 10**places)
    return f"{sign}{whole}.{int(part):0{places}}"


def _half_up(value: Fraction, places: int) -> Fraction:
    half = F(1, 2) if value >= 0 else -F(1, 2)
    return F(math.trunc(value * 10**places + half), 10**places)


def as_ruled(value: Fraction) -> str:
    """Return a figure with the decimals that it has; with two where they have no end."""
    for places in range(7):
        if (value * 10**places).denominator == 1:
            return shown_with(value, places)
    return shown(value)


def shown_with(value: Fraction, places: int) -> str:
    """Return a figure with so many decimals."""
    whole, part = divmod(value * 10**places, 10**places)
    return f"{whole}.{int(part):0{places}}" if places else str(whole)


@dataclass(frozen=True)
class Figure:
    """A criterion, an area or a part: its points or share, what is asked of it, and how it stands to that."""

    value: Fraction | None
    weight: Fraction
    highest: Fraction = Fraction()
    is_share: bool = False
    asked: Mapping[str, Fraction | str] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    stated: str = ""

    @property
    def leasts(self) -> list[Fraction]:
        """The minimums, in the unit of the value."""
        return [each for each in self.asked.values() if isinstance(each, Fraction)]

    @property
    def reached(self) -> str:
        """What was reached."""
        if self.value is None:
            return self.stated
        if self.is_share:
            return self.share
        return shown(self.value, self.leasts)

    @property
    def points(self) -> str:
        """What was reached, in points."""
        if self.value is None:
            return ""
        return shown(self.value * self._whole, [least * self._whole for least in self.leasts])

    @property
    def share(self) -> str:
        """What was reached, in percent of the weight."""
        if self.value is None:
            return ""
        whole = F(1) if self.is_share else self.weight
        return shown(100 * self.value / whole, [100 * least / whole for least in self.leasts]) + "%"

    def minimum(self, predicate: str) -> str:
        """Return what a predicate asks."""
        asked = self.asked.get(predicate, "")
        if isinstance(asked, str):
            return asked
        return f"{as_ruled(100 * asked)}%" if self.is_share else shown(asked)

    def least_share(self, predicate: str) -> str:
        """Return what a predicate asks, in percent of the weight."""
        asked = self.asked.get(predicate, "")
        if isinstance(asked, str):
            return ""
        return self.minimum(predicate) if self.is_share else f"{shown(100 * asked / self.weight)}%"

    def margin(self, predicate: str) -> str:
        """Return by how many points a minimum is passed or missed."""
        asked = self.asked.get(predicate, "")
        if isinstance(asked, str) or self.value is None:
            return ""
        return signed((self.value - asked) * self._whole)

    @property
    def _whole(self) -> Fraction:
        return self.weight if self.is_share else F(1)


def signed(difference: Fraction) -> str:
    """Return points more or less; a little less does not look like nothing."""
    return shown(difference, [F(0)], is_signed=True)


@dataclass(frozen=True)
class Truth:
    """All figures of one assessment, by what they are of."""

    name: str
    path: str
    target: str
    verdict: str
    total: Figure
    criteria: Mapping[str, Figure]
    labels: Mapping[str, str]
    areas: Mapping[str, Figure]
    nodes: Mapping[str, Figure]
    findings: Sequence[Mapping[str, Any]] = ()

    def decided(self, predicate: str) -> dict[str, Figure]:
        """Return the criteria with points or shares of a predicate."""
        return {key: each for key, each in self.criteria.items() if isinstance(each.asked.get(predicate), Fraction)}

    def count(self, severity: str) -> int:
        """Return the number of findings of a severity."""
        return sum(each["severity"] == severity for each in self.findings)


def truth_of(evaluation: Mapping[str, Any]) -> Truth:
    """Return what must be said of an evaluation, from its JSON."""
    assessment = evaluation["assessments"][0]
    ruleset = evaluation["ruleset"]["id"]
    unit = evaluation["unit"]
    return figures(
        assessment,
        ruleset,
        name=unit["name"],
        path=evaluation["source"]["path"],
        target=unit["target"],
        findings=evaluation["findings"],
    )


def figures(assessment: Mapping[str, Any], ruleset: str, **known: Any) -> Truth:  # noqa: ANN401 - what identifies it
    """Return the figures of one assessment; minimums are those of the independent scorer."""
    asked = _asked(ruleset)
    criteria: dict[str, Figure] = {}
    labels: dict[str, str] = {}
    for predicate in assessment["predicates"]:
        for each in predicate["criteria"]:
            before = criteria.get(each["id"], Figure(None, F(1)))
            least = asked.get(each["id"], {}).get(predicate["id"], each["minimum"])
            labels[each["label"]] = each["id"]
            criteria[each["id"]] = Figure(
                value=None if each["exact"] is None else F(each["exact"]),
                weight=F(each["weight"] or 1),
                highest=F(each["highest_exact"] or 0),
                is_share=each["measure"] == "share",
                asked={**before.asked, predicate["id"]: least},
                status={**before.status, predicate["id"]: each["status"]},
                stated=each["reached"] or "",
            )
    nodes = {**assessment.get("nodes", {}), **assessment.get("components", {})}
    by_codes = {codes: asked[name] for name, codes in _codes(ruleset).items()}
    return Truth(
        **known,
        verdict=assessment["verdict"],
        total=_figure(assessment["total"], by_codes.get(("A", "B"), {})),
        criteria=criteria,
        labels=labels,
        areas={number: _figure(each, _of_area(criteria, number)) for number, each in assessment["areas"].items()},
        nodes={code: _figure(each, by_codes.get((_ALONE.get(code, code),), {})) for code, each in nodes.items()},
    )


def _figure(each: Mapping[str, Any], asked: Mapping[str, Fraction]) -> Figure:
    return Figure(F(each["exact"]), F(each["weight_exact"]), F(each["highest_exact"]), asked=asked)


def _of_area(criteria: Mapping[str, Figure], number: str) -> dict[str, Fraction]:
    found = criteria.get(f"area-{number}")
    return {} if found is None else {key: each * found.weight for key, each in found.asked.items() if key}


def _codes(ruleset: str) -> dict[str, tuple[str, ...]]:
    return {name: codes for name, (codes, *_minimums) in ORACLES[ruleset].POINTS.items()}


def _asked(ruleset: str) -> dict[str, dict[str, Fraction]]:
    """Return the minimums of every criterion by predicate, as the independent scorers have them."""
    scorer = oracle if ruleset == CURRENT else oracle_2014
    nothing = scorer.evaluate({}, {})
    found: dict[str, dict[str, Fraction]] = {}
    for predicate, criteria in nothing.criteria.items():
        for name, criterion in criteria.items():
            found.setdefault(name, {})[predicate] = criterion.minimum
    return found


def marked(cell: str) -> tuple[str, str | None]:
    """Return a figure and the status that a mark behind it says."""
    figure, _, mark = cell.rpartition(" ")
    return (figure, _MARKS[mark]) if mark in _MARKS else (cell, None)


def localised(text: str, language: str) -> str:
    """Return a figure as a language writes it."""
    return text.replace(".", ",") if language == "id" else text


def captured(pattern: str, text: str) -> Iterator[tuple[str, ...]]:
    """Yield what a pattern finds, a full stop behind a figure left out."""
    for found in re.finditer(pattern, text):
        yield tuple(group.rstrip(".,;:") for group in found.groups())
