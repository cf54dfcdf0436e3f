"""A comparison as tables of plain texts: what its text, Markdown and HTML say in the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zi_score.comparison.figures import Part
from zi_score.comparison.model import Comparison, Question
from zi_score.comparison.outcome import Criterion
from zi_score.findings import shown
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, law_column, number_column, without
from zi_score.output.compare.words import (
    NO_ANSWER,
    change_word,
    figure,
    headings,
    said,
    signed,
    step_name,
)
from zi_score.output.figures import area_minimums, minimums, percent, telling
from zi_score.report.words import assessor_word, sentence, short_verdict, status_word
from zi_score.ruleset import Ruleset

_Item = tuple[str, Part, Collection[Fraction]]
"""Name of a part, its figures, and the points that a side must not seem to reach."""


def sides(result: Comparison, ruleset: Ruleset) -> Block:
    """Return what stands beside each other: verdict, total, components, answers."""
    total = minimums(ruleset, ruleset.roots).values()
    columns = (
        Column("side", _("side")),
        Column("assessor", _("assessor")),
        Column("verdict", _("verdict")),
        number_column("total", _("total")),
        *(number_column(f"component-{code}", part.name.lower()) for code, part in result.components.items()),
        number_column("answered", _("answered")),
        Column("ruleset", _("ruleset")),
        Column("path", _("workbook")),
    )
    rows = [
        (
            f"{key.upper()} {shown(side.label)}",
            assessor_word(side.assessor),
            short_verdict(side.verdict),
            str(telling(result.total.sides[key].score, total)),
            *(str(telling(part.sides[key].score)) for part in result.components.values()),
            f"{side.answered}/{side.questions}",
            side.ruleset.id,
            sentence(side.source.path),
        )
        for key, side in result.sides.items()
    ]
    return Block("sides", _("What is compared"), columns, rows)


def parts(result: Comparison, ruleset: Ruleset, keys: Collection[str]) -> Block:
    """Return areas of change, parts of hasil, components and total on these sides.

    In points; where regulations differ, in percent of the weight.
    """
    is_share = not result.nodes or len(detailed(result)) < len(result.sides)
    points = _("Points. The difference is that of the last side to the first.")
    shares = _(
        "Percent of the weight, for the regulations weigh differently. The difference is that of the last side to the "
        "first."
    )
    items = list(_parts(result, ruleset))
    about = shares if is_share else points
    return _figures(
        result, Block("parts", _("Areas of change and hasil"), (), (), about), items, keys, is_share=is_share
    )


def indicators(result: Comparison, ruleset: Ruleset, *, every: bool = False) -> Block:
    """Return the indicators that differ, or all."""
    items: list[_Item] = [
        (sentence(f"{indicator.code} {indicator.name}"), result.nodes[indicator.code], ())
        for indicator in ruleset.indicators
        if indicator.code in result.nodes and (every or any(step.score for step in result.nodes[indicator.code].steps))
    ]
    title = _("All indicators") if every else _("Indicators that differ")
    return _figures(result, Block("indicators", title, (), ()), items, detailed(result))


def _figures(
    result: Comparison, head: Block, items: Sequence[_Item], keys: Collection[str], *, is_share: bool = False
) -> Block:
    """Return parts of the instrument as a table: a column for each of these sides, and the differences."""
    names = headings(result)
    has_unanswered = any(part.difference.unanswered for _name, part, _asked in items)
    columns = (
        law_column("part", _("part")),
        *(number_column(f"side-{key}", f"{names[key]} %" if is_share else names[key]) for key in keys),
        *([] if is_share else [number_column("difference", _("difference")), number_column("weight", _("weight"))]),
        number_column("share", _("difference %")),
        *([number_column("unanswered", _("of it unanswered"))] if has_unanswered else []),
    )
    rows = [
        (
            name,
            *(_reached(part, key, asked, is_share=is_share) for key in keys),
            *([] if is_share else [signed(part.difference.score), str(telling(part.sides[_last(part)].weight))]),
            signed(part.difference.share * 100),
            *([signed(part.difference.unanswered)] if has_unanswered else []),
        )
        for name, part, asked in items
    ]
    return replace(head, columns=columns, rows=rows)


def _parts(result: Comparison, ruleset: Ruleset) -> Iterator[_Item]:
    areas = area_minimums(ruleset)
    for number, part in result.areas.items():
        weight = part.sides[_last(part)].weight
        yield sentence(f"{number} {part.name}"), part, [share * weight for share in areas[number].values()]
    for code, part in {**result.results, **result.components}.items():
        yield sentence(f"{code} {part.name}"), part, minimums(ruleset, (code,)).values()
    yield _("total"), result.total, minimums(ruleset, ruleset.roots).values()


def _last(part: Part) -> str:
    return list(part.sides)[-1]


def _reached(part: Part, key: str, asked: Collection[Fraction], *, is_share: bool) -> str:
    side = part.sides[key]
    return str(percent(side.share)) if is_share else str(telling(side.score, asked))


def criteria(result: Comparison, *, every: bool = False) -> Block:
    """Return the criteria of which the status differs; with ``every`` all that are not requirements."""
    names = headings(result)
    keys = detailed(result)
    columns = (
        Column("predicate", _("predicate")),
        law_column("criterion", _("criterion")),
        number_column("minimum", "min"),
        *(column for key in keys for column in _state_columns(key, names[key])),
    )
    rows = [
        (
            criterion.predicate,
            sentence(criterion.label),
            _minimum(criterion),
            *(cell for key in keys for cell in _state(criterion, key)),
        )
        for criterion in result.criteria
        if criterion.differs or (every and criterion.measure != "requirement")
    ]
    return Block("criteria", _("Criteria") if every else _("Criteria of which the status differs"), columns, rows)


def detailed(result: Comparison) -> tuple[str, ...]:
    """Return the sides whose questions and criteria are compared."""
    return tuple(next(iter(result.questions.values())).sides) if result.questions else ()


def _state_columns(key: str, name: str) -> tuple[Column, Column]:
    return number_column(f"reached-{key}", name), Column(f"status-{key}", _("status"))


def _state(criterion: Criterion, key: str) -> tuple[str, str]:
    state = criterion.sides[key]
    known = shown(state.reached or "-")
    if state.exact is not None:
        known = figure(Fraction(state.exact), criterion.measure, [Fraction(criterion.minimum)])
    return known, status_word(state.status)


def _minimum(criterion: Criterion) -> str:
    is_number = criterion.measure in {"score", "share"}
    return figure(Fraction(criterion.minimum), criterion.measure) if is_number else criterion.minimum


def questions(result: Comparison, *, every: bool = False) -> Block:
    """Return the questions that differ, or all: each side's answer, the points of each step, and what judges noted."""
    names, keys = headings(result), detailed(result)
    steps = result.steps if len(result.steps) > 1 else ()
    columns = (
        Column("code", _("code")),
        *(Column(f"answer-{key}", names[key]) for key in keys),
        *(number_column(f"points-{step.to}", step_name(result, step)) for step in steps),
        number_column("points", _("points")),
        Column("change", _("change")),
        law_column("label", _("question")),
        Column("note", _("note")),
    )
    rows = [
        (
            code,
            *(said(question.sides[key]) for key in keys),
            *(signed(step.score) for step in question.steps if steps),
            signed(question.difference.score),
            change_word(question.difference.change),
            sentence(question.label),
            _notes(question, names),
        )
        for code, question in result.questions.items()
        if every or question.differs
    ]
    title = _("All questions") if every else _("Questions that differ")
    differing = sum(question.differs for question in result.questions.values())
    about = _('{count} of {questions} differ. "{none}" is no answer, which is not the same as an answer worth 0.')
    return Block(
        "questions",
        title,
        columns,
        rows,
        about.format(count=differing, questions=len(result.questions), none=NO_ANSWER),
    )


def _notes(question: Question, names: Mapping[str, str]) -> str:
    """Return the notes of the sides that changed the answer."""
    later = zip(list(question.sides.items())[1:], question.steps, strict=True)
    return " ".join(
        f"{names[key]}: {sentence(side.note)}" for (key, side), step in later if step.change != "same" and side.note
    )


def unexplained(result: Comparison) -> Block:
    """Return the answers that a higher authority lowered without a note, and those that it raised."""
    columns = (
        Column("step", _("step")),
        Column("finding", _("what")),
        Column("code", _("code")),
        Column("before", _("before")),
        Column("after", _("after")),
        number_column("points", _("points")),
        Column("cell", _("cell")),
        law_column("label", _("question")),
    )
    rows = [
        (
            step_name(result, step),
            word,
            code,
            said(result.questions[code].sides[step.from_]),
            said(result.questions[code].sides[step.to]),
            signed(result.questions[code].steps[number].score),
            shown(str(result.questions[code].sides[step.to].cell or "-")),
            sentence(result.questions[code].label),
        )
        for number, step in enumerate(result.steps)
        for word, code in _to_explain(result, number)
    ]
    about = _("A unit must be able to see why an answer was lowered; one that was raised is rare and needs a reason.")
    block = Block("unexplained", _("Lowered without a note, or raised"), columns, rows, about)
    return block if len(result.steps) > 1 else without(block, {"step"})


def _to_explain(result: Comparison, number: int) -> Iterator[tuple[str, str]]:
    """Yield what happened to which question in a step in which the later side judges the earlier."""
    silent = result.steps[number].without_note
    if silent is None:
        return
    yield from ((_("lowered without a note"), code) for code in silent)
    for code, question in result.questions.items():
        if question.steps[number].change == "raised":
            yield _("raised"), code
