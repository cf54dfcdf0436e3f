"""The facts of a unit's report as the letter tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PureWindowsPath

from zi_score.evaluation.criterion import CriterionResult, joint
from zi_score.evaluation.scoring import Figure
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Severity, shown
from zi_score.model.language import translate as _
from zi_score.model.written import points
from zi_score.reports.documents.scores import component_codes, node_figures
from zi_score.reports.figures import (
    criteria_of,
    label_of,
    margin_of,
    minimum,
    part_names,
    reached,
    requirements_shown,
    stated,
    total_of,
)
from zi_score.reports.letter.model import (
    AssessorRow,
    ChapterFacts,
    CriterionRow,
    Letter,
    OpenQuestion,
    PredicateFacts,
    RequirementFacts,
    RulesetFacts,
    ScoreRow,
    SourceFacts,
    UnitFacts,
)
from zi_score.reports.letter.notes import note_of, remark_of
from zi_score.reports.letter.words import (
    answered,
    conclusion,
    evaluated,
    legal_basis,
    method,
    more,
    remarkable,
    standing,
    subject,
    summary,
    unit_name,
    whose,
)
from zi_score.reports.unit import Asked, Chapter, UnitReport
from zi_score.reports.words import requirement_cell, sentence, short_verdict, status_word

_NOTES = 5
_REMARKS = 3
_LISTED = 300


def letter(report: UnitReport) -> Letter:
    """Return what the letter says of a unit, in the language in use."""
    evaluation, ruleset, first = report.evaluation, report.ruleset, report.first
    unit, found = evaluation.unit, remarkable(report)
    target, requirements = requirements_shown(first.predicates, unit.target, first.verdict)
    return Letter(
        subject=subject(report),
        summary=tuple(summary(report)),
        unit=UnitFacts(unit_name(report), *(shown(fact or "") for fact in (unit.agency, unit.year, unit.target))),
        assessor=whose(first),
        answered=answered(first),
        source=SourceFacts(shown(PureWindowsPath(evaluation.source.path).name), shown(evaluation.source.sheet)),
        ruleset=RulesetFacts(
            sentence(ruleset.title),
            sentence(ruleset.about),
            sentence(ruleset.called),
            evaluated(ruleset),
            tuple(part_names(ruleset)),
        ),
        legal_basis=tuple(legal_basis(report)),
        method=tuple(method(report)),
        conventions=tuple(_conventions(ruleset)),
        areas=tuple(_areas(report)),
        components=tuple(_components(report)),
        total=_score(report, ruleset.roots, "", _("total"), first.total),
        assessors=tuple(_assessors(report)),
        predicates=tuple(_predicates(report)),
        requirements=RequirementFacts(target, tuple(map(_requirement, requirements))),
        chapters=tuple(_chapter(report, chapter) for chapter in report.chapters),
        unanswered=tuple(map(_open, report.unanswered)),
        conclusion=tuple(conclusion(report)),
        losses=tuple(note_of(ruleset, asked) for asked in report.asked if asked.first.lost),
        remarks=tuple(map(remark_of, found[:_LISTED])),
        more_remarks=more(len(found) - _LISTED),
    )


def _conventions(ruleset: Ruleset) -> Iterator[str]:
    for convention in ruleset.conventions:
        kind = ruleset.citation(convention).kind
        yield f"{sentence(convention.text)} ({_(kind)})"


def _components(report: UnitReport) -> Iterator[ScoreRow]:
    for code in component_codes(report.first, report.ruleset):
        yield _score(report, (code,), code, report.ruleset.nodes[code].name, report.first.nodes[code])


def _score(report: UnitReport, codes: Sequence[str], code: str, name: str, figure: Figure) -> ScoreRow:
    score, weight, share, highest = map(str, node_figures(report.ruleset, tuple(codes), figure))
    return ScoreRow(code, sentence(name), score, weight, share, highest)


def _areas(report: UnitReport) -> Iterator[ScoreRow]:
    names = part_names(report.ruleset)
    for number, area in report.first.areas.items():
        split = [str(points(score)) for score in area.parts.values()] if len(area.parts) > 1 else []
        row = _score(report, report.ruleset.area(int(number)).sections, number, area.name, area)
        yield replace(row, parts=tuple([*split, *[""] * len(names)][: len(names)]))


def _assessors(report: UnitReport) -> Iterator[AssessorRow]:
    assessments = report.evaluation.assessments
    for each in assessments if len(assessments) > 1 else ():
        total = str(total_of(report.ruleset, each.total.score))
        yield AssessorRow(whose(each), answered(each), total, short_verdict(each.verdict))


def _predicates(report: UnitReport) -> Iterator[PredicateFacts]:
    judged = criteria_of(report.first.predicates)
    for predicate in report.first.predicates:
        own = [results[predicate.id] for results in judged.values() if predicate.id in results]
        status = status_word(joint([criterion.status for criterion in own])).lower()
        yield PredicateFacts(predicate.id, status, tuple(_criterion(report.ruleset, each) for each in own))


def _criterion(ruleset: Ruleset, criterion: CriterionResult) -> CriterionRow:
    margin = margin_of(criterion)
    return CriterionRow(
        label=label_of(ruleset, criterion),
        minimum=str(minimum(criterion)),
        reached=str(reached(ruleset, criterion)),
        margin="" if margin is None else str(margin),
        status=status_word(criterion.status).lower(),
    )


def _requirement(criterion: CriterionResult) -> CriterionRow:
    status = requirement_cell(criterion.status).text.lower()
    return CriterionRow(sentence(criterion.label), str(minimum(criterion)), stated(criterion) or "-", "", status)


def _chapter(report: UnitReport, chapter: Chapter) -> ChapterFacts:
    lost = sorted((asked for asked in chapter.asked if asked.first.lost), key=lambda asked: -asked.first.lost)
    under = tuple(f"{section}." for section in chapter.sections)
    found = [f for f in remarkable(report) if f"{f.code}.".startswith(under) and f.severity is not Severity.NOTICE]
    area = _("Area {number} {name}").format(number=chapter.area, name=sentence(chapter.name))
    return ChapterFacts(
        title=area if chapter.area else sentence(chapter.name),
        summary=standing(report, chapter),
        notes=tuple(note_of(report.ruleset, asked) for asked in lost[:_NOTES]),
        more_notes=more(len(lost) - _NOTES),
        remarks=tuple(map(remark_of, found[:_REMARKS])),
        more_remarks=more(len(found) - _REMARKS),
    )


def _open(asked: Asked) -> OpenQuestion:
    node = asked.first.node
    return OpenQuestion(
        code=asked.question.code,
        question=sentence(asked.question.label),
        cell=shown(node.cell or ""),
        points=str(points(asked.first.lost)),
    )
