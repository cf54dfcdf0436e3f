"""Layout 2: the workbook ``LKE ZI`` as the field has it, formulas and faults included.

Built from the question tree alone, with our own labels; the structure is that of Lampiran III
as units fill it in: long title, header in row 2, hidden columns, hidden summary sheets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.vectors.oracle import DECREASE, GROUPS, LKE, SHARES
from worksheets import texts
from worksheets.cases import Case, Sheet

SHEET = "LKE ZI"
_TITLE = (
    "LEMBAR KERJA EVALUASI PEMBANGUNAN ZONA INTEGRITAS MENUJU WILAYAH BEBAS DARI KORUPSI (WBK) "
    "DAN WILAYAH BIROKRASI BERSIH DAN MELAYANI (WBBM)"
)
_HEADERS = {
    "B": "Penilaian",
    "H": "Bobot",
    "I": "Penjelasan",
    "J": "Pilihan Jawaban",
    "K": "Jawaban",
    "L": "Nilai",
    "M": " %",
    "O": "Catatan/Keterangan/Penjelasan",
}
_WIDTHS = {"B": 4, "C": 4, "D": 4, "E": 4, "F": 4, "G": 50, "H": 8, "I": 45, "K": 12, "O": 40, "P": 30, "Q": 30}
_PRINTED = {
    "ya_tidak": "Ya/Tidak",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    "persen": "%",
    "nilai_0_4": "Nilai (0-4)",
}
_LETTERS = {"A/B/C": (1, 0.5), "A/B/C/D": (1, 0.67, 0.33), "A/B/C/D/E": (1, 0.75, 0.5, 0.25)}
_TOTALS = {"A": "TOTAL PENGUNGKIT", "B": "TOTAL HASIL"}
_LHK = "A.II.5.iii"
_FIRST_ROW = 3

Json = dict[str, Any]
Places = dict[str, int]
"""Rows by code; see ``places``."""


@dataclass(frozen=True)
class Row:
    """One row of the outline: where its marker stands and what it is."""

    kind: str
    code: str
    column: str = "B"
    marker: str = ""
    text: str = ""
    weight: float | None = None
    scale: str = ""
    rubric: str = ""


def write(case: Case, path: Path) -> Places:
    """Write the workbook of a case; return where everything stands."""
    rows = list(outline(case))
    compose(case, rows).save(path)
    return places(rows)


def faults(case: Case) -> list[dict[str, str]]:
    """Return the faults of a case, each with its cell."""
    return list(_faults(case, dict(enumerate(outline(case), start=_FIRST_ROW))))


def compose(case: Case, rows: Sequence[Row], *, is_bare: bool = False) -> Workbook:
    """Return the workbook of a case with these rows; a bare one has no rubrics, notes, shares and layout."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new book has one
    numbered = dict(enumerate(rows, start=_FIRST_ROW))
    _Writer(case, sheet, numbered, is_bare=is_bare).write()
    _add_summaries(book, case, numbered)
    return book


def places(rows: Sequence[Row]) -> Places:
    """Return the row of every code; total rows by ``TOTAL A``, ``TOTAL B`` and ``TOTAL``."""
    return {
        f"TOTAL {row.code}".strip() if row.kind == "total" else row.code: number
        for number, row in enumerate(rows, start=_FIRST_ROW)
        if row.kind != "empty"
    }


def outline(case: Case) -> Iterator[Row]:
    """Yield the rows from row 3 on; row 3 itself is empty, and so is one before HASIL."""
    tree = json.loads(LKE.read_text(encoding="utf-8"))
    sections = {section["code"]: section for section in tree["sections"]}
    yield Row("empty", "")
    for root in ("A", "B"):
        done: set[str] = set()
        for indicator in tree["indicators"]:
            if indicator["code"].startswith(root):
                above = [code for code in _above(indicator["code"]) if code not in done]
                done.update(above)
                yield from (_heading(sections[code]) for code in above)
                yield from _indicator(indicator, case)
        yield Row("total", root, "B", _TOTALS[root])
        if root == "A":
            yield Row("empty", "")
    yield Row("total", "", "B", "NILAI EVALUASI ZONA INTEGRITAS")


def _above(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts))]


def _heading(section: Json) -> Row:
    code = section["code"]
    column = "BCDE"[code.count(".")]
    name = section["name"] if code == _LHK else section["name"].upper()
    return Row("heading", code, column, f"{code.rpartition('.')[2]}.", name, float(section["weight"]))


def _indicator(indicator: Json, case: Case) -> Iterator[Row]:
    code, weight = indicator["code"], float(indicator["weight"])
    if code.startswith("B"):
        question = indicator["questions"][0]
        marker = "a" if code.endswith("a") else "b"
        yield _question(question, "D", marker, indicator["name"], weight)
    elif code.startswith(f"{_LHK}."):
        column = case.faults.lhk_column if case.faults else "F"
        marker = "i." if code.endswith(".a") else ""
        yield from _with_counts(_question(indicator["questions"][0], column, marker, indicator["name"]), indicator)
    else:
        marker = f"{code.rpartition('.')[2]}."
        yield Row("heading", code, "E", marker, indicator["name"], weight)
        for question in indicator["questions"]:
            marker = "-" if question["marker"] == "-" else f"{question['marker']}."
            row = _question(question, "F", marker, question["label"])
            yield from _with_counts(row, {"questions": [question]})


def _question(question: Json, column: str, marker: str, text: str, weight: float | None = None) -> Row:
    rubric = "\n".join(f"{key}. {words}" for key, words in question.get("rubric", {}).items())
    return Row("question", question["code"], column, marker, text, weight, question["scale"], rubric)


def _with_counts(row: Row, indicator: Json) -> Iterator[Row]:
    yield row
    for count in indicator["questions"][0].get("inputs", ()):
        yield Row("count", f"{row.code}.{count['key']}", "G", "", f"- {count['label']}")


class _Writer:
    """Writes one sheet; knows the row of every code."""

    def __init__(self, case: Case, sheet: Worksheet, rows: dict[int, Row], *, is_bare: bool) -> None:
        self.case, self.sheet, self.rows, self.is_bare = case, sheet, rows, is_bare
        self.answers: Sheet = case.sheets["unit"]
        self.at = {row.code: number for number, row in rows.items() if row.kind not in ("total", "empty")}
        self.rng = Random(case.name)

    def write(self) -> None:
        self.sheet.title = SHEET
        self.sheet["B1"] = _TITLE
        self.sheet["B1"].font = Font(bold=True, size=12)
        for column, text in _HEADERS.items():
            self.sheet[f"{column}2"] = text
            self.sheet[f"{column}2"].font = Font(bold=True)
        for number, row in self.rows.items():
            self._write_row(number, row)
        for column, width in ({} if self.is_bare else _WIDTHS).items():
            self.sheet.column_dimensions[column].width = width
        for column in "AJ":
            self.sheet.column_dimensions[column].hidden = True
        self.sheet.freeze_panes = "A3"

    def _write_row(self, number: int, row: Row) -> None:
        if row.kind == "empty":
            return
        self._put("A", number, None if self.is_bare else number * 3 + 100)
        self._put(row.column, number, row.marker or (row.text if row.kind == "count" else None))
        if row.text and row.kind != "count":
            self._put(chr(ord(row.column) + 1), number, row.text)
        self._put("H", number, row.weight)
        if row.kind == "question":
            self._write_question(number, row)
        elif row.kind == "count":
            self._put("J", number, "Jumlah")
            self._put("K", number, self._count(row.code))
        else:
            self._put("L", number, self._sum(row))
            self._put_share(number, row)

    def _put(self, column: str, number: int, value: object, shape: str = "") -> None:
        if value is None:
            return
        cell = self.sheet[f"{column}{number}"]
        cell.value = value
        if not self.is_bare:
            cell.alignment = Alignment(wrap_text=column in "GIOPQ", vertical="top")
        if shape:
            cell.number_format = shape

    def _write_question(self, number: int, row: Row) -> None:
        printed = _PRINTED[row.scale]
        overwritten = self.case.faults is not None and row.code in self.case.faults.choice_cells
        answer = self._answer(row)
        self._put("I", number, None if self.is_bare else row.rubric or None)
        self._put("J", number, self.answers.answers[row.code] if overwritten else printed)
        self._put("K", number, answer, "0.00%" if row.scale == "persen" else "")
        self._put("L", number, f"={_value_formula(number, weighted=row.weight is not None)}", "0.00")
        self._put_share(number, row)
        if self.is_bare:
            self._put("P", number, texts.link(row.code))
        elif answer is not None:
            self._put("O", number, texts.note(self.rng, row.code))
            self._put("P", number, texts.document(row.code))
            self._put("Q", number, texts.link(row.code))

    def _put_share(self, number: int, row: Row) -> None:
        if row.weight and not self.is_bare:
            self._put("M", number, f"=L{number}/H{number}", "0.00%")

    def _answer(self, row: Row) -> object:
        answer = self.case.shown.get(row.code, self.answers.answers[row.code])
        if row.scale == "persen" and answer is None:
            return self._ratio_formula(row.code)
        if row.scale == "nilai_0_4" and isinstance(answer, str):
            return float(Decimal(answer))
        return answer

    def _ratio_formula(self, code: str) -> str:
        part, whole, *_ = SHARES[code]
        upper, lower = (f"K{self.at[f'{code}.{key}']}" for key in (part, whole))
        return f"=({lower}-{upper})/{lower}" if code == DECREASE else f"={upper}/{lower}"

    def _count(self, key: str) -> object:
        code, _, name = key.rpartition(".")
        typed = self.answers.counts[key]
        if name == "wajib_melapor" and typed is None:
            groups = [self.at[f"{code}.{group}"] for group in GROUPS[code]]
            return f"=SUM(K{groups[0]}:K{groups[-1]})"
        return typed

    def _sum(self, row: Row) -> str:
        if row.kind == "total":
            roots = [row.code] if row.code else ["A", "B"]
            return "=" + "+".join(f"L{self.at[code]}" for code in roots)
        below = self._children(row.code)
        if row.code == _LHK and self.case.faults and self.case.faults.wrong_range:
            below = below[:1]
        own = self.at[row.code]
        if row.code == _LHK:
            return f"=AVERAGE({','.join(f'L{number}' for number in below)})*H{own}"
        if self.rows[below[0]].kind == "question" and row.column == "E":
            return f"=AVERAGE(L{below[0]}:L{below[-1]})*H{own}"
        return f"=SUM({','.join(f'L{number}' for number in below)})"

    def _children(self, code: str) -> list[int]:
        """Rows with a value that stand directly under a heading."""
        under = {c: n for c, n in self.at.items() if c.startswith(f"{code}.") and self.rows[n].kind != "count"}
        return [n for c, n in under.items() if not any(c.startswith(f"{other}.") for other in under if other != c)]


def _value_formula(row: int, *, weighted: bool) -> str:
    """Nested IF of a question: value, ``Blm Diisi`` when empty, ``-`` when the choice text is unknown."""
    nested = '"-"'
    if weighted:
        nested = f'IF(J{row}="Nilai (0-4)",K{row}/4,"-")'
    nested = f'IF(J{row}="%",IF(K{row}>1,1,IF(K{row}<0,0,K{row})),{nested})'
    for printed, values in reversed(_LETTERS.items()):
        letters = "0"
        for letter, value in reversed(list(zip("ABCD", values, strict=False))):
            letters = f'IF(K{row}="{letter}",{value},{letters})'
        nested = f'IF(J{row}="{printed}",{letters},{nested})'
    nested = f'IF(J{row}="Ya/Tidak",IF(K{row}="Ya",1,0),{nested})'
    return f'IF(K{row}="","Blm Diisi",{nested}{f"*H{row}" if weighted else ""})'


def _add_summaries(book: Workbook, case: Case, rows: dict[int, Row]) -> None:
    """Add the hidden sheets ``Utama`` and ``Ctt Eval`` that read the values."""
    at = {row.code: number for number, row in rows.items() if row.kind == "heading"}
    main, remarks = book.create_sheet("Utama"), book.create_sheet("Ctt Eval")
    main.append(["Area Perubahan", "Bobot", "Nilai", "Catatan"])
    remarks.append(["Komponen", "Nilai", "Catatan Evaluasi"])
    for number in range(1, 7):
        first, second = at[f"A.I.{number}"], at[f"A.II.{number}"]
        weight = f"='{SHEET}'!H{first}+'{SHEET}'!H{second}"
        main.append([rows[first].text, weight, f"='{SHEET}'!L{first}+'{SHEET}'!L{second}"])
        remarks.append([rows[first].text, f"='{SHEET}'!L{first}", None])
    for number, row in rows.items():
        if row.kind == "total":
            main.append([row.marker, None, f"='{SHEET}'!L{number}"])
    if case.faults and case.faults.broken_summary:
        remarks["B9"] = "=SUM(#REF!)"
    for sheet in (main, remarks):
        sheet.sheet_state = "hidden"


def _faults(case: Case, rows: dict[int, Row]) -> Iterator[dict[str, str]]:
    """Yield the cells of the workbook where a fault was built in, with the reason."""
    faults, answers = case.faults, case.sheets["unit"]
    for number, row in rows.items():
        for column, why in _row_faults(case, row, answers):
            yield {"cell": f"{SHEET}!{column}{number}", "why": why}
    if faults and faults.broken_summary:
        yield {"cell": "Ctt Eval!B9", "why": "#REF! in a summary sheet"}


def _row_faults(case: Case, row: Row, answers: Sheet) -> Iterator[tuple[str, str]]:
    faults = case.faults
    if faults is None:
        return
    if row.code in faults.choice_cells:
        yield "J", "the choice cell holds the answer"
    if row.code == _LHK and faults.wrong_range:
        yield "L", "the formula reads LHKPN only"
    if row.code == "A.II.5.iii.a.a.wajib_melapor" and faults.typed_total:
        yield "K", "a total is typed where the groups should be added up"
    if row.kind != "question" or answers.answers[row.code] is not None:
        if row.scale == "persen":
            yield "K", "a percentage is typed, its counts are blank"
        return
    if row.code in case.shown:
        yield "K", "the survey is on another scale (0-100)"
    elif row.scale != "persen":
        yield "K", "unanswered: drops out of the sheet's mean"
    elif answers.counts[f"{row.code}.{SHARES[row.code][1]}"] == 0:
        yield "K", "#DIV/0!: the denominator is 0"
