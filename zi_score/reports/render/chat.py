"""A document as a message for a chat: short, a line a statement, and without anything that a chat takes for markup."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.model.findings import shown
from zi_score.model.pattern import pattern
from zi_score.model.written import dated
from zi_score.reports.document import Document, Lines

MOST = 900
"""Characters at most."""

_NAMES = (120, 80, 60, 40, 24, 12)
"""Characters of names, the most that fit first: names alone are shortened."""

_MARKS = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in "*_~`|"}
"""What chats take for bold, italic, struck through, code or hidden, and what looks like it and is none."""

_LINKING = pattern(r"[@#](?=\w)|(?<!\S)/(?=\w)|:(?=//)|(?<=[^\W\d])\.(?=[^\W\d])")
"""Before what a chat mentions somebody, links, or takes a command."""

_UNSEEN = "\u200b"
_ITEM = "• "


def render(document: Document) -> str:
    """Return a document as a message; of its texts only the names are shortened."""
    fitting = (made for most in _NAMES if len(made := _message(document, most)) <= MOST)
    return next(fitting, None) or _message(document, _NAMES[-1])


def plain(text: str) -> str:
    """Return a text that a chat shows as it is.

    >>> plain("*_~`|").isascii(), len(plain("contoh.go.id, 3.5"))
    (False, 19)
    """
    return _LINKING.sub(lambda found: f"{found[0]}{_UNSEEN}", text.translate(_MARKS))


def _message(document: Document, most: int) -> str:
    return "".join(f"{plain(text)}\n" for text in _lines(document, most))


def _lines(document: Document, most: int) -> Iterator[str]:
    names = [shown(name, most) for name in (document.title, *document.subtitle)]
    yield f"{document.kind}: {', '.join(names)}"
    yield from (line.text for line in document.head)
    for block in document.in_format("chat"):
        if block.title:
            yield f"{block.title}:"
        lines = block.lines[: block.most] if isinstance(block, Lines) else ()
        yield from (f"{_ITEM if block.title else ''}{line.text}" for line in lines)
    if document.day:
        yield dated(document.day)
