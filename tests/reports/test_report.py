"""``zi-score report``: the facts of a unit's report, and that every format says them, whatever a workbook holds."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from conftest import BLANK, BROKEN, ROOT, RULESET, RULESET_FOLDER, VALID, answers_of, random_sheet, run
from harm import BIDI
from hypothesis import given, settings
from hypothesis import strategies as st
from loading import HEAVY, loaded_by
from marked import Page, assert_for_everyone, assert_inert, assert_own, tables
from openpyxl import Workbook, load_workbook
from reports import HARM, example, hostile, report_of

from zi_score.api.one import evaluate
from zi_score.cli.pages import INDEX, page_name
from zi_score.evaluation.criterion import is_requirement
from zi_score.evaluation.scoring import questions_of
from zi_score.model.exact import rounded
from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.links import pieces
from zi_score.model.submission import Form, Submission
from zi_score.model.worksheet import AnswerSheet, Assessor, Source, Unit, Worksheet
from zi_score.reports.document import Block, Findings, Link, Number, Table, text_of
from zi_score.reports.documents import questions, unit
from zi_score.reports.figures import wanted
from zi_score.reports.formats import render
from zi_score.reports.render import markdown
from zi_score.reports.unit import UnitReport, unit_report
from zi_score.reports.words import status_word, verdict_sentence

NAMES = ("three-assessors", "half-empty", "field-lke-zi", "52-2014-wbk")
FORMATS = (".html", ".csv", ".md", ".xlsx")
LARGEST_PAGE = 300_000


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture(params=NAMES)
def report(request: pytest.FixtureRequest) -> UnitReport:
    """Return the report of each example."""
    return report_of(example(request.param))


def written(report: UnitReport, ending: str) -> str:
    """Return a report in a format that is text."""
    return render(report, ending).decode("utf-8-sig")


@cache
def page_of(report: UnitReport) -> Page:
    """Parse the page of a report."""
    return Page(written(report, ".html"))


@cache
def workbook_of(report: UnitReport) -> Workbook:
    """Open the workbook of a report as a spreadsheet program would."""
    return load_workbook(io.BytesIO(render(report, ".xlsx")))


@cache
def blocks_of(report: UnitReport) -> dict[str, Block]:
    """Return what a workbook has of a report, which is all but the page's own questions."""
    return {block.key: block for block in unit.document(report, "xlsx").in_format("xlsx")}


def table_of(report: UnitReport, key: str) -> list[dict[str, str]]:
    """Return what the rows of a table say, by the keys of its columns."""
    block = blocks_of(report)[key]
    assert isinstance(block, Table)
    keys = [column.key for column in block.columns]
    return [dict(zip(keys, map(text_of, row), strict=True)) for row in block.rows]


def lines_of(report: UnitReport) -> list[dict[str, str]]:
    """Read the CSV of a report."""
    return list(csv.DictReader(io.StringIO(written(report, ".csv"), newline="")))


# the facts -----------------------------------------------------------------------------------------


def test_facts_by_hand() -> None:
    """The worksheet below an area's minimum: its losses as ``worksheets/cases.py`` works them out."""
    report = report_of(example("area-below"))
    lost = {asked.question.code: asked.first.lost for asked in report.losses}
    assert lost == {
        "B.II.a": Fraction("1.75"),
        "A.II.3.i.a": Fraction("1.5"),
        "A.II.3.ii.a": Fraction("1.5"),
        "A.II.3.iii.a": Fraction(4, 3),
        "B.I.a": Fraction("0.4375"),
    }
    assert list(lost.values()) == sorted(lost.values(), reverse=True)
    asked = {asked.question.code: asked for asked in report.asked}
    first = asked["A.II.3.i.a"]
    assert (first.first.choice, [level.choice for level in first.levels]) == ("C", ["A", "B", "C"])
    above = first.next_level(first.first)
    assert above is not None
    assert (above.choice, above.value) == ("B", Fraction(1, 2))
    assert asked["A.I.1.i.a"].next_level(asked["A.I.1.i.a"].first) is None
    assert asked["B.I.a"].levels == ()
    assert [chapter.key for chapter in report.chapters] == [*(f"area-{number}" for number in range(1, 7)), "B"]


def test_chapters_hold_every_question_once(report: UnitReport) -> None:
    """Each question stands in one chapter, and the points of the chapters are those of the total."""
    codes = [asked.question.code for chapter in report.chapters for asked in chapter.asked]
    assert sorted(codes) == sorted(report.ruleset.questions)
    scores = [sum(report.first.nodes[code].score for code in chapter.sections) for chapter in report.chapters]
    assert sum(scores) == report.first.total.score


def test_several_assessors_stand_side_by_side() -> None:
    """Three answers a question, the highest authority first, each with its own notes."""
    report = report_of(example("three-assessors"))
    assert {tuple(each.assessor for each in asked.given) for asked in report.asked} == {
        (Assessor.TPN, Assessor.TPI, Assessor.UNIT)
    }
    lowered = next(asked for asked in report.asked if asked.question.code == "A.I.1.iv.b")
    assert [each.choice for each in lowered.given] == ["B", "B", "A"]
    columns = [{note.place.cell[0] for note in each.notes} for each in lowered.given]
    assert all(columns)
    assert len(set().union(*columns)) == 3


@given(st.integers(min_value=0, max_value=10**6))
@settings(max_examples=40, deadline=None)
def test_losses_are_what_is_missing(seed: int) -> None:
    """Whatever was answered: what is lost is what is missing, and the next level brings something, and no more."""
    sheet = AnswerSheet(assessor=Assessor.UNIT, answers=answers_of(random_sheet(seed)))
    source = Source(path="lke.xlsx", sheet="Jawaban", layout="jawaban")
    worksheet = Worksheet(source=source, unit=Unit(), ruleset=RULESET.id, sheets=(sheet,))
    form = Form(
        header=0, rows={}, totals={}, unplaced=frozenset(), weight=None, choices=None, assessors=(), is_bare=False
    )
    made = unit_report(evaluate(worksheet, RULESET), Submission(worksheet, form, {}), RULESET)
    total = made.first.total
    assert sum(asked.first.lost for asked in made.asked) == total.weight - total.score
    assert {asked.question.code for asked in made.unanswered} == {
        node.code for node in questions_of(made.first.nodes) if node.value is None
    }
    for asked in made.asked:
        above = asked.next_level(asked.first)
        if above:
            assert 0 < (above.value - (asked.first.node.value or 0)) * asked.first.node.weight <= asked.first.lost
        else:
            assert not asked.first.lost or not asked.levels


# the same facts in all formats ----------------------------------------------------------------------


def test_questions_are_those_of_the_contract(report: UnitReport) -> None:
    """CSV, workbook and page: code, answer, points and weight of every question are those of the JSON."""
    told = report.first.model_dump(mode="json")["nodes"]
    first = report.first.assessor.value
    lines = {line["code"]: line for line in lines_of(report) if line["assessor"] == first}
    rows = {row["code"]: row for row in table_of(report, "question-list")}
    shown = page_of(report).questions
    assert list(lines) == list(rows) == list(report.ruleset.questions)
    assert shown.keys() == lines.keys()
    for asked in report.asked:
        code, node = asked.question.code, asked.first.node
        figures = told[code]
        assert (lines[code]["score"], lines[code]["weight"]) == (figures["score"], figures["weight"])
        assert (rows[code][f"score-{first}"], rows[code]["weight"]) == (figures["score"], figures["weight"])
        assert lines[code]["lost"] == rows[code]["lost"] == str(rounded(node.weight - node.score))
        assert f"{figures['score']} / {figures['weight']}" in shown[code]
        assert f"[exact {figures['exact']}]" in shown[code]
        assert asked.question.label in shown[code]
        assert all(level.text in shown[code] for level in asked.levels)
        if node.value is not None:
            assert lines[code]["value"] == str(rounded(node.value, 4))
            assert questions.answer(asked.first) in shown[code]


def test_the_sheets_own_wording_is_shown_where_it_differs() -> None:
    """In the page, and in a column of the workbook; where it says the same, nothing is said twice."""
    report = report_of(example("field-lke-zi"))
    worded = {asked.question.code: asked.wording for asked in report.asked if asked.wording}
    shown, rows = page_of(report).questions, table_of(report, "question-list")
    assert {row["code"]: row["wording"] for row in rows if row["wording"]} == worded
    assert worded
    assert all(text in shown[code] for code, text in worded.items())
    assert len(worded) < len(report.asked)


def test_criteria_are_those_of_the_contract(report: UnitReport) -> None:
    """What was reached, the margin in points and the state of every minimum, the target's predicate first."""
    predicates = wanted(report.first.predicates, report.evaluation.unit.target)
    rows = table_of(report, "criteria")
    found = {result.id: result for p in predicates for result in p.criteria if not is_requirement(result)}
    assert len(rows) == len(found)
    for row, known in zip(rows, found.values(), strict=True):
        assert row["criterion"].startswith(known.label)
        if known.exact is not None:
            exact = Fraction(known.exact) * (100 if known.measure == "share" else 1)
            assert abs(Fraction(row["reached"].removesuffix("%")) - exact) <= Fraction(1, 200)
            assert (Fraction(row["reached"].removesuffix("%")) >= Fraction(known.minimum)) or known.margin is not None
        for predicate in predicates:
            result = next((each for each in predicate.criteria if each.id == known.id), None)
            assert row[f"status-{predicate.id}"] == ("" if result is None else status_word(result.status))
            if result and result.gap is not None:
                assert abs(Fraction(row[f"margin-{predicate.id}"]) - result.gap) <= Fraction(1, 200)
                assert row[f"margin-{predicate.id}"].startswith("-") == (result.gap < 0)
    columns = [name.removeprefix("status-") for name in rows[0] if name.startswith("status-")]
    assert columns == [predicate.id for predicate in predicates]


def test_total_areas_and_verdict_are_those_of_the_contract(report: UnitReport) -> None:
    """Page, Markdown and workbook open with verdict and total; every area is that of the JSON."""
    told = report.first.model_dump(mode="json")
    sentence = f"{verdict_sentence(told['verdict'])}"
    total = f"total {told['total']['score']} of {told['total']['weight']}"
    summary = workbook_of(report).worksheets[0]
    opening = (
        page_of(report).sections["verdict"],
        written(report, ".md").split("\n###")[0],
        " ".join(str(row[0]) for row in summary.iter_rows(max_row=4, values_only=True)),
    )
    assert all(sentence in each and total in each for each in opening)
    for row, (number, area) in zip(table_of(report, "areas"), told["areas"].items(), strict=False):
        assert row["area"] == f"{number} {area['name']}"
        assert (row["score"], row["weight"]) == (area["score"], area["weight"])
        assert abs(Fraction(row["share"].removesuffix("%")) - Fraction(area["ratio"]) * 100) <= Fraction(1, 200)


def test_findings_are_those_of_the_check(report: UnitReport) -> None:
    """Every finding stands in the page, the workbook and the Markdown, and at its question."""
    page, markdown = page_of(report), tables(written(report, ".md"))
    blocks = [block for block in blocks_of(report).values() if isinstance(block, Findings)]
    assert [block.key for block in blocks] in (["findings"], ["findings", "findings-form"])
    assert sorted(f for block in blocks for f in map(repr, block.findings)) == sorted(map(repr, report.findings))
    for block in blocks:
        assert {finding.of_form for finding in block.findings} <= {block.key == "findings-form"}
        assert all(page.sections[block.key].count(finding.name) == 1 for finding in block.findings)
        listed = markdown.get(block.title, [])
        assert sorted(row[2] for row in listed[1:]) == sorted(finding.name for finding in block.findings)
    for finding in report.findings:
        if finding.code in report.ruleset.questions:
            assert finding.message in page.questions[finding.code]


def test_formula_findings_stand_in_the_report() -> None:
    """What only a look behind the values finds is told too, and nothing sends anybody to check once more."""
    report = report_of(example("field-lke-zi"))
    assert {"wrong-range", "typed-total-differs"} <= {finding.name for finding in report.findings}
    sections = page_of(report).sections
    assert "looks deeper" not in sections["findings"] + sections["findings-form"]
    assert ("wrong-range" in sections["findings"], "wrong-range" in sections["findings-form"]) == (False, True)


@pytest.mark.parametrize(("language", "figure", "other"), [("id", "84,62", "84.62"), ("en", "84.62", "84,62")])
def test_what_was_stated_is_written_as_its_readers_write(language: str, figure: str, other: str) -> None:
    """A share that the sheet's counts give of a requirement is a figure like any other."""
    text = run("evaluate", example("field-lke-zi"), language=language).stdout.decode()
    traced = run(
        "evaluate", example("field-lke-zi"), "--trace", "req-wealth-reports", language=language
    ).stdout.decode()
    assert all(figure in each and other not in each for each in (text, traced))


def test_sources_are_numbered_alike() -> None:
    """Numbers in brackets lead to the sources of the ruleset, in the page and in the workbook."""
    report = report_of(example("wbk"))
    listed = blocks_of(report)["sources"]
    assert isinstance(listed, Table)
    assert [text_of(row[0]) for row in listed.rows] == [f"[{number}]" for number, _ in enumerate(listed.rows, start=1)]
    assert [row["source"] for row in table_of(report, "sources")][1:] == [
        source.text for source in list(report.ruleset.sources.values())[1:]
    ]
    block = blocks_of(report)["criteria"]
    assert isinstance(block, Table)
    number = list(report.ruleset.sources).index("minimum") + 1
    assert block.cells("source")[0] == Link(f"[{number}]", f"#sources-{number}")
    assert f"sources-{number}" in {each.get("id") for each in page_of(report).all("tr")}


def test_every_figure_says_how_it_came_about() -> None:
    """A line for every criterion and node, with its exact value."""
    report = report_of(example("three-assessors"))
    rows = {row["code"]: row for row in table_of(report, "origin")}
    for code, node in report.first.nodes.items():
        assert rows[code]["exact"] == str(node.exact)
        assert rows[code]["score"] == str(rounded(node.score))
    assert rows["A.II.1.i"]["way"].startswith("= (1/3 + 0) / 2 x 2")
    assert rows["A.I.1 + A.II.1"]["way"] == (
        "= 3.81 (A.I.1) + 0.58 (A.II.1) = 4.40 of 8.00  [exact 211/48]\n= 54.95%  [exact 211/384]"
    )


def test_conventions_that_decided_are_named() -> None:
    """Where a denominator is 0, the question says so, and which convention gave its value."""
    report = report_of(example("zero-counts"))
    codes = [asked.question.code for asked in report.asked if asked.first.node.basis == "convention"]
    assert codes
    assert set(codes) <= {finding.code for finding in report.findings if finding.name == "convention-applied"}
    assert all("= 0 -> " in page_of(report).questions[code] for code in codes)


def test_where_most_points_are_lost(report: UnitReport) -> None:
    """The most first, with what the next level would bring; how many there are besides."""
    rows = table_of(report, "losses") if report.losses else []
    assert [row["code"] for row in rows] == [asked.question.code for asked in report.losses[:10]]
    for row, asked in zip(rows, report.losses, strict=False):
        above = asked.next_level(asked.first)
        assert row["lost"] == str(rounded(asked.first.lost))
        assert row["next"] == (above.choice if above else "")
    block = blocks_of(report).get("losses")
    assert block is None or (str(len(report.losses)) in block.about) == (len(report.losses) > 10)


def test_shares_of_the_chart_are_those_of_the_table() -> None:
    """52/2014 asks nothing of areas and has no parts; 90/2021 asks 60 % and 75 %."""
    for name, minimums in (("wbk", ("min-WBK", "min-WBBM")), ("52-2014-wbk", ())):
        block = blocks_of(report_of(example(name)))["areas"]
        assert isinstance(block, Table)
        radar = next(chart for chart in block.charts if chart.kind == "radar")
        assert (radar.series, radar.minimums) == (("share",), minimums)
        assert all(isinstance(cell, Number) and 0 <= cell.value <= 1 for cell in block.cells("share")[:6])


# the page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page_is_small_and_for_everyone(name: str, language: str) -> None:
    """Below 300 kB, headings in order, captions, scopes, ids that are unique, links that lead somewhere."""
    report = report_of(example(name), language)
    use_language(language)
    assert len(render(report, ".html")) < LARGEST_PAGE
    assert_own(page_of(report))
    assert_for_everyone(page_of(report), language)


def test_labels_stay_indonesian() -> None:
    """In the English page the ruleset's texts say that they are Indonesian; in the Indonesian one they need not."""
    path = example("wbk")
    report = report_of(path)
    label = report.asked[0].question.label
    assert f'<span class="label" lang="id">{label}</span>' in written(report, ".html")
    use_language("id")
    assert f'<span class="label">{label}</span>' in written(report_of(path, "id"), ".html")


# what means harm -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> UnitReport:
    """Return the report of a workbook that means harm."""
    use_language("en")
    return report_of(hostile(tmp_path_factory.mktemp("jahat") / "lke.xlsx"))


def test_page_is_inert(harmful: UnitReport) -> None:
    """No element, attribute, comment or address comes from a workbook, but for http and https."""
    page = page_of(harmful)
    assert_own(page)
    assert_for_everyone(page, "en")
    outside = [each for each in page.all("a") if not each["href"].startswith("#")]
    assert {each["rel"] for each in outside} == {"noopener noreferrer"}
    assert {each["href"] for each in outside} >= {
        "https://contoh.go.id/tertaut?x=1&y=2",
        "https://contoh.go.id/b_(c)",
        "https://contoh.go.id/a?b=1&c=",
    }
    assert all(re.match(r"https?://[\w.-]+(/|\Z)", each["href"]) for each in outside)
    text = written(harmful, ".html")
    assert {char for char in text if not char.isprintable()} == {"\n"}
    assert "{{ 7 * 7 }}" in text
    assert not any(mark in text for mark in BIDI)
    assert any("javascript:alert(document.domain)" in shown for shown in page.questions.values())


def test_workbook_is_inert(harmful: UnitReport) -> None:
    """No formula, no link, no control character; texts that look like formulas are marked as texts."""
    for sheet in workbook_of(harmful).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not {char for char in cell.value if not char.isprintable()} - {"\n"}
                    assert cell.quotePrefix or not cell.value.startswith(("=", "+", "-", "@"))


def test_csv_is_inert(harmful: UnitReport) -> None:
    """No cell begins a formula, and every line has all columns."""
    assert render(harmful, ".csv").startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(written(harmful, ".csv"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any(HARM[0] in cell for row in rows for cell in row)


def test_markdown_is_inert(harmful: UnitReport) -> None:
    """No HTML, no link, no picture, nobody mentioned."""
    assert_inert(written(harmful, ".md"))


def test_markdown_fits_into_a_ticket() -> None:
    """What does not fit is counted; the verdict always does."""
    report = report_of(BLANK)
    whole, short = (
        markdown.render(unit.document(report, "markdown"), limit=limit) for limit in (markdown.LIMIT, 6_000)
    )
    assert len(whole.encode()) < 65_536
    assert len(short.encode()) < 6_000
    assert "more lines are not listed here" in short
    assert verdict_sentence(report.first.verdict) in short


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("SK.pdf; https://drive.contoh.id/d/1?x=(a)&y#z.", ["https://drive.contoh.id/d/1?x=(a)&y#z"]),
        ("(https://contoh.id/a), HTTP://CONTOH.ID", ["https://contoh.id/a", "HTTP://CONTOH.ID"]),
        ("https://bank.go.id@jahat.id/x http:// https://", []),
        ("javascript:alert(1) data:text/html,x ftp://contoh.id file:///etc", []),
        ('xhttps://contoh.id/a"b<c', ["https://contoh.id/a"]),
        ("", []),
    ],
)
def test_only_addresses_of_the_web_are_links(line: str, links: list[str]) -> None:
    """Http and https with a host; what ends a sentence is none of it."""
    found = list(pieces(line))
    assert [piece.address for piece in found if piece.address] == links
    assert "".join(piece.text for piece in found) == line


@given(st.text(alphabet="htps:/.()@#?&=<>\"' ab", max_size=40))
@settings(max_examples=200, deadline=None)
def test_links_lose_no_text(line: str) -> None:
    """Whatever a text holds: the pieces are the text, and addresses begin as they must."""
    found = list(pieces(line))
    assert "".join(piece.text for piece in found) == line
    assert all(re.match(r"https?://", piece.address, re.IGNORECASE) for piece in found if piece.address)


# bytes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
def test_same_report_same_bytes(ending: str) -> None:
    """Nothing of the clock or of chance."""
    path = example("three-assessors")
    first = render(report_of(path), ending)
    report_of.cache_clear()
    assert render(report_of(path), ending) == first


def test_other_formats_do_without_openpyxl(tmp_path: Path) -> None:
    """The page needs jinja2 alone; help needs nothing."""
    assert loaded_by("report", "--help") & ({"python_calamine"} | HEAVY) == set()
    packages = loaded_by("report", str(example("wbk")), "-o", str(tmp_path / "lke.html"))
    assert packages & HEAVY == {"jinja2"}
    assert "rich" not in packages


# the command ---------------------------------------------------------------------------------------


def test_command_writes_every_format(tmp_path: Path) -> None:
    """Several outputs at once, by their endings, in the language asked for."""
    path = example("wbk")
    targets = [tmp_path / f"lke{ending}" for ending in (".html", ".XLSX", ".md", ".csv")]
    outputs = [part for target in targets for part in ("-o", target)]
    done = run("report", path, *outputs, "--lang", "id", "--date", "2026-07-01")
    assert (done.returncode, done.stdout) == (0, b"")
    use_language("id")
    made = report_of(path, "id")
    for target in targets:
        assert target.read_bytes() == render(made, target.suffix.lower(), day=date(2026, 7, 1))
    assert "Dihitung pada 1 Juli 2026" in targets[0].read_text(encoding="utf-8")
    assert str(targets[0]).encode() in done.stderr


def test_command_shows_one_assessor(tmp_path: Path) -> None:
    """--assessor keeps one column; one that did not answer is wrong use."""
    path, target = example("three-assessors"), tmp_path / "lke.csv"
    assert run("report", path, "-o", target, "--assessor", "tpi").returncode == 0
    written = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))
    assert {line["assessor"] for line in written} == {"tpi"}
    done = run("report", path, "-o", target, "--assessor", "tpi-2")
    assert (done.returncode, b"no answers of this assessor" in done.stderr) == (2, True)


def test_command_takes_facts_ruleset_and_standard_input(tmp_path: Path) -> None:
    """--holds-wbk, --ruleset with a folder, and - work as in evaluate."""
    target = tmp_path / "lke.md"
    done = run(
        "report", "-", "-o", target, "--ruleset", RULESET_FOLDER, "--holds-wbk", stdin=example("wbbm").read_bytes()
    )
    assert done.returncode == 0, done.stderr
    assert "**ELIGIBLE for WBBM; " in target.read_text(encoding="utf-8")


def test_answers_of_portalrb_have_a_report_too() -> None:
    """A unit's answers as the ministry's interface gives them: no cells, the same questions."""
    report = report_of(ROOT / "worksheets" / "portalrb" / "jawaban-unit" / "17.json")
    assert len(page_of(report).questions) == len(lines_of(report)) / len(report.evaluation.assessments) == 113
    assert len(table_of(report, "question-list")) == 113


WRONG = {
    "lke.txt": "known are .html, .xlsx, .md, .csv",
    "missing/lke.html": "there is no such file or folder",
    "lke.html|lke.html": "named twice",
    "pages/|lke.html": "takes no other output",
}


@pytest.mark.parametrize("outputs", WRONG)
def test_wrong_outputs_are_refused(tmp_path: Path, outputs: str) -> None:
    """Each with a sentence and exit code 2, and nothing is written."""
    options = [part for name in outputs.split("|") for part in ("-o", f"{tmp_path}/{name}")]
    done = run("report", example("wbk"), *options)
    assert (done.returncode, WRONG[outputs] in done.stderr.decode()) == (2, True), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["lke.xlsx", "LINK.xlsx"])
def test_a_workbook_is_never_overwritten(tmp_path: Path, name: str) -> None:
    """Not under its own name, nor under another one that leads to it."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(example("wbk").read_bytes())
    if name != path.name:
        (tmp_path / name).symlink_to(path)
    done = run("report", path, "-o", tmp_path / name)
    assert (done.returncode, b"that is read as an input" in done.stderr) == (2, True)
    assert path.read_bytes() == example("wbk").read_bytes()


def test_an_unreadable_workbook_writes_nothing(tmp_path: Path) -> None:
    """Exit code 3 with the reason; a report of before stays as it was."""
    target = tmp_path / "lke.html"
    target.write_text("lama", encoding="utf-8")
    done = run("report", BROKEN / "file-damaged.xlsx", "-o", target)
    assert (done.returncode, b"is damaged" in done.stderr, target.read_text(encoding="utf-8")) == (3, True, "lama")


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.xlsx", "b.xlsx", "-o", "x.html"],
        ["a.xlsx", "-o", "pages/", "--unit", "Balai"],
        ["a.xlsx", "-o", "pages/", "--no-holds-wbk"],
        ["-", "-o", "pages/"],
        ["-"],
    ],
)
def test_wrong_use_is_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    """What does not go together is said before anything is read."""
    done = run("report", *arguments, cwd=tmp_path)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    assert list(tmp_path.iterdir()) == []


# many units ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of some units, one of which cannot be read, from a folder and a pattern, by two processes."""
    folder = tmp_path_factory.mktemp("situs")
    (folder / "kiriman" / "lagi").mkdir(parents=True)
    for name in ("wbk", "wbbm", "half-empty", "three-assessors", "52-2014-wbk"):
        (folder / "kiriman" / f"{name}.xlsx").write_bytes((VALID / f"{name}.xlsx").read_bytes())
    (folder / "kiriman" / "lagi" / "WBK.xlsx").write_bytes(example("area-below").read_bytes())
    (folder / "kiriman" / "rusak.xlsx").write_bytes((BROKEN / "file-damaged.xlsx").read_bytes())
    done = run("report", "kiriman", "tiada*.xlsx", "-o", "situs/", "-j", "2", cwd=folder)
    assert (done.returncode, done.stdout) == (3, b""), done.stderr
    return folder


def test_index_links_every_unit(site: Path) -> None:
    """The index lists and links the units that were read, and names those that were not."""
    files = {path.name for path in (site / "situs").iterdir()}
    text = (site / "situs" / INDEX).read_text(encoding="utf-8")
    linked = set(re.findall(r'<a href="([^"#]+)">', text))
    assert files == {INDEX, *linked}
    assert len(linked) == 6
    assert all(re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}\.html", name) for name in linked)
    parsed = Page(text)
    assert [row[0] for row in parsed.tables["failures"][1:]] == ["kiriman/rusak.xlsx", "tiada*.xlsx"]
    for name in linked:
        assert f'<a href="{INDEX}">All units</a>' in (site / "situs" / name).read_text(encoding="utf-8")


def test_pages_are_those_of_report(site: Path, tmp_path: Path) -> None:
    """A unit's page is the one that report writes, but for the link to the index; again it is the same."""
    name = page_name("kiriman/wbk.xlsx")
    alone = tmp_path / "lke.html"
    assert run("report", "kiriman/wbk.xlsx", "-o", alone, cwd=site).returncode == 0
    page = (site / "situs" / name).read_text(encoding="utf-8")
    assert page.replace(f'<p class="back"><a href="{INDEX}">All units</a></p>\n', "") == alone.read_text(
        encoding="utf-8"
    )
    before = {path.name: path.read_bytes() for path in (site / "situs").iterdir()}
    (site / "situs" / "catatan.txt").write_text("tetap", encoding="utf-8")
    again = ("report", "tiada*.xlsx", "kiriman", "-o", "situs", "-j", "1")
    assert run(*again, cwd=site).returncode == 2
    assert run(*again, "--force", cwd=site).returncode == 3
    after = {path.name: path.read_bytes() for path in (site / "situs").iterdir()}
    assert after == before | {"catatan.txt": b"tetap"}


def test_a_list_states_units_and_facts(tmp_path: Path) -> None:
    """What a list says of a workbook goes before, as in batch."""
    (tmp_path / "lke.xlsx").write_bytes(example("wbbm").read_bytes())
    (tmp_path / "daftar.csv").write_text("path,unit,holds-wbk\nlke.xlsx,Unit Daftar,tidak\n", encoding="utf-8")
    assert run("report", "daftar.csv", "-o", "situs/", cwd=tmp_path).returncode == 0
    page = (tmp_path / "situs" / page_name("lke.xlsx")).read_text(encoding="utf-8")
    assert "<h1>Unit Daftar</h1>" in page
    assert "ELIGIBLE for WBK" in Page(page).sections["verdict"]


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "a/CON.xlsx",
        "nul",
        "ünïts/Größe #2 50%.xlsx",
        "a" * 300,
        "\u202efdp.xlsx",
        "-rf.xlsx",
        "名前.xlsx",
    ],
)
def test_names_of_pages_are_safe(path: str) -> None:
    """Letters, digits and dashes, never too long, never a name that a system keeps for itself."""
    name = page_name(path)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*-)?[0-9a-f]{8}\.html", name)
    assert len(name) < 80
    assert name != INDEX


def test_names_of_pages_tell_paths_apart() -> None:
    """The same name in two folders gives two pages, each always the same."""
    names = {page_name(path) for path in ("a/lke.xlsx", "b/lke.xlsx", "a/LKE.xlsx", "a/lke.xlsm", "lke.xlsx")}
    assert len(names) == 5
    assert page_name("a/lke.xlsx") == page_name("a/lke.xlsx")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A sentence, exit code 2, and nothing half done."""
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    done = run("report", example("wbk"), "-o", f"{tmp_path}/berkas/situs/")
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    assert [path.name for path in tmp_path.iterdir()] == ["berkas"]
