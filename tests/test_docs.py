"""The README says what the program does. ``python tests/test_docs.py`` writes its outputs anew."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COMMANDS = ("evaluate", "batch", "check", "annotate", "explain", "template", "rules", "schema")
OUTPUT = re.compile(r"<!-- output of: zi-score (.+?) -->\n```text\n(.*?)```\n<!-- end -->", re.DOTALL)


def zi_score(*arguments: str) -> str:
    """Run the command line from the project's root and return what it prints; findings are no fault."""
    program = [sys.executable, "-c", "from zi_score.cli import main; main()", *arguments]
    done = subprocess.run(program, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def with_outputs(text: str) -> str:
    """Return the text with every output block as the program prints it."""
    return OUTPUT.sub(
        lambda m: f"<!-- output of: zi-score {m[1]} -->\n```text\n{zi_score(*shlex.split(m[1]))}```\n<!-- end -->",
        text,
    )


def test_outputs_are_real() -> None:
    """Every output in the README is what its command prints."""
    text = README.read_text(encoding="utf-8")
    assert OUTPUT.search(text)
    assert with_outputs(text) == text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_readme(command: str) -> None:
    """Each command and each of its options is named in the README; tables of options name no others."""
    text = README.read_text(encoding="utf-8")
    assert f"zi-score {command}" in text
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", zi_score(command, "--lang", "en", "--help")))
    assert not {option for option in offered if option not in text} - {"--help", "--quiet", "--verbose", "--output"}
    if f"| option of `{command}`" in text:
        start = text.index(f"| option of `{command}`")
        table = text[start : text.index("\n\n", start)]
        named = set(re.findall(r"^\|([^|\\]*(?:\\.[^|\\]*)*)\|", table, re.MULTILINE))
        assert {option for cell in named for option in re.findall(r"--[a-z][a-z-]+", cell)} <= offered


def test_these_are_all_commands() -> None:
    """The commands that this file looks at are those of the program."""
    from zi_score.cli.app import COMMANDS as OFFERED  # noqa: PLC0415 - sets the language of help texts on import

    assert COMMANDS == OFFERED


def test_every_exit_code_stands_in_the_readme() -> None:
    """The table of exit codes has each code once, and no other."""
    from zi_score.cli.app import Exit  # noqa: PLC0415 - sets the language of help texts on import

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
    """Each module that the README's table names is there, and each top-level module is named."""
    text = README.read_text(encoding="utf-8")
    table = text[text.index("| module | job |") : text.index("import-linter keeps")]
    named = set(re.findall(r"`([a-z.]+(?:py|toml|json))`", table))
    assert all((ROOT / "zi_score" / name).exists() for name in named)
    modules = {path.name for path in (ROOT / "zi_score").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert modules <= named


if __name__ == "__main__":
    README.write_text(with_outputs(README.read_text(encoding="utf-8")), encoding="utf-8")
