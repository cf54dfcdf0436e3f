"""The sentences of the letter: what it is about, how the figures came about, and what follows from them.

None says more than the evaluation: a requirement that nobody stated was not checked, and reaching
the minimums is not yet the predicate.
"""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.scoring import add
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, Severity, shown
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor
from zi_score.model.written import points
from zi_score.reports.documents.evaluation import replaced_line
from zi_score.reports.documents.scores import node_figures
from zi_score.reports.figures import minimum, reason, requirements_shown
from zi_score.reports.letter.recommendation import recommendation
from zi_score.reports.unit import Chapter, UnitReport
from zi_score.reports.words import about_rules, assessor_word, ranked, sentence, status_word

BLANK = "................"
"""What is left to be filled in by hand."""

_TOLD = frozenset(
    {
        "answer-missing",
        "minimum-not-met",
        "near-minimum",
        "questions-unanswered",
        "requirement-not-met",
        "requirements-not-stated",
        "requirements-waived",
        "rounding-hides-a-miss",
        "ruleset-replaced",
    }
)
"""Findings that say what other parts of the letter say in its own words."""

_REASONS = 5


def unit_name(report: UnitReport) -> str:
    """Return what the unit is called, empty where no cell says it: a file may be called anything."""
    unit = report.evaluation.unit
    return "" if unit.named_by_file else shown(unit.name or "")


def whose(assessment: Assessment) -> str:
    """Return whose answers an assessment rests on."""
    return assessor_word(assessment.assessor)


def answered(assessment: Assessment) -> str:
    """Return how many questions were answered."""
    message = _("{answered} of {questions} questions")
    return message.format(answered=assessment.answered, questions=assessment.questions)


def more(count: int) -> str:
    """Return how many more there are than are listed; nothing where all are."""
    return _("and {count} more").format(count=count) if count > 0 else ""


def remarkable(report: UnitReport) -> list[Finding]:
    """Return the findings that the letter lists, worst first."""
    return [finding for finding in ranked(report.findings) if finding.name not in _TOLD]


def subject(report: UnitReport) -> str:
    """Return what the letter is about."""
    unit = report.evaluation.unit
    towards = _("Evaluation report on building the {instrument} towards {predicate}: {unit}, {year}")
    plain = _("Evaluation report on {instrument} for {predicate}: {unit}, {year}")
    message = towards if report.ruleset.is_of_zone else plain
    return message.format(
        instrument=sentence(report.ruleset.called),
        predicate=shown(unit.target) if unit.target else _predicates(report),
        unit=unit_name(report) or BLANK,
        year=unit.year or BLANK,
    )


def evaluated(ruleset: Ruleset) -> str:
    """Return what is evaluated: that a Zona Integritas is built, or another instrument by its name."""
    name = sentence(ruleset.called)
    return _("building the {instrument}").format(instrument=name) if ruleset.is_of_zone else name


def summary(report: UnitReport) -> Iterator[str]:
    """Yield the verdict, the total, and what is known of the requirements."""
    yield _judgement(report)
    yield _total(report)
    yield from _requirements(report)


def legal_basis(report: UnitReport) -> Iterator[str]:
    """Yield the regulation, and the texts of law that the figures rest on."""
    ruleset = report.ruleset
    yield _("{title} on {about}").format(title=sentence(ruleset.title), about=sentence(ruleset.about))
    codes = (*ruleset.nodes, *ruleset.questions, *ruleset.demands)
    citations = [ruleset.citation(ruleset), *(citation for code in codes for citation in ruleset.sources_of(code))]
    texts = dict.fromkeys(sentence(citation.text) for citation in citations if citation.kind == "law")
    yield from (text for text in texts if text != ruleset.title)


def method(report: UnitReport) -> Iterator[str]:
    """Yield how the figures came about, and what was not looked at."""
    first = report.first
    yield _("The figures are computed from the answers of {assessor} in the {sheet} by {ruleset}.").format(
        sheet=report.ruleset.sheet_name, assessor=whose(first), ruleset=sentence(report.ruleset.title)
    )
    if any(indicator.is_weighed for indicator in report.ruleset.indicators):
        yield _(
            "An indicator is the mean of all its questions times its weight, or the sum of value times weight where "
            "its questions have weights of their own; areas, aspects, components and the total are sums. The figures "
            "that the workbook itself shows are only compared."
        )
    else:
        yield _(
            "An indicator is the mean of all its questions times its weight; areas, aspects, components and the total "
            "are sums. The figures that the workbook itself shows are only compared."
        )
    yield _("The answers were taken as they were entered; whether the evidence bears them out was not part of this.")
    if first.assessor is Assessor.UNIT:
        yield _("The answers are the self-assessment of the unit, not an evaluation by TPI or TPN.")
    if line := replaced_line(report.ruleset):
        yield sentence(f"{line[:1].upper()}{line[1:]}.")
    yield from (f"{told.text}." for told in about_rules(report.ruleset))


def standing(report: UnitReport, chapter: Chapter) -> str:
    """Return what an area or component reached, and how that stands to its minimums."""
    ruleset, figure = report.ruleset, add(tuple(report.first.nodes[code] for code in chapter.sections))
    score, weight, share, _highest = node_figures(ruleset, chapter.sections, figure)
    told = _("Score {score} of {weight} ({share}).").format(score=score, weight=weight, share=share)
    criteria = list(_criteria(report, chapter))
    return " ".join([told, *(_judged(predicate, criterion) for predicate, criterion in criteria)])


def conclusion(report: UnitReport) -> Iterator[str]:
    """Yield what follows, with its reasons, what this report does not say, and at the end the recommendation."""
    first = report.first
    yield _judgement(report)
    yield _total(report)
    for predicate in first.predicates:
        if predicate.status is not Status.MET:
            yield _reasons(report.ruleset, predicate)
    yield from _requirements(report)
    if report.unanswered:
        message = _("Without an answer, and counted as 0: {count} of {questions} questions.")
        yield message.format(count=len(report.unanswered), questions=first.questions)
    yield from _workbook(report)
    yield _("This report gives the result of a computation. It does not award a predicate.")
    yield recommendation(report, unit_name(report) or _("the unit"))


def _predicates(report: UnitReport) -> str:
    return "/".join(report.ruleset.predicates)


def _judgement(report: UnitReport) -> str:
    verdict = report.first.verdict
    if verdict == "none":
        message = _("By the answers of {assessor}, {unit} does not yet meet what {predicate} asks.")
    elif verdict == "undetermined":
        message = _(
            "By the answers of {assessor}, it is still open whether {unit} meets what {predicate} asks: unanswered "
            "questions or unknown facts decide."
        )
    else:
        message = _("By the answers of {assessor}, {unit} reaches the minimums of the predicate {predicate}.")
    return message.format(
        assessor=whose(report.first),
        unit=unit_name(report) or _("the unit"),
        predicate=verdict if verdict in report.ruleset.predicates else _predicates(report),
    )


def _total(report: UnitReport) -> str:
    total = report.first.total
    message = _("The total is {score} of {weight}.")
    if total.highest != total.score:
        message = _("The total is {score} of {weight}, and {highest} at most with all open questions at full marks.")
    score, weight, _share, highest = node_figures(report.ruleset, report.ruleset.roots, total)
    return message.format(score=score, weight=weight, highest=highest)


def _reasons(ruleset: Ruleset, predicate: PredicateResult) -> str:
    message = _("{predicate} is not met: {reasons}.")
    if predicate.status is Status.UNDETERMINED:
        message = _("{predicate} is open: {reasons}.")
    listed = [reason(ruleset, criterion) for criterion in predicate.decisive]
    told = [*listed[:_REASONS], more(len(listed) - _REASONS)]
    return message.format(predicate=predicate.id, reasons="; ".join(filter(None, told)))


def _requirements(report: UnitReport) -> Iterator[str]:
    """Yield how the unit stands to the requirements for being proposed."""
    first = report.first
    predicate, listed = requirements_shown(first.predicates, report.evaluation.unit.target, first.verdict)
    if not listed:
        return
    if any(each.id == predicate and each.waived for each in report.first.predicates):
        message = _("By afirmasi the requirements for being proposed for {predicate} may still be in progress.")
        yield message.format(predicate=predicate)
    by_status = {status: [sentence(each.label) for each in listed if each.status is status] for status in Status}
    message = _("Requirements for being proposed for {predicate}: {met} met, {missed} not met, {open} not checked.")
    met, missed, unchecked = (len(by_status[status]) for status in Status)
    yield message.format(predicate=predicate, met=met, missed=missed, open=unchecked)
    if missed:
        yield _("Requirements that are not met: {labels}.").format(labels="; ".join(by_status[Status.NOT_MET]))
    if unchecked:
        yield _("Until all requirements are checked, nothing is said about whether the unit can be proposed.")


def _workbook(report: UnitReport) -> Iterator[str]:
    """Yield where the workbook itself says something else, and how much there is to look at in it."""
    own = report.first.workbook_total
    if own and rounded(own.score) != rounded(report.first.total.score):
        message = _("The workbook itself shows a total of {score} ({cell}), which was not used.")
        yield message.format(score=points(own.score), cell=shown(own.cell))
    found = [finding.severity for finding in remarkable(report)]
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
    if errors or warnings:
        message = _("In the workbook {errors} errors and {warnings} warnings were found; the second appendix has them.")
        yield message.format(errors=errors, warnings=warnings)


def _criteria(report: UnitReport, chapter: Chapter) -> Iterator[tuple[str, CriterionResult]]:
    """Yield the minimums of a chapter as a whole, predicate by predicate."""
    ruleset = report.ruleset
    own = {each.id for each in ruleset.criteria if set(ruleset.nodes_of(each)) == set(chapter.sections)}
    for predicate in report.first.predicates:
        yield from ((predicate.id, criterion) for criterion in predicate.criteria if criterion.id in own)


def _judged(predicate: str, criterion: CriterionResult) -> str:
    message = _("{predicate} asks {minimum}: {status}.")
    status = status_word(criterion.status).lower()
    return message.format(predicate=predicate, minimum=minimum(criterion), status=status)
