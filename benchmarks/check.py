"""How long ``zi-score check`` takes beside a plain openpyxl full load of the same workbooks.

``python benchmarks/check.py [WORKBOOK...]`` prints one line a workbook; the ratios, not the seconds, can
be compared between machines. Both are measured in turns in one process, and the median counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import openpyxl

from zi_score import check, load_ruleset

ROUNDS = 9
WORKSHEETS = Path(__file__).parents[1] / "worksheets"


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(path: Path) -> tuple[float, float, float]:
    """Return the medians of check and full load in milliseconds, and their ratio."""
    ruleset = load_ruleset()
    pairs = [
        (seconds(lambda: check(path, ruleset)), seconds(lambda: openpyxl.load_workbook(path)))
        for _ in range(ROUNDS + 1)
    ][1:]
    checked, loaded = (median(times) * 1000 for times in zip(*pairs, strict=True))
    return checked, loaded, checked / loaded


def main(paths: Sequence[Path]) -> None:
    """Print the table."""
    print(f"{'workbook':<40} {'kB':>6} {'check ms':>9} {'full load ms':>13} {'ratio':>6}")
    for path in paths:
        checked, loaded, times = ratio(path)
        print(f"{path.name:<40} {path.stat().st_size / 1024:>6.0f} {checked:>9.0f} {loaded:>13.0f} {times:>6.2f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(WORKSHEETS.glob("valid/*.xlsx"))[:5])
