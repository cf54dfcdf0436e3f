"""Tables of texts as sheets of a workbook: figures become numbers, words keep their colour."""

from __future__ import annotations

import re

from openpyxl import Workbook

from zi_score.output.blocks import Block, Column
from zi_score.output.compare.words import Tone, tone
from zi_score.output.rekap.workbook_figures import FILLS
from zi_score.output.workbook_sheet import Entry, Sheet, Style
from zi_score.verdict import Status

_FIGURE = re.compile(r"(?P<sign>[+-]?)\d+(\.(?P<places>\d+))?(?P<percent> %)?")
_FILLS: dict[Tone, str] = {
    "good": FILLS[Status.MET],
    "bad": FILLS[Status.NOT_MET],
    "open": FILLS[Status.UNDETERMINED],
}
_WIDTHS = {"part": 46.0, "criterion": 46.0, "label": 70.0, "note": 50.0, "group": 44.0, "cell": 18.0, "step": 18.0}
_WIDTHS |= {"code": 14.0, "state": 14.0, "change": 18.0, "finding": 24.0, "status": 16.0, "difference": 14.0}
_USUAL = 12.0
_CENTRED = Style(align="center")
_HUNDRED = 100


def write_sheet(book: Workbook, name: str, block: Block) -> None:
    """Write a table on a sheet of its own: headings that stay and are printed on every page, and a filter."""
    widths = [_WIDTHS.get(column.key.partition("-")[0], _USUAL) for column in block.columns]
    keys = [column.key for column in block.columns]
    fixed = keys.index("code") + 1 if "code" in keys else 1
    head = 3 if block.about else 2
    sheet = Sheet(book, name, widths, frozen=f"{chr(ord('A') + fixed)}{head + 1}")
    sheet.title(block.title)
    if block.about:
        sheet.note(block.about, last=len(widths))
    write_block(sheet, block)
    sheet.filtered(head, head)


def write_block(sheet: Sheet, block: Block) -> None:
    """Write headings and rows of a table."""
    sheet.header([column.title for column in block.columns])
    for row in block.rows:
        sheet.add([_entry(column, text) for column, text in zip(block.columns, row, strict=True)])


def _entry(column: Column, text: str) -> Entry:
    """Return a cell: a figure is a number with the decimals that it shows."""
    found = _FIGURE.fullmatch(text) if column.is_number else None
    if found:
        return _number(text, found)
    if meaning := tone(column.key, text):
        return Entry(text, Style(align="center", fill=_FILLS[meaning], bold=meaning == "bad"))
    return Entry(text, _CENTRED if column.is_number or column.key.startswith("answer-") else Style())


def _number(text: str, found: re.Match[str]) -> Entry:
    places, percent = len(found["places"] or ""), found["percent"] or ""
    value = float(text.removesuffix(" %"))
    plain = f"0.{'0' * places}" if places else "0"
    form = f"{plain}%" if percent else f"+{plain};-{plain};{plain}" if found["sign"] else plain
    return Entry(round(value / _HUNDRED, places + 2) if percent else value, Style(form=form, align="center"))
