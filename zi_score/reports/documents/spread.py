"""How the totals and the areas of many units are spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, share, share_as_ruled
from zi_score.rekap.ranking import BatchResult
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Chart, Column, Mark, Table, number_column
from zi_score.reports.figures import area_minimums, minimums
from zi_score.reports.words import sentence

_BINS = 20


def totals(result: BatchResult, ruleset: Ruleset) -> Table:
    """Return how the totals of the units listed are distributed."""
    whole = sum((ruleset.nodes[code].weight for code in ruleset.roots), Fraction())
    asked = minimums(ruleset, ruleset.roots)
    found = Counter(min(int(unit.total.exact * _BINS / whole), _BINS - 1) for unit in result.units)
    below = _("{count} below the minimum of {predicate} ({minimum}).")
    words = [
        _("Totals of {units} units.").format(units=len(result.units)),
        *(
            below.format(
                count=sum(unit.total.exact < least for unit in result.units), predicate=name, minimum=as_ruled(least)
            )
            for name, least in asked.items()
        ),
    ]
    chart = Chart(
        kind="histogram",
        key="totals-chart",
        title=_("Distribution of totals"),
        by="from",
        series=("units",),
        marks=tuple(Mark(least / whole, f"{name} {as_ruled(least)}") for name, least in asked.items()),
        words=" ".join(words),
    )
    return Table(
        key="totals",
        title=_("Distribution of totals"),
        about=" ".join(words),
        columns=columns_of(Column("from", _("points")), "units"),
        rows=[(_range(number, whole / _BINS), found[number]) for number in range(_BINS)],
        charts=(chart,),
        only=("html", "xlsx"),
    )


def _range(number: int, size: Fraction) -> str:
    ends = {"low": as_ruled(size * number), "high": as_ruled(size * (number + 1))}
    return (_("{low} to {high}") if number == _BINS - 1 else _("{low} to under {high}")).format(**ends)


def areas(result: BatchResult, ruleset: Ruleset) -> Table:
    """Return the mean share of each area of change over the units listed, beside its minimums."""
    asked, units, reached = area_minimums(ruleset), result.units, defaultdict[str, Fraction](Fraction)
    for unit in units:
        for number, area in unit.areas.items():
            reached[number] += area.ratio
    rows: list[tuple[Cell, ...]] = []
    for number, area in units[0].areas.items():
        mean = reached[number] / len(units)
        leasts = asked.get(number, {})
        told = (share_as_ruled(leasts[name]) if name in leasts else None for name in ruleset.predicates)
        rows.append((sentence(f"{number} {area.name}"), share(mean, leasts.values()), *told))
    chart = Chart(
        kind="bars",
        key="areas-chart",
        title=_("Areas of change: mean share of the weight"),
        by="area",
        series=("mean",),
        minimums=tuple(f"min-{name}" for name in ruleset.predicates),
    )
    return Table(
        key="areas",
        title=_("Areas of change: mean share of the weight"),
        columns=columns_of(
            "area", "mean", *(number_column(f"min-{name}", f"min {name}") for name in ruleset.predicates)
        ),
        rows=rows,
        charts=(chart,),
        only=("html", "xlsx"),
    )
