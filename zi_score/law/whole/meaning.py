"""What contradicts itself in a ruleset: values that are possible one by one, and cannot all be meant."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise

from zi_score.law.cited import Minimum
from zi_score.law.fault import Fault
from zi_score.law.files import RULES, TREE
from zi_score.law.ruleset import Area, Fact, Question, Ruleset, Scale
from zi_score.law.whole.words import doubled, quoted
from zi_score.model.exact import plain
from zi_score.model.findings import single_spaced
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

_fault = partial(Fault, RULES)

_UP_TO = pattern(r"\b0\s*[-\u2013]\s*(\d+(?:[.,]\d+)?)(\s*%)?")
"""How a form prints how far a scale goes: ``Nilai (0-4)``, ``0-100%``."""

_LETTER = pattern(r"[a-z]|[ivx]+|\d+")


def contradictions_of(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield everything that contradicts itself, file by file."""
    yield from scale_contradictions(ruleset)
    yield from area_contradictions(ruleset)
    yield from minimum_contradictions(ruleset)
    yield from marker_contradictions(ruleset)


def scale_contradictions(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield better choices that are worth less, and printed texts that say something else than the values."""
    for name, scale in ruleset.scales.items():
        for (better, high), (choice, value) in pairwise(scale.values.items()):
            if high < value:
                expected = _("{value} or less, as {choice} stands below {better}; or the best choice first")
                told = expected.format(value=plain(high), choice=choice, better=better)
                yield _fault(f"scales.{name}.values.{choice}", plain(value), told)
        for text in scale.printed:
            if other := _printed_otherwise(scale, text):
                yield _fault(f"scales.{name}.printed", quoted(text), other)


def _printed_otherwise(scale: Scale, text: str) -> str | None:
    """Return what a printed text should say, if it says that the scale is another."""
    if scale.kind == "choice":
        meant = [scale.spellings.get(part.strip().casefold()) for part in text.split("/")]
        if len(meant) > 1 and any(meant) and set(meant) != set(scale.values):
            return _("all choices and no others: {choices}").format(choices="/".join(scale.values))
    elif scale.kind == "number" and scale.highest and (match := _UP_TO.search(text)):
        printed = Fraction(match[1].replace(",", ".")) / (100 if match[2] else 1)
        if printed != scale.highest:
            return _("0-{highest}, as far as the scale goes").format(highest=plain(scale.highest))
    return None


def area_contradictions(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield areas of sections with different names, and minimums of an area that bear the name of another."""
    names = {area.number: _names(ruleset, area) for area in ruleset.areas}
    owners = {name: number for number, found in reversed(names.items()) for name in found[:1]}
    for area in ruleset.areas:
        own = names[area.number][:1]
        for code, name in zip(area.sections, names[area.number], strict=False):
            if [name] != own and owners.get(name, area.number) != area.number:
                expected = _("a section named {name}; {found} is that of area {number}")
                told = expected.format(name=quoted(own[0]), found=quoted(ruleset.nodes[code].name), number=owners[name])
                yield _fault(f"areas.{area.number}.sections", quoted(code), told)
    for criterion in ruleset.criteria:
        if criterion.area in names:
            label = _folded(criterion.label)
            own = names[criterion.area][:1]
            named = [number for name, number in owners.items() if name in label]
            if named and own and own[0] not in label:
                expected = _("the name of area {number}: {name}")
                first = ruleset.area(criterion.area).sections[0]
                told = expected.format(number=criterion.area, name=quoted(ruleset.nodes[first].name))
                yield _fault(f"criteria.{criterion.id}.label", quoted(criterion.label), told)


def _names(ruleset: Ruleset, area: Area) -> list[str]:
    return [_folded(ruleset.nodes[code].name) for code in area.sections if code in ruleset.nodes]


def _folded(text: str) -> str:
    return single_spaced(text).casefold()


def minimum_contradictions(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield minimums of a higher predicate that are below those of a lower one."""
    if doubled(ruleset.predicates):
        return
    for criterion in ruleset.criteria:
        fact = ruleset.facts.get(criterion.fact or "")
        yield from _rising(ruleset, f"criteria.{criterion.id}.minimum", dict(criterion.minimum), fact)
    for each in ruleset.requirements:
        cases = {case for value in each.minimum.values() if isinstance(value, dict) for case in value} or {""}
        for case in sorted(cases):
            told = (
                (name, least.get(case) if isinstance(least, dict) else least) for name, least in each.minimum.items()
            )
            known = {name: least for name, least in told if least is not None}
            yield from _rising(ruleset, f"requirements.{each.id}.minimum", known, ruleset.facts.get(each.fact), case)


def _rising(
    ruleset: Ruleset, where: str, minimum: dict[str, Minimum], fact: Fact | None, case: str = ""
) -> Iterator[Fault]:
    asked = [(name, minimum[name]) for name in ruleset.predicates if name in minimum]
    for (lower, less), (higher, more) in pairwise(asked):
        if _is_below(more, less, fact):
            expected = _("{least} or more, which {lower} asks; {higher} is the higher predicate")
            told = expected.format(least=written(less), lower=lower, higher=higher)
            yield _fault(f"{where}.{higher}{f'.{case}' if case else ''}", written(more), told)


def _is_below(more: Minimum, less: Minimum, fact: Fact | None) -> bool:
    if isinstance(more, Fraction) and isinstance(less, Fraction):
        return more < less
    choices = fact.choices if fact else ()
    return more in choices and less in choices and choices.index(str(more)) > choices.index(str(less))


def written(minimum: Minimum) -> str:
    """Return a minimum as it stands in the files."""
    return plain(minimum) if isinstance(minimum, Fraction) else minimum


def marker_contradictions(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield questions whose letter is not the one in their code."""
    for question in ruleset.questions.values():
        if _is_another(question):
            own = question.code.rpartition(".")[2]
            told = _("{own}, as in its code").format(own=quoted(own))
            yield Fault(TREE, f"{question.code}.marker", quoted(question.marker), told)


def _is_another(question: Question) -> bool:
    marker, own = question.marker.casefold(), question.code.rpartition(".")[2].casefold()
    return marker != own and bool(_LETTER.fullmatch(marker)) and bool(_LETTER.fullmatch(own))
