"""A comparison in Markdown: text for a ticket or for minutes. What workbooks say in it stays text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zi_score.comparison.model import Comparison
from zi_score.language import translate as _
from zi_score.output.blocks import Block
from zi_score.output.compare.blocks import criteria, indicators, parts, questions, sides, unexplained
from zi_score.output.compare.decisions import decisions, put_back_line
from zi_score.output.compare.progress import groups, legend, trend
from zi_score.output.compare.words import title, unit_line
from zi_score.output.marking import Page, headed, row, text
from zi_score.ruleset import Ruleset

LIMIT = 65_000
"""Bytes at most; GitHub refuses comments above 65,536 characters."""

_RESERVE = 1_500
"""Bytes for the sentences on what is left out."""


def render(result: Comparison, ruleset: Ruleset, *, verbosity: int = 0, limit: int = LIMIT) -> str:
    """Return a comparison as Markdown.

    Args:
        result: the comparison.
        ruleset: the regulation of its last side.
        verbosity: -1 what is compared and what decides, 0 what differs too, 1 all of it.
        limit: bytes at most; rows that do not fit are counted.

    """
    page = Page()
    page.add("## zi-score compare")
    for told in (title(result), unit_line(result), *(notice.message for notice in result.notices)):
        if told:
            page.add("", text(told))
    left_out = _add(page, sides(result, ruleset), limit)
    left_out += _decisions(page, result, limit)
    for block in _blocks(result, ruleset, verbosity):
        left_out += _add(page, block, limit)
    if left_out:
        page.add("", _more(left_out))
    return page.text()


def _blocks(result: Comparison, ruleset: Ruleset, verbosity: int) -> Iterator[Block]:
    every = verbosity > 0
    if result.progress:
        yield replace(trend(result, ruleset, tuple(result.sides)), about=legend())
    if verbosity < 0:
        return
    if result.progress:
        yield from (block for _key, block in groups(result))
    if every or not result.progress:
        yield parts(result, ruleset, tuple(result.sides))
        yield criteria(result, every=every)
        yield indicators(result, ruleset, every=every)
        yield questions(result, every=every)
        yield unexplained(result)


def _decisions(page: Page, result: Comparison, limit: int) -> int:
    """Add what decides as a list; return the lines that do not fit."""
    lines = [(f"{'  ' * line.depth}- {text(line.text)}",) for line in decisions(result)]
    if not lines or not page.fill(
        [("", f"### {_('What changed, and what decides')}", "", put_back_line(), "")], limit - _RESERVE
    ):
        return len(lines)
    return len(lines) - page.fill(lines, limit - _RESERVE)


def _add(page: Page, block: Block, limit: int) -> int:
    """Add a table as far as it fits; return the rows that are missing. Without rows, what it shows stands alone."""
    if not block.rows:
        if block.about:
            page.add("", f"### {text(block.title)}", "", text(block.about))
        return 0
    if not page.fill([headed(block)], limit - _RESERVE):
        return len(block.rows)
    return len(block.rows) - page.fill(_lines(block.rows), limit - _RESERVE)


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str]]:
    return ((row(*map(text, cells)),) for cells in rows)


def _more(count: int) -> str:
    return _("{count} more lines are not listed here; the other formats have them.").format(count=count)
