"""A comparison as one page of HTML that needs nothing from elsewhere, and no script.

The template escapes whatever it is given; a Content-Security-Policy lets the browser fetch and run
nothing, and style with nothing but what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zi_score.comparison.model import Comparison
from zi_score.language import current_language
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, without
from zi_score.output.compare.blocks import criteria, indicators, parts, questions, sides, unexplained
from zi_score.output.compare.charts import HEIGHT, WIDTH, Chart, charts
from zi_score.output.compare.decisions import Line, decisions, put_back_line
from zi_score.output.compare.progress import TOTAL, groups, trend
from zi_score.output.compare.words import Tone, title, tone, unit_line
from zi_score.report.render.page import as_is, asset, policy, template
from zi_score.ruleset import Ruleset

_LONG = frozenset({"label", "note", "path", "part", "criterion"})
_NAMES = ("side", "part", "criterion", "code")
_KINDS: dict[Tone, str] = {"good": "", "bad": "none", "open": "undetermined"}
"""What the style sheet calls them."""


@dataclass(frozen=True)
class Section:
    """A part of the page: a table, and a drawing above or beside it where there is one."""

    block: Block
    chart: Chart | None = None
    beside: bool = False


@dataclass(frozen=True)
class Point:
    """A sentence, and what stands under it."""

    text: str
    points: tuple[Point, ...]


def render(result: Comparison, ruleset: Ruleset, *, verbosity: int = 0) -> str:
    """Return a comparison as a page of HTML.

    Args:
        result: the comparison.
        ruleset: the regulation of its last side.
        verbosity: -1 what is compared and what decides, 0 what differs too, 1 all of it.

    """
    style = asset("page.css") + asset("compare/page.css")
    shown = [section for section in _sections(result, ruleset, verbosity) if section.block.rows or section.block.about]
    points = _points(decisions(result))
    return template("compare/page.html.jinja").render(
        language=current_language(),
        policy=policy(style),
        style=as_is(style),
        words=_words(result),
        unit=unit_line(result),
        notices=[notice.message for notice in result.notices],
        rulesets=dict.fromkeys(side.ruleset.title for side in result.sides.values()),
        first=sides(result, ruleset),
        points=points,
        sections=shown,
        width=WIDTH,
        height=HEIGHT,
        long=_LONG,
        header=_header,
        badge=_badge,
        zip=zip,
    )


def _words(result: Comparison) -> dict[str, str]:
    return {
        "title": title(result),
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "decisions": _("What changed, and what decides"),
        "put_back": put_back_line(),
    }


def _sections(result: Comparison, ruleset: Ruleset, verbosity: int) -> Iterator[Section]:
    every = verbosity > 0
    if result.progress:
        drawn = charts(result, ruleset)
        yield Section(without(trend(result, ruleset, tuple(result.sides)), {"trend"}), drawn[TOTAL])
        if verbosity >= 0:
            yield from (Section(block, drawn[key], beside=True) for key, block in groups(result))
    if verbosity >= 0 and (every or not result.progress):
        yield Section(parts(result, ruleset, tuple(result.sides)))
        yield Section(criteria(result, every=every))
        yield Section(indicators(result, ruleset, every=every))
        yield Section(unexplained(result))
        yield Section(questions(result, every=every))


def _points(lines: Iterable[Line]) -> tuple[Point, ...]:
    """Return lines of all depths as a tree."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        if line.depth == 0:
            found.append((line.text, []))
        else:
            found[-1][1].append(Line(line.depth - 1, line.text))
    return tuple(Point(text, _points(under)) for text, under in found)


def _header(block: Block) -> str:
    """Return the column that names what a row is about."""
    keys = [column.key for column in block.columns]
    return next((name for name in _NAMES if name in keys), keys[0])


def _badge(column: Column, text: str) -> str | None:
    """Return the kind of badge around a word, None where there is none; the word says it without its colour too."""
    found = tone(column.key, text)
    return None if found is None else _KINDS[found]
