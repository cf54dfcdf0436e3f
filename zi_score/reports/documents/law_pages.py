"""The whole regulation on pages: weight, rubric, minimum and source side by side, to be ticked off against its text."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.law.ruleset import Indicator, Question, Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Column, Document, Table, law_column, number_column
from zi_score.reports.documents.law import criterion_minimum, meaning, overview, own_weight, source, zero_whole
from zi_score.reports.documents.law_ratio import formula, worth

_TICK = "\u2610"
"""A box to tick."""


def document(ruleset: Ruleset) -> Document:
    """Return the ruleset with everything that a second person compares."""
    basis = overview(ruleset)
    return basis._replace(kind=_("Rules to be checked against the text"), blocks=(_tree(ruleset), *basis.blocks[1:]))


def _tree(ruleset: Ruleset) -> Table:
    columns = columns_of(
        Column("tick", "\u2713"),
        "code",
        "weight",
        "name",
        law_column("scale", _("scale")),
        law_column("rubric", _("rubric")),
        *(number_column(f"min-{name}", f"min {name}") for name in ruleset.predicates),
        law_column("source", _("Source")),
    )
    return Table(key="tree", title=_("Questions"), columns=columns, rows=list(_rows(ruleset)), sheet=True)


def _rows(ruleset: Ruleset) -> Iterator[tuple[Cell, ...]]:
    pending = list(ruleset.roots)
    while pending:
        code = pending.pop(0)
        node = ruleset.nodes[code]
        told = source(ruleset.citation(node)).partition(": ")[2]
        yield _TICK, code, as_ruled(node.weight), node.name, None, None, *_minimums(ruleset, code), told
        if isinstance(node, Indicator):
            yield from (_question(ruleset, question) for question in node.questions)
        else:
            pending = [*ruleset.children[code], *pending]


def _question(ruleset: Ruleset, question: Question) -> tuple[Cell, ...]:
    scale = ruleset.scales[question.scale]
    rubric = [f"{choice}: {text}" for choice, text in question.rubric.items()]
    rubric += [f"- {point}" for point in question.points]
    rubric += [f"{row.key}: {row.label}" for row in question.inputs]
    if question.ratio:
        told = worth(question.ratio)
        rubric += [*([f"{formula(question.ratio)}: {told}"] if told else []), zero_whole(question)]
    told = source(ruleset.citation(question)).partition(": ")[2]
    means, blank = meaning(scale, question.ratio), [None] * len(ruleset.predicates)
    return _TICK, question.code, own_weight(question), question.label, means, "\n".join(rubric), *blank, told


def _minimums(ruleset: Ruleset, code: str) -> Iterator[Cell]:
    """Yield what each predicate asks of a node alone, or of the area to which it belongs."""
    asked = [criterion for criterion in ruleset.criteria if ruleset.nodes_of(criterion) == (code,)]
    asked += [each for each in ruleset.criteria if each.area is not None and code in ruleset.area(each.area).sections]
    for predicate in ruleset.predicates:
        yield next((found for each in asked if (found := criterion_minimum(each, predicate)) is not None), None)
