"""The rows that a ruleset expects on a sheet, by the level at which they are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from zi_score.law.ruleset import Indicator, Question, Ruleset, Section
from zi_score.reading.layout.rows import COUNT
from zi_score.reading.layout.text import Label, Synonyms, abbreviations, labels, pieces, words


@dataclass(frozen=True, eq=False)
class Heading:
    """The row of a section or indicator; ``keywords`` are the words that other forms use for it."""

    code: str
    marker: str
    text: str
    keywords: tuple[str, ...]
    synonyms: Synonyms
    weight: Fraction

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text that say something."""
        return words(self.text, self.synonyms)

    @cached_property
    def known(self) -> frozenset[str]:
        """These, and the words that other forms use."""
        return self.words.union(self.keywords)


class Wordings:
    """What neighbours say, each in its own words and those of other forms."""

    def __init__(self, texts: Sequence[Sequence[str]], synonyms: Synonyms) -> None:
        """Remember them: where a form has the regulation's own words nobody asks for more."""
        self._texts, self._synonyms = texts, synonyms

    @cached_property
    def labels(self) -> list[Label]:
        """What tells each from the others."""
        return labels([pieces(words(" ".join(wording), self._synonyms)) for wording in self._texts])


class Expected(NamedTuple):
    """The row of a question, or of a count (``code.key``); it is number ``n`` of its neighbours."""

    code: str
    marker: str
    text: str
    neighbours: Wordings
    n: int
    scale: str
    counts: tuple[Expected, ...] = ()

    @property
    def label(self) -> Label:
        """What tells it from its neighbours."""
        return self.neighbours.labels[self.n]


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
        said = Wordings([_wording(*each) for each in questions], self.synonyms)
        return [self._question(*each, said, n) for n, each in enumerate(questions)]

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
        heading = Heading(code, _last(code), node.name, tuple(node.keywords), self.synonyms, node.weight)
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

    def _question(self, node: Indicator, question: Question, neighbours: Wordings, n: int) -> Expected:
        is_own = question.code == node.code
        marker = _last(question.code) if is_own else question.marker.strip("-")
        said = Wordings([(row.label, *row.keywords) for row in question.inputs], self.synonyms)
        counts = tuple(
            Expected(f"{question.code}.{row.key}", "", row.label, said, nth, COUNT)
            for nth, row in enumerate(question.inputs)
        )
        return Expected(question.code, marker, question.label, neighbours, n, question.scale, counts)


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
