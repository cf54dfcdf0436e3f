"""The process that reads what is no small ordinary .xlsx: it may be lost, and nothing else with it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, VALID, run
from formats import old, values_of

from zi_score import check, evaluate, read_workbook
from zi_score.model.findings import Unreadable, finding
from zi_score.model.language import current_language, use_language
from zi_score.reading import apart
from zi_score.reading.apart import NoProcessError, may_be_lost
from zi_score.reading.apart import apart as called
from zi_score.reading.file import guard
from zi_score.reading.file.guard import safe
from zi_score.reading.file.look import LARGEST_ORDINARY

WBK = VALID / "wbk.xlsx"


@pytest.fixture(scope="module", autouse=True)
def _functions_of_tests() -> Iterator[None]:
    """Let the process find the functions of this module."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(
        map(str, (Path(__file__).parent, ROOT / "tests" / "support", ROOT / "tests", ROOT))
    )
    forget()
    yield
    forget()
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before


def forget() -> None:
    """End the process that reads, if there is one."""
    if (reader := apart._Here.reader) is not None:  # noqa: SLF001 - it has no public name
        reader.end()
        apart._Here.reader = None  # noqa: SLF001 - as above


@pytest.fixture(scope="module")
def legacy() -> bytes:
    """Return an old .xls with the answers of a sound workbook."""
    return old(values_of(WBK.read_bytes()))


def where() -> tuple[int, bool, str]:
    """Return the process this runs in, whether it may be lost, and its language."""
    return os.getpid(), may_be_lost(), current_language()


def ended(number: int) -> None:
    """End the process by a signal, as the Rust reader does where it finds no memory."""
    os.kill(os.getpid(), number)


def greedy() -> int:
    """Take more memory than a file may."""
    return len(bytearray(4 * apart.MOST_MEMORY))


def endless() -> None:
    """Never come back."""
    while True:
        pass


def refused() -> None:
    """Refuse a file."""
    raise Unreadable(finding("file-empty", path="x.xlsx"))


def wrong() -> None:
    """Fail as a program does."""
    raise KeyError("x")


def talkative() -> str:
    """Write to standard output, as a library may."""
    os.write(1, b"banner\n")
    return "said"


def test_it_is_another_process_and_stays_for_the_next_file() -> None:
    """It speaks the language in use, and knows that it may be lost; this one may not."""
    use_language("en")
    process, is_expendable, language = called("x", where)
    use_language("id")
    assert process not in {os.getpid(), None}
    assert (is_expendable, language, may_be_lost()) == (True, "en", False)
    assert called("x", where) == (process, True, "id")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_where_it_ends_the_file_is_refused_and_the_next_is_read(number: signal.Signals) -> None:
    """By whatever signal; another takes its place."""
    with pytest.raises(Unreadable) as told:
        called("lke.xls", ended, number)
    assert (told.value.finding.name, told.value.finding.details["path"]) == ("reading-ended", "lke.xls")
    assert called("x", where)[0] != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_it_is_held_to_its_memory() -> None:
    """A request for more is refused there, and costs the file alone."""
    with pytest.raises(Unreadable) as told:
        called("lke.xls", greedy)
    assert told.value.finding.name == "reading-ended"


def test_it_is_held_to_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never comes back is ended."""
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)
    with pytest.raises(Unreadable) as told:
        called("lke.xls", endless)
    assert told.value.finding.name == "reading-took-too-long"


def test_what_the_work_raises_is_raised_here() -> None:
    """A refusal with its finding, a fault as it is; what a library prints is no answer."""
    with pytest.raises(Unreadable) as told:
        called("x", refused)
    assert told.value.finding == finding("file-empty", path="x.xlsx")
    with pytest.raises(KeyError):
        called("x", wrong)
    assert called("x", talkative) == "said"


def test_where_no_process_can_be_started_less_is_read(monkeypatch: pytest.MonkeyPatch, legacy: bytes) -> None:
    """The first wall stands alone, with a lower limit."""
    forget()
    monkeypatch.setattr(sys, "executable", str(ROOT / "no such program"))
    monkeypatch.setattr(sys, "platform", "win32")  # where no process is a fork of another
    with pytest.raises(NoProcessError):
        called("x", where)
    assert evaluate(legacy).verdict == "WBK"
    monkeypatch.setattr(guard, "LARGEST_HERE", len(legacy) - 1)
    with pytest.raises(Unreadable) as told:
        evaluate(legacy)
    assert told.value.finding.name == "file-too-large"


def padded(content: bytes, size: int) -> bytes:
    """Return a workbook with a picture of so many bytes that do not pack."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/image1.png", os.urandom(size))
    return stream.getvalue()


def test_only_a_small_ordinary_xlsx_is_read_here(monkeypatch: pytest.MonkeyPatch, legacy: bytes) -> None:
    """Everything else goes apart, and gives the same."""
    asked: list[str] = []

    def noted(path: str, *arguments: object) -> object:
        asked.append(path)
        return called(path, *arguments)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(guard, "apart", noted)
    content = WBK.read_bytes()
    assert safe(content, "x").is_ordinary
    for source, is_apart in ((content, False), (padded(content, LARGEST_ORDINARY), True), (legacy, True)):
        asked.clear()
        assert read_workbook(source).sheets[-1].answers["A.I.1.i.a"].value == "Ya"
        assert bool(asked) is is_apart
    assert check(legacy).verdict == check(content).verdict


@pytest.mark.skipif(sys.platform == "win32", reason="forks of POSIX")
def test_a_fork_has_a_process_of_its_own() -> None:
    """It must not read the answers of the other's."""
    first = called("x", where)[0]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(called("x", where)[0]).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    assert os.read(reading, 20).decode() not in {"", str(first)}
    os.close(reading)
    assert called("x", where)[0] == first


def test_it_runs_no_module_of_the_current_folder(tmp_path: Path, legacy: bytes) -> None:
    """Where submissions lie, a folder may bear our name."""
    (tmp_path / "lke.xls").write_bytes(legacy)
    for name in ("zi_score", "pickle", "python_calamine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    program = [sys.executable, "-P", "-m", "zi_score", "evaluate", "lke.xls"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path, legacy: bytes) -> None:
    """The child is a room of ours, never the caller's script once more."""
    (tmp_path / "lke.xls").write_bytes(legacy)
    script = tmp_path / "script.py"
    script.write_text("import zi_score\nprint(zi_score.evaluate('lke.xls').verdict)\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.stdout.split(), done.returncode) == ([b"WBK"], 0), done.stderr


@pytest.mark.parametrize("command", ["evaluate", "check", "batch"])
def test_one_damaged_old_workbook_costs_no_other(command: str, tmp_path: Path, legacy: bytes) -> None:
    """In every command: exit 3, the file is named, the others are told."""
    (tmp_path / "rusak.xls").write_bytes(legacy[: len(legacy) // 2])
    (tmp_path / "lke.xls").write_bytes(legacy)
    names = ["rusak.xls"] if command == "evaluate" else ["rusak.xls", "lke.xls"]
    done = run(command, *names, cwd=tmp_path)
    assert done.returncode == 3
    assert b"rusak.xls" in done.stdout + done.stderr
    assert command == "evaluate" or b"WBK" in done.stdout
