"""What changed in a workbook from one save to the next, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import CriterionResult, is_requirement
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.scoring import QuestionNode, questions_of
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding
from zi_score.model.language import translate as _
from zi_score.model.written import margin
from zi_score.reports.answers import said
from zi_score.reports.document import Document, Line, Lines, Word, line
from zi_score.reports.documents.evaluation import kind
from zi_score.reports.figures import minimum, reached, total_of
from zi_score.reports.words import (
    about_rules,
    assessor_word,
    placed,
    requirement_cell,
    severity_word,
    status_cell,
    verdict_cell,
)

_SHOWN = 8
_FINDINGS_SHOWN = 3


def document(before: Evaluation, after: Evaluation, ruleset: Ruleset, *, at: str) -> Document:
    """Return what changed between two saves as a document.

    Args:
        before: the workbook as it was.
        after: the workbook as it is.
        ruleset: the regulation that was applied.
        at: when it was saved.

    """
    was = {assessment.assessor: assessment for assessment in before.assessments}
    heads, blocks = [], []
    for number, now in enumerate(after.assessments):
        changes = tuple(_changes(was.get(now.assessor), now, ruleset))
        if changes or number == 0:
            whose = assessor_word(now.assessor) if len(after.assessments) > 1 else ""
            heads.append(_head(f"{whose}: " if whose else "", was.get(now.assessor), now, ruleset))
            blocks.append(Lines(key=f"changes-{now.assessor}", title=whose, lines=changes, most=_SHOWN))
    found = tuple(_findings(before.findings, after.findings))
    blocks.append(Lines(key="findings", title="", lines=found, most=_FINDINGS_SHOWN))
    if not any(block.lines for block in blocks):
        blocks.append(Lines(key="nothing", title="", lines=(line(_("No answer changed."), depth=1),)))
    first, *others = heads
    return Document(
        kind=kind(ruleset),
        title=f"{at} {first.text}",
        head=(*others, *about_rules(ruleset)),
        blocks=tuple(blocks),
        names=(after.source.path, after.source.sheet),
    )


def _head(start: str, was: Assessment | None, now: Assessment, ruleset: Ruleset) -> Line:
    """Return verdict, total and unanswered questions, each as it was and as it is."""
    former = f"{verdict_cell(was.verdict).text} -> " if was and was.verdict != now.verdict else ""
    total = f"; {_('total')} {total_of(ruleset, now.total.score)}"
    if was and was.total.score != now.total.score:
        more = margin(now.total.score - was.total.score)
        between = f"{total_of(ruleset, was.total.score)} -> {total_of(ruleset, now.total.score)}"
        total = f"; {_('total')} {between} ({more})"
    left = str(now.questions - now.answered)
    if was and was.answered != now.answered:
        left = f"{was.questions - was.answered} -> {left}"
    unanswered = "" if left == "0" else f"; {_('unanswered')} {left}"
    return line(f"{start}{_('verdict')} {former}", verdict_cell(now.verdict), f"{total}{unanswered}")


def _changes(was: Assessment | None, now: Assessment, ruleset: Ruleset) -> Iterator[Line]:
    if was is None:
        told = _("These are the first answers of {assessor}.")
        yield line(told.format(assessor=assessor_word(now.assessor)), depth=1)
        return
    for old, new in zip(was.predicates, now.predicates, strict=True):
        if old.status is not new.status:
            yield _turned(new.id, status_cell(old.status), status_cell(new.status))
        for before, after in zip(old.criteria, new.criteria, strict=True):
            if before.status is not after.status:
                yield _criterion(new.id, before, after, ruleset)
    yield from (line(text, depth=1) for text in _questions(was, now))


def _turned(name: str, before: Word, after: Word, rest: str = "") -> Line:
    return line(f"{name}: {before.text} -> ", after, rest, depth=1)


def _criterion(predicate: str, before: CriterionResult, after: CriterionResult, ruleset: Ruleset) -> Line:
    """Return a criterion whose status changed, with the figures that did it."""
    figures = f" ({reached(ruleset, before)} -> {reached(ruleset, after)}, min {minimum(after)})"
    word = requirement_cell if is_requirement(after) else status_cell
    return _turned(f"{predicate} {after.label}", word(before.status), word(after.status), figures)


def _questions(was: Assessment, now: Assessment) -> Iterator[str]:
    """Yield the questions that were answered anew, with their points."""
    for old, new in zip(questions_of(was.nodes), questions_of(now.nodes), strict=True):
        if _is_other(old, new):
            yield f"{new.code}  {said(old)} -> {said(new)}  ({margin(new.score - old.score)})"


def _is_other(old: QuestionNode, new: QuestionNode) -> bool:
    """Whether something else was entered; what follows from counts is computed, and may be blank until it is."""
    if old.value != new.value or (not new.counts and old.answer != new.answer):
        return True
    known = [(old.counts[key].value, count.value) for key, count in new.counts.items() if key in old.counts]
    return any(before != after for before, after in known if None not in (before, after))


def _findings(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Line]:
    """Yield the findings that are new, and how many are gone."""
    old, new = ({(f.name, f.code, f.cell, f.assessor): f for f in findings} for findings in (before, after))
    for key, found in new.items():
        if key not in old:
            yield line(f"{_('new finding')}, {severity_word(found.severity)}: {placed(found)}", depth=1)
    if gone := len(old.keys() - new.keys()):
        yield line(_("Findings that are gone: {count}").format(count=gone), depth=1)
