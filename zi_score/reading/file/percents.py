"""Number formats that show a number as a percentage: 0.6 is then seen as 60 %."""

from __future__ import annotations

import re

BUILT_IN = frozenset({9, 10})
"""Numbers of the formats ``0%`` and ``0.00%``, which no file needs to write down."""

_QUOTED = re.compile(r'"[^"]*"|\\.')
"""What a number format shows as it stands: a percent sign there is no percentage."""


def is_percent(code: str) -> bool:
    r"""Whether a number format shows a percentage.

    >>> is_percent("0.0%"), is_percent(r'0"%"'), is_percent(r"0\%")
    (True, False, False)
    """
    return "%" in _QUOTED.sub("", code)
