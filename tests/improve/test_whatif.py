"""``zi-score whatif``: other answers, the same evaluation, and a workbook that nobody touched."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from conftest import BROKEN, ROOT, VALID, run

import zi_score
from zi_score.improve.errors import RequestError
from zi_score.model.language import use_language

F = Fraction
WBK = VALID / "wbk.xlsx"


def test_the_verdict_with_other_answers() -> None:
    """B.I.b C to B adds 1.25; IPAK 3.70 to 3.5 takes 0.875 and the verdict; the file's own total is no comparison."""
    before = zi_score.evaluate(WBK)
    evaluation, changes = zi_score.what_if(WBK, {"B.I.b": "b", "B.I.a": "3,5"})
    assert [(each.code, each.before, each.after, str(each.place)) for each in changes] == [
        ("B.I.b", "C", "B", "Jawaban!K200"),
        ("B.I.a", "3.7", "3.5", "Jawaban!K199"),
    ]
    total = evaluation.assessments[0].total
    assert total.score - before.assessments[0].total.score == F("1.25") - F("0.875")
    assert (before.verdict, evaluation.verdict) == ("WBK", "none")
    assert evaluation.workbook_total is None
    assert not {finding.name for finding in evaluation.findings} & {"workbook-total-differs", "workbook-score-differs"}


def test_counts_and_cleared_answers() -> None:
    """26 of 39 complaints are 2/3 of 3 points; a blank clears the answer; groups are summed."""
    evaluation, _changes = zi_score.what_if(
        WBK,
        {"A.II.5.ii.a.pengaduan_selesai": "26 kasus", "A.I.1.i.a": "", "A.II.5.iii.a.a.wajib_lainnya": "13"},
    )
    nodes = evaluation.assessments[0].nodes
    assert nodes["A.II.5.ii.a"].score == 2
    assert nodes["A.I.1.i.a"].score == 0
    assert nodes["A.I.1.i.a"].highest == F("0.25")
    assert nodes["A.II.5.iii.a.a"].score == F("13/20")
    assert "counts-contradict" in {finding.name for finding in evaluation.findings}, "26 and 2 are not 39"


def test_setting_what_stands_there_changes_nothing() -> None:
    """Every answer of a workbook, set to itself, gives the same nodes, to the fraction."""
    worksheet = zi_score.read_workbook(WBK)
    typed = {code: answer.typed for code, answer in worksheet.sheets[0].answers.items() if answer.typed}
    evaluation, changes = zi_score.what_if(WBK, typed)
    same = zi_score.evaluate(WBK)
    assert evaluation.assessments[0].nodes == same.assessments[0].nodes
    assert evaluation.assessments[0].predicates == same.assessments[0].predicates
    assert all(each.before == each.after for each in changes)


def test_an_answer_that_was_not_read_can_be_tried_out() -> None:
    """What is set takes the finding of its cell away; other findings stay."""
    path = BROKEN / "answer-not-understood.xlsx"
    assert "answer-not-understood" in {finding.name for finding in zi_score.evaluate(path).findings}
    evaluation, (change,) = zi_score.what_if(path, {"A.I.1.ii.a": "Ya"})
    assert "answer-not-understood" not in {finding.name for finding in evaluation.findings}
    assert change.before == "sudah ada"


def test_whose_answers() -> None:
    """By default those of the highest authority; the others are left out, as they are not what is tried."""
    path = VALID / "three-assessors.xlsx"
    for assessor, expected in ((None, "tpn"), ("unit", "unit")):
        evaluation, _changes = zi_score.what_if(path, {"B.I.b": "A"}, assessor=assessor)
        assert [each.assessor for each in evaluation.assessments] == [expected]
        assert {finding.assessor for finding in evaluation.findings} <= {None, expected}


def test_a_plan_tried_out_gives_what_it_promised() -> None:
    """Every action and required result of a plan, set one by one, gives exactly the scores that the plan predicts."""
    path = VALID / "half-empty.xlsx"
    plan = json.loads(run("improve", path, "--format", "json").stdout)
    settings = [f"{each['code']}={each['to']}" for each in plan["required_external"]]
    for action in plan["actions"]:
        counts = action["to"] if isinstance(action["to"], dict) else {}
        settings += [f"{action['code']}.{key}={number}" for key, number in counts.items()]
        settings += [] if counts else [f"{action['code']}={action['to']}"]
    done = run("whatif", path, "--format", "json", *(part for each in settings for part in ("--set", each)))
    (assessment,) = json.loads(done.stdout)["assessments"]
    assert assessment["total"] == plan["after"]["total"]
    assert assessment["areas"] == plan["after"]["areas"]
    assert assessment["predicates"] == plan["after"]["predicates"]
    assert assessment["verdict"] == plan["after"]["verdict"] == "WBK"


# The command --------------------------------------------------------------------------------------


def test_json_is_the_contract_of_evaluate() -> None:
    """An evaluation, and what was changed in it."""
    done = run("whatif", WBK, "--set", "B.I.b=A", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    schema = json.loads((ROOT / "zi_score" / "whatif.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(done.stdout))
    node = json.loads(done.stdout)["assessments"][0]["nodes"]["B.I.b"]
    assert (node["answer"], node["value"], node["cell"]) == ("A", "1", "Jawaban!K200")


def test_the_text_says_what_was_set(tmp_path: Path) -> None:
    """Below the verdict stands what was set and what stood there; the workbook stays as it was, byte for byte."""
    content = WBK.read_bytes()
    report = tmp_path / "whatif.txt"
    done = run("whatif", WBK, "--set", "B.I.b=A", "--set", "A.I.1.i.a=", "--report", f"text:{report}")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.decode().split())
    assert said.index("ELIGIBLE for WBK") < said.index("What was tried out The workbook stays as it is.")
    assert "B.I.b Jawaban!K200 C A " in said
    assert "A.I.1.i.a Jawaban!K6 Ya unanswered " in said
    assert report.read_bytes() == done.stdout
    assert WBK.read_bytes() == content
    spoken = run("whatif", WBK, "--set", "B.I.b=A", "-q", language=None).stdout.decode()
    assert "Berkasnya tidak diubah." in spoken


def test_figures_are_written_as_the_language_does() -> None:
    """Indonesian has a decimal comma; a rate of counts is a share in percent, and what was cleared is unanswered."""
    changes = ("--set", "B.I.a=3,5", "--set", "A.II.1.i.a=50%", "--set", "B.I.b=")
    said = " ".join(run("whatif", WBK, *changes, "-q", language="id").stdout.decode().split())
    for part in ("B.I.a Jawaban!K199 3,7 3,5 ", "A.II.1.i.a Jawaban!K125 66,67% 50,00% ", " C belum dijawab "):
        assert part in said
    said = " ".join(run("whatif", WBK, *changes, "-q").stdout.decode().split())
    assert "B.I.a Jawaban!K199 3.7 3.5 " in said
    planned = " ".join(run("improve", WBK, *changes, "-q", language="id").stdout.decode().split())
    assert "skala 0–4: 3,7 -> 3,5; A.II.1.i.a" in planned


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Missing option"),
        (["--set", "B.I.b"], 2, "--set B.I.b: expected CODE=ANSWER."),
        (["--set", "B.I.b=A", "--set", "B.I.b=B"], 2, "--set B.I.b: set twice."),
        (["--set", "B.I.b=Z"], 2, "--set B.I.b: found Z, expected A, B, C, D, E; blank clears the answer."),
        (["--set", "B.I.b=A", "--assessor", "tpi"], 2, "--assessor tpi: no answers of this assessor"),
    ],
)
def test_bad_input(arguments: list[str], code: int, message: str) -> None:
    """A sentence that names code, found and expected; nothing on standard output."""
    done = run("whatif", WBK, *arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in " ".join(done.stderr.decode().split())


def test_a_workbook_that_cannot_be_read() -> None:
    """As for evaluate: exit 3, a sentence, and as JSON the failure."""
    done = run("whatif", BROKEN / "file-damaged.xlsx", "--set", "B.I.b=A", "--format", "json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["findings"][0]["name"] == "file-damaged"


@pytest.mark.parametrize(
    ("code", "answer", "message"),
    [
        ("B.I.a", "4.1", "set B.I.a: found 4.1, expected 0 - 4; blank"),
        ("A.II.5.ii.a.pengaduan_selesai", "-1", "found -1, expected 0, 1, 2, ...; blank"),
        ("A.II.5.ii.a.selesai", "1", "no such question or count. Near: A.II.5.ii.a.pengaduan_selesai"),
        ("A.I.1", "A", "set A.I.1: permenpanrb-90-2021 has no such question or count."),
        ("A.II.4.i.a", "-3 %", "set A.II.4.i.a: found -3 %, expected 0% - 100%"),
    ],
)
def test_answers_that_the_scale_does_not_have(code: str, answer: str, message: str) -> None:
    """Read by the rules of cells: what is no answer there is refused with what is accepted."""
    use_language("en")
    try:
        with pytest.raises(RequestError, match=re.escape(message)):
            zi_score.what_if(WBK, {code: answer})
    finally:
        use_language("id")


def test_what_comes_from_outside_is_no_markup() -> None:
    """A hostile code or answer is shown as one line, without control characters."""
    use_language("en")
    try:
        with pytest.raises(RequestError, match=r"^set A\.I\.1\.i\.a: found Ya 31mTidak"):
            zi_score.what_if(WBK, {"A.I.1.i.a": "Ya\n\x1b31mTidak"})
        with pytest.raises(RequestError, match=r"^set a b: "):
            zi_score.what_if(WBK, {"a\nb": "A"})
    finally:
        use_language("id")


def test_a_share_without_its_sign_is_asked_for_both_readings() -> None:
    """1 lies between 0 % and 100 %, and says neither 1 % nor 100 %."""
    for command in (["whatif"], ["improve", "--target", "WBK"]):
        name, *options = command
        done = run(name, VALID / "52-2014-half-empty.xlsx", *options, "--set", "B.I.2=1")
        assert done.returncode == 2
        assert "found 1, expected 1%, 100%; blank clears the answer." in " ".join(done.stderr.decode().split())
