"""The result of a batch: units ranked, failures, duplicates, the area, and what the units have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from zi_score.evaluation.kawasan import KawasanResult
from zi_score.evaluation.result import Failure, Result, RulesetReference
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import Frozen
from zi_score.rekap.order import FAILED, Order
from zi_score.rekap.summary import BatchSummary, best_first, summary_of
from zi_score.rekap.unit_line import UnitLine


class Duplicate(Frozen):
    """Workbooks with the same content, or of the same unit."""

    kind: Literal["content", "unit"]
    unit: str | None
    paths: tuple[str, ...]


class BatchResult(Result):
    """A batch. ``units`` are ranked; ``tally`` counts all units, also those that are not shown.

    ``others`` are further regulations that units follow; their criteria are other criteria.
    """

    ruleset: RulesetReference
    others: tuple[RulesetReference, ...] = ()
    units: tuple[UnitLine, ...]
    failures: tuple[Failure, ...]
    duplicates: tuple[Duplicate, ...]
    kawasan: KawasanResult | None = None
    tally: BatchSummary


def rekap(  # noqa: PLR0913 - one parameter an option of the command
    ruleset: Ruleset,
    outcomes: Iterable[UnitLine | Failure],
    *,
    order: Order = Order.VERDICT,
    only: Sequence[str] = (),
    target: str | None = None,
    top: int | None = None,
    kawasan: KawasanResult | None = None,
) -> BatchResult:
    """Rank the units of a batch.

    Args:
        ruleset: the regulation that was applied; of several the one whose minimums a chart may show.
        outcomes: what became of each workbook.
        order: by what to rank; equals are in the order of their paths.
        only: verdicts to keep; all without it. ``failed`` keeps the workbooks that could not be read.
        target: keep the units that aim at this predicate.
        top: keep so many units of the ranking.
        kawasan: the result of the area that the units form.

    """
    found = sorted(outcomes, key=path_of)
    units = [outcome for outcome in found if isinstance(outcome, UnitLine)]
    failures = [outcome for outcome in found if isinstance(outcome, Failure)]
    verdicts = best_first(ruleset, units)
    kept = [
        unit
        for unit in sorted(units, key=lambda unit: _rank(verdicts, unit, order))
        if (not only or unit.verdict in only) and target in (None, unit.unit.target)
    ]
    return BatchResult(
        ruleset=_reference(ruleset),
        others=tuple(_reference(law) for law in _others(ruleset, units)),
        units=tuple(kept[:top]),
        failures=tuple(failures if not only or FAILED in only else ()),
        duplicates=tuple(_duplicates(units)),
        kawasan=kawasan,
        tally=summary_of(ruleset, units, len(failures)),
    )


def rulesets_of(result: BatchResult, ruleset: Ruleset) -> tuple[Ruleset, ...]:
    """Return all regulations that units of a batch follow, the one at hand first."""
    return (ruleset, *(load_ruleset(other.id) for other in result.others))


def _reference(ruleset: Ruleset) -> RulesetReference:
    return RulesetReference(id=ruleset.id, title=ruleset.title)


def _others(ruleset: Ruleset, units: Sequence[UnitLine]) -> Iterable[Ruleset]:
    """Yield the further regulations in the order of their ids."""
    laws = {unit.ruleset: unit.law(ruleset) for unit in units if unit.ruleset != ruleset.id}
    return (laws[id_] for id_ in sorted(laws))


def path_of(outcome: UnitLine | Failure) -> str:
    """Return the file that an outcome is of."""
    return outcome.path if isinstance(outcome, UnitLine) else outcome.source["path"]


def _rank(verdicts: Sequence[str], unit: UnitLine, order: Order) -> tuple[object, ...]:
    following = unit.next_predicate
    margin = unit.margin(following) if following else None
    name, agency = (unit.unit.name or "").casefold(), (unit.unit.agency or "").casefold()
    keys: dict[Order, tuple[object, ...]] = {
        Order.VERDICT: (verdicts.index(unit.verdict), -unit.total.exact),
        Order.TOTAL: (-unit.total.exact,),
        Order.MARGIN: (margin is not None, -margin[0] if margin else 0),
        Order.NAME: (name,),
        Order.AGENCY: (not agency, agency, verdicts.index(unit.verdict), -unit.total.exact),
        Order.PATH: (),
    }
    return (*keys[order], unit.path)


def _duplicates(units: Sequence[UnitLine]) -> Iterable[Duplicate]:
    """Yield what was handed in twice; a unit whose contents are the same is not named again."""
    by_content: dict[str, list[UnitLine]] = {}
    by_unit: dict[tuple[str, str], list[UnitLine]] = {}
    for unit in units:
        by_content.setdefault(unit.digest, []).append(unit)
        name, agency = ((text or "").casefold() for text in (unit.unit.name, unit.unit.agency))
        by_unit.setdefault((" ".join(name.split()), " ".join(agency.split())), []).append(unit)
    for same in by_content.values():
        if len(same) > 1:
            yield Duplicate(kind="content", unit=same[0].unit.name, paths=tuple(unit.path for unit in same))
    for (name, _agency), same in by_unit.items():
        if name and len({unit.digest for unit in same}) > 1:
            yield Duplicate(kind="unit", unit=same[0].unit.name, paths=tuple(unit.path for unit in same))
