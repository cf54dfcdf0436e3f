"""Answers in the fixed cells of the ministry's own form; everything else in it stays as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterator
from fractions import Fraction

from zi_score.forms.carried import Carried, Room, carried, listed
from zi_score.forms.sheet_cells import LONGEST, UNWRITABLE, UnfillableError, with_cells_of
from zi_score.law.portalrb import numbered
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import typed
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.submission import AnswerColumns, Position, Submission
from zi_score.model.worksheet import Place

_ALTERED = "choices-altered"
_RENEWS = pattern(rb'\bfullCalcOnLoad="(1|true)"')

Values = dict[Position, str | Fraction]


class FormError(Exception):
    """A form that cannot be filled in; the text says what was found and what to do."""


def room_of(form: Submission) -> Room:
    """Return whose columns a form has."""
    return {columns.assessor: (bool(columns.notes), bool(columns.evidence)) for columns in form.form.assessors}


def filled(content: bytes, form: Submission, submission: Submission, ruleset: Ruleset) -> bytes:
    """Return the form with a submission's answers, notes and evidence.

    Args:
        content: the form, an .xlsx or .xlsm.
        form: what was read from it.
        submission: whose answers to write.
        ruleset: the regulation, with the fixed row of each question.

    Raises:
        FormError: it is not the form of PortalRB, not blank, or a text does not fit into a cell.

    """
    part = form.lke.part
    if part is None:
        raise FormError(_("the form must be an .xlsx or .xlsm."))
    for fault in _form_faults(form, ruleset):
        raise FormError(fault)
    values = _values(form, submission, ruleset)
    for fault in _cell_faults(form, values, ruleset):
        raise FormError(fault)
    try:
        return with_cells_of(content, part, values)
    except (UnfillableError, LookupError) as problem:
        message = _("the sheet {sheet} cannot be written into ({problem}); save the form in Excel and try again.")
        raise FormError(message.format(sheet=form.lke.grid.sheet, problem=problem)) from problem


def differences(copy: Submission, form: Submission, submission: Submission, ruleset: Ruleset) -> str:
    """Return the cells of a filled form, read again, that say something else than was to be written; blank if none."""
    wanted = _values(form, form, ruleset) | _values(form, submission, ruleset)  # a blank form may hold dashes
    found = _values(copy, copy, ruleset)
    differing = sorted(at for at in wanted.keys() | found.keys() if wanted.get(at) != found.get(at))
    return listed([str(form.lke.grid.place(*at)) for at in differing])


def shows_old_figures(content: bytes, form: Submission) -> bool:
    """Whether the form's sheet has formulas with saved figures that nothing tells a spreadsheet program to renew."""
    if not form.lke.behind.formulas.keys() - form.lke.behind.uncomputed:
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        books = [package.read(name) for name in package.namelist() if name.endswith("workbook.xml")]
    return not any(_RENEWS.search(book) for book in books)


def _form_faults(form: Submission, ruleset: Ruleset) -> Iterator[str]:
    """Yield where a form is not that of PortalRB, the first row first."""
    rows = form.form.rows
    placed = ((place.row, code) for code, place in numbered(ruleset).items() if place.row)
    wrong = {row: code for row, code in placed if rows.get(code) != row - 1}
    if wrong:
        row = min(wrong)
        text = " ".join(filter(None, (form.lke.grid.text(row - 1, n) for n in range(form.form.assessors[0].answer))))
        message = _(
            'this is not the form of PortalRB: row {row} of the sheet {sheet} should ask "{label}" ({code}), but '
            'holds "{found}"; rows that differ: {count} of {all}.'
        )
        yield message.format(
            row=row,
            sheet=form.lke.grid.sheet,
            label=typed(_label(wrong[row], ruleset)),
            code=wrong[row],
            found=typed(text),
            count=len(wrong),
            all=len(numbered(ruleset)),
        )
    for finding in form.worksheet.findings:
        if finding.name == _ALTERED and finding.code in numbered(ruleset):
            message = _("this is not the form of PortalRB: {cell}: {message}")
            yield message.format(cell=finding.cell, message=finding.message)


def _label(code: str, ruleset: Ruleset) -> str:
    if code in ruleset.questions:
        return ruleset.questions[code].label
    question, _dot, key = code.rpartition(".")
    return ruleset.questions[question].input(key).label


def _values(form: Submission, submission: Submission, ruleset: Ruleset) -> Values:
    """Return what to write, by row and column."""
    values: Values = {}
    for columns in form.form.assessors:
        for code, entered in carried(submission, ruleset, columns.assessor).items():
            row = form.form.rows[code]
            values |= {(row, column): value for column, value in _cells(columns, entered)}
    return values


def _cells(columns: AnswerColumns, entered: Carried) -> Iterator[tuple[int, str | Fraction]]:
    if entered.value is not None:
        yield columns.answer, entered.value
    for places, text in ((columns.notes, entered.note), (columns.evidence, entered.evidence)):
        if places and text:
            yield places[0], text


def _cell_faults(form: Submission, values: Values, ruleset: Ruleset) -> Iterator[str]:
    """Yield why values cannot stand where they belong."""
    sheet = form.lke
    places = {at: sheet.grid.place(*at) for at in values}
    if held := [str(place) for place in _held(form, ruleset, set(places.values()))]:
        message = _("the form is not blank, it holds answers or texts in {cells}; take a blank one.")
        yield message.format(cells=listed(held))
    if formulas := [str(place) for place in places.values() if place.cell in sheet.behind.formulas]:
        yield _("the form has formulas where answers belong: {cells}.").format(cells=listed(formulas))
    if merged := [str(place) for at, place in places.items() if sheet.grid.anchor(*at) not in (None, at)]:
        yield _("cells of the form are merged with others: {cells}.").format(cells=listed(merged))
    for at, value in values.items():
        if isinstance(value, str) and (length := len(value.encode("utf-16-le")) // 2) > LONGEST:
            message = _("{cell}: the text has {length} characters; a cell holds at most {limit}.")
            yield message.format(cell=places[at], length=length, limit=LONGEST)
        if isinstance(value, str) and set(value) & set(UNWRITABLE):
            yield _("{cell}: the text has a character that no workbook can hold.").format(cell=places[at])


def _held(form: Submission, ruleset: Ruleset, wanted: Container[Place]) -> Iterator[Place]:
    """Yield the cells of the form that hold an answer, and those with a text where another belongs."""
    formulas = form.lke.behind.formulas
    for sheet in form.worksheet.sheets:
        for code, answer in sheet.answers.items():
            is_typed = answer.typed and not answer.is_uncomputed
            if is_typed and (code in numbered(ruleset) or answer.place.cell not in formulas):
                yield answer.place
            remarks = (*answer.notes, *answer.evidence)
            yield from (remark.place for remark in remarks if remark.place in wanted and not remark.is_dash)
