"""An action plan read back from its workbook, as people agreed on it.

The workbook holds the plan twice: the record of what was computed, and the table that people
work with. What was computed is the plan; the table adds the statuses and the actions of people's
own, and where it departs from the record (rows that are gone, targets that changed) that is said.
Columns are found by their headings, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from zi_score.improve.monitoring.entries import NotUnderstoodError, expected, understood, values
from zi_score.improve.monitoring.form import HEADINGS, MARK, VERSION, heading, identity, status_typed, written
from zi_score.improve.plan import Entry
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import exact
from zi_score.model.findings import Finding, Unreadable, finding, typed
from zi_score.model.language import translate as _
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Place
from zi_score.reading.file.grid import all_grids
from zi_score.reading.file.guard import read
from zi_score.reading.request import named_content

_NEEDED = ("code", "present", "target")
"""Headings by which a table of actions is recognised."""

_IDENTITY_ROWS = 20


@dataclass(frozen=True)
class AgreedAction:
    """A question to be raised; ``place`` is the cell of its code.

    ``reported`` is the status that people gave it, and where.
    """

    code: str
    from_: Entry
    to: Entry
    effort: Fraction
    place: Place
    reported: tuple[str, Place] | None = None


@dataclass(frozen=True)
class Agreed:
    """An action plan that was read back; ``identity`` by the keys of ``IDENTITY``."""

    path: str
    identity: Mapping[str, str]
    actions: tuple[AgreedAction, ...]
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_plan(source: str | Path | bytes, ruleset: Ruleset, path: str | None = None) -> Agreed:
    """Read the action plan that ``zi-score improve`` wrote as a workbook, and that people went on with.

    Args:
        source: path of the workbook, or its content.
        ruleset: the regulation that the plan has to follow.
        path: what to call content that has no path.

    Raises:
        Unreadable: the file cannot be read, holds no action plan, or one of another regulation.

    """
    name, content = named_content(source, path)
    grids = read(name, content, all_grids)
    place, stated = _identity(grids, name)
    if stated.get("ruleset") != ruleset.id:
        found = typed(stated.get("ruleset") or "-")
        raise Unreadable(finding("plan-of-another-ruleset", path=name, found=found, right=ruleset.id))
    tables = [table for grid in grids if (table := _table(grid))]
    reader = _Reader(ruleset, name)
    computed = reader.actions([table for table in tables if table.grid.sheet == place.sheet])
    worked = [table for table in tables if table.grid.sheet != place.sheet and "status" in table.columns]
    actions = reader.actions(worked, computed)
    if not worked:
        reader.findings.append(finding("plan-table-not-found", path=name, headings=_heading_words()))
        actions = computed
    removed = tuple(code for code in computed if code not in actions)
    return Agreed(name, stated, tuple((computed | actions).values()), removed, tuple(reader.findings))


def _identity(grids: Sequence[Grid], path: str) -> tuple[Place, dict[str, str]]:
    """Return where the mark of a plan stands, in whatever sheet, and what stands below it."""
    for grid in grids:
        for index, cells in enumerate(grid.rows):
            if MARK not in cells:
                continue
            column = cells.index(MARK)
            place, version = grid.place(index, column), _following(grid, index, column)
            if version != str(VERSION):
                raise Unreadable(
                    finding("plan-version-unknown", cell=place, path=path, found=typed(version), known=VERSION)
                )
            stated: dict[str, str] = {}
            for row in range(index + 1, min(index + _IDENTITY_ROWS, len(grid.rows))):
                if key := identity(grid.text(row, column)):
                    stated.setdefault(key, _following(grid, row, column))  # what follows may use the same words
            return place, stated
    raise Unreadable(finding("plan-not-found", path=path, sheets=", ".join(grid.sheet for grid in grids)))


def _following(grid: Grid, row: int, column: int) -> str:
    """Return the next text to the right."""
    return next((text for later in range(column + 1, len(grid.rows[row])) if (text := grid.text(row, later))), "")


def _heading_words() -> str:
    words = (HEADINGS[key] for key in (*_NEEDED, "status"))
    return ", ".join(_(word) for word in words)


@dataclass(frozen=True)
class _Table:
    """A table of actions: its sheet, the row of its headings, and the columns by their keys."""

    grid: Grid
    header: int
    columns: Mapping[str, int]

    def rows(self) -> Iterator[_Row]:
        """Yield the rows that speak of an action: those with a code and an answer."""
        for index in range(self.header + 1, len(self.grid.rows)):
            row = _Row(self, index)
            if row.text("code") and (row.text("present") or row.text("target")):
                yield row


@dataclass(frozen=True)
class _Row:
    table: _Table
    index: int

    def raw(self, key: str) -> object:
        column = self.table.columns.get(key)
        return "" if column is None else self.table.grid.at(self.index, column)

    def text(self, key: str) -> str:
        column = self.table.columns.get(key)
        return "" if column is None else self.table.grid.text(self.index, column)

    def place(self, key: str) -> Place:
        return self.table.grid.place(self.index, self.table.columns[key])


def _table(grid: Grid) -> _Table | None:
    for index in range(len(grid.rows)):
        columns: dict[str, int] = {}
        for column in range(len(grid.rows[index])):
            if key := heading(grid.text(index, column)):
                columns.setdefault(key, column)
        if all(key in columns for key in _NEEDED):
            return _Table(grid, index, columns)
    return None


class _Reader:
    """Reads rows into actions and notes what is wrong with them."""

    def __init__(self, ruleset: Ruleset, path: str) -> None:
        self.findings: list[Finding] = []
        self._ruleset = ruleset
        self._path = path
        self._codes = {code.casefold(): code for code in ruleset.questions}

    def actions(
        self, tables: Sequence[_Table], computed: Mapping[str, AgreedAction] = MappingProxyType({})
    ) -> dict[str, AgreedAction]:
        """Return the actions of tables by their codes; those that were computed keep what was computed."""
        actions: dict[str, AgreedAction] = {}
        for row in (row for table in tables for row in table.rows()):
            code = self._codes.get(row.text("code").casefold())
            if code is None:
                self._report("plan-code-unknown", row, "code", ruleset=self._ruleset.title)
            elif code in actions:
                self._report("plan-action-twice", row, "code", first=str(actions[code].place))
            elif action := self._action(code, row, computed.get(code)):
                actions[code] = action
        return actions

    def _action(self, code: str, row: _Row, known: AgreedAction | None) -> AgreedAction | None:
        from_ = known.from_ if known else self._present(code, row)
        to = self._target(code, row, from_)
        reported, place = self._status(code, row), row.place("code")
        if known:
            if to not in (None, known.to):
                self._report_change(code, row, to, known.to)
            return replace(known, place=place, reported=reported)
        effort = _effort(row.raw("effort"))
        return AgreedAction(code, from_, to, effort, place, reported) if to is not None else None

    def _target(self, code: str, row: _Row, from_: Entry) -> Entry:
        """Read the target; of counts it names only those that change."""
        to: Entry = None
        with suppress(NotUnderstoodError):
            to = understood(self._ruleset, self._ruleset.questions[code], row.raw("target"))
        if isinstance(to, dict):
            to = (from_ if isinstance(from_, dict) else {}) | to
            to = to if values(self._ruleset, {code: to})[code] is not None else None
        if to is None:
            self._report_answer(code, row, "target")
        return to

    def _present(self, code: str, row: _Row) -> Entry:
        try:
            return understood(self._ruleset, self._ruleset.questions[code], row.raw("present"))
        except NotUnderstoodError:
            self._report_answer(code, row, "present")
            return None

    def _report_answer(self, code: str, row: _Row, key: str) -> None:
        accepted = expected(self._ruleset, self._ruleset.questions[code])
        self._report("plan-answer-not-understood", row, key, code=code, accepted=accepted)

    def _status(self, code: str, row: _Row) -> tuple[str, Place] | None:
        text = row.text("status")
        if status := status_typed(text):
            return status, row.place("status")
        if text:
            self._report("plan-status-not-understood", row, "status", code=code)
        return None

    def _report_change(self, code: str, row: _Row, to: Entry, computed: Entry) -> None:
        question = self._ruleset.questions[code]
        found, right = written(question, to), written(question, computed)
        self._report("plan-target-changed", row, "target", code=code, found=found, right=right)

    def _report(self, name: str, row: _Row, key: str, code: str | None = None, **details: str) -> None:
        text = typed(row.text(key))
        self.findings.append(finding(name, code=code, cell=row.place(key), path=self._path, typed=text, **details))


def _effort(raw: object) -> Fraction:
    with suppress(ValueError):
        return max(exact(raw), Fraction())
    return Fraction()
