"""One assessor's answers: conventions applied, counts that do not fit, what is unanswered, what rounding hides."""

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.checks.consequence import undecided
from zi_score.evaluation.checks.rounding import check_rounding
from zi_score.evaluation.scoring import QuestionNode, questions_of, resolved
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question, Ruleset
from zi_score.model.exact import added, plain, rounded
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.spelling import TICKED, is_box, says_none
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor

_DIFFERS = "percent-differs-from-counts"
_UNREAD = ("answer-not-understood", "answer-is-a-date")


def check_answers(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield what one assessor's answers give reason to look at."""
    for node in questions_of(assessment.nodes):
        yield from _convention(ruleset, sheet.assessor, node)
        if ratio := ruleset.questions[node.code].ratio:
            yield from _counts(ruleset.questions[node.code], ratio, sheet, node)
        yield from _contradictions(ruleset.questions[node.code], sheet)
    yield from _nones(ruleset, sheet, assessment)
    yield from _boxes(sheet)
    yield from _uncomputed(ruleset, sheet, assessment)
    yield from _unanswered(assessment)
    yield from check_rounding(assessment.predicates, assessment.assessor)


def check_unit(sheets: Sequence[AnswerSheet]) -> Iterator[Finding]:
    """Yield that the unit's column is blank where others answered: its answers may have slipped into theirs."""
    unit = next((sheet for sheet in sheets if sheet.assessor is Assessor.UNIT and not sheet.is_used), None)
    used = [sheet.assessor.label for sheet in sheets if sheet.is_used]
    if unit and unit.answers and used:
        first = next(iter(unit.answers.values()))
        yield finding("unit-without-answers", cell=first.place, assessor=Assessor.UNIT, assessors=", ".join(used))


def _convention(ruleset: Ruleset, assessor: Assessor, node: QuestionNode) -> Iterator[Finding]:
    question = ruleset.questions[node.code]
    if node.basis == "convention" and question.ratio:
        whole = question.input(question.ratio.whole)
        yield finding(
            "convention-applied",
            code=node.code,
            cell=next((count.cell for key, count in node.counts.items() if key == whole.key), None),
            assessor=assessor,
            whole=whole.label,
            value=plain(node.value or Fraction()),
            citation=ruleset.citation(question.ratio.zero_whole).text,
        )
    if node.basis == "typed-percent":
        yield finding("percent-without-counts", code=node.code, cell=node.cell, assessor=assessor, typed=node.answer)


def _counts(question: Question, ratio: Ratio, sheet: AnswerSheet, node: QuestionNode) -> Iterator[Finding]:
    rows = {row.key: sheet.answers.get(f"{question.code}.{row.key}") for row in question.inputs}
    yield from _count_sums(question, rows, sheet)
    part, whole = (resolved(question.input(key), rows) for key in (ratio.part, ratio.whole))
    if part is not None and whole is not None and part > whole and not ratio.may_exceed:
        yield finding(
            "part-exceeds-whole",
            code=question.code,
            cell=node.counts[ratio.part].cell,
            assessor=sheet.assessor,
            part=question.input(ratio.part).label,
            whole=question.input(ratio.whole).label,
            found=plain(part),
            limit=plain(whole),
        )
    answer = sheet.answers.get(question.code)
    if node.basis == "counts" and part is not None and whole and answer and answer.typed and not answer.is_uncomputed:
        right = ratio.rate(part, whole)
        shown = ratio.limited(answer.value) if isinstance(answer.value, Fraction) else None
        if shown is None or abs(shown - right) > min(Fraction(1), abs(ratio.full_at - ratio.zero_at)) / 100:
            yield finding(
                _DIFFERS,
                code=question.code,
                cell=answer.place,
                assessor=sheet.assessor,
                found=answer.typed if shown is None else f"{rounded(Fraction(answer.value or 0) * 100)} %",
                right=f"{rounded(right * 100)} %",
            )


def _contradictions(question: Question, sheet: AnswerSheet) -> Iterator[Finding]:
    """Yield counts whose parts do not add up, and counts that are stated elsewhere with another number."""
    for row in question.inputs:
        whole = sheet.answers.get(f"{question.code}.{row.key}")
        parts = [_count(sheet, f"{question.code}.{key}") for key in row.splits_into]
        known = [part for part in parts if part is not None]
        if whole is None or not isinstance(whole.value, Fraction):
            continue
        # A part above the whole is a finding of its own.
        is_told = len(known) == len(parts) and max(known, default=whole.value) <= whole.value
        if known and is_told and sum(known, Fraction()) != whole.value:
            labels = [question.input(key).label for key in row.splits_into]
            yield finding(
                "counts-contradict",
                code=question.code,
                cell=whole.place,
                assessor=sheet.assessor,
                parts=", ".join(f"{label}: {plain(part)}" for label, part in zip(labels, known, strict=True)),
                sum=plain(sum(known, Fraction())),
                whole=row.label,
                limit=plain(whole.value),
            )
        if row.same_as and (other := _count(sheet, row.same_as)) not in (None, whole.value):
            yield finding(
                "count-stated-twice",
                code=question.code,
                cell=whole.place,
                assessor=sheet.assessor,
                label=row.label,
                found=plain(whole.value),
                other=plain(other or Fraction()),
                place=sheet.answers[row.same_as].place,
            )


def _count(sheet: AnswerSheet, code: str) -> Fraction | None:
    answer = sheet.answers.get(code)
    return answer.value if answer and isinstance(answer.value, Fraction) else None


def _count_sums(question: Question, rows: Mapping[str, Answer | None], sheet: AnswerSheet) -> Iterator[Finding]:
    given = {key: row for key, row in rows.items() if row is not None and row.value is not None}
    for row in question.inputs:
        total = given.get(row.key)
        groups = [key for key in row.sum_of if key in given]
        if row.sum_of and not groups and total:
            yield finding(
                "typed-total-used", code=question.code, cell=total.place, assessor=sheet.assessor, typed=total.typed
            )
        if row.sum_of and len(groups) == len(row.sum_of) and total:
            right = resolved(row, rows)
            if right is not None and right != total.value:
                yield finding(
                    "typed-total-differs",
                    code=question.code,
                    cell=total.place,
                    assessor=sheet.assessor,
                    typed=total.typed,
                    right=plain(right),
                )
    held = [key for key, row in rows.items() if row is not None and row.typed]
    if given and (blank := _blank_needed(question, given, held)):
        place = next((found.place for key in blank if (found := rows.get(key))), None)
        yield finding(
            "count-missing",
            code=question.code,
            cell=place,
            assessor=sheet.assessor,
            missing="; ".join(question.input(key).label for key in blank),
        )


def _blank_needed(question: Question, given: Mapping[str, Answer], held: Container[str]) -> list[str]:
    """Return the keys of blank counts that the ratio needs; what a cell holds and nobody understands is not blank."""
    blank: list[str] = []
    for key in (question.ratio.part, question.ratio.whole) if question.ratio else ():
        row = question.input(key)
        missing = [group for group in row.sum_of if group not in given]
        if row.sum_of and len(missing) < len(row.sum_of):
            blank += missing
        elif key not in given:
            blank.append(key)
    return [key for key in blank if key not in held]


def _nones(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield that counts are said to be none, once, and what their questions are worth by that."""
    codes = [code for code, answer in sheet.answers.items() if answer.value == 0 and says_none(answer.typed)]
    if codes:
        asked = [question for question in ruleset.questions if any(code.startswith(f"{question}.") for code in codes)]
        nodes = [node for code in asked if isinstance(node := assessment.nodes[code], QuestionNode)]
        told = finding(
            "none-as-zero",
            code=codes[0] if len(codes) == 1 else None,
            assessor=sheet.assessor,
            typed=sheet.answers[codes[0]].typed,
            worth="; ".join(f"{node.code} {rounded(node.score)} / {rounded(node.weight)}" for node in nodes),
        )
        yield told.at(sheet.answers[code].place for code in codes)


def _boxes(sheet: AnswerSheet) -> Iterator[Finding]:
    """Yield that answers are checkboxes, once; a warning where none of them is ticked."""
    boxes = {
        code: answer for code, answer in sheet.answers.items() if isinstance(answer.value, str) and is_box(answer.typed)
    }
    if boxes:
        ticked = sum(answer.typed.casefold() in TICKED for answer in boxes.values())
        told = finding(
            "checkbox-as-answer",
            code=next(iter(boxes)) if len(boxes) == 1 else None,
            assessor=sheet.assessor,
            ticked=ticked,
            unticked=len(boxes) - ticked,
        )
        told = told.at(answer.place for answer in boxes.values())
        yield told.lowered() if ticked else told


def _uncomputed(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield that answers are formulas without a saved result, an error where a criterion hangs on them."""
    cells = [answer.place for answer in sheet.answers.values() if answer.is_uncomputed]
    nodes = [node for node in questions_of(assessment.nodes) if node.basis == "formula"]
    if cells and nodes:
        formula = next(answer.typed for answer in sheet.answers.values() if answer.is_uncomputed)
        decided = list(dict.fromkeys(undecided(ruleset, assessment, [node.code for node in nodes])))
        told = finding(
            "answer-formula-not-calculated",
            code=nodes[0].code if len(nodes) == 1 else None,
            assessor=assessment.assessor,
            formula=formula,
            count=len(nodes),
            questions=assessment.questions,
            points=rounded(added([node.weight for node in nodes])),
            criteria=", ".join(decided) or "-",
        ).at(cells)
        yield told if decided else told.lowered()


def without_vain_advice(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Leave out the advice to answer where the answers stand in a column that is not read, and the others are blank.

    So it is with a percentage that is not understood, where its counts are used.
    """
    counted = {(each.cell, each.assessor) for each in findings if each.name == _DIFFERS}
    found = [each for each in findings if each.name not in _UNREAD or (each.cell, each.assessor) not in counted]
    if any(each.name == "column-of-answers-not-read" and each.severity is Severity.ERROR for each in found):
        return [each for each in found if each.name != "questions-unanswered"]
    return found


def _unanswered(assessment: Assessment) -> Iterator[Finding]:
    blank = [node for node in questions_of(assessment.nodes) if node.value is None and node.basis != "formula"]
    if blank:
        yield finding(
            "questions-unanswered",
            assessor=assessment.assessor,
            count=len(blank),
            questions=assessment.questions,
            points=rounded(added([node.weight for node in blank])),
        )
