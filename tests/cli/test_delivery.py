"""What a run leaves behind: whole files or none, no input written over, an exit code that no reader changes."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import BLANK, VALID, run
from openpyxl import load_workbook

from zi_score.cli import files
from zi_score.model.findings import blunted
from zi_score.model.trouble import trouble
from zi_score.rekap.cache import Cache

WBK = VALID / "wbk.xlsx"
OLDER = b"older result"
PROGRAM = (sys.executable, "-c", "from zi_score.cli import main; main()")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors and signals of POSIX")


def shell(script: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which ``zi`` is the program, as a service or a script does."""
    line = f'zi() {{ "{sys.executable}" -c "from zi_score.cli import main; main()" "$@"; }}; {script}'
    command = ["bash", "-c", line, "bash", *map(str, arguments)]
    environment = {**os.environ, "ZI_SCORE_LANG": "en"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=60, check=False)


# inputs ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one input of every kind."""
    tmp_path = tmp_path_factory.mktemp("kinds")
    shutil.copy(WBK, tmp_path / "lke.xlsx")
    shutil.copy(VALID / "three-assessors.xlsx", tmp_path / "three.xlsx")
    shutil.copy(BLANK, tmp_path / "form.xlsx")
    (tmp_path / "effort.toml").write_text('"A.I.1.i.a" = 3\n', encoding="utf-8")
    (tmp_path / "discount.toml").write_text('"B.I" = 0.5\n', encoding="utf-8")
    (tmp_path / "list.csv").write_text("path\nlke.xlsx\n", encoding="utf-8")
    for command in (
        ("compare", "three.xlsx", "--report", "json:compare.json"),
        ("improve", "lke.xlsx", "--target", "wbbm", "--report", "xlsx:plan.xlsx"),
        ("rules", "init", "own"),
        ("export", "portalrb", "lke.xlsx", "-o", "portal"),
        ("template", "-o", "lhe.docx"),
    ):
        assert run(*command, cwd=tmp_path).returncode in {0, 1}, command
    return tmp_path


@pytest.fixture
def inputs(kinds: Path, tmp_path: Path) -> Path:
    """Return such a folder for one test alone."""
    return Path(shutil.copytree(kinds, tmp_path / "kinds"))


IMPROVE = ("improve", "lke.xlsx", "--target", "wbbm", "--report")
READ = [
    ("effort.toml", (*IMPROVE, "json:{}", "--effort", "effort.toml")),
    ("discount.toml", (*IMPROVE, "json:{}", "--discount", "discount.toml")),
    ("compare.json", ("improve", "three.xlsx", "--from-compare", "compare.json", "--report", "json:{}")),
    ("plan.xlsx", ("improve", "lke.xlsx", "--against", "plan.xlsx", "--report", "json:{}")),
    ("lke.xlsx", ("evaluate", "lke.xlsx", "--report", "json:{}")),
    ("own/rules.toml", ("evaluate", "lke.xlsx", "--ruleset", "own", "--report", "json:{}")),
    ("own/lke.json", ("check", "lke.xlsx", "--ruleset", "own", "--report", "json:{}")),
    ("own/lke.json", ("batch", "lke.xlsx", "--ruleset", "own", "--report", "json:{}")),
    ("own/lke.json", ("compare", "three.xlsx", "--ruleset", "own", "--report", "json:{}")),
    ("own/lke.json", ("whatif", "lke.xlsx", "--set", "B.I.a=3,5", "--ruleset", "own", "--report", "json:{}")),
    ("own/lke.json", ("template", "--force", "--ruleset", "own", "-o", "{}")),
    ("list.csv", ("batch", "list.csv", "--report", "csv:{}")),
    ("portal/unit-wbk.json", ("evaluate", "portal", "--report", "json:{}")),
    ("portal/unit-wbk.json", ("batch", "portal", "--report", "json:{}")),
    ("lhe.docx", ("report", "lke.xlsx", "--docx-template", "lhe.docx", "-o", "{}")),
    ("lke.xlsx", ("annotate", "lke.xlsx", "--force", "-o", "{}")),
    ("lke.xlsx", ("export", "workbook", "lke.xlsx", "--form", "form.xlsx", "--force", "-o", "{}")),
    ("form.xlsx", ("export", "workbook", "lke.xlsx", "--form", "form.xlsx", "--force", "-o", "{}")),
]


@pytest.mark.parametrize(("name", "arguments"), READ)
def test_no_output_meets_an_input_by_whatever_name(inputs: Path, name: str, arguments: Sequence[str]) -> None:
    """By its name, through dots, by a hard link and by a symbolic link: exit 2, and every file is as before."""
    suffix = Path(name).suffix
    os.link(inputs / name, inputs / f"hard{suffix}")
    (inputs / f"soft{suffix}").symlink_to(inputs / name)
    before = {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()}
    for target in (name, f"./own/../{name}", f"hard{suffix}", f"soft{suffix}"):
        done = run(*(text.format(target) for text in arguments), cwd=inputs)
        assert (done.returncode, done.stdout) == (2, b""), (target, done.stderr)
        assert b"read as an input" in done.stderr
    assert {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_not_there_is_not_passed_through(inputs: Path) -> None:
    """``nowhere/../older.xlsx`` is no way to a file: neither to an input, nor past ``--force``."""
    (inputs / "older.xlsx").write_bytes(OLDER)
    for name in ("lke.xlsx", "form.xlsx", "older.xlsx", "new.xlsx"):
        before = (inputs / name).read_bytes() if (inputs / name).exists() else None
        done = run("export", "workbook", "lke.xlsx", "--form", "form.xlsx", "-o", f"nowhere/../{name}", cwd=inputs)
        assert done.returncode == 2
        assert ((inputs / name).read_bytes() if (inputs / name).exists() else None) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", WBK, "--report", "json:-"),
        ("template", "-o", "-"),
        ("annotate", WBK, "-o", "-"),
        ("report", WBK, "-o", "-"),
    ],
)
def test_no_file_is_called_as_standard_input_is(arguments: Sequence[str | Path], tmp_path: Path) -> None:
    """Who types ``-`` where a file is named means standard output, which has the result already, or cannot take it."""
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, b"", [])
    assert b"-: " in done.stderr


# whole or not at all -----------------------------------------------------------------------------

WRITERS = [
    ("annotate", "lke.xlsx", "--force", "-o", "out.xlsx"),
    ("template", "--force", "-o", "out.xlsx"),
    ("report", "lke.xlsx", "-o", "out.xlsx"),
    ("report", "lke.xlsx", "-o", "out.html"),
    ("batch", "lke.xlsx", "--report", "xlsx:out.xlsx"),
    ("compare", "three.xlsx", "--report", "xlsx:out.xlsx"),
    ("improve", "lke.xlsx", "--target", "wbbm", "--report", "xlsx:out.xlsx"),
    ("export", "workbook", "lke.xlsx", "--form", "form.xlsx", "--force", "-o", "out.xlsx"),
]
LIMITED = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"


@needs_posix
@pytest.mark.parametrize("arguments", WRITERS, ids=lambda each: " ".join(each[:1] + each[-1:]))
def test_where_there_is_no_room_the_older_result_stays(arguments: Sequence[str], tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: one sentence that names the room, exit 2, no draft."""
    for name, source in (("lke", WBK), ("three", VALID / "three-assessors.xlsx"), ("form", BLANK)):
        shutil.copy(source, tmp_path / f"{name}.xlsx")
    out = tmp_path / arguments[-1].rpartition(":")[2]
    for older in (OLDER, None):
        out.unlink(missing_ok=True)
        if older is not None:
            out.write_bytes(older)
        before = sorted(tmp_path.iterdir())
        done = run(*arguments, cwd=tmp_path, first=LIMITED)
        assert done.returncode == 2, done.stderr
        assert b"no room is left" in done.stderr
        assert b"Traceback" not in done.stderr
        assert b"lke.xlsx" not in done.stderr
        assert sorted(tmp_path.iterdir()) == before
        assert (out.read_bytes() if out.exists() else None) == older


@pytest.mark.parametrize(
    "first",
    [
        "import tempfile; tempfile.tempdir, tempfile._candidate_tempdir_list = None, lambda: ['/nowhere']",
        pytest.param(LIMITED, marks=needs_posix),
    ],
)
def test_a_ranking_as_a_workbook_needs_no_room_for_drafts(first: str) -> None:
    """Its rows lie in the temporary folder until it is complete; where none takes them, in memory."""
    asked = ("batch", VALID, "--format", "xlsx", "--no-progress")
    done, usual = run(*asked, first=first), run(*asked)
    assert (done.returncode, done.stderr) == (usual.returncode, usual.stderr)
    found, expected = (load_workbook(io.BytesIO(each.stdout)) for each in (done, usual))
    assert found.sheetnames == expected.sheetnames
    assert [list(sheet.values) for sheet in found] == [list(sheet.values) for sheet in expected]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of so many workbooks that a signal comes before their end."""
    folder = tmp_path_factory.mktemp("many")
    content = WBK.read_bytes()
    for each in range(400):
        path = folder / f"{each}.xlsx"
        path.write_bytes(content)
        with zipfile.ZipFile(path, "a") as package:
            package.comment = str(each).encode()
    return folder


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "arguments",
    [
        ("batch", "--no-progress", "--report", "jsonl:out.jsonl", "--jobs", "1"),
        ("batch", "--no-progress", "--report", "jsonl:out.jsonl", "--jobs", "2"),
        ("report", "-o", "pages/", "--force", "--no-progress", "--jobs", "1"),
    ],
    ids=lambda each: f"{each[0]} {each[-1]}",
)
def test_a_signal_leaves_no_draft(number: signal.Signals, arguments: Sequence[str], many: Path, tmp_path: Path) -> None:
    """A stopped container, a closed terminal: the older result is as it was, and the shell sees why it ended."""
    (tmp_path / "out.jsonl").write_bytes(OLDER)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_bytes(OLDER)
    before = set(tmp_path.rglob("*"))

    def left() -> set[Path]:
        return set(tmp_path.rglob("*")) - before

    heard = f"import signal; signal.signal({number:d}, signal.SIG_DFL)"  # under nohup it would be ignored
    command = [*PROGRAM[:2], f"{heard}; {PROGRAM[2]}", *arguments, str(many)]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not left() and child.poll() is None:
        pass
    child.send_signal(number)
    assert child.wait(60) in {-number, 128 + number}
    assert left() == set()
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "pages" / "index.html").read_bytes() == OLDER


# readers -----------------------------------------------------------------------------------------

NOBODY_READS = "import os; ours, theirs = os.pipe(); os.close(ours); os.dup2(theirs, 1); os.close(theirs)"


@needs_posix
@pytest.mark.parametrize(
    ("arguments", "code", "report"),
    [
        (("evaluate", WBK, "--require", "wbbm", "--report", "json:e.json"), 1, "e.json"),
        (("evaluate", "nope.xlsx", "--format", "json"), 3, None),
        (("check", WBK, "--fail-on", "notice", "--report", "sarif:c.sarif"), 1, "c.sarif"),
        (("batch", WBK, "nope.xlsx", "--format", "jsonl", "--report", "csv:b.csv"), 3, "b.csv"),
        (("whatif", WBK, "--set", "A.I.1.i.a=Tidak", "--report", "json:w.json"), 0, "w.json"),
        (("improve", WBK, "--target", "wbbm", "--report", "json:i.json"), 1, "i.json"),
        (("compare", VALID / "three-assessors.xlsx", "--report", "json:k.json"), 0, "k.json"),
        (("rules",), 0, None),
        (("explain",), 0, None),
        (("--help",), 0, None),
    ],
    ids=lambda each: str(each[0]) if isinstance(each, tuple) else "",
)
def test_nothing_depends_on_who_reads(
    arguments: Sequence[str | Path], code: int, report: str | None, tmp_path: Path
) -> None:
    """A reader that goes away, and no standard output at all: the same exit code, the same report, no word."""
    for process in (
        lambda: run(*arguments, cwd=tmp_path, first=NOBODY_READS),
        lambda: shell('zi "$@" >&-', *arguments, cwd=tmp_path),
    ):
        if report:
            (tmp_path / report).unlink(missing_ok=True)
        done = process()
        assert done.returncode == code, done.stderr
        assert b"error" not in done.stderr
        assert not report or (tmp_path / report).stat().st_size


@needs_posix
@pytest.mark.parametrize(
    "arguments", [("evaluate", "-"), ("check", "-"), ("report", "-", "-o", "r.html"), ("compare", "-")]
)
def test_without_standard_input_there_is_a_sentence(arguments: Sequence[str], tmp_path: Path) -> None:
    """A service starts programs with closed streams."""
    done = shell('zi "$@" <&-', *arguments, cwd=tmp_path)
    assert done.returncode in {2, 3}
    assert b"internal error" not in done.stdout + done.stderr
    assert done.stdout + done.stderr


# logs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["##vso[task.complete]", "##VSO[x]", "##teamcity[buildStatus]", "##[error]x", "::error::x"]
)
def test_no_ci_system_finds_a_command(command: str) -> None:
    """Azure Pipelines and TeamCity obey them anywhere in a line, GitHub at its beginning."""
    told = blunted(f"{command}\n  {command}")
    assert not any(line.strip().startswith("::") for line in told.splitlines())
    assert "##" not in told


def test_json_of_a_hostile_name_holds_no_command_and_says_the_same(tmp_path: Path) -> None:
    """The name stays what it was; only its writing in JSON is another."""
    path = tmp_path / "##vso[task.complete result=Failed].xlsx"
    shutil.copy(WBK, path)
    for command in ("evaluate", "check"):
        done = run(command, path, "--format", "json")
        found = json.loads(done.stdout)
        assert b"##vso[" not in done.stdout
        assert (found["workbooks"][0] if command == "check" else found)["source"]["path"] == str(path)
    assert b"##vso[" not in run("check", path, "--format", "sarif").stdout


# reasons -----------------------------------------------------------------------------------------


def test_reasons_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    """No system message in English beside an Indonesian sentence."""
    done = run("template", "-o", str(tmp_path / "nowhere" / "x.xlsx"), language="id")
    assert "tidak ada berkas atau folder seperti itu" in done.stderr.decode()
    assert trouble(OSError(99999, "odd reason")) == "odd reason"


def test_a_draft_is_gone_after_a_fault(tmp_path: Path) -> None:
    """Whatever ends the writing."""

    def interrupted() -> None:
        with files.written(tmp_path / "x.xlsx") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not list(tmp_path.iterdir())


def write_file(folder: Path) -> None:
    """Write a file as a command does."""
    with files.written(folder / "x.xlsx") as file:
        file.write(b"whole")


def write_cache(folder: Path) -> None:
    """Keep a result."""
    Cache(folder).put("key", b"whole")


@pytest.mark.parametrize("write", [write_file, write_cache])
def test_a_draft_is_gone_that_had_only_been_made(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal may come before anything is known of the file but that it is there."""
    make = os.open

    def cut_short(path: Path, flags: int, mode: int) -> int:
        os.close(make(path, flags, mode))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", cut_short)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    write(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
