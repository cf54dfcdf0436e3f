"""Whether a text keeps within the terminal: only what must not be broken may run over its edge."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zi_score.model.findings import shown

_UNBROKEN = re.compile(r"\S*[\d./\\!:@_]\S*")
"""A code, a figure, a cell, an address, the name of a file."""

_SHORT = 14
"""Letters of a word for which there is always room."""


def too_wide(text: str, width: int, names: Iterable[object] = ()) -> list[str]:
    """Return the lines that are wider than the terminal, though they hold no long word that must not be broken."""
    known = [shown(name) for name in names]
    return [
        line
        for line in text.splitlines()
        if len(line) > width
        and not any(name in line for name in known)
        and not any(len(word) > _SHORT for word in _UNBROKEN.findall(line))
    ]
