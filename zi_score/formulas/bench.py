"""A workbook under proof: sets of answers typed in, and what its cells show on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from zi_score.formulas.cells import Figures, Judged, Says, agrees, is_number
from zi_score.formulas.engine import Book
from zi_score.formulas.expected import Arithmetic
from zi_score.formulas.lke import Lke
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.worksheet import Assessor

Turn = Mapping[Assessor, Figures]
"""The answers of all assessors that are typed at once, and what the law gives for them."""

_APART = 40
"""Columns between the last that is in use and those in which formulas are computed by themselves."""


class State(Enum):
    """How what a cell shows stands to the law."""

    PRACTICE = "practice"
    WRONG = "wrong"


Seen = Mapping[Judged, "Showing"]
"""What cells show on one turn that is not what the law gives."""


@dataclass(slots=True)
class Showing:
    """What a cell shows on one set, what it should, and how these stand."""

    value: Value
    right: float | None
    state: State


class Bench:
    """Types, computes and reads.

    A judged cell that is *isolated* holds what the law gives, and its formula computes beside the sheet: so each
    formula reads right figures, and only its own fault shows.
    """

    def __init__(self, book: Book, lke: Lke, law: Arithmetic, width: int) -> None:
        """Prepare the workbook; ``width`` is the number of columns in use."""
        self.book, self.lke, self.law = book, lke, law
        self._aside = width + _APART
        self.isolated: dict[Judged, Cell | None] = {}
        for cell, value in lke.fixed.items():
            book.type(cell, value)

    def type(self, turn: Turn) -> None:
        """Type the answers of a turn, and in columns that nothing computes the points that follow."""
        for each in self.lke.inputs:
            self.book.type(each.cell, turn[each.assessor].typed(each.code))
        for cell, (code, assessor) in self.lke.without_formulas.items():
            figures = turn[assessor]
            is_value = code in self.law.questions and code not in self.law.indicators
            self.book.type(cell, figures.answers.values[code] if is_value else figures.scores[code])
        for judged in self.isolated:
            self.book.type(judged.cell, turn[judged.assessor].right(judged))

    def vectors(self, turns: Sequence[Turn], cells: Iterable[Cell]) -> dict[Cell, list[Value]]:
        """Return what cells show on each turn, computed as the workbook stands."""
        watched = Watched(self.book, cells)
        for turn in turns:
            self.type(turn)
            self.book.compute()
            watched.look()
        return watched.vectors

    # isolation ----------------------------------------------------------------------------------------

    def hold(self, cells: Iterable[Judged]) -> None:
        """Let these cells hold what the law gives: their formulas are not to be relied upon."""
        self.isolated |= dict.fromkeys(cells)

    def isolate(self, cells: Iterable[Judged]) -> None:
        """Let these cells hold what the law gives, and their formulas compute beside the sheet."""
        for judged in cells:
            if judged in self.isolated or (judged.formula and "SUBTOTAL(" in judged.formula.upper()):
                continue  # SUBTOTAL leaves out what is a subtotal already, and so must see the formulas themselves
            sheet, row, column = judged.cell
            beside = (sheet, row, column + self._aside)
            if judged.formula is None or self.book.put(beside, judged.formula):
                self.isolated[judged] = beside if judged.formula else None

    @property
    def beside(self) -> Mapping[Cell, Cell]:
        """Where the formulas of isolated cells compute."""
        return {judged.cell: cell for judged, cell in self.isolated.items() if cell}

    def see(self, accepted: Accepted, levels: Sequence[Sequence[Judged]], constants: Mapping[Cell, Value]) -> Seen:
        """Return what is not right of these cells for a turn: level by level where forms follow practice."""
        self.type(accepted.turn)
        self.book.compute()
        found: dict[Judged, Showing] = {}
        for level in levels:
            is_stale = False
            for each in level:
                cell = self.isolated.get(each, each.cell)
                value = constants.get(each.cell) if cell is None else self.book.value(cell)
                if shown := accepted.judge(each, value):
                    found[each] = shown
                    if each in self.isolated and shown.state is State.PRACTICE:
                        self.book.type(each.cell, value)
                        is_stale = True
            if is_stale:
                self.book.compute()
        return found


class Watched:
    """Cells that are looked at again and again, column by column."""

    def __init__(self, book: Book, cells: Iterable[Cell]) -> None:
        """Remember the cells."""
        self._book = book
        columns: dict[tuple[str, int], list[int]] = defaultdict(list)
        for sheet, row, column in cells:
            columns[sheet, column].append(row)
        self.vectors: dict[Cell, list[Value]] = {}
        self._areas = []
        for (sheet, column), rows in columns.items():
            first = min(rows)
            vectors = [self.vectors.setdefault((sheet, row, column), []) for row in rows]
            self._areas.append((sheet, column, range(first, max(rows) + 1), [row - first for row in rows], vectors))

    def look(self) -> None:
        """Add what each cell shows now to what it showed before."""
        for sheet, column, rows, wanted, vectors in self._areas:
            values = self._book.column(sheet, column, rows)
            for at, vector in zip(wanted, vectors, strict=True):
                vector.append(values[at])


def by_level(law: Arithmetic, judged: Iterable[Judged]) -> list[list[Judged]]:
    """Return cells so that each stands behind those that it may read."""
    levels: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        levels[_level(law, each)].append(each)
    return [levels[level] for level in sorted(levels)]


_FIRST = {Says.SUM: 0, Says.NOTHING: 0, Says.WEIGHT: 0, Says.RATIO: 1, Says.SHARE: 90, Says.PERCENT: 90}


def _level(law: Arithmetic, judged: Judged) -> int:
    if judged.says in _FIRST and not judged.is_summary:
        return _FIRST[judged.says]
    if judged.is_summary:
        return 100
    return 2 if judged.code in law.questions else (49 - judged.code.count(".") if judged.code else 50)


ADDED_UP = (Says.SCORE, Says.VALUE)


class Accepted:
    """What a sheet shows from the answers upwards, as far as it is the law's or follows practice.

    Unanswered questions, denominators of 0, parts above their whole: there a form may leave a question out of the
    mean, or show no figure at all, and what stands above follows from that.
    """

    def __init__(self, law: Arithmetic, turn: Turn, right: Container[tuple[Assessor, str]] = ()) -> None:
        """Begin with the answers, and with the parts that are known to be shown as the law has them."""
        self.law, self.turn, self._right = law, turn, right
        self._values: dict[tuple[Assessor, str], Value] = {}
        self._is_odd = {assessor: bool(figures.answers.odd) for assessor, figures in turn.items()}

    def judge(self, judged: Judged, value: Value) -> Showing | None:
        """Tell how what a cell shows stands, unless it is right, and remember what follows."""
        figures = self.turn[judged.assessor]
        right, shown = figures.right(judged), None
        if not agrees(value, right):
            follows = self._is_odd[judged.assessor] and not figures.is_plain(judged)
            state = State.PRACTICE if follows and self._follows(judged, value, right) else State.WRONG
            shown = Showing(value, right, state)
        if self._is_odd[judged.assessor] and not judged.is_summary and judged.says in ADDED_UP:
            is_wrong = shown is not None and shown.state is State.WRONG
            key = judged.assessor, judged.code
            self._values.setdefault(key, self._points(judged, right if is_wrong else value))
        return shown

    def forget(self, cells: Iterable[Judged]) -> Accepted:
        """Return this without what was taken from some cells, which are to be judged anew."""
        for each in cells:
            self._values.pop((each.assessor, each.code), None)
        return self

    def _points(self, judged: Judged, value: Value) -> Value:
        if judged.says is Says.VALUE and is_number(value):
            return value * self.law.weights[judged.code]
        return value

    def _follows(self, judged: Judged, value: Value, right: float | None) -> bool:
        if judged.says is Says.SUM:
            return right is None and self._follows_groups(judged, value)
        if judged.says in (Says.RATIO, Says.NOTHING):
            return True
        if judged.code in self.law.questions and not judged.is_summary:
            return self.law.questions[judged.code].ratio is not None or not is_number(value) or value == 0
        return self._follows_parts(judged, value)

    def _follows_groups(self, judged: Judged, value: Value) -> bool:
        """Whether a total of groups of which some are blank is that of the others, or none."""
        question, key = self.law.asked(judged.code)
        typed = self.turn[judged.assessor].answers.typed
        groups = [typed.get(f"{question.code}.{group}") for group in question.input(key).sum_of]
        known = sum(group for group in groups if isinstance(group, float))
        return not isinstance(value, float | ErrorValue) or value in (known, 0.0)

    def _follows_parts(self, judged: Judged, value: Value) -> bool:
        """Whether a figure is what the accepted figures of its parts make: added up, or of the answered ones alone."""
        codes, scale = judged.codes, 1.0
        if judged.says in (Says.SHARE, Says.PERCENT):
            scale = (100 if judged.says is Says.PERCENT else 1) / sum(self.law.weights[code] for code in codes)
        elif not judged.is_summary:
            codes = self.law.indicators.get(judged.code) or self.law.sections.get(judged.code, ())
        parts = {code: self._part(judged.assessor, code) for code in codes}
        known = {code: part for code, part in parts.items() if isinstance(part, float)}
        is_whole = len(known) == len(parts)
        if not is_number(value) or value == 0:
            return not is_whole or agrees(value, sum(known.values()) * scale)
        total = sum(known.values()) * scale
        weight = sum(self.law.weights[code] for code in known)
        mean = total / weight * sum(self.law.weights[code] for code in codes) if weight else 0.0
        return agrees(value, total) or (not judged.is_summary and agrees(value, mean))

    def _part(self, assessor: Assessor, code: str) -> Value:
        """Return the points of a part as they are accepted; of one without a row, what its own parts make."""
        if (assessor, code) in self._values:
            return self._values[assessor, code]
        if (assessor, code) in self._right:
            return self.turn[assessor].scores[code]
        below = self.law.indicators.get(code) or self.law.sections.get(code, ())
        if code in self.turn[assessor].answers.odd:
            return None
        if code not in self.turn[assessor].affected or not below or code in below:
            return self.turn[assessor].scores.get(code, 0.0)
        known = [part for each in below if isinstance(part := self._part(assessor, each), float)]
        return sum(known) if known else None
