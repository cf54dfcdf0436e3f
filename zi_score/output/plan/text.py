"""An improvement for the terminal: what can be reached and how, area by area, then the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from zi_score.exact import plain
from zi_score.findings import named, shown
from zi_score.improve.plan import Action, Improvement, Step
from zi_score.language import translate as _
from zi_score.output.plan import words
from zi_score.output.plan.blocks import blocks, externals
from zi_score.output.tables import as_table
from zi_score.report.render.console import WIDTH, hanging, printed
from zi_score.ruleset import Ruleset

_STEPS_SHOWN = 10
_STYLES = {"optimal": "bold yellow", "already-met": "bold green", "unreachable": "bold red"}
_INDENT = 5


def render(
    improvement: Improvement, ruleset: Ruleset, *, width: int = WIDTH, color: bool = False, verbosity: int = 0
) -> str:
    """Return an improvement as text.

    Args:
        improvement: the result.
        ruleset: the regulation that was applied.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 the actions alone, a line each, 0 the plan and its figures, 1 all next steps and sources too.

    """
    parts: list[RenderableType] = [*_head(improvement, ruleset, verbosity)]
    for block in externals(improvement, ruleset) if verbosity >= 0 else ():
        parts += ["", as_table(block)]
    for group in words.groups(improvement.actions, ruleset):
        parts += [] if verbosity < 0 else [""]
        parts.append(Text(group.name, style="bold").append(f"  ({group.summary})", style="not bold"))
        parts += [_action(action, ruleset, verbosity) for action in group.actions]
    if verbosity >= 0:
        for part in _body(improvement, ruleset, verbosity):
            parts += ["", part]
    source = improvement.source
    return printed(parts, width=width, color=color, names=(source.path, source.sheet))


def _head(improvement: Improvement, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    yield Text(words.unit_line(improvement), style="bold")
    headline = Text(words.headline(improvement, ruleset), style=_STYLES[improvement.status])
    yield headline.append(f"  ({words.basis(improvement)})", style="not bold default")
    yield from map(hanging, words.conditions(improvement, ruleset))
    if verbosity >= 0:
        yield from map(hanging, words.assumptions(improvement, ruleset))


def _action(action: Action, ruleset: Ruleset, verbosity: int) -> RenderableType:
    line = Text(f"{action.code}  ").append(words.change(ruleset, action), style="bold")
    points = _("effort {effort}, {points} points")
    line.append(f"  {points.format(effort=plain(action.effort), points=words.gained(action.gain.score))}")
    if verbosity < 0:
        return hanging(line)
    line.append(f"  [{shown(action.cell)}]" if action.cell else "")
    told = {
        "": shown(action.question),
        _("Asked"): words.asked(ruleset, action),
        _("Evidence named"): shown(words.evidence(action)),
        _("Serves"): words.served(ruleset, action.serves),
    }
    lines = [f"{label}: {text}" if label else text for label, text in told.items() if text]
    return Group(hanging(line), *(hanging(text, _INDENT) for text in lines))


def _body(improvement: Improvement, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    for block in blocks(improvement, ruleset):
        yield as_table(block)
    if improvement.next_steps:
        yield _steps(improvement, ruleset, verbosity)
    yield _sources(improvement, ruleset, verbosity)


def _steps(improvement: Improvement, ruleset: Ruleset, verbosity: int) -> RenderableType:
    """List the cheapest next steps, whether the plan takes them or not."""
    steps = improvement.next_steps if verbosity > 0 else improvement.next_steps[:_STEPS_SHOWN]
    hidden = len(improvement.next_steps) - len(steps)
    more = [hanging(_("... and {count} more (-v shows all)").format(count=hidden))] if hidden else []
    title = Text(_("Cheapest next steps: most points for the effort"), style="bold")
    return Group(title, *(_step(number, step, ruleset) for number, step in enumerate(steps, start=1)), *more)


def _step(number: int, step: Step, ruleset: Ruleset) -> RenderableType:
    action = step.action
    line = Text(f"{number:>2} {action.code}  ").append(words.change(ruleset, action), style="bold")
    figures = _("{points} points for effort {effort}: {each} for each").format(
        points=words.gained(action.gain.score),
        effort=plain(action.effort),
        each=words.gained(step.per_effort.score),
    )
    criteria = words.served(ruleset, action.serves)
    text = "; ".join(part for part in (shown(action.question), criteria) if part)
    return Group(hanging(line.append(f"  {figures}")), hanging(text, _INDENT))


def _sources(improvement: Improvement, ruleset: Ruleset, verbosity: int) -> RenderableType:
    source = improvement.source
    lines = [
        *words.proof(improvement),
        f"{_('workbook')}: {named(source.path)}, {_('sheet')} {shown(source.sheet)} ({source.layout})",
        f"{_('ruleset')}: {ruleset.title}",
    ]
    if verbosity > 0:
        lines += [f"{text} ({_(kind)})" for text, kind in words.citations(improvement)]
    return Group(Text(_("How it was computed"), style="bold"), *(hanging(line) for line in lines))
