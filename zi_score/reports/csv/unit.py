"""The questions of a unit as rows for CSV: a line for every question and assessor.

Points have two decimals, and more where these would hide a miss; values between 0 and 1 four, half up; fractions, which
spreadsheets would take for dates, are left to the JSON of ``evaluate``.
"""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.model.exact import rounded
from zi_score.model.written import telling
from zi_score.reports.csv import writer as csv
from zi_score.reports.csv.writer import quoted
from zi_score.reports.figures import minimums
from zi_score.reports.unit import Asked, Chapter, GivenAnswer, Text, UnitReport

_COLUMNS = (
    *("code", "area", "indicator", "question", "scale", "assessor", "answer", "value", "basis"),
    *("score", "weight", "lost", "highest", "next_level", "gain", "cell", "notes", "evidence", "findings"),
)


def render(report: UnitReport) -> bytes:
    """Return the questions of a report as CSV, in the order of the regulation."""
    return csv.render(_COLUMNS, _lines(report)).encode()


def _lines(report: UnitReport) -> Iterator[dict[str, object]]:
    chapters = {asked.question.code: chapter for chapter in report.chapters for asked in chapter.asked}
    for asked in report.asked:
        for given in asked.given:
            yield _line(report, chapters[asked.question.code], asked, given)


def _line(report: UnitReport, chapter: Chapter, asked: Asked, given: GivenAnswer) -> dict[str, object]:
    node, above = given.node, asked.next_level(given)
    leasts = minimums(report.ruleset, (asked.question.code,)).values()
    named = [finding.name for finding in report.findings_of(asked) if finding.assessor in (None, given.assessor.value)]
    return {
        "code": asked.question.code,
        "area": chapter.area,
        "indicator": quoted(asked.indicator.name),
        "question": quoted(asked.question.label),
        "scale": asked.question.scale,
        "assessor": given.assessor.value,
        "answer": quoted(given.choice or node.answer),
        "value": "" if node.value is None else rounded(node.value, 4),
        "basis": node.basis,
        "score": telling(node.score, leasts),
        "weight": rounded(node.weight),
        "lost": rounded(given.lost),
        "highest": telling(node.highest, leasts),
        "next_level": above.choice if above else "",
        "gain": rounded((above.value - (node.value or 0)) * node.weight) if above else "",
        "cell": quoted(str(node.cell)) if node.cell else "",
        "notes": _joined(given.notes),
        "evidence": _joined(given.evidence),
        "findings": " ".join(dict.fromkeys(named)),
    }


def _joined(texts: tuple[Text, ...]) -> str:
    return quoted(" | ".join(line for text in texts for line in text.lines))
