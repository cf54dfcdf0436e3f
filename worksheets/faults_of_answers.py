"""Answers, counts and what stands beside them that do not say what they should."""

from __future__ import annotations

from datetime import date

from worksheets.drafts import (
    CHANGES,
    COMPLAINTS,
    LHKPN,
    MAIN,
    OPEN,
    SOUND,
    TARGETS,
    TOTAL_DIFFERS,
    TOTAL_DIFFERS_2014,
    VIOLATIONS,
    Draft,
    Fault,
    counted,
    in_2014,
    merged,
    replaced,
    with_own_part,
)


def _share_of_6000_percent(draft: Draft) -> None:
    """Enter 60 where the cell turns it into 6000 %."""
    in_2014(B_I_2=60)(draft)
    draft.book["LKE"][f"H{draft.rows['B.I.2']}"].number_format = "0%"


def answer_faults() -> tuple[Fault, ...]:
    """Answers and counts that do not say what they should."""
    lhkpn = f"K{{{LHKPN}.wajib_melapor}}"
    return (
        Fault(
            "answer-not-understood",
            "A sentence where Ya or Tidak belongs.",
            (("answer-not-understood", "A.I.1.ii.a", "K{A.I.1.ii.a}"), OPEN),
            cells={"K{A.I.1.ii.a}": "sudah ada"},
        ),
        Fault(
            "answer-is-a-date",
            "3.6 was typed, and became the 3rd of June.",
            (("answer-is-a-date", "B.II.a", "K{B.II.a}"), OPEN, TOTAL_DIFFERS),
            cells={"K{B.II.a}": date(2026, 6, 3)},
        ),
        Fault(
            "answers-on-another-sheet",
            "A working group answers C on its own sheet, and B stands on the sheet with all rows.",
            (("answers-on-another-sheet", None, "Pokja 1!K{A.I.1.i.b}"),),
            edit=with_own_part,
        ),
        Fault(
            "option-written-out",
            "Letter and text of a choice.",
            (("option-written-out", "A.I.1.ii.b", "K{A.I.1.ii.b}"), TOTAL_DIFFERS),
            cells={"K{A.I.1.ii.b}": "A. Jika target ditetapkan"},
        ),
        Fault(
            "checkbox-as-answer",
            "A box that is not ticked.",
            (("checkbox-as-answer", "A.I.1.ii.a", "K{A.I.1.ii.a}"),),
            cells={"K{A.I.1.ii.a}": False},
        ),
        Fault(
            "none-as-zero",
            "The word for none where a number belongs.",
            (("none-as-zero", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "Nihil"},
        ),
        Fault(
            "answer-formula-not-calculated",
            "An index is the middle of two surveys, written by a program that computes nothing.",
            (("answer-formula-not-calculated", "B.I.a", "K{B.I.a}"),),
            cells={"K{B.I.a}": "=MEDIAN(3.7,3.9)"},
            is_calculated=False,
        ),
        Fault(
            "answer-computed",
            "An index is the mean of two surveys, written by a program that computes nothing.",
            (("answer-computed", "B.I.a", "K{B.I.a}"),),
            cells={"K{B.I.a}": "=AVERAGE(3.7,3.9)"},
            is_calculated=False,
        ),
        Fault(
            "answer-differs-from-formula",
            "An index is the mean of two surveys, of which one was changed and nothing computed anew.",
            (("answer-differs-from-formula", "B.I.a", "K{B.I.a}"),),
            cells={"K{B.I.a}": "=AVERAGE(3.6,3.8)"},
            pack=lambda parts: replaced(parts, MAIN, "AVERAGE(3.6,3.8)", "AVERAGE(3.7,3.9)"),
        ),
        Fault(
            "answer-not-on-scale",
            "E on A/B/C.",
            (("answer-not-on-scale", "A.I.1.ii.b", "K{A.I.1.ii.b}"), OPEN),
            cells={"K{A.I.1.ii.b}": "E"},
        ),
        Fault(
            "survey-out-of-range",
            "An index of 87.65, on the scale 0-100.",
            (("survey-out-of-range", "B.II.a", "K{B.II.a}"), OPEN, TOTAL_DIFFERS),
            cells={"K{B.II.a}": 87.65},
        ),
        Fault(
            "count-not-valid",
            "A word where a number belongs.",
            (("count-not-valid", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "beberapa"},
        ),
        Fault(
            "count-with-thousands",
            "1.250 as text.",
            (
                (
                    "count-with-thousands",
                    f"{VIOLATIONS}.pelanggaran_disanksi",
                    f"K{{{VIOLATIONS}.pelanggaran_disanksi}}",
                ),
            ),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "1.250"},
        ),
        Fault(
            "count-missing",
            "How many complaints were finished is not said.",
            (("count-missing", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"), OPEN),
            answers=counted(COMPLAINTS, pengaduan_selesai=None),
        ),
        Fault(
            "answer-cell-merged",
            "Two answers are merged into one cell.",
            (
                ("answer-cell-merged", "A.I.1.iii.b", "K{A.I.1.iii.b}"),
                OPEN,
                TOTAL_DIFFERS,
            ),
            edit=merged("K{A.I.1.iii.a}:K{A.I.1.iii.b}"),
        ),
        Fault(
            "percent-without-sign",
            "A workbook of PermenPANRB 52/2014 in which 90 is typed where 90% is meant.",
            (("percent-without-sign", "B.I.2", "LKE!H{B.I.2}"),),
            edit=in_2014(B_I_2=90),
        ),
        Fault(
            "share-above-100",
            "A workbook of PermenPANRB 52/2014 in which 60 stands in a cell formatted as a percentage.",
            (("share-above-100", "B.I.2", "LKE!H{B.I.2}"), OPEN, TOTAL_DIFFERS_2014),
            edit=_share_of_6000_percent,
        ),
        Fault(
            "share-of-two-readings",
            "A workbook of PermenPANRB 52/2014 in which 1 is typed, for 100 % or for 1 %.",
            (("share-of-two-readings", "B.I.2", "LKE!H{B.I.2}"), OPEN, TOTAL_DIFFERS_2014),
            edit=in_2014(B_I_2=1),
        ),
        Fault(
            "percent-without-counts",
            "92.5 % is typed, its counts are blank.",
            (("percent-without-counts", TARGETS, f"K{{{TARGETS}}}"),),
            answers=counted(TARGETS, jumlah_sasaran=None, sasaran_tercapai=None),
            cells={f"K{{{TARGETS}}}": 0.925},
        ),
        Fault(
            "percent-above-100",
            "120 % is typed over the formula.",
            (("percent-above-100", TARGETS, f"K{{{TARGETS}}}"),),
            cells={f"K{{{TARGETS}}}": 1.2},
        ),
        Fault(
            "percent-differs-from-counts",
            "100 % is typed where the counts give 7 of 8.",
            (("percent-differs-from-counts", TARGETS, f"K{{{TARGETS}}}"), TOTAL_DIFFERS),
            answers=counted(TARGETS, sasaran_tercapai=7),
            cells={f"K{{{TARGETS}}}": 1},
        ),
        Fault(
            "part-exceeds-whole",
            "13 of 12 complaints are finished, so that the sheet shows 108 %.",
            (
                ("part-exceeds-whole", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"),
                ("percent-above-100", COMPLAINTS, f"K{{{COMPLAINTS}}}"),
            ),
            answers=counted(COMPLAINTS, pengaduan_selesai=13),
        ),
        Fault(
            "typed-total-used",
            "Only the total of those obliged to report is typed.",
            (("typed-total-used", LHKPN, lhkpn),),
            answers=counted(LHKPN, wajib_melapor=13, kepala_satker=None, pejabat_wajib_lhkpn=None, wajib_lainnya=None),
        ),
        Fault(
            "typed-total-differs",
            "A total of 14 is typed over 1 + 6 + 6; 13 have reported.",
            (
                ("typed-total-differs", LHKPN, lhkpn),
                TOTAL_DIFFERS,
            ),
            answers=counted(LHKPN, wajib_melapor=14, sudah_melaporkan=13),
        ),
        Fault(
            "convention-applied",
            "Nobody complained; the formula gives 1 for that.",
            (("convention-applied", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            answers=counted(COMPLAINTS, pengaduan_wajib=0, pengaduan_selesai=0),
            cells={
                f"K{{{COMPLAINTS}}}": f"=IF(K{{{COMPLAINTS}.pengaduan_wajib}}=0,1,"
                f"K{{{COMPLAINTS}.pengaduan_selesai}}/K{{{COMPLAINTS}.pengaduan_wajib}})"
            },
        ),
        Fault(
            "questions-unanswered",
            "The only question of an indicator of the results is blank.",
            (OPEN, ("answer-missing", "B.I.b", "K{B.I.b}")),
            answers=SOUND.but({"B.I.b": None}),
        ),
        Fault(
            "answer-missing",
            "One of three questions is blank; the formula leaves it out of the mean.",
            (
                ("answer-missing", "A.I.6.v.b", "K{A.I.6.v.b}"),
                OPEN,
                TOTAL_DIFFERS,
            ),
            answers=SOUND.but({"A.I.6.v.b": None}),
        ),
        Fault(
            "number-as-text",
            "A count with a word behind it.",
            (("number-as-text", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "2 orang"},
        ),
        Fault(
            "counts-contradict",
            "6 complaints, of which 1 is in process and 1 finished.",
            (("counts-contradict", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            answers=counted(COMPLAINTS, pengaduan_wajib=6, pengaduan_diproses=1, pengaduan_selesai=1),
        ),
        Fault(
            "count-stated-twice",
            "The agents made 6 changes here, 5 there.",
            (("count-stated-twice", CHANGES, f"K{{{CHANGES}.perubahan_dibuat}}"),),
            answers=counted(CHANGES, perubahan_dibuat=5, perubahan_terintegrasi=5),
        ),
    )


def evidence_faults() -> tuple[Fault, ...]:
    """What stands beside the answers."""
    same = "https://zi.example/bukti/semua"
    repeated = [f"A.I.4.ii.{letter}" for letter in "abcde"]
    return (
        Fault(
            "claim-without-evidence",
            "Neither evidence nor a note stands beside an answer.",
            (("claim-without-evidence", "A.I.1.i.a", "K{A.I.1.i.a}"),),
            edit=lambda draft: draft.put("P{A.I.1.i.a}", None),
        ),
        Fault(
            "full-mark-without-evidence",
            "A note beside full marks, and no evidence.",
            (("full-mark-without-evidence", "A.I.1.i.a", "K{A.I.1.i.a}"),),
            cells={"O{A.I.1.i.a}": "tim sudah dibentuk dengan SK"},
            edit=lambda draft: draft.put("P{A.I.1.i.a}", None),
        ),
        Fault(
            "evidence-placeholder",
            "xxx instead of evidence.",
            (("evidence-placeholder", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "xxx"},
        ),
        Fault(
            "evidence-not-usable",
            "A path on somebody's own computer.",
            (("evidence-not-usable", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "D:\\ZI\\SK-Tim.pdf"},
        ),
        Fault(
            "evidence-without-link",
            "A title without a link or a file.",
            (("evidence-without-link", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "SK Tim ZI Nomor 12"},
        ),
        Fault(
            "evidence-repeated",
            "One link beside five questions.",
            (("evidence-repeated", repeated[0], f"P{{{repeated[0]}}}"),),
            cells={f"P{{{code}}}": same for code in repeated},
        ),
    )
