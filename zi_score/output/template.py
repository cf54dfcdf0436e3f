"""A blank worksheet of a ruleset as .xlsx: instructions, identity, the form, a live summary."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from zi_score.output import template_answers, template_guide, template_identity, template_summary
from zi_score.output.template_outline import build_outline
from zi_score.ruleset import Ruleset

_PROPERTIES = "docProps/core.xml"
_ZIP_EPOCH = date(1980, 1, 1)


def render(ruleset: Ruleset) -> bytes:
    """Return a blank worksheet of the ruleset; the same ruleset gives the same bytes.

    Raises:
        RulesetError: the PortalRB rows of the ruleset leave no room for what stands between them.

    """
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
    book.properties.title = f"Lembar Kerja Evaluasi Zona Integritas - {ruleset.title}"
    return _saved(book, datetime.combine(max(ruleset.in_force_from, _ZIP_EPOCH), time()))


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    return sheet


def _saved(book: Workbook, moment: datetime) -> bytes:
    """Save with a fixed date in place of the clock's, in the properties and in the zip itself."""
    book.properties.created = moment
    fresh, fixed = io.BytesIO(), io.BytesIO()
    book.save(fresh)
    book.properties.modified = moment  # openpyxl sets it to the present while saving
    with zipfile.ZipFile(fresh) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = tostring(book.properties.to_tree()) if name == _PROPERTIES else source.read(name)
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return fixed.getvalue()
