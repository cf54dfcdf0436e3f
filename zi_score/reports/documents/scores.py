"""The scores of a unit as tables: criteria, areas of change, components, requirements, assessors side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.evaluation.assessment import AreaFigure, Assessment
from zi_score.evaluation.criterion import CriterionResult
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.scoring import Figure
from zi_score.law.cited import Cited
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import points, share, share_as_ruled
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Chart, Column, Link, Table, code_column, law_column, number_column
from zi_score.reports.figures import (
    area_minimums,
    area_points,
    area_share,
    criteria_of,
    label_of,
    margin_of,
    minimum,
    minimums,
    part_names,
    part_share,
    points_of,
    reached,
    requirements_shown,
    stated,
    wanted,
)
from zi_score.reports.words import assessor_word, requirement_cell, sentence, status_cell, verdict_cell

_BESIDE = 4
"""The priority of columns about a predicate at which the unit does not aim: where a page is narrow they go first."""


def source_of(ruleset: Ruleset, part: Cited) -> Link:
    """Return the number of a source, which leads to it in the list of sources."""
    number = list(ruleset.sources).index(part.source) + 1
    return Link(f"[{number}]", f"#sources-{number}")


def criteria(assessment: Assessment, ruleset: Ruleset, target: str | None = None) -> Table:
    """Return every minimum beside what was reached, the target's first."""
    predicates = wanted(assessment.predicates, target)
    columns: list[str | Column] = ["criterion", "reached"]
    for place, predicate in enumerate(predicates):
        beside = _BESIDE if target and place else 0
        columns += [
            number_column(f"min-{predicate.id}", f"min {predicate.id}", priority=beside),
            number_column(f"margin-{predicate.id}", _("margin"), priority=beside or 1 + place),
            Column(f"status-{predicate.id}", predicate.id, priority=beside),
        ]
    columns += [
        number_column("of-weight", _("% of the weight"), only=("xlsx",)),
        *(
            number_column(f"least-{each.id}", _("min {predicate}, %").format(predicate=each.id), only=("xlsx",))
            for each in predicates
        ),
        code_column("source", _("Source"), only=("html", "xlsx")),
    ]
    sources = {criterion.id: source_of(ruleset, criterion) for criterion in ruleset.criteria}
    rows = []
    for id_, results in criteria_of(predicates).items():
        known = next(iter(results.values()))
        rows.append(
            (
                label_of(ruleset, *results.values()),
                reached(ruleset, known),
                *(cell for predicate in predicates for cell in _judged(results.get(predicate.id))),
                *_of_weight(results, [predicate.id for predicate in predicates]),
                sources[id_],
            )
        )
    chart = Chart(
        kind="bars",
        key="criteria-chart",
        title=_("Criteria and their minimums"),
        by="criterion",
        series=("of-weight",),
        minimums=tuple(f"least-{predicate.id}" for predicate in predicates),
    )
    return Table(
        key="criteria",
        title=_("Criteria"),
        about=_("Margins are points, of shares those of their area."),
        columns=columns_of(*columns),
        rows=rows,
        charts=(chart,),
        sheet=True,
    )


def _judged(criterion: CriterionResult | None) -> tuple[Cell, Cell, Cell]:
    if criterion is None:
        return None, None, None
    return minimum(criterion), margin_of(criterion), status_cell(criterion.status)


def _of_weight(results: dict[str, CriterionResult], predicates: Sequence[str]) -> Iterator[Cell]:
    known = next(iter(results.values()))
    whole = Fraction(1) if known.measure == "share" else known.weight
    if known.exact is None or not whole:
        yield from (None for _column in range(1 + len(predicates)))
        return
    asked = {name: Fraction(result.minimum) / whole for name, result in results.items()}
    yield share(Fraction(known.exact) / whole, asked.values())
    least = share_as_ruled if known.measure == "share" else share
    yield from (least(asked[name]) if name in asked else None for name in predicates)


def areas(evaluation: Evaluation, ruleset: Ruleset) -> Table:
    """Return the areas of change: their parts, points, and share of the weight beside its minimums."""
    (first, *others), target = evaluation.assessments, evaluation.unit.target
    asked, parts = area_minimums(ruleset), part_names(ruleset)
    predicates = [name for name in ruleset.predicates if any(name in least for least in asked.values())]
    columns = columns_of(
        "area",
        *(number_column(f"part-{place}", name, priority=2) for place, name in enumerate(parts)),
        "score",
        number_column("weight", _("weight"), priority=1),
        number_column("share", _("share") if not others else assessor_word(first.assessor)),
        *(number_column(f"share-{each.assessor}", assessor_word(each.assessor), priority=3) for each in others),
        *(
            number_column(f"min-{name}", f"min {name}", priority=_BESIDE if target not in (None, name) else 0)
            for name in predicates
        ),
        *(
            number_column(f"part-share-{place}", _("{part}, %").format(part=name), only=("xlsx",))
            for place, name in enumerate(parts)
        ),
        number_column("highest", _("at most"), only=("xlsx",)),
    )
    rows = [_area(evaluation, ruleset, number, predicates, len(parts)) for number in first.areas]
    shares = ("share", *(f"share-{each.assessor}" for each in others))
    radar = Chart(
        kind="radar",
        key="areas-chart",
        title=_("Areas of change in percent"),
        by="area",
        series=shares,
        minimums=tuple(f"min-{name}" for name in predicates),
    )
    beside = [_parts_chart(parts)] if parts else []
    return Table(
        key="areas", title=_("Areas of change"), columns=columns, rows=rows, charts=(radar, *beside), sheet=True
    )


def _parts_chart(names: Sequence[str]) -> Chart:
    title = _("{first} against {second}").format(first=names[0].capitalize(), second=", ".join(names[1:]))
    series = tuple(f"part-share-{place}" for place in range(len(names)))
    return Chart(kind="bars", key="parts-chart", title=title, by="area", series=series)


def _area(
    evaluation: Evaluation, ruleset: Ruleset, number: str, predicates: Sequence[str], parts: int
) -> tuple[Cell, ...]:
    first, *others = (assessment.areas[number] for assessment in evaluation.assessments)
    asked = area_minimums(ruleset)[number]
    nodes = [evaluation.assessments[0].nodes[code] for code in first.parts] if len(first.parts) > 1 else []
    missing = [None] * (parts - len(nodes))
    return (
        area_name(number, first),
        *(points(node.score) for node in nodes),
        *missing,
        area_points(ruleset, number, first),
        points(first.weight),
        area_share(ruleset, number, first.ratio),
        *(area_share(ruleset, number, other.ratio) for other in others),
        *(share_as_ruled(asked[name]) if name in asked else None for name in predicates),
        *(share(part_share(node)) for node in nodes),
        *missing,
        points_of(ruleset, ruleset.area(int(number)).sections, first.highest),
    )


def area_name(number: str, area: AreaFigure) -> str:
    """Return an area's number and name."""
    return sentence(f"{number} {area.name}")


def components(assessment: Assessment, ruleset: Ruleset) -> Table:
    """Return the components, their aspects, and what stands under hasil."""
    columns = columns_of(
        "code",
        law_column("part", _("component")),
        "score",
        "weight",
        number_column("share", _("share"), priority=1),
        "highest",
    )
    rows = [
        (code, sentence(ruleset.nodes[code].name), *node_figures(ruleset, (code,), assessment.nodes[code]))
        for code in component_codes(assessment, ruleset)
    ]
    total = (" + ".join(ruleset.roots), _("total"), *node_figures(ruleset, ruleset.roots, assessment.total))
    return Table(key="components", title=_("Components"), columns=columns, rows=[*rows, total])


def nodes(assessment: Assessment, ruleset: Ruleset) -> Table:
    """Return every section and indicator, for those who ask for everything."""
    columns = components(assessment, ruleset).columns
    rows = [
        (code, sentence(ruleset.nodes[code].name), *node_figures(ruleset, (code,), node))
        for code, node in assessment.nodes.items()
        if code in ruleset.nodes
    ]
    return Table(key="nodes", title=_("Sections and indicators"), columns=columns, rows=rows, detail=1, only=("text",))


def node_figures(ruleset: Ruleset, codes: tuple[str, ...], figure: Figure) -> tuple[Cell, ...]:
    """Return points, weight, share and the most that is possible of these nodes together."""
    asked = minimums(ruleset, codes).values()
    reached_share = share(part_share(figure), [least / figure.weight for least in asked])
    return points(figure.score, asked), points(figure.weight), reached_share, points(figure.highest, asked)


def component_codes(assessment: Assessment, ruleset: Ruleset) -> list[str]:
    """Return the codes of the sections and indicators outside the areas of change."""
    inside = tuple(f"{section}." for area in ruleset.areas for section in area.sections)
    return [code for code in assessment.nodes if code in ruleset.nodes and not f"{code}.".startswith(inside)]


def requirements(assessment: Assessment, ruleset: Ruleset, target: str | None) -> Table:
    """Return the requirements for being proposed for the target, else for what the verdict speaks of."""
    predicate, listed = requirements_shown(assessment.predicates, target, assessment.verdict)
    columns = columns_of(
        law_column("criterion", _("requirement")),
        Column("min", "min"),
        Column("stated", _("stated")),
        "status",
        code_column("source", _("Source"), only=("html", "xlsx")),
    )
    sources = {each.id: source_of(ruleset, each) for each in ruleset.requirements}
    rows = [
        (
            sentence(each.label),
            minimum(each),
            stated(each) or "-",
            requirement_cell(each.status),
            sources[each.id],
        )
        for each in listed
    ]
    title = _("Requirements for being proposed for {predicate}").format(predicate=predicate)
    return Table(key="requirements", title=title, columns=columns, rows=rows)


def assessors(evaluation: Evaluation, ruleset: Ruleset) -> Table:
    """Return what every assessor's answers give, side by side."""
    assessments = evaluation.assessments
    columns = columns_of(
        "criterion", *(number_column(each.assessor.value, assessor_word(each.assessor)) for each in assessments)
    )
    judged = [criteria_of(each.predicates) for each in assessments]
    rows: list[tuple[Cell, ...]] = [
        (_("verdict"), *(verdict_cell(each.verdict) for each in assessments)),
        (_("answered"), *(f"{each.answered}/{each.questions}" for each in assessments)),
    ]
    for id_ in judged[0]:
        results = [next(iter(found[id_].values())) for found in judged]
        rows.append((sentence(results[0].label), *(reached(ruleset, result) for result in results)))
    if not any(criterion.area for criterion in ruleset.criteria):
        rows += [
            (area_name(number, area), *(area_share(ruleset, number, each.areas[number].ratio) for each in assessments))
            for number, area in assessments[0].areas.items()
        ]
    return Table(key="assessors", title=_("Assessors side by side"), columns=columns, rows=rows)
