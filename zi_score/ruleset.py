"""A regulation as data: the question tree, the scales, the minimums, each with its source.

A ruleset is a folder with ``rules.toml`` (law beside the tree) and ``lke.json`` (the tree).
Loading proves that it is whole: weights add up at every node, codes are unique, scales,
inputs, facts and sources exist.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from zi_score.exact import exact, plain

DEFAULT_RULESET = "permenpanrb-90-2021"
_RULES, _TREE = "rules.toml", "lke.json"
_TREE_KEYS = {"sections", "indicators"}
_TOTAL_WEIGHT = 100
_BUILT_IN = Path(__file__).parent / "rulesets"

Exact = Annotated[Fraction, PlainValidator(exact)]


def _minimum(value: object) -> Fraction | str:
    return value if isinstance(value, str) else exact(value)


Minimum = Annotated[Fraction | str, PlainValidator(_minimum)]


class RulesetError(Exception):
    """A ruleset that cannot be used; the message names file, key, found and expected."""


class Law(BaseModel):
    """Base of everything in a ruleset: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(Law):
    """Where a value comes from, and with what authority."""

    kind: Literal["law", "official-form", "practice"]
    text: str


class Cited(Law):
    """A part of the law that names its source, a key of ``Ruleset.sources``."""

    source: str


class Scale(Cited):
    """How an answer becomes a value between 0 and 1.

    ``choice`` looks the answer up, ``ratio`` divides counts, ``number`` divides by ``highest``.
    """

    kind: Literal["choice", "ratio", "number"]
    values: dict[str, Exact] = {}
    aliases: dict[str, str] = {}
    highest: Exact | None = None
    printed: tuple[str, ...]


class PortalRB(Law):
    """The question's number in the ministry's PortalRB and its fixed row in the upload form."""

    soal_id: int
    row: int


class ZeroWhole(Cited):
    """Values of a ratio whose whole is 0: with a part of 0, and with a part above 0."""

    zero_part: Exact
    some_part: Exact


class Ratio(Cited):
    """A count ratio, limited to 0..1.

    ``share`` is part / whole; ``decrease`` is (whole - part) / whole. With ``part_of_whole``
    a part above the whole contradicts it; without, it is merely limited.
    """

    kind: Literal["share", "decrease"]
    part: str
    whole: str
    part_of_whole: bool = True
    zero_whole: ZeroWhole


class Input(Cited):
    """A count row under a ratio question."""

    key: str
    label: str
    keywords: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    portalrb: PortalRB | None = None


class Question(Cited):
    """One question of the LKE."""

    code: str
    marker: str
    label: str
    scale: str
    keywords: tuple[str, ...] = ()
    rubric: dict[str, str] = {}
    points: tuple[str, ...] = ()
    ratio: Ratio | None = None
    inputs: tuple[Input, ...] = ()
    portalrb: PortalRB | None = None

    def input(self, key: str) -> Input:
        """Return the count row with this key."""
        return next(row for row in self.inputs if row.key == key)


class Indicator(Cited):
    """Questions that share one weight: the score is their mean times the weight."""

    code: str
    name: str
    weight: Exact
    keywords: tuple[str, ...] = ()
    questions: tuple[Question, ...]


class Section(Cited):
    """A heading whose weight is the sum of what stands under it."""

    code: str
    name: str
    weight: Exact
    keywords: tuple[str, ...] = ()


class Area(Law):
    """An area of change: sections whose scores count together."""

    number: int
    sections: tuple[str, ...]


class Criterion(Cited):
    """A minimum for a predicate.

    ``score`` compares points of ``nodes``, ``share`` the area's points over its weight,
    ``fact`` something outside the LKE.
    """

    id: str
    label: str
    measure: Literal["score", "share", "fact"]
    nodes: tuple[str, ...] = ()
    area: int | None = None
    fact: str | None = None
    minimum: dict[str, Minimum]


class Fact(Cited):
    """Something the LKE does not hold; ``choices`` are ordered, best first."""

    label: str
    choices: tuple[str, ...] = ()
    unit: Literal["percent", "years"] | None = None


class Requirement(Cited):
    """A condition for being proposed; its minimum may depend on another fact."""

    id: str
    fact: str
    depends_on: str | None = None
    minimum: dict[str, Minimum | dict[str, Minimum]]


class Waiver(Cited):
    """The fact under which a unit may be proposed while requirements are still being met, and for what."""

    fact: str
    value: str
    predicates: tuple[str, ...]


class Kawasan(Cited):
    """What an area (kawasan) needs beside its units."""

    integration_score: dict[str, Exact]
    holds_kawasan_wbk: tuple[str, ...]


class Convention(Cited):
    """How the program acts where it had to choose."""

    id: str
    text: str


class Ruleset(Cited):
    """One regulation, complete. See ``load_ruleset``."""

    id: str
    title: str
    about: str
    predicates: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None = None
    sources: dict[str, Citation]
    scales: dict[str, Scale]
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    facts: dict[str, Fact]
    requirements: tuple[Requirement, ...]
    waiver: Waiver | None = None
    kawasan: Kawasan | None = None
    conventions: tuple[Convention, ...]
    synonyms: dict[str, str] = {}
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]

    def citation(self, part: Cited) -> Citation:
        """Return the source of a part of this ruleset."""
        return self.sources[part.source]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by code, in the order of the regulation."""
        return {q.code: q for i in self.indicators for q in i.questions}

    @cached_property
    def nodes(self) -> dict[str, Section | Indicator]:
        """All sections and indicators by code."""
        nodes: list[Section | Indicator] = [*self.sections, *self.indicators]
        return {node.code: node for node in nodes}

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Codes of the components, which stand under nothing."""
        return tuple(code for code in self.nodes if "." not in code)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Codes of the sections and indicators directly under each section."""
        under: dict[str, dict[str, None]] = {section.code: {} for section in self.sections}
        for indicator in self.indicators:
            code = indicator.code
            while parent := code.rpartition(".")[0]:
                under[parent][code] = None
                code = parent
        return {code: tuple(codes) for code, codes in under.items()}

    def area(self, number: int) -> Area:
        """Return the area of change with this number."""
        return next(area for area in self.areas if area.number == number)

    def nodes_of(self, criterion: Criterion) -> tuple[str, ...]:
        """Codes of the nodes whose points a criterion adds up."""
        return criterion.nodes if criterion.area is None else self.area(criterion.area).sections


def built_in_rulesets() -> tuple[str, ...]:
    """Ids of the rulesets that come with the program."""
    return tuple(sorted(folder.name for folder in _BUILT_IN.iterdir() if (folder / "rules.toml").is_file()))


@cache
def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, or from a folder of your own, and prove that it is whole.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    folder = _BUILT_IN / ruleset if ruleset in built_in_rulesets() else Path(ruleset)
    if not folder.is_dir():
        raise RulesetError(
            f"{ruleset}: no such ruleset; built in are {', '.join(built_in_rulesets())}, or give a folder"
        )
    rules, tree = _read(folder / _RULES), _read(folder / _TREE)
    if extra := set(tree) - _TREE_KEYS:
        raise RulesetError(
            f"{folder / _TREE}: found {', '.join(sorted(extra))}, expected {', '.join(sorted(_TREE_KEYS))}"
        )
    content = {key: value for key, value in rules.items() if key not in _TREE_KEYS} | tree
    try:
        loaded = Ruleset.model_validate(content)
    except ValidationError as problem:
        raise RulesetError(_validation_message(folder, problem)) from problem
    if faults := list(_faults(loaded)):
        msg = "\n".join(f"{folder / file}: {fault}" for file, fault in faults)
        raise RulesetError(msg)
    return loaded


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            return tomllib.loads(text, parse_float=Decimal)
        content = json.loads(text, parse_float=Decimal)
    except (OSError, ValueError) as problem:
        raise RulesetError(f"{path}: {problem}") from problem
    if not isinstance(content, dict):
        raise RulesetError(f"{path}: expected an object with 'sections' and 'indicators'")
    return content


def _validation_message(folder: Path, problem: ValidationError) -> str:
    lines = []
    for error in problem.errors():
        key = ".".join(str(part) for part in error["loc"])
        file = _TREE if key.startswith(tuple(_TREE_KEYS)) else _RULES
        found = "" if error["type"] == "missing" else f" (found {error['input']!r:.80})"
        lines.append(f"{folder / file}: {key}: {error['msg']}{found}")
    return "\n".join(lines)


def _faults(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) for everything that keeps a ruleset from being whole."""
    if broken := [(_TREE, fault) for fault in _code_faults(ruleset)]:
        yield from broken  # the other checks walk the tree
        return
    for check in (_weight_faults, _question_faults):
        yield from ((_TREE, fault) for fault in check(ruleset))
    for check in (_scale_faults, _criterion_faults, _requirement_faults):
        yield from ((_RULES, fault) for fault in check(ruleset))
    for file, cited in ((_RULES, _cited_rules(ruleset)), (_TREE, _cited_tree(ruleset))):
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
        needed = {key for row in question.inputs for key in row.sum_of}
        if question.ratio:
            needed |= {question.ratio.part, question.ratio.whole}
        for key in sorted(needed - set(keys)):
            yield f"{question.code}: input {key!r} is used but not defined; expected one of {', '.join(keys)}"


def _scale_faults(ruleset: Ruleset) -> Iterator[str]:
    for name, scale in ruleset.scales.items():
        if scale.kind == "number" and not scale.highest:
            yield f"scales.{name}: expected 'highest' above 0, found {scale.highest}"
        if scale.kind == "choice" and not scale.values:
            yield f"scales.{name}: expected 'values', found none"
        if wrong := [key for key, value in scale.values.items() if not 0 <= value <= 1]:
            yield f"scales.{name}: values of {', '.join(wrong)} are expected between 0 and 1"


def _criterion_faults(ruleset: Ruleset) -> Iterator[str]:
    numbers = {area.number for area in ruleset.areas}
    used = [code for area in ruleset.areas for code in area.sections]
    used += [code for criterion in ruleset.criteria for code in criterion.nodes]
    for code in sorted(set(used) - set(ruleset.nodes)):
        yield f"node {code!r}: named by an area or criterion, but not in lke.json"
    for criterion in ruleset.criteria:
        if criterion.area is not None and criterion.area not in numbers:
            yield f"criteria.{criterion.id}: area {criterion.area}, expected one of {sorted(numbers)}"
        given = {"score": bool(criterion.nodes), "share": criterion.area is not None, "fact": bool(criterion.fact)}
        if [measure for measure, is_given in given.items() if is_given] != [criterion.measure]:
            yield (
                f"criteria.{criterion.id}: measure {criterion.measure!r}; expected 'nodes' with score, "
                f"'area' with share, 'fact' with fact, and only that"
            )
        for value in criterion.minimum.values():
            if isinstance(value, str) != (criterion.measure == "fact"):
                yield f"criteria.{criterion.id}: minimum {value!r}, expected a number, or a choice with a fact"
        if extra := set(criterion.minimum) - set(ruleset.predicates):
            yield f"criteria.{criterion.id}: predicate {', '.join(sorted(extra))} is not among predicates"
        if criterion.measure == "fact" and criterion.fact not in ruleset.facts:
            yield f"criteria.{criterion.id}: fact {criterion.fact!r}, expected one of {', '.join(ruleset.facts)}"


def _requirement_faults(ruleset: Ruleset) -> Iterator[str]:
    for requirement in ruleset.requirements:
        for key in filter(None, (requirement.fact, requirement.depends_on)):
            if key not in ruleset.facts:
                yield f"requirements.{requirement.id}: fact {key!r}, expected one of {', '.join(ruleset.facts)}"
                break
        else:
            choices = ruleset.facts[requirement.fact].choices
            cases = ruleset.facts[requirement.depends_on].choices if requirement.depends_on else ()
            for minimum in requirement.minimum.values():
                if isinstance(minimum, dict) and set(minimum) != set(cases):
                    found, expected = ", ".join(minimum), ", ".join(cases)
                    yield f"requirements.{requirement.id}: minimum for {found}; expected for {expected or 'none'}"
                for value in minimum.values() if isinstance(minimum, dict) else [minimum]:
                    if choices and value not in choices:
                        yield f"requirements.{requirement.id}: {value!r}, expected one of {', '.join(choices)}"
    if ruleset.waiver and ruleset.waiver.fact not in ruleset.facts:
        yield f"waiver: fact {ruleset.waiver.fact!r}, expected one of {', '.join(ruleset.facts)}"


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
