"""The least effort is the least: against every combination of small instances, and against a second exact way."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import highspy
import pytest
from conftest import RULESET, random_sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from least import least
from plans import raised, start
from small import KINDS, effort, small
from steps import within

import zi_score.improve.program.solver as solver_module
from worksheets.cases import Sheet
from zi_score.improve.effort import Effort
from zi_score.improve.planning import Start, planned
from zi_score.improve.program.solver import Optimum, Program, SolverError, common_step
from zi_score.improve.request import Request
from zi_score.model.language import use_language

SMALL, BIG = 200, 12
STEPS = 20_000
"""Iterations and nodes of the solver for a plan; `python -m benchmarks.improve` measures what they cost."""

CALLS = 4_000_000
ONE = Fraction(1)
fast = settings(max_examples=40, deadline=None, derandomize=True)
fractions = st.builds(Fraction, st.integers(-6, 6), st.sampled_from([1, 3, 4, 7, 100]))


@pytest.fixture
def solver_steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a sum of the steps that the solver makes: its simplex iterations, and its nodes."""
    total, run = [0], highspy.Highs.run

    def counted(solver: highspy.Highs) -> object:
        status = run(solver)
        info = solver.getInfo()
        total[0] += info.simplex_iteration_count + max(0, info.mip_node_count)
        return status

    monkeypatch.setattr(highspy.Highs, "run", counted)
    return total


# The solver ---------------------------------------------------------------------------------------


@fast
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=4),
    st.lists(st.tuples(st.lists(fractions, min_size=4, max_size=4), fractions), max_size=4),
    st.lists(fractions.filter(lambda cost: cost >= 0), min_size=4, max_size=4),
)
def test_the_cheapest_of_all_values(
    highest: list[int], rows: list[tuple[list[Fraction], Fraction]], costs: list[Fraction]
) -> None:
    """The same cost as trying all values; None where there are none; bound and cost are the same."""
    program = Program()
    columns = [program.column(most) for most in highest]
    for factors, least_sum in rows:
        program.at_least(dict(zip(columns, factors, strict=False)), least_sum)
    price = dict(zip(columns, costs, strict=False))
    sums = [
        sum((price[column] * value for column, value in enumerate(values)), Fraction())
        for values in product(*(range(most + 1) for most in highest))
        if all(sum(f * v for f, v in zip(factors, values, strict=False)) >= bound for factors, bound in rows)
    ]
    found = program.cheapest(price)
    assert (found.cost if found else None) == min(sums, default=None)
    assert found is None or (found.bound == found.cost and all(row.holds(found.values) for row in program.rows))


def test_what_misses_by_less_than_a_float_sees_is_no_solution() -> None:
    """1 - 10^-12 is not 1: the cheaper column is cut off, and the dearer one proven."""
    program = Program()
    nearly, whole = program.column(), program.column()
    program.at_least({nearly: ONE - Fraction(1, 10**12), whole: ONE}, ONE)
    assert program.cheapest({nearly: ONE, whole: Fraction(2)}) == Optimum((0, 1), Fraction(2), Fraction(2))


def test_what_is_exactly_enough_is_a_solution() -> None:
    """Three thirds, seven sevenths and 0.67 + 0.33 are 1, whatever their floats add up to."""
    for parts in ([Fraction(1, 3)] * 3, [Fraction(1, 7)] * 7, [Fraction("0.67"), Fraction("0.33")]):
        program = Program()
        columns = [program.column() for _part in parts]
        program.at_least(dict(zip(columns, parts, strict=True)), ONE)
        found = program.cheapest(dict.fromkeys(columns, ONE))
        assert found is not None
        assert found.cost == len(parts)


def test_values_that_are_cut_off_come_no_more() -> None:
    """Cutting off what was found, until nothing is left, gives every combination once, the cheapest first."""
    program = Program()
    one, two = program.column(2), program.column(1)
    program.at_least({one: ONE, two: ONE}, ONE)
    seen = []
    while found := program.cheapest({one: ONE, two: Fraction(3, 2)}):
        seen.append(found.values[:2])
        program.differ_from(found.values[:2])
    assert seen == [(1, 0), (0, 1), (2, 0), (1, 1), (2, 1)]


def test_the_common_step_of_costs() -> None:
    """All costs are whole multiples of it, and no larger number has them so."""
    assert common_step([Fraction(3, 4), Fraction(1, 6)]) == Fraction(1, 12)
    assert common_step([Fraction(6), Fraction(4), Fraction(0)]) == 2
    assert common_step([]) == 1


@pytest.mark.parametrize(("bound", "is_proof"), [(1.01, True), (1.0000005, False), (2.2, False)])
def test_a_bound_that_proves_nothing_is_never_passed_on(
    monkeypatch: pytest.MonkeyPatch, bound: float, *, is_proof: bool
) -> None:
    """A cost of 2 is the least if the bound lies above 1, but not above 2; else the program says that it failed."""
    monkeypatch.setattr(solver_module, "_solved", lambda _program, _costs: ((2,), bound))
    program = Program()
    column = program.column(2)
    if is_proof:
        assert program.cheapest({column: ONE}) == Optimum((2,), Fraction(2), Fraction(2))
    else:
        with pytest.raises(SolverError):
            program.cheapest({column: ONE})


@pytest.mark.parametrize("seed", range(5))
def test_no_plan_costs_less_than_the_linear_bound(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Were halves and thirds of a step allowed, every program that a plan solves would cost as much or less."""
    solved, gaps = solver_module._solved, []  # noqa: SLF001 - every program that is solved comes this way

    def watched(program: Program, costs: Mapping[int, float]) -> tuple[tuple[int, ...], float] | None:
        found = solved(program, costs)
        relaxed = solver_module._as_lp(program, costs)  # noqa: SLF001 - as above
        relaxed.integrality_ = []
        linear = solver_module._highs()  # noqa: SLF001 - as above
        linear.passModel(relaxed)
        linear.run()
        if found:
            spent = sum(costs.get(column, 0) * value for column, value in enumerate(found[0]))
            gaps.append(spent - linear.getInfo().objective_function_value)
        return found

    monkeypatch.setattr(solver_module, "_solved", watched)
    planned(start(random_sheet(seed, goodness=0.3)), Request(target="WBBM", alternatives=1))
    assert len(gaps) > 3
    assert min(gaps) > -1e-6


# Every combination of small instances ---------------------------------------------------------------


@pytest.mark.parametrize("part", range(8))
def test_no_combination_of_answers_is_better(part: int) -> None:
    """Small rulesets with random answers: the real scoring of all combinations finds nothing cheaper.

    The raise of external results comes first, then the effort. Where criteria cannot be met, all
    combinations miss as many, and each that is named misses at least what is said.
    """
    use_language("en")
    for seed in range(part, SMALL, 8):
        instance, rnd = small(seed), random.Random(-seed - 1)
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
    """Some are met already, most are not; all kinds of counts occur, of which two have the same rows."""
    instances = [small(seed) for seed in range(60)]
    assert 3 < sum(not instance.unmet(()) for instance in instances) < 30
    assert not any(instance.unmet([ways[-1] for ways in instance.ways]) for instance in instances)
    assert len({tuple(instance.answers) for instance in instances}) == len(KINDS) - 1


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
def test_the_solver_is_quick(seed: int, solver_steps: list[int]) -> None:
    """A random workbook takes few steps; ``benchmarks/improve.py`` measures 200."""
    with within(CALLS):
        planned(start(random_sheet(seed, goodness=0.3)), Request(target="WBBM"))
    assert 0 < solver_steps[0] < STEPS


@pytest.mark.parametrize(("most", "seed"), [(1_000, 1), (1_000_000, 2)])
def test_long_counts_take_no_longer(most: int, seed: int, solver_steps: list[int]) -> None:
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
    assert 0 < solver_steps[0] < STEPS


def test_many_agents_of_change(solver_steps: list[int]) -> None:
    """Every number of changes made with every number integrated: 60 agents, 1,800 combinations."""
    counts = {
        "A.II.1.i.a": {"jumlah_agen": 60, "perubahan_dibuat": 3},
        "A.II.1.i.b": {"perubahan_dibuat": 3, "perubahan_terintegrasi": 1},
    }
    sheet = random_sheet(7, goodness=0.1, blank=0).but({"A.II.1.i.a": None, "A.II.1.i.b": None}, counts)
    with within(CALLS):
        plan = planned(start(sheet), Request(target="WBBM"))
    assert 0 < solver_steps[0] < STEPS
    assert least(sheet, "WBBM") == (raised(plan), plan.effort)
