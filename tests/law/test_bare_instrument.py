"""An instrument with a scale of numbers (3/2/1/0) and without facts, requirements and conventions, from end to end.

Worked on paper: K.1 weighs 40 over two questions, K.2 60 over three. 3, 2 and 1, 0, 2 give 20 x (1 + 0.67) = 33.4 and
20 x (0.33 + 0 + 0.67) = 20, together 53.4.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import instrument
import pytest
from conftest import run

from zi_score import Ruleset, evaluate, load_ruleset
from zi_score.forms.rules.workbook import render
from zi_score.formulas.proof import proof_of
from zi_score.reading.workbook import read_submission

F = Fraction
RULES = """\
id = "kearsipan"
title = "Instrumen Kearsipan"
about = "Instrumen pengawasan kearsipan internal"
predicates = ["BAIK", "UNGGUL"]
source = "sk"
facts = {}
requirements = []
conventions = []

[sources.sk]
kind = "practice"
text = "Keputusan Kepala Arsip Contoh Nomor 3 Tahun 2026"

[scales.tingkat]
kind = "choice"
values = { 3 = 1, 2 = 0.67, 1 = 0.33, 0 = 0 }
printed = ["3/2/1/0"]
source = "sk"

[[areas]]
number = 1
sections = ["K"]

[[criteria]]
id = "total"
label = "Nilai total"
measure = "score"
nodes = ["K"]
minimum = { BAIK = 50, UNGGUL = 80 }
source = "sk"
"""


def _asked(code: str, label: str) -> dict[str, str]:
    marker = code.rpartition(".")[2]
    return {"code": code, "marker": marker, "label": label, "scale": "tingkat", "source": "sk"}


TREE = {
    "sections": [{"code": "K", "name": "Kearsipan", "weight": "100", "source": "sk"}],
    "indicators": [
        {
            "code": "K.1",
            "name": "Penciptaan arsip",
            "weight": "40",
            "source": "sk",
            "questions": [
                _asked("K.1.a", "Naskah dinas dibuat menurut tata naskah"),
                _asked("K.1.b", "Naskah dinas diregistrasi"),
            ],
        },
        {
            "code": "K.2",
            "name": "Penyimpanan arsip",
            "weight": "60",
            "source": "sk",
            "questions": [
                _asked("K.2.a", "Arsip aktif disimpan tertib"),
                _asked("K.2.b", "Arsip inaktif dipindahkan"),
                _asked("K.2.c", "Arsip vital dilindungi"),
            ],
        },
    ],
}
ANSWERS = {"K.1.a": 3, "K.1.b": "2", "K.2.a": 1, "K.2.b": 0, "K.2.c": 2.0}
"""Typed as Excel holds them: numbers, and a text among them."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ruleset's folder, with its template filled in beside it."""
    folder = instrument.written(tmp_path_factory.mktemp("bare") / "kearsipan", RULES, TREE)
    (folder.parent / "lke.xlsx").write_bytes(instrument.filled(load_ruleset(folder), ANSWERS, {}))
    return folder


@pytest.fixture(scope="module")
def ruleset(folder: Path) -> Ruleset:
    """Return the ruleset."""
    return load_ruleset(folder)


def test_the_score(folder: Path, ruleset: Ruleset) -> None:
    """As on paper; 0 is an answer, and no fact is left unknown."""
    evaluation = evaluate(folder.parent / "lke.xlsx", ruleset)
    (assessment,) = evaluation.assessments
    nodes = assessment.nodes
    assert [nodes[code].score for code in ("K.1", "K.2", "K")] == [F("33.4"), 20, F("53.4")]
    assert (assessment.answered, assessment.total.highest) == (5, F("53.4"))
    assert [(each.id, each.status) for each in assessment.predicates] == [("BAIK", "met"), ("UNGGUL", "not-met")]
    assert [each.id for each in assessment.predicates[0].criteria] == ["total"]
    assert (evaluation.verdict, evaluation.findings) == ("BAIK", ())


def test_the_template_computes_it(folder: Path, ruleset: Ruleset) -> None:
    """Its formulas are proven: a choice is looked up whether it is a number or a text."""
    content = (folder.parent / "lke.xlsx").read_bytes()
    proof = proof_of(content, read_submission(content, ruleset), ruleset)
    assert proof.problem is None
    assert len(proof.judged) > len(ruleset.questions)
    assert [*proof.faults, *proof.minimums, *proof.missing, *proof.rows, *proof.apart] == []


@pytest.mark.parametrize("answer", [4, -1, 1.5, "3 dari 3"])
def test_what_is_on_no_scale_is_refused(answer: object, ruleset: Ruleset) -> None:
    """It counts nothing and is told, with what the scale has."""
    found = evaluate(instrument.filled(ruleset, ANSWERS | {"K.1.a": answer}, {}), ruleset)
    (finding,) = [each for each in found.findings if each.code == "K.1.a" and each.severity == "error"]
    assert "3, 2, 1, 0" in finding.message + str(finding.tip)
    assert found.assessments[0].nodes["K.1"].score == F("13.4")


def test_the_commands(folder: Path, ruleset: Ruleset, tmp_path: Path) -> None:
    """The template is made, a filled one evaluated, shown as a page, and checked; the rules go out and come back."""
    book, page, blank = folder.parent / "lke.xlsx", tmp_path / "hasil.html", tmp_path / "kosong.xlsx"
    assert run("template", "--ruleset", folder, "-o", blank).returncode == 0
    assert not evaluate(blank, ruleset).assessments[0].answered
    done = run("evaluate", book, "--ruleset", folder, "--format", "json", "--report", f"html:{page}")
    assert (done.returncode, json.loads(done.stdout)["assessments"][0]["total"]["exact"]) == (0, "267/5")
    told = page.read_text(encoding="utf-8")
    assert "53.40" in told
    assert "Nilai total" in told
    assert run("check", book, "--ruleset", folder, "--proof").returncode == 0
    assert run("rules", "validate", folder).returncode == 0
    (tmp_path / "aturan.xlsx").write_bytes(render(ruleset))
    assert load_ruleset(tmp_path / "aturan.xlsx") == ruleset
