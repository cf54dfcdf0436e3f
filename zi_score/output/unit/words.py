"""What every format of a unit's report says in the same words: verdict and reasons, figures, answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction

from zi_score.assessment import AreaFigure
from zi_score.exact import plain
from zi_score.findings import shown
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.output.figures import area_minimums, minimums, percent, telling
from zi_score.report.unit import Given, UnitReport
from zi_score.report.words import assessor_word, counts, sentence
from zi_score.ruleset import Cited, Ruleset
from zi_score.scoring import Figure
from zi_score.verdict import CriterionResult, PredicateResult, Status, is_requirement

NO_ANSWER = "-"

_REQUIREMENT_STATES = {
    Status.MET: marked("met"),
    Status.NOT_MET: marked("NOT MET"),
    Status.UNDETERMINED: marked("not checked"),
}


def title() -> str:
    """Return what the report is called."""
    return _("Evaluation of the Zona Integritas")


def unit_name(report: UnitReport) -> str:
    """Return what the unit is called: its name, else its file."""
    return shown(report.evaluation.unit.name or report.evaluation.source.path)


def unit_line(report: UnitReport) -> str:
    """Return agency, year and target of the unit, as far as they are known."""
    unit = report.evaluation.unit
    parts = (unit.agency, unit.year, f"{_('target')} {unit.target}" if unit.target else None)
    return " | ".join(shown(part) for part in parts if part)


def total_line(report: UnitReport) -> str:
    """Return the total, and whose answers it follows from."""
    first = report.first
    return _("total {score} of {weight}, by the answers of {assessor}").format(
        score=points(report.ruleset, report.ruleset.roots, first.total.score),
        weight=telling(first.total.weight),
        assessor=assessor_word(first.assessor),
    )


def replaced_line(ruleset: Ruleset) -> str | None:
    """Return that the regulation has been replaced, where it has."""
    if not ruleset.replaced:
        return None
    message = _("by {ruleset}, replaced by {by} since {since}")
    return message.format(ruleset=ruleset.title, by=ruleset.replaced.by, since=ruleset.replaced_since)


def state_lines(report: UnitReport) -> Iterator[str]:
    """Yield what is still open: unanswered questions, requirements that nobody stated, findings."""
    first = report.first
    open_points = first.total.highest - first.total.score
    told = _("{answered} of {questions} questions are answered")
    line = told.format(answered=first.answered, questions=first.questions)
    if open_points:
        line += "; " + _("the others could still bring {points} points").format(points=telling(open_points))
    yield f"{line}."
    predicate, requirements = shown_requirements(report)
    if requirements:
        states = ", ".join(
            f"{sum(each.status is status for each in requirements)} {requirement_word(status).lower()}"
            for status in Status
        )
        yield f"{_('Requirements for being proposed')} {predicate}: {states}."
    yield f"{_('Findings')}: {counts(report.findings)}."


def reasons(predicate: PredicateResult) -> list[str]:
    """Return what keeps a unit from a predicate, minimum by minimum; nothing where it is met."""
    return [_reason(criterion) for criterion in predicate.decisive]


def _reason(criterion: CriterionResult) -> str:
    label = sentence(criterion.label)
    if criterion.exact is None:
        return f"{label}: {reached(criterion)} (min {criterion.asked})"
    text = f"{label} {reached(criterion)} < {minimum(criterion)}"
    if criterion.status is Status.UNDETERMINED and criterion.highest is not None:
        highest = amount(criterion.highest, criterion.measure)
        text += f" ({_('at most')} {highest})"
    return text


def shown_requirements(report: UnitReport) -> tuple[str, list[CriterionResult]]:
    """Return the requirements of the target, else of the predicate that the verdict speaks of, with its id."""
    by_id = {predicate.id: predicate for predicate in report.first.predicates}
    wanted = (report.evaluation.unit.target, report.first.verdict, report.first.predicates[0].id)
    predicate = next(by_id[name] for name in wanted if name in by_id)
    return predicate.id, [criterion for criterion in predicate.criteria if is_requirement(criterion)]


def requirement_word(status: Status) -> str:
    """Return how the unit stands to a requirement; what nobody stated was not checked."""
    word = _REQUIREMENT_STATES[status]
    return _(word)


def amount(number: Fraction, measure: str, asked: Collection[Fraction] = ()) -> str:
    """Write points, or a share in percent, so that a miss does not look like a hit."""
    return f"{percent(number, asked)} %" if measure == "share" else str(telling(number, asked))


def reached(criterion: CriterionResult) -> str:
    """Write what was reached of a criterion; a fact as it was stated."""
    if criterion.exact is None:
        return shown(criterion.stated) if criterion.stated else _("not stated")
    return amount(Fraction(criterion.exact), criterion.measure, [Fraction(criterion.minimum)])


def minimum(criterion: CriterionResult) -> str:
    """Write the minimum of a criterion: points, a share in percent, or the fact that is asked."""
    if criterion.measure == "share":
        return f"{plain(Fraction(criterion.minimum) * 100)} %"
    return criterion.asked if criterion.exact is None else str(telling(Fraction(criterion.minimum)))


def margin(criterion: CriterionResult) -> str:
    """Write by how much a minimum is passed or missed, a share in percentage points; facts have no margin."""
    if criterion.exact is None:
        return ""
    gap = Fraction(criterion.exact) - Fraction(criterion.minimum)
    return f"{percent(gap, [Fraction(0)]):+} %" if criterion.measure == "share" else f"{telling(gap):+}"


def points(ruleset: Ruleset, codes: Collection[str], score: Fraction) -> Decimal:
    """Round the points of these nodes together so that no minimum of theirs looks reached that is not."""
    return telling(score, point_minimums(ruleset, codes))


def point_minimums(ruleset: Ruleset, codes: Collection[str]) -> Collection[Fraction]:
    """Return what the predicates ask of the points of these nodes together."""
    return minimums(ruleset, codes).values()


def share(ruleset: Ruleset, number: str, area: AreaFigure) -> Decimal:
    """Return an area's share of its weight in percent, rounded as ``points`` does."""
    return percent(area.ratio, area_minimums(ruleset)[number].values())


def part_share(figure: Figure) -> Fraction:
    """Return the share of its weight that a node reached."""
    return figure.score / figure.weight if figure.weight else Fraction(0)


def answer(given: Given) -> str:
    """Return an answer as it counts: the choice, the figure, or the percentage; a dash while there is none."""
    node = given.node
    if node.value is None:
        return f"{shown(node.answer)} (?)" if node.answer else NO_ANSWER
    if given.choice is not None:
        return given.choice
    return shown(node.answer) if node.basis == "answer" and node.answer else f"{percent(node.value)} %"


def source_number(ruleset: Ruleset, part: Cited) -> int:
    """Return under which number the source of a part stands among the sources of a report."""
    return list(ruleset.sources).index(part.source) + 1
