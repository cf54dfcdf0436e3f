"""What of a submission a form of PortalRB takes: values, notes and evidence of every question and count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from zi_score.law.portalrb import numbered
from zi_score.law.ruleset import Input, Question, Ruleset
from zi_score.model.findings import shown
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, Assessor, Remark

Room = Mapping[Assessor, tuple[bool, bool]]
"""Whose answers are taken, and whether their notes and their evidence are."""

_SHOWN = 8


@dataclass(frozen=True)
class Carried:
    """What one assessor entered for a question or count of PortalRB."""

    value: str | Fraction | None
    note: str
    evidence: str


def carried(submission: Submission, ruleset: Ruleset, assessor: Assessor) -> dict[str, Carried]:
    """Return what an assessor entered, by code of every question and count of PortalRB.

    The texts of several columns become one, and addresses behind links are written out. PortalRB
    does not ask percentages and totals: what stands beside them goes beside their first count.
    """
    answers = answers_of(submission, assessor)
    found: dict[str, Carried] = {}
    for code in numbered(ruleset):
        there = [answers[each] for each in (*texts_from(ruleset).get(code, ()), code) if each in answers]
        found[code] = Carried(
            answers[code].value if code in answers else None,
            _joined(submission, (note for answer in there for note in answer.notes)),
            _joined(submission, (remark for answer in there for remark in answer.evidence)),
        )
    return found


def answers_of(submission: Submission, assessor: Assessor) -> Mapping[str, Answer]:
    """Return what an assessor entered, by code."""
    sheets = submission.worksheet.sheets
    return next((sheet.answers for sheet in sheets if sheet.assessor is assessor), {})


@cache
def texts_from(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """Return for a count the percentage and the total whose texts it takes over, by codes."""
    found: dict[str, list[str]] = defaultdict(list)
    for question in ruleset.questions.values():
        for code, counts in _computed(question):
            if first := next((row for row in counts if row.portalrb), None):
                found[f"{question.code}.{first.key}"].append(code)
    return {code: tuple(codes) for code, codes in found.items()}


def _computed(question: Question) -> Iterator[tuple[str, Sequence[Input]]]:
    """Yield the codes that PortalRB computes, each with the counts that it computes them from."""
    if question.ratio:
        yield question.code, question.inputs
    for row in question.inputs:
        if row.sum_of:
            yield f"{question.code}.{row.key}", [question.input(key) for key in row.sum_of]


def listed(places: Sequence[object]) -> str:
    """Write places for a sentence; of many the first."""
    more = f" +{len(places) - _SHOWN}" if len(places) > _SHOWN else ""
    return f"{', '.join(map(shown, places[:_SHOWN]))}{more}"


def _joined(submission: Submission, remarks: Iterable[Remark]) -> str:
    """Return texts as one, each with the address that it links to; a cell that is merged over rows speaks once."""
    texts = []
    for remark in {remark.place: remark for remark in remarks}.values():
        address = submission.address(remark.place) or ""
        is_new = bool(address) and not address.startswith("#") and address not in remark.whole
        texts.append(f"{remark.whole}\n{address}" if is_new else remark.whole)
    return "\n".join(texts)
