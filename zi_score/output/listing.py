"""The workbooks of a check for the terminal: the worst first, each with its findings, then the sum of all."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from zi_score.exact import rounded
from zi_score.findings import named, shown
from zi_score.language import translate as _
from zi_score.output.tables import grouped
from zi_score.report.render.console import WIDTH, hanging, printed, verdict_style
from zi_score.report.words import counts, recognised, short_verdict, summary, worst_first
from zi_score.result import CheckedWorkbook, CheckResult


def render(result: CheckResult, *, width: int = WIDTH, color: bool = False, verbosity: int = 0) -> str:
    """Return a check as text.

    Args:
        result: the workbooks and what was found in them.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 one line a workbook, 0 the findings, 1 all of their places, and the ignored ones.

    """
    parts: list[RenderableType] = []
    for book in worst_first(result.workbooks):
        parts.append(_heading(book))
        lines = list(_lines(book, verbosity)) if verbosity >= 0 else []
        parts += [*lines, ""] if lines else []
    parts.append(Text(summary(result), style="bold"))
    names = (name for book in result.workbooks for name in (book.path, book.source.get("sheet")) if name)
    return printed(parts, width=width, color=color, names=names)


def _heading(book: CheckedWorkbook) -> Text:
    """Write path, unit, verdict, total and counts on one line."""
    line = Text(named(book.path), style="bold")
    if book.error is not None:
        return line.append(" | ").append(_("UNREADABLE"), style="bold red")
    if book.unit and book.unit.name:
        line.append(f" | {shown(book.unit.name)}", style="not bold")
    if book.verdict:
        line.append(" | ").append(short_verdict(book.verdict), style=verdict_style(book.verdict))
    if book.total is not None:
        line.append(f" | {_('total')} {rounded(book.total)}", style="not bold")
    ignored = f", {len(book.ignored)} {_('ignored')}" if book.ignored else ""
    return line.append(f" | {counts(book.findings) if book.findings else _('nothing found')}{ignored}")


def _lines(book: CheckedWorkbook, verbosity: int) -> Iterator[RenderableType]:
    if verbosity > 0 and book.recognition:
        yield hanging(recognised(book.recognition))
    yield from grouped(book.findings, verbosity)
    if verbosity > 0:
        yield from grouped(book.ignored, verbosity, label=f"{_('ignored')} ")
