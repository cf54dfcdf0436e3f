"""The formats in which the report of a unit can be written, by the ending of its file."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from zi_score.output.unit.report import UnitReport

FORMATS = {
    ".html": "unit.html",
    ".xlsx": "unit.workbook",
    ".md": "unit.markdown",
    ".csv": "unit.csv",
    ".docx": "letter.document",
    ".pdf": "letter.pdf",
}
"""The module of each ending; each has ``render(report: UnitReport) -> bytes``."""

LETTERS = (".docx", ".pdf")
"""The endings of which the module's ``render`` takes a template besides."""


class FormatError(Exception):
    """A format that cannot be made on this machine; the message is a sentence for people."""


class TemplateError(FormatError):
    """A template of a letter that cannot be filled in; the message says which tag."""


class Render(Protocol):
    """Makes the content of a file."""

    def __call__(self, report: UnitReport) -> bytes:
        """Return the report in one format.

        Raises:
            FormatError: what it takes is not installed.

        """


class RenderLetter(Protocol):
    """Makes the content of a letter."""

    def __call__(self, report: UnitReport, template: bytes | None) -> bytes:
        """Return the letter; raises as ``Render``, and TemplateError."""


def render(report: UnitReport, suffix: str, template: bytes | None = None) -> bytes:
    """Return a report in the format of an ending.

    Args:
        report: what it says.
        suffix: one of ``FORMATS``, with the dot.
        template: for one of ``LETTERS``, the .docx to fill in in place of the program's own.

    Raises:
        FormatError: what the format takes is not installed.
        TemplateError: the template cannot be filled in.

    """
    module = import_module(f"zi_score.output.{FORMATS[suffix]}")
    if suffix in LETTERS:
        letter: RenderLetter = module.render
        return letter(report, template)
    chosen: Render = module.render
    return chosen(report)
