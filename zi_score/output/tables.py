"""What the older writers of text share: a block as a table, and a group of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zi_score.findings import Finding, catalogue
from zi_score.language import translate as _
from zi_score.output.blocks import Block
from zi_score.report.render.console import STYLES, hanging, plain_table
from zi_score.report.words import placed, ranked, sentence, severity_word

_PLACES_SHOWN = 3


def as_table(block: Block, rows: Sequence[tuple[str, ...]] | None = None) -> Table:
    """Return a block as a table, with these of its rows instead of all."""
    title = f"{block.title}\n{block.about}" if block.about else block.title
    made = plain_table(title, *((column.title, "right" if column.is_number else "left") for column in block.columns))
    for row in block.rows if rows is None else rows:
        made.add_row(*row)
    return made


def grouped(
    findings: Iterable[Finding], verbosity: int, *, label: str = "", limit: int = _PLACES_SHOWN
) -> Iterator[RenderableType]:
    """Yield findings by name, worst first: title, places, tip.

    Args:
        findings: what to list.
        verbosity: 0 the first places of each, 1 all of them and the source.
        label: what stands before the severity, for findings that do not count.
        limit: how many are the first places.

    """
    groups: dict[str, list[Finding]] = {}
    for finding in ranked(findings):
        groups.setdefault(finding.name, []).append(finding)
    for name, group in groups.items():
        yield from _group(name, group, label, len(group) if verbosity > 0 else limit, sourced=verbosity > 0)


def _group(name: str, group: list[Finding], label: str, limit: int, *, sourced: bool) -> Iterator[RenderableType]:
    severity = group[0].severity
    times = f" (x{len(group)})" if len(group) > 1 else ""
    title = f"{_(catalogue()[name].title)}{times} [{name}]"
    yield hanging(Text(f"{label}{severity_word(severity)}: ", style=STYLES[severity]).append(title, style="default"))
    listed = group[:limit]
    for finding, following in zip(listed, (*listed[1:], listed[-1]), strict=True):
        yield hanging(placed(finding), 4)
        if following.tip != finding.tip:
            yield _tip(finding)
    if len(group) > len(listed):
        yield hanging(_("... and {count} more (-v shows all)").format(count=len(group) - len(listed)), 4)
    yield _tip(listed[-1])
    if sourced:
        yield hanging(f"{_('Source')}: {sentence(group[0].citation)}", 4)


def _tip(finding: Finding) -> RenderableType:
    return hanging(Text(f"-> {sentence(finding.tip)}", style="italic"), 4)
