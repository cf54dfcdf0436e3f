"""What reaches a result is the program's alone: no library writes into standard output, none onto standard error.

Commands, formats and reports are asked of the program, so that a new one is a new test. Every command, and every format
of one, runs in a process that nothing has warmed, as a user's does; what these cannot show of the others, what a
library says while it is imported, is looked at for all at once.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import commands
import pytest
from commands import CALLED, FORMATTED, LINES, ONE, REPORTED, line_of
from conftest import ROOT, run
from openpyxl import load_workbook
from recalculate import NO_SOFFICE, SOFFICE

from zi_score.cli.schema import SchemaName
from zi_score.reports.formats import FORMATS

SUPPORT = Path(commands.__file__).parent

OWN = ("zi-score: ", "Written: ", "Report: ", "  ")
"""How the lines begin that the program writes on standard error."""


def csv_table(content: bytes) -> None:
    """A table: every row has a cell for each column."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert len(head) > 3
    assert rows
    assert {len(row) for row in rows} == {len(head)}


def workbook(content: bytes) -> None:
    """A workbook from its first byte on."""
    assert content.startswith(b"PK\x03\x04")
    assert load_workbook(io.BytesIO(content)).sheetnames


def document(content: bytes) -> None:
    """A document of Word."""
    assert content.startswith(b"PK\x03\x04")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def lines_of_json(content: bytes) -> None:
    """One object a line."""
    assert all(isinstance(json.loads(line), dict) for line in content.splitlines())


def workflow_commands(content: bytes) -> None:
    """One command to GitHub a line."""
    assert all(line.startswith(b"::") for line in content.splitlines())


def beginning(*starts: bytes) -> Callable[[bytes], None]:
    """Return what demands one of these beginnings."""

    def demand(content: bytes) -> None:
        assert content.startswith(starts)

    return demand


def object_of_json(content: bytes) -> None:
    """One object, or a list, from the first byte on."""
    assert content[:1] in (b"{", b"[")
    json.loads(content)


def text(content: bytes) -> None:
    """Something for people."""
    assert content.decode().strip()


PARSED: Mapping[str, Callable[[bytes], None]] = {
    "json": object_of_json,
    "jsonl": lines_of_json,
    "sarif": object_of_json,
    "csv": csv_table,
    "junit": lambda content: text(ET.tostring(ET.fromstring(content))),  # noqa: S314 - our own
    "github": workflow_commands,
    "chat": beginning(b"Zona Integritas: "),
    "markdown": beginning(b"# ", b"## "),
    "md": beginning(b"# ", b"## "),
    "html": beginning(b"<!doctype html>", b"<!DOCTYPE html>"),
    "xlsx": workbook,
    "toml": lambda content: text(str(tomllib.loads(content.decode())).encode()),
    "docx": document,
    "pdf": beginning(b"%PDF-"),
}


COLD = {
    *{name: (name, form) for name, form in FORMATTED}.values(),
    *{form: (name, form) for name, form in FORMATTED}.values(),
}
"""A command of every format, and a format of every command."""


def ran(*arguments: str | Path, cwd: Path, cold: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run a command; what it says beside the result is its own."""
    done = run(*arguments, cwd=cwd, cold=cold)
    assert done.returncode == 0, done.stderr
    assert all(line.startswith(OWN) for line in done.stderr.decode().splitlines()), done.stderr
    return done


def test_every_command_has_a_line() -> None:
    """A new command is looked at too, and every format has its parser."""
    assert set(CALLED) == set(LINES)
    assert REPORTED
    assert set(dict(FORMATTED)) >= REPORTED
    assert {form for _name, form in FORMATTED} | {suffix.removeprefix(".") for suffix in FORMATS} <= set(PARSED)


@pytest.mark.parametrize(("name", "form"), FORMATTED)
def test_standard_output_holds_the_result_alone(tmp_path: Path, name: str, form: str) -> None:
    """It parses from its first byte, and a report of the same form holds the same."""
    extra = ("--report", f"{form}:hasil") if name in REPORTED else ()
    done = ran(
        *name.split(), *line_of(name, tmp_path), "--format", form, *extra, cwd=tmp_path, cold=(name, form) in COLD
    )
    PARSED[form](done.stdout)
    if extra:
        PARSED[form]((tmp_path / "hasil").read_bytes())
        assert len((tmp_path / "hasil").read_bytes()) == len(done.stdout)


@pytest.mark.parametrize("name", [name for name in LINES if name not in dict(FORMATTED)])
def test_what_writes_files_prints_nothing(tmp_path: Path, name: str) -> None:
    """Commands without formats print a text, or write files and say so; one shows a verdict and writes its report."""
    done = ran(*name.split(), *line_of(name, tmp_path), cwd=tmp_path)
    written = {path.suffix.removeprefix("."): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert bool(done.stdout) != bool(written) or name == "judge"
    for suffix, content in written.items():
        PARSED[suffix](content)


@pytest.mark.parametrize("result", SchemaName)
def test_schemas_are_json(tmp_path: Path, result: SchemaName) -> None:
    """Every schema parses."""
    object_of_json(ran("schema", result, cwd=tmp_path, cold=False).stdout)


def test_nothing_is_said_while_it_is_imported() -> None:
    """By no module of the program, and no library that one of them takes."""
    begun = f"import sys; sys.path.insert(0, {str(SUPPORT)!r}); import warm; warm.warm('id', '')"
    done = subprocess.run([sys.executable, "-c", begun], cwd=ROOT, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("suffix", FORMATS)
def test_reports_of_a_unit(tmp_path: Path, suffix: str) -> None:
    """Every ending that the program knows; nothing is printed."""
    if suffix == ".pdf" and SOFFICE is None:
        pytest.skip(NO_SOFFICE)
    assert ran("report", ONE, "-o", f"lke{suffix}", cwd=tmp_path).stdout == b""
    PARSED[suffix.removeprefix(".")]((tmp_path / f"lke{suffix}").read_bytes())


def test_a_banner_would_be_seen(tmp_path: Path) -> None:
    """A library that writes onto the descriptor itself, as one did, breaks what the tests above look at."""
    banner = "import os, openpyxl; os.write(1, b'Running some library\\n'); "
    program = [sys.executable, "-c", f"{banner}from zi_score.cli import main; main()", "evaluate", str(ONE)]
    done = subprocess.run([*program, "--format", "json"], cwd=ROOT, capture_output=True, check=True)
    with pytest.raises(AssertionError):
        object_of_json(done.stdout)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_the_program_starts() -> None:
    """It ends with the code of one that was interrupted, and no traceback."""
    code = (
        "import zi_score.cli, zi_score.cli.streams as streams\n"
        "def interrupted(): raise KeyboardInterrupt\n"
        "streams.open_streams = interrupted\n"
        "zi_score.cli.main()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


@pytest.mark.parametrize(("debug", "is_told"), [("", False), ("1", True)])
def test_what_was_half_made_goes_without_a_word(debug: str, *, is_told: bool) -> None:
    """An archive that was being opened when Ctrl-C came prints no traceback when it goes."""
    code = (
        "import zi_score.cli, zi_score.cli.app as app\n"
        "class Half:\n"
        "    def __del__(self): raise AttributeError('half made')\n"
        "def interrupted():\n"
        "    half = Half()\n"
        "    raise KeyboardInterrupt\n"
        "app.run = interrupted\n"
        "zi_score.cli.main()"
    )
    environment = {**os.environ, "ZI_SCORE_DEBUG": debug}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (ended.returncode, ended.stdout, "half made" in ended.stderr) == (130, "", is_told)
