"""A plan for a workbook, and its scores with other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from zi_score.api.options import Options, among_candidates, known_of, reading_of
from zi_score.evaluation.result import Evaluation
from zi_score.model.language import translate as _
from zi_score.model.worksheet import AnswerSheet, Assessor, Worksheet
from zi_score.pipeline import Law, evaluated, used_sheets, worksheet_of
from zi_score.reading.request import Readable

if TYPE_CHECKING:
    from zi_score.improve.change import Change
    from zi_score.improve.plan import Improvement
    from zi_score.improve.request import Request


@among_candidates
def plan_improvement(
    source: Readable | Worksheet,
    ruleset: Law = None,
    request: Request | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    assessor: Assessor | str | None = None,
    **options: Unpack[Options],
) -> Improvement:
    """Plan the least work that reaches a predicate, proven.

    Args:
        source: as in ``evaluate``.
        ruleset: as in ``evaluate``.
        request: what is to be planned; by default the unit's own target at a cost of 1 a step.
        answers: answers to plan with in place of the workbook's, as in ``what_if``: a survey's index, say.
        assessor: whose answers to start from; by default the highest authority that answered.
        options: those of ``Options``.

    Raises:
        RequestError: it cannot be planned; an answer that cannot be read is a reason too.

    >>> plan = plan_improvement("worksheets/valid/area-below.xlsx")
    >>> plan.target, plan.status, plan.effort == plan.bound
    ('WBK', 'optimal', True)
    """
    from zi_score.improve.planning import Start, planned  # noqa: PLC0415 - only who plans waits for it
    from zi_score.improve.request import Request  # noqa: PLC0415 - as above
    from zi_score.improve.whatif import with_answers  # noqa: PLC0415 - as above

    rules, worksheet = worksheet_of(source, ruleset, **reading_of(options))
    start = Start(rules, worksheet, _answers_of(worksheet, assessor), known_of(worksheet, rules, options))
    if answers:
        changed, changes = with_answers(rules, worksheet, start.sheet, answers)
        start = replace(start, sheet=changed.sheets[0], changes=changes)
    return planned(start, request or Request())


@among_candidates
def what_if(
    source: Readable | Worksheet,
    answers: Mapping[str, str],
    ruleset: Law = None,
    *,
    assessor: Assessor | str | None = None,
    **options: Unpack[Options],
) -> tuple[Evaluation, tuple[Change, ...]]:
    """Evaluate a workbook as if some answers were others; the workbook itself stays as it is.

    Args:
        source: as in ``evaluate``.
        answers: what is typed, by question code or ``code.key`` of a count; blank clears the answer.
        ruleset: as in ``evaluate``.
        assessor: whose answers to change; by default those of the highest authority that answered.
        options: those of ``Options``.

    Returns:
        The evaluation of this assessor's answers, and what was changed.

    Raises:
        RequestError: a code is unknown, or what is typed is no answer there.

    >>> evaluation, changes = what_if("worksheets/valid/wbk.xlsx", {"B.I.a": "3,5"})
    >>> evaluation.verdict, changes[0].before, changes[0].after
    ('none', '3.7', '3.5')
    """
    from zi_score.improve.whatif import with_answers  # noqa: PLC0415 - as above

    rules, worksheet = worksheet_of(source, ruleset, **reading_of(options))
    changed, changes = with_answers(rules, worksheet, _answers_of(worksheet, assessor), answers)
    return evaluated(changed, rules, known_of(changed, rules, options)), changes


def _answers_of(worksheet: Worksheet, assessor: Assessor | str | None) -> AnswerSheet:
    used = used_sheets(worksheet)
    for sheet in used:
        if assessor in {None, sheet.assessor}:
            return sheet
    from zi_score.improve.errors import RequestError  # noqa: PLC0415 - as above

    message = _("assessor {assessor}: no answers of this assessor; the workbook has: {present}.")
    raise RequestError(message.format(assessor=assessor, present=", ".join(sheet.assessor for sheet in used)))
