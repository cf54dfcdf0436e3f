"""The sheets beside the plan: the next steps by what they bring for their effort, and other plans."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.forms.plan.actions import EFFORT
from zi_score.forms.sheet import CODE, COUNT, FormCell, FormSheet, Style
from zi_score.improve.monitoring.form import changed, written
from zi_score.improve.plan import Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.reports.documents import actions as words
from zi_score.reports.documents.plan import instead

_HEADER_ROW = 3
_POINTS = Style(form="0.00", align="center")


def write_steps(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write the next step at every question that can be raised, the cheapest points first."""
    sheet = FormSheet(book, _("Next steps"), (6, 24, 14, 36, 24, 24, 44, 10, 9, 12, 36), frozen=f"D{_HEADER_ROW + 1}")
    sheet.title(_("Cheapest next steps"))
    sheet.note(_("One step at a time, by the points that it brings for its effort, whether the plan takes it or not."))
    sheet.header(
        (
            _("No."),
            _("Working group"),
            _("Code"),
            _("Question"),
            _("Answer now"),
            _("Next answer"),
            _("What is asked there"),
            _("Points"),
            _("Effort"),
            _("Points for each effort"),
            _("Criteria served"),
        )
    )
    for number, step in enumerate(improvement.next_steps, 1):
        action, question = step.action, ruleset.questions[step.action.code]
        sheet.add(
            [
                FormCell(number, COUNT),
                FormCell(words.group_name(ruleset, words.group_key(action))),
                FormCell(action.code, CODE),
                FormCell(action.question),
                FormCell(written(question, changed(action.to, action.from_)), CODE),
                FormCell(written(question, changed(action.from_, action.to)), CODE),
                FormCell(words.asked(ruleset, action)),
                FormCell(float(action.gain.score), _POINTS),
                FormCell(float(action.effort), EFFORT),
                FormCell(float(step.per_effort.score), _POINTS),
                FormCell(words.served(ruleset, action.serves)),
            ]
        )
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)


def write_alternatives(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write other plans that reach the target, each as far as it differs from the plan."""
    sheet = FormSheet(book, _("Alternatives"), (6, 10, 10, 90, 60), frozen=f"A{_HEADER_ROW + 1}")
    sheet.title(_("Other plans that reach {target}").format(target=improvement.target))
    sheet.note(_("Each is compared with the action plan: what it does instead, and what it leaves out."))
    sheet.header((_("No."), _("Effort"), _("Total"), _("Does instead"), _("Leaves out")))
    plan = {action.code: action for action in improvement.actions}
    for number, each in enumerate(improvement.alternatives, 1):
        cells = (FormCell(text) for text in instead(each, plan, ruleset))
        sheet.add(
            [
                FormCell(number, COUNT),
                FormCell(float(each.effort), EFFORT),
                FormCell(float(each.total.score), _POINTS),
                *cells,
            ]
        )
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
