"""A document as a workbook: figures to compute with that show what other formats say, and charts of its own.

The first sheet has the verdict and what is short; what is long has a sheet each. Nothing comes from the clock, and
nothing that a submitted workbook holds is a formula or a link here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count, zip_longest
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.reports.document import Block, Document, Findings, Lines, Rows, Table, joined
from zi_score.reports.findings import as_table
from zi_score.reports.render.inert import cut, inert
from zi_score.reports.render.xlsx_looks import properties
from zi_score.reports.render.xlsx_sheet import Filled, ReportSheet

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a zip file knows."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = pattern(r"[\[\]:*?/\\]")
_RESERVED = "history"
"""Limits of Excel on the names of sheets."""

_BESIDE = 28.0
"""Width of a column beside the names at most where tables stand under each other: what is text in one has figures in
the next."""


def render(document: Document, moment: datetime | date | None = None) -> bytes:
    """Return a document as a workbook; the same document and moment give the same bytes.

    Args:
        document: what is said.
        moment: what stands in the workbook as the date on which it was made; without it, one that says nothing.

    """
    blocks = [as_table(block) if isinstance(block, Findings) else block for block in document.in_format("xlsx")]
    if any(isinstance(block, Table) and isinstance(block.rows, Rows) for block in blocks):
        with suppress(OSError), TemporaryDirectory(prefix="zi-score.", ignore_cleanup_errors=True) as drafts:
            return _written(document, blocks, moment, drafts)  # where the disk has no room, memory has
    return _written(document, blocks, moment)


def _written(
    document: Document, blocks: Sequence[Block], moment: datetime | date | None, drafts: str | None = None
) -> bytes:
    """Write a workbook, in memory or with the rows of long tables in a folder until it is complete.

    Raises:
        OSError: there is no room in the folder.

    """
    content, is_long = io.BytesIO(), drafts is not None
    book = Workbook(content, {"in_memory": not is_long, "tmpdir": drafts})
    title = inert(f"{document.kind}: {document.title}")
    book.set_properties({"title": title, "author": "zi_score", "created": _instant(moment)})
    own = [block for block in blocks if block.sheet]
    names = list(sheet_names([_("Summary"), *(block.title for block in own)]))
    formats = cache(lambda *look: book.add_format(properties(*look)))
    _summary(ReportSheet(book, names[0], formats), document, [block for block in blocks if not block.sheet])
    book.constant_memory = is_long  # of sheets without charts, which XlsxWriter draws from rows that it holds
    for block, name in zip(own, names[1:], strict=True):
        _alone(ReportSheet(book, name, formats), block)
    book.constant_memory = False
    try:
        book.close()
    except FileCreateError as problem:  # the disk that takes its drafts is full
        raise problem.args[0] from problem
    return content.getvalue()


def _summary(sheet: ReportSheet, document: Document, blocks: Sequence[Block]) -> None:
    """Write the head and everything that has no sheet of its own; names stand in one column, codes before it."""
    tables = [block for block in blocks if isinstance(block, Table)]
    before = int(any(_begins_with_code(table) for table in tables))
    filled = {table.key: Filled(table, 0 if _begins_with_code(table) else before) for table in tables}
    wanted = ([0.0] * each.first + each.widths(is_filtered=False) for each in filled.values())
    widths = [max(found) for found in zip_longest(*wanted, fillvalue=0.0)]
    sheet.set_widths([*widths[: before + 1], *(min(width, _BESIDE) for width in widths[before + 1 :])], before + 1)
    sheet.sentence(document.title, "title")
    sheet.sentence(joined((document.kind, *document.subtitle)))
    for place, line in enumerate(document.head):
        sheet.line(line, "sentence" if place else "heading")
    for block in blocks:
        sheet.skip()
        sheet.sentence(block.title, "heading")
        _content(sheet, block)
        if isinstance(block, Table):
            sheet.table(filled[block.key])
    if document.foot:
        sheet.skip()
    for line in document.foot:
        sheet.line(line)


def _begins_with_code(table: Table) -> bool:
    return table.columns[0].kind == "code"


def _alone(sheet: ReportSheet, block: Block) -> None:
    """Write a block that has a sheet of its own."""
    filled = Filled(block) if isinstance(block, Table) else None
    if filled:
        sheet.set_widths(filled.widths(is_filtered=True), filled.names)
    sheet.sentence(block.title, "title")
    _content(sheet, block)
    if filled:
        sheet.filtered_table(filled)


def _content(sheet: ReportSheet, block: Block) -> None:
    """Write what a block says beside its table."""
    if block.about:
        sheet.sentence(block.about)
    for line in block.lines if isinstance(block, Lines) else ():
        sheet.line(line)


def _instant(moment: datetime | date | None) -> datetime:
    """Return a moment in UTC, which XlsxWriter takes every one for."""
    if moment is None:
        return _EPOCH
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(UTC) if moment.tzinfo else moment


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """Yield a name that Excel takes for each sheet; no two are alike.

    >>> list(sheet_names(["Temuan", "temuan", "A/B: [1]", "'", "k" * 40]))
    ['Temuan', 'temuan (2)', 'A B 1', '(2)', 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…']
    """
    taken = {"", _RESERVED}
    for title in titles:
        name = next(each for each in _possible(title) if each.casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _possible(title: str) -> Iterator[str]:
    clean = " ".join(_NOT_IN_NAMES.sub(" ", inert(title)).split()).strip("' ")
    yield cut(clean, _LONGEST_NAME)
    for number in count(2):
        behind = f" ({number})"
        yield (cut(clean, _LONGEST_NAME - len(behind)) + behind).strip()
