"""Regular expressions that are compiled when they are first asked: a run needs few of those that the program knows."""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what stands for a regular expression, and is one for all who ask it.

    >>> pattern(r"A(.)").fullmatch("A6")[1]
    '6'
    """
    return cast("re.Pattern[AnyStr]", _Late(text, flags))


class _Late(Generic[AnyStr]):
    def __init__(self, text: AnyStr, flags: int) -> None:
        self._text: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Return what the expression has; it is asked for the same a second time without this."""
        asked = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, asked)
        return asked
