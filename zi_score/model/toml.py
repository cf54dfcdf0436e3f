"""TOML that people wrote: numbers as they are typed, and no table so deep that taking it apart never ends."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

DEEPEST = 30
"""Tables in tables; a ruleset has five."""

_MOST_DOTS = 1_000
"""Dots in a line; the time that a dotted key takes grows with their square."""


def parsed_toml(text: str) -> dict[str, object]:
    """Return what a text in TOML says; figures with a point are ``Decimal``.

    Raises:
        ValueError: it is not in the format.
        RecursionError: a table is nested beyond all measure.

    >>> parsed_toml("share = 0.60")
    {'share': Decimal('0.60')}
    """
    import tomllib  # noqa: PLC0415 - what is ready to load does without it

    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise RecursionError
    content = tomllib.loads(text, parse_float=Decimal)
    inner: list[object] = [content]
    for _depth in range(DEEPEST):
        inner = [part for whole in inner for part in _parts(whole)]
        if not inner:
            return content
    raise RecursionError


def _parts(whole: object) -> list[object]:
    if isinstance(whole, Mapping):
        return list(whole.values())
    return whole if isinstance(whole, list) else []
