"""The sheet of questions in a unit's workbook: answers side by side, what they lose, and what the next level asks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import figure
from zi_score.output.unit.words import answer, source_number
from zi_score.output.workbook_sheet import CODE, Entry, Sheet, Style
from zi_score.report.unit import Asked, Chapter, Given, Level, UnitReport
from zi_score.report.words import assessor_word

_HEADER_ROW = 2
_FIXED = 2
_LOST = "F6DDB5"


def write_questions(book: Workbook, report: UnitReport) -> None:
    """Write a row a question, in the order of the regulation."""
    given = report.asked[0].given if report.asked else ()
    each = [
        (f"{assessor_word(one.assessor)}: {text}") for one in given for text in (_("answer"), _("value"), _("score"))
    ]
    headers = [
        *(_("Code"), _("Question"), _("Area"), _("Indicator")),
        *each,
        *(_("Weight"), _("Points lost"), _("Next level"), _("Gain")),
        *(_("Rubric of the answer"), _("Rubric of the next level")),
        *(_("Notes"), _("Evidence"), _("Findings"), _("Source")),
    ]
    first = (13.0, 44, 8, 30, *(10 for _text in each), 9, 9, 9, 9)
    sheet = Sheet(book, _("Questions"), (*first, 40, 40, 40, 40, 26, 9), frozen=f"C{_HEADER_ROW + 1}")
    sheet.print_in_parts((len(first), len(headers)), repeated=_FIXED)
    sheet.title(_("Questions"))
    sheet.header(headers)
    chapters = {asked.question.code: chapter for chapter in report.chapters for asked in chapter.asked}
    for asked in report.asked:
        sheet.add(_question(report, chapters[asked.question.code], asked))
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)


def _question(report: UnitReport, chapter: Chapter, asked: Asked) -> Iterator[Entry]:
    first = asked.first
    above = asked.next_level(first)
    gain = (above.value - (first.node.value or 0)) * first.node.weight if above else None
    present = next((level for level in asked.levels if level.choice == first.choice), None)
    yield Entry(asked.question.code, CODE)
    yield Entry(asked.question.label)
    yield Entry(int(chapter.area) if chapter.area else chapter.key, CODE)
    yield Entry(asked.indicator.name)
    for given in asked.given:
        yield from _given(given)
    yield figure(first.node.weight)
    yield figure(first.lost, style=Style(align="center", fill=_LOST if first.lost else ""))
    yield Entry(above.choice if above else None, CODE)
    yield Entry(None) if gain is None else figure(gain)
    yield Entry(_rubric(present))
    yield Entry(_rubric(above))
    yield Entry(_joined(asked, "notes"))
    yield Entry(_joined(asked, "evidence"))
    yield Entry("\n".join(dict.fromkeys(finding.name for finding in report.findings_of(asked))))
    yield Entry(f"[{source_number(report.ruleset, asked.question)}]", CODE)


def _given(given: Given) -> Iterator[Entry]:
    yield Entry(answer(given), CODE)
    yield Entry(None) if given.node.value is None else figure(Fraction(given.node.value))
    yield figure(given.node.score)


def _rubric(level: Level | None) -> str:
    return "" if level is None else f"{level.choice}: {level.text}" if level.text else level.choice


def _joined(asked: Asked, kind: str) -> str:
    """Return the texts beside all answers, each assessor's behind its name where there are several."""
    texts = []
    for given in asked.given:
        who = f"{given.assessor.label}: " if len(asked.given) > 1 else ""
        texts += [f"{who}{line}" for text in getattr(given, kind) for line in text.lines]
    return "\n".join(texts)
