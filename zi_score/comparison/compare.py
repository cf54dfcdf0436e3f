"""The comparison itself: from chosen sides to figures beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zi_score.comparison.answers import questions
from zi_score.comparison.choice import Choice, Chosen
from zi_score.comparison.decisions import state
from zi_score.comparison.model import Comparison, Side
from zi_score.comparison.outcome import ComparedCriterion
from zi_score.comparison.parts import areas, nodes, part, results_of
from zi_score.comparison.progress import progress
from zi_score.comparison.steps import steps


def compared(choice: Choice) -> Comparison:
    """Compare the sides that were chosen.

    Questions, indicators and criteria are compared between the sides that follow the regulation of
    the last one; areas and hasil between all.
    """
    alike = _alike(choice.sides)
    ruleset = next(iter(alike.values())).workbook.ruleset
    every = {key: side.assessment for key, side in choice.sides.items()}
    own = {key: side.assessment for key, side in alike.items()}
    asked = questions(ruleset, alike)
    shared = asked if len(alike) == len(choice.sides) else {}
    comparable = len(alike) > 1
    by_area, results = areas(ruleset, every, shared), nodes(ruleset, every, results_of(ruleset), shared)
    return Comparison(
        kind=choice.kind,
        sides={key: _side(side, choice.labels[key]) for key, side in choice.sides.items()},
        notices=choice.notices,
        total=part("total", {key: side.total for key, side in every.items()}, tuple(shared.values())),
        components=nodes(ruleset, every, ruleset.roots, shared),
        areas=by_area,
        results=results,
        nodes=nodes(ruleset, own, tuple(ruleset.nodes), asked) if comparable else {},
        criteria=tuple(_criteria(alike)) if comparable else (),
        questions=asked if comparable or choice.kind == "over-time" else {},
        steps=steps(alike, asked),
        progress=progress((*by_area, *results), tuple(alike), asked) if choice.kind == "over-time" else None,
    )


def _alike(sides: Mapping[str, Chosen]) -> dict[str, Chosen]:
    """Return the sides up to the last that follow its regulation without a gap."""
    keys = list(sides)
    last = sides[keys[-1]].workbook.ruleset
    gaps = [number for number, side in enumerate(sides.values(), 1) if side.workbook.ruleset.id != last.id]
    return {key: sides[key] for key in keys[max(gaps, default=0) :]}


def _side(side: Chosen, label: str) -> Side:
    assessment, evaluation = side.assessment, side.workbook.evaluation
    return Side(
        label=label,
        source=evaluation.source,
        unit=evaluation.unit,
        ruleset=evaluation.ruleset,
        assessor=assessment.assessor,
        questions=assessment.questions,
        answered=assessment.answered,
        verdict=assessment.verdict,
    )


def _criteria(sides: Mapping[str, Chosen]) -> Iterator[ComparedCriterion]:
    """Yield every criterion of every predicate; one regulation gives all sides the same in the same order."""
    first = next(iter(sides.values())).assessment
    for place, predicate in enumerate(first.predicates):
        for number, criterion in enumerate(predicate.criteria):
            on = {key: side.assessment.predicates[place].criteria[number] for key, side in sides.items()}
            yield ComparedCriterion(
                predicate=predicate.id,
                id=criterion.id,
                label=criterion.label,
                measure=criterion.measure,
                minimum=on[next(reversed(on))].asked,
                citation=criterion.citation,
                kind=criterion.kind,
                sides={key: state(result) for key, result in on.items()},
            )
