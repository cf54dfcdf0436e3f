"""The pages of units in a real browser: they render, work, print, are accessible, and stay inert.

Skipped without Chromium (``browsing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Visit, axe, chromium, context
from conftest import BROKEN, VALID, few, run
from kinds import HARMFUL
from reports import example, hostile, report_of

from zi_score.model.language import use_language
from zi_score.reports.formats import render
from zi_score.reports.render import render as rendered

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SERIOUS = {"serious", "critical"}
DESK, PHONE = (1100, 900), (360, 740)
A4_MOST_PAGES = 20
QUESTIONS_MOST_PAGES = 11
ACROSS = (1047, 710)
"""What is between the margins of a page of A4 that lies across, in pixels of CSS."""

FEW_OF_EACH = """
document.querySelectorAll("details").forEach((each, place) => {
  each.open = true;
  if (each.matches(".question") && place % 40) each.remove();
});
for (const list of document.querySelectorAll("tbody, ul, ol, dl")) {
  Array.from(list.children).slice(8).forEach((each) => each.remove());
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with chromium() as started:
        yield started


def visit(
    browser: Browser, path: Path, size: tuple[int, int] = DESK, *, dark: bool = False, scripts: bool = True
) -> Visit:
    """Open a page, and listen to all that it says and asks for."""
    opened = Visit(context(browser, size, dark=dark, scripts=scripts).new_page())
    opened.listen()
    opened.page.goto(path.as_uri())
    return opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the pages of a unit with three assessors, a half-empty one, an old one, and one that means harm."""
    folder = tmp_path_factory.mktemp("halaman")
    sources = {name: example(name) for name in ("three-assessors", "half-empty", "52-2014-wbk")}
    sources["hostile"] = hostile(folder / "jahat.xlsx")
    found = {}
    for name, source in sources.items():
        language = "id" if name == "half-empty" else "en"
        report = report_of(source, language)
        use_language(language)
        found[name] = folder / f"{name}.html"
        found[name].write_bytes(render(report, ".html"))
    use_language("en")
    found["made"] = folder / "made.html"
    found["made"].write_text(str(rendered(HARMFUL, "html")), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an index with the pages of its units."""
    folder = tmp_path_factory.mktemp("situs")
    sources = [VALID / f"{name}.xlsx" for name in ("wbk", "wbbm", "half-empty", "area-below")]
    done = run("report", *sources, BROKEN / "file-damaged.xlsx", "-o", f"{folder}/")
    assert done.returncode == 3, done.stderr
    return folder / "index.html"


GROUPS = ("#ranking-requirements-open", "#ranking-scores-insufficient")
"""The groups of units in the index."""


@pytest.mark.parametrize("name", ["three-assessors", "half-empty", "52-2014-wbk", "hostile", "made"])
def test_page_renders(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Nothing is said, nothing is fetched, nothing is wider than the screen, and colours follow the system."""
    opened = visit(browser, pages[name])
    for (width, height), dark in ((DESK, False), (PHONE, True)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.page.emulate_media(color_scheme="dark" if dark else "light")
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 300) == dark
        charts = opened.all("svg")
        assert charts.count() >= 2
        assert all(box and box["height"] > 50 for box in (chart.bounding_box() for chart in charts.all()))
    assert opened.said == []
    assert opened.asked == [pages[name].as_uri()]


def test_details_open_without_a_script(browser: Browser, pages: dict[str, Path]) -> None:
    """A question opens on a click and on a key, and shows rubric and evidence; no script is needed."""
    opened = visit(browser, pages["three-assessors"], scripts=False)
    question = opened.all("details.question").first
    assert not question.locator(".body").is_visible()
    question.locator("summary").click()
    assert question.locator(".levels li").first.is_visible()
    question.locator("summary").press("Enter")
    assert not question.locator(".body").is_visible()
    assert opened.count(".tools *") == 0


def test_tools_choose_questions(browser: Browser, pages: dict[str, Path]) -> None:
    """By script: only questions that lose points, or that were answered differently; open all; what a link leads to."""
    report = report_of(example("three-assessors"))
    opened = visit(browser, pages["three-assessors"])
    questions = "details.question"
    assert opened.count(questions) == len(report.asked)
    opened.all(".tools select").select_option("lost")
    assert opened.count(questions) == len(report.losses)
    opened.all(".tools select").select_option("differing")
    differing = [asked for asked in report.asked if len({given.node.value for given in asked.given}) > 1]
    assert opened.count(questions) == len(differing)
    assert f"{len(differing)} of {len(report.asked)}" in opened.all(".tools output").inner_text()
    opened.page.get_by_role("button", name="Open all").click()
    assert opened.count(f"{questions} .body") == len(differing)
    opened.page.get_by_role("button", name="Close all").click()
    assert opened.count(f"{questions} .body") == 0
    opened.all("#losses tbody a").first.click()
    code = report.losses[0].question.code
    assert opened.all(f"[id='q-{code}'] .body").is_visible()
    assert opened.said == []


def test_a_link_leads_to_its_source(browser: Browser, pages: dict[str, Path]) -> None:
    """The number behind a criterion leads to the law."""
    opened = visit(browser, pages["three-assessors"])
    opened.all("#criteria td a").first.click()
    assert opened.page.url.endswith("#sources-3")
    assert "Lampiran II" in opened.all(":target").inner_text()


def test_page_prints_on_a4(browser: Browser, pages: dict[str, Path]) -> None:
    """All questions are open on paper, tools and contents are not there, and it is not endless."""
    opened = visit(browser, pages["half-empty"])
    opened.page.emulate_media(media="print")
    assert opened.count("details.question .body") == len(report_of(example("half-empty"), "id").asked)
    assert opened.count("nav") == opened.count(".tools") == 0
    paper = opened.page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert 8 < sheets(paper) < A4_MOST_PAGES


def sheets(paper: bytes) -> int:
    """Return how many sheets of paper a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("name", few(["three-assessors", "half-empty", "52-2014-wbk"], "three-assessors"))
def test_questions_are_less_than_twelve_pages(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """All of them with rubric, notes and evidence, and every sheet says which of how many it is."""
    opened = visit(browser, pages[name])
    opened.page.evaluate(
        "document.querySelectorAll('main > :not(#questions), header').forEach((each) => each.remove())"
    )
    assert sheets(opened.page.pdf(prefer_css_page_size=True)) <= QUESTIONS_MOST_PAGES
    assert "counter(pages)" in opened.all("style").inner_text()


def test_twenty_units_are_a_page_of_the_ranking(browser: Browser, tmp_path: Path) -> None:
    """Nothing is wider than the paper, and rows are as high as their names ask for."""
    done = run("batch", VALID, "--no-progress", "--format", "html")
    page = tmp_path / "rekap.html"
    page.write_bytes(done.stdout)
    opened = visit(browser, page, ACROSS)
    opened.page.emulate_media(media="print")
    tables = opened.all("section[id^=ranking]:has(.search)").all()
    rows = sum(each.locator("tbody tr").count() for each in tables)
    height = sum(each.evaluate("each => each.querySelector('tbody').offsetHeight") for each in tables)
    assert rows > 10
    assert 20 * height / rows + 60 <= ACROSS[1]
    assert all(each.evaluate("each => each.querySelector('table').offsetWidth") <= ACROSS[0] for each in tables)


@pytest.mark.parametrize(
    ("name", "dark"),
    [
        ("three-assessors", False),
        ("made", True),
        pytest.param("made", False, marks=pytest.mark.long),
        pytest.param("half-empty", True, marks=pytest.mark.long),
    ],
)
def test_page_is_accessible(browser: Browser, pages: dict[str, Path], name: str, *, dark: bool) -> None:
    """Axe finds nothing serious, with questions open, in both colour schemes."""
    opened = visit(browser, pages[name], dark=dark)
    assert faults(opened) == []


def test_no_column_of_the_ranking_is_cut(browser: Browser, site: Path) -> None:
    """On a usual screen all of them are seen at once; in print the page lies across."""
    opened = visit(browser, site, (1280, 900))
    for group in GROUPS:
        assert opened.all(f"{group} .scroll").evaluate("each => each.scrollWidth - each.clientWidth") == 0
        box = opened.all(f"{group} thead th").last.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 1280


def test_index_is_accessible(browser: Browser, site: Path) -> None:
    """The list of units too."""
    assert faults(visit(browser, site)) == []


def faults(opened: Visit) -> list[str]:
    """Return what axe-core finds serious.

    Questions, rows and items are all made alike: a few are enough, and axe takes a minute for all.
    """
    opened.without_policy()
    opened.page.evaluate(axe())
    opened.page.evaluate(FEW_OF_EACH)
    result = opened.page.evaluate("axe.run()")
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in result["violations"] if fault["impact"] in SERIOUS
    ]


def test_index_sorts_filters_and_leads_to_pages(browser: Browser, site: Path) -> None:
    """By script, in each group: sort by a column, search, choose a verdict; a click leads to the unit and back."""
    opened = visit(browser, site)
    assert [opened.all(f"{group} tbody th").count() for group in GROUPS] == [2, 2]
    group = opened.all(GROUPS[-1])
    units = group.locator("tbody th")
    group.get_by_role("button", name="unit", exact=True).click()
    names = units.all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    group.get_by_role("button", name="unit", exact=True).click()
    assert units.all_inner_texts() == names[::-1]
    verdicts = group.locator(".tools select")
    assert verdicts.locator("option").all_inner_texts() == ["all", "none", "open"]
    verdicts.select_option(label="open")
    assert opened.count(f"{GROUPS[-1]} tbody tr") == 1
    verdicts.select_option("")
    group.get_by_label("Search").fill(names[0])
    assert opened.count(f"{GROUPS[-1]} tbody tr") == 1
    group.locator("tbody tr:visible a").click()
    assert opened.all("h1").inner_text() == names[0]
    opened.page.get_by_role("link", name="All units").click()
    assert opened.page.url == site.as_uri()
    assert opened.all("#failures").filter(has_text="file-damaged.xlsx").count() == 1
    assert opened.said == []
    assert {url.rpartition("/")[0] for url in opened.asked} == {site.parent.as_uri()}


def test_a_hostile_workbook_stays_inert(browser: Browser, pages: dict[str, Path]) -> None:
    """No script of its runs, no picture of its is there, and links lead to http and https only."""
    opened = visit(browser, pages["hostile"])
    opened.page.get_by_role("button", name="Open all").click()
    assert opened.all("img, iframe, object, embed, form, base, [onclick], [onerror], [onmouseover]").count() == 0
    assert opened.all("script").count() == 1
    protocols = opened.page.evaluate(
        "[...new Set([...document.querySelectorAll('main a')].map((link) => link.protocol))].sort()"
    )
    assert protocols == ["file:", "http:", "https:"]  # file: is where the page itself stands
    foreign = opened.page.evaluate(
        "[...document.querySelectorAll('main a')].filter((link) => link.protocol === 'file:' && !link.hash).length"
    )
    assert foreign == 0
    assert "<script>alert(1)</script>" in opened.all("h1").inner_text()
    assert (opened.said, opened.asked) == ([], [pages["hostile"].as_uri()])
