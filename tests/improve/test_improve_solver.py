"""The least effort is the least: against every combination of small instances, and against a second exact way."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

import pytest
from conftest import RULESET, random_sheet
from held_plans import Held, instance
from least import least
from plans import raised, start
from small import effort, small
from steps import within

import zi_score.improve.planning as planning_module
import zi_score.improve.program.least as least_module
from worksheets.cases import Sheet
from zi_score.improve.effort import Effort
from zi_score.improve.errors import RequestError
from zi_score.improve.plan import Improvement
from zi_score.improve.planning import Start, planned
from zi_score.improve.program.front import Space
from zi_score.improve.program.model import common_step
from zi_score.improve.request import Request
from zi_score.model.language import use_language

SMALL, BIG = 200, 12
STEPS = 100_000
"""Combinations for a plan; `python -m benchmarks.improve` measures what they cost."""

CALLS = 4_000_000


@pytest.fixture
def combinations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of combinations that a search looks at."""
    counts: list[int] = []
    spend = Space.spend

    def counted(space: Space, count: int) -> None:
        counts.append(count)
        spend(space, count)

    monkeypatch.setattr(Space, "spend", counted)
    return counts


# A second solver ------------------------------------------------------------------------------------


def hold(seeds: Iterable[int]) -> Held:
    """Hold the plans of random workbooks against HiGHS."""
    held = Held()
    for seed in seeds:
        sheet, request = instance(seed)
        held.plan(start(sheet), request, str(seed))
    return held


@pytest.mark.parametrize("part", range(4))
def test_highs_finds_nothing_better(part: int) -> None:
    """Every search on the way to a plan ends as HiGHS does, over every option."""
    held = hold(range(part, 20, 4))
    assert not held.differ
    assert held.searches > 10


def test_highs_finds_nothing_better_by_rates() -> None:
    """Nor where ratios have rates of their own, or counts decimals; each unit costs what its question says."""
    held = Held()
    for seed in range(100):
        begun, rnd = small(seed), random.Random(seed)
        costs = {code: Fraction(rnd.randint(1, 8), 2) for code in begun.ruleset.questions}
        at = Start(begun.ruleset, begun.worksheet, begun.sheet, {})
        held.plan(at, Request(target="WBK", effort=Effort(costs=costs), alternatives=2), str(seed))
    assert not held.differ
    assert held.searches > 100


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_highs_finds_nothing_better_in_2000_workbooks(part: int) -> None:
    """The same; what is not proven is bounded, and seldom."""
    held = hold(range(part, 2000, 20))
    assert not held.differ
    assert len(held.unproven) < held.searches // 20, f"of {held.searches}, {held.unsaid} unsaid: {held.unproven}"


def test_the_common_step_of_figures() -> None:
    """All figures are whole multiples of it, and no larger number has them so."""
    assert common_step([Fraction(3, 4), Fraction(1, 6)]) == Fraction(1, 12)
    assert common_step([Fraction(6), Fraction(4), Fraction(0)]) == 2
    assert common_step([]) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_not_proven_is_said(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """With hardly any combinations to look at, a plan still reaches its target, and says how much less may do."""
    start_, request = start(random_sheet(seed, goodness=0.3, blank=0)), Request(target="WBK", alternatives=2)
    proven = planned(start_, request)
    monkeypatch.setattr(least_module, "MOST", 100)
    plan = planned(start_, request)
    assert proven.status == "optimal"
    assert plan.status == "reached"
    assert plan.bound <= proven.effort <= plan.effort
    assert (plan.gap, plan.is_optimal, plan.alternatives) == (plan.effort - plan.bound, plan.effort == plan.bound, ())
    assert plan.after.verdict != proven.before.verdict
    assert not json.loads(plan.to_json())["is_optimal"]


def test_what_else_is_told_of_a_plan_takes_no_time_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is left for alternatives and for what a tenth of an index saves, the plan is the same without them."""
    sheet = random_sheet(1, goodness=0.3, blank=0).but({"B.I.a": "3.5", "B.II.a": "3.1"})
    begun, request = start(sheet), Request(target="WBK", alternatives=2)
    whole = planned(begun, request)
    monkeypatch.setattr(planning_module, "_FURTHER", 10 * least_module.MOST)
    alone = planned(begun, request)
    assert (alone.actions, alone.effort, alone.bound) == (whole.actions, whole.effort, whole.bound)
    assert len(whole.alternatives) == 2
    assert {each.tenth for each in whole.required_external} != {None}
    assert (alone.alternatives, {each.tenth for each in alone.required_external}) == ((), {None})


@pytest.mark.parametrize("most", [0, 3_000])
def test_without_time_there_is_a_plan_or_a_sentence(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Whatever is asked for: what was found is bounded, and nothing ends in another way."""
    bounded = refused = 0
    for seed in range(12):
        sheet, request = instance(seed)
        best = _best(seed)
        with monkeypatch.context() as patch:
            patch.setattr(least_module, "MOST", most)
            plan = _plan(sheet, request)
        if isinstance(plan, str) or isinstance(best, str):
            assert "too many combinations" in str(plan)
            refused += 1
        elif not plan.is_optimal:
            bounded += 1
            assert plan.bound <= plan.effort
            assert {each.criterion for each in plan.unreachable} == {each.criterion for each in best.unreachable}
            if best.is_optimal and plan.required_external == best.required_external:
                assert plan.bound <= best.effort <= plan.effort
    assert bounded > refused


@cache
def _best(seed: int) -> Improvement | str:
    return _plan(*instance(seed))


def _plan(sheet: Sheet, request: Request) -> Improvement | str:
    try:
        return planned(start(sheet), request)
    except RequestError as problem:
        return str(problem)


# Every combination of small instances ---------------------------------------------------------------


@pytest.mark.parametrize("part", range(8))
@pytest.mark.parametrize("is_crossing", [False, True])
def test_no_combination_of_answers_is_better(part: int, *, is_crossing: bool) -> None:
    """Small rulesets with random answers: the real scoring of all combinations finds nothing cheaper.

    The raise of external results comes first, then the effort. Where criteria cannot be met, all
    combinations miss as many, and each that is named misses at least what is said. Criteria may lie across each
    other, and count a question twice.
    """
    use_language("en")
    for seed in range(part, SMALL, 8):
        instance, rnd = small(seed, is_crossing=is_crossing), random.Random(-seed - 1)
        limit = rnd.choice([None, None, 1, 2, 3, 4])
        fixed = tuple(rnd.sample(sorted(instance.ruleset.questions), rnd.choice([0, 0, 1, 2])))
        start_ = Start(instance.ruleset, instance.worksheet, instance.sheet, {})
        plan = planned(start_, Request(target="WBK", max_steps=limit, fix=fixed))
        combinations = instance.combinations(fixed, limit)
        given_up = {each.criterion: each for each in plan.unreachable}
        best = next(ways for ways in combinations if instance.unmet(ways).keys() <= given_up.keys())
        assert (raised(plan), plan.effort) == (sum(way.raised for way in best), effort(best)), seed
        assert plan.bound == plan.effort
        assert plan.status == ("unreachable" if given_up else "optimal" if instance.unmet(()) else "already-met")
        if given_up:
            all_unmet = [instance.unmet(ways) for ways in combinations]
            assert min(map(len, all_unmet)) == len(given_up), seed
            for criterion, shortfall in given_up.items():
                if "for all criteria" not in shortfall.reason:
                    assert shortfall.missing == min(each.get(criterion, 0) for each in all_unmet), seed
    use_language("id")


def test_the_instances_are_of_all_kinds() -> None:
    """Some are met already, most are not; all kinds of counts occur, with four kinds of rows."""
    instances = [small(seed) for seed in range(60)]
    assert 3 < sum(not instance.unmet(()) for instance in instances) < 30
    assert not any(instance.unmet([ways[-1] for ways in instance.ways]) for instance in instances)
    assert len({tuple(instance.answers) for instance in instances}) == 4
    asked = [instance.ruleset.questions["A.2.i.a"] for instance in instances]
    assert len({(question.ratio.kind, question.ratio.full_at) for question in asked if question.ratio}) == 6
    assert any(question.inputs[0].decimals for question in asked)


# The full question set ------------------------------------------------------------------------------


def varied(seed: int) -> tuple[Sheet, str, Request]:
    """Return a random workbook with the counts of changes in every constellation, and what is asked of it."""
    rnd = random.Random(seed)
    sheet = random_sheet(seed, goodness=rnd.choice([0.2, 0.5, 0.7]), blank=rnd.choice([0.02, 0.08, 0.2]))
    agents, made, used = (rnd.choice([None, *range(13)]) for _count in range(3))
    counts = {
        "A.II.1.i.a": {"jumlah_agen": agents, "perubahan_dibuat": made},
        "A.II.1.i.b": {"perubahan_dibuat": rnd.choice([made, made, None]), "perubahan_terintegrasi": used},
    }
    sheet = sheet.but({}, counts) if rnd.random() < 0.8 else sheet
    request = Request(
        target=(target := rnd.choice(["WBK", "WBBM"])),
        fix=tuple(rnd.sample(sorted(RULESET.questions), rnd.choice([0, 0, 10, 40]))),
        effort=Effort(costs={code: Fraction(rnd.randint(1, 5)) for code in RULESET.questions if rnd.random() < 0.3}),
        margin=Fraction(rnd.choice([0, 0, 1, 50]), 50),
    )
    return sheet, target, request


@pytest.mark.parametrize("seed", range(BIG))
def test_dynamic_programming_finds_nothing_better(seed: int) -> None:
    """All 113 questions, by fractions from the rules alone: the same raise, the same effort, or none at all."""
    sheet, target, request = varied(seed)
    plan = planned(start(sheet), request)
    reached = None if any(each.missing for each in plan.unreachable) else (raised(plan), plan.effort)
    cost = request.effort.of
    assert reached == least(sheet, target, cost=cost, fixed=request.fix, margin=request.margin)


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_a_plan_is_quick(seed: int, combinations: list[int]) -> None:
    """A random workbook takes few combinations; ``benchmarks/improve.py`` measures 200."""
    with within(CALLS):
        planned(start(random_sheet(seed, goodness=0.3)), Request(target="WBBM"))
    assert 0 < sum(combinations) < STEPS


@pytest.mark.parametrize(("most", "seed"), [(1_000, 1), (1_000_000, 2)])
def test_long_counts_take_no_longer(most: int, seed: int, combinations: list[int]) -> None:
    """A count a million units from its target is one line, not a million states."""
    rnd = random.Random(seed)
    counts = {
        "A.II.4.i.a": {"jumlah_sasaran": most, "sasaran_tercapai": rnd.randint(0, 9)},
        "A.II.5.ii.a": {"pengaduan_wajib": most, "pengaduan_diproses": most, "pengaduan_selesai": 0},
        "A.II.6.i.b": {"layanan_terdaftar": most, "layanan_dipermudah": rnd.randint(0, 9)},
    }
    sheet = random_sheet(seed, goodness=0.4, blank=0).but(dict.fromkeys(counts), counts)
    with within(CALLS):
        plan = planned(start(sheet), Request(target="WBBM"))
    assert plan.status == "optimal"
    assert 0 < sum(combinations) < STEPS


def test_many_agents_of_change(combinations: list[int]) -> None:
    """Every number of changes made with every number integrated: 60 agents, 1,800 combinations."""
    counts = {
        "A.II.1.i.a": {"jumlah_agen": 60, "perubahan_dibuat": 3},
        "A.II.1.i.b": {"perubahan_dibuat": 3, "perubahan_terintegrasi": 1},
    }
    sheet = random_sheet(7, goodness=0.1, blank=0).but({"A.II.1.i.a": None, "A.II.1.i.b": None}, counts)
    with within(CALLS):
        plan = planned(start(sheet), Request(target="WBBM"))
    assert 0 < sum(combinations) < STEPS
    assert least(sheet, "WBBM") == (raised(plan), plan.effort)
