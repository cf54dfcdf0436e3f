"""Each finding of a scored sheet: it appears where it should, and only there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from conftest import RULESET, VALID, answers_of, empty, random_sheet, run

from worksheets.cases import Sheet, full, rounds_to_75
from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.checks.answers import check_answers
from zi_score.evaluation.checks.facts import check_facts
from zi_score.evaluation.checks.scores import check_scores
from zi_score.law.facts import FactValue
from zi_score.model.findings import Finding, Severity
from zi_score.model.language import use_language
from zi_score.model.worksheet import TOTAL, Answer, AnswerSheet, Assessor, Place, SheetScore
from zi_score.reading.workbook import read_workbook

F = Fraction
AGENTS, INTEGRATED, DISCIPLINE, TARGETS = "A.II.1.i.a", "A.II.1.i.b", "A.II.3.iii.a", "A.II.4.i.a"
COMPLAINTS, LHKPN, LHKASN, SERVICES = "A.II.5.ii.a", "A.II.5.iii.a.a", "A.II.5.iii.b.a", "A.II.6.i.b"
Counts = dict[str, dict[str, int | None]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are compared in English."""
    use_language("en")
    yield
    use_language("id")


def shown_scores(scores: Mapping[str, Fraction]) -> dict[str, SheetScore]:
    """Return scores that the sheet shows, in column R."""
    return {
        code: SheetScore(cell=Place("Jawaban", f"R{row}"), score=score)
        for row, (code, score) in enumerate(scores.items(), start=1)
    }


def assessment_of(
    sheet: Sheet, scores: Mapping[str, Fraction] | None = None, facts: Mapping[str, FactValue] | None = None
) -> tuple[AnswerSheet, Assessment]:
    """Return the TPI's answers and what follows from them."""
    answers = AnswerSheet(assessor=Assessor.TPI, answers=answers_of(sheet), scores=shown_scores(scores or {}))
    return answers, assess(RULESET, answers, facts or {})


def checked(answers: AnswerSheet, assessment: Assessment) -> list[Finding]:
    """Return what the answers and the sheet's own scores give reason to look at."""
    return [*check_answers(RULESET, answers, assessment), *check_scores(RULESET, answers, assessment)]


def findings(sheet: Sheet, scores: Mapping[str, Fraction] | None = None) -> list[Finding]:
    """Return everything that the checks find."""
    return checked(*assessment_of(sheet, scores))


def named(found: list[Finding], name: str) -> list[tuple[str | None, str | None]]:
    """Return code and cell of every finding of this name."""
    assert all(finding.assessor == "tpi" for finding in found)
    return [(finding.code, finding.cell) for finding in found if finding.name == name]


def names(found: list[Finding]) -> set[str]:
    """Return the names of findings."""
    return {finding.name for finding in found}


def numbers(finding: Finding) -> list[str]:
    """Return the figures that a message names, whatever its words."""
    return re.findall(r"\d+(?:\.\d+)?", finding.message)


def cell(sheet: Sheet, key: str) -> str:
    """Return the cell of an answer or count."""
    return str(answers_of(sheet)[key].place)


def test_nothing_to_find() -> None:
    """A full sheet whose own scores are right has no finding at all."""
    sheet = full()
    _, assessment = assessment_of(sheet)
    right = {code: node.score for code, node in assessment.nodes.items() if code in RULESET.nodes}
    assert findings(sheet) == []
    assert findings(sheet, {**right, TOTAL: F(100)}) == []


# Conventions ------------------------------------------------------------------------------------

ZEROS: dict[str, tuple[Counts, str, str]] = {
    AGENTS: ({AGENTS: {"jumlah_agen": 0, "perubahan_dibuat": 0}}, "jumlah_agen", "0"),
    INTEGRATED: ({INTEGRATED: {"perubahan_dibuat": 0, "perubahan_terintegrasi": 0}}, "perubahan_dibuat", "0"),
    DISCIPLINE: (
        {DISCIPLINE: {"pelanggaran_tahun_lalu": 0, "pelanggaran_tahun_ini": 0}},
        "pelanggaran_tahun_lalu",
        "1",
    ),
    TARGETS: ({TARGETS: {"jumlah_sasaran": 0, "sasaran_tercapai": 0}}, "jumlah_sasaran", "0"),
    COMPLAINTS: ({COMPLAINTS: {"pengaduan_wajib": 0, "pengaduan_selesai": 0}}, "pengaduan_wajib", "1"),
    SERVICES: ({SERVICES: {"layanan_terdaftar": 0, "layanan_dipermudah": 0}}, "layanan_terdaftar", "0"),
}


@pytest.mark.parametrize("code", ZEROS)
def test_convention_applied(code: str) -> None:
    """A denominator of 0 is a notice at its cell, with the value and the source of the convention."""
    counts, whole, value = ZEROS[code]
    sheet = full().but({}, counts)
    found = findings(sheet)
    assert named(found, "convention-applied") == [(code, cell(sheet, f"{code}.{whole}"))]
    notice = found[0]
    assert notice.severity is Severity.NOTICE
    assert numbers(notice)[-2:] == ["0", value]
    ratio = RULESET.questions[code].ratio
    assert ratio
    assert notice.citation == RULESET.citation(ratio.zero_whole).text


def test_more_cases_than_none_is_a_convention_too() -> None:
    """0 cases last year and 3 this year: 0 by convention."""
    found = findings(full().but({}, {DISCIPLINE: {"pelanggaran_tahun_lalu": 0, "pelanggaran_tahun_ini": 3}}))
    assert [finding.name for finding in found] == ["convention-applied"]
    assert numbers(found[0])[-2:] == ["0", "0"]


@pytest.mark.parametrize("code", [LHKPN, LHKASN])
def test_nobody_obliged_is_a_convention_even_as_a_sum(code: str) -> None:
    """Groups of 0 add up to a whole of 0."""
    groups = {row.key: 0 for row in RULESET.questions[code].inputs if not row.sum_of}
    found = findings(full().but({}, {code: dict(groups)}))
    assert [(finding.name, finding.code) for finding in found] == [("convention-applied", code)]


def test_no_convention_where_something_is_divided() -> None:
    """A part of 0, or a limit, is no convention."""
    counts: Counts = {AGENTS: {"jumlah_agen": 3, "perubahan_dibuat": 0}, DISCIPLINE: {"pelanggaran_tahun_ini": 2}}
    assert "convention-applied" not in names(findings(full().but({}, counts)))


# Counts ------------------------------------------------------------------------------------------

NO_TARGETS: Counts = {TARGETS: {"jumlah_sasaran": None, "sasaran_tercapai": None}}


def test_percent_without_counts() -> None:
    """A typed percentage is used and found, at its own cell; with its counts, it is not."""
    sheet = full().but({TARGETS: "0.925"}, NO_TARGETS)
    found = findings(sheet)
    assert names(found) == {"percent-without-counts"}
    assert named(found, "percent-without-counts") == [(TARGETS, cell(sheet, TARGETS))]
    assert "0.925" in found[0].message
    assert names(findings(full().but({TARGETS: "1"}))) == set()


@pytest.mark.parametrize(
    ("code", "counts", "part"),
    [
        (INTEGRATED, {"perubahan_terintegrasi": 7}, "perubahan_terintegrasi"),
        (TARGETS, {"jumlah_sasaran": 4, "sasaran_tercapai": 5}, "sasaran_tercapai"),
        (COMPLAINTS, {"pengaduan_wajib": 4, "pengaduan_selesai": 5}, "pengaduan_selesai"),
        (LHKPN, {"sudah_melaporkan": 14}, "sudah_melaporkan"),
        (LHKASN, {"sudah_melaporkan": 55}, "sudah_melaporkan"),
        (SERVICES, {"layanan_terdaftar": 4, "layanan_dipermudah": 5}, "layanan_dipermudah"),
    ],
)
def test_part_exceeds_whole(code: str, counts: dict[str, int | None], part: str) -> None:
    """One more than there can be is a warning at the part's cell; as many as there can be is none."""
    sheet = full().but({}, {code: counts})
    assert named(findings(sheet), "part-exceeds-whole") == [(code, cell(sheet, f"{code}.{part}"))]
    assert names(findings(sheet)) == {"part-exceeds-whole"}
    number = counts[part]
    assert number
    assert names(findings(sheet.but({}, {code: {part: number - 1}}))) == set()


def test_more_violations_than_last_year_contradict_nothing() -> None:
    """The part of a decrease may be greater than its whole."""
    found = findings(full().but({}, {DISCIPLINE: {"pelanggaran_tahun_lalu": 2, "pelanggaran_tahun_ini": 5}}))
    assert names(found) == set()


@pytest.mark.parametrize(
    ("shown", "is_found"), [("0.9", True), ("0.5", False), ("0.505", False), ("0.49", False), ("0.52", True)]
)
def test_percent_differs_from_counts(shown: str, is_found: bool) -> None:  # noqa: FBT001 - a column of the table
    """4 of 8 are 50 %: a sheet that shows another figure, to more than a percent, is found."""
    sheet = full().but({TARGETS: shown}, {TARGETS: {"sasaran_tercapai": 4}})
    found = findings(sheet)
    assert named(found, "percent-differs-from-counts") == ([(TARGETS, cell(sheet, TARGETS))] if is_found else [])
    assert names(found) <= {"percent-differs-from-counts"}
    if is_found:
        assert f"{F(shown) * 100}" in found[0].message
        assert "50.00%" in found[0].message


def test_percent_above_its_limit_does_not_differ() -> None:
    """9 changes by 5 agents: the sheet may show 180 % or 100 %, both are the limit."""
    for shown in ("1.8", "1"):
        found = findings(full().but({AGENTS: shown}, {AGENTS: {"jumlah_agen": 5, "perubahan_dibuat": 9}}))
        assert "percent-differs-from-counts" not in names(found)


def groups(code: str, *numbers: int | None) -> dict[str, int | None]:
    """Return the groups of LHKPN or LHKASN with these numbers."""
    keys = [key for row in RULESET.questions[code].inputs for key in row.sum_of]
    return dict(zip(keys, numbers, strict=True))


@pytest.mark.parametrize("code", [LHKPN, LHKASN])
class TestTotals:
    """A typed total beside its groups."""

    def test_used(self, code: str) -> None:
        """All groups blank: a notice at the total."""
        counts = {**groups(code, None, None, None), "wajib_melapor": 10, "sudah_melaporkan": 9}
        sheet = full().but({}, {code: counts})
        found = findings(sheet)
        assert named(found, "typed-total-used") == [(code, cell(sheet, f"{code}.wajib_melapor"))]
        assert names(found) == {"typed-total-used"}
        assert found[0].severity is Severity.NOTICE

    def test_differs(self, code: str) -> None:
        """Groups of 13 and a total of 12: a warning with both figures."""
        sheet = full().but({}, {code: {**groups(code, 1, 6, 6), "wajib_melapor": 12, "sudah_melaporkan": 12}})
        found = findings(sheet)
        assert named(found, "typed-total-differs") == [(code, cell(sheet, f"{code}.wajib_melapor"))]
        assert names(found) == {"typed-total-differs"}
        assert "12" in found[0].message
        assert "13" in found[0].message

    def test_agrees(self, code: str) -> None:
        """Groups and total of 13: nothing."""
        sheet = full().but({}, {code: {**groups(code, 1, 6, 6), "wajib_melapor": 13, "sudah_melaporkan": 12}})
        assert names(findings(sheet)) == set()

    def test_partly_blank(self, code: str) -> None:
        """One group blank: the missing group is found, and that a question is unanswered."""
        sheet = full().but({}, {code: {**groups(code, 1, None, 6), "wajib_melapor": 13, "sudah_melaporkan": 7}})
        found = findings(sheet)
        keys = list(groups(code, 1, 1, 1))
        assert named(found, "count-missing") == [(code, cell(sheet, f"{code}.{keys[1]}"))]
        assert names(found) == {"count-missing", "questions-unanswered"}


@pytest.mark.parametrize("code", [AGENTS, INTEGRATED, DISCIPLINE, TARGETS, COMPLAINTS, SERVICES])
def test_count_missing(code: str) -> None:
    """Part or whole blank beside another count: a warning at the blank cell that names it."""
    ratio = RULESET.questions[code].ratio
    assert ratio
    for key in (ratio.part, ratio.whole):
        sheet = full().but({}, {code: {key: None}})
        found = findings(sheet)
        assert named(found, "count-missing") == [(code, cell(sheet, f"{code}.{key}"))]
        assert names(found) == {"count-missing", "questions-unanswered"}
        message = next(finding.message for finding in found if finding.name == "count-missing")
        assert RULESET.questions[code].input(key).label in message


def test_counts_that_are_not_needed_or_not_begun_are_not_missing() -> None:
    """Sanctioned cases may stay blank; a question without any count is unanswered, not half filled in."""
    assert names(findings(full().but({}, {DISCIPLINE: {"pelanggaran_disanksi": None}}))) == set()
    blank = full().but({}, NO_TARGETS)
    assert names(findings(blank)) == {"questions-unanswered"}


# Unanswered ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (full().but({"A.I.1.i.a": None}), ["1", "113", "0.25"]),
        (empty(), ["113", "113", "100.00"]),
    ],
)
def test_questions_unanswered(sheet: Sheet, words: list[str]) -> None:
    """How many, and how many points depend on them; once a sheet."""
    found = findings(sheet)
    assert [finding.name for finding in found] == ["questions-unanswered"]
    assert numbers(found[0]) == words


# Rounding -----------------------------------------------------------------------------------------


def test_rounding_hides_a_miss() -> None:
    """74.99666... is shown as 75.00: a notice with both, for WBK's total alone."""
    sheet = rounds_to_75().sheets["unit"]
    found = [finding for finding in findings(sheet) if finding.name == "rounding-hides-a-miss"]
    assert [(finding.code, finding.severity) for finding in found] == [("total", Severity.NOTICE)]
    for word in ("WBK", "75.00", str(75 - F(1, 300)), "below 75"):
        assert word in found[0].message
    lower = sheet.but({"A.I.1.ii.b": "C"})
    assert "rounding-hides-a-miss" not in names(findings(lower))


def test_rounding_of_a_share() -> None:
    """An area a billionth below 60 % is shown as 60.00 % and is not."""
    sheet = full().but(
        {"A.I.4.i.a": "B", "A.I.4.i.b": "C", "A.II.4.ii.a": "B", "A.II.4.iii.a": "C"},
        {TARGETS: {"jumlah_sasaran": 10_000_000, "sasaran_tercapai": 3_749_999}},
    )
    found = findings(sheet)
    assert named(found, "rounding-hides-a-miss") == [("area-4", None)]
    (told,) = (each.message for each in found if each.name == "rounding-hides-a-miss")
    assert "60.00% with two decimals, but exactly 59.999998%, which is below 60%" in told
    exactly = sheet.but({}, {TARGETS: {"sasaran_tercapai": 3_750_000}})
    assert "rounding-hides-a-miss" not in names(findings(exactly))


@pytest.mark.parametrize(
    ("predicate", "told"),
    [
        ("wbk", ["Area 2 Penataan Tatalaksana 64.29%, minimum 60%; only 0.30", "Nilai total 74.997, minimum 75.00;"]),
        ("wbbm", ["Area 2 Penataan Tatalaksana 64.29%, minimum 75%;", "Nilai total 74.997, minimum 85.00;"]),
    ],
)
def test_minimums_as_tables_write_them(predicate: str, told: list[str]) -> None:
    """A minimum of a share is 60%, and a figure reaches no minimum that it misses, whichever predicate is meant."""
    done = run("check", VALID / "rounds-to-75.xlsx", "--require", predicate, "--format", "json")
    messages = [each["message"] for each in json.loads(done.stdout)["workbooks"][0]["findings"]]
    for text in told:
        assert any(text in message for message in messages), text


def test_every_requirement_that_nobody_stated_is_named() -> None:
    """There are ten, and all of them have to be stated: the sentence is not cut in the middle of the seventh."""
    found = json.loads(run("check", VALID / "wbk.xlsx", "--format", "json").stdout)["workbooks"][0]["findings"]
    (told,) = (each["message"] for each in found if each["name"] == "requirements-not-stated")
    asked = [each for each in RULESET.requirements if "WBK" in each.minimum]
    assert [each.id for each in asked if RULESET.facts[each.fact].label not in told] == []
    assert "…" not in told


# The workbook's own scores ------------------------------------------------------------------------


def test_workbook_score_differs() -> None:
    """A wrong score is found at the lowest node that differs, with both figures; what lies above is not repeated."""
    wrong = {"A": F(59), "A.I": F(29), "A.I.1": F(3), "A.I.1.i": F("0.5"), "A.I.1.ii": F(0), TOTAL: F(99)}
    found = findings(full(), wrong)
    assert named(found, "workbook-score-differs") == [("A.I.1.ii", "Jawaban!R5")]
    assert named(found, "workbook-total-differs") == [(None, "Jawaban!R6")]
    assert names(found) == {"workbook-score-differs", "workbook-total-differs"}
    assert "shows 0.00" in found[0].message
    assert "give 1.00" in found[0].message


def test_a_right_total_does_not_seem_to_reach_what_it_misses() -> None:
    """74.99666... is no 75.00 either where the sheet shows another total: tables say 74.997."""
    found = findings(rounds_to_75().sheets["unit"], {TOTAL: F("75.02")})
    (told,) = (each.message for each in found if each.name == "workbook-total-differs")
    assert "75.02" in told
    assert "74.997" in told


def test_workbook_heading_alone_differs() -> None:
    """A heading whose parts are right but which adds them up wrongly is the lowest itself."""
    found = findings(full(), {"A.I.1": F("3.5"), "A.I.1.i": F("0.5"), "A.I.1.ii": F(1)})
    assert named(found, "workbook-score-differs") == [("A.I.1", "Jawaban!R1")]


@pytest.mark.parametrize(("off", "is_found"), [("0", False), ("0.0005", False), ("0.01", True), ("-0.01", True)])
def test_workbook_scores_to_a_hundredth(off: str, is_found: bool) -> None:  # noqa: FBT001 - a column of the table
    """Binary leftovers of a spreadsheet are no difference; a hundredth is."""
    found = findings(full(), {"A.I.1.i": F("0.5") + F(off), TOTAL: 100 + F(off)})
    assert names(found) == ({"workbook-score-differs", "workbook-total-differs"} if is_found else set())


def test_workbook_skips_unanswered() -> None:
    """One of two questions unanswered: the field's AVERAGE shows full marks."""
    found = findings(full().but({"A.I.1.i.b": None}), {"A.I.1.i": F("0.5")})
    assert named(found, "workbook-skips-unanswered") == [("A.I.1.i", "Jawaban!R1")]
    assert "workbook-score-differs" not in names(found)
    told = next(finding for finding in found if finding.name == "workbook-skips-unanswered")
    assert (told.severity, told.details["count"], told.details["points"]) == ("notice", "1", "0.25")


def test_unanswered_questions_of_a_neighbour_explain_nothing() -> None:
    """A.I.1.ii is unanswered; a wrong score of A.I.1.i, which is answered, has another reason."""
    found = findings(full().but({"A.I.1.ii.a": None}), {"A.I.1.i": F("0.25")})
    assert named(found, "workbook-score-differs") == [("A.I.1.i", "Jawaban!R1")]
    assert "workbook-skips-unanswered" not in names(found)


def test_workbook_total_alone() -> None:
    """A typed total is found even where every node is right."""
    found = findings(full(), {"A": F(60), TOTAL: F("99.5")})
    assert [(finding.name, finding.cell) for finding in found] == [("workbook-total-differs", "Jawaban!R2")]
    assert "99.50" in found[0].message
    assert "100.00" in found[0].message
    assert ": -" not in found[0].message


# Facts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "is_found"),
    [
        ({"afirmasi": "Ya", "unit-kind": "RSUD", "unit-sakip": "D"}, True),
        ({"unit-kind": "RSUD", "unit-sakip": "D"}, True),
        ({"afirmasi": "Tidak", "unit-kind": "RSUD", "unit-sakip": "D"}, False),
        ({"unit-sakip": "D"}, False),
        ({"afirmasi": "Ya", "unit-kind": "RSUD", "unit-sakip": "AA"}, False),
        ({"afirmasi": "Ya", "unit-kind": "RSUD"}, False),
        ({"afirmasi": "Ya", "unit-kind": "RSUD", "holds-wbk": "Tidak"}, False),
    ],
)
def test_requirements_waived(facts: dict[str, FactValue], is_found: bool) -> None:  # noqa: FBT001 - as above
    """A notice names the requirements that are still being met, by the regulation that allows it."""
    _, assessment = assessment_of(full(), facts=facts)
    found = list(check_facts(RULESET, read_workbook(VALID / "wbk.xlsx"), facts, assessment))
    assert [finding.name for finding in found] == (["requirements-waived"] if is_found else [])
    if is_found:
        assert RULESET.facts["unit-sakip"].label in found[0].message
        assert found[0].message.count(RULESET.facts["unit-sakip"].label) == 1
        assert "5/2024" in found[0].citation


@pytest.mark.parametrize(
    ("facts", "year", "name", "said"),
    [
        ({"afirmasi": "Ya"}, 2026, "afirmasi-kind-unknown", "unit-kind"),
        ({"afirmasi": "Ya", "agency-type": "Pemerintah Daerah"}, None, "afirmasi-kind-unknown", "unit-kind"),
        ({"afirmasi": "Ya", "agency-type": "Kementerian/Lembaga"}, 2026, "afirmasi-not-open", "Kementerian/Lembaga"),
        ({"unit-kind": "RSUD", "agency-type": "Kementerian/Lembaga"}, 2026, "afirmasi-not-open", "Kementerian/Lembaga"),
        ({"afirmasi": "Ya", "unit-kind": "Lainnya"}, 2026, "afirmasi-not-open", "Lainnya"),
        ({"afirmasi": "Ya", "unit-kind": "RSUD"}, 2023, "afirmasi-not-open", "2023"),
        ({"afirmasi": "Ya", "unit-kind": "RSUD"}, None, "afirmasi-year-unknown", "2024"),
        ({"unit-kind": "RSUD"}, None, "afirmasi-year-unknown", "2024"),
        ({"afirmasi": "Ya", "unit-kind": "RSUD"}, 2024, None, ""),
        ({"unit-kind": "RSUD"}, 2023, None, ""),
        ({"unit-kind": "Lainnya"}, None, None, ""),
        ({"afirmasi": "Tidak"}, None, None, ""),
        ({}, None, None, ""),
    ],
)
def test_claims_to_afirmasi(facts: dict[str, FactValue], year: int | None, name: str | None, said: str) -> None:
    """Why a claim fails, what it lacks, and what was taken for granted."""
    _, assessment = assessment_of(full(), facts=facts)
    worksheet = read_workbook(VALID / "wbk.xlsx")
    worksheet = worksheet.model_copy(update={"unit": worksheet.unit.model_copy(update={"year": year})})
    found = list(check_facts(RULESET, worksheet, facts, assessment))
    assert [each.name for each in found] == ([name] if name else [])
    assert all(said in each.message for each in found)


def test_a_statement_that_the_counts_contradict() -> None:
    """The finding names the cells of the counts; one that agrees, or a fact that was not stated, gives none."""
    sheet = full().but({}, {LHKPN: {"sudah_melaporkan": 11}, LHKASN: {"sudah_melaporkan": 53}})
    # 53 of 54 at most: a share of all reports may lie between those of the counts, but not above both.
    for stated, is_found in ((Fraction(100), True), (Fraction(99), True), (Fraction(90), False), (None, False)):
        facts: dict[str, FactValue] = {} if stated is None else {"unit-wealth-reports": stated}
        _, assessment = assessment_of(sheet, facts=facts)
        found = list(check_facts(RULESET, read_workbook(VALID / "wbk.xlsx"), facts, assessment))
        assert [each.name for each in found] == (["fact-contradicted"] if is_found else [])
        assert all(each.message.count("Jawaban!") == 2 and "84.62" in each.message for each in found)


# All of them --------------------------------------------------------------------------------------


def test_every_finding_speaks() -> None:
    """Whatever 200 random sheets give rise to has a message, a tip, a citation and a cell that exists."""
    seen = set()
    for seed in range(200):
        sheet = random_sheet(seed, blank=(0.02, 0.2)[seed % 2])
        cells = {str(answer.place) for answer in answers_of(sheet).values()}
        for finding in findings(sheet):
            seen.add(finding.name)
            assert finding.cell is None or finding.cell in cells
            assert finding.message.strip(), finding.name
            assert finding.tip.strip(), finding.name
            assert finding.citation.strip(), finding.name
            assert "{" not in finding.message + finding.tip, finding.name
            if finding.name in {"convention-applied", "part-exceeds-whole", "count-missing", "typed-total-used"}:
                assert finding.cell is not None
    assert seen >= {"convention-applied", "part-exceeds-whole", "count-missing", "typed-total-used"}


def test_messages_speak_indonesian_too() -> None:
    """The same finding in the other language has the same figures and other words."""
    finding = findings(empty())[0]
    english_text = finding.message
    use_language("id")
    assert finding.message != english_text
    assert finding.message.count("113") == english_text.count("113") == 2


def test_answers_typed_but_not_understood_are_unanswered() -> None:
    """An answer without a value counts as unanswered, whatever was typed."""
    answers, _ = assessment_of(full())
    unclear = Answer(place=Place("Jawaban", "K1"), typed="mungkin", value=None)
    sheet = answers.model_copy(update={"answers": {**answers.answers, "A.I.1.i.a": unclear}})
    found = checked(sheet, assess(RULESET, sheet, {}))
    assert [finding.name for finding in found] == ["questions-unanswered"]
