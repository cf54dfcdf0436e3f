"""Answers as they might be: what a unit wants to try out, without touching its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from zi_score.improve.change import Change
from zi_score.improve.errors import RequestError
from zi_score.improve.planned import Value, with_changes
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import typed
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Answer, AnswerSheet, Worksheet
from zi_score.reading.cells.answers import accepted, as_typed, count, meaning

_COUNTS = "0, 1, 2, ..."


def with_answers(
    ruleset: Ruleset, worksheet: Worksheet, sheet: AnswerSheet, entered: Mapping[str, str]
) -> tuple[Worksheet, tuple[Change, ...]]:
    """Return a worksheet with one assessor's answers alone, some of them set anew.

    The sheet's own scores, and what was found at the cells that are set, speak of the answers
    that stood there, and are left out.

    Args:
        ruleset: the regulation.
        worksheet: what was read.
        sheet: the answers to change, one of the worksheet's.
        entered: what is typed, by question code or ``code.key`` of a count, read as cells are;
            blank clears the answer.

    Raises:
        RequestError: a code is unknown, or what is typed is no answer there.

    """
    values = {code: _value(ruleset, code, text) for code, text in entered.items()}
    answers = with_changes(sheet.answers, values)
    changed = worksheet.model_copy(
        update={
            "sheets": (sheet.model_copy(update={"answers": answers, "scores": {}}),),
            "findings": tuple(
                each
                for each in worksheet.findings
                if each.assessor in {None, sheet.assessor} and each.code not in values
            ),
        }
    )
    return changed, tuple(_changes(ruleset, sheet.answers, answers, entered))


def _value(ruleset: Ruleset, code: str, text: str) -> Value:
    question, count_row = _named(ruleset, code)
    if not as_typed(text):
        return None
    scale = ruleset.scales[ruleset.questions[question].scale]
    understood = count(text) if count_row else meaning(scale, text)
    if understood.value is None:
        readings = [understood.details[key] for key in ("low", "high") if key in understood.details]
        expected = ", ".join(map(str, readings)) or (_COUNTS if count_row else accepted(scale))
        message = _("set {code}: found {found}, expected {expected}; blank clears the answer.")
        raise RequestError(message.format(code=code, found=typed(text), expected=expected))
    return understood.value


def _named(ruleset: Ruleset, code: str) -> tuple[str, str]:
    """Return the question that a code names, and the key of the count where it names one."""
    above, _dot, key = code.rpartition(".")
    if code in ruleset.questions:
        return code, ""
    if above in ruleset.questions and any(row.key == key for row in ruleset.questions[above].inputs):
        return above, key
    counts = [f"{question.code}.{row.key}" for question in ruleset.questions.values() for row in question.inputs]
    near = ", ".join(get_close_matches(code, [*ruleset.questions, *counts], n=4)) or "-"
    message = _("set {code}: {ruleset} has no such question or count. Near: {near}.")
    raise RequestError(message.format(code=typed(code), ruleset=ruleset.id, near=near))


def _changes(
    ruleset: Ruleset, before: Mapping[str, Answer], after: Mapping[str, Answer], codes: Iterable[str]
) -> Iterator[Change]:
    for code in codes:
        question, key = _named(ruleset, code)
        asked = ruleset.questions[question]
        had = before.get(code)
        yield Change(
            code=code,
            label=asked.input(key).label if key else asked.label,
            before=had.typed if had else "",
            after=after[code].typed,
            place=had.place if had else None,
        )
