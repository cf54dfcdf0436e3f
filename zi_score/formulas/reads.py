"""What a formula leaves out and wrongly takes in, by the codes of what stands in the rows that it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from zi_score.evaluation.checks.subject import Subject
from zi_score.formulas.cells import Judged, Says
from zi_score.formulas.expected import law_of
from zi_score.law.ruleset import Question
from zi_score.model.formula import Range, taken_apart
from zi_score.model.submission import AnswerColumns

_Named = tuple[list[str], list[str], list[str]]


class Reads:
    """Tells why a formula that was proven wrong is so, where its rows say it."""

    def __init__(self, subject: Subject) -> None:
        """Remember where things stand."""
        self.subject, self.form = subject, subject.submission.form
        self.sheet = subject.submission.lke.grid
        self._under = law_of(subject.ruleset).under

    def of(self, judged: Judged) -> _Named:
        """Return what a formula leaves out, what it wrongly takes in, and the cells that it should read."""
        if judged.formula is None or judged.is_summary or judged.cell[0] != self.sheet.sheet:
            return [], [], []
        columns = self.subject.columns(judged.assessor)
        own = [c for c in taken_apart(judged.formula).cells if c.sheet is None or c.names(self.sheet.sheet)]
        if judged.says in (Says.RATIO, Says.SUM):
            return self._counts(judged, columns, own)
        if judged.says not in (Says.SCORE, Says.VALUE) or columns.score is None:
            return [], [], []
        shown_in = (columns.score, columns.answer)
        nobodys = [n for c in own if c.left <= columns.score <= c.right for n in _within(c, self._nobodys)]
        rows = {n for c in own if any(c.left <= at <= c.right for at in shown_in) for n in _within(c, self._codes)}
        rows.discard(judged.cell[1])
        if judged.code in self.subject.ruleset.questions:
            extra = sorted(self._codes[n] for n in rows)
            reads_own = any(judged.cell[1] in c.rows() and c.left <= columns.answer <= c.right for c in own)
            missing = [] if reads_own else [judged.code]
            return (missing, extra, [self._where(judged.code, columns.answer)]) if extra else ([], [], [])
        missing, extra, wanted = self._node(judged, columns.score, rows)
        return missing, [*extra, *(self.sheet.place(n, columns.score).cell for n in nobodys)], wanted

    def _node(self, judged: Judged, column: int, rows: set[int]) -> _Named:
        if not rows:
            return [], [], []
        under, code = self._under, judged.code
        codes = {self._codes[n] for n in rows}
        missing = self._present(code).difference(*(under[c] for c in codes))
        is_total = self.form.rows.get(code) != judged.cell[1]
        extra = [c for c in sorted(codes) if self._is_too_much(c, code, codes)]
        extra += [self.sheet.place(n, column).cell for n in self._repeated(rows)]
        children = (code,) if is_total and code else self.subject.children(code)
        wanted = [self._where(each, column) for each in children]
        return self._named(children, missing), extra, wanted if missing or extra else []

    def _counts(self, judged: Judged, columns: AnswerColumns, own: Sequence[Range]) -> _Named:
        """Name the counts that a ratio or sum leaves out; one that it asks for besides is nothing by itself."""
        questions = self.subject.ruleset.questions
        question = questions[judged.node]
        if judged.says is Says.RATIO and question.ratio:
            needed: Sequence[str] = (question.ratio.part, question.ratio.whole)
        else:
            needed = question.input(judged.code.rpartition(".")[2]).sum_of
        codes = {n: key for key, n in self.form.rows.items() if key != judged.code}
        read = {codes[n] for c in own if c.left <= columns.answer <= c.right for n in _within(c, codes)}
        ways = [_ways(question, key) for key in needed]
        missing = [way[0][0] for way in ways if not any(read.issuperset(keys) for keys in way)]
        extra = sorted(read.difference(*(keys for way in ways for keys in way)))
        named = [self._where(way[0][0], columns.answer) for way in ways]
        return (missing, extra, named) if read and (missing or extra) else ([], [], [])

    def strange(self, judged: Judged) -> str | None:
        """Return the code of a row of the LKE that a summary reads though its own row is about something else."""
        under, sheet = self._under, self.sheet.sheet
        columns = {each.score for each in self.form.assessors}
        own = frozenset[str]().union(*(under[code] for code in judged.codes))
        for cells in taken_apart(judged.formula or "").cells:
            code = self._codes.get(cells.top) if cells.names(sheet) and cells.left in columns else None
            if code is not None and not under[code] <= own:
                return code
        return None

    @cached_property
    def _codes(self) -> Mapping[int, str]:
        """Codes by row; a total row has the code of its component."""
        known = self.subject.ruleset.nodes.keys() | self.subject.ruleset.questions.keys()
        rows = {row: code for code, row in self.form.rows.items() if code in known}
        return rows | {row: code for code, row in self.form.totals.items()}

    @cached_property
    def _nobodys(self) -> frozenset[int]:
        """Rows that are none of the regulation's but show points."""
        known = {*self.form.rows.values(), *self.form.totals.values(), *self.form.unplaced}
        columns = [each.score for each in self.form.assessors if each.score is not None]
        rows = (n for n in range(len(self.sheet.rows)) if n not in known)
        return frozenset(n for n in rows if any(isinstance(self.sheet.at(n, column), float) for column in columns))

    def _present(self, code: str) -> frozenset[str]:
        """Return the questions under a code that the sheet has; a row that is missing is told elsewhere."""
        rows, under = self.form.rows, self._under
        return frozenset(q for q in under[code] if q in rows or len(under[q.rpartition(".")[0]]) == 1)

    def _repeated(self, rows: Collection[int]) -> Iterator[int]:
        """Yield the rows that say what another does: a component and its total are the same points."""
        seen: set[str] = set()
        for row in sorted(rows):
            if self._codes[row] in seen:
                yield row
            seen.add(self._codes[row])

    def _is_too_much(self, read: str, code: str, codes: set[str]) -> bool:
        """Whether a formula has no use for what it reads: another's questions, or a part beside its whole."""
        under = self._under
        if not under[read] <= under[code]:
            return True
        return any(under[read] <= under[c] and len(c) < len(read) for c in codes)

    def _named(self, children: Sequence[str], questions: frozenset[str]) -> list[str]:
        """Name questions by the nodes that hold nothing else, where there are such."""
        named: list[str] = []
        for child in children:
            under = self._under[child]
            named += [child] if under <= questions else sorted(under & questions)
        return named

    def _where(self, code: str, column: int) -> str:
        """Return the cell that holds a figure, else its code."""
        row = self.form.rows.get(code)
        if row is None and code in self.subject.ruleset.nodes:
            first, *others = self._under[code]
            row = None if others else self.form.rows.get(first)
        return code if row is None else self.sheet.place(row, column).cell


def _ways(question: Question, key: str) -> list[tuple[str, ...]]:
    """Return the cells, by code, that a count can be read from: its own, its groups, or where else it is stated."""
    count = question.input(key)
    ways = [(f"{question.code}.{key}",), tuple(f"{question.code}.{group}" for group in count.sum_of)]
    return [way for way in (*ways, (count.same_as,) if count.same_as else ()) if way]


def _within(cells: Range, rows: Collection[int]) -> Iterator[int]:
    """Yield those of some rows that lie in a range."""
    few, many = sorted((cells.rows(), rows), key=len)
    return (row for row in few if row in many)
