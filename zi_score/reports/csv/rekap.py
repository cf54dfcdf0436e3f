"""A rekap as rows for CSV: a line for every workbook; verdicts and statuses are the same in every language.

Figures have two decimals, and more where these would hide a miss; shares are between 0 and 1, with four.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zi_score.evaluation.result import Failure
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import Severity
from zi_score.model.written import telling
from zi_score.rekap.ranking import BatchResult, rulesets_of
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.csv import writer as csv
from zi_score.reports.csv.writer import quoted
from zi_score.reports.documents.rekap import reason
from zi_score.reports.figures import area_minimums, minimums

FAILED, NOT_RECEIVED = "failed", "not-received"
"""What stands as the verdict of a workbook that could not be read, and of a unit that has none."""


def render(result: BatchResult, ruleset: Ruleset) -> str:
    """Return a rekap as CSV: the units in their order, then what could not be read, is missing, or is no workbook."""
    absent = {each.path for each in result.not_received if each.path}
    failed = (each for each in result.failures if each.source["path"] not in absent)
    rows = (*_units(result, ruleset), *map(_failure, failed), *_beside(result))
    return csv.render(_columns(ruleset), rows)


def _columns(ruleset: Ruleset) -> list[str]:
    return [
        *("rank", "path", "unit", "agency", "year", "target", "assessor", "verdict", "total", "total_exact"),
        *(f"component_{code}" for code in ruleset.roots),
        *(f"area_{area.number}_{what}" for area in ruleset.areas for what in ("score", "share")),
        *(f"{predicate.lower()}_{what}" for predicate in ruleset.predicates for what in _PREDICATE),
        *("unanswered", *(severity.value for severity in Severity), "failure", "ruleset"),
        *("group", "proposed_for", "requirements", "requirements_met", "requirements_missed", "requirements_unchecked"),
        *("waived", "superseded_by"),
    ]


_PREDICATE = ("status", "margin", "margin_criterion")


def _units(result: BatchResult, ruleset: Ruleset) -> Iterator[dict[str, object]]:
    laws = rulesets_of(result, ruleset)
    totals = {law.id: minimums(law, law.roots).values() for law in laws}
    parts = {law.id: {code: minimums(law, (code,)).values() for code in law.roots} for law in laws}
    shares = {law.id: area_minimums(law) for law in laws}
    for rank, standing in enumerate(result.units, start=1):
        components = parts[standing.ruleset]
        yield {
            "rank": rank,
            **_identity(standing),
            "total": telling(standing.total.exact, totals[standing.ruleset]),
            "total_exact": plain(standing.total.exact),
            **{f"component_{code}": telling(standing.components[code].exact, components[code]) for code in components},
            **dict(_areas(standing, shares[standing.ruleset])),
            **dict(_predicates(standing)),
            "unanswered": len(standing.unanswered),
            **{severity.value: standing.count(severity) for severity in Severity},
            "ruleset": standing.ruleset,
            **_proposal(standing),
        }


def _identity(standing: UnitLine) -> dict[str, object]:
    unit = standing.unit
    return {
        "path": quoted(standing.path),
        "unit": quoted(unit.name),
        "agency": quoted(unit.agency),
        "year": unit.year,
        "target": quoted(unit.target),
        "assessor": standing.assessor.value,
        "verdict": standing.verdict,
    }


def _proposal(standing: UnitLine) -> dict[str, object]:
    proposal = standing.proposal
    return {
        "group": proposal.group.value,
        "proposed_for": proposal.predicate,
        "requirements": proposal.requirements,
        "requirements_met": proposal.met,
        "requirements_missed": " ".join(proposal.missed),
        "requirements_unchecked": " ".join(proposal.unchecked),
        "waived": "yes" if proposal.waived else "no",
        "superseded_by": quoted(standing.superseded_by),
    }


def _areas(standing: UnitLine, shares: dict[str, dict[str, Fraction]]) -> Iterator[tuple[str, object]]:
    for number, area in standing.areas.items():
        asked = shares[number].values()
        yield f"area_{number}_score", telling(area.exact, [share * area.weight for share in asked])
        yield f"area_{number}_share", telling(area.ratio, asked, 4)


def _predicates(standing: UnitLine) -> Iterator[tuple[str, object]]:
    for predicate in standing.predicates:
        name = predicate.id.lower()
        yield f"{name}_status", predicate.status.value
        if found := standing.margin(predicate):
            yield f"{name}_margin", telling(found[0])
            yield f"{name}_margin_criterion", found[1].id


def _failure(failed: Failure) -> dict[str, object]:
    return {"path": quoted(failed.source["path"]), "verdict": FAILED, "failure": quoted(reason(failed))}


def _beside(result: BatchResult) -> Iterator[dict[str, object]]:
    """Yield a line for every unit that has not handed in, and for every file that is no workbook."""
    for unit in result.not_received:
        identity = {"unit": quoted(unit.unit), "agency": quoted(unit.agency), "target": quoted(unit.target)}
        yield {"path": quoted(unit.path), **identity, "verdict": NOT_RECEIVED}
    for file in result.other_files:
        yield {"path": quoted(file.path), "verdict": file.kind}
