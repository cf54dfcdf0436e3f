"""A document in a format: one module each, which writes what the document says and adds nothing."""

from __future__ import annotations

from zi_score.reports.document import Document, Format

TERMINAL = 80
"""Columns of a text that goes to no terminal."""


def render(
    document: Document, form: Format, *, width: int = TERMINAL, color: bool = False, verbosity: int = 0
) -> str | bytes:
    """Return a document in a format.

    Args:
        document: what is said.
        form: the format.
        width: columns of the terminal, for text.
        color: whether to write ANSI colours, for text.
        verbosity: -1 the head, 0 the overview, 1 everything, for text.

    """
    if form == "text":
        from zi_score.reports.render import text  # noqa: PLC0415 - each format loads its library alone

        return text.render(document, width=width, color=color, verbosity=verbosity)
    if form == "markdown":
        from zi_score.reports.render import markdown  # noqa: PLC0415 - as above

        return markdown.render(document)
    if form == "chat":
        from zi_score.reports.render import chat  # noqa: PLC0415 - as above

        return chat.render(document)
    if form == "html":
        from zi_score.reports.render import html  # noqa: PLC0415 - as above

        return html.render(document)
    from zi_score.reports.render import xlsx  # noqa: PLC0415 - as above

    return xlsx.render(document, document.day)
