"""How a number came about, from the criterion or node down to the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.scoring import Node, QuestionNode
from zi_score.law.ruleset import Indicator, Input, Question, Requirement, Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, localised, points, share
from zi_score.reports.document import Document, Lines, line
from zi_score.reports.documents.law import source
from zi_score.reports.documents.law_ratio import formula, worth
from zi_score.reports.figures import minimum, minimums, points_of, stated, total_of
from zi_score.reports.words import about_rules, status_word

TOTAL = "total"


def traceable(ruleset: Ruleset, assessment: Assessment) -> tuple[str, ...]:
    """Return every code that ``document`` can explain: nodes, questions, criteria and requirements."""
    return (*dict.fromkeys((TOTAL, *ruleset.demands, *assessment.nodes)),)


def document(ruleset: Ruleset, assessment: Assessment, code: str) -> Document:
    """Explain one number of an assessment, or a fact that it rests on, line by line, down to the cells.

    Args:
        ruleset: the regulation that was applied.
        assessment: the assessment that holds the number.
        code: one of ``traceable``.

    """
    nodes = assessment.nodes
    if code in nodes:
        lines = [*_node(ruleset, nodes[code], 0), *_upwards(ruleset, assessment, code)]
    else:
        demand = ruleset.demands[code]
        label = ruleset.facts[demand.fact].label if isinstance(demand, Requirement) else demand.label
        parts = [] if isinstance(demand, Requirement) else [nodes[part] for part in ruleset.nodes_of(demand)]
        told = added(ruleset, parts) if parts else _asked(assessment, code)
        lines = [f"{code}  {label}", *(f"  {each}" for each in told), *_sources(ruleset, code, "  ")]
        lines += [each for part in parts for each in _node(ruleset, part, 1)]
    first, *others = (line(text.lstrip(), depth=(len(text) - len(text.lstrip())) // 2) for text in lines)
    way = Lines(key="way", title="", lines=tuple(others), detail=-1)
    return Document(
        kind=_("How a number came about"), title=first.text, head=tuple(about_rules(ruleset)), blocks=(way,)
    )


def _asked(assessment: Assessment, code: str) -> Iterator[str]:
    """Yield what was stated of a fact, and what each predicate that asks for it asks."""
    asked = [(each.id, result) for each in assessment.predicates for result in each.criteria if result.id == code]
    for fact in dict.fromkeys(stated(result) for _predicate, result in asked):
        yield _("stated: {fact}").format(fact=fact) if fact else _("not stated")
    message = _("{predicate} asks {minimum}: {status}.")
    for predicate, result in asked:
        status = status_word(result.status).lower()
        yield message.format(predicate=predicate, minimum=minimum(result), status=status)


def _sources(ruleset: Ruleset, code: str, indent: str) -> Iterator[str]:
    yield from (indent + source(citation) for citation in ruleset.sources_of(code))


def added(ruleset: Ruleset, parts: Sequence[Node]) -> Iterator[str]:
    """Yield how the points of a criterion follow from its nodes, and their share of the weight."""
    total = sum((part.score for part in parts), Fraction())
    weight = sum((part.weight for part in parts), Fraction())
    terms = " + ".join(f"{points_of(ruleset, (part.code,), part.score)} ({part.code})" for part in parts)
    asked = minimums(ruleset, [part.code for part in parts]).values()
    yield f"= {terms} = {points(total, asked)} {_('of')} {points(weight)}  [{_('exact')} {total}]"
    if weight:
        reached = share(total / weight, [least / weight for least in asked])
        yield f"= {reached}  [{_('exact')} {total / weight}]"


def _node(ruleset: Ruleset, node: Node, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(node, QuestionNode):
        yield from (indent + each for each in _question(ruleset, node))
        return
    yield f"{indent}{node.code}  {node.name}: {figure(ruleset, node)}"
    yield f"{indent}  {summed(ruleset, node)}"
    yield from _sources(ruleset, node.code, f"{indent}  ")
    for child in node.children:
        yield from _node(ruleset, child, depth + 1)


def summed(ruleset: Ruleset, node: Node) -> str:
    """Return how the points of a section or indicator follow from what stands under it."""
    part = ruleset.nodes[node.code]
    if not isinstance(part, Indicator):
        return "= " + " + ".join(
            f"{points_of(ruleset, (child.code,), child.score)} ({child.code})" for child in node.children
        )
    found = [as_ruled(getattr(child, "value", None) or Fraction()) for child in node.children]
    if part.is_weighed:
        products = (f"{value} x {as_ruled(child.weight)}" for value, child in zip(found, node.children, strict=True))
        return f"= {' + '.join(products)}   {_('value x weight of each question')}"
    values = " + ".join(map(str, found))
    count = len(node.children)
    return f"= ({values}) / {count} x {as_ruled(node.weight)}   {_('mean of all questions x weight')}"


def _question(ruleset: Ruleset, node: QuestionNode) -> Iterator[str]:
    question = ruleset.questions[node.code]
    yield f"{node.code}  {question.label}"
    yield from (f"  {each}" for each in valued(ruleset, node))
    yield f"  {_('points')}: {figure(ruleset, node)}"
    yield from _sources(ruleset, node.code, "  ")


def valued(ruleset: Ruleset, node: QuestionNode) -> Iterator[str]:
    """Yield how the value of a question follows from its cells."""
    question = ruleset.questions[node.code]
    scale = ruleset.scales[question.scale]
    where = f"  [{shown(node.cell)}]" if node.cell else ""
    if node.value is None:
        typed = f' ("{shown(node.answer)}")' if node.answer else ""
        said = _("a formula that nobody calculated, counts 0") if node.basis == "formula" else _("unanswered, counts 0")
        yield f"{said}{typed}{where}"
    elif node.basis in ("counts", "convention"):
        yield from _ratio(ruleset, question, node)
    else:
        answer = shown(node.answer or "")
        if scale.kind != "choice":
            answer = localised(answer)  # a number in a cell has neither point nor comma
        yield f'"{answer}" -> {as_ruled(node.value)}{where}'
        if scale.highest and node.basis == "answer":
            yield f"= {as_ruled(node.value * scale.highest)} / {as_ruled(scale.highest)}"


def _ratio(ruleset: Ruleset, question: Question, node: QuestionNode) -> Iterator[str]:
    for key, count in node.counts.items():
        yield f"{key} = {_count(question.input(key), node)}  {question.input(key).label}  [{shown(count.cell)}]"
    ratio = question.ratio
    if ratio is None or node.value is None:
        return
    if node.basis == "convention":
        yield f"{ratio.whole} = 0 -> {as_ruled(node.value)}  ({ruleset.citation(ratio.zero_whole).text})"
        return
    part, whole = (_used(question.input(key), node) or Fraction() for key in (ratio.part, ratio.whole))
    found = ratio.unlimited(part, whole)
    why = worth(ratio) or (_("limited to 0..1") if found != node.value else "")
    limited = f" -> {as_ruled(node.value)} ({why})" if why else ""
    yield f"{formula(ratio)} = {found}{limited}"


def _used(row: Input, node: QuestionNode) -> Fraction | None:
    """Return a count as it was used: the sum of its groups where they are known, else what was typed."""
    if groups := _groups(row, node):
        return sum(groups, Fraction())
    count = node.counts.get(row.key)
    return count.value if count else None


def _groups(row: Input, node: QuestionNode) -> list[Fraction]:
    """Return the groups that a count is the sum of, if all of them are known."""
    counted = [count.value for key in row.sum_of if (count := node.counts.get(key))]
    known = [value for value in counted if value is not None]
    return known if len(known) == len(row.sum_of) else []


def _count(row: Input, node: QuestionNode) -> str:
    """Write a count as it was used, with the sum that it is, and what the sheet shows instead."""
    used, typed = _used(row, node), node.counts[row.key].value
    if used is None:
        return "-"
    terms = " + ".join(str(as_ruled(group)) for group in _groups(row, node))
    text = f"{terms} = {as_ruled(used)}" if terms else str(as_ruled(used))
    return text if typed in (None, used) else f"{text} ({_('the sheet shows {typed}').format(typed=as_ruled(typed))})"


def figure(ruleset: Ruleset, node: Node) -> str:
    """Write points with their maximum and their exact value; while questions are unanswered also what is still open."""
    asked = minimums(ruleset, (node.code,)).values()
    text = f"{points(node.score, asked)} {_('of')} {points(node.weight)}  [{_('exact')} {node.score}]"
    if node.highest != node.score:
        text += f", {_('at most')} {points(node.highest, asked)}"
    return text


def _upwards(ruleset: Ruleset, assessment: Assessment, code: str) -> Iterator[str]:
    """Yield where a node's points go: the nodes above it and the criteria they serve."""
    above = []
    while code:
        above += [code] if code in assessment.nodes else []
        code = code.rpartition(".")[0]
    criteria = [
        criterion.id for criterion in ruleset.criteria if any(node in above for node in ruleset.nodes_of(criterion))
    ]
    path = " -> ".join(f"{node} {points_of(ruleset, (node,), assessment.nodes[node].score)}" for node in above)
    yield f"{_('Counts in')}: {path} -> {TOTAL} {total_of(ruleset, assessment.total.score)}"
    yield f"{_('Criteria')}: {', '.join(criteria)}"
