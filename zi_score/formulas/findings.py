"""What the proof of a sheet found, as findings: each with its consequence, all figures on one base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.checked import ProvenCell, SheetProof
from zi_score.evaluation.checks.subject import Subject
from zi_score.formulas.cells import Judged, Says
from zi_score.formulas.reads import Reads
from zi_score.formulas.result import Example, FormulaFault, MinimumFault, MissedMinimum, Proof, When, WrongRow
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.law.ruleset import Criterion
from zi_score.model.exact import exact, plain, rounded
from zi_score.model.findings import Finding, Severity, finding, typed
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, Assessor, Place, column_letters
from zi_score.model.written import telling

_SEVERITIES = {When.TODAY: Severity.ERROR, When.OTHERS: Severity.WARNING, When.BLANKS: Severity.NOTICE}
_VERDICTS = {"none": "-", "undetermined": "?"}
_CHANGES = 6
"""Answers that a message names; where a cell takes more to be wrong, the first of them."""


def proof_findings(subject: Subject, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each cause."""
    if proof.problem:
        yield finding("formulas-not-audited", problem=proof.problem)
    told = _Told(subject)
    columns = {each.own: each for each in proof.columns}
    for fault in proof.faults:
        if not (fault.instead and fault.instead.assessor is not fault.judged.assessor and columns):
            yield told.fault(fault)
    yield from (told.minimum(each) for each in proof.minimums)
    yield from (told.row(each) for each in proof.rows)
    yield from (told.missed(each) for each in proof.missing)
    for weight in proof.weights:
        yield finding(
            "weight-differs",
            cell=place_of(weight.cell),
            node=told.name(weight.codes[0]),
            found=plain(exact(weight.found)),
            right=plain(exact(weight.right)),
        )
    for column in proof.columns:
        yield told.column(column.cell, column.own, column.other)
    for apart in proof.apart:
        yield finding(
            "answer-differs-from-formula",
            code=apart.code,
            cell=place_of(apart.cell),
            found=_shown(apart.saved),
            right=_shown(apart.computed),
        )


def summary_of(proof: Proof, submission: Submission, *, whole: bool = False) -> SheetProof:
    """Return a proof in figures, with the cells that are not right; with all of them if it is to be whole."""
    cells = [
        *((cell, "wrong" if cell in proof.wrong else "right", None) for cell in proof.judged),
        *((fault.judged.cell, "wrong", None) for fault in proof.faults if fault.judged.formula is None),
        *((cell, "not-proven", why) for cell, why in proof.not_proven.items()),
        *((cell, "not-judged", why) for cell, why in proof.not_judged.items()),
    ]
    order = {sheet: n for n, sheet in enumerate(submission.sheets)}
    told = sorted(cells, key=lambda each: (order[each[0][0]], each[0]))
    return SheetProof(
        formulas=proof.formulas,
        judged=len(proof.judged),
        sets=proof.sets,
        wrong=len(proof.wrong),
        not_proven=len(proof.not_proven),
        not_judged=len(proof.not_judged),
        problem=proof.problem,
        cells=tuple(
            _proven(proof, submission, cell, state, why) for cell, state, why in told if whole or state != "right"
        ),
    )


def _proven(proof: Proof, submission: Submission, cell: Cell, state: str, why: str | None) -> ProvenCell:
    place = place_of(cell)
    judged = proof.judged.get(cell)
    return ProvenCell(
        cell=str(place),
        formula=submission.sheets[place.sheet].behind.formulas.get(place.cell, ""),
        state=state,
        figure=judged.says.value if judged else "minimum" if cell in proof.judged else None,
        code=", ".join(judged.codes) if judged else None,
        reason=why,
    )


def place_of(cell: Cell) -> Place:
    """Return a cell as people name it."""
    sheet, row, column = cell
    return Place(sheet, f"{column_letters(column)}{row + 1}")


@dataclass(frozen=True, eq=False)
class _Told:
    """Makes findings of what was found in a submission."""

    subject: Subject

    @cached_property
    def reads(self) -> Reads:
        """What formulas read, in words of the regulation."""
        return Reads(self.subject)

    def name(self, code: str) -> str:
        """Return what a node is called."""
        return self.subject.ruleset.nodes[code].name if code in self.subject.ruleset.nodes else code or "total"

    def fault(self, fault: FormulaFault) -> Finding:
        """Return the finding about a cell that computes something else than the regulation."""
        judged, details = fault.judged, self._consequence(fault)
        name, further = self._cause(fault)
        is_lighter = fault.rounds and "verdict" not in details
        severity = Severity.NOTICE if is_lighter else _SEVERITIES[fault.when]
        told = finding(
            name,
            code=(further.pop("code", None) or judged.code) or None,
            cell=place_of(judged.cell),
            assessor=judged.assessor,
            **(details | further),
        )
        return told.weighing(severity)

    def _cause(self, fault: FormulaFault) -> tuple[str, dict[str, str]]:
        """Return what a fault is called, and what else is said of it."""
        judged = fault.judged
        if judged.formula is None:
            return "constant-over-formula", {}
        other = self.reads.strange(judged) if judged.is_summary else None
        if other is None and judged.is_summary and fault.instead:
            other = fault.instead.code
        if other is not None:
            return "summary-wrong-row", {
                "code": other,
                "found": f"{other} {self.name(other)}",
                "right": self.name(judged.code),
            }
        missing, extra, wanted = self.reads.of(judged)
        if missing or extra or judged.is_summary or judged.says in (Says.RATIO, Says.SUM, Says.NOTHING):
            further = {"missing": ", ".join(missing), "extra": ", ".join(extra), "wanted": ", ".join(wanted)}
            return "wrong-range", {key: text for key, text in further.items() if text}
        if not judged.code:
            return "workbook-total-differs", {}
        return "workbook-score-differs", {"node": self.name(judged.code)}

    def _consequence(self, fault: FormulaFault) -> dict[str, str]:
        """Return the figures of a fault: what the cell shows, what is right, and what follows, for the same answers."""
        judged, example = fault.judged, fault.example
        details = {"found": _shown(example.shown), "right": _shown(example.right)}
        if details["found"] == details["right"] and isinstance(example.shown, float) and example.right is not None:
            details = {"found": f"{example.shown:.6g}", "right": f"{example.right:.6g}"}
        if judged.formula:
            details["formula"] = judged.formula
        elif example.shown is None:
            sheet, row, column = judged.cell
            right = {"right": details["right"]}
            text = typed(self.subject.submission.sheets[sheet].grid.text(row, column))
            details = {"found": f'"{text}"', **right} if text else {"nothing": "", **right}
        if changes := self._changes(judged, example):
            details["changes"] = changes
        if example.effect is not None and fault.largest is not None:
            effect = exact(example.effect)
            details |= {"effect": f"{telling(effect):+}", "largest": str(telling(exact(fault.largest)))}
            if assessment := self._assessment(judged.assessor, example):
                with_it = self.subject.verdict_with(assessment, judged.node, effect)
                if with_it != assessment.verdict:
                    details["verdict"] = _VERDICTS.get(with_it, with_it)
                    details["right_verdict"] = _VERDICTS.get(assessment.verdict, assessment.verdict)
        return details

    def _changes(self, judged: Judged, example: Example) -> str:
        form = self.subject.submission.form
        column = self.subject.columns(judged.assessor).answer
        told = [
            f"{column_letters(column)}{form.rows[code] + 1} = {_shown(value)}"
            for code, value in example.changes.items()
            if code in form.rows
        ]
        return ", ".join(told[:_CHANGES]) + (", …" if len(told) > _CHANGES else "")

    def _assessment(self, assessor: Assessor, example: Example) -> Assessment | None:
        """Return the assessment of the answers that show a fault."""
        if not example.changes:
            return self.subject.figures.get(assessor)
        sheet = self.subject.answers(assessor)
        answers = dict(sheet.answers)
        for code, value in example.changes.items():
            if code in answers:
                answers[code] = _answer(answers[code], value)
        changed = sheet.model_copy(update={"answers": answers})
        year = self.subject.submission.worksheet.unit.year
        return assess(self.subject.ruleset, changed, self.subject.facts, year)

    # summaries ----------------------------------------------------------------------------------------

    def minimum(self, fault: MinimumFault) -> Finding:
        """Return the finding about a cell that judges by another minimum."""
        ruleset = self.subject.ruleset
        criterion = self._criterion(fault.criterion)
        minimum = criterion.minimum.get(fault.predicate)
        if fault.text is not None:
            told = finding(
                "summary-always-passes", code=criterion.id, cell=place_of(fault.cell), text=typed(fault.text)
            )
        else:
            compared = {"nothing": ""} if fault.found is None else {"found": _compared(fault.found, minimum)}
            told = finding(
                "summary-minimum-differs",
                code=criterion.id,
                cell=place_of(fault.cell),
                label=criterion.label,
                predicate=fault.predicate,
                **compared,
                right=plain(minimum) if isinstance(minimum, Fraction) else "-",
                citation=ruleset.citation(criterion).text,
            )
        return told if self._decides(fault, minimum) else told.lowered()

    def _decides(self, fault: MinimumFault, minimum: object) -> bool:
        """Whether today's figure lies where the cell says another thing than it should."""
        results = (each for each in self.subject.assessments[0].predicates if each.id == fault.predicate)
        reached = next((c.reached for each in results for c in each.criteria if c.id == fault.criterion), None)
        if not isinstance(reached, Fraction) or not isinstance(minimum, Fraction):
            return False
        if fault.text is not None or fault.passes:
            return reached < minimum
        if fault.found is None:
            return reached >= minimum
        found = exact(round(fault.found, 6))
        return min(found, minimum) <= reached < max(found, minimum)

    def row(self, fault: WrongRow) -> Finding:
        """Return the finding about a cell that judges another row's figure."""
        told = finding(
            "summary-wrong-row",
            code=fault.read,
            cell=place_of(fault.cell),
            formula=fault.formula,
            found=self._criterion(fault.read).label,
            right=self._criterion(fault.own).label,
        )
        return told.weighing(Severity.WARNING)

    def missed(self, missed: MissedMinimum) -> Finding:
        """Return the finding about a minimum that a column of verdicts passes over, or whose verdict is typed."""
        criterion, cell = self._criterion(missed.criterion), place_of(missed.cell)
        minimum = ", ".join(f"{p} {plain(m)}" for p, m in criterion.minimum.items() if isinstance(m, Fraction))
        if missed.text is not None:
            told = finding(
                "constant-over-formula",
                code=criterion.id,
                cell=cell,
                found=typed(missed.text),
                right=f">= {minimum}",
            )
            return told.weighing(Severity.WARNING)
        return finding(
            "summary-minimum-missing",
            code=criterion.id,
            cell=cell,
            label=criterion.label,
            minimum=minimum,
            citation=self.subject.ruleset.citation(criterion).text,
        )

    def _criterion(self, id_: str) -> Criterion:
        return next(each for each in self.subject.ruleset.criteria if each.id == id_)

    def column(self, cell: Cell, own: Assessor, other: Assessor) -> Finding:
        """Return the finding about a sheet that reads another assessor's scores."""
        score = self.subject.columns(other).score
        return finding(
            "summary-wrong-column",
            cell=place_of(cell),
            assessor=own,
            sheet=cell[0],
            assessor_name=own.label,
            column="-" if score is None else column_letters(score),
            other_name=other.label,
        )


def _compared(found: float, minimum: object) -> str:
    """Return what a formula compares with; one that asks for more than the minimum has another comparison."""
    number = exact(round(found, 6))
    return f"> {plain(number)}" if number == minimum else plain(number)


def _answer(answer: Answer, value: Value) -> Answer:
    number = exact(value) if isinstance(value, float) else value
    return answer.model_copy(update={"value": number, "typed": _shown(value)})


def _shown(value: object) -> str:
    """Return what a cell shows, as a detail of a finding."""
    if value is None:
        return "-"
    if isinstance(value, ErrorValue):
        return f"#{value.upper()}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return typed(value)
    number = exact(float(value))
    return str(rounded(number)) if rounded(number) == number else str(telling(number))
