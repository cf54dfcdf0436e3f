"""The formula audit: what the formulas of the LKE cover, beside what the regulation asks for.

Only formulas that say which cells they read are judged. What a formula should cover is compared
by questions, so that a total may add up areas, aspects or indicators, each question once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zi_score.evaluation.checks.figures import Figures
from zi_score.evaluation.checks.subject import Subject
from zi_score.law.ruleset import Question
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, finding
from zi_score.model.formula import Formula, Range

_VERDICTS = {"none": "-", "undetermined": "?"}


def check_ranges(subject: Subject) -> Iterator[Finding]:
    """Yield the formulas that leave out rows or take in others."""
    for columns in subject.submission.form.assessors:
        audit = _Audit(subject, Figures(subject, columns, subject.figures[columns.assessor]))
        if columns.score is not None:
            yield from audit.scores(columns.score)
        yield from audit.counts()


@dataclass(frozen=True, eq=False)
class _Audit:
    """The audit of one assessor's columns."""

    subject: Subject
    figures: Figures

    def scores(self, column: int) -> Iterator[Finding]:
        """Judge the formulas that give points to questions, indicators, sections and totals."""
        for code, row in self.figures.rows.items():
            formula = self._formula(row, column)
            if formula is None:
                continue
            if code in self.subject.ruleset.questions:
                yield from self._question(code, row, column, formula)
            else:
                yield from self._node(code, row, column, formula)

    def counts(self) -> Iterator[Finding]:
        """Judge the formulas that divide or add up counts."""
        for question in self.subject.ruleset.questions.values():
            if ratio := question.ratio:
                yield from self._counts(question, question.code, [ratio.part, ratio.whole])
            for row in question.inputs:
                if row.sum_of:
                    yield from self._counts(question, f"{question.code}.{row.key}", row.sum_of)

    def _formula(self, row: int, column: int) -> Formula | None:
        """Return a formula that can be judged: it says what it reads, and reads nothing elsewhere."""
        formula = self.figures.sheet.formula(row, column)
        if formula is None or not formula.is_plain:
            return None
        own = self.figures.sheet.grid.sheet
        return formula if all(cells.sheet is None or cells.names(own) for cells in formula.cells) else None

    def _node(self, key: str, row: int, column: int, formula: Formula) -> Iterator[Finding]:
        code = key.strip()
        read = [cells for cells in formula.cells if any(cells.left <= c <= cells.right for c in self.figures.shown_in)]
        rows = {n for cells in read for known in (self.figures.codes, self._odd_rows) for n in _within(cells, known)}
        rows.discard(row)
        if not rows:
            return
        codes = {self.figures.codes[n] for n in rows if n in self.figures.codes}
        missing = self._present(code).difference(*(self.subject.under[c] for c in codes))
        extra = [c for c in sorted(codes) if self._is_too_much(c, code, codes, formula)]
        extra += [self.figures.sheet.grid.place(n, column).cell for n in sorted(rows) if n not in self.figures.codes]
        extra += [self.figures.sheet.grid.place(n, column).cell for n in self._repeated(rows)]
        if missing or extra:
            children = (code,) if key != code and code else self.subject.children(code)
            yield self._wrong(
                code, row, column, formula, missing=self._named(children, missing), extra=extra, wanted=children
            )

    def _present(self, code: str) -> frozenset[str]:
        """Return the questions under a code that the sheet has; a row that is missing is told elsewhere."""
        rows = self.subject.submission.form.rows
        return frozenset(
            question
            for question in self.subject.under[code]
            if question in rows or len(self.subject.under[question.rpartition(".")[0]]) == 1
        )

    @cached_property
    def _odd_rows(self) -> frozenset[int]:
        """Rows that are none of the regulation's but show points."""
        column = self.figures.shown_in[0]
        form = self.subject.submission.form
        known = {*self.figures.codes, *form.rows.values(), *form.unplaced}
        rows = range(len(self.figures.sheet.grid.rows))
        return frozenset(n for n in rows if n not in known and self.figures.sheet.number(n, column))

    def _repeated(self, rows: Collection[int]) -> Iterator[int]:
        """Yield the rows that say what another does: a component and its total are the same points."""
        seen: set[str] = set()
        for row in sorted(rows):
            if (code := self.figures.codes.get(row)) in seen:
                yield row
            seen |= {code} if code else set()

    def _is_too_much(self, read: str, code: str, codes: set[str], formula: Formula) -> bool:
        """Whether a formula has no use for what it reads: another's questions, or a part beside its whole."""
        under = self.subject.under
        if not under[read] <= under[code]:
            return True
        # SUBTOTAL leaves out what is a subtotal already.
        wholes = (c for c in codes if under[read] <= under[c] and len(c) < len(read))
        return "SUBTOTAL" not in formula.functions and any(wholes)

    def _named(self, children: Sequence[str], questions: frozenset[str]) -> list[str]:
        """Name questions by the nodes that hold nothing else, where there are such."""
        named: list[str] = []
        for child in children:
            under = self.subject.under[child]
            named += [child] if under <= questions else sorted(under & questions)
        return named

    def _question(self, code: str, row: int, column: int, formula: Formula) -> Iterator[Finding]:
        """Judge the formula of a question, which reads the answer of its own row alone."""
        answers = (cells for cells in formula.cells if _holds(cells, self.figures.columns.answer))
        read = {n for cells in answers for n in _within(cells, self.figures.codes)}
        extra = sorted(self.figures.codes[n] for n in read - {row})
        if extra:
            missing = [] if row in read else [code]
            yield self._wrong(code, row, column, formula, missing=missing, extra=extra, wanted=[code])

    def _counts(self, question: Question, code: str, needed: Sequence[str]) -> Iterator[Finding]:
        """Judge a formula over the counts of a question."""
        rows, column = self.subject.submission.form.rows, self.figures.columns.answer
        formula = self._formula(rows[code], column) if code in rows else None
        if formula is None:
            return
        codes = {n: key for key, n in rows.items() if key != code}
        read = {codes[n] for cells in formula.cells if _holds(cells, column) for n in _within(cells, codes)}
        ways = [self._ways(question, key) for key in needed]
        missing = [way[0][0] for way in ways if not any(read.issuperset(keys) for keys in way)]
        extra = sorted(read.difference(*(keys for way in ways for keys in way)))
        if read and (missing or extra):
            wanted = [way[0][0] for way in ways]
            yield self._wrong(code, rows[code], column, formula, missing=missing, extra=extra, wanted=wanted)

    def _ways(self, question: Question, key: str) -> list[tuple[str, ...]]:
        """Return the cells, by code, that a count can be read from: its own, its groups, or where else it is stated."""
        count = question.input(key)
        ways = [(f"{question.code}.{key}",), tuple(f"{question.code}.{group}" for group in count.sum_of)]
        return [way for way in (*ways, (count.same_as,) if count.same_as else ()) if way]

    def _wrong(  # noqa: PLR0913 - what a wrong range is made of
        self,
        code: str,
        row: int,
        column: int,
        formula: Formula,
        *,
        missing: Sequence[str],
        extra: Sequence[str],
        wanted: Sequence[str],
    ) -> Finding:
        shown = self.figures.sheet.number(row, column)
        stands = self.figures.columns.answer if wanted == [code] else column
        right, effect = self.figures.right(code, column), self.figures.effect(code, row, column, shown)
        verdict = self.figures.assessment.verdict
        with_it = verdict if effect is None else self.subject.verdict_with(self.figures.assessment, code, effect)
        return finding(
            "wrong-range",
            code=code or None,
            cell=self.figures.sheet.grid.place(row, column),
            assessor=self.figures.columns.assessor,
            formula=formula.text,
            missing=", ".join(missing) or "-",
            extra=", ".join(extra) or "-",
            wanted=", ".join(self._where(each, stands) for each in wanted),
            found="-" if shown is None else rounded(shown),
            right="-" if right is None else rounded(right),
            effect="-" if effect is None else f"{rounded(effect):+}",
            verdict=_VERDICTS.get(with_it, with_it),
            right_verdict=_VERDICTS.get(verdict, verdict),
        )

    def _where(self, code: str, column: int) -> str:
        """Return the cell that holds a figure, else its code."""
        row = self.figures.row(code)
        return code if row is None else self.figures.sheet.grid.place(row, column).cell


def _within(cells: Range, rows: Collection[int]) -> Iterator[int]:
    """Yield those of some rows that lie in a range."""
    few, many = sorted((cells.rows(), rows), key=len)
    return (row for row in few if row in many)


def _holds(cells: Range, column: int) -> bool:
    return cells.left <= column <= cells.right
