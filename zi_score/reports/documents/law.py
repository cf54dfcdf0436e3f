"""A ruleset as a document: what the law asks, with the source of every value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.law.cited import Citation, Cited
from zi_score.law.fault import Fault
from zi_score.law.frame import KawasanRule
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Criterion, Fact, Indicator, Question, Requirement, Ruleset, Scale
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, dated, least
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Cell,
    Column,
    Document,
    Lines,
    Table,
    Word,
    code_column,
    law_column,
    line,
    number_column,
)
from zi_score.reports.documents.law_ratio import formula, worth
from zi_score.reports.documents.scores import source_of
from zi_score.reports.words import about_rules


def codes(ruleset: Ruleset) -> tuple[str, ...]:
    """Return every code that ``part`` knows."""
    return (*dict.fromkeys((*ruleset.nodes, *ruleset.questions, *ruleset.demands)),)


def source(citation: Citation) -> str:
    """Return a source with what kind of authority it is.

    >>> from zi_score.model.language import use_language
    >>> use_language("en")
    >>> source(Citation(kind="law", text="PermenPANRB 5/2024, Tabel 5"))
    'Source: PermenPANRB 5/2024, Tabel 5 (law)'
    """
    return f"{_('Source')}: {citation.text} ({_(citation.kind)})"


def overview(ruleset: Ruleset) -> Document:
    """Return the whole ruleset: tree with weights, scales, minimums, requirements, conventions, sources."""
    return Document(
        kind=_("Ruleset"),
        title=ruleset.title,
        head=(*(line(text) for text in (ruleset.about, *_in_force(ruleset))), *about_rules(ruleset)),
        blocks=(
            _tree(ruleset),
            _scales(ruleset),
            _minimums(ruleset),
            _requirements(ruleset),
            _facts(ruleset),
            *_rates(ruleset),
            _zeros(ruleset),
            *([_kawasan(ruleset, ruleset.kawasan)] if ruleset.kawasan else []),
            conventions(ruleset),
            sources(ruleset),
        ),
    )


def _in_force(ruleset: Ruleset) -> Iterator[str]:
    """Say from when until when, as far as it is known, and what came after."""
    if ruleset.in_force_from:
        yield f"{_('in force from')} {dated(ruleset.in_force_from)}"
    if ruleset.in_force_until:
        yield f"{_('in force until')} {dated(ruleset.in_force_until)}"
    if ruleset.replaced and ruleset.replaced_since:
        told = _("replaced by {by} since {since}")
        yield told.format(by=ruleset.replaced.by, since=dated(ruleset.replaced_since))


def _cited(ruleset: Ruleset, part: Cited) -> Cell:
    return source_of(ruleset, part)


def _tree(ruleset: Ruleset) -> Table:
    columns = columns_of("code", "weight", "name", "scale", "source")
    return Table(
        key="tree", title=_("Questions"), columns=columns, rows=list(_tree_rows(ruleset)), detail=-1, sheet=True
    )


def _tree_rows(ruleset: Ruleset) -> Iterator[tuple[Cell, ...]]:
    pending = list(ruleset.roots)
    while pending:
        code = pending.pop(0)
        node = ruleset.nodes[code]
        yield code, as_ruled(node.weight), node.name, None, _cited(ruleset, node)
        if isinstance(node, Indicator):
            for question in node.questions:
                yield question.code, own_weight(question), question.label, question.scale, _cited(ruleset, question)
        else:
            pending = [*ruleset.children[code], *pending]


def own_weight(question: Question) -> Cell:
    """Return the weight of a question that has one of its own."""
    return None if question.weight is None else as_ruled(question.weight)


def _scales(ruleset: Ruleset) -> Table:
    columns = columns_of("scale", law_column("meaning", _("meaning")), "source")
    asked = {name: [each.ratio for each in ruleset.questions.values() if each.scale == name] for name in ruleset.scales}
    rows = [(name, meaning(scale, *asked[name]), _cited(ruleset, scale)) for name, scale in ruleset.scales.items()]
    return Table(key="scales", title=_("Scales"), columns=columns, rows=rows)


def meaning(scale: Scale, *ratios: Ratio | None) -> str:
    """Return how an answer on a scale becomes a value; of counts by the ratios of the questions that it is told of."""
    if scale.highest and not scale.unit:
        told = _("index / {highest}; outside 0-{highest} is an input error")
        return told.format(highest=as_ruled(scale.highest))
    if scale.unit:
        return _("a typed percentage, 0% to 100%")
    told = ", ".join(f"{choice} = {as_ruled(value)}" for choice, value in scale.values.items())
    are_plain = {ratio.is_plain for ratio in ratios if ratio}
    if told or False not in are_plain:
        return told or _("ratio of counts, limited to 0..1")
    return (
        _("ratio of counts, limited to 0..1 or by rates of its own")
        if True in are_plain
        else _("ratio of counts, by rates of its own")
    )


def _minimums(ruleset: Ruleset, only: str = "") -> Table:
    columns = columns_of(
        "code",
        "criterion",
        code_column("of", _("of")),
        *(number_column(f"min-{name}", f"min {name}") for name in ruleset.predicates),
        "source",
    )
    rows = [
        (
            criterion.id,
            criterion.label,
            " + ".join(ruleset.nodes_of(criterion)),
            *(criterion_minimum(criterion, name) for name in ruleset.predicates),
            _cited(ruleset, criterion),
        )
        for criterion in ruleset.criteria
        if only in ("", criterion.id)
    ]
    return Table(key="minimums", title=_("Minimums"), columns=columns, rows=rows)


def criterion_minimum(criterion: Criterion, predicate: str) -> Cell:
    """Return what a criterion asks for a predicate, if anything."""
    value = criterion.minimum.get(predicate)
    return least(criterion.measure, value) if isinstance(value, Fraction) else value


def _requirements(ruleset: Ruleset, only: str = "") -> Table:
    columns = columns_of(
        "code",
        law_column("requirement", _("requirement")),
        *(Column(f"min-{name}", f"min {name}") for name in ruleset.predicates),
        "source",
    )
    rows = [
        (
            each.id,
            ruleset.facts[each.fact].label,
            *(requirement_minimum(each, name) for name in ruleset.predicates),
            _cited(ruleset, each),
        )
        for each in ruleset.requirements
        if only in ("", each.id)
    ]
    return Table(key="requirements", title=_("Requirements for being proposed"), columns=columns, rows=rows)


def requirement_minimum(requirement: Requirement, predicate: str) -> str:
    """Return what a requirement asks for a predicate, empty where it asks nothing."""
    value = requirement.minimum.get(predicate)
    options = value.items() if isinstance(value, dict) else [("", value)] if value is not None else []
    return " / ".join(f"{v if isinstance(v, str) else as_ruled(v)}{f' ({k})' if k else ''}" for k, v in options)


def _facts(ruleset: Ruleset) -> Table:
    columns = columns_of(
        code_column("key", _("key of --fact")),
        law_column("fact", _("fact")),
        law_column("choices", _("choices")),
        "source",
    )
    rows = [
        (
            key,
            fact.label,
            "; ".join(filter(None, (", ".join(fact.choices), _of_index(fact), *_waived(ruleset, key)))),
            _cited(ruleset, fact),
        )
        for key, fact in ruleset.facts.items()
    ]
    return Table(
        key="facts",
        title=_("Facts from outside the {sheet}").format(sheet=ruleset.sheet_name),
        columns=columns,
        rows=rows,
    )


def _of_index(fact: Fact) -> str:
    return _("an index from 0 to {highest}").format(highest=as_ruled(fact.highest)) if fact.highest else ""


def _waived(ruleset: Ruleset, key: str) -> Iterator[str]:
    """Say what a fact has to do with the waiver."""
    waiver = ruleset.waiver
    if waiver is None:
        return
    if waiver.fact == key:
        told = _("{value} waives the requirements for {predicates}")
        yield told.format(value=waiver.value, predicates=", ".join(waiver.predicates))
    if waiver.kind == key:
        yield _("open to afirmasi: {kinds}").format(kinds=", ".join(waiver.kinds))
    if key in waiver.barred:
        yield _("never open to afirmasi: {value}").format(value=waiver.barred[key])


def _rates(ruleset: Ruleset) -> Iterator[Table]:
    columns = columns_of("code", law_column("rule", _("Ratio")), "source")
    rows = [
        (question.code, f"{formula(question.ratio)}: {told}", _cited(ruleset, question.ratio))
        for question in ruleset.questions.values()
        if question.ratio and (told := worth(question.ratio))
    ]
    if rows:
        yield Table(key="rates", title=_("Ratios"), columns=columns, rows=rows)


def _zeros(ruleset: Ruleset) -> Table:
    columns = columns_of("code", law_column("rule", _("Denominator 0")), "source")
    rows = [
        (question.code, told, _cited(ruleset, question.ratio.zero_whole))
        for question in ruleset.questions.values()
        if question.ratio and (told := zero_whole(question))
    ]
    return Table(key="zeros", title=_("Denominator 0"), columns=columns, rows=rows)


def zero_whole(question: Question) -> str:
    """Say what a ratio is when its denominator is 0."""
    ratio = question.ratio
    if ratio is None:
        return ""
    zero = ratio.zero_whole
    value = str(as_ruled(zero.zero_part))
    if zero.zero_part != zero.some_part:
        message = _("{zero} if {part} is 0 too, else {value}")
        value = message.format(zero=value, part=ratio.part, value=as_ruled(zero.some_part))
    return f"{ratio.whole} = 0: {value}"


def _kawasan(ruleset: Ruleset, kawasan: KawasanRule) -> Table:
    columns = columns_of("predicate", law_column("rule", _("rule")), "source")
    told = _("score of integrated business processes at least: {scores}")
    rows: list[tuple[Cell, ...]] = [
        (predicate, told.format(scores=as_ruled(score)), _cited(ruleset, kawasan))
        for predicate, score in kawasan.integration_score.items()
    ]
    rows += [
        (predicate, _("also needs kawasan WBK"), _cited(ruleset, kawasan)) for predicate in kawasan.holds_kawasan_wbk
    ]
    return Table(key="kawasan", title="Kawasan", columns=columns, rows=rows)


def conventions(ruleset: Ruleset, *, detail: int = 0) -> Table:
    """Return how the program acts where it had to choose."""
    columns = columns_of(law_column("convention", _("convention")), "source")
    rows = [(each.text, _cited(ruleset, each)) for each in ruleset.conventions]
    return Table(key="conventions", title=_("Conventions"), columns=columns, rows=rows, detail=detail)


def sources(ruleset: Ruleset) -> Table:
    """Return the numbered sources of everything, each with its authority."""
    columns = columns_of(code_column("number", "#"), law_column("source", _("Source")), Column("kind", _("authority")))
    rows = [
        (f"[{place}]", citation.text, _(citation.kind))
        for place, citation in enumerate(ruleset.sources.values(), start=1)
    ]
    return Table(key="sources", title=_("Sources"), columns=columns, rows=rows)


def summary(ruleset: Ruleset, unusual: Sequence[Fault] = ()) -> Document:
    """Return that a ruleset is whole, how much there is of it, and what is unusual in it."""
    whole = _(
        "{id} is whole: {questions} questions in {indicators} indicators, weights that add up to 100, "
        "{areas} areas, {criteria} minimums and {requirements} requirements for {predicates}."
    )
    counted = whole.format(
        id=ruleset.id,
        questions=len(ruleset.questions),
        indicators=len(ruleset.indicators),
        areas=len(ruleset.areas),
        criteria=len(ruleset.criteria),
        requirements=len(ruleset.requirements),
        predicates=", ".join(ruleset.predicates),
    )
    told = tuple(fault.message for fault in unusual)
    head = [line(Word(counted, "good"))]
    if unusual:
        head.append(line(Word(_("Unusual, to be looked at: {count}.").format(count=len(told)), "open")))
    head += about_rules(ruleset)
    listed = Lines(key="unusual", title="", lines=tuple(map(line, told)), detail=-1)
    return Document(kind=_("Ruleset"), title=ruleset.title, head=tuple(head), blocks=(listed,), names=told)


def faults(folder: str, found: Sequence[Fault]) -> Document:
    """Return the faults of a ruleset, one a line, and how many there are."""
    told = tuple(fault.message for fault in found)
    counted = Word(_("Faults: {count}.").format(count=len(found)), "bad")
    listed = Lines(key="faults", title="", lines=tuple(map(line, told)), detail=-1)
    return Document(kind=_("Ruleset"), title=folder, head=(line(counted),), blocks=(listed,), names=(folder, *told))
