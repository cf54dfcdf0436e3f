"""A ruleset as a document: what the law asks, with the source of every value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.language import translate as _
from zi_score.report.columns import columns_of
from zi_score.report.document import (
    Block,
    Cell,
    Column,
    Document,
    Line,
    Lines,
    Table,
    Word,
    code_column,
    law_column,
    line,
    number_column,
)
from zi_score.report.documents.scores import source_of
from zi_score.report.figures import least
from zi_score.ruleset import (
    Citation,
    Cited,
    Criterion,
    Fault,
    Indicator,
    Kawasan,
    Question,
    Requirement,
    Ruleset,
    Scale,
)
from zi_score.written import as_ruled, dated


def codes(ruleset: Ruleset) -> tuple[str, ...]:
    """Return every code that ``part`` knows."""
    return (*dict.fromkeys((*ruleset.nodes, *ruleset.questions, *ruleset.demands)),)


def source(citation: Citation) -> str:
    """Return a source with what kind of authority it is.

    >>> from zi_score.language import use_language
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
        head=tuple(line(text) for text in (ruleset.about, *_in_force(ruleset))),
        blocks=(
            _tree(ruleset),
            _scales(ruleset),
            _minimums(ruleset),
            _requirements(ruleset),
            _facts(ruleset),
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
                yield question.code, None, question.label, question.scale, _cited(ruleset, question)
        else:
            pending = [*ruleset.children[code], *pending]


def _scales(ruleset: Ruleset) -> Table:
    columns = columns_of("scale", law_column("meaning", _("meaning")), "source")
    rows = [(name, _meaning(scale), _cited(ruleset, scale)) for name, scale in ruleset.scales.items()]
    return Table(key="scales", title=_("Scales"), columns=columns, rows=rows)


def _meaning(scale: Scale) -> str:
    if scale.highest and not scale.unit:
        told = _("index / {highest}; outside 0-{highest} is an input error")
        return told.format(highest=as_ruled(scale.highest))
    if scale.unit:
        return _("a typed percentage, 0% to 100%")
    told = ", ".join(f"{choice} = {as_ruled(value)}" for choice, value in scale.values.items())
    return told or _("ratio of counts, limited to 0..1")


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
            *(_least(criterion, name) for name in ruleset.predicates),
            _cited(ruleset, criterion),
        )
        for criterion in ruleset.criteria
        if only in ("", criterion.id)
    ]
    return Table(key="minimums", title=_("Minimums"), columns=columns, rows=rows)


def _least(criterion: Criterion, predicate: str) -> Cell:
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
            *(_asked(each, name) for name in ruleset.predicates),
            _cited(ruleset, each),
        )
        for each in ruleset.requirements
        if only in ("", each.id)
    ]
    return Table(key="requirements", title=_("Requirements for being proposed"), columns=columns, rows=rows)


def _asked(requirement: Requirement, predicate: str) -> str:
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
            "; ".join(filter(None, (", ".join(fact.choices), *_waived(ruleset, key)))),
            _cited(ruleset, fact),
        )
        for key, fact in ruleset.facts.items()
    ]
    return Table(key="facts", title=_("Facts from outside the LKE"), columns=columns, rows=rows)


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


def _zeros(ruleset: Ruleset) -> Table:
    columns = columns_of("code", law_column("rule", _("Denominator 0")), "source")
    rows = [
        (question.code, told, _cited(ruleset, question.ratio.zero_whole))
        for question in ruleset.questions.values()
        if question.ratio and (told := _zero_whole(question))
    ]
    return Table(key="zeros", title=_("Denominator 0"), columns=columns, rows=rows)


def _zero_whole(question: Question) -> str:
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


def _kawasan(ruleset: Ruleset, kawasan: Kawasan) -> Table:
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
    return Document(kind=_("Ruleset"), title=title, head=(*lines, *cited))


def _demand(ruleset: Ruleset, demand: Criterion | Requirement) -> tuple[str, tuple[Line, ...]]:
    if isinstance(demand, Requirement):
        title = ruleset.facts[demand.fact].label
        asked: list[tuple[str, object]] = [(name, _asked(demand, name)) for name in ruleset.predicates]
    else:
        of = " + ".join(ruleset.nodes_of(demand))
        title = f"{demand.label}{f' ({of})' if of else ''}"
        asked = [(name, _least(demand, name)) for name in ruleset.predicates]
    return title, tuple(line(f"min {name}: {value}") for name, value in asked if value)


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
    share, count = indicator.weight / len(indicator.questions), len(indicator.questions)
    yield line(f"{_('indicator')}: {indicator.code} {indicator.name}")
    yield line(f"{_('worth')}: {as_ruled(share)} ({as_ruled(indicator.weight)} / {count})")
    yield line(f"{question.scale}: {_meaning(ruleset.scales[question.scale])}")
    yield from (line(f"{choice}: {text}", depth=1) for choice, text in question.rubric.items())
    yield from (line(f"- {point}", depth=1) for point in question.points)
    yield from _ratio(question)
    if question.portalrb:
        yield line(f"PortalRB: soal_id {question.portalrb.soal_id}, {_('row')} {question.portalrb.row}")


def _ratio(question: Question) -> Iterator[Line]:
    ratio = question.ratio
    if ratio is None:
        return
    formula = f"min(1, {ratio.part} / {ratio.whole})"
    if ratio.kind == "decrease":
        formula = f"max(0, ({ratio.whole} - {ratio.part}) / {ratio.whole})"
    yield line(formula, depth=1)
    for row in question.inputs:
        portal = f" (PortalRB {row.portalrb.soal_id})" if row.portalrb else ""
        total = f" = {' + '.join(row.sum_of)}" if row.sum_of else ""
        yield line(f"{row.key}: {row.label}{portal}{total}", depth=2)
    yield line(_zero_whole(question), depth=1)


def summary(ruleset: Ruleset) -> Document:
    """Return that a ruleset is whole, and how much there is of it."""
    told = _(
        "{id} is whole: {questions} questions in {indicators} indicators, weights that add up to 100, "
        "{areas} areas, {criteria} minimums and {requirements} requirements for {predicates}."
    )
    counted = told.format(
        id=ruleset.id,
        questions=len(ruleset.questions),
        indicators=len(ruleset.indicators),
        areas=len(ruleset.areas),
        criteria=len(ruleset.criteria),
        requirements=len(ruleset.requirements),
        predicates=", ".join(ruleset.predicates),
    )
    return Document(kind=_("Ruleset"), title=ruleset.title, head=(line(Word(counted, "good")),))


def faults(folder: str, found: Sequence[Fault]) -> Document:
    """Return the faults of a ruleset, one a line, and how many there are."""
    blocks: tuple[Block, ...] = (
        Lines(key="faults", title="", lines=tuple(line(fault.message) for fault in found), detail=-1),
    )
    counted = Word(_("Faults: {count}.").format(count=len(found)), "bad")
    return Document(kind=_("Ruleset"), title=folder, head=(line(counted),), blocks=blocks)
