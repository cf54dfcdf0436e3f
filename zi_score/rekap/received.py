"""What was handed in, held against a list of units: who is missing, who is not on it, and what is no workbook.

A line of a list that names no workbook is found by the name of its unit, whatever the case and the marks in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from zi_score.evaluation.result import Failure
from zi_score.model.worksheet import Frozen, Unit
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import Outcome, UnitLine


class Awaited(Frozen):
    """A unit of a list whose workbook is not there; ``path`` is where the list says that it is, if it does."""

    unit: str | None
    agency: str | None = None
    target: str | None = None
    path: str | None = None


class OtherFile(Frozen):
    """A file of a folder that is no workbook: an archive, what Excel lays beside an open one, or of another kind."""

    path: str
    kind: Literal["no-workbook", "lock-file", "archive"]


def listed(unit: Unit, expected: Iterable[Submitted]) -> Submitted | None:
    """Return the line of a list that is of a unit.

    >>> listed(Unit(name="Balai  CONTOH"), [Submitted("", unit="Balai Contoh", target="WBBM")]).target
    'WBBM'
    """
    return next((each for each in expected if is_of(each, unit)), None)


def is_of(line: Submitted, unit: Unit) -> bool:
    """Whether a line of a list is of a unit: the same name, and of the same agency where both say it."""
    is_named = bool(line.unit and unit.name) and _folded(line.unit) == _folded(unit.name)
    return is_named and (not (line.agency and unit.agency) or _folded(line.agency) == _folded(unit.agency))


def completed(submitted: Submitted, unit: Unit, expected: Iterable[Submitted]) -> Submitted:
    """Return a workbook with what a list says of its unit, if nothing was said of the workbook itself."""
    found = None if submitted.unit else listed(unit, expected)
    return replace(found, path=submitted.path) if found else submitted


def awaited(
    outcomes: Sequence[Outcome], submitted: Iterable[Submitted], expected: Iterable[Submitted], *, unread: bool = False
) -> list[Awaited]:
    """Return the units of lists that have not handed in, in the order of the lists.

    Args:
        outcomes: what became of the workbooks.
        submitted: the workbooks, with what lists say of them.
        expected: lines of lists that name no workbook.
        unread: whether units whose workbook is there and cannot be read are meant, too.

    """
    failed = [each for each in outcomes if isinstance(each, Failure)]
    gone = {each.source["path"] for each in failed if unread or _is_gone(each)}
    units = [each.unit for each in outcomes if isinstance(each, UnitLine)]
    absent = [each for each in submitted if each.is_listed and each.path in gone]
    absent += [each for each in expected if not any(is_of(each, unit) for unit in units)]
    return [
        Awaited(unit=each.unit, agency=each.agency, target=each.target, path=each.path or None)
        for each in sorted(absent, key=lambda each: each.line)
    ]


def unlisted(
    outcomes: Iterable[Outcome], submitted: Iterable[Submitted], expected: Sequence[Submitted]
) -> Iterator[str]:
    """Yield the workbooks that were read and are of no unit of the lists, where lists name units."""
    known = {each.path for each in submitted if each.is_listed}
    for each in outcomes if expected else ():
        if isinstance(each, UnitLine) and each.path not in known and not listed(each.unit, expected):
            yield each.path


def _is_gone(failed: Failure) -> bool:
    return any(finding.name == "file-not-found" for finding in failed.findings)


def _folded(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))
