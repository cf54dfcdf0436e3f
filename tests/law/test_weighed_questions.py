"""Questions of one indicator that weigh differently, from the rules to the score, the template, its proof and a plan.

Worked on paper: P.1.a weighs 10, its questions 7.5 and 2.5. Baik (3/4) and C (3/5) give 5.625 + 1.5 = 7.125; the mean
would give 6.75.
"""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import instrument
import pytest
from conftest import run
from openpyxl import load_workbook

from zi_score import Ruleset, RulesetError, evaluate, load_ruleset, plan_improvement, read_workbook, what_if
from zi_score.evaluation.scoring import score
from zi_score.forms.rules.workbook import render
from zi_score.forms.template.outline import build_outline
from zi_score.formulas.expected import law_of
from zi_score.formulas.proof import proof_of
from zi_score.improve.request import Request
from zi_score.law.amendment import amendments
from zi_score.law.folder import fingerprint, folder_of
from zi_score.law.sheets.form import QUESTION, TREE_SHEET
from zi_score.reading.rulesets import printed_rules
from zi_score.reading.workbook import read_submission

F = Fraction
ANSWERS = {
    "P.1.a.1": "Baik",
    "P.1.a.2": "C",
    "P.1.b.1": "B",
    "P.2.a.1.masuk": 4,
    "P.2.a.1.selesai": 3,
    "H.a": 4,
}


def tree(first: object = 7.5, second: object = "2.5") -> dict[str, Any]:
    """Return the tree of the instrument with weights of the questions of P.1.a."""
    content = instrument.tree()
    for question, weight in zip(content["indicators"][0]["questions"], (first, second), strict=True):
        if weight is not None:
            question["weight"] = weight
    return content


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ruleset's folder."""
    return instrument.written(tmp_path_factory.mktemp("weighed") / "instrumen", content=tree())


@pytest.fixture(scope="module")
def ruleset(folder: Path) -> Ruleset:
    """Return the ruleset."""
    return load_ruleset(folder)


@pytest.fixture(scope="module")
def even(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return the instrument whose questions share the weight of their indicator."""
    return load_ruleset(instrument.written(tmp_path_factory.mktemp("even") / "instrumen"))


@pytest.fixture(scope="module")
def filled(ruleset: Ruleset) -> bytes:
    """Return its template, filled in."""
    return instrument.filled(ruleset, ANSWERS, {})


def unit_answers(content: bytes, ruleset: Ruleset) -> Any:  # noqa: ANN401 - answers by code
    """Return the answers of the unit."""
    return next(sheet.answers for sheet in read_workbook(content, ruleset).sheets if sheet.assessor == "unit")


def test_points_are_value_times_weight(ruleset: Ruleset, even: Ruleset, filled: bytes) -> None:
    """As on paper, read of the template without a finding; everything above is a sum."""
    evaluation = evaluate(filled, ruleset)
    nodes = evaluation.assessments[0].nodes
    assert [nodes[code].score for code in ("P.1.a.1", "P.1.a.2", "P.1.a")] == [F("5.625"), F("1.5"), F("7.125")]
    assert (nodes["P"].score, evaluation.assessments[0].total.score) == (F("53.125"), F("77.125"))
    assert not evaluation.findings
    assert score(even, unit_answers(filled, ruleset))["P.1.a"].score == F("6.75")


def test_what_is_unanswered_keeps_its_weight(ruleset: Ruleset) -> None:
    """Nothing for it in the score, all of it in the highest; the arithmetic of the proof agrees."""
    nodes = score(ruleset, {})
    assert [nodes[code].highest for code in ("P.1.a.1", "P.1.a.2", "P.1.a")] == [F("7.5"), F("2.5"), 10]
    values = {"P.1.a.1": 0.75, "P.1.a.2": 0.0, "P.1.b.1": 1.0, "P.2.a.1": 0.5, "H.a": 0.0}
    assert law_of(ruleset).scores(values) == pytest.approx(
        {"P.1.a.1": 5.625, "P.1.a.2": 0, "P.1.a": 5.625, "P.1.b.1": 20, "P.1.b": 20, "P.1": 25.625}
        | {"P.2.a.1": 20, "P.2.a": 20, "P.2": 20, "P": 45.625, "H.a": 0, "H": 0, "": 45.625}
    )


# The template ------------------------------------------------------------------------------------


def proof_with(ruleset: Ruleset, content: bytes) -> Any:  # noqa: ANN401 - a proof
    """Return the proof of a workbook's formulas."""
    return proof_of(content, read_submission(content, ruleset), ruleset)


def changed(content: bytes, cell: str, value: object) -> bytes:
    """Return a workbook with another value in a cell of ``Jawaban``."""
    book = load_workbook(io.BytesIO(content))
    book["Jawaban"][cell] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_template_computes_the_same(ruleset: Ruleset, filled: bytes) -> None:
    """Its formulas are proven with one answer set after another; the mean in their place is found."""
    rows = build_outline(ruleset)
    proof = proof_with(ruleset, filled)
    assert not proof.faults
    assert not proof.weights
    own = f"R{rows.node_rows['P.1.a']}"
    at = ("Jawaban", rows.node_rows["P.1.a"] - 1, 17)
    assert at in proof.judged
    first, second = (f"R{rows.question_rows[code]}" for code in ("P.1.a.1", "P.1.a.2"))
    mean = changed(filled, own, f"=SUM({first},{second})/2*H{rows.node_rows['P.1.a']}")
    assert at in {fault.judged.cell for fault in proof_with(ruleset, mean).faults}


def test_a_weight_in_the_sheet_is_compared(ruleset: Ruleset, filled: bytes) -> None:
    """Of a question as of an indicator."""
    cell = f"H{build_outline(ruleset).question_rows['P.1.a.1']}"
    (found,) = [each for each in evaluate(changed(filled, cell, 5), ruleset).findings if each.name == "weight-differs"]
    assert (found.code, str(found.cell)) == ("P.1.a.1", f"Jawaban!{cell}")
    assert "7,5" in found.message or "7.5" in found.message


def test_the_printed_form_is_read_back(ruleset: Ruleset, filled: bytes, tmp_path: Path) -> None:
    """Weights of questions that differ are rules; those that do not are only told."""
    rows = build_outline(ruleset).question_rows
    path = tmp_path / "lke.xlsx"
    path.write_bytes(filled)
    assert _weights(path) == {"p.1.a.1": F("7.5"), "p.1.a.2": F("2.5")}
    even = changed(changed(filled, f"H{rows['P.1.a.1']}", 5), f"H{rows['P.1.a.2']}", 5)
    path.write_bytes(even)
    assert _weights(path) == {}


def _weights(path: Path) -> dict[str, object]:
    form = printed_rules(path, "own")
    assert form
    found = next(sheet.rows for sheet in form.sheets if sheet.form is TREE_SHEET)
    return {
        str(row["code"]).casefold(): row["weight"]
        for row in found
        if row["kind"] == QUESTION and row["weight"] is not None
    }


# What is made of it ------------------------------------------------------------------------------


def test_other_answers_and_a_plan_follow_the_weights(ruleset: Ruleset, filled: bytes) -> None:
    """Baik to Sangat Baik gives a quarter of 7.5; the plan adds up to what scoring gives."""
    evaluation, _ = what_if(filled, {"P.1.a.1": "SB"}, ruleset)
    assert evaluation.assessments[0].total.score == F("77.125") + F("1.875")
    ready = instrument.filled(ruleset, ANSWERS, {"usia": 3, "sudah-layak": "Ya"})
    plan = plan_improvement(ready, ruleset, Request(target="UNGGUL", fix=("P.1.b", "P.2", "H")))
    assert {action.code: action.gain.score for action in plan.actions} == {"P.1.a.1": F("1.875"), "P.1.a.2": 1}
    assert plan.status == "optimal", "77.125 and all of the 2.875 that P.1.a leaves are the 80 of UNGGUL"


def test_it_is_said(folder: Path, ruleset: Ruleset, even: Ruleset, filled: bytes, tmp_path: Path) -> None:
    """On the question's page, in the way to a score, and beside a ruleset whose questions share."""
    shown = run("rules", "P.1.a.1", "--ruleset", folder, "--lang", "en").stdout.decode()
    assert "worth: 7.5\n" in shown
    path = tmp_path / "lke.xlsx"
    path.write_bytes(filled)
    told = run("evaluate", path, "--ruleset", folder, "--trace", "P.1.a", "--lang", "en").stdout.decode()
    assert "= 0.75 x 7.5 + 0.6 x 2.5   value x weight of each question" in told
    found = [(each.place, each.field, each.before, each.after) for each in amendments(even, ruleset)]
    assert found == [("P.1.a.1", "weight", None, F("7.5")), ("P.1.a.2", "weight", None, F("2.5"))]


def test_out_and_back(even: Ruleset, ruleset: Ruleset, tmp_path: Path) -> None:
    """As a workbook and as a folder it says the same; what has no such weight says nothing of them."""
    (tmp_path / "aturan.xlsx").write_bytes(render(ruleset))
    assert load_ruleset(tmp_path / "aturan.xlsx") == ruleset
    for name, text in folder_of(ruleset).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert fingerprint(load_ruleset(tmp_path)) == fingerprint(ruleset)
    assert folder_of(ruleset)["lke.json"].count('"weight"') == len(ruleset.nodes) + 2
    assert folder_of(even)["lke.json"].count('"weight"') == len(even.nodes)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            7.5,
            None,
            "P.1.a.1.weight: ditemukan 7.5, seharusnya tanpa bobot, karena pertanyaan P.1.a berbagi bobotnya; atau",
        ),
        (
            None,
            2.5,
            "P.1.a.2.weight: ditemukan 2.5, seharusnya tanpa bobot, karena pertanyaan P.1.a berbagi bobotnya; atau",
        ),
        (7.5, 3, "P.1.a.weight: ditemukan 10, seharusnya 10.5, yaitu jumlah P.1.a.1 7.5 + P.1.a.2 3"),
        (10, 0, "P.1.a.2.weight: ditemukan 0, seharusnya bilangan di atas 0"),
        (12, -2, "P.1.a.2.weight: ditemukan -2, seharusnya bilangan di atas 0"),
        ("tujuh", 3, "P.1.a.1.weight: ditemukan 'tujuh'"),
    ],
)
def test_weights_that_do_not_fit_are_refused(first: object, second: object, told: str, tmp_path: Path) -> None:
    """All questions of an indicator have one or none has, each above 0, together that of the indicator."""
    with pytest.raises(RulesetError) as refused:
        load_ruleset(instrument.written(tmp_path / "own", content=tree(first, second)))
    assert told in str(refused.value)
