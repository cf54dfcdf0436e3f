"""A document in Markdown: text for a ticket, a step of CI, minutes. What workbooks say in it stays text.

It is held to a number of bytes, for GitHub refuses what is longer: the head always, then block by block as far as they
fit, and how much of each does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zi_score.model.findings import blunted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.reports.document import Block, Document, Findings, Lines, Table, text_of
from zi_score.reports.findings import as_table
from zi_score.reports.words import sentence

LIMIT = 65_000
"""Bytes at most; GitHub refuses issues and comments above 65,536 characters."""

STEP_LIMIT = 1_000_000
"""Bytes at most of the summary of a step, which GitHub refuses above 1,048,576."""

_RESERVE = 1_500
"""Bytes for the sentences on what is left out, and for the lines at the end."""

_MARKS = pattern(r"[\\`*_\[\]<>|~#$&]")
_LINKING = pattern(r"(?i)@|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto:)|(?<=xmpp:)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNSEEN = "\u200b"


def render(document: Document, *, limit: int = LIMIT) -> str:
    """Return a document as Markdown.

    Args:
        document: what is said.
        limit: bytes at most; what does not fit is counted.

    """
    page = _Page(limit - _RESERVE)
    told = document.title if document.title == document.kind else f"{document.kind}: {document.title}"
    page.add(f"## {text(told)}")
    if document.subtitle:
        page.add("", text(" | ".join(document.subtitle)))
    for place, line in enumerate(document.head):
        page.add(*["", f"**{text(line.text)}**"] if place == 0 else [])
        page.add(*[""] if place == 1 else [], *[f"{'  ' * (line.depth - 1)}- {text(line.text)}"] if place else [])
    for block in document.in_format("markdown"):
        if isinstance(block, Findings):
            block = as_table(block).in_format("markdown")  # noqa: PLW2901 - the same, as rows
        page.block(_heading(block), list(_rows(block)), block.title)
    page.add("", *(text(line.text) for line in document.foot))
    return page.text()


def text(value: str) -> str:
    r"""Return a text that shows as it is: no markup, no HTML, no link, nobody mentioned.

    >>> text("a|b <i> [c](d)")
    'a\\|b &lt;i&gt; \\[c\\](d)'
    """
    unlinked = _LINKING.sub(lambda match: match[0] + _UNSEEN, sentence(value))
    return _MARKS.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), unlinked)


def _heading(block: Block) -> list[str]:
    about = [text(block.about), ""] if block.about else []
    columns = block.columns if isinstance(block, Table) else ()
    sides = ["--:" if column.kind == "number" else "---" for column in columns]
    heads = [_row(text(column.title) for column in columns), _row(sides)] if columns else []
    return ["", f"### {text(block.title)}", "", *about, *heads]


def _rows(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (_row(text(text_of(cell)) for cell in row) for row in block.rows)
    elif isinstance(block, Lines):
        yield from (f"{'  ' * max(0, line.depth - 1)}- {text(line.text)}" for line in block.lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


class _Page:
    """Lines, and how many bytes they may still take."""

    def __init__(self, room: int) -> None:
        self._lines: list[str] = []
        self._room = room

    def add(self, *lines: str) -> None:
        """Add lines, whatever they take."""
        self._lines += lines
        self._room -= _bytes(lines)

    def block(self, heading: list[str], rows: list[str], title: str) -> None:
        """Add as much of a block as fits, and say how many of its lines do not."""
        listed = 0
        if _bytes(heading) + _bytes(rows[:1]) <= self._room:
            self.add(*heading)
            for row in rows:
                if _bytes([row]) > self._room:
                    break
                self.add(row)
                listed += 1
        if listed < len(rows):
            more = _("{title}: {count} more lines are not listed here; the other formats have them.")
            self.add("", text(more.format(title=title, count=len(rows) - listed)))

    def text(self) -> str:
        """Return the page."""
        return blunted("\n".join(self._lines).rstrip("\n") + "\n")


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
