"""The figures of one assessor's columns: where they stand, what is right, and what a wrong one changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.scoring import QuestionNode, resolved
from zi_score.model.submission import AnswerColumns, Sheet


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of one assessor's columns.

    ``rows`` are those with points by code of sections, indicators and questions, total rows by the
    code of their component with a blank before it; ``codes`` is the way back.
    """

    subject: Subject
    columns: AnswerColumns
    assessment: Assessment

    @property
    def sheet(self) -> Sheet:
        """The sheet that holds the LKE."""
        return self.subject.submission.lke

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Rows by code."""
        form, ruleset = self.subject.submission.form, self.subject.ruleset
        known = ruleset.nodes.keys() | ruleset.questions.keys()
        rows = {code: row for code, row in form.rows.items() if code in known}
        return rows | {f" {code}": row for code, row in form.totals.items()}

    @cached_property
    def codes(self) -> Mapping[int, str]:
        """Codes by row; a total row has the code of its component."""
        return {row: code.strip() for code, row in self.rows.items()}

    @property
    def shown_in(self) -> tuple[int, ...]:
        """The columns that show figures: points, and answers, which some formulas read at once."""
        score, answer = self.columns.score, self.columns.answer
        return (answer,) if score is None else (score, answer)

    def row(self, code: str) -> int | None:
        """Return the row of a node, question or count; of an indicator without one that of its only question."""
        rows = self.subject.submission.form.rows
        if code in rows or code not in self.subject.ruleset.nodes:
            return rows.get(code)
        (first, *others) = self.subject.under[code]
        return None if others else rows.get(first)

    def right(self, code: str, column: int) -> Fraction | None:
        """Return the right figure of a node; of a question its value or its points, as the column shows them."""
        if not code:
            return self.assessment.total.score
        node = self.assessment.nodes.get(code)
        if node is None:
            return self._count(code)
        if not isinstance(node, QuestionNode) or code in self.subject.ruleset.nodes:
            return node.score
        return node.score if self._is_in_points(code, column) else node.value or Fraction()

    def _count(self, code: str) -> Fraction | None:
        """Return a count as it is used: the sum of its groups, where it has some."""
        question, _, key = code.rpartition(".")
        answers = self.subject.answers(self.columns.assessor).answers
        rows = {
            row.key: answers.get(f"{question}.{row.key}") for row in self.subject.ruleset.questions[question].inputs
        }
        return resolved(self.subject.ruleset.questions[question].input(key), rows)

    def _is_in_points(self, code: str, column: int) -> bool:
        """Whether a column shows points for a code, not the value of an answer."""
        nodes, questions = self.subject.ruleset.nodes, self.subject.ruleset.questions
        return column == self.columns.score and (code in nodes or code not in questions or self._shows_points)

    @cached_property
    def _shows_points(self) -> bool:
        """Whether the column shows the points of questions, not their values: as most of its rows do."""
        told = []
        for code, row in self.rows.items():
            node, shown = self.assessment.nodes.get(code), self.sheet.number(row, self.shown_in[0])
            if isinstance(node, QuestionNode) and code not in self.subject.ruleset.nodes and shown:
                told.append(abs(shown - node.score) < abs(shown - (node.value or 0)))
        return sum(told) * 2 > len(told)

    def effect(self, code: str, row: int, column: int, shown: Fraction | None) -> Fraction | None:
        """Return by how many points this formula alone changes the total."""
        if shown is None or (code and code not in self.assessment.nodes):
            return None
        if code in self.subject.ruleset.questions:
            node = self.assessment.nodes[code]
            if self._is_in_points(code, column):
                return shown - node.score
            return (min(Fraction(1), max(Fraction(0), shown)) - (self.right(code, column) or 0)) * node.weight
        return shown - self._own(code, row, column)

    def _own(self, code: str, row: int, column: int) -> Fraction:
        """Return what the node's own parts, as the sheet shows them, add up to; else the right figure."""
        is_total = bool(code) and self.rows.get(code) != row
        children = (code,) if is_total else self.subject.children(code)
        figures = [points for child in children if (points := self._points(child, column)) is not None]
        if len(figures) < len(children):
            return self.right(code, column) or Fraction()
        return sum(figures, Fraction())

    def _points(self, code: str, column: int) -> Fraction | None:
        """Return the points that the sheet shows for a node or question."""
        row = self.row(code)
        shown = None if row is None else self.sheet.number(row, column)
        if row is None or shown is None or self._is_in_points(self.codes.get(row, code), column):
            return shown
        return shown * self.assessment.nodes[code].weight
