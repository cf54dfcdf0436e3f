"""What the page costs: ``python -m benchmarks.page [WORKBOOKS]`` builds it, and prints a table in Markdown.

Its size; CPU seconds of the whole browser from opening the page to the first verdict, and to the next ones; and the
most memory that one of its processes has with many workbooks (by default 100) in it. Linux and Chromium alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from browsing import chromium
from judging_page import LONGEST, memory, page_file, processes, visit

from benchmarks.workbooks import make

ROOT = Path(__file__).parents[1]

_NEXT = 10


def cpu() -> float:
    """Return the CPU seconds of all processes of the browser so far."""
    ticks = 0
    for process in processes():
        with suppress(OSError):
            fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds that the browser spends while something is done, and a second after."""
    before = cpu()
    work()
    time.sleep(1)
    return cpu() - before


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    path, _wheel = page_file()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        files = make(Path(folder), count)
        begun = cpu()
        found = visit(browser, path)
        found.drop(files[0])
        found.verdict()
        first = cpu() - begun
        found.until("iframe")
        found.done()

        def judged(number: int) -> None:
            found.drop(*files[1 : number + 1])
            found.page.locator("#app table tbody tr").nth(number).wait_for(timeout=LONGEST)
            found.page.locator("#app table td.verdict .word").nth(number).wait_for(timeout=10 * LONGEST)

        several = spent(lambda: judged(_NEXT)) / _NEXT
        found.page.locator("iframe").wait_for(timeout=LONGEST)
        found.drop(*files[_NEXT + 1 :])
        found.page.locator("#app table td.verdict .word").nth(count - 1).wait_for(timeout=10 * LONGEST)
        found.page.locator("iframe").wait_for(timeout=LONGEST)
        time.sleep(1)
        print("| figure | measured | held |\n|---|--:|--:|")
        print(f"| size, MB | {path.stat().st_size / 1e6:.2f} | 16 |")
        print(f"| first verdict, CPU s | {first:.1f} | 6 |")
        print(f"| each of the next {_NEXT}, with the list and the ranking, CPU s | {several:.2f} | 0.3 |")
        print(f"| memory of the page with {count} workbooks, MB | {max(memory())} | 600 |")


if __name__ == "__main__":
    main()
