"""The files by which CI systems run ``zi-score check``: the action, and the hook of pre-commit."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CHECK = STEPS[-1]
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
HARM = '$(touch terjadi) `touch terjadi` "; touch terjadi; " \' ${{ github.token }} -q *'
RECORDER = "import json, os, sys\nfile = open(os.environ['RECORD'], 'w')\njson.dump(sys.argv[1:], file)\nfile.close()\n"

needs_bash = pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs bash")

# the action ----------------------------------------------------------------------------------------


def called(folder: Path, inputs: dict[str, str]) -> list[str]:
    """Run the action's last step with these inputs, and return the arguments that Python would get."""
    (folder / "record.py").write_text(RECORDER, encoding="utf-8")
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "{folder}/record.py" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    values = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
    variables = {name: INPUT.sub(lambda match: values[match[1]], source) for name, source in CHECK["env"].items()}
    subprocess.run(
        [str(shutil.which("bash")), "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", CHECK["run"]],
        cwd=folder,
        env=variables
        | {
            "PYTHON": str(python),
            "PATH": "/usr/bin:/bin",
            "RUNNER_TEMP": str(folder),
            "RECORD": str(folder / "called.json"),
        },
        check=True,
    )
    arguments: list[str] = json.loads((folder / "called.json").read_text(encoding="utf-8"))
    assert arguments[:4] == ["-P", "-m", "zi_score", "check"]
    return arguments[4:]


@needs_bash
def test_a_submitted_repository_runs_no_code_of_its_own(tmp_path: Path) -> None:
    """Both steps, in a folder whose modules bear the names of Python's, pip's and ours; pip installs for real."""
    submitted, temporary = tmp_path / "submitted", tmp_path / "temporary"
    for folder in (submitted, temporary):
        folder.mkdir()
    shutil.copy(ROOT / "worksheets" / "valid" / "wbk.xlsx", submitted / "lke.xlsx")
    planted = f"open({str(tmp_path / 'ran')!r}, 'a').write(__name__ + '\\n')\n"
    for name in ("typing", "json", "pydantic", "hatchling", "babel", "sitecustomize"):
        (submitted / f"{name}.py").write_text(planted, encoding="utf-8")
    for name in ("pip", "zi_score", "rich"):
        (submitted / name).mkdir()
        for file in ("__init__.py", "__main__.py"):
            (submitted / name / file).write_text(planted, encoding="utf-8")
    site = sysconfig.get_paths()["purelib"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ACTION_PATH": str(ROOT),
        "PIP_NO_DEPS": "1",  # without a network: what is needed stands in the environment of the tests
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    for step in (step for step in STEPS if "run" in step):
        inputs = {name: each["default"] for name, each in ACTION["inputs"].items()}
        variables = {name: INPUT.sub(lambda match: inputs[match[1]], value) for name, value in step["env"].items()}  # noqa: B023
        script = step["run"].replace('PYTHONPATH="$RUNNER_TEMP/zi-score"', f'PYTHONPATH="$RUNNER_TEMP/zi-score:{site}"')
        done = subprocess.run(
            [str(shutil.which("bash")), "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=submitted,
            env=environment | variables | {"PYTHON": sys.executable},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (temporary / "zi-score" / "zi_score" / "__init__.py").is_file()
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text(encoding="utf-8")
    assert b"lke.xlsx" in done.stdout


@needs_bash
def test_action_without_inputs(tmp_path: Path) -> None:
    """Everything below the working directory is checked, and errors fail the step."""
    assert called(tmp_path, {}) == ["--format", "github", "--lang=id", "--fail-on=error", "--", "."]


@needs_bash
def test_action_with_every_input(tmp_path: Path) -> None:
    """Lists are given one a line, so that paths may have blanks."""
    inputs = {
        "paths": "kiriman/unit 1.xlsx\n\n-aneh.xlsx\n",
        "fail-on": "notice",
        "require": "wbk",
        "select": "answer-not-understood\ncount-missing:A.II.1.i.a",
        "ignore": "weight-differs",
        "sarif": "hasil zi.sarif",
        "markdown": "hasil.md",
        "lang": "en",
    }
    assert called(tmp_path, inputs) == [
        *("--format", "github", "--lang=en", "--fail-on=notice", "--require=wbk"),
        *("--report=sarif:hasil zi.sarif", "--report=markdown:hasil.md"),
        *("--select=answer-not-understood", "--select=count-missing:A.II.1.i.a", "--ignore=weight-differs"),
        *("--", "kiriman/unit 1.xlsx", "-aneh.xlsx"),
    ]


@needs_bash
@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name != "python-version"])
def test_no_input_is_run_as_a_script(tmp_path: Path, name: str) -> None:
    """Each input reaches the program as one argument, whatever stands in it."""
    arguments = called(tmp_path, {name: HARM})
    assert sum(argument.endswith(HARM) for argument in arguments) == 1
    assert len(arguments) - len(called(tmp_path, {})) in {0, 1}
    assert not (tmp_path / "terjadi").exists()


def test_scripts_hold_no_expression() -> None:
    """Inputs come as variables; an expression in a script would be run as a part of it."""
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"
    passed = {match[1] for step in STEPS for each in ("env", "with") for match in INPUT.finditer(str(step.get(each)))}
    assert passed == set(ACTION["inputs"])


def test_actions_of_others_are_pinned() -> None:
    """By the hash of their commit, which nobody can move."""
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in STEPS if "uses" in step)


def test_every_input_is_described() -> None:
    """With a default, so that none is needed."""
    for each in ACTION["inputs"].values():
        assert each["description"].endswith(".")
        assert isinstance(each["default"], str)


# the hook ------------------------------------------------------------------------------------------


def test_manifest_is_valid() -> None:
    """By the check of pre-commit itself."""
    program = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    subprocess.run(program, cwd=ROOT, check=True)


def test_hook_runs_check_once() -> None:
    """On all workbooks together, with the program as it is installed."""
    assert (HOOK["id"], HOOK["entry"], HOOK["language"]) == ("zi-score-check", "zi-score check", "python")
    assert HOOK["require_serial"] is True


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("lke.xlsx", True),
        ("unit 1/LKE.XLSM", True),
        ("a.xlsb", True),
        ("a.xls", True),
        ("a.ods", True),
        ("a$~b.xlsx", True),
        ("~$lke.xlsx", False),
        ("unit 1/~$lke.xlsx", False),
        ("lke.xlsx.txt", False),
        ("lkexlsx", False),
        ("lke.xltx", False),
        ("lke.csv", False),
    ],
)
def test_hook_takes_workbooks(path: str, *, wanted: bool) -> None:
    """And no lock file that Excel leaves beside an open one."""
    found = bool(re.search(HOOK["files"], path)) and not re.search(HOOK["exclude"], path)
    assert found is wanted
