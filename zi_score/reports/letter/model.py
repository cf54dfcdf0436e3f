"""The variables of a letter's template: what the report letter (Laporan Hasil Evaluasi) says, as plain texts.

Every text is one line without control characters, and is escaped where it is filled in. What is not
known is an empty text, so that a template can leave a blank for it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitFacts:
    """``unit``: who was evaluated, as far as the workbook says it."""

    name: str
    agency: str
    year: str
    target: str


@dataclass(frozen=True)
class SourceFacts:
    """``source``: the workbook, by the name of its file, and the sheet that was read."""

    file: str
    sheet: str


@dataclass(frozen=True)
class RulesetFacts:
    """``ruleset``: the regulation, its instrument, and what is evaluated by it, as a sentence goes on.

    ``parts`` are what the points of its areas are split into, if anything.
    """

    title: str
    about: str
    instrument: str
    evaluated: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ScoreRow:
    """One of ``areas`` or ``components``, or the ``total``; ``share`` has its percent sign.

    ``parts`` are the points of an area by ``ruleset.parts``; ``highest`` is the score if every
    unanswered question got full marks.
    """

    code: str
    name: str
    score: str
    weight: str
    share: str
    highest: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CriterionRow:
    """A minimum of a predicate, or one of ``requirements.rows``, which have no margin."""

    label: str
    minimum: str
    reached: str
    margin: str
    status: str


@dataclass(frozen=True)
class PredicateFacts:
    """One of ``predicates``, the lowest first: its minimums, and the status of them together."""

    name: str
    status: str
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True)
class RequirementFacts:
    """``requirements`` for being proposed for a predicate."""

    predicate: str
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True)
class AssessorRow:
    """One of ``assessors``: what the answers of each give, where there are several."""

    name: str
    answered: str
    total: str
    verdict: str


@dataclass(frozen=True)
class Note:
    """One of ``losses``, or of a chapter's ``notes``: a question that leaves points, and what full marks ask."""

    code: str
    question: str
    answer: str
    score: str
    weight: str
    lost: str
    note: str
    recommendation: str


@dataclass(frozen=True)
class FindingNote:
    """One of ``remarks``, those of a chapter or of all: something to look at in the workbook."""

    severity: str
    place: str
    message: str
    tip: str


@dataclass(frozen=True)
class ChapterFacts:
    """One of ``chapters``: an area of change, or a component outside the areas.

    ``notes`` are the questions that leave the most points; ``more_notes`` says how many others do,
    and is empty where none does. The same for ``remarks``.
    """

    title: str
    summary: str
    notes: tuple[Note, ...]
    more_notes: str
    remarks: tuple[FindingNote, ...]
    more_remarks: str


@dataclass(frozen=True)
class OpenQuestion:
    """One of ``unanswered``: a question without an answer, and the points that depend on it."""

    code: str
    question: str
    cell: str
    points: str


@dataclass(frozen=True)
class Letter:
    """All that a template can fill in: each field is a variable of its own."""

    subject: str
    summary: tuple[str, ...]
    unit: UnitFacts
    assessor: str
    answered: str
    source: SourceFacts
    ruleset: RulesetFacts
    legal_basis: tuple[str, ...]
    method: tuple[str, ...]
    conventions: tuple[str, ...]
    areas: tuple[ScoreRow, ...]
    components: tuple[ScoreRow, ...]
    total: ScoreRow
    assessors: tuple[AssessorRow, ...]
    predicates: tuple[PredicateFacts, ...]
    requirements: RequirementFacts
    chapters: tuple[ChapterFacts, ...]
    unanswered: tuple[OpenQuestion, ...]
    conclusion: tuple[str, ...]
    losses: tuple[Note, ...]
    remarks: tuple[FindingNote, ...]
    more_remarks: str
