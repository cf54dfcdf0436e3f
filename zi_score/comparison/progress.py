"""A unit's way through its rounds: per area what was realised, what slipped back, what was not started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zi_score.comparison.figures import Amount
from zi_score.comparison.model import AreaProgress, ComparedQuestion, RoundsProgress
from zi_score.model.exact import added


def progress(groups: Sequence[str], rounds: Sequence[str], questions: Mapping[str, ComparedQuestion]) -> RoundsProgress:
    """Return what became of each group's questions.

    Args:
        groups: numbers of areas, codes of parts of hasil.
        rounds: keys of the rounds that follow the regulation of the last one, in their order.
        questions: the questions on these rounds.

    """
    by_group: dict[str, dict[str, ComparedQuestion]] = {group: {} for group in groups}
    for code, question in questions.items():
        by_group.setdefault(question.group, {})[code] = question
    return RoundsProgress(
        since=rounds[-2] if len(rounds) > 1 else None,
        rounds=tuple(rounds),
        areas={group: _area(found) for group, found in by_group.items()},
    )


def _area(questions: Mapping[str, ComparedQuestion]) -> AreaProgress:
    points = {code: question.steps[-1].score for code, question in questions.items() if question.steps}
    realised = sorted((code for code in points if points[code] > 0), key=lambda code: -points[code])
    slipped = sorted((code for code in points if points[code] < 0), key=lambda code: points[code])
    return AreaProgress(
        realised=tuple(realised),
        slipped=tuple(slipped),
        not_started=tuple(code for code, question in questions.items() if _is_not_started(question)),
        gained=Amount(score=added(points[code] for code in realised)),
        lost=Amount(score=added(points[code] for code in slipped)),
        questions=len(questions),
    )


def _is_not_started(question: ComparedQuestion) -> bool:
    return not any(answered.value for answered in question.sides.values())
