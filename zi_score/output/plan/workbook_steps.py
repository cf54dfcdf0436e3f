"""The sheets beside the plan: the next steps by what they bring for their effort, and other plans."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.improve.form import changed, written
from zi_score.improve.plan import Improvement
from zi_score.language import translate as _
from zi_score.output.plan.workbook_actions import EFFORT
from zi_score.output.workbook_sheet import CODE, COUNT, Entry, Sheet, Style
from zi_score.report.documents import actions as words
from zi_score.report.documents.plan import instead
from zi_score.ruleset import Ruleset

_HEADER_ROW = 3
_POINTS = Style(form="0.00", align="center")


def write_steps(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write the next step at every question that can be raised, the cheapest points first."""
    sheet = Sheet(book, _("Next steps"), (6, 24, 14, 36, 24, 24, 44, 10, 9, 12, 36), frozen=f"D{_HEADER_ROW + 1}")
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
                Entry(number, COUNT),
                Entry(words.group_name(ruleset, words.group_key(action))),
                Entry(action.code, CODE),
                Entry(action.question),
                Entry(written(question, changed(action.to, action.from_)), CODE),
                Entry(written(question, changed(action.from_, action.to)), CODE),
                Entry(words.asked(ruleset, action)),
                Entry(float(action.gain.score), _POINTS),
                Entry(float(action.effort), EFFORT),
                Entry(float(step.per_effort.score), _POINTS),
                Entry(words.served(ruleset, action.serves)),
            ]
        )
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)


def write_alternatives(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write other plans that reach the target, each as far as it differs from the plan."""
    sheet = Sheet(book, _("Alternatives"), (6, 10, 10, 90, 60), frozen=f"A{_HEADER_ROW + 1}")
    sheet.title(_("Other plans that reach {target}").format(target=improvement.target))
    sheet.note(_("Each is compared with the action plan: what it does instead, and what it leaves out."))
    sheet.header((_("No."), _("Effort"), _("Total"), _("Does instead"), _("Leaves out")))
    plan = {action.code: action for action in improvement.actions}
    for number, each in enumerate(improvement.alternatives, 1):
        cells = (Entry(text) for text in instead(each, plan, ruleset))
        sheet.add(
            [Entry(number, COUNT), Entry(float(each.effort), EFFORT), Entry(float(each.total.score), _POINTS), *cells]
        )
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
