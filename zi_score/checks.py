"""What a person should look at in a worksheet and its evaluation, as findings."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_score.assessment import Assessment
from zi_score.exact import plain, rounded
from zi_score.findings import Finding, finding
from zi_score.model import TOTAL, Answer, AnswerSheet, Assessor
from zi_score.ruleset import Question, Ratio, Ruleset
from zi_score.scoring import Node, QuestionNode, questions_of, resolved
from zi_score.verdict import FactValue, Status, is_requirement, is_waived

_CODES_SHOWN = 8

_TOLERANCE = Fraction(1, 200)
"""Some sheets round their figures to two decimals; so small a difference is none."""


def check(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield what one assessor's answers and their scores give reason to look at."""
    for node in questions_of(assessment.nodes):
        yield from _convention(ruleset, sheet.assessor, node)
        if ratio := ruleset.questions[node.code].ratio:
            yield from _counts(ruleset.questions[node.code], ratio, sheet, node)
    yield from _unanswered(assessment)
    yield from _rounding(assessment)
    yield from _workbook_scores(ruleset, sheet, assessment)


def check_facts(ruleset: Ruleset, facts: Mapping[str, FactValue], assessment: Assessment) -> Iterator[Finding]:
    """Yield what the facts from outside the LKE give reason to look at."""
    failed = [
        criterion.label
        for predicate in assessment.predicates
        if is_waived(ruleset, predicate.id, facts)
        for criterion in predicate.criteria
        if is_requirement(criterion) and criterion.status is Status.NOT_MET
    ]
    if failed and ruleset.waiver:
        yield finding(
            "requirements-waived",
            requirements="; ".join(dict.fromkeys(failed)),
            citation=ruleset.citation(ruleset.waiver).text,
        )


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
    if part is not None and whole is not None and part > whole and ratio.kind == "share" and ratio.part_of_whole:
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
    if node.value is not None and node.basis == "counts" and answer and isinstance(answer.value, Fraction):
        shown = min(Fraction(1), answer.value)
        if abs(shown - node.value) > Fraction(1, 100):
            yield finding(
                "percent-differs-from-counts",
                code=question.code,
                cell=answer.place,
                assessor=sheet.assessor,
                found=f"{rounded(answer.value * 100)} %",
                right=f"{rounded(node.value * 100)} %",
            )


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
    if given and (blank := _blank_needed(question, given)):
        place = next((found.place for key in blank if (found := rows.get(key))), None)
        yield finding(
            "count-missing",
            code=question.code,
            cell=place,
            assessor=sheet.assessor,
            missing="; ".join(question.input(key).label for key in blank),
        )


def _blank_needed(question: Question, given: Mapping[str, Answer]) -> list[str]:
    """Return the keys of blank counts that the ratio needs."""
    blank: list[str] = []
    for key in (question.ratio.part, question.ratio.whole) if question.ratio else ():
        row = question.input(key)
        missing = [group for group in row.sum_of if group not in given]
        if row.sum_of and len(missing) < len(row.sum_of):
            blank += missing
        elif key not in given:
            blank.append(key)
    return blank


def _unanswered(assessment: Assessment) -> Iterator[Finding]:
    if count := assessment.questions - assessment.answered:
        yield finding(
            "questions-unanswered",
            assessor=assessment.assessor,
            count=count,
            questions=assessment.questions,
            points=rounded(assessment.total.highest - assessment.total.score),
        )


def _rounding(assessment: Assessment) -> Iterator[Finding]:
    for predicate in assessment.predicates:
        for criterion in predicate.criteria:
            if criterion.exact is None or criterion.reached is None:
                continue
            if Fraction(criterion.exact) < Fraction(criterion.minimum) <= Fraction(criterion.reached):
                yield finding(
                    "rounding-hides-a-miss",
                    code=criterion.id,
                    assessor=assessment.assessor,
                    predicate=predicate.id,
                    label=criterion.label,
                    shown=criterion.reached,
                    exact=criterion.exact,
                    minimum=criterion.minimum,
                    citation=criterion.citation,
                )


def _workbook_scores(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield the lowest nodes where the sheet's own scores part from the right ones, then the total."""
    apart = {
        code
        for code, shown in sheet.scores.items()
        if code in assessment.nodes and abs(shown.score - assessment.nodes[code].score) > _TOLERANCE
    }
    lowest = [code for code in sorted(apart) if not any(other.startswith(f"{code}.") for other in apart)]
    for code in lowest:
        open_ = _skipped(assessment.nodes[code], sheet.scores[code].score)
        yield finding(
            "workbook-skips-unanswered" if open_ else "workbook-score-differs",
            code=code,
            cell=sheet.scores[code].cell,
            assessor=sheet.assessor,
            node=ruleset.nodes[code].name,
            found=rounded(sheet.scores[code].score),
            right=rounded(assessment.nodes[code].score),
            count=open_,
        )
    total = sheet.scores.get(TOTAL)
    if total and abs(total.score - assessment.total.score) > _TOLERANCE:
        yield finding(
            "workbook-total-differs",
            cell=total.cell,
            assessor=sheet.assessor,
            found=rounded(total.score),
            right=rounded(assessment.total.score),
            nodes=_listed(lowest),
        )


def _skipped(node: Node, shown: Fraction) -> int:
    """Return how many unanswered questions a sheet's figure leaves out of the mean, if that explains it."""
    values = [child.value for child in node.children if isinstance(child, QuestionNode)]
    answered = [value for value in values if value is not None]
    if not answered or len(answered) == len(values):
        return 0
    mean = sum(answered, Fraction()) / len(answered)
    return len(values) - len(answered) if abs(mean * node.weight - shown) <= _TOLERANCE else 0


def _listed(codes: list[str]) -> str:
    more = f" +{len(codes) - _CODES_SHOWN}" if len(codes) > _CODES_SHOWN else ""
    return f"{', '.join(codes[:_CODES_SHOWN])}{more}" if codes else "-"
