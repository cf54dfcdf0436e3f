"""A ruleset as the two files of a folder, and the sum over all that it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from pydantic import BaseModel

from zi_score.law.files import RULES, TREE, TREE_KEYS
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.pattern import pattern

_BARE = pattern(r"[A-Za-z0-9_-]+")
_LAST = "source"


def folder_of(ruleset: Ruleset) -> dict[str, str]:
    """Return the files of a ruleset by name; loaded again they say the same.

    >>> from zi_score.law.load import load_ruleset
    >>> sorted(folder_of(load_ruleset()))
    ['lke.json', 'rules.toml']
    """
    told = _told(ruleset)
    tree = {key: told.pop(key) for key in Ruleset.model_fields if key in TREE_KEYS}
    questions = json.dumps(tree, ensure_ascii=False, indent=1, default=_text)
    return {RULES: "\n".join(_toml(told)) + "\n", TREE: f"{questions}\n"}


def fingerprint(ruleset: Ruleset) -> str:
    """Return a sum over all that a ruleset says, without who read it.

    >>> from zi_score.law.load import load_ruleset
    >>> len(fingerprint(load_ruleset()))
    64
    """
    told = _told(ruleset.model_copy(update={"review": None}))
    told["scales"] = {key: [_plain(each), list(each.values)] for key, each in ruleset.scales.items()}  # in their order
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=_text, sort_keys=True).encode()).hexdigest()


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Fraction) else str(value)


def _told(part: BaseModel) -> dict[str, object]:
    """Return what a part says, without what it says by default; its source comes last."""
    told: dict[str, object] = {}
    for name in sorted(type(part).model_fields, key=lambda name: name == _LAST):
        value = getattr(part, name)
        if value != type(part).model_fields[name].default:
            told[name] = _plain(value)
    return told


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return _told(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _toml(told: Mapping[str, object]) -> Iterator[str]:
    tables = {key: value for key, value in told.items() if _tables(value)}
    for key, value in told.items():
        if key not in tables:
            yield f"{key} = {_inline(value)}"
    for key, value in tables.items():
        for heading, table in _headed(key, value):
            yield from ("", heading, *(f"{_key(name)} = {_inline(each)}" for name, each in table.items()))


def _tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def _headed(key: str, value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    if isinstance(value, list):
        yield from ((f"[[{key}]]", each) for each in value)
    elif isinstance(value, dict) and value and all(isinstance(each, dict) for each in value.values()):
        yield from ((f"[{key}.{_key(name)}]", each) for name, each in value.items())
    elif isinstance(value, dict):
        yield f"[{key}]", value


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _inline(name)


def _inline(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {_inline(each)}' for name, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, Fraction) and "/" not in plain(value):
        return plain(value)
    if isinstance(value, int | date):
        return str(value)
    return json.dumps(_text(value), ensure_ascii=False).replace("\x7f", "\\u007f")
