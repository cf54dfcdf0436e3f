"""Sound workbooks with exactly one known fault each, at random places: how many does a check find, and what else?

``python tests/script.py mutants 500`` prints a table: found of each kind (recall), and false findings, that is
errors and warnings that are neither the fault nor follow from it. What may follow is put down for each kind,
with its cell.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import bends_answers
import bends_form
import bends_formulas
from bases import FOREIGN, HARMLESS, SEEDS, Base, Found, Kind, Mutant, base_of

from zi_score.api.one import check
from zi_score.model.findings import Finding, Severity, Unreadable

KINDS = (*bends_answers.KINDS, *bends_formulas.KINDS, *bends_form.KINDS)


@dataclass(frozen=True)
class Outcome:
    """What a check made of a mutant."""

    kind: str
    family: str
    sort: str
    number: int
    missed: tuple[Found, ...]
    false: tuple[Found, ...]

    def __str__(self) -> str:
        """Name the mutant and what is wrong about the findings."""
        return f"{self.kind} in {self.sort} (mutant {self.number}): missed {self.missed}, false {self.false}"


def faults() -> list[Kind]:
    """Return the kinds that are faults."""
    return [kind for kind in KINDS if kind.family != HARMLESS]


def harmless() -> list[Kind]:
    """Return the kinds that are none."""
    return [kind for kind in KINDS if kind.family == HARMLESS]


def bent(chosen: Kind, round_: int) -> tuple[Base, Base, Mutant]:
    """Return a sound workbook, the one that was bent from it, and what must be found in it."""
    rng = random.Random(f"{chosen.name} {round_}")
    source = base_of(chosen.sorts[round_ % len(chosen.sorts)], rng.randrange(SEEDS))
    base = replace(source, book=source.book.copy())
    return source, base, chosen.bend(base, rng)


def mutants(count: int, kinds: Sequence[Kind]) -> Iterator[Outcome]:
    """Bend and check so many workbooks, the kinds in turn."""
    for number in range(count):
        chosen = kinds[number % len(kinds)]
        _source, base, mutant = bent(chosen, number // len(kinds))
        found = findings(base)
        missed = tuple(each for each in mutant.expected if each not in {told(f) for f in found})
        once = {(f.assessor, told(f)): f for f in found}
        false = [f for f in once.values() if told(f) not in mutant.expected and (f.name, f.cell) not in mutant.follows]
        false = [f for f in false if f.severity is not Severity.NOTICE]
        false += [f for f in found if f not in once.values()]  # said twice
        yield Outcome(chosen.name, chosen.family, base.sort, number, missed, tuple(map(told, false)))


_FOREIGN = "questions-worded-otherwise"


def findings(base: Base) -> tuple[Finding, ...]:
    """Check a workbook of a unit that wants WBK; that the words of a foreign form are foreign is no news."""
    try:
        found = check(base.book.content(), path="Balai Contoh 2026.xlsx").findings
        return tuple(each for each in found if base.sort != FOREIGN or each.name != _FOREIGN)
    except Unreadable as problem:
        return (problem.finding,)


def told(finding: Finding) -> Found:
    """Return what a finding is compared by."""
    return finding.name, finding.code, finding.cell


def main() -> None:
    """Print a table: kinds, how many of them, found, false findings."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(KINDS)
    start = time.perf_counter()
    outcomes = [*mutants(count, faults()), *mutants(max(len(harmless()), count // 5), harmless())]
    bent = [outcome for outcome in outcomes if outcome.family != HARMLESS]
    same = [outcome for outcome in outcomes if outcome.family == HARMLESS]
    table = [f"{'family':<12} {'kind':<40} {'mutants':>7} {'found':>7} {'false':>7}"]
    table += [_line(each.family, each.name, [o for o in outcomes if o.kind == each.name]) for each in KINDS]
    table += [_line("all", f"{len(faults())} kinds of fault", bent)]
    table += [_line(HARMLESS, f"{len(harmless())} kinds of change", same)]
    found, false = (sum(not outcome.missed for outcome in bent), sum(len(outcome.false) for outcome in outcomes))
    seconds = time.perf_counter() - start
    table += [f"recall {found / len(bent):.4f}, precision {found / (found + false):.4f}, {seconds:.0f} s"]
    wrong = [str(outcome) for outcome in outcomes if outcome.missed or outcome.false]
    sys.stdout.write("\n".join([*wrong, *table]) + "\n")


def _line(family: str, name: str, outcomes: Sequence[Outcome]) -> str:
    found = "" if family == HARMLESS else str(sum(not outcome.missed for outcome in outcomes))
    false = sum(len(outcome.false) for outcome in outcomes)
    return f"{family:<12} {name:<40} {len(outcomes):>7} {found:>7} {false:>7}"


if __name__ == "__main__":
    main()
