"""The rekap as a workbook: every figure is that of the standings, texts stay texts, the same batch gives the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import FIELD, RULESET, VALID, answer_sheet, current, empty, random_sheet
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from recalculate import Recalculated, libreoffice
from zi_score.output.rekap.workbook import render
from zi_score.output.rekap.workbook_figures import FILLS, SIGNS, Kind, figure
from zi_score.output.rekap.workbook_lists import write_findings, write_unanswered

from zi_score.evaluation.assessment import assess
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.kawasan import judge_kawasan
from zi_score.evaluation.result import Evaluation, Failure, RulesetReference
from zi_score.forms.saving import saved
from zi_score.model.findings import Finding, Severity, finding
from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Source, Unit
from zi_score.rekap.ranking import BatchResult, Duplicate, rekap
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.reports.render.inert import LONGEST_TEXT, inert
from zi_score.reports.words import assessor_word, ranked, severity_word, short_verdict

SHEETS = ("Summary", "Ranking", "Criteria", "Areas", "Unanswered", "Findings", "Failures", "Duplicates")
HEADER_ROWS = {"Ranking": 3, "Criteria": 4, "Areas": 4, "Unanswered": 2, "Findings": 2, "Failures": 2, "Duplicates": 2}
UNREADABLE = ("nowhere.xlsx", str(VALID.parent / "README.md"))
TWICE = str(VALID / "wbk.xlsx")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("id")


def outcomes() -> list[UnitLine | Failure]:
    """Evaluate the worksheets on disk, one of them twice, and two files that are none."""
    paths = [*map(str, sorted([*current(), *FIELD.glob("field-[!5]*.xlsx")])), *UNREADABLE, TWICE]
    return [done.outcome for done in evaluate_all([Submitted(path) for path in paths])]


def batch() -> BatchResult:
    """Return a batch with an area, failures and duplicates."""
    found = outcomes()
    units = [(unit.unit.name or "", unit.predicates) for unit in found if isinstance(unit, UnitLine)]
    return rekap(RULESET, found, kawasan=judge_kawasan(RULESET, "Kawasan Contoh", units, Fraction(7)))


use_language("en")
RESULT = batch()
CONTENT = render(RESULT, RULESET)
use_language("id")


def opened(content: bytes) -> Workbook:
    """Open a workbook with openpyxl."""
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book() -> Workbook:
    """Return the rekap, to read only."""
    return opened(CONTENT)


def lines(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    """Return the rows below the headings of a sheet."""
    return list(book[name].iter_rows(min_row=HEADER_ROWS[name] + 1))


def values(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    """Return the values below the headings of a sheet."""
    return [tuple(cell.value for cell in row) for row in lines(book, name)]


def half_up(number: Fraction, places: int = 2) -> float:
    """Round as people do, by a way of its own."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def synthetic(seed: int, **changes: object) -> UnitLine:
    """Return a unit with random answers."""
    sheet = empty() if seed % 50 == 0 else random_sheet(seed)
    holds = {} if seed % 3 == 0 else {"holds-wbk": "Ya" if seed % 3 == 1 else "Tidak"}
    unit = Unit(name=f"Unit {seed}", agency=f"Agency {seed % 7}", year=2026, target="WBK")
    evaluation = Evaluation(
        source=Source(path=f"round/{seed}.xlsx", sheet="Jawaban", layout="jawaban"),
        unit=unit.model_copy(update=changes),
        ruleset=RulesetReference(id=RULESET.id, title=RULESET.title),
        assessments=(assess(RULESET, answer_sheet(sheet), holds),),
        findings=(finding("file-not-found", path=f"round/{seed}.xlsx"),),
    )
    return line_of(evaluation, str(seed))


# --- figures ---


def test_sheets_stand_in_order(book: Workbook) -> None:
    """The summary stands first, then a sheet per purpose."""
    assert book.sheetnames == list(SHEETS)


def test_ranking_holds_the_standings(book: Workbook) -> None:
    """A line a unit, in the order of the result, with numbers that are numbers."""
    rows = values(book, "Ranking")
    assert len(rows) == len(RESULT.units)
    for number, (row, unit) in enumerate(zip(rows, RESULT.units, strict=True), 1):
        follows = unit.next_predicate
        margin = unit.margin(follows) if follows else None
        lowest = min(unit.areas.items(), key=lambda item: item[1].ratio)
        assert row[:5] == (
            number,
            unit.unit.name,
            unit.unit.agency,
            unit.unit.target,
            short_verdict(unit.verdict),
        )
        if unit.path.endswith("rounds-to-75.xlsx"):
            assert (row[5], row[11]) == (74.997, -0.003)
        else:
            assert row[5] == half_up(unit.total.exact)
            assert row[11] == (half_up(margin[0]) if margin else None)
        assert row[6:8] == tuple(half_up(points.exact) for points in unit.components.values())
        assert row[8:10] == (f"{lowest[0]} {lowest[1].name}", half_up(lowest[1].ratio, 4))
        assert row[10] == (follows.id if follows else None)
        assert row[13:] == (
            len(unit.unanswered),
            *(sum(f.severity is severity for f in unit.findings) for severity in Severity),
            assessor_word(unit.assessor),
            unit.path,
        )


def test_what_decides_is_named(book: Workbook) -> None:
    """Beside the margin stand the minimum that misses most, and facts that fail or are not known."""
    by_file = {str(row[-1]).rpartition("/")[2]: row[10:13] for row in values(book, "Ranking")}
    assert by_file["wbbm.xlsx"] == (None, None, None)
    assert by_file["rounds-to-75.xlsx"] == ("WBK", -0.003, "Nilai total")
    assert by_file["area-at-60.xlsx"] == ("WBBM", -1.5, "Area 4 Penguatan Akuntabilitas; Sudah berpredikat WBK")
    assert by_file["count-limits.xlsx"] == ("WBBM", 0.5, "Sudah berpredikat WBK")


def columns_of(unit: UnitLine) -> list[CriterionResult]:
    """Return a unit's criteria in the order of the columns."""
    return [criterion for predicate in unit.predicates for criterion in predicate.criteria]


def test_criteria_hold_what_was_reached(book: Workbook) -> None:
    """Each cell has the figure or the fact, its status as a sign and as a colour."""
    for row, unit in zip(lines(book, "Criteria"), RESULT.units, strict=True):
        criteria = columns_of(unit)
        assert (row[1].value, len(row)) == (unit.unit.name, 2 + len(criteria))
        for cell, criterion in zip(row[2:], criteria, strict=True):
            assert cell.fill.fgColor.rgb == f"00{FILLS[criterion.status]}"
            sign = SIGNS[criterion.status]
            if criterion.exact is None:
                assert cell.value == f"{criterion.stated or ''} {sign}".strip()
                continue
            assert cell.number_format.endswith(f'" {sign}"')
            assert ("%" in cell.number_format) == (criterion.measure == "share")
            assert (cell.value < float(criterion.minimum)) == (criterion.status is not Status.MET)
            if (unit.path.rpartition("/")[2], criterion.id) != ("rounds-to-75.xlsx", "total"):
                assert cell.value == float(criterion.model_dump()["reached"])


def test_criteria_are_headed_by_predicate_minimum_and_label(book: Workbook) -> None:
    """The columns are those of every predicate, lowest first, each with its minimum as a number or text."""
    minimums, labels = (list(row)[2:] for row in book["Criteria"].iter_rows(min_row=3, max_row=4))
    criteria = columns_of(RESULT.units[0])
    assert [cell.value for cell in labels] == [criterion.label for criterion in criteria]
    ids = [predicate.id for predicate in RESULT.units[0].predicates for _criterion in predicate.criteria]
    for cell, criterion, predicate in zip(minimums, criteria, ids, strict=True):
        if criterion.exact is None:
            assert cell.value == f"{predicate}: {criterion.asked}"
        else:
            assert cell.value == float(criterion.minimum)
            assert cell.number_format.startswith(f'"{predicate} ≥ "')


def test_areas_hold_points_and_shares(book: Workbook) -> None:
    """Points and share of every area; beside the share the highest predicate that it is enough for."""
    for line, (row, unit) in enumerate(zip(lines(book, "Areas"), RESULT.units, strict=True), 1):
        assert [cell.value for cell in row[:3]] == [line, unit.unit.name, unit.unit.agency]
        for place, (number, area) in enumerate(unit.areas.items()):
            points, share = row[3 + 2 * place : 5 + 2 * place]
            assert (points.value, share.value) == (half_up(area.exact), half_up(area.ratio, 4))
            statuses = {
                predicate.id: criterion.status
                for predicate in unit.predicates
                for criterion in predicate.criteria
                if criterion.id == f"area-{number}"
            }
            met = [predicate for predicate, status in statuses.items() if status is Status.MET]
            sign = "?" if Status.UNDETERMINED in statuses.values() else "✗"
            assert share.number_format == f'0.00%" {met[-1] if met else sign}"'


@pytest.mark.parametrize(
    ("number", "minimums", "kind", "value", "form"),
    [
        ("47.875", ["75"], "points", 47.88, "0.00"),
        ("74.99666", ["75"], "points", 74.997, "0.000"),
        ("74.99666", [], "points", 75.0, "0.00"),
        ("75", ["75"], "points", 75.0, "0.00"),
        ("84.999", ["75", "85"], "points", 84.999, "0.000"),
        ("74.9999999999", ["75"], "points", 74.999999, "0.000000"),
        ("-0.0033", ["0"], "points", -0.003, "0.000"),
        ("0", ["0"], "points", 0.0, "0.00"),
        ("0.59996", ["0.6"], "percent", 0.59996, "0.000%"),
        ("0.8929", ["0.6", "0.75"], "percent", 0.8929, "0.00%"),
        ("-53.785", ["0"], "points", -53.79, "0.00"),
    ],
)
def test_a_figure_never_looks_as_if_it_reached_what_it_misses(
    number: str, minimums: list[str], kind: Kind, value: float, form: str
) -> None:
    """Two decimals, half up, and more where they would show a missed minimum as reached."""
    entry = figure(Fraction(number), [Fraction(minimum) for minimum in minimums], kind=kind)
    assert (entry.value, entry.style.form) == (value, form)


def test_statuses_differ_in_grey() -> None:
    """Colours of statuses are far enough apart for a black and white printer."""
    greys = sorted(
        sum(
            share * int(colour[place : place + 2], 16)
            for share, place in zip((0.299, 0.587, 0.114), (0, 2, 4), strict=True)
        )
        for colour in FILLS.values()
    )
    assert all(lighter - darker > 15 for darker, lighter in pairwise(greys))


# --- lists ---


def test_unanswered_questions_are_listed(book: Workbook) -> None:
    """Each question without an answer, with its unit and label."""
    expected = [
        (number, unit.unit.name, unit.unit.agency, code, RULESET.questions[code].label, assessor_word(unit.assessor))
        for number, unit in enumerate(RESULT.units, 1)
        for code in unit.unanswered
    ]
    assert expected
    assert values(book, "Unanswered") == expected


def test_findings_are_listed(book: Workbook) -> None:
    """Each finding of each unit, the worst first, with place, message and tip."""
    expected = [
        (
            number,
            unit.unit.name,
            severity_word(found.severity),
            found.name,
            found.code,
            found.cell,
            inert(found.message),
            inert(found.tip),
        )
        for number, unit in enumerate(RESULT.units, 1)
        for found in ranked(unit.findings)
    ]
    assert {row[2] for row in expected} == {"error", "warning", "notice"}
    assert values(book, "Findings") == expected


def test_failures_and_duplicates_are_listed(book: Workbook) -> None:
    """Files that could not be read with reason and remedy; what was handed in twice, a row a file."""
    failures = [
        (number, failure.source["path"], failure.error, failure.findings[0].tip, failure.findings[0].name)
        for number, failure in enumerate(RESULT.failures, 1)
    ]
    assert len(failures) == len(UNREADABLE)
    assert values(book, "Failures") == failures
    content = "content of the file"
    assert values(book, "Duplicates")[:2] == [(1, content, "Balai Kekarantinaan Kesehatan Kelas II Contoh", TWICE)] * 2
    assert [row[0] for row in values(book, "Duplicates")] == [
        number for number, duplicate in enumerate(RESULT.duplicates, 1) for _path in duplicate.paths
    ]


def small(write: Callable[[Workbook], None]) -> list[tuple[Any, ...]]:
    """Write one sheet alone; return its values."""
    book = Workbook(write_only=True)
    write(book)
    return list(opened(saved(book)).worksheets[0].iter_rows(values_only=True))


def test_where_a_sheet_is_full_notices_go_first_and_its_last_row_says_so() -> None:
    """A sheet that has no room drops notices, then the rest, and never says less than what is missing."""
    severities = [found.severity for unit in RESULT.units for found in unit.findings]
    counts = {severity: severities.count(severity) for severity in Severity}
    worse = counts[Severity.ERROR] + counts[Severity.WARNING]
    found, full = len(severities), 2 + len(severities)
    assert len(small(lambda book: write_findings(book, RESULT, last_row=full))) == full
    without = small(lambda book: write_findings(book, RESULT, last_row=full - 1))
    assert {row[2] for row in without[2:-1]} == {"error", "warning"}
    assert (len(without), without[-1][0]) == (3 + worse, missing(counts[Severity.NOTICE]))
    cut = small(lambda book: write_findings(book, RESULT, last_row=10))
    assert (len(cut), cut[-1][0]) == (10, missing(found - 7))
    open_ = sum(len(unit.unanswered) for unit in RESULT.units)
    questions = small(lambda book: write_unanswered(book, RESULT, RULESET, last_row=5))
    assert (len(questions), questions[-1][0]) == (5, missing(open_ - 2))


def missing(count: int) -> str:
    """Return what the last row of a full sheet says."""
    return f"{count} more rows do not fit into this sheet; the format jsonl has them all."


# --- summary ---


def table(book: Workbook, title: str, column: str = "A") -> list[tuple[Any, ...]]:
    """Return the rows of a table of the summary, without its heading and its empty cells."""
    sheet = book["Summary"]
    start = next(cell.row for cell in sheet[column] if str(cell.value).startswith(title))
    rows = []
    for row in sheet.iter_rows(min_row=start + 2, values_only=True):
        if row[0] is None:
            break
        rows.append(tuple(value for value in row if value is not None))
    return rows


def test_summary_counts_as_the_tally(book: Workbook) -> None:
    """Verdicts, agencies, criteria, near misses and questions are those of the tally."""
    tally = RESULT.tally
    assert table(book, "Verdicts") == [
        (short_verdict(verdict), count, half_up(Fraction(count, tally.units), 4))
        for verdict, count in tally.verdicts.items()
    ]
    assert table(book, "Agencies") == [
        (agency.agency or "not stated", agency.units, *agency.verdicts.values(), half_up(agency.mean))
        for agency in tally.agencies
    ]
    assert table(book, "Criteria that fail") == [
        (failed.label, failed.predicate, failed.missed, half_up(Fraction(failed.missed, tally.units), 4), failed.open)
        for failed in tally.criteria
        if failed.missed or (failed.open and not failed.id.startswith("req-"))
    ]
    assert table(book, "Lowest questions") == [
        (low.label, low.code, half_up(low.mean), low.unanswered) for low in tally.low_questions
    ]
    near = table(book, "Near misses")
    assert near[0] == ("Madrasah Aliyah Negeri Contoh", "WBK", -0.003, "Nilai total")
    assert [row[:2] for row in near] == [(miss.unit, miss.predicate) for miss in tally.near_misses]
    assert [row[2] for row in near[1:]] == [half_up(-miss.lacking) for miss in tally.near_misses[1:]]


def test_summary_shows_the_area(book: Workbook) -> None:
    """The kawasan's verdict, its criteria with what was reached, and the units that fail it."""
    kawasan = RESULT.kawasan
    assert kawasan
    assert [row[:2] for row in table(book, "Kawasan: units")] == [
        (unit, predicate) for predicate, units in kawasan.failing.items() for unit in units
    ]
    assert table(book, "Kawasan: Kawasan Contoh, none (18 units)") == [
        ("Unit kerja dalam kawasan memenuhi predikat", "WBK", "18", "9 ✗", "-9"),
        ("Nilai proses bisnis terintegrasi", "WBK", 6.5, 7, 0.5),
        ("Unit kerja dalam kawasan memenuhi predikat", "WBBM", "18", "2 ✗", "-16"),
        ("Nilai proses bisnis terintegrasi", "WBBM", 7.5, 7, -0.5),
        ("Kawasan sudah berpredikat kawasan WBK", "WBBM", "Ya", "?"),
    ]


def test_distribution_and_areas_are_those_of_the_units(book: Workbook) -> None:
    """Totals fall into classes of 5 points by their exact value; areas have their exact mean."""
    classes = table(book, "Distribution of totals")
    assert [row[0] for row in classes[14:18]] == [
        "70 - 75",
        "75 - 80 (min WBK 75)",
        "80 - 85",
        "85 - 90 (min WBBM 85)",
    ]
    exact = [unit.total.exact for unit in RESULT.units]
    assert [row[1] for row in classes] == [
        sum(5 * number <= total < 5 * number + 5 + (number == 19) for total in exact) for number in range(20)
    ]
    assert sum(row[1] for row in classes) == len(RESULT.units)
    means = [
        sum((unit.areas[number].ratio for unit in RESULT.units), Fraction()) / len(RESULT.units)
        for number in RESULT.units[0].areas
    ]
    rows = table(book, "Areas: mean share")
    assert [row[1:] for row in rows] == [(half_up(mean, 4), 0.6, 0.75) for mean in means]


def test_charts_refer_to_their_tables(book: Workbook) -> None:
    """Two native charts: totals by class, and areas beside the minimums."""
    sheet = book["Summary"]
    histogram, areas = sheet._charts  # noqa: SLF001 - openpyxl has no public list
    assert referred(sheet, histogram.series[0].val.numRef.f) == [
        row[1] for row in table(book, "Distribution of totals")
    ]
    assert referred(sheet, histogram.series[0].cat.numRef.f) == [
        row[0] for row in table(book, "Distribution of totals")
    ]
    shown = [series for chart in areas._charts for series in chart.series]  # noqa: SLF001 - as above
    rows = table(book, "Areas: mean share")
    assert [referred(sheet, series.val.numRef.f) for series in shown] == [
        [row[place] for row in rows] for place in (1, 2, 3)
    ]
    assert [referred(sheet, series.tx.strRef.f) for series in shown] == [["Mean"], ["min WBK"], ["min WBBM"]]


def referred(sheet: Worksheet, reference: str) -> list[object]:
    """Return the values that a chart refers to."""
    cells = sheet[reference.rpartition("!")[2].replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return [cell.value for row in rows for cell in row]


# --- shape ---


@pytest.mark.parametrize("name", HEADER_ROWS)
def test_tables_are_filtered_frozen_and_printable(book: Workbook, name: str) -> None:
    """A table has a filter over all its rows, headings that stay and are repeated in print, A4 landscape."""
    sheet, header = book[name], HEADER_ROWS[name]
    assert sheet.auto_filter.ref == f"A{header}:{sheet.dimensions.rpartition(':')[2]}"
    assert str(sheet.freeze_panes)[1:] == str(header + 1)
    assert str(sheet.print_title_rows).rpartition(":")[2].strip("$") == str(header)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    assert all(dimension.width >= 6 for dimension in sheet.column_dimensions.values())
    headings = [cell.value for cell in sheet[header]]
    assert None not in headings
    assert all(cell.alignment.wrap_text for row in lines(book, name) for cell in row if isinstance(cell.value, str))


def test_wide_tables_are_printed_in_parts(book: Workbook) -> None:
    """The ranking and the criteria break where a part ends, each part with number and unit."""
    breaks = {name: [page.id for page in book[name].col_breaks.brk] for name in ("Ranking", "Criteria")}
    assert breaks == {"Ranking": [10], "Criteria": [14, 24, 37]}
    assert {book[name].print_title_cols for name in breaks} == {"$A:$B"}
    assert all(50 <= int(book[name].page_setup.scale or 0) <= 100 for name in breaks)


def test_calamine_reads_the_same_figures(book: Workbook) -> None:
    """Another reader finds the same values in the same cells."""
    other = CalamineWorkbook.from_filelike(io.BytesIO(CONTENT))
    assert other.sheet_names == book.sheetnames
    for sheet in book.worksheets:
        rows = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        mine = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        assert [row[: len(mine[0])] for row in rows] == mine


def written(folder: Path) -> list[Path]:
    """Write the workbook that LibreOffice is to open."""
    path = folder / "rekap.xlsx"
    path.write_bytes(CONTENT)
    return [path]


@libreoffice(written)
def test_libreoffice_converts_it_without_loss(book: Workbook, recalculated: Recalculated) -> None:
    """A spreadsheet program opens it and keeps values, formats, filters and charts."""
    [copy] = recalculated(written)
    converted = load_workbook(copy)
    assert converted.sheetnames == book.sheetnames
    for sheet in book.worksheets:
        theirs = converted[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs.cell(cell.row, cell.column)
                if isinstance(cell.value, float):
                    assert other.value == pytest.approx(cell.value, abs=1e-12)
                    assert other.number_format.count("0") == cell.number_format.count("0")
                else:
                    assert other.value == cell.value
        assert theirs.auto_filter.ref == sheet.auto_filter.ref
    with zipfile.ZipFile(copy) as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == 2


# --- what strangers wrote ---

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "a\x00b\x07c\x1b[31m\x0b",
    "\u202eevil\u202c",
    "_x0041_ _x000D_",
    "<v>1</v>&amp;]]>",
    "\ud800 half",
    "\U0001f600" * 20_000,
    "x" * 40_000,
    "  ",
)


def hostile_batch() -> BatchResult:
    """Return a batch in which everything that comes from files is hostile."""
    units = [
        synthetic(seed, name=text, agency=text).model_copy(
            update={"path": f"{text}{seed}", "findings": (hostile_finding(text),)}
        )
        for seed, text in enumerate(HOSTILE, 1)
    ]
    failures = [
        Failure(source={"path": text}, error=text, findings=(finding("file-not-found", path=text),)) for text in HOSTILE
    ]
    result = rekap(RULESET, [*units, *failures])
    twice = tuple(Duplicate(kind="unit", unit=text, paths=(text, text)) for text in HOSTILE)
    kawasan = judge_kawasan(RULESET, HOSTILE[0], [(text, units[0].predicates) for text in HOSTILE], None)
    return result.model_copy(update={"duplicates": twice, "kawasan": kawasan})


def hostile_finding(text: str) -> Finding:
    """Return a finding whose place and details are hostile."""
    made = finding("file-not-found", code=text, cell=text)
    return made.model_copy(update={"details": {"path": text}})


def test_texts_from_workbooks_are_inert() -> None:
    """Nothing from a file becomes a formula, a control character or too long a text, in whatever sheet."""
    content = render(hostile_batch(), RULESET)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search("<f[ >/]", sheet) for sheet in sheets)
    assert not any("<hyperlink" in sheet for sheet in sheets)
    book = opened(content)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str):
                    continue
                assert cell.data_type == "s"
                assert len(cell.value.encode("utf-16-le")) // 2 <= LONGEST_TEXT
                assert all(char.isprintable() or char == "\n" for char in cell.value)
                assert cell.value == cell.value.strip()
                assert cell.quotePrefix == cell.value.startswith(("=", "+", "-", "@"))
    files = [row[1] for row in values(book, "Failures")]
    assert "=cmd|' /C calc'!A0" in files
    assert "=1+1" in files
    assert "<v>1</v>&amp;]]>" in files
    assert files.count(None) == 2  # blanks, and characters written by their numbers
    assert all(row[1] for row in values(book, "Ranking"))


def test_long_texts_are_cut_with_a_mark() -> None:
    """A text of Excel's longest stays whole; a longer one ends in an ellipsis, never in half a character."""
    assert inert("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert inert("x" * (LONGEST_TEXT + 1)) == "x" * (LONGEST_TEXT - 1) + "…"
    faces = inert("\U0001f600" * 20_000)
    assert faces == "\U0001f600" * ((LONGEST_TEXT - 1) // 2) + "…"


# --- whole ---


def test_same_batch_same_bytes() -> None:
    """No clock, no order of a set: the same batch gives the same bytes."""
    assert render(RESULT, RULESET) == CONTENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_hold_the_same_numbers(book: Workbook, language: str) -> None:
    """Texts are in the language in use, names of sheets are ones that Excel takes, figures do not change."""
    use_language(language)
    spoken = opened(render(batch(), RULESET))
    assert spoken.sheetnames == [_(name) for name in SHEETS]
    assert ("Temuan" in spoken.sheetnames) == (language == "id")
    assert all(len(name) <= 31 and not re.search(r"[][:*?/\\']", name) for name in spoken.sheetnames)
    for name, sheet in zip(SHEETS, spoken.worksheets, strict=True):
        assert numbers(sheet) == numbers(book[name])


def numbers(sheet: Worksheet) -> list[tuple[str, float]]:
    """Return the numbers of a sheet with their places."""
    return [
        (cell.coordinate, cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    ]


@pytest.mark.parametrize("paths", [UNREADABLE, ()])
def test_a_batch_without_units(paths: Sequence[str]) -> None:
    """Only failures, or nothing at all, still give every sheet."""
    found = [done.outcome for done in evaluate_all([Submitted(path) for path in paths])]
    book = opened(render(rekap(RULESET, found), RULESET))
    assert book.sheetnames == list(SHEETS)
    assert [len(lines(book, name)) for name in HEADER_ROWS] == [0, 0, 0, 0, 0, len(paths), 0]
    assert not book["Summary"]._charts  # noqa: SLF001 - as above
    assert book["Summary"]["A3"].value.startswith(f"Units: 0; workbooks that could not be read: {len(paths)};")


def test_a_selection_says_what_it_leaves_out() -> None:
    """Where not all units are shown, the summary says which figures are of which."""
    chosen = rekap(RULESET, outcomes(), only=["WBK"], top=3)
    book = opened(render(chosen, RULESET))
    assert len(lines(book, "Ranking")) == 3
    assert "the 3 units that were asked for; all other figures of this sheet are of all 18 units" in str(
        book["Summary"]["A4"].value
    )
    assert sum(row[1] for row in table(book, "Distribution of totals")) == 3
    assert sum(row[1] for row in table(book, "Verdicts")) == 18


@pytest.mark.parametrize("count", [100, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_thousand_units(count: int) -> None:
    """Random units, some without any answer, a thousand in the long run: every figure is that of its standing."""
    result = rekap(RULESET, [synthetic(seed) for seed in range(count)])
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(render(result, RULESET)))
    found = {name: sheets.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in HEADER_ROWS}
    rows = {name: found[name][HEADER_ROWS[name] :] for name in HEADER_ROWS}
    assert [row[1] for row in rows["Ranking"]] == [unit.unit.name for unit in result.units]
    assert len(rows["Unanswered"]) == sum(len(unit.unanswered) for unit in result.units)
    assert len(rows["Findings"]) == len(result.units)
    for unit, ranking, criteria, areas in zip(
        result.units, rows["Ranking"], rows["Criteria"], rows["Areas"], strict=True
    ):
        assert float(ranking[5]) == pytest.approx(float(unit.total.exact), abs=0.00501)
        for criterion, cell in zip(columns_of(unit), criteria[2:], strict=True):
            if criterion.exact is not None:
                assert float(cell) == pytest.approx(float(Fraction(criterion.exact)), abs=0.00501)
                missed = Fraction(criterion.exact) < Fraction(criterion.minimum)
                assert (Fraction(str(cell)) < Fraction(criterion.minimum)) == missed
        shares = [float(area.ratio) for area in unit.areas.values()]
        assert [float(share) for share in areas[4::2]] == pytest.approx(shares, abs=0.0000501)
