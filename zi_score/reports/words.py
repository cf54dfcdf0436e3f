"""What several formats say in the same words, and the order in which they say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import RulesetReference
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, Severity, shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor, Fit
from zi_score.model.written import Tone
from zi_score.reading.rulesets import VARIABLE, is_from_environment, load_ruleset
from zi_score.reports.document import Line, Word, line

if TYPE_CHECKING:
    from zi_score.evaluation.checked import CheckedWorkbook, CheckResult

_LONGEST = 2_000
_SEVERITIES = {Severity.ERROR: marked("error"), Severity.WARNING: marked("warning"), Severity.NOTICE: marked("notice")}
_SEVERITY_TONES: dict[Severity, Tone | None] = {Severity.ERROR: "bad", Severity.WARNING: "open", Severity.NOTICE: None}
_ASSESSORS = {
    Assessor.UNIT: marked("unit (self-assessment)"),
    Assessor.TPI: marked("TPI"),
    Assessor.TPI_2: marked("TPI level 2"),
    Assessor.TPN: marked("TPN"),
}
_STATUSES = {Status.MET: marked("met"), Status.NOT_MET: marked("NOT MET"), Status.UNDETERMINED: marked("open")}
_TONES: dict[Status, Tone] = {Status.MET: "good", Status.NOT_MET: "bad", Status.UNDETERMINED: "open"}
_VERDICT_TONES: dict[str, Tone] = {"none": "bad", "undetermined": "open"}
_VERDICTS = {
    "none": marked("NOT ELIGIBLE for a predicate"),
    "undetermined": marked("UNDETERMINED: unanswered questions or unknown facts decide"),
}
_SHORT_VERDICTS = {"none": marked("none"), "undetermined": marked("open")}


def severity_word(severity: Severity) -> str:
    """Return the severity in the language in use."""
    word = _SEVERITIES[severity]
    return _(word)


def severity_cell(severity: Severity) -> Word:
    """Return the severity with what it means."""
    return Word(severity_word(severity), _SEVERITY_TONES[severity])


def assessor_word(assessor: str) -> str:
    """Return who answered, in the language in use."""
    word = _ASSESSORS[Assessor(assessor)]
    return _(word)


def verdict_sentence(verdict: str) -> str:
    """Return what the verdict says."""
    message = _VERDICTS.get(verdict, marked("ELIGIBLE for {predicate}"))
    return _(message).format(predicate=verdict)


def about_rules(*rulesets: Ruleset | RulesetReference | None) -> Iterator[Line]:
    """Yield which rulesets of somebody's own the environment named, and which no second person read."""
    references = [RulesetReference.of(each) if isinstance(each, Ruleset) else each for each in rulesets]
    for id_ in dict.fromkeys(each.id for each in references if each and is_from_environment(each.id)):
        yield line(_("{ruleset}: a ruleset from {variable}").format(ruleset=id_, variable=VARIABLE), depth=1)
    for title in dict.fromkeys(each.title for each in references if each and not each.reviewed):
        told = _("{ruleset}: these rules were not checked by a second person yet").format(ruleset=shown(title))
        yield line(Word(told, "open"), depth=1)


def short_verdict(verdict: str) -> str:
    """Return the verdict in one word."""
    return _(_SHORT_VERDICTS[verdict]) if verdict in _SHORT_VERDICTS else verdict


def status_word(status: Status) -> str:
    """Return how a side or a unit stands to a criterion or predicate."""
    word = _STATUSES[status]
    return _(word)


def status_cell(status: Status) -> Word:
    """Return how a unit stands to a criterion or predicate."""
    return Word(status_word(status), _TONES[status])


def requirement_cell(status: Status) -> Word:
    """Return how a unit stands to a requirement for being proposed; what nobody stated was not checked."""
    return Word(_("not checked"), "open") if status is Status.UNDETERMINED else status_cell(status)


def verdict_tone(verdict: str) -> Tone:
    """Return what a verdict means for the unit."""
    return _VERDICT_TONES.get(verdict, "good")


def verdict_cell(verdict: str) -> Word:
    """Return a verdict in one word."""
    return Word(short_verdict(verdict), verdict_tone(verdict))


def recognised(fits: Sequence[Fit]) -> str:
    """Say what told the regulation of a workbook, and how little it has of the others that were tried."""
    first, *others = ({**fit.model_dump(), "ruleset": load_ruleset(fit.ruleset).title} for fit in fits)
    told = _("recognised as {ruleset}: {found} of {questions} questions, weights of {agreeing} of {weights} rows agree")
    further = _("{ruleset}: {found} of {questions}")
    return "; ".join([told.format(**first), *(further.format(**other) for other in others)])


def sentence(text: str) -> str:
    """Return a text on one line and whole: long enough for any message, but not without end."""
    return shown(text, _LONGEST)


def place(finding: Finding) -> str:
    """Return where a finding stands: its code and its cell, as far as it has them."""
    return " ".join(shown(part) for part in (finding.code, finding.cell) if part)


def placed(finding: Finding) -> str:
    """Return the message behind its place."""
    return ": ".join(part for part in (place(finding), sentence(finding.message)) if part)


def counts(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity."""
    found = [finding.severity for finding in findings]
    return ", ".join(f"{found.count(severity)} {severity_word(severity)}" for severity in Severity)


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings by severity, worst first, and by name; those of one name stay in order."""
    return [findings[place] for place in ranks(findings)]


def ranks(findings: Sequence[Finding]) -> list[int]:
    """Return the places of findings in the order in which they are told."""
    order = list(Severity)
    keys = [(order.index(finding.severity), finding.name) for finding in findings]
    return sorted(range(len(keys)), key=keys.__getitem__)


def worst_first(workbooks: Iterable[CheckedWorkbook]) -> list[CheckedWorkbook]:
    """Return workbooks with the unreadable ones first, then by number of findings, worst severity first."""
    return sorted(
        workbooks, key=lambda book: (book.error is None, *(-book.count(severity) for severity in Severity), book.path)
    )


def summary(result: CheckResult) -> str:
    """Return the figures over all workbooks in one sentence."""
    figures, found = result.summary, [finding for book in result.workbooks for finding in book.findings]
    told = _("Workbooks: {workbooks}, unreadable: {unreadable}. Findings: {counts}; {ignored} ignored.").format(
        workbooks=figures.workbooks, unreadable=figures.unreadable, counts=counts(found), ignored=figures.ignored
    )
    of_form = sum(finding.of_form for finding in found)
    return f"{told} {_('Of the form itself: {count}.').format(count=of_form)}" if of_form else told
