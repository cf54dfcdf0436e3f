"""The result in brief: the message of a chat and the one page say what the evaluation says, and no more than fits."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, VALID, of_each_sort, run, worksheets
from kinds import HARMFUL
from openpyxl import load_workbook
from reports import report_of
from truth import as_ruled, localised, shown

import zi_score
from zi_score import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import use_language
from zi_score.reports.document import Lines, Table, text_of
from zi_score.reports.documents import brief
from zi_score.reports.formats import one_page
from zi_score.reports.render import chat

FIVE = ("wbk", "half-empty", "area-below", "52-2014-as-typed", "three-assessors")
LONG = "Kantor " + "Pelayanan Kekayaan Negara dan Lelang " * 8
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DAY = date(2026, 9, 30)


def message(found: Evaluation, language: str = "id") -> str:
    """Return an evaluation as the message of a chat."""
    use_language(language)
    made = brief.document(found, load_ruleset(found.ruleset.id), "chat")
    return chat.render(made._replace(day=DAY))


def titled(found: Evaluation, name: str) -> Evaluation:
    """Return an evaluation of a unit of another name."""
    unit = found.unit.model_copy(update={"name": name, "agency": name, "year": name})
    return found.model_copy(update={"unit": unit})


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write workbooks in which every answer is the worst, and every fact that was asked is not met."""
    folder = tmp_path_factory.mktemp("gagal")
    found = {}
    for name in ("wbk", "52-2014-wbk"):
        book = load_workbook(VALID / f"{name}.xlsx")
        for cells in book["Jawaban"].iter_rows(min_row=4, min_col=10, max_col=11):
            choices, answer = cells
            if isinstance(choices.value, str) and "/" in choices.value and answer.value is not None:
                answer.value = choices.value.split("/")[-1].strip()
            elif isinstance(answer.value, int | float):
                answer.value = 0
        for row in book["Identitas"].iter_rows(min_row=10, max_col=4):
            if row[0].value not in {"afirmasi", "agency-type", "unit-kind"} and row[3].value:
                row[2].value = str(row[3].value).split("/")[-1].strip() if "/" in str(row[3].value) else 0
        found[name] = folder / f"{name}.xlsx"
        book.save(found[name])
    return found


def figures_of(assessment: dict[str, Any], ruleset: Ruleset) -> Iterator[str]:
    """Yield the figures of an assessment in JSON as people read them, with those that must stand in the message."""
    asked = [each.minimum for each in ruleset.criteria if set(ruleset.nodes_of(each)) == set(ruleset.roots)]
    leasts = [Fraction(least) for minimum in asked for least in minimum.values()]
    yield shown(Fraction(assessment["total"]["exact"]), leasts)
    for root in ruleset.roots:
        minimums = [
            Fraction(least)
            for each in ruleset.criteria
            if set(ruleset.nodes_of(each)) == {root}
            for least in each.minimum.values()
        ]
        yield shown(Fraction(assessment["nodes"][root]["exact"]), minimums)
    shares = [Fraction(each["exact"]) / Fraction(each["weight"]) for each in assessment["areas"].values()]
    yield f"{shown(100 * min(shares))}%"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", FIVE)
def test_a_message_is_true_to_the_json(name: str, language: str) -> None:
    """Verdict, total, components, lowest area, minimums and causes are those of the evaluation; it is short."""
    path = VALID / f"{name}.xlsx"
    found = json.loads(run("evaluate", path, "--format", "json").stdout)
    ruleset, first = load_ruleset(found["ruleset"]["id"]), found["assessments"][0]
    done = run("evaluate", path, "--format", "chat", "--date", "2026-09-30", "--lang", language)
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(told) <= chat.MOST
    assert found["unit"]["name"] in told
    for figure in figures_of(first, ruleset):
        assert localised(figure, language) in told
    predicates = {each["id"]: each for each in first["predicates"]}
    counts = predicates[found["unit"]["target"]]
    missed = next((each for each in (counts, *first["predicates"]) if each["status"] != "met"), None)
    lines = told.splitlines()
    for criterion in counts["criteria"]:
        holds_minimum([line for line in lines if f"(min {counts['id']} " in line], criterion, language)
    if missed:
        causes = [line for line in lines if line.startswith("• ") and (" < " in line or line.endswith(" Ya)"))]
        status = [each["label"] for each in missed["criteria"] if each["status"] == missed["status"]]
        assert causes
        assert all(any(label in cause for label in status) for cause in causes)
        for criterion in missed["criteria"]:
            holds_minimum([line for line in causes if " < " in line], criterion, language)
    assert lines[-1].startswith("30 September 2026")


def holds_minimum(lines: list[str], criterion: dict[str, Any], language: str) -> None:
    """Hold what lines say of a criterion against its minimum and what was reached."""
    if criterion["exact"] is None:
        return
    factor = 100 if criterion["measure"] == "share" else 1
    least, reached = Fraction(criterion["minimum"]) * factor, Fraction(criterion["exact"]) * factor
    for line in lines:
        if criterion["label"] in line:
            assert localised(as_ruled(least) if factor > 1 else shown(least), language) in line
            assert localised(shown(reached, [least]), language) in line


def test_no_worksheet_has_a_longer_message(failing: dict[str, Path]) -> None:
    """In both languages, with names without end, and where everything fails: shortened are the names alone."""
    paths = [*worksheets(), BLANK, *failing.values()]
    for found in map(evaluate, paths):
        for language in ("id", "en"):
            usual, long = message(found, language), message(titled(found, LONG), language)
            assert max(len(usual), len(long)) <= chat.MOST, found.source.path
            assert usual.splitlines()[1:] == long.splitlines()[1:]
            assert len(LONG) > 300 > len(long.splitlines()[0])
            assert "…" not in "".join(long.splitlines()[1:])


@pytest.mark.parametrize("name", ["wbk", "52-2014-wbk"])
def test_where_everything_fails_three_causes_are_told(failing: dict[str, Path], name: str) -> None:
    """And how many there are; what is to be done first stands below."""
    told = message(evaluate(failing[name]))
    assert told.count("• ") == 5
    title = re.search(r"^WBK BELUM TERPENUHI: 3 dari (\d+) penyebab:$", told, re.MULTILINE)
    assert title
    found = evaluate(failing[name]).assessments[0].predicates[0]
    assert int(title[1]) == len(found.decisive)
    assert "BELUM MEMENUHI" in told


def test_a_line_is_a_statement() -> None:
    """No sentence is broken, nothing is coloured, and no line is empty."""
    told = message(evaluate(VALID / "half-empty.xlsx"))
    assert "\x1b" not in told
    assert told.endswith("\n")
    assert all(told[:-1].split("\n"))
    coloured = run("evaluate", VALID / "wbk.xlsx", "--format", "chat", "--color", "always").stdout
    assert b"\x1b" not in coloured


@pytest.mark.parametrize(
    "name",
    [
        "*Balai* _Contoh_ ~A~ `b`",
        "> Balai",
        "- Balai",
        "1. Balai",
        "||Balai|| @semua #1",
        "https://a.go.id www.b.id",
        "a\nb\u202ec",
    ],
)
def test_a_name_is_no_markup(name: str) -> None:
    """What chats take for bold, italic, code, a quotation, a list, a link or a call of somebody is plain text."""
    told = message(titled(evaluate(VALID / "wbk.xlsx"), name))
    assert not set("*_~`|\u202e") & set(told)
    assert not re.search(r"(?m)^\s*(>|-|\d+\.) ", told)
    assert not re.search(r"@\w|#\w|://|\w\.[a-z]", told.splitlines()[0])
    assert len(told.splitlines()) == len(message(evaluate(VALID / "wbk.xlsx")).splitlines())


def test_a_document_that_means_harm_is_inert() -> None:
    """Whatever texts a document has."""
    told = chat.render(HARMFUL)
    assert not set("*_~`|") & set(told)
    assert all(char.isprintable() or char in "\n\u200b" for char in told)


def test_it_goes_to_a_file_and_says_why_there_is_no_result(tmp_path: Path) -> None:
    """``--report chat:`` has the same text; a workbook that cannot be read says so in a message too."""
    target = tmp_path / "pesan.txt"
    done = run("evaluate", VALID / "wbk.xlsx", "--format", "chat", "--report", f"chat:{target}")
    assert target.read_bytes() == done.stdout
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK")
    failed = run("evaluate", broken, "--format", "chat")
    assert failed.returncode == 3
    assert "rusak" in failed.stdout.decode()
    assert len(failed.stdout.decode()) <= chat.MOST


def test_steps_are_in_order() -> None:
    """Answers, facts, scores, requirements; where nothing is missing, that is said, and who proposes."""
    use_language("en")
    assert [each.split()[0] for each in brief.next_steps(evaluate(VALID / "half-empty.xlsx"))] == ["Answer", "Check"]
    assert [each.split()[0] for each in brief.next_steps(evaluate(VALID / "area-below.xlsx"))] == ["Raise", "Check"]
    first = next(brief.next_steps(evaluate(VALID / "zero-counts.xlsx")))
    assert first == "State the facts that are not known yet."


@pytest.mark.parametrize("name", FIVE)
def test_the_page_says_what_the_message_says(name: str) -> None:
    """The same verdict, figures and causes: both are of one document."""
    found = evaluate(VALID / f"{name}.xlsx")
    told, ruleset = message(found), load_ruleset(found.ruleset.id)
    page = brief.document(found, ruleset, "html")
    table, *others = page.in_format("html")
    assert isinstance(table, Table)
    assert page.head[0].text in told
    for row in table.rows:
        name_, *figures = [text_of(cell) for cell in row[:4]]
        assert all(text in told for text in (name_, *figures))
    for block in others:
        assert isinstance(block, Lines)
        assert block.title in told
        assert all(each.text in told for each in block.lines[: block.most])


@pytest.fixture(scope="module")
def printed() -> Iterator[Callable[[bytes], bytes]]:
    """Print pages as a browser does."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = started.new_page()

        def printed_page(content: bytes) -> bytes:
            page.set_content(content.decode())
            return bytes(page.pdf(prefer_css_page_size=True))

        yield printed_page
        started.close()


def sheets(paper: bytes) -> int:
    """Return how many sheets of paper a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def assert_one_sheet(printed: Callable[[bytes], bytes], path: Path) -> None:
    """The page of a worksheet is one sheet of paper, also with names without end."""
    report = report_of(path, "id")
    use_language("id")
    for each in (report, replace(report, evaluation=titled(report.evaluation, LONG))):
        assert sheets(printed(one_page(each, ".html", DAY))) == 1, path


@pytest.mark.parametrize("path", of_each_sort(sorted(VALID.glob("*.xlsx"))))
def test_one_page_is_one_sheet_of_paper(printed: Callable[[bytes], bytes], path: Path) -> None:
    """Of every worksheet."""
    assert_one_sheet(printed, path)


def test_one_page_of_what_fails_is_one_sheet_of_paper(
    printed: Callable[[bytes], bytes], failing: dict[str, Path]
) -> None:
    """Where everything fails, and most is to be said."""
    for path in failing.values():
        assert_one_sheet(printed, path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_one_page_of_libreoffice_is_one_sheet_of_paper(failing: dict[str, Path]) -> None:
    """Where the most is to be said."""
    report = report_of(failing["wbk"], "id")
    use_language("id")
    long = replace(report, evaluation=titled(report.evaluation, LONG))
    assert sheets(one_page(long, ".pdf", DAY)) == 1


def test_one_page_is_asked_for_of_one_unit_or_many(tmp_path: Path) -> None:
    """Beside the workbook or below a folder, and as nothing that is no page."""
    source = tmp_path / "lke.xlsx"
    shutil.copy(VALID / "wbk.xlsx", source)
    assert run("report", source, "--one-page").returncode == 0
    page = (tmp_path / "lke-ringkas.html").read_text(encoding="utf-8")
    assert "What comes next" in page
    assert "<details" not in page
    assert run("report", source, "--one-page", "-o", tmp_path / "lke.docx").returncode == 0
    many = run("report", source, VALID / "wbbm.xlsx", "--one-page", "--format", "docx", "-o", f"{tmp_path}/banyak/")
    assert many.returncode == 0, many.stderr
    assert {path.name for path in (tmp_path / "banyak").iterdir()} == {"lke-ringkas.docx", "wbbm-ringkas.docx"}
    pages = run("report", source, VALID / "wbbm.xlsx", "--one-page", "-o", f"{tmp_path}/halaman/")
    assert pages.returncode == 0, pages.stderr
    assert all("<details" not in path.read_text(encoding="utf-8") for path in (tmp_path / "halaman").glob("*.html"))
    for refused in (("-o", "x.xlsx"), ("--format", "csv"), ("--docx-template", str(source))):
        assert run("report", source, "--one-page", *refused).returncode == 2


def test_the_library_gives_one_page_too() -> None:
    """As the command does; a format that is none of one page is refused by its name."""
    page = zi_score.report(VALID / "wbk.xlsx", "html", one_page=True)
    assert len(page) < len(zi_score.report(VALID / "wbk.xlsx", "html")) / 10
    with pytest.raises(ValueError, match="xlsx: one page is one of html, docx, pdf"):
        zi_score.report(VALID / "wbk.xlsx", "xlsx", one_page=True)


def test_a_survey_that_nobody_held_has_no_index() -> None:
    """It counts 0 and may bring all its points: that is no index of 0,00, in no format."""
    asked = ("whatif", VALID / "wbk.xlsx", "--set", "B.I.a=", "-q", "--format")
    for form in ("text", "markdown", "html"):
        said = " ".join(re.sub(r"<[^>]+>", "", run(*asked, form, language="id").stdout.decode()).split())
        assert "indeks belum ada (min 3,60)" in said, form
        assert "indeks 0,00" not in said, form
    said = message(zi_score.what_if(VALID / "wbk.xlsx", {"B.I.a": ""})[0])
    assert "Survei Persepsi Korupsi (IPAK) 0,00 < 15,75, indeks belum ada (min 3,60)" in said
