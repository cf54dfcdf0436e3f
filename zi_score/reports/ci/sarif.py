"""A check as SARIF 2.1.0, as code scanning reads it: every finding with its rule, file and place.

GitHub takes at most 25,000 results a file, shows the worst 5,000, and refuses files above 10 MB
when compressed; select findings, or upload in several files, where a check gives more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Any

from zi_score import __version__
from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
from zi_score.law.ruleset import Ruleset, sheet_name_of
from zi_score.model.findings import CataloguePage, Finding, Severity, catalogue, shown
from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.reports.ci.places import from_root, region, uri
from zi_score.reports.render import markdown as marking
from zi_score.reports.words import placed, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "recommendation"}
_NO_TAG = pattern(r"[^\w]+")

Json = dict[str, Any]


def render(result: CheckResult, laws: Collection[Ruleset], *, root: PurePath | None = None) -> str:
    """Return a check as SARIF.

    Args:
        result: the workbooks and what was found in them; ignored findings are left out.
        laws: the rulesets that they follow, or may follow: their words are those of the rules of SARIF.
        root: the folder that paths are relative to; by default the working directory.

    """
    root = root or Path.cwd()
    language = current_language()
    run = {
        "tool": {
            "driver": {"name": "zi-score", "version": __version__, "language": language, "rules": _rules(laws)},
        },
        "language": language,
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": _("The folder in which zi-score ran.")}}},
        "invocations": [_invocation(result, root)],
        "results": [entry for book in result.workbooks for entry in _results(book, root)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rules(laws: Collection[Ruleset]) -> list[Json]:
    """Return the whole catalogue: the rules that ran are the same whatever was found."""
    sheet, tags = sheet_name_of(laws), [tag for law in laws for tag in (_tag(law.sheet_name), _tag(law.called))]
    return [_rule(name, page.told(sheet), list(dict.fromkeys(tags))) for name, page in catalogue().items()]


def _tag(words: str) -> str:
    return _NO_TAG.sub("-", words.casefold()).strip("-")


def _rule(name: str, page: CataloguePage, tags: list[str]) -> Json:
    tip = re.sub(r"\{\w+\}", "…", page.tip)
    source = f"{_('Source')}: {page.citation}"
    return {
        "id": name,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.why},
        "help": {
            "text": f"{page.why}\n{tip}\n{source}",
            "markdown": "\n\n".join((marking.text(page.why), f"**{marking.text(tip)}**", marking.text(source))),
        },
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": {"tags": tags, "precision": "high", "problem.severity": _PROBLEMS[page.severity]},
    }


def _invocation(result: CheckResult, root: PurePath) -> Json:
    """Return how the run went; a workbook that cannot be read is told, and does not make the run a failure."""
    notifications = [
        {
            "level": "error",
            "message": {"text": _message(finding)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(book, root)}}],
            "associatedRule": {"id": finding.name, "index": _index(finding)},
        }
        for book in result.workbooks
        if book.error is not None
        for finding in book.findings
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _results(book: CheckedWorkbook, root: PurePath) -> list[Json]:
    artifact = _artifact(book, root)
    seen: Counter[str] = Counter()
    results = []
    for finding in book.findings:
        identity = _identity(finding)
        seen[identity] += 1
        results.append(_result(finding, artifact) | _fingerprints(identity, seen[identity]))
    return results


def _result(finding: Finding, artifact: Json) -> Json:
    first, *others = finding.places or (None,)
    location = _location(artifact, first)
    named = {"cell": first, "item": finding.code}
    if logical := [{"fullyQualifiedName": shown(name), "kind": kind} for kind, name in named.items() if name]:
        location["logicalLocations"] = logical
    related = [_location(artifact, cell) | _named(number, cell) for number, cell in enumerate(others, 1)]
    properties = {"code": finding.code, "cell": finding.cell, "assessor": finding.assessor}
    return {
        "ruleId": finding.name,
        "ruleIndex": _index(finding),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [location],
        **({"relatedLocations": related} if related else {}),
        "properties": {
            **{key: shown(value) for key, value in properties.items() if value},
            "citation": sentence(finding.citation),
        },
    }


def _named(number: int, cell: str) -> Json:
    """Return the name of a further cell; viewers list these by their messages."""
    return {"id": number, "message": {"text": shown(cell)}}


def _location(artifact: Json, cell: str | None) -> Json:
    area = region(cell)
    return {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {
                "startLine": area.line,
                "startColumn": area.column,
                "endLine": area.end_line,
                "endColumn": area.end_column,
            },
        }
    }


def _index(finding: Finding) -> int:
    return list(catalogue()).index(finding.name)


def _message(finding: Finding) -> str:
    """Return place, message and tip; a pair of brackets from a workbook must not become a link."""
    return f"{placed(finding)} {sentence(finding.tip)}".replace("](", "] (")


def _identity(finding: Finding) -> str:
    """Return what a finding is known by when rows move: its question, and its cell only where it has none."""
    known = finding.code or (None if finding.cells else finding.cell)
    return "/".join(shown(part or "-") for part in (finding.name, known, finding.assessor))


def _fingerprints(identity: str, number: int) -> Json:
    """Return an identity as GitHub keeps it, and readably; the number tells apart those of one file that coincide."""
    hashed = hashlib.sha256(identity.encode()).hexdigest()[:16]
    return {
        "partialFingerprints": {
            "primaryLocationLineHash": f"{hashed}:{number}",
            "ziScoreFinding/v1": f"{identity}/{number}",
        }
    }


def _artifact(book: CheckedWorkbook, root: PurePath) -> Json:
    path = from_root(book.path, root)
    return {"uri": uri(path)} if path.is_absolute() else {"uri": uri(path), "uriBaseId": ROOT}
