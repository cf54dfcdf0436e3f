"""The catalogue of findings as documents: a page each, or all of them as a list."""

from __future__ import annotations

from collections import Counter

from zi_score.evaluation.checks.citations import citation_of
from zi_score.law.load import DEFAULT_RULESET
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import LKE, CataloguePage, Severity, catalogue, example_of
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Block, Document, Lines, Table, line
from zi_score.reports.words import severity_cell, severity_word

_DETAIL = pattern(r"{(\w+)}")

_GROUPS = {
    "file-not-found": marked("The file"),
    "lke-not-found": marked("The {lke} in it"),
    "portalrb-not-json": marked("Answers of PortalRB (JSON)"),
    "answer-not-understood": marked("Answers"),
    "claim-without-evidence": marked("Evidence"),
    "wrong-range": marked("Formulas"),
    "assessor-raises-answer": marked("Assessors"),
    "fact-not-understood": marked("Facts from outside the {lke}"),
    "rounding-hides-a-miss": marked("Scores"),
    "minimum-not-met": marked("Eligibility"),
    "plan-not-found": marked("Action plans"),
}
"""The headings of the catalogue, each by the finding that it begins with."""


def page(name: str, ruleset: Ruleset) -> Document:
    """Return the page of a finding: what is said, why it matters, what to do, an example and the source.

    What a finding fills in from the workbook stands as ``<detail>``; the source is that of the ruleset.

    Raises:
        KeyError: the catalogue has no finding of this name.

    """
    found, citation = catalogue()[name].told(ruleset.sheet_name), citation_of(ruleset, name)
    parts = {
        "said": (_("What is said"), _with_details(found.message)),
        "why": (_("Why it matters"), found.why),
        "tip": (_("What to do"), _with_details(found.tip)),
        "example": (_("Example"), example_of(found, is_of_form=ruleset.id == DEFAULT_RULESET)),
        "source": (_("Source"), f"{citation.text} ({_(citation.kind)})"),
    }
    severities = "/".join(map(severity_word, found.severities))
    blocks = tuple(
        Lines(key=key, title=title, lines=(line(text, depth=1),), detail=-1)
        for key, (title, text) in parts.items()
        if text
    )
    return Document(
        kind=f"{name} ({severities})", title=f"{name} ({severities})", head=(line(found.title),), blocks=blocks
    )


def overview(sheet: str = LKE) -> Document:
    """Return all findings with severity and title, grouped as in the catalogue, and how many there are."""
    pages = {name: page.told(sheet) for name, page in catalogue().items()}
    groups: list[tuple[str, list[str]]] = []
    for name in pages:
        if name in _GROUPS or not groups:
            groups.append((_(_GROUPS.get(name, "")).format(lke=sheet), []))
        groups[-1][1].append(name)
    counts = Counter(found.severity for found in pages.values())
    listed = ", ".join(f"{counts[severity]} {severity_word(severity)}" for severity in Severity)
    total = _("{count} findings: {severities}. zi-score explain NAME shows the page of one.")
    blocks: list[Block] = [
        _group(number, title, [(name, pages[name]) for name in names]) for number, (title, names) in enumerate(groups)
    ]
    kind = _("Findings")
    return Document(
        kind=kind, title=kind, head=(line(total.format(count=len(pages), severities=listed)),), blocks=tuple(blocks)
    )


def _group(number: int, title: str, pages: list[tuple[str, CataloguePage]]) -> Table:
    columns = columns_of("finding", "severity", "title")
    rows = [(name, severity_cell(page.severity), page.title) for name, page in pages]
    return Table(key=f"findings-{number}", title=title, columns=columns, rows=rows, detail=-1)


def _with_details(text: str) -> str:
    return _DETAIL.sub(r"<\1>", text)
