"""Answers as a plan names them: read from its cells, taken from an assessment, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zi_score.evaluation.scoring import QuestionNode, questions_of, score
from zi_score.improve.monitoring.form import UNANSWERED, bare
from zi_score.improve.plan import Entry
from zi_score.law.ruleset import Question, Ruleset, Scale
from zi_score.model.exact import plain
from zi_score.model.language import in_every_language
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Answer, Place
from zi_score.reading.cells.answers import accepted, as_typed, count, counted, meaning

_LINE_END = pattern(r"[\n;]")


class NotUnderstoodError(ValueError):
    """A cell that holds no answer to its question."""


def understood(ruleset: Ruleset, question: Question, raw: object) -> Entry:
    """Read an answer as ``written`` writes it, or as people type it.

    Raises:
        NotUnderstoodError: it is none that the question has.

    """
    if not as_typed(raw) or bare(str(raw)) in map(bare, in_every_language(UNANSWERED)):
        return None
    if question.ratio:
        return _counts(question, str(raw))
    scale = ruleset.scales[question.scale]
    found = meaning(scale, raw).value
    if found is None:
        raise NotUnderstoodError
    return _number(scale, found) if isinstance(found, Fraction) else found


def _number(scale: Scale, number: Fraction) -> str:
    return f"{plain(number * 100)} %" if scale.unit == "percent" else plain(number)


def expected(ruleset: Ruleset, question: Question) -> str:
    """Return what ``understood`` takes, for people."""
    if question.ratio:
        return "; ".join(f"{row.label}: {counted(decimals=row.decimals)}" for row in question.inputs)
    return accepted(ruleset.scales[question.scale])


def _counts(question: Question, text: str) -> Entry:
    keys = {bare(row.label): row.key for row in question.inputs}
    found: dict[str, Fraction | None] = {}
    for line in filter(str.strip, _LINE_END.split(text)):
        label, _colon, number = line.rpartition(":")
        key = keys.get(bare(label))
        value = count(number, decimals=question.has_decimals(f"{question.code}.{key}")).value
        if key is None or not isinstance(value, Fraction):
            raise NotUnderstoodError
        found[key] = value
    return found


def values(ruleset: Ruleset, entries: Mapping[str, Entry]) -> dict[str, Fraction | None]:
    """Return what answers are worth, between 0 and 1, by question code; None for what is unanswered.

    >>> from zi_score.law.load import load_ruleset
    >>> values(load_ruleset(), {"A.I.1.i.b": "B"})
    {'A.I.1.i.b': Fraction(1, 2)}
    """
    answers = {key: answer for code, entry in entries.items() for key, answer in _answers(ruleset, code, entry)}
    found = {node.code: node.value for node in questions_of(score(ruleset, answers))}
    return {code: found[code] for code in entries}


def _answers(ruleset: Ruleset, code: str, entry: Entry) -> list[tuple[str, Answer]]:
    if isinstance(entry, dict):
        return [(f"{code}.{key}", _answer(number)) for key, number in entry.items()]
    question = ruleset.questions[code]
    return [(code, _answer(meaning(ruleset.scales[question.scale], entry or "", question.ratio).value))]


def _answer(value: str | Fraction | None) -> Answer:
    return Answer(place=Place("", ""), value=value)


def entry_of(ruleset: Ruleset, node: QuestionNode) -> Entry:
    """Return what stands for a question in an assessment: its choice, index or percentage, or its counts."""
    scale = ruleset.scales[node.scale]
    if node.basis in ("counts", "convention") or (node.value is None and node.counts):
        return {key: each.value for key, each in node.counts.items()}
    if node.value is None:
        return None
    ratio = ruleset.questions[node.code].ratio
    if node.basis == "typed-percent" and ratio:
        return f"{plain(ratio.rate_worth(node.value) * 100)} %"
    if scale.kind == "choice":
        return next(choice for choice, value in scale.values.items() if value == node.value)
    return _number(scale, node.value * (scale.highest or 1))
