"""Sheets that sum up the LKE: which figure of which part each of their cells should say.

A row is about what its label names. What a column says of it, and of whom, its neighbours above and below tell: most
of them are right. A cell that says neither that nor anything else that could be meant is not judged.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from zi_score.formulas.cells import Figures, Judged, Says, agrees, says
from zi_score.formulas.expected import Arithmetic
from zi_score.formulas.lke import Vectors
from zi_score.formulas.result import WeightFault
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.formula import taken_apart
from zi_score.model.pattern import pattern
from zi_score.model.submission import Sheet
from zi_score.model.worksheet import Assessor

_TOTAL = pattern(
    r"grand total|nilai( hasil)? (evaluasi|akhir|total)( (zona|integritas|reformasi|birokrasi|zi|lke|unit|kerja))*",
    re.IGNORECASE,
)
_SUMMED = pattern(r"total|jumlah( total)?|total nilai", re.IGNORECASE)
_SOME_TOTAL = "+"
"""What a label names that is a total, but does not say of what."""

_SUM = pattern(r"total|jumlah|nilai", re.IGNORECASE)
_FIGURE = pattern(r" *\d+([.,]\d+)? ?%? *")
"""A number that is typed as a text."""

_WEIGHT = pattern(r"bobot\s*(\(.*\))?", re.IGNORECASE)
_FURTHER_WORDS = 2
_NEAREST = 2
_UNIFORM = 4
"""Figures that make a column one of a kind, if all of them are."""

_FEWEST_WEIGHTS = 4
"""Weights of a column before it is taken to be one of weights: a few numbers may be so by chance."""

_GAP = 3
"""Rows without a figure that part two blocks of a column."""

_FIGURES = (Says.SCORE, Says.SHARE, Says.PERCENT)


class Saying(NamedTuple):
    """What a cell says of that which its row is about: which figure, of whom, and of which part of it."""

    says: Says
    assessor: Assessor
    part: str | None
    """A section; None for the whole."""


Sayings = tuple[Saying, ...]
"""All that a cell may be saying, the likeliest first: in the same order in every process."""


class SummarySheet:
    """A sheet beside the LKE, and what its formulas show."""

    def __init__(
        self,
        sheet: Sheet,
        law: Arithmetic,
        formulas: Mapping[Cell, str],
        vectors: Vectors,
        figures: Mapping[Assessor, Sequence[Figures]],
    ) -> None:
        """Remember the sheet, and of the workbook its formulas and what they show beside what the law gives."""
        self.sheet, self.law, self.figures = sheet, law, figures
        self.name = sheet.grid.sheet
        self.formulas = {cell: text for cell, text in formulas.items() if cell[0] == self.name}
        self.shown = {cell: vectors[cell] for cell in self.formulas if cell in vectors}

    def judged(self) -> Iterator[Judged]:
        """Yield the cells that should say a figure of the regulation."""
        columns: dict[int, dict[int, Sayings]] = defaultdict(dict)
        for cell, vector in self.shown.items():
            if cell[1] in self.rows and isinstance(vector[1], float | ErrorValue):
                said = tuple(self._relations(self.rows[cell[1]], vector))
                if said or vector[1] != vector[2] or isinstance(vector[1], ErrorValue):  # else nothing of the answers
                    columns[cell[2]][cell[1]] = said
        for column, rows in columns.items():
            for row in rows:
                if relation := self._due(row, rows, is_typed=False):
                    yield self._judged(row, column, relation)
            for row in self._typed(column, rows):
                if (due := self._due(row, rows, is_typed=True)) and not self._is_end_weight(due, row, column, rows):
                    yield self._judged(row, column, due)

    @cached_property
    def rows(self) -> Mapping[int, str]:
        """What each row is about: by its label, else by its figures."""
        totals = {row: self._total(row) for row, name in self.labels.items() if name == _SOME_TOTAL}
        return {**self.labels, **dict(self._recognised()), **totals}

    def _recognised(self) -> Iterator[tuple[int, str]]:
        """Yield the rows whose label names nothing, but whose figures are all those of one node."""
        rows: dict[int, Counter[str]] = defaultdict(Counter)
        for cell, vector in self.shown.items():
            if cell[1] not in self.labels and isinstance(vector[1], float) and vector[1] != vector[2]:
                code = next((code for code in self.law.weights if self._says_all_of(code, vector)), None)
                if code is not None:
                    rows[cell[1]][code] += 1
        for row, codes in rows.items():
            if len(codes) == 1 and not codes.keys() & set(self.labels.values()):
                yield row, next(iter(codes))

    def _total(self, row: int) -> str:
        """Return what a total is of: of what its figures say, else of the areas or components above it."""
        vectors = [vector for cell, vector in self.shown.items() if cell[1] == row and isinstance(vector[1], float)]
        for name in ("", *self.law.ruleset.roots):
            if any(self._says_all_of(name, vector) for vector in vectors):
                return name
        above = self.labels.get(max((near for near in self.labels if near < row), default=row), "")
        area = self.law.ruleset.areas[0].sections[0] if above.startswith("#") else ""
        return area.partition(".")[0]

    def _judged(self, row: int, column: int, relation: Saying) -> Judged:
        cell = (self.name, row, column)
        codes = self._codes(self.rows[row], relation.part) or self._codes(self.rows[row], None)
        return Judged(cell, relation.says, codes, relation.assessor, self.formulas.get(cell), is_summary=True)

    def _typed(self, column: int, rows: Mapping[int, Sayings]) -> Iterator[int]:
        """Yield the rows of a column of figures in which a number is typed, or nothing where one is missed."""
        for row in self.rows:
            if row in rows:
                continue
            value = self.sheet.grid.at(row, column)
            is_due = self._is_only_area(row, rows)
            is_figure = isinstance(value, float) or (isinstance(value, str) and _FIGURE.fullmatch(value))
            if (is_figure and (is_due or _is_among(row, rows) or self._is_read(row, column))) or (
                value == "" and (is_due or self._is_missed(row, column, rows))
            ):
                yield row

    def _is_only_area(self, row: int, rows: Mapping[int, Sayings]) -> bool:
        """Whether all areas but this one have a figure."""
        areas = len(self.law.ruleset.areas)
        block = [near for near in rows if self._kind(near) == "area" and abs(near - row) < areas]
        return self._kind(row) == "area" and len(block) + 1 == areas

    def _is_missed(self, row: int, column: int, rows: Mapping[int, Sayings]) -> bool:
        """Whether a figure is missed in a row that has others: by a formula of the row, or between its neighbours."""
        near = [n for n in (row - 1, row + 1) if rows.get(n)]
        values = self.sheet.grid.rows[row : row + 1]  # there is none where no formula of the last rows has a value
        texts = [str(value) for cells in values for value in cells if isinstance(value, str)]
        is_due = bool(self._beside(row)) or any(map(_SUM.match, texts))
        return bool(near) and (self._is_read(row, column) or (is_due and len(near) > 1))

    def _is_end_weight(self, said: Saying, row: int, column: int, rows: Mapping[int, Sayings]) -> bool:
        """Whether a weight is typed before or behind others: ``weights`` tells whether it is right."""
        is_weight = said.says is Says.WEIGHT and self.sheet.grid.at(row, column) != ""
        return is_weight and not _is_among(row, rows)

    def _is_read(self, row: int, column: int) -> bool:
        """Whether a formula of the row reads a cell by itself."""
        return any(
            each.sheet is None and (each.top, each.left) == (each.bottom, each.right) == (row, column)
            for text in self._beside(row)
            for each in taken_apart(text).cells
        )

    def _beside(self, row: int) -> list[str]:
        return [text for cell, text in self.formulas.items() if cell[1] == row]

    def _due(self, row: int, rows: Mapping[int, Sayings], *, is_typed: bool) -> Saying | None:
        """Return what a cell should say, by itself and by its nearest neighbours in the column."""
        own = rows.get(row, ())
        votes = Counter(
            relation
            for near in self._neighbours(row, rows)
            for relation in rows[near]
            if self._codes(self.rows[row], relation.part)
        )
        agreed = [relation for relation, count in votes.most_common() if count == max(votes.values())]
        if both := [relation for relation in agreed if relation in own]:
            return both[0]
        if said := next((each for each in own if self._is_only_shown_otherwise(each, agreed, row, rows)), None):
            return said
        enough = len(agreed) == 1 and votes[agreed[0]] > 1
        if enough and agreed[0].says is Says.WEIGHT and not is_typed:
            weights = [near for near in rows if any(each.says is Says.WEIGHT for each in rows[near])]
            enough = len(weights) >= _FEWEST_WEIGHTS and len(weights) + 1 == len(rows)
        if enough and (own or is_typed or self._reads_figures(row, rows)):
            return agreed[0]
        return min(own, key=lambda each: (each.part is not None, each.says), default=None)

    def _reads_figures(self, row: int, rows: Mapping[int, Sayings]) -> bool:
        """Whether most of the column's rows of the same kind say what they should, so that this one is to."""
        alike = [near for near in rows if self._kind(near) == self._kind(row)]
        return 2 * sum(bool(rows[near]) for near in alike) >= len(alike)

    def _is_only_shown_otherwise(
        self, said: Saying, agreed: Sequence[Saying], row: int, rows: Mapping[int, Sayings]
    ) -> bool:
        """Whether a cell says the whole of what its row is about, but as a share where its neighbours show points.

        That is a fault only where the whole column shows the other.
        """
        if said.part is not None or said.says is Says.WEIGHT or said.assessor not in {each.assessor for each in agreed}:
            return False
        others = [rows[near] for near in rows if near != row and rows[near]]
        is_uniform = len(others) >= _UNIFORM and not any(set(agreed).isdisjoint(each) for each in others)
        return not is_uniform

    def _kind(self, row: int) -> str:
        return "area" if self.rows[row].startswith("#") else "node"

    def _neighbours(self, row: int, rows: Mapping[int, Sayings]) -> list[int]:
        """Return the nearest rows above and below whose figures are known, within the block."""
        found: list[int] = []
        for side in (sorted((n for n in rows if n < row), reverse=True), sorted(n for n in rows if n > row)):
            last, taken = row, 0
            for near in side:
                if abs(near - last) > _GAP or taken == _NEAREST:
                    break
                last = near
                if rows[near]:
                    found.append(near)
                    taken += 1
        return found

    def _says_all_of(self, name: str, vector: Sequence[Value]) -> bool:
        """Whether a cell shows the points or a share of all that a name stands for."""
        return next(self._relations(name, vector, whole=True), None) is not None

    def _relations(self, name: str, vector: Sequence[Value], *, whole: bool = False) -> Iterator[Saying]:
        """Yield all that a cell may be saying of a name; with ``whole`` of all of it, and no weights."""
        for assessor, each in self.figures.items():
            for part in (None,) if whole else (None, *self._sections):
                codes = self._codes(name, part)
                for figure in (*_FIGURES, *(() if whole else (Says.WEIGHT,))) if codes else ():
                    if says(Judged((self.name, 0, 0), figure, codes, assessor, is_summary=True), vector, each):
                        yield Saying(figure, assessor, part)
            question = self._codes(name, None)[0]
            if question in self.law.questions:
                index = Judged((self.name, 0, 0), Says.INDEX, (question,), assessor)
                if says(index, vector, each):
                    yield Saying(Says.INDEX, assessor, None)

    @cached_property
    def _sections(self) -> tuple[str, ...]:
        """The components and their parts."""
        return tuple(code for code in self.law.sections if code and code.count(".") <= 1)

    def _codes(self, name: str, part: str | None) -> tuple[str, ...]:
        """Return the nodes that a row is about: all of what its label names, or what of it belongs to a section."""
        codes = self.law.ruleset.area(int(name[1:])).sections if name.startswith("#") else (name,)
        if part is None:
            return codes
        if not name.startswith("#"):
            is_below = part != name and (not name or part.startswith(f"{name}."))
            return (part,) if is_below else ()
        found = tuple(code for code in codes if code.startswith(f"{part}."))
        return found if len(found) < len(codes) else ()

    def weights(self, judged: Iterable[Judged]) -> Iterator[WeightFault]:
        """Yield the typed weights that are none of what their rows are about."""
        grid = self.sheet.grid
        cells = ((row, column) for row in range(len(grid.rows)) for column in range(len(grid.rows[row])))
        column = next((column for row, column in cells if _WEIGHT.fullmatch(grid.text(row, column))), None)
        own = (each for each in judged if each.cell[0] == self.name and each.says is not Says.WEIGHT)
        read = {each.cell[1]: each.codes for each in own}
        if column is None or not read:
            return
        found: list[WeightFault] = []
        agreeing = 0
        for row, name in self.rows.items():
            cell, number, codes = (self.name, row, column), grid.at(row, column), self._codes(name, None)
            parts = (codes, *((code,) for code in codes), read.get(row, ()))
            sums = [sum(self.law.weights[each] for each in part) for part in parts]
            is_right = isinstance(number, float) and any(agrees(number, each) for each in sums)
            agreeing += is_right or cell in self.formulas
            if isinstance(number, float) and cell not in self.formulas and not is_right:
                found.append(WeightFault(cell, codes, number, sums[0]))
        yield from found if agreeing > len(found) else ()  # else the column is about other weights

    # what a row is about ------------------------------------------------------------------------------

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """What each row's label names: an area by ``#`` and its number, a node by its code, all together by ``""``."""
        found: dict[int, str] = {}
        grid = self.sheet.grid
        for row, values in enumerate(grid.rows):
            texts = [grid.text(row, column) for column, value in enumerate(values) if isinstance(value, str) and value]
            name = next((name for text in texts if (name := self._named(text)) is not None), None)
            if name is not None:
                found[row] = name
        return found

    def _named(self, text: str) -> str | None:
        if _TOTAL.fullmatch(text):
            return ""
        if _SUMMED.fullmatch(text):
            return _SOME_TOTAL
        said = _words(text)
        found = [
            name for name, words in self._names.items() if words <= said and len(said) <= len(words) + _FURTHER_WORDS
        ]
        longest = max(found, key=lambda name: len(self._names[name]), default=None)
        return None if longest is None else longest.partition(" ")[0]

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """The words by which areas, nodes and their minimums are known; a blank parts further names of one node.

        An area goes before its sections, which share its name.
        """
        ruleset = self.law.ruleset
        names = {f"#{area.number}": _words(ruleset.nodes[area.sections[0]].name) for area in ruleset.areas}
        taken = set(names.values())
        criteria = [(each.nodes, each.label) for each in ruleset.criteria if each.measure != "fact" and not each.area]
        known = [(code, node.name) for code, node in ruleset.nodes.items()]
        for code, text in (*known, *((nodes[0], label) for nodes, label in criteria if len(nodes) == 1)):
            if (words := _words(text)) and words not in taken:
                names[f"{code} {len(names)}" if code in names else code] = words
                taken.add(words)
        return {name: words for name, words in names.items() if words}


def said_instead(
    judged: Judged, vector: Sequence[Value], figures: Mapping[Assessor, Sequence[Figures]], law: Arithmetic
) -> Judged | None:
    """Return the figure of the regulation that a wrong cell says in place of its own, if it says one."""
    sections = [area.sections for area in law.ruleset.areas]
    for assessor, each in figures.items():
        for codes in (*((code,) for code in law.weights), *sections):
            other = replace(judged, codes=codes, assessor=assessor)
            if says(other, vector, each):
                return other
    return None


def _is_among(row: int, rows: Mapping[int, Sayings]) -> bool:
    """Whether a row stands between others."""
    return min(rows) <= row <= max(rows)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{2,}", text.casefold()))
