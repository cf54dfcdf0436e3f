"""What a check looks at: a submission and what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.scoring import Node
from zi_score.evaluation.verdict import PredicateResult, predicates, verdict
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Indicator, Ruleset
from zi_score.model.submission import AnswerColumns, Submission
from zi_score.model.worksheet import AnswerSheet, Assessor


@dataclass(frozen=True, eq=False)
class Subject:
    """A submission under check.

    ``assessments`` are those of assessors who answered, the highest authority first; ``figures``
    those of every column, unused ones too; ``aim`` is the predicate that the unit is to reach.
    """

    ruleset: Ruleset
    submission: Submission
    assessments: tuple[Assessment, ...]
    figures: Mapping[Assessor, Assessment]
    facts: Mapping[str, FactValue]
    aim: str

    @property
    def result(self) -> PredicateResult:
        """How the highest authority's answers stand to the predicate in aim."""
        return next(each for each in self.assessments[0].predicates if each.id == self.aim)

    def has(self, assessor: Assessor) -> bool:
        """Whether the sheet has a column for this assessor."""
        return assessor in self.figures

    def answers(self, assessor: Assessor) -> AnswerSheet:
        """Return what an assessor entered."""
        return next(sheet for sheet in self.submission.worksheet.sheets if sheet.assessor == assessor)

    def columns(self, assessor: Assessor) -> AnswerColumns:
        """Return where an assessor's column stands."""
        return next(columns for columns in self.submission.form.assessors if columns.assessor == assessor)

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly under a section or indicator; the components under ``""``."""
        if not code:
            return self.ruleset.roots
        node = self.ruleset.nodes[code]
        if isinstance(node, Indicator):
            return tuple(question.code for question in node.questions)
        return self.ruleset.children[code]

    def verdict_with(self, assessment: Assessment, code: str, effect: Fraction) -> str:
        """Return the verdict if a node, and all above it, had so many points more."""
        above = set(_upwards(code or self.ruleset.roots[-1]))
        nodes: dict[str, Node] = {
            key: node.model_copy(update={"score": node.score + effect, "highest": node.highest + effect})
            if key in above
            else node
            for key, node in assessment.nodes.items()
        }
        return verdict(predicates(self.ruleset, nodes, self.facts, self.submission.worksheet.unit.year))


def _upwards(code: str) -> Iterator[str]:
    while code:
        yield code
        code = code.rpartition(".")[0]
