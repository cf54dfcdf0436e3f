"""A document as one page of HTML that needs nothing from elsewhere, and no script to be read.

The template escapes whatever it is given; a Content-Security-Policy lets the browser fetch nothing, and run and style
with nothing but what stands in the page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from zi_score.model.findings import Finding, shown
from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.links import pieces
from zi_score.reports.document import Block, Column, Document, Findings, Line, Table
from zi_score.reports.questions import Questions
from zi_score.reports.render.page import asset
from zi_score.reports.render.page.cells import LAW, Cells
from zi_score.reports.render.page.templates import template
from zi_score.reports.render.svg import drawings
from zi_score.reports.words import ranked, sentence, severity_word

_AT_ONCE = 1_000
"""Pieces of the template, of some letters each, that are written together."""

_LISTED = 12
"""Workbooks whose findings the contents list; with more of them, nobody would see the verdict for the contents."""


def render(document: Document, *, index: str = "") -> str:
    """Return a document as a page of HTML.

    Args:
        document: what is said.
        index: address of the page that lists all units, if there is one.

    """
    return "".join(streamed(document, index=index))


def streamed(document: Document, *, index: str = "") -> Iterator[str]:
    """Yield the same page part by part, for that of thousands of units is long."""
    blocks = list(document.in_format("html"))
    scripted = any(isinstance(block, Questions) or (isinstance(block, Table) and block.searched) for block in blocks)
    targets, law = _targets(blocks), Markup() if current_language() == "id" else LAW
    cells = Cells(targets, law)
    style, script = asset("page.css"), asset("page.js") if scripted else ""
    parts = template("page.html.jinja").stream(
        language=current_language(),
        policy=_policy(style, script),
        style=as_is(style),
        script=as_is(script),
        index=index,
        document=document,
        blocks=[(block, _kind(block)) for block in blocks],
        drawn={block.key: _drawn(block) for block in document.blocks if isinstance(block, Table)},
        target=targets,
        contents=_contents(blocks),
        words=_words(),
        law=law,
        linked=cells.linked,
        row=cells.row,
        tree=_tree,
        grouped=_grouped,
        heads=_heads,
        pieces=pieces,
        sentence=sentence,
        severity_word=severity_word,
        shown=shown,
    )
    parts.enable_buffering(_AT_ONCE)
    yield from parts


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _contents(blocks: Sequence[Block]) -> list[Block]:
    """Return what the contents list: of the findings of many workbooks, to which their table leads, none."""
    titled = [block for block in blocks if block.title]
    found = [block for block in titled if isinstance(block, Findings)]
    return [block for block in titled if len(found) <= _LISTED or block not in found]


def _targets(blocks: Iterable[Block]) -> dict[str, str]:
    """Return where the codes of questions and indicators are in this page."""
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Questions):
            indicators = [each for chapter in block.chapters for part in chapter.sections for each in part.indicators]
            found |= {each.code: f"#i-{each.code}" for each in indicators}
            found |= {asked.code: f"#q-{asked.code}" for each in indicators for asked in each.questions}
    return found


def _drawn(table: Table) -> list[tuple[str, object]]:
    return [(title, as_is(drawing)) for chart in table.charts for title, drawing in drawings(chart, table)]


def _heads(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    return [(column, column.kind if column.kind in ("number", "file") else "") for column in columns]


@dataclass(frozen=True)
class _Branch:
    """A line, and the lines under it."""

    line: Line
    under: tuple[_Branch, ...]


def _tree(lines: Sequence[Line], depth: int | None = None) -> tuple[_Branch, ...]:
    """Return lines of all depths as a tree."""
    if not lines:
        return ()
    least = min(line.depth for line in lines) if depth is None else depth
    found: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.depth <= least or not found:
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return tuple(_Branch(line, _tree(under)) for line, under in found)


def _grouped(block: Findings) -> Iterator[tuple[Finding, list[Finding], str]]:
    """Yield findings by name, worst first: one that stands for them, all of them, and the tip that they share."""
    for _name, same in groupby(ranked(block.findings), key=lambda finding: finding.name):
        found = list(same)
        tips = {finding.tip for finding in found}
        yield found[0], found, tips.pop() if len(tips) == 1 else ""


def _words() -> dict[str, str]:
    return {
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "index": _("All units"),
        "verdict": _("Verdict"),
        "levels": _("Levels"),
        "asks": _("What counts"),
        "wording": _("In the sheet"),
        "show": _("Show"),
        "all": _("all questions"),
        "lost": _("questions that lose points"),
        "open": _("unanswered questions"),
        "found": _("questions with findings"),
        "differing": _("questions that assessors answered differently"),
        "open_all": _("Open all"),
        "close_all": _("Close all"),
        "count": _("{shown} of {all}"),
        "search": _("Search"),
        "any": _("all"),
        "source": _("Source"),
    }


def _policy(style: str, script: str) -> str:
    allowed = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {allowed}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def as_is(text: str) -> Markup:
    """Return what this package wrote or escaped itself, so that the template does not escape it."""
    return Markup(text)  # noqa: S704 - see above
