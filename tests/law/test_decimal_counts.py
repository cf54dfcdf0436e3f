"""Counts that need not be whole, where the rules say so: 12,5 of 25 is a half; elsewhere whole numbers as ever."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import instrument
import pytest

from zi_score import Ruleset, RulesetError, evaluate, load_ruleset, plan_improvement, what_if
from zi_score.forms.rules.workbook import render
from zi_score.formulas.proof import proof_of
from zi_score.improve.errors import RequestError
from zi_score.improve.request import Request
from zi_score.law.folder import folder_of
from zi_score.model.language import use_language
from zi_score.reading.cells.answers import count
from zi_score.reading.workbook import read_submission

F = Fraction
ANSWERS = {"P.1.a.1": "Baik", "P.1.a.2": "C", "P.1.b.1": "B", "H.a": 4}
BEST = {"P.1.a.1": "Sangat Baik", "P.1.a.2": "A", "P.1.b.1": "A", "H.a": 5}
FACTS = {"usia": 3, "sudah-layak": "Ya"}
MADE, DONE = "P.2.a.1.masuk", "P.2.a.1.selesai"


def tree(decimals: Sequence[str] = ("masuk", "selesai")) -> dict[str, Any]:
    """Return the tree of the instrument with counts that may have decimals."""
    content = instrument.tree()
    for row in content["indicators"][2]["questions"][0]["inputs"]:
        if row["key"] in decimals:
            row["decimals"] = True
    return content


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return the ruleset."""
    return load_ruleset(instrument.written(tmp_path_factory.mktemp("decimals") / "instrumen", content=tree()))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12,5", F("12.5")), (12.5, F("12.5")), ("12.5 km", F("12.5")), ("1.250", 1250), (7, 7), (0.1, F("0.1"))],
)
def test_what_is_read(typed: object, value: Fraction) -> None:
    """A comma or a point before decimals; a point before three digits is one between thousands, and is told."""
    assert count(typed, decimals=True).value == value


@pytest.mark.parametrize("typed", ["12,500", "-1,5", -0.5, "beberapa", "1,2,3"])
def test_what_is_not_read(typed: object) -> None:
    """What could mean two numbers, what is below 0, and what is none."""
    assert count(typed, decimals=True).value is None


def test_the_value(ruleset: Ruleset) -> None:
    """12.5 of 25 gives 20 of 40; by the same form without decimals the cell is left out, and says why."""
    content = instrument.filled(ruleset, ANSWERS | {MADE: 25, DONE: 12.5}, {})
    evaluation = evaluate(content, ruleset)
    assert (evaluation.assessments[0].nodes["P.2.a"].score, evaluation.findings) == (20, ())
    changed, _ = what_if(content, {DONE: "18,75"}, ruleset)
    assert changed.assessments[0].nodes["P.2.a"].score == 30
    (finding,) = evaluate(instrument.filled(ruleset, ANSWERS | {MADE: 25, DONE: "sedikit"}, {}), ruleset).findings[:1]
    assert (finding.name, "12,5" in str(finding.tip)) == ("count-not-valid", True)


@pytest.mark.parametrize(("language", "example"), [("id", "0; 1; 2,5; ..."), ("en", "0; 1; 2.5; ...")])
def test_examples_are_written_as_the_language_does(ruleset: Ruleset, language: str, example: str) -> None:
    """What a count may be, where an answer is tried out that is none."""
    use_language(language)
    content = instrument.filled(ruleset, ANSWERS | {MADE: 25, DONE: 12.5}, {})
    with pytest.raises(RequestError, match=re.escape(example)):
        what_if(content, {DONE: "banyak"}, ruleset)


def test_whole_numbers_elsewhere(tmp_path: Path) -> None:
    """Without the word in the rules 12.5 is no count."""
    whole = load_ruleset(instrument.written(tmp_path / "own"))
    found = evaluate(instrument.filled(whole, ANSWERS | {MADE: 25, DONE: 12.5}, {}), whole)
    assert [each.name for each in found.findings if each.code == DONE] == ["count-not-valid"]
    (tip,) = [str(each.tip) for each in found.findings if each.code == DONE]
    assert "bilangan bulat, 0 atau lebih" in tip


def test_the_template_is_proven(ruleset: Ruleset) -> None:
    """Its formulas take decimals as they come."""
    content = instrument.filled(ruleset, ANSWERS | {MADE: 25, DONE: 12.5}, {})
    proof = proof_of(content, read_submission(content, ruleset), ruleset)
    assert (proof.problem, proof.faults) == (None, ())


@pytest.mark.parametrize(
    ("made", "done", "to", "effort"),
    [(25, 12, 25, 13), (24.5, 12.25, F("24.5"), F("12.25")), (24.5, 24, F("24.5"), F("0.5"))],
)
def test_a_plan_counts_in_units_and_ends_at_the_whole(
    made: float, done: float, to: Fraction, effort: Fraction, ruleset: Ruleset
) -> None:
    """The last step is what is left where that is less than a unit, and costs as much less."""
    content = instrument.filled(ruleset, BEST | {MADE: made, DONE: done}, FACTS)
    plan = plan_improvement(content, ruleset, Request(target="ISTIMEWA", margin=F(5)))
    (action,) = plan.actions
    assert isinstance(action.to, dict)
    assert (action.to["selesai"], action.effort) == (to, effort)
    assert not plan.uncounted


def test_whole_units_of_a_whole_with_decimals(tmp_path: Path) -> None:
    """A part of whole numbers ends below a whole of 24.5: there it is at its best, and not said to be uncounted."""
    whole = load_ruleset(instrument.written(tmp_path / "own", content=tree(("masuk",))))
    plans = [
        plan_improvement(
            instrument.filled(whole, BEST | {MADE: 24.5, DONE: done}, FACTS),
            whole,
            Request(target="ISTIMEWA", margin=F(4)),
        )
        for done in (20, 24)
    ]
    assert [(action.to, action.effort) for action in plans[0].actions] == [({"masuk": F("24.5"), "selesai": 24}, 4)]
    assert not [*plans[0].uncounted, *plans[1].uncounted, *plans[1].actions]


def test_a_part_that_is_to_fall_has_room(tmp_path: Path) -> None:
    """24 of 24.5 is a whole number that falls to 0 where less is better."""
    content = tree(("masuk",))
    content["indicators"][2]["questions"][0]["ratio"] |= {"full_at": 0, "zero_at": 1}
    less = load_ruleset(instrument.written(tmp_path / "own", content=content))
    filled = instrument.filled(less, BEST | {MADE: 24.5, DONE: 24}, FACTS)
    (action,) = plan_improvement(filled, less, Request(target="ISTIMEWA", margin=F(5))).actions
    assert (action.to, action.effort) == ({"masuk": F("24.5"), "selesai": 0}, 24)


def test_out_and_back(ruleset: Ruleset, tmp_path: Path) -> None:
    """As a workbook and as a folder it says the same."""
    (tmp_path / "aturan.xlsx").write_bytes(render(ruleset))
    assert load_ruleset(tmp_path / "aturan.xlsx") == ruleset
    assert folder_of(ruleset)["lke.json"].count('"decimals": true') == 2


def test_a_sum_of_decimals_has_them_too(tmp_path: Path) -> None:
    """A total that must be whole over groups that need not be contradicts itself."""
    content = tree(("selesai",))
    content["indicators"][2]["questions"][0]["inputs"][0]["sum_of"] = ["selesai"]
    with pytest.raises(RulesetError) as refused:
        load_ruleset(instrument.written(tmp_path / "own", content=content))
    assert "P.2.a.1.inputs.masuk.decimals" in str(refused.value)
