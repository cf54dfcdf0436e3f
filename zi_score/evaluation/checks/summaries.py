"""Sheets that sum up the LKE: what they read, what they compare with, what they call passed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zi_score.evaluation.checks.subject import Subject
from zi_score.law.ruleset import Criterion
from zi_score.model.exact import plain
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.formula import Formula, Range, position
from zi_score.model.submission import Sheet
from zi_score.model.worksheet import Assessor, column_letters

_PASSED = re.compile(r"(ok(e)?|lulus|memenuhi( syarat)?|terpenuhi|tercapai|sesuai|ya|layak)", re.IGNORECASE)
_AT_LEAST = (">=", ">")
_COMPARISONS = (*_AT_LEAST, "<=", "<")
_GRAND_TOTAL = re.compile(r"nilai (hasil )?(evaluasi|akhir|total)|total nilai|total$", re.IGNORECASE)
_COMPONENT_TOTAL = re.compile(r"total (\w+)$", re.IGNORECASE)
_WEIGHT_HEADER = re.compile(r"bobot\b", re.IGNORECASE)
_FURTHER_WORDS = 2


def check_summaries(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong in the sheets that sum up the LKE."""
    for sheet in subject.submission.others():
        summary = _Summary(subject, sheet)
        if summary.rows:
            yield from summary.wrong_columns()
            yield from summary.wrong_rows()
            yield from summary.minimums()
            yield from summary.weights()


@dataclass(frozen=True)
class _Row:
    """A row of a summary: what it is about by its label, and by what it reads of the LKE."""

    named: str | None
    read: frozenset[str]


@dataclass(frozen=True, eq=False)
class _Summary:
    """A sheet beside the LKE, with the rows that are about a part of the regulation."""

    subject: Subject
    sheet: Sheet

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], Formula]:
        """The sheet's formulas by row and column."""
        found = ((at, self.sheet.formula(*at)) for cell in self.sheet.behind.formulas if (at := position(cell)))
        return {at: formula for at, formula in found if formula}

    @cached_property
    def _reads(self) -> Mapping[tuple[int, int], tuple[tuple[int, int], ...]]:
        """For each formula the single cells of the LKE that it reads."""
        lke = self.subject.submission.lke.grid.sheet
        return {
            at: tuple(
                (cells.top, cells.left)
                for cells in formula.cells
                if cells.names(lke) and (cells.top, cells.left) == (cells.bottom, cells.right)
            )
            for at, formula in self.formulas.items()
        }

    @cached_property
    def _codes(self) -> Mapping[int, str]:
        """Codes of the nodes by their rows in the LKE; total rows are nodes too."""
        form, ruleset = self.subject.submission.form, self.subject.ruleset
        rows = {row: code for code, row in form.rows.items() if code in ruleset.nodes}
        return {row: code for code, row in form.totals.items()} | rows

    @cached_property
    def _score_columns(self) -> Mapping[int, Assessor]:
        assessors = self.subject.submission.form.assessors
        return {columns.score: columns.assessor for columns in assessors if columns.score is not None}

    @cached_property
    def rows(self) -> Mapping[int, _Row]:
        """The rows that are about a part of the regulation; none if the sheet reads nothing of the LKE."""
        reads: dict[int, set[str]] = {}
        for (row, _), cells in self._reads.items():
            codes = {self._codes[n] for n, column in cells if n in self._codes and column in self._score_columns}
            reads.setdefault(row, set()).update(codes)
        if not any(reads.values()):
            return {}
        rows = {n: _Row(self._label(n), frozenset(reads.get(n, ()))) for n in range(len(self.sheet.grid.rows))}
        return {n: row for n, row in rows.items() if row.named is not None or row.read}

    def wrong_columns(self) -> Iterator[Finding]:
        """Yield that a sheet named after one assessor reads another's scores, once."""
        own = self.sheet.assessor
        read = [
            (at, column) for at, cells in self._reads.items() for _, column in cells if column in self._score_columns
        ]
        wrong = [(at, column) for at, column in read if self._score_columns[column] != own]
        if own is not None and wrong:
            at, column = wrong[0]
            yield finding(
                "summary-wrong-column",
                cell=self.sheet.grid.place(*at),
                assessor=own,
                sheet=self.sheet.grid.sheet,
                assessor_name=own.label,
                column=column_letters(column),
                other_name=self._score_columns[column].label,
            )

    def wrong_rows(self) -> Iterator[Finding]:
        """Yield the formulas that read a row of the LKE that is not the one their own row is about."""
        for at, cells in self._reads.items():
            row = self.rows.get(at[0])
            if row is None or row.named is None:
                continue
            for n, column in cells:
                code = self._codes.get(n)
                if column in self._score_columns and code and not self._belongs(code, row.named):
                    yield finding(
                        "summary-wrong-row",
                        code=code,
                        cell=self.sheet.grid.place(*at),
                        formula=self.formulas[at].text,
                        found=f"{code} {self._name(code)}",
                        right=self._name(row.named),
                    )

    def minimums(self) -> Iterator[Finding]:
        """Yield minimums that are wrong or left out, and formulas that call passed what reaches none."""
        judging: dict[int, dict[int, Formula]] = {}
        for (row, column), formula in self.formulas.items():
            if row in self.rows and _compares(formula):
                judging.setdefault(column, {})[row] = formula
        for column, formulas in judging.items():
            for row, formula in formulas.items():
                yield from self._judged(row, column, formula)
            yield from self._left_out(column, formulas)

    def _judged(self, row: int, column: int, formula: Formula) -> Iterator[Finding]:
        place = self.sheet.grid.place(row, column)
        criterion = self._criterion(self.rows[row])
        for predicate, found in self._minimums(row, formula) if criterion else ():
            if criterion and found not in (right := self._right(criterion, predicate)):
                yield finding(
                    "summary-minimum-differs",
                    code=criterion.id,
                    cell=place,
                    predicate=predicate,
                    found=plain(found),
                    right=plain(right[0]) if right else "-",
                    citation=self.subject.ruleset.citation(criterion).text,
                )
        if text := _always_passes(formula):
            code = criterion.id if criterion else None
            yield finding("summary-always-passes", code=code, cell=place, text=typed(text))

    def _minimums(self, row: int, formula: Formula) -> Iterator[tuple[str, Fraction]]:
        """Yield the minimums that a formula compares its own row with; one over several rows names others' too."""
        own, lke = self.sheet.grid.sheet, self.subject.submission.lke.grid.sheet
        for predicate, number, cell in _comparisons(formula, self.subject.ruleset.predicates):
            is_in_row = cell is not None and (cell.sheet is None or cell.names(own)) and row in cell.rows()
            if cell is None or cell.names(lke) or is_in_row:
                yield predicate, number

    def _left_out(self, column: int, formulas: Mapping[int, Formula]) -> Iterator[Finding]:
        """Yield the rows with a minimum that a column of comparisons passes over."""
        between = range(min(formulas), max(formulas))
        scored = {row for row, at in self.formulas if at != column}
        due = {
            n: criterion
            for n, row in self.rows.items()
            if n in between and n in scored and (criterion := self._criterion(row))
        }
        if len(due.keys() & formulas.keys()) * 2 <= len(due):
            return
        for n, criterion in due.items():
            if n not in formulas and self.sheet.grid.at(n, column) == "":
                minimums = [f"{p} {plain(m)}" for p, m in criterion.minimum.items() if isinstance(m, Fraction)]
                yield finding(
                    "summary-minimum-missing",
                    code=criterion.id,
                    cell=self.sheet.grid.place(n, column),
                    label=criterion.label,
                    minimum=", ".join(minimums),
                    citation=self.subject.ruleset.citation(criterion).text,
                )

    def weights(self) -> Iterator[Finding]:
        """Yield the weights that are not the regulation's."""
        column = self._weight_column
        if column is None:
            return
        for n, row in self.rows.items():
            found, right = self.sheet.number(n, column), self._weights(row)
            if found is not None and right and found not in right:
                yield finding(
                    "weight-differs",
                    cell=self.sheet.grid.place(n, column),
                    node=self._name(row.named if row.named is not None else min(row.read)),
                    found=plain(found),
                    right=plain(right[0]),
                )

    @cached_property
    def _weight_column(self) -> int | None:
        grid = self.sheet.grid
        cells = ((row, column) for row in range(len(grid.rows)) for column in range(len(grid.rows[row])))
        return next((column for row, column in cells if _WEIGHT_HEADER.match(grid.text(row, column))), None)

    def _weights(self, row: _Row) -> list[Fraction]:
        """Return the weights that a row may show: of what it is about, and of what it reads."""
        codes = self._parts(row.named) if row.named is not None else ()
        sums = [codes, tuple(row.read), *((code,) for code in codes)]
        return [sum((self._weight(code) for code in each), Fraction()) for each in sums if each]

    def _weight(self, code: str) -> Fraction:
        nodes = self.subject.ruleset.nodes
        return (
            nodes[code].weight if code else sum((nodes[root].weight for root in self.subject.ruleset.roots), Fraction())
        )

    def _label(self, row: int) -> str | None:
        """Return what a row's text names: an area by ``#`` and its number, a node by its code."""
        grid = self.sheet.grid
        texts = [
            grid.text(row, column) for column in range(len(grid.rows[row])) if isinstance(grid.at(row, column), str)
        ]
        for text in texts:
            said = _words(text)
            found = [
                name
                for name, words in self._names.items()
                if words <= said and len(said) <= len(words) + _FURTHER_WORDS
            ]
            if found:
                return max(found, key=lambda name: len(self._names[name]))
            if _GRAND_TOTAL.match(text):
                return ""
        return None

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """Return the words by which areas and the nodes outside them are known."""
        ruleset = self.subject.ruleset
        names = {f"#{area.number}": _words(ruleset.nodes[area.sections[0]].name) for area in ruleset.areas}
        inside = tuple(section for area in ruleset.areas for section in area.sections)
        names |= {c: _words(n.name) for c, n in ruleset.nodes.items() if c.count(".") <= 1 and not c.startswith(inside)}
        return {name: words for name, words in names.items() if words}

    def _parts(self, name: str) -> tuple[str, ...]:
        """Return the nodes that a name stands for."""
        return self.subject.ruleset.area(int(name[1:])).sections if name.startswith("#") else (name,)

    def _name(self, name: str) -> str:
        code = self._parts(name)[0]
        return self.subject.ruleset.nodes[code].name if code else "total"

    def _belongs(self, code: str, name: str) -> bool:
        under = self.subject.under
        return any(under[code] <= under[part] for part in self._parts(name))

    def _criterion(self, row: _Row) -> Criterion | None:
        """Return the minimum that a row is about: the one over the same questions."""
        codes = self._parts(row.named) if row.named is not None else tuple(row.read)
        questions = frozenset[str]().union(*(self.subject.under[code] for code in codes))
        return next(
            (c for c in self.subject.ruleset.criteria if c.measure != "fact" and self._asked(c) == questions), None
        )

    def _asked(self, criterion: Criterion) -> frozenset[str]:
        codes = self.subject.ruleset.nodes_of(criterion)
        return frozenset[str]().union(*(self.subject.under[code] for code in codes))

    def _right(self, criterion: Criterion, predicate: str) -> tuple[Fraction, ...]:
        """Return a minimum as it may be written: as a share, or as points."""
        minimum = criterion.minimum.get(predicate)
        if not isinstance(minimum, Fraction):
            return ()
        whole = sum((self._weight(code) for code in self.subject.ruleset.nodes_of(criterion)), Fraction())
        if criterion.measure == "share":
            return minimum, minimum * whole, minimum * 100
        return minimum, minimum / whole, minimum / whole * 100


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{2,}", text.casefold()))


def _compares(formula: Formula) -> bool:
    """Whether a formula says in words how a figure stands to a minimum."""
    kinds = Counter(token.kind for token in formula.tokens)
    return kinds["text"] > 0 and any(t.kind == "comparison" and t.value in _COMPARISONS for t in formula.tokens)


def _comparisons(formula: Formula, predicates: tuple[str, ...]) -> Iterator[tuple[str, Fraction, Range | None]]:
    """Yield predicate, number and cell where a formula compares a cell with a number for a predicate.

    It is asked for before (``B2="WBK"``, then ``L6>=60%``), or it is what the formula says after
    the comparison (``L6>=60%``, then ``"WBK"``).
    """
    asked: str | None = None
    compared: tuple[Fraction, Range | None] | None = None
    cell: Range | None = None
    tokens = formula.tokens
    for n, token in enumerate(tokens):
        before = tokens[n - 1] if n else None
        if token.kind == "text" and (predicate := str(token.value).upper()) in predicates:
            if any(near is not None and near.value == "=" for near in (before, *tokens[n + 1 : n + 2])):
                asked, compared = predicate, None
            elif compared is not None:
                yield predicate, *compared
                compared = None
        elif isinstance(token.value, Range):
            cell = token.value
        elif isinstance(token.value, Fraction) and before is not None and before.value in _COMPARISONS:
            if asked:
                yield asked, token.value, cell
            compared = (token.value, cell) if not asked and before.value in _AT_LEAST else None
            asked = None


def _always_passes(formula: Formula) -> str | None:
    """Return the text that a formula gives where no comparison holds, if it says passed."""
    texts = [str(token.value) for token in formula.tokens if token.kind == "text"]
    order = {token.value for token in formula.tokens if token.kind == "comparison" and token.value in _COMPARISONS}
    passed = [text for text in texts if _PASSED.fullmatch(text.strip())]
    if not order or not order <= set(_AT_LEAST) or len(passed) < _FURTHER_WORDS or texts[-1] not in passed:
        return None
    return texts[-1]
