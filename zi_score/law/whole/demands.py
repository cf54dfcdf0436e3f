"""What keeps minimums and requirements from being whole: measures, the facts they name, what can be reached."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial

from zi_score.law.cited import Minimum
from zi_score.law.fault import Fault
from zi_score.law.files import RULES
from zi_score.law.ruleset import Criterion, Requirement, Ruleset
from zi_score.law.whole.scales import choice_faults
from zi_score.law.whole.words import doubled, one_of, quoted
from zi_score.model.exact import added, plain
from zi_score.model.language import translate as _

_fault = partial(Fault, RULES)


def demand_faults(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what is wrong with criteria, facts, waiver, requirements and the rule for areas (kawasan)."""
    yield from _double_ids(ruleset)
    for criterion in ruleset.criteria:
        yield from _criterion(ruleset, criterion)
    for key, fact in ruleset.facts.items():
        yield from choice_faults(f"facts.{key}.choices", fact.choices, fact.choices)
        if (fact.unit == "index") != (fact.highest is not None and fact.highest > 0):
            expected = _("unit index and highest above 0 together, or neither")
            yield _fault(f"facts.{key}.highest", plain(fact.highest) if fact.highest else _("nothing"), expected)
        for word, choice in fact.words.items():
            yield from _level(ruleset, key, f"facts.{key}.words.{word}", choice)
    yield from _waiver(ruleset)
    for requirement in ruleset.requirements:
        yield from _requirement(ruleset, requirement)
    if kawasan := ruleset.kawasan:
        yield from _predicates(ruleset, "kawasan.integration_score", kawasan.integration_score)
        yield from _predicates(ruleset, "kawasan.holds_kawasan_wbk", kawasan.holds_kawasan_wbk)


def node_faults(ruleset: Ruleset, where: str, codes: Iterable[str]) -> Iterator[Fault]:
    """Yield codes that the tree does not have."""
    for code in codes:
        if code not in ruleset.nodes:
            near = one_of(ruleset.nodes, code)
            yield _fault(where, quoted(code), _("a section or indicator of lke.json, {near}").format(near=near))


def _double_ids(ruleset: Ruleset) -> Iterator[Fault]:
    parts = {
        "criteria": [criterion.id for criterion in ruleset.criteria],
        "requirements": [requirement.id for requirement in ruleset.requirements],
        "conventions": [convention.id for convention in ruleset.conventions],
    }
    for name, ids in parts.items():
        for id_ in doubled(ids):
            yield _fault(f"{name}.{id_}.id", _("twice"), _("once"))


def _criterion(ruleset: Ruleset, criterion: Criterion) -> Iterator[Fault]:
    where = f"criteria.{criterion.id}"
    given = {"score": bool(criterion.nodes), "share": criterion.area is not None, "fact": criterion.fact is not None}
    if [measure for measure, is_given in given.items() if is_given] != [criterion.measure]:
        expected = _("'nodes' with score, 'area' with share, 'fact' with fact, and only that")
        yield _fault(f"{where}.measure", quoted(criterion.measure), expected)
        return
    yield from node_faults(ruleset, f"{where}.nodes", criterion.nodes)
    numbers = [str(area.number) for area in ruleset.areas]
    if criterion.area is not None and str(criterion.area) not in numbers:
        yield _fault(f"{where}.area", str(criterion.area), one_of(numbers))
    yield from _facts(ruleset, where, fact=criterion.fact)
    yield from _predicates(ruleset, f"{where}.minimum", criterion.minimum)
    for predicate, minimum in criterion.minimum.items():
        yield from _minimum(ruleset, criterion, f"{where}.minimum.{predicate}", minimum)


def _minimum(ruleset: Ruleset, criterion: Criterion, where: str, minimum: Minimum) -> Iterator[Fault]:
    if criterion.measure == "fact":
        yield from _level(ruleset, criterion.fact, where, minimum)
    elif isinstance(minimum, str):
        yield _fault(where, quoted(minimum), _("a number, without quotes"))
    elif criterion.measure == "share":
        if not 0 <= minimum <= 1:
            yield _fault(where, plain(minimum), _("a share between 0 and 1 (0.60 for 60%)"))
    elif all(code in ruleset.nodes for code in criterion.nodes):
        weight = added(ruleset.nodes[code].weight for code in criterion.nodes)
        if weight >= 0 and not 0 <= minimum <= weight:  # a weight below 0 is a fault of the tree
            expected = _("0 to {weight}, the weight of {nodes}")
            yield _fault(
                where, plain(minimum), expected.format(weight=plain(weight), nodes=" + ".join(criterion.nodes))
            )


def _level(ruleset: Ruleset, key: str | None, where: str, minimum: Minimum) -> Iterator[Fault]:
    """Yield that a fact cannot reach a minimum, as it is of another kind or not among its choices."""
    fact = ruleset.facts.get(key or "")
    if fact is None:
        return
    if fact.choices:
        if minimum not in fact.choices:
            found = quoted(minimum) if isinstance(minimum, str) else plain(minimum)
            yield _fault(where, found, one_of(fact.choices))
    elif fact.unit and isinstance(minimum, str):
        yield _fault(where, quoted(minimum), _("a number, without quotes"))
    elif fact.highest and isinstance(minimum, Fraction) and not 0 <= minimum <= fact.highest:
        yield _fault(where, plain(minimum), _("an index from 0 to {highest}").format(highest=plain(fact.highest)))


def _facts(ruleset: Ruleset, where: str, **named: str | None) -> Iterator[Fault]:
    for place, key in named.items():
        if key is not None and key not in ruleset.facts:
            yield _fault(f"{where}.{place}", quoted(key), one_of(ruleset.facts, key))


def _predicates(ruleset: Ruleset, where: str, names: Iterable[str]) -> Iterator[Fault]:
    for name in names if ruleset.predicates else ():
        if name not in ruleset.predicates:
            yield _fault(where, quoted(name), one_of(ruleset.predicates))


def _waiver(ruleset: Ruleset) -> Iterator[Fault]:
    if waiver := ruleset.waiver:
        yield from _facts(ruleset, "waiver", fact=waiver.fact)
        yield from _level(ruleset, waiver.fact, "waiver.value", waiver.value)
        yield from _facts(ruleset, "waiver", kind=waiver.kind)
        for kind in waiver.kinds:
            yield from _level(ruleset, waiver.kind, "waiver.kinds", kind)
        for key, value in waiver.barred.items():
            yield from _facts(ruleset, "waiver", barred=key)
            yield from _level(ruleset, key, f"waiver.barred.{key}", value)
        yield from _predicates(ruleset, "waiver.predicates", waiver.predicates)


def _requirement(ruleset: Ruleset, requirement: Requirement) -> Iterator[Fault]:
    where = f"requirements.{requirement.id}"
    yield from _facts(ruleset, where, fact=requirement.fact, depends_on=requirement.depends_on)
    yield from _predicates(ruleset, f"{where}.minimum", requirement.minimum)
    fact = ruleset.facts.get(requirement.fact)
    if requirement.questions and fact and fact.unit != "percent":
        yield _fault(f"{where}.questions", requirement.fact, _("a fact with unit = percent, for what questions answer"))
    for code in requirement.questions:
        if code not in ruleset.questions:
            yield _fault(f"{where}.questions", quoted(code), one_of(ruleset.questions, code))
    deciding = ruleset.facts.get(requirement.depends_on or "")
    cases = deciding.choices if deciding else ()
    for predicate, minimum in requirement.minimum.items():
        place = f"{where}.minimum.{predicate}"
        if not isinstance(minimum, dict):
            yield from _level(ruleset, requirement.fact, place, minimum)
            continue
        if set(minimum) != set(cases):
            expected = _("a minimum for each of {cases}, the choices of depends_on")
            yield _fault(place, ", ".join(minimum) or _("nothing"), expected.format(cases=", ".join(cases) or "-"))
        for case, value in minimum.items():
            yield from _level(ruleset, requirement.fact, f"{place}.{case}", value)
