"""One part of a regulation: a question, indicator, section, criterion or requirement."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.law.ruleset import Criterion, Indicator, Question, Requirement, Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled
from zi_score.reports.document import Document, Line, line
from zi_score.reports.documents.law import criterion_minimum, meaning, requirement_minimum, source, zero_whole
from zi_score.reports.documents.law_ratio import formula, worth
from zi_score.reports.words import about_rules


def part(ruleset: Ruleset, code: str) -> Document | None:
    """Return one section, indicator, question, criterion or requirement; None if there is none of that code."""
    if code in ruleset.questions:
        question = ruleset.questions[code]
        title, lines = f"{code}  {question.label}", tuple(_question(ruleset, question))
    elif code in ruleset.nodes:
        title, lines = f"{code}  {ruleset.nodes[code].name}", tuple(_node(ruleset, code))
    else:
        demand = ruleset.demands.get(code)
        if demand is None:
            return None
        title, lines = _demand(ruleset, demand)
    cited = tuple(line(source(citation)) for citation in ruleset.sources_of(code))
    return Document(kind=_("Ruleset"), title=title, head=(*lines, *cited, *about_rules(ruleset)))


def _demand(ruleset: Ruleset, demand: Criterion | Requirement) -> tuple[str, tuple[Line, ...]]:
    if isinstance(demand, Requirement):
        title = ruleset.facts[demand.fact].label
        minimums: list[tuple[str, object]] = [(name, requirement_minimum(demand, name)) for name in ruleset.predicates]
    else:
        of = " + ".join(ruleset.nodes_of(demand))
        title = f"{demand.label}{f' ({of})' if of else ''}"
        minimums = [(name, criterion_minimum(demand, name)) for name in ruleset.predicates]
    return title, tuple(line(f"min {name}: {value}") for name, value in minimums if value)


def _node(ruleset: Ruleset, code: str) -> Iterator[Line]:
    node = ruleset.nodes[code]
    yield line(f"{_('weight')}: {as_ruled(node.weight)}")
    if isinstance(node, Indicator):
        yield from (line(f"{each.code}  {each.label} ({each.scale})", depth=1) for each in node.questions)
    else:
        for child in ruleset.children[code]:
            told = f"{child}  {as_ruled(ruleset.nodes[child].weight)}  {ruleset.nodes[child].name}"
            yield line(told, depth=1)


def _question(ruleset: Ruleset, question: Question) -> Iterator[Line]:
    indicator = next(i for i in ruleset.indicators if question in i.questions)
    mean = "" if indicator.is_weighed else f" ({as_ruled(indicator.weight)} / {len(indicator.questions)})"
    yield line(f"{_('indicator')}: {indicator.code} {indicator.name}")
    yield line(f"{_('worth')}: {as_ruled(indicator.share(question))}{mean}")
    yield line(f"{question.scale}: {meaning(ruleset.scales[question.scale], question.ratio)}")
    yield from (line(f"{choice}: {text}", depth=1) for choice, text in question.rubric.items())
    yield from (line(f"- {point}", depth=1) for point in question.points)
    yield from _ratio(ruleset, question)
    if question.portalrb:
        row = f", {_('row')} {question.portalrb.row}" if question.portalrb.row else ""
        yield line(f"PortalRB: soal_id {question.portalrb.soal_id}{row}")


def _ratio(ruleset: Ruleset, question: Question) -> Iterator[Line]:
    ratio = question.ratio
    if ratio is None:
        return
    if told := worth(ratio):
        yield line(f"{formula(ratio)}: {told}", depth=1)
    else:
        limited = "min(1, {rate})" if ratio.kind == "share" else "max(0, {rate})"
        yield line(limited.format(rate=formula(ratio)), depth=1)
    for row in question.inputs:
        portal = f" (PortalRB {row.portalrb.soal_id})" if row.portalrb else ""
        total = f" = {' + '.join(row.sum_of)}" if row.sum_of else ""
        yield line(f"{row.key}: {row.label}{portal}{total}", depth=2)
    citation = ruleset.citation(ratio.zero_whole)
    yield line(f"{zero_whole(question)} ({citation.text}; {_(citation.kind)})", depth=1)
