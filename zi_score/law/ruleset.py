"""A regulation as data: the question tree, the scales, the minimums, each with its source.

A ruleset is a folder with ``rules.toml`` (law beside the tree) and ``lke.json`` (the tree);
``zi_score.law.load`` makes one of these of it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Literal

from zi_score.law.cited import Citation, Cited, Exact, Law, Minimum
from zi_score.law.frame import Base, Convention, KawasanRule, Replacement, Review, Waiver
from zi_score.law.ratio import Ratio
from zi_score.model.findings import LKE

RULESET_LABEL, RULESET_PROPERTY = "ID peraturan", "zi-score-ruleset"
"""Where a workbook says which ruleset its form is of: beside a cell of this text, and in a property of the file."""
WEIGHT = "Bobot"
"""Header of the weights; among ``Ruleset.unnamed_columns`` where the regulation's own form prints none."""

_ZONE, _WBK, _ANY_SHEET = "Zona Integritas", "WBK", "lembar kerja"
"""What the regulations of the ministry assess, the predicate that nothing else has, and the word for any worksheet."""
_ZIP_EPOCH = date(1980, 1, 1)


class Scale(Cited):
    """How an answer becomes a value between 0 and 1.

    ``choice`` looks the answer up, ``ratio`` takes the rate of counts, ``number`` divides by ``highest``;
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
    """The question's number in the ministry's PortalRB and its fixed row in the upload form, where it has one."""

    soal_id: int
    row: int | None = None


class Input(Cited):
    """A count row under a ratio question.

    ``sum_of`` are its groups; ``splits_into`` counts that add up to it without being its
    groups; ``same_as`` is the code of another row that states the same count. With ``decimals`` it may be 12.5.
    """

    key: str
    label: str
    keywords: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    splits_into: tuple[str, ...] = ()
    same_as: str | None = None
    decimals: bool = False
    portalrb: PortalRB | None = None


class Question(Cited):
    """One question of the LKE.

    ``weight`` is in points; where the questions of an indicator count alike, none of them has one.
    """

    code: str
    marker: str
    label: str
    weight: Exact | None = None
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

    def has_decimals(self, code: str) -> bool:
        """Whether what stands under one of its codes is a count that need not be whole."""
        return any(row.decimals for row in self.inputs if code == f"{self.code}.{row.key}")

    def input(self, key: str) -> Input:
        """Return the count row with this key."""
        return next(row for row in self.inputs if row.key == key)


def sheet_name_of(rulesets: Iterable["Ruleset"]) -> str:
    """Return what a worksheet is called that may be of any of these: what all of them call it, else the common word."""
    first, *others = dict.fromkeys(ruleset.sheet_name for ruleset in rulesets)
    return _ANY_SHEET if others else first


def is_under(code: str, node: str) -> bool:
    """Whether a code is that of a node, or stands under it.

    >>> is_under("A.I.1.i", "A.I.1"), is_under("A.I.10", "A.I.1")
    (True, False)
    """
    return code == node or code.startswith(f"{node}.")


class Indicator(Cited):
    """Questions that share one weight: the score is their mean times the weight.

    Where questions have weights of their own, these add up to that of the indicator.
    """

    code: str
    name: str
    weight: Exact
    keywords: tuple[str, ...] = ()
    questions: tuple[Question, ...]

    @property
    def is_weighed(self) -> bool:
        """Whether its questions have weights of their own."""
        return self.questions[0].weight is not None

    def share(self, question: Question) -> Fraction:
        """Return the points that full marks in one of its questions give."""
        return self.weight / len(self.questions) if question.weight is None else question.weight


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
    """Something the LKE does not hold; ``choices`` are ordered, best first, ``words`` mean one of them.

    One without choices is a number with a unit; an index goes from 0 to ``highest``.
    """

    label: str
    choices: tuple[str, ...] = ()
    words: dict[str, str] = {}
    unit: Literal["percent", "years", "index"] | None = None
    highest: Exact | None = None


class Requirement(Cited):
    """A condition for being proposed; its minimum may depend on another fact.

    ``questions`` are those of the LKE that answer it where one of them falls short of full marks.
    """

    id: str
    fact: str
    depends_on: str | None = None
    questions: tuple[str, ...] = ()
    minimum: dict[str, Minimum | dict[str, Minimum]]


class Ruleset(Cited):
    """One regulation, complete. See ``zi_score.load_ruleset``.

    ``instrument`` is what is assessed by it, and ``sheet`` what its worksheet is called for short, both for titles.
    ``replaces`` is the id of a regulation of the program that ended the day before this one came into force.
    ``related`` are regulations that a form of this one may name in its place: those that amend it or that it replaces.
    """

    id: str
    title: str
    about: str
    instrument: str | None = None
    sheet: str | None = None
    predicates: tuple[str, ...]
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaced: Replacement | None = None
    replaces: str | None = None
    base: Base | None = None
    review: Review | None = None
    sources: dict[str, Citation]
    scales: dict[str, Scale]
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    facts: dict[str, Fact]
    requirements: tuple[Requirement, ...]
    waiver: Waiver | None = None
    kawasan: KawasanRule | None = None
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

    @property
    def called(self) -> str:
        """What titles call the instrument: its name, Zona Integritas where it decides of WBK, else the rules' title."""
        return self.instrument or (_ZONE if self.is_of_zone else self.title)

    @property
    def sheet_name(self) -> str:
        """What a worksheet is called: its short name, LKE where it decides of WBK, else the common word."""
        return self.sheet or (LKE if self.is_of_zone else _ANY_SHEET)

    @property
    def is_of_zone(self) -> bool:
        """Whether it is about building a Zona Integritas: nothing else decides of WBK."""
        return _WBK in self.predicates

    @property
    def moment(self) -> datetime:
        """What stands in a file in place of the clock: the first day of the regulation, or its last."""
        known = self.in_force_from or self.in_force_until or _ZIP_EPOCH
        return datetime.combine(max(known, _ZIP_EPOCH), time())

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
    def weights(self) -> dict[str, Fraction]:
        """Weights by the codes of what has one: sections, indicators, and questions that have their own."""
        own = {code: question.weight for code, question in self.questions.items() if question.weight is not None}
        return own | {code: node.weight for code, node in self.nodes.items()}

    def name_of(self, code: str) -> str:
        """Return the name of a section or indicator, or the label of a question."""
        node = self.nodes.get(code)
        return node.name if node else self.questions[code].label

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
