"""A ruleset as text: what the law asks, with the source of every value."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from zi_score.exact import plain
from zi_score.language import translate as _
from zi_score.ruleset import Citation, Criterion, Fault, Indicator, Kawasan, Question, Requirement, Ruleset, Scale

_WIDTH = 80


def codes(ruleset: Ruleset) -> tuple[str, ...]:
    """Return every code that ``part`` knows."""
    return (*dict.fromkeys((*ruleset.nodes, *ruleset.questions, *ruleset.demands)),)


def overview(ruleset: Ruleset) -> str:
    """Return the whole ruleset: tree with weights, scales, minimums, requirements, conventions, sources."""
    lines = [ruleset.title, *_wrapped(ruleset.about), *_in_force(ruleset), ""]
    lines += [_("Questions (code, weight, name; scale)"), *_tree(ruleset), ""]
    lines += [
        _("Scales"),
        *(line for name, scale in ruleset.scales.items() for line in _scale(name, scale)),
        "",
    ]
    lines += [_("Minimums"), *(line for c in ruleset.criteria for line in _criterion(ruleset, c)), ""]
    lines += [_("Requirements for being proposed")]
    lines += [line for r in ruleset.requirements for line in _requirement(ruleset, r)]
    lines += ["", _("Facts from outside the LKE")]
    lines += [line for key in ruleset.facts for line in _fact(ruleset, key)]
    if zeros := [line for question in ruleset.questions.values() for line in _zero_whole(ruleset, question)]:
        lines += ["", _("Denominator 0"), *zeros]
    if kawasan := ruleset.kawasan:
        lines += ["", "Kawasan", *_kawasan(kawasan)]
    lines += ["", _("Conventions")]
    lines += [line for c in ruleset.conventions for line in _wrapped(f"- {c.text} [{c.source}]", 2)]
    lines += ["", _("Sources")]
    for key, citation in ruleset.sources.items():
        lines += _wrapped(f"[{key}] {_(citation.kind)}: {citation.text}", 2)
    return "\n".join(lines) + "\n"


def _in_force(ruleset: Ruleset) -> Iterator[str]:
    """Say from when until when, as far as it is known, and what came after."""
    if ruleset.in_force_from:
        yield f"{_('in force from')} {ruleset.in_force_from}"
    if ruleset.in_force_until:
        yield f"{_('in force until')} {ruleset.in_force_until}"
    if ruleset.replaced:
        told = _("replaced by {by} since {since}").format(by=ruleset.replaced.by, since=ruleset.replaced_since)
        yield from _wrapped(f"{told} [{ruleset.replaced.source}]")


def summary(ruleset: Ruleset) -> str:
    """Return that a ruleset is whole, and how much there is of it."""
    sentence = _(
        "{id} is whole: {questions} questions in {indicators} indicators, weights that add up to 100, "
        "{areas} areas, {criteria} minimums and {requirements} requirements for {predicates}."
    )
    counted = sentence.format(
        id=ruleset.id,
        questions=len(ruleset.questions),
        indicators=len(ruleset.indicators),
        areas=len(ruleset.areas),
        criteria=len(ruleset.criteria),
        requirements=len(ruleset.requirements),
        predicates=", ".join(ruleset.predicates),
    )
    return "\n".join(_wrapped(counted)) + "\n"


def faults(found: Sequence[Fault]) -> str:
    """Return the faults of a ruleset, one a line, and how many there are."""
    lines = [fault.message for fault in found]
    return "\n".join([*lines, _("Faults: {count}.").format(count=len(found))]) + "\n"


def part(ruleset: Ruleset, code: str) -> str | None:
    """Return one section, indicator, question, criterion or requirement; None if there is none of that code."""
    if code in ruleset.questions:
        lines = [*_question(ruleset, ruleset.questions[code])]
    elif code in ruleset.nodes:
        lines = [*_node(ruleset, code)]
    else:
        demand = ruleset.demands.get(code)
        if demand is None:
            return None
        lines = _requirement(ruleset, demand) if isinstance(demand, Requirement) else _criterion(ruleset, demand)
    lines += (line for citation in ruleset.sources_of(code) for line in _wrapped(source(citation)))
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
        break_long_words=False,
    )


def source(citation: Citation) -> str:
    """Return a source with what kind of authority it is.

    >>> from zi_score.language import use_language
    >>> use_language("en")
    >>> source(Citation(kind="law", text="PermenPANRB 5/2024, Tabel 5"))
    'Source: PermenPANRB 5/2024, Tabel 5 (law)'
    """
    return f"{_('Source')}: {citation.text} ({_(citation.kind)})"


def _tree(ruleset: Ruleset) -> Iterator[str]:
    pending = list(ruleset.roots)
    while pending:
        code = pending.pop(0)
        node = ruleset.nodes[code]
        yield from _wrapped(f"{code}  {plain(node.weight)}  {node.name} [{node.source}]", 2)
        if isinstance(node, Indicator):
            for question in node.questions:
                yield from _wrapped(f"{question.code}  {question.label} ({question.scale})", 4)
        else:
            pending = [*ruleset.children[code], *pending]


def _scale(name: str, scale: Scale) -> list[str]:
    meaning = ", ".join(f"{choice} = {plain(value)}" for choice, value in scale.values.items())
    if scale.highest:
        meaning = _("index / {highest}; outside 0-{highest} is an input error").format(highest=plain(scale.highest))
    if scale.unit:
        meaning = _("a typed percentage, 0 % to 100 %")
    return _wrapped(f"{name}: {meaning or _('ratio of counts, limited to 0..1')} [{scale.source}]", 2)


def _criterion(ruleset: Ruleset, criterion: Criterion) -> list[str]:
    share = criterion.measure == "share"
    minimums = ", ".join(
        f"{predicate} {value if isinstance(value, str) else plain(value * 100) + ' %' if share else plain(value)}"
        for predicate, value in criterion.minimum.items()
    )
    of = " + ".join(ruleset.nodes_of(criterion))
    return _wrapped(f"{criterion.id}: {criterion.label}{f' ({of})' if of else ''}: {minimums} [{criterion.source}]", 2)


def _requirement(ruleset: Ruleset, requirement: Requirement) -> list[str]:
    minimums = []
    for predicate, value in requirement.minimum.items():
        options = value.items() if isinstance(value, dict) else [("", value)]
        texts = [f"{v if isinstance(v, str) else plain(v)}{f' ({k})' if k else ''}" for k, v in options]
        minimums.append(f"{predicate} {' / '.join(texts)}")
    label = ruleset.facts[requirement.fact].label
    return _wrapped(f"{requirement.id}: {label}: {', '.join(minimums)} [{requirement.source}]", 2)


def _fact(ruleset: Ruleset, key: str) -> list[str]:
    fact = ruleset.facts[key]
    text = f"{key}: {fact.label}"
    if fact.choices:
        text += f": {', '.join(fact.choices)}"
    if ruleset.waiver and ruleset.waiver.fact == key:
        waived = ", ".join(ruleset.waiver.predicates)
        text += "; " + _("{value} waives the requirements for {predicates}").format(
            value=ruleset.waiver.value, predicates=waived
        )
    if ruleset.waiver and ruleset.waiver.kind == key:
        text += "; " + _("open to afirmasi: {kinds}").format(kinds=", ".join(ruleset.waiver.kinds))
    if ruleset.waiver and key in ruleset.waiver.barred:
        text += "; " + _("never open to afirmasi: {value}").format(value=ruleset.waiver.barred[key])
    return _wrapped(f"{text} [{fact.source}]", 2)


def _kawasan(kawasan: Kawasan) -> list[str]:
    scores = ", ".join(f"{predicate} {plain(score)}" for predicate, score in kawasan.integration_score.items())
    text = _("score of integrated business processes at least: {scores}").format(scores=scores)
    for predicate in kawasan.holds_kawasan_wbk:
        text += "; " + _("{predicate} also needs kawasan WBK").format(predicate=predicate)
    return _wrapped(f"{text} [{kawasan.source}]", 2)


def _node(ruleset: Ruleset, code: str) -> Iterator[str]:
    node = ruleset.nodes[code]
    yield from _wrapped(f"{code}  {node.name}")
    yield f"{_('weight')}: {plain(node.weight)}"
    if isinstance(node, Indicator):
        yield from (line for q in node.questions for line in _wrapped(f"{q.code}  {q.label} ({q.scale})", 2))
    else:
        for child in ruleset.children[code]:
            yield from _wrapped(f"{child}  {plain(ruleset.nodes[child].weight)}  {ruleset.nodes[child].name}", 2)


def _question(ruleset: Ruleset, question: Question) -> Iterator[str]:
    indicator = next(i for i in ruleset.indicators if question in i.questions)
    scale = ruleset.scales[question.scale]
    yield from _wrapped(f"{question.code}  {question.label}")
    yield f"{_('indicator')}: {indicator.code} {indicator.name}"
    share = indicator.weight / len(indicator.questions)
    yield f"{_('worth')}: {plain(share)} ({plain(indicator.weight)} / {len(indicator.questions)})"
    yield from _scale(question.scale, scale)
    for choice, text in question.rubric.items():
        yield from _wrapped(f"{choice}: {text}", 4)
    for point in question.points:
        yield from _wrapped(f"- {point}", 4)
    yield from _ratio(ruleset, question)
    if question.portalrb:
        yield f"PortalRB: soal_id {question.portalrb.soal_id}, {_('row')} {question.portalrb.row}"


def _ratio(ruleset: Ruleset, question: Question) -> Iterator[str]:
    ratio = question.ratio
    if ratio is None:
        return
    formula = f"min(1, {ratio.part} / {ratio.whole})"
    if ratio.kind == "decrease":
        formula = f"max(0, ({ratio.whole} - {ratio.part}) / {ratio.whole})"
    yield f"  {formula}"
    for row in question.inputs:
        portal = f" (PortalRB {row.portalrb.soal_id})" if row.portalrb else ""
        total = f" = {' + '.join(row.sum_of)}" if row.sum_of else ""
        yield from _wrapped(f"{row.key}: {row.label}{portal}{total}", 4)
    yield from _zero_whole(ruleset, question)


def _zero_whole(ruleset: Ruleset, question: Question) -> list[str]:
    """Say what a ratio is when its denominator is 0."""
    ratio = question.ratio
    if ratio is None:
        return []
    zero = ratio.zero_whole
    value = plain(zero.zero_part)
    if zero.zero_part != zero.some_part:
        message = _("{zero} if {part} is 0 too, else {value}")
        value = message.format(zero=value, part=ratio.part, value=plain(zero.some_part))
    citation = ruleset.citation(zero)
    return _wrapped(f"{question.code}: {ratio.whole} = 0: {value} ({citation.text}; {_(citation.kind)})", 2)
