"""An evaluation for the terminal: verdict and reasons first, readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zi_score.assessment import Assessment
from zi_score.exact import plain, rounded
from zi_score.findings import Finding, named, shown
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.output.figures import part_names
from zi_score.output.tables import grouped
from zi_score.report.render.console import WIDTH, hanging, printed
from zi_score.report.render.console import plain_table as table
from zi_score.report.words import assessor_word, counts, placed, recognised, short_verdict, verdict_sentence
from zi_score.result import Evaluation
from zi_score.ruleset import Ruleset
from zi_score.scoring import Figure, QuestionNode, questions_of
from zi_score.verdict import CriterionResult, PredicateResult, Stated, Status, is_requirement

_STATUS = {
    Status.MET: (marked("met"), "green"),
    Status.NOT_MET: (marked("NOT MET"), "bold red"),
    Status.UNDETERMINED: (marked("open"), "yellow"),
}
_SHORT = {
    Status.MET: (marked("ok"), "green"),
    Status.NOT_MET: (marked("BELOW"), "bold red"),
    Status.UNDETERMINED: (marked("?"), "yellow"),
}
_CHECKED = _STATUS | {Status.UNDETERMINED: (marked("not checked"), "yellow")}
_VERDICT_STYLES = {"none": "bold red", "undetermined": "bold yellow"}
_REASONS_SHOWN = 5
_REASONS = ("answer-column-chosen", "answer-formula-not-calculated", "column-of-answers-not-read")
"""Findings about what was read at all, without which nobody understands a verdict."""


def render(
    evaluation: Evaluation, ruleset: Ruleset, *, width: int = WIDTH, color: bool = False, verbosity: int = 0
) -> str:
    """Return an evaluation as text.

    Args:
        evaluation: the result; its first assessment is shown in full.
        ruleset: the regulation that was applied.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 the verdict and its reasons only, 0 the overview, 1 everything.

    """
    assessment = evaluation.assessments[0]
    parts = [*_head(evaluation, ruleset, assessment)]
    if verbosity < 0:
        parts += [hanging(placed(found), 2) for found in evaluation.findings if found.name in _REASONS]
    if verbosity >= 0:
        for part in _body(evaluation, ruleset, assessment, verbosity):
            parts += ["", part]
    source = evaluation.source
    return printed(parts, width=width, color=color, names=(source.path, source.sheet))


def _body(evaluation: Evaluation, ruleset: Ruleset, assessment: Assessment, verbosity: int) -> Iterator[RenderableType]:
    yield _criteria(assessment)
    yield _areas(assessment, ruleset)
    yield _components(assessment, ruleset, verbosity)
    if requirements := _requirements(evaluation):
        yield requirements
    if len(evaluation.assessments) > 1:
        yield _assessors(evaluation)
    if unanswered := _unanswered(assessment, verbosity):
        yield unanswered
    own = [f for f in evaluation.findings if f.assessor in (None, *(a.assessor for a in evaluation.assessments))]
    if own:
        yield _findings(own, verbosity)
    yield _sources(evaluation, ruleset, assessment, verbosity)


def _head(evaluation: Evaluation, ruleset: Ruleset, assessment: Assessment) -> Iterator[RenderableType]:
    unit = evaluation.unit
    words = [unit.name, unit.agency, unit.year, unit.target and f"{_('target')} {unit.target}"]
    yield Text(" | ".join(shown(word) for word in words if word), style="bold")
    verdict = Text(verdict_sentence(assessment.verdict), style=_VERDICT_STYLES.get(assessment.verdict, "bold green"))
    total = _("total {score} of {weight}, by the answers of {assessor}").format(
        score=rounded(assessment.total.score),
        weight=rounded(assessment.total.weight),
        assessor=assessor_word(assessment.assessor),
    )
    yield verdict.append(f"  ({total})", style="not bold default")
    if ruleset.replaced:
        message = _("by {ruleset}, replaced by {by} since {since}")
        told = message.format(ruleset=ruleset.title, by=ruleset.replaced.by, since=ruleset.replaced_since)
        yield hanging(Text(told, style="yellow"))
    width = max(4, *(len(predicate.id) for predicate in assessment.predicates))
    for predicate in reversed(assessment.predicates):
        yield hanging(_reasons(predicate, width))
    target, requirements = _shown_requirements(evaluation)
    if requirements:
        states = [
            f"{sum(r.status is status for r in requirements)} {_(word).lower()}"
            for status, (word, _s) in _CHECKED.items()
        ]
        yield hanging(Text(f"{_('Requirements for being proposed')} {target}: {', '.join(states)}"))


def _reasons(predicate: PredicateResult, width: int) -> Text:
    message, style = _STATUS[predicate.status]
    line = Text(f"{predicate.id:<{width}} ").append(_(message), style=style)
    decisive = predicate.decisive
    left_out = len(decisive) - _REASONS_SHOWN
    more = f"; {_('and {count} more').format(count=left_out)}" if left_out > 0 else ""
    reasons = "; ".join(_reason(criterion) for criterion in decisive[:_REASONS_SHOWN])
    return line.append(f": {reasons}{more}") if decisive else line


def _reason(criterion: CriterionResult) -> str:
    if criterion.exact is None:
        known = shown(criterion.stated) if criterion.stated else _("not stated")
        return f"{criterion.label}: {known} (min {criterion.asked})"
    reached = _amount(criterion, criterion.reached)
    if criterion.hides_a_miss:
        reached += f" ({_('exact')} {criterion.exact})"
    if criterion.status is Status.UNDETERMINED:
        reached += f" ({_('at most')} {_amount(criterion, criterion.highest)})"
    return f"{criterion.label} {reached} < {_minimum(criterion)}"


def _amount(criterion: CriterionResult, number: Stated | None, *, sign: str = "") -> str:
    """Write a figure of a criterion: points, or a share in percent."""
    if not isinstance(number, Fraction):
        return "-"
    is_share = criterion.measure == "share"
    value = rounded(number * (100 if is_share else 1))
    text = f"{value:{sign}}".replace("+", "-") if number < 0 else f"{value:{sign}}"
    return f"{text}{' %' if is_share else ''}"


def _criteria(assessment: Assessment) -> Table:
    listed = table(_("Criteria"), ("", "left"), (_("reached"), "right"))
    for predicate in assessment.predicates:
        listed.add_column(f"min {predicate.id}", justify="right")
        listed.add_column(_("margin"), justify="right")
        listed.add_column("")
    by_id: dict[str, dict[str, CriterionResult]] = {}
    for predicate in assessment.predicates:
        for criterion in predicate.criteria:
            if not is_requirement(criterion):
                by_id.setdefault(criterion.id, {})[predicate.id] = criterion
    for results in by_id.values():
        known = next(iter(results.values()))
        cells: list[RenderableType] = [known.label, _reached(known)]
        for predicate in assessment.predicates:
            cells += _judged(results.get(predicate.id))
        listed.add_row(*cells)
    return listed


def _reached(criterion: CriterionResult) -> str:
    if criterion.exact is None:
        return shown(criterion.stated) if criterion.stated else "?"
    return _amount(criterion, criterion.reached)


def _judged(criterion: CriterionResult | None) -> list[RenderableType]:
    if criterion is None:
        return ["-", "", ""]
    message, style = _SHORT[criterion.status]
    margin = "" if criterion.margin is None else _amount(criterion, criterion.margin, sign="+").removesuffix(" %")
    return [_minimum(criterion), margin, Text(_(message), style=style)]


def _minimum(criterion: CriterionResult) -> str:
    if criterion.measure == "share":
        return f"{plain(Fraction(criterion.minimum) * 100)} %"
    return criterion.asked if criterion.exact is None else _amount(criterion, criterion.minimum)


def _areas(assessment: Assessment, ruleset: Ruleset) -> Table:
    minimums = _area_minimums(assessment, ruleset)
    split = part_names(ruleset)
    columns = (*split, "total", _("weight"), "%", *(f"min {predicate}" for predicate in minimums))
    listed = table(_("Areas of change"), ("", "left"), *((name, "right") for name in columns))
    for number, area in assessment.areas.items():
        parts = [str(rounded(score)) for score in area.parts.values()]
        listed.add_row(
            f"{number} {area.name}",
            *[*parts, *[""] * len(split)][: len(split)],
            str(rounded(area.score)),
            str(rounded(area.weight)),
            f"{rounded(area.ratio * 100)}",
            *(by_area.get(number, "-") for by_area in minimums.values()),
        )
    return listed


def _area_minimums(assessment: Assessment, ruleset: Ruleset) -> dict[str, dict[str, str]]:
    """Return the minimum share of each area, by predicate and area number."""
    numbers = {criterion.id: str(criterion.area) for criterion in ruleset.criteria if criterion.area is not None}
    minimums = {
        predicate.id: {numbers[c.id]: _minimum(c) for c in predicate.criteria if c.id in numbers}
        for predicate in assessment.predicates
    }
    return {predicate: by_area for predicate, by_area in minimums.items() if by_area}


def _components(assessment: Assessment, ruleset: Ruleset, verbosity: int) -> Table:
    """List the nodes outside the areas of change; with more verbosity, all of them."""
    columns = (_("score"), _("weight"), _("at most"))
    listed = table(_("Components"), ("", "left"), *((name, "right") for name in columns))
    areas = tuple(section for area in ruleset.areas for section in area.sections)
    for code, node in assessment.nodes.items():
        if code in ruleset.nodes and (verbosity > 0 or not code.startswith(areas)):
            listed.add_row(f"{code} {ruleset.nodes[code].name}", *_figures(node))
    listed.add_row(_("total"), *_figures(assessment.total), style="bold")
    return listed


def _figures(figure: Figure) -> tuple[str, str, str]:
    return str(rounded(figure.score)), str(rounded(figure.weight)), str(rounded(figure.highest))


def _shown_requirements(evaluation: Evaluation) -> tuple[str, list[CriterionResult]]:
    """Return the requirements of the target, else of the predicate that the verdict speaks of, with its id."""
    assessment = evaluation.assessments[0]
    by_id = {predicate.id: predicate for predicate in assessment.predicates}
    wanted = (evaluation.unit.target, assessment.verdict, assessment.predicates[0].id)
    predicate = next(by_id[name] for name in wanted if name in by_id)
    return predicate.id, [criterion for criterion in predicate.criteria if is_requirement(criterion)]


def _requirements(evaluation: Evaluation) -> Table | None:
    predicate, requirements = _shown_requirements(evaluation)
    if not requirements:
        return None
    title = _("Requirements for being proposed for {predicate}").format(predicate=predicate)
    listed = table(title, ("", "left"), ("min", "left"), (_("stated"), "left"), ("", "left"))
    for requirement in requirements:
        message, style = _CHECKED[requirement.status]
        stated = shown(requirement.stated) if requirement.stated else "-"
        listed.add_row(requirement.label, requirement.asked, stated, Text(_(message), style=style))
    return listed


def _assessors(evaluation: Evaluation) -> Table:
    columns = (_("total"), "pengungkit", "hasil", _("answered"))
    listed = table(_("Assessors"), ("", "left"), *((name, "right") for name in columns), (_("verdict"), "left"))
    for assessment in evaluation.assessments:
        roots = [node for code, node in assessment.nodes.items() if "." not in code]
        listed.add_row(
            assessor_word(assessment.assessor),
            str(rounded(assessment.total.score)),
            *(str(rounded(node.score)) for node in roots[:2]),
            f"{assessment.answered}/{assessment.questions}",
            short_verdict(assessment.verdict),
        )
    return listed


def _unanswered(assessment: Assessment, verbosity: int) -> RenderableType | None:
    open_ = [node for node in questions_of(assessment.nodes) if node.value is None]
    formulas = [node for node in open_ if node.basis == "formula"]
    blank = [node for node in open_ if node.basis != "formula"]
    titled = (
        (_("Formulas that nobody calculated: {count} of {questions} questions"), formulas),
        (_("Unanswered: {count} of {questions} questions"), blank),
    )
    lines = [
        line
        for title, nodes in titled
        if nodes
        for line in _listed(title.format(count=len(nodes), questions=assessment.questions), nodes, verbosity)
    ]
    return Group(*lines) if lines else None


def _listed(title: str, open_: list[QuestionNode], verbosity: int) -> Iterator[RenderableType]:
    yield Text(title, style="bold")
    for section, group in groupby(open_, key=lambda node: ".".join(node.code.split(".")[:3])):
        nodes = list(group)
        listed = nodes if verbosity > 0 else nodes[:4]
        places = [f"{n.code.removeprefix(f'{section}.')} ({n.cell.cell if n.cell else '-'})" for n in listed]
        more = f" +{len(nodes) - len(listed)}" if len(nodes) > len(listed) else ""
        yield hanging(f"{section}: {len(nodes)}  {', '.join(places)}{more}")


def _findings(findings: list[Finding], verbosity: int) -> RenderableType:
    return Group(Text(f"{_('Findings')}: {counts(findings)}", style="bold"), *grouped(findings, verbosity))


def _sources(evaluation: Evaluation, ruleset: Ruleset, assessment: Assessment, verbosity: int) -> RenderableType:
    source = evaluation.source
    lines = [
        f"{_('workbook')}: {named(source.path)}, {_('sheet')} {shown(source.sheet)} ({source.layout})",
        f"{_('assessor')}: {assessor_word(assessment.assessor)}; {_('ruleset')}: {ruleset.title}",
    ]
    if verbosity > 0 and evaluation.recognition:
        lines.append(recognised(evaluation.recognition))
    if total := assessment.workbook_total:
        lines.append(f"{_('total shown by the workbook')}: {rounded(total.score)} ({shown(total.cell)})")
    lines += [f"{text} ({_(kind)})" for text, kind in dict.fromkeys(_citations(ruleset, assessment))]
    if verbosity > 0:
        lines += [f"{c.text} ({_(ruleset.citation(c).kind)})" for c in ruleset.conventions]
    return Group(Text(_("Sources"), style="bold"), *(hanging(line) for line in lines))


def _citations(ruleset: Ruleset, assessment: Assessment) -> Iterator[tuple[str, str]]:
    for part in (ruleset, ruleset.sections[0], *ruleset.scales.values()):
        citation = ruleset.citation(part)
        yield citation.text, citation.kind
    for predicate in assessment.predicates:
        yield from ((criterion.citation, criterion.kind) for criterion in predicate.criteria)
