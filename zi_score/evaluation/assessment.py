"""One assessor's answers, assessed: scores, areas, predicates, verdict."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import AliasChoices, Field, PlainSerializer, computed_field, field_validator

from zi_score.evaluation.scoring import Figure, Node, QuestionNode, add, questions_of, score
from zi_score.evaluation.verdict import PredicateResult, predicates, verdict
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Area, Ruleset
from zi_score.model.exact import rounded
from zi_score.model.worksheet import TOTAL, AnswerSheet, Assessor, Frozen, Score, SheetScore

Share = Annotated[Fraction, PlainSerializer(lambda share: str(rounded(share, 4)), return_type=str)]
"""A part of a whole, exact; four decimals, half up, in JSON."""


class AreaFigure(Figure):
    """An area of change: its sections (pemenuhan, reform) together. ``ratio`` is score over weight."""

    name: str
    parts: dict[str, Score] = Field(validation_alias=AliasChoices("parts_exact", "parts"))

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def ratio(self) -> Share:
        """The score as a part of the weight, 0 to 1."""
        return self.score / self.weight

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def parts_exact(self) -> dict[str, str]:
        """The scores of the sections as fractions in lowest terms."""
        return {code: str(score) for code, score in self.parts.items()}


class Assessment(Frozen):
    """What follows from one assessor's answers; ``workbook_total`` is what the sheet itself shows."""

    assessor: Assessor
    questions: int
    answered: int
    total: Figure
    nodes: dict[str, QuestionNode | Node]
    areas: dict[str, AreaFigure]
    predicates: tuple[PredicateResult, ...]
    verdict: str
    workbook_total: SheetScore | None

    @field_validator("nodes")
    @classmethod
    def _grown(cls, nodes: dict[str, QuestionNode | Node]) -> dict[str, QuestionNode | Node]:
        """Return the nodes as the tree that their codes tell; JSON lists them without their children."""
        if not nodes or any(node.children for node in nodes.values()):
            return nodes
        children: dict[str, tuple[Node, ...]] = {}
        grown: dict[str, QuestionNode | Node] = {}
        for code, node in reversed(nodes.items()):
            grown[code] = node.model_copy(update={"children": children.pop(code, ())})
            above = code.rpartition(".")[0]
            while above and above not in nodes:
                above = above.rpartition(".")[0]
            children[above] = (grown[code], *children.get(above, ()))
        return dict(reversed(grown.items()))


def assess(ruleset: Ruleset, sheet: AnswerSheet, facts: Mapping[str, FactValue], year: int | None = None) -> Assessment:
    """Score an answer sheet and judge every predicate.

    Args:
        ruleset: the regulation.
        sheet: the answers of one assessor.
        facts: what is known from outside the LKE, by fact key.
        year: the year of the evaluation, if known.

    """
    nodes = score(ruleset, sheet.answers)
    questions = questions_of(nodes)
    judged = predicates(ruleset, nodes, facts, year)
    return Assessment(
        assessor=sheet.assessor,
        questions=len(questions),
        answered=sum(question.value is not None for question in questions),
        total=add(tuple(nodes[code] for code in ruleset.roots)),
        nodes=nodes,
        areas={str(area.number): _area(area, nodes) for area in ruleset.areas},
        predicates=judged,
        verdict=verdict(judged),
        workbook_total=sheet.scores.get(TOTAL),
    )


def _area(area: Area, nodes: Mapping[str, Node]) -> AreaFigure:
    sections = tuple(nodes[code] for code in area.sections)
    figure = add(sections)
    return AreaFigure(
        name=sections[0].name,
        score=figure.score,
        highest=figure.highest,
        weight=figure.weight,
        parts={section.code: section.score for section in sections},
    )
