"""Answers as they might be: what a unit wants to try out, without touching its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from zi_score.improve.change import Change
from zi_score.improve.errors import RequestError
from zi_score.improve.planned import Value, with_changes
from zi_score.law.meant import codes_meant
from zi_score.law.ruleset import Ruleset
from zi_score.model.alike import alike
from zi_score.model.findings import typed
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Answer, AnswerSheet, Worksheet
from zi_score.model.written import localised
from zi_score.reading.cells.answers import accepted, as_typed, count, counted, meaning


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
        entered: what is typed, read as cells are, by question code or ``code.key`` of a count, or as else
            ``codes_meant`` understands it; blank clears the answer.

    Raises:
        RequestError: a code is unknown, or what is typed is no answer there.

    """
    entered = _by_code(ruleset, sheet, entered)
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
    above, count_row = _named(ruleset, code)
    if not as_typed(text):
        return None
    question = ruleset.questions[above]
    scale, decimals = ruleset.scales[question.scale], question.has_decimals(code)
    understood = count(text, decimals=decimals) if count_row else meaning(scale, text, question.ratio)
    if understood.value is None:
        readings = [understood.details[key] for key in ("low", "high") if key in understood.details]
        possible = counted(decimals=decimals) if count_row else accepted(scale, question.ratio)
        expected = ", ".join(map(str, readings)) or possible
        message = _("set {code}: found {found}, expected {expected}; blank clears the answer.")
        raise RequestError(message.format(code=code, found=typed(text), expected=localised(expected)))
    return understood.value


def _by_code(ruleset: Ruleset, sheet: AnswerSheet, entered: Mapping[str, str]) -> dict[str, str]:
    """Return what is typed by the codes of what was meant."""
    known = [code for question in ruleset.questions.values() for code in question.codes]
    found: dict[str, str] = {}
    for name, text in entered.items():
        codes = codes_meant(ruleset, name, known, sheet.by_cell)
        if len(codes) != 1:
            near = alike(codes or get_close_matches(name, known, n=4))
            message = _("set {code}: {ruleset} has no such question or count.{near}")
            raise RequestError(message.format(code=typed(name), ruleset=ruleset.id, near=near))
        if codes[0] in found:
            raise RequestError(_("set {code}: set twice.").format(code=codes[0]))
        found[codes[0]] = text
    return found


def _named(ruleset: Ruleset, code: str) -> tuple[str, str]:
    """Return the question that a code names, and the key of the count where it names one."""
    above, _dot, key = code.rpartition(".")
    return (code, "") if code in ruleset.questions else (above, key)


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
