"""The content of a ruleset's files, made of its sheets, with the cell of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zi_score.law.fault import Fault
from zi_score.law.sheets import form
from zi_score.law.sheets.content import Reading
from zi_score.law.sheets.form import SHEETS, SheetForm
from zi_score.law.sheets.read_demands import read_demands
from zi_score.law.sheets.read_head import read_head
from zi_score.law.sheets.read_tree import read_tree
from zi_score.law.sheets.table import Rows, RuleLine, RuleTable
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.findings import single_spaced
from zi_score.model.language import translate as _

_OWN_SHEETS = ("Petunjuk",)


def read(book: str, sheets: Mapping[str, Rows]) -> Reading:
    """Return what the sheets of a ruleset's workbook say; nothing is checked that the files themselves are checked for.

    Args:
        book: name of the workbook.
        sheets: the cells of each sheet, by its name.

    """
    reading = Reading(book)
    named = {single_spaced(name).casefold(): rows for name, rows in sheets.items()}
    lines = {each.name: _lines(reading, each, named) for each in SHEETS}
    _strange_sheets(reading, sheets)
    read_head(reading, lines)
    read_tree(reading, lines[form.TREE_SHEET.name])
    read_demands(reading, lines)
    return reading


def _lines(reading: Reading, sheet: SheetForm, named: Mapping[str, Rows]) -> Sequence[RuleLine]:
    rows = named.get(sheet.name.casefold())
    if rows is None or not any(cell not in ("", None) for row in rows for cell in row):
        if sheet.needed:
            reading.faults.append(Fault(reading.book, "", _("no sheet {name}").format(name=sheet.name), _("it")))
        return ()
    table = RuleTable(reading.book, sheet, rows)
    reading.faults += table.faults
    return table.lines


def _strange_sheets(reading: Reading, sheets: Iterable[str]) -> None:
    known = [each.name for each in SHEETS]
    said = {name.casefold() for name in (*known, *_OWN_SHEETS)}
    for name in sheets:
        if (spaced := single_spaced(name).casefold()) not in said and not spaced.startswith(form.NOTES.casefold()):
            expected = _("{near}; a sheet of your own begins with {notes}")
            told = expected.format(near=one_of(known, name), notes=form.NOTES)
            reading.faults.append(Fault(reading.book, "", _("the sheet {name}").format(name=quoted(name)), told))
