"""What one ruleset says otherwise than another: figures, texts, what is new and gone, what only has another code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel

from zi_score.law.cited import Citation, Cited
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import single_spaced

Kind = Literal["changed", "new", "gone", "renumbered"]
Said = str | Fraction | None
Sides = tuple[Ruleset, Ruleset]
"""The ruleset as it was, and as it is."""

_LEFT_OUT = frozenset({"code", "id", "key", "number", "questions", "source", "sections"})
"""Fields by which parts are known, or that are parts themselves."""

_HEAD = (
    "id",
    "title",
    "about",
    "instrument",
    "sheet",
    "predicates",
    "in_force_from",
    "in_force_until",
    "replaces",
    "related",
    "unnamed_columns",
    "source",
)
_FIGURES = frozenset({"weight", "scale", "highest", "values", "minimum", "ratio"})
"""Fields of which somebody who changes them has to name the source."""


@dataclass(frozen=True)
class Amendment:
    """One thing that is otherwise: of a part, its place, a field of it, and what stood and stands there.

    ``field`` is the way to it within the part (``minimum.WBK``), empty for a part that is new or gone. ``same_source``
    says that a figure changed while its source did not.
    """

    kind: Kind
    part: str
    place: str
    label: str = ""
    field: str = ""
    before: Said = None
    after: Said = None
    same_source: bool = False


def amendments(base: Ruleset, mine: Ruleset) -> Iterator[Amendment]:
    """Yield what a ruleset says otherwise than another, in its order; what is gone at the end of each part.

    >>> from zi_score.law.load import load_ruleset
    >>> list(amendments(load_ruleset(), load_ruleset()))
    []
    """
    yield from _head(base, mine)
    sides = base, mine
    yield from _part("source", sides, base.sources, mine.sources)
    yield from _part("scale", sides, base.scales, mine.scales)
    yield from _part("area", sides, _by(base.areas, "number"), _by(mine.areas, "number"))
    for name, before, after in (
        ("section", base.sections, mine.sections),
        ("indicator", base.indicators, mine.indicators),
        ("question", tuple(base.questions.values()), tuple(mine.questions.values())),
    ):
        yield from _tree(name, sides, before, after)
    yield from _part("criterion", sides, _by(base.criteria, "id"), _by(mine.criteria, "id"))
    yield from _part("fact", sides, base.facts, mine.facts)
    yield from _part("requirement", sides, _by(base.requirements, "id"), _by(mine.requirements, "id"))
    yield from _part("convention", sides, _by(base.conventions, "id"), _by(mine.conventions, "id"))
    for name in ("replaced", "waiver", "kawasan"):
        yield from _part(name, sides, _alone(getattr(base, name)), _alone(getattr(mine, name)))
    synonyms = {key: _Text(text=text) for key, text in base.synonyms.items()}
    yield from _part("synonym", sides, synonyms, {key: _Text(text=text) for key, text in mine.synonyms.items()})


class _Text(BaseModel):
    text: str


def _by(parts: Sequence[BaseModel], key: str) -> dict[str, BaseModel]:
    return {str(getattr(part, key)): part for part in parts}


def _alone(part: BaseModel | None) -> dict[str, BaseModel]:
    return {"": part} if part else {}


def _head(base: Ruleset, mine: Ruleset) -> Iterator[Amendment]:
    for name in _HEAD:
        before, after = _said(getattr(base, name)), _said(getattr(mine, name))
        if before != after:
            yield Amendment("changed", "head", "", "", name, before, after)


def _part(
    name: str, sides: Sides, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]
) -> Iterator[Amendment]:
    """Yield what is otherwise in parts that are known by their keys."""
    for key, part in after.items():
        if key in before:
            yield from _fields(name, sides, before[key], part, key)
        else:
            yield Amendment("new", name, key, _label(part))
    yield from (Amendment("gone", name, key, _label(part)) for key, part in before.items() if key not in after)


def _tree(name: str, sides: Sides, before: Sequence[BaseModel], after: Sequence[BaseModel]) -> Iterator[Amendment]:
    """Yield what is otherwise in parts of the tree; one that only moved has its label still."""
    left = list(before)
    pairs = {id(part): _taken(left, part, "code", "label", "name") for part in after}
    for wanted in (("label", "name"), ("code",)):
        for part in after:
            pairs[id(part)] = pairs[id(part)] or _taken(left, part, *wanted)
    for part in after:
        old, code = pairs[id(part)], str(getattr(part, "code", ""))
        if old is None:
            yield Amendment("new", name, code, _label(part))
            continue
        was = str(getattr(old, "code", ""))
        moved = was != code
        if moved:
            yield Amendment("renumbered", name, code, _label(part), "code", was, code)
        yield from (each for each in _fields(name, sides, old, part, code) if not (moved and each.field == "marker"))
    yield from (Amendment("gone", name, str(getattr(part, "code", "")), _label(part)) for part in left)


def _taken(left: list[BaseModel], part: BaseModel, *fields: str) -> BaseModel | None:
    """Take the first of those that are left that agrees with a part in these fields."""
    told = [_folded(part, field) for field in fields]
    found = next((each for each in left if [_folded(each, field) for field in fields] == told), None)
    if found is not None:
        left.remove(found)
    return found


def _folded(part: BaseModel, field: str) -> str:
    return single_spaced(str(getattr(part, field, ""))).casefold()


def _fields(name: str, sides: Sides, old: BaseModel, new: BaseModel, place: str) -> Iterator[Amendment]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for field in dict.fromkeys((*after, *before)):
        said, says = before.get(field), after.get(field)
        if said != says:
            is_figure = field.partition(".")[0] in _FIGURES
            same = is_figure and _source_of(sides[0], old, field) == _source_of(sides[1], new, field) is not None
            yield Amendment("changed", name, place, _label(new), field, said, says, same)


def _source_of(ruleset: Ruleset, part: BaseModel, field: str) -> Citation | None:
    """Return the source that a field rests on: that of the innermost part which has one."""
    cited = part if isinstance(part, Cited) else None
    for step in field.split("."):
        if not isinstance(inner := getattr(cited, step, None), Cited):
            break
        cited = inner
    return ruleset.citation(cited) if cited else None


def _flat(part: BaseModel, above: str = "") -> Iterator[tuple[str, Said]]:
    for name in type(part).model_fields:
        if above or name not in _LEFT_OUT or (name == "sections" and not hasattr(part, "criteria")):
            yield from _flat_value(f"{above}{name}", getattr(part, name))


def _flat_value(name: str, value: object) -> Iterator[tuple[str, Said]]:
    if isinstance(value, BaseModel):
        yield from _flat(value, f"{name}.")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat_value(f"{name}.{key}", each)
    elif isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
        for each in value:
            yield from _flat(each, f"{name}.{getattr(each, 'key', '')}.")
    else:
        yield name, _said(value)


def _said(value: object) -> Said:
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or None
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value).lower()
    if isinstance(value, int):
        return Fraction(value)
    return value if isinstance(value, str | Fraction) else str(value) if isinstance(value, date) else None


def _label(part: BaseModel) -> str:
    return str(getattr(part, "label", "") or getattr(part, "name", "") or getattr(part, "text", ""))
