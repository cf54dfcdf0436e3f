"""The sheet of the predicted scores: every minimum before and after the plan, and how far each working group is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from openpyxl import Workbook

from zi_score.evaluation.criterion import CriterionResult
from zi_score.evaluation.scoring import Figure
from zi_score.forms.plan.actions import ActionTable
from zi_score.forms.sheet import CODE, COUNT, FormCell, FormFormula, FormSheet, Style, entry
from zi_score.improve.plan import Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import Number, localised, points, share
from zi_score.reports.document import Word
from zi_score.reports.documents import actions as words
from zi_score.reports.documents.plan import criteria, figures
from zi_score.reports.documents.reserve import reserve
from zi_score.reports.figures import margin_of, minimum, reached
from zi_score.reports.words import status_cell

_WIDTHS = (52.0, 16, 16, 16, 16, 16)
_WIDE = len(_WIDTHS)


def write_scores(book: Workbook, improvement: Improvement, ruleset: Ruleset, table: ActionTable) -> None:
    """Write what the plan brings, what it cannot bring, and the progress by working group."""
    sheet = FormSheet(book, _("Predicted scores"), _WIDTHS)
    sheet.title(_("Predicted scores"))
    sheet.note(words.headline(improvement, ruleset))
    sheet.note(words.basis(improvement, ruleset))
    told = (words.conditions(improvement, ruleset), reserve(improvement, ruleset))
    for sentence in (*chain(*told), *words.assumptions(improvement, ruleset)):
        sheet.note(sentence)
    _write_criteria(sheet, improvement, ruleset)
    _write_points(sheet, improvement, ruleset)
    if improvement.unreachable:
        _write_unreachable(sheet, improvement)
    if improvement.required_external:
        _write_externals(sheet, improvement, ruleset)
    if improvement.actions:
        _write_progress(sheet, improvement, ruleset, table)


def _write_criteria(sheet: FormSheet, improvement: Improvement, ruleset: Ruleset) -> None:
    headers = (_("Criterion"), _("Now"), _("With the plan"), _("Minimum"), _("Margin (points)"))
    rows = (
        (
            FormCell(after.label),
            _judged(before, ruleset),
            _judged(after, ruleset),
            entry(minimum(after)),
            entry(margin_of(after)),
        )
        for before, after in criteria(improvement)
    )
    sheet.table(_("Minimums for {target}").format(target=improvement.target), headers, rows)


def _judged(criterion: CriterionResult, ruleset: Ruleset) -> FormCell:
    told, tone = reached(ruleset, criterion), status_cell(criterion.status).tone
    return entry(told.toned(tone) if isinstance(told, Number) else Word(told, tone))


def _write_points(sheet: FormSheet, improvement: Improvement, ruleset: Ruleset) -> None:
    headers = ("", _("Now"), _("With the plan"), _("Of"), _("Now, share"), _("With the plan, share"))
    sheet.table(_("Total, components, areas of change"), headers, map(_points, figures(improvement, ruleset)))


def _points(figures_of: tuple[str, tuple[Fraction, ...], tuple[Figure, Figure]]) -> tuple[FormCell, ...]:
    name, asked, (before, after) = figures_of
    shares = (share(each.score / each.weight, [least / each.weight for least in asked]) for each in (before, after))
    numbers = (points(before.score, asked), points(after.score, asked), points(after.weight), *shares)
    return (FormCell(name), *map(entry, numbers))


def _write_unreachable(sheet: FormSheet, improvement: Improvement) -> None:
    headers = (_("Criterion"), _("Missing"), _("Reason"))
    rows = (
        (
            FormCell(each.label),
            FormCell("-", CODE) if each.missing is None else entry(points(each.missing)),
            FormCell(localised(each.reason)),
        )
        for each in improvement.unreachable
    )
    sheet.table(_("What cannot be reached"), headers, rows, spread=_WIDE)


def _write_externals(sheet: FormSheet, improvement: Improvement, ruleset: Ruleset) -> None:
    headers = (_("Result"), _("Now"), _("Needed"), _("Criteria served"))
    rows = (
        (
            FormCell(f"{each.code} {ruleset.questions[each.code].label}"),
            FormCell("-", CODE) if each.from_ is None else entry(words.result_of(ruleset, each.code, each.from_)),
            entry(words.result_of(ruleset, each.code, each.to)),
            FormCell(words.served(ruleset, each.serves)),
        )
        for each in improvement.required_external
    )
    sheet.table(_("Results that are needed from outside"), headers, rows, spread=_WIDE)


def _write_progress(sheet: FormSheet, improvement: Improvement, ruleset: Ruleset, table: ActionTable) -> None:
    """Write by formulas how much of each group's actions people call done."""
    headers = (_("Working group"), _("Actions"), _("Done"), _("Share"), _("Points"), _("Points done"))
    rows = _progress(sheet, improvement, ruleset, table)
    sheet.table(_("Progress by working group, from the statuses in the action plan"), headers, rows)


def _progress(
    sheet: FormSheet, improvement: Improvement, ruleset: Ruleset, table: ActionTable
) -> Iterator[list[FormCell]]:
    points = Style(form="0.00", align="center")
    first = sheet.row + 2  # behind the header, which is written when there is a row
    for row, group in enumerate(words.groups(improvement.actions, ruleset), first):
        own = f"{table.cells('area')},$A{row}"
        done = f'{own},{table.cells("status")},"{table.word}"'
        yield [
            FormCell(group.name),
            FormCell(FormFormula(f"=COUNTIFS({own})"), COUNT),
            FormCell(FormFormula(f"=COUNTIFS({done})"), COUNT),
            FormCell(FormFormula(f"=IF(B{row}=0,0,C{row}/B{row})"), Style(form="0%", align="center")),
            FormCell(FormFormula(f"=SUMIFS({table.cells('points')},{own})"), points),
            FormCell(FormFormula(f"=SUMIFS({table.cells('points')},{done})"), points),
        ]
