"""A rekap as tables of plain texts: what its text, Markdown and HTML say in the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from zi_score.exact import plain
from zi_score.findings import Severity, named, shown
from zi_score.kawasan import Kawasan
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, without
from zi_score.output.blocks import law_column as _law
from zi_score.output.blocks import number_column as _number
from zi_score.output.figures import area_minimums, decisive, hidden, lowest, minimums, percent, signed, telling
from zi_score.rekap import BatchResult, rulesets_of
from zi_score.report.words import sentence, severity_word, short_verdict, status_word
from zi_score.result import Failure
from zi_score.ruleset import Ruleset
from zi_score.standing import Standing
from zi_score.tally import NEAR
from zi_score.verdict import CriterionResult

Minimums = Collection[Fraction]


def summary(result: BatchResult) -> str:
    """Return the figures over all workbooks in one sentence."""
    counted = result.tally
    verdicts = ", ".join(f"{count} {short_verdict(verdict)}" for verdict, count in counted.verdicts.items())
    return _("Units: {units} ({verdicts}); listed: {listed}. Unreadable: {failures}. Duplicates: {duplicates}.").format(
        units=counted.units,
        verdicts=verdicts,
        listed=len(result.units),
        failures=counted.unreadable,
        duplicates=len(result.duplicates),
    )


def name_of(standing: Standing) -> str:
    """Return what a unit is called: its name, else its file."""
    return shown(standing.unit.name) if standing.unit.name else named(standing.path)


def ranking(result: BatchResult, ruleset: Ruleset) -> Block:
    """Return the units in their order, each with what it reached and what it lacks."""
    columns = (
        _number("rank", "#"),
        Column("unit", _("unit")),
        Column("verdict", _("verdict")),
        _number("total", _("total")),
        *(_number(f"component-{code}", ruleset.nodes[code].name.lower()) for code in ruleset.roots),
        _law("area", _("lowest area")),
        _number("share", "%"),
        Column("next", _("next")),
        _number("margin", _("margin")),
        Column("criterion", _("decided by")),
        _law("label", _("decided by")),
        _number("unanswered", _("unanswered")),
        *(_number(severity.value, severity_word(severity)) for severity in Severity),
        Column("agency", _("agency")),
        Column("ruleset", _("ruleset")),
        Column("path", _("workbook")),
    )
    asked = {law.id: _asked(law) for law in rulesets_of(result, ruleset)}
    rows = []
    for rank, standing in enumerate(result.units, start=1):
        total, parts, areas = asked[standing.ruleset]
        number, share = lowest(standing)
        rows.append(
            (
                str(rank),
                name_of(standing),
                short_verdict(standing.verdict),
                str(telling(standing.total.exact, total)),
                *(str(telling(standing.components[code].exact, parts[code])) for code in ruleset.roots),
                sentence(f"{number} {standing.areas[number].name}"),
                str(percent(share, areas[number])),
                *_next(standing),
                str(len(standing.unanswered)),
                *(str(standing.count(severity)) for severity in Severity),
                shown(standing.unit.agency or ""),
                _short(standing.ruleset),
                sentence(standing.path),
            )
        )
    return _told(result, Block("ranking", _("Ranking"), columns, rows))


def _asked(ruleset: Ruleset) -> tuple[Minimums, dict[str, Minimums], dict[str, Minimums]]:
    """Return the minimums of the total, of each component and of each area."""
    parts: dict[str, Minimums] = {code: minimums(ruleset, (code,)).values() for code in ruleset.roots}
    areas: dict[str, Minimums] = {number: asked.values() for number, asked in area_minimums(ruleset).items()}
    return minimums(ruleset, ruleset.roots).values(), parts, areas


def _told(result: BatchResult, block: Block) -> Block:
    """Return a block with the column of regulations where there are several."""
    return block if result.others else without(block, {"ruleset"})


def _next(standing: Standing) -> tuple[str, str, str, str]:
    predicate = standing.next_predicate
    if predicate is None:
        return "", "", "", ""
    gap, criterion = decisive(standing, predicate)
    margin = "" if gap is None else signed(gap)
    return predicate.id, margin, *((criterion.id, sentence(criterion.label)) if criterion else ("", ""))


def sections(result: BatchResult, ruleset: Ruleset) -> Iterator[Block]:
    """Yield what the units have in common, the area, and what to look at; what is empty is left out."""
    blocks = (
        _rulesets(result),
        _verdicts(result),
        _agencies(result, ruleset),
        _criteria(result, ruleset),
        _near_misses(result),
        _low_questions(result),
        *(_kawasan(result.kawasan) if result.kawasan else ()),
        _rounding(result),
        _duplicates(result),
    )
    return (block for block in blocks if block.rows)


def failures(result: BatchResult) -> Block:
    """Return the workbooks that could not be read, why, and what to do."""
    columns = (Column("path", _("workbook")), Column("error", _("reason")), Column("tip", _("tip")))
    return Block("failures", _("Unreadable workbooks"), columns, [_failure(failed) for failed in result.failures])


def _failure(failed: Failure) -> tuple[str, ...]:
    return sentence(failed.source["path"]), reason(failed), " ".join(sentence(found.tip) for found in failed.findings)


def reason(failed: Failure) -> str:
    """Return why a workbook could not be read, in the language in use."""
    return " ".join(sentence(found.message) for found in failed.findings) or sentence(failed.error)


def _short(ruleset: str) -> str:
    """Return the id of a built-in regulation without what all of them begin with."""
    return ruleset.removeprefix("permenpanrb-")


def _rulesets(result: BatchResult) -> Block:
    """List the regulations that units follow, where there are several."""
    columns = (Column("ruleset", _("ruleset")), _law("label", _("regulation")), _number("units", _("units")))
    references = (result.ruleset, *result.others) if result.others else ()
    rows = [(_short(each.id), sentence(each.title), str(result.tally.rulesets.get(each.id, 0))) for each in references]
    about = _(
        "The units follow several regulations with other questions and minimums. Each is judged by its own; "
        "minimums in charts are those of the first."
    )
    return Block("rulesets", _("Regulations"), columns, rows, about)


def _verdicts(result: BatchResult) -> Block:
    counted = result.tally
    columns = (Column("verdict", _("verdict")), _number("units", _("units")), _number("share", "%"))
    rows = [
        (short_verdict(verdict), str(count), str(percent(Fraction(count, counted.units))))
        for verdict, count in counted.verdicts.items()
        if counted.units
    ]
    return Block("verdicts", _("Units by verdict"), columns, rows)


def _agencies(result: BatchResult, ruleset: Ruleset) -> Block:
    asked = minimums(ruleset, ruleset.roots).values()
    columns = (
        Column("agency", _("agency")),
        _number("units", _("units")),
        *(_number(verdict, short_verdict(verdict)) for verdict in result.tally.verdicts),
        _number("mean", _("mean total")),
    )
    rows = [
        (
            shown(agency.agency or _("not stated")),
            str(agency.units),
            *(str(count) for count in agency.verdicts.values()),
            str(telling(agency.mean, asked)),
        )
        for agency in result.tally.agencies
    ]
    return Block("agencies", _("Units by agency"), columns, rows)


def _criteria(result: BatchResult, ruleset: Ruleset) -> Block:
    """List criteria that decide somewhere; a requirement that nobody stated decides nothing."""
    unstated = {requirement.id for law in rulesets_of(result, ruleset) for requirement in law.requirements}
    columns = (
        Column("ruleset", _("ruleset")),
        Column("predicate", _("predicate")),
        Column("criterion", _("criterion")),
        _law("label", _("meaning")),
        _number("missed", _("missed")),
        _number("open", _("open")),
    )
    rows = [
        (
            _short(failed.ruleset),
            failed.predicate,
            failed.id,
            sentence(failed.label),
            str(failed.missed),
            str(failed.open),
        )
        for failed in result.tally.criteria
        if failed.missed or (failed.open and failed.id not in unstated)
    ]
    about = _("How many units miss a criterion, and of how many it is still open.")
    return _told(result, Block("criteria", _("Criteria that fail most often"), columns, rows, about))


def _near_misses(result: BatchResult) -> Block:
    columns = (
        Column("unit", _("unit")),
        Column("predicate", _("predicate")),
        _number("lacking", _("lacking")),
        Column("criteria", _("criteria")),
        Column("path", _("workbook")),
    )
    rows = [
        (
            shown(miss.unit) if miss.unit else named(miss.path),
            miss.predicate,
            str(abs(telling(-miss.lacking))),
            ", ".join(miss.criteria),
            sentence(miss.path),
        )
        for miss in result.tally.near_misses
    ]
    about = _("Units that lack at most {points} points in all.").format(points=plain(NEAR))
    return Block("near-misses", _("Near misses"), columns, rows, about)


def _low_questions(result: BatchResult) -> Block:
    columns = (
        Column("ruleset", _("ruleset")),
        Column("code", _("code")),
        _law("label", _("question")),
        _number("mean", "%"),
        _number("unanswered", _("unanswered")),
    )
    rows = [
        (_short(low.ruleset), low.code, sentence(low.label), str(percent(low.mean)), str(low.unanswered))
        for low in result.tally.low_questions
    ]
    about = _("Mean value of the answers, unanswered counting 0: what to train people on.")
    return _told(result, Block("questions", _("Questions that are most often low"), columns, rows, about))


def _kawasan(kawasan: Kawasan) -> Iterator[Block]:
    title = _("Area (kawasan): {name}").format(name=shown(kawasan.name))
    about = _("Verdict: {verdict}. Units: {units}.").format(verdict=short_verdict(kawasan.verdict), units=kawasan.units)
    about = " ".join([about, *(sentence(finding.message) for finding in kawasan.findings)])
    columns = (
        Column("predicate", _("predicate")),
        _law("label", _("criterion")),
        _number("minimum", "min"),
        _number("reached", _("reached")),
        _number("margin", _("margin")),
        Column("status", _("status")),
    )
    rows = [(result.id, *_judged(criterion)) for result in kawasan.predicates for criterion in result.criteria]
    yield Block("kawasan", title, columns, rows, about)
    failing = [(predicate, shown(unit)) for predicate, units in kawasan.failing.items() for unit in units]
    named = Column("predicate", _("predicate")), Column("unit", _("unit"))
    yield Block("kawasan-failing", _("Units of the area that do not meet its predicate"), named, failing)


def _judged(criterion: CriterionResult) -> tuple[str, ...]:
    reached, margin = criterion.stated or "-", "" if criterion.margin is None else f"{criterion.margin}"
    if criterion.exact is not None and criterion.gap is not None:
        reached, margin = str(telling(Fraction(criterion.exact), [Fraction(criterion.minimum)])), signed(criterion.gap)
    return sentence(criterion.label), criterion.asked, reached, margin, status_word(criterion.status)


def _rounding(result: BatchResult) -> Block:
    columns = (
        Column("unit", _("unit")),
        Column("predicate", _("predicate")),
        _law("label", _("criterion")),
        _number("exact", _("exact")),
        _number("minimum", "min"),
        Column("path", _("workbook")),
    )
    rows = [
        (name_of(standing), predicate, sentence(criterion.label), *_exact(criterion), sentence(standing.path))
        for standing in result.units
        for predicate, criterion in hidden(standing)
    ]
    about = _("With two decimals these would look met; the exact figure counts.")
    return Block("rounding", _("Rounding would hide a miss"), columns, rows, about)


def _exact(criterion: CriterionResult) -> tuple[str, str]:
    factor, unit = (100, " %") if criterion.measure == "share" else (1, "")
    figures = (plain(Fraction(number) * factor) for number in (criterion.exact or "0", criterion.minimum))
    exact, minimum = (f"{sentence(figure)}{unit}" for figure in figures)
    return exact, minimum


def _duplicates(result: BatchResult) -> Block:
    """List every file, so that none is cut off where hundreds are the same."""
    columns = (
        _number("number", "#"),
        Column("kind", _("the same")),
        Column("unit", _("unit")),
        Column("path", _("workbook")),
    )
    rows = [
        (
            str(number),
            _("content") if duplicate.kind == "content" else _("unit"),
            shown(duplicate.unit or ""),
            sentence(path),
        )
        for number, duplicate in enumerate(result.duplicates, start=1)
        for path in duplicate.paths
    ]
    return Block("duplicates", _("Handed in more than once"), columns, rows)
