"""A path in place of a command: the verdict, and a report beside the workbook, whatever lies there already."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import BROKEN, VALID, run

from zi_score.cli import window
from zi_score.cli.app import COMMANDS
from zi_score.cli.given import with_command

REPORT = "LKE ZI - laporan.html"
RANKING = "Peringkat - laporan.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a workbook whose name has a blank."""
    shutil.copy(VALID / "wbk.xlsx", tmp_path / "LKE ZI.xlsx")
    return tmp_path


def names(folder: Path) -> set[str]:
    """Return the names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "words", [["LKE ZI.xlsx"], ["LKE", "ZI.xlsx"], ["judge", "LKE ZI.xlsx"], ["--lang", "en", "LKE", "ZI.xlsx", "-q"]]
)
def test_one_workbook(folder: Path, words: Sequence[str]) -> None:
    """The verdict is that of evaluate, and the report that of the command report."""
    done = run(*words, cwd=folder, cold=words == ["LKE", "ZI.xlsx"])
    assert (done.returncode, done.stderr.decode()) == (0, f"Report: {REPORT}{os.linesep}")
    verdict = run("evaluate", "LKE ZI.xlsx", cwd=folder).stdout.splitlines()[1]
    assert done.stdout.splitlines()[1] == verdict
    assert names(folder) == {"LKE ZI.xlsx", REPORT}
    run("report", "LKE ZI.xlsx", "-o", "sama.html", cwd=folder)
    assert (folder / REPORT).read_bytes() == (folder / "sama.html").read_bytes()


def test_a_report_takes_the_place_of_a_report_and_of_nothing_else(folder: Path) -> None:
    """A page of this program is renewed; what somebody else made under that name stays, byte for byte."""
    for _time in range(2):
        assert run("LKE ZI.xlsx", cwd=folder).returncode == 0
    assert names(folder) == {"LKE ZI.xlsx", REPORT}
    (folder / REPORT).write_text("<html>catatan sendiri</html>", encoding="utf-8")
    (folder / "LKE ZI - laporan 2.html").mkdir()
    done = run("LKE ZI.xlsx", cwd=folder)
    assert done.stderr.decode().strip() == "Report: LKE ZI - laporan 3.html"
    assert (folder / REPORT).read_text(encoding="utf-8") == "<html>catatan sendiri</html>"


def test_several_workbooks(folder: Path) -> None:
    """Each has its report, and a ranking leads to all; a second time nothing is counted that was written the first."""
    (folder / "biro").mkdir()
    shutil.copy(VALID / "wbbm.xlsx", folder / "biro" / "LKE ZI.xlsx")
    shutil.copy(BROKEN / "error-value.xlsx", folder / "a#b.xlsx")
    (folder / "rusak.xlsx").write_bytes(b"bukan")
    for _time in range(2):
        done = run(".", "--no-progress", cwd=folder)
        ranked = run("batch", ".", "--format", "json", cwd=folder)
        assert done.returncode == ranked.returncode == 3
        assert names(folder) == {
            *("LKE ZI.xlsx", REPORT, "biro/LKE ZI.xlsx", f"biro/{REPORT}", "a#b.xlsx", "a#b - laporan.html"),
            *("rusak.xlsx", RANKING),
        }
        page = (folder / RANKING).read_text(encoding="utf-8")
        linked = set(re.findall(r'href="([^"]*laporan\.html)"', page))
        assert linked == {"LKE%20ZI%20-%20laporan.html", "biro/LKE%20ZI%20-%20laporan.html", "a%23b%20-%20laporan.html"}
        assert "rusak.xlsx" in page
        assert REPORT not in page
    assert len(json.loads(ranked.stdout)["units"]) == 3


def test_two_workbooks_of_one_name(tmp_path: Path) -> None:
    """Their reports do not meet, also where a system does not tell capitals apart."""
    for name in ("lke.xlsx", "LKE.xlsm"):
        shutil.copy(VALID / "wbk.xlsx", tmp_path / name)
    assert run("lke.xlsx", "LKE.xlsm", "--no-progress", cwd=tmp_path).returncode == 0
    assert len({name.casefold() for name in names(tmp_path) if name.endswith(".html")}) == 3


def test_a_folder_of_its_own(folder: Path) -> None:
    """It is made, and nothing is written beside the workbook."""
    assert run("LKE ZI.xlsx", "-o", "laporan/tim 1", cwd=folder).returncode == 0
    assert names(folder) == {"LKE ZI.xlsx", f"laporan/tim 1/{REPORT}"}
    done = run("LKE ZI.xlsx", "-o", "LKE ZI.xlsx", cwd=folder)
    assert (done.returncode, done.stderr.decode().startswith("zi-score: LKE ZI.xlsx: ")) == (2, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or not Path("/proc/self/status").exists(), reason="a folder of Linux")
def test_a_folder_that_takes_no_file(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The report is not lost: the sentence says where it went."""
    home = tmp_path_factory.mktemp("rumah")
    done = run("/proc/self/fd/9", cwd=folder, environment={"HOME": str(home)}, first=_OPENED)
    assert done.returncode == 0
    (report,) = home.iterdir()
    said = done.stderr.decode()
    assert "takes no file" in said
    assert str(report) in said
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")


_OPENED = "import os; os.dup2(os.open('LKE ZI.xlsx', os.O_RDONLY), 9)"
"""A workbook in a folder in which nobody may write, not even who may write everywhere."""


def test_a_name_that_a_shell_took_apart(folder: Path) -> None:
    """What is not there is named whole, with how it is written; a command that was nearly typed is one."""
    done = run("LKE", "Z.xlsx", cwd=folder)
    assert done.returncode == 3
    assert "LKE Z.xlsx: " in done.stderr.decode()
    assert 'zi-score "LKE Z.xlsx"' in done.stderr.decode()
    for words, near in ((["evaluat", "LKE ZI.xlsx"], "'evaluate'"), (["tiada"], "'tiada'")):
        done = run(*words, cwd=folder)
        assert done.returncode == 2
        assert near in done.stderr.decode()
    assert names(folder) == {"LKE ZI.xlsx"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["LKE", "ZI.xlsx", "lain.xlsx"], ["judge", "LKE ZI.xlsx", "lain.xlsx"]),
        (["lain.xlsx", "LKE", "ZI.xlsx", "-q"], ["judge", "lain.xlsx", "LKE ZI.xlsx", "-q"]),
        (["biro*/LKE.xlsx"], ["judge", "biro*/LKE.xlsx"]),
        (["kiriman/"], ["judge", "kiriman/"]),
        (["check", "LKE", "ZI.xlsx"], ["check", "LKE", "ZI.xlsx"]),
        (["lebih"], ["lebih"]),
        (["batc", "lain.xlsx"], ["batc", "lain.xlsx"]),
    ],
)
def test_which_words_are_paths(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], expected: list[str]
) -> None:
    """A command goes before a path; words are a name where together they are one."""
    monkeypatch.chdir(folder)
    assert with_command(words, 0, COMMANDS, "judge") == expected


def test_a_workbook_that_cannot_be_read(folder: Path) -> None:
    """There is no report, and the exit code is that of evaluate."""
    (folder / "rusak.xlsx").write_bytes(b"bukan")
    done = run("rusak.xlsx", cwd=folder)
    assert (done.returncode, done.stdout) == (3, b"")
    assert names(folder) == {"LKE ZI.xlsx", "rusak.xlsx"}


def test_a_folder_without_a_workbook(folder: Path) -> None:
    """It is told, and no empty ranking is written."""
    (folder / "kosong").mkdir()
    done = run("kosong", cwd=folder)
    assert (done.returncode, done.stderr) == (3, b"")
    assert b"kosong" in done.stdout
    assert names(folder) == {"LKE ZI.xlsx"}


def test_nothing_is_opened_in_a_terminal_or_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a window that is the program's alone waits for anybody."""
    assert not window.is_own()
    ran: list[str] = []
    window.in_window(lambda: ran.append("ran"))
    monkeypatch.setattr(window, "is_own", lambda: True)
    monkeypatch.setattr("sys.argv", ["zi-score"])
    window.in_window(lambda: ran.append("asked nobody"))
    assert ran == ["ran"]
