"""Values beside the formulas of workbooks that this program makes, for previews and programs that read only values.

Excel computes all anew when it opens one, other programs first where something changes. A value that is not the one
that these find would be worse than none, so that all formulas get one, or none does.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape, unescape

from zi_score.formulas.values import ErrorValue
from zi_score.model.formula import position
from zi_score.model.pattern import pattern

_SHEET = pattern(r"xl/worksheets/sheet(\d+)\.xml")
_FORMULA = pattern(
    r'<c r="(?P<cell>[A-Z]{1,3}\d{1,7})"(?P<style>(?: s="\d+")?)>'
    r"(?P<formula><f>(?P<text>[^<]*)</f>)<v ?(?:/>|></v>)</c>"
)
"""A cell with a formula as openpyxl writes it, without a value."""

Formulas = Mapping[str, str]
"""By cell."""

Values = Mapping[str, float | str | bool]
"""By cell, too."""


def with_values(content: bytes) -> bytes:
    """Return a workbook of openpyxl with the value of every formula; the same bytes give the same bytes.

    It stays as it is where the engine is not installed, or not known to compute all of its formulas right.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        sheets = {name: source.read(name).decode() for name in sorted(source.namelist(), key=_number) if _number(name)}
        values = _values(content, [_formulas(sheet) for sheet in sheets.values()])
        if values is None:
            return content
        for (name, sheet), known in zip(sheets.items(), values, strict=True):
            sheets[name] = _FORMULA.sub(partial(_written, known), sheet)
        for entry in source.infolist():
            part = sheets.get(entry.filename) or source.read(entry)
            copy.writestr(entry, part, entry.compress_type)
    return target.getvalue()


def _number(part: str) -> int:
    """Return which sheet a part holds, counted from 1 in the order of the workbook; 0 if it holds none."""
    found = _SHEET.fullmatch(part)
    return int(found[1]) if found else 0


def _formulas(sheet: str) -> Formulas:
    return {found["cell"]: f"={unescape(found['text'])}" for found in _FORMULA.finditer(sheet)}


def _values(content: bytes, formulas: Sequence[Formulas]) -> list[Values] | None:
    """Return the values of formulas, sheet by sheet; None where one is not certain."""
    try:
        from zi_score.formulas.engine import Book  # noqa: PLC0415 - it need not be installed
        from zi_score.formulas.trust import Trust  # noqa: PLC0415 - as above
    except ImportError:
        return None
    book = Book(content)
    trust = Trust(book.names, has_errors=False)
    if any(trust.doubt(text) for each in formulas for text in each.values()):
        return None
    book.compute()
    found: list[Values] = []
    for sheet, each in zip(book.sheets, formulas, strict=True):
        places = {cell: position(cell) or (0, 0) for cell in each}
        shown = {cell: book.value((sheet, *at)) for cell, at in places.items()}
        found.append(
            {cell: value for cell, value in shown.items() if value is not None and not isinstance(value, ErrorValue)}
        )
    return found if list(map(len, found)) == list(map(len, formulas)) else None


def _written(values: Values, found: re.Match[str]) -> str:
    """Return a cell with its value."""
    value = values[found["cell"]]
    if isinstance(value, str):
        kind, text = ' t="str"', escape(value)
    elif isinstance(value, bool):
        kind, text = ' t="b"', str(int(value))
    else:
        kind, text = "", repr(value).removesuffix(".0")
    return f'<c r="{found["cell"]}"{found["style"]}{kind}>{found["formula"]}<v>{text}</v></c>'
