"""Why a sheet is no LKE of a regulation: in which rows it parts from it, and which others its rows are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from zi_score.model.exact import plain
from zi_score.model.findings import Finding, finding
from zi_score.reading.layout.expected import Heading, outline_of
from zi_score.reading.layout.recognition import Candidate, every_candidate
from zi_score.reading.layout.rows import read_rows

_SHOWN = 6
_MANY = Fraction(1, 2)
"""The part of a regulation's questions, of which few are worded alike, that makes a sheet one of its rows."""

_MISSING = ": - ≠ "
"""Stands where a heading has no row; those with one say more, and come first."""


def mismatch(candidate: Candidate, path: str) -> Finding:
    """Say that a sheet does not follow a regulation, in which rows, and how much of each regulation it holds."""
    fit = candidate.fit
    return finding(
        "lke-of-another-regulation",
        cell=candidate.grid.place(candidate.columns.first_row, 0),
        path=path,
        sheet=candidate.grid.sheet,
        ruleset=candidate.ruleset.title,
        found=fit.found,
        questions=fit.questions,
        apart=_listed(sorted(_apart(candidate), key=lambda said: _MISSING in said)),
        fits=_fits(every_candidate(candidate)),
    )


def mixture(tried: Sequence[Candidate], path: str) -> Finding | None:
    """Say that a sheet holds rows of two regulations, if it does; nobody can tell which of them it should follow."""
    best, *others = tried
    for other in others:
        if headings := best.strangers(other):
            places = {code: best.grid.place(row, _column(best, row)) for code, row in headings.items()}
            return finding(
                "lke-of-two-regulations",
                cell=next(iter(places.values())),
                path=path,
                sheet=best.grid.sheet,
                fits=_fits(tried),
                other=other.ruleset.title,
                rows=_listed(f"{code} ({place.cell})" for code, place in places.items()),
            )
    return None


def reordered(tried: Iterable[Candidate], path: str) -> Finding | None:
    """Say that the rows of a sheet are a regulation's, in its own words but not in its order: somebody sorted them."""
    for candidate in tried:
        known = {question.label for question in candidate.ruleset.questions.values()}
        above, _totals, below = read_rows(candidate.grid, candidate.columns, candidate.ruleset, ())
        found = len(known & {row.text for row in (*above, *below)})
        if not candidate.has_enough and found >= _MANY * len(known):
            return finding(
                "rows-out-of-order",
                cell=candidate.grid.place(candidate.columns.first_row, 0),
                path=path,
                sheet=candidate.grid.sheet,
                found=found,
                ruleset=candidate.ruleset.title,
            )
    return None


def _fits(candidates: Sequence[Candidate]) -> str:
    """Write how many of the questions of each regulation were found."""
    fits = [candidate.fit for candidate in candidates]
    return ", ".join(f"{fit.ruleset} {fit.found}/{fit.questions}" for fit in fits)


def _listed(items: Iterable[str]) -> str:
    """Cut a list to what a person reads."""
    texts = list(items)
    more = f"; +{len(texts) - _SHOWN}" if len(texts) > _SHOWN else ""
    return f"{'; '.join(texts[:_SHOWN])}{more}" if texts else "-"


def _apart(candidate: Candidate) -> Iterator[str]:
    """Yield code, cell, the weight found and the right one of each heading that differs.

    A heading without a row of its own is compared with one of the same name, else it is missing.
    """
    outline, placed = outline_of(candidate.ruleset), candidate.placement.rows
    wrong = {apart.code: apart for apart in candidate.placement.weights.apart}
    taken = {row.index for row in placed.values()}
    rows, *_ = read_rows(candidate.grid, candidate.columns, candidate.ruleset, outline.synonyms)
    free = [row for row in rows if row.index not in taken and row.weight is not None]
    for heading in outline.all_headings():
        if apart := wrong.get(heading.code):
            yield _said(candidate, heading, apart.row, apart.column, apart.found)
        elif heading.code not in placed:
            row = next((row for row in free if heading.words <= row.words), None)
            if row is None:
                yield _said(candidate, heading)
            else:
                free.remove(row)
                yield _said(candidate, heading, row.index, _column(candidate, row.index), row.weight)


def _column(candidate: Candidate, row: int) -> int:
    """Return the column in which a heading says its weight, else the one of its text."""
    grid, columns = candidate.grid, candidate.columns
    if columns.weight is not None and grid.text(row, columns.weight):
        return columns.weight
    return max(columns.outline, key=lambda column: len(grid.text(row, column)))


def _said(candidate: Candidate, heading: Heading, row: int = 0, column: int = 0, found: Fraction | None = None) -> str:
    right = plain(heading.weight)
    if found is None:
        return f"{heading.code}{_MISSING}{right}"
    return f"{heading.code} ({candidate.grid.place(row, column).cell}): {plain(found)} ≠ {right}"
