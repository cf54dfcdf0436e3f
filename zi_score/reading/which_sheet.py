"""Which sheet of a workbook holds the LKE, and by which regulation; where that is not certain, why it is refused."""

from __future__ import annotations

from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, Unreadable, finding
from zi_score.model.submission import AnswerColumns, Grid
from zi_score.reading.cells.entries import typed_codes
from zi_score.reading.cells.identity import read_year
from zi_score.reading.cells.uncomputed import Uncomputed
from zi_score.reading.layout.columns import find_columns
from zi_score.reading.layout.headers import Wanted
from zi_score.reading.layout.instruments import known_instrument, named_pmprb
from zi_score.reading.layout.joining import Joined, joined, with_continued
from zi_score.reading.layout.mismatch import mismatch, mixture, reordered
from zi_score.reading.layout.recognition import Candidate, candidates_of, every_candidate
from zi_score.reading.layout.twice_answered import answered_otherwise
from zi_score.reading.layout.unread import unheaded_answers
from zi_score.reading.request import Which


def chosen_sheet(
    grids: list[Grid], uncomputed: Uncomputed, ruleset: Ruleset | None, path: str, which: Which
) -> tuple[list[Candidate], list[Finding]]:
    """Return the sheet that holds the LKE by each regulation that was tried, the best first, and what is ignored.

    Raises:
        Unreadable: no sheet holds one, several do, or two regulations of which one is somebody's own fit equally.

    """
    if which.sheet is not None and which.sheet not in (names := [grid.sheet for grid in grids]):
        raise Unreadable(finding("sheet-not-found", path=path, sheet=which.sheet, sheets=", ".join(names)))
    looked_at = [grid for grid in grids if which.sheet in (None, grid.sheet)]
    tried = [
        candidates_of(grid, *found, ruleset)
        for grid in looked_at
        if (found := find_columns(grid, _wanted(grids, grid, path, which, uncomputed)))
    ]
    if which.sheet is None:
        tried = with_continued(tried, grids, ruleset)
    if together := _together(tried, uncomputed, ruleset, path):
        parts = {part.grid.sheet: part for part in parts_of(together)}
        if refused := next(filter(None, (part.columns.refusal for part in parts.values())), None):
            raise Unreadable(refused)
        blank = [each.grid for each, *_ in tried if each.questions and each.grid.sheet not in parts]
        return [together], [_ignored(grid) for grid in blank]
    whole = [candidates for candidates in tried if candidates[0].is_lke]
    if not whole:
        raise Unreadable(_refusal(tried, grids, path, ruleset))
    answered = [candidates for candidates in whole if _is_answered(candidates[0], uncomputed)] or whole
    if len(answered) > 1:
        equals = ", ".join(candidates[0].grid.sheet for candidates in answered)
        raise Unreadable(finding("several-lke-sheets", path=path, sheets=equals))
    if refused := _equals(answered[0], path) or _foreign_rows(answered[0], path) or answered[0][0].columns.refusal:
        raise Unreadable(refused)
    ignored = [candidates[0].grid for candidates in whole if candidates is not answered[0]]
    others = (candidates for candidates in tried if candidates not in whole)
    apart = answered_otherwise(answered[0][0], others, uncomputed)
    return answered[0], [*(_ignored(grid) for grid in ignored), *apart]


def parts_of(chosen: Candidate) -> list[Candidate]:
    """Return each sheet that holds a part of the LKE, of which there is nearly always one."""
    return [part.candidate for part in chosen.grid.parts] if isinstance(chosen.grid, Joined) else [chosen]


def is_computed(candidate: Candidate, columns: AnswerColumns, uncomputed: Uncomputed) -> bool:
    """Whether formulas stand in an assessor's cells, apart from those of the form itself, and none has a result."""
    rows = candidate.placement.rows
    return any(
        uncomputed.at(candidate.grid, rows[code].index, columns.answer)
        for question in candidate.ruleset.questions.values()
        for code in typed_codes(question)
        if code in rows
    )


def _equals(tried: list[Candidate], path: str) -> Finding | None:
    """Refuse a sheet that two rulesets explain equally well, if one of them is somebody's own."""
    best, *others = tried
    equals = [each for each in others if each.is_lke and each.fits_as == best.fits_as]
    if not equals or all(each.is_built_in for each in (best, *equals)):
        return None
    named = ", ".join(each.ruleset.id for each in (best, *equals))
    return finding("fits-several-rulesets", path=path, sheet=best.grid.sheet, rulesets=named)


def _ignored(grid: Grid) -> Finding:
    return finding("blank-lke-sheet-ignored", cell=grid.place(0, 0), sheet=grid.sheet)


def _together(
    tried: list[list[Candidate]], uncomputed: Uncomputed, ruleset: Ruleset | None, path: str
) -> Candidate | None:
    """Return the LKE that sheets hold together, if need be without those that nobody filled in.

    Raises:
        Unreadable: they cannot be joined.

    """
    filled = [candidates for candidates in tried if _is_answered(candidates[0], uncomputed)]
    refused: Finding | None = None
    for sheets in (tried, filled):
        if len(sheets) > 1 and sum(candidates[0].is_lke for candidates in sheets) <= 1:
            found = joined(sheets, ruleset, path)
            if not isinstance(found, Finding | None):
                return found
            refused = refused or found
    if refused:
        raise Unreadable(refused)
    return None


def _wanted(grids: list[Grid], grid: Grid, path: str, which: Which, uncomputed: Uncomputed) -> Wanted:
    """Return which column of a sheet is wanted, where an assessor has several."""
    return Wanted(
        path,
        which.column,
        lambda row: which.year or read_year(grids, grid, row, path),
        lambda row, column: uncomputed.at(grid, row, column),
    )


def _is_answered(candidate: Candidate, uncomputed: Uncomputed) -> bool:
    return candidate.is_answered or any(
        is_computed(candidate, columns, uncomputed) for columns in candidate.columns.answers
    )


def _foreign_rows(tried: list[Candidate], path: str) -> Finding | None:
    """Refuse a sheet of another instrument, or of two regulations; where one of these was named, its rows disagree."""
    if tried[0].is_doubtful and (known := known_instrument(tried[0], path)):
        return known
    if len(tried) > 1 or not tried[0].is_strange:
        return mixture(tried, path)
    return mismatch(tried[0], path) if mixture(every_candidate(tried[0]), path) else None


def _refusal(tried: list[list[Candidate]], grids: list[Grid], path: str, ruleset: Ruleset | None) -> Finding:
    """Say why no sheet is an LKE of the regulation."""
    known = (known_instrument(candidates[0], path) for candidates in tried if candidates[0].is_built_in)
    if refused := next(filter(None, known), None) or named_pmprb(grids, path):
        return refused
    if refused := next(filter(None, (reordered(candidates, path) for candidates in tried)), None):
        return refused
    if not any(candidates[0].questions for candidates in tried):
        told = unheaded_answers(grids, path, ruleset)
        return finding("lke-not-found", path=path, sheets=", ".join(grid.sheet for grid in grids), **told)
    nearest = max(tried, key=lambda candidates: candidates[0].questions)
    return mixture(nearest, path) or mismatch(nearest[0], path)
