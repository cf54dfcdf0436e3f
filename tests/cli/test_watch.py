"""``evaluate --watch``: real files that change while the program runs, and what it says of each save."""

from __future__ import annotations

import io
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from conftest import ROOT, VALID, run
from openpyxl import Workbook, load_workbook

from zi_score.api.one import evaluate
from zi_score.cli import watch
from zi_score.cli.app import Exit
from zi_score.evaluation.result import Evaluation
from zi_score.law.load import load_ruleset
from zi_score.model.findings import Unreadable, finding
from zi_score.model.language import use_language
from zi_score.reports.documents import changes
from zi_score.reports.render import TERMINAL, render

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a console, not to a process")

TIMEOUT = 20
BELOW = VALID / "area-below.xlsx"
"""Verdict none: area 3 is below 60 %; K147 holds A.II.3.i.a, worth 1.50 points."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("id")


def saved(book: Workbook, cells: Mapping[str, object]) -> bytes:
    """Enter these answers and return the workbook's content."""
    for cell, value in cells.items():
        book["Jawaban"][cell] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def versions() -> list[bytes]:
    """Return the content of three saves: no predicate, WBK by one answer, and two answers gone."""
    book = load_workbook(BELOW)
    return [saved(book, cells) for cells in ({}, {"K147": "A"}, {"K6": None, "K7": "Z"})]


def one_line(text: str) -> str:
    """Undo the wrapping of lines."""
    return " ".join(text.split())


class Watching:
    """The program as it watches a file."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Read what it writes from here on."""
        self.process = process
        self.out, self.err = (self._lines(stream) for stream in (process.stdout, process.stderr))
        self.said: list[str] = []

    @staticmethod
    def _lines(stream: object) -> queue.Queue[str]:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in stream], daemon=True).start()
        return lines

    def until(self, text: str, *, lines: queue.Queue[str] | None = None) -> str:
        """Return what it says up to the line that holds a text."""
        told = ""
        end = time.monotonic() + TIMEOUT
        while text not in told:
            told += (lines or self.out).get(timeout=max(0.1, end - time.monotonic()))
        return told

    def errors_until(self, text: str) -> str:
        """Return what it says on standard error up to the line that holds a text."""
        return self.until(text, lines=self.err)

    def is_silent(self, seconds: float) -> bool:
        """Whether it says nothing more for a while."""
        time.sleep(seconds)
        return self.out.empty() and self.err.empty()

    def interrupted(self) -> int:
        """End it with Ctrl-C, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(TIMEOUT)


@contextmanager
def watching(path: Path, *options: str, language: str = "en") -> Iterator[Watching]:
    """Start the program as a user does."""
    environment = {"ZI_SCORE_LANG": language, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from zi_score.cli import main; main()", "evaluate", str(path), "--watch", *options],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield Watching(process)
    finally:
        process.kill()
        process.wait(TIMEOUT)
        for stream in (process.stdout, process.stderr):
            assert stream
            stream.close()


# --- the program, as a unit fills in its workbook ---


def test_a_unit_fills_in_its_workbook(tmp_path: Path, versions: list[bytes]) -> None:
    """Saves in place, by renaming and in pieces are told once each; Ctrl-C ends with 0."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(versions[0])
    with watching(path) as program:
        assert "NOT ELIGIBLE" in program.until("Sources")
        assert "Watching" in program.errors_until("Ctrl-C ends.")
        path.write_bytes(versions[1])
        told = program.until("A.II.3.i.a")
        assert re.search(r"^\d\d:\d\d:\d\d verdict none -> WBK; total 93.48 -> 94.98 \(\+1.50\)$", told, re.MULTILINE)
        assert (
            "WBK Area 3 Penataan Sistem Manajemen SDM Aparatur: NOT MET -> met (56.67% -> 71.67%, min 60%)"
            in one_line(told)
        )
        assert "A.II.3.i.a  C -> A  (+1.50)" in told
        # Excel: a lock beside the file, a temporary file with the new content, the old one renamed and removed.
        (tmp_path / "~$lke.xlsx").write_bytes(b"\x05Someone")
        (tmp_path / "1A2B3C00").write_bytes(versions[2])
        path.rename(tmp_path / "4D5E6F00.tmp")
        (tmp_path / "1A2B3C00").rename(path)
        (tmp_path / "4D5E6F00.tmp").unlink()
        assert "unanswered 0 -> 2" in program.until("new finding, warning: Unanswered: 2 of 113")
        # LibreOffice: its own lock, and the file written anew in place, here slowly.
        (tmp_path / ".~lock.lke.xlsx#").write_text("someone")
        with path.open("wb") as file:
            for start in range(0, len(versions[1]), len(versions[1]) // 3):
                file.write(versions[1][start : start + len(versions[1]) // 3])
                file.flush()
                time.sleep(0.6)
        assert "unanswered 2 -> 0" in program.until("Findings that are gone: 2")
        (tmp_path / "~$lke.xlsx").unlink()
        assert program.is_silent(0.7)
        assert program.interrupted() == Exit.DONE


def test_a_file_that_goes_and_comes_back(tmp_path: Path, versions: list[bytes]) -> None:
    """A deleted or broken file is told on standard error and waited for; Ctrl-C then ends with its exit code."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(versions[0])
    with watching(path, "-q", language="id") as program:
        program.until("BELUM MEMENUHI")
        path.unlink()
        assert "menunggu sampai ada kembali" in program.errors_until("menunggu")
        path.write_bytes(versions[0])
        assert "simpulan belum; total 93,48" in program.until("total 93,48")
        path.write_bytes(versions[0][:3000])
        assert "rusak" in program.errors_until("rusak")
        assert program.interrupted() == Exit.UNREADABLE


def test_one_line_of_json_a_save(tmp_path: Path, versions: list[bytes]) -> None:
    """Programs get the contract, one line a save; the report is written anew; the exit code is the last one's."""
    path, report = tmp_path / "lke.xlsx", tmp_path / "lke.json"
    path.write_bytes(versions[1])
    with watching(path, "--format", "json", "--report", f"json:{report}", "--require", "wbk") as program:
        first = json.loads(program.until("}\n"))
        assert first == json.loads(run("evaluate", path, "--format", "json").stdout)
        path.write_bytes(versions[0])
        assert json.loads(program.until("}\n"))["assessments"][0]["verdict"] == "none"
        assert program.interrupted() == Exit.NOT_REACHED
    assert json.loads(report.read_bytes())["assessments"][0]["verdict"] == "none"


def test_a_link_to_a_file_elsewhere(tmp_path: Path, versions: list[bytes]) -> None:
    """Where the folder tells nothing, the file is looked at twice a second all the same."""
    (tmp_path / "real").mkdir()
    real, path = tmp_path / "real" / "lke.xlsx", tmp_path / "lke.xlsx"
    real.write_bytes(versions[0])
    path.symlink_to(real)
    with watching(path, "-q") as program:
        program.until("Requirements")
        real.write_bytes(versions[1])
        assert "none -> WBK" in program.until("none -> WBK")
        assert program.interrupted() == Exit.DONE


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["-"], Exit.USAGE, "--watch needs a file"),
        ([BELOW, "--trace", "total"], Exit.USAGE, "does not go with --trace"),
        (["missing.xlsx"], Exit.UNREADABLE, "missing.xlsx: there is no such file to watch."),
        ([VALID], Exit.UNREADABLE, "there is no such file to watch."),
    ],
)
def test_what_cannot_be_watched(arguments: list[str | Path], code: Exit, sentence: str) -> None:
    """It ends at once, with a sentence."""
    done = run("evaluate", *arguments, "--watch")
    assert (done.returncode, done.stdout) == (code, b"")
    assert sentence in one_line(done.stderr.decode())


# --- its parts ---


def found(path: Path, look: Callable[[bytes], Evaluation], ticks: Iterator[None], patch: pytest.MonkeyPatch) -> list:
    """Return what is found in a file on these ticks."""
    patch.setattr(watch, "ticks", lambda _path, _stop: ticks)
    return list(watch.saves(path, look, threading.Event()))


def test_the_same_content_is_told_once(tmp_path: Path, versions: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written anew with the same bytes is no save."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(versions[0])

    def ticks() -> Iterator[None]:
        for moment in range(3):
            yield None
            path.write_bytes(versions[0])
            os.utime(path, ns=(moment, moment))

    assert len(found(path, evaluate, ticks(), monkeypatch)) == 1


def test_half_a_save_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is told to be broken when it stayed so for two seconds; what is written meanwhile begins the wait anew."""
    path, now = tmp_path / "lke.xlsx", [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def ticks() -> Iterator[None]:
        for moment, content in enumerate([b"P", b"P", b"PK", b"PK", b"PK", b"PK", b"PK", b"PK"]):
            path.write_bytes(content)
            os.utime(path, ns=(len(content), len(content)))
            now[0] = moment * 0.9
            yield None

    def look(content: bytes) -> Evaluation:
        raise Unreadable(finding("file-damaged", path=path, problem=f"{content!r} after {now[0]:.1f} s"))

    (problem,) = found(path, look, ticks(), monkeypatch)
    assert problem.finding.details["problem"] == "b'PK' after 4.5 s"


def test_a_missing_assessor_is_waited_for(
    tmp_path: Path, versions: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would end another run is waited for: the TPI may be about to begin."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(versions[0])

    def look(_content: bytes) -> Evaluation:
        raise typer.Exit(Exit.USAGE)

    (ended,) = found(path, look, iter([None, None]), monkeypatch)
    assert isinstance(ended, typer.Exit)


def test_without_notices_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no more watches to give, the file is looked at all the same, until Ctrl-C."""

    def refused(*_paths: object, **_options: object) -> Iterator[None]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refused)
    monkeypatch.setattr(watch, "_TICK", 0.01)
    stop = threading.Event()
    ticks = watch.ticks(tmp_path / "lke.xlsx", stop)
    assert [next(ticks) for _ in range(4)] == [None] * 4
    stop.set()
    assert list(ticks) == []


def told(before: Evaluation, after: Evaluation, *, verbosity: int = 0, color: bool = False) -> str:
    """Return what is said of a save."""
    made = changes.document(before, after, load_ruleset(after.ruleset.id), at="10:00:00")
    return str(render(made, "text", verbosity=verbosity, color=color))


def test_every_assessor_is_told() -> None:
    """Changes of an assessor who is not shown first are told under the assessor's name."""
    source = VALID / "three-assessors.xlsx"
    after = evaluate(saved(load_workbook(source), {"K6": "Tidak"}), path="lke.xlsx")
    text = told(evaluate(source), after)
    assert text.startswith("10:00:00 TPN: verdict")
    assert re.search(r"^unit \(self-assessment\): verdict .*\(-0.25\)$", text, re.MULTILINE)
    assert "\nunit (self-assessment)\n  A.I.1.i.a  Ya -> Tidak  (-0.25)\n" in text


def test_first_answers_of_an_assessor() -> None:
    """An assessor who begins is told as such, without a list of all questions."""
    after = evaluate(VALID / "three-assessors.xlsx")
    before = after.model_copy(update={"assessments": after.assessments[1:]})
    text = told(before, after)
    assert "\n  These are the first answers of TPN.\n" in text
    assert "->" not in text


def test_many_changes_are_cut_and_counted() -> None:
    """Of many changes the first are shown, with -v all, with -q none."""
    before, after = evaluate(VALID / "half-empty.xlsx"), evaluate(VALID / "wbk.xlsx")
    text = told(before, after)
    assert text.count("->") < told(before, after, verbosity=1).count("->")
    assert re.search(r"\.\.\. and \d+ more \(-v shows all\)", text)
    assert len(told(before, after, verbosity=-1).splitlines()) == 1
    assert max(map(len, text.splitlines())) <= TERMINAL


def test_nothing_of_a_workbook_is_markup() -> None:
    """What was typed comes out as it is: no markup, no escape sequence, no command to a CI system."""
    after = evaluate(saved(load_workbook(BELOW), {"K147": "[bold]\n::error::x"}), path="lke.xlsx")
    text = told(evaluate(BELOW), after, color=True)
    assert "[bold] ::error::x" in text
    assert "\n::error" not in text


def test_a_requirement_that_nobody_states_any_more_is_not_checked() -> None:
    """A save has the words of the evaluation for it; a minimum that questions leave open stays open."""
    stated, unstated = (evaluate(VALID / "wbk.xlsx", facts=facts) for facts in ({"agency-bpk-opinion": "WTP"}, {}))
    assert "Opini BPK atas laporan keuangan instansi: met -> not checked" in one_line(told(stated, unstated))
    blank = evaluate(VALID / "half-empty.xlsx")
    assert "Nilai total: met -> open" in one_line(told(stated, blank))
