"""Tables that people make beside the LKE: whatever they show, what is right is not accused; slips are told."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import pytest
from conftest import VALID
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.api.one import check, examine
from zi_score.model.language import use_language

AREAS = {2: (4, 123), 3: (21, 135), 4: (34, 145), 5: (59, 155), 6: (73, 164), 7: (97, 187)}
"""Rows of the areas in the LKE: pemenuhan and reform."""

WEIGHTS = (8, 7, 10, 10, 15, 10)
ACCUSED = ("wrong-", "constant-", "weight-", "workbook-", "summary-")


def table(fill: Callable[[Worksheet], None]) -> bytes:
    """Return a sound workbook with a table of the areas, and what else is put beside it."""
    book, content = load_workbook(VALID / "wbk.xlsx"), io.BytesIO()
    sheet, lke = book.create_sheet("Tabel"), book["Jawaban"]
    sheet.append(["Area", "Nilai", "Persen"])
    for (row, (first, second)), weight in zip(AREAS.items(), WEIGHTS, strict=True):
        name = next(lke.cell(first, column).value for column in range(5, 1, -1) if lke.cell(first, column).value)
        sheet.append([name, f"=Jawaban!R{first}+Jawaban!R{second}", f"=B{row}/{weight}"])
    fill(sheet)
    book.save(content)
    return content.getvalue()


def beside(head: str, formula: str, sheet: Worksheet) -> None:
    """Write a column beside the table."""
    sheet["D1"] = head
    for row in AREAS:
        sheet[f"D{row}"] = formula.replace("#", str(row))


def below(label: str, formula: str, sheet: Worksheet) -> None:
    """Write a row under the table."""
    sheet["A8"], sheet["B8"] = label, formula


def cards(sheet: Worksheet) -> None:
    """Write points and shares of one thing under each other."""
    for row, (label, formula) in enumerate(
        (("Pengungkit", "=Jawaban!R2"), ("Pengungkit (persen)", "=G1/60*100"), ("Hasil", "=Jawaban!R197")), start=1
    ):
        sheet.cell(row, 6).value, sheet.cell(row, 7).value = label, formula


def planned(sheet: Worksheet) -> None:
    """Write weights of a plan of one's own."""
    sheet["D1"] = "Bobot pekerjaan"
    for row in AREAS:
        sheet[f"D{row}"] = row * 1.5


SOUND: dict[str, Callable[[Worksheet], None]] = {
    "percent": partial(beside, "Persen", "=C#*100"),
    "gap": partial(beside, "Selisih", "=C#-0.6"),
    "running total": partial(beside, "Kumulatif", "=SUM(B$2:B#)"),
    "rank": partial(beside, "Peringkat", "=COUNTIF(B$2:B$7,B#)"),
    "filled in": partial(beside, "Isian", '=IF(B#=0,"Belum diisi","OK")'),
    "own target": partial(beside, "Target internal 80%", '=IF(C#>=0.8,"Tercapai","Tidak tercapai")'),
    "best": partial(beside, "Terbaik", '=IF(B#=MAX(B$2:B$7),"Ya","")'),
    "above the mean": partial(beside, "Di atas rata-rata", '=IF(C#>=AVERAGE(C$2:C$7),"Ya","Tidak")'),
    "grading": partial(beside, "Kategori", '=IF(C#>=0.9,"Baik",IF(C#>=0.7,"Cukup","Kurang"))'),
    "priority": partial(beside, "Prioritas", '=IF(C#<0.7,"Ya","Tidak")'),
    "verdict of WBK": partial(beside, "WBK", '=IF(C#>=60%,"OK","Tidak")'),
    "verdict of both": partial(beside, "Predikat", '=IF(C#>=75%,"WBBM",IF(C#>=60%,"WBK","-"))'),
    "sum of the areas": partial(below, "Jumlah", "=SUM(B2:B7)"),
    "grade of the total": partial(below, "Nilai Evaluasi SAKIP", "=70.5+0.2"),
    "cards": cards,
    "plan": planned,
}
WRONG: dict[str, tuple[Callable[[Worksheet], None], str]] = {
    "a minimum of the other predicate": (
        lambda sheet: [
            beside("WBK", '=IF(C#>=60%,"OK","Tidak")', sheet),
            sheet.__setitem__("D4", '=IF(C4>=75%,"OK","Tidak")'),
        ],  # type: ignore[func-returns-value]
        "Tabel!D4",
    ),
    "half of an area": (lambda sheet: sheet.__setitem__("B3", "=Jawaban!R21"), "Tabel!B3"),
    "another area": (lambda sheet: sheet.__setitem__("B3", "=Jawaban!R34+Jawaban!R145"), "Tabel!B3"),
    "a number in the first row": (lambda sheet: sheet.__setitem__("B2", 7.9), "Tabel!B2"),
    "a number in the last row": (lambda sheet: sheet.__setitem__("B7", 9.5), "Tabel!B7"),
    "a text in the first row": (lambda sheet: sheet.__setitem__("B2", "7,9"), "Tabel!B2"),
    "a share of another weight": (lambda sheet: sheet.__setitem__("C3", "=B3/8"), "Tabel!C3"),
}


def accused(content: bytes) -> set[str]:
    """Return the cells of the table of which something is told."""
    found = examine(content).evaluation.findings
    return {str(each.cell) for each in found if each.name.startswith(ACCUSED) and "Tabel!" in str(each.cell)}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_right_is_not_accused(name: str) -> None:
    """Gaps, ranks, gradings, targets of one's own: none of the regulation's business, or right."""
    assert accused(table(SOUND[name])) == set()


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_is_told_at_its_cell(name: str) -> None:
    """And nowhere else."""
    fill, cell = WRONG[name]
    assert accused(table(fill)) == {cell}


@pytest.mark.parametrize(
    ("name", "formula", "severity", "label"),
    [
        ("wbk", '=IF(AND(E8>=C8,E13<>""),"Terpenuhi","Belum")', "warning", "Area 4 Penguatan Akuntabilitas"),
        ("area-below", '=IF(AND(E8>=C8,E12<>""),"Terpenuhi","Belum")', "error", "Area 3 Penataan"),
        ("wbk", '=IF(COUNTIF(G8:G19,"Terpenuhi")=13,"Terpenuhi","Belum")', "error", "Nilai total"),
    ],
    ids=["passed over but reached", "passed over and missed", "never said"],
)
def test_a_minimum_that_changes_nothing(name: str, formula: str, severity: str, label: str) -> None:
    """A formula that does not compare with a minimum is as grave as what follows from it today."""
    book, content = load_workbook(VALID / f"{name}.xlsx"), io.BytesIO()
    book["Ringkasan"]["G20"] = formula
    book.save(content)
    found = [each for each in examine(content.getvalue()).evaluation.findings if each.name.startswith(ACCUSED)]
    assert [(each.name, str(each.cell), each.severity.value) for each in found] == [
        ("summary-minimum-differs", "Ringkasan!G20", severity)
    ]
    assert found[0].details["label"].startswith(label)


@pytest.mark.parametrize(
    ("value", "said"), [("7,9", '"7,9" is typed here'), (7.9, "7.90 is typed here"), (None, "Nothing")]
)
def test_what_is_typed_in_place_of_a_formula_is_said(value: object, said: str) -> None:
    """A text that looks like a number is not nothing; of a column that no other formula of its row reads too."""
    book, content = load_workbook(VALID / "lke-zi.xlsx"), io.BytesIO()
    book["Utama"]["C2"] = value
    book.save(content)
    use_language("en")
    found = [each for each in examine(content.getvalue()).evaluation.findings if each.name.startswith(ACCUSED)]
    assert [(each.name, str(each.cell)) for each in found] == [("constant-over-formula", "Utama!C2")]
    assert found[0].message.startswith(said)
    use_language("id")


def test_a_typed_total_above_the_column() -> None:
    """No formula of the column stands above it; the share beside it reads it."""
    book, content = load_workbook(VALID / "area-below.xlsx"), io.BytesIO()
    book["Ringkasan"]["E8"] = 97.5
    book.save(content)
    found = [each for each in examine(content.getvalue()).evaluation.findings if each.name.startswith(ACCUSED)]
    assert [(each.name, str(each.cell)) for each in found] == [("constant-over-formula", "Ringkasan!E8")]


def test_a_count_of_verdicts_is_about_these() -> None:
    """Not about the row in which it stands, though that be a total's, and only one area be known by its name."""

    def counted(sheet: Worksheet) -> None:
        for row in AREAS:
            sheet[f"A{row}"] = sheet[f"A{row}"].value if row == min(AREAS) else f"Pokja {row - 1}"
            sheet[f"D{row}"] = f'=IF(C{row}>=0.6,"Ya","Tidak")'
        sheet["B8"], sheet["D8"] = "=SUM(B2:B7)", '=COUNTIF(D2:D7,"Ya")&" dari 6"'

    assert accused(table(counted)) == set()


@pytest.mark.parametrize(
    ("name", "sheet", "cell", "typed"),
    [("52-2014-wbk", "Ringkasan", "K9", "Belum diisi"), ("lke-zi", "Utama", "B7", None)],
    ids=["a word for nothing over a verdict", "a weight that is a sum deleted"],
)
def test_what_is_missed_beside_others_is_told_at_its_cell(name: str, sheet: str, cell: str, typed: str | None) -> None:
    """And nothing that only follows from it."""
    book, content = load_workbook(VALID / f"{name}.xlsx"), io.BytesIO()
    sound = {(each.name, each.cell) for each in check(VALID / f"{name}.xlsx").findings}
    book[sheet][cell] = typed
    book.save(content)
    told = {(each.name, each.cell) for each in check(content.getvalue()).findings if each.name.startswith(ACCUSED)}
    assert told - sound == {("constant-over-formula", f"{sheet}!{cell}")}
