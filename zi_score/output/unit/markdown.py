"""The report of a unit in Markdown: text for a ticket. What the workbook says in it stays text."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.language import translate as _
from zi_score.output.blocks import Block, without
from zi_score.output.marking import Page, headed, row, text
from zi_score.output.unit.blocks import areas, assessors, criteria
from zi_score.output.unit.lists import findings, losses, unanswered
from zi_score.output.unit.report import UnitReport
from zi_score.output.unit.words import reasons, replaced_line, state_lines, title, total_line, unit_line, unit_name
from zi_score.report.words import assessor_word, status_word, verdict_sentence

LIMIT = 65_000
"""Bytes at most; GitHub refuses issues and comments above 65,536 characters."""

_LOSSES = 10
_RESERVE = 1_500
"""Bytes for the sentences on what is left out, and for the lines at the end."""


def render(report: UnitReport, *, limit: int = LIMIT) -> bytes:
    """Return the report as Markdown.

    Args:
        report: what it says.
        limit: bytes at most; rows that do not fit are counted.

    """
    page = Page()
    page.add(f"## {text(title())}: {text(unit_name(report))}", "", *_top(report))
    for block in _blocks(report):
        _add(page, block, limit - _RESERVE)
    page.add("", *_end(report))
    return page.text().encode()


def _top(report: UnitReport) -> Iterator[str]:
    if line := unit_line(report):
        yield from (text(line), "")
    yield from (f"**{text(verdict_sentence(report.first.verdict))}** ({text(total_line(report))})", "")
    if replaced := replaced_line(report.ruleset):
        yield from (text(replaced), "")
    for predicate in reversed(report.first.predicates):
        told = "; ".join(reasons(predicate))
        status = f"{predicate.id} {status_word(predicate.status)}"
        yield f"- {text(f'{status}: {told}' if told else status)}"
    yield from (f"- {text(line)}" for line in state_lines(report))


def _blocks(report: UnitReport) -> Iterator[Block]:
    yield without(criteria(report), {"source"})
    yield areas(report)
    if len(report.evaluation.assessments) > 1:
        yield assessors(report)
    yield losses(report, _LOSSES)
    yield without(findings(report), {"citation"})
    yield unanswered(report)


def _add(page: Page, block: Block, limit: int) -> None:
    """Add a table as far as it fits, and say how many of its rows are missing."""
    if not block.rows:
        return
    listed = 0
    if page.fill([headed(block)], limit):
        listed = page.fill(((row(*map(text, cells)),) for cells in block.rows), limit)
    if listed < len(block.rows):
        more = _("{title}: {count} more lines are not listed here; the other formats have them.")
        page.add("", text(more.format(title=block.title, count=len(block.rows) - listed)))


def _end(report: UnitReport) -> Iterator[str]:
    told = _("By {ruleset}, from {path}, sheet {sheet}, by the answers of {assessor}.")
    source = report.evaluation.source
    yield text(
        told.format(
            ruleset=report.ruleset.title,
            path=source.path,
            sheet=source.sheet,
            assessor=assessor_word(report.first.assessor),
        )
    )
