"""A document for Word: headings, sentences, tables whose titles stand on every page, and the number of the page.

Rows are not torn by a page, and no column is narrower than its longest word. Nothing comes from the clock: the same
document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.written import Number, Tone
from zi_score.reports.document import Block, Cell, Column, Document, Findings, Line, Lines, Table, Word, joined, text_of
from zi_score.reports.findings import as_table
from zi_score.reports.render.inert import legible

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

_LANGUAGES = {"id": "id-ID", "en": "en-GB"}
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a zip file knows."""

_WIDE, _HIGH, _MARGIN = Cm(29.7), Cm(21), Cm(1.8)
_ACROSS, _UPRIGHT = 14_790, 9_860
"""Width between the margins of a page that lies across, and of one that stands, in twentieths of a point."""

_BOLD, _CHARACTER, _AROUND = 112, 98, 230
"""Widths of a character of a title and of a cell in a wide font, and of what is around a text, likewise."""

_LONGEST_WORD, _LONGEST = 40, 120
"""Characters of a word, and of a text on one line, beyond which a column asks for no more room."""

_COLORS: dict[Tone, str] = {"good": "1B5E20", "bad": "9C0006", "open": "7F4F00"}
_SHADE = "E7E6E6"


def render(document: Document, *, is_upright: bool = False) -> bytes:
    """Return a document as a .docx, whose pages stand or lie across."""
    made = docx.Document()
    _set_up(made, is_upright=is_upright)
    room = _UPRIGHT if is_upright else _ACROSS
    made.add_heading(legible(document.title), 1)
    if told := joined((document.kind if document.kind != document.title else "", *document.subtitle)):
        made.add_paragraph(legible(told))
    for line in document.head:
        _line(made, line)
    for block in document.in_format("markdown"):
        _block(made, as_table(block).in_format("markdown") if isinstance(block, Findings) else block, room)
    for line in document.foot:
        _line(made, line)
    moment = datetime.combine(document.day, time(), UTC) if document.day else _EPOCH
    properties = made.core_properties
    properties.author, properties.title = "zi_score", legible(document.title)
    properties.language = _LANGUAGES[current_language()]
    properties.created = properties.modified = moment
    content = io.BytesIO()
    made.save(content)
    return dated(content, moment)


def dated(content: io.BytesIO, moment: datetime) -> bytes:
    """Return an archive with one date in place of the clock's: the same text gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()


def _set_up(made: Made, *, is_upright: bool) -> None:
    """Set paper, letters and the number of the page."""
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, _WIDE, _HIGH
    if is_upright:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, _HIGH, _WIDE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(3)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), _LANGUAGES[current_language()])
    normal.element.get_or_add_rPr().append(tongue)
    before, _page, rest = _("Page &P of &N").partition("&P")
    foot = section.footer.paragraphs[0]
    foot.add_run(before)
    _field(foot, "PAGE")
    foot.add_run(rest.partition("&N")[0])
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _line(made: Made, line: Line, style: str | None = None) -> None:
    paragraph = made.add_paragraph(style=style)
    paragraph.paragraph_format.left_indent = Cm(0.6 * line.depth) if style is None else None
    for part in line.parts:
        run = paragraph.add_run(legible(text_of(part)))
        run.bold = _tone(part) == "bad" or None


def _block(made: Made, block: Block, room: int) -> None:
    if block.title:
        made.add_heading(legible(block.title), 2)
    if block.about:
        made.add_paragraph(legible(block.about)).paragraph_format.keep_with_next = True
    if isinstance(block, Lines):
        for line in block.lines:
            _line(made, line, "List Bullet")
    elif isinstance(block, Table):
        made.element.body.insert_element_before(parse_xml(_table(block, room)), "w:sectPr")
        made.add_paragraph()


def _table(table: Table, room: int) -> str:
    """Return a table in the markup of Word, whose rows by the thousand no library writes in reasonable time."""
    widths = _widths(table, room)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    titles = [Word(column.title) for column in table.columns]
    rows = [_row(table.columns, widths, titles, is_title=True)]
    rows += [_row(table.columns, widths, row) for row in table.rows]
    looks = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl {nsdecls('w')}><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _widths(table: Table, room: int) -> list[int]:
    """Return the widths of columns: of the longest word at least, and of what is left a share by the longest text."""
    texts = [[text_of(cell) for cell in table.cells(column.key)] for column in table.columns]
    titles = [_longest_word([column.title]) * _BOLD for column in table.columns]
    words = [min(_longest_word(own), _LONGEST_WORD) * _CHARACTER for own in texts]
    least = [max(title, word) + _AROUND for title, word in zip(titles, words, strict=True)]
    asked = [min(max(map(len, own), default=0), _LONGEST) * _CHARACTER + _AROUND for own in texts]
    if sum(least) >= room:
        return [width * room // sum(least) for width in least]
    more = [max(0, wide - low) for wide, low in zip(asked, least, strict=True)]
    share = min(1.0, (room - sum(least)) / max(1, sum(more)))
    return [int(low + share * each) for low, each in zip(least, more, strict=True)]


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _row(columns: Sequence[Column], widths: Sequence[int], cells: Iterable[Cell], *, is_title: bool = False) -> str:
    mark = "<w:cantSplit/><w:tblHeader/>" if is_title else "<w:cantSplit/>"
    made = (
        _cell(column, width, cell, is_title=is_title)
        for column, width, cell in zip(columns, widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{mark}</w:trPr>{''.join(made)}</w:tr>"


def _cell(column: Column, width: int, cell: Cell, *, is_title: bool) -> str:
    tone = _tone(cell)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if is_title else ""
    side = '<w:jc w:val="right"/>' if column.kind == "number" else ""
    bold = "<w:b/>" if is_title or tone == "bad" else ""
    color = f'<w:color w:val="{_COLORS[tone]}"/>' if tone else ""
    text = escape(legible(text_of(cell)))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr><w:spacing w:after="20"/>{side}'
        f'</w:pPr><w:r><w:rPr>{bold}{color}<w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        "</w:tc>"
    )


def _tone(cell: Cell) -> Tone | None:
    return cell.tone if isinstance(cell, Word | Number) else None
