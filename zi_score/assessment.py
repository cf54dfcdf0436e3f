"""One assessor's answers, assessed: scores, areas, predicates, verdict."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer

from zi_score.exact import rounded
from zi_score.facts import FactValue
from zi_score.model import TOTAL, AnswerSheet, Assessor, Frozen, Score, SheetScore
from zi_score.ruleset import Area, Ruleset
from zi_score.scoring import Figure, Node, QuestionNode, add, questions_of, score
from zi_score.verdict import PredicateResult, predicates, verdict

Share = Annotated[Fraction, PlainSerializer(lambda share: str(rounded(share, 4)), return_type=str)]
"""A part of a whole, exact; four decimals, half up, in JSON."""


class AreaFigure(Figure):
    """An area of change: its sections (pemenuhan, reform) together. ``ratio`` is score over weight."""

    name: str
    ratio: Share
    parts: dict[str, Score]


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


def assess(ruleset: Ruleset, sheet: AnswerSheet, facts: Mapping[str, FactValue]) -> Assessment:
    """Score an answer sheet and judge every predicate.

    Args:
        ruleset: the regulation.
        sheet: the answers of one assessor.
        facts: what is known from outside the LKE, by fact key.

    """
    nodes = score(ruleset, sheet.answers)
    questions = questions_of(nodes)
    judged = predicates(ruleset, nodes, facts)
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
        ratio=figure.score / figure.weight,
        parts={section.code: section.score for section in sections},
    )
