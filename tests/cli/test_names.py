"""No name of a file is broken by the terminal, however long it is, and no test depends on where it runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commands import LINES, ONE, OPTIONS, OTHER
from conftest import VALID, run

WORDS = "panjang sekali " * 12
SILENT = {"explain", "rules show", "rules validate", "schema"}
"""Commands that are given no file, or name it in no text of theirs."""


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """Return a folder whose name is some 200 characters long, with blanks in it."""
    folder = tmp_path / WORDS.strip()
    folder.mkdir()
    (folder / "rusak sekali.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def assert_whole(text: str, folder: Path) -> None:
    """Assert that the folder stands in a text, and nowhere a piece of it."""
    assert str(folder) in text
    assert "panjang" not in text.replace(str(folder), "")


def moved(argument: str | Path, folder: Path) -> str:
    """Return an argument with its file in the folder: a copy, or one that is to be written."""
    if isinstance(argument, Path):
        target = folder / argument.name
        if argument.is_dir():
            shutil.copytree(argument, target)
        else:
            shutil.copy(argument, target)
        return str(target)
    is_written = re.fullmatch(r"portalrb|instrumen|laporan|[\w-]+\.(xlsx|html)", argument)
    return str(folder / argument) if is_written else argument


VERBOSITIES = [
    (name, option)
    for name, options in OPTIONS.items()
    if name not in SILENT
    for option in ((), *((("-v",), ("-q",)) if "verbose" in options else ()))
]


@pytest.mark.parametrize(("name", "verbosity"), VERBOSITIES)
def test_every_command(deep: Path, name: str, verbosity: tuple[str, ...]) -> None:
    """In what it prints and in what it says beside it."""
    done = run(*name.split(), *(moved(argument, deep) for argument in LINES[name]), *verbosity)
    assert done.returncode == 0, done.stderr
    text = (done.stdout + done.stderr).decode()
    if str(deep) in text or verbosity != ("-q",):
        assert_whole(text, deep)


@pytest.mark.parametrize("command", ["evaluate", "batch", "check", "compare", "improve", "whatif", "annotate"])
def test_what_cannot_be_read(deep: Path, command: str) -> None:
    """A sentence about a file names it whole."""
    path = deep / "rusak sekali.xlsx"
    more = {"compare": [ONE], "annotate": ["-o", deep / "x.xlsx"], "whatif": ["--set", "B.I.a=3"]}.get(command, [])
    done = run(command, path, *more)
    assert done.returncode == 3
    assert_whole((done.stdout + done.stderr).decode(), deep)


def test_several_assessors_and_many_workbooks(deep: Path) -> None:
    """Tables in which a workbook has a line of its own."""
    for source in (ONE, OTHER, VALID / "three-assessors.xlsx", VALID / "half-empty.xlsx"):
        shutil.copy(source, deep)
    shutil.copy(ONE, deep / "sama.xlsx")
    for arguments in (["compare", deep / "three-assessors.xlsx"], ["batch", deep, "-v"], ["check", deep, "-v"]):
        done = run(*arguments)
        assert_whole((done.stdout + done.stderr).decode(), deep)


def test_an_action_plan_and_what_became_of_it(deep: Path) -> None:
    """The plan is named beside the workbook."""
    path, plan = moved(OTHER, deep), deep / "rencana aksi.xlsx"
    assert run("improve", path, "--target", "wbk", "--report", f"xlsx:{plan}").returncode == 0
    done = run("improve", path, "--against", plan)
    assert done.returncode in {0, 1}, done.stderr
    assert_whole(done.stdout.decode(), deep)
