"""The predicate of an area, and what units have in common, worked out by hand.

PermenPANRB 90/2021, Lampiran II, Bab III.D.2: every unit meets the predicate, and the score of
integrated business processes is at least 6.5 (WBK) or 7.5 (WBBM); WBBM asks for kawasan WBK.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, RULESET, RULESET_FOLDER, VALID, assessed, empty, run

from worksheets.cases import Sheet, full, survey_below, wbbm, wbk
from zi_score.evaluation.criterion import Status
from zi_score.evaluation.kawasan import KawasanResult, judge_kawasan
from zi_score.evaluation.result import Evaluation, RulesetReference
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.facts import FactValue
from zi_score.model.worksheet import Source, Unit
from zi_score.rekap.ranking import rekap
from zi_score.rekap.summary import summary_of
from zi_score.rekap.unit_line import UnitLine, line_of

F = Fraction
Predicates = tuple[PredicateResult, ...]
HOLDS = {"holds-wbk": "Ya"}


def predicates(sheet: Sheet, facts: Mapping[str, FactValue] | None = None) -> Predicates:
    """Return how a unit with these answers stands."""
    return assessed(sheet, facts).predicates


BETTER = ("lebih baik", predicates(wbbm().sheets["unit"], HOLDS))
"""Meets WBBM."""
GOOD = ("baik", predicates(wbk().sheets["unit"], HOLDS))
"""Meets WBK, not WBBM."""
BAD = ("kurang", predicates(survey_below().sheets["unit"], HOLDS))
"""Meets none."""
NEW = ("baru", predicates(wbbm().sheets["unit"]))
"""Meets WBK; whether it holds WBK is not known, so WBBM is open."""
BLANK = ("kosong", predicates(empty(), HOLDS))
"""Open."""
Units = tuple[tuple[str, Predicates], ...]


def judged(units: Units, score: str | None, *, holds: bool | None = None) -> KawasanResult:
    """Judge an area of these units."""
    number = None if score is None else F(score)
    return judge_kawasan(RULESET, "Kawasan Contoh", units, number, holds_kawasan_wbk=holds)


def statuses(area: KawasanResult) -> dict[str, str]:
    """Return the status of each predicate."""
    return {predicate.id: predicate.status.value for predicate in area.predicates}


def criteria(area: KawasanResult, predicate: str) -> dict[str, tuple[str, str | None, str | None, str]]:
    """Return minimum, reached, margin and status of each criterion of a predicate, as JSON writes them."""
    found = next(each for each in area.predicates if each.id == predicate)
    told = json.loads(found.model_dump_json())["criteria"]
    return {c["id"]: (c["minimum"], c["reached"], c["margin"], c["status"]) for c in told}


# the area ------------------------------------------------------------------------------------------

OPEN, MET, MISSED = "undetermined", "met", "not-met"


@pytest.mark.parametrize(
    ("score", "wbk_status", "wbbm_status", "verdict"),
    [
        ("0", MISSED, MISSED, "none"),
        ("6.49", MISSED, MISSED, "none"),
        ("6.4999999999", MISSED, MISSED, "none"),
        ("6.5", MET, MISSED, "WBK"),
        ("6.50000001", MET, MISSED, "WBK"),
        ("7.0", MET, MISSED, "WBK"),
        ("7.499", MET, MISSED, "WBK"),
        ("7.5", MET, MET, "WBBM"),
        ("7.51", MET, MET, "WBBM"),
        ("10", MET, MET, "WBBM"),
    ],
)
def test_the_score_of_integrated_processes(score: str, wbk_status: str, wbbm_status: str, verdict: str) -> None:
    """At least, compared exactly: at, just below and just above both minimums."""
    area = judged((BETTER, BETTER), score, holds=True)
    assert (statuses(area), area.verdict) == ({"WBK": wbk_status, "WBBM": wbbm_status}, verdict)
    assert area.failing == {"WBK": (), "WBBM": ()}


@pytest.mark.parametrize(
    ("holds", "wbbm_status", "verdict"), [(True, MET, "WBBM"), (False, MISSED, "WBK"), (None, OPEN, "WBK")]
)
def test_wbbm_needs_kawasan_wbk(holds: bool | None, wbbm_status: str, verdict: str) -> None:  # noqa: FBT001 - a fact
    """Unknown leaves it open; WBK does not ask for it."""
    area = judged((BETTER,), "9", holds=holds)
    assert (statuses(area), area.verdict) == ({"WBK": MET, "WBBM": wbbm_status}, verdict)
    reached = {True: "Ya", False: "Tidak", None: None}[holds]
    assert criteria(area, "WBBM")["holds-kawasan-wbk"] == ("Ya", reached, None, wbbm_status)
    assert "holds-kawasan-wbk" not in criteria(area, "WBK")


@pytest.mark.parametrize(
    ("units", "expected", "failing"),
    [
        ((BETTER,), {"WBK": MET, "WBBM": MET}, {"WBK": (), "WBBM": ()}),
        ((BETTER, GOOD), {"WBK": MET, "WBBM": MISSED}, {"WBK": (), "WBBM": ("baik",)}),
        ((GOOD, BAD, BETTER), {"WBK": MISSED, "WBBM": MISSED}, {"WBK": ("kurang",), "WBBM": ("baik", "kurang")}),
        ((BETTER, NEW), {"WBK": MET, "WBBM": OPEN}, {"WBK": (), "WBBM": ("baru",)}),
        ((BETTER, BLANK), {"WBK": OPEN, "WBBM": OPEN}, {"WBK": ("kosong",), "WBBM": ("kosong",)}),
        ((BLANK, BAD), {"WBK": MISSED, "WBBM": MISSED}, {"WBK": ("kosong", "kurang"), "WBBM": ("kosong", "kurang")}),
    ],
)
def test_every_unit_meets_the_predicate(
    units: Units, expected: dict[str, str], failing: dict[str, tuple[str, ...]]
) -> None:
    """One that misses it fails the area, one that is open leaves it open; both are named."""
    area = judged(units, "8", holds=True)
    assert (statuses(area), area.failing, area.units) == (expected, failing, len(units))


def test_how_many_units_meet_it() -> None:
    """Reached: the units that meet the predicate; minimum: all; margin: minus those that do not."""
    area = judged((GOOD, BAD, BETTER), "8", holds=True)
    assert criteria(area, "WBK")["kawasan-units"] == ("3", "2", "-1", MISSED)
    assert criteria(area, "WBBM")["kawasan-units"] == ("3", "1", "-2", MISSED)


@pytest.mark.parametrize(("units", "expected"), [((BETTER,), OPEN), ((BAD,), MISSED), ((BLANK,), OPEN)])
def test_without_the_score(units: Units, expected: str) -> None:
    """It leaves open what the units have not decided; it never fails silently, nor passes."""
    area = judged(units, None, holds=True)
    assert statuses(area) == {"WBK": expected, "WBBM": expected}
    assert area.verdict == ("none" if expected == MISSED else "undetermined")
    assert criteria(area, "WBK")["kawasan-integration"] == ("6.5", None, None, OPEN)


def test_nothing_is_known() -> None:
    """Neither the score nor whether kawasan WBK is held."""
    assert judged((BETTER,), None).verdict == "undetermined"
    assert judged((GOOD,), None).verdict == "undetermined"


def test_a_miss_keeps_its_sign() -> None:
    """Where it rounds to 0, as the margins of units do."""
    minimum, _reached, margin, status = criteria(judged((BETTER,), "6.4999"), "WBK")["kawasan-integration"]
    assert (minimum, margin, status) == ("6.5", "-0.00", MISSED)


def test_a_miss_that_rounding_would_hide_is_told() -> None:
    """6.4999 is shown as 6.50: exact figures decide; at the minimum and well below it there is nothing to tell."""
    found = judged((BETTER,), "6.4999").findings
    assert [(f.name, f.code, f.details["predicate"]) for f in found] == [
        ("rounding-hides-a-miss", "kawasan-integration", "WBK")
    ]
    assert (found[0].details["shown"], found[0].details["exact"]) == ("6.50", "64999/10000")
    assert (judged((BETTER,), "6.5").findings, judged((BETTER,), "6.49").findings) == ((), ())


@pytest.mark.parametrize("score", ["-0.01", "10.01", "65"])
def test_a_score_outside_its_scale_is_refused(score: str) -> None:
    """The scale ends at 10, which counts still."""
    with pytest.raises(ValueError, match="outside 0-10"):
        judged((BETTER,), score)
    assert judged((BETTER,), "10").verdict == judged((BETTER,), "7.5").verdict
    assert judged((BETTER,), "0").verdict == "none"


def test_every_criterion_cites_the_law() -> None:
    """Article and kind."""
    cited = {(c.kind, "III.D.2" in c.citation) for p in judged((GOOD,), "7").predicates for c in p.criteria}
    assert cited == {("law", True)}


def test_no_unit_and_no_rule() -> None:
    """An area without units, and a regulation that knows no areas."""
    with pytest.raises(ValueError, match="no unit"):
        judged((), "7")
    with pytest.raises(ValueError, match="no rule"):
        judge_kawasan(RULESET.model_copy(update={"kawasan": None}), "Kawasan", (GOOD,), F(7))


# the command ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a unit of each kind."""
    made = tmp_path_factory.mktemp("kawasan")
    for name in ("wbk", "wbbm", "survey-below"):
        shutil.copy(VALID / f"{name}.xlsx", made)
    shutil.copy(BROKEN / "file-damaged.xlsx", made / "rusak.xlsx")
    return made


def area(folder: Path, *arguments: str) -> dict[str, Any]:
    """Return the area that the command judges."""
    done = run("batch", *arguments, "--kawasan", "Contoh", "--format", "json", cwd=folder)
    assert done.stderr == b""
    found: dict[str, Any] = json.loads(done.stdout)["kawasan"]
    return found


def test_the_command(folder: Path) -> None:
    """A comma or a point is decimal; only the ranking is cut by --top and --only, never the area."""
    options = ["--integration-score", "7,5", "--holds-kawasan-wbk"]
    found = area(folder, "wbbm.xlsx", *options)
    assert (found["name"], found["units"], found["verdict"]) == ("Contoh", 1, "WBBM")
    assert found == area(folder, "wbbm.xlsx", "--integration-score", "7.5", "--holds-kawasan-wbk", "--only", "none")
    found = area(folder, "wbbm.xlsx", "wbk.xlsx", *options, "--top", "1", "--target", "wbbm")
    assert (found["units"], found["verdict"]) == (2, "WBK")
    assert found["failing"] == {"WBK": [], "WBBM": ["Balai Kekarantinaan Kesehatan Kelas II Contoh"]}
    assert area(folder, "wbbm.xlsx", "--integration-score", "8", "--no-holds-kawasan-wbk")["verdict"] == "WBK"


def test_the_command_tells_a_hidden_miss(folder: Path) -> None:
    """In the text, and in JSON with the exact figure."""
    (told,) = area(folder, "wbbm.xlsx", "--integration-score", "6.4999")["findings"]
    assert (told["name"], "64999/10000" in told["message"]) == ("rounding-hides-a-miss", True)
    done = run("batch", "wbbm.xlsx", "--kawasan", "Contoh", "--integration-score", "6,4999", cwd=folder)
    assert "6.50 with two decimals, but exactly 64999/10000" in " ".join(done.stdout.decode().split())


def test_a_unit_that_cannot_be_read(folder: Path) -> None:
    """It is no unit of the area; one that a list names is, and leaves it open, for nobody knows."""
    options = ("--integration-score", "9", "--holds-kawasan-wbk")
    found = area(folder, "wbbm.xlsx", "rusak.xlsx", *options)
    assert (found["units"], found["verdict"]) == (1, "WBBM")
    found = area(folder, ".", "--integration-score", "9")
    assert (found["units"], found["verdict"]) == (3, "none")
    (folder / "daftar.csv").write_text("path,unit\nwbbm.xlsx,A\nrusak.xlsx,B\n,C\n", encoding="utf-8")
    found = area(folder, "daftar.csv", *options)
    assert (found["units"], found["verdict"]) == (3, "undetermined")
    assert found["failing"] == {"WBK": ["B", "C"], "WBBM": ["B", "C"]}


def test_a_unit_that_handed_in_twice(folder: Path) -> None:
    """It is one unit of the area, by the workbook that counts; by the worst, where nothing tells which that is."""
    for name in ("wbbm", "ganda"):
        (folder / f"{name}.xlsx").write_bytes((VALID / "wbbm.xlsx").read_bytes())
    found = area(folder, "wbbm.xlsx", "ganda.xlsx", "--integration-score", "9", "--holds-kawasan-wbk")
    assert (found["units"], found["verdict"]) == (1, "WBBM")
    (folder / "daftar.csv").write_text("path,unit\nwbbm.xlsx,A\nwbk.xlsx,A\n", encoding="utf-8")
    found = area(folder, "daftar.csv", "--integration-score", "9", "--holds-kawasan-wbk")
    assert (found["units"], found["verdict"]) == (1, "WBK")


def test_the_order_of_paths_does_not_matter(folder: Path) -> None:
    """Nor for the units that fail the area."""
    paths = ["wbk.xlsx", "survey-below.xlsx", "rusak.xlsx"]
    assert area(folder, *paths) == area(folder, *reversed(paths))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--integration-score", "7"),
        ("--holds-kawasan-wbk",),
        ("--kawasan", "K", "--integration-score", "tujuh"),
        ("--kawasan", "K", "--integration-score", "-1"),
        ("--kawasan", "K", "--integration-score", "10.01"),
        ("--kawasan", "K", "--integration-score", "75"),
        ("--kawasan", "K", "--integration-score", "7/0"),
    ],
)
def test_misuse(folder: Path, arguments: tuple[str, ...]) -> None:
    """A sentence on standard error that names the option, and exit 2."""
    done = run("batch", "wbk.xlsx", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"zi-score: ")
    assert b"--kawasan" in done.stderr or b"--integration-score" in done.stderr


def test_a_regulation_without_areas(folder: Path, tmp_path: Path) -> None:
    """It has no rule to judge by: said before anything is read."""
    rules = shutil.copytree(RULESET_FOLDER, tmp_path / "tanpa-kawasan") / "rules.toml"
    before, table, after = rules.read_text(encoding="utf-8").partition("[kawasan]")
    assert table
    rest = after.partition("\n[")
    rules.write_text(before.replace('id = "', 'id = "own-', 1) + "".join(rest[1:]), encoding="utf-8")
    done = run("batch", "wbk.xlsx", "--kawasan", "K", "--ruleset", rules.parent, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no rule for areas" in done.stderr


# what units have in common --------------------------------------------------------------------------


def standing(
    name: str, sheet: Sheet, *, agency: str | None = None, facts: Mapping[str, FactValue] | None = None
) -> UnitLine:
    """Return the standing of a unit with these answers."""
    evaluation = Evaluation(
        source=Source(path=f"{name}.xlsx", sheet="Jawaban", layout="jawaban"),
        unit=Unit(name=name, agency=agency),
        ruleset=RulesetReference(id=RULESET.id, title=RULESET.title),
        assessments=(assessed(sheet, facts),),
        findings=(),
    )
    return line_of(evaluation, name)


def full_marks(**answers: str) -> Sheet:
    """Return full marks but for these answers, whose codes have _ for a point."""
    return full().but({code.replace("_", "."): typed for code, typed in answers.items()})


PERFECT = standing("sempurna", full(), agency="Badan A", facts=HOLDS)
"""100 points, WBBM."""
SHORT = standing("kurang", full_marks(B_I_a="3.59"), agency="Badan A", facts=HOLDS)
"""IPAK 3.59 = 15.70625, 0.04375 less than 15.75; all else is met, B.I is 20.70625. Total 98.20625."""
FAR = standing("jauh", full_marks(B_I_a="2", B_II_a="3"), agency="Badan B", facts=HOLDS)
"""IPAK 8.75: 7 short; B.I 13.75: 4.5 short; B.II 13.125: 0.875 short. Total 86.875."""
BLANKS = standing("kosong", empty(), facts=HOLDS)
"""Nothing is answered: all minimums are open."""
ALL = (PERFECT, SHORT, FAR, BLANKS)


def test_verdicts_and_agencies() -> None:
    """Agencies by name, those without one last; the mean is of the totals: (100 + 98.20625) / 2 = 99.103125."""
    found = summary_of(RULESET, ALL, 3)
    assert (found.units, found.unreadable) == (4, 3)
    assert found.verdicts == {"WBBM": 1, "WBK": 0, "undetermined": 1, "none": 2}
    assert [(each.agency, each.units, each.mean) for each in found.agencies] == [
        ("Badan A", 2, F("99.103125")),
        ("Badan B", 1, F("86.875")),
        (None, 1, F(0)),
    ]
    assert found.agencies[0].verdicts == {"WBBM": 1, "WBK": 0, "undetermined": 0, "none": 1}
    assert json.loads(found.model_dump_json())["agencies"][0]["mean"] == "99.10"


def test_failing_criteria() -> None:
    """By hand: the survey fails two units, B.I and B.II one; everything of BLANKS is open."""
    found = {(each.predicate, each.id): (each.missed, each.open) for each in summary_of(RULESET, ALL).criteria}
    assert found["WBK", "hasil-1-survey"] == found["WBBM", "hasil-1-survey"] == (2, 1)
    assert found["WBK", "hasil-1"] == found["WBK", "hasil-2"] == found["WBBM", "hasil-2"] == (1, 1)
    assert found["WBK", "total"] == found["WBK", "area-3"] == found["WBBM", "total"] == (0, 1)
    assert found["WBBM", "holds-wbk"] == (0, 0)
    requirements = {counts for (_, id_), counts in found.items() if id_.startswith("req-")}
    assert requirements == {(0, 4)}  # nobody stated a fact for them
    missed = [each.missed for each in summary_of(RULESET, ALL).criteria]
    assert missed == sorted(missed, reverse=True)


def test_near_misses() -> None:
    """At most 2 points in all; the blank unit and the far one lack more, the perfect one lacks nothing."""
    (miss,) = summary_of(RULESET, ALL).near_misses
    assert (miss.unit, miss.predicate, miss.lacking, miss.criteria) == (
        "kurang",
        "WBK",
        F("0.04375"),
        ("hasil-1-survey",),
    )


@pytest.mark.parametrize(
    ("sheet", "facts", "expected"),
    [
        # IPKP 3.00 = 13.125, 0.875 short of 14
        (full_marks(B_II_a="3"), HOLDS, ("WBK", F("0.875"))),
        # IPKP 2.72 = 11.9, 2.1 short; 2.75 = 12.03125, 1.96875 short
        (full_marks(B_II_a="2.72"), HOLDS, None),
        (full_marks(B_II_a="2.75"), HOLDS, ("WBK", F("1.96875"))),
        # WBK is met, WBBM lacks 15.75 - 14 = 1.75 (IPKP 3.20)
        (full_marks(B_II_a="3.2"), HOLDS, ("WBBM", F("1.75"))),
        # as above, but the unit cannot get it by points alone
        (full_marks(B_II_a="3.2"), {"holds-wbk": "Tidak"}, None),
        # an unanswered survey lacks all of its points
        (full().but({"B.II.a": None}), HOLDS, None),
        # a requirement is known to fail: points do not help
        (full_marks(B_II_a="3"), {**HOLDS, "agency-bpk-opinion": "TMP"}, None),
        # but requirements are waived for this unit (afirmasi), so points do help
        (full_marks(B_II_a="3"), {**HOLDS, "agency-bpk-opinion": "TMP", "unit-kind": "Samsat"}, ("WBK", F("0.875"))),
    ],
)
def test_how_near(sheet: Sheet, facts: dict[str, FactValue], expected: tuple[str, Fraction] | None) -> None:
    """Worked out by hand, for the lowest predicate that is not met."""
    found = summary_of(RULESET, [standing("unit", sheet, facts=facts)]).near_misses
    assert [(miss.predicate, miss.lacking) for miss in found] == ([] if expected is None else [expected])


def test_a_point_is_lacking_once() -> None:
    """IPAK 3.40 = 14.875 lacks 0.875 of 15.75; with performance C (2.5) B.I is 17.375 and lacks the same of 18.25.

    0.875 points more in the survey mend both, so that is what the unit lacks.
    """
    found = summary_of(RULESET, [standing("unit", full_marks(B_I_a="3.4", B_I_b="C"), facts=HOLDS)]).near_misses
    assert [(miss.lacking, miss.criteria) for miss in found] == [(F("0.875"), ("hasil-1", "hasil-1-survey"))]


def test_low_questions() -> None:
    """The mean over all units, blanks counting 0: B.I.a (1 + 0.8975 + 0.5 + 0) / 4, B.II.a (1 + 1 + 0.75 + 0) / 4."""
    found = {each.code: (each.mean, each.unanswered) for each in summary_of(RULESET, ALL).low_questions}
    assert found["B.I.a"] == (F("2.3975") / 4, 1)
    assert found["B.II.a"] == (F("2.75") / 4, 1)
    assert {mean for code, (mean, _) in found.items() if code not in {"B.I.a", "B.II.a"}} == {F(3, 4)}
    order = [(each.mean, each.code) for each in summary_of(RULESET, ALL).low_questions]
    assert order == sorted(order)
    assert len(order) == 15


def test_no_units() -> None:
    """Nothing divides by zero, and every verdict is named."""
    found = summary_of(RULESET, [], 2)
    assert found.verdicts == {"WBBM": 0, "WBK": 0, "undetermined": 0, "none": 0}
    assert (found.agencies, found.criteria, found.near_misses, found.low_questions) == ((), (), (), ())


def test_margins() -> None:
    """The smallest in points: the survey's -0.04375; for the far one -7; with all met there is no next."""
    margins = {}
    for unit in ALL:
        following = unit.next_predicate
        margin = unit.margin(following) if following else None
        margins[unit.unit.name] = margin and (margin[0], margin[1].id)
    assert margins["sempurna"] is None
    assert margins["kurang"] == (F("-0.04375"), "hasil-1-survey")
    assert margins["jauh"] == (F(-7), "hasil-1-survey")
    assert margins["kosong"] == (F(-75), "total")


def test_ranking_by_hand() -> None:
    """Whose scores suffice first, then by total."""
    names = [unit.unit.name for unit in rekap(RULESET, ALL).units]
    assert names == ["sempurna", "kurang", "jauh", "kosong"]
    assert [unit.status("WBK") for unit in rekap(RULESET, ALL).units] == [
        Status.MET,
        Status.NOT_MET,
        Status.NOT_MET,
        Status.UNDETERMINED,
    ]


@pytest.mark.parametrize("forms", [("--format", "jsonl"), ("--format", "csv", "--report", "jsonl:{}")])
def test_an_area_needs_a_format_that_tells_of_it(tmp_path: Path, forms: tuple[str, ...]) -> None:
    """Nobody judges an area of which nothing is told; another format beside these tells it."""
    asked = (
        "batch",
        VALID / "wbbm.xlsx",
        "--kawasan",
        "Contoh",
        *(each.format(tmp_path / "a.jsonl") for each in forms),
    )
    done = run(*asked)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, b"", [])
    assert b"none for an area" in done.stderr
    assert run(*asked, "--report", f"text:{tmp_path / 'a.txt'}").returncode == 0
    assert "Contoh" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_what_is_asked_of_an_area_is_written_as_what_it_has(folder: Path) -> None:
    """6.50 whether or not its score is known; of an area without a unit nothing is judged, and that is told."""
    for options in ((), ("--integration-score", "6.5")):
        said = run("batch", "wbbm.xlsx", "--kawasan", "Contoh", *options, cwd=folder).stdout.decode()
        assert " 6.50 " in said
        assert " 6.5 " not in said
    (folder / "kosong").mkdir(exist_ok=True)
    done = run("batch", "kosong", "--kawasan", "Contoh", cwd=folder)
    assert (done.returncode, b"--kawasan Contoh: no unit could be read" in done.stderr) == (3, True)
