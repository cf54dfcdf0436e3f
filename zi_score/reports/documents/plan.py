"""A plan as a document: what can be reached and how, working group by working group, then the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zi_score.evaluation.criterion import CriterionResult, is_requirement
from zi_score.evaluation.scoring import Figure
from zi_score.improve.plan import Action, Alternative, External, Improvement, NextStep
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import Tone, as_ruled, localised, margin, points, share
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Cell,
    Document,
    Format,
    Line,
    Lines,
    Table,
    Word,
    law_column,
    line,
    name_column,
    number_column,
)
from zi_score.reports.documents import actions as said
from zi_score.reports.documents.reserve import reserve
from zi_score.reports.figures import label_of, margin_of, minimum, minimums, reached, total_of
from zi_score.reports.words import about_rules, sentence, status_cell

_STEPS_SHOWN = 10
_TONES: dict[str, Tone] = {"optimal": "open", "reached": "open", "already-met": "good", "unreachable": "bad"}


def document(improvement: Improvement, ruleset: Ruleset, form: Format, *, verbosity: int = 0) -> Document:
    """Return a plan as a document.

    Args:
        improvement: the result.
        ruleset: the regulation that was applied.
        form: the format; a terminal has lines for actions where the others have tables.
        verbosity: below 0 an action takes one line.

    """
    acts = (
        _action_lines(improvement, ruleset, brief=verbosity < 0) if form == "text" else _actions(improvement, ruleset)
    )
    steps = _step_lines(improvement, ruleset) if form == "text" else _steps(improvement, ruleset)
    return Document(
        kind=_("Action plan"),
        title=said.unit_line(improvement),
        head=tuple(_head(improvement, ruleset)),
        tone=_TONES[improvement.status],
        blocks=(
            _externals(improvement, ruleset),
            *acts,
            _unreachable(improvement),
            _criteria(improvement, ruleset),
            _points(improvement, ruleset),
            _uncounted(improvement, ruleset),
            _alternatives(improvement, ruleset),
            *steps,
            _computed(improvement, ruleset),
        ),
        names=(improvement.source.path, improvement.source.sheet),
    )


def _head(improvement: Improvement, ruleset: Ruleset) -> Iterator[Line]:
    headline = Word(said.headline(improvement, ruleset), _TONES[improvement.status])
    told = said.basis(improvement, ruleset)
    yield line(headline, f" {told[:1].upper()}{told[1:]}.")
    yield from (line(text, depth=1) for text in said.conditions(improvement, ruleset))
    yield from (line(text, depth=1) for text in reserve(improvement, ruleset))
    yield from (line(text, depth=1) for text in said.assumptions(improvement, ruleset))
    yield from about_rules(ruleset)


def _externals(improvement: Improvement, ruleset: Ruleset) -> Table:
    """Return the results that others have to reach: a plan's first rows, for the unit's own work leans on them."""
    columns = columns_of(
        "code",
        "label",
        number_column("before", _("now")),
        number_column("needed", _("needed")),
        law_column("serves", _("criteria")),
    )
    rows = [_external(each, ruleset) for each in improvement.required_external]
    about = _("Others measure these; the unit cannot set them. The plan counts on them as if they were reached.")
    return Table(
        key="external", title=_("Results that are needed from outside"), about=about, columns=columns, rows=rows
    )


def _external(external: External, ruleset: Ruleset) -> tuple[Cell, ...]:
    return (
        external.code,
        ruleset.questions[external.code].label,
        said.before_result(ruleset, external),
        said.result_of(ruleset, external.code, external.to),
        said.served(ruleset, external.serves),
    )


def _action_lines(improvement: Improvement, ruleset: Ruleset, *, brief: bool) -> Iterator[Lines]:
    for group in said.groups(improvement.actions, ruleset):
        lines = tuple(each for action in group.actions for each in _action_line(action, ruleset, brief=brief))
        title = f"{group.name}  ({group.summary})"
        yield Lines(key=f"group-{group.key}", title=title, lines=lines, detail=-1)


def _action_line(action: Action, ruleset: Ruleset, *, brief: bool) -> Iterator[Line]:
    told = _("effort {effort}, {points} points").format(
        effort=as_ruled(action.effort), points=margin(action.gain.score)
    )
    cell = f"  [{shown(action.cell)}]" if action.cell and not brief else ""
    yield line(f"{action.code}  {said.change(ruleset, action)}  {told}{cell}", depth=1)
    if brief:
        return
    yield line(shown(action.question), depth=2)
    below = {
        _("Asked"): said.asked(ruleset, action),
        _("Evidence named"): shown(said.evidence(action)),
        _("Serves"): said.served(ruleset, action.serves),
    }
    yield from (line(f"{label}: {text}", depth=2) for label, text in below.items() if text)


def _actions(improvement: Improvement, ruleset: Ruleset) -> Iterator[Table]:
    columns = columns_of(
        "code",
        "label",
        name_column("change", _("now -> target")),
        law_column("asked", _("asked")),
        name_column("evidence", _("evidence named")),
        "points",
        "effort",
        "serves",
    )
    for group in said.groups(improvement.actions, ruleset):
        rows = [
            (
                action.code,
                sentence(action.question),
                said.change(ruleset, action),
                said.asked(ruleset, action),
                said.evidence(action),
                margin(action.gain.score),
                as_ruled(action.effort),
                said.served(ruleset, action.serves),
            )
            for action in group.actions
        ]
        about = f"{group.summary}."
        yield Table(key=f"group-{group.key}", title=group.name, about=about, columns=columns, rows=rows)


def _unreachable(improvement: Improvement) -> Table:
    columns = columns_of("criterion", number_column("missing", _("missing")), "reason")
    rows = [
        (sentence(each.label), "-" if each.missing is None else points(each.missing), localised(sentence(each.reason)))
        for each in improvement.unreachable
    ]
    return Table(key="unreachable", title=_("What cannot be reached"), columns=columns, rows=rows)


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


def _criteria(improvement: Improvement, ruleset: Ruleset) -> Table:
    columns = columns_of(
        "criterion",
        number_column("before", _("now")),
        number_column("after", _("with plan")),
        number_column("minimum", f"min {improvement.target}"),
        "margin",
        "status",
    )
    rows = [
        (
            label_of(ruleset, after),
            reached(ruleset, before),
            reached(ruleset, after),
            minimum(after),
            margin_of(after),
            status_cell(after.status),
        )
        for before, after in criteria(improvement)
    ]
    title = _("Predicted scores against the minimums for {target}").format(target=improvement.target)
    about = _("Margins are points, of shares those of their area.")
    return Table(key="criteria", title=title, about=about, columns=columns, rows=rows)


def _points(improvement: Improvement, ruleset: Ruleset) -> Table:
    columns = columns_of(
        law_column("name", _("part")),
        number_column("before", _("now")),
        number_column("after", _("with plan")),
        number_column("weight", _("of")),
        number_column("share-before", _("now, share")),
        number_column("share-after", _("with plan, share")),
    )
    rows = [
        (sentence(name), *(points(each.score, asked) for each in both), points(both[1].weight), *_shares(both, asked))
        for name, asked, both in figures(improvement, ruleset)
    ]
    title = _("Predicted points: total, components, areas of change")
    return Table(key="points", title=title, columns=columns, rows=rows)


def _shares(figures_: Sequence[Figure], asked: Sequence[Fraction]) -> Iterator[Cell]:
    for each in figures_:
        yield share(each.score / each.weight, [least / each.weight for least in asked])


def figures(
    improvement: Improvement, ruleset: Ruleset
) -> Iterator[tuple[str, tuple[Fraction, ...], tuple[Figure, Figure]]]:
    """Yield total, components and areas: what is asked of each, and its points before and after the plan."""
    before, after = improvement.before, improvement.after
    yield _("Total"), tuple(minimums(ruleset, ruleset.roots).values()), (before.total, after.total)
    for code, figure in after.components.items():
        asked = tuple(minimums(ruleset, (code,)).values())
        yield ruleset.nodes[code].name, asked, (before.components[code], figure)
    for number, area in after.areas.items():
        asked = tuple(minimums(ruleset, ruleset.area(int(number)).sections).values())
        yield f"{number} {area.name}", asked, (before.areas[number], area)


def _uncounted(improvement: Improvement, ruleset: Ruleset) -> Table:
    columns = columns_of("code", "label", "reason")
    rows = [(code, ruleset.questions[code].label, said.uncounted_reason()) for code in improvement.uncounted]
    return Table(key="uncounted", title=_("Questions that could not be planned"), columns=columns, rows=rows)


def _alternatives(improvement: Improvement, ruleset: Ruleset) -> Table:
    columns = columns_of(
        number_column("number", "#"),
        "effort",
        "total",
        name_column("added", _("does instead")),
        name_column("spared", _("leaves out")),
    )
    plan = {action.code: action for action in improvement.actions}
    rows = [
        (number, as_ruled(each.effort), total_of(ruleset, each.total.score), *instead(each, plan, ruleset))
        for number, each in enumerate(improvement.alternatives, start=1)
    ]
    title = _("Other plans, compared with the one above")
    return Table(key="alternatives", title=title, columns=columns, rows=rows)


def instead(alternative: Alternative, plan: Mapping[str, Action], ruleset: Ruleset) -> tuple[str, str]:
    """Return what an alternative does that the plan does not, and what of the plan it leaves out."""
    own = {action.code: action for action in alternative.actions}
    added = (action for code, action in own.items() if code not in plan or plan[code].to != action.to)
    spared = (code for code in plan if code not in own)
    return "; ".join(f"{action.code} {said.change(ruleset, action)}" for action in added), ", ".join(spared)


def _step_lines(improvement: Improvement, ruleset: Ruleset) -> Iterator[Lines]:
    """Yield the cheapest next steps, whether the plan takes them or not."""
    lines = []
    for number, step in enumerate(improvement.next_steps, start=1):
        action = step.action
        told = _("{points} points for effort {effort}: {each} for each").format(
            points=margin(action.gain.score), effort=as_ruled(action.effort), each=margin(step.per_effort.score)
        )
        parts = (shown(action.question), said.served(ruleset, action.serves))
        below = "; ".join(part for part in parts if part)
        lines.append(line(f"{number:>2} {action.code}  {said.change(ruleset, action)}  {told}. {below}", depth=1))
    title = _("Cheapest next steps: most points for the effort")
    yield Lines(key="steps", title=title, lines=tuple(lines), most=_STEPS_SHOWN)


def _steps(improvement: Improvement, ruleset: Ruleset) -> Iterator[Table]:
    columns = columns_of(
        number_column("number", "#"),
        "code",
        "label",
        name_column("change", _("now -> target")),
        "points",
        "effort",
        number_column("each", _("points for each effort")),
        "serves",
    )
    listed = enumerate(improvement.next_steps[:_STEPS_SHOWN], start=1)
    rows = [_step(number, step, ruleset) for number, step in listed]
    title = _("Cheapest next steps: most points for the effort")
    yield Table(key="steps", title=title, columns=columns, rows=rows)


def _step(number: int, step: NextStep, ruleset: Ruleset) -> tuple[Cell, ...]:
    action = step.action
    return (
        number,
        action.code,
        sentence(action.question),
        said.change(ruleset, action),
        margin(action.gain.score),
        as_ruled(action.effort),
        margin(step.per_effort.score),
        said.served(ruleset, action.serves),
    )


def _computed(improvement: Improvement, ruleset: Ruleset) -> Lines:
    source = improvement.source
    lines = [
        *said.proof(improvement),
        f"{_('workbook')}: {named(source.path)}, {_('sheet')} {shown(source.sheet)}",
        f"{_('ruleset')}: {ruleset.title}",
        *(f"{text} ({_(kind)})" for text, kind in said.citations(improvement)),
    ]
    return Lines(key="computed", title=_("How it was computed"), lines=tuple(line(text, depth=1) for text in lines))
