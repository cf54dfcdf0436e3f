"""The rows that a ruleset expects on a sheet, by the level at which they are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from zi_score.law.ruleset import Indicator, Question, Ruleset, Section
from zi_score.reading.layout.rows import COUNT
from zi_score.reading.layout.text import Label, Synonyms, abbreviations, labels, pieces, words


@dataclass(frozen=True, eq=False)
class Heading:
    """The row of a section or indicator; ``known`` are its words and those that other forms use for it."""

    code: str
    marker: str
    words: frozenset[str]
    known: frozenset[str]
    weight: Fraction


@dataclass(frozen=True, eq=False)
class Expected:
    """The row of a question, or of a count (``code.key``); ``label`` tells it from its neighbours."""

    code: str
    marker: str
    label: Label
    scale: str
    counts: tuple[Expected, ...] = ()


@lru_cache(maxsize=8)
def outline_of(ruleset: Ruleset) -> Outline:
    """Return the outline of a ruleset, made once."""
    return Outline(ruleset)


class Outline:
    """What a ruleset expects: sections, the headings in each, the questions under each heading."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Flatten the tree of the ruleset."""
        self._ruleset = ruleset
        self._areas = {section for area in ruleset.areas for section in area.sections}
        self.synonyms = _synonyms(ruleset)
        self.sections: list[Heading] = []
        self.headings: dict[str, list[Heading]] = {}
        self._direct: dict[str, list[Indicator]] = {}
        self._asked: dict[str, list[Expected]] = {}
        for code in ruleset.roots:
            self._add(code, code)

    def asked(self, code: str) -> list[Expected]:
        """Return the questions that stand under a heading, each with its counts."""
        if code not in self._asked:
            self._asked[code] = self._asked_under(code)
        return self._asked[code]

    def _asked_under(self, code: str) -> list[Expected]:
        questions = [(node, question) for node in self._direct.get(code, ()) for question in node.questions]
        found = labels([self._pieces(_wording(node, question)) for node, question in questions])
        return [self._question(*each, label) for each, label in zip(questions, found, strict=True)]

    def all_headings(self) -> Iterator[Heading]:
        """Yield every heading in the order of the regulation."""
        for section in self.sections:
            yield section
            yield from self.headings[section.code]

    def holds_answers(self, code: str) -> bool:
        """Whether questions stand directly under this heading."""
        return code in self._direct

    def _add(self, code: str, section: str) -> None:
        node = self._ruleset.nodes[code]
        if isinstance(node, Indicator) and node.questions[0].code == code:
            self._direct.setdefault(section, []).append(node)
            return
        own = words(node.name, self.synonyms)
        heading = Heading(code, _last(code), own, own.union(node.keywords), node.weight)
        if isinstance(node, Indicator):
            self._direct[code] = [node]
        if isinstance(node, Indicator) or self._is_below_area(code):
            self.headings[section].append(heading)
        else:
            self.sections.append(heading)
            self.headings[code] = []
            section = code
        if isinstance(node, Section):
            for child in self._ruleset.children[code]:
                self._add(child, section)

    def _is_below_area(self, code: str) -> bool:
        return code not in self._areas and any(code.startswith(f"{area}.") for area in self._areas)

    def _question(self, node: Indicator, question: Question, label: Label) -> Expected:
        marker = _last(question.code) if question.code == node.code else question.marker.strip("-")
        found = labels([self._pieces((row.label, *row.keywords)) for row in question.inputs])
        counts = tuple(
            Expected(f"{question.code}.{row.key}", "", said, COUNT)
            for row, said in zip(question.inputs, found, strict=True)
        )
        return Expected(question.code, marker, label, question.scale, counts)

    def _pieces(self, wording: Sequence[str]) -> frozenset[str]:
        return pieces(words(" ".join(wording), self.synonyms))


def _wording(node: Indicator, question: Question) -> tuple[str, ...]:
    own = (question.label, *question.keywords)
    return (*own, node.name, *node.keywords) if question.code == node.code else own


def _last(code: str) -> str:
    return code.rpartition(".")[2]


def _synonyms(ruleset: Ruleset) -> Synonyms:
    return tuple((ruleset.synonyms | abbreviations(_texts(ruleset))).items())


def _texts(ruleset: Ruleset) -> Iterator[str]:
    for indicator in ruleset.indicators:
        yield indicator.name
        yield from (question.label for question in indicator.questions)
