"""What became of an action plan, as tables of plain texts and sentences, the same in text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.exact import plain, rounded
from zi_score.findings import named, shown
from zi_score.improve.form import STATUSES, changed
from zi_score.improve.outcome import OUTCOMES, ActionProgress, Outcome, Progress, Tally
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, law_column, number_column
from zi_score.output.plan.words import change, entry, group_name
from zi_score.report.words import assessor_word, short_verdict, status_word
from zi_score.ruleset import Ruleset

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


def unit_line(progress: Progress) -> str:
    """Return whose plan it is, and for what."""
    unit = progress.unit
    target = f"{_('target')} {progress.target}" if progress.target else None
    return " | ".join(shown(word) for word in (unit.name, unit.agency, unit.year, target) if word)


def headline(progress: Progress) -> str:
    """Return how much of the plan is realised."""
    if progress.is_of_another_unit:
        return _("The action plan is of another unit: nothing of it is counted.")
    overall = progress.overall
    counted = ", ".join(f"{overall.statuses[outcome]} {outcome_word(outcome)}" for outcome in OUTCOMES[1:])
    return _("Realised: {done} of {actions} actions, {share} of the planned effort ({others}).").format(
        done=overall.statuses["realised"], actions=overall.actions, share=share_of_effort(overall), others=counted
    )


def standing(progress: Progress) -> str:
    """Return where the later workbook stands."""
    status = f" ({progress.target} {status_word(progress.target_status)})" if progress.target_status else ""
    text = _("Points of the plan: {gained} of {gain}. Total now: {total}, verdict {verdict}{status}, by {assessor}.")
    if progress.is_of_another_unit:
        text = _("Total now: {total}, verdict {verdict}, by {assessor}.")
    return text.format(
        gained=rounded(progress.overall.gained.score),
        gain=rounded(progress.overall.gain.score),
        total=rounded(progress.total.score),
        verdict=short_verdict(progress.verdict),
        status=status,
        assessor=assessor_word(progress.assessor),
    )


def sources(progress: Progress) -> Iterator[str]:
    """Yield which plan was compared with which workbook."""
    made_from = f" ({_('made from the workbook')} {named(progress.plan.made_from)})" if progress.plan.made_from else ""
    yield f"{_('action plan')}: {named(progress.plan.path)}{made_from}"
    yield f"{_('workbook')}: {named(progress.source.path)}, {_('sheet')} {shown(progress.source.sheet)}"
    if progress.plan.assessor and progress.plan.assessor != progress.assessor:
        yield _(
            "The plan was made from the answers of {planned}; the workbook has none, so those of {assessor} count."
        ).format(planned=shown(progress.plan.assessor), assessor=assessor_word(progress.assessor))


def share_of_effort(tally: Tally) -> str:
    """Write the part of the effort that is done, in percent."""
    return "-" if tally.share is None else f"{rounded(tally.share.share * 100)} %"


def name_of(tally: Tally, ruleset: Ruleset) -> str:
    """Return what the group of a tally is called."""
    return tally.name if tally.key in ruleset.roots else group_name(ruleset, tally.key)


def areas(progress: Progress, ruleset: Ruleset, *, short: bool = False) -> Block:
    """Return how far each working group is; short, by its number alone."""
    columns = (
        law_column("group", _("working group")),
        number_column("actions", _("actions")),
        *(number_column(outcome, outcome_word(outcome)) for outcome in OUTCOMES),
        number_column("effort", _("effort done")),
        number_column("share", "%"),
        number_column("points", _("points")),
    )
    names = (
        tally.key if short and tally.key not in ruleset.roots else name_of(tally, ruleset) for tally in progress.areas
    )
    rows = [(name, *_figures(tally)) for name, tally in zip(names, progress.areas, strict=True)]
    return Block("areas", _("By working group"), columns, [*rows, (_("Total"), *_figures(progress.overall))])


def _figures(tally: Tally) -> Iterator[str]:
    yield str(tally.actions)
    yield from (str(tally.statuses[outcome]) for outcome in OUTCOMES)
    yield f"{plain(tally.done)}/{plain(tally.effort)}"
    yield share_of_effort(tally).removesuffix(" %")
    yield f"{rounded(tally.gained.score)}/{rounded(tally.gain.score)}"


def actions(progress: Progress, ruleset: Ruleset) -> Iterator[Block]:
    """Yield the actions of each group, as they stand."""
    columns = (
        Column("status", _("status")),
        Column("code", _("code")),
        law_column("question", _("question")),
        Column("planned", _("planned")),
        Column("present", _("now")),
        Column("cell", _("cell")),
        Column("reported", _("reported")),
    )
    for tally in progress.areas:
        rows = [_action(action, ruleset) for action in progress.actions if action.group == tally.key]
        yield Block(f"group-{tally.key}", name_of(tally, ruleset), columns, rows)


def _action(action: ActionProgress, ruleset: Ruleset) -> tuple[str, ...]:
    return (
        outcome_word(action.status),
        action.code,
        action.question,
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
