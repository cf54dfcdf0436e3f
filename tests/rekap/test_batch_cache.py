"""The cache of a batch: never stale, whoever wrote into it, and never in the way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from batched import SOUND, mixed, names
from conftest import RULESET_FOLDER, VALID, run

from zi_score.law.load import load_ruleset
from zi_score.model.language import use_language
from zi_score.rekap.ranking import rekap
from zi_score.rekap.run import Done, Settings, evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three sound workbooks and a damaged one."""
    return mixed(tmp_path / "lke")


def entries(cache: Path) -> list[Path]:
    """Return the files of a cache."""
    return sorted(path for path in cache.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", ["jsonl"])
def test_a_second_run(folder: Path, tmp_path: Path, form: str) -> None:
    """Byte for byte the first, in either language, with a cache or without, with one job or two."""
    cache = tmp_path / "simpan"
    for language, runs in (("en", ("1", "2")), ("id", ("1",))):
        plain = run("batch", folder, "--format", form, language=language)
        for jobs in runs:
            kept = run("batch", folder, "--format", form, "--cache", cache, "--jobs", jobs, language=language)
            assert (kept.stdout, kept.stderr, kept.returncode) == (plain.stdout, plain.stderr, plain.returncode)
    assert entries(cache)


Facts = dict[str, str]


def outcomes(path: Path, cache: Path | None, **more: Any) -> tuple[Done, Done]:  # noqa: ANN401 - fields of two classes
    """Evaluate a workbook twice, as JSON too."""
    settings = {key: value for key, value in more.items() if key in {"ruleset", "language"}}
    given = {key: value for key, value in more.items() if key not in settings}
    chosen = Settings(as_json=True, cache=str(cache) if cache else None, **settings)
    (first,) = evaluate_all([Submitted(str(path), **given)], chosen)
    (second,) = evaluate_all([Submitted(str(path), **given)], chosen)
    use_language("id")
    return first, second


def test_never_stale(tmp_path: Path) -> None:
    """Another content, name, place, unit, agency, target, fact, language or regulation: another answer."""
    cache = tmp_path / "simpan"
    one, two = tmp_path / "satu.xlsx", tmp_path / "dua.xlsx"
    shutil.copy(VALID / "wbbm.xlsx", one)
    shutil.copy(VALID / "wbbm.xlsx", two)
    own = shutil.copytree(RULESET_FOLDER, tmp_path / "aturan")
    rules = own / "rules.toml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace('id = "permenpanrb-90-2021"', 'id = "aturan"', 1), encoding="utf-8"
    )
    assert load_ruleset(own).id != load_ruleset().id
    calls: list[tuple[Path, dict[str, Any]]] = [
        *((one, {}), (two, {}), (one, {"unit": "Balai"}), (one, {"agency": "Balai"}), (one, {"target": "WBK"})),
        *((one, {"facts": {"holds-wbk": "Tidak"}}), (one, {"facts": {"holds-wbk": "Ya"}})),
        *((one, {"language": "en"}), (one, {"ruleset": str(own)})),
    ]
    seen = []
    for path, more in calls:
        first, second = outcomes(path, cache, **more)
        plain, _ = outcomes(path, None, **more)
        assert first == second == plain
        seen.append(first)
    assert seen[5].outcome != seen[0].outcome
    shutil.copy(VALID / "wbk.xlsx", one)
    changed, _ = outcomes(one, cache)
    assert isinstance(changed.outcome, UnitLine)
    assert changed.outcome.verdict == "WBK"
    assert changed == outcomes(one, None)[0]


HARMS = {
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda _content: b"",
    "noise": lambda _content: b"\xff\x00\x80" * 99,
    "other json": lambda _content: b"{}",
    "list": lambda _content: b"[" * 100_000,
    "verdict": lambda content: content.replace(b'"WBBM"', b'"XXXX"'),
    "question": lambda content: content.replace(b'"A.I.1.i.a"', b'"A.I.1.i.z"'),
    "zero": lambda content: content.replace(b'"weight":"8"', b'"weight":"0"'),
    "another total": lambda content: content.replace(b'"95.14"', b'"12.00"').replace(b'"exact":"', b'"exact":"1'),
    "line break": lambda content: content.replace(b",", b",\n"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_cache_that_somebody_wrote_into(tmp_path: Path, harm: str) -> None:
    """As if it were not there."""
    cache = tmp_path / "simpan"
    path = VALID / "wbbm.xlsx"
    plain, _ = outcomes(path, cache)
    for entry in entries(cache):
        entry.write_bytes(HARMS[harm](entry.read_bytes()))
    again, kept = outcomes(path, cache)
    assert again == kept == plain
    assert isinstance(again.outcome, UnitLine)
    rekap(load_ruleset(), [again.outcome])


def test_entries_that_changed_places(tmp_path: Path) -> None:
    """The result of one workbook is not believed under the key of another."""
    cache = tmp_path / "simpan"
    plain = [outcomes(VALID / f"{name}.xlsx", cache)[0] for name in ("wbk", "wbbm")]
    for ending in (".json", ""):
        group = [entry for entry in entries(cache) if entry.suffix == ending]
        for entry, content in zip(group, [entry.read_bytes() for entry in reversed(group)], strict=True):
            entry.write_bytes(content)
    assert [outcomes(VALID / f"{name}.xlsx", cache)[0] for name in ("wbk", "wbbm")] == plain


def test_entries_that_are_no_files(tmp_path: Path) -> None:
    """Folders and pipes in their places: nothing waits for them."""
    cache = tmp_path / "simpan"
    plain, _ = outcomes(VALID / "wbk.xlsx", cache)
    for position, entry in enumerate(entries(cache)):
        entry.unlink()
        (Path.mkdir if position % 2 else os.mkfifo)(entry)
    done = run("batch", VALID / "wbk.xlsx", "--cache", cache, "--format", "jsonl", language="id")
    assert done.stdout.decode() == f"{plain.json}\n"


def test_a_cache_can_be_deleted_at_any_time(folder: Path, tmp_path: Path) -> None:
    """Between runs, and while one runs; nothing but files of results is in it."""
    cache = tmp_path / "simpan"
    first = run("batch", folder, "--cache", cache).stdout
    shutil.rmtree(cache)
    assert run("batch", folder, "--cache", cache).stdout == first
    submitted = [Submitted(str(path)) for path in sorted(VALID.glob("*.xlsx"))]
    found = []
    for done in evaluate_all(submitted, Settings(cache=str(cache)), jobs=2):
        shutil.rmtree(cache, ignore_errors=True)
        found.append(done)
    assert names(*found) == [None] * len(submitted)


def test_a_cache_that_becomes_something_else(tmp_path: Path) -> None:
    """A file where the folder was: results all the same."""
    cache = tmp_path / "simpan"
    found = []
    for done in evaluate_all(
        [Submitted(str(VALID / f"{name}.xlsx")) for name in SOUND[:3]], Settings(cache=str(cache))
    ):
        shutil.rmtree(cache, ignore_errors=True)
        cache.write_bytes(b"")
        found.append(done)
        cache.unlink()
        cache.write_bytes(b"")
    assert names(*found) == [None] * 3


@pytest.mark.parametrize("where", ["wbk.xlsx", "wbk.xlsx/simpan", "a" * 5000])
def test_a_cache_that_cannot_be(folder: Path, where: str) -> None:
    """Said before anything is evaluated, exit 2."""
    done = run("batch", "wbk.xlsx", "--cache", where, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"zi-score: --cache {where}: ")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder into which nobody can write")
def test_a_cache_that_cannot_be_written(folder: Path) -> None:
    """The results are there all the same."""
    done = run("batch", folder, "--cache", "/proc/self", "--format", "json")
    assert (done.returncode, done.stderr) == (3, b"")
    assert done.stdout == run("batch", folder, "--format", "json").stdout
