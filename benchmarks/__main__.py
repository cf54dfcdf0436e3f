"""What reading, checking, planning and starting cost beside named rivals: ``python -m benchmarks [--held]``.

Ratios of CPU time in one run, both taken in turns, the median of nine; they can be compared between machines, seconds
cannot. ``--held`` measures three times and ends with 1 where a ratio is a fifth above that of ``ratios.toml`` in two
of them; ``--write`` writes that file. ``python -m benchmarks.batch`` measures what many workbooks cost, and the memory.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

import openpyxl
import python_calamine
from milp import least_cost

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


def ratios() -> dict[str, float]:
    """Measure everything."""
    found = {}
    for name in ("valid/wbk", "valid/lke-zi", "valid/52-2014-wbk", "field/field-lke-zi", "field/field-52-2014"):
        path = WORKSHEETS / f"{name}.xlsx"
        found[f"evaluate {name}, beside a bare read by calamine"] = ratio(
            lambda path=path: evaluate(path), lambda path=path: bare(path)
        )
    for name in ("valid/wbk", "field/field-lke-zi"):
        path = WORKSHEETS / f"{name}.xlsx"
        found[f"check {name}, beside a full load by openpyxl"] = ratio(
            lambda path=path: check_workbook(path), lambda path=path: openpyxl.load_workbook(path)
        )
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


def main(argument: str) -> None:
    """Measure, and print, write or compare."""
    if argument == "--held":
        sys.exit(not held())
    found = ratios()
    print("| | times |\n|---|--:|")
    for name, each in found.items():
        print(f"| {name} | {each:.1f} |" if each >= 1 else f"| {name} | {each:.2f} |")
    if argument == "--write":
        RATIOS.write_text("".join(f'"{name}" = {each:.2f}\n' for name, each in found.items()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "")
