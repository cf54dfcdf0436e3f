"""Every format of a check, over one set of workbooks, some of which mean harm.

``python tests/test_formats.py`` writes the golden files anew. With ``ZI_SCORE_SARIF_SCHEMA`` set
to a copy of the official schema of SARIF 2.1.0, the log is also validated against it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote

import pytest
from defusedxml import ElementTree
from jsonschema import FormatChecker, validators
from markdown_it import MarkdownIt
from markdown_it.token import Token
from widths import too_wide
from zi_score.output import listing, markdown

from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import CheckedWorkbook, CheckResult, RulesetReference
from zi_score.model.findings import COMMAND, Finding, Severity, catalogue, finding, shown
from zi_score.model.language import use_language
from zi_score.model.worksheet import Unit
from zi_score.reports.ci import github, junit, sarif
from zi_score.reports.ci.places import from_root, region, uri
from zi_score.reports.words import worst_first

GOLDEN = Path(__file__).parent / "golden"
ROOT = PurePosixPath("/srv/penilaian")
RULESET = RulesetReference(id="permenpanrb-90-2021", title="PermenPANRB 90/2021")
BIDI = "\u202e\u200f\u2066\u061c"

HOSTILE = (
    "baris\n::error::x",
    "::set-env name=PATH::x",
    "::stop-commands::x",
    "##[error]x",
    "%0A::warning::x %25 %0D",
    "a|b||c\\|d\\",
    "`kode` ``` ~~~ <!-- -->",
    "[red]merah[/red] [bold]",
    "[tautan](https://jahat.example/) ![g](http://jahat.example/x.png)",
    "https://jahat.example www.jahat.example orang@jahat.example mailto:x@jahat.example #12 @tim/semua",
    "<script>alert(1)</script> <b onclick=x> &lt;i&gt; &#60;",
    "=cmd|'/c calc'!A1",
    "".join(map(chr, range(32))) + "\x7f\x85\x1b[31m merah \x1b]8;;http://jahat.example\x07",
    f"tx.{BIDI}fdp \ufeff\u200b",
    "tanpa huruf \ufffe \U000e0041",
    "]]> {0} {nama} $x$ *tebal* _miring_ ~~coret~~ :smile:",
    "panjang " * 300,
)


def raw(name: str, text: str, *, code: str | None = None, cell: str | None = None) -> Finding:
    """Make a finding whose details were never cleaned."""
    made = finding(name, code=code, cell=cell)
    return made.model_copy(update={"details": {"typed": text, "row": text}})


def hostile(texts: tuple[str, ...]) -> CheckedWorkbook:
    """Return a workbook that has every hostile text as answer, row, sheet name, code and citation."""
    findings = []
    for text in texts:
        findings += [
            finding("answer-not-understood", code="A.I.1.i.a", cell=f"{text}!K8", typed=text, accepted="Ya/Tidak"),
            raw("row-not-placed", text, cell=f"{text}!AA10"),
            finding("convention-applied", code=text, assessor="tpi", whole=text, value=text, citation=text),
        ]
    return CheckedWorkbook(
        source={"path": f"jahat/::error::x,y%0A\n[red]|`@tim <script>alert(1)<b> {BIDI}fdp.xlsx", "sheet": texts[0]},
        unit=Unit(name=" ".join(texts)[:900], agency=texts[0], target=texts[-1]),
        ruleset=RULESET,
        total=Fraction(1, 3),
        verdict="undetermined",
        findings=tuple(findings),
    )


def checked() -> CheckResult:
    """Return the workbooks that every format is tried with."""
    clean = CheckedWorkbook(
        source={"path": "bersih.xlsx", "sheet": "Jawaban", "layout": "jawaban"},
        unit=Unit(name="Balai Besar Contoh"),
        ruleset=RULESET,
        total=Fraction(9571, 100),
        verdict="WBK",
        predicates={"WBK": Status.MET, "WBBM": Status.NOT_MET},
        findings=(),
    )
    faulty = CheckedWorkbook(
        source={"path": "unit 1/LKE #2 50% Größe.xlsx", "sheet": "LKE ZI", "layout": "lke-zi"},
        unit=Unit(name="Dinas Contoh", year=2026),
        ruleset=RULESET,
        total=Fraction(7021, 90),
        verdict="none",
        predicates={"WBK": Status.NOT_MET},
        findings=(
            *(
                finding(
                    "answer-not-understood",
                    code=f"A.I.1.i.{letter}",
                    cell=f"LKE ZI!K{row}",
                    assessor="unit",
                    typed="mungkin",
                    accepted="Ya, Tidak",
                )
                for row, letter in enumerate("abcd", start=8)
            ),
            finding("row-not-placed", cell="LKE ZI!B40:AB42", row="Pertanyaan baru", typed="A"),
            finding("row-not-placed", row="Tanpa sel", typed="B"),
            finding("row-not-placed", row="Tanpa sel lagi", typed="C"),
            finding("questions-unanswered", count=3, questions=113, points="1.20"),
            finding("count-missing", code="A.II.1.i.a", cell="LKE ZI!L60", assessor="tpi", missing="Jumlah agen"),
            finding("convention-applied", code="A.II.3.i.a", cell="LKE ZI!K147", whole="Jumlah pegawai", value="1"),
        ),
    )
    broken = finding("file-damaged", path="kiriman/rusak.xlsx", problem="bad zip")
    unreadable = CheckedWorkbook(source={"path": "kiriman/rusak.xlsx"}, error=broken.message, findings=(broken,))
    ignoring = CheckedWorkbook(
        source={"path": "diabaikan.xlsx", "sheet": "LKE ZI", "layout": "lke-zi"},
        unit=Unit(name="Kantor Contoh"),
        ruleset=RULESET,
        total=Fraction(80),
        verdict="WBBM",
        findings=(),
        ignored=(
            finding("weight-differs", code="A.I.1.i", cell="LKE ZI!C7", node="A.I.1.i", found="3", right="1.5"),
            finding("answer-not-understood", code="B.I.1", cell="LKE ZI!K200", typed="rahasia", accepted="A, B"),
        ),
    )
    return CheckResult(workbooks=(clean, faulty, unreadable, ignoring, hostile(HOSTILE)))


RESULT = checked()
CLEAN, FAULTY, UNREADABLE, IGNORING, HARMFUL = RESULT.workbooks


def only(*books: CheckedWorkbook) -> CheckResult:
    """Return a check of these workbooks."""
    return CheckResult(workbooks=books)


# what every format has in common -------------------------------------------------------------------


def golden_sarif(result: CheckResult) -> str:
    """Return the log with those rules alone that have results, so that it changes with them alone."""
    log = json.loads(sarif.render(result, root=ROOT))
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


GOLDENS: dict[str, tuple[str, Callable[[CheckResult], str]]] = {
    "check.txt": ("id", listing.render),
    "check.en.txt": ("en", listing.render),
    "check.quiet.txt": ("en", lambda result: listing.render(result, verbosity=-1)),
    "check.verbose.txt": ("en", lambda result: listing.render(result, verbosity=1)),
    "check.json": ("en", lambda result: result.to_json() + "\n"),
    "check.sarif.json": ("en", golden_sarif),
    "check.github.txt": ("en", lambda result: github.render(result, root=ROOT)),
    "check.md": ("en", markdown.render),
    "check.junit.xml": ("en", junit.render),
}
TEXTS: dict[str, Callable[[CheckResult], str]] = {
    "text": listing.render,
    "quiet": lambda result: listing.render(result, verbosity=-1),
    "verbose": lambda result: listing.render(result, verbosity=1),
    "sarif": lambda result: sarif.render(result, root=ROOT),
    "github": lambda result: github.render(result, root=ROOT),
    "markdown": markdown.render,
    "junit": junit.render,
}


def golden(name: str) -> str:
    """Return what a golden file must hold."""
    language, render = GOLDENS[name]
    use_language(language)
    return render(RESULT)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, and Indonesian again afterwards."""
    use_language("en")
    yield
    use_language("id")


@pytest.mark.parametrize("name", GOLDENS)
def test_golden(name: str) -> None:
    """Each format says what its golden file holds, to the letter."""
    assert golden(name) == (GOLDEN / name).read_bytes().decode()


def test_every_golden_file_is_compared() -> None:
    """No file of a format that is gone."""
    assert {path.name for path in GOLDEN.glob("check.*")} == set(GOLDENS)


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
    result = only(hostile((*HOSTILE, "separuh \ud800 dan \udcff"))) if surrogates else RESULT
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
    assert [book.count(Severity.ERROR) for book in worst_first(RESULT.workbooks)] == [1, 34, 7, 0, 0]


# text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("width", [24, 31, 38, 45, 52, 59, 66, 73, 80, 132])
def test_text_gives_no_command_and_keeps_the_width(verbosity: int, width: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system."""
    text = listing.render(RESULT, width=width, verbosity=verbosity)
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert not too_wide(text, width, (name for book in RESULT.workbooks for name in book.source.values()))


def test_quiet_has_one_line_a_workbook() -> None:
    """And one for all of them; a clean workbook says so in every case."""
    quiet = listing.render(RESULT, width=10_000, verbosity=-1).splitlines()
    assert len(quiet) == len(RESULT.workbooks) + 1
    for verbosity in (-1, 0, 1):
        alone = listing.render(only(CLEAN), verbosity=verbosity).splitlines()
        assert alone[0] == "bersih.xlsx | Balai Besar Contoh | WBK | total 95.71 | nothing found"
        assert len(alone) == 2


def test_verbose_has_every_place_and_the_ignored() -> None:
    """Without -v the first places only, and of the ignored their number."""
    normal, verbose = (listing.render(RESULT, width=10_000, verbosity=verbosity) for verbosity in (0, 1))
    assert "A.I.1.i.c LKE ZI!K10: " in normal
    assert "... and 1 more" in normal
    assert "A.I.1.i.d LKE ZI!K11: " not in normal
    assert "A.I.1.i.d LKE ZI!K11: " in verbose
    assert "1 ignored" not in listing.render(only(FAULTY))
    assert "nothing found, 2 ignored" in normal
    assert "rahasia" not in normal
    assert "ignored error: " in verbose
    assert "rahasia" in verbose
    assert "Source: " in verbose


def test_each_tip_stands_below_its_places() -> None:
    """Findings of one name may need different remedies."""
    typed = [("a", "Ya, Tidak"), ("b", "Ya, Tidak"), ("c", "A, B, C")]
    findings = tuple(finding("answer-not-understood", code=code, typed=code, accepted=each) for code, each in typed)
    text = listing.render(only(CheckedWorkbook(source={"path": "x"}, findings=findings)))
    assert re.findall(r"^    (\S+) ", text, re.MULTILINE)[:-1] == ["a:", "b:", "->", "c:"]
    assert text.index("-> Accepted: Ya, Tidak.") < text.index("c: ") < text.index("-> Accepted: A, B, C.")


def test_markup_is_never_interpreted() -> None:
    """Brackets come out as they are, with and without colours, and colours are the only escapes."""
    for color in (False, True):
        text = listing.render(RESULT, width=10_000, color=color)
        assert "[red]merah[/red]" in text
        assert ("\x1b" in text) is color
        assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", text)


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
    log = json.loads(sarif.render(result, root=ROOT))
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
        assert not list(validator.iter_errors(json.loads(sarif.render(result, root=ROOT))))


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


# Markdown ------------------------------------------------------------------------------------------

HARMLESS = {"heading", "table", "thead", "tbody", "tr", "th", "td", "paragraph", "inline"}


def tokens(text: str) -> list[Token]:
    """Parse Markdown as a forge does: tables, struck text, and HTML where it is let through."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def kind(token: Token) -> str:
    """Return a token's type without its side."""
    return token.type.removesuffix("_open").removesuffix("_close")


def plain(token: Token) -> str:
    """Return the text of a cell as it is seen, without what cannot be seen."""
    return "".join(child.content for child in token.children or ()).replace("\u200b", "")


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table."""
    found: list[list[str]] = []
    for token in tokens(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and token.level > 2:
            found[-1].append(plain(token))
    return found


def test_markdown_is_inert() -> None:
    """No HTML, no link, no picture, no emphasis, nobody mentioned: tables of text and the findings' names in code."""
    text = markdown.render(RESULT)
    parsed = tokens(text)
    assert {kind(token) for token in parsed} <= HARMLESS
    inner = [child for token in parsed if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "text_special", "code_inline"}
    assert {child.content for child in inner if child.type == "code_inline"} <= set(catalogue())
    seen = "\n".join(child.content for child in inner)
    assert not re.search(r"https?://|www\.|@\w|mailto:\w|#\d", seen)


def test_markdown_shows_what_was_found() -> None:
    """Every row has its cells, and what they show is what was found."""
    found = rows(markdown.render(RESULT))
    books = [row for row in found if len(row) == 7]
    findings = [row for row in found if len(row) == 6]
    assert len(books) + len(findings) == len(found)
    assert len(books) == 1 + len(RESULT.workbooks)
    each_book = [book for book in RESULT.workbooks if book.findings]
    expected = [each for book in each_book for each in book.findings]
    assert len(findings) == len(each_book) + len(expected)
    told = Counter((row[1], row[4], row[5]) for row in findings)
    for each in expected:
        assert told[each.name, shown(each.message, 2_000), shown(each.tip, 2_000)]
    assert ["unit 1/LKE #2 50% Größe.xlsx", "Dinas Contoh", "none", "78.01", "7", "2", "1"] in books
    assert ["kiriman/rusak.xlsx", "", "UNREADABLE", "", "1", "0", "0"] in books


@pytest.mark.parametrize("limit", [2_000, 5_000, 20_000])
def test_markdown_keeps_its_limit(limit: int) -> None:
    """What does not fit is counted, and no row is cut in two."""
    many = [FAULTY.model_copy(update={"source": {"path": f"unit {number}.xlsx"}}) for number in range(60)]
    text = markdown.render(only(*many), limit=limit)
    assert len(text.encode()) <= limit
    found = rows(text)
    listed = sum(len(row) == 7 for row in found) - 1
    assert (f"{60 - listed} more workbooks" in text) is (listed < 60)
    told = sum(len(row) == 6 for row in found) - text.count("### ")
    assert f"{60 * len(FAULTY.findings) - told} more findings are not listed here" in text
    assert "not listed here" not in markdown.render(only(*many))


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
    assert figures == [(1, 0, 0, 0), (10, 9, 0, 0), (1, 0, 1, 0), (1, 0, 0, 0), (51, 34, 0, 0)]
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["64", "43", "1"]


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
    GOLDEN.mkdir(exist_ok=True)
    for each in GOLDENS:
        (GOLDEN / each).write_bytes(golden(each).encode())
