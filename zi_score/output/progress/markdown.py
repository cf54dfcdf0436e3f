"""What became of an action plan in Markdown: text for the minutes of a monitoring meeting."""

from __future__ import annotations

from zi_score.improve.outcome import Progress
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column
from zi_score.output.marking import Page, headed, row, text
from zi_score.output.progress import blocks
from zi_score.report.words import placed, ranked, severity_word
from zi_score.ruleset import Ruleset


def render(progress: Progress, ruleset: Ruleset) -> str:
    """Return what became of a plan as Markdown; a plan has at most a row a question."""
    page = Page()
    page.add(f"## {text(blocks.unit_line(progress))}", "", f"**{text(blocks.headline(progress))}**", "")
    page.add(text(blocks.standing(progress)))
    for block in (blocks.areas(progress, ruleset), *blocks.actions(progress, ruleset), _findings(progress)):
        if block.rows:
            page.add(*headed(block), *(row(*map(text, cells)) for cells in block.rows))
    page.add("", f"### {text(_('Compared'))}", "", *(f"- {text(source)}" for source in blocks.sources(progress)))
    return page.text()


def _findings(progress: Progress) -> Block:
    columns = (Column("severity", _("severity")), Column("message", _("message")), Column("tip", _("tip")))
    rows = [(severity_word(each.severity), placed(each), each.tip) for each in ranked(progress.findings)]
    return Block("findings", _("Findings"), columns, rows)
