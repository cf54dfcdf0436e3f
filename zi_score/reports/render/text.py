"""A document for the terminal: verdict and reasons first, readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from zi_score.model.findings import Finding, Severity
from zi_score.model.language import translate as _
from zi_score.model.written import Number
from zi_score.reports.document import Block, Cell, Column, Document, Findings, Line, Lines, Table, Word, text_of
from zi_score.reports.render.console import ROOM, WIDTH, cell_width, hanging, plain_table, printed
from zi_score.reports.words import counts, placed, ranked, sentence, severity_word

_STYLES = {"good": "green", "bad": "bold red", "open": "yellow", None: ""}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_PLACES_SHOWN = 3
_NAME_WIDTH = 16
"""Columns that a name asks for at most before others give way to it; the rest of it goes on below."""


def render(document: Document, *, width: int = WIDTH, color: bool = False, verbosity: int = 0) -> str:
    """Return a document as text.

    Args:
        document: what is said.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 the head, 0 the overview, 1 everything.

    """
    parts = [*_head(document)]
    for block in document.in_format("text"):
        if block.detail <= verbosity:
            parts += ["", *_block(block, width, verbosity)]
    if verbosity >= 0 and document.foot:
        parts += ["", *map(_line, document.foot)]
    return printed(parts, width=width, color=color, names=document.names)


def _head(document: Document) -> Iterator[RenderableType]:
    yield Text(" | ".join((document.title, *document.subtitle)), style="bold")
    yield from map(_line, document.head)


def _line(line: Line) -> RenderableType:
    text = Text()
    for part in line.parts:
        text.append(text_of(part), style=_style(part))
    return hanging(text, 2 * line.depth)


def _style(cell: Cell) -> str:
    return _STYLES[cell.tone] if isinstance(cell, Word | Number) else ""


def _block(block: Block, width: int, verbosity: int) -> Iterator[RenderableType]:
    match block:
        case Table():
            most = None if verbosity > 0 else block.most
            block = replace(block, rows=list(block.rows))  # they are looked at column by column
            yield from _heading(block)
            yield _table(*_narrowed(block, width), most, width)
            yield from _more(len(block.rows), most)
        case Lines():
            most = None if verbosity > 0 else block.most
            yield from _heading(block)
            yield from map(_line, block.lines[:most])
            yield from _more(len(block.lines), most)
        case Findings():
            yield Text(f"{block.title}: {counts(block.findings)}" if block.title else "", style="bold")
            if block.about:
                yield hanging(block.about)
            yield from grouped(block, verbosity)


def _heading(block: Block) -> Iterator[RenderableType]:
    if block.title:
        yield Text(block.title, style="bold")
    if block.about:
        yield hanging(block.about, 0)


def _more(count: int, most: int | None) -> Iterator[RenderableType]:
    if most is not None and count > most:
        yield hanging(_("... and {count} more (-v shows all)").format(count=count - most))


def _narrowed(table: Table, width: int) -> tuple[Table, list[int]]:
    """Return as much of a table as the terminal shows without breaking figures, and what each column of it needs.

    Columns of one priority come together or not at all, the most important first.
    """
    widths = {column.key: _room(table, place) for place, column in enumerate(table.columns)}
    kept = {column.key for column in table.columns if not column.priority}
    for priority in sorted({column.priority for column in table.columns} - {0}):
        group = kept | {column.key for column in table.columns if column.priority == priority}
        if sum(widths[key] + 1 for key in group) <= width + 1:
            kept = group
    return table.without(widths.keys() - kept), [room for key, room in widths.items() if key in kept]


def _room(table: Table, place: int) -> int:
    """Return the width that a column needs: its longest word, a name some more; figures and codes are not broken.

    What is longer than there is room for runs over it, on its line alone.
    """
    column, texts = table.columns[place], [text_of(row[place]) for row in table.rows]
    words = max(cell_width(word) for text in (column.title, *texts) for word in text.split() or [""])
    if column.kind in ("name", "law"):
        words = max(words, min(max(map(cell_width, texts)), _NAME_WIDTH))
    elif column.kind != "text":
        words = max(words, *map(cell_width, texts))
    return min(words, ROOM)


def _table(table: Table, rooms: Sequence[int], most: int | None, width: int) -> RenderableType:
    made = plain_table(*((column.title, _side(column)) for column in table.columns))
    made.padding = (0, 1, 0, 0)
    is_tight = sum(rooms) + len(rooms) - 1 > width
    for own, column, room in zip(table.columns, made.columns, rooms, strict=True):
        column.min_width = room if own.kind in ("number", "code") or not is_tight else None
    for row in table.rows[:most]:
        made.add_row(*(Text(text_of(cell), style=_style(cell)) for cell in row))
    return made


def _side(column: Column) -> str:
    return "right" if column.kind == "number" else "left"


def grouped(block: Findings, verbosity: int) -> Iterator[RenderableType]:
    """Yield findings by name, worst first: title, the first places or all, tip."""
    groups: dict[str, list[Finding]] = {}
    for finding in ranked(block.findings):
        groups.setdefault(finding.name, []).append(finding)
    for group in groups.values():
        yield from _group(group, block, verbosity)


def _group(group: list[Finding], block: Findings, verbosity: int) -> Iterator[RenderableType]:
    severity = group[0].severity
    times = f" (x{len(group)})" if len(group) > 1 else ""
    title = f"{group[0].title}{times} [{group[0].name}]"
    told = Text(f"{block.label}{severity_word(severity)}: ", style=_SEVERITIES[severity])
    yield hanging(told.append(title, style="default"))
    listed = group if verbosity > 0 else group[: block.most or _PLACES_SHOWN]
    for finding, following in zip(listed, (*listed[1:], listed[-1]), strict=True):
        yield hanging(placed(finding), 4)
        if following.tip != finding.tip:
            yield _tip(finding)
    if len(group) > len(listed):
        yield hanging(_("... and {count} more (-v shows all)").format(count=len(group) - len(listed)), 4)
    yield _tip(listed[-1])
    if verbosity > 0:
        yield hanging(f"{_('Source')}: {sentence(group[0].citation)}", 4)


def _tip(finding: Finding) -> RenderableType:
    return hanging(Text(f"-> {sentence(finding.tip)}", style="italic"), 4)
