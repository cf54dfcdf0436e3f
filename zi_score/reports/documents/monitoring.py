"""What became of an action plan as a document: how much is realised, then working group by working group."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.improve.monitoring.form import STATUSES, changed
from zi_score.improve.monitoring.outcome import OUTCOMES, ActionProgress, GroupProgress, Outcome, PlanProgress
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import named, shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor
from zi_score.model.written import Tone, as_ruled, points, share
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Findings,
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
from zi_score.reports.documents.actions import change, entry, group_name
from zi_score.reports.figures import total_of
from zi_score.reports.words import about_rules, assessor_word, short_verdict, status_word

_TONES: dict[Outcome, Tone | None] = {"realised": "good", "part": "open", "not-started": None, "slipped": "bad"}
_OUTCOMES: dict[Outcome, str] = {
    "realised": marked("realised"),
    "part": marked("partly"),
    "not-started": marked("not started"),
    "slipped": marked("slipped"),
}


def outcome_word(outcome: Outcome) -> str:
    """Return what became of an action."""
    word = _OUTCOMES[outcome]
    return _(word)


def document(progress: PlanProgress, ruleset: Ruleset, form: Format) -> Document:
    """Return what became of a plan as a document.

    Args:
        progress: the result.
        ruleset: the regulation that was applied.
        form: the format; a terminal has lines for actions where the others have tables.

    """
    unit = progress.unit
    target = f"{_('target')} {progress.target}" if progress.target else None
    title = " | ".join(shown(word) for word in (unit.name, unit.agency, unit.year, target) if word)
    blocks: list[Block] = [areas(progress, ruleset)] if progress.actions else []
    blocks += _lines(progress, ruleset) if form == "text" else actions(progress, ruleset)
    blocks.append(Findings(key="findings", title=_("Findings"), findings=progress.findings))
    blocks.append(
        Lines(key="sources", title=_("Compared"), lines=tuple(line(text, depth=1) for text in sources(progress)))
    )
    return Document(
        kind=_("Monitoring of an action plan"),
        title=title or named(progress.plan.path),
        head=(
            line(headline(progress)),
            *(line(text, depth=1) for text in (standing(progress, ruleset), *years(progress))),
            *about_rules(ruleset),
        ),
        blocks=tuple(blocks),
        names=(progress.source.path, progress.plan.path, progress.plan.made_from or ""),
    )


def headline(progress: PlanProgress) -> str:
    """Return how much of the plan is realised."""
    if progress.is_of_another_unit:
        return _("The action plan is of another unit: nothing of it is counted.")
    if not progress.actions:
        return _("The action plan asks for no answers of the unit's own: there is nothing of it to follow.")
    overall = progress.overall
    counted = ", ".join(f"{overall.statuses[outcome]} {outcome_word(outcome)}" for outcome in OUTCOMES[1:])
    return _("Realised: {done} of {actions} actions, {share} of the planned effort ({others}).").format(
        done=overall.statuses["realised"], actions=overall.actions, share=share_of_effort(overall), others=counted
    )


def standing(progress: PlanProgress, ruleset: Ruleset) -> str:
    """Return where the later workbook stands."""
    status = f" ({progress.target} {status_word(progress.target_status)})" if progress.target_status else ""
    text = _("Points of the plan: {gained} of {gain}. Total now: {total}, verdict {verdict}{status}, by {assessor}.")
    if not progress.actions:
        text = _("Total now: {total}, verdict {verdict}{status}, by {assessor}.")
    return text.format(
        gained=points(progress.overall.gained.score),
        gain=points(progress.overall.gain.score),
        total=total_of(ruleset, progress.total.score),
        verdict=short_verdict(progress.verdict),
        status=status,
        assessor=assessor_word(progress.assessor),
    )


def years(progress: PlanProgress) -> Iterator[str]:
    """Yield that plan and workbook are of different years, where both say theirs."""
    planned, present = progress.plan.unit.year, progress.unit.year
    if not planned or not present or planned == present:
        return
    message = _("The plan is of {planned}, the workbook of {present}.")
    if planned > present:
        message = _("The workbook is older than the plan: of {present}, and the plan of {planned}.")
    yield message.format(planned=planned, present=present)


def sources(progress: PlanProgress) -> Iterator[str]:
    """Yield which plan was compared with which workbook."""
    made_from = f" ({_('made from the workbook')} {named(progress.plan.made_from)})" if progress.plan.made_from else ""
    yield f"{_('action plan')}: {named(progress.plan.path)}{made_from}"
    yield f"{_('workbook')}: {named(progress.source.path)}, {_('sheet')} {shown(progress.source.sheet)}"
    if (planned := progress.plan.assessor) and planned != progress.assessor:
        word = assessor_word(planned) if planned in set(Assessor) else shown(planned)  # somebody may have typed it
        yield _(
            "The plan was made from the answers of {planned}; the workbook has none, so those of {assessor} count."
        ).format(planned=word, assessor=assessor_word(progress.assessor))


def share_of_effort(tally: GroupProgress) -> str:
    """Write the part of the effort that is done, in percent."""
    return "-" if tally.share is None else str(share(tally.share.share))


def name_of(tally: GroupProgress, ruleset: Ruleset) -> str:
    """Return what the group of a tally is called."""
    return tally.name if tally.key in ruleset.roots else group_name(ruleset, tally.key)


def areas(progress: PlanProgress, ruleset: Ruleset) -> Table:
    """Return how far each working group is."""
    columns = columns_of(
        law_column("group", _("working group")),
        number_column("actions", _("actions")),
        *(number_column(outcome, outcome_word(outcome)) for outcome in OUTCOMES),
        number_column("effort", _("effort done"), priority=1),
        number_column("share", _("share"), priority=1),
        number_column("points", _("points"), priority=2),
    )
    rows = [(name_of(tally, ruleset), *_figures(tally)) for tally in progress.areas]
    total = (_("Total"), *_figures(progress.overall))
    return Table(key="areas", title=_("By working group"), columns=columns, rows=[*rows, total], detail=-1)


def _figures(tally: GroupProgress) -> Iterator[Cell]:
    yield tally.actions
    yield from (tally.statuses[outcome] for outcome in OUTCOMES)
    yield f"{as_ruled(tally.done)}/{as_ruled(tally.effort)}"
    yield None if tally.share is None else share(tally.share.share)
    yield f"{points(tally.gained.score)}/{points(tally.gain.score)}"


def _lines(progress: PlanProgress, ruleset: Ruleset) -> Iterator[Lines]:
    for tally in progress.areas:
        own = (action for action in progress.actions if action.group == tally.key)
        lines = tuple(each for action in own for each in _line(action, ruleset))
        yield Lines(key=f"group-{tally.key}", title=name_of(tally, ruleset), lines=lines)


def _line(action: ActionProgress, ruleset: Ruleset) -> Iterator[Line]:
    told = f": {action.code}  {change(ruleset, action)}"
    if action.status != "realised":
        told += f"; {_('now')} {present(action, ruleset)}"
    cell = f"  [{shown(action.cell)}]" if action.cell else ""
    yield line(_outcome(action.status), f"{told}{cell}", depth=1)
    yield line(shown(action.question), depth=2)


def _outcome(outcome: Outcome) -> Word:
    return Word(outcome_word(outcome), _TONES[outcome])


def actions(progress: PlanProgress, ruleset: Ruleset) -> Iterator[Table]:
    """Yield the actions of each group, as they stand."""
    columns = columns_of(
        "status",
        "code",
        "label",
        name_column("planned", _("planned")),
        name_column("present", _("now")),
        "cell",
        Column("reported", _("reported")),
    )
    for tally in progress.areas:
        rows = [_action(action, ruleset) for action in progress.actions if action.group == tally.key]
        yield Table(key=f"group-{tally.key}", title=name_of(tally, ruleset), columns=columns, rows=rows)


def _action(action: ActionProgress, ruleset: Ruleset) -> tuple[Cell, ...]:
    return (
        _outcome(action.status),
        action.code,
        shown(action.question),
        change(ruleset, action),
        present(action, ruleset),
        shown(action.cell or ""),
        reported(action),
    )


def present(action: ActionProgress, ruleset: Ruleset) -> str:
    """Write what stands there now; of counts, those that the plan changes."""
    now, planned = action.present, changed(action.from_, action.to)
    if isinstance(now, dict) and isinstance(planned, dict):
        now = {key: number for key, number in now.items() if key in planned}
    return entry(ruleset, action.code, now)


def reported(action: ActionProgress) -> str:
    """Return the status that people gave an action."""
    word = STATUSES[action.reported] if action.reported else ""
    return _(word) if word else ""
