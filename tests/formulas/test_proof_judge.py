"""Bent formulas are found at their cells, rewritten ones are not: a few here, hundreds with ``-m long``.

Which figures they show was looked at in LibreOffice, that of the few once and for all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from bent_formulas import KINDS as BENT
from office import NO_UNO, is_there
from openpyxl.utils.cell import coordinate_to_tuple
from proof_judge import Judge, Planted, base_of, judged, report
from same_formulas import KINDS as SAME

MUTANTS, REWRITINGS = 500, 200
FOUND = 0.99
FEW = (
    ("range a row short", "lke-zi", "LKE ZI!L45", "=AVERAGE(L46:L50)*H45"),
    ("divisor off by one", "52-2014-wbk", "Jawaban!R63", "=SUM(R64,R65,R66,R67,R68,R69,R70,R71)/7*H63"),
    (
        "value of a choice",
        "three-assessors",
        "Jawaban!O101",
        (
            '=IF(ISERROR(N101),0,IF(UPPER(TRIM(N101))="A",1,'
            'IF(UPPER(TRIM(N101))="B",0.7,IF(UPPER(TRIM(N101))="C",0.33,0))))'
        ),
    ),
    (
        "above for at least",
        "wbk",
        "Ringkasan!K17",
        '=IF($B$5=0,"Belum diisi",IF(ROUND(I17,9)>C17,"Terpenuhi","Belum"))',
    ),
    ("addend dropped", "lke-zi", "LKE ZI!L204", "=L4"),
)
"""A kind, a workbook, a cell and what is put there: a hundredth of those that the long test plants."""

FEW_SAME = (
    ("mean by SUM", "lke-zi", "LKE ZI!L18", "=(SUM(L19:L22)/COUNT(L19:L22))*H18"),
    (
        "INDEX and MATCH",
        "wbk",
        "Jawaban!R111",
        '=IF(ISERROR(K111),0,IFERROR(INDEX({1,0.75,0.5,0.25},MATCH(UPPER(TRIM(K111)),{"A","B","C","D"},0)),0))',
    ),
)


JUDGE = Judge(None, Path())


def planted(kind: str, name: str, place: str, formula: str) -> Planted:
    """Return a formula that is planted in a workbook."""
    sheet, _, cell = place.partition("!")
    (target,) = (each for each in base_of(name).targets if each.cell == (sheet, *coordinate_to_tuple(cell)))
    assert target.formula != formula
    return Planted(kind, target, formula)


@pytest.mark.parametrize(("kind", "name", "place", "formula"), FEW, ids=[each[0] for each in FEW])
def test_bent(kind: str, name: str, place: str, formula: str) -> None:
    """A bent formula is found at its cell, and nothing else."""
    outcome = JUDGE.judged(planted(kind, name, place, formula), is_saved=False)
    assert outcome.found
    assert outcome.false == ()


@pytest.mark.parametrize(("kind", "name", "place", "formula"), FEW_SAME, ids=[each[0] for each in FEW_SAME])
def test_rewritten(kind: str, name: str, place: str, formula: str) -> None:
    """A rewritten one is nothing to tell of."""
    outcome = JUDGE.judged(planted(kind, name, place, formula), is_saved=False)
    assert (outcome.found, outcome.false) == ((), ())


@pytest.mark.long
@pytest.mark.skipif(not is_there(), reason=NO_UNO)
def test_hundreds() -> None:
    """Of those that LibreOffice tells apart nearly all are found, and nothing else is told."""
    outcomes = list(judged(MUTANTS, REWRITINGS))
    bent = [each for each in outcomes if each.planted.kind in BENT]
    same = [each for each in outcomes if each.planted.kind in SAME]
    assert (len(bent), len(same)) == (MUTANTS, REWRITINGS)
    assert not any(each.false for each in outcomes), report(outcomes)
    assert not any(each.found for each in same), report(outcomes)
    assert sum(bool(each.found) for each in bent) >= FOUND * MUTANTS, report(outcomes)
