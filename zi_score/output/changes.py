"""What changed in a workbook from one save to the next, in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from zi_score.assessment import Assessment
from zi_score.exact import plain, rounded
from zi_score.findings import Finding, shown
from zi_score.language import translate as _
from zi_score.output.compare.words import figure, said, signed
from zi_score.report.render.console import STYLES, WIDTH, hanging, printed, verdict_style
from zi_score.report.words import assessor_word, placed, severity_word, short_verdict, status_word
from zi_score.result import Evaluation
from zi_score.scoring import QuestionNode, questions_of
from zi_score.verdict import CriterionResult, Status

_STYLES = {Status.MET: "green", Status.NOT_MET: "bold red", Status.UNDETERMINED: "yellow"}
_SHOWN = 8
_FINDINGS_SHOWN = 3


def render(  # noqa: PLR0913 - one parameter an option of the command, and when
    before: Evaluation, after: Evaluation, *, at: str, width: int = WIDTH, color: bool = False, verbosity: int = 0
) -> str:
    """Return what changed between two saves as text.

    Args:
        before: the workbook as it was.
        after: the workbook as it is.
        at: when it was saved.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        verbosity: -1 verdict and total alone, 0 the first of many changes, 1 all of them.

    """
    was = {assessment.assessor: assessment for assessment in before.assessments}
    parts: list[RenderableType] = []
    for number, now in enumerate(after.assessments):
        changes = [] if verbosity < 0 else list(_changes(was.get(now.assessor), now, verbosity))
        if changes or number == 0:
            whose = f"{assessor_word(now.assessor)}: " if len(after.assessments) > 1 else ""
            parts += [_head(f"{at} {whose}", was.get(now.assessor), now), *changes]
    if verbosity >= 0:
        parts += _findings(before.findings, after.findings, verbosity)
        parts += [] if len(parts) > 1 else [hanging(_("No answer changed."))]
    return printed(parts, width=width, color=color, names=(after.source.path, after.source.sheet))


def _head(start: str, was: Assessment | None, now: Assessment) -> Text:
    """Return verdict, total and unanswered questions, each as it was and as it is."""
    line = Text(f"{start}{_('verdict')} ")
    if was and was.verdict != now.verdict:
        line.append(f"{short_verdict(was.verdict)} -> ")
    line.append(short_verdict(now.verdict), style=verdict_style(now.verdict))
    total = str(rounded(now.total.score))
    if was and was.total.score != now.total.score:
        total = f"{rounded(was.total.score)} -> {total} ({signed(now.total.score - was.total.score)})"
    line.append(f"; {_('total')} {total}")
    left = str(now.questions - now.answered)
    if was and was.answered != now.answered:
        left = f"{was.questions - was.answered} -> {left}"
    return line.append("" if left == "0" else f"; {_('unanswered')} {left}")


def _changes(was: Assessment | None, now: Assessment, verbosity: int) -> Iterator[RenderableType]:
    if was is None:
        yield hanging(_("These are the first answers of {assessor}.").format(assessor=assessor_word(now.assessor)))
        return
    for old, new in zip(was.predicates, now.predicates, strict=True):
        if old.status is not new.status:
            yield hanging(_turned(new.id, old.status, new.status))
        for before, after in zip(old.criteria, new.criteria, strict=True):
            if before.status is not after.status:
                yield hanging(_criterion(new.id, before, after))
    yield from _first(list(_questions(was, now)), _SHOWN, verbosity)


def _turned(name: str, before: Status, after: Status, rest: str = "") -> Text:
    line = Text(f"{name}: {status_word(before)} -> ")
    return line.append(status_word(after), style=_STYLES[after]).append(rest)


def _criterion(predicate: str, before: CriterionResult, after: CriterionResult) -> Text:
    """Return a criterion whose status changed, with the figures that did it."""
    figures = f" ({_stated(before)} -> {_stated(after)}, min {_minimum(after)})"
    return _turned(f"{predicate} {after.label}", before.status, after.status, figures)


def _stated(criterion: CriterionResult) -> str:
    if criterion.exact is None:
        return shown(criterion.stated) if criterion.stated else _("not stated")
    return figure(Fraction(criterion.exact), criterion.measure, [Fraction(criterion.minimum)])


def _minimum(criterion: CriterionResult) -> str:
    if criterion.measure == "share":
        return f"{plain(Fraction(criterion.minimum) * 100)} %"
    return criterion.asked if criterion.exact is None else figure(Fraction(criterion.minimum), criterion.measure)


def _questions(was: Assessment, now: Assessment) -> Iterator[str]:
    """Yield the questions that were answered anew, with their points."""
    for old, new in zip(questions_of(was.nodes), questions_of(now.nodes), strict=True):
        if _is_other(old, new):
            yield f"{new.code}  {said(old)} -> {said(new)}  ({signed(new.score - old.score)})"


def _is_other(old: QuestionNode, new: QuestionNode) -> bool:
    """Whether something else was entered; what follows from counts is computed, and may be blank until it is."""
    if old.value != new.value or (not new.counts and old.answer != new.answer):
        return True
    known = [(old.counts[key].value, count.value) for key, count in new.counts.items() if key in old.counts]
    return any(before != after for before, after in known if None not in (before, after))


def _findings(before: Iterable[Finding], after: Iterable[Finding], verbosity: int) -> Iterator[RenderableType]:
    """Yield the findings that are new, and how many are gone."""
    old, new = ({(f.name, f.code, f.cell, f.assessor): f for f in findings} for findings in (before, after))
    added = [_finding(finding) for key, finding in new.items() if key not in old]
    yield from _first(added, _FINDINGS_SHOWN, verbosity)
    if gone := len(old.keys() - new.keys()):
        yield hanging(_("Findings that are gone: {count}").format(count=gone))


def _finding(finding: Finding) -> Text:
    line = Text(f"{_('new finding')}, ").append(severity_word(finding.severity), style=STYLES[finding.severity])
    return line.append(f": {placed(finding)} [{finding.name}]")


def _first(lines: Sequence[Text | str], most: int, verbosity: int) -> Iterator[RenderableType]:
    """Yield the first of some lines, and how many more there are; with more verbosity all of them."""
    listed = lines if verbosity > 0 else lines[:most]
    yield from map(hanging, listed)
    if len(lines) > len(listed):
        yield hanging(_("... and {count} more (-v shows all)").format(count=len(lines) - len(listed)))
