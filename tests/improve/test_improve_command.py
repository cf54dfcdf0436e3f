"""Plans from the command line and from files of options; what cannot be planned is a sentence."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from comparisons import dated, written
from conftest import BROKEN, RULESET, VALID, run
from loading import HEAVY, loaded_by
from openpyxl import load_workbook

import zi_score
from worksheets.cases import full
from zi_score.improve.discount import Discount
from zi_score.improve.effort import Effort
from zi_score.improve.errors import RequestError, UnreadAnswersError
from zi_score.improve.request import Request
from zi_score.model.language import use_language


def test_every_format(tmp_path: Path) -> None:
    """Text on the screen, the others to files; the workbook opens, and tells later what became of the plan."""
    names = {form: tmp_path / f"plan.{form}" for form in ("json", "markdown", "xlsx", "text")}
    reports = [part for form, path in names.items() for part in ("--report", f"{form}:{path}")]
    done = run("improve", VALID / "area-below.xlsx", *reports)
    assert done.returncode == 0, done.stderr
    assert "A.II.3.i.a" in done.stdout.decode()
    assert json.loads(names["json"].read_text(encoding="utf-8"))["status"] == "optimal"
    assert names["text"].read_bytes() == done.stdout
    assert "A.II.3.i.a" in names["markdown"].read_text(encoding="utf-8")
    assert load_workbook(names["xlsx"]).sheetnames
    later = run("improve", VALID / "area-below.xlsx", "--against", names["xlsx"], "--format", "json")
    assert later.returncode == 0, later.stderr
    assert [each["code"] for each in json.loads(later.stdout)["actions"]] == ["A.II.3.i.a"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["zero-counts"], 0), (["area-below", "--fix", "3"], 1), (["wbk", "--target", "wbbm"], 1)],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    """0 where there is a plan or nothing to do, 1 where the predicate cannot be reached; for every format."""
    name, *options = arguments
    done = run("improve", VALID / f"{name}.xlsx", *options, "--format", "json", "-q")
    assert (done.returncode, done.stderr) == (code, b"")


def test_files_of_options(tmp_path: Path) -> None:
    """Costs and discounts are read from TOML, codes with or without quotation marks, numbers exactly."""
    effort, discount = tmp_path / "effort.toml", tmp_path / "discount.toml"
    effort.write_text('default = 0.1\narea-3 = 3\n"A.II.3.iii" = 1.5\n', encoding="utf-8-sig")
    discount.write_text("area-4 = 0.3\nB.I = 0.25\n", encoding="utf-8")
    done = run(
        "improve", VALID / "area-below.xlsx", "--effort", effort, "--discount", discount, "--margin", "0,1",
        "--max-steps", "3", "--only", "3", "--format", "json",
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert (found["effort"], [each["code"] for each in found["actions"]]) == ("1.5", ["A.II.3.iii.a"])
    assert (found["margin"], found["discount"]) == ("0.1", {"4": "0.3", "B.I": "0.25"})
    assert Effort.read(effort, RULESET).of("A.I.3.i.a") == 3
    assert Effort.read(effort, RULESET).of("A.I.4.i.a") == Fraction("0.1")


def test_from_standard_input() -> None:
    """``-`` reads the workbook from standard input."""
    done = run("improve", "-", "--format", "json", stdin=(VALID / "area-below.xlsx").read_bytes())
    assert json.loads(done.stdout)["source"]["path"] == "-"


@pytest.mark.parametrize("arguments", [["improve", "--help"], ["schema", "improve"]])
def test_help_is_light(arguments: list[str]) -> None:
    """Help and schemas load no reader and no writer."""
    assert loaded_by(*arguments) & ({"python_calamine"} | HEAVY) == set()


def test_nothing_heavy_is_loaded_to_plan() -> None:
    """Neither a plan nor a what-if needs more than reading does."""
    path = str(VALID / "area-below.xlsx")
    assert loaded_by("whatif", path, "--set", "B.I.b=A", "--format", "json") & HEAVY == set()
    assert loaded_by("improve", path, "--format", "json") & HEAVY == set()


# Bad input ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"fix": ("A.I.9",)}, "fix A.I.9: no such area, criterion, section, indicator or question. Near: A.I.6"),
        ({"only": ("area-7",)}, "only area-7: no such .* Near: area-6"),
        ({"fix": ("A", "B")}, "fix/only: no question is left that may change; drop one of A, B."),
        ({"fix": ("area-3",), "only": ("A.I.3", "A.II.3")}, "fix/only: no question is left"),
        ({"only": ("B.I.a",)}, "fix/only: no question is left"),
        ({"margin": Fraction(-1)}, "margin -1: expected 0 or more points."),
        ({"max_steps": 0}, "max-steps 0: expected 1 or more."),
        ({"alternatives": -1}, "alternatives -1: expected 0 or more."),
        ({"target": "WBX"}, "target WBX: permenpanrb-90-2021 has no such predicate; expected one of WBK, WBBM."),
    ],
)
def test_requests_that_cannot_be_planned(wanted: dict[str, Any], message: str) -> None:
    """A sentence each that names what is wrong, and what is there."""
    use_language("en")
    try:
        with pytest.raises(RequestError, match=message):
            zi_score.plan_improvement(VALID / "area-below.xlsx", request=Request(**wanted))
    finally:
        use_language("id")


EXPECTED = "expected a number from 0.001 to 1000 with at most three decimals"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("default = 0", f"default: found 0, {EXPECTED}"),
        ("A.I.3 = -1", f"A.I.3: found -1, {EXPECTED}"),
        ('"A.I.3" = "two"', f"A.I.3: found 'two', {EXPECTED}"),
        ("A.I.3 = true", f"A.I.3: found true, {EXPECTED}"),
        ("default = nan", f"default: found nan, {EXPECTED}"),
        ("default = inf", f"default: found infinity, {EXPECTED}"),
        ("default = 0.0001", f"default: found 0.0001, {EXPECTED}"),
        ("default = 1001", f"default: found 1001, {EXPECTED}"),
        ("A.I.3 = []", rf"A.I.3: found \[\], {EXPECTED}"),
        ("A.I.99 = 2", "A.I.99: no such code. Near: A.I"),
        ("3 = 1\narea-3 = 2", "3 and area-3 are the same area; name it once"),
        ("default = ", "not in the format TOML"),
        ("default = 1\ndefault = 2", "not in the format TOML"),
        ("\udcff", "not in the format TOML"),
    ],
)
def test_files_of_costs_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """File, key, found, expected."""
    path = tmp_path / "effort.toml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    use_language("en")
    try:
        with pytest.raises(RequestError, match=f"effort .*effort.toml: {message}"):
            Effort.read(path, RULESET)
    finally:
        use_language("id")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3 = 11", r"3: found 11, expected points, 0 or more and not above the weight \(10\)"),
        ("3 = -1", "3: found -1, expected points"),
        ('area-3 = 1\n"A.I.3" = 1', "A.I.3 and 3 hold the same points; name them once"),
        ("3 = 1\narea-3 = 1", "area-3 and 3 hold the same points"),
        ("7 = 1", "7: no such code"),
        ('"A.I.3.i.a" = 1', "A.I.3.i.a: no such code. Near: A.I.3"),
    ],
)  # fmt: skip
def test_files_of_discounts_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """Points are named once, and are not more than there are."""
    path = tmp_path / "tpi.toml"
    path.write_text(text, encoding="utf-8")
    use_language("en")
    try:
        with pytest.raises(RequestError, match=f"discount .*tpi.toml: {message}"):
            Discount.read(path, RULESET)
    finally:
        use_language("id")


def test_answers_that_were_not_read() -> None:
    """Nothing is planned on guesses: the cells are named; a blank is an answer to come, and no guess."""
    with pytest.raises(UnreadAnswersError, match=r"LKE ZI!K11 \(A.I.1.ii.a\): sudah ada"):
        zi_score.plan_improvement(BROKEN / "answer-not-understood.xlsx")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([BROKEN / "survey-out-of-range.xlsx"], 3, "correct the answers that could not be read first: LKE ZI!K202"),
        ([VALID / "wbk.xlsx", "--fix", "A.I.9"], 2, "zi-score: --fix A.I.9: no such area"),
        ([VALID / "wbk.xlsx", "--margin", "much"], 2, "--margin much: expected a number of points, 0 or more."),
        ([VALID / "wbk.xlsx", "--max-steps", "0"], 2, "--max-steps"),
        ([VALID / "wbk.xlsx", "--effort", "missing.toml"], 2, "--effort missing.toml: there is no such file"),
        ([VALID / "wbk.xlsx", "--assessor", "tpn"], 2, "--assessor tpn: no answers of this assessor"),
        ([VALID / "wbk.xlsx", "--against", "plan.xlsx", "--margin", "1"], 2, "options that make a plan"),
    ],
)
def test_bad_input_of_the_command(arguments: list[str | Path], code: int, message: str) -> None:
    """A sentence on standard error, nothing on standard output, and the exit code of what went wrong."""
    done = run("improve", *arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in " ".join(done.stderr.decode().split())
    assert "Traceback" not in done.stderr.decode()


def test_an_unreadable_workbook_as_json() -> None:
    """As for evaluate: the failure with its finding, and the sentence beside it."""
    done = run("improve", BROKEN / "file-damaged.xlsx", "--format", "json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["findings"][0]["name"] == "file-damaged"


def test_the_sentences_are_indonesian_too() -> None:
    """By default the program speaks Indonesian."""
    done = run("improve", VALID / "wbk.xlsx", "--fix", "A.I.9", language=None)
    assert "tidak ada" in done.stderr.decode()


def test_what_an_assessor_took_off_last_time(tmp_path: Path) -> None:
    """A comparison gives the discount: every criterion is to hold after the same points are taken off again."""
    workbook = str(VALID / "three-assessors.xlsx")
    found = run(
        "compare", workbook, "--assessors", "unit,tpi", "--format", "json", "--report", f"json:{tmp_path / 'c.json'}"
    )
    assert found.returncode == 0
    options = ("--assessor", "unit", "--target", "wbbm", "--format", "json")
    plan = json.loads(run("improve", workbook, *options, "--from-compare", str(tmp_path / "c.json")).stdout)
    assert {key: Fraction(points) for key, points in plan["discount"].items()} == {
        "1": Fraction(3, 16),
        "2": Fraction(1),
        "5": Fraction(5, 4),
        "B.I": Fraction(5, 4),
    }
    assert [action["code"] for action in plan["actions"]] == ["B.I.b"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        ("{", "not JSON"),
        ('{"schema_version": 1}', "no comparison"),
        ("[]", "no comparison"),
    ],
)
def test_a_comparison_that_is_none(tmp_path: Path, content: str | None, told: str) -> None:
    """A file after ``--from-compare`` that holds no comparison ends with a sentence that names it."""
    file = tmp_path / "c.json"
    if content is not None:
        file.write_text(content)
    found = run("improve", VALID / "wbk.xlsx", "--from-compare", file)
    assert found.returncode == 2
    assert told in found.stderr.decode()
    assert "c.json" in found.stderr.decode()


def test_reports_that_counts_and_statement_both_deny_are_no_work_to_plan(tmp_path: Path) -> None:
    """The counts deny 99.5 %, which is too little too: full counts would leave the statement to decide."""
    book = load_workbook(VALID / "wbk.xlsx")
    book["Identitas"]["C21"] = 99.5
    for cell in ("K179", "K186"):
        book["Jawaban"][cell] = 0
    book.save(path := tmp_path / "lke.xlsx")
    done = run("improve", path, "--format", "json")
    assert done.returncode == 1, done.stderr
    plan = json.loads(done.stdout)
    assert [(each["criterion"], each["reason"]) for each in plan["unreachable"]] == [
        ("req-wealth-reports", "stated is 99.5, needed is 100; no answer changes that")
    ]
    assert plan["actions"] == []
    done = run("improve", path, "--fact", "unit-wealth-reports=100", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {each["code"] for each in json.loads(done.stdout)["actions"]} == {"A.II.5.iii.a.a", "A.II.5.iii.b.a"}


def compared(path: Path, *arguments: str | Path) -> Path:
    """Write a comparison as JSON; return where it is."""
    path.write_bytes(run("compare", *arguments, "--format", "json").stdout)
    return path


def said(*arguments: str | Path) -> str:
    """Return what improve says on the terminal, on one line."""
    return " ".join(run("improve", *arguments, "-q").stdout.decode().split())


def test_whose_comparison_the_points_are_from(tmp_path: Path) -> None:
    """Of another unit or year that is said, and in the JSON; of no points taken off, too."""
    workbook = VALID / "three-assessors.xlsx"
    taken = compared(tmp_path / "c.json", workbook, "--assessors", "unit,tpi")
    assert "The comparison" not in said(workbook, "--from-compare", taken)
    other = said(VALID / "wbk.xlsx", "--from-compare", taken)
    assert "another unit: of Kantor Imigrasi Kelas I Contoh, and the workbook of Balai Kekarantinaan" in other
    plan = json.loads(run("improve", VALID / "wbk.xlsx", "--from-compare", taken, "--format", "json").stdout)
    assert plan["discount_of"]["name"] == "Kantor Imigrasi Kelas I Contoh"
    later = written(tmp_path / "later.xlsx", full(), dated(2026))
    nothing = compared(tmp_path / "same.json", written(tmp_path / "one.xlsx", full(), dated(2025)), later)
    assert "shows no points that assessors took off" in said(later, "--from-compare", nothing)
    of_year = said(written(tmp_path / "next.xlsx", full(), dated(2027)), "--from-compare", nothing)
    assert "The comparison is of 2026, and the workbook of 2027." in of_year


def test_a_comparison_by_another_regulation(tmp_path: Path) -> None:
    """Its areas have the same numbers and other points: that is no discount here."""
    old = compared(tmp_path / "c.json", VALID / "52-2014-wbk.xlsx", VALID / "52-2014-parts.xlsx")
    done = run("improve", VALID / "wbk.xlsx", "--from-compare", old)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "it is by permenpanrb-52-2014, and the workbook by permenpanrb-90-2021" in done.stderr.decode()


def test_a_plan_without_actions_or_of_another_year(tmp_path: Path) -> None:
    """What only others measure leaves nothing to follow; a year that differs is told, older or newer."""
    short = written(tmp_path / "short.xlsx", full().but({"B.I.a": "3.5"}), dated(2026))
    low = written(tmp_path / "low.xlsx", full().but({"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "A.I.3.i.a": "Tidak"}))
    plans = [tmp_path / f"{path.stem}-plan.xlsx" for path in (short, low)]
    for workbook, plan in zip((short, low), plans, strict=True):
        run("improve", workbook, "--target", "wbbm", "--holds-wbk", "--report", f"xlsx:{plan}")
    nothing = said(short, "--against", plans[0])
    assert "asks for no answers of the unit's own: there is nothing of it to follow. Total now: 97.81" in nothing
    assert "0 of 0" not in nothing
    assert "The plan is" not in said(low, "--against", plans[1])
    newer, older = (written(tmp_path / f"{year}.xlsx", full(), dated(year)) for year in (2027, 2025))
    assert "The plan is of 2026, the workbook of 2027." in said(newer, "--against", plans[1])
    assert "The workbook is older than the plan: of 2025, and the plan of 2026." in said(older, "--against", plans[1])


def test_figures_of_a_reason_are_local_in_the_workbook_too(tmp_path: Path) -> None:
    """What nobody can change is told with a decimal comma, as on the terminal."""
    plan = tmp_path / "rencana.xlsx"
    done = run(
        "improve", VALID / "wbk.xlsx", "--fact", "unit-wealth-reports=99,5", "--report", f"xlsx:{plan}", language="id"
    )
    told = "dinyatakan 99,5, yang diperlukan 100"
    cells = [str(cell.value) for sheet in load_workbook(plan) for row in sheet.iter_rows() for cell in row]
    assert any(told in cell for cell in cells), [cell for cell in cells if "99" in cell]
    assert told in " ".join(done.stdout.decode().split())


def test_what_cannot_be_kept_in_hand_is_not_called_out_of_reach(tmp_path: Path) -> None:
    """The unit has WBK: only 30 points above its minimums are too many. Of WBBM area 3 itself is out of reach."""
    low = written(tmp_path / "low.xlsx", full().but({"A.II.3.i.a": "C", "A.II.3.ii.a": "C"}))
    told = said(low, "--margin", "30", "--fix", "3")
    assert "WBK cannot be reached with so much kept in hand. The plan is" in told
    assert "the plan leaves them out: Nilai total, Pengungkit, Area 3 Penataan" in told
    done = run("improve", low, "--margin", "30", "--fix", "3", "--format", "json")
    (area,) = (each for each in json.loads(done.stdout)["unreachable"] if each["criterion"] == "area-3")
    assert (done.returncode, area["exact"], area["reserve"]) == (1, "3", "4")
    assert area["reason"].startswith("10.00 points are asked for, 4.00 of them to be kept in hand; so many")
    both = written(tmp_path / "both.xlsx", full().but({"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "B.I.a": "3.5"}))
    told = said(both, "--margin", "30", "--fix", "3")
    assert "WBK cannot be reached with so much kept in hand. The criteria that can be met depend on results" in told
    told = said(low, "--target", "wbbm", "--holds-wbk", "--margin", "1", "--fix", "3")
    assert "WBBM cannot be reached. The plan is" in told
    assert "Without what is kept in hand" not in told
