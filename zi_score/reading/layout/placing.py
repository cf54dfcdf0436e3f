"""Which row of an indicator is which question or count.

Number and order of the rows, scale, marker and wording are weighed together. A row is placed
only where every other arrangement has clearly less to say for it. How much each counts is
practice; ``tests/reading/test_placing.py`` has the forms that need it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from zi_score.reading.layout.assignment import certain_pairs
from zi_score.reading.layout.expected import Expected
from zi_score.reading.layout.rows import COUNT, DASHES, Row

Pairs = list[tuple[Row, Expected]]

_SAME_SCALE, _SAME_MARKER = 3.0, 2.0
_SAME_PLACE, _SAME_PLACE_UNMARKED = 1.0, 3.0
"""Where no row is missing, the order speaks; more so where the markers follow it or are absent."""

_WORDING = 8.0
_WORDED_DESPITE_SCALE = 2.0
"""The wording that lets a question keep its place although its choices are another scale's."""

_LEAST_QUESTION, _LEAST_COUNT = 2.5, 2.0
_MARGIN = 1.0
_MOST_ROWS = 60
"""An indicator has a dozen rows; where so many more stand in its place, nothing is certain."""


def place_asked(rows: Sequence[Row], asked: Sequence[Expected]) -> tuple[Pairs, list[Row]]:
    """Pair the rows of a block with its questions and counts; return pairs and the rows left over."""
    has_scales = any(row.scale_text for row in rows)
    structural = [row for row in rows if row.is_structural and not (has_scales and _is_remark(row))]
    due = [each for question in asked for each in (question, *question.counts)]
    if _are_as_due(structural, due):
        return list(zip(structural, due, strict=True)), []
    kinds = _kinds(structural, asked)
    pairs = _paired([row for row, kind in zip(structural, kinds, strict=True) if kind == "question"], asked)
    counts = [row for row, kind in zip(structural, kinds, strict=True) if kind == "count"]
    for block, expected in _count_blocks(counts, pairs, asked):
        pairs += _paired(block, expected)
    placed = {row.index for row, _ in pairs}
    return pairs, [row for row in structural if row.index not in placed]


def _are_as_due(rows: Sequence[Row], due: Sequence[Expected]) -> bool:
    """Whether rows are in the regulation's own words and order: nothing has to be weighed then."""
    return len(rows) == len(due) and all(
        row.text == each.text and row.scale in (None, each.scale) for row, each in zip(rows, due, strict=True)
    )


def _is_remark(row: Row) -> bool:
    """Whether a dash begins a remark: where the form says how to answer, a row without that is not asked."""
    return row.marker in DASHES and not row.scale_text and not row.is_answered and row.weight is None


def _kinds(rows: Sequence[Row], asked: Sequence[Expected]) -> list[str | None]:
    """Tell questions from counts and remarks: by the scale, else by place where the rows are complete."""
    kinds = [None if not row.scale_text else "count" if row.scale == COUNT else "question" for row in rows]
    due = [kind for question in asked for kind in ("question", *("count" for _ in question.counts))]
    if len(due) == len(kinds) and all(kind in (None, place) for kind, place in zip(kinds, due, strict=True)):
        return list(due)
    has_counts = any(question.counts for question in asked)
    return [kind or _kind_by_wording(row, has_counts=has_counts) for kind, row in zip(kinds, rows, strict=True)]


def _kind_by_wording(row: Row, *, has_counts: bool) -> str | None:
    if has_counts and row.seems_count:
        return "count"
    return "question" if row.marker or row.weight is not None else None


def _count_blocks(
    counts: Sequence[Row], placed: Pairs, asked: Sequence[Expected]
) -> Iterator[tuple[list[Row], list[Expected]]]:
    """Give each count row to the question above it; counts of a question without a row may stand anywhere."""
    homeless = [count for question in asked if all(question is not e for _, e in placed) for count in question.counts]
    owners = sorted((row.index, question.counts) for row, question in placed if question.counts or homeless)
    bounds = [(-1, ()), *owners]
    for n, (start, own) in enumerate(bounds):
        end = bounds[n + 1][0] if n + 1 < len(bounds) else counts[-1].index + 1 if counts else 0
        if block := [row for row in counts if start < row.index < end]:
            yield block, list(own) if len(block) == len(own) else [*own, *homeless]


def _paired(rows: Sequence[Row], asked: Sequence[Expected]) -> Pairs:
    """Pair rows of one kind with what is asked."""
    telling = _markers_tell(rows)
    if len(rows) != len(asked):
        rows = _without_copies(rows)
    if len(rows) > _MOST_ROWS:
        return []
    complete = len(rows) == len(asked)
    place = (_SAME_PLACE if telling else _SAME_PLACE_UNMARKED) if complete else 0
    evidence = [
        [_evidence(row, e, place * (n == m), markers_tell=telling) for m, e in enumerate(asked)]
        for n, row in enumerate(rows)
    ]
    return [
        (rows[r], asked[e])
        for r, e in certain_pairs(evidence, _MARGIN).items()
        if complete or (evidence[r][e] or 0) >= (_LEAST_COUNT if asked[e].scale == COUNT else _LEAST_QUESTION)
    ]


def _without_copies(rows: Sequence[Row]) -> list[Row]:
    """Leave out rows that repeat another one, answers included; of copies that differ, leave out all."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault((row.text.casefold(), row.scale) if row.text else row.index, []).append(row)
    return [group[0] for group in groups.values() if len({row.answers for row in group}) == 1]


def _markers_tell(rows: Sequence[Row]) -> bool:
    """Whether the markers say more than the order: a, b, c may have been numbered anew, a, c were not."""
    letters = [row.letter for row in rows if row.letter]
    return letters != list(ascii_lowercase[: len(letters)])


def _evidence(row: Row, asked: Expected, place: float, *, markers_tell: bool) -> float | None:
    """Weigh what speaks for a row being this one; None if it cannot be."""
    wording = _WORDING * asked.label.likeness(row.pieces)
    if row.scale not in (None, asked.scale) and wording < _WORDED_DESPITE_SCALE:
        return None
    evidence = wording + place + (_SAME_SCALE if row.scale == asked.scale != COUNT else 0)
    if markers_tell and row.letter and row.letter == asked.marker:
        evidence += _SAME_MARKER
    return evidence
