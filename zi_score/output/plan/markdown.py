"""An improvement in Markdown: a plan for a ticket or a wiki. What the workbook says in it stays text."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.exact import plain
from zi_score.improve.plan import Action, Improvement
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, law_column, number_column
from zi_score.output.marking import Page, headed, row, text
from zi_score.output.plan import words
from zi_score.output.plan.blocks import blocks, externals
from zi_score.ruleset import Ruleset

LIMIT = 65_000
"""Bytes at most; GitHub refuses comments above 65,536 characters."""

_RESERVE = 1_500
"""Bytes for the proof, and for the sentences on what is left out."""

_STEPS_SHOWN = 10


def render(improvement: Improvement, ruleset: Ruleset, *, limit: int = LIMIT) -> str:
    """Return an improvement as Markdown.

    Args:
        improvement: the result.
        ruleset: the regulation that was applied.
        limit: bytes at most; rows that do not fit are counted.

    """
    page = Page()
    page.add(f"## {text(words.unit_line(improvement))}", "", f"**{text(words.headline(improvement, ruleset))}**", "")
    page.add(f"{text(words.basis(improvement))}.")
    for sentence in (*words.conditions(improvement, ruleset), *words.assumptions(improvement, ruleset)):
        page.add("", text(sentence))
    for block in (
        *externals(improvement, ruleset),
        *_actions(improvement, ruleset),
        *blocks(improvement, ruleset),
        *_steps(improvement, ruleset),
    ):
        left_out = len(block.rows)
        if page.fill([headed(block)], limit - _RESERVE):
            left_out -= page.fill(((row(*map(text, cells)),) for cells in block.rows), limit - _RESERVE)
        if left_out:
            page.add("", _more(left_out))
    page.add("", f"### {text(_('How it was computed'))}", "", *(f"- {text(each)}" for each in words.proof(improvement)))
    page.add(
        f"- {text(_('ruleset'))}: {text(ruleset.title)}", f"- {text(_('workbook'))}: {text(improvement.source.path)}"
    )
    return page.text()


def _actions(improvement: Improvement, ruleset: Ruleset) -> Iterator[Block]:
    columns = (
        Column("code", _("code")),
        law_column("question", _("question")),
        Column("change", _("now -> target")),
        law_column("asked", _("asked")),
        Column("evidence", _("evidence named")),
        number_column("points", _("points")),
        number_column("effort", _("effort")),
        law_column("serves", _("serves")),
    )
    for group in words.groups(improvement.actions, ruleset):
        rows = [_action(action, ruleset) for action in group.actions]
        yield Block(f"group-{group.key}", group.name, columns, rows, f"{group.summary}.")


def _action(action: Action, ruleset: Ruleset) -> tuple[str, ...]:
    return (
        action.code,
        action.question,
        words.change(ruleset, action),
        words.asked(ruleset, action),
        words.evidence(action),
        words.gained(action.gain.score),
        plain(action.effort),
        words.served(ruleset, action.serves),
    )


def _steps(improvement: Improvement, ruleset: Ruleset) -> Iterator[Block]:
    columns = (
        number_column("number", "#"),
        Column("code", _("code")),
        law_column("question", _("question")),
        Column("change", _("now -> target")),
        number_column("points", _("points")),
        number_column("effort", _("effort")),
        number_column("each", _("points for each effort")),
        law_column("serves", _("serves")),
    )
    rows = [
        (
            str(number),
            step.action.code,
            step.action.question,
            words.change(ruleset, step.action),
            words.gained(step.action.gain.score),
            plain(step.action.effort),
            words.gained(step.per_effort.score),
            words.served(ruleset, step.action.serves),
        )
        for number, step in enumerate(improvement.next_steps[:_STEPS_SHOWN], start=1)
    ]
    if rows:
        yield Block("steps", _("Cheapest next steps: most points for the effort"), columns, rows)


def _more(count: int) -> str:
    return _("{count} more lines are not listed here; the other formats have them.").format(count=count)
