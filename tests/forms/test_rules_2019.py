"""PermenPANRB 10/2019: what is known stands in a workbook with how surely, and nothing else is a figure."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import run
from openpyxl import load_workbook
from revision import HEADINGS, Person

from zi_score import RulesetError, load_ruleset
from zi_score.law.load import built_in_rulesets
from zi_score.law.sheets.form import OPEN
from zi_score.law.sheets.known import SURE, known_sheets, open_cells, partly_known
from zi_score.reading.rulesets import read_rules

ID = "permenpanrb-10-2019"
FACTS = Path(__file__).parents[3] / "shared" / "regulation" / "10-2019.md"
ANSWERS = {
    "Bobot": {"A.I.4": 3, "B.I": 25, "B.I.1": 15, "B.I.2": 10, "B.II": 15, "B.II.1": 15, "A.II.1": 7, "A.III.1": 10,
              "A.IV.1": 10, "A.V.1": 15, "A.VI.1": 10},
    "Nilai": {"Ya": 1, "Tidak": 0, "A": 1, "B": 0.5, "C": 0},
}  # fmt: skip
"""Invented figures, to fill what is open."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the workbook as ``rules init`` writes it."""
    done = run("rules", "init", "aturan.xlsx", "--from", ID, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert f"{open_cells(known_sheets(ID, 'aturan'))} cells wait" in done.stderr.decode()
    return tmp_path / "aturan.xlsx"


def fill(path: Path, *, leave: str = "") -> Person:
    """Answer every open cell of a workbook but one; what a regulation may lack is ``tidak ada``."""
    person = Person(path.read_bytes())
    for sheet in person.book.worksheets[1:]:
        headings = [cell.value for cell in sheet[HEADINGS]]
        for row in sheet.iter_rows(min_row=HEADINGS + 1):
            for cell in row:
                if str(cell.value).startswith(OPEN) and f"{sheet.title}!{cell.coordinate}" != leave:
                    cell.value = answer(str(headings[cell.column - 1]), [each.value for each in row], cell.row)
    path.write_bytes(person.saves())
    read_rules.cache_clear()
    return person


def open_in(path: Path) -> list[str]:
    """Return the cells that wait for the text of the regulation."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith(OPEN)
    ]


def answer(heading: str, row: list[object], number: int) -> object:
    """Return something for an open cell."""
    if heading in ANSWERS:
        known = ANSWERS[heading]
        return known[next(str(cell) for cell in row if cell in known)]
    if heading in ("Uraian", "Teks") or row[0] == "Tentang":
        return f"Naskah rekaan {number}"
    given = {"Skala": "ya_tidak", "Nilai tertinggi": 4, "Tercetak di formulir": "Nilai (0-4)"}
    minimum = {"area": 0.75, "req": "BB"}.get(str(row[0])[:4].rstrip("-"))
    return given.get(heading) or (minimum if heading.startswith("Minimum") else "tidak ada")


def test_it_is_not_built_in() -> None:
    """It is no ruleset that a worksheet could be recognised by."""
    assert partly_known() == (ID,)
    assert ID not in built_in_rulesets()
    with pytest.raises(RulesetError):
        load_ruleset(ID)


def test_build_lists_every_open_cell(book: Path) -> None:
    """Each once, and nothing that only follows from them; there is no folder."""
    done = run("rules", "build", book, "-o", "aturan", cwd=book.parent)
    cells = re.findall(r"aturan\.xlsx: (\w+![A-Z]+\d+): found '\(isi dari naskah", done.stderr.decode())
    assert done.returncode == 1
    marked = open_in(book)
    assert sorted(cells) == sorted(marked)
    assert len(done.stderr.decode().splitlines()) == len(marked)
    assert not (book.parent / "aturan").exists()


def test_one_open_cell_is_enough_to_refuse(book: Path) -> None:
    """The last one is told by its cell; when it is filled in, the folder is made and a template fits it."""
    last = open_in(book)[-1]
    fill(book, leave=last)
    done = run("rules", "build", book, "-o", "aturan", cwd=book.parent)
    assert (done.returncode, done.stderr.decode().count("\n"), last in done.stderr.decode()) == (1, 1, True)
    fill(book)
    done = run("rules", "build", book, "-o", "aturan", cwd=book.parent)
    assert done.returncode == 0, done.stderr
    ruleset = load_ruleset(book.parent / "aturan")
    weights = [ruleset.nodes[code].weight for code in ("A.I", "A.II", "A.III", "A.IV", "A.V", "A.VI")]
    assert weights == [8, 7, 10, 10, 15, 10]
    assert [ruleset.nodes[f"A.I.{n}"].weight for n in (1, 2, 3)] == [1, 2, 2]
    assert ruleset.demands["total"].minimum == {"WBK": 75, "WBBM": 85}
    assert ruleset.demands["area-3"].minimum["WBK"] == Fraction(3, 5)
    assert (ruleset.waiver, ruleset.kawasan, ruleset.in_force_from) == (None, None, None)
    assert run("template", "--ruleset", "aturan", "-o", "lke.xlsx", cwd=book.parent).returncode == 0


@pytest.mark.skipif(not FACTS.exists(), reason="the facts of the regulation are not beside the project")
def test_every_figure_has_its_certainty(book: Path) -> None:
    """A figure that is only inferred is none; the others say by what they are known."""
    sheets = load_workbook(io.BytesIO(book.read_bytes()))
    for name in ("Pohon", "Predikat"):
        headings = [cell.value for cell in sheets[name][HEADINGS]]
        sure = headings.index(SURE)
        figures = [n for n, heading in enumerate(headings) if str(heading).startswith(("Bobot", "Minimum"))]
        for row in sheets[name].iter_rows(min_row=HEADINGS + 1, values_only=True):
            if any(isinstance(row[n], int | float) for n in figures):
                assert str(row[sure]).startswith(("B (", "C (")), row
    told = FACTS.read_text(encoding="utf-8")
    assert "8, 7, 10, 10, 15, 10" in told
    assert "WBK 75, WBBM 85" in told
