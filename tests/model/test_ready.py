"""What is validated when the wheel is built is what validation gives, and is taken only as long as it holds."""

import os
import shutil
from pathlib import Path

import pytest
from loading import loaded

from zi_score.law import load
from zi_score.law.files import content_of
from zi_score.law.load import MODELS
from zi_score.law.ruleset import Ruleset
from zi_score.model import findings
from zi_score.model.ready import prepared, ready

NAMES = load.built_in_rulesets()
FILES = ("rules.toml", "lke.json")


def built(folder: Path) -> tuple[Path, list[Path]]:
    """Write a ruleset ready to load beside its files; return where, and these."""
    sources = [folder / file for file in FILES]
    (folder / "lke.ready.json").write_text(prepared(validated(folder), sources, MODELS), encoding="utf-8")
    return folder / "lke.ready.json", sources


def validated(folder: Path) -> Ruleset:
    """Return a ruleset as its files say."""
    return Ruleset.model_validate(content_of(folder))


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of the folder of a ruleset of the program."""
    for file in FILES:
        shutil.copy(load.built_in_folder(request.param) / file, tmp_path)
    return tmp_path


def test_a_ruleset_comes_back_as_it_was(folder: Path) -> None:
    """Every value, its type, and which of them were stated."""
    found, expected = ready(*built(folder), MODELS), validated(folder)
    assert isinstance(found, Ruleset)
    assert found == expected
    assert repr(found) == repr(expected)
    assert found.model_fields_set == expected.model_fields_set
    assert [each.model_fields_set for each in found.questions.values()] == [
        each.model_fields_set for each in expected.questions.values()
    ]
    assert hash(found) == hash(expected)
    assert found.model_copy(update={"title": "x"}).title == "x"


@pytest.mark.parametrize("change", ["source", "mark", "lost", "empty", "bytes"])
def test_it_is_taken_only_as_long_as_it_holds(folder: Path, change: str) -> None:
    """Where the files are others, or it is none, nothing is taken."""
    path, sources = built(folder)
    if change == "source":
        sources[0].write_text(sources[0].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    elif change == "mark":
        path.write_text("0" + path.read_text(encoding="utf-8")[1:] * (path.read_bytes()[:1] != b"0"), encoding="utf-8")
    elif change == "lost":
        path.unlink()
    else:
        path.write_bytes(b"" if change == "empty" else b"\xff\xfe\n")
    assert ready(path, sources, MODELS) is None


def test_it_is_not_taken_for_other_models(folder: Path) -> None:
    """A program whose models have other fields validates anew."""
    path, sources = built(folder)
    assert ready(path, sources, MODELS[1:]) is None


def test_the_program_loads_what_its_files_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what a build wrote or without it."""
    for id_ in NAMES:
        assert load.load_ruleset(id_) == validated(load.built_in_folder(id_))
    found = findings.catalogue()
    monkeypatch.setattr(findings, "ready", lambda *_files: None)
    findings.catalogue.cache_clear()
    assert findings.catalogue() == found
    assert [type(page.severity) for page in found.values()] == [findings.Severity] * len(found)
    findings.catalogue.cache_clear()


def test_loading_writes_nothing() -> None:
    """Nothing beside the package is written when the program runs."""
    folders = [load.built_in_folder(id_) for id_ in NAMES]
    before = [sorted((path.name, os.stat(path).st_mtime_ns) for path in folder.iterdir()) for folder in folders]  # noqa: PTH116 - exact
    loaded("from zi_score import load_ruleset; load_ruleset(); load_ruleset('permenpanrb-52-2014')")
    after = [sorted((path.name, os.stat(path).st_mtime_ns) for path in folder.iterdir()) for folder in folders]  # noqa: PTH116 - exact
    assert before == after
