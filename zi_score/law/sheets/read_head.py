"""Single values, sources, scales and synonyms of a ruleset, read of their sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from zi_score.law.cited import Citation
from zi_score.law.ruleset import Scale
from zi_score.law.sheets import form
from zi_score.law.sheets.content import Content, Reading, compact, pairs
from zi_score.law.sheets.form import HEAD
from zi_score.law.sheets.table import RuleLine, day, whole
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.language import translate as _

CITATION_KINDS = get_args(Citation.model_fields["kind"].annotation)
SCALE_KINDS = get_args(Scale.model_fields["kind"].annotation)

_LISTS = ("predicates", "related", "unnamed_columns", "waiver.kinds", "waiver.predicates", "kawasan.holds_kawasan_wbk")
_DAYS = ("in_force_from", "in_force_until", "review.on")


def read_head(reading: Reading, lines: Mapping[str, Sequence[RuleLine]]) -> None:
    """Read what ``rules.toml`` says before its criteria."""
    _single_values(reading, lines[form.RULES_SHEET.name])
    sources: Content = {}
    reading.content["sources"] = sources
    for line in lines[form.SOURCES.name]:
        if key := reading.keys(line, "key", sources, line.text("key")):
            sources[key] = compact(kind=reading.word(line, "kind", CITATION_KINDS), text=line.text("text"))
            reading.places_of(f"sources.{key}", line, {"text": "text", "kind": "kind"})
        else:
            needed(reading, line, "key")
    _scales(reading, lines[form.SCALES.name])
    synonyms: Content = {}
    for line in lines[form.SYNONYMS.name]:
        if typed := reading.keys(line, "typed", synonyms, line.text("typed")):
            synonyms[typed] = line.text("meant") or ""
            reading.place(f"synonyms.{typed}", line.cell("meant"))
    if synonyms:
        reading.content["synonyms"] = synonyms


def needed(reading: Reading, line: RuleLine, key: str) -> None:
    """Note that a row has nothing in a column in which it must have something."""
    if line.value(key) is None:
        reading.refuse(line, key, _("nothing"), _("a value"))


def _single_values(reading: Reading, lines: Sequence[RuleLine]) -> None:
    known = {field.heading.casefold(): field for field in HEAD}
    said: dict[str, str] = {}
    for line in lines:
        name = (line.text("name") or "").strip()
        row = known.get(name.casefold())
        if row is None:
            reading.refuse(line, "name", quoted(name), one_of([field.heading for field in HEAD], name))
        elif reading.keys(line, "name", said, row.key):
            said[row.key] = name
            _single_value(reading, line, row.key)


def _single_value(reading: Reading, line: RuleLine, key: str) -> None:
    reading.place(key, line.cell("value"))
    value: object = line.text("value")
    if key in _LISTS:
        value = line.texts("value")
    elif key in _DAYS:
        value = day(line.value("value"))
    elif key == "waiver.since":
        value = whole(line.number("value"))
    elif key in ("waiver.barred", "kawasan.integration_score"):
        value = pairs(line, "value", numbers=key.startswith("kawasan"))
        for name in value:
            reading.place(f"{key}.{name}", line.cell("value"))
    above, _dot, own = key.rpartition(".")
    if value or key == "predicates":
        part = reading.content.setdefault(above, {}) if above else reading.content
        part[own] = value


def _scales(reading: Reading, lines: Sequence[RuleLine]) -> None:
    scales: Content = {}
    reading.content["scales"] = scales
    scale: Content = {"values": {}, "aliases": {}}
    name = ""
    for line in lines:
        if line.value("key") is not None:
            name = line.text("key") or ""
            scale = _scale(reading, line)
            if reading.keys(line, "key", scales, name):
                scales[name] = scale
                reading.places_of(f"scales.{name}", line, {key: key for key in line.columns} | {"choice": "values"})
        elif not name:
            reading.refuse(line, "key", _("nothing"), _("the name of a scale above its choices"))
        if choice := reading.keys(line, "choice", scale["values"], line.text("choice")):
            scale["values"][choice] = line.number("value")
            reading.place(f"scales.{name}.values.{choice}", line.cell("value"))
            needed(reading, line, "value")
            for alias in line.texts("aliases"):
                if reading.keys(line, "aliases", scale["aliases"], alias):
                    scale["aliases"][alias] = choice
                    reading.place(f"scales.{name}.aliases.{alias}", line.cell("aliases"))
        elif line.value("value") is not None and line.value("choice") is None:
            reading.refuse(line, "choice", _("nothing"), _("the choice that has this value"))


def _scale(reading: Reading, line: RuleLine) -> Content:
    scale = compact(
        kind=reading.word(line, "kind", SCALE_KINDS),
        highest=line.number("highest"),
        unit=reading.word(line, "unit", ("percent",)),
        external=reading.flag(line, "external"),
        source=line.text("source"),
    )
    return scale | {"printed": line.texts("printed"), "values": {}, "aliases": {}}
