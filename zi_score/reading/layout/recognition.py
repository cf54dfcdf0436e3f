"""Which regulation a sheet follows: told by its structure and its weights, never by its year.

The rows of a sheet are laid beside those of one regulation after the other, the current one first.
Where that leaves no doubt no other is tried, so that the workbooks of today cost nothing more; but where somebody
named rulesets of their own, all are, and of two that fit equally none is chosen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from zi_score.law.load import built_in_rulesets
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Fit
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.layout.columns import Columns
from zi_score.reading.layout.kept import Said
from zi_score.reading.layout.outline import Placement, place_rows
from zi_score.reading.rulesets import known_rulesets, own_rulesets

_ENOUGH = Fraction(1, 2)
"""The part of a ruleset's questions that a sheet must hold to be its LKE."""

_MOSTLY = Fraction(9, 10)
"""The part of the weights that must be the ruleset's; a slip in a few cells is a finding, more is another law."""

_HEADINGS, _ROWS = 2, 5
"""Headings, or rows of any kind, without a place that give cause to try another regulation."""

_QUESTIONS = 3
"""Questions under such headings that make them another regulation's, not an accident."""


class Candidate(NamedTuple):
    """A sheet that has the header of an LKE, with its rows laid beside those of a ruleset."""

    grid: Grid
    columns: Columns
    placement: Placement
    findings: list[Finding]
    ruleset: Ruleset

    @property
    def questions(self) -> int:
        """How many of the ruleset's questions have a row."""
        return len(self.ruleset.questions.keys() & self.placement.rows.keys())

    @property
    def is_built_in(self) -> bool:
        """Whether the ruleset comes with the program: one of a user's own may be of any instrument."""
        return self.ruleset.id in built_in_rulesets()

    @property
    def is_doubtful(self) -> bool:
        """Whether the sheet may be one of an instrument that is not built in, but looks like it."""
        weights = self.placement.weights
        return (self.is_strange or bool(weights.apart) or not weights.rows) and self.is_built_in

    @property
    def is_answered(self) -> bool:
        """Whether any answer cell is filled."""
        return any(
            as_typed(self.grid.at(self.placement.rows[code].index, columns.answer))
            for code in self.ruleset.questions
            if code in self.placement.rows
            for columns in self.columns.answers
        )

    @property
    def share(self) -> Fraction:
        """The part of the ruleset's questions that have a row."""
        return Fraction(self.questions, len(self.ruleset.questions))

    @property
    def is_weighed(self) -> bool:
        """Whether the weights that stand in the sheet are the ruleset's."""
        weights = self.placement.weights
        return weights.agreeing >= _MOSTLY * weights.rows

    @property
    def has_enough(self) -> bool:
        """Whether so many of the ruleset's questions have a row that the sheet may be its LKE."""
        return self.share >= _ENOUGH

    @property
    def is_lke(self) -> bool:
        """Whether the sheet is an LKE of the ruleset."""
        return self.has_enough and self.is_weighed

    @property
    def fits_as(self) -> tuple[Fraction, int]:
        """How well the ruleset explains the sheet: questions and weights that are there."""
        weights = self.placement.weights
        return self.share, weights.agreeing - weights.rows

    @property
    def is_strange(self) -> bool:
        """Whether another regulation may explain more."""
        unplaced = self.placement.unplaced
        headings = sum(not row.scale_text for row in unplaced)
        return len(unplaced) >= _ROWS or headings >= _HEADINGS or not self.is_weighed

    @property
    def fit(self) -> Fit:
        """How much of the ruleset the sheet holds."""
        weights = self.placement.weights
        return Fit(
            ruleset=self.ruleset.id,
            questions=len(self.ruleset.questions),
            found=self.questions,
            weights=weights.rows,
            agreeing=weights.agreeing,
        )

    def strangers(self, other: Candidate) -> dict[str, int]:
        """Return the headings, by code, that only another regulation explains, if its questions stand under them."""
        unplaced = {row.index for row in self.placement.unplaced}
        wrong = {apart.code for apart in other.placement.weights.apart}
        rows = {code: row.index for code, row in other.placement.rows.items() if code not in wrong}
        asked = rows.keys() & other.ruleset.questions.keys()
        headings = {code: row for code, row in rows.items() if row in unplaced and code not in asked}
        under = sum(any(code.startswith(f"{heading}.") for heading in headings) for code in asked)
        return headings if len(headings) >= _HEADINGS and under >= _QUESTIONS else {}


def candidates_of(
    grid: Grid, columns: Columns, findings: list[Finding], ruleset: Ruleset | None = None
) -> list[Candidate]:
    """Return a sheet beside the regulations that had to be tried; the one that explains most of it comes first.

    Args:
        grid: the sheet.
        columns: its columns.
        findings: what is doubtful about them.
        ruleset: the regulation that the sheet is said to follow; without it, those that are known.

    """
    found: list[Candidate] = []
    said = Said(grid, columns)
    for each in known_rulesets() if ruleset is None else [ruleset]:
        found.append(Candidate(grid, columns, place_rows(said, each), findings, each))
        if not found[-1].is_strange and not own_rulesets():
            break
    return sorted(found, key=lambda candidate: (candidate.is_lke, candidate.fits_as), reverse=True)


def every_candidate(candidate: Candidate) -> list[Candidate]:
    """Return a sheet beside its regulation and all others that are known."""
    others = (each for each in known_rulesets() if each.id != candidate.ruleset.id)
    grid, columns, findings = candidate.grid, candidate.columns, candidate.findings
    said = Said(grid, columns)
    return [candidate, *(Candidate(grid, columns, place_rows(said, each), findings, each) for each in others)]
