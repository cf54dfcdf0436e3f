"""PermenPANRB 52/2014: its tree, its minimums, percentages that are answers, and that it has been replaced.

The figures of the vectors are worked out by hand from section 4 of the rules; nothing of 90/2021 stands in them.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from conftest import BROKEN, ROOT, VALID, run
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_3 import layout_3
from openpyxl import load_workbook
from workbooks import (
    content,
    lines,
    own,
)

from tests.vectors.oracle_2014 import CHOICES, QUESTIONS, REQUIREMENTS, SECTIONS, requirements_of
from tests.vectors.oracle_2014 import evaluate as by_oracle
from worksheets.cases_2014 import full
from zi_score.api.one import check, evaluate
from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.checks.regulation import check_regulation
from zi_score.evaluation.scoring import questions_of
from zi_score.forms.template.workbook import render
from zi_score.law.facts import FactValue
from zi_score.law.fault import RulesetError
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Severity
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Place
from zi_score.reading.cells.answers import meaning
from zi_score.reading.workbook import read_workbook
from zi_score.reports.documents import law, law_part
from zi_score.reports.render import render as as_text

ID = "permenpanrb-52-2014"
RULES = load_ruleset(ID)
FACTS = ROOT.parent / "shared" / "regulation" / f"{ID}.json"
SCALES = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
F = Fraction


# The tree ------------------------------------------------------------------------------------------


def test_the_tree_adds_up() -> None:
    """Every section weighs what stands under it: 60 + 40; 5, 5, 15, 10, 15, 10; 20 and 20."""
    for code, children in RULES.children.items():
        assert sum(RULES.nodes[child].weight for child in children) == RULES.nodes[code].weight, code
    assert [RULES.nodes[code].weight for code in RULES.roots] == [60, 40]
    areas = [RULES.nodes[area.sections[0]].weight for area in RULES.areas]
    assert areas == [5, 5, 15, 10, 15, 10]
    assert (RULES.nodes["B.I"].weight, RULES.nodes["B.II"].weight) == (20, 20)
    assert (RULES.nodes["B.I.1"].weight, RULES.nodes["B.I.2"].weight) == (15, 5)
    assert sum(indicator.weight for indicator in RULES.indicators) == 100


def test_numbers_of_the_instrument() -> None:
    """84 questions in 26 indicators: 19 yes/no, 20 with three choices, 41 with four, one with five, three figures."""
    assert (len(RULES.indicators), len(RULES.questions)) == (26, 84)
    assert Counter(question.scale for question in RULES.questions.values()) == {
        "ya_tidak": 19,
        "abc": 20,
        "abcd": 41,
        "abcde": 1,
        "nilai_0_4": 2,
        "persen": 1,
    }
    assert not any(question.inputs or question.ratio or question.portalrb for question in RULES.questions.values())


def test_minimums_are_those_of_the_regulation() -> None:
    """The table of minimums, whole: none for pengungkit and areas, none for the service survey with WBK."""
    assert {criterion.id: criterion.minimum for criterion in RULES.criteria} == {
        "total": {"WBK": 75, "WBBM": 85},
        "hasil-1": {"WBK": 18, "WBBM": 18},
        "hasil-1-survey": {"WBK": F("13.5"), "WBBM": F("13.5")},
        "hasil-1-tlhp": {"WBK": F("3.5"), "WBBM": F("3.5")},
        "hasil-2": {"WBBM": 16},
        "holds-wbk": {"WBBM": "Ya"},
    }
    assert {requirement.id: requirement.minimum for requirement in RULES.requirements} == {
        "req-bpk-opinion": {"WBK": "WTP", "WBBM": "WTP"},
        "req-wtp-years": {"WBBM": 2},
        "req-agency-sakip": {"WBK": "CC", "WBBM": "CC"},
        "req-unit-echelon": {"WBK": "III"},
        "req-strategic-service": {"WBK": "Ya"},
        "req-reform-programmes": {"WBK": "Ya"},
        "req-resources": {"WBK": "Ya"},
    }
    assert (RULES.waiver, RULES.kawasan) == (None, None)


def test_each_figure_has_its_authority() -> None:
    """Minimums and requirements are law; answer values are practice, for the regulation does not print them."""
    for part in (*RULES.criteria, *RULES.requirements, *RULES.sections, *RULES.indicators):
        assert RULES.citation(part).kind == "law"
    assert {RULES.citation(scale).kind for scale in RULES.scales.values()} == {"practice"}
    cited = [citation.text for citation in RULES.sources.values() if citation.kind == "law"]
    assert all("52/2014" in text for text in cited)
    holds = next(criterion for criterion in RULES.criteria if criterion.id == "holds-wbk")
    for part in (*RULES.requirements, *RULES.facts.values(), holds):
        assert RULES.citation(part).text == "PermenPANRB 52/2014, Bab III.A"


def test_it_was_in_force_until_another_came() -> None:
    """90/2021 has been in force since 31 December 2021, so 52/2014 ended the day before."""
    assert RULES.replaced
    assert (RULES.replaced.by, str(RULES.in_force_until)) == ("PermenPANRB 90/2021", "2021-12-30")
    assert str(RULES.replaced_since) == "2021-12-31"
    assert load_ruleset().replaced_since is None
    assert "replaced by PermenPANRB 90/2021 since 31 December 2021" in run("rules", "--ruleset", ID).stdout.decode()


def test_a_part_of_the_whole_is_told_in_percent() -> None:
    """0.85 in a cell is no less than 90 typed: a comparison, a plan and what is tried out show it as the cell does."""
    compared = run("compare", BROKEN / "percent-without-sign.xlsx", VALID / "52-2014-wbk.xlsx").stdout.decode()
    assert "B.I.2  90 -> 85.00% (-0.25)" in compared
    planned = " ".join(run("improve", VALID / "52-2014-parts.xlsx", language="id").stdout.decode().split())
    assert "sudah ditindaklanjuti: 70% -> 90%." in planned
    assert "0,7" not in planned.split("Perkiraan nilai")[0]
    tried = run("whatif", VALID / "52-2014-wbk.xlsx", "--set", "B.I.2=60", "-q").stdout.decode()
    assert "B.I.2 Jawaban!K118 85.00% 60.00%" in " ".join(tried.split())


def test_findings_say_dates_in_words_and_name_no_day_that_is_not_known() -> None:
    """52/2014 says no day on which it began; the days that are known are written as people write them."""
    told = {found.name: found.message for found in check_regulation(RULES, 2026)}
    assert told == {
        "ruleset-replaced": "PermenPANRB 52/2014 sudah digantikan PermenPANRB 90/2021 sejak 31 Desember 2021; "
        "simpulan ini menurut peraturan yang lama.",
        "year-outside-force": "Buku kerja ini tahun 2026; PermenPANRB 52/2014 berlaku sampai 30 Desember 2021.",
    }


beside_facts = pytest.mark.skipif(not FACTS.exists(), reason="the facts of the regulation are not beside the project")


@beside_facts
def test_the_tree_is_that_of_the_facts() -> None:
    """Codes, names, weights, markers, labels, scales and rubrics, in the same order."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    for key, parts in (("sections", RULES.sections), ("indicators", RULES.indicators)):
        expected = [(fact["code"], fact["name"], F(fact["weight"])) for fact in facts[key]]
        assert [(part.code, part.name, part.weight) for part in parts] == expected
    asked = [question for indicator in facts["indicators"] for question in indicator["questions"]]
    assert [(q.code, q.marker, q.label, q.scale, dict(q.rubric)) for i in RULES.indicators for q in i.questions] == [
        (q["code"], q["printed_marker"], q["label"], q["scale"], q.get("rubric", {})) for q in asked
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('unit = "percent"', 'unit = "permille"', "unit"),
        ('highest = 1\nunit = "percent"', 'highest = 100\nunit = "percent"', "persen"),
        ("in_force_until = 2021-12-30\n", "", "in_force_until"),
        ("in_force_until = 2021-12-30", "in_force_until = 2021-12-30\nin_force_from = 2022-01-01", "in_force_until"),
        ('[replaced]\nby = "PermenPANRB 90/2021"\nsource = "replacement"', '[replaced]\nsource = "replacement"', "by"),
        ('[replaced]\nby = "PermenPANRB 90/2021"\nsource = "replacement"', '[replaced]\nby = "X"\nsource = "y"', "y"),
    ],
)
def test_a_ruleset_with_wrong_dates_or_units_is_refused(tmp_path: Any, old: str, new: str, told: str) -> None:  # noqa: ANN401 - pytest's
    """What says when a regulation ended, and how a percentage is meant, is proved on loading."""
    folder = ROOT / "zi_score" / "rulesets" / ID
    rules = (folder / "rules.toml").read_text(encoding="utf-8")
    assert old in rules
    (tmp_path / "rules.toml").write_text(rules.replace(old, new), encoding="utf-8")
    (tmp_path / "lke.json").write_bytes((folder / "lke.json").read_bytes())
    with pytest.raises(RulesetError, match=told):
        load_ruleset(tmp_path)


# Scores and verdicts -------------------------------------------------------------------------------


def assessed(changes: dict[str, str | None], facts: dict[str, FactValue] | None = None) -> Assessment:
    """Assess full marks but for these answers."""
    answers = {
        code: Answer(
            place=Place("LKE", f"H{row}"),
            typed=str(answer or ""),
            value=None if answer is None else str(answer) if SCALES[code] in CHOICES else F(str(answer)),
        )
        for row, (code, answer) in enumerate({**full().answers, **changes}.items(), start=6)
    }
    return assess(RULES, AnswerSheet(assessor=Assessor.UNIT, answers=answers), facts or {})


def status(found: Assessment, predicate: str, criterion: str) -> str:
    """Return how a predicate's criterion stands."""
    criteria = next(result.criteria for result in found.predicates if result.id == predicate)
    return next(each.status.value for each in criteria if each.id == criterion)


@pytest.mark.parametrize(
    ("criterion", "predicates", "answers"),
    [
        ("hasil-1-survey", ("WBK", "WBBM"), ({"B.I.1": "3.59"}, {"B.I.1": "3.6"}, {"B.I.1": "3.61"})),
        ("hasil-1-tlhp", ("WBK", "WBBM"), ({"B.I.2": "0.69"}, {"B.I.2": "0.7"}, {"B.I.2": "0.71"})),
        (
            "hasil-1",
            ("WBK", "WBBM"),
            (
                {"B.I.1": "3.6", "B.I.2": "0.89"},
                {"B.I.1": "3.6", "B.I.2": "0.9"},
                {"B.I.1": "3.6", "B.I.2": "0.91"},
            ),
        ),
        ("hasil-2", ("WBBM",), ({"B.II.1": "3.19"}, {"B.II.1": "3.2"}, {"B.II.1": "3.21"})),
    ],
)
def test_minimums_of_hasil(criterion: str, predicates: tuple[str, ...], answers: tuple[dict[str, str], ...]) -> None:
    """Just below, at and just above: 15 x 3.6 / 4 = 13.5; 5 x 0.7 = 3.5; 13.5 + 4.5 = 18; 20 x 3.2 / 4 = 16."""
    exact = {"hasil-1-survey": "13.5", "hasil-1-tlhp": "3.5", "hasil-1": "18", "hasil-2": "16"}[criterion]
    below, at, above = (assessed(dict(each)) for each in answers)
    nodes = next(each for each in RULES.criteria if each.id == criterion).nodes
    assert sum(at.nodes[code].score for code in nodes) == F(exact)
    for predicate in predicates:
        found = [status(each, predicate, criterion) for each in (below, at, above)]
        assert found == ["not-met", "met", "met"], predicate


@pytest.mark.parametrize(
    ("minimum", "predicate", "missing"),
    [
        # 100 - 15 (area 3) - 10 (area 4: all) = 75; with A.I.1.a Tidak 0.5 less.
        (75, "WBK", {}),
        # 100 - 15 (area 5) = 85.
        (85, "WBBM", {}),
    ],
)
def test_minimum_of_the_total(minimum: int, predicate: str, missing: dict[str, str]) -> None:
    """Whole areas of lowest answers leave exactly 75 and 85; half a point less is too little."""
    lost = {75: ("A.III.", "A.IV."), 85: ("A.V.",)}[minimum]
    lowest = {code: list(CHOICES[SCALES[code]])[-1] for code in SCALES if code.startswith(lost)}
    at, below = assessed({**lowest, **missing}), assessed({**lowest, "A.I.1.a": "Tidak"})
    above = assessed({**lowest, next(iter(lowest)): full().answers[next(iter(lowest))]})
    assert at.total.score == minimum
    assert below.total.score == minimum - F(1, 2)
    assert above.total.score > minimum
    assert [status(each, predicate, "total") for each in (below, at, above)] == ["not-met", "met", "met"]


def test_the_parts_do_not_imply_the_whole() -> None:
    """Survey 13.5 and TLHP 3.5 are both met, and 13.5 + 3.5 = 17 is less than 18."""
    found = assessed({"B.I.1": "3.6", "B.I.2": "0.7"})
    assert found.nodes["B.I"].score == 17
    assert [status(found, "WBK", name) for name in ("hasil-1-survey", "hasil-1-tlhp", "hasil-1")] == [
        "met",
        "met",
        "not-met",
    ]
    assert found.verdict == "none"


def test_wbk_asks_nothing_of_service_and_areas() -> None:
    """52/2014 has no minimum for the service survey with WBK, and none for an area: 100 - 5 - 20 = 75."""
    lowest = {code: list(CHOICES[SCALES[code]])[-1] for code in SCALES if code.startswith("A.I.")}
    found = assessed({**lowest, "B.II.1": "0"})
    assert (found.total.score, found.areas["1"].score) == (75, 0)
    assert found.verdict == "WBK"


@pytest.mark.parametrize(("holds", "verdict"), [("Ya", "WBBM"), ("Tidak", "WBK"), (None, "WBK")])
def test_wbbm_asks_for_wbk(holds: str | None, verdict: str) -> None:
    """WBBM is for a unit that holds WBK; while nobody says so it stays open."""
    found = assessed({}, {} if holds is None else {"holds-wbk": holds})
    assert found.verdict == verdict
    open_ = {"Ya": "met", "Tidak": "not-met", None: "undetermined"}[holds]
    assert status(found, "WBBM", "holds-wbk") == open_


@pytest.mark.parametrize(
    ("facts", "wbk", "wbbm"),
    [
        ({}, "met", "undetermined"),
        ({"agency-bpk-opinion": "WDP"}, "not-met", "not-met"),
        ({"agency-wtp-years": F(1), "holds-wbk": "Ya"}, "met", "not-met"),
        ({"agency-wtp-years": F(2), "holds-wbk": "Ya"}, "met", "met"),
        ({"agency-sakip": "CC", "holds-wbk": "Ya"}, "met", "met"),
        ({"agency-sakip": "C", "holds-wbk": "Ya"}, "not-met", "not-met"),
        ({"unit-echelon": "I", "holds-wbk": "Ya"}, "met", "met"),
        ({"unit-echelon": "III", "holds-wbk": "Ya"}, "met", "met"),
        ({"unit-echelon": "IV", "holds-wbk": "Ya"}, "not-met", "met"),
        ({"unit-strategic-service": "Tidak", "holds-wbk": "Ya"}, "not-met", "met"),
        ({"unit-reform-programmes": "Tidak", "holds-wbk": "Ya"}, "not-met", "met"),
        ({"unit-resources": "Tidak", "holds-wbk": "Ya"}, "not-met", "met"),
        ({"unit-reform-programmes": "Ya", "unit-resources": "Ya"}, "met", "undetermined"),
    ],
)
def test_requirements(facts: dict[str, FactValue], wbk: str, wbbm: str) -> None:
    """WTP (WBBM two years running) and AKIP at least CC for both; the unit itself is asked for WBK alone."""
    found = assessed({}, facts)
    assert [result.status.value for result in found.predicates] == [wbk, wbbm]


@settings(max_examples=50, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            fact: st.sampled_from(ordered) if ordered else st.integers(0, 4).map(F)
            for fact, (ordered, *_) in REQUIREMENTS.items()
        },
    )
)
def test_the_oracle_agrees_on_requirements(facts: dict[str, FactValue]) -> None:
    """Whatever is stated of agency and unit comes out as in the list that was written from Bab III.A alone."""
    for result in assessed({}, facts).predicates:
        status = {each.id: each.status.value for each in result.criteria}
        found = {each.fact: status[each.id] for each in RULES.requirements if each.id in status}
        assert found == requirements_of(result.id, facts)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_oracle_agrees(rnd: Random) -> None:
    """Random answers, a tenth of them blank, come out as in the calculator that was written apart."""

    def drawn(code: str) -> str | None:
        if rnd.random() < 0.1:
            return None
        if SCALES[code] in CHOICES:
            return rnd.choice(list(CHOICES[SCALES[code]]))
        return f"{rnd.randint(0, 400 if SCALES[code] == 'nilai_0_4' else 100) / 100:.2f}"

    answers = {code: drawn(code) for code in SCALES}
    found, expected = assessed(dict(answers)), by_oracle(answers, {})
    assert {code: node.score for code, node in found.nodes.items() if code in expected.nodes} == expected.nodes
    assert {q.code: q.value for q in questions_of(found.nodes)} == expected.values
    statuses = {
        result.id: {each.id: each.status.value for each in result.criteria if not each.id.startswith("req-")}
        for result in found.predicates
    }
    assert statuses == expected.status
    assert found.verdict == expected.verdict
    assert found.total.highest == sum(expected.highest[code] for code in ("A", "B"))


# Percentages that are answers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value", "fault"),
    [
        ("90%", "0.9", None),
        ("85,5 %", "0.855", None),
        ("100%", "1", None),
        ("0%", "0", None),
        (0.0, "0", None),
        ("92.31%", "0.9231", None),
        (85.0, "0.85", "percent-without-sign"),
        ("85", "0.85", "percent-without-sign"),
        ("85,5", "0.855", "percent-without-sign"),
        (0.85, "0.85", "percent-without-sign"),
        (1.0, None, "share-of-two-readings"),
        ("1", None, "share-of-two-readings"),
        ("1%", "0.01", None),
        (100.0, "1", "percent-without-sign"),
        (2.0, "0.02", "percent-without-sign"),
        ("120%", None, "share-above-100"),
        ("6000%", None, "share-above-100"),
        (1.5, None, "answer-not-understood"),
        (101.0, None, "share-above-100"),
        (-0.5, None, "answer-not-understood"),
        ("-5%", None, "answer-not-understood"),
        ("semua", None, "answer-not-understood"),
        (True, None, "answer-not-understood"),
        ("", None, None),
        ("Blm Diisi", None, None),
        ("-", None, None),
    ],
)
def test_percentages_as_people_type_them(raw: object, value: str | None, fault: str | None) -> None:
    """A percentage without its sign is read where its meaning is certain, and told; 1.5 may be 1.5 % or 150 %."""
    found = meaning(RULES.scales["persen"], raw)
    assert (found.value, found.fault) == (None if value is None else F(value), fault)


FORMATS = [
    (0.85, "0%", "0.85", []),
    (1, "0.00%", "1", []),
    (0.6, '0.0"kira-kira"%', "0.6", []),
    (1, "General", None, ["share-of-two-readings"]),
    (1, r"0\%", None, ["share-of-two-readings"]),
    (60, "General", "0.6", ["percent-without-sign"]),
    (60, '0"%"', "0.6", ["percent-without-sign"]),
    (1.2, "0%", None, ["share-above-100"]),
    (60, "0%", None, ["share-above-100"]),
]


def with_share(number: float, form: str) -> bytes:
    """Return a workbook whose share of findings followed up is a number in a cell of some format."""
    workbook, cells = layout_3(lines(own, RULES))
    workbook.active[cells["B.I.2"]] = number
    workbook.active[cells["B.I.2"]].number_format = form
    return content(workbook)


@pytest.mark.parametrize(("number", "form", "value", "told"), FORMATS)
def test_the_format_of_the_cell_is_its_sign(number: float, form: str, value: str | None, told: list[str]) -> None:
    """A number in a cell that shows percent is the share that it is stored as; above 100 % it is none."""
    worksheet = read_workbook(with_share(number, form), path="x.xlsx")
    assert worksheet.sheets[0].answers["B.I.2"].value == (None if value is None else F(value))
    assert [finding.name for finding in worksheet.findings] == told


def test_a_share_that_nobody_can_read_hands_out_nothing() -> None:
    """6000 % was full marks, and with them WBK; so is 1, which may be 1 %. Where no criterion waits, 1 is a warning."""
    rows = [replace(row, answer=full().answers.get(row.code or "")) for row in lines(own, RULES)]
    verdicts = {}
    for number, form in ((0.7, "0%"), (60, "0%"), (1, "General")):
        workbook, cells = layout_3(rows)
        workbook.active[cells["B.I.2"]] = number
        workbook.active[cells["B.I.2"]].number_format = form
        found = evaluate(content(workbook), path="lke.xlsx")
        errors = [finding.name for finding in found.findings if finding.severity is Severity.ERROR]
        verdicts[number] = (found.assessments[0].verdict, found.assessments[0].answered, errors)
    assert verdicts == {
        0.7: ("WBK", 84, []),
        60: ("undetermined", 83, ["share-above-100"]),
        1: ("undetermined", 83, ["share-of-two-readings"]),
    }


def test_two_readings_that_decide_nothing_are_a_warning() -> None:
    """Without a minimum for the share, and far from the total's, nothing waits for it."""
    rules = RULES.model_copy(update={"criteria": tuple(c for c in RULES.criteria if c.id == "total")})
    workbook, cells = layout_3([replace(row, answer=full().answers.get(row.code or "")) for row in lines(own, rules)])
    workbook.active[cells["B.I.2"]] = 1
    (told,) = [f for f in evaluate(content(workbook), rules, path="x.xlsx").findings if f.code == "B.I.2"]
    assert (told.name, told.severity) == ("share-of-two-readings", "warning")
    assert "1%" in told.message
    assert "100%" in told.tip


# Through the program -------------------------------------------------------------------------------


def test_the_verdict_says_that_the_regulation_has_been_replaced() -> None:
    """In the terminal under the verdict and among the findings; in JSON as a finding; by check too."""
    path = VALID / "52-2014-wbk.xlsx"
    text = run("evaluate", path, "-q").stdout.decode()
    assert "by PermenPANRB 52/2014, replaced by PermenPANRB 90/2021 since 31 December 2021" in " ".join(
        text.split()[:40]
    )
    assert "yang digantikan PermenPANRB 90/2021" in " ".join(
        run("evaluate", path, language="id").stdout.decode().split()
    )
    found = json.loads(run("evaluate", path, "--format", "json").stdout)
    told = [finding for finding in found["findings"] if finding["name"] == "ruleset-replaced"]
    assert [(f["severity"], "90/2021" in f["message"], "90/2021" in f["citation"]) for f in told] == [
        ("notice", True, True)
    ]
    assert [f.severity for f in check(path).findings if f.name == "ruleset-replaced"] == [Severity.NOTICE]
    assert "ruleset-replaced" not in {f.name for f in evaluate(VALID / "wbk.xlsx").findings}


def test_a_trace_down_to_the_percentage() -> None:
    """How TLHP came about: the typed percentage times the weight."""
    said = run("evaluate", VALID / "52-2014-parts.xlsx", "--trace", "hasil-1").stdout.decode()
    assert "= 13.50 (B.I.1)" in said or "17.00" in said
    assert '"0.7" -> 0.7' in said


def test_the_law_as_text() -> None:
    """The pages of the ruleset say what a percentage is, and name no ratio, kawasan or afirmasi."""
    assert "kawasan" not in str(as_text(law.overview(RULES), "text", verbosity=1)).casefold()
    assert [code for code in law.codes(RULES) if law_part.part(RULES, code) is None] == []
    done = run("rules", "B.I.2", "--ruleset", ID)
    assert "a typed percentage, 0% to 100%" in done.stdout.decode()


def test_a_code_of_the_other_regulation_is_pointed_out() -> None:
    """``explain`` and ``rules`` show the current regulation, and say where else a code is."""
    for command in ("explain", "rules"):
        done = run(command, "A.V.5.e")
        assert done.returncode == 2
        assert f"It is a code of {ID}: add --ruleset {ID}." in done.stderr.decode()


# The template --------------------------------------------------------------------------------------


def test_the_blank_worksheet_is_the_templates() -> None:
    """The shipped file is byte for byte what the program writes; read back, nothing is answered and all is found."""
    kept = (ROOT / "worksheets" / "blank" / f"{ID}.xlsx").read_bytes()
    assert kept == render(RULES)
    found = evaluate(kept, path=f"{ID}.xlsx")
    assert (found.ruleset.id, found.verdict) == (ID, "undetermined")
    assert (found.assessments[0].answered, found.assessments[0].questions) == (0, 84)
    assert [finding.name for finding in found.findings] == ["ruleset-replaced", "questions-unanswered"]
    assert found.unit.year is None, "the year of a regulation is not that of an evaluation"


def test_the_template_takes_a_percentage() -> None:
    """The cell of TLHP is formatted as a percentage and takes 0 to 1, so that 85 typed there is 85 %."""
    sheet = load_workbook(io.BytesIO(render(RULES)))["Jawaban"]
    cell = next(sheet[f"K{row}"] for row in range(2, sheet.max_row + 1) if sheet[f"J{row}"].value == "0-100%")
    assert cell.number_format == "0.00%"
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref)
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "1")
    choices = [str(sheet[f"J{row}"].value) for row in range(2, sheet.max_row + 1) if sheet[f"J{row}"].value]
    assert Counter(choices) == {"Y/T": 19, "A/B/C": 20, "A/B/C/D": 41, "A/B/C/D/E": 1, "0-4": 2, "0-100%": 1}


def test_the_guide_says_that_it_has_been_replaced_and_speaks_of_no_counts() -> None:
    """What 52/2014 does not have is not explained."""
    book_ = load_workbook(io.BytesIO(render(RULES)))
    said = " ".join(str(cell.value) for row in book_["Petunjuk"].iter_rows() for cell in row if cell.value)
    assert "Sudah digantikan oleh PermenPANRB 90/2021 sejak 31-12-2021." in said
    assert "bilangan bulat" not in said
    assert [cell.value for cell in book_["Ringkasan"]["A"] if cell.value in SECTIONS] == []


def test_template_evaluate_check_and_batch_by_name() -> None:
    """``--ruleset`` with its id does in every command what recognition does."""
    path = VALID / "52-2014-wbbm.xlsx"
    named, told = evaluate(path, ID), evaluate(path)
    assert named.assessments == told.assessments
    assert (named.recognition, len(told.recognition)) == ((), 2)
    for arguments in (("check", path), ("batch", path)):
        assert run(*arguments, "--ruleset", ID).returncode == 0, arguments


def test_rulesets_do_not_inherit() -> None:
    """No source of 52/2014 names 90/2021 but the one that says what replaced it."""

    def parts(rules: Ruleset) -> str:
        return " ".join(citation.text for key, citation in rules.sources.items() if key != "replacement")

    assert "90/2021" not in parts(RULES)
    assert "52/2014" not in parts(load_ruleset())
