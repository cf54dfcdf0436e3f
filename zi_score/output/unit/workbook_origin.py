"""The sheet in a unit's workbook that shows how every figure came about, and on which rule."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook

from zi_score.language import translate as _
from zi_score.output.rekap.workbook_figures import figure
from zi_score.output.template.style import Look
from zi_score.output.unit.lists import conventions, sources
from zi_score.output.unit.words import point_minimums, source_number
from zi_score.output.workbook_sheet import CODE, Entry, Sheet, Style
from zi_score.report.documents import trace
from zi_score.report.unit import UnitReport
from zi_score.ruleset import Indicator
from zi_score.scoring import Figure, Node, QuestionNode, add

_HEADER_ROW = 2
_WIDTHS = (22.0, 52, 80, 11, 11, 18, 9)


def write_origin(book: Workbook, report: UnitReport) -> None:
    """Write criteria and nodes from the total down to the cells, then conventions and sources."""
    sheet = Sheet(book, _("How the figures came about"), _WIDTHS, frozen=f"C{_HEADER_ROW + 1}")
    sheet.title(_("How the figures came about"))
    sheet.header([_("Code"), _("Name"), _("How"), _("Score"), _("Weight"), _("Exact"), _("Source")])
    for criterion in report.ruleset.criteria:
        parts = tuple(report.first.nodes[code] for code in report.ruleset.nodes_of(criterion))
        if parts:
            told = (criterion.id, criterion.label, "\n".join(trace.added(report.ruleset, parts)))
            sheet.add(_line(report, told, add(parts), source_number(report.ruleset, criterion), "component"))
    for code in report.ruleset.roots:
        for node in _tree(report.first.nodes[code]):
            sheet.add(_node(report, node))
    sheet.filtered(_HEADER_ROW, _HEADER_ROW)
    for block in (conventions(report), sources(report)):
        heads = ["", *(column.title for column in block.columns)]
        sheet.table(block.title, heads, ([Entry(None), *map(Entry, cells)] for cells in block.rows))


def _tree(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _tree(child)


def _node(report: UnitReport, node: Node) -> Iterator[Entry]:
    ruleset = report.ruleset
    if isinstance(node, QuestionNode):
        question = ruleset.questions[node.code]
        told = (node.code, question.label, "\n".join(trace.valued(ruleset, node)))
        return _line(report, told, node, source_number(ruleset, question), "text")
    part = ruleset.nodes[node.code]
    look: Look = "indicator" if isinstance(part, Indicator) else "section"
    told = (node.code, part.name, trace.summed(ruleset, node))
    return _line(report, told, node, source_number(ruleset, part), look)


def _line(report: UnitReport, told: tuple[str, str, str], part: Figure, source: int, look: Look) -> Iterator[Entry]:
    """Yield the cells of a figure; ``told`` are its code, its name, and how it came about."""
    style, number = Style(look), Style(look, align="center")
    yield from (Entry(text, style) for text in told)
    yield figure(part.score, point_minimums(report.ruleset, told[:1]), style=number)
    yield figure(part.weight, style=number)
    yield Entry(part.exact, number)
    yield Entry(f"[{source}]", CODE)
