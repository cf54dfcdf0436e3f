"""Answers and a ruleset make a tree of exact scores.

Indicator = mean of all its questions, answered or not, times its weight, or the sum of value
times weight where a ruleset weighs them one by one; everything above is a sum; nothing is rounded.
Source: PermenPANRB 90/2021, Lampiran III; what it leaves open follows the conventions of the ruleset.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from pydantic import AliasChoices, Field, computed_field

from zi_score.law.ruleset import Indicator, Input, Question, Ruleset, Scale
from zi_score.model.exact import added
from zi_score.model.worksheet import COMPUTED, Answer, Cell, Frozen, Place, Score, Value

Basis = Literal["answer", "counts", "typed-percent", "convention", "formula"]
"""What a question's value rests on; on a ``formula`` whose result nobody saved it has none."""


class Figure(Frozen):
    """Points of a maximum: ``0 <= score <= highest <= weight``.

    ``highest`` is the score if every unanswered question got full marks.
    """

    model_config = COMPUTED

    score: Score = Field(validation_alias=AliasChoices("exact", "score"))
    highest: Score = Field(validation_alias=AliasChoices("highest_exact", "highest"))
    weight: Score = Field(validation_alias=AliasChoices("weight_exact", "weight"))

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The score as a fraction in lowest terms."""
        return str(self.score)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def highest_exact(self) -> str:
        """The highest possible score as a fraction in lowest terms."""
        return str(self.highest)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def weight_exact(self) -> str:
        """The weight as a fraction in lowest terms."""
        return str(self.weight)


class Node(Figure):
    """A section or indicator with what stands under it."""

    code: str
    name: str
    children: tuple["Node", ...] = Field(default=(), exclude=True, repr=False)


class Count(Frozen):
    """A count row: what it says, and where."""

    value: Value | None
    cell: Cell | None = None


class QuestionNode(Node):
    """A question. ``value`` is between 0 and 1; None while it is unanswered."""

    scale: str
    answer: str | None = None
    value: Value | None = None
    cell: Cell | None = None
    basis: Basis | None = None
    counts: dict[str, Count] = Field(default_factory=dict)


def score(ruleset: Ruleset, answers: Mapping[str, Answer]) -> dict[str, Node]:
    """Return all nodes by code, in the order of the regulation.

    Args:
        ruleset: the regulation.
        answers: answers by question code, counts by ``question code.key``; what is missing
            is unanswered.

    """
    nodes: dict[str, Node] = {}
    for code in ruleset.roots:
        _collect(_node(ruleset, code, answers), nodes)
    return nodes


def add(figures: tuple[Figure, ...]) -> Figure:
    """Add figures up."""
    return Figure(
        score=added([figure.score for figure in figures]),
        highest=added([figure.highest for figure in figures]),
        weight=added([figure.weight for figure in figures]),
    )


def questions_of(nodes: Mapping[str, Node]) -> tuple[QuestionNode, ...]:
    """Return the questions among the nodes."""
    return tuple(node for node in nodes.values() if isinstance(node, QuestionNode))


def cells_of(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Return the questions by the cells of their answers and counts."""
    questions = questions_of(nodes)
    answers = {str(node.cell): node.code for node in questions if node.cell}
    return answers | {str(count.cell): node.code for node in questions for count in node.counts.values() if count.cell}


def _collect(node: Node, nodes: dict[str, Node]) -> None:
    nodes[node.code] = node
    for child in node.children:
        _collect(child, nodes)


def _node(ruleset: Ruleset, code: str, answers: Mapping[str, Answer]) -> Node:
    part = ruleset.nodes[code]
    if isinstance(part, Indicator):
        children: tuple[Node, ...] = tuple(_question(ruleset, part, question, answers) for question in part.questions)
        if part.questions[0].code == code:
            return children[0].model_copy(update={"name": part.name})
    else:
        children = tuple(_node(ruleset, child, answers) for child in ruleset.children[code])
    score = added([child.score for child in children])
    is_open = any([child.highest is not child.score for child in children])  # noqa: C419 - faster than a generator
    return Node(
        code=code,
        name=part.name,
        score=score,
        highest=added([child.highest for child in children]) if is_open else score,
        weight=part.weight,
        children=children,
    )


def _question(ruleset: Ruleset, part: Indicator, question: Question, answers: Mapping[str, Answer]) -> QuestionNode:
    answer = answers.get(question.code)
    if question.ratio:
        counts = {row.key: answers.get(f"{question.code}.{row.key}") for row in question.inputs}
        return _valued(part, question, answer, *_ratio_value(question, answer, counts), counts)
    if answer and isinstance(answer.value, str):
        return _chosen(ruleset, question.code, answer.place, answer.typed, answer.value)
    return _valued(part, question, answer, *_index_value(ruleset.scales[question.scale], answer))


@lru_cache(maxsize=1024)
def _chosen(ruleset: Ruleset, code: str, place: Place, typed: str, choice: str) -> QuestionNode:
    """Return a question answered with a choice: in thousands of workbooks these are the same few."""
    part, question = next((part, each) for part in ruleset.indicators for each in part.questions if each.code == code)
    value = ruleset.scales[question.scale].values[choice]
    return _valued(part, question, Answer(place=place, typed=typed, value=choice), value, "answer")


def _valued(  # noqa: PLR0913, PLR0917 - what makes up a question's node
    part: Indicator,
    question: Question,
    answer: Answer | None,
    value: Fraction | None,
    basis: Basis | None,
    counts: Mapping[str, Answer | None] = MappingProxyType({}),
) -> QuestionNode:
    share = part.share(question)
    score = share * (value or 0)
    if value is None and any(cell is not None and cell.is_uncomputed for cell in (answer, *counts.values())):
        basis = "formula"
    return QuestionNode(
        code=question.code,
        name=question.label,
        weight=share,
        score=score,
        highest=share if value is None else score,
        scale=question.scale,
        answer=(answer.typed or None) if answer else None,
        value=value,
        cell=answer.place if answer else None,
        basis=basis,
        counts={
            key: Count(value=_number(count), cell=count.place) for key, count in counts.items() if count is not None
        },
    )


def _index_value(scale: Scale, answer: Answer | None) -> tuple[Fraction | None, Basis | None]:
    typed = _number(answer)
    if typed is None or scale.highest is None or not 0 <= typed <= scale.highest:
        return None, None
    return typed / scale.highest, "answer"


def _ratio_value(
    question: Question, answer: Answer | None, counts: Mapping[str, Answer | None]
) -> tuple[Fraction | None, Basis | None]:
    ratio = question.ratio
    if ratio is None:
        raise TypeError(f"{question.code} has no ratio")
    if all(_number(count) is None for count in counts.values()):
        typed = _number(answer)
        return (None, None) if typed is None else (ratio.value(typed), "typed-percent")
    part = resolved(question.input(ratio.part), counts)
    whole = resolved(question.input(ratio.whole), counts)
    if part is None or whole is None:
        return None, None
    if whole == 0:
        return (ratio.zero_whole.zero_part if part == 0 else ratio.zero_whole.some_part), "convention"
    return ratio.value(ratio.rate(part, whole)), "counts"


def resolved(row: Input, counts: Mapping[str, Answer | None]) -> Fraction | None:
    """Return a count: a sum where it has groups, else what was typed.

    All groups blank leaves a typed total; some groups blank leaves nothing, for blank is not
    0. Source: practice (``sum`` and ``blank-count`` of the ruleset's conventions).
    """
    typed = _number(counts.get(row.key))
    if not row.sum_of:
        return typed
    groups = [_number(counts.get(key)) for key in row.sum_of]
    if all(group is None for group in groups):
        return typed
    known = [group for group in groups if group is not None]
    return sum(known, Fraction()) if len(known) == len(groups) else None


def _number(answer: Answer | None) -> Fraction | None:
    return answer.value if answer is not None and isinstance(answer.value, Fraction) else None
