"""The first sheet of a unit's workbook: who, what verdict, why, and what to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import FILLS, figure, verdict_style
from zi_score.output.unit.blocks import assessors, component_codes, requirements
from zi_score.output.unit.lists import workbook
from zi_score.output.unit.words import (
    answer,
    part_share,
    point_minimums,
    reasons,
    replaced_line,
    shown_requirements,
    state_lines,
    title,
    total_line,
    unit_line,
    unit_name,
)
from zi_score.output.workbook_sheet import CODE, Entry, Sheet, Style
from zi_score.report.unit import Asked, UnitReport
from zi_score.report.words import status_word, verdict_sentence

_WIDTHS = (14.0, 64, 14, 14, 14, 14)
_WIDE = len(_WIDTHS)
_LOSSES = 10


def write_summary(book: Workbook, report: UnitReport) -> None:
    """Write verdict and reasons, the components, assessors side by side, requirements, and the largest losses."""
    sheet = Sheet(book, _("Summary"), _WIDTHS)
    sheet.title(unit_name(report))
    for line in (title(), unit_line(report), f"{report.ruleset.title}: {report.ruleset.about}"):
        if line:
            sheet.note(line)
    sheet.add([Entry(verdict_sentence(report.first.verdict), verdict_style(report.first.verdict))], spread=_WIDE)
    sheet.note(total_line(report))
    if replaced := replaced_line(report.ruleset):
        sheet.note(replaced)
    for predicate in reversed(report.first.predicates):
        status = Entry(predicate.id, CODE), Entry(status_word(predicate.status), Style(fill=FILLS[predicate.status]))
        sheet.add(status, spread=_WIDE)
        for reason in reasons(predicate):
            sheet.note(f"- {reason}")
    for line in state_lines(report):
        sheet.note(line)
    _write_tables(sheet, report)


def _write_tables(sheet: Sheet, report: UnitReport) -> None:
    headers = (_("Code"), _("Component"), _("Score"), _("Weight"), _("Share"), _("At most"))
    sheet.table(_("Components"), headers, _components(report))
    if len(report.evaluation.assessments) > 1:
        side = assessors(report)
        heads = ("", *(column.title for column in side.columns))
        rows = ([Entry(None), Entry(cells[0]), *(Entry(cell, CODE) for cell in cells[1:])] for cells in side.rows)
        sheet.table(side.title, heads, rows)
    headers = (_("Code"), _("Question"), _("Answer"), _("Points lost"), _("Next level"), _("Gain"))
    sheet.table(_("Where most points are lost"), headers, map(_loss, report.losses[:_LOSSES]))
    asked = requirements(report)
    if asked.rows:
        heads = ("", *(column.title for column in asked.columns))
        sheet.table(asked.title, heads, _requirements(report))
    facts = workbook(report)
    sheet.add([])
    sheet.add([Entry(facts.title, Style("heading"))])
    for fact, stated in facts.rows:
        sheet.note(f"{fact}: {stated}")


def _components(report: UnitReport) -> Iterator[tuple[Entry, ...]]:
    for code in component_codes(report):
        node = report.first.nodes[code]
        yield (
            Entry(code, CODE),
            Entry(report.ruleset.nodes[code].name),
            figure(node.score, point_minimums(report.ruleset, (code,))),
            figure(node.weight),
            figure(part_share(node), kind="percent"),
            figure(node.highest),
        )
    total, bold = report.first.total, Style(align="center", bold=True)
    yield (
        Entry(" + ".join(report.ruleset.roots), CODE),
        Entry(_("total"), Style(bold=True)),
        figure(total.score, point_minimums(report.ruleset, report.ruleset.roots), style=bold),
        figure(total.weight, style=bold),
        figure(part_share(total), kind="percent", style=bold),
        figure(total.highest, style=bold),
    )


def _loss(asked: Asked) -> tuple[Entry, ...]:
    given, above = asked.first, asked.next_level(asked.first)
    gain = (above.value - (given.node.value or 0)) * given.node.weight if above else Fraction(0)
    return (
        Entry(asked.question.code, CODE),
        Entry(asked.question.label),
        Entry(answer(given), CODE),
        figure(given.lost),
        Entry(above.choice if above else None, CODE),
        figure(gain) if above else Entry(None),
    )


def _requirements(report: UnitReport) -> Iterator[tuple[Entry, ...]]:
    _predicate, listed = shown_requirements(report)
    for cells, requirement in zip(requirements(report).rows, listed, strict=True):
        label, minimum, stated, state, source = cells
        judged = Entry(state, Style(align="center", fill=FILLS[requirement.status]))
        yield Entry(None), Entry(label), Entry(minimum, CODE), Entry(stated, CODE), judged, Entry(source, CODE)
