"""The ministry's PortalRB: what its interface calls things, and the number that each question has there.

Percent rows and totals are no questions there, only their counts are. Source: the interface of 2026.
"""

from __future__ import annotations

from functools import cache

from zi_score.law.ruleset import PortalRB, Ruleset
from zi_score.model.worksheet import Assessor

FOLDER = "jawaban-unit"
"""Folder of the answers files, each named after the id of its unit."""

SUFFIX = ".json"
LISTS = {"WBK": "unit-wbk.json", "WBBM": "unit-wbbm.json"}
"""Lists of the proposed units, by the predicate that they aim at; they lie beside the folder."""

AFFIRMATIVE = "WBK-AFIRMASI"
CATEGORIES = {"WBK": ("WBK", False), AFFIRMATIVE: ("WBK", True), "WBBM": ("WBBM", None)}
"""Predicate of each category, and whether the unit is proposed under afirmasi, where that follows."""

UNITS, UNIT_ID, UNIT_NAME, CATEGORY, IS_AFFIRMATIVE = "units", "id", "nama", "kategori", "afirmasi"
SHEET = "answers"
ID, NAME, YEAR = "unit_id", "nama_unit", "tahun"
NUMBER = "soal_id"
ANSWERS = {Assessor.UNIT: "jawaban_unit", Assessor.TPI: "jawaban_tpi"}
NOTES = {Assessor.UNIT: "catatan_unit", Assessor.TPI: "catatan_tpi"}
EVIDENCE = {Assessor.UNIT: "bukti_dukung_unit"}
FIELDS = (*ANSWERS.values(), NOTES[Assessor.UNIT], EVIDENCE[Assessor.UNIT], NOTES[Assessor.TPI])
"""What an answer holds beside its number, in the order of the interface."""


@cache
def numbered(ruleset: Ruleset) -> dict[str, PortalRB]:
    """Return the place of questions and counts (``code.key``) in PortalRB by code, in the order of their numbers.

    >>> from zi_score.law.load import load_ruleset
    >>> numbered(load_ruleset())["A.II.1.i.a.jumlah_agen"].soal_id
    88
    """
    asked = [(question.code, question.portalrb) for question in ruleset.questions.values()]
    asked += [
        (f"{question.code}.{row.key}", row.portalrb)
        for question in ruleset.questions.values()
        for row in question.inputs
    ]
    found = {code: place for code, place in asked if place is not None}
    return dict(sorted(found.items(), key=lambda item: item[1].soal_id))
