"""Whether units may be proposed, which of several workbooks of a unit counts, and who has not handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest
from batches import MET, standing
from conftest import RULESET, VALID, run

from zi_score.law.facts import FactValue
from zi_score.model.language import use_language
from zi_score.model.worksheet import Assessor, Unit
from zi_score.pipeline import no_workbook
from zi_score.rekap.proposal import Group
from zi_score.rekap.ranking import rekap
from zi_score.rekap.received import awaited, unlisted
from zi_score.rekap.repeated import duplicates, with_repeats
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.documents.proposal import open_cell, requirements_cell

HOLDS = {"holds-wbk": "Ya"}
HONEST = {**MET, "unit-wealth-reports": Fraction(98)}


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("case", "target", "facts", "group", "requirements", "still_open"),
    [
        ("wbk", "WBK", MET, Group.PROPOSABLE, "10/10 met", ""),
        ("wbk", "WBK", {}, Group.OPEN, "0/10 checked", "all of them"),
        ("wbk", "WBK", HONEST, Group.OPEN, "1 not met", "Pelaporan LHKAN dan LHKPN di unit (%): 98 (min 100)"),
        ("wbk", "WBBM", {**MET, **HOLDS}, Group.SHORT, "10/10 met", ""),
        ("wbbm", "WBBM", {**MET, **HOLDS}, Group.PROPOSABLE, "10/10 met", ""),
        ("wbbm", "WBBM", MET, Group.OPEN, "10/10 met", "not checked: Sudah berpredikat WBK"),
        (
            "wbbm",
            "WBBM",
            {**MET, "holds-wbk": "Tidak"},
            Group.OPEN,
            "1 not met",
            "Sudah berpredikat WBK: Tidak (min Ya)",
        ),
        ("wbbm", "WBK", MET, Group.PROPOSABLE, "10/10 met", ""),
        ("wbbm", None, {**MET, **HOLDS}, Group.PROPOSABLE, "10/10 met", ""),
        ("survey-below", "WBK", MET, Group.SHORT, "10/10 met", ""),
        ("half-empty", "WBK", MET, Group.SHORT, "10/10 met", ""),
        (
            "wbk",
            "WBK",
            {"afirmasi": "Ya", "unit-kind": "Samsat"},
            Group.PROPOSABLE,
            "afirmasi: 0/10 checked",
            "all of them",
        ),
        ("wbk", "WBK", {"afirmasi": "Ya", "agency-sakip": "CC"}, Group.OPEN, "1 not met, 9 not checked", None),
    ],
)
def test_what_may_be_proposed(  # noqa: PLR0913, PLR0917 - the columns of the table
    case: str,
    target: str | None,
    facts: Mapping[str, FactValue],
    group: Group,
    requirements: str,
    still_open: str | None,
) -> None:
    """The predicate that counts decides: its scores, then what is asked beside them; afirmasi keeps no unit back."""
    unit = standing(case, "lke.xlsx", Unit(name="A", target=target), facts=facts)
    assert unit.proposal.predicate == (target or unit.verdict)
    assert unit.proposal.group is group
    assert requirements_cell(unit.proposal).text == requirements
    if still_open is not None:
        assert open_cell(unit, RULESET) == still_open


def test_a_regulation_that_was_replaced_proposes_nobody() -> None:
    """Its scores suffice, but there is nobody to propose to."""
    from zi_score.api.several import batch  # noqa: PLC0415 - a workbook of the older regulation is read here alone

    (unit,) = batch("worksheets/valid/52-2014-wbk.xlsx").units
    assert (unit.verdict, unit.proposal.group, unit.proposal.replaced) == ("WBK", Group.OPEN, True)
    assert open_cell(unit, unit.law(RULESET)) == "the regulation was replaced: nobody is proposed by it"


def test_honesty_is_not_punished() -> None:
    """Who states 98 % stands above a silent unit of lower score, and both below who may be proposed."""
    found = rekap(
        RULESET,
        [
            standing("wbk", "diam.xlsx", Unit(name="Diam", target="WBK")),
            standing("wbbm", "jujur.xlsx", Unit(name="Jujur", target="WBK"), facts=HONEST),
            standing("wbk", "siap.xlsx", Unit(name="Siap", target="WBK"), facts=MET),
            standing("survey-below", "tinggi.xlsx", Unit(name="Tinggi", target="WBK"), facts=MET),
        ],
    )
    assert [unit.unit.name for unit in found.units] == ["Siap", "Jujur", "Diam", "Tinggi"]
    assert list(found.tally.proposals.values()) == [1, 2, 1]


def line(path: str, year: int | None = 2026, case: str = "wbk", **unit: str) -> UnitLine:
    """Return a workbook of a unit."""
    return standing(case, path, Unit(name=unit.get("name", "Balai"), agency=unit.get("agency"), year=year))


def instead(*lines: UnitLine) -> dict[str, str | None]:
    """Return which workbook counts in place of which."""
    return {each.path: each.superseded_by for each in with_repeats(lines) if each.superseded_by}


def test_the_latest_round_counts() -> None:
    """Of one unit; where the year of one is not known, both count, unless they say the same."""
    old, new = line("a.xlsx", 2024), line("b.xlsx", 2025, "wbbm")
    assert instead(old, new) == {"a.xlsx": "b.xlsx"}
    assert instead(old, line("b.xlsx", None, "wbbm")) == {}
    assert instead(old, line("b.xlsx", 2025, name="Balai Lain")) == {}
    assert instead(old, line("b.xlsx", 2025, agency="Badan")) == {}
    assert [each.kind for each in duplicates([old, new])] == ["unit"]


def test_the_highest_authority_of_a_round_counts() -> None:
    """A workbook of TPI before the unit's own."""
    own = line("a.xlsx")
    tpi = line("b.xlsx", case="wbbm").model_copy(update={"assessor": Assessor.TPI})
    assert instead(own, tpi) == {"a.xlsx": "b.xlsx"}


def test_what_says_the_same_counts_once() -> None:
    """Saved once more, or copied; a name from a file tells nothing of a unit, a list may say that there are two."""
    assert instead(line("a.xlsx"), line("b.xlsx"), line("c.xlsx")) == {"b.xlsx": "a.xlsx", "c.xlsx": "a.xlsx"}
    assert instead(line("a.xlsx"), line("b.xlsx", case="wbbm")) == {}
    copied = standing("wbk", "c.xlsx", Unit(name="c", named_by_file=True), digest="sama")
    other = standing("wbk", "d.xlsx", Unit(name="d", named_by_file=True), digest="sama")
    assert instead(copied, other) == {"d.xlsx": "c.xlsx"}
    assert instead(copied, standing("wbk", "e.xlsx", Unit(name="c", named_by_file=True), digest="lain")) == {}
    one, two = (standing("wbk", f"{name}.xlsx", Unit(name=name), digest="sama") for name in "AB")
    assert instead(one, two) == {}


def test_who_has_not_handed_in() -> None:
    """Units of a list without a workbook, found by their names; workbooks of no unit of the list."""
    expected = [Submitted("", unit=name, is_listed=True) for name in ("BALAI", "Balai - Lain", "Belum Ada")]
    submitted = [Submitted("gone.xlsx", unit="Hilang", is_listed=True), Submitted("a.xlsx"), Submitted("x.xlsx")]
    gone = no_workbook("gone.xlsx")
    gone = gone.model_copy(update={"findings": (gone.findings[0].model_copy(update={"name": "file-not-found"}),)})
    outcomes = [gone, line("a.xlsx"), line("b.xlsx", name="balai lain"), line("x.xlsx", name="Tamu")]
    assert [each.unit for each in awaited(outcomes, submitted, expected)] == ["Hilang", "Belum Ada"]
    assert list(unlisted(outcomes, submitted, expected)) == ["x.xlsx"]
    assert list(unlisted(outcomes, submitted, ())) == []
    by_agency = [Submitted("", unit="Balai", agency="Badan A", is_listed=True)]
    assert awaited([line("a.xlsx", agency="Badan B")], (), by_agency)
    assert not awaited([line("a.xlsx")], (), by_agency)


def test_the_groups_and_what_is_replaced_are_all_units() -> None:
    """Of a unit that handed in twice one workbook stands in a group, and the head says how many do not."""
    found = json.loads(run("batch", VALID, "--format", "json", "--no-progress").stdout)
    replaced = sum(unit["superseded_by"] is not None for unit in found["units"])
    assert replaced == found["tally"]["units"] - sum(found["tally"]["proposals"].values()) > 0
    for options in ((), ("--top", "3")):
        said = " ".join(run("batch", VALID, "--no-progress", "-q", *options).stdout.decode().split())
        assert f"Replaced by another workbook of the same unit, and in no group: {replaced}." in said
    assert "Replaced by" not in run("batch", VALID / "wbk.xlsx", "--no-progress").stdout.decode()
