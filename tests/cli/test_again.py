"""A folder by any of its names, and a run that is done again over what the run before it wrote."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import VALID, run

from zi_score.cli.naming import derived
from zi_score.cli.paths import workbooks

NAMES = ("wbk.xlsx", "wbbm.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two workbooks."""
    made = tmp_path / "kiriman"
    made.mkdir()
    for name in NAMES:
        shutil.copy(VALID / name, made)
    return made


def test_what_has_no_name_of_its_own(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The folder in which one is, the one above it, and the root."""
    monkeypatch.chdir(folder)
    assert derived(".", "temuan") == folder.parent / "kiriman-temuan"
    assert derived("..", "temuan") == folder.parent.parent / f"{folder.parent.name}-temuan"
    assert derived(os.path.join("..", ".."), "temuan").is_absolute()  # noqa: PTH118 - as it is typed
    assert derived(os.sep, "temuan").name == "temuan"
    assert derived("-q.xlsx", "lhe", ".docx") == Path("-q-lhe.docx")


@pytest.mark.parametrize(("command", "word"), [("annotate", "temuan"), ("report", "laporan")])
def test_the_folder_in_which_one_is(command: str, word: str, folder: Path) -> None:
    """It was a fault of the program."""
    done = run(command, ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder.parent / f"kiriman-{word}").is_dir()
    assert sorted(each.name for each in folder.iterdir()) == sorted(NAMES)


def test_copies_of_copies_are_not_made(folder: Path) -> None:
    """Where the folder for copies lies in the one that is read; a copy that is named is a workbook as any other."""
    for _time in range(2):
        done = run("annotate", ".", "-o", "salinan/", "--force", cwd=folder)
        assert (done.returncode, done.stderr.count(b"copies: 2")) == (0, 1)
    made = ["wbbm-temuan.xlsx", "wbk-temuan.xlsx"]
    assert sorted(each.name for each in (folder / "salinan").iterdir()) == made
    assert len(workbooks([str(folder)])) == 4
    done = run("annotate", "salinan", "salinan/wbk-temuan.xlsx", "-o", "lagi/", cwd=folder)
    assert (done.returncode, done.stderr.count(b"copies: 2")) == (0, 1)


def test_an_export_into_the_folder_that_is_read_may_be_done_again(folder: Path) -> None:
    """Its answers files are those of the same units, which then had their ids twice."""
    for _time in range(2):
        done = run("export", "portalrb", ".", "-o", "ekspor", "--force", cwd=folder)
        assert (done.returncode, done.stderr.count(b"units: 2")) == (0, 1), done.stderr
    done = run("export", "portalrb", "ekspor", "-o", "ekspor", "--force", cwd=folder)
    assert (done.returncode, b"read as an input" in done.stderr) == (2, True)


def test_reports_of_the_program_are_no_workbooks_of_a_folder(folder: Path) -> None:
    """They show answers, and would be called damaged forms; what somebody else called so is one."""
    for _time in range(2):
        done = run("report", ".", "-o", "laporan/", "--format", "xlsx", "--force", cwd=folder)
        assert (done.returncode, done.stderr.count(b"units: 2")) == (0, 1), done.stderr
    assert sorted(map(os.path.basename, workbooks([str(folder)]))) == sorted(NAMES)
    shutil.copy(folder / "wbk.xlsx", folder / "lke-laporan.xlsx")
    (folder / "rusak-laporan.xlsx").write_bytes(b"PK\3\4")
    found = sorted(map(os.path.basename, workbooks([str(folder)])))
    assert found == sorted((*NAMES, "lke-laporan.xlsx", "rusak-laporan.xlsx"))
    assert workbooks([str(folder / "laporan" / "wbk-laporan.xlsx")])


LONG = "l" * 245


@pytest.mark.parametrize("arguments", [("judge",), ("annotate",), ("report",)])
def test_a_workbook_whose_name_is_as_long_as_a_name_can_be(arguments: tuple[str, ...], folder: Path) -> None:
    """What is written beside it has a shorter one, and others are not held up by it."""
    shutil.copy(folder / "wbk.xlsx", folder / f"{LONG}.xlsx")
    done = run(*arguments, f"{LONG}.xlsx", cwd=folder)
    assert done.returncode == 0, done.stderr
    (made,) = (each.name for each in folder.iterdir() if each.name not in {*NAMES, f"{LONG}.xlsx"})
    assert made.startswith("l" * 100)


@pytest.mark.parametrize(
    "arguments", [("validate",), ("show", "--ruleset"), ("init", "aturan", "--from"), ("diff", "permenpanrb-90-2021")]
)
def test_a_ruleset_that_no_file_can_be_called(arguments: tuple[str, ...], folder: Path) -> None:
    """Wrong use, and no fault of the program."""
    done = run("rules", *arguments, "l" * 300, cwd=folder)
    assert (done.returncode, b"internal error" in done.stderr) == (2, False)
