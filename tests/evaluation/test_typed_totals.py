"""Totals that somebody typed on a sheet beside the LKE: one that is no assessor's is told, no other is accused."""

from __future__ import annotations

import io

import pytest
from conftest import VALID
from openpyxl import load_workbook

from zi_score import check

Cells = tuple[object, ...]


def told(name: str, sheet: str, *cells: object, title: str = "KOMPONEN PENGUNGKIT DAN HASIL") -> list[str | None]:
    """Return where totals are told to differ, in a sound workbook (88.95) with one more sheet."""
    book, content = load_workbook(VALID / f"{name}.xlsx"), io.BytesIO()
    rekap = book.create_sheet(sheet)
    rekap.append([title])
    rekap.append(list(cells))
    book.save(content)
    return [each.cell for each in check(content.getvalue()).findings if each.name == "workbook-total-differs"]


@pytest.mark.parametrize("label", ["TOTAL NILAI", "Nilai Akhir :", "Grand Total", "NILAI EVALUASI ZONA INTEGRITAS"])
def test_a_typed_total_that_is_not_that_of_the_answers(label: str) -> None:
    """Whatever it is called, with its weight beside it or without."""
    assert told("wbk", "Rekap", label, 91.5) == ["Rekap!B2"]
    assert told("wbk", "Rekap", None, label, 100, 91.5) == ["Rekap!D2"]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("Rekap", ("Total nilai", 88.95)),
        ("Rekap", ("Total nilai", 89)),
        ("Rekap", ("Total nilai", 88.9)),
        ("Rekap", ("Total nilai", 100, 88.95)),
        ("Rekap", ("Total nilai", 84.2, 91.5)),
        ("Rekap", ("Total anggaran", 91.5)),
        ("Rekap", ("Total nilai 2024", 91.5)),
        ("Target", ("Total nilai", 91.5)),
        ("Rekap 2025", ("Total nilai", 91.5)),
    ],
)
def test_what_is_no_total_of_these_answers(sheet: str, cells: Cells) -> None:
    """The right one however it is rounded, one of several, of something else, of another year, a target."""
    assert told("wbk", sheet, *cells) == []


def test_a_sheet_that_names_no_components_sums_up_something_else() -> None:
    """The total of a survey is no total of the LKE."""
    assert told("wbk", "SKM", "Nilai akhir", 91.5, title="HASIL SURVEI KEPUASAN MASYARAKAT") == []


def test_the_total_of_any_assessor_is_one() -> None:
    """A sheet may sum up what the unit answered, or what those who judge it did."""
    totals = [float(each.total.score) for each in check(VALID / "three-assessors.xlsx").assessments]
    assert len(set(totals)) > 1
    assert [told("three-assessors", "Rekap", "Nilai akhir", round(total, 2)) for total in totals] == [[]] * len(totals)


def test_the_right_total_does_not_seem_to_reach_what_it_misses() -> None:
    """74.997 beside a typed 80 is not told as 75.00."""
    book, content = load_workbook(VALID / "rounds-to-75.xlsx"), io.BytesIO()
    rekap = book.create_sheet("Rekap")
    rekap.append(["KOMPONEN PENGUNGKIT DAN HASIL"])
    rekap.append(["Total nilai", 80])
    book.save(content)
    found = [each for each in check(content.getvalue()).findings if each.cell == "Rekap!B2"]
    assert [each.details["right"] for each in found] == ["74.997"]
