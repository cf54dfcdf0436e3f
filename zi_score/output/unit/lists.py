"""What is to be worked through in a unit, and what it rests on, as tables of plain texts: losses, findings, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from zi_score.findings import Finding, Severity, catalogue, shown
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column
from zi_score.output.blocks import law_column as _law
from zi_score.output.blocks import number_column as _number
from zi_score.output.figures import telling
from zi_score.output.unit.words import answer, source_number
from zi_score.report.unit import Asked, UnitReport
from zi_score.report.words import assessor_word, ranked, sentence, severity_word
from zi_score.ruleset import Ruleset


def losses(report: UnitReport, most: int) -> Block:
    """Return the questions that leave the most points, and what the next level would bring.

    Args:
        report: the report.
        most: so many questions at most.

    """
    columns = (
        Column("code", _("code")),
        _law("label", _("question")),
        Column("answer", _("answer")),
        _number("lost", _("points lost")),
        Column("next", _("next level")),
        _number("gain", _("gain")),
    )
    rows = [_loss(asked) for asked in report.losses[:most]]
    about = _("Points are lost at {count} questions; the most are here, all of them among the questions.")
    about = about.format(count=len(report.losses)) if len(rows) < len(report.losses) else ""
    return Block("losses", _("Where most points are lost"), columns, rows, about)


def _loss(asked: Asked) -> tuple[str, ...]:
    given = asked.first
    above = asked.next_level(given)
    gain = (above.value - (given.node.value or 0)) * given.node.weight if above else Fraction(0)
    return (
        asked.question.code,
        sentence(asked.question.label),
        answer(given),
        str(telling(given.lost)),
        above.choice if above else "",
        f"{telling(gain):+}" if above else "",
    )


def unanswered(report: UnitReport) -> Block:
    """Return the questions without an answer, each with the cell where it belongs."""
    columns = (
        Column("code", _("code")),
        _law("label", _("question")),
        Column("cell", _("cell")),
        _number("lost", _("points")),
    )
    rows = [
        (
            asked.question.code,
            sentence(asked.question.label),
            shown(asked.first.node.cell or ""),
            str(telling(asked.first.lost)),
        )
        for asked in report.unanswered
    ]
    return Block("unanswered", _("Unanswered"), columns, rows)


def findings(report: UnitReport) -> Block:
    """Return the findings, worst first, each with its place, what to do, and its rule."""
    columns = (
        Column("severity", _("severity")),
        Column("finding", _("finding")),
        Column("code", _("code")),
        Column("cell", _("cell")),
        Column("message", _("message")),
        Column("tip", _("tip")),
        _law("citation", _("Source")),
    )
    rows = [
        (
            severity_word(finding.severity),
            finding.name,
            shown(finding.code or ""),
            shown(finding.cell or ""),
            sentence(finding.message),
            sentence(finding.tip),
            sentence(finding.citation),
        )
        for finding in ranked(report.findings)
    ]
    return Block("findings", _("Findings"), columns, rows)


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one name, with what they have in common; ``tip`` is None where they differ in it."""

    name: str
    severity: Severity
    title: str
    citation: str
    tip: str | None
    findings: tuple[Finding, ...]


def finding_groups(report: UnitReport) -> Iterator[FindingGroup]:
    """Yield the findings by their names, worst first."""
    for name, same in groupby(ranked(report.findings), key=lambda finding: finding.name):
        found = tuple(same)
        tips = {finding.tip for finding in found}
        yield FindingGroup(
            name=name,
            severity=found[0].severity,
            title=_(catalogue()[name].title),
            citation=found[0].citation,
            tip=found[0].tip if len(tips) == 1 else None,
            findings=found,
        )


def conventions(report: UnitReport) -> Block:
    """Return how the program acts where it had to choose."""
    columns = (_law("convention", _("convention")), Column("source", _("Source")))
    rows = [(sentence(each.text), f"[{source_number(report.ruleset, each)}]") for each in report.ruleset.conventions]
    applied = ", ".join(asked.question.code for asked in report.asked if asked.first.node.basis == "convention")
    about = _("A denominator of 0 decided by convention: {codes}.").format(codes=applied) if applied else ""
    return Block("conventions", _("Conventions applied"), columns, rows, about)


def sources(report: UnitReport) -> Block:
    """Return the numbered sources of everything in the report, each with its authority."""
    columns = (Column("number", "#"), _law("source", _("Source")), Column("kind", _("authority")))
    return Block("sources", _("Sources"), columns, list(_sources(report.ruleset)))


def _sources(ruleset: Ruleset) -> Iterator[tuple[str, str, str]]:
    for number, citation in enumerate(ruleset.sources.values(), start=1):
        yield f"[{number}]", sentence(citation.text), _(citation.kind)


def workbook(report: UnitReport) -> Block:
    """Return what was evaluated: the file, and the total that it shows itself beside the exact one."""
    source, first = report.evaluation.source, report.first
    rows = [
        (_("workbook"), shown(source.path)),
        (_("sheet"), f"{shown(source.sheet)} ({source.layout})"),
        (_("assessor"), assessor_word(first.assessor)),
        (_("ruleset"), report.ruleset.title),
        (_("total"), f"{telling(first.total.score)} ({_('exact')} {first.total.score})"),
    ]
    if shown_total := first.workbook_total:
        rows.append((_("total shown by the workbook"), f"{telling(shown_total.score)} ({shown(shown_total.cell)})"))
    columns = (Column("fact", _("workbook")), Column("value", _("stated")))
    return Block("workbook", _("The workbook"), columns, rows)
