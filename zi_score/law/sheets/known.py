"""What is known of a regulation that is not built in: its sheets, with how surely each figure is known.

Cells that nobody knows are marked. A workbook with such cells is no ruleset until they are filled in from the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from zi_score.law.load import RULESETS
from zi_score.law.sheets.form import HEAD, MINIMUM, NOTES, OPEN, RUBRIC, RULES_SHEET, SHEETS, TREE_SHEET
from zi_score.law.sheets.table import as_number
from zi_score.law.sheets.write import Percent, Row, RuleSheet, Value
from zi_score.model.toml import parsed_toml

_FILE = "known.toml"
SURE = f"{NOTES} kepastian"
"""The column that says how surely the figures of a row are known."""

_CERTAINTY = {"B": "dokumen atau instrumen resmi", "C": "satu halaman sekunder", "D": "kesimpulan"}
_NOT_OF_THE_TEXT = ("base.", "review.", "replaces", "instrument", "sheet")


def partly_known() -> tuple[str, ...]:
    """Ids of regulations of which something is known, and not enough.

    >>> partly_known()
    ('permenpanrb-10-2019',)
    """
    return tuple(sorted(path.parent.name for path in RULESETS.glob(f"*/{_FILE}")))


def known_sheets(id_: str, own: str) -> tuple[RuleSheet, ...]:
    """Return what is known of a regulation as the sheets of a workbook.

    Args:
        id_: one of ``partly_known``.
        own: id of the ruleset that is made of it.

    """
    told = parsed_toml(Path(RULESETS, id_, _FILE).read_text(encoding="utf-8"))
    return tuple(_sheet(told, number, own) for number in range(len(SHEETS)))


def open_cells(sheets: Sequence[RuleSheet]) -> int:
    """Return how many cells wait for the text of a regulation."""
    return sum(str(value).startswith(OPEN) for sheet in sheets for row in sheet.rows for value in row.values())


def _sheet(told: dict[str, object], number: int, own: str) -> RuleSheet:
    form = SHEETS[number]
    rows = told.get(form.name, [])
    listed = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if form is RULES_SHEET:
        return RuleSheet(form, tuple(_head(listed, own)), (SURE,))
    named: tuple[str, ...] = (f"{RUBRIC}A",) if form is TREE_SHEET else ()
    if form.open_ == MINIMUM:
        named = tuple(dict.fromkeys(key for row in listed for key in row if key.startswith(MINIMUM)))
    return RuleSheet(form, tuple(map(_row, listed)), (*named, SURE))


def open_head(own: str) -> Iterator[Row]:
    """Yield the single values of a regulation of which nothing is known but the id of the ruleset."""
    return _head([], own)


def _head(rows: list[dict[str, object]], own: str) -> Iterator[Row]:
    known = {str(row["key"]): row for row in rows} | {"id": {"value": own}}
    for field in HEAD:
        row = known.get(field.key, {"value": "" if field.key.startswith(_NOT_OF_THE_TEXT) else "?"})
        cells = _row({key: value for key, value in row.items() if key != "key"})
        yield {"name": field.heading, "about": field.about, **cells}


def _row(row: dict[str, object]) -> Row:
    cells: Row = {key: _value(value) for key, value in row.items() if key != "sure"}
    if isinstance(sure := row.get("sure"), str):
        letter, _blank, note = sure.partition(" ")
        cells[SURE] = f"{letter} ({_CERTAINTY[letter]}){f': {note}' if note else ''}" if letter in _CERTAINTY else sure
    return cells


def _value(value: object) -> Value:
    if isinstance(value, str) and value.startswith("?"):
        hint = value.removeprefix("?").strip()
        return f"{OPEN}{f': {hint}' if hint else ''})"
    if isinstance(value, str) and value.endswith("%"):
        share = as_number(value)
        return Percent(share) if isinstance(share, Fraction) else value
    return value if isinstance(value, str) else Fraction(str(value))
