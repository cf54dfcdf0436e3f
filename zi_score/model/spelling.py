"""How people and sheets write what is no number and no letter: yes and no, that there is none, and a checkbox."""

import re

from zi_score.model.pattern import pattern

YES_WORDS, NO_WORDS = frozenset({"ya", "y", "iya", "yes"}), frozenset({"tidak", "t", "tdk", "no"})
TICKED, UNTICKED = frozenset({"true", "benar", *"☑✅✓✔√"}), frozenset({"false", "salah", *"☐□"})
"""What a checkbox holds, as sheets in either language show it, or is drawn as; a crossed one (☒) may mean either."""

_BOXES = TICKED | UNTICKED
_LONGEST = max(map(len, _BOXES))

_LONGEST_NONE = 100
_COUNTED = "(pengaduan|pelanggaran|kasus|aduan|laporan)"
_NONE = pattern(
    rf"[-–—\s]*((nihil|nol)( {_COUNTED})?|{_COUNTED} nihil"
    rf"|(tidak|tdk\.?) (ada|terdapat)( {_COUNTED}( (yang )?masuk)?)?)[-–—.\s]*"
    r"|0\s*[-–/(]?\s*(nihil|nol)\)?|(nihil|nol)\s*[-–/(]?\s*0\)?",
    re.IGNORECASE,
)


def says_none(text: str) -> bool:
    """Whether a text says that there is none of what is counted, as reports do.

    >>> says_none("Nihil"), says_none("tidak ada data")
    (True, False)
    """
    return len(text) <= _LONGEST_NONE and _NONE.fullmatch(" ".join(text.split())) is not None


def is_box(text: str) -> bool:
    """Whether a text is what a checkbox holds."""
    return len(text) <= _LONGEST and text.casefold() in _BOXES
