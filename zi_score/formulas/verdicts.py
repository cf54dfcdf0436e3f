"""Cells that say in words whether a minimum is reached: proven by typing figures just below it, at it and above.

Nothing is added up for it, so that binary numbers blur nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from zi_score.formulas.cells import Judged, Says
from zi_score.formulas.engine import Book
from zi_score.formulas.expected import Arithmetic
from zi_score.formulas.result import MinimumFault, MissedMinimum, WrongRow
from zi_score.formulas.values import Cell, Value
from zi_score.formulas.verdict import NEAR, Measured, Verdict, headed, is_passed, names_predicate, texts_of
from zi_score.law.ruleset import Criterion
from zi_score.model.formula import Formula, Range, taken_apart

_NOISE = 1e-12
"""What a division on the way to the comparison may lose."""

_STEPS = 40
_HALVINGS = 40
_MOST_READ = 400
_DEEPEST = 6

_Asked = tuple[Verdict, str, frozenset[tuple[Measured, float]]]
"""A verdict, a predicate, and the figures that are apart from its minimums, with how far."""


class Verdicts:
    """The verdicts of a workbook whose figures are typed in."""

    def __init__(self, book: Book, law: Arithmetic, formulas: Mapping[Cell, str], judged: Iterable[Judged]) -> None:
        """Remember which cells show which figures."""
        self.book, self.law, self.formulas = book, law, formulas
        self._sheets = {cell[0].casefold(): cell[0] for cell in formulas}
        self._measured: dict[Cell, tuple[Criterion, float, float]] = {}
        self._named = book.named_cells
        self._reads: dict[Cell, tuple[Cell, ...]] = {}
        self._said: dict[_Asked, Value] = {}
        self._judged = {}
        for each in judged:
            self._judged[each.cell] = each
            if found := self._measure(each):
                self._measured[each.cell] = found

    def found(self, texts: Iterable[Cell]) -> list[Verdict]:
        """Return which of the cells that show a text are verdicts."""
        found = [verdict for cell in texts if (verdict := self._verdict(cell)).measured]
        self._ask_together(found)
        return found

    def faults(
        self, verdicts: Sequence[Verdict], typed: Iterable[Cell], shown: Callable[[Cell], object]
    ) -> Iterator[MinimumFault]:
        """Yield what is wrong with verdicts; what only follows from another's fault, or a typed one, is none."""
        predicates = self.law.ruleset.predicates
        columns: dict[tuple[str, int], list[Verdict]] = defaultdict(list)
        for verdict in sorted(verdicts, key=lambda each: len(each.below)):
            columns[verdict.cell[0], verdict.cell[2]].append(verdict)
        wrong: set[Cell] = set(typed)
        for column in columns.values():
            right = {(v.cell, p): self._is_right(v, p) for v in column for p in predicates}
            due = headed(column, predicates, shown) or [p for p in predicates if self._is_due(p, column, right)]
            said = {text for v in column if any(right[v.cell, p] for p in due) for text in texts_of(v)}
            for verdict in column:
                is_meant = bool(said & {*texts_of(verdict)}) or names_predicate(verdict, predicates)
                if verdict.below & wrong or not is_meant:
                    continue
                told = list(self._told(verdict, due or predicates, right, is_sure=bool(due)))
                if told:
                    wrong.add(verdict.cell)
                yield from told

    def _is_due(self, predicate: str, column: Sequence[Verdict], right: Mapping[tuple[Cell, str], bool]) -> bool:
        """Whether a column is about a predicate: most cells are right for it, where others ask for less or more."""
        own = [
            verdict
            for verdict in column
            if all(
                any(each.points(predicate) != each.points(other) for each in verdict.measured)
                for other in self.law.ruleset.predicates
                if other != predicate
            )
        ] or column
        return 2 * sum(right[verdict.cell, predicate] for verdict in own) >= len(own)

    def strange(self, verdicts: Sequence[Verdict]) -> Iterator[WrongRow]:
        """Yield the verdicts about another row's figure than their own; what sums up other verdicts is about those."""
        said = {verdict.cell for verdict in verdicts}
        for verdict in (each for each in verdicts if each.below.isdisjoint(said)):
            own = {found[0].id for cell, found in self._measured.items() if cell[:2] == verdict.cell[:2]}
            read = {each.criterion.id for each in (*verdict.measured, *verdict.others)}
            if len(read) == len(own) == 1 and read != own:
                yield WrongRow(verdict.cell, verdict.formula, next(iter(read)), next(iter(own)))

    def _told(
        self, verdict: Verdict, due: Sequence[str], right: Mapping[tuple[Cell, str], bool], *, is_sure: bool
    ) -> Iterator[MinimumFault]:
        for predicate in due:
            first = verdict.measured[0]
            text = self._texts(verdict, predicate, {first: -(first.points(predicate) or first.weight)})
            if is_passed(text):
                yield MinimumFault(verdict.cell, verdict.formula, first.criterion.id, predicate, None, text)
                return
        for predicate in due:
            if right[verdict.cell, predicate]:
                continue
            for each in verdict.measured:
                if each.points(predicate) is None or self._is_right(verdict, predicate, (each,)):
                    continue
                found = self._change(verdict, predicate, each, due)
                is_right = any(right[verdict.cell, other] for other in due)
                if found is not None or (is_sure and not is_right):
                    scale = 1 / each.weight if each.criterion.measure == "share" else 1
                    shown = None if found is None else found * scale
                    above = self._texts(verdict, predicate, dict.fromkeys(verdict.measured, NEAR))
                    passes = found is None and above != self._of_nothing(verdict, predicate)
                    yield MinimumFault(
                        verdict.cell, verdict.formula, each.criterion.id, predicate, shown, passes=passes
                    )
                    break

    def missing(self, verdicts: Sequence[Verdict], shown: Callable[[Cell], object]) -> Iterator[MissedMinimum]:
        """Yield the cells of columns of verdicts in which none is, beside a figure with a minimum or other verdicts."""
        together: dict[tuple[str, int], list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            together[verdict.cell[:2]].append(verdict)
        columns: dict[tuple[str, int], set[int]] = defaultdict(set)
        predicates = self.law.ruleset.predicates
        for verdict in verdicts:
            if any(self._is_right(verdict, predicate) for predicate in predicates):
                columns[verdict.cell[0], verdict.cell[2]].add(verdict.cell[1])
        said = {text for verdict in verdicts for text in (*texts_of(verdict), *_written_in(verdict))}
        for (sheet, column), rows in columns.items():
            beside = {
                cell[1]: found[0].id
                for cell, found in self._measured.items()
                if cell[0] == sheet and min(rows) < cell[1] < max(rows)
            }
            beside |= {
                row: found[0].measured[0].criterion.id
                for (name, row), found in together.items()
                if name == sheet and len(found) > 1 and 2 * len(found) >= len(columns)
            }
            there = {each.cell[1] for each in verdicts if (each.cell[0], each.cell[2]) == (sheet, column)}
            if 2 * len(beside.keys() & there) > len(beside):
                for row in sorted(beside.keys() - there):
                    cell, value = (sheet, row, column), shown((sheet, row, column))
                    if cell not in self.formulas and (value == "" or value in said or is_passed(value)):
                        yield MissedMinimum(cell, beside[row], str(value) or None)

    # what a cell says -----------------------------------------------------------------------------------

    def _is_right(self, verdict: Verdict, predicate: str, among: Sequence[Measured] | None = None) -> bool:
        asked = [each for each in among or verdict.measured if each.points(predicate) is not None]
        at = self._texts(verdict, predicate, {})
        for each in asked:
            if self._texts(verdict, predicate, {each: -NEAR}) == at:
                if not verdict.divides:
                    return False
                at = self._texts(verdict, predicate, {each: _NOISE})
                if self._texts(verdict, predicate, {each: -NEAR}) == at:
                    return False
            if self._texts(verdict, predicate, {each: NEAR}) != at:
                return False
        return bool(asked) and self._of_nothing(verdict, predicate) != at

    def _of_nothing(self, verdict: Verdict, predicate: str) -> Value:
        """Return what it says where there are no points at all."""
        return self._texts(verdict, predicate, verdict.nothing(predicate))

    def _texts(self, verdict: Verdict, predicate: str, apart: Mapping[Measured, float]) -> Value:
        """Return what it says for a predicate with all figures at their minimums, but for some; it is asked once."""
        asked = verdict, predicate, frozenset(apart.items())
        if asked not in self._said:
            self._said[asked] = self._typed(verdict, predicate, apart)
        return self._said[asked]

    def _typed(self, verdict: Verdict, predicate: str, apart: Mapping[Measured, float]) -> Value:
        for cell, value in verdict.held(predicate, apart).items():
            self.book.type(cell, value)
        return self.book.computed(verdict.cell)

    def _ask_together(self, verdicts: Iterable[Verdict]) -> None:
        """Ask what is asked of each: verdicts that agree on what is typed are computed at once."""
        together: list[tuple[dict[Cell, Value], list[_Asked]]] = []
        for verdict in verdicts:
            for predicate in self.law.ruleset.predicates:
                for apart in verdict.asked_first(predicate):
                    held, asked = verdict.held(predicate, apart), (verdict, predicate, frozenset(apart.items()))
                    for typed, others in together:
                        if all(typed.get(cell, value) == value for cell, value in held.items()):
                            typed.update(held)
                            others.append(asked)
                            break
                    else:
                        together.append((held, [asked]))
        for typed, all_asked in together:
            for cell, value in typed.items():
                self.book.type(cell, value)
            self.book.compute()
            self._said |= {asked: self.book.value(asked[0].cell) for asked in all_asked}

    def _change(self, verdict: Verdict, predicate: str, measured: Measured, due: Sequence[str]) -> float | None:
        """Return at how many points the text changes in place of the minimum; None where it never does.

        Where a column is about several predicates, it changes at the others' minimums too.
        """
        minimum = measured.points(predicate) or 0.0
        others = set() if verdict.targets else {measured.points(p) for p in due if p != predicate}

        def said(points: float) -> Value:
            return self._texts(verdict, predicate, {measured: points - minimum})

        grid = [measured.weight * n / _STEPS for n in range(_STEPS + 1)]
        texts = [said(points) for points in grid]
        changes = []
        for low, high, before, after in zip(grid, grid[1:], texts, texts[1:], strict=False):
            if before != after:
                left, right = low, high
                for _ in range(_HALVINGS):
                    middle = (left + right) / 2
                    left, right = (middle, right) if said(middle) == before else (left, middle)
                changes.append(round(right, 6))
        changes = [each for each in changes if not any(o is not None and abs(o - each) < NEAR for o in others)]
        return min(changes, key=lambda each: abs(each - minimum), default=None)

    # what a cell reads ----------------------------------------------------------------------------------

    def _verdict(self, cell: Cell) -> Verdict:
        read: dict[Cell, None] = {}
        targets: dict[Cell, None] = {}
        below: set[Cell] = set()
        divides = self._follow(cell, read, targets, below, 0)
        by_criterion: dict[str, list[Cell]] = defaultdict(list)
        for each in read:
            if each in self._measured:
                by_criterion[self._measured[each][0].id].append(each)
        measured = tuple(
            Measured(
                self._measured[cells[0]][0],
                tuple((each, self._measured[each][1]) for each in cells),
                self._measured[cells[0]][2],
            )
            for cells in by_criterion.values()
        )
        own = tuple(each for each in measured if any(at[:2] == cell[:2] for at, _ in each.cells))
        return Verdict(
            cell=cell,
            formula=self.formulas[cell],
            measured=own or measured,
            others=tuple(each for each in measured if own and each not in own),
            targets=tuple(targets),
            below=frozenset(below - {cell}),
            divides=divides,
        )

    def _follow(
        self, cell: Cell, read: dict[Cell, None], targets: dict[Cell, None], below: set[Cell], depth: int
    ) -> bool:
        """Gather what a formula reads through others, and tell whether anything is divided or multiplied on the way."""
        text = self.formulas[cell]
        targets |= dict.fromkeys(self._targets(cell[0], taken_apart(text)))
        divides = "/" in text or "*" in text
        for each in self._read_by(cell):
            if each in self._judged:
                read[each] = None
            elif each not in below:
                below.add(each)
                if each not in self.formulas or depth > _DEEPEST:
                    continue
                divides |= self._follow(each, read, targets, below, depth + 1)
        return divides

    def _read_by(self, cell: Cell) -> tuple[Cell, ...]:
        """Return the judged cells and formulas that a formula reads."""
        if cell not in self._reads:
            cells = self._cells(cell[0], taken_apart(self.formulas[cell]))
            self._reads[cell] = tuple(cells)
        return self._reads[cell]

    def _cells(self, own: str, formula: Formula) -> Iterator[Cell]:
        names = (str(token.value) for token in formula.tokens if token.kind == "name")
        yield from (self._named[name] for name in names if name in self._named)
        for cells in formula.cells:
            sheet = self._sheets.get((cells.sheet or own).casefold())
            height, width = cells.bottom - cells.top + 1, cells.right - cells.left + 1
            if sheet is not None and height * width <= _MOST_READ:
                yield from (
                    (sheet, row, column) for row in cells.rows() for column in range(cells.left, cells.right + 1)
                )

    def _targets(self, own: str, formula: Formula) -> Iterator[Cell]:
        """Yield the cells that a formula compares with the name of a predicate."""
        tokens = formula.tokens
        for first, middle, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if middle.value == "=" and {first.kind, last.kind} == {"cells", "text"}:
                cells, text = (first, last) if first.kind == "cells" else (last, first)
                sheet = self._sheets.get((getattr(cells.value, "sheet", None) or own).casefold(), own)
                if str(text.value).upper() in self.law.ruleset.predicates and isinstance(cells.value, Range):
                    yield sheet, cells.value.top, cells.value.left

    def _measure(self, judged: Judged) -> tuple[Criterion, float, float] | None:
        """Return the criterion over what a cell shows, what a point is in it, and how many points there are."""
        if judged.says not in (Says.SCORE, Says.SHARE, Says.PERCENT, Says.INDEX):
            return None
        criterion = self._by_questions.get(self._questions(judged.codes))
        if criterion is None:
            return None
        weight = sum(self.law.weights[code] for code in judged.codes)
        scale = {
            Says.SCORE: 1.0,
            Says.SHARE: 1 / weight,
            Says.PERCENT: 100 / weight,
            Says.INDEX: self.law.highest.get(judged.code, 1.0) / weight,
        }[judged.says]
        return criterion, scale, weight

    @cached_property
    def _by_questions(self) -> Mapping[frozenset[str], Criterion]:
        ruleset = self.law.ruleset
        return {self._questions(ruleset.nodes_of(each)): each for each in ruleset.criteria if each.measure != "fact"}

    def _questions(self, codes: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*(self.law.under[code] for code in codes))


def _written_in(verdict: Verdict) -> Iterator[str]:
    """Yield the texts that stand in a verdict's formula: what it says where nothing is answered is one of them."""
    return (str(token.value) for token in taken_apart(verdict.formula).tokens if token.kind == "text")
