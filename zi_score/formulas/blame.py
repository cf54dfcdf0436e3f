"""Which cells are to blame, for which answers they are wrong, and what that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zi_score.formulas.bench import Accepted, Bench, Seen, Showing, State, Turn
from zi_score.formulas.cells import Figures, Judged, Says, is_number
from zi_score.formulas.expected import Arithmetic, Typed
from zi_score.formulas.result import Example, FormulaFault, When
from zi_score.formulas.sets import Sets
from zi_score.formulas.values import Cell, Value
from zi_score.law.ruleset import is_under
from zi_score.model.formula import taken_apart

_HIDDEN = 0.01 - 1e-9
"""What two decimals hide, however they are rounded: ``ROUNDDOWN`` and ``INT(100*x)/100`` by almost all of it."""

_SEARCHED = 12
"""Faults for which the smallest set of answers is looked for; of more the first set that shows them is told."""

_TRIED = 60
"""Single changes of today's answers that are tried for one fault."""


class Blame:
    """Turns cells that are wrong by themselves into faults."""

    def __init__(self, bench: Bench, turns: Sequence[Turn], constants: Mapping[Cell, Value]) -> None:
        """Remember where to try, and the answers of today, which come first."""
        self.bench, self.law, self.turns, self.constants = bench, bench.law, turns, constants

    def faults(
        self, judged: Sequence[Judged], alone: Mapping[int, Seen], together: Sequence[Seen]
    ) -> list[FormulaFault]:
        """Return the faults of cells, by what they show alone, turn by turn, and what they showed together."""
        faults: list[FormulaFault] = []
        for each in judged:
            shown = {n: seen[each] for n, seen in alone.items() if each in seen}
            wrong = [n for n in shown if shown[n].state is State.WRONG]
            if wrong and not (each.says is Says.NOTHING and not self._harms(each, together)):
                faults.append(self._fault(each, [shown[n] for n in wrong], wrong, len(faults) < _SEARCHED))
        return faults

    def _harms(self, judged: Judged, together: Sequence[Seen]) -> bool:
        """Whether a figure beside a count is taken into the mean of its indicator."""
        question = judged.code.rpartition(".")[0]
        above = self.law.parents.get(question, question)
        return any(
            shown.state is State.WRONG and each.assessor is judged.assessor and each.code in (question, above)
            for turn in together
            for each, shown in turn.items()
            if each.says is Says.SCORE
        )

    def _fault(self, judged: Judged, shown: Sequence[Showing], wrong: Sequence[int], is_searched: bool) -> FormulaFault:  # noqa: FBT001 - of few
        odd = [not self._figures(n, judged).is_plain(judged) for n in wrong]
        when = When.TODAY if wrong[0] == 0 else When.BLANKS if all(odd) else When.OTHERS
        telling = [at for at in range(len(wrong)) if not odd[at]] or list(range(len(wrong)))
        effects = [
            effect
            for n, each in ((wrong[at], shown[at]) for at in telling)
            if (effect := effect_of(self.law, judged, each, self._figures(n, judged))) is not None
        ]
        at = 0 if when is not When.OTHERS else odd.index(False)
        is_searched = is_searched and when is not When.TODAY and not judged.is_summary
        example = None if not is_searched else self._smallest(judged, wrong[at])
        return FormulaFault(
            judged=judged,
            when=when,
            example=example or self._example(judged, shown[at], self._figures(wrong[at], judged)),
            largest=max(map(abs, effects), default=None),
            rounds=all(_is_hidden(shown[at]) for at in telling),
        )

    def _figures(self, n: int, judged: Judged) -> Figures:
        return self.turns[n][judged.assessor]

    def _example(self, judged: Judged, shown: Showing, figures: Figures) -> Example:
        today, typed = self._figures(0, judged).answers.typed, figures.answers.typed
        changes = {code: typed.get(code) for code in self._near(judged) if typed.get(code) != today.get(code)}
        return Example(changes, shown.value, shown.right, effect_of(self.law, judged, shown, figures))

    # the smallest set ----------------------------------------------------------------------------------

    def _smallest(self, judged: Judged, n: int) -> Example | None:
        """Return the fewest changes of today's answers that show a fault, beginning with a set that does."""
        today, typed = dict(self._figures(0, judged).answers.typed), self._figures(n, judged).answers.typed
        codes = [code for code in self._near(judged) if typed.get(code) != today.get(code)]
        if not codes or len(codes) > _TRIED:
            return None
        for code in codes:
            if found := self._tried(judged, {**today, code: typed.get(code)}):
                return found
        kept = dict.fromkeys(codes)
        if not self._tried(judged, today | {code: typed.get(code) for code in kept}):
            return None
        for code in codes:
            fewer = [each for each in kept if each != code]
            if fewer and self._tried(judged, today | {each: typed.get(each) for each in fewer}):
                del kept[code]
        return self._tried(judged, today | {code: typed.get(code) for code in kept})

    def _tried(self, judged: Judged, typed: Mapping[str, Typed]) -> Example | None:
        figures = Figures(self.law, Sets(self.law, self.bench.lke.present).alike(typed))
        turn = {**self.turns[0], judged.assessor: figures}
        shown = self.bench.see(Accepted(self.law, turn), [[judged]], self.constants).get(judged)
        return self._example(judged, shown, figures) if shown and shown.state is State.WRONG else None

    def _near(self, judged: Judged) -> list[str]:
        """Return the codes of answers that may bear on a cell: of what it should say, and of what it reads."""
        form = self.bench.lke.form
        codes = {judged.node, *judged.codes[1:]}
        if judged.formula:
            rows = {row: code for code, row in form.rows.items()}
            for cells in taken_apart(judged.formula).cells:
                if len(cells.rows()) <= len(rows):
                    codes |= {rows[row] for row in cells.rows() if row in rows}
        asked = [q for q in self.law.questions if any(is_under(q, code) or is_under(code, q) for code in codes)]
        return [code for question in asked for code in self.law.questions[question].codes]


def effect_of(law: Arithmetic, judged: Judged, shown: Showing, figures: Figures) -> float | None:
    """Return by how many points the total is too high with what a cell shows, as the law adds up from there."""
    value = shown.value if is_number(shown.value) else 0.0
    right = shown.right or 0.0
    if judged.says is Says.SCORE:
        return value - right
    if judged.says in (Says.VALUE, Says.RATIO):
        ratio = law.questions[judged.code].ratio if judged.says is Says.RATIO else None
        had, due = (ratio.value(each) if ratio else min(1.0, max(0.0, each)) for each in (value, right))
        return (had - due) * law.weights[judged.code]
    if judged.says is Says.SUM:
        return _rescored(law, judged, value, figures)
    return None


def _rescored(law: Arithmetic, judged: Judged, value: float, figures: Figures) -> float | None:
    question, key = law.asked(judged.code)
    first, *others = (f"{question.code}.{each}" for each in question.input(key).sum_of or (key,))
    typed = {**figures.answers.typed, first: value, **dict.fromkeys(others, 0.0)}
    return (law.value(question.code, typed) - figures.answers.values[question.code]) * law.weights[question.code]


def _is_hidden(shown: Showing) -> bool:
    return is_number(shown.value) and shown.right is not None and abs(shown.value - shown.right) < _HIDDEN
