"""Parts of the instrument beside each other, and which questions stand under which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from zi_score.comparison.figures import ComparedPart, PartDifference, Reached
from zi_score.comparison.model import ComparedQuestion
from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.scoring import Figure
from zi_score.law.ruleset import Ruleset, is_under
from zi_score.model.exact import added

Sides = Mapping[str, Assessment]


def part(name: str, figures: Mapping[str, Figure], questions: Sequence[ComparedQuestion] = ()) -> ComparedPart:
    """Put a part of the instrument beside itself.

    Args:
        name: what the part is called.
        figures: what each side reached of it.
        questions: the questions under it, where all sides follow one regulation.

    """
    keys = tuple(figures)
    return ComparedPart(
        name=name,
        sides={key: _reached(figure) for key, figure in figures.items()},
        steps=tuple(_difference(figures, one, other, questions) for one, other in pairwise(keys)),
        difference=_difference(figures, keys[0], keys[-1], questions),
    )


def _reached(figure: Figure) -> Reached:
    return Reached(score=figure.score, highest=figure.highest, weight=figure.weight)


def _difference(
    figures: Mapping[str, Figure], one: str, other: str, questions: Sequence[ComparedQuestion]
) -> PartDifference:
    before, after = figures[one], figures[other]
    known = all({one, other} <= set(question.sides) for question in questions) and bool(questions)
    return PartDifference(
        score=after.score - before.score if after.weight == before.weight else None,
        share=after.score / after.weight - before.score / before.weight,
        unanswered=added(_one_sided(questions, one, other)) if known else None,
    )


def _one_sided(questions: Sequence[ComparedQuestion], one: str, other: str) -> Iterator[Fraction]:
    """Yield the points that come from questions which only one of two sides answered."""
    for question in questions:
        before, after = question.sides[one], question.sides[other]
        if (before.value is None) != (after.value is None):
            yield after.score - before.score


def areas(ruleset: Ruleset, sides: Sides, questions: Mapping[str, ComparedQuestion]) -> dict[str, ComparedPart]:
    """Put the areas of change beside each other, by number; regulations number them alike."""
    return {
        str(area.number): part(
            ruleset.nodes[area.sections[0]].name,
            {key: side.areas[str(area.number)] for key, side in sides.items()},
            [question for question in questions.values() if question.group == str(area.number)],
        )
        for area in ruleset.areas
        if all(str(area.number) in side.areas for side in sides.values())
    }


def nodes(
    ruleset: Ruleset, sides: Sides, codes: Sequence[str], questions: Mapping[str, ComparedQuestion]
) -> dict[str, ComparedPart]:
    """Put sections and indicators beside each other; those that a side's regulation lacks are left out."""
    return {
        code: part(
            ruleset.nodes[code].name,
            {key: side.nodes[code] for key, side in sides.items()},
            [question for own, question in questions.items() if is_under(own, code)],
        )
        for code in codes
        if all(code in side.nodes for side in sides.values())
    }


def results_of(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the codes of the parts of hasil: what stands under the components that hold no area of change."""
    sections = [section for area in ruleset.areas for section in area.sections]
    return tuple(
        code
        for root in ruleset.roots
        if not any(is_under(section, root) for section in sections)
        for code in ruleset.children.get(root) or (root,)
    )


def grouping(ruleset: Ruleset) -> Callable[[str], str]:
    """Return what tells the group of a question: the number of its area of change, else its part of hasil."""
    tops = {section: str(area.number) for area in ruleset.areas for section in area.sections}
    tops |= {code: code for code in results_of(ruleset)} | {root: root for root in ruleset.roots}

    def group(code: str) -> str:
        return next(tops[top] for top in tops if is_under(code, top))

    return group
