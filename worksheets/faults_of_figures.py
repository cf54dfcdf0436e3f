"""Formulas, assessors, facts and plans that give other figures, or none."""

from __future__ import annotations

from collections.abc import Callable

from worksheets.cases import area_at_60, rounds_to_75
from worksheets.drafts import (
    FACTS,
    LHK,
    LHKPN,
    OPEN,
    SHEET,
    SOUND,
    TOTAL_DIFFERS,
    Draft,
    Fault,
    assessed,
    counted,
    in_2014,
    judged,
    summed_up,
)


def _of_2026(draft: Draft) -> None:
    """Date a workbook of PermenPANRB 52/2014 when another had come."""
    in_2014()(draft)
    draft.book["LKE"]["A3"] = "TAHUN : 2026"


def _said_again(key: str, value: str) -> Callable[[Draft], None]:
    """State a fact once more, below the others."""
    return lambda draft: draft.book["Identitas"].append((key, value))


def _said_in_hiding(*rows: tuple[str, str]) -> Callable[[Draft], None]:
    """Put a hidden sheet in front of all others."""

    def edit(draft: Draft) -> None:
        sheet = draft.book.create_sheet("x", 0)
        sheet.sheet_state = "hidden"
        for row in rows:
            sheet.append(row)
        draft.book.active = 1

    return edit


_HOSPITAL = {"agency-type": "Pemerintah Daerah", "unit-kind": "RSUD"}


def formula_faults() -> tuple[Fault, ...]:
    """Formulas, totals and summaries."""
    other_row = f"='{SHEET}'!L{{A.I.2}}+'{SHEET}'!L{{A.II.1}}"
    other_assessor = f"='{SHEET}'!S{{A.I.1}}+'{SHEET}'!S{{A.II.1}}"

    def read_elsewhere(draft: Draft) -> None:
        assessed(differs={})(draft)
        summed_up({"Unit!C5": other_assessor})(draft)

    return (
        Fault(
            "wrong-range",
            "The mean over LHKPN and LHKASN reads LHKPN alone, of which 11 of 13 reported.",
            (
                ("wrong-range", LHK, f"L{{{LHK}}}"),
                TOTAL_DIFFERS,
                ("requirement-not-met", "req-wealth-reports", f"K{{{LHKPN}}}"),
            ),
            answers=counted(LHKPN, sudah_melaporkan=11),
            facts={"unit-wealth-reports": None},
            cells={f"L{{{LHK}}}": f"=AVERAGE(L{{{LHKPN}}})*H{{{LHK}}}"},
        ),
        Fault(
            "constant-over-formula",
            "The right points of an indicator are typed over their formula.",
            (("constant-over-formula", "A.I.1.ii", "L{A.I.1.ii}"),),
            cells={"L{A.I.1.ii}": 1},
        ),
        Fault(
            "error-value",
            "A summary reads a row that was deleted.",
            (("error-value", None, "Ctt Eval!B9"),),
            cells={"Ctt Eval!B9": "=SUM(#REF!)"},
        ),
        Fault(
            "summary-wrong-row",
            "The row of area 1 reads area 2.",
            (("summary-wrong-row", "A.I.2", "Unit!C5"),),
            edit=summed_up({"Unit!C5": other_row}),
        ),
        Fault(
            "summary-wrong-column",
            "The summary of the unit reads the scores of the TPI.",
            (("summary-wrong-column", None, "Unit!C5"),),
            edit=read_elsewhere,
        ),
        Fault(
            "summary-minimum-differs",
            "Area 3 is compared with 50 %.",
            (("summary-minimum-differs", "area-3", "Unit!E7"),),
            edit=summed_up({"Unit!E7": judged("D7", "50%", "75%")}),
        ),
        Fault(
            "summary-minimum-missing",
            "The service survey is not compared with its minimum.",
            (("summary-minimum-missing", "hasil-2", "Unit!E13"),),
            edit=summed_up({"Unit!E13": None}),
        ),
        Fault(
            "summary-always-passes",
            "Where neither minimum is reached, the formula says Lulus.",
            (("summary-always-passes", "hasil-1", "Unit!E12"),),
            edit=summed_up({"Unit!E12": judged("C12", "18.25", "19.5", "Lulus")}),
        ),
        Fault(
            "workbook-skips-unanswered",
            "A blank question is left out of the mean.",
            (
                ("workbook-skips-unanswered", "A.I.2.i", "L{A.I.2.i}"),
                ("answer-missing", "A.I.2.i.c", "K{A.I.2.i.c}"),
                OPEN,
                TOTAL_DIFFERS,
            ),
            answers=SOUND.but({"A.I.2.i.c": None}),
        ),
        Fault(
            "workbook-score-differs",
            "The formula of an indicator gives nine tenths of what is right.",
            (("workbook-score-differs", "A.I.1.ii", "L{A.I.1.ii}"), TOTAL_DIFFERS),
            cells={"L{A.I.1.ii}": "=AVERAGE(L{A.I.1.ii.a}:L{A.I.1.ii.c})*H{A.I.1.ii}*0.9"},
        ),
        Fault(
            "workbook-total-differs",
            "The grand total adds one point.",
            (TOTAL_DIFFERS,),
            cells={"L{TOTAL}": "=L{A}+L{B}+1"},
        ),
    )


def assessor_faults() -> tuple[Fault, ...]:
    """The TPI beside the unit."""
    blank = [f"A.I.6.ii.{letter}" for letter in "abcdef"]
    range_ = "S{A.I.6.ii.a}:S{A.I.6.ii.f}"
    guarded = f"=IF(COUNT({range_})=0,0,AVERAGE({range_}))*H{{A.I.6.ii}}"
    return (
        Fault(
            "assessor-raises-answer",
            "The TPI answers A where the unit answers B.",
            (("assessor-raises-answer", "A.I.1.i.b", "R{A.I.1.i.b}"),),
            edit=assessed(differs={"R{A.I.1.i.b}": "A", "T{A.I.1.i.b}": "Rencana aksi sudah lengkap."}),
        ),
        Fault(
            "change-without-note",
            "The TPI answers B where the unit answers A, and does not say why.",
            (("change-without-note", "A.I.1.ii.b", "R{A.I.1.ii.b}"),),
            edit=assessed(differs={"R{A.I.1.ii.b}": "B"}),
        ),
        Fault(
            "unit-without-answers",
            "The answers stand in the column of the TPI, and that of the unit is blank.",
            (("unit-without-answers", None, "R{A.I.1.i.a}"), ("column-missing", None, "A2")),
            cells={"K2": "Jawaban TPI", "R2": "Jawaban Unit"},
        ),
        Fault(
            "assessor-half-filled",
            "The TPI left out an indicator.",
            (
                ("assessor-half-filled", None, "R2"),
                OPEN,
                *(("answer-missing", code, f"R{{{code}}}") for code in blank),
            ),
            edit=assessed(differs={f"R{{{code}}}": None for code in blank} | {"S{A.I.6.ii}": guarded}),
        ),
    )


def fact_faults() -> tuple[Fault, ...]:
    """Facts from outside, and what the scores amount to."""
    row = {key: number for number, key in enumerate(FACTS, start=5)}
    return (
        Fault(
            "fact-not-understood",
            "A predicate that does not exist.",
            (("fact-not-understood", "agency-sakip", f"Identitas!B{row['agency-sakip']}"),),
            facts={"agency-sakip": "Baik"},
        ),
        Fault(
            "fact-stated-twice",
            "A second row says that the unit holds WBK.",
            (("fact-stated-twice", "holds-wbk", f"Identitas!B{row['holds-wbk']}"),),
            edit=_said_again("holds-wbk", "Ya"),
        ),
        Fault(
            "fact-not-seen",
            "A hidden sheet in front says that the unit holds WBK.",
            (("fact-not-seen", "holds-wbk", "x!B2"),),
            edit=_said_in_hiding(("Kode", "Isian"), ("holds-wbk", "Ya")),
        ),
        Fault(
            "identity-stated-twice",
            "A hidden sheet names another unit.",
            (("identity-stated-twice", None, "x!A1"),),
            edit=_said_in_hiding(("Nama unit", "Kantor Lain")),
        ),
        Fault(
            "fact-overridden",
            "The workbook says that the unit does not hold WBK; the caller knows better.",
            (("fact-overridden", "holds-wbk", f"Identitas!B{row['holds-wbk']}"),),
            arguments={"holds_wbk": True},
        ),
        Fault("ruleset-replaced", "A sound workbook of PermenPANRB 52/2014.", edit=in_2014()),
        Fault(
            "requirements-waived",
            "A hospital's afirmasi while SAKIP is CC.",
            facts=_HOSPITAL | {"afirmasi": "Ya", "unit-sakip": "CC"},
        ),
        Fault(
            "afirmasi-kind-unknown",
            "Afirmasi of a unit that does not say what it is.",
            (("afirmasi-kind-unknown", "afirmasi", f"Identitas!B{row['afirmasi']}"),),
            facts=_HOSPITAL | {"afirmasi": "Ya", "unit-kind": None},
        ),
        Fault(
            "afirmasi-not-open",
            "Afirmasi of a ministry's unit.",
            (("afirmasi-not-open", "afirmasi", f"Identitas!B{row['afirmasi']}"),),
            facts={"afirmasi": "Ya"},
        ),
        Fault(
            "afirmasi-year-unknown",
            "A hospital's afirmasi in a workbook without a year.",
            (("afirmasi-year-unknown", "afirmasi", None),),
            facts=_HOSPITAL | {"afirmasi": "Ya"},
        ),
        Fault(
            "fact-contradicted",
            "All reports of wealth are stated, 11 of 13 are counted.",
            (
                ("fact-contradicted", "unit-wealth-reports", f"Identitas!B{row['unit-wealth-reports']}"),
                ("requirement-not-met", "req-wealth-reports", f"K{{{LHKPN}}}"),
            ),
            answers=counted(LHKPN, sudah_melaporkan=11),
        ),
        Fault(
            "year-outside-force",
            "A workbook of 2026 that follows PermenPANRB 52/2014.",
            (("year-outside-force", None, None),),
            edit=_of_2026,
        ),
        Fault(
            "requirement-not-met",
            "SAKIP is CC where WBK needs B.",
            (("requirement-not-met", "req-agency-sakip", None),),
            facts={"agency-sakip": "CC"},
        ),
        Fault("requirements-not-stated", "Nothing is said of the opinion of BPK.", facts={"agency-bpk-opinion": None}),
        Fault(
            "rounding-hides-a-miss",
            "The total is 74.99666..., shown as 75.00.",
            (("rounding-hides-a-miss", "total", None), ("minimum-not-met", "total", None)),
            answers=rounds_to_75().sheets["unit"],
        ),
        Fault(
            "minimum-not-met",
            "The index of 3.50 gives 15.3125 points where WBK needs 15.75.",
            (("minimum-not-met", "hasil-1-survey", None),),
            answers=SOUND.but({"B.I.a": "3.5"}),
        ),
        Fault(
            "near-minimum",
            "Area 4 reaches exactly 60 %.",
            (("near-minimum", "area-4", None),),
            answers=area_at_60().sheets["unit"],
        ),
    )


def plan_faults() -> tuple[Fault, ...]:
    """Action plans that cannot be read as they should."""
    reason = "a fault of an action plan, not of a worksheet: tests/test_progress.py writes such plans"
    named = {
        "plan-not-found": "A workbook without an action plan is given as one.",
        "plan-version-unknown": "The plan has a form of the future.",
        "plan-of-another-ruleset": "The plan follows another regulation.",
        "plan-of-another-unit": "The plan is of another unit.",
        "plan-table-not-found": "A heading of the plan is renamed.",
        "plan-code-unknown": "A code is mistyped.",
        "plan-answer-not-understood": "A target is none of the question's answers.",
        "plan-action-twice": "A row is copied.",
        "plan-action-removed": "A row is deleted.",
        "plan-target-changed": "A target is lowered.",
        "plan-status-not-confirmed": "An action is reported as done that is not.",
        "plan-status-not-understood": "A status is a question mark.",
    }
    return tuple(Fault(name, tells, suffix="", temporary=reason) for name, tells in named.items())
