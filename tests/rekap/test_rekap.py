"""A batch in every format that people read, and as CSV, over one set of units, some of which mean harm.

``python tests/script.py test_rekap`` writes the golden file of the CSV anew.
"""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction

import pytest
from batches import EMPTY, FAILED, FEW, OUTCOMES, RESULT, batch, failed, standing, synthetic
from conftest import RULESET, VALID, current
from goldens import FOLDER
from harm import HALVES
from loading import loaded
from marked import Page, assert_for_everyone, assert_inert, assert_own
from openpyxl import load_workbook
from widths import too_wide

from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.kawasan import judge_kawasan
from zi_score.model.exact import rounded
from zi_score.model.findings import Severity, shown
from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.worksheet import Unit
from zi_score.rekap.proposal import Group
from zi_score.rekap.ranking import BatchResult, prevailing, rekap
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.csv import rekap as rekap_csv
from zi_score.reports.document import Cell, Document, Findings, Format, Number, Table, Word, text_of
from zi_score.reports.documents.ranking import decisive, name_of
from zi_score.reports.documents.rekap import document, reason
from zi_score.reports.render import render
from zi_score.reports.words import ranked, severity_word, short_verdict, status_word

SEVERITIES = tuple(severity.value for severity in Severity)


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def real() -> BatchResult:
    """Return the worksheets of this project and paths that cannot be read, as a batch evaluates them."""
    use_language("en")
    paths = [*map(str, current()), "tiada.xlsx", str(VALID), __file__]
    return rekap(RULESET, [done.outcome for done in evaluate_all([Submitted(path) for path in paths])])


def made(result: BatchResult, form: Format = "xlsx") -> Document:
    """Return a batch as a document; a workbook has all of it."""
    return document(result, RULESET, form)


def told(result: BatchResult, form: Format = "text", *, width: int = 80, verbosity: int = 0) -> str:
    """Return a batch as people read it."""
    return str(render(made(result, form), form, width=width, verbosity=verbosity))


def block(result: BatchResult, key: str, form: Format = "xlsx") -> Table:
    """Return a table of a batch."""
    return next(each for each in made(result, form).blocks if isinstance(each, Table) and each.key == key)


def texts(table: Table, *keys: str) -> list[tuple[str, ...]]:
    """Return what columns of a table say, row by row."""
    return list(zip(*([text_of(cell) for cell in table.cells(key)] for key in keys), strict=True))


FORMS = {
    "text": told,
    "quiet": lambda result: told(result, verbosity=-1),
    "verbose": lambda result: told(result, verbosity=1),
    "markdown": lambda result: told(result, "markdown"),
    "html": lambda result: told(result, "html"),
    "csv": lambda result: rekap_csv.render(result, RULESET),
}


# what every format has in common -------------------------------------------------------------------


def test_the_csv_is_golden() -> None:
    """To the letter."""
    assert rekap_csv.render(FEW, RULESET) == (FOLDER / "rekap.csv").read_bytes().decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("surrogates", [False, True])
def test_nothing_invisible_comes_through(form: str, *, surrogates: bool) -> None:
    """No control character, no mark of direction, no half of a pair; and the text can be written to a file.

    Markdown has blanks of no width of its own, where a link would begin; CSV its mark and its line ends.
    """
    harm = [standing("wbk", HALVES, Unit(name=HALVES, agency=HALVES, target=HALVES)), failed(HALVES, problem=HALVES)]
    text = FORMS[form](batch([*OUTCOMES, *harm]) if surrogates else RESULT)
    assert text.endswith("\n")
    assert text.encode()
    own = {"csv": "\ufeff\r", "markdown": "\u200b"}.get(form, "")
    assert {char for char in text if not char.isprintable()} <= {"\n", *own}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("result", [EMPTY, FAILED, rekap(RULESET, OUTCOMES, only=(), top=0)])
def test_no_unit_is_a_result_too(form: str, result: BatchResult) -> None:
    """Nothing at all, failures alone, and a ranking without any place; there is nothing to sort or to draw."""
    text = FORMS[form](result)
    assert text.endswith("\n")
    if form == "html":
        page = Page(text)
        assert not page.all("svg")
        assert not page.all("script")


@pytest.mark.parametrize("form", FORMS)
def test_language_is_the_one_in_use(form: str) -> None:
    """Only the CSV is the same in both languages, but for why a workbook could not be read."""
    found = set()
    for language in LANGUAGES:
        use_language(language)
        text = FORMS[form](RESULT)
        found.add("\n".join(line for line in text.splitlines() if ",failed," not in line) if form == "csv" else text)
    assert len(found) == (1 if form == "csv" else 2)


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("width", [60, 73, 80, 120, 240])
def test_text_gives_no_command_and_keeps_the_width(verbosity: int, width: int) -> None:
    """Wherever a line breaks, it begins no command of a CI system."""
    text = told(RESULT, width=width, verbosity=verbosity)
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert not too_wide(text, width, made(RESULT).names)


def test_pages_are_for_everyone_and_inert() -> None:
    """Nothing of a workbook becomes an element or an address; each unit has its row with the text that it has."""
    page = Page(told(RESULT, "html"))
    assert_own(page)
    assert_for_everyone(page, "en")
    units = [row[1] for key, rows in page.tables.items() if key.startswith("ranking-") for row in rows[1:]]
    assert units == [name_of(unit) for unit in RESULT.units]
    assert "<script>alert(1)</script> <b onclick=x> &lt;i&gt; &#60;" in units


def test_markdown_is_inert() -> None:
    """Headings, lists and tables of text."""
    assert_inert(told(RESULT, "markdown"))


def test_jinja_is_loaded_for_a_page_alone() -> None:
    """Importing documents and renderers of other formats loads no template library, and no writer of workbooks."""
    code = "from zi_score.reports.documents import rekap; from zi_score.reports.render import markdown, svg, text"
    assert loaded(code) & {"jinja2", "xlsxwriter", "openpyxl"} == set()


# what is said --------------------------------------------------------------------------------------


def test_the_ranking_says_what_the_standings_say(real: BatchResult) -> None:
    """Rank, name, verdict, figures, the lowest area, what is lacking of the next level, and counts."""
    keys = ("rank", "unit", "agency", "target", "verdict", "total", "component-A", "component-B", "area", "share")
    keys += ("next", "margin", "unanswered", *SEVERITIES, "assessor", "path")
    expected = []
    for place, unit in enumerate(real.units, start=1):
        number, area = min(unit.areas.items(), key=lambda item: item[1].ratio)
        follows = unit.next_predicate
        gap = unit.margin(follows) if follows else None
        is_hidden = unit.path.endswith("rounds-to-75.xlsx")
        expected.append(
            (
                str(place),
                name_of(unit),
                unit.unit.agency or "",
                unit.unit.target or "",
                short_verdict(unit.verdict),
                "74.997" if is_hidden else str(rounded(unit.total.exact)),
                *(str(rounded(unit.components[code].exact)) for code in ("A", "B")),
                f"{number} {area.name}",
                f"{rounded(area.ratio * 100)}%",
                follows.id if follows else "",
                "" if gap is None else "-0.003" if is_hidden else f"{rounded(gap[0]):{'+' if gap[0] else ''}f}",
                str(len(unit.unanswered)),
                *(str(sum(found.severity == severity for found in unit.findings)) for severity in Severity),
                unit.assessor.label,
                unit.path,
            )
        )
    assert len(expected) == len(current())
    assert texts(block(real, "ranking"), *keys) == expected


def test_what_decides_is_named(real: BatchResult) -> None:
    """Beside the margin stands the minimum that misses most, or a fact that fails or is not known."""
    rows = texts(block(real, "ranking"), "path", "next", "margin", "label")
    by_file = {path.rpartition("/")[2]: rest for path, *rest in rows}
    assert by_file["wbbm.xlsx"] == ["", "", ""]
    assert by_file["rounds-to-75.xlsx"] == ["WBK", "-0.003", "Nilai total"]
    assert by_file["area-at-60.xlsx"] == ["WBBM", "-1.50", "Area 4 Penguatan Akuntabilitas"]
    assert by_file["count-limits.xlsx"] == ["WBBM", "+0.50", "Sudah berpredikat WBK"]


def test_what_decides_is_a_fact_where_no_points_are_missing() -> None:
    """Full points and no WBK: the margin is what there is to spare, the criterion is the fact."""
    for path, status in (("a/baru.xlsx", Status.NOT_MET), ("a/tanpa-fakta.xlsx", Status.UNDETERMINED)):
        unit = next(each for each in RESULT.units if each.path == path)
        following = unit.next_predicate
        assert following
        assert following.status is status
        gap, criterion = decisive(unit, following)
        assert gap is not None
        assert gap.value >= 0
        assert criterion
        assert criterion.id == "holds-wbk"


def judged(unit: UnitLine) -> list[CriterionResult]:
    """Return a unit's criteria in the order of the columns."""
    return [criterion for predicate in unit.predicates for criterion in predicate.criteria]


@pytest.mark.parametrize("seeds", [30, pytest.param(1_000, marks=pytest.mark.long)])
def test_every_criterion_and_area_is_the_standings(real: BatchResult, seeds: int) -> None:
    """Each cell has the figure or the fact with its status, and no figure looks as if it reached what it misses."""
    result = rekap(RULESET, [*real.units, *(synthetic(seed) for seed in range(seeds))])
    table = block(result, "all-criteria")
    titles = [column.title for column in table.columns[2:]]
    first = result.units[0]
    wanted = [(predicate.id, criterion) for predicate in first.predicates for criterion in predicate.criteria]
    assert [title.rpartition(" (")[0] for title in titles] == [criterion.label for _predicate, criterion in wanted]
    assert "Nilai total (WBK ≥ 75)" in titles
    assert "Area 1 Manajemen Perubahan (WBBM ≥ 75%)" in titles
    for row, areas, unit in zip(table.rows, block(result, "all-areas").rows, result.units, strict=True):
        for cell, criterion in zip(row[2:], judged(unit), strict=True):
            assert_judged(cell, criterion)
        for place, (number, area) in enumerate(unit.areas.items()):
            points, share, enough = areas[3 + 3 * place : 6 + 3 * place]
            assert isinstance(points, Number)
            assert isinstance(share, Number)
            assert (points.value, share.value) == (area.exact, area.ratio)
            statuses = [(p.id, c.status) for p in unit.predicates for c in p.criteria if c.id == f"area-{number}"]
            met = [name for name, status in statuses if status is Status.MET]
            assert text_of(enough) == (met[-1] if met else status_word(statuses[0][1]))


def assert_judged(cell: Cell, criterion: CriterionResult) -> None:
    """Assert that a cell says what was reached of a criterion, and how it stands."""
    tone = {Status.MET: "good", Status.NOT_MET: "bad", Status.UNDETERMINED: "open"}[criterion.status]
    assert isinstance(cell, Number | Word)
    assert cell.tone == tone
    if criterion.exact is None:
        assert text_of(cell) == f"{criterion.stated or 'not stated'}: {status_word(criterion.status)}"
        return
    assert isinstance(cell, Number)
    assert cell.value == Fraction(criterion.exact)
    seen = Fraction(str(cell).removesuffix("%")) / (100 if cell.is_share else 1)
    assert (seen < Fraction(criterion.minimum)) == (Fraction(criterion.exact) < Fraction(criterion.minimum))


def test_lists_are_whole(real: BatchResult) -> None:
    """Each question without an answer, each finding with the worst first, each file that was handed in twice."""
    units = list(enumerate(real.units, start=1))
    assert texts(block(real, "unanswered"), "rank", "code", "label") == [
        (str(place), code, RULESET.questions[code].label) for place, unit in units for code in unit.unanswered
    ]
    assert texts(block(real, "findings"), "rank", "severity", "finding", "message", "tip") == [
        (str(place), severity_word(found.severity), found.name, shown(found.message, 2_000), shown(found.tip, 2_000))
        for place, unit in units
        for found in ranked(unit.findings)
    ]
    assert texts(block(RESULT, "duplicates"), "number", "path") == [
        (str(number), shown(path, 5_000))
        for number, duplicate in enumerate(RESULT.duplicates, start=1)
        for path in duplicate.paths
    ]


def test_failures_are_named_in_all_formats(real: BatchResult) -> None:
    """With path, reason and what to do."""
    expected = [
        (each.source["path"], each.error, " ".join(found.tip for found in each.findings)) for each in real.failures
    ]
    assert len(expected) == 3
    for form in ("markdown", "html", "xlsx"):
        assert texts(block(real, "failures", form), "path", "error", "tip") == expected
    (listed,) = (each for each in made(real, "text").blocks if isinstance(each, Findings))
    assert listed.findings == tuple(found for each in real.failures for found in each.findings)
    _units, unread = table_of(rekap_csv.render(real, RULESET))
    assert [(line["path"], line["verdict"], line["failure"]) for line in unread] == [
        (path, "failed", error) for path, error, _tip in expected
    ]
    assert reason(real.failures[0]) == real.failures[0].error


def test_sections_are_those_of_the_tally(real: BatchResult) -> None:
    """Counts add up; requirements that nobody stated are no criterion that fails; charts have their tables."""
    tally = real.tally
    assert texts(block(real, "verdicts"), "verdict", "units", "share") == [
        (short_verdict(verdict), str(count), f"{rounded(Fraction(count * 100, tally.units))}%")
        for verdict, count in tally.verdicts.items()
    ]
    agencies = block(real, "agencies")
    assert texts(agencies, "agency", "units", *tally.verdicts, "mean") == [
        (
            agency.agency or "not stated",
            *map(str, (agency.units, *agency.verdicts.values())),
            str(rounded(agency.mean)),
        )
        for agency in tally.agencies
    ]
    criteria = block(real, "criteria")
    assert texts(criteria, *(column.key for column in criteria.columns)) == [
        (failing.predicate, failing.label, str(failing.missed), str(failing.open))
        for failing in tally.criteria
        if failing.missed or (failing.open and not failing.id.startswith("req-"))
    ]
    near = block(real, "near-misses")
    assert near.rows[0][0] == "Madrasah Aliyah Negeri Contoh"
    assert text_of(near.cells("margin")[0]) == "-0.003"
    assert len(near.rows) == len(tally.near_misses)
    assert [row[0] for row in texts(block(real, "questions"), "code")] == [low.code for low in tally.low_questions]


def test_distribution_and_areas_are_those_of_the_units(real: BatchResult) -> None:
    """Totals fall into classes of 5 points by their exact value; areas have their exact mean."""
    exact = [unit.total.exact for unit in real.units]
    totals = block(real, "totals")
    assert totals.cells("units") == [
        sum(5 * number <= total < 5 * number + 5 + (number == 19) for total in exact) for number in range(20)
    ]
    assert [text_of(cell) for cell in totals.cells("from")][14:16] == ["70 to under 75", "75 to under 80"]
    assert f"{sum(total < 75 for total in exact)} below the minimum of WBK (75)." in totals.about
    assert [(mark.value, mark.label) for mark in totals.charts[0].marks] == [
        (Fraction(3, 4), "WBK 75"),
        (Fraction(17, 20), "WBBM 85"),
    ]
    means = [cell.value for cell in block(real, "areas").cells("mean") if isinstance(cell, Number)]
    assert means == [
        sum((unit.areas[number].ratio for unit in real.units), Fraction()) / len(real.units)
        for number in real.units[0].areas
    ]


def test_an_area_of_units_is_judged() -> None:
    """The kawasan's verdict, its criteria with what was reached, and the units that fail it."""
    chosen = [unit for unit in RESULT.units if unit.path.startswith("a/")]
    units = [(name_of(unit), unit.predicates) for unit in chosen]
    kawasan = judge_kawasan(RULESET, "Kawasan Contoh", units, Fraction(7))
    result = rekap(RULESET, chosen, kawasan=kawasan)
    table = block(result, "kawasan")
    assert (table.title, table.about.split(". ")[0]) == ("Area (kawasan): Kawasan Contoh", "Verdict: WBK")
    assert texts(table, "predicate", "minimum", "reached", "margin", "status") == [
        ("WBK", "3", "3", "0", "met"),
        ("WBK", "6.50", "7.00", "+0.50", "met"),
        ("WBBM", "3", "1", "-2", "NOT MET"),
        ("WBBM", "7.50", "7.00", "-0.50", "NOT MET"),
        ("WBBM", "Ya", "not stated", "", "open"),
    ]
    assert texts(block(result, "kawasan-failing"), "predicate", "unit") == [
        (predicate, unit) for predicate, failing in kawasan.failing.items() for unit in failing
    ]


def test_a_hidden_miss_is_told_with_its_exact_figure() -> None:
    """Everywhere: as a figure below the minimum, and as a fraction in a list of its own."""
    almost = next(each for each in RESULT.units if each.path == "b/hampir.xlsx")
    result = rekap(RULESET, [almost])
    assert texts(block(result, "rounding"), "predicate", "shown", "exact") == [("WBK", "74.997", "22499/300")]
    for form in ("text", "markdown", "html"):
        text = told(result, form)
        assert "74.997" in text
        assert "-0.003" in text
        assert "22499/300" in text
        assert text.count("75.00") == len(re.findall(r"75\.00(?=</td>| \||\s+b/)", text))
    (line,), _unread = table_of(rekap_csv.render(result, RULESET))
    assert (line["total"], line["total_exact"], line["wbk_margin"]) == ("74.997", "22499/300", "-0.003")


def test_the_head_counts_and_says_what_looks_deeper(real: BatchResult) -> None:
    """The sum first, also where only some units are listed; check finds more than a batch."""
    counted = ", ".join(f"{count} {short_verdict(verdict)}" for verdict, count in real.tally.verdicts.items())
    chosen = rekap(RULESET, [*real.units, *real.failures], only=["WBK"], top=3)
    head = [line.text for line in made(chosen).head]
    groups = real.tally.proposals
    assert head[0] == (
        f"May be proposed: {groups[Group.PROPOSABLE]}; scores suffice, requirements open: {groups[Group.OPEN]}; "
        f"scores do not suffice: {groups[Group.SHORT]}."
    )
    assert head[1].startswith(f"Units: {len(real.units)} ({counted}); listed: 3. Unreadable: 3.")
    assert "zi-score check looks deeper" in head[-1]
    assert len(block(chosen, "ranking").rows) == 3
    assert sum(int(text_of(cell)) for cell in block(chosen, "totals").cells("units")) == 3
    assert sum(int(text_of(cell)) for cell in block(chosen, "verdicts").cells("units")) == len(real.units)


# how it is laid out --------------------------------------------------------------------------------


def test_text_shows_more_where_there_is_room() -> None:
    """The essential of each group at 60 columns, all there is at 1,000; the name of a unit stays readable."""
    heads = {}
    for width in (60, 80, 120, 1_000):
        lines = told(rekap(RULESET, OUTCOMES[:10]), width=width, verbosity=-1).splitlines()
        heads[width] = [line for line in lines if line.startswith("# unit")]
    proposable, open_, short = (line.split() for line in heads[60])
    for line in (proposable, open_, short):
        assert line[:7] == ["#", "unit", "for", "verdict", "total", "assessor", "requirements"]
    assert heads[80][1].endswith("total assessor requirements open requirements")
    assert heads[80][2].split()[4:] == ["total", "assessor", "predicate", "margin", "decided", "by"]
    assert all("lowest area" in line for line in heads[120])
    for line in heads[1_000]:
        assert line.endswith("agency       workbook")
        assert "pengungkit hasil" in line


def test_quiet_is_the_ranking_and_verbose_every_line(real: BatchResult) -> None:
    """A line for every unit; without -v the first of each list only, and how many there are besides."""
    quiet = told(real, width=400, verbosity=-1).splitlines()
    assert len([line for line in quiet if re.match(r" *\d+ ", line)]) == len(real.units)
    normal, verbose = (told(RESULT, width=4_000, verbosity=verbosity) for verbosity in (0, 1))
    assert "more (-v shows all)" in normal
    assert "more (-v shows all)" not in verbose
    for duplicate in RESULT.duplicates:
        assert all(shown(path, 2_000) in verbose for path in duplicate.paths)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_a_sheet_for_what_is_long(real: BatchResult, language: str) -> None:
    """Names of sheets are ones that Excel takes, and no cell of a submitted workbook computes or leads anywhere."""
    use_language(language)
    hostile = rekap(RULESET, [*real.units, *real.failures, *RESULT.units[8:]])
    content = render(made(hostile), "xlsx")
    assert isinstance(content, bytes)
    book = load_workbook(io.BytesIO(content))
    names = {"id": ["Ringkasan", "Peringkat", "Kriteria"], "en": ["Summary", "Ranking", "Criteria"]}[language]
    assert book.sheetnames[:3] == names
    assert len(book.sheetnames) == 8
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None
                assert cell.quotePrefix or not str(cell.value).startswith(("=", "+", "@"))


def test_links_lead_to_the_pages_of_units() -> None:
    """Where a page of a unit is written beside the list."""
    unit = RESULT.units[0]
    page = Page(str(render(document(RESULT, RULESET, "html", {unit.path: "a-1.html"}), "html")))
    assert [each["href"] for each in page.all("a") if not each["href"].startswith("#")] == ["a-1.html"]


# CSV -----------------------------------------------------------------------------------------------


def table_of(text: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Read a CSV back: the units and the workbooks that could not be read."""
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    return [line for line in lines if line["rank"]], [line for line in lines if not line["rank"]]


def test_csv_is_rfc_4180() -> None:
    """A mark in front, CR LF at every end, as many cells in every line, one line for every workbook."""
    text = rekap_csv.render(RESULT, RULESET)
    assert text.startswith("\ufeffrank,path,unit,agency,year,target,assessor,verdict,total,total_exact,component_A,")
    beside = len(RESULT.not_received) + len(RESULT.other_files)
    assert text.count("\r\n") == text.count("\n") == text.count("\r") == 1 + len(OUTCOMES) + beside
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(set(lines[0])) == len(lines[0])
    units, unread = table_of(text)
    assert (len(units), len(unread)) == (len(RESULT.units), len(RESULT.failures) + beside)


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


if __name__ == "__main__":
    use_language("en")
    (FOLDER / "rekap.csv").write_bytes(rekap_csv.render(FEW, RULESET).encode())


def test_which_regulation_a_round_is_shown_by() -> None:
    """The current one where a unit follows it, else that of most units."""
    paths = [VALID / "52-2014-wbk.xlsx", VALID / "52-2014-wbbm.xlsx", VALID / "wbk.xlsx"]
    old, older, new = (done.outcome for done in evaluate_all([Submitted(str(path)) for path in paths]))
    assert prevailing(RULESET, [old, older]).id == "permenpanrb-52-2014"
    assert prevailing(RULESET, [old, older, new]) is prevailing(RULESET, []) is RULESET
