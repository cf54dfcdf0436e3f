"""From a workbook to a plan for it, or to its scores with other answers: where reading meets the planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zi_score.improve.change import Change
from zi_score.improve.refusal import RequestError
from zi_score.improve.request import Request
from zi_score.improve.whatif import with_answers
from zi_score.language import translate as _
from zi_score.model import AnswerSheet, Assessor, Worksheet
from zi_score.result import Evaluation
from zi_score.ruleset import Ruleset
from zi_score.service import evaluate, known_facts, used_sheets, worksheet_of

if TYPE_CHECKING:
    from zi_score.improve.plan import Improvement


def plan_improvement(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None = None,
    request: Request | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    assessor: Assessor | str | None = None,
    holds_wbk: bool | None = None,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
) -> Improvement:
    """Plan the least work that reaches a predicate, proven.

    Args:
        source: path or content of a workbook, or a worksheet that was read from one.
        ruleset: as in ``evaluate``.
        request: what is to be planned; by default the unit's own target at a cost of 1 a step.
        answers: answers to plan with in place of the workbook's, as in ``what_if``: a survey's index, say.
        assessor: whose answers to start from; by default the highest authority that answered.
        holds_wbk: as in ``evaluate``.
        facts: as in ``evaluate``.
        sheet: as in ``evaluate``.
        column: as in ``evaluate``.
        year: as in ``evaluate``.
        path: as in ``evaluate``.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        RequestError: it cannot be planned; an answer that cannot be read is a reason too.

    >>> plan = plan_improvement("worksheets/valid/area-below.xlsx")
    >>> plan.target, plan.status, plan.effort == plan.bound
    ('WBK', 'optimal', True)
    """
    from zi_score.improve.planning import Start, planned  # noqa: PLC0415 - the solver takes its time to load

    rules, worksheet = worksheet_of(source, ruleset, sheet=sheet, column=column, year=year, path=path)
    given = known_facts(worksheet, rules, facts, holds_wbk=holds_wbk)
    start = Start(rules, worksheet, _answers_of(worksheet, assessor), given)
    if answers:
        changed, changes = with_answers(rules, worksheet, start.sheet, answers)
        start = replace(start, sheet=changed.sheets[0], changes=changes)
    return planned(start, request or Request())


def what_if(  # noqa: PLR0913 - as above
    source: str | Path | bytes | Worksheet,
    answers: Mapping[str, str],
    ruleset: Ruleset | str | Path | None = None,
    *,
    assessor: Assessor | str | None = None,
    holds_wbk: bool | None = None,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
) -> tuple[Evaluation, tuple[Change, ...]]:
    """Evaluate a workbook as if some answers were others; the workbook itself stays as it is.

    Args:
        source: as in ``plan_improvement``.
        answers: what is typed, by question code or ``code.key`` of a count; blank clears the answer.
        ruleset: as in ``evaluate``.
        assessor: whose answers to change; by default those of the highest authority that answered.
        holds_wbk: as in ``evaluate``.
        facts: as in ``evaluate``.
        sheet: as in ``evaluate``.
        column: as in ``evaluate``.
        year: as in ``evaluate``.
        path: as in ``evaluate``.

    Returns:
        The evaluation of this assessor's answers, and what was changed.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        RequestError: a code is unknown, or what is typed is no answer there.

    >>> evaluation, changes = what_if("worksheets/valid/wbk.xlsx", {"B.I.a": "3,5"})
    >>> evaluation.verdict, changes[0].before, changes[0].after
    ('none', '3.7', '3.5')
    """
    rules, worksheet = worksheet_of(source, ruleset, sheet=sheet, column=column, year=year, path=path)
    changed, changes = with_answers(rules, worksheet, _answers_of(worksheet, assessor), answers)
    return evaluate(changed, rules, holds_wbk=holds_wbk, facts=facts), changes


def _answers_of(worksheet: Worksheet, assessor: Assessor | str | None) -> AnswerSheet:
    used = used_sheets(worksheet)
    for sheet in used:
        if assessor in {None, sheet.assessor}:
            return sheet
    message = _("assessor {assessor}: no answers of this assessor; the workbook has: {present}.")
    raise RequestError(message.format(assessor=assessor, present=", ".join(sheet.assessor for sheet in used)))
