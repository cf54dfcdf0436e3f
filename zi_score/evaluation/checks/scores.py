"""The scores that the sheet itself shows, beside the right ones."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.scoring import Node, QuestionNode
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import added
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.worksheet import TOTAL, AnswerSheet
from zi_score.model.written import telling

_CODES_SHOWN = 8

_TOLERANCE = Fraction(1, 200)
"""Some sheets round their figures to two decimals; so small a difference is none."""


def check_scores(ruleset: Ruleset, sheet: AnswerSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield the lowest nodes where the sheet's own scores part from the right ones, then the total."""
    apart: set[str] = set()
    for code in sorted(sheet.scores.keys() & assessment.nodes.keys(), key=lambda code: -code.count(".")):
        if _agrees(assessment.nodes[code], sheet.scores[code].score):
            continue
        parts = ruleset.children.get(code, ())
        if apart & set(parts) or not _adds_up(sheet, code, parts):
            apart.add(code)
    lowest = [code for code in sorted(apart) if not any(other.startswith(f"{code}.") for other in apart)]
    skipping = {code: open_ for code in lowest if (open_ := _skipped(assessment.nodes[code], sheet.scores[code].score))}
    for code in lowest:
        node, asked = assessment.nodes[code], asked_of(ruleset, (code,))
        if code not in skipping:
            yield finding(
                "workbook-score-differs",
                code=code,
                cell=sheet.scores[code].cell,
                assessor=sheet.assessor,
                node=node.name,
                found=telling(sheet.scores[code].score, asked),
                right=telling(node.score if code in ruleset.nodes else _value(node), asked),
            ).weighing(Severity.WARNING)
    if skipping:
        worth = sum((sheet.scores[code].score - assessment.nodes[code].score for code in skipping), Fraction())
        yield finding(
            "workbook-skips-unanswered",
            code=next(iter(skipping)) if len(skipping) == 1 else None,
            assessor=sheet.assessor,
            count=sum(skipping.values()),
            points=telling(worth),
        ).at(sheet.scores[code].cell for code in skipping)
    total = sheet.scores.get(TOTAL)
    is_sum = not apart and _adds_up(sheet, TOTAL, ruleset.roots)
    if total and not is_sum and abs(total.score - assessment.total.score) > _TOLERANCE:
        yield finding(
            "workbook-total-differs",
            cell=total.cell,
            assessor=sheet.assessor,
            found=telling(total.score, asked_of(ruleset, ruleset.roots)),
            right=telling(assessment.total.score, asked_of(ruleset, ruleset.roots)),
            **({"nodes": _listed(lowest)} if lowest else {}),
        ).weighing(Severity.WARNING)


def asked_of(ruleset: Ruleset, codes: Sequence[str]) -> list[Fraction]:
    """Return the points that predicates ask of these nodes: a figure must not seem to reach one that it misses."""
    return [
        minimum
        for criterion in ruleset.criteria
        if criterion.measure == "score" and set(ruleset.nodes_of(criterion)) == set(codes)
        for minimum in criterion.minimum.values()
        if isinstance(minimum, Fraction)
    ]


def _adds_up(sheet: AnswerSheet, code: str, parts: Sequence[str]) -> bool:
    """Whether a figure is the sum of what the sheet shows for its parts: a sheet that rounds those is not wrong."""
    shown = [sheet.scores[part].score for part in parts if part in sheet.scores]
    if not parts or len(shown) < len(parts) or code not in sheet.scores:
        return False
    return _is_near(sum(shown, Fraction()), sheet.scores[code].score)


def _agrees(node: Node, shown: Fraction) -> bool:
    """Whether a figure is the node's points, or the value of a question, which some forms show instead."""
    return _is_near(shown, node.score) or (isinstance(node, QuestionNode) and _is_near(shown, _value(node)))


def _is_near(shown: Fraction, right: Fraction) -> bool:
    (top, bottom), (other, common) = shown.as_integer_ratio(), right.as_integer_ratio()  # several times faster
    return abs(top * common - other * bottom) * _TOLERANCE.denominator <= bottom * common * _TOLERANCE.numerator


def _value(node: Node) -> Fraction:
    return (node.value or Fraction()) if isinstance(node, QuestionNode) else Fraction()


def _skipped(node: Node, shown: Fraction) -> int:
    """Return how many unanswered questions a sheet's figure leaves out of the mean, if that explains it."""
    questions = [child for child in node.children if isinstance(child, QuestionNode)]
    answered = [child for child in questions if child.value is not None]
    if not (answered and node.weight) or len(answered) == len(questions):
        return 0
    mean = node.score / added([child.weight for child in answered])
    return len(questions) - len(answered) if abs(mean * node.weight - shown) <= _TOLERANCE else 0


def _listed(codes: list[str]) -> str:
    more = f" +{len(codes) - _CODES_SHOWN}" if len(codes) > _CODES_SHOWN else ""
    return f"{', '.join(codes[:_CODES_SHOWN])}{more}"
