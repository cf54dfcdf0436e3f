"""Markdown: texts that show as they are, rows of tables, and a page that knows how long it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zi_score.output.blocks import Block
from zi_score.report.words import sentence

_MARKS = re.compile(r"[\\`*_\[\]<>|~#$&]")
_LINKING = re.compile(r"(?i)@|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto:)|(?<=xmpp:)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNSEEN = "\u200b"


def text(value: str) -> str:
    r"""Return a text that shows as it is: no markup, no HTML, no link, nobody mentioned.

    >>> text("a|b <i> [c](d)")
    'a\\|b &lt;i&gt; \\[c\\](d)'
    """
    unlinked = _LINKING.sub(lambda match: match[0] + _UNSEEN, sentence(value))
    return _MARKS.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), unlinked)


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def headed(block: Block) -> tuple[str, ...]:
    """Return the lines above the rows of a table: heading, what it shows, titles."""
    about = [text(block.about), ""] if block.about else []
    titles = row(*(text(column.title) for column in block.columns))
    sides = row(*("--:" if column.is_number else "---" for column in block.columns))
    return ("", f"### {text(block.title)}", "", *about, titles, sides)


class Page:
    """Lines, and how many bytes they take."""

    def __init__(self) -> None:
        """Begin without any line."""
        self._lines: list[str] = []
        self._size = 0

    def add(self, *lines: str) -> None:
        """Add lines, whatever they take."""
        self._lines += lines
        self._size += _bytes(lines)

    def fill(self, blocks: Iterable[tuple[str, ...]], limit: int) -> int:
        """Add blocks of lines up to the first that would lead beyond the limit; return how many were added."""
        added = 0
        for lines in blocks:
            if self._size + _bytes(lines) > limit:
                break
            self.add(*lines)
            added += 1
        return added

    def text(self) -> str:
        """Return the page."""
        return "\n".join(self._lines) + "\n"


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
