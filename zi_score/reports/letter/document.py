"""The report letter (Laporan Hasil Evaluasi) as a Word document, from the program's template or an agency's own.

A template is a .docx with the tags of docxtpl; its variables are the fields of ``Letter`` in
``zi_score.reports.letter.model``. What is filled in is escaped, and the tags of a template run in a
sandbox: they can write, and nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from traceback import walk_tb

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from zi_score.model.findings import shown, typed
from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.reports.formats import TemplateError
from zi_score.reports.letter.facts import letter
from zi_score.reports.render.docx import dated
from zi_score.reports.unit import UnitReport

_FOLDER = Path(__file__).parent
_PARAGRAPH = pattern(r"(?=<w:p[ >])")
_MARKUP = pattern(r"<[^>]*>")
_TAG = pattern(r"{[{%#].*?(?:[}%#]}|\Z)")
_NAMED = pattern(r"'(\w+)'")
_PERCENT = pattern(r"(?<=\d) %")
_NEAR = 400


def own_template() -> bytes:
    """Return the program's template in the language in use: a whole letter, to begin one's own from."""
    return (_FOLDER / f"lhe.{current_language()}.docx").read_bytes()


def render(report: UnitReport, template: bytes | None = None) -> bytes:
    """Return the letter as a .docx; the same report and template give the same bytes.

    Args:
        report: what it says.
        template: a .docx to fill in; the program's own without it.

    Raises:
        TemplateError: the template is no .docx, or a tag in it cannot be filled in.

    """
    facts = letter(report)
    document = _Template(io.BytesIO(own_template() if template is None else template))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_glued)
    document.open()
    try:
        document.render(vars(facts), environment)
        return document.saved(report.ruleset.moment)
    except TemplateError:
        raise
    except Exception as problem:  # whatever else a document of somebody else holds
        raise TemplateError(shown(f"{type(problem).__name__}: {problem}")) from problem


def _glued(value: object) -> object:
    """Keep a percent sign on the line of its figure."""
    return _PERCENT.sub("\u00a0%", value) if isinstance(value, str) else value


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template that says what is wrong with it."""

    def open(self) -> None:
        """Read the template; render would, and say less where it cannot."""
        try:
            self.init_docx()
        except (OpcError, zipfile.BadZipFile, etree.LxmlError, KeyError, ValueError) as problem:
            raise TemplateError(_("this is no Word document (.docx)")) from problem

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> str:
        """Fill in a part of the document; docxtpl would mend what tags in the wrong place break, and lose text."""
        try:
            filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
        except Exception as problem:  # whatever the tags of somebody else do
            raise TemplateError(_fault(src_xml, problem)) from problem
        try:
            etree.fromstring(filled.encode(), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as problem:
            message = _(
                "a tag stands where it does not fit, near: {text}. A tag around paragraphs needs one of its own, and a "
                "p in front; one around rows of a table needs a row, and tr"
            )
            raise TemplateError(message.format(text=_near(filled, problem))) from problem
        return filled

    def saved(self, moment: datetime) -> bytes:
        """Return the document with a fixed date in place of the clock's, in the properties and in the archive."""
        properties = self.docx.core_properties
        properties.created = properties.modified = moment
        content = io.BytesIO()
        self.save(content)
        return dated(content, moment)


def _fault(source: str, problem: Exception) -> str:
    """Say which tag of a part cannot be filled in, and why."""
    paragraphs = _PARAGRAPH.split(source)  # docxtpl gives jinja a line for each
    line = problem.lineno if isinstance(problem, TemplateSyntaxError) else _line(problem)
    text = _MARKUP.sub("", paragraphs[line - 1]) if line and line <= len(paragraphs) else ""
    tags, names = _TAG.findall(text), set(_NAMED.findall(str(problem)))
    meant = [tag for tag in tags if names & set(re.findall(r"\w+", tag))] or tags
    if not meant or "Unexpected end of template" in str(problem):
        return _reason(problem)
    reason = _reason(problem) if meant[-1].endswith("}") else _("it has no end")
    return _("{tag} cannot be filled in: {reason}").format(tag=", ".join(map(typed, meant)), reason=reason)


def _reason(problem: Exception) -> str:
    if isinstance(problem, UndefinedError):
        return _("there is no such variable")
    if isinstance(problem, SecurityError):
        return _("a template may not do this")
    return shown(problem).rstrip(".")


def _line(problem: Exception) -> int | None:
    """Return the line of the template at which a tag failed."""
    lines = [line for frame, line in walk_tb(problem.__traceback__) if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else None


def _near(filled: str, problem: etree.XMLSyntaxError) -> str:
    """Return the text before the place where a part is broken."""
    line, column = problem.position
    lines = filled.split("\n")
    before = "\n".join([*lines[: line - 1], lines[line - 1][:column]])
    whole = re.sub(r"\A[^<>]*>", "", before[-_NEAR:])  # it may begin in the middle of a tag
    return typed(_MARKUP.sub(" ", whole).strip()[-60:])
