"""Rules begun from an official form: what it prints is read, and what it does not print is left open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, VALID, run
from openpyxl import load_workbook
from revision import HEADINGS

from zi_score import load_ruleset
from zi_score.law.ruleset import Indicator
from zi_score.law.sheets.form import COUNT, INDICATOR, OPEN, QUESTION, RUBRIC, SCALES, SECTION, TREE_SHEET
from zi_score.law.sheets.printed_form import PrintedForm
from zi_score.reading.rulesets import printed_rules

BLANK = ROOT / "worksheets" / "blank"
MINISTRY = ROOT.parent / "shared" / "worksheets" / "portalrb-jawaban-blank.xlsx"

forms = pytest.mark.parametrize(
    ("path", "base"),
    [
        (BLANK / "permenpanrb-90-2021.xlsx", "permenpanrb-90-2021"),
        (BLANK / "permenpanrb-52-2014.xlsx", "permenpanrb-52-2014"),
        pytest.param(
            MINISTRY,
            "permenpanrb-90-2021",
            marks=pytest.mark.skipif(not MINISTRY.exists(), reason="the form is not beside the project"),
        ),
    ],
)


def printed(path: Path) -> PrintedForm:
    """Return what a form prints."""
    found = printed_rules(path, "own")
    assert found is not None
    return found


def retitled(path: Path, headings: Mapping[str, str | None], *, percent: bool = False) -> Path:
    """Write the form of 90/2021 with other headings, and with weights as percentages."""
    book = load_workbook(BLANK / "permenpanrb-90-2021.xlsx")
    sheet = book["Jawaban"]
    (top,) = (row for row in sheet.iter_rows(max_row=10) if "Pilihan Jawaban" in [cell.value for cell in row])
    column = next(cell.column for cell in top if cell.value == "Bobot")
    for cell in top:
        if cell.value in headings:
            cell.value = headings[cell.value]
    for (cell,) in sheet.iter_rows(min_row=top[0].row + 1, min_col=column, max_col=column):
        if percent and isinstance(cell.value, int | float):
            cell.value = cell.value / 100
    book.save(path)
    return path


@forms
def test_the_tree_is_that_of_the_regulation(path: Path, base: str) -> None:
    """Every code with its weight, kind and place; every count; the choices of every question."""
    form, known = printed(path), load_ruleset(base)
    rows = next(sheet.rows for sheet in form.sheets if sheet.form is TREE_SHEET)
    assert not form.unread
    headings = {str(row["code"]): row for row in rows if row["kind"] in (SECTION, INDICATOR)}
    assert {code: row["weight"] for code, row in headings.items()} == {
        code: node.weight for code, node in known.nodes.items()
    }
    assert {code for code, row in headings.items() if row["kind"] == INDICATOR} == {
        node.code for node in known.nodes.values() if isinstance(node, Indicator)
    }
    assert sorted(str(row["code"]) for row in rows if row["kind"] == QUESTION) == sorted(known.questions)
    counts = sum(len(question.inputs) for question in known.questions.values())
    assert len([row for row in rows if row["kind"] == COUNT]) == counts
    scales = {row["code"]: row["scale"] for row in rows if row["kind"] == QUESTION}
    moved = "A.I.6.v." if path == MINISTRY else "-"  # the ministry's letters there are in another order
    for code, question in known.questions.items():
        if code.startswith(moved):
            continue
        others = {
            scales[other.code]
            for other in known.questions.values()
            if other.scale == question.scale and moved not in other.code
        }
        assert others == {scales[code]}


@pytest.mark.parametrize(
    ("headings", "percent"),
    [
        ({"Bobot": " BOBOT (%)", "Pilihan Jawaban": "Pilihan\nJawaban "}, False),
        ({"Bobot": "Nilai Maksimal", "Pilihan Jawaban": "PILIHAN"}, False),
        ({"Bobot": "Bobot (%)", "Pilihan Jawaban": "Jawaban (pilihan)", "Kriteria Nilai": "Rubrik"}, True),
        ({"Bobot": "Bobot Nilai", "Penilaian": "Uraian", "Kriteria Nilai": "Penjelasan Kriteria"}, False),
        ({"Bobot": None}, False),
    ],
)
def test_headings_as_people_write_them(headings: dict[str, str | None], *, percent: bool, tmp_path: Path) -> None:
    """Case, blanks, line ends, other words, percentages, and no heading above the weights: the same is read."""
    known, found = (
        printed(path)
        for path in (BLANK / "permenpanrb-90-2021.xlsx", retitled(tmp_path / "f.xlsx", headings, percent=percent))
    )
    assert (found.sheets, found.unread) == (known.sheets, known.unread)


def test_headings_in_two_rows(tmp_path: Path) -> None:
    """One above the other, as where a cell is merged over both rows."""
    path = retitled(tmp_path / "f.xlsx", {})
    book = load_workbook(path)
    sheet = book["Jawaban"]
    (row,) = (row[0].row for row in sheet.iter_rows(max_row=10) if "Bobot" in [cell.value for cell in row])
    sheet.insert_rows(row)
    at = next(cell.coordinate for cell in sheet[row + 1] if cell.value == "Bobot")
    sheet[at].value, sheet[at].offset(-1).value = None, "Bobot"
    book.save(path)
    assert printed(path).sheets == printed(BLANK / "permenpanrb-90-2021.xlsx").sheets


def test_missing_headings_are_told(tmp_path: Path) -> None:
    """What was looked for, where, what stands there, and what to do."""
    path = retitled(tmp_path / "f.xlsx", {"Bobot": "Angka", "Pilihan Jawaban": "Skala"})
    done = run("rules", "init", "aturan.xlsx", "--from", path, cwd=tmp_path)
    told = done.stderr.decode()
    assert (done.returncode, "the first 40 rows of" in told, "'Jawaban'" in told) == (3, True, True)
    assert "Jawaban!" not in told
    path = retitled(path, {"Pilihan Jawaban": "Skala"})
    told = run("rules", "init", "aturan.xlsx", "--from", path, cwd=tmp_path).stderr.decode()
    assert re.search(r"Found alone: .*Jawaban!H\d+ 'bobot'", told)


def test_rubrics_are_read_choice_by_choice() -> None:
    """As the regulation words them; the template writes a word of its own for the worst of two."""
    rows = next(s.rows for s in printed(BLANK / "permenpanrb-90-2021.xlsx").sheets if s.form is TREE_SHEET)
    known = load_ruleset()
    for row in rows:
        if row["kind"] == QUESTION and known.scales[known.questions[str(row["code"])].scale].values:
            question = known.questions[str(row["code"])]
            texts = {key.removeprefix(RUBRIC): text for key, text in row.items() if key.startswith(RUBRIC)}
            found = {choice: str(text).rstrip(".") for choice, text in texts.items()}
            for choice, text in question.rubric.items():
                assert found[choice].startswith(text.rstrip("."))  # what is to be ticked stands behind the last one
            assert found.keys() - question.rubric.keys() <= {"Tidak"}


def test_what_no_form_prints_is_open() -> None:
    """What a choice is worth, how counts make a ratio, minimums, sources: never taken from elsewhere."""
    form = printed(BLANK / "permenpanrb-90-2021.xlsx")
    scales = next(sheet.rows for sheet in form.sheets if sheet.form is SCALES)
    assert {row["value"] for row in scales if "choice" in row} == {f"{OPEN})"}
    tree = next(sheet.rows for sheet in form.sheets if sheet.form is TREE_SHEET)
    assert all(str(row["ratio"]).startswith(OPEN) for row in tree if row.get("scale") == "persen")


def test_the_command_writes_it_and_tells_what_it_could_not_read(tmp_path: Path) -> None:
    """Rows that were not understood by their numbers; build refuses with a line for each open cell."""
    done = run("rules", "init", "aturan.xlsx", "--from", VALID / "lke-zi.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert "not read: LKE ZI!" in done.stderr.decode()
    sheets = load_workbook(tmp_path / "aturan.xlsx")
    waiting = sum(
        str(cell.value).startswith(OPEN)
        for sheet in sheets
        for row in sheet.iter_rows(min_row=HEADINGS)
        for cell in row
    )
    assert f"{waiting} cells wait" in done.stderr.decode()
    done = run("rules", "build", "aturan.xlsx", "-o", "aturan", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.decode().splitlines())) == (1, waiting)


def test_another_workbook_is_told(tmp_path: Path) -> None:
    """One without the headings of a form is no base; a folder cannot be made of a form."""
    path = tmp_path / "lain.xlsx"
    book = load_workbook(BLANK / "permenpanrb-90-2021.xlsx")
    del book["Jawaban"]
    book.save(path)
    done = run("rules", "init", "aturan.xlsx", "--from", path, cwd=tmp_path)
    assert (done.returncode, b"neither a workbook of rules nor an official form" in done.stderr) == (3, True)
    done = run("rules", "init", "aturan", "--from", VALID / "lke-zi.xlsx", cwd=tmp_path)
    assert (done.returncode, b"aturan.xlsx" in done.stderr) == (2, True)
    assert not (tmp_path / "aturan.xlsx").exists()
