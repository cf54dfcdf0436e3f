"""The catalogue of findings as text: a page each, or all of them as a list."""

from __future__ import annotations

import re
import textwrap
from collections import Counter

from zi_score.checks.citations import citation_of
from zi_score.findings import Severity, catalogue, example_of
from zi_score.language import marked
from zi_score.language import translate as _
from zi_score.report.words import severity_word
from zi_score.ruleset import DEFAULT_RULESET, Ruleset

_WIDTH = 80
_DETAIL = re.compile(r"{(\w+)}")

_GROUPS = {
    "file-not-found": marked("The file"),
    "lke-not-found": marked("The LKE in it"),
    "portalrb-not-json": marked("Answers of PortalRB (JSON)"),
    "answer-not-understood": marked("Answers"),
    "claim-without-evidence": marked("Evidence"),
    "wrong-range": marked("Formulas"),
    "assessor-raises-answer": marked("Assessors"),
    "fact-not-understood": marked("Facts from outside the LKE"),
    "rounding-hides-a-miss": marked("Scores"),
    "minimum-not-met": marked("Eligibility"),
    "plan-not-found": marked("Action plans"),
}
"""The headings of the catalogue, each by the finding that it begins with."""


def render(name: str, ruleset: Ruleset) -> str:
    """Return the page of a finding: what is said, why it matters, what to do, an example and the source.

    What a finding fills in from the workbook stands as ``<detail>``; the source is that of the ruleset.

    Raises:
        KeyError: the catalogue has no finding of this name.

    """
    page, citation = catalogue()[name], citation_of(ruleset, name)
    parts = {
        _("What is said"): _with_details(_(page.message)),
        _("Why it matters"): _(page.why),
        _("What to do"): _with_details(_(page.tip)),
        _("Example"): example_of(page, is_of_form=ruleset.id == DEFAULT_RULESET),
        _("Source"): f"{citation.text} ({_(citation.kind)})",
    }
    severities = "/".join(map(severity_word, page.severities))
    lines = [f"{name} ({severities})", *_wrapped(_(page.title))]
    for heading, text in ((heading, text) for heading, text in parts.items() if text):
        lines += ["", heading, *_wrapped(text, "  ")]
    return "\n".join(lines) + "\n"


def overview() -> str:
    """Return all findings with severity and title, grouped as in the catalogue, and how many there are."""
    pages = catalogue()
    severities = {severity: severity_word(severity) for severity in Severity}
    longest = max(map(len, pages)), max(map(len, severities.values()))
    lines: list[str] = []
    for name, page in pages.items():
        if name in _GROUPS:
            lines += ["", _(_GROUPS[name])]
        start = f"  {name:<{longest[0]}}  {severities[page.severity]:<{longest[1]}}  "
        lines += _wrapped(_(page.title), start, " " * len(start))
    counts = Counter(page.severity for page in pages.values())
    listed = ", ".join(f"{counts[severity]} {word}" for severity, word in severities.items())
    total = _("{count} findings: {severities}. zi-score explain NAME shows the page of one.")
    lines += ["", *_wrapped(total.format(count=len(pages), severities=listed))]
    return "\n".join(lines[1:]) + "\n"


def _with_details(text: str) -> str:
    return _DETAIL.sub(r"<\1>", text)


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
