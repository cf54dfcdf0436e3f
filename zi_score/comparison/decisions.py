"""Which differences decide: the criteria whose status changed, and the fewest answers that turn them back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations
from operator import attrgetter

from zi_score.comparison.answers import node_of
from zi_score.comparison.choice import Chosen
from zi_score.comparison.outcome import CriterionChange, CriterionState, Moved, PredicateChange, is_worse, undoes
from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Criterion, is_under
from zi_score.model.exact import added


def predicate_changes(before: Chosen, after: Chosen) -> Iterator[PredicateChange]:
    """Yield the predicates of which the status, or that of a criterion, changed, with what decides."""
    for was, now in zip(before.assessment.predicates, after.assessment.predicates, strict=True):
        criteria = tuple(_criterion_changes(before, after, was, now))
        if not criteria:
            continue
        undo = _joint_undo(before, after, (was, now), criteria) if was.status is not now.status else ()
        yield PredicateChange(
            id=was.id,
            before=was.status,
            after=now.status,
            criteria=criteria,
            undo=undo,
            if_undone=_predicate(put_back(before, after, undo), was.id).status if undo else None,
        )


def put_back(before: Chosen, after: Chosen, codes: Collection[str]) -> Assessment:
    """Assess the later side as if these questions were answered as on the earlier one."""
    ruleset = after.workbook.ruleset
    keys = {key for code in codes for key in ruleset.questions[code].codes}
    kept = {key: answer for key, answer in after.answers.answers.items() if key not in keys}
    restored = {key: answer for key, answer in before.answers.answers.items() if key in keys}
    sheet = after.answers.model_copy(update={"answers": kept | restored})
    return assess(ruleset, sheet, after.workbook.facts, after.workbook.worksheet.unit.year)


def state(result: CriterionResult) -> CriterionState:
    """Return how a side stands to a criterion."""
    return CriterionState(
        status=result.status, reached=result.shown(result.reached), margin=result.shown_margin, exact=result.exact
    )


def _criterion_changes(
    before: Chosen, after: Chosen, was: PredicateResult, now: PredicateResult
) -> Iterator[CriterionChange]:
    criteria = {criterion.id: criterion for criterion in after.workbook.ruleset.criteria}
    for old, new in zip(was.criteria, now.criteria, strict=True):
        if old.status is new.status:
            continue
        if new.id in criteria and new.exact is not None:
            moved, undo = _decisive(before, after, criteria[new.id], old, new)
        else:
            moved, undo = _answering(before, after, now.id, old, new)
        undone = _predicate(put_back(before, after, undo), now.id).criteria if undo else ()
        yield CriterionChange(
            id=new.id,
            label=new.label,
            measure=new.measure,
            minimum=new.asked,
            before=state(old),
            after=state(new),
            questions=moved,
            undo=undo,
            if_undone=next((state(each) for each in undone if each.id == new.id), None),
        )


def _decisive(
    before: Chosen, after: Chosen, criterion: Criterion, old: CriterionResult, new: CriterionResult
) -> tuple[tuple[Moved, ...], tuple[str, ...]]:
    """Return the questions that moved a criterion the way it changed, and the fewest that undo it.

    Between met and anything else the score decides, between open and not met what unanswered
    questions leave possible. Points add up, so that the largest differences get over a
    threshold with the fewest questions.
    """
    ruleset = after.workbook.ruleset
    tops = ruleset.nodes_of(criterion)
    codes = [code for code in ruleset.questions if any(is_under(code, top) for top in tops)]
    points = attrgetter("score" if Status.MET in (old.status, new.status) else "highest")
    now = {code: points(node_of(after, code)) for code in codes}
    worse = is_worse(old.status, new.status)
    needed = Fraction(new.minimum) * (Fraction(new.weight or 1) if new.measure == "share" else 1)
    reached, undo = added(now.values()), []

    def turns(points: Fraction) -> bool:
        return (points >= needed) == worse

    differences = {code: now[code] - points(node_of(before, code)) for code in codes}
    moved = [
        Moved(code=code, score=difference, alone=turns(reached - difference))
        for code, difference in differences.items()
        if difference and (difference < 0) == worse
    ]
    moved.sort(key=lambda each: -abs(each.score))
    for each in moved:
        if turns(reached):
            break
        reached -= each.score
        undo.append(each.code)
    return tuple(moved), tuple(undo)


def _answering(
    before: Chosen, after: Chosen, predicate: str, old: CriterionResult, new: CriterionResult
) -> tuple[tuple[Moved, ...], tuple[str, ...]]:
    """Return the questions whose counts answer a requirement and changed it, and the fewest that undo it."""
    asked = next((each for each in after.workbook.ruleset.requirements if each.id == new.id), None)
    differences = {
        code: node_of(after, code).score - node_of(before, code).score for code in (asked.questions if asked else ())
    }

    def turns(codes: Collection[str]) -> bool:
        results = _predicate(put_back(before, after, codes), predicate).criteria
        return undoes(old.status, new.status, next(each.status for each in results if each.id == new.id))

    codes = sorted((code for code, points in differences.items() if points), key=lambda code: -abs(differences[code]))
    moved = tuple(Moved(code=code, score=differences[code], alone=turns([code])) for code in codes)
    subsets = (subset for size in range(1, len(codes) + 1) for subset in combinations(codes, size))
    return moved, next((subset for subset in subsets if turns(subset)), ())


def _joint_undo(
    before: Chosen,
    after: Chosen,
    results: tuple[PredicateResult, PredicateResult],
    criteria: Collection[CriterionChange],
) -> tuple[str, ...]:
    """Return answers that together undo what became of a predicate, none of which can be left out.

    Of what became otherwise than the predicate nothing is put back: that would undo a gain beside a loss. Where facts
    decide too, no answers may do it; then all that undo a criterion are returned.
    """
    was, now = results
    is_loss = is_worse(was.status, now.status)
    alike = [each for each in criteria if is_worse(each.before.status, each.after.status) is is_loss]

    def suffices(codes: Collection[str]) -> bool:
        then = _predicate(put_back(before, after, codes), was.id).status
        return undoes(was.status, now.status, then)

    points = {each.code: abs(each.score) for change in alike for each in change.questions if each.code in change.undo}
    codes = sorted(points, key=lambda code: -points[code])
    if not suffices(codes):
        return tuple(codes)
    for code in reversed(codes.copy()):
        fewer = [other for other in codes if other != code]
        if suffices(fewer):
            codes = fewer
    return tuple(codes)


def _predicate(assessment: Assessment, predicate: str) -> PredicateResult:
    return next(result for result in assessment.predicates if result.id == predicate)
