"""Facts from outside the LKE: understood alike wherever they are said; what nobody sees does not count."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import RULESET, VALID, run
from openpyxl import load_workbook

import zi_score
from zi_score.api.one import check_workbook
from zi_score.law.facts import FactError, fact_value, understood
from zi_score.model.language import use_language
from zi_score.model.worksheet import Assessor
from zi_score.rekap.submitted import ManifestError, read_manifest

WBBM = VALID / "wbbm.xlsx"
OPTIONS = {
    "evaluate": (),
    "check": (),
    "report": ("-o", "{folder}/r.md"),
    "improve": (),
    "compare": (str(VALID / "wbk.xlsx"),),
    "whatif": ("--set", "A.I.1.i.a=Ya"),
}


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("holds-wbk", "ya", "Ya"),
        ("holds-wbk", True, "Ya"),
        ("holds-wbk", "BELUM", "Tidak"),
        ("holds-wbk", 0, "Tidak"),
        ("agency-sakip", " bb ", "BB"),
        ("agency-spip", 3, "3"),
        ("agency-spip", 3.0, "3"),
        ("agency-spip", "Level 3", "3"),
        ("agency-spip", "3,12", "3"),
        ("agency-spip", 2.99, "2"),
        ("agency-spip", "maturitas level 4 (terkelola)", "4"),
        ("agency-bpk-opinion", "Wajar Tanpa Pengecualian", "WTP"),
        ("agency-bpk-opinion", "Opini WTP-DPP", "WTP"),
        ("agency-bpk-opinion", "WTP (Wajar Tanpa Pengecualian)", "WTP"),
        ("agency-bpk-opinion", "wajar dengan pengecualian", "WDP"),
        ("agency-sakip", "Predikat BB", "BB"),
        ("agency-rb-index", "nilai: CC", "CC"),
        ("agency-type", "Pemda", "Pemerintah Daerah"),
        ("unit-kind", "rumah sakit umum daerah", "RSUD"),
        ("unit-follow-up", "97,5 %", Fraction("97.5")),
        ("unit-follow-up", "1 %", Fraction(1)),
        ("unit-follow-up", 65, Fraction(65)),
        ("unit-follow-up", 97.123456, Fraction("97.123456")),
        ("unit-follow-up", Decimal("99.9"), Fraction("99.9")),
        ("unit-zi-years", "2 tahun", Fraction(2)),
        ("unit-zi-years", "1 (satu) tahun", Fraction(1)),
        ("unit-zi-years", "2 thn.", Fraction(2)),
        ("unit-zi-years", "18 bulan", Fraction(3, 2)),
        ("unit-follow-up", "100 % (tuntas)", Fraction(100)),
        ("holds-wbk", "Ya (2023)", "Ya"),
        ("agency-spip", "Level III", "3"),
        ("agency-bpk-opinion", "WTP dengan paragraf penjelasan", "WTP"),
        ("agency-sakip", "BB.", "BB"),
        ("agency-type", "Pemkab", "Pemerintah Daerah"),
        ("unit-kind", "DPM-PTSP", "PTSP"),
        ("unit-zi-years", 1, Fraction(1)),
    ],
)
def test_what_people_say_is_understood(key: str, said: object, value: object) -> None:
    """Texts as people type them, numbers, and truth for Ya and Tidak."""
    assert understood(RULESET, {key: said}) == {key: value}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("agency-spip", "5,4"),
        ("agency-spip", 0.9),
        ("agency-rb-index", "A-"),
        ("agency-sakip", "72,5"),
        ("holds-wbk", "mungkin"),
        ("agency-sakip", "ZZ"),
        ("agency-sakip", True),
        ("agency-sakip", 65),
        ("unit-follow-up", 0.98),
        ("unit-follow-up", 1),
        ("unit-follow-up", 101),
        ("unit-follow-up", -1),
        ("unit-follow-up", True),
        ("unit-follow-up", float("nan")),
        ("unit-follow-up", float("inf")),
        ("unit-follow-up", "1e999999999"),
        ("unit-follow-up", None),
        ("unit-follow-up", []),
        ("unit-zi-years", "dua"),
        ("unit-zi-years", 2023),
        ("unit-zi-years", "tahun 2023"),
        ("unit-follow-up", "100 % (belum termasuk BPK)"),
        ("holds-wbk", "Ya (belum diserahkan)"),
    ],
)
def test_what_is_not_understood_is_a_value_error_with_key_and_choices(key: str, said: object) -> None:
    """Nothing is ignored, and nothing passes that would be judged as something else."""
    use_language("en")
    with pytest.raises(FactError, match=f"^{key}: found .*expected ") as refused:
        zi_score.evaluate(WBBM, facts={key: said})
    use_language("id")
    assert isinstance(refused.value, ValueError)
    assert all(choice in str(refused.value) for choice in RULESET.facts[key].choices)


def test_an_unknown_key_is_a_value_error_with_those_that_are_near() -> None:
    """A slip of the pen would leave a requirement unchecked."""
    with pytest.raises(FactError, match="agency-sakip"):
        zi_score.evaluate(WBBM, facts={"agency-sakp": "A"})


def test_a_list_understands_the_same_and_refuses_the_same(tmp_path: Path) -> None:
    """One function reads facts everywhere."""
    table = tmp_path / "daftar.csv"
    table.write_text("path,holds-wbk,unit-follow-up\nlke.xlsx,sudah,97.5 %\n", encoding="utf-8")
    (listed,) = read_manifest(table, RULESET)
    assert listed.facts == understood(RULESET, {"holds-wbk": "sudah", "unit-follow-up": "97.5 %"})
    table.write_text("path,unit-follow-up\nlke.xlsx,0.98\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=r"unit-follow-up.*0\.98"):
        read_manifest(table, RULESET)


@pytest.mark.parametrize("command", OPTIONS)
def test_every_command_takes_facts_and_refuses_those_it_does_not_know(command: str, tmp_path: Path) -> None:
    """Users of the ministry's form, which has no sheet for facts, can state them wherever a workbook is judged."""
    more = [text.format(folder=tmp_path) for text in OPTIONS[command]]
    said = run(command, WBBM, *more, "--fact", "unit-follow-up=80", "--fact", "agency-sakip = bb")
    assert said.returncode in {0, 1}, said.stderr
    for wrong in ("agency-sakip=ZZ", "nope=1", "agency-sakip", "agency-sakip="):
        refused = run(command, WBBM, *more, "--fact", wrong)
        assert refused.returncode == 2
        assert refused.stderr.startswith(b"zi-score: --fact ")
    assert run(command, WBBM, *more, "--fact", "holds-wbk=Ya", "--fact", "holds-wbk=Tidak").returncode == 2


def test_a_fact_decides_as_it_does_in_the_workbook() -> None:
    """80 % of the follow-up keeps a unit from being proposed; said of the workbook, it is a requirement not met."""
    plain = json.loads(run("evaluate", WBBM, "--format", "json").stdout)
    told = json.loads(run("evaluate", WBBM, "--format", "json", "--fact", "unit-follow-up=80").stdout)
    assert plain["assessments"][0]["verdict"] == "WBBM"
    assert told["assessments"][0]["verdict"] == "none"
    held = json.loads(run("evaluate", WBBM, "--format", "json", "--fact", "holds-wbk=Tidak").stdout)
    assert held["assessments"][0]["verdict"] == "WBK"
    assert [f["code"] for f in held["findings"] if f["name"] == "fact-overridden"] == ["holds-wbk"]


@pytest.mark.parametrize("typed", ["99,5", "99.5"])
def test_a_number_that_was_overridden_is_no_fraction(tmp_path: Path, typed: str) -> None:
    """What stands in the cell is told as it is typed there, what was given as the language in use writes it."""
    path = tmp_path / "lke.xlsx"
    book = load_workbook(WBBM)
    book["Identitas"]["C20"] = typed
    book.save(path)
    found = run("evaluate", path, "--fact", "unit-follow-up=97.5", language="id").stdout.decode()
    assert f'Di berkas tertulis "{typed}"; yang dipakai adalah 97,5, yang' in " ".join(found.split())


def test_check_takes_an_assessor_a_sheet_and_whether_wbk_is_held() -> None:
    """What its own tips advise, it has; a workbook without the assessor's answers cannot be checked."""
    three = VALID / "three-assessors.xlsx"
    every, unit = (check_workbook(three, assessor=who) for who in (None, Assessor.UNIT))
    assert {finding.assessor for finding in every.findings} > {finding.assessor for finding in unit.findings}
    assert (every.verdict, unit.verdict) == ("none", "WBK")
    assert check_workbook(three, assessor=Assessor.UNIT, holds_wbk=True).verdict == "WBBM"
    absent = check_workbook(WBBM, assessor=Assessor.TPI)
    assert [finding.name for finding in absent.findings] == ["assessor-without-answers"]
    assert check_workbook(WBBM, sheet="Nope").findings[0].name == "sheet-not-found"
    assert check_workbook(WBBM, sheet="Jawaban").verdict == "WBBM"
    for command in ("check", "batch"):
        assert run(command, WBBM, "--sheet", "Nope").returncode == 3
        assert run(command, WBBM, "--sheet", "Jawaban").returncode == 0
    assert run("compare", WBBM, VALID / "wbk.xlsx", "--sheet", "Nope").returncode == 3
    assert run("check", WBBM, "--assessor", "tpi", "--fact", "holds-wbk=Ya").returncode == 3


def stated(*rows: tuple[str, ...], state: str = "visible", first: str = "Tidak") -> bytes:
    """Return a workbook in whose sheet Identitas the unit does not hold WBK, and another sheet in front of it."""
    book = load_workbook(WBBM)
    sheet = book["Identitas"]
    row = next(cell.row for (cell, *_) in sheet.iter_rows() if cell.value == "holds-wbk")
    sheet.cell(row, 3).value = first
    if rows:
        other = book.create_sheet("x", 0)
        other.sheet_state = state
        for cells in rows:
            other.append(cells)
    book.active = int(bool(rows))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEAD = ("Kode", "Isian")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_what_nobody_sees_does_not_decide(state: str) -> None:
    """The visible place counts; where only a hidden one says it, the fact stays unknown. Both are told."""
    found = zi_score.evaluate(stated(HEAD, ("holds-wbk", "Ya"), state=state))
    assert found.verdict == "WBK"
    assert [(f.name, f.code, f.cell) for f in found.findings if f.name.startswith("fact-")] == [
        ("fact-not-seen", "holds-wbk", "x!B2")
    ]
    alone = zi_score.evaluate(stated(HEAD, ("holds-wbk", "Ya"), state=state, first=""))
    assert (alone.verdict, alone.assessments[0].predicates[-1].status) == ("WBK", "undetermined")
    assert "fact-not-seen" in {f.name for f in alone.findings}
    assert "fact-not-seen" not in {f.name for f in zi_score.evaluate(stated(HEAD, ("holds-wbk", "tidak"))).findings}


@pytest.mark.parametrize("part", ["row", "column"])
def test_a_hidden_row_or_column_does_not_decide(part: str) -> None:
    """A fact that only it states stays unknown, and is told; another row that is seen counts."""
    book = load_workbook(io.BytesIO(stated(HEAD, ("holds-wbk", "Tidak"), state="visible")))
    sheet = book["Identitas"]
    row = next(cell.row for (cell, *_) in sheet.iter_rows() if cell.value == "holds-wbk")
    sheet.cell(row, 3).value = "Ya"
    (sheet.row_dimensions[row] if part == "row" else sheet.column_dimensions["C"]).hidden = True
    for alone in (False, True):
        if alone:
            del book["x"]
        content = io.BytesIO()
        book.save(content)
        found = zi_score.evaluate(content.getvalue())
        assert ("fact-not-seen", "holds-wbk", f"Identitas!C{row}") in {(f.name, f.code, f.cell) for f in found.findings}
        assert found.verdict == "WBK"
        assert found.assessments[0].predicates[-1].status == ("undetermined" if alone else "not-met")


def test_two_places_that_disagree_leave_a_fact_unknown() -> None:
    """An error names both; places that agree, or one of which is blank, say one thing."""
    found = zi_score.evaluate(stated(HEAD, ("holds-wbk", "Ya")))
    (told,) = [f for f in found.findings if f.name == "fact-stated-twice"]
    assert (told.severity, told.code, told.cell) == ("error", "holds-wbk", "x!B2")
    assert "Identitas!C" in told.message
    assert found.assessments[0].predicates[-1].status == "undetermined"
    for same in (("holds-wbk", "TIDAK"), ("holds-wbk",)):
        assert "fact-stated-twice" not in {f.name for f in zi_score.evaluate(stated(HEAD, same)).findings}


@pytest.mark.parametrize(
    ("stored", "form", "expected"),
    [
        (1, "0%", Fraction(100)),
        (1.0, "0.00%", Fraction(100)),
        (0.975, "0.0%", Fraction("97.5")),
        (100, '0.0" %"', Fraction(100)),
        (100, "General", Fraction(100)),
        (1, "General", None),
        (100, "0%", None),
    ],
)
def test_a_percentage_is_what_its_cell_shows(stored: float, form: str, expected: Fraction | None) -> None:
    """100 % is stored as 1; without a % format 1 may be 1 % or 100 %, and 100 with one is 10000 %."""
    book = load_workbook(WBBM)
    row = next(cell.row for cell in book["Identitas"]["A"] if cell.value == "unit-follow-up")
    cell = book["Identitas"].cell(row, 3)
    cell.value, cell.number_format = stored, form
    content = io.BytesIO()
    book.save(content)
    found = zi_score.read_workbook(content.getvalue())
    assert found.facts["unit-follow-up"].value == expected
    assert ("fact-not-understood" in {each.name for each in found.findings}) is (expected is None)


def test_a_hidden_sheet_does_not_name_the_unit() -> None:
    """Nor its target: the visible place counts, and the other is told."""
    plain = zi_score.evaluate(WBBM)
    found = zi_score.evaluate(stated(("Nama unit", "Unit Lain"), ("Target predikat", "WBK"), state="hidden"))
    assert (found.unit.name, found.unit.target) == (plain.unit.name, plain.unit.target)
    assert [f.cell for f in found.findings if f.name == "identity-stated-twice"] == ["x!A1", "x!A2"]


def test_one_reading_of_a_percentage_is_not_guessed() -> None:
    """A bare 0.98 may be 0.98 % or 98 %; a cell that shows 98 % holds 0.98."""
    fact = RULESET.facts["unit-follow-up"]
    assert [fact_value(fact, said) for said in (0.98, 1.0, "0,98", "98", 98.0)] == [None, None, None, 98, 98]
