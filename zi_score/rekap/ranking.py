"""The result of a batch: units ranked, failures, duplicates, the area, and what the units have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zi_score.evaluation.kawasan import KawasanResult
from zi_score.evaluation.result import Failure, Result, RulesetReference
from zi_score.law.ruleset import Ruleset
from zi_score.reading.rulesets import load_ruleset
from zi_score.rekap.order import FAILED, Order
from zi_score.rekap.proposal import Group
from zi_score.rekap.received import Awaited, OtherFile
from zi_score.rekap.repeated import Duplicate, duplicates, with_repeats
from zi_score.rekap.summary import BatchSummary, summary_of
from zi_score.rekap.unit_line import UnitLine


class BatchResult(Result):
    """A batch. ``units`` are ranked by ``order``; ``tally`` counts all units, also those that are not shown.

    ``not_received`` are units of lists without a workbook, ``unlisted`` workbooks of no unit of the lists,
    ``other_files`` those of folders that are no workbooks. ``others`` are further regulations that units follow;
    their criteria are other criteria.
    """

    ruleset: RulesetReference
    others: tuple[RulesetReference, ...] = ()
    units: tuple[UnitLine, ...]
    failures: tuple[Failure, ...]
    duplicates: tuple[Duplicate, ...]
    kawasan: KawasanResult | None = None
    tally: BatchSummary
    order: Order = Order.VERDICT
    not_received: tuple[Awaited, ...] = ()
    unlisted: tuple[str, ...] = ()
    other_files: tuple[OtherFile, ...] = ()


@dataclass(frozen=True)
class NotRanked:
    """What there is beside workbooks: units that lack one, workbooks of no unit of the lists, files of other kinds."""

    not_received: tuple[Awaited, ...] = ()
    unlisted: tuple[str, ...] = ()
    other_files: tuple[OtherFile, ...] = ()


def prevailing(current: Ruleset, outcomes: Iterable[UnitLine | Failure]) -> Ruleset:
    """Return the regulation that most units follow where none follows the current one; of equals the first."""
    followed = Counter(each.ruleset for each in outcomes if isinstance(each, UnitLine))
    return current if current.id in followed or not followed else load_ruleset(followed.most_common(1)[0][0])


def rekap(  # noqa: PLR0913 - one parameter an option of the command
    ruleset: Ruleset,
    outcomes: Iterable[UnitLine | Failure],
    *,
    order: Order = Order.VERDICT,
    only: Sequence[str] = (),
    target: str | None = None,
    top: int | None = None,
    kawasan: KawasanResult | None = None,
    beside: NotRanked | None = None,
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
        beside: what there is beside the workbooks.

    """
    found = sorted(outcomes, key=path_of)
    units = with_repeats(outcome for outcome in found if isinstance(outcome, UnitLine))
    failures = [outcome for outcome in found if isinstance(outcome, Failure)]
    others = beside or NotRanked()
    kept = [
        unit
        for unit in sorted(units, key=lambda unit: _rank(unit, order))
        if (not only or unit.verdict in only) and target in (None, unit.unit.target)
    ]
    return BatchResult(
        ruleset=RulesetReference.of(ruleset),
        others=tuple(RulesetReference.of(law) for law in _others(ruleset, units)),
        units=tuple(kept[:top]),
        failures=tuple(failures if not only or FAILED in only else ()),
        duplicates=tuple(duplicates(units)),
        kawasan=kawasan,
        tally=summary_of(ruleset, units, len(failures)),
        order=order,
        not_received=others.not_received,
        unlisted=others.unlisted,
        other_files=others.other_files,
    )


def rulesets_of(result: BatchResult, ruleset: Ruleset) -> tuple[Ruleset, ...]:
    """Return all regulations that units of a batch follow, the one at hand first."""
    return (ruleset, *(load_ruleset(other.id) for other in result.others))


def _others(ruleset: Ruleset, units: Sequence[UnitLine]) -> Iterable[Ruleset]:
    """Yield the further regulations in the order of their ids."""
    laws = {unit.ruleset: unit.law(ruleset) for unit in units if unit.ruleset != ruleset.id}
    return (laws[id_] for id_ in sorted(laws))


def path_of(outcome: UnitLine | Failure) -> str:
    """Return the file that an outcome is of."""
    return outcome.path if isinstance(outcome, UnitLine) else outcome.source["path"]


def _rank(unit: UnitLine, order: Order) -> tuple[object, ...]:
    """Return by what a unit is ranked; what may be proposed goes first, and what another workbook replaces last."""
    following = unit.next_predicate
    margin = unit.margin(following) if following else None
    standing = unit.superseded_by is not None, list(Group).index(unit.proposal.group), -unit.total.exact
    name, agency = (unit.unit.name or "").casefold(), (unit.unit.agency or "").casefold()
    keys: dict[Order, tuple[object, ...]] = {
        Order.VERDICT: standing,
        Order.TOTAL: (-unit.total.exact,),
        Order.MARGIN: (margin is not None, -margin[0] if margin else 0),
        Order.NAME: (name,),
        Order.AGENCY: (not agency, agency, *standing),
        Order.PATH: (),
    }
    return (*keys[order], unit.path)
