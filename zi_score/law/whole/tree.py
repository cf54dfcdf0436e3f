"""What keeps the question tree from being whole: codes, weights, scales, counts, PortalRB places."""

from collections.abc import Iterator
from functools import partial

from zi_score.law.fault import Fault
from zi_score.law.files import TREE
from zi_score.law.ruleset import Indicator, Input, PortalRB, Question, Ruleset, Section
from zi_score.law.whole.ratios import rate_faults
from zi_score.law.whole.words import doubled, one_of, quoted
from zi_score.model.exact import added, plain
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

_TOTAL_WEIGHT = 100
_CODE = pattern(r"[^\s.]+(\.[^\s.]+)*")

_fault = partial(Fault, TREE)


def tree_faults(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what is wrong with sections, indicators and questions, in their order."""
    yield from _double_codes(ruleset)
    lost = [code for code in ruleset.nodes if not _has_place(ruleset, code)]
    yield from _misplaced(lost)
    yield from _roots(ruleset)
    if not lost:  # else there is no knowing what stands under what
        for section in ruleset.sections:
            yield from _sums(ruleset, section)
    counts = [f"{question.code}.{row.key}" for question in ruleset.questions.values() for row in question.inputs]
    for section in ruleset.sections:
        yield from _node(ruleset, section)
    for indicator in ruleset.indicators:
        yield from _node(ruleset, indicator)
        yield from _indicator(indicator)
        for question in indicator.questions:
            yield from _question(ruleset, question)
            if question.inputs or question.ratio:
                yield from _counts(ruleset, question, counts)
    yield from _double_places(ruleset)


def _double_codes(ruleset: Ruleset) -> Iterator[Fault]:
    nodes = [section.code for section in ruleset.sections] + [indicator.code for indicator in ruleset.indicators]
    questions = [question.code for indicator in ruleset.indicators for question in indicator.questions]
    for code in dict.fromkeys((*doubled(nodes), *doubled(questions))):
        yield _fault(f"{code}.code", _("twice"), _("once"))
    for indicator in ruleset.indicators:
        for question in indicator.questions:
            if question.code in ruleset.nodes and [q.code for q in indicator.questions] != [indicator.code]:
                yield _fault(f"{question.code}.code", _("as a question and as a heading"), _("as one of them"))


def _has_place(ruleset: Ruleset, code: str) -> bool:
    above = code.rpartition(".")[0]
    return bool(_CODE.fullmatch(code)) and (not above or isinstance(ruleset.nodes.get(above), Section))


def _misplaced(codes: list[str]) -> Iterator[Fault]:
    below: dict[str, list[str]] = {}
    for code in codes:
        if _CODE.fullmatch(code):
            below.setdefault(code.rpartition(".")[0], []).append(code)
        else:
            yield _fault(f"{code}.code", quoted(code), _("a code such as A.I.1, without blanks"))
    for above, found in below.items():
        yield _fault(above, _("no such section"), _("one above {codes}").format(codes=", ".join(found)))


def _roots(ruleset: Ruleset) -> Iterator[Fault]:
    total = added(ruleset.nodes[code].weight for code in ruleset.roots)
    if total != _TOTAL_WEIGHT:
        parts = _summed(ruleset, ruleset.roots)
        yield _fault(
            "sections",
            _("{total} as the sum of {parts}").format(total=plain(total), parts=parts),
            str(_TOTAL_WEIGHT),
        )


def _sums(ruleset: Ruleset, section: Section) -> Iterator[Fault]:
    children = ruleset.children[section.code]
    total = added(ruleset.nodes[child].weight for child in children)
    if total != section.weight:
        expected = _("{total}, the sum of {parts}") if children else _("0, as nothing stands under it")
        parts = _summed(ruleset, children)
        yield _fault(f"{section.code}.weight", plain(section.weight), expected.format(total=plain(total), parts=parts))


def _summed(ruleset: Ruleset, codes: tuple[str, ...]) -> str:
    return " + ".join(f"{code} {plain(ruleset.nodes[code].weight)}" for code in codes) or "-"


def _node(ruleset: Ruleset, node: Section | Indicator) -> Iterator[Fault]:
    if node.weight < 0:
        yield _fault(f"{node.code}.weight", plain(node.weight), _("0 or more"))
    if not node.name.strip():
        yield _fault(f"{node.code}.name", quoted(node.name), _("a text"))
    yield from _source(ruleset, node.code, node.source)


def _indicator(indicator: Indicator) -> Iterator[Fault]:
    if not indicator.questions:
        yield _fault(f"{indicator.code}.questions", _("nothing"), _("at least one question"))
    for question in indicator.questions:
        above, _dot, own = question.code.rpartition(".")
        if question.code != indicator.code and not (above == indicator.code and _CODE.fullmatch(own)):
            yield _fault(
                f"{question.code}.code",
                _("under {code}").format(code=indicator.code),
                _("a code such as {code}").format(code=f"{indicator.code}.a"),
            )
    if any(question.weight is not None for question in indicator.questions):
        yield from _shares(indicator)


def _shares(indicator: Indicator) -> Iterator[Fault]:
    """Yield what is wrong with the weights of questions: each has one, and together they are that of the indicator."""
    known = {question.code: question.weight for question in indicator.questions if question.weight is not None}
    for code, weight in known.items():
        if weight <= 0:
            yield _fault(f"{code}.weight", plain(weight), _("a number above 0"))
    blank = [question.code for question in indicator.questions if question.weight is None]
    if blank:
        first, weight = next(iter(known.items()))
        expected = _("no weight, as the questions of {code} share its weight; or one for {blank} too")
        yield _fault(f"{first}.weight", plain(weight), expected.format(code=indicator.code, blank=", ".join(blank)))
    elif (total := added(known.values())) != indicator.weight:
        parts = " + ".join(f"{code} {plain(weight)}" for code, weight in known.items())
        expected = _("{total}, the sum of {parts}").format(total=plain(total), parts=parts)
        yield _fault(f"{indicator.code}.weight", plain(indicator.weight), expected)


def _question(ruleset: Ruleset, question: Question) -> Iterator[Fault]:
    if not question.label.strip():
        yield _fault(f"{question.code}.label", quoted(question.label), _("a text"))
    yield from _source(ruleset, question.code, question.source)
    scale = ruleset.scales.get(question.scale)
    if scale is None:
        yield _fault(f"{question.code}.scale", quoted(question.scale), one_of(ruleset.scales, question.scale))
        return
    for choice in question.rubric:
        if scale.values and choice not in scale.values:
            yield _fault(f"{question.code}.rubric", quoted(choice), one_of(scale.values))
    if (question.ratio is not None) != (scale.kind == "ratio"):
        found = _("a ratio") if question.ratio else _("nothing")
        kind = _("none, as scale {scale} is no ratio") if question.ratio else _("one, as scale {scale} is a ratio")
        yield _fault(f"{question.code}.ratio", found, kind.format(scale=question.scale))


def _counts(ruleset: Ruleset, question: Question, counts: list[str]) -> Iterator[Fault]:
    if ratio := question.ratio:
        for place, key in (("part", ratio.part), ("whole", ratio.whole)):
            yield from _known(question, f"ratio.{place}", key)
        yield from rate_faults(question, ratio)
        yield from _source(ruleset, f"{question.code}.ratio", ratio.source)
        yield from _source(ruleset, f"{question.code}.ratio.zero_whole", ratio.zero_whole.source)
    for key in doubled(row.key for row in question.inputs):
        yield _fault(f"{question.code}.inputs.{key}", _("twice"), _("once"))
    for row in question.inputs:
        yield from _count(ruleset, question, row, counts)


def _count(ruleset: Ruleset, question: Question, row: Input, counts: list[str]) -> Iterator[Fault]:
    for place, keys in (("sum_of", row.sum_of), ("splits_into", row.splits_into)):
        for key in keys:
            yield from _known(question, f"inputs.{row.key}.{place}", key)
        rough = [key for key in keys if question.has_decimals(f"{question.code}.{key}")]
        if rough and not row.decimals:
            expected = _("decimals, as {keys} may have them").format(keys=", ".join(rough))
            yield _fault(f"{question.code}.inputs.{row.key}.decimals", _("whole numbers only"), expected)
    if row.same_as is not None and row.same_as not in counts:
        yield _fault(f"{question.code}.inputs.{row.key}.same_as", quoted(row.same_as), one_of(counts, row.same_as))
    yield from _source(ruleset, f"{question.code}.inputs.{row.key}", row.source)


def _known(question: Question, place: str, key: str) -> Iterator[Fault]:
    keys = [row.key for row in question.inputs]
    if key not in keys:
        yield _fault(f"{question.code}.{place}", quoted(key), one_of(keys))


def _source(ruleset: Ruleset, where: str, source: str) -> Iterator[Fault]:
    if source not in ruleset.sources:
        yield _fault(f"{where}.source", quoted(source), one_of(ruleset.sources))


def _double_places(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what two parts claim of PortalRB: its number of a question, or a row of its form."""
    owners: dict[tuple[str, int], str] = {}
    for question in ruleset.questions.values():
        for code, place in _places(question):
            for name, number in (("soal_id", place.soal_id), ("row", place.row)):
                if number is not None and (other := owners.setdefault((name, number), code)) != code:
                    expected = _("a number of its own; {code} has this one").format(code=other)
                    yield _fault(f"{code}.portalrb.{name}", str(number), expected)


def _places(question: Question) -> list[tuple[str, PortalRB]]:
    places = [(question.code, question.portalrb)] if question.portalrb else []
    return places + [(f"{question.code}.inputs.{row.key}", row.portalrb) for row in question.inputs if row.portalrb]
