"""Improvements for the tests of their formats, and the workbooks that come after them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from conftest import RULESET, VALID, answer_sheet

from worksheets.cases import Sheet, full
from zi_score.api.one import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.improve.plan import Entry, Improvement
from zi_score.improve.planning import Start, planned
from zi_score.improve.request import Request
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import Answer, AnswerSheet, Place, Remark, Source, Unit, Worksheet
from zi_score.reading.workbook import read_workbook

NOWHERE = Place("", "")


def sample(unit: Unit | None = None, evidence: str = "SK Tim ZI 2026.pdf") -> Worksheet:
    """Return a unit that misses WBK in many ways, so that a plan has something of everything.

    Area 1 lacks changes by agents (1 of 6), area 3 is low in reform, complaints are not finished (3 of 12),
    services are typed as a percentage (which cannot be planned), performance is at its lowest, and
    the corruption survey (3.41) is below its minimum.
    """
    sheet = full().but(
        {
            "A.I.1.i.b": "C",
            "A.II.1.ii.a": "D",
            "A.II.1.iii.a": "D",
            "A.II.3.i.a": "C",
            "A.II.3.ii.a": "C",
            "A.II.6.i.b": "0.5",
            "B.I.a": "3.41",
            "B.I.b": "D",
            "B.II.a": "3.3",
        },
        {
            "A.II.1.i.a": {"jumlah_agen": 6, "perubahan_dibuat": 1},
            "A.II.1.i.b": {"perubahan_dibuat": 1, "perubahan_terintegrasi": 0},
            "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 3, "pelanggaran_disanksi": 2},
            "A.II.5.ii.a": {"pengaduan_diproses": 9, "pengaduan_selesai": 3},
            "A.II.6.i.b": {"layanan_terdaftar": None, "layanan_dipermudah": None},
        },
    )
    answers = answer_sheet(sheet)
    remark = Remark(place=Place("Jawaban", "M8"), text=evidence)
    named = {code: answer.model_copy(update={"evidence": (remark,)}) for code, answer in answers.answers.items()}
    return Worksheet(
        source=Source(path="lke-2026.xlsx", sheet="Jawaban", layout="jawaban"),
        unit=unit or Unit(name="Kantor Contoh", agency="Badan Contoh", year=2026, target="WBK"),
        ruleset=RULESET.id,
        sheets=(answers.model_copy(update={"answers": named}),),
    )


def worksheet_of(name: str) -> Worksheet:
    """Read one of the valid worksheets; it is called by its name alone, wherever the project lies."""
    worksheet = read_workbook(VALID / f"{name}.xlsx")
    return worksheet.model_copy(update={"source": worksheet.source.model_copy(update={"path": f"{name}.xlsx"})})


def improvement_of(worksheet: Worksheet, **request: object) -> Improvement:
    """Return the least work for the highest authority that answered; the solver's version is left out."""
    sheet = next(sheet for sheet in worksheet.sheets if sheet.is_used)
    facts = {key: str(answer.value) for key, answer in worksheet.facts.items() if answer.value is not None}
    found = planned(Start(load_ruleset(worksheet.ruleset), worksheet, sheet, facts), Request(**request))
    return found.model_copy(update={"solver": found.solver and "HiGHS"})


def start(sheet: Sheet) -> Start:
    """Return what a plan for a sheet in memory starts from."""
    answers = answer_sheet(sheet)
    source = Source(path="lke.xlsx", sheet="Jawaban", layout="jawaban")
    worksheet = Worksheet(source=source, unit=Unit(), ruleset=RULESET.id, sheets=(answers,))
    return Start(RULESET, worksheet, answers, {})


def raised(plan: Improvement) -> Fraction:
    """Return the raise of all external results together, in hundredths."""
    return sum(((each.to - (each.from_ or 0)) * 100 for each in plan.required_external), Fraction())


def later(worksheet: Worksheet, changes: Mapping[str, Entry], path: str = "lke-later.xlsx") -> Evaluation:
    """Return the evaluation of a workbook with other answers to some questions."""
    sheets = tuple(
        answered(sheet, changes, load_ruleset(worksheet.ruleset)) if sheet.is_used else sheet
        for sheet in worksheet.sheets
    )
    source = worksheet.source.model_copy(update={"path": path})
    return evaluate(worksheet.model_copy(update={"sheets": sheets, "source": source}))


def answered(sheet: AnswerSheet, changes: Mapping[str, Entry], ruleset: Ruleset = RULESET) -> AnswerSheet:
    """Return the answers with changes."""
    answers = dict(sheet.answers)
    for code, entry in changes.items():
        new = {f"{code}.{key}": number for key, number in entry.items()} if isinstance(entry, dict) else {code: entry}
        for key, value in new.items():
            place = answers[key].place if key in answers else NOWHERE
            answers[key] = Answer(
                place=place, typed="" if value is None else str(value), value=_value(ruleset, code, value)
            )
    return sheet.model_copy(update={"answers": answers})


def _value(ruleset: Ruleset, code: str, value: str | Fraction | None) -> str | Fraction | None:
    is_choice = ruleset.scales[ruleset.questions[code].scale].kind == "choice"
    return Fraction(value) if isinstance(value, str) and not is_choice else value


def done(improvement: Improvement) -> dict[str, Entry]:
    """Return the answers of a plan that was carried out."""
    return {action.code: action.to for action in improvement.actions} | {
        external.code: external.to for external in improvement.required_external
    }
