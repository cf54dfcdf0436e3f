"""What became of an action plan: its actions against the answers of a later workbook.

The answers decide, not the status that people gave an action; where the two contradict each
other, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path, PurePath

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.scoring import QuestionNode
from zi_score.improve.monitoring.agreed import Agreed, AgreedAction, read_plan
from zi_score.improve.monitoring.entries import entry_of, values
from zi_score.improve.monitoring.form import changed, written
from zi_score.improve.monitoring.outcome import (
    OUTCOMES,
    ActionProgress,
    GroupProgress,
    Outcome,
    PartDone,
    PlanProgress,
    PlanReference,
)
from zi_score.improve.plan import Entry, Gain
from zi_score.improve.units import apart
from zi_score.law.ruleset import Ruleset, is_under
from zi_score.model.exact import added
from zi_score.model.findings import Finding, finding
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Place, Unit

_YEAR = pattern("[0-9]{4}")


def progress_of(
    source: str | Path | bytes, evaluation: Evaluation, ruleset: Ruleset, *, path: str | None = None
) -> PlanProgress:
    """Say of every action of a plan what became of it; of a plan of another unit nothing is counted.

    Args:
        source: path of the plan's workbook, or its content.
        evaluation: the later workbook; the answers of the plan's assessor are looked at where it
            has them, else those of its first assessment.
        ruleset: the regulation of both.
        path: what to call content that has no path.

    Raises:
        Unreadable: the plan's file cannot be read, holds no action plan, or one of another regulation.

    """
    agreed = read_plan(source, ruleset, path)
    plan = _reference(agreed)
    others = tuple(_unit_findings(agreed, plan, evaluation))
    if others:
        agreed = replace(agreed, identity={**agreed.identity, "target": ""}, actions=(), removed=(), findings=())
    assessment = _assessment(evaluation, plan)
    actions = tuple(_judged(ruleset, agreed, assessment))
    names = {number: area.name for number, area in assessment.areas.items()}
    names |= {root: ruleset.nodes[root].name for root in ruleset.roots}
    target = agreed.identity.get("target") or None
    return PlanProgress(
        plan=plan,
        source=evaluation.source,
        unit=evaluation.unit,
        ruleset=evaluation.ruleset,
        assessor=assessment.assessor,
        target=target,
        target_status=next((each.status for each in assessment.predicates if each.id == target), None),
        total=assessment.total,
        verdict=assessment.verdict,
        actions=actions,
        areas=tuple(_tallies(actions, names)),
        overall=_tally("", "", actions),
        removed=agreed.removed,
        findings=(
            *others,
            *agreed.findings,
            *_contradictions(ruleset, agreed, actions),
        ),
    )


def _reference(agreed: Agreed) -> PlanReference:
    stated = {key: value or None for key, value in agreed.identity.items()}
    year = stated.get("year") or ""
    return PlanReference(
        path=agreed.path,
        unit=Unit(
            name=stated.get("unit"),
            agency=stated.get("agency"),
            year=int(year) if _YEAR.fullmatch(year) else None,
            target=stated.get("target"),
        ),
        assessor=stated.get("assessor"),
        made_from=stated.get("workbook"),
    )


def _assessment(evaluation: Evaluation, plan: PlanReference) -> Assessment:
    of_plan = (each for each in evaluation.assessments if each.assessor == plan.assessor)
    return next(of_plan, evaluation.assessments[0])


def _judged(ruleset: Ruleset, agreed: Agreed, assessment: Assessment) -> Iterator[ActionProgress]:
    """Yield what became of each action, in the order of the regulation."""
    begun = values(ruleset, {action.code: action.from_ for action in agreed.actions})
    wanted = values(ruleset, {action.code: action.to for action in agreed.actions})
    by_code = {action.code: action for action in agreed.actions}
    for code in ruleset.questions:
        node = assessment.nodes[code]
        if code in by_code and isinstance(node, QuestionNode):
            yield _action(ruleset, by_code[code], node, begun[code] or Fraction(), wanted[code] or Fraction())


def _action(
    ruleset: Ruleset, action: AgreedAction, node: QuestionNode, begun: Fraction, wanted: Fraction
) -> ActionProgress:
    now = node.value or Fraction()
    present = entry_of(ruleset, node)
    gain = max(wanted - begun, Fraction())
    return ActionProgress(
        code=action.code,
        area=_area_of(ruleset, action.code),
        question=ruleset.questions[action.code].label,
        from_=action.from_,
        to=action.to,
        present=present,
        status=_outcome(begun, now, wanted) if wanted > begun else _counted(action, present),
        effort=action.effort,
        gain=Gain(score=gain * node.weight),
        gained=Gain(score=min(max(now - begun, Fraction()), gain) * node.weight),
        reported=action.reported[0] if action.reported else None,
        cell=_cell(ruleset, node),
        plan_cell=action.place,
    )


def _outcome(begun: Fraction, now: Fraction, wanted: Fraction) -> Outcome:
    if now >= wanted:
        return "realised"
    if now == begun:
        return "not-started"
    return "part" if now > begun else "slipped"


def _counted(action: AgreedAction, present: Entry) -> Outcome:
    """Judge an action that brings its own question nothing: it sets a count that another question shares."""
    counts = changed(action.from_, action.to)
    if isinstance(counts, dict) and isinstance(present, dict):
        return "realised" if all(present.get(key) == number for key, number in counts.items()) else "not-started"
    return "realised" if present == action.to else "not-started"


def _cell(ruleset: Ruleset, node: QuestionNode) -> Place | None:
    """Return where people look: at the count that may change, else at the answer."""
    ratio = ruleset.questions[node.code].ratio
    count = node.counts.get(ratio.part) if ratio else None
    return count.cell if count else node.cell


def _area_of(ruleset: Ruleset, code: str) -> str | None:
    areas = (area for area in ruleset.areas if any(is_under(code, section) for section in area.sections))
    return next((str(area.number) for area in areas), None)


def _tallies(actions: Sequence[ActionProgress], names: dict[str, str]) -> Iterator[GroupProgress]:
    for key, name in names.items():
        if own := [action for action in actions if action.group == key]:
            yield _tally(key, name, own)


def _tally(key: str, name: str, actions: Sequence[ActionProgress]) -> GroupProgress:
    effort = added(action.effort for action in actions)
    done = added(action.effort for action in actions if action.status == "realised")
    return GroupProgress(
        key=key,
        name=name,
        actions=len(actions),
        statuses={outcome: sum(action.status == outcome for action in actions) for outcome in OUTCOMES},
        effort=effort,
        done=done,
        share=PartDone(share=done / effort) if effort else None,
        gain=Gain(score=added(action.gain.score for action in actions)),
        gained=Gain(score=added(action.gained.score for action in actions)),
    )


def _unit_findings(agreed: Agreed, plan: PlanReference, evaluation: Evaluation) -> Iterator[Finding]:
    """Yield where plan and workbook name different units."""
    if found := apart(_known(plan.unit, plan.made_from or ""), _known(evaluation.unit, evaluation.source.path)):
        yield finding("plan-of-another-unit", path=agreed.path, found=found[0], right=found[1])


def _known(unit: Unit, path: str) -> Unit:
    """Return a unit which knows whether its name is that of a file."""
    return unit.model_copy(update={"named_by_file": unit.name == PurePath(path.replace("\\", "/")).stem})


def _contradictions(ruleset: Ruleset, agreed: Agreed, actions: Sequence[ActionProgress]) -> Iterator[Finding]:
    """Yield where rows are gone, and where people report as done what the answers do not show."""
    places = {action.code: action.reported[1] for action in agreed.actions if action.reported}
    planned = {action.code: action for action in actions}
    for code in agreed.removed:
        yield finding("plan-action-removed", code=code, cell=planned[code].plan_cell, path=agreed.path)
    for action in actions:
        if action.reported == "done" and action.status != "realised":
            question = ruleset.questions[action.code]
            yield finding(
                "plan-status-not-confirmed",
                code=action.code,
                cell=places[action.code],
                path=agreed.path,
                answer=written(question, action.present),
                target=written(question, action.to),
                answer_cell=action.cell or "-",
            )
