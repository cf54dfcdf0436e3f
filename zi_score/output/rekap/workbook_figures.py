"""Figures of the rekap as cells: real numbers, and signs beside the colours.

Two decimals are shown, half up. Where they would show a minimum that was missed as reached, a
figure gets as many more as it takes.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Literal

from zi_score.output.figures import telling
from zi_score.output.workbook_sheet import Entry, Style
from zi_score.report.render.inert import inert
from zi_score.standing import Standing
from zi_score.verdict import CriterionResult, PredicateResult, Status

_PLACES = 2

SIGNS = {Status.MET: "✓", Status.NOT_MET: "✗", Status.UNDETERMINED: "?"}
FILLS = {Status.MET: "E8F4EA", Status.NOT_MET: "E59A7E", Status.UNDETERMINED: "F6DDB5"}
"""Light, dark and between, so that they also differ in grey."""

Kind = Literal["points", "percent"]


def figure(
    number: Fraction, minimums: Collection[Fraction] = (), *, kind: Kind = "points", style: Style | None = None
) -> Entry:
    """Return a number that looks below every one of these minimums that it misses.

    >>> figure(Fraction("74.996"), [Fraction(75)]).value, figure(Fraction("0.6")).style.form
    (74.996, '0.00')
    """
    shift = 2 if kind == "percent" else 0
    value = telling(number, minimums, _PLACES + shift)
    places = -int(value.as_tuple().exponent)
    form = f"0.{'0' * (places - shift)}{'%' if shift else ''}"
    chosen = style or Style(align="center")
    return Entry(float(value), chosen._replace(form=f"{form}{chosen.form}"))


def signed(status: Status, sign: str | None = None) -> Style:
    """Return the look of a number with a status: its colour, and its sign behind the number."""
    shown = (SIGNS[status] if sign is None else sign).replace('"', "")
    return Style(form=f'" {shown}"', align="center", fill=FILLS[status], bold=status is Status.NOT_MET)


def judged(criterion: CriterionResult) -> Entry:
    """Return what was reached of a criterion, with its status; facts and counts as text."""
    style = signed(criterion.status)
    if criterion.exact is None:
        text = f"{criterion.stated or ''} {SIGNS[criterion.status]}"
        return Entry(text, style._replace(form=""))
    kind: Kind = "percent" if criterion.measure == "share" else "points"
    return figure(Fraction(criterion.exact), [Fraction(criterion.minimum)], kind=kind, style=style)


def minimum(value: Fraction | str, kind: Kind, predicate: str, style: Style) -> Entry:
    """Return the minimum of a predicate as a heading."""
    name = predicate.replace('"', "")
    if isinstance(value, str):
        return Entry(f"{name}: {value}", style)
    bare = figure(value, kind=kind, style=style)
    form = "0%" if kind == "percent" and value * 100 % 1 == 0 else bare.style.form
    return Entry(bare.value, bare.style._replace(form=f'"{name} ≥ "{form}'))


def verdict_style(standing_verdict: str) -> Style:
    """Return the look of a verdict."""
    status = {"none": Status.NOT_MET, "undetermined": Status.UNDETERMINED}.get(standing_verdict, Status.MET)
    return Style(align="center", fill=FILLS[status], bold=True)


def name_of(standing: Standing) -> str:
    """Return what to call a unit: its name, else its file."""
    return inert(standing.unit.name or "") or standing.path


def decisive(predicate: PredicateResult, margin: tuple[Fraction, CriterionResult] | None) -> tuple[str, ...]:
    """Return the labels of what keeps a unit from a predicate: the minimum that misses most, and facts."""
    facts = [criterion.label for criterion in predicate.decisive if criterion.gap is None]
    below = [margin[1].label] if margin and margin[0] < 0 else []
    return (*below, *facts)
