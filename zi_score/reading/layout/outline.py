"""Which row is which: by the outline, with weight, scale, marker and wording as evidence.

The rows of a sheet are laid beside the rows that the ruleset expects: first the sections, then
the headings within a section, then questions and counts under a heading. A row that does not
fit for certain is left out and reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from zi_score.law.ruleset import Question, Ruleset
from zi_score.model.submission import Grid
from zi_score.reading.layout.columns import Columns
from zi_score.reading.layout.expected import Expected, Heading, Outline, outline_of
from zi_score.reading.layout.kept import Few, Said, Saying
from zi_score.reading.layout.placing import place_asked
from zi_score.reading.layout.rows import Row, read_rows
from zi_score.reading.layout.text import Synonyms, words
from zi_score.reading.layout.weights import Weights, weights_of

_CERTAIN = 4
_MOST_ROWS = 2000
"""Rows that may be headings; a form has about a hundred."""


class Placement(NamedTuple):
    """Rows by code, the rows that found no place, the total rows (code of the node, or ``""``), the weights.

    ``worded`` says of how many questions the row shares a word with the regulation's; ``headings`` are all rows of a
    sheet on its own that may be one, whatever they are of.
    """

    rows: dict[str, Row]
    unplaced: tuple[Row, ...]
    totals: dict[str, Row]
    weights: Weights
    worded: int
    headings: tuple[Row, ...] = ()


Headed = list[tuple[Row, Heading]]
ReadRows = tuple[list[Row], dict[str, Row], list[Row]]
"""The rows of a sheet, its total rows, and what is asked below them."""

_placements: Few[Placement] = Few()
_sayings: Few[Saying] = Few()


def place_rows(said: Said, ruleset: Ruleset) -> Placement:
    """Lay the rows of a sheet beside those that the ruleset expects."""
    grid, columns, form = said.grid, said.columns, (ruleset, said.wording)
    if found := _placements.get(form):
        return found
    saying = _sayings.get(form)
    if saying is not None and (found := _placements.get((form, said.further(saying)))):
        return found
    read = read_rows(grid, columns, ruleset, outline_of(ruleset).synonyms)
    placement = _without_answers(_placed(grid, columns, ruleset, read))
    if _is_whole(placement, ruleset):
        return _placements.keep(form, placement)
    rows, totals, below = read
    saying = _sayings.keep(form, said.saying((*rows, *totals.values(), *below)))
    return _placements.keep((form, said.further(saying)), placement)


def place_part(grid: Grid, columns: Columns, ruleset: Ruleset) -> Placement:
    """Lay the rows of a sheet that holds some sections beside those alone: rows of the others are not looked for.

    Areas have the same names in several aspects; the aspect that explains most of the rows is the right one.
    """
    outline = outline_of(ruleset)
    read = read_rows(grid, columns, ruleset, outline.synonyms)
    codes = [section.code for section in outline.sections]
    aspects = [code for root in ruleset.roots for code in ruleset.children[root]]
    within = [codes, *([code for code in codes if f"{code}.".startswith(f"{aspect}.")] for aspect in aspects)]
    found = [_placed(grid, columns, ruleset, read, parts) for parts in within if parts]
    return max(found, key=lambda each: len(each.rows.keys() & ruleset.questions.keys()) - len(each.unplaced))


def _is_whole(placement: Placement, ruleset: Ruleset) -> bool:
    """Whether every question and count has its row, and every row a place; then no answer had a say in it."""
    counts = (f"{q.code}.{row.key}" for q in ruleset.questions.values() for row in q.inputs if not row.sum_of)
    return not placement.unplaced and all(code in placement.rows for code in (*ruleset.questions, *counts))


def _without_answers(placement: Placement) -> Placement:
    """Return a placement for other workbooks of the same form, whose answers are others."""
    rows, totals = (
        {code: replace(row, answers=()) for code, row in rows.items()} for rows in (placement.rows, placement.totals)
    )
    unplaced, headings = (
        tuple(replace(row, answers=()) for row in rows) for rows in (placement.unplaced, placement.headings)
    )
    return placement._replace(rows=rows, totals=totals, unplaced=unplaced, headings=headings)


def _placed(grid: Grid, columns: Columns, ruleset: Ruleset, read: ReadRows, parts: Collection[str] = ()) -> Placement:
    """Place all rows; of a sheet of ``parts`` only those of the sections that it has, which are some of these."""
    outline = outline_of(ruleset)
    rows, totals, below = read
    placed: dict[str, Row] = {}
    unplaced = list(below)
    sections = _aligned(rows, [section for section in outline.sections if not parts or section.code in parts])
    placed |= {heading.code: row for row, heading in sections}
    there = {heading.code for _, heading in sections}
    expected = [section.code for section in outline.sections if section.code in there or not parts]
    for block, codes in _blocks(rows, sections, expected):
        headings = [heading for code in codes for heading in outline.headings[code]]
        found = _aligned(block, headings)
        placed |= {heading.code: row for row, heading in found}
        owners = [code for code in codes if outline.holds_answers(code)] + [heading.code for heading in headings]
        for group, owned in _blocks(block, found, owners):
            asked = [question for code in owned for question in outline.asked(code)]
            double = _doubling_headings(group, owned, found, asked)
            pairs, rest = place_asked([*double, *group], asked)
            placed |= {question.code: row for row, question in pairs}
            unplaced += [row for row in rest if row not in double]
    worded = worded_alike(placed, ruleset, outline)
    may_head = tuple(row for row in rows if row.text and not row.is_choice)
    return Placement(placed, tuple(unplaced), totals, weights_of(grid, columns, placed, ruleset), worded, may_head)


def worded_alike(placed: Mapping[str, Row], ruleset: Ruleset, outline: Outline) -> int:
    """Return of how many questions the row shares a word with the regulation's."""
    return sum(
        _is_worded_alike(placed[code], question, outline.synonyms)
        for code, question in ruleset.questions.items()
        if code in placed
    )


def _is_worded_alike(row: Row, question: Question, synonyms: Synonyms) -> bool:
    """Whether a row shares a word with a question of the regulation."""
    said = " ".join((question.label, *question.keywords))
    return row.text == question.label or not row.words.isdisjoint(words(said, synonyms))


def _aligned(rows: Sequence[Row], headings: Sequence[Heading]) -> Headed:
    """Pair rows with headings in order, for the most evidence; pairs that are not certain are left out."""
    rows = [row for row in rows if not row.is_choice][:_MOST_ROWS]
    names = {heading.text for heading in headings}
    named = [row for row in rows if row.text in names]
    if _are_as_due(named, headings):
        return list(zip(named, headings, strict=True))
    evidence = [_evidence(row, headings) for row in rows]
    best = [[0.0] * (len(headings) + 1) for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        for h in range(len(headings) - 1, -1, -1):
            best[r][h] = max(best[r + 1][h], best[r][h + 1])
            if (found := evidence[r][h]) >= _CERTAIN:
                best[r][h] = max(best[r][h], found + best[r + 1][h + 1])
    pairs: Headed = []
    r = h = 0
    while r < len(rows) and h < len(headings):
        found = evidence[r][h]
        if found >= _CERTAIN and best[r][h] == found + best[r + 1][h + 1]:
            pairs.append((rows[r], headings[h]))
            r, h = r + 1, h + 1
        elif best[r][h] == best[r + 1][h]:
            r += 1
        else:
            h += 1
    return pairs


def _are_as_due(rows: Sequence[Row], headings: Sequence[Heading]) -> bool:
    """Whether rows are the regulation's headings in its own words, weights and order."""
    return len(rows) == len(headings) and all(
        row.text == heading.text
        and row.letter in ("", heading.marker.casefold())
        and row.weight in (None, heading.weight)
        for row, heading in zip(rows, headings, strict=True)
    )


def _evidence(row: Row, headings: Sequence[Heading]) -> list[float]:
    """Weigh what speaks for a row being each of the headings."""
    said, letter, weight = row.words, row.letter, row.weight
    found = []
    for heading in headings:
        is_marked = letter == heading.marker.casefold()
        evidence = 0.0 if said.isdisjoint(heading.known) else _alike(said, heading)
        if evidence or is_marked:  # a weight by itself says little
            evidence += 2 if is_marked else -1 if letter else 0
            evidence += 0 if weight is None else 2 if weight == heading.weight else -2
        found.append(evidence)
    return found


def _alike(said: frozenset[str], heading: Heading) -> float:
    """Weigh how much of a heading words say."""
    if heading.words and heading.words <= said and len(said) <= len(heading.words) + 2:
        return 4.0
    return min(8 * len(said & heading.known) / (len(said) + len(heading.words)), 4.0)


def _blocks(rows: Sequence[Row], headings: Headed, codes: Sequence[str]) -> Iterator[tuple[list[Row], list[str]]]:
    """Cut rows at the headings found; with each block go the codes that may stand in it.

    A code whose heading is missing belongs to the block before it.
    """
    starts = [0, *(codes.index(heading.code) for _, heading in headings), len(codes)]
    bounds = [-1, *(row.index for row, _ in headings), rows[-1].index + 1 if rows else 0]
    for n in range(len(bounds) - 1):
        yield [row for row in rows if bounds[n] < row.index < bounds[n + 1]], list(codes[starts[n] : starts[n + 1]])


def _doubling_headings(
    group: Sequence[Row], codes: Sequence[str], headings: Headed, asked: Sequence[Expected]
) -> list[Row]:
    """Return the heading rows that are the percentage at the same time, as in forms without a row for each."""
    if any(row.scale == "persen" for row in group) or all(question.scale != "persen" for question in asked):
        return []
    return [row for row, heading in headings if heading.code in codes and row.scale == "persen"]
