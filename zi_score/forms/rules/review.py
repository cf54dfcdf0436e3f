"""The review of a ruleset, written into its workbook: three cells, and every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping

from zi_score.forms.sheet_cells import UnfillableError, with_cells_of
from zi_score.law.frame import Review
from zi_score.law.sheets.form import HEAD, RULES_SHEET
from zi_score.model.formula import position
from zi_score.model.language import translate as _


class ReviewError(Exception):
    """A workbook of rules into which no review can be written; the text says why and what to do."""


def with_review(content: bytes, part: str | None, places: Mapping[str, str], review: Review) -> bytes:
    """Return a workbook of rules with who read it.

    Args:
        content: the workbook.
        part: the part of it that holds the sheet of single values.
        places: the cells of single values, by their keys.
        review: what to write.

    Raises:
        ReviewError: it has no rows for that, or is not what spreadsheet programs write.

    """
    said = {"review.by": review.by, "review.on": review.on.isoformat(), "review.hash": review.hash}
    if missing := [field.heading for field in HEAD if field.key in said and field.key not in places]:
        message = _("sheet {sheet}: no rows {rows}; put them in, with nothing behind them, and try again.")
        raise ReviewError(message.format(sheet=RULES_SHEET.name, rows=", ".join(missing)))
    if part is None:
        raise ReviewError(_("only .xlsx can be written into; save it as .xlsx first."))
    cells = {key: position(places[key].partition("!")[2]) for key in said}
    values = {cell: said[key] for key, cell in cells.items() if cell}
    try:
        return with_cells_of(content, part, values)
    except (UnfillableError, LookupError) as problem:
        message = _("the sheet {sheet} cannot be written into ({problem}); save the form in Excel and try again.")
        raise ReviewError(message.format(sheet=RULES_SHEET.name, problem=problem)) from problem
