"""Every format of a check, over one set of workbooks, some of which mean harm.

``python tests/script.py test_formats`` writes the golden files of those that are no documents anew. With
``ZI_SCORE_SARIF_SCHEMA`` set to a copy of the official schema of SARIF 2.1.0, the log is also validated against it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote

import pytest
from checked import CLEAN, FAULTY, HARMFUL, IGNORING, LAWS, RESULT, UNREADABLE, hostile, only
from defusedxml import ElementTree
from goldens import FOLDER
from harm import HALVES, HOSTILE
from jsonschema import FormatChecker, validators
from marked import Page, assert_for_everyone, assert_inert, assert_own, tables
from widths import too_wide

from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
from zi_score.model.findings import COMMAND, Finding, Severity, catalogue, finding, shown
from zi_score.model.language import use_language
from zi_score.reports.ci import github, junit, sarif
from zi_score.reports.ci.places import from_root, region, uri
from zi_score.reports.document import Format
from zi_score.reports.documents.check import document
from zi_score.reports.render import markdown, render
from zi_score.reports.words import worst_first

ROOT = PurePosixPath("/srv/penilaian")

# what every format has in common -------------------------------------------------------------------


def golden_sarif(result: CheckResult) -> str:
    """Return the log with those rules alone that have results, so that it changes with them alone."""
    log = json.loads(sarif.render(result, LAWS.values(), root=ROOT))
    (run,) = log["runs"]
    occurring = {entry["ruleId"] for entry in run["results"]}
    run["tool"]["driver"] |= {
        "version": "0",
        "rules": [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] in occurring],
    }
    for entry in run["results"]:
        del entry["ruleIndex"]
    for notification in run["invocations"][0]["toolExecutionNotifications"]:
        del notification["associatedRule"]["index"]
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def told(result: CheckResult, form: Format = "text", *, verbosity: int = 0, width: int = 80) -> str:
    """Return a check as people read it."""
    made = render(document(result, LAWS, form, verbosity=verbosity), form, verbosity=verbosity, width=width)
    return str(made)


GOLDENS: dict[str, Callable[[CheckResult], str]] = {
    "check.json": lambda result: result.to_json() + "\n",
    "check.sarif.json": golden_sarif,
    "check.github.txt": lambda result: github.render(result, root=ROOT),
    "check.junit.xml": junit.render,
}
TEXTS: dict[str, Callable[[CheckResult], str]] = {
    "text": told,
    "quiet": lambda result: told(result, verbosity=-1),
    "verbose": lambda result: told(result, verbosity=1),
    "markdown": lambda result: told(result, "markdown"),
    "html": lambda result: told(result, "html"),
    "sarif": lambda result: sarif.render(result, LAWS.values(), root=ROOT),
    "github": lambda result: github.render(result, root=ROOT),
    "junit": junit.render,
}


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.mark.parametrize("name", GOLDENS)
def test_golden(name: str) -> None:
    """Each format says what its golden file holds, to the letter."""
    assert GOLDENS[name](RESULT) == (FOLDER / name).read_bytes().decode()


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield every string in JSON, keys included."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from strings(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("surrogates", [False, True])
def test_nothing_invisible_comes_through(form: str, *, surrogates: bool) -> None:
    """No control character, no mark of direction, no half of a pair; and the text can be written to a file.

    Markdown, also that in SARIF, has blanks of no width of its own, where a link would begin.
    """
    result = only(hostile((*HOSTILE, HALVES))) if surrogates else RESULT
    text = TEXTS[form](result)
    assert text.endswith("\n")
    assert text.encode()
    for part in strings(json.loads(text)) if form == "sarif" else [text]:
        unseen = {char for char in part if not char.isprintable()} - {"\n"}
        assert unseen <= ({"\u200b"} if form in {"markdown", "sarif"} else set())


@pytest.mark.parametrize("form", TEXTS)
def test_nothing_found_in_nothing(form: str) -> None:
    """No workbook at all is a result too."""
    assert isinstance(TEXTS[form](only()), str)


def test_worst_first() -> None:
    """Unreadable, then by errors, warnings, notices, then by path."""
    assert worst_first(RESULT.workbooks) == [UNREADABLE, HARMFUL, FAULTY, CLEAN, IGNORING]
    assert [book.count(Severity.ERROR) for book in worst_first(RESULT.workbooks)] == [1, 36, 7, 0, 0]


# what people read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("width", [24, 38, 60, 80, 132])
def test_text_gives_no_command_and_keeps_the_width(verbosity: int, width: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system."""
    text = told(RESULT, width=width, verbosity=verbosity)
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert not too_wide(text, width, (name for book in RESULT.workbooks for name in book.source.values()))


def test_quiet_has_one_line_a_workbook() -> None:
    """Below the sum of them all; what is clean says so in every case, and what is ignored is counted."""
    quiet = told(RESULT, width=10_000, verbosity=-1).splitlines()
    assert len(quiet) == len(RESULT.workbooks) + 3
    assert "unit 1/LKE #2 50% Größe.xlsx | Dinas Contoh | none | total 78.01 | 7 error, 2 warning, 1 notice" in quiet
    assert "diabaikan.xlsx | Kantor Contoh | WBBM | total 80.00 | nothing found, 2 ignored" in quiet
    for verbosity in (-1, 0, 1):
        alone = " | ".join(map(str.strip, told(only(CLEAN), verbosity=verbosity).splitlines()))
        assert "bersih.xlsx | Balai Besar Contoh | WBK | total 95.71 | nothing found" in alone


def test_verbose_has_every_place_and_the_ignored() -> None:
    """Without -v the first places only, and of the ignored their number."""
    normal, verbose = (told(RESULT, width=10_000, verbosity=verbosity) for verbosity in (0, 1))
    assert "A.I.1.i.c LKE ZI!K10: " in normal
    assert "... and 1 more" in normal
    assert "A.I.1.i.d LKE ZI!K11: " not in normal
    assert "A.I.1.i.d LKE ZI!K11: " in verbose
    assert "nothing found, 2 ignored" in normal
    assert "rahasia" not in normal
    assert "ignored error: " in verbose
    assert "rahasia" in verbose
    assert "Source: " in verbose


def test_a_page_is_for_everyone_and_inert() -> None:
    """No element of a workbook, and no name of a file among the addresses within the page."""
    page = Page(told(RESULT, "html"))
    assert_own(page)
    assert_for_everyone(page, "en")
    assert len(page.tables["workbooks"]) == 1 + len(RESULT.workbooks)


def test_markdown_shows_what_was_found() -> None:
    """Text alone; every row has its cells, and what they show is what was found."""
    text = told(RESULT, "markdown")
    assert_inert(text)
    books, *of_each = tables(text).values()
    assert ["unit 1/LKE #2 50% Größe.xlsx", "Dinas Contoh", "none", "78.01", "7", "2", "1", "0"] in books
    assert ["kiriman/rusak.xlsx", "", "UNREADABLE", "", "1", "0", "0", "0"] in books
    found = [row for table in of_each for row in table[1:] if len(row) > 6]  # not those of a proof
    expected = [each for book in RESULT.workbooks for each in book.findings]
    assert Counter((row[1], row[2], row[5], row[6]) for row in found) == Counter(
        (each.title, each.name, shown(each.message, 2_000), shown(each.tip, 2_000)) for each in expected
    )


def test_the_summary_of_a_step_has_more_room() -> None:
    """What is too long for a comment is whole there; all that is left out is counted."""
    many = [FAULTY.model_copy(update={"source": {"path": f"unit {number}.xlsx"}}) for number in range(60)]
    made = document(only(*many), LAWS, "markdown")
    for limit in (markdown.LIMIT, markdown.STEP_LIMIT):
        text = markdown.render(made, limit=limit)
        listed = sum(len(table) - 1 for table in tables(text).values())
        left_out = sum(map(int, re.findall(r"(\d+) more lines are not listed here", text)))
        assert listed + left_out == 60 + 60 * len(FAULTY.findings)
        assert (left_out == 0) is (limit == markdown.STEP_LIMIT)


# files and places ----------------------------------------------------------------------------------

URIS: list[tuple[str, PurePath, str]] = [
    ("lke.xlsx", ROOT, "lke.xlsx"),
    ("./unit 1/../a b#c%20?.xlsx", ROOT, "a%20b%23c%2520%3F.xlsx"),
    ("Größe/評価.xlsx", ROOT, "Gr%C3%B6%C3%9Fe/%E8%A9%95%E4%BE%A1.xlsx"),
    ("a:b.xlsx", ROOT, "a%3Ab.xlsx"),
    ("a\\b.xlsx", ROOT, "a%5Cb.xlsx"),
    ("a\udcff.xlsx", ROOT, "a%FF.xlsx"),
    ("/srv/penilaian/unit/lke.xlsx", ROOT, "unit/lke.xlsx"),
    ("/srv/penilaian2/lke 1.xlsx", ROOT, "file:///srv/penilaian2/lke%201.xlsx"),
    ("../lke.xlsx", ROOT, "file:///srv/lke.xlsx"),
    ("unit 1\\lke.xlsx", PureWindowsPath("C:/repo"), "unit%201/lke.xlsx"),
    ("c:\\REPO\\unit\\lke.xlsx", PureWindowsPath("C:/repo"), "unit/lke.xlsx"),
    ("D:\\a b\\lke.xlsx", PureWindowsPath("C:/repo"), "file:///D:/a%20b/lke.xlsx"),
    ("\\\\server\\share\\lke.xlsx", PureWindowsPath("C:/repo"), "file://server/share/lke.xlsx"),
]


@pytest.mark.parametrize(("path", "root", "expected"), URIS)
def test_uris(path: str, root: PurePath, expected: str) -> None:
    """Relative and percent-encoded below the root, of the scheme file elsewhere."""
    if "\udcff" in path and os.name == "nt":
        pytest.skip("Windows has no such names")
    assert uri(from_root(path, root)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("LKE ZI!K8", (8, 11, 8, 12)),
        ("LKE ZI!$AB$10", (10, 28, 10, 29)),
        ("a!b!B40:AB42", (40, 2, 42, 29)),
        ("LKE ZI!AB42:B40", (40, 2, 42, 29)),
        ("LKE\nZI!XFD1048576", (1048576, 16384, 1048576, 16385)),
        ("K8", (8, 11, 8, 12)),
        ("LKE ZI", (1, 1, 1, 2)),
        ("LKE ZI!K0", (1, 1, 1, 2)),
        ("LKE ZI!K8 ", (1, 1, 1, 2)),
        ("", (1, 1, 1, 2)),
        (None, (1, 1, 1, 2)),
    ],
)
def test_regions(cell: str | None, expected: tuple[int, int, int, int]) -> None:
    """A row is a line, a column a column; without a cell it is the first."""
    assert region(cell) == expected


# SARIF ---------------------------------------------------------------------------------------------


def log_of(result: CheckResult) -> Any:  # noqa: ANN401 - JSON
    """Return the run of a log, after the parts around it were looked at."""
    log = json.loads(sarif.render(result, LAWS.values(), root=ROOT))
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    assert log["version"] == "2.1.0"
    assert set(log) == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    return run


def test_rules_are_the_catalogue() -> None:
    """Whatever was found, the rules are the same, and have what GitHub requires within its limits."""
    rules = log_of(RESULT)["tool"]["driver"]["rules"]
    assert rules == log_of(only())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(catalogue())
    for rule in rules:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]{1,254}", rule["name"])
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"].strip()
        assert rule["help"]["markdown"].strip()
        assert not re.search(r"\{\w+\}", rule["help"]["text"] + rule["help"]["markdown"])
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert 0 < len(rule["properties"]["tags"]) <= 20
        assert rule["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}


def test_results_have_what_github_requires() -> None:
    """Rule, level, message, one physical location with file and region, and a fingerprint."""
    run = log_of(RESULT)
    rules = run["tool"]["driver"]["rules"]
    results = run["results"]
    found = [(book, each) for book in RESULT.workbooks for each in book.findings]
    assert len(results) == len(found) <= 25_000
    for entry, (book, each) in zip(results, found, strict=True):
        assert rules[entry["ruleIndex"]]["id"] == entry["ruleId"] == each.name
        assert entry["level"] == {"error": "error", "warning": "warning", "notice": "note"}[each.severity]
        assert shown(each.message, 2_000).replace("](", "] (") in entry["message"]["text"]
        assert shown(each.tip).replace("](", "] (") in entry["message"]["text"]
        assert "](" not in entry["message"]["text"]
        (location,) = entry["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", artifact["uri"])
        assert unquote(artifact["uri"]) == book.path
        area = location["physicalLocation"]["region"]
        assert set(area) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert 1 <= area["startLine"] <= area["endLine"]
        assert 1 <= area["startColumn"] < area["endColumn"]
        assert entry["partialFingerprints"]["primaryLocationLineHash"]
    assert run["originalUriBaseIds"]["%SRCROOT%"]
    assert run["language"] == run["tool"]["driver"]["language"] == "en"


def test_cells_and_codes_are_logical_locations() -> None:
    """With the cell as spreadsheets write it."""
    first = log_of(only(FAULTY))["results"][0]["locations"][0]
    assert first["physicalLocation"]["region"] == {"startLine": 8, "startColumn": 11, "endLine": 8, "endColumn": 12}
    assert [each["fullyQualifiedName"] for each in first["logicalLocations"]] == ["LKE ZI!K8", "A.I.1.i.a"]


def test_ignored_findings_are_no_results_and_unreadable_workbooks_are() -> None:
    """A workbook that cannot be read is also told as a notification; the run itself succeeded."""
    assert log_of(only(CLEAN, IGNORING))["results"] == []
    run = log_of(only(UNREADABLE))
    (entry,) = run["results"]
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True
    assert entry["ruleId"] == notification["associatedRule"]["id"] == "file-damaged"
    assert entry["ruleIndex"] == notification["associatedRule"]["index"]


def fingerprints(*findings: Finding) -> list[str]:
    """Return the fingerprints of findings in one workbook."""
    book = CheckedWorkbook(source={"path": "lke.xlsx"}, findings=findings)
    return [entry["partialFingerprints"]["primaryLocationLineHash"] for entry in log_of(only(book))["results"]]


def test_fingerprints_are_unique_in_a_file() -> None:
    """Also where name, code and cell coincide."""
    for book in RESULT.workbooks:
        for key in ("primaryLocationLineHash", "ziScoreFinding/v1"):
            prints = [entry["partialFingerprints"][key] for entry in log_of(only(book))["results"]]
            assert len(set(prints)) == len(book.findings)


def test_fingerprints_stay_when_rows_move() -> None:
    """With a code, neither cell nor message matter; name and assessor do. Without one, the cell does."""
    at_k8 = finding("count-missing", code="A.1", cell="S!K8", assessor="unit", missing="x")
    moved = finding("count-missing", code="A.1", cell="T!K99", assessor="unit", missing="y")
    assert fingerprints(at_k8) == fingerprints(moved)
    others = [
        at_k8,
        at_k8.model_copy(update={"code": "A.2"}),
        at_k8.model_copy(update={"assessor": "tpi"}),
        at_k8.model_copy(update={"code": None}),
        at_k8.model_copy(update={"code": None, "cell": "S!K9"}),
        finding("convention-applied", code="A.1", cell="S!K8", assessor="unit", whole="x", value="1"),
    ]
    assert len({fingerprints(each)[0] for each in others}) == len(others)
    assert fingerprints(*others, moved)[: len(others)] == [fingerprints(each)[0] for each in others]


@pytest.mark.skipif("ZI_SCORE_SARIF_SCHEMA" not in os.environ, reason="no copy of the schema was named")
@pytest.mark.parametrize("language", ["id", "en"])
def test_log_is_valid_by_the_official_schema(language: str) -> None:
    """The schema of SARIF 2.1.0 takes the log, the empty one too."""
    use_language(language)
    schema = json.loads(Path(os.environ["ZI_SCORE_SARIF_SCHEMA"]).read_text(encoding="utf-8"))
    validator = validators.validator_for(schema)(schema, format_checker=FormatChecker())
    for result in (RESULT, only(), only(CLEAN), only(UNREADABLE)):
        assert not list(validator.iter_errors(json.loads(sarif.render(result, LAWS.values(), root=ROOT))))


# GitHub's workflow commands ------------------------------------------------------------------------

PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}


def unescaped(text: str, escapes: dict[str, str]) -> str:
    """Read a value back as GitHub's runner does: one after the other, the percent sign last."""
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command back: its name, properties and message."""
    assert line.startswith("::")
    head, data = line[2:].split("::", 1)
    name, _blank, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return name, {key: unescaped(value, PROPERTY) for key, value in pairs}, unescaped(data, DATA)


def test_commands_say_what_was_found() -> None:
    """Read back, each command has its finding; nothing in a workbook ends, alters or begins one."""
    lines = github.render(RESULT, root=ROOT).split("\n")
    assert lines.pop() == ""
    commands = [command(line) for line in lines]
    found = [(book, each) for book in RESULT.workbooks for each in book.findings]
    assert Counter(name for name, _properties, _message in commands) == Counter(each.severity for _book, each in found)
    told = Counter((properties["file"], message) for _name, properties, message in commands)
    for book, each in found:
        place = " ".join(shown(part) for part in (each.code, each.cell) if part)
        message = f"{place}{': ' if place else ''}{shown(each.message, 2_000)}\n{shown(each.tip, 2_000)}"
        path = "".join(char if char.isprintable() else "?" for char in book.path)
        assert told[path, COMMAND.sub("#.", message)] > 0
    for _name, properties, _message in commands:
        assert list(properties) == ["file", "line", "col", "title"]
        assert int(properties["line"]) > 0
        assert int(properties["col"]) > 0
        assert properties["title"].endswith("]")


def test_commands_begin_with_the_worst() -> None:
    """GitHub shows the first ten of each kind only."""
    lines = github.render(RESULT, root=ROOT).splitlines()
    assert lines[0].startswith("::error file=kiriman/rusak.xlsx,line=1,col=1,title=")
    assert github.render(only(CLEAN, IGNORING), root=ROOT) == ""
    assert "file=unit 1/LKE #2 50%25 Größe.xlsx,line=8,col=11," in github.render(only(FAULTY), root=ROOT)


# JUnit ---------------------------------------------------------------------------------------------


def test_junit_counts_are_right() -> None:
    """A suite a workbook, a case a finding; errors and warnings fail, notices pass, the unreadable err."""
    root = ElementTree.fromstring(junit.render(RESULT))
    assert root.tag == "testsuites"
    figures = []
    for suite, book in zip(root, RESULT.workbooks, strict=True):
        cases = suite.findall("testcase")
        assert suite.get("name") == shown(book.path, 2_000)
        assert [case.get("classname") for case in cases] == [suite.get("name")] * len(cases)
        assert len({case.get("name") for case in cases}) == len(cases)
        figures.append(tuple(int(suite.get(key, "")) for key in ("tests", "failures", "errors", "skipped")))
        assert figures[-1][:3] == tuple(len(suite.findall(f".//{tag}")) for tag in ("testcase", "failure", "error"))
    assert figures == [(1, 0, 0, 0), (10, 9, 0, 0), (1, 0, 1, 0), (1, 0, 0, 0), (54, 36, 0, 0)]
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["67", "45", "1"]


def test_junit_cases_say_what_was_found() -> None:
    """The name has name, code and cell; the text place, tip and source; no other elements or attributes."""
    root = ElementTree.fromstring(junit.render(RESULT))
    first = root[1][0]
    assert first.get("name") == "answer-not-understood A.I.1.i.a LKE ZI!K8"
    assert (first[0].tag, first[0].get("type")) == ("failure", "answer-not-understood")
    assert first[0].get("message") == FAULTY.findings[0].message
    assert "A.I.1.i.a LKE ZI!K8: " in first[0].text
    assert "Accepted: Ya, Tidak." in first[0].text
    assert "Source: " in first[0].text
    assert [case.get("name") for case in root[1]][5:7] == ["row-not-placed", "row-not-placed #2"]
    assert (root[1][9][0].tag, root[2][0][0].tag) == ("system-out", "error")
    assert root[0][0].get("name") == "zi-score check"
    allowed = {
        "testsuites": {"name", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped"},
        "testcase": {"name", "classname"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "system-out": set(),
    }
    assert all(set(element.attrib) == allowed[element.tag] for element in root.iter())


if __name__ == "__main__":
    use_language("en")
    for file, make in GOLDENS.items():
        (FOLDER / file).write_bytes(make(RESULT).encode())
