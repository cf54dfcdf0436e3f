"""Totals that are typed on the sheets beside the LKE, held against those of the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from zi_score.evaluation.checks.scores import asked_of
from zi_score.evaluation.checks.subject import Subject
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.pattern import pattern
from zi_score.model.submission import Sheet, is_of_other_answers
from zi_score.model.written import telling

_TOTAL = pattern(
    r"(grand total|total nilai|nilai( hasil)? (evaluasi|akhir|total))"
    r"( (zona|integritas|reformasi|birokrasi|zi|lke|unit|kerja))*\W*",
    re.IGNORECASE,
)
_YEAR = pattern(r"20\d\d")
_HIGHEST = 100


def check_typed_totals(subject: Subject) -> Iterator[Finding]:
    """Yield the totals that somebody typed and that are no assessor's; those that formulas give are proven."""
    submission, totals = subject.submission, [each.total.score for each in subject.assessments]
    if submission.problem is not None:  # nobody knows what is typed
        return
    asked = asked_of(subject.ruleset, subject.ruleset.roots)
    for sheet in submission.others():
        name = sheet.grid.sheet
        if is_of_other_answers(name) or _YEAR.search(name) or not _sums_up(sheet, subject.ruleset):
            continue
        for row, column, found in _typed(sheet):
            if not any(_is_shown(total, found) for total in totals):
                yield finding(
                    "workbook-total-differs",
                    cell=sheet.grid.place(row, column),
                    found=telling(found, asked),
                    right=telling(totals[0], asked),
                ).weighing(Severity.WARNING)


def _sums_up(sheet: Sheet, ruleset: Ruleset) -> bool:
    """Whether a sheet names the components of the LKE: one that does not may be of a survey, or of people's work."""
    texts = " ".join(cell.casefold() for cells in sheet.grid.rows for cell in cells if isinstance(cell, str))
    return all(ruleset.nodes[root].name.casefold() in texts for root in ruleset.roots)


def _typed(sheet: Sheet) -> Iterator[tuple[int, int, Fraction]]:
    """Yield the rows that are called a total of the LKE and have one figure; of several nobody knows which it is."""
    for row, cells in enumerate(sheet.grid.rows):
        label = next((column for column, cell in enumerate(cells) if isinstance(cell, str) and cell), None)
        if label is None or not _TOTAL.fullmatch(sheet.grid.text(row, label)):
            continue
        numbers = [(column, found) for column in range(label + 1, len(cells)) if (found := sheet.number(row, column))]
        numbers = [(column, found) for column, found in numbers if found != _HIGHEST]
        if len(numbers) == 1 and sheet.formula(row, numbers[0][0]) is None:
            yield row, *numbers[0]


def _is_shown(total: Fraction, found: Fraction) -> bool:
    """Whether a figure is the total, rounded in any way to as many decimals as it has."""
    decimals = len(plain(found).partition(".")[2])
    return abs(total - found) < Fraction(1, 10**decimals)
