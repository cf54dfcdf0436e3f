"""A result in brief, for one page or a message in a chat: verdict, five figures, three causes, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.verdict import PredicateResult, aimed
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor
from zi_score.model.written import Number, points
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Block, Cell, Column, Document, Format, Lines, Table, Word, line, number_column
from zi_score.reports.documents.evaluation import replaced_line, subtitle, unit_name
from zi_score.reports.figures import (
    area_share,
    margin_of,
    minimum,
    points_of,
    reached,
    reason,
    requirements_shown,
    total_of,
)
from zi_score.reports.unit import UnitReport
from zi_score.reports.words import (
    about_rules,
    assessor_word,
    sentence,
    status_cell,
    status_word,
    verdict_sentence,
    verdict_tone,
)

_CAUSES, _STEPS = 3, 2
"""Causes that are told, and steps that a message tells."""

_PAGES: tuple[Format, ...] = ("html", "markdown")
_TOLD = {
    (True, True): marked("{figure}: {reached} of {of} (min {predicate} {minimum})"),
    (True, False): marked("{figure}: {reached} of {of}"),
    (False, True): marked("{figure}: {reached} (min {predicate} {minimum})"),
    (False, False): marked("{figure}: {reached}"),
}
"""A figure in a sentence: whether it is known of how much, and whether a minimum is asked."""


@dataclass(frozen=True)
class BriefFigure:
    """One of the five: what was reached, of how much, and the minimum of the predicate that counts, if it has one."""

    name: str
    reached: Number | str
    of: Number | None
    asked: CriterionResult | None


def document(evaluation: Evaluation, ruleset: Ruleset, form: Format) -> Document:
    """Return a result in brief, by its first assessment; a message does without the agency."""
    first = evaluation.assessments[0]
    predicate = counted(first, evaluation.unit.target)
    shown_of = evaluation if form != "chat" else _without_agency(evaluation)
    by_whom = _("by the answers of {assessor}").format(assessor=assessor_word(first.assessor))
    replaced = replaced_line(ruleset)
    told = tuple(figures(first, ruleset, predicate))
    return Document(
        kind=sentence(ruleset.called),
        title=unit_name(evaluation),
        subtitle=subtitle(shown_of),
        head=(
            line(Word(verdict_sentence(first.verdict), verdict_tone(first.verdict)), f"; {by_whom}"),
            *([line(Word(replaced, "open"), depth=1)] if replaced else []),
            *about_rules(ruleset),
        ),
        tone=verdict_tone(first.verdict),
        blocks=(
            _table(told, predicate),
            _sentences(told, predicate),
            *causes(first, ruleset, predicate),
            _next(evaluation),
        ),
        names=(evaluation.source.path, evaluation.source.sheet),
    )


def of(report: UnitReport, form: Format) -> Document:
    """Return the report of a unit in brief."""
    return document(report.evaluation, report.ruleset, form)


def _without_agency(evaluation: Evaluation) -> Evaluation:
    return evaluation.model_copy(update={"unit": evaluation.unit.model_copy(update={"agency": None})})


def counted(assessment: Assessment, target: str | None) -> PredicateResult:
    """Return the predicate that counts: the target, or one above it that is met; without a target the verdict's."""
    chosen = aimed(assessment.predicates, target, assessment.verdict)
    own = [each for each in assessment.predicates if each.id == assessment.verdict]
    return own[0] if own and chosen.status is Status.MET else chosen


def figures(assessment: Assessment, ruleset: Ruleset, predicate: PredicateResult) -> Iterator[BriefFigure]:
    """Yield the total, its components, the lowest area, and of all other minimums the one that is closest."""
    asked = _by_codes(ruleset, predicate)
    told = {frozenset(ruleset.roots), *(frozenset((code,)) for code in ruleset.roots)}
    whole = total_of(ruleset, assessment.total.score)
    yield BriefFigure(_("total"), whole, points(assessment.total.weight), asked.get(frozenset(ruleset.roots)))
    for code in ruleset.roots:
        node = assessment.nodes[code]
        score = points_of(ruleset, (code,), node.score)
        name = sentence(ruleset.nodes[code].name).lower()
        yield BriefFigure(name, score, points(node.weight), asked.get(frozenset((code,))))
    if assessment.areas:
        number, area = min(assessment.areas.items(), key=lambda each: each[1].ratio)
        codes = frozenset(ruleset.area(int(number)).sections)
        told.add(codes)
        name = _("lowest area: {number} {name}").format(number=number, name=sentence(area.name))
        yield BriefFigure(name, area_share(ruleset, number, area.ratio), None, asked.get(codes))
    others = [each for codes, each in asked.items() if codes not in told]
    for each in closest(others)[:1]:
        name = _("closest to its minimum: {label}").format(label=sentence(each.label))
        yield BriefFigure(name, reached(ruleset, each), None, each)


def closest(criteria: Iterable[CriterionResult]) -> list[CriterionResult]:
    """Return minimums by how few points are between them and what was reached, above or below."""
    return [each for _gap, each in sorted(_gaps(criteria), key=lambda pair: pair[0])]


def _gaps(criteria: Iterable[CriterionResult]) -> Iterator[tuple[Fraction, CriterionResult]]:
    yield from ((abs(each.gap), each) for each in criteria if each.gap is not None)


def _by_codes(ruleset: Ruleset, predicate: PredicateResult) -> dict[frozenset[str], CriterionResult]:
    """Return the minimums of a predicate by the nodes whose points they ask for."""
    results = {each.id: each for each in predicate.criteria}
    found = ((frozenset(ruleset.nodes_of(each)), results.get(each.id)) for each in ruleset.criteria)
    return {codes: result for codes, result in found if codes and result}


def _table(told: Iterable[BriefFigure], predicate: PredicateResult) -> Table:
    columns = columns_of(
        Column("figure", _("figure"), kind="name"),
        number_column("reached", _("reached")),
        number_column("of", _("of")),
        number_column("min", f"min {predicate.id}"),
        number_column("margin", _("margin")),
        Column("status", predicate.id),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.name[:1].upper() + each.name[1:],
            each.reached,
            each.of,
            minimum(each.asked) if each.asked else None,
            margin_of(each.asked) if each.asked else None,
            status_cell(each.asked.status) if each.asked else None,
        )
        for each in told
    ]
    return Table(key="figures", title=_("The figures"), columns=columns, rows=rows, only=_PAGES)


def _sentences(told: Iterable[BriefFigure], predicate: PredicateResult) -> Lines:
    lines = tuple(line(_said(each, predicate)) for each in told)
    return Lines(key="figures-told", title="", lines=lines, only=("chat",))


def _said(figure: BriefFigure, predicate: PredicateResult) -> str:
    message = _TOLD[figure.of is not None, figure.asked is not None]
    told = _(message).format(
        figure=figure.name,
        reached=figure.reached,
        of=figure.of,
        predicate=predicate.id,
        minimum=minimum(figure.asked) if figure.asked else "",
    )
    return told[:1].upper() + told[1:]


def causes(assessment: Assessment, ruleset: Ruleset, predicate: PredicateResult) -> Iterator[Block]:
    """Yield what keeps the unit from the predicate that counts, else from the next; where all are met, how closely."""
    missed = [each for each in (predicate, *assessment.predicates) if each.status is not Status.MET]
    if not missed:
        return
    decisive = sorted(missed[0].decisive, key=lambda each: _rank(each, ruleset))
    lines = [line(_cause(each, ruleset)) for each in decisive[:_CAUSES]]
    title = f"{missed[0].id} {status_word(missed[0].status)}"
    if more := len(decisive) - len(lines):
        title = _("{title}: {shown} of {count} causes").format(
            title=title, count=len(decisive), shown=len(decisive) - more
        )
    yield Lines(key="causes", title=title, lines=tuple(lines))


def _cause(criterion: CriterionResult, ruleset: Ruleset) -> str:
    """Return a cause without what the open answers could still bring, which stands once below."""
    return reason(ruleset, criterion, is_short=True)


def _rank(criterion: CriterionResult, ruleset: Ruleset) -> tuple[int, Fraction]:
    """Return where a cause stands: parts before facts, and those before sums, in which parts are missed already."""
    codes = next((ruleset.nodes_of(each) for each in ruleset.criteria if each.id == criterion.id), ())
    if criterion.gap is None:
        return 1, Fraction()
    return (2 if set(codes) & set(ruleset.roots) else 0), criterion.gap


def _next(evaluation: Evaluation) -> Lines:
    lines = tuple(map(line, next_steps(evaluation)))
    return Lines(key="next", title=_("What comes next"), lines=lines, most=_STEPS)


def next_steps(evaluation: Evaluation) -> Iterator[str]:
    """Yield what is to be done, in this order: answers, facts, scores, requirements; else that nothing is missing."""
    first, target = evaluation.assessments[0], evaluation.unit.target
    predicate = counted(first, target)
    steps = [*_of_scores(first, predicate), *_of_requirements(first, target)]
    if steps:
        yield from steps
    else:
        yield _("Scores and requirements suffice for {predicate}.").format(predicate=predicate.id)
    if predicate.status is Status.MET and first.assessor is Assessor.UNIT:
        yield _("These are the unit's own answers: TPI evaluates before it proposes.")


def _of_scores(assessment: Assessment, predicate: PredicateResult) -> Iterator[str]:
    missed = predicate.decisive if predicate.status is not Status.MET else ()
    if assessment.answered < assessment.questions:
        message = _("Answer the open questions: {count} of {questions}, up to {points} points.")
        left = assessment.total.highest - assessment.total.score
        count = assessment.questions - assessment.answered
        yield message.format(count=count, questions=assessment.questions, points=points(left))
    if any(each.exact is None and each.status is Status.UNDETERMINED for each in missed):
        yield _("State the facts that are not known yet.")
    if any(each.gap is not None and each.status is Status.NOT_MET for each in missed):
        message = _("Raise what is below its minimum for {predicate}; zi-score improve plans the least work.")
        yield message.format(predicate=predicate.id)


def _of_requirements(assessment: Assessment, target: str | None) -> Iterator[str]:
    predicate, listed = requirements_shown(assessment.predicates, target, assessment.verdict)
    missed, unchecked = (
        sum(each.status is status for each in listed) for status in (Status.NOT_MET, Status.UNDETERMINED)
    )
    if missed:
        message = _("Meet the requirements for being proposed for {predicate}: {count} of {all} not met.")
        yield message.format(predicate=predicate, count=missed, all=len(listed))
    if unchecked:
        message = _("Check the requirements for being proposed for {predicate}: {count} of {all} not checked.")
        yield message.format(predicate=predicate, count=unchecked, all=len(listed))
    if missed and any(each.id == predicate and each.waived for each in assessment.predicates):
        message = _("By afirmasi the requirements for being proposed for {predicate} may still be in progress.")
        yield message.format(predicate=predicate)
