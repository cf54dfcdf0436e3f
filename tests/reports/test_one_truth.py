"""One truth: every command and every format says of a workbook what the JSON of ``evaluate`` says.

At a minimum and a hair below it; which commands and formats there are, the program itself tells.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from commands import FORMATTED, REPORTED
from held import Held
from on_minimums import CURRENT, FORMER, ORACLES, Minimum, minimums, written
from said import READERS, Said
from truth import SEVERITIES, STATUSES, Truth, captured, figures, truth_of
from typer.testing import CliRunner

from zi_score.cli.app import app
from zi_score.model.language import use_language
from zi_score.reports.formats import FORMATS

WIDE = 600
"""Columns of a terminal in which no cell is broken."""

MACHINE = {"json", "jsonl", "sarif", "github", "junit", "chat"}
"""Formats without tables; ``test_machines`` reads them, and ``test_brief`` the message of a chat."""

PDF = ".pdf"
"""What LibreOffice makes of the letter; ``test_pdf`` reads it."""

OF_RULES = {"rules diff", "rules show", "rules validate", "explain"}
"""Commands that no workbook is given to."""

_PDFTOTEXT = shutil.which("pdftotext")

SHORT = (
    (Minimum(CURRENT, "total", "WBK"), False),
    (Minimum(CURRENT, "area-4", "WBK"), True),
    (Minimum(CURRENT, "hasil-1-survey", "WBK"), False),
    (Minimum(FORMER, "hasil-1", "WBK"), False),
)
ALL = [(minimum, is_met) for minimum in minimums() for is_met in (True, False)]
LONG = [
    pytest.param(*each, id=f"{each[0].ruleset[-7:]}-{each[0].criterion}-{each[0].predicate}-{each[1]}") for each in ALL
]


def forms(command: str) -> list[str]:
    """Return the formats of a command."""
    return ["text", *(form for name, form in FORMATTED if name == command)]


class Told:
    """What the program tells in a language, in a folder of workbooks at minimums."""

    def __init__(self, folder: Path, language: str) -> None:
        """Take a folder for the workbooks."""
        self.folder, self.language = folder, language
        self._known: dict[tuple[str | Path, ...], Any] = {}

    def workbook(self, minimum: Minimum, *, is_met: bool) -> Path:
        """Return a workbook at a minimum, or just below."""
        case = minimum.case(is_met=is_met)
        path = self.folder / f"{case.name}.xlsx"
        return path if path.exists() else written(case, self.folder)

    def run(self, *arguments: str | Path) -> bytes:
        """Return what a command prints to a wide terminal."""
        use_language(self.language)
        with patch("zi_score.cli.run.terminal_width", return_value=WIDE):
            done = CliRunner().invoke(app, list(map(str, arguments)))
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    def json(self, *arguments: str | Path) -> Any:  # noqa: ANN401 - JSON
        """Return what a command gives to programs."""
        if arguments not in self._known:
            self._known[arguments] = json.loads(self.run(*arguments, "--format", "json"))
        return self._known[arguments]

    def said(self, form: str, *arguments: str | Path) -> Said:
        """Return what a command says in a format."""
        asked = () if form == "text" else ("--format", form)
        return READERS[form](self.run(*arguments, *asked), self.language)

    def truth(self, path: Path) -> Truth:
        """Return what must be said of a workbook."""
        return truth_of(self.json("evaluate", path))


def counted(findings: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    found = Counter(each["severity"] for each in findings)
    return {severity: found[severity] for severity in SEVERITIES["en"]}


def other_counts(said: Said, language: str, counts: Sequence[Mapping[str, int]]) -> Iterator[str]:
    """Yield numbers of findings that are those of no workbook here, nor of all together."""
    sums = {severity: sum(each[severity] for each in counts) for severity in SEVERITIES["en"]}
    known = {tuple(str(each[severity]) for severity in SEVERITIES["en"]) for each in (*counts, sums)}
    words = SEVERITIES[language]
    pattern = ", ".join(rf"(\d+) {word}" for word in words)
    yield from (f"{told} findings" for told in captured(pattern, said.text) if told not in known)


def status_of(truth: Truth, predicate: str) -> str:
    """Return how a unit stands to what a predicate asks of its points and of what it holds."""
    judged = [each for key, each in truth.criteria.items() if each.value is not None or key == "holds-wbk"]
    found = {each.status[predicate] for each in judged if predicate in each.status}
    return next((each for each in ("not-met", "undetermined") if each in found), "met")


def faults_of(said: Said, held: Held, *names: str) -> list[str]:
    """Return all that is not so in an output."""
    found = [*held.faults(said), *other_counts(said, held.language, held.counted)]
    found += [f"{name} is not named" for name in names if name not in said.text]
    return found


def evaluated(told: Told, path: Path) -> Iterator[str]:
    """Yield what evaluate, whatif, check and report say otherwise of one workbook."""
    truth = told.truth(path)
    checked = told.json("check", path, "--fail-on", "never")["workbooks"][0]["findings"]
    counts, deeper = counted(truth.findings), counted(checked)
    nothing = next(code for code in ("A.I.1.i.a", "A.I.1.a") if code in truth.nodes)
    same = {
        "evaluate": ("evaluate", path),
        "whatif": ("whatif", path, "--set", f"{nothing}={answer_of(told, path, nothing)}"),
    }
    for command, arguments in same.items():
        for form in set(forms(command)) - MACHINE:
            said = told.said(form, *arguments)
            held = Held([truth], told.language, counted=[counts])
            yield from named(command, form, faults_of(said, held, truth.name, path.name))
            yield from named(command, form, opening(said, held, truth, is_deeper=counts != deeper))
            yield from named(command, form, held.untold(said))
    for form in set(forms("check")) - MACHINE:
        said = told.said(form, "check", path, "--fail-on", "never")
        held = Held([truth], told.language, counted=[deeper])
        yield from named("check", form, faults_of(said, held, truth.name, path.name))
    yield from reported(told, path, truth, deeper)


def named(command: str, form: str, faults: Sequence[str] | Iterator[str]) -> Iterator[str]:
    """Yield faults with what they are of."""
    yield from (f"{command} {form}: {each}" for each in faults)


def answer_of(told: Told, path: Path, code: str) -> str:
    """Return what was answered, so that nothing changes when it is set."""
    return str(told.json("evaluate", path)["assessments"][0]["nodes"][code]["answer"])


def opening(said: Said, held: Held, truth: Truth, *, is_deeper: bool) -> Iterator[str]:
    """Yield what is wrong before the tables: the target first, its status; and whether check looks deeper."""
    text = said.text
    words = STATUSES[held.language]
    places = {}
    for predicate in ("WBK", "WBBM"):
        found = re.search(rf"\b{predicate} ({'|'.join(map(re.escape, words.values()))})", text, re.IGNORECASE)
        if found is None:
            yield f"nothing is said of {predicate}"
            continue
        places[predicate] = found.start()
        if found[1].casefold() != words[status_of(truth, predicate)]:
            yield f"{found[0]}, but it is {status_of(truth, predicate)}"
    if min(places, key=lambda each: places[each]) != truth.target:
        yield f"{truth.target} is the target, but does not stand first"
    if is_deeper and "zi-score check" not in text:
        yield "check counts more findings, but is not named"


def reported(told: Told, path: Path, truth: Truth, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield what the reports of a workbook say otherwise."""
    endings = [ending for ending in FORMATS if ending != PDF]
    targets = [told.folder / f"{path.stem}.{told.language}{ending}" for ending in endings]
    told.run("report", path, *(part for target in targets for part in ("-o", target)))
    for ending, target in zip(endings, targets, strict=True):
        said = READERS[ending](target.read_bytes(), told.language)
        held = Held([truth], told.language, counted=[counts])
        names = () if ending == ".csv" else (truth.name, path.name)
        yield from named("report", ending, faults_of(said, held, *names))
        others = questions(said, told, path) if ending == ".csv" else held.untold(said)
        yield from named("report", ending, others)


def questions(said: Said, told: Told, path: Path) -> Iterator[str]:
    """Yield lines of questions that are not as they were scored."""
    nodes = told.json("evaluate", path)["assessments"][0]["nodes"]
    truth = told.truth(path)
    for row in said.tables[0].rows:
        cells = dict(zip(said.tables[0].titles, row, strict=True))
        figure = truth.nodes[cells["code"]]
        for title, right in (("score", figure.points), ("weight", nodes[cells["code"]]["weight"])):
            if cells[title] != right:
                yield f"{cells['code']}: {title} is {cells[title]}, must be {right}"


def compared(told: Told, first: Path, second: Path) -> Iterator[str]:
    """Yield what compare and batch say otherwise of two workbooks."""
    truths = [told.truth(path) for path in (first, second)]
    sides = told.json("compare", first, second)["total"]["sides"].values()
    if [Fraction(side["exact"]) for side in sides] != [each.total.value for each in truths]:
        yield f"compare json: {sides}"
    for form in set(forms("compare")) - MACHINE:
        said = told.said(form, "compare", first, second)
        held = Held(truths, told.language, counted=[counted(each.findings) for each in truths])
        yield from named(
            "compare", form, faults_of(said, held, *(each.name for each in truths), first.name, second.name)
        )


def ranked(told: Told, *paths: Path) -> Iterator[str]:
    """Yield what batch says otherwise of several workbooks."""
    truths = [told.truth(path) for path in paths]
    for form in set(forms("batch")) - MACHINE:
        said = told.said(form, "batch", *paths, "--no-progress", "--jobs", "1")
        held = Held(truths, told.language, counted=[counted(each.findings) for each in truths])
        if form == "csv":
            yield from named("batch", form, lines(said, truths))
            continue
        yield from named("batch", form, faults_of(said, held, *(each.name for each in truths)))
        if "zi-score check" not in said.text:
            yield f"batch {form}: check counts more findings, but is not named"


def lines(said: Said, truths: Sequence[Truth]) -> Iterator[str]:
    """Yield cells of a rekap for spreadsheets that are not right."""
    for row in said.tables[0].rows:
        cells = dict(zip(said.tables[0].titles, row, strict=True))
        truth = next(each for each in truths if each.name == cells["unit"])
        right = {
            "total": truth.total.points,
            "verdict": truth.verdict,
            "component_A": truth.nodes["A"].points,
            "component_B": truth.nodes["B"].points,
            **{f"area_{number}_score": each.points for number, each in truth.areas.items()},
            **{severity: str(count) for severity, count in counted(truth.findings).items()},
        }
        for predicate in ("WBK", "WBBM"):
            decided, name = truth.decided(predicate), predicate.lower()
            right[f"{name}_margin"] = decided[cells[f"{name}_margin_criterion"]].margin(predicate).lstrip("+")
        for title, told in right.items():
            if cells[title] != told:
                yield f"{truth.name}: {title} is {cells[title]}, must be {told}"


def machines(told: Told, path: Path) -> Iterator[str]:
    """Yield what formats for programs say otherwise."""
    truth = told.truth(path)
    checked = told.json("check", path, "--fail-on", "never")
    counts = counted(checked["workbooks"][0]["findings"])
    (book,) = told.json("batch", path, "--no-progress", "--jobs", "1")["units"]
    one = checked["workbooks"][0]
    for command, exact, verdict in (
        ("batch", book["total"]["exact"], book["verdict"]),
        ("check", one["total_exact"], one["verdict"]),
    ):
        if Fraction(exact) != truth.total.value or verdict != truth.verdict:
            yield f"{command} json: {exact}, {verdict}"
    log = json.loads(told.run("check", path, "--fail-on", "never", "--format", "sarif"))
    levels = Counter(each["level"] for each in log["runs"][0]["results"])
    commands = told.run("check", path, "--fail-on", "never", "--format", "github").decode()
    noted = Counter(re.findall(r"^::(error|warning|notice) ", commands, re.MULTILINE))
    for severity, level in zip(SEVERITIES["en"], ("error", "warning", "note"), strict=True):
        if not levels[level] == noted[severity] == counts[severity]:
            yield f"{severity}: {counts[severity]} in json, {levels[level]} in sarif, {noted[severity]} in github"
    failures = told.run("check", path, "--fail-on", "never", "--format", "junit").decode().count("<failure")
    if failures != counts["error"] + counts["warning"]:
        yield f"check junit: {failures} failures"


def improved(told: Told, path: Path, predicate: str) -> Iterator[str]:
    """Yield what improve says otherwise of a workbook and of its plan."""
    truth = told.truth(path)
    asked = ("improve", path, "--target", predicate.lower())
    made = told.json(*asked)
    if made["after"] is None:
        return
    known = {"name": truth.name, "path": truth.path, "target": predicate}
    plan = figures(made["after"], made["ruleset"]["id"], **known)
    before = figures(made["before"], made["ruleset"]["id"], **known)
    for one, other in ((before, truth),):
        if (one.total, one.areas) != (other.total, other.areas):
            yield "improve json: before is not what evaluate says"
    for form in set(forms("improve")) - MACHINE:
        said = told.said(form, *asked)
        held = Held([truth], told.language, plan, counted=[counted(truth.findings)])
        yield from named("improve", form, faults_of(said, held, truth.name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for workbooks, which many tests look at."""
    return tmp_path_factory.mktemp("minimums")


@pytest.mark.parametrize(("minimum", "is_met"), SHORT)
def test_one_workbook(minimum: Minimum, folder: Path, *, is_met: bool) -> None:
    """Evaluate, whatif, check and report say the same."""
    told = Told(folder, "id")
    assert list(evaluated(told, told.workbook(minimum, is_met=is_met))) == []


def test_several_workbooks(folder: Path) -> None:
    """Batch and compare say the same, and so does improve."""
    told = Told(folder, "id")
    paths = [told.workbook(minimum, is_met=is_met) for minimum, is_met in SHORT[:3]]
    assert list(ranked(told, *paths)) == []
    assert list(compared(told, paths[1], paths[0])) == []
    assert list(improved(told, paths[0], "WBK")) == []


@pytest.mark.parametrize("ruleset", ORACLES)
def test_rules(ruleset: str, folder: Path) -> None:
    """The minimums are those that the independent scorers have."""
    told = Told(folder, "id")
    path = told.workbook(Minimum(ruleset, "total", "WBK"), is_met=False)
    truth = told.truth(path)
    for form in set(forms("rules show")) - MACHINE:
        said = told.said(form, "rules", "show", "--ruleset", ruleset)
        held = Held([truth], "id")
        assert [*held.faults(said), *held.untold(said)] == []


@pytest.mark.parametrize(("minimum", "is_met"), SHORT[:1])
def test_machines(minimum: Minimum, folder: Path, *, is_met: bool) -> None:
    """Formats for programs have the same figures, and as many findings."""
    told = Told(folder, "id")
    assert list(machines(told, told.workbook(minimum, is_met=is_met))) == []


@pytest.mark.skipif(not (shutil.which("soffice") and _PDFTOTEXT), reason="no soffice or no pdftotext")
def test_pdf(folder: Path) -> None:
    """The letter as PDF has the figures of the letter as a Word document, no other, and as often."""
    told = Told(folder, "id")
    path = told.workbook(*SHORT[0][:1], is_met=SHORT[0][1])
    targets = [folder / f"surat{ending}" for ending in (".docx", PDF)]
    told.run("report", path, *(part for target in targets for part in ("-o", target)))
    text = subprocess.run([_PDFTOTEXT or "", targets[1], "-"], capture_output=True, check=True).stdout.decode()
    figures_of = [
        Counter(re.findall(r"\d+,\d{2,}%?", each))
        for each in (READERS[".docx"](targets[0].read_bytes(), "id").text, text)
    ]
    assert figures_of[0] == figures_of[1]
    assert figures_of[0]["74,9996"] > 1


@pytest.mark.long
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("minimum", "is_met"), LONG)
def test_all(minimum: Minimum, language: str, folder: Path, *, is_met: bool) -> None:
    """Every minimum, met exactly and just missed, by every command in every format and both languages."""
    told = Told(folder, language)
    path, at = (told.workbook(minimum, is_met=each) for each in (is_met, True))
    found = [*evaluated(told, path), *machines(told, path), *improved(told, path, minimum.predicate)]
    if not is_met:
        found += [*ranked(told, at, path), *compared(told, at, path)]
    assert found == []


def test_every_command_is_asked() -> None:
    """Whatever has formats or reports is under these tests, and every format is read."""
    asked = {"evaluate", "whatif", "check", "compare", "batch", "improve"}
    assert {name for name, _form in FORMATTED} == asked | OF_RULES
    assert asked | OF_RULES >= REPORTED
    assert {form for _name, form in FORMATTED} <= READERS.keys() | MACHINE
    assert set(FORMATS) <= READERS.keys() | {PDF}
