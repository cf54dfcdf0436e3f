"""Builds the templates of the report letter: ``python -m zi_score.output.letter.lhe.build`` from the project's root.

The fixed text is that of the program's catalogue; what is filled in are the fields of
``zi_score.output.letter.model.Letter``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zi_score.language import LANGUAGES, current_language, use_language
from zi_score.language import translate as _
from zi_score.output.letter.lhe.package import document
from zi_score.output.letter.lhe.pieces import Column, facts, field, items, paragraph, repeated, run, table
from zi_score.output.letter.words import BLANK

_TAGS = {"id": "id-ID", "en": "en-GB"}


def main() -> None:
    """Write the template of every language beside this script."""
    for language in LANGUAGES:
        use_language(language)
        (Path(__file__).parent / f"lhe.{language}.docx").write_bytes(template())


def template() -> bytes:
    """Return the template in the language in use."""
    title = _("Evaluation report (LHE)")
    foot = paragraph(
        f"{title} | {{{{ unit.name }}}} | ", _("page"), " ", field("PAGE"), "/", field("NUMPAGES"), style="Foot"
    )
    body = "".join([*_opening(), *_facts(), *_scores(), *_criteria(), *_notes(), *_ending(), *_appendices()])
    return document(body, foot, title=title, language=_TAGS[current_language()])


def _heading(text: str, style: str = "Heading1") -> str:
    return paragraph(text, style=style)


def _or_blank(variable: str) -> str:
    """Return a variable with a blank in its place where it is empty."""
    return f'{{{{ {variable} or "{BLANK}" }}}}'


def _opening() -> Iterator[str]:
    yield paragraph(f'{{{{ (unit.agency or "[{_("Name of the agency")}]") | upper }}}}', style="Letterhead")
    yield paragraph(f"[{_('Evaluating team or inspectorate, address')}]", style="LetterheadLine")
    yield paragraph(f"{BLANK}, {BLANK}", align="right")
    lines = {
        _("Number"): BLANK,
        _("Nature"): BLANK,
        _("Attachments"): _("2 appendices"),
        _("Subject"): "{{ subject }}",
    }
    yield facts([(name, f": {value}") for name, value in lines.items()], name_width=18, is_ruled=False)
    yield paragraph("", style="Line")
    yield paragraph(_("To the head of {agency}").format(agency=_or_blank("unit.agency")), style="Line")
    yield paragraph(_("in {place}").format(place=BLANK))
    message = _("We hereby report the result of the evaluation of building the Zona Integritas in {unit}. In short:")
    yield paragraph(message.format(unit=_or_blank("unit.name")))
    yield items("line", "summary", "Bullet")


def _facts() -> Iterator[str]:
    yield _heading(f"A. {_('Identity')}")
    yield facts(
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
    yield _heading(f"B. {_('Legal basis')}")
    yield items("law", "legal_basis", "Basis")
    yield _heading(f"C. {_('Method')}")
    yield items("line", "method", "Method")
    yield paragraph(_("Where the regulation leaves a choice, or the form decides:"), style="Caption")
    yield items("convention", "conventions", "Bullet")


def _scores() -> Iterator[str]:
    yield _heading(f"D. {_('Scores')}")
    yield paragraph(_("Areas of change"), style="Caption")
    yield table(
        [
            Column(_("Area"), 40, "{{ row.code }}. {{ row.name }}"),
            Column(
                "{{ part | capitalize }}",
                20,
                "{{ part }}",
                "right",
                each=("part in ruleset.parts", "part in row.parts"),
            ),
            Column(_("Score"), 20, "{{ row.score }}", "right"),
            Column(_("Weight"), 20, "{{ row.weight }}", "right"),
            Column("%", 20, "{{ row.share }}", "right"),
        ],
        "row in areas",
    )
    yield paragraph(_("Components"), style="Caption")
    yield table(
        [
            Column(_("Code"), 10, "{{ row.code }}"),
            Column(_("Component"), 46, "{{ row.name }}"),
            Column(_("Score"), 11, "{{ row.score }}", "right"),
            Column(_("Weight"), 11, "{{ row.weight }}", "right"),
            Column("%", 11, "{{ row.share }}", "right"),
            Column(_("at most").capitalize(), 11, "{{ row.highest }}", "right"),
        ],
        "row in components",
        ["", *(f"{{{{ total.{name} }}}}" for name in ("name", "score", "weight", "share", "highest"))],
    )
    assessors = [
        Column(_("Answers of"), 40, "{{ row.name }}"),
        Column(_("Answered"), 30, "{{ row.answered }}"),
        Column(_("Total"), 15, "{{ row.total }}", "right"),
        Column(_("Verdict"), 15, "{{ row.verdict }}"),
    ]
    yield repeated(
        "if assessors", paragraph(_("All who answered"), style="Caption"), table(assessors, "row in assessors")
    )


def _criteria() -> Iterator[str]:
    yield _heading(f"E. {_('Criteria')}")
    minimums = [
        Column(_("Criterion"), 46, "{{ row.label }}"),
        Column(_("Minimum"), 13, "{{ row.minimum }}", "right"),
        Column(_("Reached"), 13, "{{ row.reached }}", "right"),
        Column(_("Margin"), 13, "{{ row.margin }}", "right"),
        Column(_("Status"), 20, "{{ row.status }}"),
    ]
    status = _("Minimums of the predicate {predicate}: {status}").format(
        predicate="{{ predicate.name }}", status="{{ predicate.status }}"
    )
    yield repeated(
        "for predicate in predicates",
        paragraph(status, style="Caption"),
        table(minimums, "row in predicate.criteria"),
    )
    stated = [
        Column(_("Requirement"), 56, "{{ row.label }}"),
        Column(_("Minimum"), 13, "{{ row.minimum }}"),
        Column(_("Stated"), 13, "{{ row.reached }}"),
        Column(_("Status"), 20, "{{ row.status }}"),
    ]
    title = _("Requirements for being proposed for {predicate}").format(predicate="{{ requirements.predicate }}")
    yield repeated("if requirements.rows", paragraph(title, style="Caption"), table(stated, "row in requirements.rows"))


def _notes() -> Iterator[str]:
    yield _heading(f"F. {_('Findings and recommendations')}")
    notes = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 23, "{{ row.question }}"),
        Column(_("Noted"), 26, "{{ row.note }}"),
        Column(_("Recommendation"), 27, "{{ row.recommendation }}"),
        Column(_("Points lost"), 10, "{{ row.lost }}", "right"),
    ]
    more = _("{more}; see appendix {number}.")
    yield repeated(
        "for chapter in chapters",
        _heading("{{ chapter.title }}", "Heading2"),
        paragraph("{{ chapter.summary }}", style="Standing"),
        repeated("if chapter.notes", table(notes, "row in chapter.notes")),
        repeated(
            "if chapter.more_notes", paragraph(more.format(more="{{ chapter.more_notes }}", number=1), style="Below")
        ),
        repeated("if chapter.remarks", paragraph(_("In the workbook:"), style="Caption")),
        items("remark", "chapter.remarks", "Bullet", "{{ remark.place }}: {{ remark.message }} {{ remark.tip }}"),
        repeated("if chapter.more_remarks", paragraph(more.format(more="{{ chapter.more_remarks }}", number=2))),
        repeated("if not chapter.notes and not chapter.remarks", paragraph(_("Nothing to note."))),
    )


def _ending() -> Iterator[str]:
    yield _heading(f"G. {_('Unanswered questions')}")
    open_ = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 54, "{{ row.question }}"),
        Column(_("Cell"), 20, "{{ row.cell }}"),
        Column(_("Weight"), 12, "{{ row.points }}", "right"),
    ]
    yield repeated("if unanswered", table(open_, "row in unanswered"))
    yield repeated("if not unanswered", paragraph(_("All questions are answered.")))
    yield _heading(f"H. {_('Conclusion')}")
    yield items("line", "conclusion", "Conclusion")
    yield paragraph(_("Thus reported, to be followed up as it should."))
    yield paragraph("")
    for line in (f"[{_('Position')}]", "", "", "", run(f"[{_('Name')}]", bold=True), f"NIP {BLANK}"):
        yield paragraph(line, style="Signature")
    yield paragraph("")
    yield paragraph(_("Copies to:"), style="Line")
    yield paragraph(_("the head of {unit}").format(unit=_or_blank("unit.name")))


def _appendices() -> Iterator[str]:
    yield _heading(_("Appendix 1: Questions that lost points"), "Appendix")
    losses = [
        Column(_("Code"), 14, "{{ row.code }}"),
        Column(_("Question"), 27, "{{ row.question }}"),
        Column(_("Answer"), 12, "{{ row.answer }}"),
        Column(_("Score"), 9, "{{ row.score }}", "right"),
        Column(_("Weight"), 10, "{{ row.weight }}", "right"),
        Column(_("Points lost"), 10, "{{ row.lost }}", "right"),
        Column(_("Recommendation"), 30, "{{ row.recommendation }}"),
    ]
    yield repeated("if losses", table(losses, "row in losses"))
    yield repeated("if not losses", paragraph(_("Every question has full marks.")))
    yield _heading(_("Appendix 2: Findings in the workbook"), "Appendix")
    remarks = [
        Column(_("Severity"), 13, "{{ row.severity }}"),
        Column(_("Place"), 20, "{{ row.place }}"),
        Column(_("Finding"), 37, "{{ row.message }}"),
        Column(_("What to do"), 30, "{{ row.tip }}"),
    ]
    yield repeated("if remarks", table(remarks, "row in remarks"))
    yield repeated("if more_remarks", paragraph("{{ more_remarks }}", style="Below"))
    yield repeated("if not remarks", paragraph(_("Nothing was found in the workbook.")))


if __name__ == "__main__":
    main()
