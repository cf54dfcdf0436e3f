"""The scores of a unit as tables of plain texts: what the HTML and Markdown of a report say in the same words."""

from __future__ import annotations

from zi_score.assessment import Assessment
from zi_score.exact import plain
from zi_score.findings import shown
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column
from zi_score.output.blocks import law_column as _law
from zi_score.output.blocks import number_column as _number
from zi_score.output.figures import area_minimums, part_names, percent, telling
from zi_score.output.unit.words import (
    margin,
    minimum,
    part_share,
    points,
    reached,
    requirement_word,
    share,
    shown_requirements,
    source_number,
)
from zi_score.report.unit import UnitReport
from zi_score.report.words import assessor_word, sentence, short_verdict, status_word
from zi_score.scoring import Figure
from zi_score.verdict import CriterionResult, is_requirement


def criteria(report: UnitReport) -> Block:
    """Return every minimum of every predicate beside what was reached."""
    predicates = report.first.predicates
    columns = [_law("criterion", _("criterion")), _number("reached", _("reached"))]
    for predicate in predicates:
        columns += [
            _number(f"min-{predicate.id}", f"min {predicate.id}"),
            _number(f"margin-{predicate.id}", _("margin")),
            Column(f"status-{predicate.id}", predicate.id),
        ]
    columns.append(Column("source", _("Source")))
    sources = {criterion.id: source_number(report.ruleset, criterion) for criterion in report.ruleset.criteria}
    rows = []
    for id_, results in criteria_of(report.first).items():
        known = next(iter(results.values()))
        judged = (cell for predicate in predicates for cell in _judged(results.get(predicate.id)))
        rows.append((sentence(known.label), reached(known), *judged, f"[{sources[id_]}]"))
    return Block("criteria", _("Criteria"), tuple(columns), rows)


def criteria_of(assessment: Assessment) -> dict[str, dict[str, CriterionResult]]:
    """Return the minimums by their id, each with its result for every predicate that has it."""
    found: dict[str, dict[str, CriterionResult]] = {}
    for predicate in assessment.predicates:
        for criterion in predicate.criteria:
            if not is_requirement(criterion):
                found.setdefault(criterion.id, {})[predicate.id] = criterion
    return found


def _judged(criterion: CriterionResult | None) -> tuple[str, str, str]:
    return ("", "", "") if criterion is None else (minimum(criterion), margin(criterion), status_word(criterion.status))


def areas(report: UnitReport) -> Block:
    """Return the areas of change: their parts, points, and share of the weight beside its minimums."""
    ruleset, parts = report.ruleset, part_names(report.ruleset)
    asked = area_minimums(ruleset)
    predicates = [name for name in ruleset.predicates if any(name in minimums for minimums in asked.values())]
    columns = (
        _law("area", _("area")),
        *(_number(f"part-{number}", name) for number, name in enumerate(parts)),
        _number("score", _("score")),
        _number("weight", _("weight")),
        _number("share", "%"),
        *(_number(f"min-{name}", f"min {name}") for name in predicates),
    )
    rows = []
    for number, area in report.first.areas.items():
        shares = asked[number]
        split = [str(telling(score)) for score in area.parts.values()] if len(area.parts) > 1 else []
        rows.append(
            (
                sentence(f"{number} {area.name}"),
                *[*split, *[""] * len(parts)][: len(parts)],
                str(points(ruleset, ruleset.area(int(number)).sections, area.score)),
                str(telling(area.weight)),
                str(share(ruleset, number, area)),
                *(f"{plain(shares[name] * 100)} %" if name in shares else "" for name in predicates),
            )
        )
    return Block("areas", _("Areas of change"), columns, rows)


def components(report: UnitReport) -> Block:
    """Return the components, their aspects, and what stands under hasil."""
    columns = (
        Column("code", _("code")),
        _law("part", _("component")),
        _number("score", _("score")),
        _number("weight", _("weight")),
        _number("share", "%"),
        _number("highest", _("at most")),
    )
    nodes = report.first.nodes
    rows = [
        (code, sentence(report.ruleset.nodes[code].name), *_figures(report, (code,), nodes[code]))
        for code in component_codes(report)
    ]
    rows.append(
        (" + ".join(report.ruleset.roots), _("total"), *_figures(report, report.ruleset.roots, report.first.total))
    )
    return Block("components", _("Components"), columns, rows)


def component_codes(report: UnitReport) -> list[str]:
    """Return the codes of the sections and indicators outside the areas of change."""
    sections = [f"{section}." for area in report.ruleset.areas for section in area.sections]
    return [
        code
        for code in report.first.nodes
        if code in report.ruleset.nodes and not f"{code}.".startswith(tuple(sections))
    ]


def _figures(report: UnitReport, codes: tuple[str, ...], figure: Figure) -> tuple[str, str, str, str]:
    score = points(report.ruleset, codes, figure.score)
    return str(score), str(telling(figure.weight)), str(percent(part_share(figure))), str(telling(figure.highest))


def assessors(report: UnitReport) -> Block:
    """Return what every assessor's answers give, side by side."""
    assessments = report.evaluation.assessments
    columns = (
        _law("criterion", _("criterion")),
        *(_number(assessment.assessor.value, assessor_word(assessment.assessor)) for assessment in assessments),
    )
    judged = [criteria_of(assessment) for assessment in assessments]
    rows = [
        (_("verdict"), *(short_verdict(assessment.verdict) for assessment in assessments)),
        (_("answered"), *(f"{assessment.answered}/{assessment.questions}" for assessment in assessments)),
        *(_side_by_side([next(iter(found[id_].values())) for found in judged]) for id_ in judged[0]),
    ]
    if not any(criterion.area for criterion in report.ruleset.criteria):
        rows += [_area_side_by_side(report, number) for number in report.first.areas]
    return Block("assessors", _("Assessors side by side"), columns, rows)


def _side_by_side(results: list[CriterionResult]) -> tuple[str, ...]:
    return (sentence(results[0].label), *(reached(result) for result in results))


def _area_side_by_side(report: UnitReport, number: str) -> tuple[str, ...]:
    figures = [assessment.areas[number] for assessment in report.evaluation.assessments]
    label = _("Area {number} {name}").format(number=number, name=sentence(figures[0].name))
    return (label, *(f"{share(report.ruleset, number, figure)} %" for figure in figures))


def requirements(report: UnitReport) -> Block:
    """Return the requirements for being proposed for the unit's target, else for what the verdict speaks of."""
    predicate, listed = shown_requirements(report)
    columns = (
        _law("criterion", _("requirement")),
        Column("min", "min"),
        Column("stated", _("stated")),
        Column("status", _("status")),
        Column("source", _("Source")),
    )
    sources = {each.id: source_number(report.ruleset, each) for each in report.ruleset.requirements}
    rows = [
        (
            sentence(each.label),
            each.asked,
            shown(each.stated) if each.stated else "-",
            requirement_word(each.status),
            f"[{sources[each.id]}]",
        )
        for each in listed
    ]
    title = _("Requirements for being proposed for {predicate}").format(predicate=predicate)
    return Block("requirements", title, columns, rows)
