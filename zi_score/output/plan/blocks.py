"""The figures of an improvement as tables of plain texts, the same in text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_score.exact import plain, rounded
from zi_score.improve.plan import Action, Alternative, Improvement
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, law_column, number_column
from zi_score.output.figures import percent, telling
from zi_score.output.plan.words import change, gained, served, uncounted_reason
from zi_score.report.words import sentence, status_word
from zi_score.ruleset import Ruleset
from zi_score.scoring import Figure
from zi_score.verdict import CriterionResult, is_requirement


def blocks(improvement: Improvement, ruleset: Ruleset) -> Iterator[Block]:
    """Yield what cannot be reached, the figures, and what is left out."""
    made = (
        _unreachable(improvement),
        _criteria(improvement),
        _points(improvement, ruleset),
        _uncounted(improvement, ruleset),
        _alternatives(improvement, ruleset),
    )
    return (block for block in made if block.rows)


def criteria(improvement: Improvement) -> Iterator[tuple[CriterionResult, CriterionResult]]:
    """Yield the minimums of the target, each before and after the plan."""
    before, after = (
        {
            criterion.id: criterion
            for predicate in scores.predicates
            if predicate.id == improvement.target
            for criterion in predicate.criteria
            if not is_requirement(criterion)
        }
        for scores in (improvement.before, improvement.after)
    )
    yield from ((before[key], after[key]) for key in after)


def amount(criterion: CriterionResult) -> str:
    """Write what was reached of a criterion, so that a miss does not look like a hit."""
    if criterion.exact is None:
        return criterion.stated or "?"
    exact, minimum = Fraction(criterion.exact), Fraction(criterion.minimum)
    return f"{percent(exact, [minimum])} %" if criterion.measure == "share" else str(telling(exact, [minimum]))


def least(criterion: CriterionResult) -> str:
    """Write the minimum of a criterion."""
    if criterion.exact is None:
        return criterion.asked
    minimum = Fraction(criterion.minimum)
    return f"{plain(minimum * 100)} %" if criterion.measure == "share" else str(rounded(minimum))


def figures(improvement: Improvement, ruleset: Ruleset) -> Iterator[tuple[str, Figure, Figure]]:
    """Yield total, components and areas with their points before and after the plan."""
    before, after = improvement.before, improvement.after
    yield _("Total"), before.total, after.total
    for code, figure in after.components.items():
        yield ruleset.nodes[code].name, before.components[code], figure
    for number, area in after.areas.items():
        yield f"{number} {area.name}", before.areas[number], area


def instead(alternative: Alternative, plan: Mapping[str, Action], ruleset: Ruleset) -> tuple[str, str]:
    """Return what an alternative does that the plan does not, and what of the plan it leaves out."""
    own = {action.code: action for action in alternative.actions}
    added = (action for code, action in own.items() if code not in plan or plan[code].to != action.to)
    spared = (code for code in plan if code not in own)
    return "; ".join(f"{action.code} {change(ruleset, action)}" for action in added), ", ".join(spared)


def _criteria(improvement: Improvement) -> Block:
    columns = (
        law_column("criterion", ""),
        number_column("before", _("now")),
        number_column("after", _("with plan")),
        number_column("minimum", f"min {improvement.target}"),
        number_column("margin", _("margin")),
        Column("status", ""),
    )
    rows = [
        (
            sentence(after.label),
            amount(before),
            amount(after),
            least(after),
            "" if after.gap is None else gained(after.gap),
            status_word(after.status),
        )
        for before, after in criteria(improvement)
    ]
    title = _("Predicted scores against the minimums for {target}").format(target=improvement.target)
    return Block("criteria", title, columns, rows, _("Margins are points, of shares too."))


def _points(improvement: Improvement, ruleset: Ruleset) -> Block:
    columns = (
        law_column("name", ""),
        number_column("before", _("now")),
        number_column("after", _("with plan")),
        number_column("weight", _("of")),
        number_column("share-before", _("now %")),
        number_column("share-after", _("with plan %")),
    )
    rows = [
        (
            sentence(name),
            str(rounded(before.score)),
            str(rounded(after.score)),
            str(rounded(after.weight)),
            str(rounded(before.score / before.weight * 100)),
            str(rounded(after.score / after.weight * 100)),
        )
        for name, before, after in figures(improvement, ruleset)
    ]
    return Block("points", _("Predicted points: total, components, areas of change"), columns, rows)


def _unreachable(improvement: Improvement) -> Block:
    columns = (
        law_column("criterion", _("criterion")),
        number_column("missing", _("missing")),
        Column("reason", _("reason")),
    )
    rows = [
        (sentence(each.label), "-" if each.missing is None else str(telling(each.missing)), sentence(each.reason))
        for each in improvement.unreachable
    ]
    return Block("unreachable", _("What cannot be reached"), columns, rows)


def externals(improvement: Improvement, ruleset: Ruleset) -> Iterator[Block]:
    """Yield the results that others have to reach: a plan's first rows, for the unit's own work leans on them."""
    columns = (
        Column("code", _("code")),
        law_column("question", _("question")),
        number_column("before", _("now")),
        number_column("needed", _("needed")),
        law_column("serves", _("criteria")),
    )
    rows = [
        (
            each.code,
            ruleset.questions[each.code].label,
            "-" if each.from_ is None else plain(each.from_),
            plain(each.to),
            served(ruleset, each.serves),
        )
        for each in improvement.required_external
    ]
    about = _("Others measure these; the unit cannot set them. The plan counts on them as if they were reached.")
    if rows:
        yield Block("external", _("Results that are needed from outside"), columns, rows, about)


def _uncounted(improvement: Improvement, ruleset: Ruleset) -> Block:
    columns = (Column("code", _("code")), law_column("question", _("question")), Column("reason", _("reason")))
    rows = [(code, ruleset.questions[code].label, uncounted_reason()) for code in improvement.uncounted]
    return Block("uncounted", _("Questions that could not be planned"), columns, rows)


def _alternatives(improvement: Improvement, ruleset: Ruleset) -> Block:
    columns = (
        number_column("number", "#"),
        number_column("effort", _("effort")),
        number_column("total", _("total")),
        Column("added", _("does instead")),
        Column("spared", _("leaves out")),
    )
    plan = {action.code: action for action in improvement.actions}
    rows = [
        (str(number), plain(each.effort), str(rounded(each.total.score)), *instead(each, plan, ruleset))
        for number, each in enumerate(improvement.alternatives, start=1)
    ]
    return Block("alternatives", _("Other plans, compared with the one above"), columns, rows)
