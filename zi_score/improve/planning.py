"""From a worksheet to a proven plan: the answers as they stand, the search, and the scores of what it found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.criterion import CriterionResult, Status, is_requirement
from zi_score.evaluation.result import RulesetReference
from zi_score.evaluation.scoring import Figure, questions_of
from zi_score.evaluation.verdict import PredicateResult
from zi_score.improve.actions import Present
from zi_score.improve.change import Change
from zi_score.improve.errors import RequestError, SolverError, UnreadAnswersError
from zi_score.improve.plan import Alternative, External, Improvement, Scores, Shortfall
from zi_score.improve.planned import with_changes
from zi_score.improve.program.goal import Minimum, counted, minimums, stated_short
from zi_score.improve.program.least import Budget, OutOfTimeError, allowance
from zi_score.improve.program.model import model
from zi_score.improve.program.moves import Moves, full_or_none, moves
from zi_score.improve.program.search import NOTHING_TO_DO, SOLVER, ChosenState, Found, Missed, Search
from zi_score.improve.request import Request
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import rounded
from zi_score.model.findings import named, shown
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Worksheet

_UNREAD_NAMED = 5
_TENTH = Fraction(1, 10)
_FURTHER = 3
"""What else is told of a plan may take this part of the time that the plan itself may take."""


@dataclass(frozen=True)
class Start:
    """The answers of one assessor of a worksheet, from which a plan starts.

    ``facts`` are what is known from outside the LKE, by fact key; ``changes`` are the answers that
    were set in the sheet.
    """

    ruleset: Ruleset
    worksheet: Worksheet
    sheet: AnswerSheet
    facts: Mapping[str, FactValue]
    changes: tuple[Change, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the evaluation, if known."""
        return self.worksheet.unit.year

    def assessed(self, plan: ChosenState) -> Assessment:
        """Return scores and verdict with a plan carried out."""
        changes = {code: value for _block, state in plan.states for code, value in state.answers.items()}
        answers = with_changes(self.sheet.answers, changes)
        return assess(self.ruleset, self.sheet.model_copy(update={"answers": answers}), self.facts, self.year)


def planned(start: Start, request: Request) -> Improvement:
    """Return the least work that reaches a predicate.

    Args:
        start: the answers to start from.
        request: what is to be planned.

    Raises:
        RequestError: it cannot be planned.
        SolverError: the result is not confirmed by the scores: a fault of the program.

    """
    ruleset, answers = start.ruleset, start.sheet.answers
    fixed = request.fixed(ruleset, start.sheet.by_cell)
    _refuse_unread(start)
    before = assess(ruleset, start.sheet, start.facts, start.year)
    target = request.aim(ruleset, start.worksheet.unit.target, before.predicates)
    predicate = _predicate(before, target)
    task = _Task(start, request, before, target, fixed, allowance(), allowance(_FURTHER))
    asked, missing, ways = task.asked, task.missing, task.ways
    try:
        found = task.found(request.alternatives)
    except OutOfTimeError:
        message = _("no plan was found: there are too many combinations. Allow more steps, or fix some questions.")
        raise RequestError(message) from None
    missed = _ids(found.missed)
    met = [each for each in asked if each.id not in missed]
    after, *others = (_confirmed(start.assessed(each), target, met) for each in (found.plan, *found.alternatives))
    unreachable = (
        *(_shortfall(each, request) for each in found.missed),
        *_failed_facts(predicate, stated_short(ruleset, predicate, start.facts)),
    )
    unmet = tuple(each for each, points in zip(asked, missing, strict=True) if points > 0)
    present = Present(ruleset, answers, before.nodes, _answers_of_unit(start.worksheet), unmet)
    return Improvement(
        source=start.worksheet.source,
        unit=start.worksheet.unit,
        ruleset=RulesetReference.of(ruleset),
        assessor=start.sheet.assessor,
        target=target,
        status=_status(found.plan, is_met=not unmet, is_reached=not unreachable),
        effort=found.plan.effort,
        bound=found.plan.bound,
        solver=SOLVER if unmet else None,
        actions=present.actions(found.plan.states),
        required_external=tuple(_weighed(task, found, present.externals(found.plan.states))),
        unreachable=unreachable,
        before=_scores(before),
        after=_scores(after),
        alternatives=tuple(
            Alternative(effort=each.effort, actions=present.actions(each.states), total=other.total)
            for each, other in zip(found.alternatives, others, strict=True)
        ),
        next_steps=present.steps(ways.blocks),
        uncounted=ways.uncounted,
        changes=start.changes,
        unmeasured=tuple(_unmeasured(ruleset, before)),
        assumed=tuple(each.id for each in _facts(predicate) if each.status is Status.UNDETERMINED),
        margin=request.margin,
        discount=dict(request.discount.points),
        discount_of=request.discount.of,
        capped=tuple(each.id for each in asked if each.is_capped),
    )


@dataclass(frozen=True)
class _Task:
    """The answers as they stand, the predicate that they are to reach, and the questions that cannot change.

    ``budget`` is what may be looked at for the plan, ``further`` for what else is told of it.
    """

    start: Start
    request: Request
    before: Assessment
    target: str
    fixed: Collection[str]
    budget: Budget
    further: Budget

    @cached_property
    def asked(self) -> tuple[Minimum, ...]:
        """The points that the predicate asks for."""
        ruleset, request = self.start.ruleset, self.request
        reported = counted(ruleset, _predicate(self.before, self.target), self.before.nodes, self.start.facts)
        return (*minimums(ruleset, self.target, request.margin, request.discount), *reported)

    @cached_property
    def missing(self) -> list[Fraction]:
        """The points that are missing of each; below 0 what it has to spare."""
        return [minimum.missing(self.before.nodes) for minimum in self.asked]

    @cached_property
    def ways(self) -> Moves:
        """How answers may become better; reports that are asked for are of no use short of all."""
        ruleset, answers = self.start.ruleset, self.start.sheet.answers
        is_waived = _predicate(self.before, self.target).waived
        reports = () if is_waived else [code for each in ruleset.requirements for code in each.questions]
        return full_or_none(moves(ruleset, answers, self.before.nodes, self.request.effort, self.fixed), reports)

    def found(self, alternatives: int = 0) -> Found:
        """Return the plan of least effort, and further ones.

        Raises:
            OutOfTimeError: there are too many combinations to find any plan.

        """
        if all(points <= 0 for points in self.missing):
            return NOTHING_TO_DO
        states = model(self.ways.blocks, self.asked, self.before.nodes, self.start.sheet.answers)
        limit = self.request.max_steps
        search = Search(states, self.asked, self.missing, limit, budget=self.budget, further=self.further)
        return search.found(alternatives, self.request.effort.default)

    def with_results(self, results: Mapping[str, Fraction]) -> _Task:
        """Return the same task where results of others are what is said here, and no more."""
        answers = with_changes(self.start.sheet.answers, results)
        start = replace(self.start, sheet=self.start.sheet.model_copy(update={"answers": answers}))
        before = assess(start.ruleset, start.sheet, start.facts, start.year)
        return _Task(start, self.request, before, self.target, {*self.fixed, *results}, self.further, self.further)


def _status(
    plan: ChosenState, *, is_met: bool, is_reached: bool
) -> Literal["optimal", "reached", "already-met", "unreachable"]:
    if not is_reached:
        return "unreachable"
    if is_met:
        return "already-met"
    return "optimal" if plan.is_proven else "reached"


def _weighed(task: _Task, found: Found, externals: Sequence[External]) -> Iterator[External]:
    """Yield results of others with what a tenth more of each would save the unit, where that is found in time."""
    needed = {each.code: each.to for each in externals}
    for each in externals:
        highest = task.start.ruleset.scales[task.start.ruleset.questions[each.code].scale].highest
        tenth = each.to + _TENTH
        is_asked = found.plan.effort and found.plan.is_proven and highest is not None and tenth <= highest
        saves = _saved(task.with_results({**needed, each.code: tenth}), found) if is_asked else None
        yield each if saves is None else each.model_copy(update={"tenth": tenth, "saves": saves})


def _saved(task: _Task, found: Found) -> Fraction | None:
    """Return how much less effort a task takes than a plan, for the same criteria; None where that is not known."""
    if task.budget.left <= 0:
        return None
    try:
        other = task.found()
    except OutOfTimeError:
        return None
    is_same = _ids(other.missed) == _ids(found.missed)  # else it would reach more, and not save effort
    return found.plan.effort - other.plan.effort if is_same and other.plan.is_proven else None


def _ids(missed: Iterable[Missed]) -> set[str]:
    return {each.minimum.id for each in missed}


def _unmeasured(ruleset: Ruleset, before: Assessment) -> Iterator[str]:
    """Yield the results of others that nobody stated."""
    for node in questions_of(before.nodes):
        if node.value is None and ruleset.scales[node.scale].external:
            yield node.code


def _refuse_unread(start: Start) -> None:
    unread = {code: answer for code, answer in start.sheet.answers.items() if answer.typed and answer.value is None}
    if unread:
        listed = [f"{answer.place} ({code}): {answer.typed}" for code, answer in unread.items()][:_UNREAD_NAMED]
        message = _(
            "{path}: nothing is planned on guesses; correct the answers that could not be read first: {cells}{more}."
        )
        more = f" +{len(unread) - _UNREAD_NAMED}" if len(unread) > _UNREAD_NAMED else ""
        path = named(start.worksheet.source.path)
        raise UnreadAnswersError(message.format(path=path, cells=shown("; ".join(listed)), more=more))


def _confirmed(after: Assessment, target: str, met: Sequence[Minimum]) -> Assessment:
    """Return the scores of a plan if they are what was planned.

    Raises:
        SolverError: they are not.

    """
    results = {each.id: each for each in _predicate(after, target).criteria}
    for minimum in met:
        if minimum.missing(after.nodes) > 0 or results[minimum.id].status is Status.NOT_MET:
            raise SolverError(f"{minimum.id}: the scores of the plan do not confirm it")
    return after


def _predicate(assessment: Assessment, target: str) -> PredicateResult:
    return next(each for each in assessment.predicates if each.id == target)


def _facts(predicate: PredicateResult) -> list[CriterionResult]:
    """Return what rests on facts from outside the LKE, and is not waived."""
    return [
        each for each in predicate.criteria if each.measure == "fact" or (is_requirement(each) and not predicate.waived)
    ]


def _failed_facts(predicate: PredicateResult, stated: Mapping[str, CriterionResult]) -> Iterator[Shortfall]:
    for each in (stated.get(result.id, result) for result in _facts(predicate)):
        if each.status is Status.NOT_MET and not each.cells:
            reason = _("stated is {found}, needed is {minimum}; no answer changes that")
            yield Shortfall(
                criterion=each.id,
                label=each.label,
                missing=None,
                reason=reason.format(found=shown(each.stated), minimum=each.asked),
            )


def _shortfall(missed: Missed, request: Request) -> Shortfall:
    if missed.needed is None:
        reason = _("{asked}; so many are missing even with everything raised that may change")
    elif missed.is_joint:
        reason = _("{asked}; {limit} actions are too few for all criteria together, {needed} would do")
    else:
        reason = _("{asked}; so many are missing even with the best {limit} actions, {needed} would do")
    reserve, asked = missed.minimum.reserve, _("{minimum} points are asked for")
    if reserve:
        asked = _("{minimum} points are asked for, {reserve} of them to be kept in hand")
    asked = asked.format(minimum=rounded(missed.minimum.points), reserve=rounded(reserve))
    return Shortfall(
        criterion=missed.minimum.id,
        label=missed.minimum.criterion.label,
        missing=missed.points,
        reason=reason.format(asked=asked, limit=request.max_steps, needed=missed.needed),
        reserve=reserve,
    )


def _answers_of_unit(worksheet: Worksheet) -> Mapping[str, Answer]:
    return next((sheet.answers for sheet in worksheet.sheets if sheet.assessor is Assessor.UNIT), {})


def _scores(assessment: Assessment) -> Scores:
    roots = {code: node for code, node in assessment.nodes.items() if "." not in code}
    return Scores(
        total=assessment.total,
        components={
            code: Figure(score=node.score, highest=node.highest, weight=node.weight) for code, node in roots.items()
        },
        areas=assessment.areas,
        predicates=assessment.predicates,
        verdict=assessment.verdict,
    )
