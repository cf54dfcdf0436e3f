"""The cases of 52/2014 as data, with the arithmetic by hand as in ``cases.py``.

The weights are the regulation's own, and so are the minimums: no figure of 90/2021 stands here.
"""

from __future__ import annotations

from fractions import Fraction

from tests.vectors.oracle_2014 import CHOICES, QUESTIONS
from worksheets.cases import Case, Faults, Sheet, Typed

RULESET = "permenpanrb-52-2014"
LAYOUT = "lke-2014"
F = Fraction


def full() -> Sheet:
    """Full marks everywhere; an index is 4, the percentage of followed-up findings 1."""
    scales = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
    best = {"nilai_0_4": "4", "persen": "1"}
    return Sheet({code: best.get(scale) or next(iter(CHOICES[scale])) for code, scale in scales.items()}, {})


_WBK: dict[str, Typed] = {
    "A.I.1.b": "B",
    "A.I.3.b": "C",
    "A.I.4.d": "B",
    "A.II.2.c": "B",
    "A.II.3.b": "Tidak",
    "A.III.3.c": "B",
    "A.III.4.c": "C",
    "A.III.5.a": "B",
    "A.IV.2.a": "B",
    "A.V.1.b": "B",
    "A.V.5.d": "C",
    "A.VI.3.a": "B",
    "B.I.1": "3.7",
    "B.I.2": "0.85",
    "B.II.1": "3.1",
}
_LOST = (
    *(F("1/4"), F("0.67") * 2 / 3, F("0.33") / 4),
    *(F("1/4"), F("3/4")),
    *(F("0.33") / 2, F("1/2"), F("0.99")),
    *(F("5/16"), F("3/4"), F("3/5"), F("2/3")),
)


def wbk() -> Case:
    """Meets WBK, not WBBM.

    Losses: area 1: 1/2 of 1/2, 0.67 of 2/3, 0.33 of 1/4; area 2: 1/2 of 2/4, 1 of 1.5/2; area 3: 0.33 of 3/6,
    1/2 of 4/4 (five choices), 0.33 of 3; area 4: 1/2 of 5/8; area 5: 1/2 of 3/2, 1 of 3/5; area 6: 1/2 of 4/3.
    Survey 3.70 -> 13.875, TLHP 85 % -> 4.25, so B.I = 18.125 >= 18; service 3.10 -> 15.5 < 16 (WBBM only).
    """
    return Case(
        name="52-2014-wbk",
        description="52/2014: meets every minimum of WBK; the service survey is too low for WBBM.",
        sheets={"unit": full().but(_WBK)},
        hand={"A": 60 - sum(_LOST, F(0)), "B.I": F("18.125"), "B.II": F("15.5"), "area-3": 15 - sum(_LOST[5:8], F(0))},
        unit="Kantor Kesehatan Pelabuhan Kelas II Contoh",
        agency="Kementerian Contoh",
        year=2016,
        holds_wbk=False,
        ruleset=RULESET,
    )


def as_typed() -> Case:
    """The answers of ``wbk``, typed as people type them; the percentage as the number 85, which is told."""
    base = wbk()
    return Case(
        name="52-2014-as-typed",
        description="52/2014: the answers of 52-2014-wbk, typed as people type them.",
        sheets=base.sheets,
        hand=base.hand,
        unit=base.unit,
        agency=base.agency,
        year=base.year,
        holds_wbk=base.holds_wbk,
        as_typed=True,
        ruleset=RULESET,
        shown={"B.I.2": "85 %"},
        findings=(("workbook-total-differs", None, "R TOTAL"),),
    )


def wbbm() -> Case:
    """Meets WBBM, and holds WBK.

    Survey 3.80 -> 14.25, TLHP 90 % -> 4.5: B.I = 18.75; service 3.20 -> 16 exactly, the minimum.
    Losses 1/4 (A.I.1.b B) + 0.67 of 3/5 (A.VI.2.e C). Total = 60 - 0.25 - 0.402 + 18.75 + 16 = 94.098.
    """
    return Case(
        name="52-2014-wbbm",
        description="52/2014: meets every minimum of WBBM, the service survey exactly; the unit holds WBK.",
        sheets={"unit": full().but({"A.I.1.b": "B", "A.VI.2.e": "C", "B.I.1": "3.8", "B.I.2": "0.9", "B.II.1": "3.2"})},
        hand={"total": F("94.098"), "B.I": F("18.75"), "B.II": F(16)},
        unit="Kantor Pelayanan Contoh",
        agency="Pemerintah Provinsi Contoh",
        year=2018,
        target="WBBM",
        holds_wbk=True,
        ruleset=RULESET,
    )


def half_empty() -> Case:
    """Areas 1 to 3 are filled, the rest is empty: 5 + 5 + 15 points, nothing is lost for good."""
    return Case(
        name="52-2014-half-empty",
        description="52/2014: three areas are filled, the rest is empty: WBK is undetermined.",
        sheets={"unit": full().only("A.I.", "A.II.", "A.III.")},
        hand={"total": F(25)},
        unit="Balai Contoh",
        agency="Badan Contoh",
        year=2019,
        ruleset=RULESET,
    )


def parts() -> Case:
    """Both parts of B.I are met, the whole is not: 13.5 (3.60) + 3.5 (70 %) = 17 < 18. Total = 60 + 17 + 20 = 97."""
    return Case(
        name="52-2014-parts",
        description="52/2014, layout 3: survey and TLHP at their minimums add up to 17, less than 18: no predicate.",
        sheets={"unit": full().but({"B.I.1": "3.6", "B.I.2": "0.7"})},
        hand={"B.I.1": F("13.5"), "B.I.2": F("3.5"), "B.I": F(17), "total": F(97)},
        unit="",
        agency="Kementerian Contoh",
        year=2017,
        layout=LAYOUT,
        ruleset=RULESET,
        findings=(("minimum-not-met", "hasil-1", None),),
    )


def at_18() -> Case:
    """B.I exactly 18: 13.5 (3.60) + 4.5 (90 %). The service survey of 2.90 (14.5) has no minimum for WBK.

    The losses are those of ``wbk``. Total = 60 - losses + 18 + 14.5.
    """
    return Case(
        name="52-2014-at-18",
        description="52/2014, layout 3: B.I at exactly 18, so WBK is met; for WBBM the service survey is too low.",
        sheets={"unit": full().but({**_WBK, "B.I.1": "3.6", "B.I.2": "0.9", "B.II.1": "2.9"})},
        hand={"B.I": F(18), "B.II": F("14.5"), "total": 60 - sum(_LOST, F(0)) + F("32.5")},
        unit="",
        agency="Lembaga Contoh",
        year=2020,
        layout=LAYOUT,
        ruleset=RULESET,
    )


def field() -> Case:
    """Layout 3 with faults of the field.

    The formula of A.V.5 averages four of its five questions, all of full marks but e (C: 0.33), which it leaves out:
    it shows 3 where the answers give 4.33 / 5 x 3 = 2.598. The choice cell of A.I.2.a holds "Ya"; A.VI.1.d is blank
    and drops out of the mean (loses 3/4). The title of A.IV.1 says 2,5 where the weight is 5.
    Total = 60 - 0.402 - 0.75 + 14.0625 (3.75) + 4.25 (85 %) + 17 (3.40) = 94.1605.
    """
    answers: dict[str, Typed] = {"A.V.5.e": "C", "A.VI.1.d": None, "B.I.1": "3.75", "B.I.2": "0.85", "B.II.1": "3.4"}
    return Case(
        name="field-52-2014",
        description="52/2014, layout 3: wrong range, choice cell overwritten, a blank, a wrong weight in a title.",
        sheets={"unit": full().but(answers)},
        hand={"A.V.5": F("2.598"), "total": F("94.1605")},
        unit="",
        agency="Kementerian Contoh",
        year=2017,
        layout=LAYOUT,
        ruleset=RULESET,
        findings=(
            ("weight-differs", "A.IV.1", "D A.IV.1"),
            ("choices-altered", "A.I.2.a", "G A.I.2.a"),
            ("wrong-range", "A.V.5", "I A.V.5"),
            ("workbook-total-differs", None, "I TOTAL"),
        ),
        faults=Faults(wrong_range=True, choice_cells=("A.I.2.a",)),
        shown={"B.I.2": 85},
    )


def cases() -> tuple[Case, ...]:
    """All cases of 52/2014, the template first."""
    return wbk(), as_typed(), wbbm(), half_empty(), parts(), at_18(), field()
