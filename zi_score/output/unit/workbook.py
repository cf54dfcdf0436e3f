"""The report of a unit as .xlsx: figures that can be computed with, charts that can be copied."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.output.saving import moment_of, saved
from zi_score.output.unit.words import title, unit_name
from zi_score.output.unit.workbook_criteria import write_areas, write_criteria
from zi_score.output.unit.workbook_findings import write_findings
from zi_score.output.unit.workbook_origin import write_origin
from zi_score.output.unit.workbook_questions import write_questions
from zi_score.output.unit.workbook_summary import write_summary
from zi_score.report.unit import UnitReport


def render(report: UnitReport) -> bytes:
    """Return the report as a workbook; the same report gives the same bytes."""
    book = Workbook(write_only=True)
    write_summary(book, report)
    write_criteria(book, report)
    write_areas(book, report)
    write_questions(book, report)
    write_findings(book, report)
    write_origin(book, report)
    book.properties.creator = "zi_score"
    book.properties.title = f"{title()}: {unit_name(report)}"
    return saved(book, moment_of(report.ruleset))
