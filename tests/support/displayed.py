"""What a spreadsheet program shows of a cell: its value by its number format, as people read it in a language."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_MONTHS = {
    "421": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "809": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_DATE = re.compile(r"\[\$-(421|809)\]d\\? mmmm\\? yyyy")
_SECTION = re.compile(r'((?:"[^"]*"|[^";])*)(?:;|$)')
_PART = re.compile(r'"(?P<text>[^"]*)"|\\?(?P<sign>[+-])|(?P<digits>0(?:\.(?P<places>0+))?)(?P<percent>%?)')


def displayed(value: object, form: str, language: str = "id") -> str:
    """Return what is shown of a value with this number format; Indonesian has a decimal comma.

    Raises:
        ValueError: the format is none that this helper knows.

    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        if not (found := _DATE.fullmatch(form)):
            raise ValueError(form)
        return f"{value.day} {_MONTHS[found[1]][value.month - 1]} {value.year}"
    number = Decimal(repr(value))
    text = _numeral(number, form)
    return text.replace(".", ",") if language == "id" else text


def shown_in(cell: Any, language: str = "id") -> str:  # noqa: ANN401 - a cell of openpyxl, of any kind
    """Return what is shown in a cell of openpyxl."""
    return displayed(cell.value, cell.number_format, language)


def _numeral(number: Decimal, form: str) -> str:
    """Write a number by the section for its sign; where there is one section only, a minus stands before all of it."""
    sections = _SECTION.findall(form)[: form.count(";") + 1]
    place = (number < 0) + 2 * (number == 0) if len(sections) > 1 else 0
    before = "-" if number < 0 and len(sections) == 1 else ""
    parts, end = [], 0
    for part in _PART.finditer(sections[place]):
        if part.start() != end:
            raise ValueError(form)
        end = part.end()
        parts.append(part["text"] if part["text"] is not None else part["sign"] or _digits(abs(number), part))
    if end != len(sections[place]):
        raise ValueError(form)
    return before + "".join(parts)


def _digits(number: Decimal, part: re.Match[str]) -> str:
    shown = number * 100 if part["percent"] else number
    rounded = shown.quantize(Decimal(1).scaleb(-len(part["places"] or "")), ROUND_HALF_UP)
    return f"{rounded:f}{part['percent']}"
