"""Builds LKE workbooks as lines, so that a test can bend them and still know where each answer belongs."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Indicator, Ruleset
from zi_score.model.findings import Finding
from zi_score.model.worksheet import Assessor, Worksheet
from zi_score.reading.workbook import read_workbook

RULESET = load_ruleset()
PRINTED = {"ya_tidak": "Ya/Tidak", "abc": "A/B/C", "abcd": "A/B/C/D", "abcde": "A/B/C/D/E", "persen": "%"}
PRINTED |= {"nilai_0_4": "Nilai\n(0-4)", "jumlah": "Jumlah"}
JAWABAN = (
    "ID",
    "Penilaian",
    *[None] * 5,
    "Bobot",
    "Kriteria Nilai",
    "Pilihan Jawaban",
    "Jawaban Unit",
    "Catatan/Keterangan/Penjelasan (Unit)",
    "Daftar Bukti Dukung (Unit)",
    "Jawaban TPI",
    "Nilai",
    " %",
    "Catatan/Keterangan/Penjelasan (TPI)",
)
LKE_ZI = (
    None,
    "Penilaian",
    *[None] * 5,
    "Bobot",
    "Penjelasan",
    "Pilihan Jawaban",
    "Jawaban",
    "Nilai",
    " %",
    None,
    "Catatan/Keterangan/Penjelasan",
)
LKE_2014 = ("PENILAIAN", *[None] * 5, "Pilihan Jawaban", "Jawaban", "Nilai", "%", "Keterangan")
PRINTED_2014 = {**PRINTED, "ya_tidak": "Y/T", "persen": "0-100%", "nilai_0_4": "0-4"}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_SYLLABLES = ("ba", "ru", "ngo", "ti", "se", "lam", "pek", "wi", "dra", "gu", "mok", "hir", "zon", "tul", "pra")


@dataclass(frozen=True)
class Line:
    """A row of the form: what it is (``code``), how deep it stands, and what is written in it."""

    code: str | None
    depth: int
    marker: str
    text: str
    weight: float | str | None = None
    scale: str | None = None
    answer: object = None
    note: object = None

    @property
    def is_answered(self) -> bool:
        """Whether the unit answered here."""
        return self.answer is not None


@dataclass(frozen=True)
class Form:
    """Where the columns of a sheet stand, by their headers; ``weight`` is a column that has none."""

    header: tuple[str | None, ...] = JAWABAN
    title: tuple[tuple[object, ...], ...] = ()
    name: str = "Jawaban"
    weight: int | None = None
    printed: Mapping[str, str] = field(default_factory=lambda: PRINTED)

    def column(self, name: str) -> int | None:
        """Return the 1-based column of a header that begins so."""
        return _column(self.header, name)


@cache
def _column(header: tuple[str | None, ...], name: str) -> int | None:
    for number, text in enumerate(header, start=1):
        if text and " ".join(text.split()).casefold().startswith(name.casefold()):
            return number
    return None


def own(_code: str, label: str) -> str:
    """Write the labels of the project's own ruleset."""
    return label


@cache
def foreign(code: str, _label: str) -> str:
    """Write a text that shares no word with the ruleset: real forms word their questions otherwise."""
    rnd = random.Random(code)
    return " ".join("".join(rnd.choices(_SYLLABLES, k=3)) for _ in range(9)).capitalize()


def findings_of(worksheet: Worksheet) -> list[Finding]:
    """Return what was found, but that the words of ``foreign`` are foreign."""
    return [finding for finding in worksheet.findings if finding.name != "questions-worded-otherwise"]


def lines(text: Callable[[str, str], str] = own, ruleset: Ruleset = RULESET) -> list[Line]:
    """Return the form's rows in the regulation's order, markers as the ministry writes them, unanswered."""
    rows: list[Line] = []
    for root in ruleset.roots:
        rows += _node(root, 0, text, ruleset)
        rows.append(Line(f"TOTAL {root}", 0, "", f"TOTAL {ruleset.nodes[root].name.upper()}"))
    return [*rows, Line("TOTAL", 0, "", "NILAI EVALUASI ZONA INTEGRITAS")]


def _node(code: str, depth: int, text: Callable[[str, str], str], ruleset: Ruleset) -> Iterator[Line]:
    node = ruleset.nodes[code]
    name = code.rpartition(".")[2]
    if isinstance(node, Indicator):
        yield from _indicator(node, depth, text)
        return
    title = node.name if name in _ROMAN else node.name.upper()
    yield Line(code, depth, f"{name}.", title, float(node.weight))
    for child in ruleset.children[code]:
        yield from _node(child, depth if child.startswith("A.II.5.iii.") else depth + 1, text, ruleset)


def _indicator(node: Indicator, depth: int, text: Callable[[str, str], str]) -> Iterator[Line]:
    name = node.code.rpartition(".")[2]
    if node.questions[0].code == node.code:
        question = node.questions[0]
        marker = "-" if node.code == "B.II.a" else name
        yield Line(node.code, depth, marker, node.name, float(node.weight), question.scale)
        return
    yield Line(node.code, depth, f"{name}.", node.name, float(node.weight))
    for question in node.questions:
        marker = question.marker if question.marker == "-" else f"{question.marker}."
        yield Line(question.code, depth + 1, marker, text(question.code, question.label), None, question.scale)
        for row in question.inputs:
            code = f"{question.code}.{row.key}"
            top = bool(row.sum_of) or row.key == "sudah_melaporkan"
            said = text(code, row.label).lstrip("- ")
            mark, label = ("-", said) if top else ("", f"- {said}")
            yield Line(code, depth + 1, mark, label, None, "jumlah")


def answered(rows: Iterable[Line], seed: int = 1, part: float = 1.0) -> list[Line]:
    """Fill in answers at random; totals and percentages stay blank, as their formulas would without values."""
    rnd = random.Random(seed)
    skip = {f"{q.code}.{row.key}" for q in RULESET.questions.values() for row in q.inputs if row.sum_of}
    return [
        row
        if row.scale in (None, "persen") or row.code in skip or rnd.random() > part
        else replace(row, answer=_answer(row.scale, rnd))
        for row in rows
    ]


def _answer(scale: str, rnd: random.Random) -> object:
    if scale == "jumlah":
        return rnd.randint(0, 9)
    if scale == "nilai_0_4":
        return round(rnd.uniform(2, 4), 2)
    if scale == "ya_tidak":
        return rnd.choice(("Ya", "Tidak"))
    return rnd.choice({"abc": "ABC", "abcd": "ABCD", "abcde": "ABCDE"}[scale])


def grid_of(
    rows: Sequence[Line], form: Form, **answers: Callable[[Line], object]
) -> tuple[list[list[object]], dict[str, str]]:
    """Return what stands in the sheet, header and rows, and the answer cells by code.

    ``answers`` fill further columns by header.
    """
    grid: list[list[object]] = [list(texts) for texts in (*form.title, form.header)]
    start, answer = form.column("Penilaian") or 1, form.column("Jawaban")
    further = {form.column(header.replace("_", " ")): value for header, value in answers.items()}
    cells: dict[str, str] = {}
    for number, row in enumerate(rows, start=len(grid) + 1):
        beside = start + row.depth + (0 if row.depth == 0 and not row.marker else 1)
        values: dict[int | None, object] = {start + row.depth: row.marker or None}
        values |= {beside: row.text or None} if row.text or beside not in values else {}
        values |= {form.column("ID"): number, form.weight or form.column("Bobot"): row.weight}
        values |= {form.column("Pilihan"): form.printed.get(row.scale or "", row.scale), answer: row.answer}
        values |= {form.column("Catatan"): row.note}
        values |= {column: given for column, value in further.items() if (given := value(row)) is not None}
        grid.append([values.get(column) for column in range(1, max(column or 0 for column in values) + 1)])
        if row.code and answer:
            cells[row.code] = f"{get_column_letter(answer)}{number}"
    return grid, cells


def fill(sheet: Sheet, rows: Sequence[Line], form: Form, **answers: Callable[[Line], object]) -> dict[str, str]:
    """Write header and rows as ``grid_of`` gives them; return the answer cells by code."""
    grid, cells = grid_of(rows, form, **answers)
    for number, values in enumerate(grid, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(number, column).value = value  # type: ignore[assignment]  # what a cell takes
    return cells


def book(rows: Sequence[Line], form: Form | None = None) -> tuple[Workbook, dict[str, str]]:
    """Return a workbook with one LKE sheet, and its answer cells by code."""
    form = form or Form()
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = form.name
    return workbook, fill(sheet, rows, form)


def content(workbook: Workbook) -> bytes:
    """Return a workbook as bytes."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(workbook: Workbook | bytes, path: str = "Balai Contoh.xlsx") -> Worksheet:
    """Read a workbook with the current regulation."""
    return read_workbook(workbook if isinstance(workbook, bytes) else content(workbook), path=path)


def counted(worksheet: Worksheet, assessor: Assessor = Assessor.UNIT) -> dict[str, str]:
    """Return the cells whose answers count, by code."""
    sheet = next(sheet for sheet in worksheet.sheets if sheet.assessor == assessor)
    return {code: answer.place.cell for code, answer in sheet.answers.items() if answer.typed}
