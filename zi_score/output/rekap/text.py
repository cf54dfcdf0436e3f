"""A rekap for the terminal: the ranking, what the units have in common, what could not be read, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zi_score.language import translate as _
from zi_score.output.blocks import Block
from zi_score.output.rekap.blocks import failures, ranking, reason, sections, summary
from zi_score.output.tables import as_table, grouped
from zi_score.rekap import BatchResult
from zi_score.report.render.console import WIDTH, hanging, printed, verdict_style
from zi_score.report.render.console import plain_table as table
from zi_score.report.words import sentence
from zi_score.ruleset import Ruleset

_ROWS_SHOWN = 10
_FAILURES_SHOWN = 20
_UNIT_WIDTH = 20
_WIDE = 120
_NARROW = ("rank", "unit", "verdict", "total")
_ADDED = ("next", "ruleset", "area", "unanswered", "findings", "components", "agency", "path")
"""What further columns show, the most important first: as many as fit beside a readable name."""


def render(
    result: BatchResult, ruleset: Ruleset, *, width: int = WIDTH, color: bool = False, verbosity: int = 0
) -> str:
    """Return a rekap as text.

    Args:
        result: the batch.
        ruleset: the regulation that was applied.
        width: columns of the terminal; the more there are, the more the ranking shows.
        color: whether to write ANSI colours.
        verbosity: -1 the ranking and the sum, 0 the first of each list too, 1 all of them.

    """
    parts: list[RenderableType] = []
    if result.units:
        parts.append(_ranking(result, ruleset, width))
    if verbosity >= 0:
        parts += [_legend()] if result.units else []
        for part in (*_sections(result, ruleset, verbosity), *_failures(result, verbosity)):
            parts += ["", part] if isinstance(part, Table) else [part]
        parts.append("")
    parts.append(Text(summary(result), style="bold"))
    names = (*(unit.path for unit in result.units), *(failed.source["path"] for failed in result.failures))
    return printed(parts, width=width, color=color, names=names)


def _ranking(result: BatchResult, ruleset: Ruleset, width: int) -> Table:
    columns = _columns(ranking(result, ruleset), ruleset, "\n" if width < _WIDE else " ")
    widths = {name: max(map(_cell_width, (title, *cells))) for name, (title, _j, cells) in columns.items()}
    widths["unit"] = min(widths["unit"], _UNIT_WIDTH)
    chosen = set(_NARROW)
    for name in (each for each in _ADDED if each in widths):
        if sum(widths[each] + 1 for each in (*chosen, name)) <= width + 1:
            chosen.add(name)
    listed = table("", *((title, justify) for name, (title, justify, _c) in columns.items() if name in chosen))
    listed.padding = (0, 1, 0, 0)
    for column, name in zip(listed.columns, (name for name in columns if name in chosen), strict=True):
        column.min_width = widths[name]
    verdicts = [unit.verdict for unit in result.units]
    cells = (own for name, (_t, _j, own) in columns.items() if name in chosen)
    for verdict, row in zip(verdicts, zip(*cells, strict=True), strict=True):
        listed.add_row(*_styled(row, verdict))
    return listed


def _legend() -> RenderableType:
    return hanging(
        _("To the next predicate: points, and the criterion that decides. Findings: errors/warnings/notices."), 0
    )


def _styled(row: Sequence[str], verdict: str) -> Iterator[RenderableType]:
    for position, cell in enumerate(row):
        yield Text(cell, style=verdict_style(verdict)) if position == _NARROW.index("verdict") else cell


def _cell_width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _columns(block: Block, ruleset: Ruleset, between: str) -> Mapping[str, tuple[str, str, list[str]]]:
    """Return title, side and cells of each column of the terminal; some hold several of the block's.

    ``between`` stands between a margin and its criterion.
    """
    own = {column.key: list(cells) for column, cells in zip(block.columns, zip(*block.rows, strict=True), strict=True)}
    titles = {column.key: column.title for column in block.columns}
    parts = [f"component-{code}" for code in ruleset.roots]
    counted = ("error", "warning", "notice")
    areas = [f"{area.partition(' ')[0]}: {share} %" for area, share in zip(own["area"], own["share"], strict=True)]
    following = [
        f"{predicate} {margin}{between}{criterion}".strip()
        for predicate, margin, criterion in zip(own["next"], own["margin"], own["criterion"], strict=True)
    ]
    return {
        "rank": (titles["rank"], "right", own["rank"]),
        "unit": (titles["unit"], "left", own["unit"]),
        "verdict": (titles["verdict"], "left", own["verdict"]),
        "total": (titles["total"], "right", own["total"]),
        "components": (" + ".join(titles[part] for part in parts), "right", _joined(" + ", *(own[p] for p in parts))),
        "area": (titles["area"].replace(" ", "\n"), "right", areas),
        "next": (_("to the next"), "left", following),
        "unanswered": (_("blank"), "right", own["unanswered"]),
        "findings": (_("findings"), "right", _joined("/", *(own[severity] for severity in counted))),
        **({"ruleset": (titles["ruleset"], "left", own["ruleset"])} if "ruleset" in own else {}),
        "agency": (titles["agency"], "left", own["agency"]),
        "path": (titles["path"], "left", own["path"]),
    }


def _joined(between: str, *columns: Sequence[str]) -> list[str]:
    return [between.join(cells) for cells in zip(*columns, strict=True)]


def _sections(result: BatchResult, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    for block in sections(result, ruleset):
        yield as_table(block, block.rows if verbosity > 0 else block.rows[:_ROWS_SHOWN])
        hidden = len(block.rows) - _ROWS_SHOWN
        if verbosity <= 0 and hidden > 0:
            yield hanging(_more(hidden))


def _failures(result: BatchResult, verbosity: int) -> Iterator[RenderableType]:
    if not result.failures:
        return
    yield ""
    yield Text(failures(result).title, style="bold")
    found = [finding for failed in result.failures for finding in failed.findings]
    yield from grouped(found, verbosity, limit=_FAILURES_SHOWN)
    for failed in result.failures:
        if not failed.findings:
            yield hanging(f"{sentence(failed.source['path'])}: {reason(failed)}")


def _more(count: int) -> str:
    return _("... and {count} more (-v shows all)").format(count=count)
