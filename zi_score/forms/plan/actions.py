"""The sheet that people work with: a row an action, and how much of it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from zi_score.forms.sheet import CODE, COUNT, FormCell, FormFormula, FormSheet, Style
from zi_score.forms.template.style import MET_STYLE
from zi_score.improve.monitoring.form import HEADINGS, STATUSES, changed, written
from zi_score.improve.plan import Action, External, Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.reports.documents import actions as words

_WIDTHS = (5.0, 16, 13, 28, 20, 20, 32, 18, 12, 15, 20, 9, 7, 22, 20, 20)
_COLUMNS = {key: get_column_letter(number) for number, key in enumerate(HEADINGS, 1)}
_HEADER_ROW = 5
EFFORT = Style(form="General", align="center")
_PRINTED_PARTS = (10, 16)
_REPEATED = 4
_DATE = "dd/mm/yyyy"
_FIRST_DATE = 36_526  # 1 January 2000, as spreadsheets count days
_RUNNING_STYLE = DifferentialStyle(font=Font(italic=True), fill=PatternFill("solid", bgColor="F6DDB5"))


@dataclass(frozen=True)
class ActionTable:
    """Where the actions stand, for formulas of other sheets."""

    sheet: str
    last: int

    def cells(self, key: str) -> str:
        """Return the cells of a column, named as from any other sheet; without a name of the sheet, as from its own."""
        letter = _COLUMNS[key]
        sheet = f"{quote_sheetname(self.sheet)}!" if self.sheet else ""
        return f"{sheet}${letter}${_HEADER_ROW + 1}:${letter}${self.last}"

    @property
    def word(self) -> str:
        """What people choose when an action is done."""
        return _status("done")

    def count(self) -> str:
        """Return the formula of the number of actions."""
        return f"COUNTA({self.cells('code')})"

    def done(self) -> str:
        """Return the formula of the number of actions that people call done."""
        return f'COUNTIF({self.cells("status")},"{self.word}")'

    def points(self) -> str:
        """Return the formula of the points that are planned."""
        return f"SUM({self.cells('points')})"

    def points_done(self) -> str:
        """Return the formula of the points of the actions that people call done."""
        return f'SUMIF({self.cells("status")},"{self.word}",{self.cells("points")})'


def _status(key: str) -> str:
    word = STATUSES[key]
    return _(word)


def write_actions(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> ActionTable:
    """Write the plan with what people fill in, and say where its actions stand."""
    name = _("Action plan")
    table = ActionTable(name, _HEADER_ROW + max(1, len(improvement.actions)))
    sheet = FormSheet(book, name, _WIDTHS, frozen=f"E{_HEADER_ROW + 1}")
    sheet.print_in_parts(_PRINTED_PARTS, repeated=_REPEATED)
    sheet.title(_("Action plan towards {target}").format(target=improvement.target))
    sheet.add([FormCell(words.unit_line(improvement), Style("heading"))], spread=len(_WIDTHS))
    own = replace(table, sheet="")
    _write_progress(sheet, own)
    sheet.header([_(word) for word in HEADINGS.values()])
    for external in improvement.required_external if not improvement.actions else ():
        sheet.add(_result(external, ruleset))
    for number, group, action in _numbered(improvement, ruleset):
        sheet.add(_row(number, group, action, ruleset))
    if not improvement.actions:
        sheet.add([FormCell(words.headline(improvement, ruleset), Style("plain"))], spread=len(_WIDTHS))
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
    _guide_input(sheet, own)
    return table


def _write_progress(sheet: FormSheet, table: ActionTable) -> None:
    """Write how much is done by the statuses that people choose: actions, and points."""
    lines = (
        (_("Actions done"), table.done(), table.count(), "0"),
        (_("Points of the actions done"), table.points_done(), table.points(), "0.00"),
    )
    for label, done, planned, form in lines:
        share = FormFormula(f"=IF({planned}=0,0,{done}/{planned})")
        sheet.add(
            [
                *[None] * (_REPEATED - 1),
                FormCell(label, Style("indicator")),
                FormCell(share, Style("formula", form="0.0%", align="center", bold=True)),
                FormCell(FormFormula(f"={done}"), Style("formula", form=form, align="center")),
                FormCell(FormFormula(f"={planned}"), Style("formula", form=f'"{_("of")} "{form}', align="left")),
            ]
        )


def _numbered(improvement: Improvement, ruleset: Ruleset) -> Iterator[tuple[int, str, Action]]:
    """Yield the actions in the order of the working groups, numbered through."""
    grouped = ((group.name, action) for group in words.groups(improvement.actions, ruleset) for action in group.actions)
    for number, (group, action) in enumerate(grouped, start=1):
        yield number, group, action


def _result(external: External, ruleset: Ruleset) -> list[FormCell]:
    """Return the row of a result that others measure; it bears no code, for it is no action of the unit."""
    return [
        FormCell("-", COUNT),
        FormCell(_("Measured by others")),
        FormCell("", CODE),
        FormCell(f"{external.code} {ruleset.questions[external.code].label}"),
        FormCell(str(words.before_result(ruleset, external)), CODE),
        FormCell(str(words.result_of(ruleset, external.code, external.to)), CODE._replace(bold=True)),
        FormCell(_("The unit cannot set it; the plan counts on it as if it were reached.")),
        *[FormCell(None, Style("input"))] * 3,
        *[FormCell("", Style("plain"))] * 3,
        FormCell(words.served(ruleset, external.serves)),
        *[FormCell(None, Style("input"))] * 2,
    ]


def _row(number: int, group: str, action: Action, ruleset: Ruleset) -> list[FormCell]:
    question = ruleset.questions[action.code]
    blank = FormCell(None, Style("input"))
    return [
        FormCell(number, COUNT),
        FormCell(group),
        FormCell(action.code, CODE),
        FormCell(action.question),
        FormCell(written(question, action.from_), CODE),
        FormCell(written(question, changed(action.from_, action.to)), CODE._replace(bold=True)),
        FormCell(words.asked(ruleset, action)),
        blank,
        FormCell(None, Style("input", form=_DATE, align="center")),
        FormCell(_status("not-begun"), Style("input", align="center")),
        FormCell(words.evidence(action)),
        FormCell(float(action.gain.score), Style(form="0.00", align="center")),
        FormCell(float(action.effort), EFFORT),
        FormCell(words.served(ruleset, action.serves)),
        blank,
        blank,
    ]


def _guide_input(sheet: FormSheet, table: ActionTable) -> None:
    """Offer the statuses, take dates alone as due dates, and colour what is done or running."""
    places = {key: table.cells(key).replace("$", "") for key in ("status", "due")}
    statuses = [_status(key) for key in STATUSES]
    choice = DataValidation(type="list", formula1=f'"{",".join(statuses)}"', allow_blank=True, errorStyle="warning")
    choice.prompt = _("Choose how far the action is. zi-score --against compares with the answers, not with this.")
    due = DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(_FIRST_DATE), allow_blank=True)
    due.prompt = _("Type the date until which the action is done.")
    for rule, cells, error in ((choice, places["status"], ", ".join(statuses)), (due, places["due"], _DATE)):
        rule.showInputMessage = rule.showErrorMessage = True
        rule.error = _("Expected: {expected}").format(expected=error)
        rule.add(cells)
        sheet.plain.data_validations.append(rule)
    first = places["status"].partition(":")[0]
    for status, style in (("done", MET_STYLE), ("running", _RUNNING_STYLE)):
        formula = f'${first}="{_status(status)}"'
        sheet.plain.conditional_formatting.add(places["status"], Rule("expression", dxf=style, formula=[formula]))
