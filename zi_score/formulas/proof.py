"""The proof of a sheet: every cell that should say a figure of the regulation, held against the law.

Sets of answers are typed in, the engine computes, and what cells show is compared with what the law gives. Where
anything is wrong, each cell that is wrong is given what the law says and its formula computes beside the sheet: so a
cell is to blame only for what it does itself, and no fault hides another.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from zi_score.formulas.bench import ADDED_UP, Accepted, Bench, Seen, State, Turn, Watched, by_level
from zi_score.formulas.blame import Blame
from zi_score.formulas.cells import Figures, Judged, Says, agree, agrees, is_number, plainly, says
from zi_score.formulas.expected import Arithmetic, Typed, law_of
from zi_score.formulas.lke import Lke
from zi_score.formulas.loaded import Loaded
from zi_score.formulas.result import Differing, FormulaFault, Proof, WrongColumn
from zi_score.formulas.sets import Sets
from zi_score.formulas.summary import SummarySheet, said_instead
from zi_score.formulas.values import Cell, Value
from zi_score.formulas.verdicts import Verdicts
from zi_score.law.ruleset import Ruleset
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor


def proof_of(content: bytes, submission: Submission, ruleset: Ruleset, *, more: bool = False) -> Proof:
    """Prove the formulas of a workbook.

    Args:
        content: the workbook.
        submission: what was read from it.
        ruleset: the regulation.
        more: whether to use more sets of answers.

    Raises:
        ValueError: the engine cannot read the workbook.

    """
    return _Prover(content, submission, law_of(ruleset), more=more).proof()


class _Prover:
    """The proof of one workbook, step by step."""

    def __init__(self, content: bytes, submission: Submission, law: Arithmetic, *, more: bool) -> None:
        self.submission, self.law = submission, law
        self.loaded = Loaded(content, submission)
        self.formulas, self.book = self.loaded.formulas, self.loaded.book
        self.lke = Lke(submission, law, self.formulas)
        self.turns: list[Turn] = self._turns(more=more)
        width = max((len(row) for sheet in submission.sheets.values() for row in sheet.grid.rows), default=0)
        self.bench = Bench(self.book, self.lke, law, width)
        self.blame = Blame(self.bench, self.turns, self.constants)

    @cached_property
    def constants(self) -> Mapping[Cell, Value]:
        """The numbers that are typed on the sheets."""
        return {
            (name, row, column): value
            for name, sheet in self.submission.sheets.items()
            for row, values in enumerate(sheet.grid.rows)
            for column, value in enumerate(values)
            if isinstance(value, float) and (name, row, column) not in self.formulas
        }

    def _apart(self, spread: Container[Cell]) -> list[Differing]:
        """Return the answers whose saved value is not what their formula gives, as the workbook stands."""
        found = []
        answers = (answer for sheet in self.submission.worksheet.sheets for answer in sheet.answers.values())
        unknown = {answer.place.cell for answer in answers if answer.is_uncomputed}
        unknown |= self.submission.lke.behind.errors.keys()  # which are told as such
        for each in self.lke.inputs:
            place = self.submission.lke.grid.place(each.cell[1], each.cell[2])
            if each.cell in self.formulas and each.cell not in spread and place.cell not in unknown:
                saved, computed = self.loaded.saved(each.cell), self.loaded.as_they_stand[each.cell]
                if saved != computed and not (is_number(saved) and agrees(computed, saved)):
                    found.append(Differing(each.cell, each.code, saved, computed))
        return found

    def _turns(self, *, more: bool) -> list[Turn]:
        by_assessor = []
        for n, columns in enumerate(self.lke.form.assessors):
            today = Sets(self.law, self.lke.present).made(_today(self.submission, columns.assessor))
            figures = [Figures(self.law, today), *_figures(self.law, self.lke.present, n, more)]
            by_assessor.append([(columns.assessor, each) for each in figures])
        return [dict(turn) for turn in zip(*by_assessor, strict=True)]

    def proof(self) -> Proof:
        """Prove the sheet of the LKE, then what sums it up, then what says in words whether a minimum is reached."""
        vectors = self.bench.vectors(self.turns, self.formulas)
        judged = self.lke.judged(vectors, self.figures)
        spread = self.loaded.spread(frozenset({each.cell for each in judged} | {each.cell for each in self.lke.inputs}))
        proven = [each for each in judged if each.cell not in spread]
        if len(proven) < len(judged):
            self.bench.hold(each for each in judged if each.cell in spread)
            vectors = self.bench.vectors(self.turns, self.formulas)
        together = self._together(proven, vectors)
        seen = [found for _, found in together]
        faults: list[FormulaFault] = []
        turns = list(range(len(self.turns)))
        if wrong := _wrong(seen):
            turns = self._telling(wrong, seen)
            alone, vectors = self._alone(wrong, {n: together[n][0].forget(wrong) for n in turns})
            faults = self.blame.faults(wrong, alone, seen)
        figures = {assessor: [each[n] for n in turns] for assessor, each in self.figures.items()}
        summaries = [
            SummarySheet(sheet, self.law, self.formulas, vectors, figures)
            for sheet in self.submission.others()
            if any(cell[0] == sheet.grid.sheet for cell in self.formulas)
        ]
        further = [judged for sheet in summaries for judged in sheet.judged() if judged.cell not in spread]
        weights = tuple(weight for sheet in summaries for weight in sheet.weights(further))
        for weight in weights:
            self.book.type(weight.cell, weight.right)
        wrong = [
            each for each in further if not says(each, self._vector(each, vectors, len(turns)), figures[each.assessor])
        ]
        if wrong:
            faults += self._of_summaries(wrong, [accepted for accepted, _ in together])
        return self._with_verdicts(
            Proof(
                formulas=len(self.formulas),
                sets=len(self.turns),
                judged={each.cell: each for each in (*judged, *further) if each.formula and each.cell not in spread},
                faults=tuple(faults),
                weights=weights,
                columns=tuple(self._wrong_columns([*judged, *further], faults)),
                apart=tuple(self._apart(spread)),
                not_proven=spread,
            ),
            [*judged, *further],
        )

    def _of_summaries(self, wrong: Sequence[Judged], accepted: Sequence[Accepted]) -> list[FormulaFault]:
        """Return the faults of cells that sum up, with what each says in place of its own figure."""
        alone, vectors = self._alone(wrong, dict(enumerate(accepted)))
        return [self._told(each, vectors) for each in self.blame.faults(wrong, alone, ())]

    def _with_verdicts(self, proof: Proof, judged: Sequence[Judged]) -> Proof:
        """Return a proof with the cells that say in words whether a minimum is reached."""
        self.bench.type(self.turns[1])
        self.book.compute()
        known = {each.cell for each in judged} | proof.not_proven.keys()
        shown = [each for each in judged if each.cell not in proof.not_proven]
        verdicts = Verdicts(self.book, self.law, self.formulas, shown)
        texts = [cell for cell in self.formulas if cell not in known and isinstance(self.book.value(cell), str)]
        found = verdicts.found(texts)
        known |= {each.cell for each in found}
        answers = {each.cell for each in self.lke.inputs}
        missing = tuple(verdicts.missing(found, self._on_grid))
        strange = tuple(verdicts.strange(found))
        out = {*(each.cell for each in missing), *(each.cell for each in strange)}
        return replace(
            proof,
            judged={**proof.judged, **{each.cell: None for each in found}},
            minimums=tuple(verdicts.faults([each for each in found if each.cell not in out], out, self._on_grid)),
            missing=missing,
            rows=strange,
            not_judged={cell: "answer" if cell in answers else None for cell in self.formulas if cell not in known},
        )

    def _on_grid(self, cell: Cell) -> object:
        sheet, row, column = cell
        return self.submission.sheets[sheet].grid.at(row, column)

    def _wrong_columns(self, judged: Sequence[Judged], faults: Sequence[FormulaFault]) -> Iterator[WrongColumn]:
        """Yield the sheets named after one assessor whose figures are another's."""
        for sheet in self.submission.others():
            name, own = sheet.grid.sheet, sheet.assessor
            told = {each.judged.cell: each.instead for each in faults if each.instead}
            said = [
                told.get(each.cell, each) for each in judged if each.cell[0] == name and each.says is not Says.WEIGHT
            ]
            if other := next((each for each in said if own is not None and each.assessor is not own), None):
                yield WrongColumn(other.cell, own, other.assessor)  # type: ignore[arg-type]  # it has an assessor

    @cached_property
    def figures(self) -> Mapping[Assessor, list[Figures]]:
        """What the law gives for each assessor, turn by turn."""
        return {assessor: [turn[assessor] for turn in self.turns] for assessor in self.turns[0]}

    def _alone(
        self, wrong: Sequence[Judged], turns: Mapping[int, Accepted]
    ) -> tuple[dict[int, Seen], dict[Cell, list[Value]]]:
        """Return what cells that are wrong show by themselves, and what the formulas of other sheets show then."""
        self.bench.isolate(wrong)
        levels, beside = by_level(self.law, wrong), self.bench.beside
        others = [cell for cell in self.formulas if cell[0] != self.lke.name]
        watched = Watched(self.book, dict.fromkeys([*others, *(beside[c] for c in others if c in beside)]))
        alone = {}
        for n, accepted in turns.items():
            alone[n] = self.bench.see(accepted, levels, self.constants)
            watched.look()
        return alone, watched.vectors

    @cached_property
    def plain(self) -> frozenset[int]:
        """The turns without odd questions."""
        return frozenset(n for n, turn in enumerate(self.turns) if not any(each.answers.odd for each in turn.values()))

    def _telling(self, wrong: Sequence[Judged], seen: Sequence[Seen]) -> list[int]:
        """Return the turns that tell about cells: today, all without odd questions, others for what only they show."""
        plain = self.plain
        told = {each for n in (0, *plain) for each in wrong if each in seen[n]}
        others = {n for n, shown in enumerate(seen) if any(each in shown and each not in told for each in wrong)}
        return sorted({0} | plain | others)

    def _told(self, fault: FormulaFault, vectors: Mapping[Cell, Sequence[Value]]) -> FormulaFault:
        """Return a fault with what the cell says in place of its own figure."""
        vector = vectors.get(self.bench.beside.get(fault.judged.cell, fault.judged.cell))
        instead = said_instead(fault.judged, vector, self.figures, self.law) if vector else None
        return replace(fault, instead=instead)

    def _rights(self, judged: Judged) -> list[float | None]:
        return [figures.right(judged) for figures in self.figures[judged.assessor]]

    def _vector(self, judged: Judged, vectors: Mapping[Cell, Sequence[Value]], turns: int) -> Sequence[Value]:
        return vectors[judged.cell] if judged.formula else [self.constants.get(judged.cell)] * turns

    def _together(
        self, judged: Sequence[Judged], vectors: Mapping[Cell, Sequence[Value]]
    ) -> list[tuple[Accepted, Seen]]:
        """Return what is not right on each turn with all formulas in their places, and what a sheet shows otherwise."""
        held = (each for each in self.bench.isolated if each.says in ADDED_UP and not each.is_summary)
        right = {(each.assessor, each.code) for each in held}  # whatever their formulas would show
        plain = self.plain
        others: list[tuple[Judged, Sequence[Value]]] = []
        bent: list[tuple[Judged, Sequence[Value]]] = []
        for each in (each for level in by_level(self.law, judged) for each in level):
            vector, rights = self._vector(each, vectors, len(self.turns)), self._rights(each)
            if agree(vector, rights):
                right |= {(each.assessor, each.code)} if each.says in ADDED_UP else set()
            else:
                others.append((each, vector))
                if not agree([vector[n] for n in plain], [rights[n] for n in plain]):
                    bent.append((each, vector))
        found: list[tuple[Accepted, Seen]] = []
        for n, turn in enumerate(self.turns):
            accepted = Accepted(self.law, turn, right)
            looked_at = bent if n in plain else others
            seen = {each: shown for each, vector in looked_at if (shown := accepted.judge(each, vector[n]))}
            found.append((accepted, seen))
        return found


@lru_cache(maxsize=64)
def _figures(law: Arithmetic, present: frozenset[str], seed: int, more: bool) -> tuple[Figures, ...]:  # noqa: FBT001 - part of the key
    """Return what the law gives on the sets for sheets with these questions, the same for all of them."""
    return tuple(Figures(law, each) for each in Sets(law, present, seed).of(more=more))


def _today(submission: Submission, assessor: Assessor) -> dict[str, Typed]:
    """Return the answers of an assessor as they are when typed plainly."""
    sheet = next((each for each in submission.worksheet.sheets if each.assessor is assessor), None)
    return {code: plainly(answer.value) for code, answer in sheet.answers.items()} if sheet else {}


def _wrong(seen: Iterable[Seen]) -> list[Judged]:
    found = (each for turn in seen for each, shown in turn.items() if shown.state is State.WRONG)
    return list(dict.fromkeys(found))
