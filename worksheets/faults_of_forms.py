"""Files that cannot be read, and forms that are none or not whole."""

from __future__ import annotations

from worksheets.cases import Sheet
from worksheets.drafts import (
    COMPLAINTS,
    MAIN,
    MEGABYTE,
    OPEN,
    PROPERTIES,
    SOUND,
    STYLES,
    TOTAL_DIFFERS,
    VIOLATIONS,
    Draft,
    Fault,
    as_text,
    claiming,
    encrypted,
    half_migrated,
    hidden,
    in_2014,
    many_parts,
    moved,
    of_2014,
    old_format,
    packed,
    replaced,
    sparse,
    spread_over,
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

_OTHER_TITLE = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENURUT PERMENPANRB NOMOR 13 TAHUN 2028"


def _as_in_2019(draft: Draft) -> None:
    """Give area 1 and its plan the weights of PermenPANRB 10/2019."""
    in_2014()(draft)
    for code, weight in {"A.I": 8, "A.I.2": 2, "A.I.4": 3, "A.II": 7, "A.III": 10}.items():
        draft.book["LKE"][f"F{draft.rows[code]}"] = weight


def _sorted_by_answers(draft: Draft) -> None:
    """Sort all rows by the unit's answers, as a filter does."""
    first = draft.rows["A"]
    rows = [[cell.value for cell in row] for row in draft.sheet.iter_rows(min_row=first)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[10] or "zz")), start=first):
        for column, value in enumerate(row, start=1):
            draft.sheet.cell(number, column).value = value


def _about_archives(draft: Draft) -> None:
    """Ask for shelves and boxes wherever a question stands."""
    for code in SOUND.answers:
        if draft.sheet[f"G{draft.rows[code]}"].value:
            draft.put(f"G{{{code}}}", f"Boks rak lorong {draft.rows[code]}")


def file_faults() -> tuple[Fault, ...]:
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


def form_faults() -> tuple[Fault, ...]:
    """The LKE is not there, or its form is not whole."""
    return (
        Fault("sheet-not-found", "A sheet is asked for that is not there.", arguments={"sheet": "Lembar"}),
        Fault("lke-not-found", "The header row is blank.", edit=without_header),
        Fault(
            "report-of-this-program",
            "No header, and zi_score is named as what made the workbook, as in its reports.",
            edit=without_header,
            pack=lambda parts: replaced(parts, PROPERTIES, ">openpyxl</dc:creator>", ">zi_score</dc:creator>"),
        ),
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
            "rows-out-of-order",
            "All rows were sorted by the unit's answers.",
            (("rows-out-of-order", None, "A3"),),
            edit=_sorted_by_answers,
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
                OPEN,
                TOTAL_DIFFERS,
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
