"""What the library found, as JSON for the page: each text as the command's formats say it, and nothing computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zi_score.evaluation.result import Evaluation, Failure
from zi_score.evaluation.scoring import Node
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Fact, Question, Ruleset
from zi_score.model.findings import Finding, shown
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, AnswerSheet
from zi_score.model.written import points
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.document import Cell, Line, Word, text_of
from zi_score.reports.documents import evaluation
from zi_score.reports.figures import total_of
from zi_score.reports.unit import unit_report
from zi_score.reports.words import sentence, severity_cell, verdict_cell, verdict_tone

Json = dict[str, Any]

_LINK = re.compile(r'<a (?P<kind>class="skip" )?href="(?P<start>#|https?:)')
"""What begins a link of a report; of what a workbook says, a report holds no bracket that is not escaped."""


def verdict(found: Evaluation, ruleset: Ruleset) -> Json:
    """Return the verdict and its reasons, as every format of the command begins."""
    first = found.assessments[0]
    return {
        "title": evaluation.unit_name(found),
        "subtitle": list(evaluation.subtitle(found)),
        "tone": verdict_tone(first.verdict),
        "total": str(total_of(ruleset, first.total.score)),
        "head": [_line(each) for each in evaluation.head(found, ruleset)],
    }


def _line(line: Line) -> Json:
    return {"depth": line.depth, "parts": [_part(part) for part in line.parts]}


def _part(part: Cell) -> Json:
    return {"text": text_of(part), "tone": part.tone if isinstance(part, Word) else None}


def row(name: str, line: UnitLine | Failure) -> Json:
    """Return what the list of files says of a workbook."""
    if isinstance(line, Failure):
        return {"name": name, "failed": True}
    cell = verdict_cell(line.verdict)
    return {
        "name": name,
        "unit": "" if line.unit.named_by_file else shown(line.unit.name or ""),
        "word": cell.text,
        "tone": cell.tone,
        "total": str(total_of(load_ruleset(line.ruleset), line.total.exact)),
        "exact": str(line.total.exact),
    }


def finding(found: Finding) -> Json:
    """Return a finding: where, what, and what to do."""
    severity = severity_cell(found.severity)
    return {
        "severity": severity.text,
        "tone": severity.tone,
        "title": found.title,
        "code": shown(found.code or ""),
        "cell": shown(found.cell or ""),
        "message": sentence(found.message),
        "tip": sentence(found.tip),
        "citation": sentence(found.citation),
    }


def fact(key: str, asked: Fact, submission: Submission) -> Json:
    """Return something from outside the LKE: what may be said of it, and what the workbook says."""
    stated = submission.worksheet.facts.get(key)
    return {
        "key": key,
        "label": asked.label,
        "choices": list(asked.choices),
        "unit": asked.unit,
        "stated": shown(stated.typed) if stated else "",
    }


def chapters(found: Evaluation, submission: Submission, ruleset: Ruleset, sheet: AnswerSheet) -> Iterator[Json]:
    """Yield the parts of the regulation with their questions, and what may be answered to each."""
    for chapter in unit_report(found, submission, ruleset).chapters:
        asked = [_asked(each.question, each.first.node, ruleset, sheet) for each in chapter.asked]
        yield {"name": chapter.name, "asked": asked}


def _asked(question: Question, node: Node, ruleset: Ruleset, sheet: AnswerSheet) -> Json:
    scale = ruleset.scales[question.scale]
    counts = [(f"{question.code}.{each.key}", sentence(each.label)) for each in question.inputs]
    return {
        "code": question.code,
        "label": sentence(question.label),
        "lost": node.score < node.weight,
        "points": f"{points(node.score)} / {points(node.weight)}",
        "choices": [[choice, shown(question.rubric.get(choice, ""))] for choice in scale.values],
        "hint": scale.printed[0],
        "fields": [
            {"code": code, "label": label, "now": _now(sheet.answers.get(code))}
            for code, label in counts or [(question.code, "")]
        ],
    }


def _now(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return answer.value if isinstance(answer.value, str) else shown(answer.typed)


def framed(report: str) -> str:
    """Return a report for a frame of the page: links out of it open beside the page, others lead to its own places."""
    return _LINK.sub(_led, report)


def _led(link: re.Match[str]) -> str:
    beside = "" if link["start"] == "#" else 'target="_blank" rel="noopener noreferrer" '
    start = "about:srcdoc#" if link["start"] == "#" else link["start"]
    return f'<a {link["kind"] or ""}{beside}href="{start}'
