"""Rows as CSV, for spreadsheets and programs.

RFC 4180: commas, quotes doubled, lines end in CR LF, UTF-8. A byte order mark stands in front, by which Excel knows the
encoding; programs read it as ``utf-8-sig``. Names of columns are the same in every language, figures have a decimal
point, and a text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from zi_score.model.findings import shown

MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins, also in the wide forms that East Asian spreadsheets take for the same."""

_LONGEST = 32_000
"""Characters that a cell can hold, nearly; a path is never cut."""


def render(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV."""
    file = io.StringIO(newline="")
    lines = csv.DictWriter(file, columns, lineterminator="\r\n")
    lines.writeheader()
    lines.writerows(rows)
    return MARK + file.getvalue()


def quoted(text: str | None) -> str:
    """Return a text on one line that no spreadsheet computes.

    >>> quoted("=cmd|'/c calc'!A1")
    "'=cmd|'/c calc'!A1"
    """
    line = shown(text or "", _LONGEST)
    return f"'{line}" if line.startswith(_FORMULA) else line
