"""A blank worksheet of a ruleset as .xlsx: instructions, identity, the form, a live summary."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.saving import saved
from zi_score.forms.template import answers as template_answers
from zi_score.forms.template import guide as template_guide
from zi_score.forms.template import identity as template_identity
from zi_score.forms.template import summary as template_summary
from zi_score.forms.template.outline import build_outline
from zi_score.formulas.saved import with_values
from zi_score.law.ruleset import RULESET_PROPERTY, Ruleset


def render(ruleset: Ruleset) -> bytes:
    """Return a blank worksheet of the ruleset; the same ruleset gives the same bytes."""
    outline = build_outline(ruleset)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    template_guide.write_guide(_sheet(book, template_guide.SHEET), ruleset)
    template_identity.write_identity(_sheet(book, template_identity.SHEET), ruleset)
    template_answers.write_answers(_sheet(book, template_answers.SHEET), outline)
    template_summary.write_summary(_sheet(book, template_summary.SHEET), outline)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "zi_score"
    book.properties.title = f"Lembar Kerja Evaluasi {ruleset.called} - {ruleset.title}"
    written = StringProperty(name=RULESET_PROPERTY, value=ruleset.id)
    book.custom_doc_props.append(written)  # type: ignore[attr-defined]  # the stubs lack it
    return with_values(saved(book, ruleset.moment))


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    return sheet
