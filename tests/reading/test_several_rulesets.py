"""Several rulesets at once: workbooks are recognised by them beside those of the program."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import instrument
import pytest
from conftest import RULESET, VALID, run
from revision import Person, revise

from zi_score import (
    RulesetError,
    Unreadable,
    batch,
    check_workbook,
    compare,
    evaluate,
    load_ruleset,
    plan_improvement,
    report,
)
from zi_score.forms.rules.workbook import render
from zi_score.law.scaffold import begun
from zi_score.reading.rulesets import VARIABLE, candidates, is_from_environment, own_rulesets, use_rulesets

REVISION = Path(__file__).parents[1] / "vectors" / "aturan-2028.xlsx"
ANSWERS = {"P.1.a.1": "Baik", "P.1.a.2": "A", "P.1.b.1": "B", "H.a": 4.5, "P.2.a.1.masuk": 10, "P.2.a.1.selesai": 9}


@pytest.fixture(autouse=True)
def _no_rulesets() -> Iterator[None]:
    """What a test names is forgotten after it."""
    yield
    os.environ.pop(VARIABLE, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an instrument, the revision as a workbook, and what is no ruleset."""
    place = tmp_path / "aturan"
    instrument.written(place / "instrumen")
    shutil.copy(REVISION, place)
    (place / "catatan.txt").write_text("x", encoding="utf-8")
    (place / "~$aturan-2028.xlsx").write_bytes(b"x")
    return place


@pytest.fixture
def filled(tmp_path: Path, folder: Path) -> Path:
    """Return a worksheet of the instrument."""
    path = tmp_path / "instrumen.xlsx"
    path.write_bytes(instrument.filled(load_ruleset(folder / "instrumen"), ANSWERS, {}))
    return path


def test_each_workbook_is_judged_by_its_own(folder: Path, filled: Path) -> None:
    """A round with worksheets of a regulation and of an instrument; the output says where its rules came from."""
    env = {VARIABLE: str(folder)}
    done = run("evaluate", filled, "--format", "json", environment=env)
    assert json.loads(done.stdout)["ruleset"]["id"] == "instrumen"
    done = run(
        "batch",
        filled,
        VALID / "wbk.xlsx",
        VALID / "52-2014-wbk.xlsx",
        "--no-progress",
        "--format",
        "json",
        environment=env,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {unit["ruleset"] for unit in found["units"]} == {"instrumen", RULESET.id, "permenpanrb-52-2014"}
    text = run("evaluate", filled, environment=env).stdout.decode()
    assert f"instrumen: a ruleset from {VARIABLE}" in text
    assert VARIABLE not in run("evaluate", VALID / "wbk.xlsx", environment=env).stdout.decode()


def test_several_options_are_candidates(folder: Path, filled: Path) -> None:
    """As a folder by the environment, but nobody needs to be told of what they typed."""
    named = ("--ruleset", folder / "instrumen", "--ruleset", RULESET.id)
    for path, id_ in ((filled, "instrumen"), (VALID / "wbk.xlsx", RULESET.id)):
        assert json.loads(run("evaluate", path, *named, "--format", "json").stdout)["ruleset"]["id"] == id_
    assert VARIABLE not in run("evaluate", filled, *named).stdout.decode()
    done = run("evaluate", filled, "--ruleset", folder / "instrumen", "--format", "json")
    assert json.loads(done.stdout)["ruleset"]["id"] == "instrumen"


@pytest.mark.parametrize("command", [("rules",), ("explain", "A.I.1"), ("template", "-o", "lke.xlsx")])
def test_where_no_workbook_tells_only_one_may_be_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Exit 2, and nothing is written."""
    named = ("--ruleset", RULESET.id, "--ruleset", "permenpanrb-52-2014")
    done = run(*command, *named, cwd=tmp_path)
    assert (done.returncode, b"one only" in done.stderr, list(tmp_path.iterdir())) == (2, True, [])


def test_the_id_in_the_workbook_decides_first(tmp_path: Path) -> None:
    """A ruleset with the rows and weights of 90/2021 fits its workbooks as well; the template says whose a form is."""
    own = begun(RULESET, "instrumen-2026")
    (tmp_path / "own.xlsx").write_bytes(render(own))
    use_rulesets([tmp_path / "own.xlsx"])
    blank = tmp_path / "lke.xlsx"
    assert run("template", "--ruleset", tmp_path / "own.xlsx", "-o", blank).returncode == 0
    assert evaluate(blank).ruleset.id == "instrumen-2026"
    assert evaluate(VALID / "wbk.xlsx").ruleset.id == RULESET.id  # it is one of the template, which names 90/2021


def test_where_two_fit_equally_none_is_chosen(tmp_path: Path) -> None:
    """A form that names none: refused with exit 3, and both are named."""
    (tmp_path / "own.xlsx").write_bytes(render(begun(RULESET, "instrumen-2026")))
    use_rulesets([tmp_path / "own.xlsx"])
    with pytest.raises(Unreadable) as caught:
        evaluate(VALID / "lke-zi.xlsx")
    assert caught.value.finding.name == "fits-several-rulesets"
    assert {RULESET.id, "instrumen-2026"} <= set(
        caught.value.finding.message.replace(",", " ").replace(".", " ").split()
    )
    assert evaluate(VALID / "lke-zi.xlsx", RULESET.id).ruleset.id == RULESET.id
    done = run("evaluate", VALID / "lke-zi.xlsx", environment={VARIABLE: str(tmp_path / "own.xlsx")})
    assert (done.returncode, b"instrumen-2026" in done.stderr) == (3, True)


def test_a_list_names_what_the_workbooks_do_not(tmp_path: Path) -> None:
    """The column decides where two fit equally; the id in a workbook goes before it; an unknown one is told."""
    (tmp_path / "own.xlsx").write_bytes(render(begun(RULESET, "instrumen-2026")))
    environment = {VARIABLE: str(tmp_path / "own.xlsx")}
    shutil.copy(VALID / "lke-zi.xlsx", tmp_path / "a.xlsx")
    shutil.copy(VALID / "wbk.xlsx", tmp_path / "b.xlsx")
    (tmp_path / "daftar.csv").write_text(
        "path,ruleset\na.xlsx,instrumen-2026\nb.xlsx,instrumen-2026\n", encoding="utf-8"
    )
    arguments = ("batch", tmp_path / "daftar.csv", "--no-progress", "--format", "json")
    done = run(*arguments, environment=environment)
    assert done.returncode == 0, done.stderr
    followed = {Path(unit["path"]).name: unit["ruleset"] for unit in json.loads(done.stdout)["units"]}
    assert followed == {"a.xlsx": "instrumen-2026", "b.xlsx": RULESET.id}
    done = run(*arguments)
    assert (done.returncode, b"instrumen-2026" in done.stderr) == (2, True)


def test_what_cannot_be_used_is_told_once(folder: Path, filled: Path) -> None:
    """Exit 2: a folder that is not there, two of one id, one that is not whole."""
    shutil.copytree(folder / "instrumen", folder / "lagi")
    done = run("batch", filled, filled, "--no-progress", environment={VARIABLE: str(folder)})
    assert (done.returncode, b"have the same id, instrumen" in done.stderr) == (2, True)
    done = run("evaluate", filled, environment={VARIABLE: str(folder / "tidak-ada")})
    assert (done.returncode, VARIABLE.encode() in done.stderr) == (2, True)
    with pytest.raises(RulesetError):
        use_rulesets([folder])


def test_a_regulation_of_the_program_is_replaced(tmp_path: Path) -> None:
    """By a ruleset that says so: whoever still follows the old one is told since when, and by what."""
    person = Person(render(begun(RULESET, "aturan-2028")))
    revise(person)
    person.types("Peraturan", person.row("Peraturan", "Mengganti"), Isi=RULESET.id)
    (tmp_path / "aturan.xlsx").write_bytes(person.saves())
    before = evaluate(VALID / "wbk.xlsx")
    use_rulesets([tmp_path / "aturan.xlsx"])
    found = evaluate(VALID / "wbk.xlsx")
    (told,) = (finding for finding in found.findings if finding.name == "ruleset-replaced")
    assert "Peraturan Menteri Contoh 7/2028" in told.message
    assert (found.ruleset.id, found.assessments) == (RULESET.id, before.assessments)
    done = run("evaluate", VALID / "wbk.xlsx", "-q", environment={VARIABLE: str(tmp_path / "aturan.xlsx")})
    assert "replaced by Peraturan Menteri Contoh 7/2028 since 1 January 2028" in " ".join(done.stdout.decode().split())


@pytest.mark.parametrize(("replaces", "since"), [("permenpanrb-1-1999", "2028-01-01"), (RULESET.id, None)])
def test_what_replaces_nothing_is_refused(tmp_path: Path, replaces: str, since: str | None) -> None:
    """Another id than one of the program's, or no day on which it begins."""
    person = Person(render(begun(RULESET, "own")))
    person.types("Peraturan", person.row("Peraturan", "Mengganti"), Isi=replaces)
    person.types("Peraturan", person.row("Peraturan", "Berlaku sejak"), Isi=since)
    (tmp_path / "aturan.xlsx").write_bytes(person.saves())
    with pytest.raises(RulesetError) as caught:
        load_ruleset(tmp_path / "aturan.xlsx")
    (fault,) = caught.value.faults
    assert fault.cell.startswith("Peraturan!B")


def test_nothing_named_is_nothing_more() -> None:
    """Without any, only those of the program are known."""
    assert own_rulesets() == {}
    use_rulesets([])
    assert own_rulesets() == {}


def test_the_library_takes_a_sequence(tmp_path: Path, folder: Path, filled: Path) -> None:
    """One decides; several are candidates, as ids, paths or rulesets, for this call alone and its processes."""
    several = (folder / "instrumen", folder / "aturan-2028.xlsx")
    assert evaluate(filled, ruleset=several).ruleset.id == "instrumen"
    assert evaluate(filled, [load_ruleset(folder / "instrumen"), RULESET.id]).ruleset.id == "instrumen"
    assert evaluate(VALID / "wbk.xlsx", several).ruleset.id == RULESET.id
    assert check_workbook(filled, several, require="LAYAK").predicates.keys() == {"LAYAK", "UNGGUL", "ISTIMEWA"}
    assert plan_improvement(filled, several).target == "UNGGUL"
    assert "P.1.a.1" in report(filled, "csv", several).decode()
    assert {side.ruleset.id for side in compare(filled, filled, ruleset=several).sides.values()} == {"instrumen"}
    for jobs in (1, 2):
        done = batch(str(filled), str(VALID / "wbk.xlsx"), ruleset=several, jobs=jobs)
        assert {unit.ruleset for unit in done.units} == {"instrumen", RULESET.id}
    assert own_rulesets() == {}
    with pytest.raises(Unreadable):  # one decides
        evaluate(filled, [RULESET.id])
    with pytest.raises(RulesetError, match="Instrumen Layanan Prima"):
        evaluate(filled, [folder / "instrumen", load_ruleset(folder / "instrumen")])
    with pytest.raises(RulesetError):
        evaluate(filled, [RULESET.id, tmp_path / "tidak-ada"])


def test_candidates_of_a_call_go_before_the_environment(folder: Path, filled: Path) -> None:
    """As the command's option does; no output says then that the environment named them."""
    os.environ[VARIABLE] = str(folder)
    several = [folder / "instrumen", RULESET.id]
    assert is_from_environment("instrumen")
    with candidates(several):
        assert not is_from_environment("instrumen")
        assert [*own_rulesets()] == ["instrumen"]
    assert [*own_rulesets()] == ["aturan-2028", "instrumen"]
    with pytest.raises(Unreadable):
        evaluate(filled, [folder / "aturan-2028.xlsx", RULESET.id])


@pytest.mark.parametrize("command", ["evaluate", "check"])
def test_a_predicate_may_be_that_of_any_candidate(folder: Path, filled: Path, command: str) -> None:
    """Of --require: met, not met, of another candidate than the workbook's (told), and of none (all are listed)."""
    named = ("--ruleset", folder / "instrumen", "--ruleset", folder / "aturan-2028.xlsx", "--lang", "en")
    quiet = ("--fail-on", "never") if command == "check" else ()
    asked = {}
    for predicate in ("layak", "istimewa", "wbk", "PRIMA"):
        asked[predicate] = run(command, filled, *named, *quiet, "--require", predicate)
    assert {predicate: done.returncode for predicate, done in asked.items()} == {
        "layak": 0,
        "istimewa": 1,
        "wbk": 1,
        "PRIMA": 2,
    }
    assert b"--require WBK: instrumen has no such predicate; it has: LAYAK, UNGGUL, ISTIMEWA." in asked["wbk"].stderr
    assert asked["istimewa"].stderr == b""
    told = asked["PRIMA"].stderr.decode()
    assert f"{RULESET.id} has no such predicate; it has: WBK, WBBM." in told
    assert "instrumen has: LAYAK, UNGGUL, ISTIMEWA." in told
    assert "aturan-2028 has: WBK, WBBM." in told
    done = run(command, filled, "--ruleset", folder / "instrumen", *quiet, "--require", "wbk")  # one decides
    assert (done.returncode, b"WBBM" in done.stderr) == (2, False)


def test_units_that_aim_at_a_predicate_of_a_candidate(tmp_path: Path, folder: Path, filled: Path) -> None:
    """Of --target and --only of a batch: a list's target may be spelt as people spell it."""
    (tmp_path / "daftar.csv").write_text(f"path,target\n{filled},unggul\n{VALID / 'wbk.xlsx'},wbk\n", encoding="utf-8")
    arguments = ("batch", tmp_path / "daftar.csv", "--no-progress", "--format", "json")
    for option in ("--target", "--only"):
        wanted = {"--target": "unggul", "--only": "layak"}[option]
        done = run(*arguments, option, wanted, environment={VARIABLE: str(folder)})
        assert done.returncode == 0, done.stderr
        assert [unit["ruleset"] for unit in json.loads(done.stdout)["units"]] == ["instrumen"]
    assert run(*arguments, "--target", "prima", environment={VARIABLE: str(folder)}).returncode == 2
    assert run(*arguments, "--target", "unggul").returncode == 2
