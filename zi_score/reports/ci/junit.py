"""A check as JUnit XML, as GitLab, Jenkins and others read it: a suite a workbook, a case a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
from zi_score.model.findings import Finding, Severity
from zi_score.model.language import translate as _
from zi_score.reports.words import place, placed, sentence

_CLEAN = "zi-score check"


def render(result: CheckResult) -> str:
    """Return a check as JUnit XML: errors and warnings fail, notices pass, ignored findings are left out."""
    root = ET.Element("testsuites", name="zi-score check")
    for book in result.workbooks:
        _suite(ET.SubElement(root, "testsuite", name=sentence(book.path)), book)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(suite: ET.Element, book: CheckedWorkbook) -> None:
    names = _names(book.findings)
    for name, finding in names:
        _fill(_case(suite, book, name), finding, unreadable=book.error is not None)
    if not names:
        _case(suite, book, _CLEAN)
    counted = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error"}
    for key, path in counted.items():
        suite.set(key, str(len(suite.findall(path))))
    suite.set("skipped", "0")


def _case(suite: ET.Element, book: CheckedWorkbook, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=sentence(book.path), name=name)


def _names(findings: Iterable[Finding]) -> list[tuple[str, Finding]]:
    """Name each finding by name, code and cell; viewers show only one of several cases of the same name."""
    seen: Counter[str] = Counter()
    named = []
    for finding in findings:
        name = f"{finding.name} {place(finding)}".rstrip()
        seen[name] += 1
        named.append((f"{name} #{seen[name]}" if seen[name] > 1 else name, finding))
    return named


def _fill(case: ET.Element, finding: Finding, *, unreadable: bool) -> None:
    lines = (placed(finding), sentence(finding.tip), f"{_('Source')}: {sentence(finding.citation)}")
    if finding.severity is Severity.NOTICE:
        told = ET.SubElement(case, "system-out")
    else:
        tag = "error" if unreadable else "failure"
        told = ET.SubElement(case, tag, type=finding.name, message=sentence(finding.message))
    told.text = "\n".join(lines)
