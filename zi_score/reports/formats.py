"""The formats in which the report of a unit can be written, by the ending of its file."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Protocol

from zi_score.reports.document import Format
from zi_score.reports.unit import UnitReport

LETTERS = {".docx": "zi_score.reports.letter.document", ".pdf": "zi_score.reports.letter.pdf"}
"""The endings of letters, each with a module whose ``render`` takes the report and perhaps a template."""

_DOCUMENTS: dict[str, Format] = {".html": "html", ".md": "markdown", ".xlsx": "xlsx"}
_TABLES = {".csv": "zi_score.reports.csv.unit"}

FORMATS = (".html", ".xlsx", ".md", ".csv", ".docx", ".pdf")
"""The endings that are known."""


ONE_PAGE = (".html", ".docx", ".pdf")
"""Those of them in which a result is written in brief, on one page."""


class FormatError(Exception):
    """A format that cannot be made on this machine; the message is a sentence for people."""


class TemplateError(FormatError):
    """A template of a letter that cannot be filled in; the message says which tag."""


class _RenderLetter(Protocol):
    def __call__(self, report: UnitReport, template: bytes | None) -> bytes:
        """Return the letter."""


class _RenderTable(Protocol):
    def __call__(self, report: UnitReport) -> bytes:
        """Return the table."""


def render(report: UnitReport, suffix: str, template: bytes | None = None, day: date | None = None) -> bytes:
    """Return a report in the format of an ending.

    Args:
        report: what it says.
        suffix: one of ``FORMATS``, with the dot.
        template: for one of ``LETTERS``, the .docx to fill in in place of the program's own.
        day: the date that a document bears, if it is to bear one.

    Raises:
        FormatError: what the format takes is not installed.
        TemplateError: the template cannot be filled in.

    """
    if suffix in LETTERS:
        letter: _RenderLetter = import_module(LETTERS[suffix]).render
        return letter(report, template)
    if suffix in _TABLES:
        table: _RenderTable = import_module(_TABLES[suffix]).render
        return table(report)
    from zi_score.reports.documents import unit  # noqa: PLC0415 - letters and tables do without it
    from zi_score.reports.render import render as rendered  # noqa: PLC0415 - as above

    form = _DOCUMENTS[suffix]
    content = rendered(unit.document(report, form)._replace(day=day), form)
    return content if isinstance(content, bytes) else content.encode()


def one_page(report: UnitReport, suffix: str, day: date | None = None) -> bytes:
    """Return the report of a unit in brief, on one page.

    Args:
        report: what it says.
        suffix: one of ``ONE_PAGE``.
        day: the date that it bears.

    Raises:
        FormatError: what the format takes is not installed.

    """
    from zi_score.reports.documents import brief  # noqa: PLC0415 - other reports do without it

    document = brief.of(report, "html" if suffix == ".html" else "markdown")._replace(day=day)
    if suffix == ".html":
        from zi_score.reports.render import html  # noqa: PLC0415 - as above

        return html.render(document).encode()
    from zi_score.reports.render import docx  # noqa: PLC0415 - as above

    content = docx.render(document, is_upright=True)
    if suffix == ".docx":
        return content
    from zi_score.reports.letter import pdf  # noqa: PLC0415 - as above

    return pdf.converted(content)
