"""A check in Markdown: the summary of a step in CI, or text for a ticket. What workbooks say in it stays text."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.exact import rounded
from zi_score.findings import Finding, Severity
from zi_score.language import translate as _
from zi_score.output.marking import Page, row, text
from zi_score.report.words import ranked, severity_word, short_verdict, summary, worst_first
from zi_score.result import CheckedWorkbook, CheckResult

LIMIT = 1_000_000
"""Bytes at most; GitHub refuses the summary of a step above 1,048,576."""

_RESERVE = 1_000


def render(result: CheckResult, *, limit: int = LIMIT) -> str:
    """Return a check as Markdown.

    Args:
        result: the workbooks and what was found in them; ignored findings are only counted.
        limit: bytes at most; what does not fit is counted in the last sentence.

    """
    books = worst_first(result.workbooks)
    page = Page()
    page.add("## zi-score check", "", summary(result), "")
    headers = (_("workbook"), _("unit"), _("verdict"), _("total"), *(severity_word(severity) for severity in Severity))
    page.add(row(*headers), "|---|---|---|--:|--:|--:|--:|")
    listed = page.fill(((row(*_figures(book)),) for book in books), limit // 2)
    if listed < len(books):
        page.add("", _("{count} more workbooks are not listed here.").format(count=len(books) - listed))
    found = sum(len(book.findings) for book in books)
    told = page.fill((lines for book in books for lines in _findings(book)), limit - _RESERVE)
    if told < found:
        page.add(
            "", _("{count} more findings are not listed here; the other formats have them.").format(count=found - told)
        )
    return page.text()


def _figures(book: CheckedWorkbook) -> Iterator[str]:
    yield text(book.path)
    yield text(book.unit.name) if book.unit and book.unit.name else ""
    yield _("UNREADABLE") if book.error is not None else text(short_verdict(book.verdict or ""))
    yield "" if book.total is None else str(rounded(book.total))
    yield from (str(book.count(severity)) for severity in Severity)


def _findings(book: CheckedWorkbook) -> Iterator[tuple[str, ...]]:
    """Yield the lines of each finding; those of the first begin with the heading of its table."""
    headers = (_("severity"), _("finding"), _("code"), _("cell"), _("message"), _("tip"))
    head = ["", f"### {text(book.path)}", "", row(*headers), "|---|---|---|---|---|---|"]
    for finding in ranked(book.findings):
        yield (*head, row(*_cells(finding)))
        head = []


def _cells(finding: Finding) -> Iterator[str]:
    yield severity_word(finding.severity)
    yield f"`{finding.name}`"
    yield text(finding.code or "")
    yield text(finding.cell or "")
    yield text(finding.message)
    yield text(finding.tip)
