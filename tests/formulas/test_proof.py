"""The proof of a sheet from outside: sound sheets are not accused, faults are told at their cells, with one base."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from conftest import BROKEN, FIELD, VALID, run
from openpyxl import load_workbook

from zi_score import load_ruleset
from zi_score.api.one import check_workbook, examine
from zi_score.evaluation.scoring import score
from zi_score.formulas.expected import law_of
from zi_score.formulas.sets import Sets
from zi_score.law.load import built_in_rulesets
from zi_score.model.findings import Finding, Severity
from zi_score.model.worksheet import Answer, Place

LKE = "LKE ZI"
FORMULAS = ("wrong-", "constant-over-", "workbook-", "weight-", "summary-")


def bent(path: Path, cells: Mapping[str, object]) -> bytes:
    """Return a workbook with other contents in some cells, as a program saves it that does not compute."""
    book, content = load_workbook(path), io.BytesIO()
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(content)
    return content.getvalue()


def told(path: Path | bytes) -> list[Finding]:
    """Return what is told of the formulas of a workbook."""
    return [each for each in examine(path).evaluation.findings if each.name.startswith(FORMULAS)]


@pytest.mark.parametrize("path", sorted(VALID.glob("*.xlsx")), ids=lambda path: path.stem)
def test_no_sound_sheet_is_accused(path: Path) -> None:
    """Every formula of the sound worksheets is held against the law, and none is wrong."""
    proof = check_workbook(path).proof
    assert proof is not None
    assert (proof.problem, proof.wrong, proof.not_proven) == (None, 0, 0)
    assert proof.judged >= proof.formulas - 3  # the title, and how many questions are answered
    assert proof.judged + proof.not_judged == proof.formulas


@pytest.mark.parametrize("ruleset", built_in_rulesets())
def test_the_light_arithmetic_is_the_law(ruleset: str) -> None:
    """On every set of answers the numbers are those of exact scoring."""
    rules = load_ruleset(ruleset)
    law = law_of(rules)
    place = Place("LKE", "A1")
    for answers in Sets(law, frozenset(law.questions), seed=Random(1).randrange(100)).of(more=True):
        exactly = {
            code: Answer(place=place, value=Fraction(str(value)) if isinstance(value, float) else value)
            for code, value in answers.typed.items()
        }
        nodes = score(rules, exactly)
        light = law.scores(answers.values)
        assert all(abs(float(node.score) - light[code]) < 1e-9 for code, node in nodes.items() if code in light)


def test_faults_of_the_field() -> None:
    """The mean that leaves out LHKASN, with figures of one base, and the total typed over its groups."""
    found = examine(FIELD / "field-lke-zi.xlsx").evaluation
    (wrong,) = [each for each in found.findings if each.name == "wrong-range"]
    assert (wrong.cell, wrong.severity) == (f"{LKE}!L174", Severity.ERROR)
    assert wrong.details | {"found": "1.69", "right": "1.85", "effect": "-0.15"} == wrong.details
    assert wrong.details["missing"] == "A.II.5.iii.b"
    proof = check_workbook(FIELD / "field-lke-zi.xlsx").proof
    assert proof
    assert [each.cell for each in proof.cells if each.state == "wrong"] == [f"{LKE}!L174", f"{LKE}!K176"]


def test_a_fault_for_other_answers_is_a_warning_with_the_answers_that_show_it() -> None:
    """A choice that nobody has chosen is worth too much: one changed answer shows it, and the figures are of that."""
    formula = '=IF(K9="","Blm Diisi",IF(K9="A",1,IF(K9="B",0.6,0)))'
    (wrong,) = told(bent(VALID / "lke-zi.xlsx", {f"{LKE}!L9": formula, f"{LKE}!K9": "A"}))
    assert (wrong.cell, wrong.severity) == (f"{LKE}!L9", Severity.WARNING)
    assert (wrong.details["changes"], wrong.details["found"], wrong.details["right"]) == ("K9 = B", "0.60", "0.50")
    assert wrong.details["effect"] == "+0.03"  # a tenth of a quarter of a point


def test_what_is_wrong_for_blanks_alone_is_a_notice() -> None:
    """A blank that gets half of the points, where every answer is scored right."""
    formula = '=IF(K9="A",1,IF(K9="C",0,0.5))'
    (wrong,) = told(bent(VALID / "lke-zi.xlsx", {f"{LKE}!L9": formula}))
    assert (wrong.cell, wrong.severity) == (f"{LKE}!L9", Severity.NOTICE)


def test_no_fault_hides_another() -> None:
    """A total that doubles an area whose own mean is wrong: both are told, each with its own effect."""
    book = bent(VALID / "lke-zi.xlsx", {f"{LKE}!L7": "=AVERAGE(L8)*H7", f"{LKE}!L6": "=SUM(L7,L10,L14,L18,L18)"})
    assert {each.cell for each in told(book)} == {f"{LKE}!L7", f"{LKE}!L6"}


def test_a_minimum_is_proven_by_what_the_cell_says() -> None:
    """Just below, at and above; another number in the comparison is found to the thousandth."""
    (wrong,) = told(BROKEN / "summary-minimum-differs.xlsx")
    assert (wrong.name, wrong.cell, wrong.details["found"], wrong.details["right"]) == (
        "summary-minimum-differs",
        "Unit!E7",
        "0.5",
        "0.6",
    )


def test_a_doubtful_formula_is_not_proven_and_never_wrong() -> None:
    """INDIRECT is not known to be right: its cell is named, and what reads it is proven all the same."""
    book = bent(VALID / "lke-zi.xlsx", {f"{LKE}!L7": '=INDIRECT("L8")*H7'})
    proof = check_workbook(book, path="x.xlsx").proof
    assert proof
    assert (proof.wrong, proof.not_proven) == (0, 1)
    (cell,) = [each for each in proof.cells if each.state == "not-proven"]
    assert (cell.cell, cell.reason) == (f"{LKE}!L7", "INDIRECT")


@pytest.mark.parametrize("typed", ["0,50", "0,5 ", "50,00%"])
def test_a_text_that_is_a_number_where_decimals_have_a_comma_is_not_called_wrong(typed: str) -> None:
    """A program in Indonesian computes with it: what reads it is not proven. Other texts are wrong."""
    content = bent(VALID / "lke-zi.xlsx", {f"{LKE}!H7": typed})
    proof = check_workbook(content).proof
    assert proof is not None
    assert proof.wrong == 0
    assert {each.cell: each.reason for each in proof.cells if each.state == "not-proven"}[f"{LKE}!L7"] == typed
    assert told(content) == []
    hidden = {f"{LKE}!H7": typed, f"{LKE}!L7": "=IFERROR(AVERAGE(L8:L9)*H7,0)"}
    assert told(bent(VALID / "lke-zi.xlsx", hidden)) == []
    for text in ("setengah", "1.2.3"):
        assert any(each.cell == f"{LKE}!L7" for each in told(bent(VALID / "lke-zi.xlsx", {f"{LKE}!H7": text})))


def test_check_says_it_in_a_line_and_lists_every_cell() -> None:
    """As a stranger sees it; ``--proof`` takes more sets, and JSON counts the same."""
    path = VALID / "lke-zi.xlsx"
    said = " ".join(run("check", path).stdout.decode().split())
    assert "270 formulas, all computed as the regulation does on 29 sets of answers." in said
    whole = json.loads(run("check", path, "--proof", "--format", "json").stdout)["workbooks"][0]["proof"]
    assert (whole["formulas"], whole["judged"], whole["sets"], whole["wrong"]) == (270, 270, 69, 0)
    assert len(whole["cells"]) == 270
    assert {each["state"] for each in whole["cells"]} == {"right"}


def test_answers_that_are_formulas() -> None:
    """Without a saved result they are computed, and said to be; ``--no-compute`` leaves them unknown."""
    path = BROKEN / "answer-computed.xlsx"
    computed = json.loads(run("evaluate", path, "--format", "json").stdout)
    (told_,) = [each for each in computed["findings"] if each["name"] == "answer-computed"]
    assert told_["cell"] == f"{LKE}!K199"
    assert computed["assessments"][0]["nodes"]["B.I.a"]["value"] == "0.95"
    left = json.loads(run("evaluate", path, "--format", "json", "--no-compute").stdout)
    assert left["assessments"][0]["nodes"]["B.I.a"]["value"] is None
