"""A rekap in Markdown: text for a ticket. What workbooks and paths say in it stays text."""

from __future__ import annotations

from zi_score.language import translate as _
from zi_score.output.blocks import Block, without
from zi_score.output.marking import Page, headed, row, text
from zi_score.output.rekap.blocks import failures, ranking, sections, summary
from zi_score.rekap import BatchResult
from zi_score.ruleset import Ruleset

LIMIT = 65_000
"""Bytes at most; GitHub refuses comments above 65,536 characters."""

_LEFT_OUT = frozenset({"agency", "criterion", "path"})
_RESERVE = 1_500
"""Bytes for the sentences on what is left out."""


def render(result: BatchResult, ruleset: Ruleset, *, limit: int = LIMIT) -> str:
    """Return a rekap as Markdown.

    Args:
        result: the batch.
        ruleset: the regulation that was applied.
        limit: bytes at most; rows that do not fit are counted. The ranking has half of them, and
            the unreadable workbooks come before what the units have in common.

    """
    page = Page()
    page.add("## zi-score batch", "", text(summary(result)))
    left_out = _add(page, without(ranking(result, ruleset), _LEFT_OUT), limit // 2)
    left_out += _add(page, failures(result), limit * 3 // 4)
    for block in sections(result, ruleset):
        left_out += _add(page, block, limit)
    if left_out:
        page.add("", _more(left_out))
    return page.text()


def _add(page: Page, block: Block, limit: int) -> int:
    """Add a table as far as it fits, and say what is missing; return the rows of one that does not even begin."""
    if not block.rows:
        return 0
    if not page.fill([headed(block)], limit - _RESERVE):
        return len(block.rows)
    listed = page.fill(((row(*map(text, cells)),) for cells in block.rows), limit - _RESERVE)
    if listed < len(block.rows):
        page.add("", _more(len(block.rows) - listed))
    return 0


def _more(count: int) -> str:
    return _("{count} more lines are not listed here; the other formats have them.").format(count=count)
