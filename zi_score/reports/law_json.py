"""A ruleset, a part of it, or the catalogue of findings as JSON: for programs that show the law beside a result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from zi_score import __version__
from zi_score.evaluation.checks.citations import citation_of
from zi_score.law.cited import Cited
from zi_score.law.load import DEFAULT_RULESET
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import catalogue, example_of


def ruleset(law: Ruleset) -> str:
    """Return a whole ruleset, every part with the citation of its source."""
    return _json({"ruleset": _told(law, law)})


def part(law: Ruleset, code: str) -> str | None:
    """Return what a ruleset has under a code of its tree, minimums, requirements or facts; None if there is nothing."""
    found: dict[str, dict[str, Any]] = {}
    for kind, parts in _parts(law):
        if code in parts:
            found[kind] = _told(law, parts[code])
    sources = [{"citation": citation.text, "kind": citation.kind} for citation in law.sources_of(code)]
    about = {"ruleset": {"id": law.id, "title": law.title}, "code": code, "sources": sources}
    return _json({**about, **found}) if found else None


def finding(law: Ruleset, name: str) -> str:
    """Return the page of a finding, in the language in use; ``{detail}`` is what a workbook fills in."""
    return _json(_page(law, name))


def findings(law: Ruleset) -> str:
    """Return the pages of all findings."""
    return _json({"findings": [_page(law, name) for name in catalogue()]})


def _parts(law: Ruleset) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "section", {each.code: each for each in law.sections}
    yield "indicator", {each.code: each for each in law.indicators}
    yield "question", law.questions
    yield "criterion", {each.id: each for each in law.criteria}
    yield "requirement", {each.id: each for each in law.requirements}
    yield "fact", law.facts


def _page(law: Ruleset, name: str) -> dict[str, Any]:
    page, citation = catalogue()[name].told(law.sheet_name), citation_of(law, name)
    texts = {
        "title": page.title,
        "message": page.message,
        "why": page.why,
        "tip": page.tip,
        "example": example_of(page, is_of_form=law.id == DEFAULT_RULESET),
    }
    severities = {"severity": page.severity, "severities": page.severities}
    return {"name": name, **severities, **texts, "citation": citation.text, "kind": citation.kind}


def _told(law: Ruleset, value: object) -> Any:  # noqa: ANN401 - what JSON has
    """Return a part of the law as JSON has it: exact numbers as texts, and beside each source its citation."""
    if isinstance(value, Fraction | Decimal):
        return plain(Fraction(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _told(law, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(law, each) for each in value]
    if isinstance(value, BaseModel):
        told = {name: _told(law, getattr(value, name)) for name in type(value).model_fields}
        if isinstance(value, Cited):
            citation = law.citation(value)
            told |= {"citation": citation.text, "kind_of_source": citation.kind}
        return told
    return value


def _json(content: Mapping[str, Any]) -> str:
    whole = {"schema_version": 1, "program_version": __version__, **content}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
