"""The manual says what the program does: it builds, its outputs are real, its commands exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from manual import FOLDER, NAMES, OUTPUT, PAGES, with_outputs
from messages import read_catalogue

from zi_score.cli.app import COMMANDS
from zi_score.cli.given import with_command
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.model.findings import catalogue

MANUAL = ROOT / "docs"
LIBRARY = (MANUAL / "pages" / "library.md").read_text(encoding="utf-8")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
LARGEST_PICTURE = 120_000
"""Bytes."""

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the manual; a link that leads nowhere is an error."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("manual")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", MANUAL / "mkdocs.yml", "-d", folder]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    return folder


def reference() -> dict[str, str]:
    """Return the part of the reference about each command, by its name."""
    sys.path.insert(0, str(MANUAL))
    import hooks  # noqa: PLC0415 - stands beside the manual

    parts = re.split(r"^## ", hooks.command_page("en"), flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0]: part for part in parts}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_outputs_are_real(page: Path) -> None:
    """Every output in a page is what its command prints."""
    text = page.read_text(encoding="utf-8")
    assert text.count("<!-- output of:") == len(OUTPUT.findall(text))
    assert with_outputs(text) == text


def test_commands_of_the_manual_exist() -> None:
    """Each command of a page, and each option with it, is the program's."""
    known = reference()
    for page in PAGES:
        for block in SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                if line.startswith("zi-score "):
                    words = ["zi-score", *with_command(shlex.split(line)[1:], 0, COMMANDS, "judge")]
                    name = " ".join(words[:3]) if " ".join(words[:3]) in known else " ".join(words[:2])
                    assert name in known, line
                    assert set(OPTION.findall(line)) <= set(OPTION.findall(known[name])), line


def frame(page: Path) -> dict[str, object]:
    """Return what a page has in common with itself in another language."""
    text = page.read_text(encoding="utf-8")
    told = OUTPUT.sub("", text)
    return {
        "outputs": [command.replace(" --lang en", "") for command, _text in OUTPUT.findall(text)],
        "commands": SHELL.findall(told),
        "options": set(OPTION.findall(told)),
        "headings": re.findall(r"^#+", told, re.MULTILINE),
        "rows": len(re.findall(r"^\|", told, re.MULTILINE)),
        "items": len(re.findall(r"^(?:-|\d+\.) ", told, re.MULTILINE)),
    }


@pytest.mark.parametrize("page", sorted((FOLDER / "perintah").glob("*.md")), ids=lambda page: page.stem)
def test_both_languages_tell_the_same(page: Path) -> None:
    """A page about a command has the options, commands, outputs, headings and rows of its page in English."""
    assert frame(page) == frame(FOLDER / page.name)


def test_words_that_the_manual_explains_are_those_of_the_program() -> None:
    """Who asks what "belum pasti" means has read it in an output."""
    asked = re.findall(r'^\*\*[^*"]*"([^"]+)"\?\*\*', (FOLDER / "unit.md").read_text(encoding="utf-8"), re.MULTILINE)
    said = {str(entry.string).casefold() for entry in read_catalogue() if entry.id}
    assert len(asked) > 1
    assert [word for word in asked if word not in said] == []


def test_every_page_about_a_command_is_there_in_both_languages() -> None:
    """What stands in English about a command stands in Indonesian too."""
    english = {command for command in COMMANDS if (FOLDER / f"{command}.md").exists()}
    assert english <= {path.stem for path in (FOLDER / "perintah").glob("*.md")}


def test_pictures_of_the_first_page_are_light() -> None:
    """Each picture is shown, and small enough for a slow line."""
    text = (FOLDER / "mulai.md").read_text(encoding="utf-8")
    pictures = {path.name: path.stat().st_size for path in FOLDER.glob("mulai-*.png")}
    assert set(re.findall(r"\]\((mulai-[a-z]+\.png)\)", text)) == set(pictures)
    assert max(pictures.values()) < LARGEST_PICTURE


@pytest.mark.parametrize("source", re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL))
def test_python_examples_run(source: str) -> None:
    """Each example of the library prints what its comments promise."""
    printed = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    promised = re.findall(r"^print\(.*\) +# (.*)$", source, re.MULTILINE)
    assert promised
    assert printed.stdout.splitlines() == [promise.partition(", a fractions")[0] for promise in promised]


def test_every_command_stands_in_the_reference() -> None:
    """The reference names all commands."""
    assert {f"zi-score {command}" for command in COMMANDS} <= set(reference())


def test_pages_are_made_from_the_program(site: Path) -> None:
    """Each finding, each ruleset with each of its questions, and each exit code has its place."""
    for folder in ("findings", "temuan"):
        assert {path.stem for path in (site / folder).glob("*.html")} == {*catalogue(), "index"}
    for name in built_in_rulesets():
        text = (site / "aturan" / f"{name}.html").read_text(encoding="utf-8")
        assert all(code in text for code in load_ruleset(name).questions)


def test_choices_in_tables_are_read_as_they_are_typed(site: Path) -> None:
    """No backslash stands before a bar, and no bar in code ends a cell."""
    for page in (*site.glob("*.html"), *site.glob("perintah/*.html")):
        assert "\\|" not in page.read_text(encoding="utf-8"), page
    for page in ("evaluate", "perintah/evaluate"):
        assert "<code>--assessor unit|tpi|tpi-2|tpn|all</code>" in (site / f"{page}.html").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    """The manual works without a network."""
    for page in site.rglob("*.html"):
        fetched = re.findall(
            r'<(?:script|img|link)[^>]+(?:src|href)="(https?:[^"]+)"', page.read_text(encoding="utf-8")
        )
        assert not fetched, page
