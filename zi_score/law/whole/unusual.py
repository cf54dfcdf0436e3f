"""What is unusual in a ruleset that is whole: it may be meant, and more often something was forgotten."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial

from zi_score.law.cited import Cited
from zi_score.law.fault import Fault
from zi_score.law.files import RULES, TREE
from zi_score.law.folder import fingerprint
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Criterion, Ruleset
from zi_score.law.scaffold import OWN_SOURCE
from zi_score.law.whole.head import cited_parts
from zi_score.law.whole.meaning import written
from zi_score.law.whole.words import quoted
from zi_score.model.exact import plain
from zi_score.model.language import in_every_language
from zi_score.model.language import translate as _

_fault = partial(Fault, RULES)
_LARGEST_RATE = 10
"""A rate above is more likely a percentage without its sign: 50 for 50 %, which is 0.5."""

_MOST = 2
"""Areas of which it cannot be said what is usual among them."""


def warnings_of(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what is unusual, file by file, from top to bottom."""
    yield from _placeholders(ruleset)
    yield from _unused_scales(ruleset)
    yield from _areas(ruleset)
    changed = list(_unchanged_sources(ruleset))
    yield from (fault for fault in changed if fault.file == RULES)
    yield from (fault for fault in changed if fault.file == TREE)
    yield from _rates(ruleset)
    yield from _rubrics(ruleset)


def _placeholders(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield sources that still say what ``rules init`` wrote there, and are named by something."""
    named = {part.source for part in _all_parts(ruleset).values()}
    for key, citation in ruleset.sources.items():
        for text in in_every_language(OWN_SOURCE):
            before, _title, after = text.partition("{title}")
            if key in named and citation.text.startswith(before) and citation.text.endswith(after):
                yield _fault(f"sources.{key}.text", quoted(citation.text), _("decision, number and date"))


def _unused_scales(ruleset: Ruleset) -> Iterator[Fault]:
    used = {question.scale for question in ruleset.questions.values()}
    for name in ruleset.scales:
        if name not in used:
            yield _fault(f"scales.{name}", _("no question on this scale"), _("one, or the scale taken out"))


def _areas(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield areas without a minimum for a predicate that others have one for, or with another's."""
    asked = {criterion.area: criterion for criterion in ruleset.criteria if criterion.area is not None}
    for predicate in ruleset.predicates:
        least = {number: each.minimum[predicate] for number, each in asked.items() if predicate in each.minimum}
        for area in ruleset.areas if least else ():
            if area.number not in least:
                where = f"criteria.{asked[area.number].id}.minimum" if area.number in asked else f"areas.{area.number}"
                told = _("one, as other areas have it for {predicate}").format(predicate=predicate)
                yield _fault(where, _("no minimum for {predicate}").format(predicate=predicate), told)
        usual, times = Counter(least.values()).most_common(1)[0] if least else (None, 0)
        for number, minimum in least.items():
            if usual is not None and minimum != usual and times > _MOST:
                told = _("{minimum}, as most areas have it").format(minimum=written(usual))
                yield _fault(f"criteria.{asked[number].id}.minimum.{predicate}", written(minimum), told)


def _rates(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield rates of full marks or of nothing that nobody would ask of counts, as long as they are no percentages."""
    for question in ruleset.questions.values():
        for name in ("full_at", "zero_at") if question.ratio else ():
            rate: Fraction = getattr(question.ratio, name)
            if abs(rate) > _LARGEST_RATE:
                told = _("{share} if {rate}% is meant; {rate} stands for {percent}%")
                told = told.format(share=plain(rate / 100), rate=plain(rate), percent=plain(rate * 100))
                yield Fault(TREE, f"{question.code}.ratio.{name}", plain(rate), told)


def _rubrics(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield rubrics that say nothing of a choice; of the worst one they need not."""
    for question in ruleset.questions.values():
        choices = list(ruleset.scales[question.scale].values)[:-1]
        for choice in choices if question.rubric else ():
            if choice not in question.rubric:
                told = _("what {choice} asks for, as the other choices have it").format(choice=choice)
                yield Fault(TREE, f"{question.code}.rubric.{choice}", _("nothing"), told)


def _unchanged_sources(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield figures that are other than in the ruleset from which this one was begun, under the same source."""
    base = ruleset.base
    if base is None or base.id not in built_in_rulesets():
        return
    known = load_ruleset(base.id)
    if fingerprint(known) != base.hash:
        return
    before = _all_parts(known)
    for key, part in _all_parts(ruleset).items():
        old = before.get(key)
        if old is not None and _figures(part) != _figures(old) and ruleset.citation(part) == known.citation(old):
            file, place = key if key[0] not in _LABELS else (TREE, f"{_code_of(ruleset, key[1])}{_LABELS[key[0]]}")
            told = _("another one: {figures} in {base}").format(figures=_figures(old), base=base.id)
            yield Fault(file, f"{place}.source", quoted(part.source), told)


_LABELS = {"question": "", "ratio": ".ratio"}
"""Parts of the tree that are known by the label of their question, and where they stand under its code."""


def _all_parts(ruleset: Ruleset) -> Mapping[tuple[str, str], Cited]:
    """Return what has a source: by file and place, questions by their label, as their codes may move."""
    rules = {(RULES, place.rstrip(".")): part for place, part in cited_parts(ruleset)}
    nodes: dict[tuple[str, str], Cited] = {(TREE, code): node for code, node in ruleset.nodes.items()}
    asked = ruleset.questions.values()
    questions = {("question", question.label): question for question in asked}
    ratios = {("ratio", question.label): question.ratio for question in asked if question.ratio}
    return {**rules, **nodes, **questions, **ratios}


def _code_of(ruleset: Ruleset, label: str) -> str:
    return next(question.code for question in ruleset.questions.values() if question.label == label)


def _figures(part: Cited) -> str:
    """Return the figures of a part in one text; empty where it has none."""
    if isinstance(part, Criterion):
        return ", ".join(f"{name} {written(least)}" for name, least in part.minimum.items())
    found = [getattr(part, name, None) for name in ("weight", "highest", "scale", "full_at", "zero_at")]
    texts = [each if isinstance(each, str) else plain(each) for each in found if each is not None]
    values: Mapping[str, object] = getattr(part, "values", None) or getattr(part, "minimum", None) or {}
    return ", ".join([*texts, *(f"{name} {_text(value)}" for name, value in values.items())])


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return " / ".join(f"{name} {_text(each)}" for name, each in value.items())
    return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]  # what is left are fractions
