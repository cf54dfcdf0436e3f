"""How much CPU ``zi-score check`` takes beside a plain openpyxl full load of the same workbooks.

``python benchmarks/check.py [WORKBOOK...]`` prints one line a workbook; the ratios, not the milliseconds, can be
compared between machines. All are measured in turns, warm, and the median counts; what the process that computes
formulas takes is added, but for its start: one serves a whole run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import openpyxl

from zi_score import load_ruleset
from zi_score.api.one import check_workbook
from zi_score.reading.apart import apart

ROUNDS = 9
WORKSHEETS = Path(__file__).parents[1] / "worksheets"
SHOWN = ("valid/wbk", "valid/lke-zi", "valid/52-2014-wbk", "field/field-lke-zi", "field/field-52-2014")


def cpu() -> float:
    """Return the CPU seconds of this process and of the one that computes for it."""
    return time.process_time() + apart("", time.process_time)


def spent(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of some work."""
    start = cpu()
    work()
    return (cpu() - start) * 1000


def figures(path: Path) -> tuple[float, float, float]:
    """Return the medians of check, of check with ``--proof``, and of a full load."""
    ruleset = load_ruleset("permenpanrb-52-2014") if "52-2014" in path.name else load_ruleset()
    rounds = [
        (
            spent(lambda: check_workbook(path, ruleset)),
            spent(lambda: check_workbook(path, ruleset, proof=True)),
            spent(lambda: openpyxl.load_workbook(path)),
        )
        for _ in range(ROUNDS + 1)
    ][1:]
    checked, proven, loaded = (median(times) for times in zip(*rounds, strict=True))
    return checked, proven, loaded


def main(paths: Sequence[Path]) -> None:
    """Print the table."""
    print(f"{'workbook':<28} {'kB':>5} {'full load ms':>13} {'check':>7} {'--proof':>8}   (times the full load)")
    for path in paths:
        checked, proven, loaded = figures(path)
        size = path.stat().st_size / 1024
        print(f"{path.name:<28} {size:>5.0f} {loaded:>13.0f} {checked / loaded:>7.2f} {proven / loaded:>8.2f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [WORKSHEETS / f"{name}.xlsx" for name in SHOWN])
