"""Formulas as they stand in another cell: as openpyxl has them, and what no sheet can hold."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import worksheets
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator

from zi_score.model.moved import moved

FORMULAS = [
    "=A1", "=$A1+A$1*$A$1", "=SUM(B2:D9,$B$2:E9)", "=SUM(A:A)+SUM($A:C)", "=SUM(3:3)+SUM($3:7)", "=LOG10(A10)",
    "='LKE ZI'!K8+LKE1!K8", "='It''s A1'!B2", '=IF(A1="A1","B2""C3",D4)', "=[1]Sheet1!A1", "=TAX2020+A1",
    "=_xlfn.IFS(A1>0,1)", "=A1%^2&B1", "={1,2;3,4}+A1", "=Total.A1", "=1E5+A1", "=IF(TRUE,A1,#N/A)", "=-A1",
    "=Table1[Kolom A1]+A1", "=a1+$b2", "=(A1,B1)", "=A1:B2 B1:B9", '=SUMPRODUCT(--(K8:K20="A"))', "=AB12*XEA1048",
]  # fmt: skip
MOVES = [("C3", "C3"), ("C3", "C4"), ("C3", "D3"), ("C3", "Z99"), ("K8", "AA1008")]


@pytest.mark.parametrize("formula", FORMULAS)
def test_as_openpyxl_has_it(formula: str) -> None:
    """Whatever way the cells are named."""
    for origin, cell in MOVES:
        assert moved(formula, origin, cell) == Translator(formula, origin=origin).translate_formula(cell)


def test_a_range_up_to_what_a_function_finds() -> None:
    """Its first cell moves too, as in spreadsheets; openpyxl leaves it."""
    assert moved("=SUM(A1:INDEX(B1:B9,3))", "C3", "C4") == "=SUM(A2:INDEX(B2:B10,3))"


@pytest.mark.parametrize("path", worksheets()[::6], ids=lambda path: path.stem)
def test_every_formula_of_worksheets(path: Path) -> None:
    """Real formulas, moved down, right, and back again."""
    rnd = random.Random(path.stem)
    sheets = load_workbook(path).worksheets
    texts = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    for formula in sorted(text for text in texts if isinstance(text, str)):
        cell = f"{rnd.choice(['C', 'D', 'AF'])}{rnd.randint(300, 900)}"
        there = moved(formula, "C300", cell)
        assert there == Translator(formula, origin="C300").translate_formula(cell)
        assert moved(there, cell, "C300") == formula


@pytest.mark.parametrize(
    ("formula", "cell"),
    [("=A1", "B1"), ("=A1", "C2"), ("=A:A", "B3"), ("=2:2", "C1"), ("=XFD1", "D3"), ("=A1048576", "C4")],
)
def test_what_lies_outside_the_sheet(formula: str, cell: str) -> None:
    """Nothing is read there."""
    with pytest.raises(ValueError, match=r"[+-]"):
        moved(formula, "C3", cell)


@pytest.mark.parametrize(("origin", "cell"), [("C", "C3"), ("C3", ""), ("C3", "3"), ("C0", "C3")])
def test_what_is_no_cell(origin: str, cell: str) -> None:
    """A file may name anything as a cell."""
    with pytest.raises(ValueError, match=r"^\w*$"):
        moved("=A1", origin, cell)


@pytest.mark.parametrize("formula", ['=SUM((("A1', "='LKE!A1"])
def test_what_has_no_end(formula: str) -> None:
    """Nobody knows what is a cell there."""
    with pytest.raises(ValueError, match=r"A1$"):
        moved(formula, "C3", "C4")
