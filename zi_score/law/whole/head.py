"""What keeps the head of the rules from being whole: id, predicates, dates, sources."""

from collections.abc import Iterator
from functools import partial

from zi_score.law.cited import Cited
from zi_score.law.fault import Fault
from zi_score.law.files import RULES
from zi_score.law.load import built_in_rulesets
from zi_score.law.ruleset import Ruleset
from zi_score.law.whole.words import doubled, one_of, quoted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

ID = pattern(r"\w[\w.-]*")
"""What an id looks like: it stands in commands, lists and file names."""

_VERDICTS = ("none", "undetermined", "failed")
"""What a predicate cannot be called, as results say this where there is none."""

_YEARS = range(1945, 2100)
"""Years in which a rule can come into force or end."""

_fault = partial(Fault, RULES)


def head_faults(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what is wrong with what stands before the tables, and with the sources."""
    if not ID.fullmatch(ruleset.id):
        yield _fault("id", quoted(ruleset.id), _("letters, digits, '.', '-' and '_', without blanks"))
    yield from _predicates(ruleset)
    yield from _dates(ruleset)
    if ruleset.replaces is not None and ruleset.replaces not in (known := built_in_rulesets()):
        yield _fault("replaces", quoted(ruleset.replaces), one_of(known))
    for key, citation in ruleset.sources.items():
        if not citation.text.strip():
            yield _fault(f"sources.{key}.text", quoted(citation.text), _("a text"))
    for where, part in cited_parts(ruleset):
        if part.source not in ruleset.sources:
            yield _fault(f"{where}source", quoted(part.source), one_of(ruleset.sources))


def _predicates(ruleset: Ruleset) -> Iterator[Fault]:
    if not ruleset.predicates:
        yield _fault("predicates", _("nothing"), _("at least one"))
    for predicate in ruleset.predicates:
        if not ID.fullmatch(predicate) or predicate.casefold() in _VERDICTS:
            expected = _("a name such as WBK, without blanks, and none of {names}")
            yield _fault("predicates", quoted(predicate), expected.format(names=", ".join(_VERDICTS)))
        if not any(predicate in criterion.minimum for criterion in ruleset.criteria):
            yield _fault("predicates", _("{name} without a minimum").format(name=predicate), _("a criterion with one"))
    for predicate in doubled(predicate.casefold() for predicate in ruleset.predicates):
        yield _fault("predicates", _("{name} twice").format(name=quoted(predicate)), _("each once"))


def _dates(ruleset: Ruleset) -> Iterator[Fault]:
    first, last = ruleset.in_force_from, ruleset.in_force_until
    for key, day in (("in_force_from", first), ("in_force_until", last)):
        if day and day.year not in _YEARS:
            expected = _("a year from {first} to {last}").format(first=_YEARS[0], last=_YEARS[-1])
            yield _fault(key, str(day), expected)
    if first and last and last < first:
        yield _fault("in_force_until", str(last), _("{date} (in_force_from) or later").format(date=first))
    if ruleset.replaces is not None and first is None:
        yield _fault("in_force_from", _("nothing"), _("the day on which it replaces {id}").format(id=ruleset.replaces))
    if ruleset.replaced and last is None:
        yield _fault("in_force_until", _("nothing"), _("the last day before [replaced]"))


def cited_parts(ruleset: Ruleset) -> Iterator[tuple[str, Cited]]:
    """Yield what has a source beside the tree, with where it stands; that ends in a point, or is empty."""
    yield "", ruleset
    yield from ((f"scales.{key}.", scale) for key, scale in ruleset.scales.items())
    yield from ((f"criteria.{criterion.id}.", criterion) for criterion in ruleset.criteria)
    yield from ((f"facts.{key}.", fact) for key, fact in ruleset.facts.items())
    yield from ((f"requirements.{requirement.id}.", requirement) for requirement in ruleset.requirements)
    yield from ((f"conventions.{convention.id}.", convention) for convention in ruleset.conventions)
    optional = {"replaced": ruleset.replaced, "waiver": ruleset.waiver, "kawasan": ruleset.kawasan}
    yield from ((f"{name}.", part) for name, part in optional.items() if part)
