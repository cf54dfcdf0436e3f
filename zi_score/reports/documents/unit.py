"""The report of a unit as a document: its evaluation, and every question and figure with the rule behind it."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.evaluation.scoring import Node, QuestionNode, add
from zi_score.model.language import translate as _
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Block, Cell, Document, Format, Table, name_column
from zi_score.reports.documents import evaluation, trace
from zi_score.reports.documents.questions import losses, questions, questions_table
from zi_score.reports.documents.scores import node_figures, source_of
from zi_score.reports.unit import UnitReport
from zi_score.reports.words import sentence

_LOSSES = 10


def document(report: UnitReport, form: Format) -> Document:
    """Return the report of a unit as a document; a page tells every question, a workbook lists them."""
    basis = evaluation.document(report.evaluation, report.ruleset, is_checked=True)
    found = [place for place, block in enumerate(basis.blocks) if block.key.startswith("findings")]
    every: list[Block] = []
    if form == "html":
        every = [questions(report)]
    elif form == "xlsx":
        every = [questions_table(report), origin(report)]
    before, own, after = basis.blocks[: found[0]], basis.blocks[found[0] : found[-1] + 1], basis.blocks[found[-1] + 1 :]
    return basis._replace(blocks=(*before, losses(report, _LOSSES), *own, *every, *after))


def origin(report: UnitReport) -> Table:
    """Return how every figure came about, from the criteria down to the cells."""
    columns = columns_of("code", "name", name_column("way", _("how")), "score", "weight", "exact", "source")
    rows = [*_criteria(report), *(_node(report, node) for root in report.ruleset.roots for node in _tree(report, root))]
    return Table(key="origin", title=_("How the figures came about"), columns=columns, rows=rows, sheet=True)


def _criteria(report: UnitReport) -> Iterator[tuple[Cell, ...]]:
    ruleset = report.ruleset
    for criterion in ruleset.criteria:
        codes = ruleset.nodes_of(criterion)
        if codes:
            parts = tuple(report.first.nodes[code] for code in codes)
            figure, way = add(parts), "\n".join(trace.added(ruleset, parts))
            score, weight, _share, _highest = node_figures(ruleset, codes, figure)
            name = sentence(criterion.label)
            yield " + ".join(codes), name, way, score, weight, figure.exact, source_of(ruleset, criterion)


def _tree(report: UnitReport, code: str) -> Iterator[Node]:
    pending = [report.first.nodes[code]]
    while pending:
        node = pending.pop(0)
        yield node
        pending = [*node.children, *pending]


def _node(report: UnitReport, node: Node) -> tuple[Cell, ...]:
    ruleset = report.ruleset
    if isinstance(node, QuestionNode):
        question = ruleset.questions[node.code]
        name, way, source = question.label, [*trace.valued(ruleset, node)], source_of(ruleset, question)
    else:
        part = ruleset.nodes[node.code]
        name, way, source = part.name, [trace.summed(ruleset, node)], source_of(ruleset, part)
    score, weight, _share, _highest = node_figures(ruleset, (node.code,), node)
    return node.code, sentence(name), "\n".join(way), score, weight, node.exact, source
