"""Questions that state the same count: what one of them counts up is what the other counts from.

Raising the changes made (part of the one) raises what the changes integrated are measured by
(whole of the other), so the two are one block: for every number of changes made, all numbers
of changes integrated. Counts that are stated twice and differ are not planned, nor are counts
that hang together in any other way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zi_score.evaluation.scoring import Node, QuestionNode
from zi_score.improve.effort import Effort
from zi_score.improve.planned import Value
from zi_score.improve.program.block import Bundle, BundleState, CountLine
from zi_score.improve.program.counts import Counts, Stretch, single
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import Answer

_MOST_MADE = 200
"""As ``MOST_UNITS``, where every number of units is a case of its own."""


def count_blocks(
    ruleset: Ruleset,
    answers: Mapping[str, Answer],
    nodes: Mapping[str, Node],
    effort: Effort,
    fixed: Collection[str],
) -> tuple[list[Bundle], set[str]]:
    """Return the blocks of all questions that are counted, and the codes of those that cannot be planned."""
    counts = {
        question.code: replace(
            Counts.of(question, question.ratio, node, answers),
            is_fixed=question.code in fixed,
            cost=effort.of(question.code),
        )
        for question in ruleset.questions.values()
        if question.ratio and isinstance(node := nodes[question.code], QuestionNode)
    }
    ties = _ties(ruleset)
    pairs = {each.code: other.code for each in counts.values() if (other := _other(each, counts, ties))}
    blocks: list[Bundle] = []
    for code, second in pairs.items():
        made, used = counts[code], counts[second]
        if used.is_fixed and used.whole is not None:  # its whole cannot change, so what is made cannot
            made = counts[code] = replace(made, is_fixed=True)
        blocks += _pair(made, used, answers)
    for each in counts.values():
        if each.code not in {*pairs, *pairs.values()} and each.part_code not in ties:
            blocks += single(each, answers, each.whole)
    planned = {code for block in blocks for code in block.questions}
    return blocks, {each.code for each in counts.values() if each.is_open and each.code not in planned}


def _ties(ruleset: Ruleset) -> dict[str, set[str]]:
    """Return for every row that states the count of another row these others."""
    ties: dict[str, set[str]] = {}
    for question in ruleset.questions.values():
        for row in question.inputs:
            if row.same_as:
                ties.setdefault(f"{question.code}.{row.key}", set()).add(row.same_as)
                ties.setdefault(row.same_as, set()).add(f"{question.code}.{row.key}")
    return ties


def _other(counts: Counts, all_counts: Mapping[str, Counts], ties: Mapping[str, set[str]]) -> Counts | None:
    """Return the question whose whole, and nothing else, is the part of this one."""
    for other in all_counts.values():
        is_plain = other.part_code not in ties and other.ratio.wants_more and counts.ratio.wants_more
        if is_plain and ties.get(counts.part_code) == {other.whole_code}:
            return other
    return None


def _pair(made: Counts, used: Counts, answers: Mapping[str, Answer]) -> list[Bundle]:
    is_stated = used.whole is not None
    is_blank = used.whole is None and used.part is None and used.is_open and used.is_countable
    known = used.whole if is_stated else made.part
    may_rise = made.is_open and made.is_countable
    room = made.stretches(made.whole) if may_rise and made.whole is not None else []
    if is_stated and made.part != known and (room or made.part is not None):
        return []
    if room and room[-1].last <= _MOST_MADE and (is_stated or is_blank):
        return [Bundle((made.code, used.code), tuple(_combinations(made, used, room)))]
    alone = [] if is_stated or is_blank else single(made, answers, made.whole)
    return [*alone, *single(used, answers, known)]


def _combinations(made: Counts, used: Counts, room: Sequence[Stretch]) -> Iterator[CountLine]:
    """Yield for every number of changes made the lines of the changes integrated."""
    moved = (first + unit for first, last in room for unit in range(int(last - first) + 1))
    for more in (Fraction(), *moved):
        number = made.after(more)
        changes: dict[str, Value] = {made.part_code: number} if more else {}
        efforts = {made.code: more * made.cost, used.code: Fraction()}
        if more:
            whole = {} if used.whole is None else {used.whole_code: number}
            yield CountLine.of(BundleState({**changes, **whole}, efforts))
        changes[used.whole_code] = number
        for stretch in used.stretches(number):
            ends = [
                BundleState({**changes, used.part_code: used.after(units)}, {**efforts, used.code: units * used.cost})
                for units in stretch
            ]
            yield CountLine(ends[0], ends[1], int(stretch.last - stretch.first))
