"""Every format of a comparison over the same sides, some of which mean harm.

``python tests/test_compare_formats.py`` writes the golden files anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from comparisons import rounds, workbook
from conftest import RULESET, VALID, random_sheet, run
from harm import HOSTILE
from loading import HEAVY, loaded, loaded_by
from marked import ELEMENTS as ALLOWED
from marked import INERT as HARMLESS
from marked import VOID, Page, kind, tokens, without_assets
from marked import rows as markdown_rows
from openpyxl import load_workbook
from recalculate import Recalculated, libreoffice
from widths import too_wide
from zi_score.output.compare import html as compare_html
from zi_score.output.compare import markdown as compare_markdown
from zi_score.output.compare import text as compare_text
from zi_score.output.compare import workbook as compare_workbook
from zi_score.output.compare.blocks import parts, questions
from zi_score.output.compare.charts import charts
from zi_score.output.compare.words import said, signed

from worksheets.cases import full
from zi_score.api.several import compare
from zi_score.comparison.model import Comparison
from zi_score.model.exact import rounded
from zi_score.model.findings import shown
from zi_score.model.language import use_language
from zi_score.model.worksheet import Unit

GOLDEN = Path(__file__).parent / "golden"
HARM = "jahat/::error::x,y%0A\n[red]|`@tim <script>alert(1)</script><b> \u202e\u200ffdp"
FORMULAS = ("=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "\t=1")
LOWERED = ("A.I.1.iv.b", "A.I.2.i.c", "A.II.2.iii.a", "A.II.2.iii.b", "A.II.5.i.a", "A.I.3.iii.c", "B.I.b")


def plain() -> Comparison:
    """Return unit against TPI: lowered with and without a note, raised, gone, new, not understood."""
    unit = full().but({"A.I.1.iii.a": "B", "A.I.5.v.c": None, "A.II.1.ii.a": "B"})
    tpi = full().but(dict.fromkeys(LOWERED, "C") | {"A.I.1.iii.a": "A", "A.I.6.ii.d": None, "A.II.1.ii.a": "B"})
    notes = {"A.I.1.iv.b": "Bukti dukung belum ada.", "A.II.5.i.a": "Peta risiko tahun lalu."}
    return compare(
        workbook(
            {"unit": unit, "tpi": tpi},
            "kiriman/lke.xlsx",
            notes={"tpi": notes},
            unread={"tpi": {"A.I.4.i.a": "G"}},
        )
    )


def hostile() -> Comparison:
    """Return two workbooks whose every text means harm."""
    texts = [*HOSTILE, *FORMULAS, HARM]
    changed = list(RULESET.questions)[: len(texts)]
    notes = {"tpi": dict(zip(changed, texts, strict=True))}
    unread = {"tpi": dict(zip(list(RULESET.questions)[40 : 40 + len(texts)], texts, strict=True))}
    name = " ".join(HOSTILE)[:900]
    return compare(
        workbook(random_sheet(1), HARM, Unit(name=name, agency=HOSTILE[0])),
        workbook({"tpi": random_sheet(2)}, f"=1{HARM}", Unit(name=FORMULAS[0]), notes=notes, unread=unread),
    )


def progress() -> Comparison:
    """Return the rounds of a unit."""
    return compare(*rounds(), over_time=True)


use_language("en")
PLAIN, BAD, WAY = plain(), hostile(), progress()
use_language("id")

Render = Callable[..., str]
GOLDENS: dict[str, tuple[str, Comparison, Render, dict[str, Any]]] = {
    "compare.txt": ("id", PLAIN, compare_text.render, {}),
    "compare.en.txt": ("en", PLAIN, compare_text.render, {}),
    "compare.quiet.txt": ("en", PLAIN, compare_text.render, {"verbosity": -1}),
    "compare.hostile.txt": ("en", BAD, compare_text.render, {}),
    "compare.md": ("en", PLAIN, compare_markdown.render, {}),
    "compare.html": ("en", PLAIN, compare_html.render, {}),
    "monev.txt": ("id", WAY, compare_text.render, {}),
    "monev.en.txt": ("en", WAY, compare_text.render, {}),
    "monev.md": ("en", WAY, compare_markdown.render, {}),
    "monev.html": ("en", WAY, compare_html.render, {}),
}
FORMS: dict[str, Render] = {
    "text": compare_text.render,
    "markdown": compare_markdown.render,
    "html": lambda *arguments, **options: without_assets(compare_html.render(*arguments, **options)),
}
EVERY = {"plain": PLAIN, "hostile": BAD, "progress": WAY}


def golden(name: str) -> str:
    """Return what a golden file must hold."""
    language, result, render, options = GOLDENS[name]
    use_language(language)
    return without_assets(render(result, RULESET, **options))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, and Indonesian again afterwards."""
    use_language("en")
    yield
    use_language("id")


# what every format has in common -------------------------------------------------------------------


@pytest.mark.parametrize("name", GOLDENS)
def test_golden(name: str) -> None:
    """Each format says what its golden file holds, to the letter."""
    assert golden(name) == (GOLDEN / name).read_bytes().decode()


def test_every_golden_file_is_compared() -> None:
    """No file of a format that is gone."""
    assert {path.name for pattern in ("compare.*", "monev.*") for path in GOLDEN.glob(pattern)} == set(GOLDENS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_nothing_invisible_comes_through(form: str, verbosity: int) -> None:
    """No control character, no mark of direction, no half of a pair; and the text can be written to a file."""
    for result in EVERY.values():
        text = FORMS[form](result, RULESET, verbosity=verbosity)
        assert text.endswith("\n")
        assert text.encode()
        own = {"markdown": "\u200b"}.get(form, "")
        assert {char for char in text if not char.isprintable()} <= {"\n", *own}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("result", EVERY)
def test_language_is_the_one_in_use(form: str, result: str) -> None:
    """No format has words of its own."""
    texts = set()
    for language in ("id", "en"):
        use_language(language)
        texts.add(FORMS[form](EVERY[result], RULESET))
    assert len(texts) == 2


def test_all_formats_say_the_same_of_every_question() -> None:
    """Code, answers, points and words of the question, in text, Markdown, HTML and workbook."""
    text = " ".join(compare_text.render(PLAIN, RULESET, width=400).split())
    marked = markdown_rows(compare_markdown.render(PLAIN, RULESET))
    page = page_of(compare_html.render(PLAIN, RULESET)).tables["questions"]
    sheet = values(compare_workbook.render(PLAIN, RULESET), "Questions")
    differing = {code: question for code, question in PLAIN.questions.items() if question.differs}
    assert len(differing) == 11
    for code, question in differing.items():
        before, after = question.sides.values()
        points = signed(question.difference.score)
        assert f"{code} {said(before)} -> {said(after)} ({points}) {question.label}" in text
        cells = [code, said(before), said(after), points]
        assert [row for row in marked if row[:4] == cells and question.label in row]
        assert [row for row in page if row[:4] == cells and question.label in row]
        assert [row for row in sheet if row[:4] == (code, said(before), said(after), float(points))]


def test_all_formats_say_the_same_of_every_area() -> None:
    """Points of each side and the difference are those of the comparison, half up."""
    block = parts(PLAIN, RULESET, ("a", "b"))
    shown_rows = [*PLAIN.areas.values(), *PLAIN.results.values(), *PLAIN.components.values(), PLAIN.total]
    for row, part in zip(block.rows, shown_rows, strict=True):
        assert row[1:4] == (*(str(rounded(side.score)) for side in part.sides.values()), signed(part.difference.score))
    assert page_of(compare_html.render(PLAIN, RULESET)).tables["parts"][1:] == [list(row) for row in block.rows]
    assert [list(row) for row in block.rows if list(row) in markdown_rows(compare_markdown.render(PLAIN, RULESET))] == [
        list(row) for row in block.rows
    ]


def test_no_answer_is_told_apart_from_an_answer_worth_nothing() -> None:
    """A dash, or what was typed and not understood; the words say which, and so does the area."""
    rows = {row[0]: row for row in questions(PLAIN).rows}
    assert rows["A.I.6.ii.d"][1:5] == ("A", "-", "-0.17", "no answer any more")
    assert rows["A.I.5.v.c"][1:5] == ("-", "A", "+0.30", "newly answered")
    assert rows["A.I.4.i.a"][1:5] == ("A", "G (?)", "-0.83", "no answer any more")
    assert rows["A.II.5.i.a"][1:5] == ("A", "C", "-1.25", "lowered")
    block = parts(PLAIN, RULESET, ("a", "b"))
    assert block.columns[-1].title == "of it unanswered"
    assert next(row for row in block.rows if row[0].startswith("4 "))[-1] == "-0.83"


def test_only_what_differs_unless_all_is_asked_for() -> None:
    """In every format that people read."""
    for form, render in FORMS.items():
        few, all_ = (render(PLAIN, RULESET, verbosity=verbosity) for verbosity in (0, 1))
        assert "A.I.1.i.b" not in few, form
        assert all(code in all_ for code in RULESET.questions), form
    normal, every = (values(compare_workbook.render(PLAIN, RULESET, verbosity=v), "Questions") for v in (0, 1))
    assert (len(normal), len(every)) == (11, 113)
    assert load(compare_workbook.render(PLAIN, RULESET, verbosity=-1)).sheetnames == ["Summary"]


# text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 100])
def test_text_gives_no_command_and_keeps_the_width(width: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system."""
    for result in EVERY.values():
        text = compare_text.render(result, RULESET, width=width, verbosity=1)
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
        assert not too_wide(text, width, (side.source.path for side in result.sides.values()))


def test_markup_is_never_interpreted() -> None:
    """Brackets come out as they are, and colours are the only escapes."""
    for color in (False, True):
        text = compare_text.render(BAD, RULESET, width=4_000, color=color)
        assert "[red]merah[/red]" in text
        assert ("\x1b" in text) is color
        assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_twelve_sides_fit_into_a_terminal() -> None:
    """The first and the last ones as columns, all of them in the list."""
    many = compare(*(workbook(random_sheet(n), f"{n}.xlsx") for n in range(12)))
    lines = compare_text.render(many, RULESET, width=80).splitlines()
    assert max(map(len, lines)) <= 80
    titles = next(line.split() for line in lines if line.startswith("part"))
    assert titles[:7] == ["part", "0", "7", "8", "9", "10", "11"]
    assert sum(line.startswith("3.xlsx") for line in lines) == 1


# Markdown ------------------------------------------------------------------------------------------


def test_markdown_is_inert() -> None:
    """No HTML, no link, no picture, no emphasis, nobody mentioned: headings, lists and tables of text."""
    for result in EVERY.values():
        parsed = tokens(compare_markdown.render(result, RULESET, limit=10**7))
        assert {kind(token) for token in parsed} <= HARMLESS | {"bullet_list", "list_item"}
        inner = [child for token in parsed if token.type == "inline" for child in token.children or ()]
        assert {child.type for child in inner} <= {"text", "text_special", "softbreak"}
        seen = "\n".join(child.content for child in inner)
        assert not re.search(r"https?://|www\.|@\w|mailto:\w|#\d", seen)


@pytest.mark.parametrize("limit", [2_000, 6_000, 20_000])
def test_markdown_keeps_its_limit(limit: int) -> None:
    """What does not fit is counted."""
    text = compare_markdown.render(BAD, RULESET, verbosity=1, limit=limit)
    assert len(text.encode()) <= max(limit, 6_000)
    assert re.search(r"\d+ more lines are not listed here", text)


def test_markdown_shows_the_texts_of_the_workbook() -> None:
    """A hostile note reads as that note."""
    cells = " ".join(cell for row in markdown_rows(compare_markdown.render(BAD, RULESET, limit=10**7)) for cell in row)
    told = [question.sides["b"].note for question in BAD.questions.values() if question.differs]
    assert any(told)
    for note in filter(None, told):
        assert shown(note)[:80] in cells


# HTML ----------------------------------------------------------------------------------------------

OWN = {"polyline", "circle"}


def page_of(text: str) -> Page:
    """Parse a page, and prove that every element is closed."""
    page = Page()
    VOID.update(OWN)
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@pytest.fixture(scope="module", params=EVERY)
def page(request: pytest.FixtureRequest) -> Page:
    """Return each page, with all that it can hold."""
    use_language("en")
    return page_of(compare_html.render(EVERY[request.param], RULESET, verbosity=1))


def test_html_has_only_elements_of_its_own(page: Page) -> None:
    """Nothing in a workbook becomes an element, an attribute or a comment; there is no script."""
    assert {tag for tag, _attributes in page.elements} <= (ALLOWED | OWN) - {"script"}
    assert page.comments == 0
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "action", "srcset"}}
    targets = {attributes["href"] for _tag, attributes in page.elements if "href" in attributes}
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert targets <= {f"#{each}" for each in ids}
    assert len(ids) == len(set(ids))


def test_html_needs_nothing_from_elsewhere(page: Page) -> None:
    """The policy forbids all but this style, which refers to nothing outside."""
    (policy,) = [a["content"] for tag, a in page.elements if tag == "meta" and "http-equiv" in a]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", policy)
    assert set(page.assets) == {"style"}
    assert not re.search(r"https?:|//[a-z]|url\(|@import|expression|</", page.assets["style"])


def test_html_is_structured_for_everyone(page: Page) -> None:
    """Language, one h1, headings in order, captions, scopes, names for regions and drawings."""
    by_tag: dict[str, list[dict[str, str]]] = {}
    for tag, attributes in page.elements:
        by_tag.setdefault(tag, []).append(attributes)
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(by_tag["caption"]) == len(by_tag["table"])
    assert {attributes.get("scope") for attributes in by_tag["th"]} == {"row", "col"}
    ids = {attributes["id"] for _tag, attributes in page.elements if "id" in attributes}
    named = [a["aria-labelledby"] for _tag, a in page.elements if "aria-labelledby" in a]
    assert set(" ".join(named).split()) <= ids
    assert all(a["role"] == "img" and "aria-labelledby" in a for a in by_tag.get("svg", []))
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in by_tag["div"] if a.get("class") == "scroll")


def test_colours_have_contrast_and_words(page: Page) -> None:
    """4.5 for the texts that this page adds, by day and by night; every badge has a word in it."""
    schemes = re.findall(r":root \{(.*?)\n *\}", page.assets["style"].partition("@media print")[0], re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme))
        assert contrast(colors["quiet"], colors["ground"]) >= 4.5
        assert contrast(colors["bar"], colors["ground"]) >= 3
    text = compare_html.render(PLAIN, RULESET)
    badges = re.findall(r'<span class="verdict ([a-z]*)">(.+?)</span>', text)
    assert {("none", "lowered"), ("", "raised"), ("undetermined", "no answer any more")} <= set(badges)


@pytest.mark.parametrize(
    ("lowest", "lines"),
    [("3.4", ["60 %", "70 %", "80 %", "90 %", "100 %"]), ("1", ["20 %", "40 %", "60 %", "80 %", "100 %"])],
)
def test_the_scale_begins_below_the_lowest_figure(lowest: str, lines: list[str]) -> None:
    """The minimum of 60 % decides where figures are above it; a survey of 1 is 25 %, and the lines are fifths."""
    low = compare(*(workbook(full().but({"B.II.a": lowest}), f"{n}.xlsx") for n in "ab"), over_time=True)
    assert [level.label for level in charts(low, RULESET)["1"].ticks] == (
        ["50 %", *lines] if lowest == "3.4" else lines
    )


def test_charts_stand_for_the_shares() -> None:
    """Dots between floor and ceiling in proportion, minimums at their height, words with every figure."""
    for key, chart in charts(WAY, RULESET).items():
        part = {**WAY.areas, **WAY.results, "total": WAY.total}[key]
        heights = {dot.y for dot in chart.dots} | {level.y for level in chart.minimums}
        assert all(26 <= height <= 160 for height in heights)
        low, high = chart.ticks[0], chart.ticks[-1]
        assert (high.label, high.y, low.y) == ("100 %", 26, 160)
        floor = Fraction(low.label.removesuffix(" %")) / 100
        for dot, side in zip(chart.dots, part.sides.values(), strict=True):
            assert dot.y == pytest.approx(160 - float((side.share - floor) / (1 - floor)) * 134, abs=0.01)
            assert dot.figure == str(rounded(side.share * 100))
            assert dot.figure in chart.words
        assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)


# XLSX ----------------------------------------------------------------------------------------------


def load(content: bytes) -> Any:  # noqa: ANN401 - a workbook of openpyxl
    """Open a workbook."""
    return load_workbook(io.BytesIO(content))


def values(content: bytes, name: str) -> list[tuple[Any, ...]]:
    """Return the rows below the headings of a sheet."""
    sheet = load(content)[name]
    head = int(sheet.auto_filter.ref.split(":")[0][1:])
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=head + 1)]


@pytest.mark.parametrize("result", EVERY)
def test_the_same_comparison_gives_the_same_bytes(result: str) -> None:
    """No clock stands in the workbook."""
    one, other = (compare_workbook.render(EVERY[result], RULESET) for _time in range(2))
    assert one == other


@pytest.mark.parametrize("result", EVERY)
def test_no_cell_is_a_formula(result: str) -> None:
    """Texts stay texts, and those that begin like a formula are marked as texts."""
    book = load(compare_workbook.render(EVERY[result], RULESET, verbosity=1))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)


def test_sheets_can_be_filtered_and_keep_their_headings() -> None:
    """Each list has a filter over all rows, frozen headings, and prints them on every page."""
    for result, names in (
        (PLAIN, ["Summary", "Areas", "Criteria", "Indicators", "Questions", "Without a note"]),
        (WAY, ["Summary", "Trend", "Charts", "Working groups"]),
    ):
        book = load(compare_workbook.render(result, RULESET))
        assert book.sheetnames == names
        for sheet in book.worksheets:
            if sheet.title in {"Summary", "Charts"}:
                continue
            head = int(sheet.auto_filter.ref.split(":")[0][1:])
            assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
            assert sheet.freeze_panes[1:] == str(head + 1)
            assert sheet.print_title_rows == f"${head}:${head}"


def test_figures_are_numbers() -> None:
    """Differences with their sign, shares as percent."""
    rows = values(compare_workbook.render(PLAIN, RULESET), "Areas")
    total = next(row for row in rows if row[0] == "total")
    assert total[1:4] == (
        float(rounded(PLAIN.total.sides["a"].score)),
        float(rounded(PLAIN.total.sides["b"].score)),
        float(rounded(PLAIN.total.difference.score or Fraction())),
    )
    sheet = load(compare_workbook.render(PLAIN, RULESET))["Areas"]
    assert sheet.cell(sheet.max_row, 4).number_format == "+0.00;-0.00;0.00"


def test_a_native_chart_for_every_area() -> None:
    """One a working group, one a part of hasil, one for the total; each draws the cells with its figures."""
    content = compare_workbook.render(WAY, RULESET)
    book = load(content)
    sheet = book["Charts"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(drawn) == 9
    assert all("<lineChart>" in chart for chart in drawn)
    shares = {row[0].value: [cell.value for cell in row[1:4]] for row in sheet.iter_rows() if row[0].value}
    assert shares["Working group 1: Manajemen Perubahan"] == [0.875, 0.9063, 0.9531]
    assert shares["total"] == [0.9233, 0.9256, 0.9523]
    references = {reference for chart in drawn for reference in re.findall(r"<f>'Charts'!(.+?)</f>", chart)}
    for reference in references:
        first, _colon, last = reference.replace("$", "").partition(":")
        assert all(cell.value is not None for row in sheet[f"{first}:{last or first}"] for cell in row)


def written(folder: Path) -> list[Path]:
    """Write the workbook that LibreOffice is to open."""
    use_language("en")
    path = folder / "progress.xlsx"
    path.write_bytes(compare_workbook.render(WAY, RULESET))
    return [path]


@libreoffice(written)
def test_libreoffice_opens_it(recalculated: Recalculated) -> None:
    """What it saves again has the same texts and numbers."""
    (saved,) = recalculated(written)
    source = io.BytesIO(compare_workbook.render(WAY, RULESET))
    before, after = ({sheet.title: contents(sheet) for sheet in load_workbook(each)} for each in (source, saved))
    assert before == after


def contents(sheet: Any) -> dict[str, object]:  # noqa: ANN401 - a sheet of openpyxl
    """Return what stands in the cells."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


# the command ---------------------------------------------------------------------------------------


def test_reports_hold_what_the_library_renders(tmp_path: Path) -> None:
    """One run writes every format, and prints one of them."""
    forms = {"text": "txt", "json": "json", "markdown": "md", "html": "html", "xlsx": "xlsx"}
    reports = [part for form, ending in forms.items() for part in ("--report", f"{form}:{tmp_path / f'r.{ending}'}")]
    path = "worksheets/valid/three-assessors.xlsx"
    done = run("compare", path, "--format", "html", *reports, "-v")
    assert (done.returncode, done.stderr) == (0, b"")
    result = compare(path)
    assert (
        done.stdout == (tmp_path / "r.html").read_bytes() == compare_html.render(result, RULESET, verbosity=1).encode()
    )
    assert (tmp_path / "r.md").read_bytes() == compare_markdown.render(result, RULESET, verbosity=1).encode()
    assert (tmp_path / "r.txt").read_bytes() == compare_text.render(result, RULESET, verbosity=1).encode()
    assert (tmp_path / "r.json").read_text(encoding="utf-8") == result.to_json() + "\n"
    assert (tmp_path / "r.xlsx").read_bytes() == compare_workbook.render(result, RULESET, verbosity=1)


def test_light_formats_load_nothing_heavy() -> None:
    """Text and JSON do without the libraries of pages and workbooks; importing the page does too."""
    path = str(VALID / "three-assessors.xlsx")
    assert loaded_by("compare", path) & HEAVY == set()
    assert loaded_by("compare", path, "--format", "json") & (HEAVY | {"rich"}) == set()
    assert "jinja2" not in loaded("from zi_score.output.compare import html, markdown, text")


if __name__ == "__main__":
    for each in GOLDENS:
        (GOLDEN / each).write_bytes(golden(each).encode())
