"""All questions of a unit as a block of a document: a page on which people open one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from zi_score.reports.document import Block, Link
from zi_score.reports.unit import Text


class Beside(NamedTuple):
    """A note or evidence beside an answer."""

    kind: str
    text: Text


class EntryView(NamedTuple):
    """What one assessor entered: who, how its value and points follow, and what stands beside it."""

    who: str
    told: str
    beside: tuple[Beside, ...]


class LevelView(NamedTuple):
    """A choice, its value, what it asks; ``mark`` tells the present one and the next."""

    choice: str
    value: str
    text: str
    mark: str
    is_present: bool


class QuestionView(NamedTuple):
    """A question; ``kinds`` are those by which readers choose: lost, open, found, differing."""

    code: str
    label: str
    wording: str
    said: str
    points: str
    kinds: tuple[str, ...]
    entries: tuple[EntryView, ...]
    levels: tuple[LevelView, ...]
    asks: tuple[str, ...]
    findings: tuple[str, ...]
    sources: tuple[Link, ...]


class IndicatorView(NamedTuple):
    """An indicator, how its points follow, and its questions."""

    code: str
    title: str
    figure: str
    way: str
    source: Link
    questions: tuple[QuestionView, ...]


class SectionView(NamedTuple):
    """Indicators under one section; the title is empty where the chapter has no other."""

    title: str
    figure: str
    indicators: tuple[IndicatorView, ...]


class ChapterView(NamedTuple):
    """Questions that belong together: an area of change, or a component."""

    key: str
    title: str
    figure: str
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, kw_only=True)
class Questions(Block):
    """All questions of a unit, for a page on which people open one after the other."""

    chapters: tuple[ChapterView, ...]
