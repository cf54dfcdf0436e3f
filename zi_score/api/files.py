"""What is written of a workbook: reports, copies, forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Unpack

from zi_score.api.one import check, examine
from zi_score.api.options import Options, among_candidates
from zi_score.pipeline import Law, WorkbookOptions, named_ruleset, submission_of
from zi_score.reading.request import Readable, named_content
from zi_score.reading.rulesets import load_ruleset

Form = Literal["html", "xlsx", "markdown", "csv", "docx", "pdf"]
"""What the report of a unit can be."""


@among_candidates
def report(  # noqa: PLR0913 - what a report may be told
    source: Readable,
    form: Form = "html",
    ruleset: Law = None,
    *,
    template: bytes | None = None,
    unit: Mapping[str, object] | None = None,
    one_page: bool = False,
    **options: Unpack[Options],
) -> bytes:
    """Return the report of a unit: its evaluation with every question and figure, and what was found.

    Args:
        source: as in ``check``.
        form: the format.
        ruleset: as in ``check``.
        template: for a letter (docx, pdf) a .docx to fill in in place of the program's own.
        unit: ``name``, ``agency``, ``year`` and ``target`` of the unit, where the workbook does not say them.
        one_page: whether it is told in brief, on one page (html, docx, pdf).
        options: those of ``Options``.

    Raises:
        ValueError: the format is none of one page.
        zi_score.reports.formats.FormatError: what the format takes is not installed, or a template cannot be filled in.

    >>> report("worksheets/valid/wbk.xlsx", "markdown").decode().splitlines()[0][:26]
    '## Evaluasi Zona Integrita'
    """
    from zi_score.reports import formats  # noqa: PLC0415 - as above
    from zi_score.reports.unit import unit_report  # noqa: PLC0415 - as above

    suffix = ".md" if form == "markdown" else f".{form}"
    if one_page and suffix not in formats.ONE_PAGE:
        raise ValueError(f"{form}: one page is one of {', '.join(each[1:] for each in formats.ONE_PAGE)}")
    found = examine(source, ruleset, unit=unit, **options)
    made = unit_report(found.evaluation, found.submission, found.ruleset)
    return formats.one_page(made, suffix) if one_page else formats.render(made, suffix, template)


@among_candidates
def annotate(source: Readable, ruleset: Law = None, **options: Unpack[Options]) -> bytes:
    """Return a copy of a workbook (.xlsx, .xlsm) that shows its findings where they are, and as a sheet.

    Args:
        source: as in ``check``.
        ruleset: as in ``check``.
        options: those of ``Options``.

    Raises:
        zi_score.forms.annotated.workbook.UncopyableError: it is no .xlsx, or cannot be copied.

    >>> annotate("worksheets/valid/wbk.xlsx")[:2]
    b'PK'
    """
    from zi_score.forms.annotated.workbook import annotated  # noqa: PLC0415 - as above

    name, content = named_content(source, options.get("path"))
    named: Options = {**options, "path": name}
    return annotated(content, check(content, ruleset, **named).findings)


@among_candidates
def export(
    source: Readable,
    unit_id: str | int,
    ruleset: Law = None,
    *,
    allow_unread: bool = False,
    **options: Unpack[WorkbookOptions],
) -> bytes:
    r"""Return a workbook's answers as the ministry's PortalRB takes them (JSON).

    Args:
        source: as in ``check``.
        unit_id: the unit's id in PortalRB.
        ruleset: as in ``check``; it must have numbers in PortalRB.
        allow_unread: whether answers that cannot be read or carried are left blank.
        options: those of ``WorkbookOptions``; ``year`` is that of the unit too, where the workbook has none.

    Raises:
        ValueError: the regulation has no numbers, the year is not known, or answers would be lost; the message names
            them.

    >>> export("worksheets/valid/wbk.xlsx", 7)[:12]
    b'{\n "unit_id"'
    """
    from zi_score.forms.portalrb import exported  # noqa: PLC0415 - as above

    submission = submission_of(source, named_ruleset(ruleset), **options)
    rules = named_ruleset(ruleset) or load_ruleset(submission.worksheet.ruleset)
    return exported(submission, rules, unit_id, year=options.get("year"), allow_unread=allow_unread)


def template(ruleset: Law = None) -> bytes:
    """Return a blank worksheet of a regulation (.xlsx), with dropdowns and live formulas.

    Args:
        ruleset: the regulation, its id, or the folder of one; by default the current one.

    >>> template("permenpanrb-52-2014")[:2]
    b'PK'
    """
    from zi_score.forms.template.workbook import render  # noqa: PLC0415 - as above

    return render(named_ruleset(ruleset) or load_ruleset())
