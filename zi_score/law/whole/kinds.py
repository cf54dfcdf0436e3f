"""What is wrong with a single value of a ruleset: a key that is unknown or missing, a value of another kind."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from zi_score.law.files import TREE_KEYS
from zi_score.law.ruleset import Ruleset
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.language import marked
from zi_score.model.language import translate as _

Loc = tuple[str | int, ...]
"""The way to a value from the top of the files, through keys and numbers."""

_NAMES = ("id", "key", "number")
"""Keys by which people know an entry of a list, rather than by its place."""

_KINDS = {
    "string": marked("a text in quotes"),
    "int": marked("a whole number"),
    "date": marked("a date such as 2021-12-31"),
    "tuple": marked("a list"),
    "dict": marked("a table"),
    "model": marked("a table"),
    "value": marked("a number"),
}
"""What was expected, by how pydantic's name of the fault begins."""


def misfit(content: Mapping[str, Any], error: Any) -> tuple[str, str, str]:  # noqa: ANN401 - pydantic's, a dictionary
    """Return key, what was found and what was expected for a fault that pydantic found."""
    kind, loc = error["type"], _way(content, error)
    key = place_of(content, loc)
    if kind == "missing":
        sources = content.get("sources")
        is_source = loc[-1] == "source" and isinstance(sources, dict)
        return key, _("nothing"), one_of(sources) if is_source and sources else _("a value")
    if kind == "extra_forbidden":
        return key, _("an unknown key"), one_of(_fields(loc), str(loc[-1]))
    found = error["input"]
    told = _("a table") if isinstance(found, dict) else _("a list") if isinstance(found, list) else quoted(found)
    if kind == "literal_error":
        return key, told, one_of(re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    expected = _KINDS.get(kind.partition("_")[0])
    return key, told, _(expected) if expected else error["msg"]


def place_of(content: object, loc: Loc) -> str:
    """Return a place as people look for it: ``A.I.1.i.weight``, ``criteria.area-6.area``."""
    names: list[str] = []
    part = content
    for step in loc:
        names.append(str(step))
        part = part[step] if _leads_on(part, step) else None  # type: ignore[index]  # it does
        if isinstance(step, int) and isinstance(part, dict):
            if isinstance(part.get("code"), str):
                names = [part["code"]]
            else:
                names[-1] = next((str(part[name]) for name in _NAMES if name in part), names[-1])
    return ".".join(names)


def order_of(content: object, loc: Loc) -> tuple[int, ...]:
    """Return a key that sorts places from top to bottom; what is missing comes after what is there."""
    order: list[int] = []
    part = content
    for step in loc:
        steps: list[str | int] = (
            [*part] if isinstance(part, dict) else [*range(len(part))] if isinstance(part, list) else []
        )
        order.append(steps.index(step) if step in steps else len(steps))
        part = part[step] if _leads_on(part, step) else None  # type: ignore[index]  # as above
    return tuple(order)


def _leads_on(part: object, step: str | int) -> bool:
    if isinstance(part, dict):
        return step in part
    return isinstance(part, Sequence) and isinstance(step, int) and step < len(part)


def _way(content: object, error: Any) -> Loc:  # noqa: ANN401 - as above
    """Return the way to a fault without what pydantic adds to tell alternatives apart."""
    way: list[str | int] = []
    part = content
    for step in error["loc"]:
        if _leads_on(part, step):
            part = part[step]  # type: ignore[index]  # as above
            way.append(step)
    return (*way, error["loc"][-1]) if error["type"] == "missing" else tuple(way)


def _fields(loc: Loc) -> list[str]:
    """Return the keys that were possible at a place."""
    model: type[BaseModel] = Ruleset
    for step in loc[:-1]:
        if field := model.model_fields.get(str(step)):
            model = _model_in(field.annotation) or model
    return [name for name in model.model_fields if model is not Ruleset or name not in TREE_KEYS]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
