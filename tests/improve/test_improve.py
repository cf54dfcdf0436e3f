"""``zi-score improve``: plans worked out by hand, what holds for all plans, the contract, the command, bad input.

``python tests/script.py test_improve`` writes the schema anew.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, RULESET, VALID, answer_sheet, random_sheet, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans import raised, start

import zi_score
from tests.vectors.oracle import GROUPS
from worksheets.cases import Sheet, full
from zi_score.evaluation.assessment import assess
from zi_score.evaluation.criterion import Status
from zi_score.improve.discount import Discount
from zi_score.improve.effort import Effort
from zi_score.improve.plan import Action, Improvement
from zi_score.improve.planning import planned
from zi_score.improve.request import Request
from zi_score.law.whole import faults_of
from zi_score.model.language import use_language
from zi_score.reports.documents.actions import headline

SCHEMA = ROOT / "zi_score" / "improve.schema.json"
F = Fraction
_LOST = tuple(code for code, question in RULESET.questions.items() if "C" in RULESET.scales[question.scale].values)
MADE, USED, MISSED = "A.II.1.i.a", "A.II.1.i.b", "A.II.3.iii.a"
some = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def schema_text() -> str:
    """Return the schema that the code describes, as it is committed."""
    schema = Improvement.model_json_schema(mode="serialization", by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def told(actions: tuple[Action, ...]) -> list[tuple[str, object, object, Fraction, Fraction]]:
    """Return code, from, to, effort and gain of each action."""
    return [(each.code, each.from_, each.to, each.effort, each.gain.score) for each in actions]


def counted(entry: object) -> dict[str, int | None]:
    """Return counts as plain numbers."""
    assert isinstance(entry, dict)
    return {key: None if number is None else int(number) for key, number in entry.items()}


def plan(sheet: Sheet, target: str = "WBK", **wanted: Any) -> Improvement:  # noqa: ANN401 - fields of a request
    """Plan from answers in memory."""
    return planned(start(sheet), Request(target=target, **wanted))


# Worked out by hand -------------------------------------------------------------------------------


def test_one_step_in_one_area() -> None:
    """Area 3 has 17/3 of 10 points, 1/3 below 60 %.

    C to B at A.II.3.i or A.II.3.ii brings 3/4, one violation less 2/3, each for one step: of equal
    effort, the plan with more points; of alike questions, the first.
    """
    found = zi_score.plan_improvement(VALID / "area-below.xlsx")
    assert (found.target, found.status, found.effort, found.bound) == ("WBK", "optimal", 1, 1)
    assert told(found.actions) == [("A.II.3.i.a", "C", "B", 1, F("3/4"))]
    (action,) = found.actions
    assert (action.area, action.indicator, action.serves) == ("3", "A.II.3.i", ("area-3",))
    assert action.rubric == RULESET.questions["A.II.3.i.a"].rubric["B"]
    assert str(action.cell) == "Jawaban!K147"
    assert [remark.text for remark in action.evidence]
    assert found.before.areas["3"].score == F("17/3")
    assert found.after.areas["3"].score == F("17/3") + F("3/4")
    assert found.after.total.score - found.before.total.score == F("3/4")
    assert (found.before.verdict, found.after.verdict) == ("none", "WBK")
    assert found.solver is not None


def test_alternatives_are_no_swaps_of_alike_questions() -> None:
    """The second answer of the same kind is no other plan; one violation less (2/3 points) is. A third there is not."""
    found = zi_score.plan_improvement(VALID / "area-below.xlsx", request=Request(alternatives=5))
    (other,) = found.alternatives
    assert other.effort == 1
    assert [(each.code, counted(each.to)) for each in other.actions] == [
        (MISSED, {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 1})
    ]
    assert other.total.score == found.before.total.score + F("2/3")


def test_what_others_measure_is_required_and_nothing_else_done() -> None:
    """IPAK 3.59 gives 15.70625 of 15.75: 3.60 is needed, and no work of the unit."""
    found = zi_score.plan_improvement(VALID / "survey-below.xlsx")
    assert (found.status, found.effort, found.actions) == ("optimal", 0, ())
    (index,) = found.required_external
    assert (index.code, index.from_, index.to, index.serves) == ("B.I.a", F("3.59"), F("3.6"), ("hasil-1-survey",))
    assert found.after.verdict == "WBK"


def test_a_fact_that_fails_leaves_the_plan_for_the_scores() -> None:
    """WBBM from the WBK case: performance C to B, IPKP 3.40 to 3.60; that WBK is not held no answer changes."""
    found = zi_score.plan_improvement(VALID / "wbk.xlsx", request=Request(target="wbbm"))
    assert (found.target, found.status) == ("WBBM", "unreachable")
    assert told(found.actions) == [("B.I.b", "C", "B", 1, F("1.25"))]
    assert [(each.code, each.to) for each in found.required_external] == [("B.II.a", F("3.6"))]
    (fact,) = found.unreachable
    assert (fact.criterion, fact.missing, fact.exact) == ("holds-wbk", None, None)
    held = zi_score.plan_improvement(VALID / "wbk.xlsx", request=Request(target="WBBM"), holds_wbk=True)
    assert (held.status, held.actions, held.after.verdict) == ("optimal", found.actions, "WBBM")


def test_the_answers_of_the_highest_authority() -> None:
    """The TPN sees 0 of 2 changes integrated and area 1 at 4.3958 of 4.8: one more integrated brings 1/2.

    The evidence stands beside the unit's own answers.
    """
    found = zi_score.plan_improvement(VALID / "three-assessors.xlsx")
    assert found.assessor == "tpn"
    (action,) = found.actions
    assert (action.code, action.effort, action.gain.score) == (USED, 1, F("1/2"))
    assert (counted(action.from_), counted(action.to)) == (
        {"perubahan_dibuat": 2, "perubahan_terintegrasi": 0},
        {"perubahan_dibuat": 2, "perubahan_terintegrasi": 1},
    )
    assert zi_score.plan_improvement(VALID / "three-assessors.xlsx", assessor="unit").status == "already-met"
    choice = zi_score.plan_improvement(
        VALID / "three-assessors.xlsx", request=Request(only=("A.II.1.ii", "A.II.1.iii"))
    )
    assert choice.actions
    assert all(each.evidence for each in choice.actions)


def test_any_step_closes_a_hair() -> None:
    """The total is 74.99666..., 1/300 short: the step that brings most for effort 1 is performance, 1.25 points."""
    found = zi_score.plan_improvement(VALID / "rounds-to-75.xlsx")
    assert told(found.actions) == [("B.I.b", "C", "B", 1, F("1.25"))]
    assert found.actions[0].serves == ("total",)
    assert found.after.total.score == 75 - F("1/300") + F("1.25")


def test_nothing_to_do() -> None:
    """WBBM is met by the scores; whether WBK is held nobody said, nor the requirements: assumed."""
    found = zi_score.plan_improvement(VALID / "zero-counts.xlsx")
    assert (found.target, found.status, found.effort, found.bound) == ("WBBM", "already-met", 0, 0)
    assert (found.actions, found.alternatives, found.solver) == ((), (), None)
    assert found.assumed[0] == "holds-wbk"
    assert {"req-bpk-opinion", "req-unit-sakip"} <= set(found.assumed)
    assert found.before == found.after


def test_what_has_no_counts_cannot_be_planned() -> None:
    """In the half-empty workbook the whole of six questions is blank; a blank index counts from nothing."""
    found = zi_score.plan_improvement(VALID / "half-empty.xlsx")
    assert found.uncounted == (MISSED, "A.II.4.i.a", "A.II.5.ii.a", "A.II.5.iii.a.a", "A.II.5.iii.b.a", "A.II.6.i.b")
    assert [(each.code, each.from_, each.to) for each in found.required_external] == [
        ("B.I.a", None, F("3.6")),
        ("B.II.a", None, F("3.2")),
    ]
    unanswered = next(each for each in found.actions if each.code == "A.II.3.i.a")
    assert (unanswered.from_, unanswered.to, unanswered.effort) == (None, "A", 2)


def test_a_margin_asks_for_more() -> None:
    """Area 4 has exactly 6 points; for 7, A.II.4.iii C to A brings 1.005 for two steps, and no two others bring more.

    A.II.4.ii B to A (0.495) with A.II.4.iii C to B (0.51) brings as much, but touches two questions.
    """
    assert zi_score.plan_improvement(VALID / "area-at-60.xlsx").status == "already-met"
    for request in (Request(margin=F(1)), Request(discount=Discount({"4": F(1)}))):
        found = zi_score.plan_improvement(VALID / "area-at-60.xlsx", request=request)
        assert told(found.actions) == [("A.II.4.iii.a", "C", "A", 2, F("1.005"))]
        assert found.after.areas["4"].score == F("7.005")
        assert found.capped == ()


def test_a_margin_beyond_all_points_asks_for_all() -> None:
    """With 5 points more, six areas and parts have not so many points; what surveys alone decide gets no margin."""
    found = zi_score.plan_improvement(VALID / "area-at-60.xlsx", request=Request(margin=F(5)))
    areas = ("area-1", "area-2", "area-3", "area-4", "area-6")
    assert found.capped == (*areas, "hasil-1", "hasil-1-performance")
    assert found.status == "optimal"
    assert found.after.areas["4"].score == 10
    survey = plan(full().but({"B.I.a": "3.6", "B.II.a": "3.2"}), margin=F("2.4"))
    assert survey.status == "already-met", "15.75 and 14.00 are enough for surveys; B.I has 20.75 of 18.25 + 2.4"


def test_discounts_raise_what_stands_above_them() -> None:
    """2 points off B.I ask for 20.25 there and 77 in all; its two parts are not told apart, and stay."""
    sheet = full().but({"B.I.a": "3.6", "B.I.b": "C"})
    found = plan(sheet, discount=Discount({"B.I": F(2)}))
    assert told(found.actions) == [("B.I.b", "C", "A", 2, F("2.5"))], "15.75 + 4.5 are needed; B brings 3.75"
    assert found.required_external == ()
    assert found.discount == {"B.I": F(2)}


def test_the_effort_decides() -> None:
    """Where a level costs 3 in A.II.3, one violation less at the cost of 1 is cheaper."""
    request = Request(effort=Effort(costs={"A.II.3": F(3), MISSED: F(1)}))
    found = zi_score.plan_improvement(VALID / "area-below.xlsx", request=request)
    assert [(each.code, each.effort) for each in found.actions] == [(MISSED, 1)]
    dear = zi_score.plan_improvement(VALID / "area-below.xlsx", request=Request(effort=Effort(F("2.5"))))
    assert (dear.effort, dear.bound, dear.actions[0].effort) == (F("2.5"), F("2.5"), F("2.5"))


def test_what_is_fixed_stays() -> None:
    """Without the two choices the violations are left; without them, too, 1/3 of a point is missing for good."""
    path = VALID / "area-below.xlsx"
    found = zi_score.plan_improvement(path, request=Request(fix=("A.II.3.i", "A.II.3.ii.a")))
    assert [each.code for each in found.actions] == [MISSED]
    for request in (
        Request(fix=("area-3",)),
        Request(fix=("3",)),
        Request(only=("A.I",)),
        Request(only=("hasil-1", "4")),
    ):
        stuck = zi_score.plan_improvement(path, request=request)
        (short,) = stuck.unreachable
        assert (stuck.status, stuck.effort, stuck.actions) == ("unreachable", 0, ())
        assert (short.criterion, short.missing, short.exact) == ("area-3", F("1/3"), "1/3")


def test_so_many_actions_and_no_more() -> None:
    """Of two areas that each need one question, one action does one; two would do."""
    use_language("en")
    sheet = full().but(
        {"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "A.II.3.iii.a": None}, {MISSED: {"pelanggaran_tahun_ini": 2}}
    )
    sheet = sheet.but({"A.II.6.ii.a": "D", "A.II.6.i.a": "D"}, {"A.II.6.i.b": {"layanan_dipermudah": 0}})
    assert len(plan(sheet, max_steps=2).actions) == 2
    found = plan(sheet, max_steps=1)
    use_language("id")
    assert len(found.actions) == 1
    assert found.status == "unreachable"
    (short,) = found.unreachable
    assert "2 would do" in short.reason
    assert short.missing is not None
    assert short.missing > 0


# Counts -------------------------------------------------------------------------------------------


def test_a_finished_complaint_is_no_longer_in_process() -> None:
    """6 of 12 are finished: area 5 has 13.5, 14 are asked for, each more brings 1/4."""
    sheet = full().but({}, {"A.II.5.ii.a": {"pengaduan_wajib": 12, "pengaduan_diproses": 6, "pengaduan_selesai": 6}})
    (action,) = plan(sheet, margin=F(5)).actions
    assert (counted(action.from_), counted(action.to)) == (
        {"pengaduan_wajib": 12, "pengaduan_diproses": 6, "pengaduan_selesai": 6},
        {"pengaduan_wajib": 12, "pengaduan_diproses": 4, "pengaduan_selesai": 8},
    )
    assert (action.effort, action.gain.score) == (2, F("1/2"))


def test_two_questions_that_state_the_same_count() -> None:
    """6 agents, 4 changes, 3 integrated: area 1 has 8 - 1/3 - 1/4, and 7.8 are asked for.

    All 4 integrated is 7.667; a fifth change, all 5 integrated, is 7.833 for 1 + 2 steps; 6 made and
    5 integrated is as much, for 4.
    """
    counts = {
        MADE: {"jumlah_agen": 6, "perubahan_dibuat": 4},
        USED: {"perubahan_dibuat": 4, "perubahan_terintegrasi": 3},
    }
    found = plan(full().but({}, counts), margin=F(3))
    assert [(each.code, each.effort, each.gain.score) for each in found.actions] == [
        (MADE, 1, F("1/6")),
        (USED, 2, F("1/4")),
    ]
    made, used = found.actions
    assert counted(made.to) == {"jumlah_agen": 6, "perubahan_dibuat": 5}
    assert counted(used.from_) == {"perubahan_dibuat": 4, "perubahan_terintegrasi": 3}
    assert counted(used.to) == {"perubahan_dibuat": 5, "perubahan_terintegrasi": 5}
    steps = {step.action.code: step for step in found.next_steps}
    assert steps[USED].per_effort.score == F("1/4")
    assert steps[MADE].per_effort.score == F("1/6") - (F("3/4") - F("3/5")), "of more changes fewer are integrated"


def test_counts_that_differ_are_not_planned() -> None:
    """4 changes here and 5 there: nobody knows which is right, so neither question is planned."""
    counts = {
        MADE: {"jumlah_agen": 6, "perubahan_dibuat": 4},
        USED: {"perubahan_dibuat": 5, "perubahan_terintegrasi": 3},
    }
    found = plan(full().but({}, counts), margin=F(3))
    assert found.uncounted == (MADE, USED)
    assert found.status == "unreachable"


def test_a_count_that_another_question_states_is_known() -> None:
    """The changes made are blank at the second question; the first says 6, so its plan fills them in."""
    counts = {USED: {"perubahan_dibuat": None, "perubahan_terintegrasi": None}}
    (action,) = plan(full().but({}, counts), margin=F("2.5")).actions
    assert counted(action.from_) == {"perubahan_dibuat": None, "perubahan_terintegrasi": None}
    assert counted(action.to) == {"perubahan_dibuat": 6, "perubahan_terintegrasi": 2}
    assert (action.effort, action.gain.score) == (2, F("1/3"))


def test_a_fixed_question_keeps_the_count_that_it_shares() -> None:
    """What is integrated is fixed, so its whole is: no further change is planned either, and that is no riddle."""
    counts = {
        MADE: {"jumlah_agen": 6, "perubahan_dibuat": 4},
        USED: {"perubahan_dibuat": 4, "perubahan_terintegrasi": 3},
    }
    found = plan(full().but({}, counts), margin=F(3), fix=(USED,))
    assert (found.status, found.actions, found.uncounted) == ("unreachable", (), ())
    other = plan(full().but({}, counts), margin=F("2.8"), fix=(MADE,))
    assert [each.code for each in other.actions] == [USED]


def test_violations_must_fall_below_last_year() -> None:
    """5 after 3: the first less brings nothing, so 2 is the next step, at 3 units for 2/3 points; last year stays."""
    sheet = full().but(
        {}, {MISSED: {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 5, "pelanggaran_disanksi": 5}}
    )
    found = plan(sheet, margin=F("2.5"))
    (action,) = found.actions
    assert counted(action.from_) == {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 5}
    assert counted(action.to) == {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 2}
    assert (action.effort, action.gain.score) == (3, F("2/3"))
    (step,) = found.next_steps
    assert (step.action.effort, step.per_effort.score) == (3, F("2/9"))


# Results of others, and reports of wealth ---------------------------------------------------------


def test_an_unmeasured_survey_is_named_and_counted_as_its_minimum() -> None:
    """Never as 0: WBK asks 3.60 and 3.20; it stands first in what is said, and in the list of what is needed."""
    found = plan(full().but({"B.I.a": None, "B.II.a": None}))
    assert found.unmeasured == ("B.I.a", "B.II.a")
    assert [(each.code, each.from_, each.to) for each in found.required_external] == [
        ("B.I.a", None, F("3.6")),
        ("B.II.a", None, F("3.2")),
    ]
    use_language("en")
    told = headline(found, RULESET)
    assert told.startswith("Not measured yet, and counted as the least that is needed: B.I.a ")
    assert "results from outside: B.I.a 3.6; B.II.a 3.2. The unit's own" in told
    assert plan(full()).unmeasured == ()


def test_a_survey_without_a_minimum_is_named_too() -> None:
    """WBK by PermenPANRB 52/2014 asks nothing of IPKP alone: unmeasured it counts 0, and that is said."""
    found = zi_score.plan_improvement(VALID / "52-2014-wbk.xlsx", answers={"B.II.1": ""})
    assert found.unmeasured == ("B.II.1",)
    assert "B.II.1 " in headline(found, zi_score.load_ruleset("permenpanrb-52-2014"))


def test_what_a_tenth_more_would_save() -> None:
    """Total 75 exactly with both surveys at their minimum; a tenth is 0.4375 points, an answer of A.I.3.iii.c 0.06875.

    Hasil 15.75 + 5 + 14 = 34.75, so pengungkit needs 40.25; with IPAK 3.70 it needs 39.8125, but not less than 40.
    """
    sheet = full().but({"B.I.a": None, "B.II.a": "3.2", "B.I.b": "A"} | dict.fromkeys(_LOST, "C"))
    found = plan(sheet)
    (needed,) = found.required_external
    with_tenth = plan(sheet.but({"B.I.a": "3.7"}))
    assert (needed.to, needed.tenth) == (F("3.6"), F("3.7"))
    assert needed.saves == found.effort - with_tenth.effort
    assert needed.saves > 0


def test_answers_may_be_set_for_a_plan() -> None:
    """As in ``whatif``, and said: a survey's index that is expected, without touching the workbook."""
    found = zi_score.plan_improvement(VALID / "half-empty.xlsx", answers={"B.I.a": "3,9", "B.II.a": "3.5"})
    assert (found.unmeasured, found.required_external) == ((), ())
    assert [(each.code, each.before, each.after) for each in found.changes] == [
        ("B.I.a", "", "3.9"),
        ("B.II.a", "", "3.5"),
    ]
    path = VALID / "half-empty.xlsx"
    done = run("improve", path, "--set", "B.I.a=3,9", "--set", "B.II.a=3.5", "--format", "json")
    assert json.loads(done.stdout) == json.loads(found.to_json()) | {"source": json.loads(done.stdout)["source"]}
    told = run("improve", path, "--set", "B.I.a=3,9", "--set", "B.II.a=3.5", "-q").stdout.decode()
    assert "Answers set for this plan" in told
    for wrong in ("B.I.a=87", "B.I.z=3", "B.I.a"):
        refused = run("improve", path, "--set", wrong)
        assert (refused.returncode, refused.stdout) == (2, b"")
        assert refused.stderr.startswith(b"zi-score: --set ")


@pytest.mark.parametrize(
    ("counts", "effort", "to"),
    [
        ({"sudah_melaporkan": 11}, 2, 13),
        ({"sudah_melaporkan": 0}, 13, 13),
    ],
)
def test_reports_of_wealth_have_to_be_whole(counts: dict[str, int | None], effort: int, to: int) -> None:
    """Full marks elsewhere, so the scores suffice; the sheet's own counts keep the unit from being proposed."""
    found = plan(full().but({}, {"A.II.5.iii.a.a": counts}))
    (action,) = found.actions
    assert (found.status, found.effort, counted(action.to)["sudah_melaporkan"]) == ("optimal", effort, to)
    assert action.serves == ("req-wealth-reports",)
    assert (found.before.verdict, found.after.verdict) == ("none", "WBK")


def test_reports_that_cannot_be_whole() -> None:
    """What is fixed stays, and is named as what cannot be reached."""
    found = plan(full().but({}, {"A.II.5.iii.a.a": {"sudah_melaporkan": 11}}), fix=("A.II.5.iii",))
    assert (found.status, [each.criterion for each in found.unreachable]) == ("unreachable", ["req-wealth-reports"])


def test_unanswered_reports_are_not_half_planned() -> None:
    """Points may come from them, but reports short of all would keep the unit from being proposed."""
    lost = [code for code in RULESET.questions if code.startswith(("A.I.5", "A.II.5.i."))]
    sheet = full().but(dict.fromkeys(lost), {"A.II.5.iii.a.a": {"sudah_melaporkan": None}})
    others = tuple(code for code in RULESET.questions if not code.startswith("A.II.5.iii"))
    found = plan(sheet, fix=others)
    assert [counted(each.to)["sudah_melaporkan"] for each in found.next_steps[0:1] for each in [each.action]] == [13]


@pytest.mark.parametrize(
    ("part", "whole", "counts", "to"),
    [
        (
            "A.II.4.i.a",
            "blank part",
            {"jumlah_sasaran": 8, "sasaran_tercapai": None},
            {"jumlah_sasaran": 8, "sasaran_tercapai": 2},
        ),
        (
            "A.II.5.iii.a.a",
            "groups",
            {"kepala_satker": 1, "pejabat_wajib_lhkpn": 1, "wajib_lainnya": 2, "sudah_melaporkan": 0},
            {"kepala_satker": 1, "pejabat_wajib_lhkpn": 1, "wajib_lainnya": 2, "sudah_melaporkan": 4},
        ),
        (
            "A.II.5.iii.b.a",
            "typed total",
            dict.fromkeys(GROUPS["A.II.5.iii.b.a"]) | {"wajib_melapor": 4, "sudah_melaporkan": 1},
            {"wajib_melapor": 4, "sudah_melaporkan": 4},
        ),
    ],
)
def test_which_counts_are_named(part: str, whole: str, counts: Mapping[str, int | None], to: Mapping[str, int]) -> None:
    """Those that the ratio rests on, as they are typed: groups, or their total where only that is typed."""
    area = RULESET.nodes[part.rpartition(".")[0]].weight
    margin = {"blank part": F("2.5"), "groups": F("5.5"), "typed total": F("5.5")}[whole]
    (action,) = plan(full().but({}, {part: counts}), margin=margin).actions
    assert counted(action.to) == to
    assert counted(action.from_).keys() == counted(action.to).keys()
    assert 0 < action.gain.score <= area


@pytest.mark.parametrize(
    ("code", "answer", "counts"),
    [
        ("A.II.4.i.a", "0.5", {"jumlah_sasaran": None, "sasaran_tercapai": None}),
        ("A.II.4.i.a", None, {"jumlah_sasaran": 0, "sasaran_tercapai": 0}),
        ("A.II.6.i.b", None, {"layanan_terdaftar": None, "layanan_dipermudah": 3}),
        (MISSED, None, {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": None}),
        ("A.II.6.i.b", None, {"layanan_terdaftar": 10**7, "layanan_dipermudah": 3}),
    ],
)
def test_what_cannot_be_planned_is_named(code: str, answer: str | None, counts: Mapping[str, int | None]) -> None:
    """A typed percentage, a whole of 0 or blank, a blank count that would have to fall, a slip of the keyboard."""
    found = plan(full().but({code: answer}, {code: counts}))
    assert found.uncounted == (code,)
    assert code not in {step.action.code for step in found.next_steps}


def test_the_next_steps() -> None:
    """Each question that can be better, with its next step; those that help come first, then by points for effort."""
    found = zi_score.plan_improvement(VALID / "wbk.xlsx", request=Request(target="WBBM"))
    helping = [bool(step.action.serves) for step in found.next_steps]
    assert helping == sorted(helping, reverse=True)
    for part in (True, False):
        worth = [step.per_effort.score for step in found.next_steps if bool(step.action.serves) is part]
        assert worth == sorted(worth, reverse=True)
    first = found.next_steps[0]
    assert (first.action.code, first.action.to, first.per_effort.score) == ("B.I.b", "B", F("1.25"))
    codes = [step.action.code for step in found.next_steps]
    assert len(set(codes)) == len(codes)
    assert {"B.I.a", "B.II.a"}.isdisjoint(codes), "an index is nobody's step"


# What holds for all plans -------------------------------------------------------------------------


def sheets() -> st.SearchStrategy[Sheet]:
    """Return random workbooks, good ones and poor ones."""
    return st.builds(
        lambda seed, good: random_sheet(seed, goodness=good), st.integers(0, 10**6), st.sampled_from([0.2, 0.5, 0.8])
    )


def applied(sheet: Sheet, actions: tuple[Action, ...], found: Improvement) -> dict[str, str]:
    """Return the status of the target's criteria after some actions, by the real scoring of changed answers."""
    answers: dict[str, object] = {each.code: str(each.to) for each in found.required_external}
    answers |= {each.code: each.to for each in actions if not isinstance(each.to, dict)}
    counts = {
        each.code: {key: None if n is None else int(n) for key, n in each.to.items()}
        for each in actions
        if isinstance(each.to, dict)
    }
    changed = answer_sheet(sheet.but(answers, counts))
    results = assess(RULESET, changed, {}).predicates
    predicate = next(each for each in results if each.id == found.target)
    return {each.id: each.status for each in predicate.criteria if each.measure in {"score", "share"} or each.cells}


@some
@given(sheets(), st.sampled_from(["WBK", "WBBM"]))
def test_a_plan_passes_and_each_of_its_actions_is_needed(sheet: Sheet, target: str) -> None:
    """The actions, entered as answers, meet every criterion that is not named; without any one of them, not all."""
    found = plan(sheet, target)
    named = {each.criterion for each in found.unreachable}
    assert {id_ for id_, status in applied(sheet, found.actions, found).items() if status != Status.MET} == named
    assert sum((each.effort for each in found.actions), F(0)) == found.effort == found.bound
    gained = sum((each.gain.score for each in found.actions), F(0))
    measured = sum((each.to - (each.from_ or 0)) * F("17.5") / 4 for each in found.required_external)
    assert found.after.total.score - found.before.total.score == gained + measured
    for left_out in found.actions:
        if left_out.code not in {MADE, USED}:  # these two go together
            rest = tuple(each for each in found.actions if each != left_out)
            assert {i for i, s in applied(sheet, rest, found).items() if s != Status.MET} > named, left_out.code


@some
@given(sheets(), st.sampled_from(["WBK", "WBBM"]), st.randoms(use_true_random=False))
def test_less_freedom_is_never_cheaper(sheet: Sheet, target: str, rnd: random.Random) -> None:
    """Fixing questions, fewer actions, a margin, a discount: more raise, or more effort, or it cannot be reached."""
    free = plan(sheet, target)
    least = (len(free.unreachable), raised(free), free.effort)
    fixed = rnd.sample(sorted(RULESET.questions), 15)
    wanted: dict[str, Any] = rnd.choice(
        [
            {"fix": tuple(fixed)},
            {"max_steps": max(1, len(free.actions) - 1)},
            {"margin": F(rnd.randint(1, 200), 100)},
            {"discount": Discount({str(rnd.randint(1, 6)): F(rnd.randint(1, 100), 100)})},
        ]
    )
    tied = plan(sheet, target, **wanted)
    assert (len(tied.unreachable), raised(tied), tied.effort) >= least or tied.unreachable, wanted


@some
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(sheet: Sheet, rnd: random.Random) -> None:
    """The same answers in another order give the same plan, to the letter."""
    begun = start(sheet)
    answers = list(begun.sheet.answers.items())
    rnd.shuffle(answers)
    shuffled = begun.sheet.model_copy(update={"answers": dict(answers)})
    other = type(begun)(begun.ruleset, begun.worksheet, shuffled, begun.facts)
    request = Request(target="WBK")
    assert planned(begun, request) == planned(other, request)


@some
@given(sheets(), st.sampled_from(["WBK", "WBBM"]))
def test_alternatives(sheet: Sheet, target: str) -> None:
    """Each meets the criteria, costs at most a tenth or a step more, and spares a question of every plan before it."""
    found = plan(sheet, target, alternatives=3)
    before = [{each.code for each in found.actions}]
    for other in found.alternatives:
        assert found.effort <= other.effort <= max(found.effort * F("1.1"), found.effort + 1)
        unmet = {i for i, s in applied(sheet, other.actions, found).items() if s != Status.MET}
        assert unmet == {each.criterion for each in found.unreachable}
        codes = {each.code for each in other.actions}
        assert all(one - codes for one in before)
        before.append(codes)
    efforts = [found.effort, *(each.effort for each in found.alternatives)]
    assert efforts == sorted(efforts)


# The contract -------------------------------------------------------------------------------------


def test_the_json_of_the_issue() -> None:
    """Every key that was promised, with the types that were promised; numbers are texts, counts are objects."""
    done = run(
        "improve", VALID / "wbk.xlsx", "--target", "wbbm", "--holds-wbk", "--format", "json", "--alternatives", "2"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert found["schema_version"] == 1
    assert (found["target"], found["status"], found["effort"], found["bound"]) == ("WBBM", "optimal", "1", "1")
    assert found["required_external"][0] | {"serves": []} == {
        "code": "B.II.a",
        "from": "3.4",
        "to": "3.6",
        "serves": [],
        "tenth": "3.7",
        "saves": "0",
    }
    (action,) = found["actions"]
    assert (action["code"], action["from"], action["to"], action["effort"]) == ("B.I.b", "C", "B", "1")
    assert action["gain"] == {"score": "1.25", "exact": "5/4"}
    assert set(action["serves"]) == {"hasil-1", "hasil-1-performance"}
    assert found["unreachable"] == []
    assert {"source", "unit", "ruleset", "assessor", "before", "after"} <= found.keys()
    before = json.loads(zi_score.evaluate(VALID / "wbk.xlsx").to_json())["assessments"][0]
    assert found["before"]["total"] == before["total"]
    assert found["after"]["verdict"] == "WBBM"


def test_command_line_and_library_say_the_same() -> None:
    """``improve --format json`` prints ``zi_score.plan_improvement(path).to_json()``, and follows its schema."""
    path = VALID / "area-below.xlsx"
    done = run("improve", path, "--format", "json", language="id")
    assert done.stdout.decode() == zi_score.plan_improvement(str(path)).to_json() + "\n"
    assert run("schema", "improve").stdout == SCHEMA.read_bytes()
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in ("half-empty", "zero-counts", "three-assessors", "52-2014-wbk"):
        content = json.loads(
            zi_score.plan_improvement(VALID / f"{name}.xlsx", request=Request(alternatives=1)).to_json()
        )
        jsonschema.Draft202012Validator(schema).validate(content)


def test_another_regulation_is_planned_too() -> None:
    """A workbook of 52/2014: recognised, WBBM asked for, indexes and the percentage of TLHP as required results."""
    found = zi_score.plan_improvement(VALID / "52-2014-half-empty.xlsx", request=Request(target="wbk"))
    assert found.ruleset.id == "permenpanrb-52-2014"
    assert found.status == "optimal"
    assert found.effort == found.bound > 0
    assert {each.code for each in found.required_external} <= {"B.I.1", "B.I.2", "B.II.1"}


def test_only_a_number_can_be_measured_by_others() -> None:
    """A choice that is marked as external is a fault of the ruleset: nobody could say which index is needed."""
    scale = RULESET.scales["abc"].model_copy(update={"external": True})
    wrong = RULESET.model_copy(update={"scales": {**RULESET.scales, "abc": scale}})
    assert [fault.key for fault in faults_of(wrong)] == ["scales.abc.external"]


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
