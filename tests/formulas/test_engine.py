"""The engine beside LibreOffice: what is trusted of its formulas is what a spreadsheet program computes.

The values of ``formulas.txt`` are LibreOffice's, so that the list is looked at where it is not installed too.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from recalculate import Recalculated, Write, libreoffice

from zi_score.formulas.engine import Book, ErrorValue, Value, reads_elsewhere
from zi_score.formulas.trust import Trust, upside_down
from zi_score.model.findings import Unreadable
from zi_score.reading.workbook import read_submission

LIST = Path(__file__).with_name("formulas.txt")
DATA: dict[str, list[object]] = {
    "A": [1, 2, 3.5, -2, 0, 0.67, 2.5, -0.5],
    "B": [1, "Ya", None, "5", "x", None, '=""', "Tidak "],
    "C": ["=1/0", "=NA()", '="x"*1', 4, None, 5, "=1/0", 0],
    "D": ["A", "b", "C", "D", "Ya", "tidak", "YA ", "E?"],
    "F": ["Ya", "Ya sekali", "Y*", "Y?", "~", "5", ">3", 12],
    "G": [
        date(2026, 1, 31),
        datetime(2026, 3, 1, 12, 0),  # noqa: DTZ001 - cells know no time zones
        date(2025, 12, 31),
        None,
        46054,
        "31/01/2026",
        time(6, 0),
    ],
    "H": [0.5, 1, 1.5, 2, 60, 0.6, 18.25, 0.1],
    "I": [True, False, True],
    "J": ["Ya/Tidak", "A/B/C", "A/B/C/D", "A/B/C/D/E", "%", "Nilai (0-4)", "%"],
    "K": ["Ya", "A", "B", "C", 0.75, 3.6, 1.2],
    "L": [1, "Blm Diisi", 0.67, 0.5, "=K5", "=K6/4", "=MIN(1,K7)", '=IF(K8="","Blm Diisi",1)'],
}
"""What the formulas of the list read, by columns from row 1; column E is blank."""

SHEET, COLUMN = "LKE", "Z"
NAMES = {"BOBOT": "LKE!$H$1", "NILAI": "LKE!$A$1:$A$8"}
ERRORS = {"Div": "#DIV/0!", "Na": "#N/A", "Value": "#VALUE!", "Ref": "#REF!", "Name": "#NAME?", "Num": "#NUM!"}
NEWER = re.compile(r"(?<![A-Z.])(IFS|SWITCH|CONCAT|XOR|IFNA|LET)\(")
"""Functions that a file names with a prefix."""

SAVED = re.compile(rb"(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v>[^<]*</v>")
UNREAD = {"number-not-finite.xlsx"}
"""Workbooks that openpyxl does not read, by which the cells are compared."""

LAYOUTS = {"wbk", "lke-zi", "three-assessors", "52-2014-wbk", "field-lke-zi", "field-52-2014"}
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - as above
TOLERANCE = 1e-9
TRUSTED = 700
DOUBTED = (
    "=SUM(A8:A1)",
    "=SUM(B1:A8)",
    "=SUM((A1,A2))",
    "=A1:A3 A2",
    "=@A1",
    "=A1:A8+1",
    "=SUM(ROUND(A1:A8,0))",
    "=SUMIF(A1:A8,A1:A2,B1:B8)",
    "=COUNTIF(A1:A8,A1:A2)",
    '=SUMIF(A1:A8,"<>0")',
    '=AVERAGEIF(A1:A8,"<>0")',
    '=AVERAGEIF(A1:A8,">0",B1:B8)',
    '=COUNTIFS(A1:A8,">0",D1:D7,"a")',
    "=OFFSET(A1,1,0)",
    "=[1]LKE!A1",
    "=UNKNOWN(A1)",
    "=TAKDIKENAL+1",
)
"""What is never trusted, whatever it comes to."""


@dataclass(frozen=True)
class Line:
    """A formula of the list, what LibreOffice shows for it, and what the engine, where that is known to differ."""

    row: int
    formula: str
    shown: object
    engine: object


@cache
def lines() -> tuple[Line, ...]:
    """Read the list."""
    parts = [text.split("\t") for text in LIST.read_text(encoding="utf-8").splitlines() if "\t" in text]
    return tuple(
        Line(row, part[1], _read(part[0]), _read(part[-1] if len(part) > 2 else part[0]))
        for row, part in enumerate(parts, start=1)
    )


def _read(text: str) -> object:
    return ErrorValue(text) if text in ERRORS.values() else json.loads(text)


def listed() -> bytes:
    """Return a workbook with every formula of the list, one a row."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for column, values in DATA.items():
        for row, value in enumerate(values, start=1):
            sheet[f"{column}{row}"] = value
    for row, value in enumerate((1, 2, "tiga"), start=1):
        book.create_sheet("Lain Lembar") if row == 1 else None
        book["Lain Lembar"][f"A{row}"] = value
    for name, place in NAMES.items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    for line in lines():
        sheet[f"{COLUMN}{line.row}"] = NEWER.sub(r"_xlfn.\1(", line.formula)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_list(folder: Path) -> list[Path]:
    """Write the workbook of the list."""
    path = folder / "formulas.xlsx"
    path.write_bytes(listed())
    return [path]


def serial(value: object) -> object:
    """Return a date or a time as the number that a cell holds, a truth as one too, and any other value as it is."""
    if isinstance(value, datetime):
        return (value - EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return float((value - EPOCH.date()).days)
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    return value / timedelta(days=1) if isinstance(value, timedelta) else value


def is_same(one: object, other: object) -> bool:
    """Whether two cells show the same; a blank is shown as 0 or as nothing, and errors are all alike."""
    one, other = serial(one), serial(other)
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return isinstance(one, ErrorValue) and isinstance(other, ErrorValue)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE * max(1, abs(other))
    blanks = (None, "", 0)
    return one == other or (one in blanks and other in blanks and None in (one, other)) or {one, other} == {None, ""}


def seen(value: object) -> object:
    """Return what openpyxl reads of a computed cell."""
    return ErrorValue(value) if isinstance(value, str) and value in ERRORS.values() else value


def trust() -> Trust:
    """Return what knows the names of the list's workbook."""
    return Trust({"BOBOT": True, "NILAI": False})


def test_what_is_trusted_agrees() -> None:
    """Every formula of the list that is trusted shows what a spreadsheet program shows; enough of them are."""
    book, judge = Book(listed()), trust()
    book.compute()
    trusted = [line for line in lines() if judge.doubt(line.formula) is None]
    shown = {line.formula: book.value((SHEET, line.row - 1, 25)) for line in trusted}
    differ = {line.formula: (shown[line.formula], line.engine) for line in trusted}
    assert {formula: pair for formula, pair in differ.items() if not is_same(*pair)} == {}
    assert len(trusted) > TRUSTED


@pytest.mark.parametrize("formula", DOUBTED)
def test_doubted(formula: str) -> None:
    """What the engine does not compute, or not as others do, is doubted."""
    assert trust().doubt(formula) is not None


@libreoffice(write_list)
def test_the_list_is_what_libreoffice_shows(recalculated: Recalculated) -> None:
    """The values of the list are LibreOffice's, where it knows the functions."""
    (path,) = recalculated(write_list)
    sheet = load_workbook(path, data_only=True)[SHEET]
    shown = {line.formula: (seen(sheet[f"{COLUMN}{line.row}"].value), line.shown) for line in lines()}
    differ = {formula: pair for formula, pair in shown.items() if not is_same(*pair)}
    assert {formula: pair for formula, pair in differ.items() if "LET(" not in formula} == {}


def readable(*folders: str) -> Iterator[Path]:
    """Return the workbooks that can be read and computed."""
    for path in sorted(path for folder in folders for path in (ROOT / "worksheets" / folder).glob("*.xlsx")):
        if path.name in UNREAD:
            continue
        try:
            read_submission(path)
        except Unreadable:
            continue
        yield path


def write_few(folder: Path) -> list[Path]:
    """Write a workbook of each layout, without what its formulas showed."""
    return [unsaved(path, folder) for path in readable("valid", "field") if path.stem in LAYOUTS]


def write_all(folder: Path) -> list[Path]:
    """Write all others."""
    folders = ("valid", "field", "blank", "broken", "portalrb", "portalrb-broken")
    return [unsaved(path, folder) for path in readable(*folders) if path.stem not in LAYOUTS]


def unsaved(path: Path, folder: Path) -> Path:
    """Write a workbook without its saved values, so that none is taken for a computed one."""
    place = folder / path.name
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, SAVED.sub(rb"\1", content) if name.startswith("xl/worksheets/") else content)
    return place


def formulas(path: Path) -> dict[tuple[str, int, int], str]:
    """Return the cells of a workbook that compute."""
    return {
        (sheet.title, cell.row - 1, cell.column - 1): str(cell.value)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and isinstance(cell.value, str)
    }


def differing(typed: Path, computed: Path) -> dict[str, tuple[Value, object]]:
    """Return the trusted cells for which the engine and LibreOffice show something else."""
    cells = formulas(typed)
    if any(reads_elsewhere(formula) or upside_down(formula) for formula in cells.values()):
        return {}
    book = Book(typed.read_bytes())
    book.compute()
    judge, shown = Trust(book.names), load_workbook(computed, data_only=True)
    pairs = {
        f"{typed.name} {sheet}!R{row + 1}C{column + 1} {formula}": (
            book.value((sheet, row, column)),
            seen(shown[sheet].cell(row + 1, column + 1).value),
        )
        for (sheet, row, column), formula in cells.items()
        if judge.doubt(formula) is None
    }
    return {place: pair for place, pair in pairs.items() if not is_same(*pair)}


@libreoffice(write_few)
def test_workbooks(recalculated: Recalculated, tmp_path: Path) -> None:
    """Every formula of a workbook of each layout, as it stands."""
    assert dict(_differing(write_few, recalculated, tmp_path)) == {}


@pytest.mark.long
@libreoffice(write_all)
def test_all_workbooks(recalculated: Recalculated, tmp_path: Path) -> None:
    """Every formula of all others, sound or broken."""
    assert dict(_differing(write_all, recalculated, tmp_path)) == {}


def _differing(write: Write, recalculated: Recalculated, folder: Path) -> Iterator[tuple[str, tuple[Value, object]]]:
    typed = {path.name: path for path in write(folder)}
    for path in recalculated(write):
        yield from differing(typed[path.name], path).items()
