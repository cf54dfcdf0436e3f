"""What each step of a comparison changed, and which answers decide, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from zi_score.comparison.figures import Amount
from zi_score.comparison.model import Change, Comparison, Step
from zi_score.comparison.outcome import CriterionChange, PredicateChange, State, is_worse
from zi_score.exact import plain
from zi_score.findings import shown
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.output.compare.words import figure, signed, step_name
from zi_score.output.figures import telling
from zi_score.report.words import sentence, short_verdict, status_word
from zi_score.verdict import Status

_CODES_SHOWN = 5
_CHANGES: tuple[tuple[Change, str], ...] = (
    ("raised", marked("{count} raised ({points})")),
    ("lowered", marked("{count} lowered ({points})")),
    ("answered", marked("{count} newly answered ({points})")),
    ("unanswered", marked("{count} without an answer any more ({points})")),
)
_AMOUNTS = {"raised": "gained", "lowered": "lost", "answered": "new", "unanswered": "missing"}


class Line(NamedTuple):
    """A sentence, and how deep it stands."""

    depth: int
    text: str


def step_line(result: Comparison, step: Step) -> str:
    """Return how many answers changed in a step, and by how many points; the verdict before and after."""
    told = [
        _(message).format(count=step.changes[change], points=signed(amount_of(step, change).score))
        for change, message in _CHANGES
        if step.changes[change]
    ]
    told.append(_("{count} the same").format(count=step.changes["same"]))
    before, after = (short_verdict(result.sides[key].verdict) for key in (step.from_, step.to))
    return _("{step}: verdict {before} -> {after}; {changes}.").format(
        step=step_name(result, step), before=before, after=after, changes=", ".join(told)
    )


def amount_of(step: Step, change: Change) -> Amount:
    """Return the points of the answers that changed in this way."""
    amount: Amount = getattr(step, _AMOUNTS[change])
    return amount


def decisions(result: Comparison, explained: Collection[Step] | None = None) -> Iterator[Line]:
    """Yield what each step changed, and of these steps, or all, which answers decide over predicates and criteria."""
    for step in result.steps:
        yield Line(0, step_line(result, step))
        if explained is None or step in explained:
            for predicate in step.predicates:
                yield from _predicate(predicate)


def put_back_line() -> str:
    """Return what it means that an answer is put back."""
    return _("An answer is put back when it is again as on the side before.")


def _predicate(change: PredicateChange) -> Iterator[Line]:
    before, after = status_word(change.before), status_word(change.after)
    if change.before is change.after:
        yield Line(1, _("{predicate} stays {status}; criteria that changed:").format(predicate=change.id, status=after))
    else:
        yield Line(1, _("{predicate}: {before} -> {after}").format(predicate=change.id, before=before, after=after))
    for criterion in change.criteria:
        yield from _criterion(criterion)
    if change.undo and change.if_undone is not None:
        yield Line(2, _joint(change, change.if_undone))


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


def _criterion(change: CriterionChange) -> Iterator[Line]:
    message = _("{label}: {reached} -> {now}, minimum {minimum}: {before} -> {after}")
    yield Line(
        2,
        message.format(
            label=sentence(change.label),
            reached=reached(change, change.before),
            now=reached(change, change.after),
            minimum=minimum(change),
            before=status_word(change.before.status),
            after=status_word(change.after.status),
        ),
    )
    if change.after.exact is None:
        yield Line(3, _("A fact decides, no answer."))
        return
    yield Line(
        3,
        _("decided by {questions}").format(
            questions=_listed([f"{each.code} {signed(each.score)}" for each in change.questions])
        ),
    )
    if change.if_undone:
        yield Line(3, _undo(change, change.if_undone))


def _undo(change: CriterionChange, if_undone: State) -> str:
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
        then=f"{reached(change, if_undone)}, {status_word(if_undone.status)}",
    )


def _listed(codes: Sequence[str]) -> str:
    """Return the first codes, and how many more there are."""
    left_out = len(codes) - _CODES_SHOWN
    more = [_("and {count} more").format(count=left_out)] if left_out > 0 else []
    return ", ".join([*codes[:_CODES_SHOWN], *more])


def reached(change: CriterionChange, state: State) -> str:
    """Write what a side reached of a criterion, so that a miss does not look like a hit."""
    if state.exact is None:
        return shown(state.reached) if state.reached else _("not stated")
    return figure(Fraction(state.exact), change.measure, [Fraction(change.minimum)])


def minimum(change: CriterionChange) -> str:
    """Write the minimum of a criterion."""
    if change.after.exact is None:
        return change.minimum
    number = Fraction(change.minimum)
    return f"{plain(number * 100)} %" if change.measure == "share" else str(telling(number))
