"""Improvements for the tests of their formats, and the workbooks that come after them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

from conftest import RULESET, VALID, answer_sheet
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet as OpenpyxlSheet

from worksheets.cases import Sheet, full
from zi_score.api.one import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.forms.plan import workbook as plan_workbook
from zi_score.improve.discount import Discount
from zi_score.improve.monitoring.form import HEADINGS
from zi_score.improve.monitoring.outcome import PlanProgress
from zi_score.improve.monitoring.progress import progress_of
from zi_score.improve.plan import Alternative, Entry, Improvement
from zi_score.improve.planning import Start, planned
from zi_score.improve.request import Request
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import current_language, use_language
from zi_score.model.worksheet import Answer, AnswerSheet, Place, Remark, Source, Unit, Worksheet
from zi_score.reading.workbook import read_workbook

HEADER_ROW = 5
COLUMNS = {key: number for number, key in enumerate(HEADINGS, 1)}
INTEGRATED: Entry = {"perubahan_dibuat": Fraction(1), "perubahan_terintegrasi": Fraction(1)}
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


@cache
def plan() -> Improvement:
    """Return the plan of the sample, by hand: 5 actions, effort 7.

    A.II.1.i.b counts 0 of 1 -> 1 of 1 (effort 1, 1 point), A.II.1.iii.a D -> C (1, 0.33), A.II.3.i.a C -> A
    (2, 1.5), A.II.3.ii.a C -> B (1, 0.75), B.I.b D -> B (2, 2.5).
    """
    return improvement_of(
        sample(), margin=Fraction(1, 2), discount=Discount({"3": Fraction(1, 4), "B.I": Fraction(1, 2)})
    )


def everything() -> Improvement:
    """Return the plan of the sample with another one beside it, and a criterion that cannot have more in hand."""
    first, *others = plan().actions
    other = next(step.action for step in plan().next_steps if step.action.code == "A.II.5.ii.a")
    alternative = Alternative(effort=Fraction(15, 2), actions=(*others, other), total=plan().after.total)
    assert first.code == "A.II.1.i.b"
    return plan().model_copy(update={"alternatives": (alternative,), "capped": ("hasil-1-performance",)})


def unreachable() -> Improvement:
    """Return a plan for what can be met, where not everything can."""
    return improvement_of(worksheet_of("area-below"), target="WBBM", fix=("A.II.3",))


def met() -> Improvement:
    """Return the plan of a unit that has nothing to do."""
    return improvement_of(worksheet_of("wbk"), target="WBK")


def external() -> Improvement:
    """Return a plan without any action: one result from outside is missing."""
    return improvement_of(worksheet_of("survey-below"))


@cache
def workbook(language: str = "en") -> bytes:
    """Return the workbook of the sample's plan."""
    before = current_language()
    use_language(language)
    content = plan_workbook.render(plan(), RULESET)
    use_language(before)
    return content


def edited(edit: Callable[[OpenpyxlSheet], None], language: str = "en") -> bytes:
    """Return the plan's workbook after people worked in its first sheet."""
    book = load_workbook(io.BytesIO(workbook(language)))
    edit(book.worksheets[0])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's content."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(**cells: object) -> Callable[[OpenpyxlSheet], None]:
    """Return an edit that writes into cells: ``status_0`` is the status of the first action."""

    def edit(sheet: OpenpyxlSheet) -> None:
        for name, value in cells.items():
            key, _under, row = name.rpartition("_")
            sheet.cell(HEADER_ROW + 1 + int(row), COLUMNS[key]).value = value

    return edit


def progress() -> PlanProgress:
    """Return a progress that has something of everything."""
    edit = put(
        status_0="Done", status_1="?", status_2="Selesai", target_3="A", code_5="A.I.9.z", present_5="C", target_5="A"
    )

    def all_of_it(sheet: OpenpyxlSheet) -> None:
        edit(sheet)
        sheet.delete_rows(HEADER_ROW + 5)

    evaluation = later(sample(), {"A.II.1.i.b": INTEGRATED, "A.II.3.i.a": "B", "B.I.b": "C"})
    return progress_of(edited(all_of_it), evaluation, RULESET, path="rencana-aksi.xlsx")
