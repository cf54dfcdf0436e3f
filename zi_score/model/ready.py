"""Data of the program as it was validated when the wheel was built: ready to load, and known by what it was made of.

Where there is none, or it was made of other files or for other models (in a working copy after a change), the files
themselves are read and validated.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel

SUFFIX = ".ready.json"

Kinds = Sequence[type[BaseModel | Enum]]

_KIND = ""
"""The key under which an object says what it is; no mapping of the program has an empty one."""

_OF = "of"
"""The key of what one is made of that has no fields."""


def ready(path: Path, sources: Sequence[Path], kinds: Kinds) -> object:
    """Return what was made of files when the wheel was built, None where that is not there or no longer holds.

    Args:
        path: where it is.
        sources: the files that it was made of.
        kinds: all models that are in it, and enumerations.

    """
    try:
        mark, _line, text = path.read_text(encoding="utf-8").partition("\n")
        if mark != _mark(sources, kinds):
            return None
    except (OSError, ValueError):
        return None
    makers: dict[str, Callable[..., object]] = {"Fraction": Fraction, "date": date}
    makers |= {kind.__name__: kind.model_construct if issubclass(kind, BaseModel) else kind for kind in kinds}
    return json.loads(text, object_hook=lambda fields: _made(fields, makers))


def prepared(value: object, sources: Sequence[Path], kinds: Kinds) -> str:
    """Return the text that ``ready`` reads."""
    return f"{_mark(sources, kinds)}\n{json.dumps(_packed(value), ensure_ascii=False, separators=(',', ':'))}\n"


def _mark(sources: Sequence[Path], kinds: Kinds) -> str:
    """Return a sum over the sources, and over the code of the models."""
    code = sorted({str(sys.modules[kind.__module__].__file__) for kind in kinds})
    found = hashlib.sha256(" ".join(kind.__name__ for kind in kinds).encode())
    for path in (*sources, *map(Path, code)):
        found.update(path.read_bytes())
    return found.hexdigest()


def _made(fields: dict[str, object], makers: Mapping[str, Callable[..., object]]) -> object:
    """Return what an object of JSON is; lists are tuples."""
    for key, value in fields.items():
        if isinstance(value, list):
            fields[key] = tuple(value)
    if _KIND not in fields:
        return fields
    make = makers[str(fields.pop(_KIND))]
    return make(*fields[_OF]) if _OF in fields else make(**fields)  # type: ignore[misc]  # what is there is a tuple


def _packed(value: object) -> object:
    if isinstance(value, BaseModel):
        told = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
        return {_KIND: type(value).__name__, **{name: _packed(each) for name, each in told.items()}}
    if isinstance(value, Mapping):
        return {key: _packed(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_packed(each) for each in value]
    if isinstance(value, Fraction):
        return {_KIND: "Fraction", _OF: [value.numerator, value.denominator]}
    if isinstance(value, date):
        return {_KIND: "date", _OF: [value.year, value.month, value.day]}
    return {_KIND: type(value).__name__, _OF: [value.value]} if isinstance(value, Enum) else value
