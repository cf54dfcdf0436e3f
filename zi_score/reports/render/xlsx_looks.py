"""How cells of a workbook look, and the room that their texts take; colours also read in grey."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from zi_score.model.written import Tone

FILLS: dict[Tone, str] = {"good": "#E8F4EA", "bad": "#E59A7E", "open": "#F6DDB5"}
"""Light, dark and between."""

SIZES = {"title": 15, "heading": 12}
"""Points; others have 10."""

_SIZE = 10
_LETTERS = 1.2
"""Letters of running text in one unit of a column's width, on the safe side."""

_LINE, _AROUND = 1.35, 3.0
_TALLEST_ROW = 409.0
"""Height of a line of one point, and what is around lines; and Excel's limit; all in points."""

Kind = Literal["cell", "header", "title", "heading", "sentence"]


class CellLook(NamedTuple):
    """How a place in a sheet looks, whatever stands there; ``depth`` is its indent."""

    kind: Kind
    is_right: bool = False
    depth: int = 0


def properties(look: CellLook, form: str, tone: Tone | None, is_quoted: bool) -> dict[str, Any]:  # noqa: FBT001 - of an entry
    """Return how something looks in its place, as XlsxWriter takes it."""
    made: dict[str, Any] = {
        "font_size": SIZES.get(look.kind, _SIZE),
        "font_color": "#FFFFFF" if look.kind == "header" else "#1A1A1A",
        "bold": look.kind not in ("cell", "sentence") or tone == "bad",
        "text_wrap": not form,
        "valign": "vcenter" if look.kind == "header" else "top",
        "align": "center" if look.kind == "header" else "right" if look.is_right else "left",
        "indent": look.depth,
        "quote_prefix": is_quoted,
        "num_format": form or "General",
    }
    if look.kind in ("cell", "header"):
        made |= {"border": 1, "border_color": "#A6A6A6"}
    if look.kind == "header":
        made["bg_color"] = "#1F4E5F"
    return made | ({"bg_color": FILLS[tone]} if tone else {})


def height(texts: Iterable[tuple[str, float]], kind: Kind = "cell") -> float:
    """Return the height of a row in points, so that all its texts can be read; each has the width of its column."""
    size = SIZES.get(kind, _SIZE)
    lines = max((_lines(text, max(1, int(width * _LETTERS * _SIZE / size))) for text, width in texts), default=1)
    return min(_TALLEST_ROW, lines * size * _LINE + _AROUND)


@lru_cache(maxsize=4096)
def _lines(text: str, room: int) -> int:
    r"""Return how many lines of so many letters a text takes; a word that is too long is broken.

    >>> _lines("satu dua tiga", 8), _lines("satu\ndua", 8), _lines("satuduatiga", 8)
    (2, 2, 2)
    """
    count = 0
    for line in text.split("\n"):
        used = room + 1
        for word in map(len, line.split(" ")):
            used += 1 + word
            if used > room:
                count, used = count + max(1, math.ceil(word / room)), (word - 1) % room + 1
    return count
