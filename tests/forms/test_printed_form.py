"""Rules begun from an official form: what it prints is read, and what it does not print is left open."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, VALID, run
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from revision import HEADINGS

from zi_score import load_ruleset
from zi_score.law.ruleset import Indicator
from zi_score.law.sheets.form import COUNT, INDICATOR, OPEN, QUESTION, RUBRIC, SCALES, SECTION, TREE_SHEET
from zi_score.law.sheets.printed_form import PrintedForm, read_printed_form

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
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    found = read_printed_form(sheets, "own")
    assert found is not None
    return found


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
    assert (done.returncode, b"no workbook of rules" in done.stderr) == (2, True)
    done = run("rules", "init", "aturan", "--from", VALID / "lke-zi.xlsx", cwd=tmp_path)
    assert (done.returncode, b"aturan.xlsx" in done.stderr) == (2, True)
    assert not (tmp_path / "aturan.xlsx").exists()
