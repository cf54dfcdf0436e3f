"""Recreates the worksheets of this folder: ``python -m worksheets.build [NAME...]`` from the project's root.

Without names, all of them. A name is that of a workbook in ``valid``, ``field`` or ``broken``, without its ending.

Needs LibreOffice (``soffice``) for the cached values. What is expected of a worksheet comes from the
independent calculator in ``tests/vectors/oracle.py``, never from zi_score.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # the same bytes, whatever is installed

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.vectors import oracle, oracle_2014
from tests.vectors.oracle import Outcome
from worksheets import broken, cases_2014, field, field_2014, portalrb, texts
from worksheets.cases import Case, Sheet, cases
from worksheets.recalc import recalculate
from zi_score.forms.template.workbook import render
from zi_score.law.load import load_ruleset

HERE = Path(__file__).parent
ORACLES = {"permenpanrb-90-2021": oracle, cases_2014.RULESET: oracle_2014}
"""For each regulation what was written from it alone."""

_ORDER = ("tpn", "tpi-2", "tpi", "unit")  # of authority, as the program answers
_WORDS = {"unit": "Unit", "tpi": "TPI", "tpi-2": "TPI Itjen", "tpn": "TPN"}
_COLUMNS = {assessor: f"Jawaban {word}" for assessor, word in _WORDS.items()}
_NOTES = {assessor: f"Catatan/Keterangan/Penjelasan ({word})" for assessor, word in _WORDS.items()}
_EVIDENCE = "Daftar Bukti Dukung (Unit)"
_FACTS_COLUMN = 3
_OF_THE_FORM = ("choices-altered", "error-value", "weight-differs")
"""Findings about the form and its formulas, whoever answered."""


def main(names: Sequence[str] = ()) -> None:
    """Write the worksheets and what is expected of them: all, or those of these names."""
    if names:
        build(names)
        return
    for name in ("blank", "valid", "field", "broken"):
        (HERE / name).mkdir(exist_ok=True)
    templates = {ruleset: render(load_ruleset(ruleset)) for ruleset in ORACLES}
    for ruleset, template in templates.items():
        (HERE / "blank" / f"{ruleset}.xlsx").write_bytes(template)
    write_cases((*cases(), *cases_2014.cases()), templates)
    broken.write(HERE / "broken", broken.faults())
    portalrb.write(HERE / "portalrb")
    portalrb.write_broken_lists(HERE / "portalrb-broken")


def build(names: Sequence[str]) -> None:
    """Write some worksheets."""
    chosen = [case for case in (*cases(), *cases_2014.cases()) if case.name in names]
    faults = [fault for fault in broken.faults() if fault.name in names]
    if unknown := set(names) - {each.name for each in (*chosen, *faults)}:
        raise SystemExit(f"no such worksheet: {', '.join(sorted(unknown))}")
    write_cases(chosen, {ruleset: render(load_ruleset(ruleset)) for ruleset in {case.ruleset for case in chosen}})
    broken.write(HERE / "broken", faults)


def write_cases(chosen: Sequence[Case], templates: Mapping[str, bytes]) -> None:
    """Write the workbooks of cases, by the template of their ruleset, with the values of their formulas."""
    written = [
        write_case(case, templates[case.ruleset], HERE / ("field" if case.faults else "valid")) for case in chosen
    ]
    recalculate(written)


def write_case(case: Case, template: bytes, folder: Path) -> Path:
    """Write one workbook and its expectations; return the workbook."""
    path = folder / f"{case.name}.xlsx"
    outcomes = {
        assessor: ORACLES[case.ruleset].evaluate(
            case.sheets[assessor].answers, case.sheets[assessor].counts, holds_wbk=case.holds_wbk
        )
        for assessor in _ORDER
        if assessor in case.sheets
    }
    check_hand(case, next(iter(outcomes.values())))
    sheet = _WRITERS[case.layout](case, template, path)
    found = expected(case, outcomes, sheet) | {"findings": sorted(findings(case, outcomes, sheet), key=str)}
    text = json.dumps(found, ensure_ascii=False, indent=1)
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


def findings(case: Case, outcomes: Mapping[str, Outcome], sheet: _Filled) -> Iterator[list[str | None]]:
    """Yield the errors and warnings that a check must give: name, code, cell, assessor."""
    highest = next(iter(outcomes))
    for name, code, where in case.findings:
        # Minimums are those of the highest authority; every other finding by hand is about the unit's column.
        assessor = highest if name == "minimum-not-met" else None if name in _OF_THE_FORM else "unit"
        yield [name, code, sheet.cell(where), assessor]
    for assessor, outcome in outcomes.items():
        blank = [code for code, value in outcome.values.items() if value is None]
        if blank:
            yield ["questions-unanswered", None, None, assessor]
        counts = case.sheets[assessor].counts
        told = {code for _, code, _ in case.findings}
        for code in blank:
            if code not in told and all(n is None for key, n in counts.items() if key.startswith(f"{code}.")):
                yield ["answer-missing", code, sheet.cell(f"{sheet.answer} {code}"), assessor]
    yield from (["workbook-score-differs", code, sheet.cell(f"R {code}"), "unit"] for code in sheet.missed)


def expected(case: Case, outcomes: Mapping[str, Outcome], sheet: _Filled) -> dict[str, Any]:
    """Everything that the program must find in this worksheet by its answers."""
    named, dated = case.layout == "jawaban", case.layout != "lke-zi"
    return {
        "description": case.description,
        "ruleset": case.ruleset,
        "layout": case.layout,
        "unit": {
            "name": case.unit if named else None,
            "agency": case.agency if dated else None,
            "year": case.year if dated else None,
            "target": case.target if named else None,
        },
        "holds_wbk": case.holds_wbk,
        "verdict": next(iter(outcomes.values())).verdict,
        "assessments": [assessment(assessor, outcome) for assessor, outcome in outcomes.items()],
        "faults": list(sheet.faults),
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


@dataclass(frozen=True)
class _Filled:
    """A sheet that was filled in: the row of every code, and the questions that its own formulas do not understand."""

    name: str
    rows: Mapping[str, int]
    missed: tuple[str, ...] = ()
    answer: str = "K"
    faults: Sequence[dict[str, str]] = ()

    def cell(self, where: str | None) -> str | None:
        """Return the cell for ``K A.I.1.i.a``; ``sheet!cell`` stays as it is."""
        if where is None or "!" in where:
            return where
        column, _, code = where.partition(" ")
        return f"{self.name}!{column}{self.rows[code]}"


def _layout_2(case: Case, _template: bytes, path: Path) -> _Filled:
    rows = field.write(case, path)
    return _Filled(field.SHEET, rows, faults=field.faults(case) if case.faults else ())


def _layout_3(case: Case, _template: bytes, path: Path) -> _Filled:
    rows = field_2014.write(case, path)
    faults = tuple(field_2014.faults(case, rows))
    return _Filled(field_2014.SHEET, rows, answer=field_2014.ANSWER, faults=faults)


def fill(case: Case, template: bytes, path: Path) -> _Filled:
    """Write a filled copy of the template."""
    book = load_workbook(io.BytesIO(template))
    _fill_identity(book, case)
    sheet = book["Jawaban"]
    _fill_answers(sheet, case)
    book.save(path)
    rows = _all_rows(sheet, case)
    return _Filled("Jawaban", rows, tuple(_missed(sheet, case, rows)))


_WRITERS: dict[str, Callable[[Case, bytes, Path], _Filled]] = {
    "jawaban": fill,
    "lke-zi": _layout_2,
    cases_2014.LAYOUT: _layout_3,
}


def _all_rows(sheet: Worksheet, case: Case) -> dict[str, int]:
    """Return the rows of questions, counts and the grand total; a percentage stands above its counts."""
    rows = dict(_rows(sheet, case))
    for code in ORACLES[case.ruleset].SHARES:
        row = min(row for key, row in rows.items() if key.startswith(f"{code}."))
        rows[code] = next(above for above in range(row, 1, -1) if sheet[f"J{above}"].value == "%")
    total = next(row for row in range(sheet.max_row, 1, -1) if sheet.cell(row, 2).value is not None)
    return rows | {"TOTAL": total}


def _missed(sheet: Worksheet, case: Case, rows: Mapping[str, int]) -> Iterator[str]:
    """Yield the unit's questions whose answer is worth something, but in a spelling that the template takes for none.

    The template ignores case and blanks around a choice, and computes with numbers only. Of an
    index that is text the program says so itself, in a finding of its own.
    """
    answers = case.sheets["unit"].answers
    shares, groups, choices = (getattr(ORACLES[case.ruleset], name) for name in ("SHARES", "GROUPS", "CHOICES"))
    for code, answer in answers.items():
        if code in shares:
            part, whole, *_ = shares[code]
            keys = [part, *(groups.get(code) or [whole])]
            if any(isinstance(sheet[f"K{rows[f'{code}.{key}']}"].value, str) for key in keys):
                yield code
        elif isinstance(answer, str) and (scale := _scale(case, code)) in choices:
            typed = str(sheet[f"K{rows[code]}"].value).strip().upper()
            names = {name.upper() for name in choices[scale]} | {"Y", "T"}
            if typed not in names and choices[scale][answer] != "0":
                yield code


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
        for key, row in _rows(sheet, case):
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


def _rows(sheet: Worksheet, case: Case) -> Iterator[tuple[str, int]]:
    """Yield questions and counts with their rows: the ministry's fixed ones, else one after the other."""
    if case.ruleset == cases_2014.RULESET:
        asked = (row for row in range(2, sheet.max_row + 1) if sheet[f"J{row}"].value)
        codes = (code for under in oracle_2014.QUESTIONS.values() for code in under)
        yield from zip(codes, asked, strict=True)
        return
    # Percent rows and sums hold formulas.
    for indicator in json.loads(oracle.LKE.read_text(encoding="utf-8"))["indicators"]:
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
    if isinstance(answer, str) and _scale(case, key) == "persen":
        return float(answer)
    if isinstance(answer, str) and _scale(case, key) == "nilai_0_4":
        return f"{Decimal(answer):.2f}".replace(".", ",") if case.as_typed else float(answer)
    return texts.spelled(rng, answer) if case.as_typed and isinstance(answer, str) else answer


def _scale(case: Case, code: str) -> str:
    return next(scales[code] for scales in ORACLES[case.ruleset].QUESTIONS.values() if code in scales)


def _words(rng: Random, case: Case, assessor: str, key: str) -> dict[str, str]:
    """Note and evidence of the unit; an evaluator's note where answer or count differs from the unit's."""
    own, unit = ({**sheet.answers, **sheet.counts} for sheet in (case.sheets[assessor], case.sheets["unit"]))
    if own[key] is None:
        return {}
    if assessor == "unit":
        return (
            {}
            if key in case.sheets["unit"].counts
            else {_NOTES[assessor]: texts.note(rng, key), _EVIDENCE: texts.evidence(rng, key)}
        )
    return {_NOTES[assessor]: texts.doubt(rng)} if own[key] != unit[key] else {}


if __name__ == "__main__":
    main(sys.argv[1:])
