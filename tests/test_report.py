"""``zi-score report``: the facts of a unit's report, and that every format says them, whatever a workbook holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, BROKEN, ROOT, RULESET, RULESET_FOLDER, VALID, answers_of, random_sheet, run
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import Workbook, load_workbook
from reports import BIDI, HARM, example, hostile, report_of
from test_formats import HARMLESS, kind, tokens
from test_formats import rows as markdown_rows
from test_imports import HEAVY, loaded_by
from test_rekap import Page as Parsed
from zi_score.output.unit import bars as unit_bars
from zi_score.output.unit import csv as unit_csv
from zi_score.output.unit import html as unit_html
from zi_score.output.unit import markdown as unit_markdown
from zi_score.output.unit import radar as unit_radar
from zi_score.output.unit import words as unit_words
from zi_score.output.unit import workbook as unit_workbook

from zi_score.api.one import evaluate
from zi_score.cli.pages import INDEX, page_name
from zi_score.evaluation.criterion import is_requirement
from zi_score.evaluation.scoring import questions_of
from zi_score.model.exact import rounded
from zi_score.model.language import use_language
from zi_score.model.links import pieces
from zi_score.model.submission import Form, Submission
from zi_score.model.worksheet import AnswerSheet, Assessor, Source, Unit, Worksheet
from zi_score.reports.unit import UnitReport, unit_report
from zi_score.reports.words import assessor_word, status_word, verdict_sentence

NAMES = ("three-assessors", "half-empty", "field-lke-zi", "52-2014-wbk")
LARGEST_PAGE = 300_000
WITH_PAGES = ("html", "head", "meta", "title", "style", "body", "script", "header", "main", "nav", "section", "div")
ALLOWED = {
    *(*WITH_PAGES, "span", "h1", "h2", "h3", "h4", "h5", "p", "a", "b", "em", "br", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
    *("svg", "desc", "rect", "line", "polygon", "text", "tspan"),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, and Indonesian again afterwards."""
    use_language("en")
    yield
    use_language("id")


@pytest.fixture(params=NAMES)
def report(request: pytest.FixtureRequest) -> UnitReport:
    """Return the report of each example."""
    return report_of(example(request.param))


class Page(Parsed):
    """A page of a unit, parsed: elements without an end besides, texts of questions by their ids."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.questions: dict[str, str] = {}
        self._question = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a question begins."""
        super().handle_starttag(tag, attrs)
        if tag == "br":
            self.open.pop()
        id_ = dict(attrs).get("id") or ""
        if id_.startswith("q-"):
            self._question = id_.removeprefix("q-")
            self.questions[self._question] = ""

    def handle_data(self, data: str) -> None:
        """Note the text of questions."""
        super().handle_data(data)
        if self._question and "details" in self.open:
            self.questions[self._question] += data


@cache
def page_of(report: UnitReport) -> Page:
    """Parse the page of a report, and prove that every element is closed."""
    page = Page()
    page.feed(unit_html.render(report).decode())
    page.close()
    assert page.open == []
    return page


@cache
def workbook_of(report: UnitReport) -> Workbook:
    """Open the workbook of a report as a spreadsheet program would."""
    return load_workbook(io.BytesIO(unit_workbook.render(report)))


def tables_of(report: UnitReport) -> list[list[str]]:
    """Return the rows of the tables of a report's Markdown."""
    text = unit_markdown.render(report).decode()
    return markdown_rows(text[text.index("\n### ") :])


def lines_of(report: UnitReport) -> list[dict[str, str]]:
    """Read the CSV of a report."""
    return list(csv.DictReader(io.StringIO(unit_csv.render(report).decode("utf-8-sig"), newline="")))


def values(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    """Return the values of a sheet, row by row."""
    return list(book[sheet].iter_rows(values_only=True))


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
    form = Form(header=0, rows={}, totals={}, unplaced=frozenset(), weight=None, choices=None, assessors=())
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


def contract(report: UnitReport) -> dict[str, Any]:
    """Return the first assessment as the JSON contract has it."""
    first: dict[str, Any] = report.first.model_dump(mode="json")
    return first


def test_questions_are_those_of_the_contract(report: UnitReport) -> None:
    """CSV, workbook and page: code, answer, points and weight of every question are those of the JSON."""
    told = contract(report)["nodes"]
    first = report.first.assessor.value
    lines = {line["code"]: line for line in lines_of(report) if line["assessor"] == first}
    headers, *rows = values(workbook_of(report), "Questions")[1:]
    sheet = {row[0]: dict(zip(headers, row, strict=True)) for row in rows}
    shown = page_of(report).questions
    assert list(lines) == list(sheet) == list(report.ruleset.questions)
    assert shown.keys() == lines.keys()
    who = assessor_word(first)
    for asked in report.asked:
        code, node = asked.question.code, asked.first.node
        figures = told[code]
        assert (lines[code]["score"], lines[code]["weight"]) == (figures["score"], figures["weight"])
        assert Fraction(lines[code]["lost"]) == Fraction(str(rounded(node.weight - node.score)))
        assert f"{sheet[code][f'{who}: score']:.2f}" == figures["score"]
        assert f"{sheet[code]['Weight']:.2f}" == figures["weight"]
        assert f"{figures['score']} / {figures['weight']}" in shown[code]
        assert f"[exact {figures['exact']}]" in shown[code]
        assert asked.question.label in shown[code]
        assert all(level.text in shown[code] for level in asked.levels)
        if node.value is not None:
            assert lines[code]["value"] == str(rounded(node.value, 4))
            assert unit_words.answer(asked.first) in shown[code]


def test_criteria_are_those_of_the_contract(report: UnitReport) -> None:
    """Page, Markdown and workbook: what was reached, the margins and states of every minimum."""
    page = page_of(report).tables["criteria"][1:]
    told = [row for row in tables_of(report) if len(row) == len(page[0]) - 1]
    sheet = {row[0]: row for row in values(workbook_of(report), "Criteria")[3:]}
    assert [row[:-1] for row in page] == told[1 : 1 + len(page)]
    predicates = report.first.predicates
    for row in page:
        results = [
            next((c for c in p.criteria if c.label == row[0] and not is_requirement(c)), None) for p in predicates
        ]
        known = next(result for result in results if result)
        if known.exact is not None:
            scale = 100 if known.measure == "share" else 1
            assert Fraction(row[1].removesuffix(" %")) == Fraction(str(rounded(Fraction(known.exact) * scale)))
            reached = sheet[row[0]][2 + len(predicates)]
            assert Fraction(str(rounded(Fraction(known.exact), 4 if scale == 100 else 2))) == Fraction(str(reached))
        for place, result in enumerate(results):
            state = row[4 + 3 * place]
            assert state == ("" if result is None else status_word(result.status))
            assert (sheet[row[0]][5 + len(predicates) + 3 * place] or "") == state
            if result and result.margin and known.measure == "score":
                assert Fraction(row[3 + 3 * place]) == Fraction(result.model_dump()["margin"])


def test_total_areas_and_verdict_are_those_of_the_contract(report: UnitReport) -> None:
    """Page, Markdown and workbook: verdict, total, and every area."""
    told = contract(report)
    content = unit_html.render(report).decode()
    text = unit_markdown.render(report).decode()
    book = workbook_of(report)
    for said in (content, text):
        assert f"total {told['total']['score']} of {told['total']['weight']}" in said
    summary = [cell for row in values(book, "Summary") for cell in row if cell is not None]
    assert float(told["total"]["score"]) in summary
    assert verdict_sentence(told["verdict"]) in summary
    assert verdict_sentence(told["verdict"]) in content
    page = page_of(report).tables["areas"][1:]
    headers, *rows = values(book, "Areas")[2:]
    for (number, area), shown, row in zip(told["areas"].items(), page, rows, strict=False):
        assert shown[0] == row[0] == f"{number} {area['name']}"
        assert Fraction(row[headers.index("Score")]).limit_denominator(10**6) == Fraction(area["score"])
        assert area["score"] in shown
        assert round(row[1], 4) == float(area["ratio"])
        assert f"| {shown[0]} |" in text


def test_findings_are_those_of_the_check(report: UnitReport) -> None:
    """Every finding stands in the page, the workbook and the Markdown, and at its question."""
    page = page_of(report)
    sheet = values(workbook_of(report), "Findings")[2:]
    text = unit_markdown.render(report).decode()
    content = unit_html.render(report).decode()
    listed = content[content.index('id="findings"') : content.index('id="questions"')]
    assert listed.count("<li>") == len(sheet) == len(report.findings)
    assert all(listed.count(f'<span class="quiet">{name}</span></h3>') == 1 for name in {row[1] for row in sheet})
    assert sorted(row[1] for row in sheet) == sorted(finding.name for finding in report.findings)
    for finding in report.findings:
        assert finding.name in text
        if finding.code in report.ruleset.questions:
            assert finding.message in page.questions[finding.code]


def test_formula_findings_stand_in_the_report() -> None:
    """What only a look behind the values finds is told too."""
    report = report_of(example("field-lke-zi"))
    assert {"wrong-range", "typed-total-differs"} <= {finding.name for finding in report.findings}


def test_sources_are_numbered_alike() -> None:
    """Numbers in brackets lead to the sources of the ruleset, in the page and in the workbook."""
    report = report_of(example("wbk"))
    page = unit_html.render(report).decode()
    for number, source in enumerate(report.ruleset.sources.values(), start=1):
        assert f'<li id="source-{number}">{source.text} (' in page
    listed = [row[1:4] for row in values(workbook_of(report), "How the figures came about")]
    texts = [source.text for source in report.ruleset.sources.values()]
    assert [row[1] for row in listed if row[1] in texts and str(row[0]).startswith("[")] == texts
    rules = report.ruleset
    assert unit_words.source_number(rules, rules.criteria[0]) == list(rules.sources).index("minimum") + 1


def test_every_figure_says_how_it_came_about() -> None:
    """The workbook has a line for every criterion and node, with its exact value."""
    report = report_of(example("three-assessors"))
    rows = {row[0]: row for row in values(workbook_of(report), "How the figures came about")[2:] if row[0]}
    for code, node in report.first.nodes.items():
        assert rows[code][5] == node.exact
        assert f"{rows[code][3]:.2f}" == str(rounded(node.score))
    assert rows["A.II.1.i"][2].startswith("= (1/3 + 0) / 2 x 2")
    assert (
        rows["area-1"][2] == "= 3.81 (A.I.1) + 0.58 (A.II.1) = 4.40 of 8.00  [exact 211/48]\n= 54.95 %  [exact 211/384]"
    )


def test_conventions_that_decided_are_named() -> None:
    """Questions whose denominator is 0 stand beside the conventions."""
    report = report_of(example("zero-counts"))
    codes = [asked.question.code for asked in report.asked if asked.first.node.basis == "convention"]
    assert codes
    assert f"A denominator of 0 decided by convention: {', '.join(codes)}." in unit_html.render(report).decode()


# charts --------------------------------------------------------------------------------------------


def test_radar_shows_the_minimums_of_the_ruleset() -> None:
    """60 % and 75 % in 90/2021; none in 52/2014, whose areas have no parts either."""
    current, old = (unit_radar.radar(report_of(example(name))) for name in ("wbk", "52-2014-wbk"))
    assert current is not None
    assert old is not None
    assert [key.label for key in current.legend] == ["unit (self-assessment)", "min WBK 60 %", "min WBBM 75 %"]
    assert [key.label for key in old.legend] == ["unit (self-assessment)"]
    top = [ring.corners.split()[0] for ring in current.rings if ring.kind == "minimum"]
    assert top == [f"210.0,{146 - 0.60 * 98:.1f}", f"210.0,{146 - 0.75 * 98:.1f}"]
    assert unit_bars.parts(report_of(example("52-2014-wbk"))) is None


def test_bars_end_where_the_shares_are() -> None:
    """By hand: total 93.48 of 100 on a track of 400; minimums at 75 and 85."""
    bars = unit_bars.criteria(report_of(example("area-below")))
    total = bars.rows[0].bars[0]
    assert (total.width, [mark.x for mark in total.marks]) == (pytest.approx(400 * 0.9347916, abs=0.1), [310.0, 350.0])
    assert total.figure == "93.48 / 100"
    hasil = unit_bars.results(report_of(example("area-below")))
    assert hasil is not None
    assert [key.label for key in hasil.legend] == ["min WBK", "min WBBM", "min WBK, WBBM"]
    assert [row.name[0].partition(" ")[0] for row in hasil.rows] == ["B", "B.I", "B.I.a", "B.I.b", "B.II"]


def test_native_charts_refer_to_their_tables() -> None:
    """A radar and bars that Excel draws, with figures between 0 and 1."""
    report = report_of(example("three-assessors"))
    book = workbook_of(report)
    (bars,) = book["Criteria"]._charts  # noqa: SLF001 - openpyxl gives no other way
    radar, parts = book["Areas"]._charts  # noqa: SLF001 - as above
    assert type(radar).__name__ == "RadarChart"
    assert type(bars).__name__ == type(parts).__name__ == "BarChart"
    assert len(radar.series) == 5
    for series in (*radar.series, *parts.series, *bars.series):
        sheet, cells = series.val.numRef.f.split("!")
        found = [cell.value for row in book[sheet.strip("'")][cells.replace("$", "")] for cell in row]
        assert found
        assert all(isinstance(value, float | int) and 0 <= value <= 1 for value in found)


# the page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_page_is_small_and_whole(name: str, language: str) -> None:
    """Below 300 kB, headings in order, captions, scopes, ids that are unique, links that lead somewhere."""
    report = report_of(example(name), language)
    use_language(language)
    assert len(unit_html.render(report)) < LARGEST_PAGE
    page = page_of(report)
    by_tag: dict[str, list[dict[str, str]]] = {}
    for tag, attributes in page.elements:
        by_tag.setdefault(tag, []).append(attributes)
    assert by_tag.keys() <= ALLOWED
    assert by_tag["html"] == [{"lang": language}]
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(by_tag["caption"]) == len(by_tag["table"])
    assert {attributes.get("scope") for attributes in by_tag["th"]} == {"row", "col"}
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {attributes["href"] for attributes in by_tag["a"] if attributes["href"].startswith("#")}
    assert inside <= {f"#{each}" for each in ids}
    named = [a[name] for _tag, a in page.elements for name in ("aria-labelledby", "aria-describedby") if name in a]
    assert set(" ".join(named).split()) <= set(ids)
    assert all(attributes["role"] == "img" for attributes in by_tag["svg"])
    assert len(by_tag["title"]) == 1 + len(by_tag["svg"])
    assert len(by_tag["desc"]) == len(by_tag["svg"])


def test_labels_stay_indonesian() -> None:
    """In the English page the ruleset's texts say that they are Indonesian; in the Indonesian one they need not."""
    path = example("wbk")
    report = report_of(path)
    label = report.asked[0].question.label
    assert f'<span class="label" lang="id">{label}</span>' in unit_html.render(report).decode()
    use_language("id")
    assert f'<span class="label">{label}</span>' in unit_html.render(report_of(path, "id")).decode()


def test_page_needs_nothing_from_elsewhere() -> None:
    """Style and script are in the page, and name nothing outside; the policy forbids the rest."""
    page = page_of(report_of(example("wbk")))
    (policy,) = [a["content"] for tag, a in page.elements if tag == "meta" and "http-equiv" in a]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for text in page.assets.values():
        assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch|XMLHttp|innerHTML|eval|</", text)


# what means harm -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> UnitReport:
    """Return the report of a workbook that means harm."""
    return report_of(hostile(tmp_path_factory.mktemp("jahat") / "lke.xlsx"))


def test_page_is_inert(harmful: UnitReport) -> None:
    """No element, attribute, comment or address comes from a workbook, but for http and https."""
    page = page_of(harmful)
    assert {tag for tag, _attributes in page.elements} <= ALLOWED
    assert [tag for tag, _attributes in page.elements].count("script") == 1
    assert page.comments == 0
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "action", "srcset"}}
    outside = [a for tag, a in page.elements if tag == "a" and not a["href"].startswith("#")]
    assert {attributes["rel"] for attributes in outside} == {"noopener noreferrer"}
    assert {attributes["href"] for attributes in outside} >= {
        "https://contoh.go.id/tertaut?x=1&y=2",
        "https://contoh.go.id/b_(c)",
        "https://contoh.go.id/a?b=1&c=",
    }
    assert all(re.match(r"https?://[\w.-]+(/|\Z)", attributes["href"]) for attributes in outside)
    text = unit_html.render(harmful).decode()
    assert {char for char in text if not char.isprintable()} == {"\n"}
    assert "{{ 7 * 7 }}" in text
    assert not any(mark in text for mark in BIDI)


def test_links_into_the_dark_stay_text(harmful: UnitReport) -> None:
    """A cell that links to a script shows its address as text."""
    shown = page_of(harmful).questions
    assert any("javascript:alert(document.domain)" in text for text in shown.values())


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
    text = unit_csv.render(harmful).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any(HARM[0] in cell for row in rows for cell in row)


def test_markdown_is_inert(harmful: UnitReport) -> None:
    """No HTML, no link, no picture, nobody mentioned."""
    text = unit_markdown.render(harmful).decode()
    parsed = tokens(text)
    assert {kind(token) for token in parsed} <= {*HARMLESS, "bullet_list", "list_item"}
    inner = [child for token in parsed if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "text_special", "strong_open", "strong_close"}
    seen = "\n".join(child.content for child in inner)
    assert not re.search(r"https?://|www\.|@\w|mailto:\w|#\d", seen)
    assert "<script" not in MarkdownIt("commonmark", {"html": True}).render(text)


def test_markdown_fits_into_a_ticket() -> None:
    """What does not fit is counted; the verdict always does."""
    report = report_of(BLANK)
    whole, short = unit_markdown.render(report).decode(), unit_markdown.render(report, limit=6_000).decode()
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


@pytest.mark.parametrize("render", [unit_html.render, unit_csv.render, unit_markdown.render, unit_workbook.render])
def test_same_report_same_bytes(render: Any) -> None:  # noqa: ANN401 - each format's own function
    """Nothing of the clock or of chance."""
    path = example("three-assessors")
    first = render(report_of(path))
    report_of.cache_clear()
    assert render(report_of(path)) == first


def test_other_formats_do_without_openpyxl(tmp_path: Path) -> None:
    """The page needs jinja2 alone; help needs nothing."""
    assert loaded_by("report", "--help") & ({"python_calamine"} | HEAVY) == set()
    packages = loaded_by("report", str(example("wbk")), "-o", str(tmp_path / "lke.html"))
    assert packages & HEAVY == {"jinja2"}
    assert "rich" not in packages


# the command ---------------------------------------------------------------------------------------


def test_command_writes_every_format(tmp_path: Path) -> None:
    """Several outputs at once, by their endings, in the language asked for."""
    language = "id"
    path = example("wbk")
    targets = [tmp_path / f"lke{ending}" for ending in (".html", ".XLSX", ".md", ".csv")]
    done = run("report", path, *(part for target in targets for part in ("-o", target)), "--lang", language)
    assert (done.returncode, done.stdout) == (0, b"")
    use_language(language)
    made = report_of(path, language)
    assert targets[0].read_bytes() == unit_html.render(made)
    assert targets[2].read_bytes() == unit_markdown.render(made)
    assert targets[3].read_bytes() == unit_csv.render(made)
    assert targets[1].read_bytes()[:2] == b"PK"
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
    assert "**ELIGIBLE for WBBM**" in target.read_text(encoding="utf-8")


def test_answers_of_portalrb_have_a_report_too() -> None:
    """A unit's answers as the ministry's interface gives them: no cells, the same questions."""
    report = report_of(ROOT / "worksheets" / "portalrb" / "jawaban-unit" / "17.json")
    assert len(page_of(report).questions) == len(lines_of(report)) / len(report.evaluation.assessments) == 113
    assert values(workbook_of(report), "Questions")


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
        ["a.xlsx", "-o", "pages/", "--assessor", "unit"],
        ["a.xlsx", "-o", "pages/", "--no-holds-wbk"],
        ["-", "-o", "pages/"],
        ["a.xlsx"],
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
    parsed = Parsed()
    parsed.feed(text)
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
    assert run("report", "tiada*.xlsx", "kiriman", "-o", "situs", "-j", "1", cwd=site).returncode == 3
    after = {path.name: path.read_bytes() for path in (site / "situs").iterdir()}
    assert after == before | {"catatan.txt": b"tetap"}


def test_a_list_states_units_and_facts(tmp_path: Path) -> None:
    """What a list says of a workbook goes before, as in batch."""
    (tmp_path / "lke.xlsx").write_bytes(example("wbbm").read_bytes())
    (tmp_path / "daftar.csv").write_text("path,unit,holds-wbk\nlke.xlsx,Unit Daftar,tidak\n", encoding="utf-8")
    assert run("report", "daftar.csv", "-o", "situs/", cwd=tmp_path).returncode == 0
    page = (tmp_path / "situs" / page_name("lke.xlsx")).read_text(encoding="utf-8")
    assert "<h1>Unit Daftar</h1>" in page
    assert 'class="verdict WBK"' in page


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
