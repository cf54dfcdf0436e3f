"""What a workbook has for a cell of a document: a value to compute with, and the format that shows its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zi_score.language import current_language
from zi_score.language import translate as _
from zi_score.report.document import Cell, Word, text_of
from zi_score.report.render.inert import FORMULA_STARTS, inert
from zi_score.written import Number, Tone

SIGNS: dict[Tone, str] = {"good": "✓", "bad": "✗", "open": "?"}
"""What stands behind a number, so that its colour is not alone in saying it."""

_DATE_FORMS = {"id": "[$-421]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_FIRST_YEAR = 1901
"""Of the year before, programs disagree on the number of a day; earlier ones have none."""


class Entry(NamedTuple):
    """What stands in a cell; ``length`` is that of the text to be seen, in characters."""

    value: str | float | date | None
    form: str = ""
    tone: Tone | None = None
    length: int = 0

    @property
    def is_quoted(self) -> bool:
        """Whether it is a text that begins like a formula."""
        return isinstance(self.value, str) and self.value.startswith(FORMULA_STARTS)


def entry(cell: Cell) -> Entry:
    """Return what stands in the cell of a workbook.

    >>> entry(Word("terpenuhi", "good")).value, entry(12).form, entry(None).value
    ('terpenuhi', '0', None)
    """
    match cell:
        case None:
            return Entry(None)
        case Number():
            return _number(cell)
        case int():
            return Entry(cell, "0", length=len(str(cell)))
        case date() if cell.year >= _FIRST_YEAR:
            return Entry(cell, _DATE_FORMS[current_language()], length=len(text_of(cell)))
    return text_entry(text_of(cell), cell.tone if isinstance(cell, Word) else None)


def text_entry(text: str, tone: Tone | None = None) -> Entry:
    """Return a text as it stands in a cell, whatever it begins with."""
    clean = inert(text)
    if clean.startswith("<r>") and clean.endswith("</r>"):
        clean += " "  # XlsxWriter takes it for markup of its own, and writes it as it is
    return Entry(clean or None, tone=tone, length=len(clean))


def _number(number: Number) -> Entry:
    """Return the figure that is shown, not the exact one: programs round halves of binary numbers another way."""
    shown, text = number.shown, str(number)
    behind = f" {SIGNS[number.tone]}" if number.tone else ""
    percent = "%" if number.is_share else ""
    if number.unit == "share-difference":
        behind, percent = _("{number} percentage points").format(number="") + behind, ""
    value = float(shown.scaleb(-2) if percent else shown)
    length = len(text) + (len(behind) if number.tone else 0)
    if "/" in text:  # no decimal has this value; the text of a format stands behind a minus sign that is shown
        return Entry(value, _quoted(text.removeprefix("-") + behind), number.tone, length)
    digits = f"0.{'0' * places}" if (places := -int(shown.as_tuple().exponent)) > 0 else "0"
    signs = ("+", "-", "+" if number.value else "") if number.is_signed else ("",)
    return Entry(value, _form(signs, digits + percent, behind), number.tone, length)


def _form(signs: Sequence[str], digits: str, behind: str) -> str:
    """Return a format; of three signs the first is for what is more than 0, the second for less, the third for 0.

    >>> _form(("+", "-", ""), "0.00", " ✓")
    '+0.00" ✓";-0.00" ✓";0.00" ✓"'
    """
    return ";".join(f"{sign}{digits}{_quoted(behind) if behind else ''}" for sign in signs)


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', ""))
