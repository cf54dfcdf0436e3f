"""The units of an export: read one by one, named for the lists, and left out where answers would be lost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zi_score.cli.app import Exit
from zi_score.cli.telling import is_whole, tell
from zi_score.forms.portalrb import ROOM, Proposed, derived_id, is_safe
from zi_score.law.portalrb import LISTS, numbered
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.language import translate as _
from zi_score.model.submission import Submission
from zi_score.pipeline import submission_of
from zi_score.reading.rulesets import load_ruleset

if TYPE_CHECKING:
    from zi_score.rekap.submitted import Submitted


@dataclass(frozen=True)
class Otherwise:
    """What holds for units whose workbook does not say it."""

    year: int | None
    target: str | None


@dataclass(frozen=True)
class Read:
    """A unit that was read, and how the lists are to name it."""

    path: str
    proposed: Proposed
    submission: Submission
    ruleset: Ruleset


class _RefusedError(Exception):
    """A unit that cannot be exported; the text says why and what to do."""


def read_units(
    submitted: "Iterable[Submitted]", ruleset: Ruleset | None, given: Otherwise, *, allow_unread: bool
) -> tuple[list[Read], Exit]:
    """Return the units that can be exported, and the exit code that the others ask for; each of them is told."""
    found: list[Read] = []
    worst = Exit.DONE
    for each in submitted:
        try:
            found.append(_read(each, ruleset, given))
        except Unreadable as problem:
            tell(str(problem))
            worst = max(worst, Exit.UNREADABLE)
        except _RefusedError as reason:
            tell(_("{path}: not exported: {reason}").format(path=each.path, reason=reason))
            worst = max(worst, Exit.USAGE)
    times = Counter(_key(unit) for unit in found)
    units: list[Read] = []
    for unit in found:
        if times[_key(unit)] > 1:
            message = _('{path}: not exported: another unit has the id "{id}", too; state ids in a list (CSV).')
            tell(message.format(path=unit.path, id=unit.proposed.id))
            worst = max(worst, Exit.USAGE)
        elif is_whole(unit.path, unit.submission, unit.ruleset, ROOM, allow_unread=allow_unread):
            units.append(unit)
        else:
            worst = max(worst, Exit.NOT_REACHED)
    return units, worst


def _key(unit: Read) -> str:
    """Return what two units must not have in common: some systems do not tell A from a in names of files."""
    return str(unit.proposed.id).casefold()


def _read(submitted: "Submitted", ruleset: Ruleset | None, given: Otherwise) -> Read:
    submission = submission_of(submitted.path, ruleset)
    rules = ruleset or load_ruleset(submission.worksheet.ruleset)
    if not numbered(rules):
        raise _RefusedError(_("{ruleset} has no numbers in PortalRB.").format(ruleset=rules.title))
    unit = submission.worksheet.unit
    name = submitted.unit or unit.name or ""
    proposed = Proposed(
        id=_id(submitted.unit_id or submission.unit_id, name),
        name=name,
        year=_year(unit.year or given.year),
        target=_target(submitted.target or unit.target or given.target),
        is_affirmative=_is_affirmative(submitted, submission, rules),
    )
    return Read(submitted.path, proposed, submission, rules)


def _id(stated: str | int | None, name: str) -> str | int:
    id_ = derived_id(name) if stated is None else stated
    if id_ is None:
        message = _('no id can be made of the name "{name}"; state it in a list (CSV, column unit-id).')
        raise _RefusedError(message.format(name=name))
    if not is_safe(str(id_)):
        message = _('the id "{id}" cannot be the name of a file; use letters, digits, - and _.')
        raise _RefusedError(message.format(id=id_))
    return id_


def _year(year: int | None) -> int:
    if year is None:
        raise _RefusedError(_("its year is not known; state it with --year."))
    return year


def _target(target: str | None) -> str:
    if target is None:
        message = _("what it is proposed for is not known; state it with --target, or in a list (CSV, column target).")
        raise _RefusedError(message)
    if target not in LISTS:
        message = _("PortalRB has no list for {target}; it has: {lists}.")
        raise _RefusedError(message.format(target=target, lists=", ".join(LISTS)))
    return target


def _is_affirmative(submitted: "Submitted", submission: Submission, ruleset: Ruleset) -> bool:
    waiver = ruleset.waiver
    if waiver is None:
        return False
    stated = submission.worksheet.facts.get(waiver.fact)
    return submitted.facts.get(waiver.fact, stated.value if stated else None) == waiver.value
