"""What a workbook has for a cell of a document: a value to compute with, and the format that shows its text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from zi_score.model.language import current_language
from zi_score.model.written import Number, Tone
from zi_score.reports.document import Cell, Word, text_of
from zi_score.reports.render.inert import FORMULA_STARTS, inert

SIGNS: dict[Tone, str] = {"good": "✓", "bad": "✗", "open": "?"}
"""What stands behind a number, so that its colour is not alone in saying it."""

_DATE_FORMS = {"id": "[$-421]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_FIRST_YEAR = 1901
"""Of the year before, programs disagree on the number of a day; earlier ones have none."""


class Entry(NamedTuple):
    """What stands in a cell.

    ``length`` is that of the text to be seen, in characters; ``is_quoted`` says that a text begins like a formula.
    """

    value: str | float | date | None
    form: str = ""
    tone: Tone | None = None
    length: int = 0
    is_quoted: bool = False


def entry(cell: Cell) -> Entry:
    """Return what stands in the cell of a workbook.

    >>> entry(Word("terpenuhi", "good")).value, entry(12).form, entry(None).value
    ('terpenuhi', '0', None)
    """
    match cell:
        case str():
            return text_entry(cell)
        case Number():
            return _number(cell)
        case None:
            return Entry(None)
        case int():
            return Entry(cell, "0", length=len(str(cell)))
        case date() if cell.year >= _FIRST_YEAR:
            return Entry(cell, _DATE_FORMS[current_language()], length=len(text_of(cell)))
    return text_entry(text_of(cell), cell.tone if isinstance(cell, Word) else None)


@lru_cache(maxsize=4096)
def text_entry(text: str, tone: Tone | None = None) -> Entry:
    """Return a text as it stands in a cell, whatever it begins with."""
    clean = inert(text)
    if clean.startswith("<r>") and clean.endswith("</r>"):
        clean += " "  # XlsxWriter takes it for markup of its own, and writes it as it is
    return Entry(clean or None, tone=tone, length=len(clean), is_quoted=clean.startswith(FORMULA_STARTS))


def _number(number: Number) -> Entry:
    """Return the figure that is shown, not the exact one: programs round halves of binary numbers another way."""
    shown, behind = number.shown, f" {SIGNS[number.tone]}" if number.tone else ""
    percent = "%" if number.is_share and number.unit != "share-difference" else ""  # percentage points are none
    value = float(shown.scaleb(-2) if percent else shown)
    if number.unit.startswith("plain") and "/" in (
        text := str(number)
    ):  # no decimal has this value; before a text a program sets the minus sign itself
        return Entry(value, _quoted(text.removeprefix("-") + behind), number.tone, len(text + behind))
    written = f"{shown:f}{percent}{behind}"
    if not number.is_signed:
        return Entry(value, _form(shown, percent, behind), number.tone, len(written))
    signs = ("+", "-", "+" if number.value else "")
    form = ";".join(sign + _form(shown, percent, behind) for sign in signs)
    return Entry(value, form, number.tone, len(written) + (number.value > 0))


def _form(shown: Decimal, percent: str, behind: str) -> str:
    """Return the format of a figure without its sign.

    >>> _form(Decimal("74.997"), "", " ✗")
    '0.000" ✗"'
    """
    places = -int(shown.as_tuple().exponent)
    return f"0{'.' * (places > 0)}{'0' * places}{percent}{_quoted(behind) if behind else ''}"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', ""))
