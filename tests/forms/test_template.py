"""The blank worksheet: the ministry's fixed rows, and formulas that are right where the field's are wrong."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from recalculate import Recalculated, libreoffice

from zi_score.forms.template.workbook import render
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Question, Ruleset

ROOT = Path(__file__).parents[2]
RULESET_FOLDER = ROOT / "zi_score" / "rulesets" / "permenpanrb-90-2021"
MINISTRY_FORM = ROOT.parent / "shared" / "worksheets" / "portalrb-jawaban-blank.xlsx"
LAST_ROW = 204
RULESET = load_ruleset()


@cache
def template() -> bytes:
    """Return the blank worksheet."""
    return render(RULESET)


def open_template(content: bytes | None = None) -> Workbook:
    """Open the blank worksheet afresh, or another."""
    return load_workbook(io.BytesIO(content or template()))


@pytest.fixture(scope="module")
def book() -> Workbook:
    """Return the blank worksheet, to read only."""
    return open_template()


def changed_ruleset(folder: Path, change: Callable[[dict[str, Any]], None]) -> Ruleset:
    """Load a copy of the ruleset with ``change`` applied to every question and count."""
    copy = Path(shutil.copytree(RULESET_FOLDER, folder / RULESET.id))
    content = json.loads((copy / "lke.json").read_text(encoding="utf-8"))
    for indicator in content["indicators"]:
        for question in indicator["questions"]:
            for part in (question, *question.get("inputs", [])):
                change(part)
    (copy / "lke.json").write_text(json.dumps(content), encoding="utf-8")
    rules = (copy / "rules.toml").read_text(encoding="utf-8")
    (copy / "rules.toml").write_text(rules.replace(f'id = "{RULESET.id}"', 'id = "own"', 1), encoding="utf-8")
    return load_ruleset(copy)


# Fixed rows -----------------------------------------------------------------------------------


def placed() -> Iterator[tuple[str, int, str, str]]:
    """Yield scale (or ``Jumlah``), row, label and code of everything that has a row in PortalRB."""
    for question in RULESET.questions.values():
        if question.portalrb:
            yield question.scale, question.portalrb.row, label_of(question), question.code
        for count in question.inputs:
            if count.portalrb:
                yield "Jumlah", count.portalrb.row, count.label, f"{question.code}.{count.key}"


def label_of(question: Question) -> str:
    """Return the text beside the marker: that of the indicator where it is its own only question."""
    indicator = RULESET.nodes.get(question.code)
    return indicator.name if indicator else question.label


def validations(sheet: Worksheet) -> dict[str, Any]:
    """Return the validation of each cell that has one."""
    return {
        f"{cell.column_letter}{cell.row}": rule
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for cells in sheet[area.coord if ":" in area.coord else f"{area.coord}:{area.coord}"]
        for cell in cells
    }


def test_every_portalrb_row_holds_its_question(book: Workbook) -> None:
    """All 127 questions and counts of PortalRB stand at the form's row with their label, open for both answers."""
    sheet, rules, rows = book["Jawaban"], validations(book["Jawaban"]), list(placed())
    for scale, row, label, code in rows:
        outline = [str(sheet.cell(row, column).value).removeprefix("- ") for column in range(2, 8)]
        assert label in outline, code
        for column in "KN":
            assert sheet[f"{column}{row}"].value is None, code
            rule = rules[f"{column}{row}"]
            choices = RULESET.scales[scale].values if scale != "Jumlah" else {}
            if choices:
                assert (rule.type, rule.formula1) == ("list", f'"{",".join(choices)}"'), code
            elif scale == "Jumlah":
                assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0"), code
            else:
                assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "4"), code
            assert rule.prompt, code
            assert rule.error, code
    assert len(rows) == 127


def test_outline_around_the_questions(book: Workbook) -> None:
    """Headings, totals and percent rows stand where the form has them, and A numbers the rows."""
    sheet = book["Jawaban"]
    expected = {
        "A1": "ID", "B1": "Penilaian", "H1": "Bobot", "K1": "Jawaban Unit", "N1": "Jawaban TPI",
        "O1": "Nilai", "P1": " %", "R1": "Nilai Unit", "S1": "% Unit",
        "B2": "A.", "C2": "PENGUNGKIT", "C3": "I.", "D3": "PEMENUHAN", "D4": "1.", "E5": "i.", "F6": "a.",
        "J6": "Ya/Tidak",
        "C122": "II.", "J125": "%", "J126": "Jumlah", "E172": "iii.", "E173": "a.", "F175": "-", "J175": "Jumlah",
        "B195": "TOTAL PENGUNGKIT", "B197": "B.", "D199": "a", "J199": "Nilai (0-4)", "B203": "TOTAL HASIL",
        "B204": "NILAI HASIL EVALUASI ZONA INTEGRITAS",
    }  # fmt: skip
    assert {cell: sheet[cell].value for cell in expected} == expected
    assert [sheet.cell(row, 1).value for row in range(2, LAST_ROW + 1)] == list(range(2, LAST_ROW + 1))
    assert sheet.max_row == LAST_ROW


@pytest.mark.skipif(not MINISTRY_FORM.exists(), reason="the ministry's blank form is not beside the project")
def test_same_rows_as_the_ministry_form(book: Workbook) -> None:
    """Markers, weights and choice texts fall on the same cells as in the ministry's own form."""
    ours, theirs = book["Jawaban"], load_workbook(MINISTRY_FORM)["Jawaban"]
    other_order = {120, 121}  # the regulation prints a, c, b; the ministry's form renumbers

    def text(value: object) -> str:
        return "".join(str(value or "").split())

    for row in range(2, LAST_ROW + 1):
        filled = [[bool(text(sheet.cell(row, c).value)) for c in range(2, 8)] for sheet in (ours, theirs)]
        assert filled[0] == filled[1], row
        column = filled[0].index(True) + 2 if True in filled[0] else None
        if column and column < 7 and row not in other_order:
            assert text(ours.cell(row, column).value).rstrip(".") == text(theirs.cell(row, column).value).rstrip("."), (
                row
            )
        for letter in "HJ":
            value = ours[f"{letter}{row}"].value
            assert value is None or text(value) == text(theirs[f"{letter}{row}"].value) or letter == "H", row
        if (weight := ours[f"H{row}"].value) is not None:
            assert weight == theirs[f"H{row}"].value, row
        if theirs[f"J{row}"].value and row not in {167, 172}:  # a stray % beside two headings
            assert ours[f"J{row}"].value, row


def test_rows_follow_one_another_without_portalrb(tmp_path: Path) -> None:
    """A ruleset without PortalRB rows gets the same worksheet, as the form has no gaps."""
    stripped = changed_ruleset(tmp_path, lambda part: part.pop("portalrb", None))
    assert render(stripped.model_copy(update={"id": RULESET.id})) == template()


def test_rows_without_room_follow_one_another(tmp_path: Path) -> None:
    """A fixed row above the one before it: the form is not that of PortalRB, and no fixed row holds."""

    def up(part: dict[str, Any]) -> None:
        if part.get("portalrb", {}).get("row") == 7:
            part["portalrb"]["row"] = 5

    assert render(changed_ruleset(tmp_path, up).model_copy(update={"id": RULESET.id})) == template()


def test_labels_never_become_formulas(tmp_path: Path) -> None:
    """A label that begins like a formula stays a text in the sheet."""
    ruleset = changed_ruleset(tmp_path, lambda part: part.update(label=f"=HYPERLINK({part['label']})"))
    sheet = open_template(render(ruleset))["Jawaban"]
    outline = [cell for row in sheet.iter_rows(min_col=2, max_col=10) for cell in row if cell.value is not None]
    assert sum(str(cell.value).startswith("=HYPERLINK") for cell in outline) > 100
    assert all(cell.data_type != "f" for cell in outline)


# The rest of the workbook ----------------------------------------------------------------------


def test_same_ruleset_same_bytes() -> None:
    """Nothing of the clock goes into the file."""
    assert render(RULESET) == template()


def test_sheets_panes_and_print(book: Workbook) -> None:
    """Sheets are in order; the form keeps header and outline in sight and prints on A4 with its header."""
    assert book.sheetnames == ["Petunjuk", "Identitas", "Jawaban", "Ringkasan"]
    sheet = book["Jawaban"]
    assert sheet.freeze_panes == "H2"
    assert sheet.print_title_rows == "$1:$1"
    for each in book:
        assert each.page_setup.orientation == "landscape"
        assert str(each.page_setup.paperSize) == "9"
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (1, 0)
        assert each.sheet_properties.pageSetUpPr
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in str(each.HeaderFooter.oddFooter)
        assert not each.protection.sheet


def test_identity_and_facts(book: Workbook) -> None:
    """The unit's fields, then one row per fact with its choices, minimums and source."""
    sheet = book["Identitas"]
    rules = validations(sheet)
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == [
        "Nama unit",
        "Instansi",
        "Tahun evaluasi",
        "Target predikat",
    ]
    assert (rules["B5"].type, rules["B5"].formula1, rules["B5"].formula2) == ("whole", "2014", "2100")
    assert rules["B6"].formula1 == '"WBK,WBBM"'
    header = ["Kode", "Fakta", "Isian", "Pilihan", "Minimum WBK", "Minimum WBBM", "Sumber"]
    assert [cell.value for cell in sheet[9]] == header
    facts = {str(sheet.cell(row, 1).value): row for row in range(10, 10 + len(RULESET.facts))}
    assert list(facts) == list(RULESET.facts)
    for key, row in facts.items():
        assert sheet.cell(row, 3).value is None
        assert rules[f"C{row}"].type == ("list" if RULESET.facts[key].choices else "decimal")
    opinion = [cell.value for cell in sheet[facts["agency-bpk-opinion"]]][3:]
    assert opinion == ["WTP / WDP / TW / TMP", "WTP", "WTP", "PermenPANRB 5/2024, Tabel 5"]
    index = [cell.value for cell in sheet[facts["agency-rb-index"]]]
    assert index[4] == "CC (Pemerintah Daerah)\nB (Kementerian/Lembaga)"
    assert [cell.value for cell in sheet[facts["holds-wbk"]]][4:6] == ["-", "Ya"]
    assert [cell.value for cell in sheet[facts["unit-follow-up"]]][4:6] == ["100 %", "100 %"]


def test_texts_are_texts(book: Workbook) -> None:
    """A label that begins with a hyphen is a text that survives editing; formulas stand only where they belong."""
    count = book["Jawaban"]["G126"]
    assert str(count.value).startswith("- ")
    assert count.data_type == "s"
    assert count.quotePrefix
    for sheet in (book["Petunjuk"], book["Identitas"]):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    live = [cell for row in book["Jawaban"].iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.coordinate.rstrip("0123456789") for cell in live} == set("KNOPRS")


# Live values: expectations worked out by hand --------------------------------------------------

Answers = dict[str, str | float]


def all_best(column: str) -> Answers:
    """Return the best answers: top choice, index 4, and counts that make every ratio 1."""
    answers: Answers = {}
    for scale, row, _, code in placed():
        choices = RULESET.scales[scale].values if scale != "Jumlah" else {}
        answers[f"{column}{row}"] = next(iter(choices), 4 if scale == "nilai_0_4" else 2)
        if code.endswith("pelanggaran_tahun_ini"):
            answers[f"{column}{row}"] = 0
        if code.endswith("sudah_melaporkan"):
            answers[f"{column}{row}"] = 6  # three groups of two
    return answers


def all_counts(value: int) -> Answers:
    """Return one number for every count row of the unit."""
    return {f"K{row}": value for scale, row, _, _ in placed() if scale == "Jumlah"}


# Per workbook: what is typed into Jawaban, and what must then stand where.
CASES: dict[str, tuple[Answers, dict[str, object]]] = {
    "blank": ({}, {"R204": 0, "O204": 0, "K125": "", "K151": "", "K175": "", "K174": "", "Ringkasan!B4": 0}),
    "unit-best": (
        all_best("K"),
        {"R204": 100, "S204": 1, "R195": 60, "R203": 40, "R2": 60, "R122": 30, "R172": 2, "O204": 0,
         "Ringkasan!B4": 113, "Ringkasan!B5": 0},
    ),
    "tpi-best": (all_best("N"), {"O204": 100, "P204": 1, "R204": 0, "Ringkasan!B5": 113}),
    # Mean over all questions: (1 + 0.5) / 2 x 0.5; one of three x 1; 0.67 / 3 x 1; an E on A/B/C counts nothing;
    # D of five is 0.25 of three questions. Small letters, blanks and "Y" are read.
    "single": (
        {"K6": "Ya", "K7": "B", "K9": "  ya ", "K13": "b", "K18": "E", "K17": "Y", "K24": "D",
         "N6": "Tidak", "N7": "A"},
        {"R6": 1, "R7": 0.5, "R5": 0.375, "R8": 1 / 3, "R12": 0.67 / 3, "R18": 0, "R16": 1.5 / 4, "R22": 0.25 / 3,
         "R4": 0.375 + 1 / 3 + 0.67 / 3 + 0.375, "O5": 0.25, "O4": 0.25, "S5": 0.75},
    ),
    # Nothing to divide by: discipline, complaints, LHKPN, LHKASN full marks (2 + 3 + 1 + 1); the others none.
    "zeros": (
        all_counts(0),
        {"K125": 0, "K128": 0, "K151": 1, "K157": 0, "K168": 1, "K174": 1, "K181": 1, "K190": 0, "K175": 0,
         "R124": 0, "R150": 2, "R156": 0, "R167": 3, "R172": 2, "R188": 0, "R204": 7},
    ),
    "none-last-year": ({"K152": 0, "K153": 3}, {"K151": 0, "R150": 0}),
    "discipline": ({"K152": 8, "K153": 2}, {"K151": 0.75, "R150": 1.5}),
    "more-cases": ({"K152": 2, "K153": 5}, {"K151": 0, "R150": 0}),
    # A blank is not 0: changes without agents, one LHKPN group of three, no finished complaints.
    "counts-blank": (
        {"K127": 5, "K176": 1, "K177": 14, "K179": 13, "K169": 6, "K170": 6, "K152": 0},
        {"K125": "", "R125": 0, "R124": 0, "K175": "", "K174": "", "R173": 0, "K168": "", "R167": 0, "K151": "",
         "R150": 0},
    ),
    # 13/15 x 1 + 15/15 x 1, where the field's formula reads LHKPN only.
    "wealth": (
        {"K176": 1, "K177": 14, "K178": 0, "K179": 13, "K183": 3, "K184": 2, "K185": 10, "K186": 15},
        {"K175": 15, "K182": 15, "R173": 13 / 15, "R180": 1, "R172": 28 / 15, "R164": 28 / 15},
    ),
    # 9 changes by 3 agents are 1, not 3; 4 of 9 integrated; (1 + 4/9) / 2 x 2.
    "over": ({"K126": 3, "K127": 9, "K129": 9, "K130": 4}, {"K125": 1, "K128": 4 / 9, "R124": 1 + 4 / 9}),
    "typed-percent": ({"K157": 0.85, "K168": 1.2}, {"R156": 1.7, "R167": 3}),
    # 3.6 of 4 is 15.75 exactly and meets both; 3.2 is 14.00: WBK only.
    "survey": (
        {"K199": 3.6, "K202": 3.2, "N199": 3.59, "N202": 3.6},
        {"R199": 15.75, "R202": 14, "R203": 29.75, "Unit IPAK": ("Terpenuhi", "Terpenuhi"),
         "Unit IPKP": ("Terpenuhi", "Belum"),
         "TPI IPAK": ("Belum", "Belum"), "TPI IPKP": ("Terpenuhi", "Terpenuhi"), "Ringkasan!B4": 2},
    ),
    "not-an-index": ({"K199": 87.65, "K202": -1, "N199": "3,6", "N202": "belum"}, {"R203": 0, "O203": 0}),
    "errors-typed": ({"K6": "=1/0", "K199": "=1/0", "K126": "=1/0", "K127": 2},
                     {"R5": 0, "R199": 0, "R124": 0, "R204": 0}),
    # 60 % of area 6 exactly: pemenuhan full (5) and one point of reform.
    "area": (
        {f"K{row}": next(iter(RULESET.scales[scale].values)) for scale, row, _, code in placed() if "A.I.6." in code}
        | {"K191": 5, "K192": 4},
        {"R97": 5, "R187": 1, "Unit Area 6": ("Terpenuhi", "Belum"), "Unit Area 5": ("Belum", "Belum")},
    ),
}  # fmt: skip


def written(folder: Path) -> list[Path]:
    """Fill in one workbook a case."""
    paths = []
    for name, (answers, _) in CASES.items():
        filled = open_template()
        for cell, answer in answers.items():
            filled["Jawaban"][cell] = answer
        paths.append(folder / f"{name}.xlsx")
        filled.save(paths[-1])
    return paths


@pytest.fixture(scope="module")
def computed(recalculated: Recalculated) -> dict[str, Workbook]:
    """Return the workbook of each case as LibreOffice recalculated it."""
    return {path.stem: load_workbook(path, data_only=True) for path in recalculated(written)}


def found(book: Workbook, place: str) -> object:
    """Return a cell of Jawaban or ``sheet!cell``, or the statuses of a criterion named by assessor and label."""
    if " " in place:
        assessor, _, label = place.partition(" ")
        sheet = book["Ringkasan"]
        row = next(row for row in sheet.iter_rows(min_row=8, values_only=True) if label in str(row[0]))
        start = 6 if assessor == "Unit" else 10
        return tuple(row[start : start + 2])
    name, _, cell = place.rpartition("!")
    value = book[name or "Jawaban"][cell].value
    return "" if value is None else value


@libreoffice(written)
@pytest.mark.parametrize("case", CASES)
def test_live_values(computed: dict[str, Workbook], case: str) -> None:
    """What a spreadsheet program computes is what a person works out by hand."""
    for place, expected in CASES[case][1].items():
        value = found(computed[case], place)
        assert value == (pytest.approx(expected, abs=1e-9) if isinstance(expected, int | float) else expected), place


@libreoffice(written)
def test_no_error_values(computed: dict[str, Workbook]) -> None:
    """No formula ends in an error value, whatever was typed, even an error itself."""
    for case, book in computed.items():
        typed = {cell for cell, answer in CASES[case][0].items() if answer == "=1/0"}
        errors = [
            f"{sheet.title}!{cell.coordinate}"
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "e" and cell.coordinate not in typed
        ]
        assert not errors, case


@libreoffice(written)
def test_summary_verdicts(computed: dict[str, Workbook]) -> None:
    """All minimums met with best answers; an assessor who has answered nothing is told so, not failed."""
    best = computed["tpi-best"]
    assert found(best, "TPI Semua nilai minimum") == ("Terpenuhi", "Terpenuhi")
    assert found(best, "Unit Semua nilai minimum") == ("Belum diisi", "Belum diisi")
    assert found(computed["survey"], "Unit Semua nilai minimum") == ("Belum", "Belum")
