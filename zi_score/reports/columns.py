"""The columns that tables of several documents have: one name and one kind for what stands in them."""

from __future__ import annotations

from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.reports.document import Column, Kind

_KNOWN: dict[str, tuple[Kind, str]] = {
    "agency": ("name", marked("agency")),
    "answered": ("number", marked("answered")),
    "area": ("law", marked("area")),
    "assessor": ("text", marked("assessor")),
    "cell": ("code", marked("cell")),
    "code": ("code", marked("code")),
    "criteria": ("law", marked("criteria")),
    "criterion": ("law", marked("criterion")),
    "effort": ("number", marked("effort")),
    "exact": ("code", marked("exact")),
    "finding": ("code", marked("name of the finding")),
    "gain": ("number", marked("gain")),
    "highest": ("number", marked("at most")),
    "ignored": ("number", marked("ignored")),
    "label": ("law", marked("question")),
    "lost": ("number", marked("points lost")),
    "margin": ("number", marked("margin")),
    "mean": ("number", marked("mean")),
    "message": ("name", marked("message")),
    "name": ("law", marked("name")),
    "next": ("code", marked("next level")),
    "part": ("law", marked("part")),
    "path": ("file", marked("workbook")),
    "points": ("number", marked("points")),
    "predicate": ("code", marked("predicate")),
    "rank": ("number", "#"),
    "reached": ("number", marked("reached")),
    "reason": ("name", marked("reason")),
    "ruleset": ("law", marked("regulation")),
    "scale": ("code", marked("scale")),
    "score": ("number", marked("score")),
    "serves": ("law", marked("serves")),
    "severity": ("text", marked("severity")),
    "share": ("number", marked("share")),
    "source": ("code", marked("Source")),
    "status": ("text", marked("status")),
    "tip": ("name", marked("tip")),
    "title": ("name", marked("finding")),
    "total": ("number", marked("total")),
    "unanswered": ("number", marked("unanswered")),
    "unit": ("name", marked("unit")),
    "units": ("number", marked("units")),
    "verdict": ("text", marked("verdict")),
    "weight": ("number", marked("weight")),
}


def columns_of(*columns: str | Column) -> tuple[Column, ...]:
    """Return columns, those that are known by their keys alone.

    >>> [column.kind for column in columns_of("code", "label", Column("own", "own"))]
    ['code', 'law', 'text']
    """
    return tuple(column if isinstance(column, Column) else _column(column) for column in columns)


def _column(key: str) -> Column:
    kind, title = _KNOWN[key]
    return Column(key, _(title), kind)
