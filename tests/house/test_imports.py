"""What is loaded when: a verdict on a sound workbook needs none of the heavy libraries."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import BLANK, VALID, run
from loading import HEAVY, loaded, loaded_by


def test_import_costs_nothing() -> None:
    """``import zi_score`` alone loads neither pydantic nor a reader nor the terminal's libraries."""
    packages = loaded("import zi_score; zi_score.__version__")
    assert "zi_score" in packages
    assert packages & ({"pydantic", "python_calamine", "typer", "rich"} | HEAVY) == set()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["evaluate", "--help"], ["template", "--help"], ["check", "--help"]]
)
def test_help_is_light(arguments: Sequence[str]) -> None:
    """Help and version load no library of reading or writing."""
    packages = loaded_by(*arguments)
    assert "typer" in packages
    assert packages & ({"python_calamine", "formualizer"} | HEAVY) == set()


@pytest.mark.parametrize(
    "options",
    [[], ["--format", "json"], ["-v"], ["--trace", "total"], ["--lang", "en"], ["--require", "wbk"], ["--holds-wbk"]],
)
def test_evaluate_is_light(options: list[str]) -> None:
    """A sound workbook is evaluated with calamine and pydantic alone; rich only for the text."""
    packages = loaded_by("evaluate", str(VALID / "wbbm.xlsx"), *options)
    assert {"python_calamine", "pydantic"} <= packages
    assert packages & ({"formualizer"} | HEAVY) == set()
    assert ("rich" in packages) == ("json" not in options)


def test_the_end_is_light() -> None:
    """Once all is said, the interpreter looks through nothing for garbage: all of it is frozen."""
    told = "import atexit, gc, sys; atexit.register(lambda: sys.stderr.write(f'{len(gc.get_objects())} left'))"
    done = run("evaluate", VALID / "wbbm.xlsx", first=told, cold=True)
    assert (done.returncode, done.stderr) == (0, b"0 left")


def test_batch_is_light(tmp_path: Path) -> None:
    """Many workbooks need no more than one: neither the engine of formulas nor openpyxl."""
    shutil.copy(VALID / "wbbm.xlsx", tmp_path)
    packages = loaded_by("batch", str(tmp_path), "--format", "json")
    assert "python_calamine" in packages
    assert packages & ({"formualizer"} | HEAVY) == set()


@pytest.mark.parametrize("path", [BLANK, VALID / "three-assessors.xlsx", VALID / "half-empty.xlsx"])
def test_unfinished_workbooks_are_light_too(path: object) -> None:
    """Blank and half-filled forms need no look at formulas by openpyxl either."""
    assert loaded_by("evaluate", str(path)) & HEAVY == set()


@pytest.mark.parametrize("name", ["wbk", "half-empty", "lke-zi"])
def test_check_is_light(name: str) -> None:
    """Formulas are looked at without openpyxl; rich only for the text."""
    packages = loaded_by("check", str(VALID / f"{name}.xlsx"), "--format", "json", "--fail-on", "never")
    assert "python_calamine" in packages
    assert packages & (HEAVY | {"rich"}) == set()


def test_formulas_that_share_their_text_need_no_openpyxl(tmp_path: Path) -> None:
    """They are written out cell by cell, and nothing heavy is loaded for it."""
    path = tmp_path / "lke.xlsx"
    first, second = '<c r="A900"><f t="shared" si="0">B900</f></c>', '<c r="B900"><f t="shared" si="0"/></c>'
    with zipfile.ZipFile(VALID / "wbk.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", f'<row r="900">{first}{second}</row></sheetData>'.encode())
            target.writestr(name, part)
    assert loaded_by("check", str(path), "--format", "json", "--fail-on", "never") & HEAVY == set()
    assert loaded_by("evaluate", str(path)) & HEAVY == set()


def test_evaluate_loads_no_check_that_only_check_needs() -> None:
    """Evaluating does without the checks of formulas, summaries, evidence and assessors."""
    code = (
        f"import sys, zi_score; zi_score.evaluate({str(VALID / 'wbk.xlsx')!r}); "
        "names = {'all', 'assessors', 'evidence', 'form', 'minimums', 'ranges', 'summaries', 'values'}; "
        "assert not [name for name in names if 'zi_score.evaluation.checks.' + name in sys.modules]"
    )
    assert "zi_score" in loaded(code)


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "A.I.1.i.b"], ["schema"]])
def test_the_law_is_light(arguments: list[str]) -> None:
    """Showing the ruleset or the schema reads no workbook."""
    assert loaded_by(*arguments) & ({"python_calamine"} | HEAVY) == set()


def test_the_test_itself_sees_openpyxl() -> None:
    """Writing the template does load openpyxl, so an empty intersection above means something."""
    assert "openpyxl" in loaded("from zi_score.forms.template.workbook import render")


def test_benchmarks_begin_by_themselves() -> None:
    """They find what they measure with, as ``python -m`` runs them, without the paths that the tests are given."""
    for name in ("__main__", "batch", "check", "formula", "improve", "reports"):
        assert "benchmarks" in loaded(f"import benchmarks.{name}")
