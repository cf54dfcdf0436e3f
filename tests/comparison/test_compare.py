"""Assessments side by side: by hand, by properties, and what cannot be compared.

``python tests/script.py test_compare`` writes the schema anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from comparisons import THIRD, UNIT, dated, rounds, workbook, written
from conftest import ROOT, RULESET, VALID, empty, random_sheet, run, worksheets
from hypothesis import example, given, settings
from hypothesis import strategies as st

import zi_score
from worksheets.cases import area_below, full, half_empty, survey_below, three_assessors, wbbm
from zi_score.api.several import compare, opened
from zi_score.comparison.choice import MOST, ComparisonError, Workbook, between
from zi_score.comparison.decisions import put_back
from zi_score.comparison.drops import drops_of
from zi_score.comparison.model import Comparison
from zi_score.comparison.outcome import CriterionChange, undoes
from zi_score.evaluation.assessment import assess
from zi_score.evaluation.criterion import Status
from zi_score.model.language import use_language
from zi_score.model.worksheet import Unit

F = Fraction
SCHEMA = ROOT / "zi_score" / "compare.schema.json"
USAGE, UNREADABLE = 2, 3


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, and Indonesian again afterwards."""
    use_language("en")
    yield
    use_language("id")


def schema_text() -> str:
    """Return the schema that the code describes, as it is committed."""
    return json.dumps(Comparison.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n"


def changed(result: Comparison, step: int) -> dict[str, F]:
    """Return the points of every question that changed in a step."""
    return {
        code: question.steps[step].score
        for code, question in result.questions.items()
        if question.steps[step].change != "same"
    }


def criteria(result: Comparison, step: int) -> dict[tuple[str, str], CriterionChange]:
    """Return what changed in a step by predicate and criterion."""
    return {
        (predicate.id, criterion.id): criterion
        for predicate in result.steps[step].predicates
        for criterion in predicate.criteria
    }


# by hand -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three() -> Comparison:
    """Return unit, TPI and TPN of the worksheet that has all three; its case does the arithmetic."""
    return compare(VALID / "three-assessors.xlsx")


def test_every_question_says_what_changed(three: Comparison) -> None:
    """Six answers lowered by the TPI, four by the TPN, nothing else; the case names each."""
    assert changed(three, 0) == {
        "A.I.1.iv.b": F("-0.1875"),
        "A.II.2.iii.a": F(-1, 3),
        "A.II.2.iii.b": F(-1, 3),
        "A.II.2.iii.c": F(-1, 3),
        "A.II.5.i.a": F("-1.25"),
        "B.I.b": F("-1.25"),
    }
    assert changed(three, 1) == {
        "A.II.1.i.a": F(-2, 3),
        "A.II.1.i.b": F(-1),
        "A.II.1.ii.a": F("-0.75"),
        "A.II.1.iii.a": F(-1),
    }
    assert {change for step in three.steps for change, count in step.changes.items() if count} == {"lowered", "same"}
    question = three.questions["A.II.1.i.b"]
    assert [(side.value, side.basis) for side in question.sides.values()] == [
        (1, "counts"),
        (1, "counts"),
        (0, "counts"),
    ]
    assert three.questions["B.I.b"].sides["b"].cell == ("Jawaban", "N200")


def test_areas_and_total_add_up(three: Comparison) -> None:
    """Total 96.5625, 92.875, 92.875 - 2/3 - 2.75; area 1 loses 0.1875, then 2/3 + 2.75."""
    assert [side.score for side in three.total.sides.values()] == [
        F("96.5625"),
        F("92.875"),
        F("92.875") - F(2, 3) - F("2.75"),
    ]
    assert [step.score for step in three.areas["1"].steps] == [F("-0.1875"), -F(2, 3) - F("2.75")]
    assert three.areas["1"].difference.share == three.areas["1"].difference.score / 8
    assert three.results["B.I"].difference.score == F("-1.25")
    assert three.results["B.II"].difference.score == 0
    assert list(three.results) == ["B.I", "B.II"]
    assert list(three.components) == ["A", "B"]
    assert list(three.areas) == list("123456")


def test_what_decides_and_the_fewest_that_turn_it_back(three: Comparison) -> None:
    """Area 1 falls to 54.95 %: 0.40 points miss to 60 %, so that each of the four drops alone would do.

    For 75 % 1.604 points miss: one drop of 1 does not do, the two largest do.
    """
    found = criteria(three, 1)
    assert set(found) == {("WBK", "area-1"), ("WBBM", "area-1")}
    wbk, for_wbbm = found["WBK", "area-1"], found["WBBM", "area-1"]
    assert [(each.code, each.score, each.alone) for each in wbk.questions] == [
        ("A.II.1.i.b", F(-1), True),
        ("A.II.1.iii.a", F(-1), True),
        ("A.II.1.ii.a", F("-0.75"), True),
        ("A.II.1.i.a", F(-2, 3), True),
    ]
    assert wbk.undo == ("A.II.1.i.b",)
    assert wbk.if_undone
    assert F(wbk.if_undone.exact or 0) == (8 - F("0.1875") - F(2, 3) - F("2.75") + 1) / 8
    assert (wbk.before.status, wbk.after.status, wbk.if_undone.status) == ("met", "not-met", "met")
    assert for_wbbm.undo == ("A.II.1.i.b", "A.II.1.iii.a")
    assert not any(each.alone for each in for_wbbm.questions)
    (predicate, _wbbm) = three.steps[1].predicates
    assert (predicate.id, predicate.before, predicate.after) == ("WBK", "met", "not-met")
    assert (predicate.undo, predicate.if_undone) == (("A.II.1.i.b",), "met")


def test_a_rise_is_decided_too() -> None:
    """Survey 3.59 -> 3.60 reaches 15.75 exactly: put back alone, the minimum is missed again."""
    low, high = survey_below().sheets["unit"], survey_below().sheets["unit"].but({"B.I.a": "3.6"})
    result = compare(workbook(low, "a.xlsx"), workbook(high, "b.xlsx"))
    (predicate, _wbbm) = result.steps[0].predicates
    assert (predicate.before, predicate.after, predicate.undo, predicate.if_undone) == (
        "not-met",
        "met",
        ("B.I.a",),
        "not-met",
    )
    (survey,) = [criterion for criterion in predicate.criteria if criterion.id == "hasil-1-survey"]
    assert [(each.code, each.score) for each in survey.questions] == [("B.I.a", F("17.5") / 400)]


def test_several_answers_may_have_to_be_put_back_together() -> None:
    """Area 3 falls below 60 %, and the survey below 3.60: neither alone gives WBK back."""
    below = area_below().sheets["unit"].but({"B.I.a": "3.5"})
    result = compare(workbook({"unit": full(), "tpi": below}))
    wbk = result.steps[0].predicates[0]
    assert {criterion.id for criterion in wbk.criteria} == {"area-3", "hasil-1-survey"}
    area = next(criterion for criterion in wbk.criteria if criterion.id == "area-3")
    assert [each.score for each in area.questions] == [F("-1.5"), F("-1.5"), F(-4, 3)]
    assert area.undo == ("A.II.3.i.a",)  # 17/3 + 1.5 = 7.1666... of 10
    assert set(wbk.undo) == {"A.II.3.i.a", "B.I.a"}
    assert wbk.if_undone == "met"


def test_a_fact_decides_without_any_answer() -> None:
    """WBBM falls because the second workbook says that the unit does not hold WBK."""
    sheet = wbbm().sheets["unit"]
    result = compare(workbook(sheet, "a.xlsx", holds_wbk="Ya"), workbook(sheet, "b.xlsx", holds_wbk="Tidak"))
    (change,) = result.steps[0].predicates
    assert (change.id, change.before, change.after, change.undo, change.if_undone) == (
        "WBBM",
        "met",
        "not-met",
        (),
        None,
    )
    (fact,) = change.criteria
    assert (fact.id, fact.questions, fact.undo, fact.if_undone) == ("holds-wbk", (), (), None)
    assert (fact.before.reached, fact.after.reached) == ("Ya", "Tidak")


def test_a_fact_beside_an_answer_keeps_the_predicate_down() -> None:
    """The survey put back gives the criterion back, not WBBM: the fact decides too."""
    sheet = wbbm().sheets["unit"]
    fallen = sheet.but({"B.II.a": "3.5"})
    result = compare(workbook(sheet, "a.xlsx", holds_wbk="Ya"), workbook(fallen, "b.xlsx", holds_wbk="Tidak"))
    (change,) = result.steps[0].predicates
    assert (change.undo, change.if_undone) == (("B.II.a",), "not-met")
    survey = next(criterion for criterion in change.criteria if criterion.id == "hasil-2")
    assert survey.if_undone
    assert survey.if_undone.status == "met"


# no answer is not an answer worth 0 ----------------------------------------------------------------


def test_no_answer_is_not_a_drop() -> None:
    """The TPI left one question blank, answered one at its lowest level, and one that the unit left blank."""
    unit = full().but({"A.I.1.iv.b": None})
    tpi = full().but({"A.I.1.iv.b": "A", "A.I.1.iv.c": None, "A.I.1.iv.d": "D"})
    result = compare(workbook({"unit": unit, "tpi": tpi}))
    changes = {code: result.questions[code].difference for code in ("A.I.1.iv.b", "A.I.1.iv.c", "A.I.1.iv.d")}
    quarter = F("0.375")  # 1.5 / 4
    assert {code: (each.change, each.score) for code, each in changes.items()} == {
        "A.I.1.iv.b": ("answered", quarter),
        "A.I.1.iv.c": ("unanswered", -quarter),
        "A.I.1.iv.d": ("lowered", -quarter),
    }
    (step,) = result.steps
    assert step.changes == {"same": 110, "raised": 0, "lowered": 1, "answered": 1, "unanswered": 1}
    assert (step.lost.score, step.new.score, step.missing.score) == (-quarter, quarter, -quarter)
    assert step.without_note == ("A.I.1.iv.d",)
    area = result.areas["1"]
    assert (area.difference.score, area.difference.unanswered) == (-quarter, 0)
    sides = result.questions["A.I.1.iv.c"].sides
    assert (sides["a"].value, sides["b"].value) == (1, None)


def test_zero_to_nothing_is_told_though_no_point_changes() -> None:
    """An answer at the lowest level that is gone: no points, but a change."""
    result = compare(workbook({"unit": full().but({"B.I.b": "E"}), "tpi": full().but({"B.I.b": None})}))
    assert changed(result, 0) == {"B.I.b": 0}
    assert result.questions["B.I.b"].differs


def test_unanswered_questions_decide_by_what_they_leave_possible() -> None:
    """From not met to open: the answer at 0 is gone, so that full marks are possible again."""
    result = compare(workbook(full().but({"B.I.a": "3"}), "a.xlsx"), workbook(full().but({"B.I.a": None}), "b.xlsx"))
    survey = criteria(result, 0)["WBK", "hasil-1-survey"]
    assert (survey.before.status, survey.after.status) == ("not-met", "undetermined")
    assert [(each.code, each.score) for each in survey.questions] == [("B.I.a", F("17.5") / 4)]
    assert survey.if_undone
    assert survey.if_undone.status == "not-met"


# notes ---------------------------------------------------------------------------------------------

LOWERED = full().but({"A.I.1.iv.b": "B", "A.II.5.i.a": "C", "B.I.b": "C"}, {"A.II.1.i.a": {"perubahan_dibuat": 3}})


@pytest.mark.parametrize(
    ("notes", "silent"),
    [
        ({}, ["A.I.1.iv.b", "A.II.1.i.a", "A.II.5.i.a", "B.I.b"]),
        ({"A.I.1.iv.b": "SK belum ada", "B.I.b": "-"}, ["A.II.1.i.a", "A.II.5.i.a", "B.I.b"]),
        ({"A.II.1.i.a.perubahan_dibuat": "tiga saja"}, ["A.I.1.iv.b", "A.II.5.i.a", "B.I.b"]),
        (dict.fromkeys(("A.I.1.iv.b", "A.II.1.i.a", "A.II.5.i.a", "B.I.b"), "x"), []),
    ],
)
def test_lowered_without_a_note(notes: Mapping[str, str], silent: list[str]) -> None:
    """A note beside the question or a count of it explains; a dash does not. The points tell which cost most."""
    result = compare(workbook({"unit": full(), "tpi": LOWERED}, notes={"tpi": notes}))
    (step,) = result.steps
    assert list(step.without_note or ()) == silent
    assert {f.code for f in step.findings if f.name == "change-without-note"} == set(silent)
    for code, text in notes.items():
        question = result.questions[code.removesuffix(".perubahan_dibuat")]
        assert question.sides["b"].note == (None if text == "-" else text)


def test_a_raised_answer_is_a_finding() -> None:
    """Whoever judges may raise, but it is rare: the finding of check says so here too, with the cell."""
    result = compare(
        workbook({"unit": LOWERED, "tpi": LOWERED.but({"A.II.5.i.a": "A"})}, notes={"tpi": {"A.II.5.i.a": "ada"}})
    )
    (found,) = result.steps[0].findings
    assert (found.name, found.code, found.assessor) == ("assessor-raises-answer", "A.II.5.i.a", "tpi")
    assert result.steps[0].without_note == ()


def test_notes_are_asked_only_of_one_who_judges() -> None:
    """From last year to this year of the same assessor, and from TPI to unit, nobody owes a note."""
    for one, other in ((workbook(full(), "a.xlsx"), workbook(LOWERED, "b.xlsx")),):
        assert compare(one, other).steps[0].without_note is None
    backwards = compare(workbook({"unit": LOWERED, "tpi": full()}), assessors=("tpi", "unit"))
    assert backwards.steps[0].without_note is None
    across = compare(workbook(full(), "unit.xlsx"), workbook({"tpi": LOWERED}, "tpi.xlsx"))
    assert across.steps[0].without_note == ("A.I.1.iv.b", "A.II.1.i.a", "A.II.5.i.a", "B.I.b")


# properties ----------------------------------------------------------------------------------------

SEEDS = st.integers(0, 10**6)


def pair(one: int, other: int) -> Comparison:
    """Compare two units with random answers."""
    return compare(workbook(random_sheet(one), "a.xlsx"), workbook(random_sheet(other), "b.xlsx"))


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_nothing_differs_from_itself(seed: int) -> None:
    """The same answers twice: no difference anywhere, no change of status, nothing to put back."""
    result = pair(seed, seed)
    parts = [result.total, *result.components.values(), *result.areas.values(), *result.results.values()]
    assert {part.difference.score for part in (*parts, *result.nodes.values())} == {0}
    assert {question.difference.change for question in result.questions.values()} == {"same"}
    assert not any(criterion.differs for criterion in result.criteria)
    assert result.steps[0].predicates == ()


@settings(max_examples=8, deadline=None)
@given(SEEDS, SEEDS)
def test_differences_are_antisymmetric_and_add_up(one: int, other: int) -> None:
    """The other way round every difference has the other sign; questions add up to every part exactly."""
    there, back = pair(one, other), pair(other, one)
    turned = {
        "raised": "lowered",
        "lowered": "raised",
        "answered": "unanswered",
        "unanswered": "answered",
        "same": "same",
    }
    for code, question in there.questions.items():
        assert question.difference.score == -back.questions[code].difference.score
        assert turned[question.difference.change] == back.questions[code].difference.change
    points = {code: question.difference.score for code, question in there.questions.items()}
    one_sided = {
        code: points[code]
        for code, question in there.questions.items()
        if question.difference.change in {"answered", "unanswered"}
    }
    for code, part in there.nodes.items():
        under = [key for key in points if key == code or key.startswith(f"{code}.")]
        assert part.difference.score == sum(points[key] for key in under)
        assert part.difference.unanswered == sum(one_sided.get(key, F()) for key in under)
        assert part.difference.score == -(back.nodes[code].difference.score or 0)
    for number, part in there.areas.items():
        assert part.difference.score == sum(p for c, p in points.items() if there.questions[c].group == number)
    assert there.total.difference.score == sum(points.values())
    step = there.steps[0]
    assert there.total.difference.score == step.gained.score + step.lost.score + step.new.score + step.missing.score
    assert sum(step.changes.values()) == len(points)


@settings(max_examples=6, deadline=None)
@given(SEEDS, SEEDS)
@example(2706, 1)  # a gain beside a loss of another criterion, and reports that answers decide
def test_what_is_put_back_undoes_it_and_nothing_less_does(one: int, other: int) -> None:
    """Proven by assessing again: the fewest do, what is said of each alone is so, fewer do not."""
    before, after = (workbook(random_sheet(seed, blank=0.03), f"{seed}.xlsx") for seed in (one, other))
    sides = between([before, after]).sides
    for predicate in compare(before, after).steps[0].predicates:

        def status(codes: Sequence[str], criterion: str = "", predicate: str = predicate.id) -> Status:
            found = put_back(sides["a"], sides["b"], codes).predicates
            result = next(each for each in found if each.id == predicate)
            return next((each.status for each in result.criteria if each.id == criterion), result.status)

        for change in predicate.criteria:
            turn = (change.before.status, change.after.status)
            assert change.undo
            assert undoes(*turn, status(change.undo, change.id))
            assert not undoes(*turn, status((), change.id))
            largest = [each.code for each in change.questions[: len(change.undo) + 1]]
            assert {c for c in largest if undoes(*turn, status([c], change.id))} == {
                each.code for each in change.questions if each.alone and each.code in largest
            }
            for fewer in combinations(largest, len(change.undo) - 1):
                assert not undoes(*turn, status(fewer, change.id))
        if predicate.undo:
            assert predicate.is_undone == undoes(predicate.before, predicate.after, status(predicate.undo))
            assert predicate.is_undone
            for code in predicate.undo:
                fewer_codes = [each for each in predicate.undo if each != code]
                assert not undoes(predicate.before, predicate.after, status(fewer_codes))


@settings(max_examples=6, deadline=None)
@given(st.lists(SEEDS, min_size=2, max_size=5))
def test_steps_add_up_to_the_whole_way(seeds: list[int]) -> None:
    """From the first side to the last, the steps between make the difference."""
    result = compare(*(workbook(random_sheet(seed), f"{n}.xlsx") for n, seed in enumerate(seeds)))
    for part in (result.total, *result.nodes.values(), *result.areas.values()):
        assert sum(step.score or 0 for step in part.steps) == part.difference.score
    for question in result.questions.values():
        assert sum(step.score for step in question.steps) == question.difference.score
    assert [(step.from_, step.to) for step in result.steps] == list(pairwise(result.sides))


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_an_assessment_with_everything_put_back_is_the_one_before(seed: int) -> None:
    """Counts, typed totals and typed percentages included."""
    before, after = workbook(random_sheet(seed), "a.xlsx"), workbook(random_sheet(seed + 1), "b.xlsx")
    sides = between([before, after]).sides
    found = put_back(sides["a"], sides["b"], list(RULESET.questions))
    expected = assess(RULESET, before.worksheet.sheets[0], after.facts)
    assert (found.total, found.predicates) == (expected.total, expected.predicates)


# whose answers, and how they are called ------------------------------------------------------------


def labels(result: Comparison) -> list[str]:
    """Return what the sides are called."""
    return [side.label for side in result.sides.values()]


def notices(result: Comparison) -> list[str]:
    """Return what there is to know."""
    return [notice.name for notice in result.notices]


def test_assessors_stand_from_the_unit_up() -> None:
    """Without a word all that answered; with a list those, in its order."""
    both = workbook({"unit": full(), "tpi": LOWERED, "tpi-2": LOWERED, "tpn": LOWERED})
    assert labels(compare(both)) == ["unit", "TPI", "TPI 2", "TPN"]
    assert labels(compare(both, assessors=("tpn", "unit"))) == ["TPN", "unit"]
    assert compare(both).kind == "assessors"
    assert notices(compare(both)) == []


def test_sides_are_called_by_what_tells_them_apart() -> None:
    """Units, else years, else assessors, else file names, else paths."""
    other = Unit(name="Kantor Lain", agency=None, year=2026)
    assert labels(compare(workbook(full(), "a.xlsx"), workbook(full(), "b.xlsx", other))) == [UNIT.name, "Kantor Lain"]
    assert labels(compare(workbook(full(), "a.xlsx", dated(2025)), workbook(full(), "b.xlsx"))) == ["2025", "2026"]
    assert labels(compare(workbook(full(), "a.xlsx"), workbook({"tpi": full()}, "b.xlsx"))) == ["unit", "TPI"]
    assert labels(compare(workbook(full(), "x/a.xlsx"), workbook(full(), "x\\b.xlsx"))) == ["a", "b"]
    assert labels(compare(workbook(full(), "x/a.xlsx"), workbook(full(), "y/a.xlsx"))) == ["x/a.xlsx", "y/a.xlsx"]


def test_of_each_workbook_the_highest_authority_counts() -> None:
    """And it is said; with an assessor named, that one, without a word."""
    one, other = workbook(full(), "a.xlsx"), workbook({"unit": full(), "tpi": LOWERED}, "b.xlsx")
    result = compare(one, other)
    assert [side.assessor for side in result.sides.values()] == ["unit", "tpi"]
    assert notices(result) == ["highest-authority", "assessors-differ"]
    named = compare(one, other, assessors=("unit",))
    assert [side.assessor for side in named.sides.values()] == ["unit", "unit"]
    assert notices(named) == []
    same = compare(workbook({"unit": full(), "tpi": full()}, "a.xlsx"), other)
    assert notices(same) == ["highest-authority"]
    assert notices(compare(one, workbook(full(), "c.xlsx"))) == []


def test_different_units_are_named() -> None:
    """By the name that the workbooks state; spelling does not make another unit, a file name is no name."""

    def names(*units: Unit) -> list[str]:
        return notices(compare(*(workbook(full(), f"{n}.xlsx", unit) for n, unit in enumerate(units))))

    assert names(UNIT, Unit(name="Kantor Lain")) == ["units-differ"]
    assert names(UNIT, dated(2025, name="BALAI  kekarantinaan Kesehatan, Contoh ")) == []
    assert names(UNIT, Unit(name="1")) == []
    (told,) = compare(workbook(full(), "a.xlsx"), workbook(full(), "b.xlsx", Unit(name="Kantor Lain"))).notices
    assert told.message == f"These are different units: {UNIT.name}; Kantor Lain."


# different regulations -----------------------------------------------------------------------------


def test_regulations_are_compared_by_areas_and_hasil() -> None:
    """Shares of weights, no points where weights differ, no questions; areas by number, hasil by code."""
    old, new = VALID / "52-2014-wbk.xlsx", VALID / "wbk.xlsx"
    result = compare(old, new)
    assert notices(result)[-1] == "regulations-differ"
    assert (result.questions, result.criteria, result.nodes, result.steps) == ({}, (), {}, ())
    was, now = (zi_score.evaluate(path).assessments[0] for path in (old, new))
    for number, part in result.areas.items():
        assert part.difference.share == now.areas[number].ratio - was.areas[number].ratio
        assert (part.difference.score is None) == (now.areas[number].weight != was.areas[number].weight)
        assert part.difference.unanswered is None
    assert list(result.areas) == list("123456")
    assert list(result.results) == ["B.I", "B.II"]
    assert (
        result.results["B.I"].difference.share
        == F("18.6875") / F("22.5") - was.nodes["B.I"].score / was.nodes["B.I"].weight
    )
    assert result.total.difference.score == now.total.score - was.total.score


def test_sides_of_the_last_regulation_are_compared_in_full() -> None:
    """52/2014, then twice 90/2021: the questions of the last two, the areas of all three."""
    result = compare(VALID / "52-2014-wbk.xlsx", VALID / "wbk.xlsx", VALID / "wbbm.xlsx")
    assert [(step.from_, step.to) for step in result.steps] == [("b", "c")]
    assert {tuple(question.sides) for question in result.questions.values()} == {("b", "c")}
    assert {tuple(part.sides) for part in result.areas.values()} == {("a", "b", "c")}
    assert {tuple(part.sides) for part in result.nodes.values()} == {("b", "c")}
    assert [step.unanswered for step in result.total.steps] == [None, None]


# what cannot be compared ---------------------------------------------------------------------------


def refused(*sources: Path | Workbook, assessors: Sequence[str] = ()) -> str:
    """Return why something is not compared."""
    with pytest.raises(ComparisonError) as told:
        compare(*sources, assessors=assessors)
    return str(told.value)


def test_one_assessor_alone_cannot_be_compared() -> None:
    """The message says who is there, and what to do."""
    assert "only unit answered in this workbook" in refused(workbook(full()))
    assert "Name a second workbook" in refused(workbook(full()))
    assert "only unit answered" in refused(workbook(empty()))


def test_an_assessor_that_is_not_there() -> None:
    """In one workbook and in one of several."""
    message = refused(workbook(full(), "a.xlsx"), assessors=("unit", "tpi"))
    assert message == "a.xlsx: no answers of TPI; the workbook has answers of: unit."
    two = (workbook({"unit": full(), "tpi": full()}, "a.xlsx"), workbook(full(), "b.xlsx"))
    assert refused(*two, assessors=("tpi",)) == "b.xlsx: no answers of TPI; the workbook has answers of: unit."


def test_too_few_and_too_many() -> None:
    """At least two sides, each once, and no more than can be read."""
    three = workbook(three_assessors().sheets)
    assert refused(three, assessors=("tpi",)).endswith(
        "name at least two assessors; the workbook has answers of: unit, tpi, tpn."
    )
    assert refused(three, assessors=("tpi", "tpi")) == "An assessor is named twice: tpi, tpi."
    assert "not of unit, tpi" in refused(three, workbook(full(), "b.xlsx"), assessors=("unit", "tpi"))
    many = [workbook(full(), f"{n}.xlsx") for n in range(MOST + 1)]
    assert refused(*many) == "13 workbooks: at most 12 can be compared at once."
    assert len(compare(*many[:MOST]).sides) == MOST


# JSON ----------------------------------------------------------------------------------------------


def test_the_committed_schema_is_that_of_the_code() -> None:
    """A change of the contract is seen in review."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))
    assert run("schema", "compare").stdout.decode().replace("\r\n", "\n") == schema_text()


def compared() -> Iterator[Comparison]:
    """Yield comparisons of every kind."""
    yield compare(VALID / "three-assessors.xlsx")
    yield compare(VALID / "wbk.xlsx", VALID / "half-empty.xlsx", VALID / "zero-counts.xlsx")
    yield compare(VALID / "52-2014-wbk.xlsx", VALID / "wbk.xlsx")
    yield compare(*rounds(), over_time=True)


def test_every_result_follows_the_schema() -> None:
    """Each kind of comparison, in both languages; another key or version is refused."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for result in compared():
        found = json.loads(result.to_json())
        validator.validate(found)
        for change in ({"schema_version": 2}, {"sides": None}, {"colour": "red"}):
            assert not validator.is_valid({**found, **change})


def test_json_keeps_every_figure_exactly(three: Comparison) -> None:
    """Scores with two decimals, half up, a loss with its sign; fractions beside them."""
    found = json.loads(three.to_json())
    assert found["total"]["difference"] == {
        "score": "-7.10",
        "share": "-0.0710",
        "exact": str(three.total.difference.score),
        "share_exact": str(three.total.difference.share),
        "unanswered": "0",
    }
    assert found["areas"]["1"]["sides"]["c"]["exact"] == "211/48"
    assert found["areas"]["1"]["sides"]["c"]["share"] == "0.5495"
    assert found["steps"][0]["from"] == "a"
    assert found["questions"]["A.I.1.iv.b"]["sides"]["b"]["answer"] == "B"


# the drops of a comparison, read back --------------------------------------------------------------


def test_drops_are_read_back_exactly(three: Comparison) -> None:
    """By area and part of hasil, from the first side to the last, as exact fractions."""
    assert drops_of(three.to_json()).points == {
        "1": F("0.1875") + F(2, 3) + F("2.75"),
        "2": F(1),
        "3": F(0),
        "4": F(0),
        "5": F("1.25"),
        "6": F(0),
        "B.I": F("1.25"),
        "B.II": F(0),
    }


def test_a_missing_answer_is_no_drop_and_a_rise_is_none() -> None:
    """A TPI who filled in half of the column lowered only what was answered."""
    unit = full().but({"A.I.2.i.c": "C"})
    tpi = full().but({"A.I.1.iv.b": "B"}).only("A.I.1.", "A.I.2.")
    drops = drops_of(compare(workbook({"unit": unit, "tpi": tpi})).to_json())
    assert drops.points == {**dict.fromkeys((*"123456", "B.I", "B.II"), F(0)), "1": F("0.1875")}


def altered(change: Mapping[str, object]) -> str:
    """Return a comparison as JSON with other keys."""
    return json.dumps({**json.loads(compare(VALID / "three-assessors.xlsx").to_json()), **change})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "This is not JSON"),
        ("{", "This is not JSON"),
        (b"\xff\xfe\x00", "This is not JSON"),
        ("[" * 100_000, "This is not JSON"),
        ("[]", "This is no comparison"),
        ('{"schema_version": 1, "assessments": []}', "This is no comparison"),
        (lambda: altered({"schema_version": 2}), "schema_version 2: only 1 is known"),
        (lambda: altered({"areas": None}), "areas: found None"),
        (lambda: altered({"sides": {}}), "sides: found {}"),
        (lambda: altered({"sides": {"a": {"unit": {"year": "x"}}}}), "sides: found {'a'"),
        (lambda: altered({"areas": {"1": 3}}), "areas.1.difference: found None"),
        (lambda: altered({"results": {"B.I": {"difference": {"exact": "1"}}}}), "results.B.I.difference: found"),
        (
            lambda: altered({"areas": {"1": {"difference": {"exact": "x", "unanswered": "0"}}}}),
            "areas.1.difference: found",
        ),
        (lambda: compare(VALID / "52-2014-wbk.xlsx", VALID / "wbk.xlsx").to_json(), "different regulations"),
    ],
)
def test_what_is_no_comparison_is_refused(text: Any, told: str) -> None:  # noqa: ANN401 - any input
    """With a sentence that says what was expected."""
    with pytest.raises(ComparisonError, match=told.replace(".", r"\.")):
        drops_of(text() if callable(text) else text)


# the command line ----------------------------------------------------------------------------------


def failed(*arguments: str | Path) -> tuple[int, str]:
    """Return exit code and complaint of a command that prints nothing else."""
    done = run("compare", *arguments)
    assert done.stdout == b""
    return done.returncode, " ".join(done.stderr.decode().split())


def test_command_and_library_say_the_same(tmp_path: Path) -> None:
    """Also from standard input, and in a report."""
    path = VALID / "three-assessors.xlsx"
    done = run("compare", path, "--format", "json", "--report", f"json:{tmp_path / 'r.json'}", language="en")
    expected = compare(str(path)).to_json() + "\n"
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == expected == (tmp_path / "r.json").read_text(encoding="utf-8")
    piped = run("compare", "-", "--format", "json", "--assessors", " TPI, tpn", stdin=path.read_bytes())
    assert [side["label"] for side in json.loads(piped.stdout)["sides"].values()] == ["TPI", "TPN"]
    assert json.loads(piped.stdout)["sides"]["a"]["source"]["path"] == "-"


ONE, OTHER, THREE = (f"worksheets/valid/{name}.xlsx" for name in ("wbk", "wbbm", "three-assessors"))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([ONE], USAGE, ["only unit answered in this workbook"]),
        ([ONE, "worksheets/valid/../valid/wbk.xlsx"], USAGE, ["wbk.xlsx: that is worksheets/valid/wbk.xlsx once more"]),
        (
            [ONE, "nope.xlsx", "README.md"],
            UNREADABLE,
            ["nope.xlsx: there is no such file", "README.md is not an"],
        ),
        ([ONE, "tiada/*.xlsx"], UNREADABLE, ["tiada/*.xlsx: there is no workbook."]),
        ([ONE, OTHER, "--assessor", "all"], USAGE, ["--assessor all: expected unit, tpi, tpi-2, tpn."]),
        ([ONE, OTHER, "--assessors", "unit"], USAGE, ["--assessors is for one workbook"]),
        ([THREE, "--assessor", "tpi"], USAGE, ["--assessor is for several workbooks"]),
        (
            [ONE, OTHER, "--over-time"],
            USAGE,
            ['of "Balai Kekarantinaan', 'of "Kantor Pertanahan Kota'],
        ),
        ([ONE, OTHER, "--report", f"json:{ONE}"], USAGE, ["that is read as an input"]),
    ],
)
def test_wrong_use_is_a_sentence(arguments: list[str], code: int, told: list[str]) -> None:
    """With what was found and what to do; nothing is printed, and every unreadable file is named."""
    found, complaint = failed(*arguments)
    assert found == code
    assert all(each in complaint for each in told), complaint
    assert "Traceback" not in complaint


def test_more_than_twelve_files(tmp_path: Path) -> None:
    """A folder counts as what is in it."""
    for number in range(MOST + 1):
        (tmp_path / f"{number}.xlsx").write_bytes((VALID / "wbk.xlsx").read_bytes())
    assert failed(tmp_path) == (USAGE, "zi-score: 13 workbooks: at most 12 can be compared at once.")


def test_real_workbooks_of_two_dates(tmp_path: Path) -> None:
    """Written from the template and read again: the years are the names, and figures those of evaluate."""
    before = written(tmp_path / "a.xlsx", half_empty().sheets["unit"], dated(2025))
    after = written(tmp_path / "b.xlsx", {"unit": THIRD, "tpi": THIRD.but({"A.II.5.i.a": "C"})})
    done = run("compare", before, after, "--assessor", "unit", "--format", "json")
    found = json.loads(done.stdout)
    assert [side["label"] for side in found["sides"].values()] == ["2025", "2026"]
    for key, path in zip("ab", (before, after), strict=True):
        unit = next(each for each in zi_score.evaluate(path).assessments if each.assessor == "unit")
        assert found["total"]["sides"][key]["exact"] == str(unit.total.score)


def test_every_pair_of_worksheets_can_be_compared() -> None:
    """Whatever layout or fault they have; areas and total add up where the regulation is one."""
    books = [opened(path) for path in worksheets()]
    for one, other in pairwise(books):
        result = compare(one, other)
        assert result.to_json()
        if result.questions:
            assert result.total.difference.score == sum(q.difference.score for q in result.questions.values())


def test_the_library_offers_it() -> None:
    """``zi_score.compare`` is the function, before and after its modules were imported."""
    assert zi_score.compare(str(VALID / "three-assessors.xlsx")).kind == "assessors"
    assert callable(zi_score.compare)
    assert zi_score.Comparison is Comparison
    assert issubclass(zi_score.ComparisonError, ValueError)


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
