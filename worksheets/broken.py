"""One broken workbook for each finding: a sound one with exactly one fault in it, and what a check must say of it.

``python -m worksheets.build`` writes them. Places are written ``K{A.I.1.i.a}``: the column, and the row
of a question, count (``code.key``), heading or total row (``TOTAL A``, ``TOTAL``) of the sheet ``LKE ZI``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from worksheets import portalrb
from worksheets.cases import Sheet, area_at_60, rounds_to_75
from worksheets.drafts import (
    FACTS,
    MAIN,
    MEGABYTE,
    SHEET,
    SOUND,
    STYLES,
    Draft,
    Expected,
    Fault,
    as_text,
    assessed,
    built,
    claiming,
    drafted,
    encrypted,
    half_migrated,
    hidden,
    in_2014,
    judged,
    many_parts,
    merged,
    moved,
    of_2014,
    old_format,
    packed,
    parts_of,
    replaced,
    resolved,
    sparse,
    spread_over,
    summed_up,
    twin,
    with_external_link,
    with_foreign_row,
    with_further_answers,
    with_macros,
    with_row,
    without,
    without_end,
    without_header,
)

AGENTS, CHANGES, TARGETS, COMPLAINTS = "A.II.1.i.a", "A.II.1.i.b", "A.II.4.i.a", "A.II.5.ii.a"
LHK, LHKPN, SERVICES, VIOLATIONS = "A.II.5.iii", "A.II.5.iii.a.a", "A.II.6.i.b", "A.II.3.iii.a"
_TOTAL: Expected = ("workbook-total-differs", None, "L{TOTAL}")
_TOTAL_2014: Expected = ("workbook-total-differs", None, "LKE!I{TOTAL}")
_OPEN: Expected = ("questions-unanswered", None, None)


def write(folder: Path) -> None:
    """Write every broken workbook that is kept, and what is expected of it."""
    kept = [fault for fault in faults() if not fault.temporary]
    drafts = {fault.name: drafted(fault) for fault in kept}
    for name, content in built(drafts, {fault.name for fault in kept if fault.is_calculated}).items():
        fault = next(fault for fault in kept if fault.name == name)
        _write_file(fault, content, folder)
        found = {
            "description": fault.tells,
            "arguments": dict(fault.arguments),
            "findings": [list(each) for each in resolved(fault, drafts[name])],
        }
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.expected.json").write_text(text, encoding="utf-8")


def write_temporary(fault: Fault, folder: Path) -> Path:
    """Write a workbook that is not kept; return its path."""
    path = folder / fault.file
    if fault.make:
        fault.make((Path(__file__).parent / "broken" / "near-minimum.xlsx").read_bytes(), path)
    return path


def _write_file(fault: Fault, content: bytes, folder: Path) -> None:
    path = folder / fault.file
    if fault.make:
        fault.make(content, path)
    else:
        path.write_bytes(packed(fault.pack(parts_of(content))) if fault.pack else content)


_OTHER_TITLE = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENURUT PERMENPANRB NOMOR 13 TAHUN 2028"


def _as_in_2019(draft: Draft) -> None:
    """Give area 1 and its plan the weights of PermenPANRB 10/2019."""
    in_2014()(draft)
    for code, weight in {"A.I": 8, "A.I.2": 2, "A.I.4": 3, "A.II": 7, "A.III": 10}.items():
        draft.book["LKE"][f"F{draft.rows[code]}"] = weight


def _of_2026(draft: Draft) -> None:
    """Date a workbook of PermenPANRB 52/2014 when another had come."""
    in_2014()(draft)
    draft.book["LKE"]["A3"] = "TAHUN : 2026"


def _about_archives(draft: Draft) -> None:
    """Ask for shelves and boxes wherever a question stands."""
    for code in SOUND.answers:
        if draft.sheet[f"G{draft.rows[code]}"].value:
            draft.put(f"G{{{code}}}", f"Boks rak lorong {draft.rows[code]}")


def _share_of_6000_percent(draft: Draft) -> None:
    """Enter 60 where the cell turns it into 6000 %."""
    in_2014(B_I_2=60)(draft)
    draft.book["LKE"][f"H{draft.rows['B.I.2']}"].number_format = "0%"


def _counts(code: str, **counts: int | None) -> Sheet:
    return SOUND.but({}, {code: counts})


def _file_faults() -> tuple[Fault, ...]:
    """Files that cannot be read."""
    place = "what is meant is a place on the disk, not a file's content"
    program = "not the workbook's fault: tested where the program is made to fail"
    apart = "what a process may take is no file's content: tests/test_apart.py takes it"
    asked = "what is asked for decides it: tests/test_facts.py asks"
    return (
        Fault("file-not-found", "The file does not exist.", temporary=place),
        Fault(
            "file-is-folder", "A folder has the name of a workbook.", make=lambda _, path: path.mkdir(), temporary=place
        ),
        Fault(
            "no-workbook-found",
            "A folder holds no workbook.",
            make=lambda _, path: path.mkdir(),
            suffix="",
            temporary=place,
        ),
        Fault(
            "file-not-readable",
            "A link that leads to itself.",
            make=without_end,
            temporary="not every system has links",
        ),
        Fault("reading-ended", "The process that reads a workbook ends.", suffix="", temporary=apart),
        Fault("reading-took-too-long", "Reading a workbook takes too long.", suffix="", temporary=apart),
        Fault("process-lost", "The process that reads a workbook dies.", suffix="", temporary=program),
        Fault("program-fault", "The program fails at a workbook.", suffix="", temporary=program),
        Fault(
            "fits-several-rulesets",
            "A ruleset of somebody's own has all rows and weights of 90/2021.",
            suffix="",
            temporary="which rulesets there are is said outside of a workbook",
        ),
        Fault("assessor-without-answers", "Nobody answered for the assessor asked for.", suffix="", temporary=asked),
        Fault("file-empty", "0 bytes.", make=lambda _, path: path.write_bytes(b"") and None),
        Fault("file-too-large", "51 MB of zeros.", make=sparse, temporary="51 MB do not belong into a repository"),
        Fault(
            "file-unpacks-too-large",
            "The package says that its sheet unpacks to 400 MB.",
            make=lambda content, path: path.write_bytes(claiming(content, MAIN.encode(), 400 * MEGABYTE)) and None,
        ),
        Fault(
            "file-too-many-entries",
            "10,001 parts more than a workbook has.",
            make=many_parts,
            temporary="1.2 MB of names",
        ),
        Fault(
            "file-unsafe-entry",
            "A part is named ../../autorun.bat.",
            pack=lambda parts: {**parts, "../../autorun.bat": b"rem"},
        ),
        Fault("file-protected", "Encrypted with a password.", make=encrypted),
        Fault("file-not-a-workbook", "A text with the name of a workbook.", make=as_text),
        Fault(
            "file-is-archive",
            "The workbook was sent in a ZIP.",
            make=lambda content, path: path.write_bytes(packed({"LKE Unit.xlsx": content})) and None,
            suffix=".zip",
        ),
        Fault(
            "file-is-shortcut",
            "A shortcut of Google Drive.",
            make=lambda _, path: path.write_text('{"url": "https://docs.google.com/spreadsheets/d/x"}') and None,
            suffix=".gsheet",
        ),
        Fault(
            "file-of-another-kind",
            "The workbook was printed.",
            make=lambda _, path: path.write_bytes(b"%PDF-1.4\n%%EOF\n") and None,
            suffix=".pdf",
        ),
        Fault(
            "file-damaged",
            "The copy broke off in the middle.",
            make=lambda content, path: path.write_bytes(content[: len(content) // 2]) and None,
        ),
        Fault(
            "sheet-too-large",
            "A stray number in the last cell that a sheet has.",
            pack=lambda parts: with_row(parts, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ),
        Fault(
            "workbook-text-too-large",
            "41 MB of text in one cell.",
            pack=lambda parts: with_row(
                parts, f'<row r="900"><c r="P900" t="inlineStr"><is><t>{"x" * 41 * MEGABYTE}</t></is></c></row>'
            ),
        ),
        Fault(
            "file-too-intricate",
            "4.5 million empty elements among the styles.",
            pack=lambda parts: replaced(parts, STYLES, "</styleSheet>", f"{'<a/>' * 4_500_000}</styleSheet>"),
        ),
    )


def _form_faults() -> tuple[Fault, ...]:
    """The LKE is not there, or its form is not whole."""
    return (
        Fault("sheet-not-found", "A sheet is asked for that is not there.", arguments={"sheet": "Lembar"}),
        Fault("lke-not-found", "The header row is blank.", edit=without_header),
        Fault(
            "lke-of-another-regulation",
            "A form of PermenPANRB 52/2014.",
            (("lke-of-another-regulation", None, "A4"),),
            edit=of_2014,
        ),
        Fault(
            "lke-of-two-regulations",
            "The headings of area 1 are those of PermenPANRB 52/2014, all others those of 90/2021.",
            (("lke-of-two-regulations", None, "H{A.I.1}"),),
            edit=half_migrated,
        ),
        Fault(
            "worksheet-of-pmprb",
            "Two areas are those of PMPRB.",
            (("worksheet-of-pmprb", None, "E{A.I.2}"),),
            cells={
                "E{A.I.2}": "PENATAAN PERATURAN PERUNDANG-UNDANGAN",
                "E{A.I.3}": "PENATAAN DAN PENGUATAN ORGANISASI",
                "H{A.I.2}": 5,
                "H{A.I.3}": 6,
            },
        ),
        Fault(
            "regulation-not-built-in",
            "Area 1 weighs 8, and its plan 2, as PermenPANRB 10/2019 has it.",
            (("regulation-not-built-in", None, "LKE!A{A.I}"),),
            edit=_as_in_2019,
        ),
        Fault(
            "form-names-other-rules",
            "The title names a regulation of the future.",
            (("form-names-other-rules", None, "B1"),),
            cells={"B1": _OTHER_TITLE},
        ),
        Fault(
            "lke-on-several-sheets",
            "The aspects stand on sheets of their own, one of them twice.",
            edit=spread_over("PEMENUHAN", "REFORM", "REFORM", "HASIL"),
        ),
        Fault(
            "lke-on-several-sheets-joined",
            "The aspects stand on sheets of their own.",
            (("lke-on-several-sheets-joined", None, "PEMENUHAN!B1"),),
            edit=spread_over("PEMENUHAN", "REFORM", "HASIL"),
        ),
        Fault("several-lke-sheets", "Two sheets hold the same answers.", edit=twin(is_blank=False)),
        Fault(
            "blank-lke-sheet-ignored",
            "A second sheet holds the form without answers.",
            (("blank-lke-sheet-ignored", None, "LKE ZI (2)!A1"),),
            edit=twin(is_blank=True),
        ),
        Fault(
            "column-of-answers-not-read",
            "A second column holds answers too, under a header that says nothing of them.",
            (("column-of-answers-not-read", None, "R2"),),
            edit=with_further_answers,
        ),
        Fault(
            "column-not-read",
            "Two columns say that they hold the answers of the unit.",
            (("column-not-read", None, "R2"),),
            cells={"R2": "Jawaban Unit"},
        ),
        Fault(
            "several-answer-columns",
            "The answers of last year stand in a column of their own.",
            (("several-answer-columns", None, "K2"),),
            cells={"R2": "Jawaban Unit 2025", "R{A.I.1.i.a}": "Tidak"},
        ),
        Fault(
            "column-not-found",
            "A column is asked for that there is not.",
            (("column-not-found", None, None),),
            arguments={"column": "Jawaban Unit 2027"},
        ),
        Fault(
            "answer-column-chosen",
            "Of the columns of two years that of the year in question is read.",
            (("answer-column-chosen", None, "K2"),),
            cells={"K2": "Jawaban Unit 2026", "R2": "Jawaban Unit 2025", "R{A.I.1.i.a}": "Tidak"},
            arguments={"year": 2026},
        ),
        Fault(
            "row-not-placed",
            "A question of another form stands behind the last one of A.I.1.i.",
            (("row-not-placed", None, "K{tambahan}"),),
            answers=Sheet({**SOUND.answers, "tambahan": "Ya"}, SOUND.counts),
            reorder=with_foreign_row,
        ),
        Fault(
            "answer-on-heading",
            "An answer was typed beside the title of an indicator.",
            (("answer-on-heading", "A.I.1.ii", "K{A.I.1.ii}"),),
            cells={"K{A.I.1.ii}": "A"},
        ),
        Fault(
            "question-row-missing",
            "Question A.I.2.i.b was deleted; the formula means the two that are left.",
            (
                ("question-row-missing", "A.I.2.i.b", None),
                _OPEN,
                _TOTAL,
            ),
            reorder=without("A.I.2.i.b"),
        ),
        Fault(
            "count-row-missing",
            "The row of the sanctioned violations was deleted.",
            (("count-row-missing", VIOLATIONS, None),),
            reorder=without(f"{VIOLATIONS}.pelanggaran_disanksi"),
        ),
        Fault(
            "weight-differs",
            "The weight of pemenuhan is 31 where the regulation says 30.",
            (("weight-differs", "A.I", "H{A.I}"),),
            cells={"H{A.I}": 31},
        ),
        Fault(
            "weight-of-other-rules",
            "The title names a regulation of the future, and the weight of pemenuhan is 31.",
            (("weight-of-other-rules", "A.I", "H{A.I}"),),
            cells={"B1": _OTHER_TITLE, "H{A.I}": 31},
            arguments={"ruleset": "permenpanrb-90-2021"},
        ),
        Fault(
            "questions-worded-otherwise",
            "The questions are about something else.",
            (("questions-worded-otherwise", None, "B3"),),
            edit=_about_archives,
        ),
        Fault(
            "number-not-finite",
            "The weight of pemenuhan is a number that is too large to be one.",
            (("number-not-finite", "A.I", "H{A.I}"),),
            pack=lambda parts: replaced(parts, MAIN, "<v>30</v>", "<v>1E309</v>"),
        ),
        Fault(
            "choices-altered",
            "The choice cell holds the answer.",
            (("choices-altered", "A.I.1.ii.a", "J{A.I.1.ii.a}"),),
            cells={"J{A.I.1.ii.a}": "Ya"},
        ),
        Fault(
            "column-missing",
            "There is no column for notes or evidence.",
            (("column-missing", None, "A2"),),
            edit=lambda draft: draft.sheet.delete_cols(15, 3),
        ),
        Fault(
            "order-altered",
            "Question c stands before question a.",
            (("order-altered", "A.I.2.i.c", "K{A.I.2.i.c}"),),
            reorder=moved("A.I.2.i.c", before="A.I.2.i.a"),
        ),
        Fault(
            "hidden-answers",
            "The row of an answer is hidden.",
            (("hidden-answers", None, "K{A.I.4.ii.d}"),),
            edit=hidden("A.I.4.ii.d"),
        ),
        Fault(
            "external-links",
            "The number of complaints is read from another file.",
            (("external-links", None, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            pack=with_external_link,
        ),
        Fault("macros-present", "The workbook has a part for macros.", pack=with_macros, suffix=".xlsm"),
        Fault("formulas-not-audited", "A workbook in the old format.", make=old_format, suffix=".xls"),
        Fault(
            "formulas-without-values",
            "Written by a program that computes nothing.",
            (("formulas-without-values", None, "L4"),),
            is_calculated=False,
        ),
    )


def _answer_faults() -> tuple[Fault, ...]:
    """Answers and counts that do not say what they should."""
    lhkpn = f"K{{{LHKPN}.wajib_melapor}}"
    return (
        Fault(
            "answer-not-understood",
            "A sentence where Ya or Tidak belongs.",
            (("answer-not-understood", "A.I.1.ii.a", "K{A.I.1.ii.a}"), _OPEN),
            cells={"K{A.I.1.ii.a}": "sudah ada"},
        ),
        Fault(
            "answer-is-a-date",
            "3.6 was typed, and became the 3rd of June.",
            (("answer-is-a-date", "B.II.a", "K{B.II.a}"), _OPEN, _TOTAL),
            cells={"K{B.II.a}": date(2026, 6, 3)},
        ),
        Fault(
            "option-written-out",
            "Letter and text of a choice.",
            (("option-written-out", "A.I.1.ii.b", "K{A.I.1.ii.b}"), _TOTAL),
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
            (("answer-not-on-scale", "A.I.1.ii.b", "K{A.I.1.ii.b}"), _OPEN),
            cells={"K{A.I.1.ii.b}": "E"},
        ),
        Fault(
            "survey-out-of-range",
            "An index of 87.65, on the scale 0-100.",
            (("survey-out-of-range", "B.II.a", "K{B.II.a}"), _OPEN, _TOTAL),
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
            (("count-missing", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"), _OPEN),
            answers=_counts(COMPLAINTS, pengaduan_selesai=None),
        ),
        Fault(
            "answer-cell-merged",
            "Two answers are merged into one cell.",
            (
                ("answer-cell-merged", "A.I.1.iii.b", "K{A.I.1.iii.b}"),
                _OPEN,
                _TOTAL,
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
            (("share-above-100", "B.I.2", "LKE!H{B.I.2}"), _OPEN, _TOTAL_2014),
            edit=_share_of_6000_percent,
        ),
        Fault(
            "share-of-two-readings",
            "A workbook of PermenPANRB 52/2014 in which 1 is typed, for 100 % or for 1 %.",
            (("share-of-two-readings", "B.I.2", "LKE!H{B.I.2}"), _OPEN, _TOTAL_2014),
            edit=in_2014(B_I_2=1),
        ),
        Fault(
            "percent-without-counts",
            "92.5 % is typed, its counts are blank.",
            (("percent-without-counts", TARGETS, f"K{{{TARGETS}}}"),),
            answers=_counts(TARGETS, jumlah_sasaran=None, sasaran_tercapai=None),
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
            (("percent-differs-from-counts", TARGETS, f"K{{{TARGETS}}}"), _TOTAL),
            answers=_counts(TARGETS, sasaran_tercapai=7),
            cells={f"K{{{TARGETS}}}": 1},
        ),
        Fault(
            "part-exceeds-whole",
            "13 of 12 complaints are finished, so that the sheet shows 108 %.",
            (
                ("part-exceeds-whole", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"),
                ("percent-above-100", COMPLAINTS, f"K{{{COMPLAINTS}}}"),
            ),
            answers=_counts(COMPLAINTS, pengaduan_selesai=13),
        ),
        Fault(
            "typed-total-used",
            "Only the total of those obliged to report is typed.",
            (("typed-total-used", LHKPN, lhkpn),),
            answers=_counts(LHKPN, wajib_melapor=13, kepala_satker=None, pejabat_wajib_lhkpn=None, wajib_lainnya=None),
        ),
        Fault(
            "typed-total-differs",
            "A total of 14 is typed over 1 + 6 + 6; 13 have reported.",
            (
                ("typed-total-differs", LHKPN, lhkpn),
                _TOTAL,
            ),
            answers=_counts(LHKPN, wajib_melapor=14, sudah_melaporkan=13),
        ),
        Fault(
            "convention-applied",
            "Nobody complained; the formula gives 1 for that.",
            (("convention-applied", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            answers=_counts(COMPLAINTS, pengaduan_wajib=0, pengaduan_selesai=0),
            cells={
                f"K{{{COMPLAINTS}}}": f"=IF(K{{{COMPLAINTS}.pengaduan_wajib}}=0,1,"
                f"K{{{COMPLAINTS}.pengaduan_selesai}}/K{{{COMPLAINTS}.pengaduan_wajib}})"
            },
        ),
        Fault(
            "questions-unanswered",
            "The only question of an indicator of the results is blank.",
            (_OPEN, ("answer-missing", "B.I.b", "K{B.I.b}")),
            answers=SOUND.but({"B.I.b": None}),
        ),
        Fault(
            "answer-missing",
            "One of three questions is blank; the formula leaves it out of the mean.",
            (
                ("answer-missing", "A.I.6.v.b", "K{A.I.6.v.b}"),
                _OPEN,
                _TOTAL,
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
            answers=_counts(COMPLAINTS, pengaduan_wajib=6, pengaduan_diproses=1, pengaduan_selesai=1),
        ),
        Fault(
            "count-stated-twice",
            "The agents made 6 changes here, 5 there.",
            (("count-stated-twice", CHANGES, f"K{{{CHANGES}.perubahan_dibuat}}"),),
            answers=_counts(CHANGES, perubahan_dibuat=5, perubahan_terintegrasi=5),
        ),
    )


def _evidence_faults() -> tuple[Fault, ...]:
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


def _formula_faults() -> tuple[Fault, ...]:
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
                _TOTAL,
                ("requirement-not-met", "req-wealth-reports", f"K{{{LHKPN}}}"),
            ),
            answers=_counts(LHKPN, sudah_melaporkan=11),
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
                _OPEN,
                _TOTAL,
            ),
            answers=SOUND.but({"A.I.2.i.c": None}),
        ),
        Fault(
            "workbook-score-differs",
            "The formula of an indicator gives nine tenths of what is right.",
            (("workbook-score-differs", "A.I.1.ii", "L{A.I.1.ii}"), _TOTAL),
            cells={"L{A.I.1.ii}": "=AVERAGE(L{A.I.1.ii.a}:L{A.I.1.ii.c})*H{A.I.1.ii}*0.9"},
        ),
        Fault(
            "workbook-total-differs",
            "The grand total adds one point.",
            (_TOTAL,),
            cells={"L{TOTAL}": "=L{A}+L{B}+1"},
        ),
    )


def _assessor_faults() -> tuple[Fault, ...]:
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
                _OPEN,
                *(("answer-missing", code, f"R{{{code}}}") for code in blank),
            ),
            edit=assessed(differs={f"R{{{code}}}": None for code in blank} | {"S{A.I.6.ii}": guarded}),
        ),
    )


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


def _fact_faults() -> tuple[Fault, ...]:
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
            answers=_counts(LHKPN, sudah_melaporkan=11),
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


def _plan_faults() -> tuple[Fault, ...]:
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


def faults() -> tuple[Fault, ...]:
    """Return all of them, in the order of the catalogue's chapters."""
    return (
        *_file_faults(),
        *_form_faults(),
        *_answer_faults(),
        *_evidence_faults(),
        *_formula_faults(),
        *_assessor_faults(),
        *_fact_faults(),
        *_plan_faults(),
        *portalrb.faults(),
    )
