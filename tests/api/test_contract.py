"""The JSON contract of design.md: the command line and the library say the same, and the schema describes it.

``python tests/script.py test_contract`` writes the schema anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import BLANK, ROOT, RULESET, run, worksheets

import zi_score
from zi_score.cli.schema import SchemaName as Described
from zi_score.comparison.model import Comparison
from zi_score.evaluation.checked import CheckResult
from zi_score.evaluation.kawasan import judge_kawasan
from zi_score.evaluation.result import Evaluation, Failure, Result
from zi_score.forms.plan import workbook as plan_workbook
from zi_score.improve.change import WhatIf
from zi_score.improve.monitoring.outcome import PlanProgress
from zi_score.improve.monitoring.progress import progress_of
from zi_score.improve.plan import Improvement
from zi_score.improve.request import Request
from zi_score.model.findings import catalogue
from zi_score.model.language import use_language
from zi_score.rekap.ranking import BatchResult, rekap
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import Submitted

SCHEMAS: dict[str, type[Result]] = {
    "result": Evaluation,
    "check": CheckResult,
    "compare": Comparison,
    "improve": Improvement,
    "progress": PlanProgress,
    "whatif": WhatIf,
    "batch": BatchResult,
}
SCHEMA = ROOT / "zi_score" / "result.schema.json"
CHECK_SCHEMA = ROOT / "zi_score" / "check.schema.json"
SCORE = re.compile(r"-?\d+\.\d\d")
SHARE = re.compile(r"\d\.\d{4}")
EXACT = re.compile(r"-?\d+(/[1-9]\d*)?")
CELL = re.compile(r".+![A-Z]{1,3}[1-9]\d*")


def schema_text(model: type[Result] = Evaluation) -> str:
    """Return the schema that the code describes, as it is committed."""
    return json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n"


def every(path: str) -> Path:
    """Return a worksheet by its name."""
    return next(each for each in worksheets() if each.stem == path)


WITH_BLANK = [*worksheets(), BLANK]


@pytest.fixture(params=WITH_BLANK, ids=lambda path: path.stem)
def result(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - any JSON
    """Return each worksheet's evaluation as JSON."""
    return json.loads(zi_score.evaluate(request.param).to_json())


# The same from both sides -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["half-empty", "three-assessors", "field-lke-zi"])
def test_command_line_and_library_say_the_same(name: str, language: str) -> None:
    """``evaluate --format json`` prints ``zi_score.evaluate(path).to_json()``, to the letter, in both languages."""
    path = every(name)
    done = run("evaluate", path, "--format", "json", language=language)
    use_language(language)
    try:
        expected = zi_score.evaluate(str(path)).to_json()
    finally:
        use_language("id")
    assert done.stdout.decode() == expected + "\n"
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("option", "held"), [("--holds-wbk", True), ("--no-holds-wbk", False)])
def test_the_same_with_a_fact(option: str, held: bool) -> None:  # noqa: FBT001 - a column of the table
    """The fact that the unit holds WBK goes the same way."""
    path = every("zero-counts")
    done = run("evaluate", path, "--format", "json", option, language="id")
    assert done.stdout.decode() == zi_score.evaluate(str(path), holds_wbk=held).to_json() + "\n"


def test_language_changes_words_only() -> None:
    """Messages and tips speak; everything else, labels and citations included, is the same."""
    texts: list[Any] = []
    for language in zi_score.model.language.LANGUAGES:
        found = json.loads(run("evaluate", every("field-lke-zi"), "--format", "json", language=language).stdout)
        texts.append([(finding.pop("message"), finding.pop("tip")) for finding in found["findings"]])
        texts.append(found)
    assert texts[1] == texts[3]
    assert all(one != other for one, other in zip(texts[0], texts[2], strict=True))


# The schema --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_that_of_the_code(name: str) -> None:
    """``python tests/script.py test_contract`` writes it anew; a change of the contract is seen in review."""
    committed = (ROOT / "zi_score" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(SCHEMAS[name])
    jsonschema.Draft202012Validator.check_schema(json.loads(committed))


def test_every_schema_is_one_of_a_result() -> None:
    """No file without a result, none of the command without its file."""
    assert {path.name.partition(".")[0] for path in (ROOT / "zi_score").glob("*.schema.json")} == set(SCHEMAS)
    assert {"result" if name == "evaluate" else name for name in Described} == set(SCHEMAS)


def test_the_schema_is_a_schema() -> None:
    """Its own form is right, and it refuses what is no evaluation."""
    schema = json.loads(schema_text())
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    sound = json.loads(zi_score.evaluate(every("wbk")).to_json())
    for change in ({"schema_version": 2}, {"assessments": "none"}, {"source": None}, {"colour": "red"}):
        assert not validator(schema).is_valid({**sound, **change}), change
    for key in sound:
        assert not validator(schema).is_valid({k: v for k, v in sound.items() if k != key}), key


def test_every_result_is_valid(result: Any) -> None:  # noqa: ANN401 - any JSON
    """Each worksheet's JSON follows the committed schema."""
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(result)


def test_every_check_is_valid() -> None:
    """What check gives, of workbooks that can be read and of one that cannot, follows its schema."""
    books = [zi_score.check_workbook(path) for path in (*worksheets()[:6], BLANK, ROOT / "missing.xlsx")]
    result = json.loads(CheckResult(workbooks=tuple(books)).to_json())
    jsonschema.Draft202012Validator(json.loads(CHECK_SCHEMA.read_text(encoding="utf-8"))).validate(result)


@pytest.mark.parametrize("command", list(Described))
def test_the_command_prints_the_committed_schema(command: str) -> None:
    """``zi-score schema`` is the file, byte for byte; without a name that of evaluate."""
    schema = ROOT / "zi_score" / f"{'result' if command == 'evaluate' else command}.schema.json"
    done = run("schema", command)
    assert (done.returncode, done.stdout, done.stderr) == (0, schema.read_bytes(), b"")
    if command == "evaluate":
        assert run("schema").stdout == done.stdout


def results() -> dict[str, Result]:
    """Return a real result of every kind, of which a check and a batch hold a workbook that cannot be read."""
    wbk, many = every("wbk"), every("three-assessors")
    evaluation, changes = zi_score.what_if(wbk, {"B.I.a": "3,5"})
    plan = zi_score.plan_improvement(wbk, request=Request(target="WBBM", alternatives=1))
    content = plan_workbook.render(plan, RULESET)
    outcomes = [done.outcome for done in evaluate_all([Submitted(str(path)) for path in (wbk, many, "missing.xlsx")])]
    area = judge_kawasan(RULESET, "Kawasan", [("a", evaluation.assessments[0].predicates)], Fraction("5.5"))
    return {
        "result": zi_score.check(many),
        "check": CheckResult(workbooks=(zi_score.check_workbook(many), zi_score.check_workbook("missing.xlsx"))),
        "compare": zi_score.compare(many),
        "improve": plan,
        "progress": progress_of(content, evaluation, RULESET),
        "whatif": WhatIf.of(evaluation, changes),
        "batch": rekap(RULESET, outcomes, kawasan=area),
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_result_loads_back_from_its_json(name: str) -> None:
    """Equal to the last fraction, by its schema, with the version of the program that made it; newer keys are fine."""
    found = results()[name]
    text = found.to_json()
    assert type(found) is SCHEMAS[name]
    if name != "batch":  # of its tally JSON keeps what people read
        assert type(found).model_validate_json(text) == found
    data = json.loads(text)
    assert data["program_version"] == zi_score.__version__
    jsonschema.Draft202012Validator(json.loads(schema_text(SCHEMAS[name]))).validate(data)
    type(found).model_validate({**data, "of-a-newer-program": 1})


def test_every_worksheet_loads_back() -> None:
    """Every fraction of every node, criterion and finding."""
    for path in worksheets():
        found = zi_score.check(path)
        assert Evaluation.model_validate_json(found.to_json()) == found, path.name


def test_the_figures_of_a_criterion_are_numbers() -> None:
    """In the library; a choice is the text that the ruleset has for it."""
    judged = zi_score.evaluate(every("area-below"), facts={"unit-follow-up": 80, "agency-sakip": "A"})
    by_id = {each.id: each for each in judged.assessments[0].predicates[0].criteria}
    area = by_id["area-3"]
    assert (area.reached, area.minimum, area.margin) == (Fraction(17, 30), Fraction(3, 5), Fraction(-1, 30))
    assert (area.gap, area.weight, area.highest) == (Fraction(-1, 3), Fraction(10), Fraction(17, 30))
    assert (by_id["req-follow-up"].reached, by_id["req-follow-up"].margin) == (Fraction(80), None)
    assert (by_id["req-agency-sakip"].reached, by_id["req-agency-sakip"].minimum) == ("A", "B")


def test_a_margin_keeps_the_sign_of_a_miss() -> None:
    """74.996 is shown as 75.00, and misses it; a share is missed by points of its area."""
    by_id = {
        criterion["id"]: criterion
        for name, key in (("rounds-to-75", "total"), ("area-below", "area-3"))
        for criterion in json.loads(zi_score.evaluate(every(name)).to_json())["assessments"][0]["predicates"][0][
            "criteria"
        ]
        if criterion["id"] == key
    }
    assert (by_id["total"]["reached"], by_id["total"]["margin"], by_id["total"]["margin_points"]) == (
        "75.00",
        "-0.00",
        "-0.00",
    )
    assert (by_id["area-3"]["margin"], by_id["area-3"]["margin_points"]) == ("-0.0333", "-0.33")


def test_no_answer_is_null() -> None:
    """A blank cell is no empty answer."""
    nodes = json.loads(zi_score.evaluate(every("half-empty")).to_json())["assessments"][0]["nodes"].values()
    answers = [node["answer"] for node in nodes if "scale" in node]
    assert None in answers
    assert "" not in answers


@pytest.mark.parametrize("arguments", [("rules",), ("explain",), ("rules", "hasil-1"), ("explain", "wrong-range")])
def test_the_law_and_the_catalogue_are_json_too(arguments: tuple[str, ...]) -> None:
    """With the citation of every part."""
    done = run(*arguments, "--format", "json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["schema_version"], data["program_version"]) == (0, 1, zi_score.__version__)
    if arguments == ("rules",):
        assert [each["code"] for each in data["ruleset"]["indicators"]] == [i.code for i in RULESET.indicators]
        assert all(each["citation"] for each in data["ruleset"]["indicators"])
    elif arguments == ("rules", "hasil-1"):
        assert data["criterion"]["minimum"] == {"WBK": "18.25", "WBBM": "19.5"}
    elif arguments == ("explain",):
        assert {page["name"] for page in data["findings"]} == set(catalogue())
    else:
        assert data["title"] == catalogue()["wrong-range"].title
    assert run(*arguments[:1], "nope", "--format", "json").returncode == 2


# Keys and types -----------------------------------------------------------------------------------


def has(part: Any, keys: Mapping[str, type | tuple[type, ...]]) -> None:  # noqa: ANN401 - any JSON
    """Assert that a JSON object has these keys, with values of these types."""
    assert isinstance(part, dict)
    for key, kind in keys.items():
        assert key in part, key
        assert isinstance(part[key], kind), (key, part[key])
        assert kind is not int or not isinstance(part[key], bool), key


MAYBE_TEXT = (str, type(None))
FIGURE: dict[str, type | tuple[type, ...]] = {"score": str, "exact": str, "highest": str, "weight": str}


def test_keys_and_types_of_the_design(result: Any) -> None:  # noqa: ANN401 - any JSON
    """Everything in the example of design.md is there, under its name and of its type."""
    has(
        result,
        {"schema_version": int, "source": dict, "unit": dict, "ruleset": dict, "assessments": list, "findings": list},
    )
    assert result["schema_version"] == 1
    has(result["source"], {"path": str, "sheet": str, "layout": str})
    has(result["unit"], {"name": MAYBE_TEXT, "agency": MAYBE_TEXT, "year": (int, type(None)), "target": MAYBE_TEXT})
    has(result["ruleset"], {"id": str, "title": str})
    assert result["assessments"]
    for assessment in result["assessments"]:
        has(
            assessment,
            {"assessor": str, "questions": int, "answered": int, "total": dict, "nodes": dict, "areas": dict}
            | {"predicates": list, "verdict": str},
        )
        assert assessment["assessor"] in {"unit", "tpi", "tpi-2", "tpn"}
        assert assessment["verdict"] in {"WBBM", "WBK", "none", "undetermined"}
        has(assessment["total"], FIGURE)
        for code, node in assessment["nodes"].items():
            has(node, FIGURE)
            if code in zi_score.load_ruleset(result["ruleset"]["id"]).questions:
                has(node, {"answer": MAYBE_TEXT, "value": MAYBE_TEXT, "cell": str})
        assert list(assessment["areas"]) == ["1", "2", "3", "4", "5", "6"]
        for area in assessment["areas"].values():
            has(area, {"score": str, "exact": str, "weight": str, "ratio": str})
        check_predicates(assessment["predicates"], result["ruleset"]["id"])
    assert "workbook_total" in result
    if result["workbook_total"] is not None:
        has(result["workbook_total"], {"score": str, "cell": str})
    for finding in result["findings"]:
        has(finding, {"name": str, "severity": str, "message": str, "tip": str, "citation": str})
        has(finding, {"code": MAYBE_TEXT, "cell": MAYBE_TEXT})
        assert finding["severity"] in {"error", "warning", "notice"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", finding["name"])


def minimums_of(ruleset: str, predicate: str) -> list[str]:
    """Return the ids of a predicate's minimums in the order of the regulation."""
    if ruleset == "permenpanrb-52-2014":
        return ["total", "hasil-1", "hasil-1-survey", "hasil-1-tlhp", *(["hasil-2"] if predicate == "WBBM" else [])]
    areas = (f"area-{number}" for number in range(1, 7))
    return ["total", "pengungkit", *areas, "hasil-1", "hasil-1-survey", "hasil-1-performance", "hasil-2"]


REQUIREMENTS = {
    ("permenpanrb-90-2021", "WBK"): 10,
    ("permenpanrb-90-2021", "WBBM"): 10,
    ("permenpanrb-52-2014", "WBK"): 6,
    ("permenpanrb-52-2014", "WBBM"): 3,
}


def check_predicates(predicates: Any, ruleset: str) -> None:  # noqa: ANN401 - any JSON
    """Assert the predicates of an assessment: ids, order of the criteria, types."""
    assert [predicate["id"] for predicate in predicates] == ["WBK", "WBBM"]
    for predicate in predicates:
        minimums = minimums_of(ruleset, predicate["id"])
        has(predicate, {"id": str, "status": str, "criteria": list})
        ids = [criterion["id"] for criterion in predicate["criteria"]]
        expected = minimums + (["holds-wbk"] if predicate["id"] == "WBBM" else [])
        assert [id_ for id_ in ids if not id_.startswith("req-")] == expected
        assert len([id_ for id_ in ids if id_.startswith("req-")]) == REQUIREMENTS[ruleset, predicate["id"]]
        for criterion in predicate["criteria"]:
            has(criterion, {"id": str, "minimum": str, "status": str, "citation": str})
            has(criterion, {"reached": MAYBE_TEXT, "margin": MAYBE_TEXT})
            assert criterion["status"] in {"met", "not-met", "undetermined"}
            if criterion["id"] in minimums:
                assert criterion["reached"] is not None
                assert criterion["margin"] is not None


def figures(part: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Return every object with a score, however deep."""
    if isinstance(part, list):
        return [figure for each in part for figure in figures(each)]
    if isinstance(part, dict):
        return ([part] if "score" in part else []) + [f for each in part.values() for f in figures(each)]
    return []


def test_numbers_as_texts(result: Any) -> None:  # noqa: ANN401 - any JSON
    """Scores have two decimals, half up; ``exact`` is in lowest terms and rounds to the score; no number is a float."""
    found = figures(result)
    assert len(found) > 110
    for figure in found:
        for key in ("score", "highest", "weight"):
            if key in figure:
                assert SCORE.fullmatch(figure[key]), figure
        if "exact" in figure:
            assert EXACT.fullmatch(figure["exact"]), figure
            assert str(Fraction(figure["exact"])) == figure["exact"], "lowest terms"
            hundredths = Fraction(figure["exact"]) * 100 + Fraction(1, 2)
            assert Fraction(figure["score"]) * 100 == hundredths // 1, figure
    for assessment in result["assessments"]:
        for area in assessment["areas"].values():
            assert SHARE.fullmatch(area["ratio"])
        for node in assessment["nodes"].values():
            if node.get("value") is not None:
                assert 0 <= Fraction(node["value"]) <= 1
            if node.get("cell"):
                assert CELL.fullmatch(node["cell"])
    assert not re.search(r"[:\[,]\s*-?\d+\.\d", json.dumps(result))


def test_criteria_in_numbers(result: Any) -> None:  # noqa: ANN401 - any JSON
    """Reached minus minimum is the margin, as far as the figures are shown; a minimum is plain: 75, 0.6, 18.25."""
    for assessment in result["assessments"]:
        for predicate in assessment["predicates"]:
            for criterion in predicate["criteria"]:
                if criterion["margin"] is None:
                    continue
                exact = Fraction(criterion["exact"]) - Fraction(criterion["minimum"])
                assert abs(Fraction(criterion["margin"]) - exact) <= Fraction(1, 200)
                assert re.fullmatch(r"\d+(\.\d*[1-9])?", criterion["minimum"])
                if criterion["status"] != "undetermined":
                    assert (criterion["status"] == "met") == (exact >= 0)


# What could not be evaluated -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_failure_as_json(tmp_path: Path, language: str) -> None:
    """An unreadable file has a JSON result too: path, error, one finding; exit 3 and a sentence beside it."""
    path = tmp_path / "bukan lke.xlsx"
    path.write_text("not a workbook", encoding="utf-8")
    done = run("evaluate", path, "--format", "json", language=language)
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert found["schema_version"] == 1
    assert found["source"]["path"] == str(path)
    assert [finding["name"] for finding in found["findings"]] == ["file-not-a-workbook"]
    assert found["findings"][0]["severity"] == "error"
    assert found["error"] == found["findings"][0]["message"]
    assert str(path) in found["error"]
    assert found["error"] in done.stderr.decode()
    jsonschema.validate(found, Failure.model_json_schema(mode="serialization"))


def test_the_example_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines that the documentation begins with, from the project's root."""
    monkeypatch.chdir(ROOT)
    assert zi_score.evaluate("worksheets/valid/wbk.xlsx").verdict == "WBK"
    assert set(zi_score.__all__) <= {*dir(zi_score), *zi_score.__all__}
    for name in zi_score.__all__:
        assert getattr(zi_score, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(zi_score, "nothing")  # noqa: B009 - mypy knows that it is not there


if __name__ == "__main__":
    for title, kind in SCHEMAS.items():
        path = ROOT / "zi_score" / f"{title}.schema.json"
        path.write_text(schema_text(kind), encoding="utf-8", newline="\n")
