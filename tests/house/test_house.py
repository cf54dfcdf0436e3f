"""The house holds by itself: packages one way, each library in its room, a public class name once."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LIBRARIES = {
    contract["forbidden_modules"][0]: contract["name"] for contract in CONTRACTS if "forbidden_modules" in contract
}
UPWARD = {
    "model": "zi_score.law.ruleset",
    "law": "zi_score.evaluation.scoring",
    "evaluation": "zi_score.reading.workbook",
    "reading": "zi_score.evaluation.verdict",
    "improve": "zi_score.comparison.compare",
    "comparison": "zi_score.pipeline",
    "rekap": "zi_score.reports.document",
    "reports": "zi_score.forms.saving",
    "forms": "zi_score.api.one",
    "api": "zi_score.cli.app",
}
"""What each package may not know."""


def linted(folder: Path) -> str:
    """Return what the import contracts say of a copy of the project."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the project, to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "zi_score", tmp_path / "zi_score", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_contracts_are_kept(house: Path) -> None:
    """As the project is, nothing is broken."""
    assert re.search(r"Contracts: \d+ kept, 0 broken", linted(house))


def test_contracts_hold_for_modules_that_do_not_exist_yet(house: Path) -> None:
    """A new module of any package that knows what it may not breaks the contract that says so."""
    for package, above in UPWARD.items():
        (house / "zi_score" / package / "intruder.py").write_text(f"import {above}\n", encoding="utf-8")
    for library in LIBRARIES:
        (house / "zi_score" / "evaluation" / f"knows_{library}.py").write_text(f"import {library}\n", encoding="utf-8")
    told = linted(house)
    for name in LIBRARIES.values():
        assert f"{name} BROKEN" in told
    for library in LIBRARIES:
        assert f"zi_score.evaluation.knows_{library} -> {library}" in told
    for package, above in UPWARD.items():
        assert f"zi_score.{package}.intruder -> {above}" in told.replace("\n", " ").replace("  ", " ")


def test_a_package_of_its_own_needs_a_place(house: Path) -> None:
    """A module beside the packages is under no layer, and told."""
    (house / "zi_score" / "intruder.py").write_text("", encoding="utf-8")
    assert "intruder" in linted(house)


def test_class_names_stand_once() -> None:
    """Two things of one name would be taken for each other."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "zi_score").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_module_is_long() -> None:
    """One idea a module."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "zi_score").rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > 350} == {}
