"""Builds the templates of the report letter: ``python -m docs.letter.build`` from the project's root.

The fixed text is that of the program's catalogue; what is filled in are the fields of
``zi_score.reports.letter.model.Letter``, by tags that docxtpl knows.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from zi_score.model.language import LANGUAGES, current_language, use_language
from zi_score.model.language import translate as _
from zi_score.reports import letter
from zi_score.reports.letter.words import BLANK
from zi_score.reports.render.docx import dated

FOLDER = Path(letter.__file__).parent
MOMENT = datetime(2026, 1, 2)  # noqa: DTZ001 - a date in place of the clock's: the same text gives the same bytes

_TAGS = {"id": "id-ID", "en": "en-GB"}
_WIDTH = 16.0
"""Between the margins of an A4 page, in centimetres."""

_RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
_LISTS = {"Basis": "List Number", "Method": "List Number 2", "Conclusion": "List Number 3", "Bullet": "List Bullet"}
_SHADE = "E7E6E6"

_STYLES: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "Normal": ("", {"space_after": Pt(5), "space_before": Pt(0)}, {"size": Pt(10.5)}),
    "Letterhead": ("Normal", {"space_after": Pt(0), "alignment": _CENTRE}, {"bold": True, "size": Pt(13)}),
    "LetterheadLine": ("Normal", {"space_after": Pt(12), "alignment": _CENTRE}, {}),
    "Line": ("Normal", {"space_after": Pt(1)}, {}),
    "Heading 1": ("Normal", {"space_before": Pt(14), "keep_with_next": True}, {"bold": True, "size": Pt(12)}),
    "Heading 2": ("Normal", {"space_before": Pt(10), "space_after": Pt(3), "keep_with_next": True}, {"bold": True}),
    "Appendix": ("Heading 1", {"page_break_before": True}, {"bold": True, "size": Pt(12)}),
    "Caption": ("Normal", {"space_before": Pt(6), "space_after": Pt(3), "keep_with_next": True}, {"italic": True}),
    "Standing": ("Normal", {"keep_with_next": True}, {}),
    "Below": ("Normal", {"space_before": Pt(4)}, {}),
    "Cell": ("Normal", {"space_before": Pt(1), "space_after": Pt(1)}, {"size": Pt(8.5)}),
    "TitleRow": ("Cell", {"keep_with_next": True}, {"bold": True, "size": Pt(8.5)}),
    "TotalRow": ("Cell", {}, {"bold": True, "size": Pt(8.5)}),
    "Signature": ("Normal", {"space_after": Pt(0), "keep_with_next": True, "left_indent": Cm(9)}, {}),
    "Foot": ("Normal", {"alignment": _RIGHT}, {"size": Pt(8), "color": RGBColor(0x59, 0x59, 0x59)}),
}
"""Each style with the one it rests on, what it says of paragraphs, and of their text."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, its width in percent of the page's, and what stands in a row of it.

    With ``each`` it stands for several: what there is one for, among the titles and in a row.
    """

    title: str
    width: int
    cell: str
    is_right: bool = False
    each: tuple[str, str] | None = None


def main() -> None:
    """Write the template of every language to where the letter takes it from."""
    for language in LANGUAGES:
        use_language(language)
        (FOLDER / f"lhe.{language}.docx").write_bytes(template())


def template() -> bytes:
    """Return the template in the language in use."""
    made = _Letter(_("Evaluation report (LHE)"))
    for part in (_opening, _facts, _scores, _criteria, _notes, _ending, _appendices):
        part(made)
    return made.saved()


class _Letter:
    """A document that grows from top to bottom."""

    def __init__(self, title: str) -> None:
        self.document: Made = Document()
        _dress(self.document)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "zi_score", ""
        properties.language = _TAGS[current_language()]
        properties.created = properties.modified = MOMENT
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.style = "Foot"
        foot.add_run(f"{title} | {{{{ unit.name }}}} | {_('page')} ")
        for code, between in (("PAGE", "/"), ("NUMPAGES", "")):
            _add_field(foot, code)
            foot.add_run(between)

    def paragraph(self, text: str, style: str = "Normal", *, is_right: bool = False, bold: bool = False) -> None:
        """Add a paragraph."""
        made = self.document.add_paragraph(style=_LISTS.get(style, style))
        made.add_run(text).bold = bold or None
        if is_right:
            made.alignment = _RIGHT

    def tag(self, text: str) -> None:
        """Add what decides over the paragraphs and tables behind it: ``for ...``, ``if ...``, or their end."""
        self.paragraph(f"{{%p {text} %}}")

    def items(self, name: str, of: str, style: str, text: str = "") -> None:
        """Add a paragraph for each of something."""
        self.tag(f"for {name} in {of}")
        self.paragraph(text or f"{{{{ {name} }}}}", style)
        self.tag("endfor")

    def when(self, condition: str, text: str, style: str = "Normal") -> None:
        """Add a paragraph that stands there where something holds."""
        self.tag(f"if {condition}")
        self.paragraph(text, style)
        self.tag("endif")

    def table(self, columns: Sequence[Column], rows: str, last: Sequence[str] = ()) -> None:
        """Add a table whose titles are repeated on every page: a row for each of ``rows``, and one below."""
        titles = _texts(columns, [column.title for column in columns], is_title=True)
        cells = _texts(columns, [column.cell for column in columns], is_title=False)
        made = self.document.add_table(rows=0, cols=len(cells), style="Table Grid")
        tags = [(f"{{%tr for {rows} %}}", None), *((("", None),) * (len(cells) - 1))]
        end = [("{%tr endfor %}", None), *tags[1:]]
        below = _texts(columns, last, is_title=False) if last else []
        for style, row in (("TitleRow", titles), ("Cell", tags), ("Cell", cells), ("Cell", end), ("TotalRow", below)):
            if row:
                _fill(made.add_row().cells, row, style)
        _mark(made.rows[0]._tr, "w:tblHeader")  # noqa: SLF001 - python-docx has no name for it
        for row in made.rows:
            _mark(row._tr, "w:cantSplit")  # noqa: SLF001 - as above
        _lay(made, [width for column in columns for width in [column.width] * (2 if column.each else 1)])

    def table_when(self, condition: str, columns: Sequence[Column], rows: str) -> None:
        """Add a table that stands there where something holds."""
        self.tag(f"if {condition}")
        self.table(columns, rows)
        self.tag("endif")

    def facts(self, rows: Sequence[tuple[str, str]], *, name_width: int = 28, is_ruled: bool = True) -> None:
        """Add a table of names and values."""
        made = self.document.add_table(rows=0, cols=2, style="Table Grid" if is_ruled else "Normal Table")
        columns = [Column("", name_width, ""), Column("", 100 - name_width, "")]
        for row in rows:
            _fill(made.add_row().cells, _texts(columns, row, is_title=False), "Cell" if is_ruled else "Line")
        _lay(made, [column.width for column in columns])

    def saved(self) -> bytes:
        """Return the document as a file."""
        content = io.BytesIO()
        self.document.save(content)
        return dated(content, MOMENT)


def _dress(document: Made) -> None:
    """Give a document its page and its styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    for name, (base, of_paragraph, of_text) in _STYLES.items():
        known = {style.name for style in document.styles}
        style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = document.styles[base]
        style.font.name = "Arial"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb = of_text.get("color", RGBColor(0, 0, 0))
        for key, value in of_text.items():
            if key != "color":
                setattr(style.font, key, value)
        for key, value in of_paragraph.items():
            setattr(style.paragraph_format, key, value)
    for name in _LISTS.values():
        document.styles[name].paragraph_format.left_indent = Pt(18)
        document.styles[name].paragraph_format.first_line_indent = Pt(-18)


def _add_field(paragraph: Paragraph, code: str) -> None:
    """Add what the word processor fills in itself, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _texts(columns: Sequence[Column], texts: Sequence[str], *, is_title: bool) -> list[tuple[str, Column]]:
    """Return what stands in the cells of a row; around a column that stands for several there are tags."""
    found: list[tuple[str, Column]] = []
    for column, text in zip(columns, texts, strict=True):
        if column.each:
            of = column.each[not is_title]
            found += [(f"{{%tc for {of} %}}", column), (text, column), ("{%tc endfor %}", column)]
        else:
            found.append((text, column))
    return found


def _fill(cells: Sequence[_Cell], texts: Sequence[tuple[str, Column | None]], style: str) -> None:
    for cell, (text, column) in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text)
        if column:
            cell.width = Cm(_WIDTH * column.width / 100)
        if column and column.is_right:
            paragraph.alignment = _RIGHT
        if style == "TitleRow":
            shade = OxmlElement("w:shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
                shade.set(qn(f"w:{key}"), value)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shades


def _lay(table: Table, widths: Sequence[int]) -> None:
    """Give the columns of a table fixed widths; there are fewer than cells where tags stand in cells of their own."""
    table.autofit = False
    grid = table._tbl.tblGrid  # noqa: SLF001 - python-docx removes no columns
    for column in grid.gridCol_lst[len(widths) :]:
        grid.remove(column)
    for column, width in zip(grid.gridCol_lst, widths, strict=True):
        column.w = Cm(_WIDTH * width / 100)


def _mark(row: CT_Row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _or_blank(variable: str) -> str:
    """Return a variable with a blank in its place where it is empty."""
    return f'{{{{ {variable} or "{BLANK}" }}}}'


def _opening(made: _Letter) -> None:
    made.paragraph(f'{{{{ (unit.agency or "[{_("Name of the agency")}]") | upper }}}}', "Letterhead")
    made.paragraph(f"[{_('Evaluating team or inspectorate, address')}]", "LetterheadLine")
    made.paragraph(f"{BLANK}, {BLANK}", is_right=True)
    lines = {
        _("Number"): BLANK,
        _("Nature"): BLANK,
        _("Attachments"): _("2 appendices"),
        _("Subject"): "{{ subject }}",
    }
    made.facts([(name, f": {value}") for name, value in lines.items()], name_width=18, is_ruled=False)
    made.paragraph("", "Line")
    made.paragraph(_("To the head of {agency}").format(agency=_or_blank("unit.agency")), "Line")
    made.paragraph(_("in {place}").format(place=BLANK))
    message = _("We hereby report the result of the evaluation of {evaluated} in {unit}. In short:")
    made.paragraph(message.format(evaluated="{{ ruleset.evaluated }}", unit=_or_blank("unit.name")))
    made.items("line", "summary", "Bullet")


def _facts(made: _Letter) -> None:
    made.paragraph(f"A. {_('Identity')}", "Heading 1")
    made.facts(
        [
            (_("The unit"), _or_blank("unit.name")),
            (_("Agency"), _or_blank("unit.agency")),
            (_("Year of evaluation"), _or_blank("unit.year")),
            (_("Target predicate"), _or_blank("unit.target")),
            (_("Answers of"), "{{ assessor }}"),
            (_("Answered"), "{{ answered }}"),
            (_("Workbook"), f"{{{{ source.file }}}}, {_('sheet')} {{{{ source.sheet }}}}"),
        ]
    )
    made.paragraph(f"B. {_('Legal basis')}", "Heading 1")
    made.items("law", "legal_basis", "Basis")
    made.paragraph(f"C. {_('Method')}", "Heading 1")
    made.items("line", "method", "Method")
    made.paragraph(_("Where the regulation leaves a choice, or the form decides:"), "Caption")
    made.items("convention", "conventions", "Bullet")


def _scores(made: _Letter) -> None:
    made.paragraph(f"D. {_('Scores')}", "Heading 1")
    made.paragraph(_("Areas of change"), "Caption")
    made.table(
        [
            Column(_("Area"), 30, "{{ row.code }}. {{ row.name }}"),
            Column(
                "{{ part | capitalize }}",
                16,
                "{{ part }}",
                is_right=True,
                each=("part in ruleset.parts", "part in row.parts"),
            ),
            Column(_("Score"), 12, "{{ row.score }}", is_right=True),
            Column(_("Weight"), 12, "{{ row.weight }}", is_right=True),
            Column("%", 14, "{{ row.share }}", is_right=True),
        ],
        "row in areas",
    )
    made.paragraph(_("Components"), "Caption")
    made.table(
        [
            Column(_("Code"), 10, "{{ row.code }}"),
            Column(_("Component"), 43, "{{ row.name }}"),
            Column(_("Score"), 11, "{{ row.score }}", is_right=True),
            Column(_("Weight"), 11, "{{ row.weight }}", is_right=True),
            Column("%", 14, "{{ row.share }}", is_right=True),
            Column(_("at most").capitalize(), 11, "{{ row.highest }}", is_right=True),
        ],
        "row in components",
        ["", *(f"{{{{ total.{name} }}}}" for name in ("name", "score", "weight", "share", "highest"))],
    )
    assessors = [
        Column(_("Answers of"), 40, "{{ row.name }}"),
        Column(_("Answered"), 30, "{{ row.answered }}"),
        Column(_("Total"), 15, "{{ row.total }}", is_right=True),
        Column(_("Verdict"), 15, "{{ row.verdict }}"),
    ]
    made.tag("if assessors")
    made.paragraph(_("All who answered"), "Caption")
    made.table(assessors, "row in assessors")
    made.tag("endif")


def _criteria(made: _Letter) -> None:
    made.paragraph(f"E. {_('Criteria')}", "Heading 1")
    minimums = [
        Column(_("Criterion"), 43, "{{ row.label }}"),
        Column(_("Minimum"), 13, "{{ row.minimum }}", is_right=True),
        Column(_("Reached"), 13, "{{ row.reached }}", is_right=True),
        Column(_("Margin"), 13, "{{ row.margin }}", is_right=True),
        Column(_("Status"), 18, "{{ row.status }}"),
    ]
    status = _("Minimums of the predicate {predicate}: {status}").format(
        predicate="{{ predicate.name }}", status="{{ predicate.status }}"
    )
    made.tag("for predicate in predicates")
    made.paragraph(status, "Caption")
    made.table(minimums, "row in predicate.criteria")
    made.tag("endfor")
    stated = [
        Column(_("Requirement"), 54, "{{ row.label }}"),
        Column(_("Minimum"), 13, "{{ row.minimum }}"),
        Column(_("Stated"), 13, "{{ row.reached }}"),
        Column(_("Status"), 20, "{{ row.status }}"),
    ]
    title = _("Requirements for being proposed for {predicate}").format(predicate="{{ requirements.predicate }}")
    made.tag("if requirements.rows")
    made.paragraph(title, "Caption")
    made.table(stated, "row in requirements.rows")
    made.tag("endif")


def _notes(made: _Letter) -> None:
    made.paragraph(f"F. {_('Findings and recommendations')}", "Heading 1")
    notes = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 23, "{{ row.question }}"),
        Column(_("Noted"), 26, "{{ row.note }}"),
        Column(_("Recommendation"), 27, "{{ row.recommendation }}"),
        Column(_("Points lost"), 10, "{{ row.lost }}", is_right=True),
    ]
    more = _("{more}; see appendix {number}.")
    made.tag("for chapter in chapters")
    made.paragraph("{{ chapter.title }}", "Heading 2")
    made.paragraph("{{ chapter.summary }}", "Standing")
    made.table_when("chapter.notes", notes, "row in chapter.notes")
    made.when("chapter.more_notes", more.format(more="{{ chapter.more_notes }}", number=1), "Below")
    made.when("chapter.remarks", _("In the workbook:"), "Caption")
    made.items("remark", "chapter.remarks", "Bullet", "{{ remark.place }}: {{ remark.message }} {{ remark.tip }}")
    made.when("chapter.more_remarks", more.format(more="{{ chapter.more_remarks }}", number=2))
    made.when("not chapter.notes and not chapter.remarks", _("Nothing to note."))
    made.tag("endfor")


def _ending(made: _Letter) -> None:
    made.paragraph(f"G. {_('Unanswered questions')}", "Heading 1")
    open_ = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 54, "{{ row.question }}"),
        Column(_("Cell"), 20, "{{ row.cell }}"),
        Column(_("Weight"), 12, "{{ row.points }}", is_right=True),
    ]
    made.table_when("unanswered", open_, "row in unanswered")
    made.when("not unanswered", _("All questions are answered."))
    made.paragraph(f"H. {_('Conclusion')}", "Heading 1")
    made.items("line", "conclusion", "Conclusion")
    made.paragraph(_("Thus reported, to be followed up as it should."))
    made.paragraph("")
    for line in (f"[{_('Position')}]", "", "", ""):
        made.paragraph(line, "Signature")
    made.paragraph(f"[{_('Name')}]", "Signature", bold=True)
    made.paragraph(f"NIP {BLANK}", "Signature")
    made.paragraph("")
    made.paragraph(_("Copies to:"), "Line")
    made.paragraph(_("the head of {unit}").format(unit=_or_blank("unit.name")))


def _appendices(made: _Letter) -> None:
    made.paragraph(_("Appendix 1: Questions that lost points"), "Appendix")
    losses = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 25, "{{ row.question }}"),
        Column(_("Answer"), 13, "{{ row.answer }}"),
        Column(_("Score"), 9, "{{ row.score }}", is_right=True),
        Column(_("Weight"), 10, "{{ row.weight }}", is_right=True),
        Column(_("Points lost"), 11, "{{ row.lost }}", is_right=True),
        Column(_("Recommendation"), 28, "{{ row.recommendation }}"),
    ]
    made.table_when("losses", losses, "row in losses")
    made.when("not losses", _("Every question has full marks."))
    made.paragraph(_("Appendix 2: Findings in the workbook"), "Appendix")
    remarks = [
        Column(_("Severity"), 13, "{{ row.severity }}"),
        Column(_("Place"), 20, "{{ row.place }}"),
        Column(_("Finding"), 37, "{{ row.message }}"),
        Column(_("What to do"), 30, "{{ row.tip }}"),
    ]
    made.table_when("remarks", remarks, "row in remarks")
    made.when("more_remarks", "{{ more_remarks }}", "Below")
    made.when("not remarks", _("Nothing was found in the workbook."))


if __name__ == "__main__":
    main()
