"""A regulation as data: the question tree, the scales, the minimums, each with its source.

A ruleset is a folder with ``rules.toml`` (law beside the tree) and ``lke.json`` (the tree).
Loading proves that it is whole: weights add up at every node, codes are unique, scales,
inputs, facts and sources exist.
"""

import json
import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from zi_score.exact import exact

DEFAULT_RULESET = "permenpanrb-90-2021"
RULES, TREE = "rules.toml", "lke.json"
_TREE_KEYS = {"sections", "indicators"}
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
    """A count row under a ratio question.

    ``sum_of`` are its groups; ``splits_into`` counts that add up to it without being its
    groups; ``same_as`` is the code of another row that states the same count.
    """

    key: str
    label: str
    keywords: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    splits_into: tuple[str, ...] = ()
    same_as: str | None = None
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

    def __hash__(self) -> int:
        """Let what is derived from a ruleset be kept beside it."""
        return hash(self.id)

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


def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, or from a folder of your own, and prove that it is whole.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    return _loaded(ruleset)


@cache
def _loaded(ruleset: str | Path) -> Ruleset:
    folder = _BUILT_IN / ruleset if ruleset in built_in_rulesets() else Path(ruleset)
    if not folder.is_dir():
        raise RulesetError(
            f"{ruleset}: no such ruleset; built in are {', '.join(built_in_rulesets())}, or give a folder"
        )
    rules, tree = _read(folder / RULES), _read(folder / TREE)
    if extra := set(tree) - _TREE_KEYS:
        raise RulesetError(
            f"{folder / TREE}: found {', '.join(sorted(extra))}, expected {', '.join(sorted(_TREE_KEYS))}"
        )
    content = {key: value for key, value in rules.items() if key not in _TREE_KEYS} | tree
    try:
        loaded = Ruleset.model_validate(content)
    except ValidationError as problem:
        raise RulesetError(_validation_message(folder, problem)) from problem
    from zi_score.proof import faults_of  # noqa: PLC0415 - it knows the models of this module

    if faults := list(faults_of(loaded)):
        msg = "\n".join(f"{folder / file}: {fault}" for file, fault in faults)
        raise RulesetError(msg)
    return loaded


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            return tomllib.loads(text, parse_float=Decimal)
        content = json.loads(text, parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as problem:
        raise RulesetError(f"{path}: {problem}") from problem
    if not isinstance(content, dict):
        raise RulesetError(f"{path}: expected an object with 'sections' and 'indicators'")
    return content


def _validation_message(folder: Path, problem: ValidationError) -> str:
    lines = []
    for error in problem.errors():
        key = ".".join(str(part) for part in error["loc"])
        file = TREE if key.startswith(tuple(_TREE_KEYS)) else RULES
        found = "" if error["type"] == "missing" else f" (found {error['input']!r:.80})"
        lines.append(f"{folder / file}: {key}: {error['msg']}{found}")
    return "\n".join(lines)
