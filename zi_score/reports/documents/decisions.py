"""What each step of a comparison changed, and which answers decide, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from zi_score.comparison.figures import Amount
from zi_score.comparison.model import Change, Comparison, SideStep
from zi_score.comparison.outcome import CriterionChange, CriterionState, PredicateChange, is_worse
from zi_score.evaluation.criterion import Status
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import least, localised, margin
from zi_score.reports.document import Line, Lines, line
from zi_score.reports.documents.sides import step_name
from zi_score.reports.figures import fact_as_told, measured
from zi_score.reports.words import requirement_cell, sentence, short_verdict, status_cell, status_word

_CODES_SHOWN = 5
_CHANGES: tuple[tuple[Change, str], ...] = (
    ("raised", marked("{count} raised ({points})")),
    ("lowered", marked("{count} lowered ({points})")),
    ("answered", marked("{count} newly answered ({points})")),
    ("unanswered", marked("{count} without an answer any more ({points})")),
)
_AMOUNTS = {"raised": "gained", "lowered": "lost", "answered": "new", "unanswered": "missing"}


def step_line(result: Comparison, step: SideStep) -> str:
    """Return how many answers changed in a step, and by how many points; the verdict before and after."""
    told = [
        _(message).format(count=step.changes[change], points=margin(amount_of(step, change).score))
        for change, message in _CHANGES
        if step.changes[change]
    ]
    told.append(_("{count} the same").format(count=step.changes["same"]))
    before, after = (short_verdict(result.sides[key].verdict) for key in (step.from_, step.to))
    return _("{step}: verdict {before} -> {after}; {changes}.").format(
        step=step_name(result, step), before=before, after=after, changes=", ".join(told)
    )


def amount_of(step: SideStep, change: Change) -> Amount:
    """Return the points of the answers that changed in this way."""
    amount: Amount = getattr(step, _AMOUNTS[change])
    return amount


def decisions(result: Comparison, ruleset: Ruleset, explained: Collection[SideStep] | None = None) -> Lines:
    """Return what each step changed, and of these steps, or all, which answers decide over predicates and criteria."""
    return Lines(
        key="decisions",
        title=_("What changed, and what decides"),
        about=_("An answer is put back when it is again as on the side before."),
        lines=tuple(_steps(result, ruleset, explained)),
        detail=-1,
    )


def _steps(result: Comparison, ruleset: Ruleset, explained: Collection[SideStep] | None) -> Iterator[Line]:
    for step in result.steps:
        yield line(step_line(result, step))
        if explained is None or step in explained:
            for predicate in step.predicates:
                yield from _predicate(predicate, ruleset)


def _predicate(change: PredicateChange, ruleset: Ruleset) -> Iterator[Line]:
    before, after = status_word(change.before), status_word(change.after)
    if change.before is change.after:
        message = _("{predicate} stays {status}; criteria that changed:")
    else:
        message = _("{predicate}: {before} -> {after}")
    yield line(message.format(predicate=change.id, status=after, before=before, after=after), depth=1)
    for criterion in change.criteria:
        yield from _criterion(criterion, ruleset)
    if change.undo and change.if_undone is not None:
        yield line(_joint(change, change.if_undone), depth=2)


def _joint(change: PredicateChange, if_undone: Status) -> str:
    codes, status = _listed(change.undo), status_word(if_undone)
    if not change.is_undone:
        message = _(
            "{predicate} would be {status} with these answers put back: {codes}; facts or other answers decide too."
        )
    elif len(change.undo) == 1:
        message = _("{predicate} would be {status} with this answer put back: {codes}.")
    else:
        message = _("{predicate} would be {status} with these answers put back: {codes}; none can be left out.")
    return message.format(predicate=change.id, status=status, codes=codes)


def _criterion(change: CriterionChange, ruleset: Ruleset) -> Iterator[Line]:
    message = _("{label}: {reached} -> {now}, minimum {minimum}: {before} -> {after}")
    told = message.format(
        label=sentence(change.label),
        reached=_reached(change, change.before, ruleset),
        now=_reached(change, change.after, ruleset),
        minimum=localised(change.minimum)
        if change.after.exact is None
        else least(change.measure, Fraction(change.minimum)),
        before=_status(change, change.before),
        after=_status(change, change.after),
    )
    yield line(told, depth=2)
    if change.after.exact is None and not change.questions:
        yield line(_("A fact decides, no answer."), depth=3)
        return
    questions = _listed([f"{each.code} {margin(each.score)}" for each in change.questions])
    yield line(_("decided by {questions}").format(questions=questions), depth=3)
    if change.if_undone:
        yield line(_undo(change, change.if_undone, ruleset), depth=3)


def _status(change: CriterionChange, state: CriterionState) -> str:
    """Return how a side stands to a criterion, in the words that its evaluation has for it."""
    return (requirement_cell if change.is_requirement else status_cell)(state.status).text


def _undo(change: CriterionChange, if_undone: CriterionState, ruleset: Ruleset) -> str:
    """Return whether one answer decides alone, or how many it takes, and what is then."""
    alone = [question.code for question in change.questions if question.alone]
    is_loss = is_worse(change.before.status, change.after.status)
    if len(alone) == 1:
        message = (
            _("{codes} alone, put back, restores it: {then}")
            if is_loss
            else _("it rests on {codes}; with that put back: {then}")
        )
    elif alone:
        message = (
            _("each of these alone, put back, restores it: {codes}; with {first}: {then}")
            if is_loss
            else _("it rests on each of these: {codes}; with {first} put back: {then}")
        )
    else:
        message = (
            _("it takes {count} answers put back to restore it, for example {codes}: {then}")
            if is_loss
            else _("it rests on no single answer; with {count} put back, for example {codes}: {then}")
        )
    return message.format(
        codes=_listed(alone or change.undo),
        first=change.undo[0],
        count=len(change.undo),
        then=f"{_reached(change, if_undone, ruleset)}, {_status(change, if_undone)}",
    )


def _listed(codes: Sequence[str]) -> str:
    """Return the first codes, and how many more there are."""
    left_out = len(codes) - _CODES_SHOWN
    more = [_("and {count} more").format(count=left_out)] if left_out > 0 else []
    return ", ".join([*codes[:_CODES_SHOWN], *more])


def _reached(change: CriterionChange, state: CriterionState, ruleset: Ruleset) -> str:
    if state.exact is None:
        return fact_as_told(state.reached, change.minimum) or _("not stated")
    return str(measured(ruleset, change.id, change.measure, Fraction(state.exact)))
