"""``zi-score batch`` as a process and ``evaluate_all`` in one: many workbooks, some of which mean harm."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from batched import SOUND, mixed, names
from conftest import BROKEN, ROOT, VALID, run
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

import zi_score
from zi_score.api.one import evaluate
from zi_score.evaluation.result import Failure
from zi_score.law.load import load_ruleset
from zi_score.model.language import use_language
from zi_score.rekap.order import Order
from zi_score.rekap.proposal import Group
from zi_score.rekap.ranking import rekap
from zi_score.rekap.run import Settings, evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine

FORMS = ("text", "json", "jsonl", "csv", "xlsx", "markdown", "html")
BOMBS = ("file-unpacks-too-large", "workbook-text-too-large", "sheet-too-large")
LIMIT = 30
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def command(*arguments: str | Path) -> list[str]:
    """Return the command line that a user types."""
    return [sys.executable, "-c", "from zi_score.cli import main; main()", "batch", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that speaks English and finds the program."""
    return {**os.environ, "ZI_SCORE_LANG": "en", "COLUMNS": "100", "PYTHONPATH": str(ROOT), **more}


def batched(*arguments: str | Path, cwd: Path = ROOT) -> dict[str, Any]:
    """Return the result of a batch as JSON."""
    done = run("batch", *arguments, "--format", "json", cwd=cwd)
    assert done.stderr == b"", done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def paths(result: Mapping[str, Any]) -> list[str]:
    """Return the paths of the units, in their order."""
    return [unit["path"] for unit in result["units"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three sound workbooks and a damaged one."""
    return mixed(tmp_path / "lke")


# bad input -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str | None]]:
    """Return a folder as a ministry gets it, and for each workbook in it why it cannot be read; None if it can."""
    made = tmp_path_factory.mktemp("putaran")
    expected: dict[str, str | None] = {}

    def put(path: str, content: bytes, reason: str | None) -> None:
        (made / path).parent.mkdir(exist_ok=True)
        (made / path).write_bytes(content)
        expected[path] = reason

    sound = (VALID / "wbk.xlsx").read_bytes()
    for number in range(36):
        name = SOUND[number % len(SOUND)]
        put(f"{'abc'[number % 3]}/{number:02} {name}.xlsx", (VALID / f"{name}.xlsx").read_bytes(), None)
    for number in range(4):
        put(f"a/rusak {number}.xlsx", sound[: 9_000 + 7_000 * number], "file-damaged")
    put("b/kosong.xlsx", b"", "file-empty")
    put("b/gambar.xlsx", b"\x89PNG\r\n\x1a\n" * 50, "file-of-another-kind")
    put("b/sandi.xlsx", (BROKEN / "file-protected.xlsx").read_bytes(), "file-protected")
    for name in BOMBS:
        put(f"c/{name}.xlsx", (BROKEN / f"{name}.xlsx").read_bytes(), name)
    for number in range(5):
        (made / f"a/~$kunci {number}.xlsx").write_bytes(b"\x05Admin" + b" " * 159)
    (made / "c" / "lingkar.xlsx").symlink_to("lingkar balik.xlsx")
    (made / "c" / "lingkar balik.xlsx").symlink_to("lingkar.xlsx")
    expected |= {"c/lingkar.xlsx": "file-not-readable", "c/lingkar balik.xlsx": "file-not-readable"}
    (made / "c" / "induk").symlink_to(made, target_is_directory=True)
    if not IS_ROOT:
        for number in range(2):
            put(f"b/terkunci {number}.xlsx", sound, "file-not-readable")
            (made / f"b/terkunci {number}.xlsx").chmod(0)
    return made, expected


@pytest.mark.parametrize("jobs", ["2"])
def test_a_folder_full_of_faults(round_: tuple[Path, dict[str, str | None]], jobs: str) -> None:
    """Right results for the rest, every failure named with its reason, nothing lost, exit 3."""
    folder, expected = round_
    done = run("batch", ".", "--jobs", jobs, "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (3, b"")
    result = json.loads(done.stdout)
    found = {each["source"]["path"]: each["findings"][0]["name"] for each in result["failures"]}
    found |= dict.fromkeys(paths(result))
    # of two links in a circle, one name may stand for both
    assert found.keys() >= {path for path in expected if "lingkar" not in path}
    assert any("lingkar" in path for path in found)
    assert found == {path: expected[path] for path in found}
    for each in result["failures"]:
        assert each["source"]["path"] in each["error"]
        assert each["findings"][0]["tip"]
    for unit in result["units"]:
        known = json.loads((VALID / f"{unit['path'].split()[1].removesuffix('.xlsx')}.expected.json").read_bytes())
        assert unit["verdict"] in json.dumps(known)
    assert result["tally"]["units"] == 36
    assert result["tally"]["unreadable"] == len(result["failures"])


def test_the_same_bytes_for_any_jobs_and_order(round_: tuple[Path, dict[str, str | None]], tmp_path: Path) -> None:
    """One job or two, paths in either order, the folder or its parts: one result."""
    folder, _ = round_
    printed = []
    for number, given in enumerate((("a", "b", "c"), ("c", "b", "a"))):
        report = tmp_path / f"{number}.xlsx"
        options = ("--jobs", "2" if number == 1 else "1", "--format", "json", "--report", f"xlsx:{report}")
        printed.append((run("batch", *given, *options, cwd=folder).stdout, report.read_bytes()))
    assert printed[0] == printed[1]


@pytest.mark.skipif(IS_ROOT, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_read(folder: Path) -> None:
    """Its workbooks are not lost without a word."""
    closed = folder / "tertutup"
    closed.mkdir()
    shutil.copy(VALID / "wbk.xlsx", closed)
    closed.chmod(0)
    try:
        done = run("batch", folder, "--format", "json")
    finally:
        closed.chmod(0o700)
    assert done.returncode == 3
    assert "tertutup" in done.stdout.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_counts_in_every_format(folder: Path, form: str) -> None:
    """Exit 3, and the workbook that cannot be read is named, with its reason."""
    done = run("batch", folder, "--format", form)
    assert (done.returncode, done.stderr) == (3, b""), "no progress where there is no terminal"
    if form == "xlsx":
        book = load_workbook(io.BytesIO(done.stdout))
        said = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    else:
        said = done.stdout.decode()
    assert "rusak.xlsx" in said


def test_no_workbook_at_all(tmp_path: Path) -> None:
    """An empty folder is no success; without a path: how it is meant."""
    for form in ("text", "jsonl"):
        assert run("batch", tmp_path, "--format", form).returncode == 3
    assert run("batch").returncode == 2


class Harmful(Mapping[str, str]):
    """Facts that harm who looks at them: a process that dies, or a fault of the program."""

    def __init__(self, harm: str) -> None:
        """Choose what to do."""
        self.harm = harm

    def __iter__(self) -> Iterator[str]:
        """Do the harm."""
        if self.harm == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise KeyError(self.harm)

    def __getitem__(self, key: str) -> str:
        """Return nothing."""
        raise KeyError(key)

    def __len__(self) -> int:
        """Pretend to hold something."""
        return 1


def test_a_lost_process_and_a_fault_of_the_program() -> None:
    """Each costs the workbook it was on, which says so in the language asked for; the others are evaluated."""
    harms = {2: "kill", 4: "fault", 5: "kill"}
    submitted = [
        Submitted(str(VALID / f"{name}.xlsx"), facts=Harmful(harms[position]) if position in harms else {})
        for position, name in enumerate(SOUND[:8])
    ]
    use_language("en")
    found = list(evaluate_all(submitted, Settings(as_json=True), jobs=2))
    lines = [done.outcome.model_dump_json() for done in found]
    use_language("id")
    expected = {2: "process-lost", 4: "program-fault", 5: "process-lost"}
    assert names(*found) == [expected.get(position) for position in range(8)]
    for position in expected:
        outcome = found[position].outcome
        assert isinstance(outcome, Failure)
        assert outcome.source == {"path": submitted[position].path}
        assert outcome.error.startswith(submitted[position].path)
        assert found[position].json == lines[position]
    assert "internal error: KeyError" in lines[4]
    assert "died" in lines[2]


SITE = """
import os, signal
from zi_score import pipeline
whole = pipeline.evaluated
def evaluated(worksheet, *arguments, **more):
    if "mati" in worksheet.source.path:
        os.kill(os.getpid(), signal.SIGKILL)
    if "galat" in worksheet.source.path:
        raise ZeroDivisionError(worksheet.source.path)
    return whole(worksheet, *arguments, **more)
pipeline.evaluated = evaluated
"""
"""Makes the program die of some workbooks, and fail at others, in every process that is started."""


@pytest.mark.parametrize(("name", "reason", "code"), [("mati", "process-lost", 3), ("galat", "program-fault", 4)])
def test_what_the_command_says_of_them(folder: Path, tmp_path: Path, name: str, reason: str, code: int) -> None:
    """Both are failures beside the others; the second is a fault of the program, exit 4."""
    shutil.copy(VALID / "wbk.xlsx", folder / f"{name}.xlsx")
    (tmp_path / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    done = run(
        *("batch", folder, "--jobs", "2", "--format", "json"),
        environment={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )
    assert (done.returncode, done.stderr) == (code, b"")
    result = json.loads(done.stdout)
    assert {Path(each["source"]["path"]).name: each["findings"][0]["name"] for each in result["failures"]} == {
        "rusak.xlsx": "file-damaged",
        f"{name}.xlsx": reason,
    }
    assert len(result["units"]) == 3


# what comes out ------------------------------------------------------------------------------------


def test_the_same_as_one_by_one() -> None:
    """Verdict, total, predicates, areas, findings: what evaluate says of the same file."""
    files = [str(path) for path in sorted([*VALID.glob("*.xlsx"), *sorted(BROKEN.glob("*.xls*"))[::3]])]
    assert len(files) > 30
    for path, done in zip(files, evaluate_all([Submitted(path) for path in files]), strict=True):
        if isinstance(done.outcome, Failure):
            with pytest.raises(zi_score.Unreadable) as caught:
                evaluate(path)
            assert done.outcome.findings == (caught.value.finding,)
            continue
        alone = evaluate(path)
        first = alone.assessments[0]
        found = done.outcome
        assert (found.verdict, found.total.exact, found.predicates) == (
            alone.verdict,
            first.total.score,
            first.predicates,
        )
        assert {number: area.exact for number, area in found.areas.items()} == {
            number: area.score for number, area in first.areas.items()
        }
        assert (found.unit, found.assessor, found.path) == (alone.unit, first.assessor, path)
        assert len(found.values) == first.questions
        assert first.questions - len(found.unanswered) == first.answered
        assert [finding for finding in found.findings if finding not in alone.findings] == []


def test_lines_are_evaluations(folder: Path) -> None:
    """A line is what evaluate gives as JSON, by the same schema; a failure names source, error, findings."""
    schema = json.loads((Path(zi_score.__file__).parent / "result.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    done = run("batch", folder, "--format", "jsonl", "--jobs", "2")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(line["source"]["path"]).stem for line in lines] == ["rusak", "survey-below", "wbbm", "wbk"]
    for line in lines:
        assert "error" in line or list(validator.iter_errors(line)) == []
    assert lines[0].keys() >= {"source", "error", "findings"}
    for line in (lines[0], lines[-1]):
        assert line == json.loads(run("evaluate", line["source"]["path"], "--format", "json").stdout)


def test_lines_in_a_report_too(folder: Path, tmp_path: Path) -> None:
    """The same lines, beside another format."""
    lines = run("batch", folder, "--format", "jsonl").stdout
    done = run("batch", folder, "--report", f"jsonl:{tmp_path / 'a.jsonl'}", "--report", f"csv:{tmp_path / 'a.csv'}")
    assert done.returncode == 3
    assert (tmp_path / "a.jsonl").read_bytes() == lines
    assert (tmp_path / "a.csv").read_bytes() == run("batch", folder, "--format", "csv").stdout


def test_lines_come_before_the_end(tmp_path: Path) -> None:
    """The first can be read while the last workbooks are not yet there; who reads no more ends the program."""
    for number in range(60):
        shutil.copy(VALID / "wbk.xlsx", tmp_path / f"{number:03}.xlsx")
    with subprocess.Popen(
        command(tmp_path, "--format", "jsonl", "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        for number in range(45, 60):
            (tmp_path / f"{number:03}.xlsx").unlink()
        assert first["source"]["path"].endswith("000.xlsx")
        (*_, last) = process.stdout
        assert json.loads(last)["findings"][0]["name"] == "file-not-found"
        assert process.wait(LIMIT) == 3


def test_a_reader_that_leaves(folder: Path) -> None:
    """As with ``| head -1``: no complaint, no process stays behind, and the exit code is that of the whole batch."""
    with subprocess.Popen(
        command(folder, VALID, "--format", "jsonl", "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(LIMIT) == 3


# Ctrl-C --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("jobs", "whole_group"), [("1", False), ("2", True)])
def test_interrupted(tmp_path: Path, jobs: str, *, whole_group: bool) -> None:
    """A sentence that says what was done, 130, no report and no draft of one, no process left.

    A terminal sends the signal to all processes of the group.
    """
    many, out = tmp_path / "lke", tmp_path / "keluar"
    many.mkdir()
    out.mkdir()
    for number in range(150):
        shutil.copy(VALID / "wbk.xlsx", many / f"{number:03}.xlsx")
    reports = [item for form in ("jsonl", "xlsx") for item in ("--report", f"{form}:{out / form}")]
    with subprocess.Popen(
        command(many, "--format", "jsonl", "--jobs", jobs, *reports),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        # Where the tests themselves run in the background, Ctrl-C is ignored and that is inherited.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
        said = process.communicate(timeout=LIMIT)[1].decode()
    assert process.returncode == 130
    assert said.startswith("zi-score: stopped: ")
    done = re.search(r"(\d+) of 150 workbooks", said)
    assert done
    assert int(done[1]) < 150
    assert said.count("\n") == 1
    assert list(out.iterdir()) == []
    assert not processes_of(process.pid)


def processes_of(group: int) -> bool:
    """Whether a process of a group is left."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


# reports -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "where"),
    [("xlsx", "tidak-ada/a"), ("jsonl", "tidak-ada/a"), ("json", "."), ("jsonl", "."), ("jsonl", "a" * 5000)],
    ids=("no folder", "no folder for lines", "a folder", "a folder for lines", "long"),
)
def test_a_report_that_cannot_be_written(folder: Path, form: str, where: str) -> None:
    """A sentence that names it as it was named, exit 2, and nothing new in the folder."""
    before = sorted(folder.iterdir())
    done = run("batch", "wbk.xlsx", "--report", f"{form}:{where}", "-q", cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert said.startswith(f"zi-score: --report {where}: ")
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("form", ["text", "jsonl", "xlsx"])
def test_a_full_disk(folder: Path, form: str) -> None:
    """On standard output and in a report: a sentence, exit 2."""
    done = run("batch", folder / "wbk.xlsx", "--report", f"{form}:/dev/full", "-q")
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert "/dev/full" in done.stderr.decode()
    onto_it = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    printed = run("batch", folder / "wbk.xlsx", "--format", form, first=onto_it)
    assert printed.returncode == 2
    assert printed.stderr.startswith(b"zi-score: ")
    assert b"--report" not in printed.stderr
    assert b"internal" not in printed.stderr


@pytest.mark.parametrize("form", ["json", "jsonl", "xlsx"])
def test_a_disk_that_becomes_full(folder: Path, form: str) -> None:
    """In the middle of a report: no half file, what stood there before stays, nor does a cache keep drafts."""
    out = folder / "keluar"
    out.mkdir()
    (out / "lama").write_bytes(b"lama")
    cache = folder / "simpan"
    reports = [item for name in ("baru", "lama") for item in ("--report", f"{form}:keluar/{name}")]
    done = run(
        *("batch", "wbk.xlsx", *reports, "--cache", "simpan", "-q"),
        cwd=folder,
        first="import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))",
    )
    assert done.returncode == 2, done.stderr
    assert b"internal" not in done.stderr
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {"lama": b"lama"}
    assert [file for file in cache.rglob("*") if file.is_file()] == []


def test_a_report_is_never_a_workbook(folder: Path) -> None:
    """By its name, by a link to it, and twice to one file."""
    (folder / "tautan").symlink_to("wbk.xlsx")
    before = (folder / "wbk.xlsx").read_bytes()
    for reports in (["xlsx:wbk.xlsx"], ["jsonl:tautan"], ["csv:a", "json:./a"]):
        options = [item for report in reports for item in ("--report", report)]
        assert run("batch", ".", *options, cwd=folder).returncode == 2
    assert (folder / "wbk.xlsx").read_bytes() == before
    assert not (folder / "a").exists()


# ranking -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def units() -> list[UnitLine | Failure]:
    """Return how the units of all sound worksheets stand, and a workbook that cannot be read."""
    files = [*VALID.glob("*.xlsx"), BROKEN / "file-damaged.xlsx"]
    return [done.outcome for done in evaluate_all([Submitted(str(path)) for path in files])]


@pytest.mark.parametrize("order", Order)
def test_sorting(units: list[UnitLine | Failure], order: Order) -> None:
    """By what each order says, equals by path, whatever order they come in."""
    found = rekap(load_ruleset(), units, order=order)
    assert found == rekap(load_ruleset(), reversed(units), order=order)
    groups = list(Group)
    keys: dict[Order, Callable[[UnitLine], tuple[object, ...]]] = {
        Order.VERDICT: lambda unit: (bool(unit.superseded_by), groups.index(unit.proposal.group), -unit.total.exact),
        Order.TOTAL: lambda unit: (-unit.total.exact,),
        Order.NAME: lambda unit: ((unit.unit.name or "").casefold(),),
        Order.AGENCY: lambda unit: (unit.unit.agency is None, (unit.unit.agency or "").casefold()),
        Order.PATH: lambda unit: (unit.path,),
        Order.MARGIN: lambda unit: (unit.verdict != "WBBM",),
    }
    ranked = [(*keys[order](unit), unit.path if order is Order.PATH else "") for unit in found.units]
    assert ranked == sorted(ranked)
    assert len(found.units) == len(SOUND)


def test_the_margin_decides() -> None:
    """Who lacks least comes first: 0.04375 points of the survey before 53.78 of the total."""
    given = [Submitted(str(VALID / f"{name}.xlsx")) for name in ("half-empty", "survey-below", "wbbm")]
    found = rekap(load_ruleset(), [done.outcome for done in evaluate_all(given)], order=Order.MARGIN)
    assert [Path(unit.path).stem for unit in found.units] == ["wbbm", "survey-below", "half-empty"]


@pytest.mark.parametrize("only", [("WBK",), ("none", "WBBM"), ("undetermined",), ("failed",), ()])
@pytest.mark.parametrize("target", [None, "WBBM"])
@pytest.mark.parametrize("top", [None, 2, 99])
def test_only_target_and_top(
    units: list[UnitLine | Failure], only: tuple[str, ...], target: str | None, top: int | None
) -> None:
    """They cut the ranking; what is counted stays."""
    whole, found = rekap(load_ruleset(), units), rekap(load_ruleset(), units, only=only, target=target, top=top)
    kept = [unit for unit in whole.units if (not only or unit.verdict in only) and target in (None, unit.unit.target)]
    assert list(found.units) == kept[:top]
    assert len(found.failures) == (not only or "failed" in only)
    assert (found.tally, found.duplicates) == (whole.tally, whole.duplicates)


def test_the_options(folder: Path) -> None:
    """The same by the command; what cannot be read counts in the exit code, shown or not."""
    options = ("--only", "none", "--only", "wbbm", "--target", "wbk", "--sort", "name", "--top", "1")
    done = run("batch", folder, *options, "--format", "json")
    assert done.returncode == 3
    result = json.loads(done.stdout)
    assert ([Path(path).stem for path in paths(result)], result["failures"]) == (["survey-below"], [])
    for wrong in (("--top", "0"), ("--only", "semua"), ("--jobs", "0")):
        assert run("batch", folder, *wrong).returncode == 2


def test_duplicates(tmp_path: Path) -> None:
    """The same content, and the same unit with other content, are reported once each; a path given twice is one."""
    for name in ("a", "b"):
        shutil.copy(VALID / "wbk.xlsx", tmp_path / f"{name}.xlsx")
    shutil.copy(VALID / "as-typed.xlsx", tmp_path / "c.xlsx")
    shutil.copy(VALID / "wbbm.xlsx", tmp_path / "d.xlsx")
    (tmp_path / "e.xlsx").symlink_to("d.xlsx")
    done = run("batch", ".", "a.xlsx", "./b.xlsx", "--format", "json", cwd=tmp_path)
    result = json.loads(done.stdout)
    assert len(result["units"]) == 4
    assert [(each["kind"], each["paths"]) for each in result["duplicates"]] == [
        ("content", ["a.xlsx", "b.xlsx"]),
        ("unit", ["a.xlsx", "b.xlsx", "c.xlsx"]),
    ]
    assert done.returncode == 0
    (tmp_path / "daftar.csv").write_text("path\na.xlsx\nd.xlsx\n", encoding="utf-8")
    listed = batched(".", "daftar.csv", cwd=tmp_path)
    assert len(listed["units"]) == 4, "a workbook of a folder and of a list is one workbook"


# progress ------------------------------------------------------------------------------------------


def on_terminal(*arguments: str | Path) -> tuple[bytes, str]:
    """Return what a batch prints, and what it shows on the terminal that is its standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=theirs, env=environment(TERM="xterm")
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        shown, printed = b"", b""
        streams = {ours, process.stdout.fileno()}
        while streams:
            for stream in select.select(streams, [], [], LIMIT)[0]:
                try:
                    content = os.read(stream, 65536)
                except OSError:  # how Linux says that nobody writes to a terminal any more
                    content = b""
                if not content:
                    streams.discard(stream)
                elif stream == ours:
                    shown += content
                else:
                    printed += content
        os.close(ours)
    return printed, shown.decode()


def test_progress_on_a_terminal(folder: Path) -> None:
    """How many of how many, and how many failed; never in the result."""
    printed, shown = on_terminal(folder, "--format", "json")
    assert "Evaluating" in shown
    assert "4/4" in shown
    assert "failed: 1" in shown
    assert printed == run("batch", folder, "--format", "json").stdout
    for option in ("--no-progress", "-q"):
        assert on_terminal(folder, option)[1] == ""


def test_csv_has_a_row_a_unit(folder: Path) -> None:
    """As many rows as workbooks that count, each with its path."""
    rows = list(csv.DictReader(io.StringIO(run("batch", folder, "--format", "csv").stdout.decode("utf-8-sig"))))
    assert {Path(row["path"]).stem for row in rows} >= {"wbk", "wbbm", "survey-below"}
