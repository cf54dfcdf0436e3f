"""Texts that a spreadsheet takes as they are: in none is a formula, an escape or a character that does not print."""

from __future__ import annotations

from zi_score.model.pattern import pattern

LONGEST_TEXT = 32_767
"""What a cell holds of a text, in units of UTF-16."""

FORMULA_STARTS = ("=", "+", "-", "@")
"""What a text begins with that a spreadsheet would compute, had somebody typed it."""

_ESCAPED = pattern("_x[0-9A-Fa-f]{4}_")
"""How a workbook writes a character by its number; Excel shows the character."""


def legible(text: str) -> str:
    r"""Return a text that a spreadsheet takes: what cannot be printed becomes a blank, lines stay.

    >>> legible("a\x01b\u202ec_x0007_\nd")
    'a b c \nd'
    """
    return "".join(char if char.isprintable() or char == "\n" else " " for char in _ESCAPED.sub(" ", text))


def inert(text: str) -> str:
    r"""Return a text that a spreadsheet takes as it is: control characters are blanks, too long ones are cut.

    >>> inert("\t=1+1\x00"), len(inert("x" * 40_000))
    ('=1+1', 32767)
    """
    is_plain = "_x" not in text and (text.isprintable() or text.replace("\n", "").isprintable())  # as most texts are
    return cut((text if is_plain else legible(text)).strip(), LONGEST_TEXT)


def cut(text: str, longest: int) -> str:
    """Return a text of so many units of UTF-16 at most; one that is cut ends in an ellipsis.

    >>> cut("Kriteria", 8), cut("Kriteria", 7)
    ('Kriteria', 'Kriter…')
    """
    if len(text) <= longest // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= longest * 2 else units[: (longest - 1) * 2].decode("utf-16-le", "ignore") + "…"
