"""All questions of a unit as a block of a document: a page on which people open one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from zi_score.reports.document import Block, Link
from zi_score.reports.unit import Text


@dataclass(frozen=True)
class Beside:
    """A note or evidence beside an answer."""

    kind: str
    text: Text


@dataclass(frozen=True)
class EntryView:
    """What one assessor entered: who, how its value and points follow, and what stands beside it."""

    who: str
    told: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class LevelView:
    """A choice, its value, what it asks; ``mark`` tells the present one and the next."""

    choice: str
    value: str
    text: str
    mark: str
    is_present: bool


@dataclass(frozen=True)
class QuestionView:
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


@dataclass(frozen=True)
class IndicatorView:
    """An indicator, how its points follow, and its questions."""

    code: str
    title: str
    figure: str
    way: str
    source: Link
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class SectionView:
    """Indicators under one section; the title is empty where the chapter has no other."""

    title: str
    figure: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class ChapterView:
    """Questions that belong together: an area of change, or a component."""

    key: str
    title: str
    figure: str
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, kw_only=True)
class Questions(Block):
    """All questions of a unit, for a page on which people open one after the other."""

    chapters: tuple[ChapterView, ...]
