"""What people mean by a code, a cell, a working group or a word; and that commands take all of them."""

from __future__ import annotations

import json
from collections.abc import Collection

import pytest
from conftest import RULESET, VALID, run

from zi_score.api.plans import plan_improvement, what_if
from zi_score.improve.errors import RequestError
from zi_score.improve.request import Request
from zi_score.law.load import load_ruleset
from zi_score.law.meant import codes_meant
from zi_score.reports.documents import law

OLD = load_ruleset("permenpanrb-52-2014")
WBK = VALID / "wbk.xlsx"
AREA_BELOW = VALID / "area-below.xlsx"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A.I.1.i.a", ("A.I.1.i.a",)),
        (" a.i.1.I.A ", ("A.I.1.i.a",)),
        ("K202", ("B.II.a",)),
        ("$k$202", ("B.II.a",)),
        ("Jawaban!K202", ("B.II.a",)),
        ("O202", ("B.II.a",)),
        ("K9999", ()),
        ("IPAK", ("B.I.a",)),
        ("ipkp", ("B.II.a",)),
        ("pokja 3", ("area-3",)),
        ("Area 3", ("area-3",)),
        ("kelompok kerja 6", ("area-6",)),
        ("pokja 9", ()),
        ("penguatan pengawasan", ("area-5",)),
        ("whistle blowing", ("A.I.5.iv",)),
        ("SAKIP", ("req-agency-sakip", "req-unit-sakip")),
        ("total", ("total",)),
        ("xyz", ()),
        ("", ()),
        ("!!", ()),
    ],
)
def test_what_is_meant(text: str, codes: tuple[str, ...]) -> None:
    """Codes in small letters, cells of the official form, working groups, words of labels."""
    assert codes_meant(RULESET, text, law.codes(RULESET)) == codes


@pytest.mark.parametrize("ruleset", [RULESET, OLD], ids=lambda each: each.id)
def test_every_code_means_itself(ruleset: object) -> None:
    """Whatever words it may be called by besides."""
    known: Collection[str] = law.codes(ruleset)  # type: ignore[arg-type]  # it is one
    assert all(codes_meant(ruleset, code, known) == (code,) for code in known)  # type: ignore[arg-type]  # as above


def test_cells_are_those_of_the_workbook() -> None:
    """Where a workbook is at hand, its cells count and not those of the official form."""
    cells = {"LKE ZI!K8": "A.I.1.i.a", "LKE ZI!S8": "A.I.1.i.a", "LKE ZI!K128": "A.II.1.i.a.jumlah_agen"}
    for cell in ("K8", "s8", "LKE ZI!K8", "M8"):
        assert codes_meant(RULESET, cell, RULESET.questions, cells) == ("A.I.1.i.a",)
    assert codes_meant(RULESET, "K128", RULESET.questions, cells) == ("A.II.1.i.a",)
    assert codes_meant(RULESET, "K202", RULESET.questions, cells) == ()


def test_answers_are_set_by_cell_and_word() -> None:
    """The same as by code; what is meant twice, or not for certain, is refused with what it may be."""
    by_code = what_if(WBK, {"B.I.a": "3,5", "A.I.1.i.a": "Tidak"})
    assert what_if(WBK, {"IPAK": "3,5", "K6": "Tidak"}) == by_code
    with pytest.raises(RequestError, match=r"B\.I\.a"):
        what_if(WBK, {"IPAK": "3,5", "B.I.a": "3"})
    with pytest.raises(RequestError, match=r"A\.I\.5\.iv\.a, A\.I\.5\.iv\.b"):
        what_if(WBK, {"WBS": "A"})


def test_plans_are_limited_by_word_and_cell() -> None:
    """``only`` and ``fix`` too."""
    assert plan_improvement(AREA_BELOW, request=Request(only=("pokja 3",))) == plan_improvement(
        AREA_BELOW, request=Request(only=("area-3",))
    )
    fixed = [plan_improvement(AREA_BELOW, request=Request(fix=(name,))) for name in ("K147", "A.II.3.i.a")]
    assert fixed[0] == fixed[1]
    with pytest.raises(RequestError, match="pokja 9"):
        plan_improvement(AREA_BELOW, request=Request(only=("pokja 9",)))


@pytest.mark.parametrize(
    ("by_word", "by_code"),
    [
        (("explain", "K202"), ("explain", "B.II.a")),
        (("explain", "pokja 3"), ("explain", "area-3")),
        (("evaluate", WBK, "--trace", "IPAK"), ("evaluate", WBK, "--trace", "B.I.a")),
        (("evaluate", WBK, "--trace", "K202"), ("evaluate", WBK, "--trace", "B.II.a")),
    ],
)
def test_commands_take_them(by_word: tuple[str, ...], by_code: tuple[str, ...]) -> None:
    """As on the command line."""
    assert (done := run(*by_word)).returncode == 0
    assert done.stdout == run(*by_code).stdout


def test_what_is_not_certain_is_named() -> None:
    """A word for several things ends with all of them."""
    done = run("explain", "SAKIP")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"req-agency-sakip, req-unit-sakip" in done.stderr
    assert (
        json.loads(run("whatif", WBK, "--set", "IPAK=3,5", "--format", "json").stdout)["changes"][0]["code"] == "B.I.a"
    )
