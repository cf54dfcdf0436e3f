"""The README says what the program does.

``python tests/script.py test_docs`` writes its outputs, and the manual's, anew.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from manual import NAMES, OUTPUT, PAGES, README, with_outputs, zi_score

from zi_score.cli.app import COMMANDS, Exit

UNNAMED = {"--help", "--quiet", "--verbose", "--output", "--lang", "--color", "--no-holds-wbk"}
"""Options that every command has, or that stand by their short or their other name."""


def test_outputs_are_real() -> None:
    """Every output in the README is what its command prints."""
    text = README.read_text(encoding="utf-8")
    assert OUTPUT.search(text)
    assert with_outputs(text) == text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    """Each command has its line in the README's table."""
    text = README.read_text(encoding="utf-8")
    assert re.search(rf"^\| `zi-score {command}\b", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_tables_of_options_are_right(page: Path) -> None:
    """A table of a command's options names all that it has, and no others."""
    text = page.read_text(encoding="utf-8")
    for table in re.findall(r"^\| (?:option of|opsi) `[a-z ]+` .*?(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL):
        command = table.split("`")[1].split()
        offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", zi_score(*command, "--lang", "en", "--help")))
        cells = re.findall(r"^\|([^|\\]*(?:\\.[^|\\]*)*)\|", table, re.MULTILINE)
        named = {option for cell in cells for option in re.findall(r"--[a-z][a-z-]+", cell)}
        assert named <= offered
        assert not {option for option in offered - named if option not in text} - UNNAMED


def test_every_exit_code_stands_in_the_readme() -> None:
    """The table of exit codes has each code once, and no other."""
    text = README.read_text(encoding="utf-8")
    table = text[text.index("| exit code |") : text.index("The code never depends")]
    assert [int(code) for code in re.findall(r"^\| (\d) \|", table, re.MULTILINE)] == sorted(Exit)


def test_python_example_runs() -> None:
    """The library example prints what its comments promise."""
    source = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert source
    program = [sys.executable, "-c", source[1]]
    printed = subprocess.run(program, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    promised = re.findall(r"print\(.*?\)\s+# ([^,\n]+)", source[1])
    assert printed.splitlines()[: len(promised)] == promised


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """What a stranger is told to run is what CI runs."""
    commands = re.findall(r"```sh\n(.*?)\n```", README.read_text(encoding="utf-8"), re.DOTALL)
    tests = next(command for command in commands if "pytest" in command)
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_modules_of_the_architecture_exist() -> None:
    """Each package that the manual's table names is there, and each top-level module and package is named."""
    text = (ROOT / "docs" / "pages" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([a-z_]+(?:\.py|/))` \|", text, re.MULTILINE))
    source = ROOT / "zi_score"
    assert all((source / name).exists() for name in named)
    modules = {path.name for path in source.glob("*.py")} - {"__init__.py", "__main__.py"}
    packages = {f"{path.name}/" for path in source.iterdir() if (path / "__init__.py").exists()}
    assert modules | packages <= named


if __name__ == "__main__":
    for page in (README, *PAGES):
        page.write_text(with_outputs(page.read_text(encoding="utf-8")), encoding="utf-8")
