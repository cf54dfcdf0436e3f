"""What one ruleset says otherwise than another, as a document to read beside the text of a regulation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction

from zi_score.law.amendment import Amendment, Said, amendments
from zi_score.law.ruleset import Criterion, Ruleset
from zi_score.model.exact import plain
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, share_as_ruled
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Column, Document, Line, Table, Word, code_column, law_column, line
from zi_score.reports.words import about_rules, sentence

_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("head", marked("Regulation and sources"), ("head", "source", "replaced")),
    ("scales", marked("Scales"), ("scale",)),
    ("tree", marked("Questions"), ("area", "section", "indicator", "question")),
    ("minimums", marked("Minimums"), ("criterion",)),
    ("requirements", marked("Requirements for being proposed"), ("fact", "requirement", "waiver", "kawasan")),
    ("others", marked("Conventions and synonyms"), ("convention", "synonym")),
)
"""The tables, and which parts stand in each."""

_NEW, _GONE = (
    {
        "source": marked("new source"),
        "scale": marked("new scale"),
        "area": marked("new area"),
        "section": marked("new section"),
        "indicator": marked("new indicator"),
        "question": marked("new question"),
        "criterion": marked("new minimum"),
        "fact": marked("new fact"),
        "requirement": marked("new requirement"),
        "replaced": marked("replaced, new"),
        "waiver": marked("new afirmasi"),
        "kawasan": marked("new rule for kawasan"),
        "convention": marked("new convention"),
        "synonym": marked("new synonym"),
    },
    {
        "source": marked("source gone"),
        "scale": marked("scale gone"),
        "area": marked("area gone"),
        "section": marked("section gone"),
        "indicator": marked("indicator gone"),
        "question": marked("question gone"),
        "criterion": marked("minimum gone"),
        "fact": marked("fact gone"),
        "requirement": marked("requirement gone"),
        "replaced": marked("not replaced any more"),
        "waiver": marked("afirmasi gone"),
        "kawasan": marked("rule for kawasan gone"),
        "convention": marked("convention gone"),
        "synonym": marked("synonym gone"),
    },
)
_FIELDS = {
    "weight": marked("weight"),
    "label": marked("label"),
    "name": marked("name"),
    "text": marked("text"),
    "scale": marked("scale"),
    "title": marked("title"),
    "highest": marked("highest"),
    "printed": marked("printed"),
    "keywords": marked("keywords"),
    "rubric": marked("rubric"),
    "in_force_from": marked("in force from"),
    "in_force_until": marked("in force until"),
    "code": marked("code"),
}
"""What people call a field; others are called as in the files."""


def document(base: Ruleset, mine: Ruleset) -> Document:
    """Return what ``mine`` says otherwise than ``base``."""
    found = list(amendments(base, mine))
    return Document(
        kind=_("Changes of a ruleset"),
        title=f"{base.title} -> {mine.title}",
        head=tuple(_head(found, mine)),
        blocks=tuple(_tables(found, base, mine)),
    )


def _tables(found: Sequence[Amendment], base: Ruleset, mine: Ruleset) -> Iterator[Table]:
    for key, title, parts in _GROUPS:
        rows = [_row(each, base, mine) for each in found if each.part in parts]
        if rows:
            yield Table(key=key, title=_(title), columns=_columns(), rows=rows, detail=-1)


def as_json(base: Ruleset, mine: Ruleset) -> str:
    """Return the same as a list for programs; numbers are exact texts."""
    listed = [
        {key: plain(value) if isinstance(value, Fraction) else value for key, value in asdict(each).items()}
        for each in amendments(base, mine)
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _head(found: Sequence[Amendment], mine: Ruleset) -> Iterator[Line]:
    if not found:
        yield line(Word(_("Both say the same."), "good"))
    else:
        counted = {kind: sum(each.kind == kind for each in found) for kind in ("changed", "new", "gone", "renumbered")}
        told = _("{changed} values changed, {new} parts new, {gone} gone, {renumbered} only with another code.")
        yield line(told.format(**counted))
    if same := sum(each.same_source for each in found):
        yield line(Word(_("Figures that changed while their source did not: {count}.").format(count=same), "bad"))
    yield from about_rules(mine)


def _columns() -> tuple[Column, ...]:
    return columns_of(
        "code",
        Column("change", _("change")),
        law_column("before", _("before")),
        law_column("after", _("after")),
        law_column("label", _("name"), priority=2),
        code_column("remark", _("remark")),
    )


def _row(each: Amendment, base: Ruleset, mine: Ruleset) -> tuple[Cell, ...]:
    label = sentence(each.label)
    if each.kind == "new":
        return each.place, Word(_(_NEW[each.part]), "open"), None, label, None, None
    if each.kind == "gone":
        return each.place, Word(_(_GONE[each.part]), "open"), label, None, None, None
    remark: Cell = Word(_("source unchanged (!)"), "bad") if each.same_source else None
    remark = _("only the code") if each.kind == "renumbered" else remark
    before, after = _cell(each, each.before, base), _cell(each, each.after, mine)
    return each.place, _field(each.field), before, after, label, remark


def _field(way: str) -> str:
    first, _dot, rest = way.partition(".")
    if first == "minimum":
        return f"min {rest}"
    if first == "values":
        return rest
    return f"{_(_FIELDS[first])} {rest}".rstrip() if first in _FIELDS else way


def _cell(each: Amendment, said: Said, ruleset: Ruleset) -> Cell:
    if isinstance(said, Fraction):
        demand = ruleset.demands.get(each.place) if each.part == "criterion" else None
        is_share = isinstance(demand, Criterion) and demand.measure == "share"
        return share_as_ruled(said) if is_share else as_ruled(said)
    return sentence(said) if said else said
