"""The sheet of findings in a unit's workbook: a row each, worst first."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.rekap.workbook_lists import finding_entries
from zi_score.output.workbook_sheet import Entry, Sheet
from zi_score.report.unit import UnitReport
from zi_score.report.words import assessor_word, ranked

_HEADER_ROW = 2


def write_findings(book: Workbook, report: UnitReport) -> None:
    """Write the findings with their places, what to do, and the rule that each rests on."""
    sheet = Sheet(book, _("Findings"), (12, 25, 14, 19, 54, 46, 22, 40), frozen=f"A{_HEADER_ROW + 1}")
    sheet.title(_("Findings"))
    sheet.header(
        [
            _("Severity"),
            _("Name of the finding"),
            _("Code"),
            _("Cell"),
            _("What was found"),
            _("What to do"),
            _("Assessor"),
            _("Source"),
        ]
    )
    for finding in ranked(report.findings):
        whose = assessor_word(finding.assessor) if finding.assessor else None
        sheet.add([*finding_entries(finding), Entry(whose), Entry(finding.citation)])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
