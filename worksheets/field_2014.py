"""Layout 3: the LKE of 52/2014 as units filled it in, with the formulas of its time.

Built from the question tree alone, with our own labels: title rows with INSTANSI and TAHUN, PENILAIAN
over five columns, a weight column without a header, weights in the titles, ``Y/T`` choices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.vectors.oracle_2014 import LKE
from worksheets import texts
from worksheets.cases import Case

SHEET = "LKE"
ANSWER, SCORE = "H", "I"
_HEADERS = {"A": "PENILAIAN", "G": "Pilihan Jawaban", "H": "Jawaban", "I": "Nilai", "J": "%", "K": "Keterangan"}
_WIDTHS = {"A": 4, "B": 4, "C": 4, "D": 4, "E": 60, "F": 8, "G": 12, "H": 10, "I": 10, "J": 10, "K": 50}
_PRINTED = {
    "ya_tidak": "Y/T",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    "persen": "0-100%",
    "nilai_0_4": "0-4",
}
_LETTERS = {"A/B/C": "1;0.5", "A/B/C/D": "1;0.67;0.33", "A/B/C/D/E": "1;0.75;0.5;0.25"}
_HEADER_ROW = 5
_WRONG = {"range": "A.V.5", "title": "A.IV.1"}
"""Where a case with faults has them: a formula over too few rows, a weight in a title."""

_WRONG_TITLE = Decimal("2.5")

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of the form; ``children`` are the codes whose points it adds up or averages."""

    kind: str
    code: str
    depth: int = 0
    marker: str | int = ""
    text: str = ""
    weight: Decimal | None = None
    scale: str = ""
    children: tuple[str, ...] = ()


def write(case: Case, path: Path) -> dict[str, int]:
    """Write the workbook of a case; return where everything stands."""
    book, places = compose(case)
    book.save(path)
    return places


def compose(case: Case) -> tuple[Workbook, dict[str, int]]:
    """Return the workbook of a case, and the row of every code, of totals by ``TOTAL A`` and ``TOTAL``."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new book has one
    rows = dict(enumerate(outline(case), start=_HEADER_ROW + 1))
    places = {f"TOTAL {row.code}".strip() if row.kind == "total" else row.code: n for n, row in rows.items()}
    _Writer(case, sheet, places).write(rows)
    return book, places


def faults(case: Case, places: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """Yield the cells into which a fault was built, with the reason."""
    if case.faults is None:
        return
    unit = case.sheets["unit"]
    why = {f"G{places[code]}": "the choice cell holds the answer" for code in case.faults.choice_cells} | {
        f"{SCORE}{places[_WRONG['range']]}": "the formula leaves out the last question",
        f"D{places[_WRONG['title']]}": "the title says another weight",
    }
    why |= {f"{ANSWER}{places[code]}": "unanswered" for code, answer in unit.answers.items() if answer is None}
    why |= {f"{ANSWER}{places[code]}": "typed without its sign" for code in case.shown}
    yield from ({"cell": f"{SHEET}!{cell}", "why": reason} for cell, reason in why.items())


def outline(case: Case) -> Iterator[Row]:
    """Yield the rows under the header."""
    tree = json.loads(LKE.read_text(encoding="utf-8"))
    nodes = {node["code"]: node for node in (*tree["sections"], *tree["indicators"])}
    for root in ("A", "B"):
        yield from _node(case, nodes, root)
        yield Row("total", root, text=f"TOTAL {'PROSES' if root == 'A' else 'HASIL'}", children=(root,))
    yield Row("total", "", text="NILAI EVALUASI ZONA INTEGRITAS", children=("A", "B"))


def _node(case: Case, nodes: Mapping[str, Json], code: str) -> Iterator[Row]:
    node, depth, name = nodes[code], code.count("."), code.rpartition(".")[2]
    is_indicator = "questions" in node
    weight = Decimal(node["weight"]).normalize()
    said = _WRONG_TITLE if case.faults and code == _WRONG["title"] else weight
    title = "PROSES" if code == "A" else node["name"] if is_indicator else node["name"].upper()
    text = f"{title} ({f'{said:f}'.replace('.', ',')})"
    marker: str | int = int(name) if is_indicator else f"{name}."
    questions = node.get("questions", ())
    if is_indicator and questions[0]["code"] == code:
        yield Row("question", code, depth, f"{name}.", text, weight, questions[0]["scale"])
        return
    under = tuple(each for each in nodes if each.rpartition(".")[0] == code)
    yield Row("heading", code, depth, marker, text, weight, children=tuple(q["code"] for q in questions) or under)
    for question in questions:
        yield Row(
            "question", question["code"], depth + 1, question["marker"], question["label"], scale=question["scale"]
        )
    for child in under:
        yield from _node(case, nodes, child)


class _Writer:
    """Writes the sheet; knows the row of every code."""

    def __init__(self, case: Case, sheet: Worksheet, places: Mapping[str, int]) -> None:
        self.case, self.sheet, self.places = case, sheet, places
        self.answers = case.sheets["unit"].answers
        self.rng = Random(case.name)

    def write(self, rows: Mapping[int, Row]) -> None:
        self.sheet.title = SHEET
        titles = {
            "A1": "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM",
            "A2": "INSTANSI :",
            "C2": self.case.agency,
        }
        for cell, text in {**titles, "A3": f"TAHUN : {self.case.year}"}.items():
            self.sheet[cell] = text
            self.sheet[cell].font = Font(bold=True)
        for column, text in _HEADERS.items():
            self.sheet[f"{column}{_HEADER_ROW}"] = text
            self.sheet[f"{column}{_HEADER_ROW}"].font = Font(bold=True)
        self.sheet.merge_cells(f"A{_HEADER_ROW}:E{_HEADER_ROW}")
        for number, row in rows.items():
            self._write_row(number, row)
        for column, width in _WIDTHS.items():
            self.sheet.column_dimensions[column].width = width
        self.sheet.freeze_panes = f"A{_HEADER_ROW + 1}"

    def _write_row(self, number: int, row: Row) -> None:
        if row.marker != "":
            self.sheet.cell(number, row.depth + 1).value = row.marker
        self.sheet.cell(number, row.depth + (2 if row.marker != "" else 1)).value = row.text
        if row.weight is not None:
            self._put("F", number, float(row.weight), "0.0")
            self._put("J", number, f"={SCORE}{number}/F{number}", "0.00%")
        if row.kind == "question":
            self._write_question(number, row)
        else:
            self._put(SCORE, number, self._sum(number, row), "0.00")

    def _put(self, column: str, number: int, value: object, shape: str = "") -> None:
        cell = self.sheet[f"{column}{number}"]
        cell.value = value
        cell.alignment = Alignment(wrap_text=column == "K", vertical="top")
        if shape:
            cell.number_format = shape

    def _write_question(self, number: int, row: Row) -> None:
        is_overwritten = self.case.faults is not None and row.code in self.case.faults.choice_cells
        answer = self._answer(row)
        self._put("G", number, answer if is_overwritten else _PRINTED[row.scale])
        shape = "0%" if row.scale == "persen" and row.code not in self.case.shown else ""
        self._put(ANSWER, number, answer, shape)
        self._put(SCORE, number, f"={_value(number, weighted=row.weight is not None)}", "0.00")
        if answer is not None:
            self._put("K", number, f"{texts.note(self.rng, row.code)} {texts.document(row.code)}")

    def _answer(self, row: Row) -> object:
        answer = self.case.shown.get(row.code, self.answers[row.code])
        if row.scale in ("nilai_0_4", "persen") and isinstance(answer, str):
            return float(Decimal(answer))
        return answer

    def _sum(self, number: int, row: Row) -> str:
        rows = [self.places[code] for code in row.children]
        if row.children[0].rpartition(".")[2].islower():
            if self.case.faults and self.case.faults.wrong_range and row.code == _WRONG["range"]:
                rows = rows[:-1]
            return f"=AVERAGE({SCORE}{rows[0]}:{SCORE}{rows[-1]})*F{number}"
        return f"=SUM({','.join(f'{SCORE}{n}' for n in rows)})"


def _value(row: int, *, weighted: bool) -> str:
    """Value of a question: empty when it is not answered, ``-`` when the choice text is unknown."""
    choice, answer = f"G{row}", f"{ANSWER}{row}"
    nested = f'IF({choice}="0-4",{answer}/4,IF({choice}="0-100%",IF({answer}>1,{answer}/100,{answer}),"-"))'
    for printed, values in reversed(_LETTERS.items()):
        letters = "0"
        for letter, value in reversed(list(zip("ABCD", values.split(";"), strict=False))):
            letters = f'IF({answer}="{letter}",{value},{letters})'
        nested = f'IF({choice}="{printed}",{letters},{nested})'
    nested = f'IF({choice}="Y/T",IF({answer}="Ya",1,0),{nested})'
    return f'IF({answer}="","",{nested}{f"*F{row}" if weighted else ""})'
