"""A batch as a document: the sum, the ranking, what the units have in common, the area, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import Failure
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, margin, share
from zi_score.rekap.ranking import BatchResult, rulesets_of
from zi_score.rekap.summary import NEAR
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Findings,
    Format,
    Line,
    Table,
    file_column,
    law_column,
    line,
    name_column,
    number_column,
)
from zi_score.reports.documents import beside, ranking
from zi_score.reports.documents.evaluation import deeper
from zi_score.reports.documents.kawasan import tables
from zi_score.reports.documents.proposal import summary_lines
from zi_score.reports.documents.spread import areas, totals
from zi_score.reports.figures import minimum, reached, total_of
from zi_score.reports.words import about_rules, sentence, short_verdict, verdict_cell

_ROWS_SHOWN = 10
_FAILURES_SHOWN = 20


def document(result: BatchResult, ruleset: Ruleset, form: Format, pages: Mapping[str, str] | None = None) -> Document:
    """Return a batch as a document.

    Args:
        result: the batch.
        ruleset: the regulation that was applied; of several the one whose minimums charts show.
        form: the format; a workbook has a sheet more for every criterion, area, question and finding.
        pages: addresses of the pages of units, by the paths of their workbooks.

    """
    ranked: list[Block] = [*ranking.rankings(result, ruleset, form, pages)]
    blocks = [*ranked, *beside.blocks(result), *_failures(result, form), *_charts(result, ruleset)]
    blocks += _common(result, ruleset)
    if form == "xlsx":
        further = ranking.criteria(result, ruleset), ranking.areas(result, ruleset)
        blocks[1:1] = [*further, ranking.unanswered(result, ruleset), ranking.findings(result)]
    instruments = dict.fromkeys(sentence(each.called) for each in rulesets_of(result, ruleset))
    kind = _("{instrument}: ranking of units").format(instrument=", ".join(instruments))
    return Document(
        kind=kind,
        title=kind,
        subtitle=tuple(each.title for each in (result.ruleset, *result.others)),
        head=tuple(_head(result)),
        blocks=tuple(blocks),
        names=(
            *(unit.path for unit in result.units),
            *(failed.source["path"] for failed in result.failures),
            *beside.names(result),
        ),
    )


def _head(result: BatchResult) -> Iterator[Line]:
    counted = result.tally
    yield from summary_lines(result)
    verdicts = ", ".join(f"{count} {short_verdict(verdict)}" for verdict, count in counted.verdicts.items())
    told = _("Units: {units} ({verdicts}); listed: {listed}. Unreadable: {failures}. Duplicates: {duplicates}.")
    yield line(
        told.format(
            units=counted.units,
            verdicts=verdicts,
            listed=len(result.units),
            failures=counted.unreadable - len(beside.accounted(result)),
            duplicates=len(result.duplicates),
        )
    )
    if replaced := counted.units - sum(counted.proposals.values()):
        told = _("Replaced by another workbook of the same unit, and in no group: {count}.")
        yield line(told.format(count=replaced), depth=1)
    yield from beside.lines(result)
    if result.others:
        several = _(
            "The units follow several regulations with other questions and minimums. Each is judged by its own; "
            "minimums in charts are those of the first."
        )
        yield line(several, depth=1)
    yield from about_rules(result.ruleset, *result.others)
    if result.units:
        yield line(deeper(), depth=1)


def _charts(result: BatchResult, ruleset: Ruleset) -> Iterator[Table]:
    if result.units:
        yield totals(result, ruleset)
        yield areas(result, ruleset)


def _failures(result: BatchResult, form: Format) -> Iterator[Block]:
    """Yield the files that could not be read, why, and what to do."""
    accounted = beside.accounted(result)
    failures = [failed for failed in result.failures if failed.source["path"] not in accounted]
    found = tuple(finding for failed in failures for finding in failed.findings)
    title = _("Unreadable workbooks")
    if form == "text" and len(found) >= len(failures):
        yield Findings(key="failures", title=title, findings=found, most=_FAILURES_SHOWN)
        return
    columns = columns_of("path", name_column("error", _("reason")), "tip")
    rows = [
        (named(each.source["path"]), reason(each), " ".join(sentence(found.tip) for found in each.findings))
        for each in failures
    ]
    yield Table(key="failures", title=title, columns=columns, rows=rows, sheet=True)


def reason(failed: Failure) -> str:
    """Return why a workbook could not be read, in the language in use."""
    return " ".join(sentence(found.message) for found in failed.findings) or sentence(failed.error)


def _common(result: BatchResult, ruleset: Ruleset) -> Iterator[Block]:
    yield _rulesets(result)
    yield _verdicts(result)
    yield _agencies(result, ruleset)
    yield _criteria(result, ruleset)
    yield _near_misses(result, ruleset)
    yield _low_questions(result)
    if result.kawasan:
        yield from tables(result.kawasan, ruleset, unread=result.tally.unreadable - len(beside.accounted(result)))
    yield _rounding(result, ruleset)
    yield _duplicates(result)


def _rulesets(result: BatchResult) -> Table:
    """List the regulations that units follow, where there are several."""
    columns = columns_of(law_column("label", _("regulation")), "units")
    references = (result.ruleset, *result.others) if result.others else ()
    rows = [(sentence(each.title), result.tally.rulesets.get(each.id, 0)) for each in references]
    return Table(key="rulesets", title=_("Regulations"), columns=columns, rows=rows)


def _verdicts(result: BatchResult) -> Table:
    counted = result.tally
    columns = columns_of("verdict", "units", "share")
    rows = [
        (verdict_cell(verdict), count, share(Fraction(count, counted.units)))
        for verdict, count in counted.verdicts.items()
        if counted.units
    ]
    return Table(key="verdicts", title=_("Units by verdict"), columns=columns, rows=rows)


def _agencies(result: BatchResult, ruleset: Ruleset) -> Table:
    columns = columns_of(
        "agency",
        "units",
        *(number_column(verdict, short_verdict(verdict)) for verdict in result.tally.verdicts),
        number_column("mean", _("mean total")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            shown(agency.agency or _("not stated")),
            agency.units,
            *agency.verdicts.values(),
            total_of(ruleset, agency.mean),
        )
        for agency in result.tally.agencies
    ]
    return Table(key="agencies", title=_("Units by agency"), columns=columns, rows=rows, most=_ROWS_SHOWN)


def _law(result: BatchResult) -> tuple[Column, ...]:
    """Return the column that names the regulation, where there are several."""
    return columns_of("ruleset") if result.others else ()


def _title(result: BatchResult, ruleset: str) -> tuple[Cell, ...]:
    return (sentence(ranking.short_name(result, ruleset)),) if result.others else ()


def _criteria(result: BatchResult, ruleset: Ruleset) -> Table:
    """List criteria that decide somewhere; a requirement that nobody stated decides nothing."""
    unstated = {requirement.id for law in rulesets_of(result, ruleset) for requirement in law.requirements}
    columns = columns_of(
        *_law(result),
        "predicate",
        law_column("label", _("criterion")),
        number_column("missed", _("missed")),
        number_column("open", _("open")),
    )
    rows = [
        (*_title(result, failed.ruleset), failed.predicate, sentence(failed.label), failed.missed, failed.open)
        for failed in result.tally.criteria
        if failed.missed or (failed.open and failed.id not in unstated)
    ]
    return Table(
        key="criteria",
        title=_("Criteria that fail most often"),
        about=_("How many units miss a criterion, and of how many it is still open."),
        columns=columns,
        rows=rows,
        most=_ROWS_SHOWN,
    )


def _near_misses(result: BatchResult, ruleset: Ruleset) -> Table:
    labels = {law.id: {each.id: each.label for each in law.criteria} for law in rulesets_of(result, ruleset)}
    columns = columns_of("unit", "predicate", "margin", "criteria", file_column("path", _("workbook"), priority=1))
    rows = [
        (
            shown(miss.unit) if miss.unit else named(miss.path),
            miss.predicate,
            margin(-miss.lacking),
            sentence("; ".join(labels[miss.ruleset].get(each, each) for each in miss.criteria)),
            named(miss.path),
        )
        for miss in result.tally.near_misses
    ]
    about = _("Units that lack at most {points} points in all.").format(points=as_ruled(NEAR))
    return Table(key="near-misses", title=_("Near misses"), about=about, columns=columns, rows=rows, most=_ROWS_SHOWN)


def _low_questions(result: BatchResult) -> Table:
    columns = columns_of(*_law(result), "code", "label", "mean", "unanswered")
    rows = [
        (*_title(result, low.ruleset), low.code, sentence(low.label), share(low.mean), low.unanswered)
        for low in result.tally.low_questions
    ]
    return Table(
        key="questions",
        title=_("Questions that are most often low"),
        about=_("Mean value of the answers, unanswered counting 0: what to train people on."),
        columns=columns,
        rows=rows,
        most=_ROWS_SHOWN,
    )


def _rounding(result: BatchResult, ruleset: Ruleset) -> Table:
    columns = columns_of(
        "unit",
        "predicate",
        law_column("label", _("criterion")),
        number_column("shown", _("reached")),
        "exact",
        number_column("minimum", "min"),
        file_column("path", _("workbook"), priority=1),
    )
    rows = [
        (
            ranking.name_of(standing),
            predicate.id,
            sentence(criterion.label),
            reached(standing.law(ruleset), criterion),
            criterion.exact,
            minimum(criterion),
            named(standing.path),
        )
        for standing in result.units
        for predicate in standing.predicates
        for criterion in predicate.criteria
        if criterion.status is not Status.MET and criterion.hides_a_miss
    ]
    return Table(
        key="rounding",
        title=_("Rounding would hide a miss"),
        about=_("With two decimals these would look met; the exact figure counts."),
        columns=columns,
        rows=rows,
        most=_ROWS_SHOWN,
    )


def _duplicates(result: BatchResult) -> Table:
    """List every file, so that none is cut off where hundreds are the same."""
    columns = columns_of(number_column("number", "#"), Column("kind", _("the same")), "unit", "path")
    kinds = {"content": _("content"), "unit": _("unit")}
    rows = [
        (number, kinds[duplicate.kind], shown(duplicate.unit or ""), named(path))
        for number, duplicate in enumerate(result.duplicates, start=1)
        for path in duplicate.paths
    ]
    return Table(
        key="duplicates", title=_("Handed in more than once"), columns=columns, rows=rows, most=_ROWS_SHOWN, sheet=True
    )
