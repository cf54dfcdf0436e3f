"""Number formats that show a number as a percentage: 0.6 is then seen as 60 %."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from zi_score.model.pattern import pattern
from zi_score.reading.file.markup import scan

BUILT_IN = frozenset({9, 10})
"""Numbers of the formats ``0%`` and ``0.00%``, which no file needs to write down."""

_QUOTED = pattern(r'"[^"]*"|\\.')
"""What a number format shows as it stands: a percent sign there is no percentage."""


def is_percent(code: str) -> bool:
    r"""Whether a number format shows a percentage.

    >>> is_percent("0.0%"), is_percent(r'0"%"'), is_percent(r"0\%")
    (True, False, False)
    """
    return "%" in _QUOTED.sub("", code)


def percent_styles(styles: bytes) -> frozenset[str]:
    """Return the indexes of the cell styles that show a percentage; errors are those of ``scan``."""
    return _known(styles) if len(styles) <= _USUAL else _styles(styles)


def _styles(styles: bytes) -> frozenset[str]:
    formats = set(map(str, BUILT_IN))
    users: dict[str, list[int]] = defaultdict(list)
    count, is_shown = 0, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, is_shown
        if name == "numFmt" and is_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "xf" and is_shown:
            users[attributes.get("numFmtId", "")].append(count)
            count += 1
        is_shown = is_shown or name == "cellXfs"

    def end(name: str) -> None:
        nonlocal is_shown
        is_shown = is_shown and name != "cellXfs"

    scan(styles, start, end)
    return frozenset(str(index) for each in formats for index in users.get(each, ()))


_USUAL = 2**17
"""Bytes of styles that are remembered."""

_known = lru_cache(maxsize=32)(_styles)
"""Copies of one form have the same styles."""
