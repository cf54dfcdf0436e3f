"""What a report costs beside the evaluation that it tells of: ``python -m benchmarks.reports``.

CPU time in one process and one run, the least of several tries, as ratios; 1 is the evaluation itself, with reading.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from zi_score import evaluate
from zi_score.api.one import examine
from zi_score.reports.document import Format
from zi_score.reports.documents.unit import document
from zi_score.reports.render import render
from zi_score.reports.unit import UnitReport, unit_report

_WORKSHEETS = Path(__file__).parents[1] / "worksheets"
_NAMES = ("valid/three-assessors", "valid/wbk", "field/field-lke-zi")
_FORMATS: tuple[Format, ...] = ("text", "markdown", "html", "xlsx")
_TIMES = 5


def cost(work: Callable[[], object]) -> float:
    """Return the least CPU time of several tries, in seconds."""
    tries = []
    for _ in range(_TIMES):
        begun = time.process_time()
        work()
        tries.append(time.process_time() - begun)
    return min(tries)


def written(report: UnitReport, form: Format) -> str | bytes:
    """Return a unit's report in a format."""
    return render(document(report, form), form)


def main() -> None:
    """Print a row a workbook."""
    print(f"| report of | {' | '.join(_FORMATS)} |\n|---|{'--:|' * len(_FORMATS)}")
    for name in _NAMES:
        path = _WORKSHEETS / f"{name}.xlsx"
        found = examine(path)
        report = unit_report(found.evaluation, found.submission, found.ruleset)
        base = cost(partial(evaluate, path))
        times = [cost(partial(written, report, form)) for form in _FORMATS]
        print(f"| {name} | {' | '.join(f'{each / base:.1f} times' for each in times)} |")


if __name__ == "__main__":
    main()
