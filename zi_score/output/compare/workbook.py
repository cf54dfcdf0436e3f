"""A comparison as .xlsx: a sheet per purpose, in the words and figures of the other formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openpyxl import Workbook

from zi_score.comparison.model import Comparison
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, without
from zi_score.output.compare.blocks import criteria, indicators, parts, questions, sides, unexplained
from zi_score.output.compare.decisions import decisions, put_back_line
from zi_score.output.compare.progress import groups, trend
from zi_score.output.compare.words import title, unit_line
from zi_score.output.compare.workbook_charts import write_charts
from zi_score.output.compare.workbook_sheet import write_block, write_sheet
from zi_score.output.saving import moment_of, saved
from zi_score.output.workbook_sheet import Entry, Sheet, Style
from zi_score.ruleset import Ruleset

_WIDTHS = (30.0, 24.0, 14.0, 11.0, 12.0, 11.0, 11.0, 24.0, 48.0)
_DEEPER = "· "
"""A sign for each step of depth; blanks at the beginning would be cut."""


def render(result: Comparison, ruleset: Ruleset, *, verbosity: int = 0) -> bytes:
    """Return a comparison as a workbook; the same comparison gives the same bytes.

    Args:
        result: the comparison.
        ruleset: the regulation of its last side.
        verbosity: -1 what is compared and what decides, 0 what differs too, 1 all of it.

    """
    book = Workbook(write_only=True)
    _write_summary(book, result, ruleset)
    if result.progress:
        write_sheet(book, _("Trend"), without(trend(result, ruleset, tuple(result.sides)), {"trend"}))
        write_charts(book, result, ruleset)
    for name, block in _lists(result, ruleset, verbosity):
        if block.rows:
            write_sheet(book, name, block)
    book.properties.creator = "zi_score"
    book.properties.title = f"{title(result)} - {ruleset.title}"
    return saved(book, moment_of(ruleset))


def _write_summary(book: Workbook, result: Comparison, ruleset: Ruleset) -> None:
    """Write what is compared, what to know about it, and what decides."""
    sheet = Sheet(book, _("Summary"), _WIDTHS)
    sheet.title(title(result))
    for text in (unit_line(result), ruleset.title, *(notice.message for notice in result.notices)):
        if text:
            sheet.note(text)
    sheet.add([])
    write_block(sheet, sides(result, ruleset))
    lines = list(decisions(result))
    if lines:
        sheet.add([])
        sheet.add([Entry(_("What changed, and what decides"), Style("heading"))])
        sheet.note(put_back_line())
    for line in lines:
        sheet.add(
            [Entry(f"{_DEEPER * line.depth}{line.text}", Style("plain", bold=not line.depth))], spread=len(_WIDTHS)
        )


def _lists(result: Comparison, ruleset: Ruleset, verbosity: int) -> Iterator[tuple[str, Block]]:
    every = verbosity > 0
    if verbosity < 0:
        return
    if result.progress:
        yield _("Working groups"), _grouped(result)
    if every or not result.progress:
        yield _("Areas"), parts(result, ruleset, tuple(result.sides))
        yield _("Criteria"), criteria(result, every=every)
        yield _("Indicators"), indicators(result, ruleset, every=every)
        yield _("Questions"), questions(result, every=every)
        yield _("Without a note"), unexplained(result)


def _grouped(result: Comparison) -> Block:
    """Return what became of the questions of all groups in one table, so that it can be filtered."""
    found = [block for _key, block in groups(result)]
    rows = [(block.title, *row) for block in found for row in block.rows]
    return replace(
        found[0],
        key="groups",
        title=_("Progress by working group"),
        columns=(Column("group", _("group")), *found[0].columns),
        rows=rows,
        about="",
    )
