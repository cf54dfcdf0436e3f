"""The published summary of one unit (90/2021) against the independent calculator.

The summary gives node scores, not answers. Answers that give exactly these scores exist, so the
vector goes through the whole calculation. Only how B.I = 18.125 splits into survey and performance
is not published: 13.125 (index 3.00) + 5 (A) is the one split into an index of two decimals and a
letter, so the status of ``hasil-1-survey`` and ``hasil-1-performance`` is not part of the vector.
"""

from fractions import Fraction
from itertools import product

import pytest

from tests.vectors.oracle import CHOICES, INDICATORS, SECTIONS, Outcome, evaluate
from worksheets.cases import full

PUBLISHED = {
    "A.I": "30",
    "A.II.1": "4",
    "A.II.2": "3.5",
    "A.II.3": "0",
    "A.II.4": "0",
    "A.II.5": "6.5",
    "A.II.6": "3.875",
    "A": "47.875",
    "B.I": "18.125",
    "B.II": "13.125",
    "B": "31.25",
}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """Evaluate the unit's answers: reform 3 and 4 lost, complaints 8 of 12, services 1 of 10, surveys 3.00."""
    lost = {"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "A.II.4.ii.a": "D", "A.II.4.iii.a": "D"}
    sheet = full().but(
        {**lost, "B.I.a": "3.00", "B.I.b": "A", "B.II.a": "3.00"},
        {
            "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 1, "pelanggaran_tahun_ini": 1},
            "A.II.4.i.a": {"sasaran_tercapai": 0},
            "A.II.5.ii.a": {"pengaduan_diproses": 4, "pengaduan_selesai": 8},
            "A.II.6.i.b": {"layanan_terdaftar": 10, "layanan_dipermudah": 1},
        },
    )
    return evaluate(sheet.answers, sheet.counts, holds_wbk=False)


@pytest.mark.parametrize(("node", "score"), PUBLISHED.items())
def test_published_scores_are_reached_exactly(outcome: Outcome, node: str, score: str) -> None:
    """Every published figure comes out unrounded."""
    assert outcome.nodes[node] == Fraction(score)


def test_total_is_the_published_one(outcome: Outcome) -> None:
    """79.125, which applications show as 79.13."""
    assert outcome.total == Fraction("79.125")


def test_verdict_is_none_although_the_total_is_above_75(outcome: Outcome) -> None:
    """Areas 3 and 4 reach half of their weight; both results are just below their minimum."""
    status = outcome.status["WBK"]
    open_split = {"hasil-1-survey", "hasil-1-performance"}
    failed = {name for name, word in status.items() if word == "not-met"} - open_split
    assert failed == {"area-3", "area-4", "hasil-1", "hasil-2"}
    assert {word for name, word in status.items() if name not in failed | open_split} == {"met"}
    assert outcome.areas[3] == outcome.areas[4] == 5
    assert outcome.verdict == "none"


def test_the_split_of_the_first_result_is_the_only_one() -> None:
    """No other pair of an index with two decimals and a letter adds up to 18.125."""
    pairs = product(range(401), CHOICES["abcde"].items())
    found = [
        (index, letter)
        for index, (letter, value) in pairs
        if Fraction(index, 400) * Fraction("17.5") + 5 * Fraction(value) == Fraction("18.125")
    ]
    assert found == [(300, "A")]


def test_weights_add_up_under_every_section() -> None:
    """The tree that the calculator reads is whole."""
    for code, weight in SECTIONS.items():
        assert weight == sum(w for i, w in INDICATORS.items() if i.startswith(f"{code}."))
    assert SECTIONS["A"] + SECTIONS["B"] == 100
