"""The rule that a finding rests on, in the words of the ruleset in use."""

from __future__ import annotations

from collections.abc import Iterable

from zi_score.law.cited import Citation, Cited
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, catalogue


def cited(ruleset: Ruleset, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the ruleset's own citations, where they rest on it and do not say so yet, and own words."""
    return tuple(_cited(ruleset, finding).calling(ruleset.sheet_name) for finding in findings)


def citation_of(ruleset: Ruleset, name: str, code: str | None = None) -> Citation:
    """Return the rule that a finding rests on.

    That is the source of the part at issue, else what the ruleset says of such findings in
    general. Where it has no such source, the catalogue names none of its own.

    >>> from zi_score.law.load import load_ruleset
    >>> citation_of(load_ruleset(), "weight-differs", "A.I.1").text
    'PermenPANRB 90/2021, Lampiran III (Lembar Kerja Evaluasi)'
    """
    page = catalogue()[name]
    if part := _part(ruleset, page.source, code):
        return ruleset.citation(part)
    return ruleset.sources.get(page.source or "") or Citation(
        kind=page.kind, text=page.told(ruleset.sheet_name).citation
    )


def _cited(ruleset: Ruleset, finding: Finding) -> Finding:
    if "citation" in finding.details or not catalogue()[finding.name].source:
        return finding
    citation = citation_of(ruleset, finding.name, finding.code)
    return finding.model_copy(update={"details": {**finding.details, "citation": citation.text}})


def _part(ruleset: Ruleset, source: str | None, code: str | None) -> Cited | None:
    """Return what a finding of such a source is about."""
    if code is None:
        return None
    question = ruleset.questions.get(code)
    if source == "lke":
        return ruleset.nodes.get(code) or question
    if source == "form" and question and (scale := ruleset.scales[question.scale]).kind == "choice":
        return scale
    if source == "minimum":
        return next((criterion for criterion in ruleset.criteria if criterion.id == code), None)
    return ruleset.facts.get(code) if source == "requirement" else None
