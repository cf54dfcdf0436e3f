"""A known fault in a sound workbook is found at its cell, and nothing else is said; a harmless change is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bases import ASSESSED, FOREIGN, FORMULAS, LKE_ZI, SEEDS, TEMPLATE, Kind, base_of
from conftest import few, of_each_sort, worksheets
from mutants import KINDS, Outcome, bent, faults, findings, harmless, mutants, told
from openpyxl import load_workbook
from spreadsheet import Book, Value

COUNT = int(os.environ.get("ZI_SCORE_MUTANTS", "88"))
"""How many workbooks are bent; each kind of fault comes at least once."""

CENT = 0.0051
"""Figures are told to two decimals."""


def wrong(outcomes: list[Outcome]) -> list[str]:
    """Return what was missed or said falsely."""
    return [str(outcome) for outcome in outcomes if outcome.missed or outcome.false]


def test_every_kind_is_measured() -> None:
    """At least forty kinds of fault, in all families of findings and all sorts of workbook."""
    kinds = faults()
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len(kinds) >= 40
    assert len(kinds) <= COUNT
    assert {sort for kind in kinds for sort in kind.sorts} == {LKE_ZI, TEMPLATE, ASSESSED, FOREIGN}
    assert {kind.family for kind in kinds} == {
        "answers",
        "counts",
        "evidence",
        "formulas",
        "summaries",
        "form",
        "assessors",
        "eligibility",
    }


@pytest.mark.parametrize("sort", [LKE_ZI, TEMPLATE, ASSESSED, FOREIGN])
@pytest.mark.parametrize("seed", few(range(SEEDS), 0))
def test_what_is_bent_is_sound(sort: str, seed: int) -> None:
    """Before it is bent, a workbook gives nothing; where facts cannot be stated, that they are not."""
    found = {finding.name for finding in findings(base_of(sort, seed))}
    assert found == ({"requirements-not-stated"} if sort == FOREIGN else set())


def test_every_fault_is_found_and_nothing_else() -> None:
    """Recall is 1, and there is no false finding."""
    assert wrong(list(mutants(COUNT, faults()))) == []


def test_a_harmless_change_gives_nothing() -> None:
    """Formulas written otherwise, rows inserted, answers spelled as people spell them: no error and no warning."""
    assert wrong(list(mutants(max(len(harmless()), COUNT // 6), harmless()))) == []


RANGES = (
    "mean-leaves-a-row-out",
    "mean-takes-in-another-row",
    "mean-one-row-too-low",
    "mean-reaches-too-far",
    "only-one-of-lhkpn-and-lhkasn",
    "sum-leaves-a-part-out",
    "sum-over-parts-and-their-parts",
    "total-of-one-component",
    "ratio-over-another-count",
    "question-reads-its-neighbour",
)


@pytest.mark.parametrize("chosen", [kind for kind in KINDS if kind.name in RANGES], ids=lambda kind: kind.name)
@pytest.mark.parametrize("round_", few(range(2), 0))
def test_a_wrong_range_tells_its_effect(chosen: Kind, round_: int) -> None:
    """Shown, right and effect on the total are what the spreadsheet itself computes with and without the fault."""
    source, base, mutant = bent(chosen, round_)
    found = next(finding for finding in findings(base) if told(finding) == mutant.expected[0])
    before, after = (shown_in(book.book) for book in (source, base))
    cell, total = str(found.cell), base.at("score", "TOTAL")
    assert chosen.sorts == FORMULAS
    if "changes" in found.details:  # today's answers do not show it, and the figures are of others
        return
    assert abs(number(found.details["found"]) - after(cell)) < CENT
    assert abs(number(found.details["right"]) - before(cell)) < CENT
    assert abs(number(found.details["effect"]) - (after(total) - before(total))) < CENT


def number(text: str) -> float:
    """Return a figure of a message."""
    return float(text)


def shown_in(book: Book) -> Callable[[str], float]:
    """Return what shows the number in a cell."""
    shown = book.computed()

    def value(cell: str) -> float:
        sheet, _, where = cell.rpartition("!")
        letters = where.rstrip("0123456789")
        found = shown[sheet][int(where[len(letters) :]), ord(letters) - 64]
        assert isinstance(found, float)
        return found

    return value


# The small spreadsheet ----------------------------------------------------------------------------


def same(computed: Value, saved: object) -> bool:
    """Whether two programs come to the same; an empty text and a blank are the same to a reader."""
    if isinstance(computed, float) and isinstance(saved, int | float):
        return abs(computed - saved) < 1e-9
    return (computed or "") == (saved or "")


@pytest.mark.parametrize("path", of_each_sort(worksheets()))
def test_the_small_spreadsheet_computes_as_libreoffice_does(path: Path) -> None:
    """Every formula of every worksheet has the value that LibreOffice saved with it."""
    saved = load_workbook(path, data_only=True)
    book = Book.of(load_workbook(path))
    compared = 0
    for name, values in book.computed().items():
        for (row, column), value in values.items():
            typed = book.sheets[name].cells[row, column]
            if isinstance(typed, str) and typed.startswith("="):
                assert same(value, saved[name].cell(row, column).value), (name, row, column, typed)
                compared += 1
    assert compared > 150
