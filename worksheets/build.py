"""Recreates the worksheets of this folder: ``python -m worksheets.build`` from the project's root.

Needs LibreOffice (``soffice``) for the cached values. What is expected of a worksheet comes from the
independent calculator in ``tests/vectors/oracle.py``, never from zi_score.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.vectors.oracle import LKE, QUESTIONS, Outcome, evaluate
from worksheets import field, texts
from worksheets.cases import Case, Sheet, cases
from worksheets.recalc import recalculate
from zi_score.output.template import render
from zi_score.ruleset import load_ruleset

HERE = Path(__file__).parent
RULESET = "permenpanrb-90-2021"
_ORDER = ("tpn", "tpi-2", "tpi", "unit")  # of authority, as the program answers
_WORDS = {"unit": "Unit", "tpi": "TPI", "tpi-2": "TPI Itjen", "tpn": "TPN"}
_COLUMNS = {assessor: f"Jawaban {word}" for assessor, word in _WORDS.items()}
_NOTES = {assessor: f"Catatan/Keterangan/Penjelasan ({word})" for assessor, word in _WORDS.items()}
_EVIDENCE = "Daftar Bukti Dukung (Unit)"
_FACTS_COLUMN = 3


def main() -> None:
    """Write the blank worksheet, the cases and what is expected of them."""
    blank, valid = HERE / "blank", HERE / "valid"
    for folder in (blank, valid):
        folder.mkdir(exist_ok=True)
    template = render(load_ruleset(RULESET))
    (blank / f"{RULESET}.xlsx").write_bytes(template)
    written = [write_case(case, template, valid) for case in cases()]
    recalculate(written)


def write_case(case: Case, template: bytes, folder: Path) -> Path:
    """Write one workbook and its expectations; return the workbook."""
    path = folder / f"{case.name}.xlsx"
    outcomes = {
        assessor: evaluate(case.sheets[assessor].answers, case.sheets[assessor].counts, holds_wbk=case.holds_wbk)
        for assessor in _ORDER
        if assessor in case.sheets
    }
    check_hand(case, next(iter(outcomes.values())))
    faults = field.write(case, path) if case.faults else fill(case, template, path)
    text = json.dumps(expected(case, outcomes, faults), ensure_ascii=False, indent=1)
    (folder / f"{case.name}.expected.json").write_text(text + "\n", encoding="utf-8")
    return path


def check_hand(case: Case, outcome: Outcome) -> None:
    """Stop where the arithmetic by hand and the oracle differ (the highest assessor counts)."""
    for name, number in case.hand.items():
        area = name.removeprefix("area-")
        found = outcome.total if name == "total" else outcome.areas[int(area)] if area != name else outcome.nodes[name]
        if found != number:
            msg = f"{case.name}: {name} is {number} by hand, {found} by the oracle"
            raise SystemExit(msg)


def expected(case: Case, outcomes: Mapping[str, Outcome], faults: list[dict[str, str]]) -> dict[str, Any]:
    """Everything that the program must find in this worksheet."""
    named = case.faults is None
    return {
        "description": case.description,
        "ruleset": RULESET,
        "layout": "jawaban" if named else "lke-zi",
        "unit": {
            "name": case.unit if named else None,
            "agency": case.agency if named else None,
            "year": case.year if named else None,
            "target": case.target if named else None,
        },
        "holds_wbk": case.holds_wbk,
        "verdict": next(iter(outcomes.values())).verdict,
        "assessments": [assessment(assessor, outcome) for assessor, outcome in outcomes.items()],
        "faults": faults,
    }


def assessment(assessor: str, outcome: Outcome) -> dict[str, Any]:
    """One assessor's result, numbers as exact fractions."""
    return {
        "assessor": assessor,
        "answered": outcome.answered,
        "questions": len(outcome.values),
        "total": str(outcome.total),
        "highest": str(outcome.highest["A"] + outcome.highest["B"]),
        "nodes": _exact(outcome.nodes),
        "values": {code: None if value is None else str(value) for code, value in outcome.values.items()},
        "areas": _exact(outcome.areas),
        "criteria": outcome.status,
        "verdict": outcome.verdict,
    }


def _exact(numbers: Mapping[Any, Fraction]) -> dict[str, str]:
    return {str(key): str(number) for key, number in numbers.items()}


def fill(case: Case, template: bytes, path: Path) -> list[dict[str, str]]:
    """Write a filled copy of the template; it has no faults of its own."""
    book = load_workbook(io.BytesIO(template))
    _fill_identity(book, case)
    _fill_answers(book["Jawaban"], case)
    book.save(path)
    return []


def _fill_identity(book: Workbook, case: Case) -> None:
    sheet = book["Identitas"]
    known = {
        "Nama unit": case.unit,
        "Instansi": case.agency,
        "Tahun evaluasi": case.year,
        "Target predikat": case.target,
    }
    held = {True: "Ya", False: "Tidak", None: None}[case.holds_wbk]
    for row in range(1, sheet.max_row + 1):
        label = sheet.cell(row, 1).value
        if label in known:
            sheet.cell(row, 2).value = known.pop(label)
        elif label == "holds-wbk":
            sheet.cell(row, _FACTS_COLUMN).value = held
    if known:
        msg = f"the template has no cell for {', '.join(known)}"
        raise SystemExit(msg)


def _fill_answers(sheet: Worksheet, case: Case) -> None:
    columns = {str(cell.value): int(cell.column) for cell in sheet[1] if cell.value is not None}
    for assessor, answers in case.sheets.items():
        rng = Random(f"{case.name} {assessor}")
        column = _column(sheet, columns, _COLUMNS[assessor])
        for key, row in _rows():
            value = _shown(rng, case, answers, key)
            if value is not None:
                sheet.cell(row, column).value = value
            for header, text in _words(rng, case, assessor, key).items():
                cell = sheet.cell(row, _column(sheet, columns, header))
                cell.value = text
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _column(sheet: Worksheet, columns: dict[str, int], header: str) -> int:
    """Return the column with this header; add it at the right end where there is none."""
    if header not in columns:
        columns[header] = sheet.max_column + 1
        sheet.cell(1, columns[header]).value = header
    return columns[header]


def _rows() -> Iterator[tuple[str, int]]:
    """Yield questions and counts with their fixed rows; percent rows and sums hold formulas."""
    for indicator in json.loads(LKE.read_text(encoding="utf-8"))["indicators"]:
        for question in indicator["questions"]:
            if "portalrb" in question:
                yield question["code"], question["portalrb"]["row"]
            for count in question.get("inputs", ()):
                if "portalrb" in count:
                    yield f"{question['code']}.{count['key']}", count["portalrb"]["row"]


def _shown(rng: Random, case: Case, sheet: Sheet, key: str) -> object:
    """Return what stands in the cell for a canonical answer or count."""
    if key in case.shown:
        return case.shown[key]
    if key in sheet.counts:
        count = sheet.counts[key]
        return texts.counted(rng, key, count) if case.as_typed and count is not None else count
    answer = sheet.answers[key]
    if isinstance(answer, str) and _scale(key) == "nilai_0_4":
        return f"{Decimal(answer):.2f}".replace(".", ",") if case.as_typed else float(answer)
    return texts.spelled(rng, answer) if case.as_typed and isinstance(answer, str) else answer


def _scale(code: str) -> str:
    return next(scales[code] for scales in QUESTIONS.values() if code in scales)


def _words(rng: Random, case: Case, assessor: str, key: str) -> dict[str, str]:
    """Note and evidence of the unit; an evaluator's note where the answer differs from the unit's."""
    answer = case.sheets[assessor].answers.get(key)
    if answer is None:
        return {}
    if assessor == "unit":
        return {_NOTES[assessor]: texts.note(rng, key), _EVIDENCE: texts.evidence(rng, key)}
    if answer != case.sheets["unit"].answers[key]:
        return {_NOTES[assessor]: texts.doubt(rng)}
    return {}


if __name__ == "__main__":
    main()
