"""What became of an action plan, for the terminal: how much is realised, then group by group."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from zi_score.findings import shown
from zi_score.improve.outcome import ActionProgress, Outcome, Progress
from zi_score.language import translate as _
from zi_score.output.blocks import Block, without
from zi_score.output.plan.words import change
from zi_score.output.progress import blocks
from zi_score.output.tables import as_table, grouped
from zi_score.report.render.console import WIDTH, hanging, printed
from zi_score.report.words import counts
from zi_score.ruleset import Ruleset

_STYLES: dict[Outcome, str] = {
    "realised": "green",
    "part": "yellow",
    "not-started": "default",
    "slipped": "bold red",
}
_INDENT = 5
_WIDE = 120


def render(progress: Progress, ruleset: Ruleset, *, width: int = WIDTH, color: bool = False, verbosity: int = 0) -> str:
    """Return what became of a plan as text.

    Args:
        progress: the result.
        ruleset: the regulation that was applied.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 the sums alone, 0 every action, 1 all places of the findings too.

    """
    parts: list[RenderableType] = [
        Text(blocks.unit_line(progress), style="bold"),
        Text(blocks.headline(progress), style="bold"),
        Text(blocks.standing(progress)),
        "",
        as_table(_areas(progress, ruleset, width)),
    ]
    if verbosity >= 0:
        for part in _body(progress, ruleset, verbosity):
            parts += ["", part]
    names = (progress.source.path, progress.plan.path, progress.plan.made_from or "")
    return printed(parts, width=width, color=color, names=names)


def _areas(progress: Progress, ruleset: Ruleset, width: int) -> Block:
    """Return how far each group is, as much of it as a terminal shows without breaking figures."""
    if width < _WIDE:
        return without(blocks.areas(progress, ruleset, short=True), {"points"})
    return blocks.areas(progress, ruleset)


def _body(progress: Progress, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    for tally in progress.areas:
        actions = (action for action in progress.actions if action.group == tally.key)
        heading = Text(blocks.name_of(tally, ruleset), style="bold")
        yield Group(heading, *(_action(action, ruleset) for action in actions))
    if progress.findings:
        heading = Text(f"{_('Findings')}: {counts(progress.findings)}", style="bold")
        yield Group(heading, *grouped(progress.findings, verbosity))
    yield Group(Text(_("Compared"), style="bold"), *map(hanging, blocks.sources(progress)))


def _action(action: ActionProgress, ruleset: Ruleset) -> RenderableType:
    line = Text(f"{blocks.outcome_word(action.status)}: ", style=_STYLES[action.status])
    line.append(f"{action.code}  {change(ruleset, action)}", style="default")
    if action.status != "realised":
        line.append(f"; {_('now')} {blocks.present(action, ruleset)}", style="default")
    line.append(f"  [{shown(action.cell)}]" if action.cell else "", style="default")
    return Group(hanging(line), hanging(shown(action.question), _INDENT))
