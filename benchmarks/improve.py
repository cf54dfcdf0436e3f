"""How much CPU ``zi-score improve`` needs for a plan, from answers in memory to the confirmed result.

``python -m benchmarks.improve [COUNT]`` plans for 200 random workbooks of the full question set, from
poor to good, towards WBK and WBBM, with and without what makes it harder: costs that differ
everywhere, few actions, a margin, alternatives, long counts. It prints a line a workbook and the
figures of all, and ends with 1 where one takes longer than is allowed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from statistics import mean, median

from tests.conftest import RULESET, answer_sheet, random_sheet
from worksheets.cases import Sheet
from zi_score.improve.effort import Effort
from zi_score.improve.planning import Start, planned
from zi_score.improve.request import Request
from zi_score.model.worksheet import Source, Unit, Worksheet

COUNT = 200
LIMIT = 2.0
COSTS = {code: Fraction(random.Random(code).randint(200, 5000), 1000) for code in RULESET.questions}
REQUESTS: dict[str, Callable[[str], Request]] = {
    "plain": lambda target: Request(target=target),
    "costs": lambda target: Request(target=target, effort=Effort(costs=COSTS)),
    "steps": lambda target: Request(target=target, max_steps=9),
    "margin": lambda target: Request(target=target, margin=Fraction(3, 2)),
    "others": lambda target: Request(target=target, alternatives=5),
    "counts": lambda target: Request(target=target),
}


def workbook(seed: int, kind: str) -> Sheet:
    """Return the answers of a random workbook."""
    rnd = random.Random(seed)
    sheet = random_sheet(seed, goodness=rnd.choice([0.1, 0.3, 0.5, 0.7]))
    if kind == "counts":
        longer = {code: rnd.randint(0, 5000) for code, count in sheet.counts.items() if count is not None}
        sheet = Sheet(sheet.answers, {**sheet.counts, **longer})
    return sheet


def seconds(sheet: Sheet, request: Request) -> tuple[float, str]:
    """Return the CPU that a plan takes, and what came out."""
    answers = answer_sheet(sheet)
    source = Source(path="lke.xlsx", sheet="Jawaban", layout="jawaban")
    start = Start(RULESET, Worksheet(source=source, unit=Unit(), ruleset=RULESET.id, sheets=(answers,)), answers, {})
    begun = time.process_time()
    plan = planned(start, request)
    return time.process_time() - begun, f"{plan.status}, effort {float(plan.effort):g}, {len(plan.actions)} actions"


def main(count: int) -> None:
    """Print the table."""
    kinds = list(REQUESTS)
    rows = []
    for seed in range(count):
        kind, target = kinds[seed % len(kinds)], ("WBK", "WBBM")[seed // len(kinds) % 2]
        cpu, outcome = seconds(workbook(seed, kind), REQUESTS[kind](target))
        rows.append((cpu, seed, kind, target, outcome))
    middle = median(row[0] for row in rows)
    print(f"{'seed':>5} {'request':<8} {'target':<5} {'CPU ms':>7}  result")
    for cpu, seed, kind, target, outcome in rows:
        print(f"{seed:>5} {kind:<8} {target:<5} {cpu * 1000:>7.0f}  {outcome}")
    for kind in kinds[:count]:
        own = [cpu for cpu, _seed, each, *_rest in rows if each == kind]
        print(f"{kind:<8} {len(own):>4} workbooks: mean {mean(own) * 1000:.0f} ms, most {max(own) * 1000:.0f} ms")
    worst = max(rows)[0]
    print(f"{len(rows)} workbooks: median {middle * 1000:.0f} ms, most {worst * 1000:.0f} ms, allowed {LIMIT:.0f} s")
    sys.exit(worst >= LIMIT)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
