"""How long a batch takes beside the bare reading of the same workbooks by others, and how it grows.

``python -m benchmarks.batch [WORKBOOKS [FOLDER [MOST]]]`` (by default 1000, in a temporary folder, and memory with at
most 10,000) prints tables in Markdown. Everything is measured in one run on the same files, as CPU time of whole
processes; ratios can be compared between machines, seconds cannot. LibreOffice (``soffice``) and the package
``formulas`` are measured on a few files where they are installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workbooks import make
from zi_score.evaluation.assessment import assess
from zi_score.law.load import load_ruleset
from zi_score.reading.workbook import read_workbook

_MANY = 10_000
_FEW = 100
_SLOW = 10
"""Files for those that take seconds for each."""

_READERS = {
    "python-calamine, bare read": """
import python_calamine
for path in paths:
    book = python_calamine.load_workbook(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
""",
    "openpyxl read-only, bare read": """
import openpyxl
for path in paths:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            pass
    book.close()
""",
    "openpyxl full load": """
import openpyxl
for path in paths:
    openpyxl.load_workbook(path)
""",
    "pandas, all sheets": """
import pandas
for path in paths:
    pandas.read_excel(path, sheet_name=None, header=None)
""",
    "formulas, full recalculation": """
import formulas
for path in paths:
    formulas.ExcelModel().loads(path).finish().calculate()
""",
}
_READING = "import sys\npaths = sys.argv[1:]\n"
_WITH_OPENPYXL = """
import openpyxl
from zi_score import evaluate
from zi_score.reading import workbook
from zi_score.model.submission import Grid

def read_grids(file):
    for sheet in openpyxl.load_workbook(file.path, read_only=True, data_only=True):
        yield Grid(sheet.title, [list(map(value, row)) for row in sheet.iter_rows(values_only=True)])

def value(cell):
    return "" if cell is None else float(cell) if isinstance(cell, int) else cell

workbook.read_grids = read_grids
for path in paths:
    evaluate(path).model_dump_json()
"""
"""The whole job with another reader of values."""


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU and wall seconds, and its largest memory in MB."""

    cpu: float
    wall: float
    memory: float


def cost(command: Sequence[str], *, stdout: int | None = subprocess.DEVNULL) -> Cost:
    """Run a command and return what it took, its children included."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024)


def batch(folder: Path, *options: str) -> Cost:
    """Run a batch over a folder."""
    program = "from zi_score.cli import main; main()"
    return cost([sys.executable, "-c", program, "batch", str(folder), "--format", "jsonl", *options])


def read(reader: str, files: Sequence[Path]) -> Cost:
    """Let a rival read files."""
    return cost([sys.executable, "-c", _READING + _READERS[reader], *map(str, files)])


def recalculated(files: Sequence[Path], folder: Path) -> Cost:
    """Let LibreOffice open, calculate and save files."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return cost(["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *map(str, files)])


def is_installed(package: str) -> bool:
    """Whether there is such a package; a folder of that name is none."""
    spec = importlib.util.find_spec(package)
    return spec is not None and spec.origin is not None


def rivals(files: Sequence[Path], ours: Cost, folder: Path) -> None:
    """Print what others take for the same files, per workbook."""
    own = ours.cpu / len(files)
    print(f"| reads {len(files)} workbooks | CPU ms a workbook | times batch |\n|---|--:|--:|")
    print(f"| zi-score batch, one job, JSON lines | {own * 1e3:.1f} | 1.0 |")
    for reader in _READERS:
        if not is_installed(reader.partition(",")[0].partition(" ")[0].replace("-", "_")):
            print(f"| {reader} | not installed | |")
            continue
        some = files if "calamine" in reader else files[: 2 if reader.startswith("formulas") else _FEW]
        each = read(reader, some).cpu / len(some)
        print(f"| {reader} | {each * 1e3:.1f} | {each / own:.2f} |", flush=True)
    some = files[:_FEW]
    each = cost([sys.executable, "-c", _READING + _WITH_OPENPYXL, *map(str, some)]).cpu / len(some)
    print(f"| the same job, values read by openpyxl read-only | {each * 1e3:.1f} | {each / own:.2f} |")
    if shutil.which("soffice"):
        each = recalculated(files[:_SLOW], folder).cpu / _SLOW
        print(f"| LibreOffice headless, recalculation | {each * 1e3:.1f} | {each / own:.2f} |")
    else:
        print("| LibreOffice headless, recalculation | not installed | |")


def growth(files: Sequence[Path], folder: Path, most: int) -> None:
    """Print how time and memory grow with the number of workbooks; beyond those there are, they come again.

    JSON lines first, then a ranking beside them, which has to know all units.
    """
    print("\n| workbooks | CPU ms a workbook | memory MB | with a ranking as a page | as a workbook |")
    print("|--:|--:|--:|--:|--:|")
    for count in (each for each in (10, _FEW, 1_000, _MANY) if each <= most):
        part = folder / f"growth-{count}"
        part.mkdir()
        for number in range(count):
            os.link(files[number % len(files)], part / f"{number:05}.xlsx")
        found = batch(part, "--jobs", "1")
        ranked = [batch(part, "--jobs", "1", "--report", f"{form}:{folder / form}").memory for form in ("html", "xlsx")]
        memory = " | ".join(f"{each:.0f}" for each in (found.memory, *ranked))
        print(f"| {count} | {found.cpu / count * 1e3:.1f} | {memory} |", flush=True)


def scoring(files: Sequence[Path]) -> float:
    """Return milliseconds of CPU from answers in memory to an assessment."""
    ruleset = load_ruleset()
    sheets = [next(sheet for sheet in read_workbook(file, ruleset).sheets if sheet.is_used) for file in files]
    start = time.process_time()
    for sheet in sheets:
        assess(ruleset, sheet, {})
    return (time.process_time() - start) / len(sheets) * 1e3


def main(count: int, folder: Path, most: int = _MANY) -> None:
    """Measure everything and print it; memory with so many workbooks at most."""
    files = make(folder / "units", count)
    one = batch(folder / "units", "--jobs", "1")
    print(f"{count} workbooks of about {files[0].stat().st_size / 1024:.0f} kB\n")
    rivals(files, one, folder)
    two = batch(folder / "units", "--jobs", "2")
    kept = ("--jobs", "1", "--cache", str(folder / "cache"))
    first, second = batch(folder / "units", *kept), batch(folder / "units", *kept)
    print("\n| | |\n|---|--:|")
    print(f"| two jobs, times as fast as one | {one.wall / two.wall:.2f} |")
    print(f"| second run with a cache, times as fast | {first.wall / second.wall:.1f} |")
    growth(files, folder, most)
    # Last, for a process starts with the memory of the one that starts it.
    print(f"\nFrom answers in memory to scores and verdict: {scoring(files[:_FEW]):.2f} ms")


if __name__ == "__main__":
    size = int(sys.argv[1]) if sys.argv[1:] else 1_000
    if sys.argv[2:]:
        main(size, Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else _MANY)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(size, Path(temporary))
