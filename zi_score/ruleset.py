"""A regulation as data: the question tree, the scales, the minimums, each with its source.

A ruleset is a folder with ``rules.toml`` (law beside the tree) and ``lke.json`` (the tree).
Loading a folder proves that it is whole: weights add up at every node, codes are unique, scales,
inputs, facts and sources exist. Those of the program are proved by its tests.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator

from zi_score.exact import exact
from zi_score.language import translate as _
from zi_score.toml import parsed_toml

DEFAULT_RULESET = "permenpanrb-90-2021"

RULESET_LABEL, RULESET_PROPERTY = "ID peraturan", "zi-score-ruleset"
"""Where a workbook says which ruleset its form is of: beside a cell of this text, and in a property of the file."""
RULES, TREE = "rules.toml", "lke.json"
WEIGHT = "Bobot"
"""Header of the weights; among ``Ruleset.unnamed_columns`` where the regulation's own form prints none."""

TREE_KEYS = frozenset({"sections", "indicators"})
_BUILT_IN = Path(__file__).parent / "rulesets"

Exact = Annotated[Fraction, PlainValidator(exact)]


def _minimum(value: object) -> Fraction | str:
    return value if isinstance(value, str) else exact(value)


Minimum = Annotated[Fraction | str, PlainValidator(_minimum)]


@dataclass(frozen=True)
class Fault:
    """What keeps a ruleset from being whole: ``key`` of ``file``, what was found there, and what was expected.

    ``key`` is written as people look for it: ``A.I.1.weight``, ``criteria.area-6.area``; it is empty where
    the file as a whole is meant, and a place where the file breaks off.
    """

    file: str
    key: str
    found: str
    expected: str

    @property
    def message(self) -> str:
        """The fault as a sentence, in the language in use."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return _("{place}: found {found}, expected {expected}.").format(
            place=place, found=self.found, expected=self.expected
        )


class RulesetError(Exception):
    """A ruleset that cannot be used; ``faults`` are all that were found in its folder."""

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        """Carry the faults beside the message, which names each of them."""
        super().__init__(message)
        self.faults = tuple(faults)

    @classmethod
    def of(cls, folder: str | Path, faults: Iterable[Fault]) -> "RulesetError":
        """Return the refusal of a folder: a line a fault, with the path of its file."""
        faults = tuple(faults)
        paths = (replace(fault, file=str(Path(folder) / fault.file)) for fault in faults)
        return cls("\n".join(fault.message for fault in paths), faults)


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

    ``choice`` looks the answer up, ``ratio`` divides counts, ``number`` divides by ``highest``;
    with ``unit`` percent the number is a percentage that is typed, 1 standing for 100 %.
    Of ``external`` results (a survey's index) a plan can only say which one is needed: the unit
    has no steps of work that set them.
    """

    kind: Literal["choice", "ratio", "number"]
    values: dict[str, Exact] = {}
    aliases: dict[str, str] = {}
    highest: Exact | None = None
    unit: Literal["percent"] | None = None
    external: bool = False
    printed: tuple[str, ...]

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Choices by what people type for them, in lower case."""
        return {
            typed.casefold(): choice for typed, choice in ({name: name for name in self.values} | self.aliases).items()
        }


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

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The question's own code, then those of its counts: under these its answers stand."""
        return self.code, *(f"{self.code}.{row.key}" for row in self.inputs)

    def input(self, key: str) -> Input:
        """Return the count row with this key."""
        return next(row for row in self.inputs if row.key == key)


def is_under(code: str, node: str) -> bool:
    """Whether a code is that of a node, or stands under it.

    >>> is_under("A.I.1.i", "A.I.1"), is_under("A.I.10", "A.I.1")
    (True, False)
    """
    return code == node or code.startswith(f"{node}.")


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
    """Something the LKE does not hold; ``choices`` are ordered, best first, ``words`` mean one of them."""

    label: str
    choices: tuple[str, ...] = ()
    words: dict[str, str] = {}
    unit: Literal["percent", "years"] | None = None


class Requirement(Cited):
    """A condition for being proposed; its minimum may depend on another fact.

    ``questions`` are those of the LKE that answer it where one of them falls short of full marks.
    """

    id: str
    fact: str
    depends_on: str | None = None
    questions: tuple[str, ...] = ()
    minimum: dict[str, Minimum | dict[str, Minimum]]


class Waiver(Cited):
    """The fact under which a unit may be proposed while requirements are still being met, and for what.

    Only ``kinds`` of units may be, as the fact ``kind`` tells; never one of which a fact says what
    is ``barred``, nor before the year ``since``.
    """

    fact: str
    value: str
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    barred: dict[str, str] = {}
    since: int | None = None
    predicates: tuple[str, ...]


class Kawasan(Cited):
    """What an area (kawasan) needs beside its units."""

    integration_score: dict[str, Exact]
    holds_kawasan_wbk: tuple[str, ...]


class Convention(Cited):
    """How the program acts where it had to choose."""

    id: str
    text: str


class Replacement(Cited):
    """What took the place of a regulation on the day after its last."""

    by: str


class Ruleset(Cited):
    """One regulation, complete. See ``load_ruleset``.

    ``related`` are regulations that a form of this one may name in its place: those that amend it or that it replaces.
    """

    id: str
    title: str
    about: str
    predicates: tuple[str, ...]
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaced: Replacement | None = None
    sources: dict[str, Citation]
    scales: dict[str, Scale]
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    facts: dict[str, Fact]
    requirements: tuple[Requirement, ...]
    waiver: Waiver | None = None
    kawasan: Kawasan | None = None
    conventions: tuple[Convention, ...]
    unnamed_columns: tuple[Literal["Bobot"], ...] = ()
    related: tuple[str, ...] = ()
    synonyms: dict[str, str] = {}
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]

    def __hash__(self) -> int:
        """Let what is derived from a ruleset be kept beside it."""
        return hash(self.id)

    @property
    def replaced_since(self) -> date | None:
        """The first day of what replaced this regulation."""
        return self.in_force_until + timedelta(days=1) if self.replaced and self.in_force_until else None

    def citation(self, part: Cited) -> Citation:
        """Return the source of a part of this ruleset."""
        return self.sources[part.source]

    def sources_of(self, code: str) -> tuple[Citation, ...]:
        """Return the sources of a section, indicator, question, criterion or requirement; nothing where there is none.

        A question has two: what asks it, and what makes its answer a value (its ratio, else its scale).
        """
        if question := self.questions.get(code):
            return self.citation(question), self.citation(question.ratio or self.scales[question.scale])
        part = self.nodes.get(code) or self.demands.get(code)
        return (self.citation(part),) if part else ()

    @cached_property
    def demands(self) -> dict[str, "Criterion | Requirement"]:
        """All criteria and requirements by id."""
        return {**{each.id: each for each in self.criteria}, **{each.id: each for each in self.requirements}}

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


def built_in_folder(id_: str) -> Path:
    """Return the folder of a ruleset that comes with the program."""
    return _BUILT_IN / id_


def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, or from a folder of your own, which is proved to be whole.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    return _loaded(ruleset)


@cache
def _loaded(ruleset: str | Path) -> Ruleset:
    is_built_in = ruleset in built_in_rulesets()
    folder = built_in_folder(str(ruleset)) if is_built_in else Path(ruleset)
    if not any(os.path.exists(folder / file) for file in (RULES, TREE)):  # noqa: PTH110 - it never fails
        raise RulesetError(
            _(
                "{ruleset}: no such ruleset; built in are {built_in}, or give a folder with rules.toml and lke.json."
            ).format(ruleset=ruleset, built_in=", ".join(built_in_rulesets()))
        )
    try:
        loaded = Ruleset.model_validate(content_of(folder))
    except (OSError, ValueError, RecursionError) as problem:
        from zi_score.proof.files import faults_of_files  # noqa: PLC0415 - only a broken ruleset needs it

        raise RulesetError.of(folder, faults_of_files(folder)) from problem
    if not is_built_in:
        _prove(folder, loaded)
    return loaded


def _prove(folder: Path, ruleset: Ruleset) -> None:
    from zi_score.proof import faults_of  # noqa: PLC0415 - the rulesets of the program do without it

    faults = list(faults_of(ruleset))
    if ruleset.id in built_in_rulesets() and ruleset != load_ruleset(ruleset.id):
        expected = _("an id of its own, as it is not the built-in ruleset of this id")
        faults.insert(0, Fault(RULES, "id", ruleset.id, expected))
    if faults:
        raise RulesetError.of(folder, faults)


def content_of(folder: Path) -> dict[str, object]:
    """Return what the two files of a ruleset say together.

    Raises:
        OSError: a file cannot be opened.
        ValueError: a file is not in its format, says what belongs into the other, or holds what cannot be printed.
        RecursionError: a file is nested beyond all measure.

    """
    contents: list[dict[str, object]] = []
    for file in (RULES, TREE):
        text = text_of(folder / file)
        contents.append(parsed(file, text))
        is_doubtful = "\\" in text or not text.replace("\n", "").replace("\t", "").isprintable()
        if is_doubtful and not _is_printable(contents[-1]):
            raise ValueError
    rules, tree = contents
    if TREE_KEYS & rules.keys() or tree.keys() - TREE_KEYS:
        raise ValueError
    return rules | tree


def text_of(path: Path) -> str:
    """Return what stands in a file, without the mark with which editors of Windows begin it."""
    return path.read_text(encoding="utf-8").removeprefix("\ufeff")


def parsed(file: str, text: str) -> dict[str, object]:
    """Return what the text of one file says; raises as ``content_of``."""
    if file == RULES:
        return parsed_toml(text)
    content = json.loads(text, parse_float=Decimal, object_pairs_hook=_object)
    if not isinstance(content, dict):
        raise ValueError  # noqa: TRY004 - the file is at fault, not the program
    return content


class DoubleKey(ValueError):  # noqa: N818 - the name says what was found
    """A key that stands twice in an object; nobody knows which of the two is meant."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise DoubleKey(".".join(str(part) for part in (content.get("code"), double) if part))
    return content


def _is_printable(part: object) -> bool:
    """Whether all texts can be shown anywhere: no control characters, no marks that turn the direction of writing."""
    if isinstance(part, str):
        return part.isprintable() or printable(part) == part
    if isinstance(part, dict):
        return all(map(_is_printable, part)) and all(map(_is_printable, part.values()))
    return all(map(_is_printable, part)) if isinstance(part, list) else True


def printable(text: str) -> str:
    """Return a text without what cannot be printed; lines may end and be indented."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
