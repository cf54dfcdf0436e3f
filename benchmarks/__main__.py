"""What all this costs beside named rivals: ``python -m benchmarks [--held|--write]`` prints the whole table.

Ratios of CPU time in one run, both taken in turns, the median of nine; they can be compared between machines, seconds
cannot. Reading, evaluating, checking, planning, a cold start, then many workbooks and the memory they take; a rival
that is not installed is named as such. ``--held`` measures what ``ratios.toml`` holds three times and ends with 1 where
a ratio is a fifth above it in two of them; ``--write`` writes that file. ``python -m benchmarks.batch 10000`` measures
many more workbooks.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

import openpyxl
import python_calamine
from milp import least_cost

from benchmarks import batch
from benchmarks.check import cpu
from tests.conftest import answer_sheet, random_sheet
from zi_score import evaluate, load_ruleset
from zi_score.api.one import check_workbook
from zi_score.evaluation.assessment import assess
from zi_score.improve.discount import Discount
from zi_score.improve.effort import Effort
from zi_score.improve.program.goal import minimums
from zi_score.improve.program.least import Given, plans
from zi_score.improve.program.model import Sums, model
from zi_score.improve.program.moves import moves

ROUNDS, TRIES, MORE = 9, 3, 1.2
WORKSHEETS = Path(__file__).parents[1] / "worksheets"
RATIOS = Path(__file__).with_name("ratios.toml")
UNITS = 100
"""Workbooks of the batch that is measured here."""

PROGRAM = "from zi_score.cli import main; main()"

Work = Callable[[], object]


def ratio(ours: Work, rival: Work, clock: Callable[[], float] = cpu) -> float:
    """Return how many times the CPU of a rival some work takes."""
    ours(), rival()
    found = []
    for _round in range(ROUNDS):
        begun = clock()
        ours()
        between = clock()
        rival()
        found.append((between - begun) / (clock() - between))
    return median(found)


def bare(path: Path) -> None:
    """Read all cells by calamine, and do nothing with them."""
    book = python_calamine.load_workbook(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def children() -> float:
    """Return the CPU seconds of the processes that were started and have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def started(*arguments: str) -> Work:
    """Return work that runs Python in a process of its own."""
    return lambda: subprocess.run([sys.executable, "-c", *arguments], stdout=subprocess.DEVNULL, check=False)


def planning(seed: int) -> tuple[Work, Work]:
    """Return the search for a plan for a random workbook, and the same by HiGHS."""
    ruleset, rnd = load_ruleset(), random.Random(seed)
    answers = answer_sheet(random_sheet(seed, goodness=rnd.choice([0.1, 0.3, 0.5, 0.7]))).answers
    nodes = assess(ruleset, answer_sheet(random_sheet(seed)).model_copy(update={"answers": answers}), {}).nodes
    asked = minimums(ruleset, rnd.choice(["WBK", "WBBM"]), Fraction(), Discount())
    states = model(moves(ruleset, answers, nodes, Effort(), ()).blocks, asked, nodes, answers)
    wanted = {number: -int(-each.missing(nodes) // states.point) for number, each in enumerate(asked)}

    def cost(sums: Sums) -> int:
        return sums.effort + sums.raised

    return (
        lambda: next(plans(states.kinds, cost, [Given(wanted)]), None),
        lambda: least_cost(states.kinds, cost, wanted),
    )


def values_of(path: Path, folder: Path) -> Path:
    """Write a copy of a workbook that holds the values of its formulas and not these."""
    copy = folder / f"{path.stem}-values.xlsx"
    openpyxl.load_workbook(path, data_only=True).save(copy)
    return copy


def checks(folder: Path) -> dict[str, float]:
    """Measure checks: of workbooks without formulas, and with them."""
    found = {}
    for name in ("valid/wbk", "field/field-lke-zi", "field/field-52-2014"):
        path = values_of(WORKSHEETS / f"{name}.xlsx", folder)
        found[f"check {name} without formulas, beside a bare read by calamine"] = ratio(
            lambda path=path: check_workbook(path), lambda path=path: bare(path)
        )
    for name in ("valid/wbk", "field/field-lke-zi"):
        path = WORKSHEETS / f"{name}.xlsx"
        found[f"check {name}, beside a full load by openpyxl"] = ratio(
            lambda path=path: check_workbook(path), lambda path=path: openpyxl.load_workbook(path)
        )
    return found


def others(path: Path, folder: Path) -> dict[str, float | None]:
    """Measure an evaluation beside what others take for the same workbook; None for one that is not installed."""
    work: dict[str, Work | None] = {
        "a full load by openpyxl": lambda: openpyxl.load_workbook(path),
        "pandas.read_excel, all sheets": None,
    }
    if importlib.util.find_spec("pandas"):
        pandas = importlib.import_module("pandas")
        work["pandas.read_excel, all sheets"] = lambda: pandas.read_excel(path, sheet_name=None, header=None)
    found = {name: rival and ratio(lambda: evaluate(path), rival) for name, rival in work.items()}
    found["LibreOffice, recalculation"] = None
    if shutil.which("soffice"):
        ours = batch.cost([sys.executable, "-c", PROGRAM, "evaluate", str(path)])
        found["LibreOffice, recalculation"] = ours.cpu / batch.recalculated([path], folder).cpu
    return {f"evaluate {path.stem}, beside {name}": each for name, each in found.items()}


def ratios() -> dict[str, float]:
    """Measure all that is held to."""
    found: dict[str, float] = {}
    for name in ("valid/wbk", "valid/lke-zi", "valid/52-2014-wbk", "field/field-lke-zi", "field/field-52-2014"):
        path = WORKSHEETS / f"{name}.xlsx"
        found[f"evaluate {name}, beside a bare read by calamine"] = ratio(
            lambda path=path: evaluate(path), lambda path=path: bare(path)
        )
    with tempfile.TemporaryDirectory() as folder:
        found |= checks(Path(folder))
    every = [planning(seed) for seed in range(12)]
    found["the search for 12 plans, beside HiGHS"] = ratio(
        lambda: [ours() for ours, _rival in every], lambda: [rival() for _ours, rival in every]
    )
    imports = started("import typer, pydantic, rich.console")
    sheet = str(WORKSHEETS / "valid" / "area-below.xlsx")
    for command in ("evaluate", "improve"):
        found[f"zi-score {command} from a cold start, beside the import of its libraries"] = ratio(
            started(PROGRAM, command, sheet), imports, children
        )
    return found


def held() -> bool:
    """Say whether no ratio grew by a fifth in two of three runs."""
    known = tomllib.loads(RATIOS.read_text(encoding="utf-8"))
    runs = [ratios() for _try in range(TRIES)]
    grown = [name for name, before in known.items() if sum(run[name] > MORE * before for run in runs) > 1]
    for name in grown:
        print(f"{name}: {known[name]} before, now {', '.join(f'{run[name]:.2f}' for run in runs)}")
    return not grown


def shown(found: dict[str, float | None]) -> None:
    """Print ratios as rows of a table."""
    for name, each in found.items():
        text = "not installed" if each is None else f"{each:.1f}" if each >= 1 else f"{each:.2f}"
        print(f"| {name} | {text} |", flush=True)


def main(argument: str) -> None:
    """Measure, and print, write or compare."""
    if argument == "--held":
        sys.exit(not held())
    print("| | times |\n|---|--:|")
    found = ratios()
    shown({**found})
    if argument == "--write":
        RATIOS.write_text("".join(f'"{name}" = {each:.2f}\n' for name, each in found.items()), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        shown(others(WORKSHEETS / "valid" / "wbk.xlsx", Path(folder)))
        print()
        sys.stdout.flush()
        # In a process of its own: one that starts others gives them its memory.
        subprocess.run([sys.executable, "-m", "benchmarks.batch", str(UNITS), folder, str(10 * UNITS)], check=True)


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "")
