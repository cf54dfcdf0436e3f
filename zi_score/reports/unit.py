"""What the report of a unit says, whatever its format: the evaluation, and all that stands beside its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.scoring import QuestionNode
from zi_score.law.ruleset import Indicator, Question, Ruleset, is_under
from zi_score.model.findings import Finding, shown
from zi_score.model.pattern import pattern
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Place, Remark

_LONGEST_LINE = 8_000
_WORD = pattern(r"[^\W\d_]{2,}")
_WORDS = pattern(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")
"""Two words: not a number, an outline or a choice."""


class Text(NamedTuple):
    """A note or evidence: its lines, and the cell they stand in.

    An address that the cell links to is a line of its own where the text does not show it.
    """

    place: Place
    lines: tuple[str, ...]


class Level(NamedTuple):
    """A choice of a scale: its value between 0 and 1, and what the rubric asks for it, if it says so."""

    choice: str
    value: Fraction
    text: str


class GivenAnswer(NamedTuple):
    """What one assessor entered for a question; ``choice`` is the level chosen, if the scale has levels."""

    assessor: Assessor
    node: QuestionNode
    choice: str | None
    notes: tuple[Text, ...]
    evidence: tuple[Text, ...]

    @property
    def lost(self) -> Fraction:
        """Points that the answer leaves: 0 for the best one, all of them while there is none."""
        return self.node.weight - self.node.score


class Asked(NamedTuple):
    """A question with its answers, one an assessor in the order of the assessments; levels are best first.

    ``wording`` is what the sheet asks, where it says so in other words than the regulation.
    """

    question: Question
    indicator: Indicator
    levels: tuple[Level, ...]
    given: tuple[GivenAnswer, ...]
    wording: str = ""

    @property
    def first(self) -> GivenAnswer:
        """The answer of the highest authority."""
        return self.given[0]

    def next_level(self, given: GivenAnswer) -> Level | None:
        """Return the lowest level that is worth more than an answer; None at the top and where there are no levels."""
        reached = given.node.value or 0
        return next((level for level in reversed(self.levels) if level.value > reached), None)


class Chapter(NamedTuple):
    """Questions that belong together: those of an area of change, or of a component outside the areas.

    ``sections`` are the codes of the nodes whose points they share; ``area`` is the area's number.
    """

    key: str
    name: str
    area: str | None
    sections: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, eq=False)
class UnitReport:
    """The report of a unit.

    ``evaluation`` and ``ruleset`` are what they are elsewhere; the first assessment is that of the
    highest authority that answered, and the one that the report speaks of. ``asked`` are all
    questions in the order of the regulation.
    """

    evaluation: Evaluation
    ruleset: Ruleset
    asked: tuple[Asked, ...]

    @property
    def first(self) -> Assessment:
        """The assessment that the verdict rests on."""
        return self.evaluation.assessments[0]

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The questions by area of change, then those of hasil by component."""
        return tuple(_chapters(self.ruleset, self.asked))

    @cached_property
    def losses(self) -> tuple[Asked, ...]:
        """The questions that leave points, the most first."""
        return tuple(sorted((each for each in self.asked if each.first.lost), key=lambda each: -each.first.lost))

    @cached_property
    def unanswered(self) -> tuple[Asked, ...]:
        """The questions without an answer that was understood."""
        return tuple(each for each in self.asked if each.first.node.value is None)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed about the workbook or about an assessor of this report."""
        assessors = {None, *(assessment.assessor.value for assessment in self.evaluation.assessments)}
        return tuple(finding for finding in self.evaluation.findings if finding.assessor in assessors)

    def findings_of(self, asked: Asked) -> tuple[Finding, ...]:
        """Return what was noticed at a question."""
        return self._by_code.get(asked.question.code, ())

    @cached_property
    def _by_code(self) -> dict[str, tuple[Finding, ...]]:
        found: dict[str, tuple[Finding, ...]] = {}
        for finding in self.findings:
            if finding.code is not None:
                found[finding.code] = (*found.get(finding.code, ()), finding)
        return found


def unit_report(evaluation: Evaluation, submission: Submission, ruleset: Ruleset) -> UnitReport:
    """Put together what a report says.

    Args:
        evaluation: the result; its assessments are those that are shown.
        submission: the workbook that it is of.
        ruleset: the regulation that was applied.

    """
    sheets = {sheet.assessor: sheet for sheet in submission.worksheet.sheets}
    shown_sheets = [(assessment, sheets[assessment.assessor]) for assessment in evaluation.assessments]
    return UnitReport(
        evaluation=evaluation,
        ruleset=ruleset,
        asked=tuple(
            Asked(
                question=question,
                indicator=indicator,
                levels=_levels(ruleset, question),
                given=tuple(_given(question, *shown, submission) for shown in shown_sheets),
                wording=_wording(question, submission),
            )
            for indicator in ruleset.indicators
            for question in indicator.questions
        ),
    )


def _wording(question: Question, submission: Submission) -> str:
    """Return what the sheet asks: the first words in the row, where they are others than the regulation's."""
    form, row = submission.form, submission.form.rows.get(question.code)
    if row is None:
        return ""
    end = form.choices if form.choices is not None else min((each.answer for each in form.assessors), default=0)
    texts = (submission.lke.grid.text(row, column) for column in range(end))
    said = next((text for text in texts if _WORDS.search(text)), "")
    return "" if _plain(said) == _plain(question.label) else shown(said, _LONGEST_LINE)


def _plain(text: str) -> str:
    """Return the words of a text, without what stands before and between them."""
    return " ".join(_WORD.findall(text.casefold()))


def _levels(ruleset: Ruleset, question: Question) -> tuple[Level, ...]:
    values = ruleset.scales[question.scale].values
    levels = (Level(choice, value, question.rubric.get(choice, "")) for choice, value in values.items())
    return tuple(sorted(levels, key=lambda level: -level.value))


def _given(question: Question, assessment: Assessment, sheet: AnswerSheet, submission: Submission) -> GivenAnswer:
    node = assessment.nodes[question.code]
    if not isinstance(node, QuestionNode):
        raise TypeError(f"{question.code} is no question")
    beside = [sheet.answers[code] for code in question.codes if code in sheet.answers]
    answer = sheet.answers.get(question.code)
    return GivenAnswer(
        assessor=assessment.assessor,
        node=node,
        choice=answer.value if answer and isinstance(answer.value, str) else None,
        notes=tuple(_texts(beside, "notes", submission)),
        evidence=tuple(_texts(beside, "evidence", submission)),
    )


def _texts(answers: Iterable[Answer], kind: str, submission: Submission) -> Iterator[Text]:
    """Yield the texts beside a question and its counts, each cell once: a merged one stands beside several rows."""
    seen: set[Place] = set()
    for answer in answers:
        remarks: tuple[Remark, ...] = getattr(answer, kind)
        for remark in remarks:
            if remark.place not in seen:
                seen.add(remark.place)
                yield Text(remark.place, tuple(_lines(remark, submission.address(remark.place))))


def _lines(remark: Remark, address: str | None) -> Iterator[str]:
    lines = (shown(line, _LONGEST_LINE) for line in remark.whole.splitlines())
    yield from (line for line in lines if line)
    if address and address not in remark.whole:
        yield shown(address, _LONGEST_LINE)


def _chapters(ruleset: Ruleset, asked: tuple[Asked, ...]) -> Iterator[Chapter]:
    left = {each.question.code: each for each in asked}
    for area in ruleset.areas:
        own = tuple(left.pop(code) for code in list(left) if any(is_under(code, section) for section in area.sections))
        name = ruleset.nodes[area.sections[0]].name
        yield Chapter(f"area-{area.number}", name, str(area.number), area.sections, own)
    for root in ruleset.roots:
        if own := tuple(each for code, each in left.items() if is_under(code, root)):
            yield Chapter(root, ruleset.nodes[root].name, None, (root,), own)
