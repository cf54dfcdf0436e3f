"""The rekap of a batch as .xlsx: what a TPI hands in, a sheet per purpose."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.rekap.workbook_criteria import write_areas, write_criteria
from zi_score.output.rekap.workbook_lists import write_duplicates, write_failures, write_findings, write_unanswered
from zi_score.output.rekap.workbook_ranking import write_ranking
from zi_score.output.rekap.workbook_summary import write_summary
from zi_score.output.saving import moment_of, saved
from zi_score.rekap import BatchResult
from zi_score.ruleset import Ruleset


def render(result: BatchResult, ruleset: Ruleset) -> bytes:
    """Return a batch as a workbook; the same batch gives the same bytes."""
    book = Workbook(write_only=True)
    write_summary(book, result, ruleset)
    write_ranking(book, result, ruleset)
    write_criteria(book, result, ruleset)
    write_areas(book, result, ruleset)
    write_unanswered(book, result, ruleset)
    write_findings(book, result)
    write_failures(book, result)
    write_duplicates(book, result)
    book.properties.creator = "zi_score"
    book.properties.title = f"{_('Rekap of the Zona Integritas evaluation')} - {ruleset.title}"
    return saved(book, moment_of(ruleset))
