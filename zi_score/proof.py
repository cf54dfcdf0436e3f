"""What keeps a ruleset from being whole: weights, codes, scales, inputs, facts and sources are proved on loading.

Each fault names key, found and expected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from zi_score.exact import plain
from zi_score.ruleset import RULES, TREE, Cited, Criterion, Requirement, Ruleset

_TOTAL_WEIGHT = 100


def faults_of(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) for everything that keeps a ruleset from being whole."""
    if broken := [(TREE, fault) for fault in _code_faults(ruleset)]:
        yield from broken  # the other checks walk the tree
        return
    for check in (_weight_faults, _question_faults):
        yield from ((TREE, fault) for fault in check(ruleset))
    for check in (_scale_faults, _area_faults, _criterion_faults, _requirement_faults):
        yield from ((RULES, fault) for fault in check(ruleset))
    for file, cited in ((RULES, _cited_rules(ruleset)), (TREE, _cited_tree(ruleset))):
        yield from ((file, fault) for fault in _source_faults(ruleset, cited))


def _code_faults(ruleset: Ruleset) -> Iterator[str]:
    codes = [*(section.code for section in ruleset.sections), *(i.code for i in ruleset.indicators)]
    questions = [question.code for i in ruleset.indicators for question in i.questions]
    for code in sorted(_doubled(codes) | _doubled(questions)):
        yield f"{code}: found twice, expected once"
    for code in codes:
        parent = code.rpartition(".")[0]
        if parent and parent not in {section.code for section in ruleset.sections}:
            yield f"{code}: expected a section {parent} above it, found none"
    for indicator in ruleset.indicators:
        if not indicator.questions:
            yield f"{indicator.code}: expected at least one question, found none"
        for question in indicator.questions:
            if question.code in codes and [q.code for q in indicator.questions] != [indicator.code]:
                yield f"{question.code}: found as a question and as a heading, expected one of them"


def _doubled(items: Iterable[str]) -> set[str]:
    return {item for item, times in Counter(items).items() if times > 1}


def _weight_faults(ruleset: Ruleset) -> Iterator[str]:
    total = sum((ruleset.nodes[code].weight for code in ruleset.roots), Fraction())
    if total != _TOTAL_WEIGHT:
        yield f"weights of {', '.join(ruleset.roots)}: found {plain(total)}, expected {_TOTAL_WEIGHT}"
    for code, node in ruleset.nodes.items():
        if node.weight < 0:
            yield f"{code}: weight {plain(node.weight)}, expected 0 or more"
    for code, children in ruleset.children.items():
        found = Fraction(sum(ruleset.nodes[child].weight for child in children))
        if found != (weight := ruleset.nodes[code].weight):
            yield (
                f"{code}: weight {plain(weight)}, but the parts under it "
                f"({', '.join(children)}) add up to {plain(found)}; expected the same"
            )


def _question_faults(ruleset: Ruleset) -> Iterator[str]:
    for question in ruleset.questions.values():
        scale = ruleset.scales.get(question.scale)
        if scale is None:
            yield f"{question.code}: scale {question.scale!r}, expected one of {', '.join(ruleset.scales)}"
            continue
        if extra := set(question.rubric) - set(scale.values):
            yield f"{question.code}: rubric for {', '.join(sorted(extra))}, which the scale does not have"
        if (question.ratio is not None) != (scale.kind == "ratio"):
            yield f"{question.code}: a ratio is expected with a scale of that kind, and only there"
        keys = [row.key for row in question.inputs]
        for key in sorted(_doubled(keys)):
            yield f"{question.code}: input {key} found twice, expected once"
        needed = {key for row in question.inputs for key in (*row.sum_of, *row.splits_into)}
        if question.ratio:
            needed |= {question.ratio.part, question.ratio.whole}
        for key in sorted(needed - set(keys)):
            yield f"{question.code}: input {key!r} is used but not defined; expected one of {', '.join(keys)}"
        for row in question.inputs:
            if row.same_as and row.same_as not in (stated := _count_codes(ruleset)):
                near = ", ".join(code for code in sorted(stated) if code.endswith(f".{row.key}"))
                yield f"{question.code}: {row.key} is the same as {row.same_as!r}, which is no count; near: {near}"


def _count_codes(ruleset: Ruleset) -> set[str]:
    return {f"{question.code}.{row.key}" for question in ruleset.questions.values() for row in question.inputs}


def _scale_faults(ruleset: Ruleset) -> Iterator[str]:
    for name, scale in ruleset.scales.items():
        if scale.kind == "number" and not scale.highest:
            yield f"scales.{name}: expected 'highest' above 0, found {scale.highest}"
        if scale.kind == "choice" and not scale.values:
            yield f"scales.{name}: expected 'values', found none"
        if not scale.printed:
            yield f"scales.{name}: expected at least one text in 'printed', found none"
        if wrong := [alias for alias, meant in scale.aliases.items() if meant not in scale.values]:
            yield f"scales.{name}: aliases {', '.join(wrong)} mean no choice; expected {', '.join(scale.values)}"
        if wrong := [key for key, value in scale.values.items() if not 0 <= value <= 1]:
            yield f"scales.{name}: values of {', '.join(wrong)} are expected between 0 and 1"


def _area_faults(ruleset: Ruleset) -> Iterator[str]:
    for area in ruleset.areas:
        if not any(ruleset.nodes[code].weight for code in area.sections if code in ruleset.nodes):
            found = ", ".join(area.sections) or "none"
            yield f"areas.{area.number}: expected sections with a weight above 0, found {found}"
    used = [code for area in ruleset.areas for code in area.sections]
    used += [code for criterion in ruleset.criteria for code in criterion.nodes]
    for code in sorted(set(used) - set(ruleset.nodes)):
        yield f"node {code!r}: named by an area or criterion, but not in {TREE}"


def _criterion_faults(ruleset: Ruleset) -> Iterator[str]:
    for id_ in sorted(_doubled(criterion.id for criterion in ruleset.criteria)):
        yield f"criteria.{id_}: found twice, expected once"
    for criterion in ruleset.criteria:
        given = {"score": bool(criterion.nodes), "share": criterion.area is not None, "fact": bool(criterion.fact)}
        if [measure for measure, is_given in given.items() if is_given] != [criterion.measure]:
            yield (
                f"criteria.{criterion.id}: measure {criterion.measure!r}; expected 'nodes' with score, "
                f"'area' with share, 'fact' with fact, and only that"
            )
        for fault in (*_minimum_faults(ruleset, criterion), *_unknown(ruleset, criterion.minimum)):
            yield f"criteria.{criterion.id}: {fault}"


def _minimum_faults(ruleset: Ruleset, criterion: Criterion) -> Iterator[str]:
    numbers = sorted(area.number for area in ruleset.areas)
    if criterion.area is not None and criterion.area not in numbers:
        yield f"area {criterion.area}, expected one of {numbers}"
    if criterion.fact is not None and criterion.fact not in ruleset.facts:
        yield f"fact {criterion.fact!r}, expected one of {', '.join(ruleset.facts)}"
    for value in criterion.minimum.values():
        if isinstance(value, str) != (criterion.measure == "fact"):
            yield f"minimum {value!r}, expected a number, or a choice with a fact"
        elif isinstance(value, Fraction):
            if criterion.measure == "share" and not 0 <= value <= 1:
                yield f"minimum {plain(value)}, expected a share between 0 and 1 (0.60 for 60 %)"
        elif value not in (choices := _choices(ruleset, criterion.fact)):
            yield f"minimum {value!r}, expected one of {', '.join(choices)}"


def _choices(ruleset: Ruleset, fact: str | None) -> tuple[str, ...]:
    return ruleset.facts[fact].choices if fact in ruleset.facts else ()


def _unknown(ruleset: Ruleset, predicates: Iterable[str]) -> Iterator[str]:
    if extra := sorted(set(predicates) - set(ruleset.predicates)):
        yield f"predicate {', '.join(extra)} is not among predicates ({', '.join(ruleset.predicates)})"


def _requirement_faults(ruleset: Ruleset) -> Iterator[str]:
    for requirement in ruleset.requirements:
        for fault in (*_named_facts(ruleset, requirement), *_unknown(ruleset, requirement.minimum)):
            yield f"requirements.{requirement.id}: {fault}"
    if waiver := ruleset.waiver:
        if waiver.fact not in ruleset.facts:
            yield f"waiver: fact {waiver.fact!r}, expected one of {', '.join(ruleset.facts)}"
        yield from (f"waiver: {fault}" for fault in _unknown(ruleset, waiver.predicates))


def _named_facts(ruleset: Ruleset, requirement: Requirement) -> Iterator[str]:
    for key in filter(None, (requirement.fact, requirement.depends_on)):
        if key not in ruleset.facts:
            yield f"fact {key!r}, expected one of {', '.join(ruleset.facts)}"
    choices, cases = _choices(ruleset, requirement.fact), _choices(ruleset, requirement.depends_on)
    for minimum in requirement.minimum.values():
        if isinstance(minimum, dict) and set(minimum) != set(cases):
            yield f"minimum for {', '.join(minimum)}; expected for {', '.join(cases) or 'none'}"
        for value in minimum.values() if isinstance(minimum, dict) else [minimum]:
            if choices and value not in choices:
                yield f"{value!r}, expected one of {', '.join(choices)}"


def _source_faults(ruleset: Ruleset, cited: Iterable[tuple[str, Cited]]) -> Iterator[str]:
    for where, part in cited:
        if part.source not in ruleset.sources:
            yield f"{where}: source {part.source!r}, expected one of {', '.join(ruleset.sources)}"


def _cited_rules(ruleset: Ruleset) -> Iterator[tuple[str, Cited]]:
    yield ruleset.id, ruleset
    yield from ((f"scales.{key}", scale) for key, scale in ruleset.scales.items())
    yield from ((f"facts.{key}", fact) for key, fact in ruleset.facts.items())
    yield from ((criterion.id, criterion) for criterion in ruleset.criteria)
    yield from ((requirement.id, requirement) for requirement in ruleset.requirements)
    yield from ((convention.id, convention) for convention in ruleset.conventions)
    yield from ((name, part) for name, part in (("waiver", ruleset.waiver), ("kawasan", ruleset.kawasan)) if part)


def _cited_tree(ruleset: Ruleset) -> Iterator[tuple[str, Cited]]:
    yield from ruleset.nodes.items()
    for question in ruleset.questions.values():
        yield question.code, question
        yield from ((f"{question.code}.{row.key}", row) for row in question.inputs)
        if question.ratio:
            yield f"{question.code}.ratio", question.ratio
            yield f"{question.code}.ratio.zero_whole", question.ratio.zero_whole
