"""Every way in which answers may become better, each with its effort and the exact points that it gives."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zi_score.evaluation.scoring import Node, QuestionNode
from zi_score.improve.effort import Effort
from zi_score.improve.planned import number
from zi_score.improve.program.block import Bundle, BundleState, CountLine, scored
from zi_score.improve.program.pairs import count_blocks
from zi_score.law.ruleset import Question, Ruleset, Scale
from zi_score.model.worksheet import Answer

HUNDREDTH = Fraction(1, 100)
"""Indexes are stated with two decimals."""


@dataclass(frozen=True)
class Moves:
    """The blocks in which answers may change, and the questions that could be better but cannot be planned."""

    blocks: tuple[Bundle, ...]
    uncounted: tuple[str, ...]


def moves(
    ruleset: Ruleset,
    answers: Mapping[str, Answer],
    nodes: Mapping[str, Node],
    effort: Effort,
    fixed: Collection[str],
) -> Moves:
    """Return how answers may become better.

    A choice rises level by level; an unanswered one stands at the lowest. Counts move as
    ``count_blocks`` says. An external result rises by hundredths, from 0 where it is not stated.

    Args:
        ruleset: the regulation.
        answers: the answers as they stand.
        nodes: their scores.
        effort: what a step costs.
        fixed: codes of the questions that cannot change.

    """
    counted, uncounted = count_blocks(ruleset, answers, nodes, effort, fixed)
    blocks = list(counted)
    for question in ruleset.questions.values():
        node = nodes[question.code]
        if question.code in fixed or not isinstance(node, QuestionNode) or node.value == 1 or question.ratio:
            continue
        scale = ruleset.scales[question.scale]
        if scale.kind == "choice":
            lines = tuple(_levels(question, scale, node.value, effort.of(question.code)))
            blocks.append(Bundle((question.code,), lines))
        elif scale.external:
            lines = tuple(_raises(question.code, scale, number(answers, question.code) or Fraction()))
            blocks.append(Bundle((question.code,), lines, external=True))
        else:
            uncounted.add(question.code)
    order = list(ruleset.questions)
    blocks = sorted((block for block in blocks if block.lines), key=lambda block: order.index(block.questions[0]))
    return Moves(scored(ruleset, answers, blocks), tuple(code for code in order if code in uncounted))


def full_or_none(ways: Moves, questions: Collection[str]) -> Moves:
    """Return the same moves, but of questions that are of no use short of full marks only those that reach them."""
    blocks = (
        block
        if {*questions}.isdisjoint(block.questions)
        else replace(block, lines=tuple(CountLine.of(line.last) for line in block.lines[-1:]))
        for block in ways.blocks
    )
    return replace(ways, blocks=tuple(blocks))


def _levels(question: Question, scale: Scale, value: Fraction | None, cost: Fraction) -> Iterator[CountLine]:
    """Yield the better levels of a choice, the next one first."""
    levels = {worth: choice for choice, worth in reversed(scale.values.items())}
    ascending = sorted(levels)
    present = ascending.index(value) if value is not None else 0
    for rank in range(present + 1, len(ascending)):
        answers = {question.code: levels[ascending[rank]]}
        yield CountLine.of(BundleState(answers, {question.code: cost * (rank - present)}))


def _raises(code: str, scale: Scale, present: Fraction) -> Iterator[CountLine]:
    """Yield the higher values of an index."""
    first = HUNDREDTH * (math.floor(present / HUNDREDTH) + 1)
    last = HUNDREDTH * math.floor((scale.highest or Fraction()) / HUNDREDTH)
    if first <= last:
        ends = [BundleState({code: index}, {code: (index - present) / HUNDREDTH}) for index in (first, last)]
        yield CountLine(ends[0], ends[1], int((last - first) / HUNDREDTH))
