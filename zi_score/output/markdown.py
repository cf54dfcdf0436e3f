"""A check in Markdown: the summary of a step in CI, or text for a ticket. What workbooks say in it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zi_score.exact import rounded
from zi_score.findings import Finding, Severity
from zi_score.language import translate as _
from zi_score.output.words import ranked, sentence, severity_word, short_verdict, summary, worst_first
from zi_score.result import CheckedWorkbook, CheckResult

LIMIT = 1_000_000
"""Bytes at most; GitHub refuses the summary of a step above 1,048,576."""

_RESERVE = 1_000
_MARKS = re.compile(r"[\\`*_\[\]<>|~#$&]")
_LINKING = re.compile(r"(?i)@|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto:)|(?<=xmpp:)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNSEEN = "\u200b"


def render(result: CheckResult, *, limit: int = LIMIT) -> str:
    """Return a check as Markdown.

    Args:
        result: the workbooks and what was found in them; ignored findings are only counted.
        limit: bytes at most; what does not fit is counted in the last sentence.

    """
    books = worst_first(result.workbooks)
    page = _Page()
    page.add("## zi-score check", "", summary(result), "")
    headers = (_("workbook"), _("unit"), _("verdict"), _("total"), *(severity_word(severity) for severity in Severity))
    page.add(_row(*headers), "|---|---|---|--:|--:|--:|--:|")
    listed = page.fill(((_row(*_figures(book)),) for book in books), limit // 2)
    if listed < len(books):
        page.add("", _("{count} more workbooks are not listed here.").format(count=len(books) - listed))
    found = sum(len(book.findings) for book in books)
    told = page.fill((lines for book in books for lines in _findings(book)), limit - _RESERVE)
    if told < found:
        page.add(
            "", _("{count} more findings are not listed here; the other formats have them.").format(count=found - told)
        )
    return page.text()


def text(value: str) -> str:
    r"""Return a text that shows as it is: no markup, no HTML, no link, nobody mentioned.

    >>> text("a|b <i> [c](d)")
    'a\\|b &lt;i&gt; \\[c\\](d)'
    """
    unlinked = _LINKING.sub(lambda match: match[0] + _UNSEEN, sentence(value))
    return _MARKS.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), unlinked)


class _Page:
    """Lines, and how many bytes they take."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0

    def add(self, *lines: str) -> None:
        self._lines += lines
        self._size += _bytes(lines)

    def fill(self, blocks: Iterable[tuple[str, ...]], limit: int) -> int:
        """Add blocks of lines up to the first that would lead beyond the limit; return how many were added."""
        added = 0
        for lines in blocks:
            if self._size + _bytes(lines) > limit:
                break
            self.add(*lines)
            added += 1
        return added

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _figures(book: CheckedWorkbook) -> Iterator[str]:
    yield text(book.path)
    yield text(book.unit.name) if book.unit and book.unit.name else ""
    yield _("UNREADABLE") if book.error is not None else text(short_verdict(book.verdict or ""))
    yield "" if book.total is None else str(rounded(book.total))
    yield from (str(book.count(severity)) for severity in Severity)


def _findings(book: CheckedWorkbook) -> Iterator[tuple[str, ...]]:
    """Yield the lines of each finding; those of the first begin with the heading of its table."""
    headers = (_("severity"), _("finding"), _("code"), _("cell"), _("message"), _("tip"))
    head = ["", f"### {text(book.path)}", "", _row(*headers), "|---|---|---|---|---|---|"]
    for finding in ranked(book.findings):
        yield (*head, _row(*_cells(finding)))
        head = []


def _cells(finding: Finding) -> Iterator[str]:
    yield severity_word(finding.severity)
    yield f"`{finding.name}`"
    yield text(finding.code or "")
    yield text(finding.cell or "")
    yield text(finding.message)
    yield text(finding.tip)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
