"""The sheets that are worked through: unanswered questions, findings, failures, what was handed in twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from openpyxl import Workbook

from zi_score.findings import Finding, Severity
from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import name_of
from zi_score.output.workbook_sheet import CODE, COUNT, LAST_ROW, Entry, Sheet, Style
from zi_score.rekap import BatchResult
from zi_score.report.words import assessor_word, ranked, severity_word
from zi_score.result import Failure
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing

_FILLS = {Severity.ERROR: "E59A7E", Severity.WARNING: "F6DDB5", Severity.NOTICE: "F4F4F4"}
"""From dark to light, so that the order also shows in grey."""

_HEADER_ROW = 2


def _sheet(book: Workbook, name: str, headers: Sequence[str], widths: Sequence[float]) -> Sheet:
    sheet = Sheet(book, name, widths, frozen=f"A{_HEADER_ROW + 1}")
    sheet.title(name)
    sheet.header(headers)
    return sheet


def _fill(sheet: Sheet, rows: Iterator[Sequence[Entry]], count: int, last_row: int) -> None:
    """Write the rows, ``count`` with those that were left out; where some are missing, the last row says how many."""
    room = last_row - sheet.row
    for _number, row in zip(range(count if count <= room else room - 1), rows, strict=False):
        sheet.add(row)
    written = sheet.row - _HEADER_ROW
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
    if written < count:
        text = _("{count} more rows do not fit into this sheet; the format jsonl has them all.")
        sheet.add([Entry(text.format(count=count - written), Style("heading"))])


def write_unanswered(book: Workbook, result: BatchResult, ruleset: Ruleset, *, last_row: int = LAST_ROW) -> None:
    """Write the questions that have no answer, unit by unit."""
    headers = (_("No."), _("Unit"), _("Agency"), _("Code"), _("Question"), _("Assessor"))
    sheet = _sheet(book, _("Unanswered"), headers, (6, 40, 28, 14, 80, 23))
    count = sum(len(standing.unanswered) for standing in result.units)
    _fill(sheet, _open_questions(result.units, ruleset), count, last_row)


def _open_questions(standings: Sequence[Standing], ruleset: Ruleset) -> Iterator[Sequence[Entry]]:
    for number, standing in enumerate(standings, 1):
        for code in standing.unanswered:
            yield (
                Entry(number, COUNT),
                Entry(name_of(standing)),
                Entry(standing.unit.agency),
                Entry(code, CODE),
                Entry(standing.law(ruleset).questions[code].label),
                Entry(assessor_word(standing.assessor)),
            )


def write_findings(book: Workbook, result: BatchResult, *, last_row: int = LAST_ROW) -> None:
    """Write the findings, unit by unit, the worst first; notices only where all findings fit into the sheet."""
    headers = (
        _("No."),
        _("Unit"),
        _("Severity"),
        _("Name of the finding"),
        _("Code"),
        _("Cell"),
        _("What was found"),
        _("What to do"),
    )
    sheet = _sheet(book, _("Findings"), headers, (6, 36, 12, 25, 14, 19, 54, 46))
    counts = Counter(finding.severity for standing in result.units for finding in standing.findings)
    kept = list(Severity) if counts.total() <= last_row - sheet.row else [Severity.ERROR, Severity.WARNING]
    _fill(sheet, _found(result.units, kept), counts.total(), last_row)


def _found(standings: Sequence[Standing], kept: Collection[Severity]) -> Iterator[Sequence[Entry]]:
    for number, standing in enumerate(standings, 1):
        for finding in ranked(standing.findings):
            if finding.severity in kept:
                yield (Entry(number, COUNT), Entry(name_of(standing)), *finding_entries(finding))


def finding_entries(finding: Finding) -> Iterator[Entry]:
    """Yield a finding in cells: severity, name, places, what was found, what to do."""
    is_error = finding.severity is Severity.ERROR
    yield Entry(severity_word(finding.severity), Style(fill=_FILLS[finding.severity], bold=is_error))
    yield Entry(finding.name)
    yield Entry(finding.code)
    yield Entry(finding.cell)
    yield Entry(finding.message)
    yield Entry(finding.tip)


def write_failures(book: Workbook, result: BatchResult) -> None:
    """Write the workbooks that could not be read, with the reason."""
    headers = (_("No."), _("File"), _("Reason"), _("What to do"), _("Name of the finding"))
    sheet = _sheet(book, _("Failures"), headers, (6, 60, 70, 60, 25))
    for number, failure in enumerate(result.failures, 1):
        sheet.add([Entry(number, COUNT), *_failure(failure)])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)


def _failure(failure: Failure) -> Iterator[Entry]:
    yield Entry(failure.source["path"])
    yield Entry(failure.error)
    yield Entry("\n".join(finding.tip for finding in failure.findings))
    yield Entry("\n".join(finding.name for finding in failure.findings))


def write_duplicates(book: Workbook, result: BatchResult) -> None:
    """Write what was handed in twice, a row a file; those of one number belong together."""
    sheet = _sheet(book, _("Duplicates"), (_("No."), _("What is the same"), _("Unit"), _("File")), (6, 26, 50, 90))
    kinds = {"content": _("content of the file"), "unit": _("unit")}
    for number, duplicate in enumerate(result.duplicates, 1):
        for path in duplicate.paths:
            sheet.add([Entry(number, COUNT), Entry(kinds[duplicate.kind]), Entry(duplicate.unit), Entry(path)])
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
