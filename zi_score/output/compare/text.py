"""A comparison for the terminal: what stands beside each other, what decides, what differs; or a unit's progress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from zi_score.comparison.model import Comparison
from zi_score.language import translate as _
from zi_score.output.blocks import Block, without
from zi_score.output.compare.blocks import criteria, detailed, indicators, parts, questions, sides, unexplained
from zi_score.output.compare.decisions import decisions, put_back_line
from zi_score.output.compare.progress import groups, legend, trend
from zi_score.output.compare.words import answers_line, headings, title, unit_line
from zi_score.output.tables import as_table
from zi_score.report.render.console import WIDTH, hanging, printed
from zi_score.report.words import sentence
from zi_score.ruleset import Ruleset

_SIDES_SHOWN = 6
_INDENT = 2
_ROWS_SHOWN = 8


def render(result: Comparison, ruleset: Ruleset, *, width: int = WIDTH, color: bool = False, verbosity: int = 0) -> str:
    """Return a comparison as text.

    Args:
        result: the comparison.
        ruleset: the regulation of its last side.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 what is compared and what decides, 0 what differs too, 1 all of it.

    """
    lines: list[RenderableType] = [*_head(result, ruleset), *_decisions(result, verbosity)]
    lines += _progress(result, ruleset, verbosity)
    if verbosity >= 0:
        lines += _details(result, ruleset, verbosity)
    names = (name for side in result.sides.values() for name in (side.source.path, side.source.sheet))
    return printed(lines, width=width, color=color, names=names)


def _head(result: Comparison, ruleset: Ruleset) -> Iterator[RenderableType]:
    yield Text(unit_line(result) or title(result), style="bold")
    if result.kind == "assessors":
        yield Text(f"{_('workbook')}: {sentence(result.sides['a'].source.path)}")
    yield from (hanging(notice.message, 0) for notice in result.notices)
    yield ""
    yield as_table(_sides(result, ruleset))


def _sides(result: Comparison, ruleset: Ruleset) -> Block:
    """Return what is compared; assessor, workbook and regulation stand under the name of a side where they differ."""
    block = sides(result, ruleset)
    keys = [column.key for column in block.columns]
    named = ["side"] if result.kind == "assessors" else ["side", "assessor", "path"]
    if len({side.ruleset.id for side in result.sides.values()}) > 1:
        named.append("ruleset")
    rows = [("\n".join(row[keys.index(key)] for key in named), *row[1:]) for row in block.rows]
    return without(replace(block, rows=rows), {"assessor", "path", "ruleset"})


def _decisions(result: Comparison, verbosity: int) -> Iterator[RenderableType]:
    """Yield what each step changed, and why; of a progress only the last step is explained, unless all is asked for."""
    explained = result.steps[-1:] if result.progress and verbosity <= 0 else result.steps
    if result.steps:
        yield ""
        yield Text(_("What changed, and what decides"), style="bold")
        yield hanging(put_back_line(), 0)
    for line in decisions(result, explained):
        yield hanging(Text(line.text, style="" if line.depth else "bold"), _INDENT * line.depth)


def _progress(result: Comparison, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    """Yield the trend, and what each working group has to show."""
    if not result.progress:
        return
    block = without(trend(result, ruleset, _shown_sides(result)), {"realised", "slipped", "not-started"})
    yield from _listed(replace(block, about=legend()))
    for _key, group in groups(result) if verbosity >= 0 else ():
        yield ""
        yield Text(group.title, style="bold")
        yield hanging(group.about)
        if group.rows:
            bare = Block(group.key, "", group.columns, group.rows)
            yield from _rows(bare, len(group.rows) if verbosity > 0 else _ROWS_SHOWN)


def _details(result: Comparison, ruleset: Ruleset, verbosity: int) -> Iterator[RenderableType]:
    """Yield figures and questions; of a progress only where all is asked for, as the groups have told what changed."""
    every = verbosity > 0
    if result.progress and not every:
        return
    yield from _listed(parts(result, ruleset, _shown_sides(result)))
    if every:
        yield from _listed(criteria(result, every=True))
    shown = _shown_sides(result, _SIDES_SHOWN - 1)  # codes of indicators are long
    left_out = {f"side-{key}" for key in result.sides if key not in shown}
    yield from _listed(without(indicators(result, ruleset, every=every), left_out))
    yield from _questions(result, every=every)
    yield from _listed(without(unexplained(result), {"label"}))


def _questions(result: Comparison, *, every: bool) -> Iterator[RenderableType]:
    """Yield each question with its answers from side to side; its words and notes stand below."""
    block = questions(result, every=every)
    if not block.rows:
        return
    yield ""
    yield Text(block.title, style="bold")
    yield Text(f"{block.about} {' -> '.join(headings(result)[key] for key in detailed(result))}")
    for row in block.rows:
        code, label, note = row[0], row[-2], row[-1]
        yield hanging(Text(code, style="bold").append(f"  {answers_line(result.questions[code])}", style="not bold"))
        yield from (hanging(text, 2 * _INDENT) for text in (label, note) if text)


def _listed(block: Block) -> Iterator[RenderableType]:
    if block.rows:
        yield ""
        yield as_table(block)


def _rows(block: Block, most: int) -> Iterator[RenderableType]:
    yield Padding(as_table(block, block.rows[:most]), (0, 0, 0, _INDENT), expand=False)
    if left_out := len(block.rows[most:]):
        yield hanging(_("... and {count} more (-v shows all)").format(count=left_out))


def _shown_sides(result: Comparison, most: int = _SIDES_SHOWN) -> list[str]:
    """Return the sides for which there is room: the first and the last ones."""
    keys = list(result.sides)
    return keys if len(keys) <= most else [keys[0], *keys[1 - most :]]
