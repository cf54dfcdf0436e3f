"""A comparison as a document: what stands beside each other, what decides, what differs; or a unit's progress."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from zi_score.comparison.figures import ComparedPart
from zi_score.comparison.model import ComparedQuestion, Comparison
from zi_score.comparison.outcome import ComparedCriterion
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import least, localised, margin, points, share, share_difference
from zi_score.reports.answers import NO_ANSWER, said
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Format,
    Line,
    Lines,
    Table,
    code_column,
    file_column,
    joined,
    line,
    name_column,
    number_column,
)
from zi_score.reports.documents.decisions import decisions
from zi_score.reports.documents.rounds import all_groups, groups, trend
from zi_score.reports.documents.sides import answers_line, change_cell, headings, step_name, title, unit_line
from zi_score.reports.documents.unexplained import unexplained
from zi_score.reports.figures import area_minimums, difference, fact_as_told, measured, minimums, points_of, total_of
from zi_score.reports.words import about_rules, assessor_word, sentence, status_cell, verdict_cell

_Item = tuple[str, ComparedPart, Collection[Fraction]]
"""Name of a part, its figures, and the points that a side must not seem to reach."""


def document(result: Comparison, ruleset: Ruleset, form: Format, *, every: bool = False) -> Document:
    """Return a comparison as a document.

    Args:
        result: the comparison.
        ruleset: the regulation of its last side.
        form: the format; a workbook has the questions of all groups on one sheet, a terminal lists answers.
        every: whether everything is told, not only what differs.

    """
    kind, unit = title(result), unit_line(result)
    explained = result.steps[-1:] if form == "text" and result.progress and not every else None
    blocks: list[Block] = [sides(result, ruleset), _workbooks(result)]
    if result.steps:
        blocks.append(decisions(result, ruleset, explained))
    if result.progress:
        blocks.append(trend(result, ruleset))
        blocks += all_groups(result) if form == "xlsx" else groups(result)
    if every or not result.progress:
        blocks += _details(result, ruleset, form, every=every)
    return Document(
        kind=kind,
        title=unit or kind,
        subtitle=tuple(dict.fromkeys(side.ruleset.title for side in result.sides.values())),
        head=tuple(_head(result, ruleset)),
        blocks=tuple(blocks),
        names=tuple(name for side in result.sides.values() for name in (side.source.path, side.source.sheet)),
    )


def _head(result: Comparison, ruleset: Ruleset) -> Iterator[Line]:
    reached = (
        f"{heading} {verdict_cell(result.sides[key].verdict).text} ({total_of(ruleset, result.total.sides[key].score)})"
        for key, heading in headings(result).items()
    )
    yield line(" -> ".join(reached))
    if result.kind == "assessors":
        yield line(f"{_('workbook')}: {named(result.sides['a'].source.path)}")
    yield from (line(notice.message) for notice in result.notices)
    yield from about_rules(*(side.ruleset for side in result.sides.values()))


def _details(result: Comparison, ruleset: Ruleset, form: Format, *, every: bool) -> Iterator[Block]:
    yield parts(result, ruleset)
    yield criteria(result, ruleset, every=every)
    yield indicators(result, ruleset, every=every)
    yield _listed_questions(result, every=every) if form == "text" else questions(result, every=every)
    yield unexplained(result)


def sides(result: Comparison, ruleset: Ruleset) -> Table:
    """Return what stands beside each other: verdict, total, components, answers."""
    laws = {side.ruleset.id for side in result.sides.values()}
    columns = columns_of(
        name_column("side", _("side")),
        *([] if result.kind == "assessors" else ["assessor"]),
        "verdict",
        "total",
        *(
            number_column(f"component-{code}", part.name.lower(), priority=1)
            for code, part in result.components.items()
        ),
        number_column("answered", _("answered"), priority=2),
        *(["ruleset"] if len(laws) > 1 else []),
        *(
            []
            if result.kind == "assessors"
            else [file_column("path", _("workbook"), only=("markdown", "html", "xlsx"))]
        ),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            f"{key.upper()} {shown(side.label)}",
            *([] if result.kind == "assessors" else [assessor_word(side.assessor)]),
            verdict_cell(side.verdict),
            total_of(ruleset, result.total.sides[key].score),
            *(points_of(ruleset, (code,), part.sides[key].score) for code, part in result.components.items()),
            f"{side.answered}/{side.questions}",
            *([sentence(side.ruleset.title)] if len(laws) > 1 else []),
            *([] if result.kind == "assessors" else [named(side.source.path)]),
        )
        for key, side in result.sides.items()
    ]
    return Table(key="sides", title=_("What is compared"), columns=columns, rows=rows, detail=-1)


def _workbooks(result: Comparison) -> Lines:
    """Return the workbook of every side on a line of its own, for a terminal has no room beside the figures."""
    told = (line(f"{key.upper()}  {named(side.source.path)}", depth=1) for key, side in result.sides.items())
    lines = () if result.kind == "assessors" else tuple(told)
    return Lines(key="workbooks", title="", lines=lines, detail=-1, only=("text",))


def parts(result: Comparison, ruleset: Ruleset) -> Table:
    """Return areas of change, parts of hasil, components and total on every side.

    In points; where regulations differ, in percent of the weight.
    """
    is_share = not result.nodes or len(detailed(result)) < len(result.sides)
    about = (
        _("Percent of the weight, for the regulations weigh differently. The difference is of the last to the first.")
        if is_share
        else _("Points. The difference is that of the last side to the first.")
    )
    items = list(_parts(result, ruleset))
    columns, rows = _figures(result, items, list(result.sides), is_share=is_share)
    return Table(key="parts", title=_("Areas of change and hasil"), about=about, columns=columns, rows=rows, sheet=True)


def indicators(result: Comparison, ruleset: Ruleset, *, every: bool = False) -> Table:
    """Return the indicators that differ, or all."""
    items: list[_Item] = [
        (sentence(f"{code} {indicator.name}"), result.nodes[code], minimums(ruleset, (code,)).values())
        for code, indicator in ((each.code, each) for each in ruleset.indicators)
        if code in result.nodes and (every or any(step.score for step in result.nodes[code].steps))
    ]
    columns, rows = _figures(result, items, detailed(result), is_share=False)
    title_ = _("All indicators") if every else _("Indicators that differ")
    return Table(key="indicators", title=title_, columns=columns, rows=rows, sheet=True)


def _figures(
    result: Comparison, items: Sequence[_Item], keys: Sequence[str], *, is_share: bool
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """Return parts of the instrument as a table: a column for each of these sides, and the differences."""
    names = headings(result)
    has_unanswered = any(part.difference.unanswered for _name, part, _asked in items)
    columns = columns_of(
        "part",
        *(
            number_column(f"side-{key}", names[key], priority=len(keys) - place if 0 < place < len(keys) - 1 else 0)
            for place, key in enumerate(keys)
        ),
        *(() if is_share else (number_column("difference", _("difference")), "weight")),
        number_column("share", _("percentage points"), priority=0 if is_share else len(keys) + 1),
        *([number_column("unanswered", _("of it unanswered"), priority=len(keys) + 2)] if has_unanswered else []),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            *(_reached(part, key, asked, is_share=is_share) for key in keys),
            *([] if is_share else [difference(part.difference.score), points(part.sides[_last(part)].weight)]),
            share_difference(part.difference.share),
            *([difference(part.difference.unanswered)] if has_unanswered else []),
        )
        for name, part, asked in items
    ]
    return columns, rows


def _parts(result: Comparison, ruleset: Ruleset) -> Iterator[_Item]:
    areas = area_minimums(ruleset)
    for number, part in result.areas.items():
        weight = part.sides[_last(part)].weight
        yield sentence(f"{number} {part.name}"), part, [share_ * weight for share_ in areas[number].values()]
    for code, part in {**result.results, **result.components}.items():
        yield sentence(f"{code} {part.name}"), part, minimums(ruleset, (code,)).values()
    yield _("total"), result.total, minimums(ruleset, ruleset.roots).values()


def _last(part: ComparedPart) -> str:
    return list(part.sides)[-1]


def _reached(part: ComparedPart, key: str, asked: Collection[Fraction], *, is_share: bool) -> Cell:
    side = part.sides[key]
    weight = part.sides[_last(part)].weight
    return share(side.share, [each / weight for each in asked]) if is_share else points(side.score, asked)


def detailed(result: Comparison) -> tuple[str, ...]:
    """Return the sides whose questions and criteria are compared."""
    return tuple(next(iter(result.questions.values())).sides) if result.questions else ()


def criteria(result: Comparison, ruleset: Ruleset, *, every: bool = False) -> Table:
    """Return the criteria of which the status differs; with ``every`` all that are not requirements."""
    names, keys = headings(result), detailed(result)
    columns = columns_of(
        "predicate",
        "criterion",
        number_column("minimum", "min"),
        *(
            column
            for key in keys
            for column in (number_column(f"reached-{key}", names[key]), Column(f"status-{key}", _("status")))
        ),
    )
    rows = [
        (
            criterion.predicate,
            sentence(criterion.label),
            _minimum(criterion),
            *(cell for key in keys for cell in _state(criterion, key, ruleset)),
        )
        for criterion in result.criteria
        if criterion.differs or (every and criterion.measure != "requirement")
    ]
    title_ = _("Criteria") if every else _("Criteria of which the status differs")
    return Table(key="criteria", title=title_, columns=columns, rows=rows, detail=1, sheet=True)


def _state(criterion: ComparedCriterion, key: str, ruleset: Ruleset) -> tuple[Cell, Cell]:
    state = criterion.sides[key]
    if state.exact is None:
        return fact_as_told(state.reached, criterion.minimum) or "-", status_cell(state.status)
    return measured(ruleset, criterion.id, criterion.measure, Fraction(state.exact)), status_cell(state.status)


def _minimum(criterion: ComparedCriterion) -> Cell:
    is_number = criterion.measure in {"score", "share"}
    return least(criterion.measure, Fraction(criterion.minimum)) if is_number else localised(criterion.minimum)


def questions(result: Comparison, *, every: bool = False) -> Table:
    """Return the questions that differ, or all: each side's answer, the points of each step, and what judges noted."""
    names, keys = headings(result), detailed(result)
    steps = result.steps if len(result.steps) > 1 else ()
    columns = columns_of(
        "code",
        *(code_column(f"answer-{key}", names[key]) for key in keys),
        *(number_column(f"points-{step.to}", step_name(result, step)) for step in steps),
        "points",
        Column("change", _("change")),
        "label",
        name_column("note", _("note")),
    )
    rows = [
        (
            code,
            *(said(question.sides[key]) for key in keys),
            *(difference(step.score) for step in question.steps if steps),
            margin(question.difference.score),
            change_cell(question.difference.change),
            sentence(question.label),
            _notes(question, names),
        )
        for code, question in _chosen(result, every=every)
    ]
    return Table(
        key="questions",
        title=_("All questions") if every else _("Questions that differ"),
        about=_counted(result),
        columns=columns,
        rows=rows,
        sheet=True,
    )


def _chosen(result: Comparison, *, every: bool) -> Iterator[tuple[str, ComparedQuestion]]:
    return ((code, question) for code, question in result.questions.items() if every or question.differs)


def _counted(result: Comparison) -> str:
    about = _('{count} of {questions} differ. "{none}" is no answer, which is not the same as an answer worth 0.')
    differing = sum(question.differs for question in result.questions.values())
    return about.format(count=differing, questions=len(result.questions), none=NO_ANSWER)


def _listed_questions(result: Comparison, *, every: bool) -> Lines:
    """Return each question with its answers from side to side; its words and notes stand below."""
    names, lines = headings(result), []
    for code, question in _chosen(result, every=every):
        lines.append(line(f"{code}  {answers_line(question)}", depth=1))
        below = (sentence(question.label), _notes(question, names))
        lines += [line(text, depth=2) for text in below if text]
    about = joined([_counted(result), " -> ".join(names[key] for key in detailed(result))], " ")
    title_ = _("All questions") if every else _("Questions that differ")
    return Lines(key="questions", title=title_, about=about, lines=tuple(lines))


def _notes(question: ComparedQuestion, names: Mapping[str, str]) -> str:
    """Return the notes of the sides that changed the answer."""
    later = zip(list(question.sides.items())[1:], question.steps, strict=True)
    return " ".join(
        f"{names[key]}: {sentence(side.note)}" for (key, side), step in later if step.change != "same" and side.note
    )
