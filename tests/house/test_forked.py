"""A command in a fork of a warm process does what it does in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, VALID, run
from forked import Command, can_fork, forked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

LINES: dict[str, tuple[str | Path, ...]] = {
    "nothing": (),
    "help": ("evaluate", "--help"),
    "result": ("evaluate", VALID / "wbk.xlsx"),
    "not reached": ("evaluate", VALID / "wbk.xlsx", "--require", "wbbm", "--format", "json"),
    "proof": ("check", VALID / "lke-zi.xlsx", "-v"),
    "wrong use": ("evaluate", "--tidak-ada"),
    "unreadable": ("check", "tidak ada.xlsx"),
    "several processes": ("batch", VALID / "wbk.xlsx", VALID / "wbbm.xlsx", "--jobs", "2", "-q"),
    "by option": ("explain", "answer-missing", "--lang", "id"),
}


def all_of(done: subprocess.CompletedProcess[bytes]) -> tuple[int, bytes, bytes]:
    """Return what can be seen of a process that has ended."""
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("language", [None, "en"])
@pytest.mark.parametrize("line", LINES)
def test_a_fork_is_like_a_process(line: str, language: str | None) -> None:
    """Exit code and both streams, to the byte."""
    assert all_of(run(*LINES[line], language=language)) == all_of(run(*LINES[line], language=language, cold=True))


def test_input_folder_and_environment(tmp_path: Path) -> None:
    """They are those of the command, and none is that of the command before."""
    content = (VALID / "wbk.xlsx").read_bytes()
    (tmp_path / "lke.xlsx").write_bytes(content)
    assert run("evaluate", "-", stdin=content).returncode == 0
    assert run("evaluate", "-").returncode == 3
    assert run("evaluate", "lke.xlsx", cwd=tmp_path).returncode == 0
    assert run("evaluate", "lke.xlsx").returncode == 3
    narrow, usual = (run("--help", environment=each).stdout for each in ({"COLUMNS": "60"}, {}))
    assert max(map(len, narrow.splitlines())) <= 60 < max(map(len, usual.splitlines()))
    cold = run("evaluate", VALID / "wbk.xlsx", environment={"PYTHONIOENCODING": "ascii"}, language=None, cold=True)
    assert all_of(run("evaluate", VALID / "wbk.xlsx", environment={"PYTHONIOENCODING": "ascii"}, language=None)) == (
        all_of(cold)
    )


def test_what_an_interpreter_reads_at_its_start() -> None:
    """Where that differs there is no fork."""
    assert not can_fork({"PYTHONPATH": "x"})
    assert not can_fork({"PYTHONUTF8": "1"})


def test_one_that_never_ends_is_ended(tmp_path: Path) -> None:
    """As ``subprocess.run`` does; the next command has a fork of its own."""
    fifo = tmp_path / "lke.xlsx"
    subprocess.run(["mkfifo", fifo], check=True)  # noqa: S607 - of every system that forks
    with pytest.raises(subprocess.TimeoutExpired):
        forked(Command(["batch", str(VALID), "--report", f"csv:{fifo}"], str(ROOT), {}), b"", 1)
    assert run("--version").returncode == 0
