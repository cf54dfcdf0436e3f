"""Progress over time: what became of every area since the last round, by hand and by properties."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from comparisons import FIRST, ROUNDS, SECOND, THIRD, UNIT, dated, rounds, workbook, written
from conftest import RULESET, VALID, random_sheet, run
from hypothesis import given, settings
from hypothesis import strategies as st

from worksheets.cases import full
from zi_score.api.several import compare, opened
from zi_score.comparison.choice import ComparisonError, Workbook
from zi_score.comparison.model import Comparison
from zi_score.model.language import use_language
from zi_score.model.worksheet import Unit
from zi_score.reports.documents.rounds import group_line, least, sparklines, trend

F = Fraction
USAGE = 2


@pytest.fixture(autouse=True)
def english() -> None:
    """Speak English; Indonesian comes back by itself."""
    use_language("en")


def progress(*workbooks: Workbook, assessors: Sequence[str] = ()) -> Comparison:
    """Return the progress over these rounds."""
    return compare(*workbooks, assessors=assessors, over_time=True)


@pytest.fixture(scope="module")
def way() -> Comparison:
    """Return the three rounds of ``comparisons``."""
    return progress(*rounds())


# by hand -------------------------------------------------------------------------------------------


def test_what_was_realised_slipped_and_was_not_started(way: Comparison) -> None:
    """Since 2025: A.I.1.iv.b C -> A (0.375), IPKP 3.4 -> 3.6 (0.875), A.II.3.i.a C -> A (1.5) are realised.

    A.I.2.i.c A -> B slipped by a twelfth. A.I.1.iv.c was blank twice and is C now, A.II.6.i.a is D
    in every round: neither was started.
    """
    assert way.progress
    assert (way.progress.since, way.progress.rounds) == ("b", ("a", "b", "c"))
    found = {key: (area.realised, area.slipped, area.not_started) for key, area in way.progress.areas.items()}
    assert found == {
        "1": (("A.I.1.iv.b",), (), ("A.I.1.iv.c",)),
        "2": ((), ("A.I.2.i.c",), ()),
        "3": (("A.II.3.i.a",), (), ()),
        "4": ((), (), ()),
        "5": ((), (), ()),
        "6": ((), (), ("A.II.6.i.a",)),
        "B.I": ((), (), ()),
        "B.II": (("B.II.a",), (), ()),
    }
    assert way.progress.areas["1"].gained.score == F("0.375")
    assert way.progress.areas["2"].lost.score == F(-1, 12)
    assert way.progress.areas["3"].gained.score == F("1.5")
    assert sum(area.questions for area in way.progress.areas.values()) == 113


def test_the_trend_of_every_area(way: Comparison) -> None:
    """Area 1 of 8: loses 1/4 (i.a), 0.375 (iv.b), 0.375 (iv.c) in 2024, then 0.75, then 0.375."""
    losses = {"1": [F(1), F("0.75"), F("0.375")], "2": [F(1, 6), F(0), F(1, 12)], "3": [F(0), F("1.5"), F(0)]}
    for number, lost in losses.items():
        part = way.areas[number]
        weight = part.sides["a"].weight
        assert [side.share for side in part.sides.values()] == [(weight - each) / weight for each in lost]
    assert [side.score for side in way.results["B.I"].sides.values()] == [
        F("17.5") * F("3.4") / 4 + 5,
        F("17.5") * F("3.7") / 4 + 5,
        F("17.5") * F("3.7") / 4 + 5,
    ]


def test_a_pokja_is_told_in_a_sentence(way: Comparison) -> None:
    """What changed and by how much, what was not started; nothing, where nothing did."""
    assert group_line(way, "1") == ("90.63% -> 95.31% since 2025: 1 realised (+0.38), 1 not started; questions: 16.")
    assert group_line(way, "2") == "100.00% -> 98.81% since 2025: 1 slipped back (-0.08); questions: 15."
    assert group_line(way, "4") == "100.00% -> 100.00% since 2025: nothing changed; questions: 14."


def test_sparklines_share_one_scale(way: Comparison) -> None:
    """From the lowest share of all (85 %) to the highest (100 %): eight signs of a seventh of that each."""
    drawn = sparklines(way)
    assert drawn["3"] == "█▁█"
    assert drawn["B.II"] == "▁▁▃"  # 85, 85, 90: a third of the way is 2.33 of 7
    assert drawn["4"] == "███"
    assert drawn["1"] == "▂▄▆"  # 87.5, 90.625, 95.3125: 1.17, 2.63, 4.81 of 7
    flat = progress(workbook(full(), "a.xlsx", dated(2025)), workbook(full(), "b.xlsx"))
    assert set(sparklines(flat).values()) == {"▁▁"}


def test_the_minimums_of_a_trend_are_shares() -> None:
    """Of areas as the regulation states them, of points over their weight."""
    assert least(RULESET, "1") == {"WBK": F("0.6"), "WBBM": F("0.75")}
    assert least(RULESET, "total") == {"WBK": F("0.75"), "WBBM": F("0.85")}
    assert least(RULESET, "B.I") == {"WBK": F("18.25") / F("22.5"), "WBBM": F("19.5") / F("22.5")}
    assert least(RULESET, "B.II") == {"WBK": F(14) / F("17.5"), "WBBM": F("15.75") / F("17.5")}


def test_no_answer_any_more_slips_back_and_a_lowest_answer_realises_nothing() -> None:
    """From A to nothing points are lost; from nothing to D there is an answer, but no progress."""
    before = workbook(full().but({"A.II.5.i.a": None}), "a.xlsx", dated(2025))
    after = workbook(full().but({"A.II.5.i.a": "C", "A.I.5.i.a": None}), "b.xlsx")
    found = progress(before, workbook(full().but({"A.II.5.i.a": None}), "m.xlsx"), after).progress
    assert found
    assert found.areas["5"].slipped == ("A.I.5.i.a",)
    assert found.areas["5"].realised == ("A.II.5.i.a",)
    lowest = progress(before, workbook(full().but({"A.II.5.i.a": "E"}), "b.xlsx")).progress
    assert lowest
    assert (lowest.areas["5"].realised, lowest.areas["5"].not_started) == ((), ("A.II.5.i.a",))


# the order of rounds -------------------------------------------------------------------------------


def labels(result: Comparison) -> list[str]:
    """Return what the rounds are called, in their order."""
    return [side.label for side in result.sides.values()]


def notices(result: Comparison) -> list[str]:
    """Return what there is to know."""
    return [notice.name for notice in result.notices]


def test_rounds_stand_in_the_order_of_their_years() -> None:
    """However they were given; equal years keep the order given, and it is said which order it is."""
    third, first, second = (workbook(ROUNDS[year], f"{year}.xlsx", dated(year)) for year in (2026, 2024, 2025))
    result = progress(third, first, second)
    assert labels(result) == ["2024", "2025", "2026"]
    assert notices(result) == ["order-by-year"]
    again = [
        workbook(sheet, f"{name}.xlsx", dated(year))
        for name, sheet, year in (("b", THIRD, 2026), ("a", SECOND, 2026), ("x", FIRST, 2025))
    ]
    result = progress(*again)
    assert labels(result) == ["x", "b", "a"]
    assert notices(result) == ["order-by-year"]


@pytest.mark.parametrize(
    ("years", "reason"),
    [((2026, 2026), "all are of the same year"), ((2026, None), "not every workbook states its year")],
)
def test_without_years_the_order_is_the_one_given(years: Sequence[int | None], reason: str) -> None:
    """And the reason is said."""
    result = progress(*(workbook(full(), f"{name}.xlsx", dated(year)) for name, year in zip("zy", years, strict=True)))
    assert [side.source.path for side in result.sides.values()] == ["z.xlsx", "y.xlsx"]
    assert result.notices[0].message == f"The rounds stand in the order in which they were given: {reason}."


# whose rounds --------------------------------------------------------------------------------------


def test_two_units_are_no_series() -> None:
    """Both are named, and there is no way around it; spelling makes no other unit."""
    other = workbook(full(), "b.xlsx", Unit(name="Kantor Lain", year=2025))
    with pytest.raises(ComparisonError) as told:
        progress(workbook(full(), "a.xlsx"), other)
    assert f'b.xlsx is of "Kantor Lain" and a.xlsx of "{UNIT.name}"' in str(told.value)
    assert progress(workbook(full(), "a.xlsx"), workbook(full(), "b.xlsx", dated(2025, name=f" {UNIT.name} ".upper())))


def test_a_unit_that_is_not_stated_is_taken_for_the_same() -> None:
    """The reader calls it by its file then; a notice says so. An agency of another name is told, too."""
    nameless = workbook(full(), "x/LKE lama.xlsx", Unit(name="LKE lama", agency="Kementerian Lama", year=2020))
    result = progress(workbook(full(), "b.xlsx"), nameless)
    assert labels(result) == ["2020", "2026"]
    assert notices(result) == ["order-by-year", "unit-not-stated", "agencies-differ"]
    assert result.notices[1].message == "x/LKE lama.xlsx: the unit is not stated; it is taken for the same one."


def test_a_trend_over_several_assessors_is_told() -> None:
    """What the TPI lowered this year is not what the unit lost; --assessor compares the same."""
    before, after = workbook(full(), "a.xlsx", dated(2025)), workbook({"unit": full(), "tpi": FIRST}, "b.xlsx")
    assert notices(progress(before, after)) == ["order-by-year", "highest-authority", "assessors-differ"]
    same = progress(before, after, assessors=("unit",))
    assert notices(same) == ["order-by-year"]
    assert same.total.difference.score == 0


def test_one_round_is_no_series() -> None:
    """There must be something to look back at."""
    with pytest.raises(ComparisonError, match="at least two workbooks"):
        progress(workbook(full()))


# through the regulations ---------------------------------------------------------------------------


def renamed(path: Path, year: int) -> Workbook:
    """Return a worksheet of this project as one of the unit, in a year."""
    found = opened(path)
    return opened(found.worksheet.model_copy(update={"unit": dated(year)}), found.ruleset)


def test_a_series_goes_on_over_a_change_of_regulation() -> None:
    """Shares for all rounds, questions since the change; the first round of the new one has no round before it."""
    old = renamed(VALID / "52-2014-wbk.xlsx", 2020)
    news = [workbook(ROUNDS[year], f"{year}.xlsx", dated(year)) for year in (2024, 2025)]
    result = progress(old, *news)
    assert notices(result) == ["order-by-year", "regulations-differ"]
    assert result.progress
    assert (result.progress.since, result.progress.rounds) == ("b", ("b", "c"))
    assert {tuple(part.sides) for part in (*result.areas.values(), *result.results.values())} == {("a", "b", "c")}
    fresh = progress(old, news[0])
    assert fresh.progress
    assert (fresh.progress.since, fresh.progress.rounds) == (None, ("b",))
    assert fresh.progress.areas["6"].not_started == ("A.II.6.i.a",)
    assert fresh.progress.areas["1"].realised == ()
    assert group_line(fresh, "6") == "87.50% of the weight: 1 not started; questions: 22."
    rows = trend(fresh, RULESET).rows
    assert [row[-3:] for row in rows if str(row[0]).startswith("Working group 6: ")] == [("-", "-", 1)]


# properties ----------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=4))
def test_gains_and_losses_make_the_step(seeds: list[int]) -> None:
    """Per area what was gained and lost is what the last step shows; no question is in two lists."""
    result = progress(*(workbook(random_sheet(seed), f"{n}.xlsx", dated(2020 + n)) for n, seed in enumerate(seeds)))
    assert result.progress
    for key, group in result.progress.areas.items():
        part = {**result.areas, **result.results}[key]
        assert group.gained.score + group.lost.score == part.steps[-1].score
        assert not set(group.realised) & {*group.slipped, *group.not_started}
        assert all(
            result.questions[code].group == key for code in (*group.realised, *group.slipped, *group.not_started)
        )
        for code in group.not_started:
            assert {answered.value or 0 for answered in result.questions[code].sides.values()} == {0}
    assert sum(group.questions for group in result.progress.areas.values()) == len(result.questions)


# the command ---------------------------------------------------------------------------------------


def test_a_folder_of_real_workbooks(tmp_path: Path) -> None:
    """Written from the template, named in any order, told by year."""
    for year in (2026, 2024, 2025):
        written(tmp_path / f"monev-{2100 - year}.xlsx", ROUNDS[year], dated(year))
    done = run("compare", tmp_path, "--over-time", "--format", "json", "--report", f"text:{tmp_path / 'r.txt'}")
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert [side["label"] for side in found["sides"].values()] == ["2024", "2025", "2026"]
    assert found["progress"]["areas"]["3"]["realised"] == ["A.II.3.i.a"]
    text = (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert "Working group 3: Penataan Sistem Manajemen SDM Aparatur" in text
    assert "█▁█" in text


def test_two_units_end_the_command(tmp_path: Path) -> None:
    """With exit code 2 and both names, whatever else was asked for."""
    one = written(tmp_path / "a.xlsx", full(), dated(2025))
    other = written(tmp_path / "b.xlsx", full(), dated(2026, name="Kantor Lain"))
    done = run("compare", one, other, "--over-time", "--report", f"html:{tmp_path / 'r.html'}")
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (USAGE, b"")
    assert "Kantor Lain" in told
    assert str(UNIT.name) in told
    assert not (tmp_path / "r.html").exists()
