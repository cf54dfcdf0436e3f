"""Every format of a batch that people read, and its CSV, over one set of units, some of which mean harm.

``python tests/test_rekap.py`` writes the golden files anew.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import RULESET, VALID, assessed, current
from markdown_it import MarkdownIt
from test_formats import HARMLESS, HOSTILE, kind, tokens
from test_formats import rows as markdown_rows
from test_imports import loaded
from widths import too_wide
from zi_score.output.figures import decisive, hidden, lowest, percent, signed, telling
from zi_score.output.rekap import csv as rekap_csv
from zi_score.output.rekap import html as rekap_html
from zi_score.output.rekap import markdown as rekap_markdown
from zi_score.output.rekap import text as rekap_text
from zi_score.output.rekap.blocks import failures, name_of, ranking, sections
from zi_score.output.rekap.charts import charts

from worksheets.cases import half_empty, rounds_to_75, survey_below, wbbm, wbk
from zi_score.evaluation.criterion import Status
from zi_score.evaluation.kawasan import judge_kawasan
from zi_score.evaluation.result import Evaluation, Failure, RulesetReference
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import rounded
from zi_score.model.findings import Finding, finding, shown
from zi_score.model.language import use_language
from zi_score.model.worksheet import Source, Unit
from zi_score.rekap.ranking import BatchResult, rekap
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine, line_of

GOLDEN = Path(__file__).parent / "golden"
BIDI = "\u202e\u200f\u2066\u061c"
HARM = f"jahat/::error::x,y%0A\n[red]|`@tim <script>alert(1)</script><b> {BIDI}fdp.xlsx"
FORMULAS = ("=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\uff1dA1")
TITLES = RulesetReference(id=RULESET.id, title=RULESET.title)


def standing(  # noqa: PLR0913 - what tells one unit from another
    case: str,
    path: str,
    unit: Unit,
    *,
    facts: Mapping[str, FactValue] | None = None,
    findings: tuple[Finding, ...] = (),
    digest: str = "",
) -> UnitLine:
    """Return the standing of one of the worksheets' cases."""
    cases = {made.name: made for made in (half_empty(), rounds_to_75(), survey_below(), wbbm(), wbk())}
    evaluation = Evaluation(
        source=Source(path=path, sheet="Jawaban", layout="jawaban"),
        unit=unit,
        ruleset=TITLES,
        assessments=(assessed(cases[case].sheets["unit"], facts),),
        findings=findings,
    )
    return line_of(evaluation, digest or path)


def failed(path: str, name: str = "file-damaged", problem: str = "bad zip") -> Failure:
    """Return a workbook that cannot be read."""
    found = finding(name, path=path, problem=problem)
    return Failure(source={"path": path}, error=found.message, findings=(found,))


def outcomes() -> list[UnitLine | Failure]:
    """Return the outcomes that every format is tried with."""
    mild = (
        finding("answer-not-understood", code="A.I.1.i.a", cell="LKE ZI!K8", typed="?", accepted="Ya, Tidak"),
        finding("convention-applied", code="A.II.3.i.a", cell="LKE ZI!K147", whole="x", value="1"),
    )
    found: list[UnitLine | Failure] = [
        standing("wbbm", "a/wbbm.xlsx", Unit(name="Kantor Contoh", agency="Badan Contoh"), facts={"holds-wbk": "Ya"}),
        standing("wbbm", "a/baru.xlsx", Unit(name="Pos Contoh", agency="Badan Contoh"), facts={"holds-wbk": "Tidak"}),
        standing("wbbm", "a/tanpa-fakta.xlsx", Unit(name="Balai Contoh", agency="Badan Contoh")),
        standing("wbk", "b/wbk.xlsx", Unit(name="Dinas Contoh", agency="Pemda Contoh", year=2026, target="WBK")),
        standing("wbk", "b/lagi.xlsx", Unit(name="Dinas  contoh", agency="Pemda Contoh"), findings=mild),
        standing("rounds-to-75", "b/hampir.xlsx", Unit(name="Madrasah Contoh", agency="Pemda Contoh")),
        standing("survey-below", "b/survei.xlsx", Unit(name=None)),
        standing("half-empty", "b/setengah.xlsx", Unit(name="Samsat Größe 50% #2", agency="Pemda Contoh")),
        failed("kiriman/rusak.xlsx"),
        failed("kiriman/rusak lagi.xlsx"),
        failed("kiriman/~$kosong.xlsx", "file-empty"),
        failed(HARM, problem=" ".join(HOSTILE)[:500]),
        Failure(source={"path": f"=tanpa temuan {HARM}"}, error=" ".join(HOSTILE), findings=()),
    ]
    found += [
        standing("wbk", f"{number}{HARM}", Unit(name=text, agency=text, target="WBK"), digest="sama")
        for number, text in enumerate((*HOSTILE, *FORMULAS))
    ]
    found.append(standing("half-empty", f"-{HARM}", Unit(name=" ".join(HOSTILE)[:900], agency=HOSTILE[0])))
    return found


def batch(found: list[UnitLine | Failure]) -> BatchResult:
    """Return a batch whose units form an area with a hostile name."""
    units = [(name_of(each), each.predicates) for each in found if isinstance(each, UnitLine)]
    score = Fraction(64_999, 10_000)
    return rekap(RULESET, found, kawasan=judge_kawasan(RULESET, f"Kawasan {HARM}", units, score) if units else None)


OUTCOMES = outcomes()
RESULT = batch(OUTCOMES)
EMPTY = rekap(RULESET, [])
FAILED = rekap(RULESET, [each for each in OUTCOMES if isinstance(each, Failure)])


def without_assets(page: str) -> str:
    """Return a page without style, script and their hashes, which stand in files of their own."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-", page)


Render = Callable[[BatchResult, Ruleset], str]

GOLDENS: dict[str, tuple[str, Render]] = {
    "rekap.txt": ("id", rekap_text.render),
    "rekap.en.txt": ("en", rekap_text.render),
    "rekap.wide.txt": ("en", lambda result, ruleset: rekap_text.render(result, ruleset, width=160)),
    "rekap.quiet.txt": ("en", lambda result, ruleset: rekap_text.render(result, ruleset, verbosity=-1)),
    "rekap.verbose.txt": ("en", lambda result, ruleset: rekap_text.render(result, ruleset, verbosity=1)),
    "rekap.csv": ("en", rekap_csv.render),
    "rekap.md": ("en", rekap_markdown.render),
    "rekap.html": ("en", lambda result, ruleset: without_assets(rekap_html.render(result, ruleset))),
}
FORMS: dict[str, Render] = {
    "text": rekap_text.render,
    "quiet": GOLDENS["rekap.quiet.txt"][1],
    "verbose": GOLDENS["rekap.verbose.txt"][1],
    "csv": rekap_csv.render,
    "markdown": rekap_markdown.render,
    "html": GOLDENS["rekap.html"][1],
}


def golden(name: str) -> str:
    """Return what a golden file must hold."""
    language, render = GOLDENS[name]
    use_language(language)
    return render(RESULT, RULESET)


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
    assert {path.name for path in GOLDEN.glob("rekap.*")} == set(GOLDENS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("surrogates", [False, True])
def test_nothing_invisible_comes_through(form: str, *, surrogates: bool) -> None:
    """No control character, no mark of direction, no half of a pair; and the text can be written to a file.

    Markdown has blanks of no width of its own, where a link would begin; CSV its mark and its line ends.
    """
    broken = "separuh \ud800 dan \udcff"
    harm = [standing("wbk", broken, Unit(name=broken, agency=broken)), failed(broken, problem=broken)]
    text = FORMS[form](batch([*OUTCOMES, *harm]) if surrogates else RESULT, RULESET)
    assert text.endswith("\n")
    assert text.encode()
    own = {"csv": "\ufeff\r", "markdown": "\u200b"}.get(form, "")
    assert {char for char in text if not char.isprintable()} <= {"\n", *own}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("result", [EMPTY, FAILED, rekap(RULESET, OUTCOMES, only=(), top=0)])
def test_no_unit_is_a_result_too(form: str, result: BatchResult) -> None:
    """Nothing at all, failures alone, and a ranking without any place."""
    assert FORMS[form](result, RULESET).endswith("\n")


@pytest.mark.parametrize("form", FORMS)
def test_language_is_the_one_in_use(form: str) -> None:
    """Only the CSV is the same in both languages, but for why a workbook could not be read."""
    texts = set()
    for language in ("id", "en"):
        use_language(language)
        text = FORMS[form](RESULT, RULESET)
        texts.add("\n".join(line for line in text.splitlines() if ",failed," not in line) if form == "csv" else text)
    assert len(texts) == (1 if form == "csv" else 2)


@pytest.fixture(scope="module")
def real() -> BatchResult:
    """Return the worksheets of this project and paths that cannot be read, as a batch evaluates them."""
    use_language("en")
    paths = [*map(str, current()), "tiada.xlsx", str(VALID), __file__]
    found = [done.outcome for done in evaluate_all([Submitted(path) for path in paths])]
    return rekap(RULESET, found)


def facts(result: BatchResult) -> list[tuple[str, ...]]:
    """Work out from the standings what every ranking must say of each unit."""
    found = []
    for place, unit in enumerate(result.units, start=1):
        number, share = lowest(unit)
        following = unit.next_predicate
        gap = decisive(unit, following)[0] if following else None
        figures = (unit.total, unit.components["A"], unit.components["B"])
        found.append(
            (
                str(place),
                name_of(unit),
                {"none": "none", "undetermined": "open"}.get(unit.verdict, unit.verdict),
                *(points.score if points.score != "75.00" else "74.997" for points in figures),
                f"{number} {unit.areas[number].name}",
                str(rounded(share * 100)),
                following.id if following else "",
                "" if gap is None else signed(gap),
                str(len(unit.unanswered)),
                *(str(sum(f.severity == severity for f in unit.findings)) for severity in SEVERITIES),
            )
        )
    return found


SEVERITIES = ("error", "warning", "notice")
KEYS = ("rank", "unit", "verdict", "total", "component-A", "component-B", "area", "share", "next", "margin")
COUNTS = ("unanswered", *SEVERITIES)


def test_all_formats_say_the_same_as_the_standings(real: BatchResult) -> None:
    """Ranking, figures and failures in text, Markdown, HTML and CSV are those of the standings."""
    expected = facts(real)
    assert len(expected) == len(current())
    block = ranking(real, RULESET)
    keys = [column.key for column in block.columns]
    wanted = [keys.index(key) for key in (*KEYS, *COUNTS)]
    assert [tuple(row[at] for at in wanted) for row in block.rows] == expected
    html = page_of(rekap_html.render(real, RULESET)).tables["ranking"]
    assert html[1:] == [[cell for key, cell in zip(keys, row, strict=True) if key != "criterion"] for row in block.rows]
    left_out = {"criterion", "agency", "path"}
    lines = [[cell for key, cell in zip(keys, row, strict=True) if key not in left_out] for row in block.rows]
    assert [row for row in markdown_rows(rekap_markdown.render(real, RULESET)) if len(row) == len(lines[0])][
        1:
    ] == lines
    text = rekap_text.render(real, RULESET, width=400).splitlines()
    for row, line in zip(expected, text[1 + (text[0].strip() == "lowest") :], strict=False):
        number, share = row[6].partition(" ")[0], row[7]
        stated = [*row[:4], f"{row[4]} + {row[5]}", f"{number}: {share} %", *row[8:10], row[10], "/".join(row[11:])]
        assert re.match(r"\s*" + r"\s+".join(re.escape(part) for part in stated[:5] if part), line)
        assert all(part in line for part in stated)
    units, unread = table_of(rekap_csv.render(real, RULESET))
    for row, unit, line in zip(expected, real.units, units, strict=True):
        assert (line["rank"], line["total"], line["component_A"], line["component_B"]) == (row[0], *row[3:6])
        assert Fraction(line["total_exact"]) == unit.total.exact
        assert [line[key] for key in COUNTS] == list(row[10:])
        assert (line["verdict"], line["path"]) == (unit.verdict, unit.path)
        assert {p.id: line[f"{p.id.lower()}_status"] for p in unit.predicates} == {
            p.id: p.status.value for p in unit.predicates
        }
        for number, area in unit.areas.items():
            assert Fraction(line[f"area_{number}_score"]) == Fraction(str(rounded(area.exact)))
            assert Fraction(line[f"area_{number}_share"]) == Fraction(str(rounded(area.ratio, 4)))
    assert [line["path"] for line in unread] == [each.source["path"] for each in real.failures]
    assert len(real.failures) == 3


def test_failures_are_named_in_all_formats(real: BatchResult) -> None:
    """With path, reason and what to do."""
    listed = failures(real).rows
    assert page_of(rekap_html.render(real, RULESET)).tables["failures"][1:] == [list(row) for row in listed]
    assert [row for row in markdown_rows(rekap_markdown.render(real, RULESET)) if len(row) == 3 and row[2] in TIPS]
    text = " ".join(rekap_text.render(real, RULESET, width=1_000).split())
    _units, unread = table_of(rekap_csv.render(real, RULESET))
    for (path, reason, tip), line in zip(listed, unread, strict=True):
        assert reason in text
        assert tip in text
        assert (line["path"], line["verdict"], line["failure"]) == (path, "failed", reason)


TIPS = {"Check the name and the folder.", "Name one workbook in it.", "Open it in Excel and save it as .xlsx."}


def test_sections_are_those_of_the_tally(real: BatchResult) -> None:
    """Counts by verdict and agency add up; requirements that nobody stated are no criterion that fails."""
    blocks = {block.key: block for block in sections(real, RULESET)}
    verdicts = {row[0]: int(row[1]) for row in blocks["verdicts"].rows}
    assert sum(verdicts.values()) == real.tally.units
    assert sum(Fraction(row[2]) for row in blocks["verdicts"].rows) == pytest.approx(100, abs=0.05)
    assert sum(int(row[1]) for row in blocks["agencies"].rows) == real.tally.units
    assert [list(map(int, row[1:-1])) for row in blocks["agencies"].rows] == [
        [each.units, *each.verdicts.values()] for each in real.tally.agencies
    ]
    assert not [row for row in blocks["criteria"].rows if row[1].startswith("req-")]
    assert ("WBK", "total") in {row[:2] for row in blocks["criteria"].rows}
    assert [row[0] for row in blocks["questions"].rows] == [low.code for low in real.tally.low_questions]
    assert {row[3] for row in blocks["duplicates"].rows} == {path for each in real.duplicates for path in each.paths}
    assert "kawasan" not in blocks
    assert {block.key for block in sections(RESULT, RULESET)} >= {"kawasan", "kawasan-failing", "rounding"}


# figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "minimum", "expected"),
    [
        ("75", "75", "75.00"),
        ("74.995", "75", "74.995"),
        ("74.99", "75", "74.99"),
        ("74.9999995", "75", "74.999999"),
        ("47.875", "75", "47.88"),
        ("0", "0", "0.00"),
        ("-1/300", "0", "-0.003"),
        ("-1/900000000", "0", "-0.000001"),
    ],
)
def test_rounding_never_hides_a_miss(number: str, minimum: str, expected: str) -> None:
    """As many decimals as tell it, and at last rounded down."""
    assert str(telling(Fraction(number), [Fraction(minimum)])) == expected


def test_a_hidden_miss_is_told_with_its_exact_figure() -> None:
    """Everywhere: as a figure below the minimum, and as a fraction in a list of its own."""
    almost = next(each for each in RESULT.units if each.path == "b/hampir.xlsx")
    assert [(predicate, c.id) for predicate, c in hidden(almost)] == [("WBK", "total")]
    for render in (rekap_text.render, rekap_markdown.render, rekap_html.render):
        text = render(rekap(RULESET, [almost]), RULESET)
        assert "74.997" in text
        assert "-0.003" in text
        assert "22499/300" in text
        assert "75.00" not in text
    (line,), _unread = table_of(rekap_csv.render(rekap(RULESET, [almost]), RULESET))
    assert (line["total"], line["total_exact"], line["wbk_margin"]) == ("74.997", "22499/300", "-0.003")
    assert percent(Fraction(59_999_999, 100_000_000), [Fraction(3, 5)]) < 60


def test_what_decides_is_a_fact_where_no_points_are_missing() -> None:
    """Full points and no WBK: the margin is what there is to spare, the criterion is the fact."""
    for path, status in (("a/baru.xlsx", Status.NOT_MET), ("a/tanpa-fakta.xlsx", Status.UNDETERMINED)):
        unit = next(each for each in RESULT.units if each.path == path)
        following = unit.next_predicate
        assert following
        assert following.status is status
        gap, criterion = decisive(unit, following)
        assert gap is not None
        assert gap >= 0
        assert criterion
        assert criterion.id == "holds-wbk"


# text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("width", [60, 66, 73, 80, 100, 119, 120, 160, 240])
def test_text_gives_no_command_and_keeps_the_width(verbosity: int, width: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system."""
    text = rekap_text.render(RESULT, RULESET, width=width, verbosity=verbosity)
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert not too_wide(text, width, (unit.path for unit in RESULT.units))


def test_text_shows_more_where_there_is_room() -> None:
    """The essential at 60 columns, all there is at 1,000; the name of a unit stays readable."""
    titles = {}
    for width in (60, 80, 120, 1_000):
        lines = rekap_text.render(rekap(RULESET, OUTCOMES[:8]), RULESET, width=width, verbosity=-1).splitlines()
        titles[width] = " ".join(lines[:2] if lines[0].strip() == "lowest" else lines[:1])
    assert "verdict  total" in re.sub(r" +(?=total)", "  ", titles[60])
    assert "to the next" in titles[80]
    assert "lowest" in titles[80]
    assert "findings" in titles[120]
    assert "pengungkit + hasil" in titles[120]
    assert titles[1_000].endswith("agency       workbook")


def test_quiet_text_is_the_ranking_and_the_sum(real: BatchResult) -> None:
    """A head, a line for every unit, and the sum with the failures."""
    lines = rekap_text.render(real, RULESET, width=400, verbosity=-1).splitlines()
    assert len(lines) == 2 + len(real.units) + 1
    counted = ", ".join(
        f"{count} {'open' if verdict == 'undetermined' else verdict}" for verdict, count in real.tally.verdicts.items()
    )
    assert lines[-1].startswith(f"Units: {len(real.units)} ({counted}); listed: {len(real.units)}. Unreadable: 3.")


def test_verbose_text_has_every_line() -> None:
    """Without -v the first of each list only, and how many there are besides."""
    normal, verbose = (rekap_text.render(RESULT, RULESET, width=4_000, verbosity=verbosity) for verbosity in (0, 1))
    assert "more (-v shows all)" in normal
    assert "more (-v shows all)" not in verbose
    for duplicate in RESULT.duplicates:
        assert all(shown(path, 2_000) in verbose for path in duplicate.paths)


def test_markup_is_never_interpreted() -> None:
    """Brackets come out as they are, and colours are the only escapes."""
    for color in (False, True):
        text = rekap_text.render(RESULT, RULESET, width=4_000, color=color)
        assert "[red]merah[/red]" in text
        assert ("\x1b" in text) is color
        assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", text)


# CSV -----------------------------------------------------------------------------------------------


def table_of(text: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Read a CSV back: the units and the workbooks that could not be read."""
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    return [line for line in lines if line["rank"]], [line for line in lines if not line["rank"]]


def test_csv_is_rfc_4180() -> None:
    """A mark in front, CR LF at every end, as many cells in every line, one line for every workbook."""
    text = rekap_csv.render(RESULT, RULESET)
    assert text.startswith("\ufeffrank,path,unit,agency,year,target,assessor,verdict,total,total_exact,component_A,")
    assert text.count("\r\n") == text.count("\n") == text.count("\r") == 1 + len(OUTCOMES)
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(set(lines[0])) == len(lines[0])
    units, unread = table_of(text)
    assert (len(units), len(unread)) == (len(RESULT.units), len(RESULT.failures))


def test_no_cell_of_a_csv_is_a_formula() -> None:
    """Texts begin with an apostrophe where they would be one; what begins with a sign else is a number."""
    units, unread = table_of(rekap_csv.render(RESULT, RULESET))
    for line in (*units, *unread):
        for cell in line.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "\uff1d"))
            assert not cell.startswith("-") or re.fullmatch(r"-\d+\.\d+", cell)
    assert {"'=cmd|'/c calc'!A1", "'+1", "'-1+2", "'@SUM(A1)", "'=1", "'\uff1dA1"} <= {line["unit"] for line in units}
    assert [line["path"] for line in units if line["path"].startswith("'-jahat")]


def test_a_path_is_never_cut() -> None:
    """Programs look for the file by it."""
    path = f"{'folder panjang/' * 250}lke.xlsx"
    (line,), (other,) = table_of(
        rekap_csv.render(rekap(RULESET, [standing("wbk", path, Unit()), failed(f"x{path}")]), RULESET)
    )
    assert (line["path"], other["path"]) == (path, f"x{path}")


# Markdown ------------------------------------------------------------------------------------------


def test_markdown_is_inert() -> None:
    """No HTML, no link, no picture, no emphasis, nobody mentioned: headings and tables of text."""
    parsed = tokens(rekap_markdown.render(RESULT, RULESET))
    assert {kind(token) for token in parsed} <= HARMLESS
    inner = [child for token in parsed if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "text_special"}
    seen = "\n".join(child.content for child in inner)
    assert not re.search(r"https?://|www\.|@\w|mailto:\w|#\d", seen)


@pytest.mark.parametrize("limit", [6_000, 20_000, 65_000])
def test_markdown_keeps_its_limit(limit: int) -> None:
    """What does not fit is counted, and no row is cut in two."""
    many = [each.model_copy(update={"path": f"{n}.xlsx"}) for n in range(60) for each in RESULT.units[:8]]
    result = rekap(RULESET, [*many, *(failed(f"{n}.xlsx") for n in range(200))])
    text = rekap_markdown.render(result, RULESET, limit=limit)
    assert len(text.encode()) <= limit
    expected = [ranking(result, RULESET), failures(result), *sections(result, RULESET)]
    left_out = sum(map(int, re.findall(r"^(\d+) more lines are not listed here", text, re.MULTILINE)))
    listed = [token for token in MarkdownIt("commonmark").enable("table").parse(text) if token.type == "tr_open"]
    heads = text.count("\n### ")
    assert len(listed) - heads + left_out == sum(len(block.rows) for block in expected)
    assert left_out
    assert len(rekap_markdown.render(RESULT, RULESET, limit=10**9).split("\n### ")) == 3 + len(
        list(sections(RESULT, RULESET))
    )


# HTML ----------------------------------------------------------------------------------------------

VOID = {"meta", "rect", "line"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "script", "header", "main", "nav", "section", "div", "span"),
    *("h1", "h2", "h3", "p", "a", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "svg", "rect", "line", "text", "details", "summary"),
}


class Page(HTMLParser):
    """A page, parsed: elements with their attributes, ids, tables by section, and the text outside of them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.assets: dict[str, str] = {}
        self.comments = 0
        self._section = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; one that is never closed stays open only if it may."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self._section = attributes["id"]
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if tag in {"td", "th"}:
            self.tables[self._section][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text of cells, style and script."""
        if {"td", "th"} & set(self.open):
            self.tables[self._section][-1][-1] += data
        if self.open and self.open[-1] in {"style", "script"}:
            self.assets[self.open[-1]] = data

    def handle_comment(self, data: str) -> None:
        """Count comments; a hostile text must not begin one."""
        self.comments += len(data)


def page_of(text: str) -> Page:
    """Parse a page, and prove that every element is closed."""
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@pytest.fixture(scope="module")
def page() -> Page:
    """Return the page of the hostile batch."""
    use_language("en")
    return page_of(rekap_html.render(RESULT, RULESET))


def test_html_has_only_elements_of_its_own(page: Page) -> None:
    """Nothing in a workbook becomes an element, an attribute or a comment."""
    assert {tag for tag, _attributes in page.elements} <= ALLOWED
    assert [tag for tag, _attributes in page.elements].count("script") == 1
    assert page.comments == 0
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "action", "srcset"}}
    targets = {attributes["href"] for _tag, attributes in page.elements if "href" in attributes}
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert targets <= {f"#{each}" for each in ids}
    assert len(ids) == len(set(ids))


def test_html_needs_nothing_from_elsewhere(page: Page) -> None:
    """The policy forbids all but this style and this script, which refer to nothing outside."""
    (policy,) = [a["content"] for tag, a in page.elements if tag == "meta" and "http-equiv" in a]
    digests = {
        name: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for name, text in page.assets.items()
    }
    assert policy == (
        f"default-src 'none'; style-src {digests['style']}; script-src {digests['script']}; "
        "base-uri 'none'; form-action 'none'"
    )
    for text in page.assets.values():
        assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch|XMLHttp|innerHTML|eval|</", text)


def test_html_is_structured_for_everyone(page: Page) -> None:
    """Language, one h1, headings in order, captions, scopes, names for regions and drawings."""
    by_tag: dict[str, list[dict[str, str]]] = {}
    for tag, attributes in page.elements:
        by_tag.setdefault(tag, []).append(attributes)
    assert by_tag["html"] == [{"lang": "en"}]
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(by_tag["caption"]) == len(by_tag["table"])
    assert {attributes.get("scope") for attributes in by_tag["th"]} == {"row", "col"}
    ids = {attributes["id"] for _tag, attributes in page.elements if "id" in attributes}
    named = [a["aria-labelledby"] for _tag, a in page.elements if "aria-labelledby" in a]
    assert set(" ".join(named).split()) <= ids
    assert all(a["role"] == "img" and "aria-labelledby" in a for a in by_tag["svg"])
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in by_tag["div"] if a.get("class") == "scroll")
    for rows in page.tables.values():
        assert all(rows)


def test_html_shows_texts_as_they_are(page: Page) -> None:
    """Every unit has its row, with the text that was in the workbook, on one line."""
    names = [row[1] for row in page.tables["ranking"][1:]]
    assert names == [name_of(unit) for unit in RESULT.units]
    assert "<script>alert(1)</script> <b onclick=x> &lt;i&gt; &#60;" in names


def test_html_without_units_has_no_script() -> None:
    """There is nothing to sort or to filter, and nothing to draw."""
    for result in (EMPTY, FAILED):
        parsed = page_of(rekap_html.render(result, RULESET))
        assert not {"script", "svg"} & {tag for tag, _attributes in parsed.elements}


def test_html_can_be_read_without_the_script(page: Page) -> None:
    """Controls are made by the script; without it there are none that do nothing, and all rows are seen."""
    assert not {tag for tag, _attributes in page.elements} & {"button", "input", "select", "form"}
    assert not [a for _tag, a in page.elements if "hidden" in a]


def test_html_says_its_language() -> None:
    """And which of its texts are in another."""
    use_language("id")
    assert '<html lang="id">' in rekap_html.render(RESULT, RULESET)
    use_language("en")
    assert 'lang="id">4 Penguatan Akuntabilitas</td>' in rekap_html.render(RESULT, RULESET)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour as WCAG defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_have_contrast(page: Page) -> None:
    """4.5 for texts, 3 for what is drawn, by day and by night."""
    schemes = re.findall(r":root \{(.*?)\n *\}", page.assets["style"].partition("@media print")[0], re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme))
        for text in ("text", "quiet", "link", "minimum"):
            assert contrast(colors[text], colors["ground"]) >= 4.5
        assert contrast(colors["text"], colors["soft"]) >= 4.5
        for verdict in ("good", "bad", "open"):
            assert contrast(colors[verdict], colors[f"{verdict}-ground"]) >= 4.5
        assert contrast(colors["bar"], colors["ground"]) >= 3


# charts --------------------------------------------------------------------------------------------


def test_charts_show_the_units(real: BatchResult) -> None:
    """Bars count all units, minimums stand at their place on the axis, the words and tables say the same."""
    totals, areas = charts(real.units, RULESET)
    assert sum(int(bar.figure) for bar in totals.bars) == len(real.units)
    assert sum(int(row[1]) for row in totals.table.rows) == len(real.units)
    assert [(mark.x, mark.label) for mark in totals.minimums] == [(310, "WBK 75"), (350, "WBBM 85")]
    assert [(mark.x, mark.label) for mark in areas.minimums] == [(250, "WBK 60 %"), (310, "WBBM 75 %")]
    below = sum(unit.total.exact < 75 for unit in real.units)
    assert f"{below} below the minimum of WBK (75)." in totals.words
    for number, bar in enumerate(areas.bars, start=1):
        mean = sum((unit.areas[str(number)].ratio for unit in real.units), Fraction()) / len(real.units)
        assert bar.width == pytest.approx(float(mean) * 400, abs=0.01)
        assert bar.figure == f"{rounded(mean * 100)} %"
    assert all(0 <= bar.y <= bar.y + bar.height <= chart.floor for chart in (totals, areas) for bar in chart.bars)
    assert charts((), RULESET) == ()


# what is loaded ------------------------------------------------------------------------------------


def test_jinja_is_loaded_for_html_alone() -> None:
    """Importing every format, the page's too, loads no template library."""
    assert "jinja2" not in loaded("from zi_score.output.rekap import csv, html, markdown, text")


def test_cells_read_back_as_plain_text() -> None:
    """The Markdown of a hostile name shows that name."""
    found = {cell for row in markdown_rows(rekap_markdown.render(RESULT, RULESET, limit=10**7)) for cell in row}
    assert {shown(name) for name in HOSTILE} <= found


if __name__ == "__main__":
    for each in GOLDENS:
        (GOLDEN / each).write_bytes(golden(each).encode())
