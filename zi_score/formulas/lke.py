"""The sheet of the LKE: which cells are typed in, and which should say a figure of the regulation.

Where an answer, a score or a total stands, the form says. Whether a column shows points or values, shares or
percentages, its own figures tell over the sets of answers: most of its formulas are right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from zi_score.formulas.cells import Figures, Judged, Says, agrees, is_number, says
from zi_score.formulas.expected import Arithmetic
from zi_score.formulas.values import Cell, Value
from zi_score.model.formula import taken_apart
from zi_score.model.submission import AnswerColumns, Submission
from zi_score.model.worksheet import Assessor

Vectors = Mapping[Cell, Sequence[Value]]
"""What cells show, set by set."""

_FEWEST = 3
"""Figures of a column that must agree before it is taken to say something."""

_SOME = 8
"""Cells of a column to one formula, from which on somebody else fills it."""

_VOTING = 5
"""Sets of answers on which cells vote for what their column says."""

_IN_COLUMN = (Says.SHARE, Says.PERCENT, Says.WEIGHT, Says.SCORE, Says.VALUE)


@dataclass(frozen=True)
class TypedCell:
    """A cell that is typed in: by the code of its question, or ``code.key`` of a count."""

    cell: Cell
    assessor: Assessor
    code: str


class Lke:
    """The sheet of the LKE under proof."""

    def __init__(self, submission: Submission, law: Arithmetic, formulas: Mapping[Cell, str]) -> None:
        """Remember where things stand, and the formulas of the workbook."""
        self.submission, self.law, self.formulas = submission, law, formulas
        self.form, self.name = submission.form, submission.lke.grid.sheet

    @cached_property
    def present(self) -> frozenset[str]:
        """The questions that have a row, with all their counts that a ratio needs."""
        return frozenset(code for code in self.law.questions if code in self.form.rows)

    @cached_property
    def inputs(self) -> tuple[TypedCell, ...]:
        """The cells that are typed in; a formula stands there only in place of an answer."""
        computing = {each.cell for each in self.computing}
        return tuple(
            TypedCell(cell, columns.assessor, code)
            for columns in self.form.assessors
            for code, cell in self._answers(columns)
            if cell not in computing
        )

    @cached_property
    def computing(self) -> tuple[Judged, ...]:
        """The cells in the columns of answers that compute a ratio or a count from counts, or should as others do."""
        return tuple(each for columns in self.form.assessors for each in self._computing(columns))

    def _computing(self, columns: AnswerColumns) -> Iterator[Judged]:
        due = {cell: code for code, cell in self._answers(columns) if self._is_due(code)}
        for figure in (Says.RATIO, Says.SUM):
            cells = {cell: code for cell, code in due.items() if (code in self.law.questions) is (figure is Says.RATIO)}
            computing = [cell for cell, code in cells.items() if self._computes(cell, code)]
            typed = [cell for cell in cells if cell not in self.formulas and self._number(*cell[1:]) is not None]
            kept = typed if len(computing) > len(typed) or (figure is Says.SUM and computing) else []
            counted = [cell for cell in kept if self._has_counts(columns.assessor, cells[cell])]
            for cell in (*computing, *counted):
                yield Judged(cell, figure, (cells[cell],), columns.assessor, self.formulas.get(cell))

    def _has_counts(self, assessor: Assessor, code: str) -> bool:
        """Whether the counts from which a cell is computed hold something today; else what is typed there counts."""
        sheet = next((each for each in self.submission.worksheet.sheets if each.assessor is assessor), None)
        question, key = self.law.asked(code)
        keys = question.input(key).sum_of if key else [row.key for row in question.inputs]
        below = [f"{question.code}.{each}" for each in keys]
        return sheet is not None and any(each in sheet.answers and sheet.answers[each].typed for each in below)

    @cached_property
    def fixed(self) -> Mapping[Cell, Value]:
        """Weights and choices as they should stand, where they do not: what is wrong with these is told elsewhere."""
        return {**self._weights, **self._choices}

    def _answers(self, columns: AnswerColumns) -> Iterator[tuple[str, Cell]]:
        rows = self.form.rows
        for question in self.law.questions.values():
            yield from ((code, self._cell(rows[code], columns.answer)) for code in question.codes if code in rows)

    def _computes(self, cell: Cell, code: str) -> bool:
        """Whether a formula computes what the law makes of other cells; one that reads another sheet is an answer."""
        formula = self.formulas.get(cell)
        if formula is None or not self._is_due(code):
            return False
        own = [each for each in taken_apart(formula).cells if each.sheet is None or each.names(self.name)]
        if any(each.left <= cell[2] <= each.right for each in own):
            return True
        question, _ = self.law.asked(code)  # else it takes over an answer, unless the counts of its question are typed
        counts = (self.form.rows.get(f"{question.code}.{row.key}") for row in question.inputs)
        cells = (self._cell(row, cell[2]) for row in counts if row is not None)
        return bool(own) and any(each not in self.formulas and self._number(*each[1:]) is not None for each in cells)

    def _is_due(self, code: str) -> bool:
        """Whether the law computes a cell's figure from others: a ratio, a sum, a count that stands elsewhere too."""
        question, key = self.law.asked(code)
        if not key:
            return question.ratio is not None
        return bool(question.input(key).sum_of or question.input(key).same_as)

    def _cell(self, row: int, column: int) -> Cell:
        return self.name, row, column

    @cached_property
    def _weights(self) -> Mapping[Cell, Value]:
        column = self.form.weight
        if column is None:
            return {}
        rows = {code: row for code, row in self.form.rows.items() if code in self.law.ruleset.nodes}
        numbers = {code: self._number(row, column) for code, row in rows.items()}
        agreeing = sum(agrees(number, self.law.weights[code]) for code, number in numbers.items())
        apart = {
            code: number
            for code, number in numbers.items()
            if number is not None and not agrees(number, self.law.weights[code])
        }
        if agreeing <= len(apart):
            return {}
        return {
            cell: self.law.weights[code]
            for code in apart
            if (cell := self._cell(rows[code], column)) not in self.formulas
        }

    @cached_property
    def _choices(self) -> Mapping[Cell, Value]:
        """Choices as most rows of the same scale have them."""
        column = self.form.choices
        if column is None:
            return {}
        texts: dict[str, dict[Cell, str]] = defaultdict(dict)
        for code in self.present:
            cell = self._cell(self.form.rows[code], column)
            if cell not in self.formulas:
                value = self.submission.lke.grid.at(cell[1], column)
                texts[self.law.questions[code].scale][cell] = value if isinstance(value, str) else ""
        fixed: dict[Cell, Value] = {}
        for cells in texts.values():
            usual, count = Counter(cells.values()).most_common(1)[0]
            if 2 * count > len(cells):
                fixed |= {cell: usual for cell, text in cells.items() if text != usual}
        return fixed

    def _number(self, row: int, column: int) -> float | None:
        value = self.submission.lke.grid.at(row, column)
        return value if isinstance(value, float) else None

    # what the columns say -----------------------------------------------------------------------------

    @cached_property
    def without_formulas(self) -> Mapping[Cell, tuple[str, Assessor]]:
        """The score cells of columns in which hardly anything computes, by what they are about: portals fill these."""
        found: dict[Cell, tuple[str, Assessor]] = {}
        for columns in self.form.assessors:
            cells = self._scored(columns)
            computing = sum(cell in self.formulas for cell in cells)
            if _SOME * computing <= len(cells):
                others = {cell: code for cell, code in cells.items() if cell not in self.formulas}
                found |= {cell: (code, columns.assessor) for cell, code in others.items()}
        return found

    def _scored(self, columns: AnswerColumns) -> dict[Cell, str]:
        """Return the cells of a score column by the codes of questions, nodes and totals."""
        if columns.score is None:
            return {}
        known = self.law.weights.keys()
        cells = {self._cell(row, columns.score): code for code, row in self.form.rows.items() if code in known}
        return cells | {self._cell(row, columns.score): code for code, row in self.form.totals.items()}

    def judged(self, vectors: Vectors, figures: Mapping[Assessor, Sequence[Figures]]) -> list[Judged]:
        """Return every cell of the sheet that should say a figure, by what the columns show."""
        found = list(self.computing)
        taken = {columns.answer for columns in self.form.assessors}
        for columns in self.form.assessors:
            if columns.score is not None:
                taken.add(columns.score)
                found += self._score_column(columns, vectors, figures[columns.assessor])
        return found + [each for each in self._further_columns(vectors, figures) if each.cell[2] not in taken]

    def _score_column(self, columns: AnswerColumns, vectors: Vectors, figures: Sequence[Figures]) -> Iterator[Judged]:
        cells = self._scored(columns)
        if not any(cell in self.formulas for cell in cells):
            return
        plain = {cell: code for cell, code in cells.items() if self._is_within(code)}
        said = self._vote(plain, vectors, figures, columns.assessor)
        due = self._due(cells)
        for cell, code in cells.items():
            if cell not in due:
                continue
            judged = Judged(cell, Says.SCORE, (code,), columns.assessor, self.formulas.get(cell))
            if cell in plain:
                judged = replace(judged, says=self._said(plain, code, vectors, figures, columns.assessor) or said)
            elif code in self.law.questions:
                value = replace(judged, says=Says.VALUE)
                judged = value if self._matches(value, vectors, figures) else judged
            yield judged
        for code, row in self.form.rows.items():
            if code not in self.law.weights and columns.score is not None:
                cell = self._cell(row, columns.score)
                if cell in self.formulas or self._number(row, columns.score) is not None:
                    yield Judged(cell, Says.NOTHING, (code,), columns.assessor, self.formulas.get(cell))

    def _said(
        self,
        plain: Mapping[Cell, str],
        code: str,
        vectors: Vectors,
        figures: Sequence[Figures],
        assessor: Assessor,
    ) -> Says | None:
        """Return what all questions of an indicator show whose own figure is right with that; None if they differ."""
        indicator = self.law.parents[code]
        cells = {cell: each for cell, each in plain.items() if self.law.parents[each] == indicator}
        row = self.form.rows.get(indicator)
        above = None if row is None else self._cell(row, next(iter(cells))[2])
        if above is None or not self._matches(Judged(above, Says.SCORE, (indicator,), assessor), vectors, figures):
            return None
        for figure in (Says.VALUE, Says.SCORE):
            said = (Judged(cell, figure, (each,), assessor) for cell, each in cells.items())
            if all(self._matches(each, vectors, figures) for each in said):
                return figure
        return None

    def _is_within(self, code: str) -> bool:
        """Whether a code is that of a question that stands below its indicator."""
        return code in self.law.questions and code not in self.law.indicators

    def _due(self, cells: Mapping[Cell, str]) -> frozenset[Cell]:
        """Return the cells of a column that should compute: those that do, and those of whose kind most do."""
        kinds: dict[object, list[Cell]] = defaultdict(list)
        for cell, code in cells.items():
            kinds[self._is_within(code) or (code.count(".") if code else 0)].append(cell)
        due = {cell for cell in cells if cell in self.formulas}
        for alike in kinds.values():
            computing = sum(cell in self.formulas for cell in alike)
            typed = [cell for cell in alike if cell not in self.formulas]
            numbers = [cell for cell in typed if self._number(cell[1], cell[2]) is not None]
            if computing > len(numbers):
                due |= set(numbers)
            if computing >= _FEWEST and computing > 3 * len(typed):
                due |= set(typed)
        return frozenset(due)

    def _further_columns(self, vectors: Vectors, figures: Mapping[Assessor, Sequence[Figures]]) -> Iterator[Judged]:
        """Yield the formulas in other columns beside the nodes: shares, percentages, weights."""
        codes = {row: code for code, row in self.form.rows.items() if code in self.law.weights}
        codes |= {row: code for code, row in self.form.totals.items()}
        columns: dict[int, dict[Cell, str]] = defaultdict(dict)
        for cell in self.formulas:
            if cell[0] == self.name and cell[1] in codes:
                columns[cell[2]][cell] = codes[cell[1]]
        for column, cells in columns.items():
            best: tuple[int, Says, Assessor] | None = None
            for figure, (assessor, each) in product(_IN_COLUMN, figures.items()):
                if best and best[0] == len(cells):
                    break
                matching = sum(
                    self._matches(Judged(cell, figure, (code,), assessor), vectors, each)
                    for cell, code in cells.items()
                    if figure is not Says.VALUE or code in self.law.questions
                )
                if best is None or matching > best[0]:
                    best = matching, figure, assessor
            if best and best[0] >= min(_FEWEST, len(cells)) and 2 * best[0] > len(cells):
                for cell, code in (cells | self._typed(column, codes, len(cells))).items():
                    yield Judged(cell, self._saying(best[1], code), (code,), best[2], self.formulas.get(cell))

    def _typed(self, column: int, codes: Mapping[int, str], formulas: int) -> dict[Cell, str]:
        """Return the numbers that are typed among many formulas of a column."""
        cells = {self._cell(row, column): code for row, code in codes.items() if self._number(row, column) is not None}
        typed = {cell: code for cell, code in cells.items() if cell not in self.formulas}
        return typed if 3 * len(typed) < formulas and column != self.form.weight else {}

    def _saying(self, figure: Says, code: str) -> Says:
        return Says.SCORE if figure is Says.VALUE and code not in self.law.questions else figure

    def _vote(
        self, cells: Mapping[Cell, str], vectors: Vectors, figures: Sequence[Figures], assessor: Assessor
    ) -> Says:
        """Return whether most questions of a column show values or points."""
        votes = {
            figure: sum(
                self._matches(Judged(cell, figure, (code,), assessor), vectors, figures) for cell, code in cells.items()
            )
            for figure in (Says.VALUE, Says.SCORE)
        }
        return max(votes, key=lambda each: votes[each])

    @staticmethod
    def _matches(judged: Judged, vectors: Vectors, figures: Sequence[Figures]) -> bool:
        """Whether a cell shows a figure on all sets in which no question is odd."""
        shown = vectors.get(judged.cell)
        if shown is None or not is_number(shown[1]):
            return False
        return says(judged, shown[:_VOTING], figures[:_VOTING])
