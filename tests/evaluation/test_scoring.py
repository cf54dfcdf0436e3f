"""Answers become exact scores, by rules.md sections 2 and 3, with vectors worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from conftest import RULESET, SCALES, answers_of, assessed, empty, random_sheet

from tests.vectors import oracle
from worksheets.cases import Sheet, full
from zi_score.evaluation.scoring import QuestionNode, score

F = Fraction

# The answer values of the official worksheet.
VALUES = {
    "ya_tidak": {"Ya": "1", "Tidak": "0"},
    "abc": {"A": "1", "B": "0.5", "C": "0"},
    "abcd": {"A": "1", "B": "0.67", "C": "0.33", "D": "0"},
    "abcde": {"A": "1", "B": "0.75", "C": "0.5", "D": "0.25", "E": "0"},
}
AGENTS, INTEGRATED, DISCIPLINE, TARGETS = "A.II.1.i.a", "A.II.1.i.b", "A.II.3.iii.a", "A.II.4.i.a"
COMPLAINTS, LHKPN, LHKASN, SERVICES = "A.II.5.ii.a", "A.II.5.iii.a.a", "A.II.5.iii.b.a", "A.II.6.i.b"


def question(sheet: Sheet, code: str) -> QuestionNode:
    """Score a sheet and return one question."""
    node = score(RULESET, answers_of(sheet))[code]
    assert isinstance(node, QuestionNode)
    return node


def of_counts(code: str, counts: Mapping[str, int | None], typed: str | None = None) -> QuestionNode:
    """Score one ratio question of which nothing but these counts (and a typed percentage) is there."""
    return question(empty().but({code: typed}, {code: counts}), code)


# Choices and the survey --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "choice", "value"),
    [(scale, choice, value) for scale, values in VALUES.items() for choice, value in values.items()],
)
def test_every_choice_of_every_question(scale: str, choice: str, value: str) -> None:
    """Each choice has its value on every question of its scale, and gives that part of the question's points."""
    codes = [code for code, name in SCALES.items() if name == scale]
    assert codes
    nodes = score(RULESET, answers_of(empty().but(dict.fromkeys(codes, choice))))
    for code in codes:
        node = nodes[code]
        assert isinstance(node, QuestionNode)
        assert (node.value, node.basis) == (F(value), "answer"), code
        assert node.score == node.highest == node.weight * F(value), code


@pytest.mark.parametrize(
    ("index", "points"),
    [("3.6", "15.75"), ("3.2", "14"), ("3.59", "15.70625"), ("4", "17.5"), ("0", "0"), ("3.72", "16.275")],
)
def test_survey_index(index: str, points: str) -> None:
    """An index of 4 gives all 17.50 points, and others in proportion: 3.60 exactly 15.75."""
    nodes = score(RULESET, answers_of(empty().but({"B.I.a": index, "B.II.a": index})))
    assert nodes["B.I.a"].score == nodes["B.II.a"].score == nodes["B.II"].score == F(points)


# Count ratios ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "counts", "value"),
    [
        (AGENTS, {"jumlah_agen": 6, "perubahan_dibuat": 4}, "2/3"),
        (AGENTS, {"jumlah_agen": 6, "perubahan_dibuat": 0}, "0"),
        (AGENTS, {"jumlah_agen": 3, "perubahan_dibuat": 9}, "1"),  # limited
        (INTEGRATED, {"perubahan_dibuat": 9, "perubahan_terintegrasi": 4}, "4/9"),
        (INTEGRATED, {"perubahan_dibuat": 4, "perubahan_terintegrasi": 5}, "1"),
        (DISCIPLINE, {"pelanggaran_tahun_lalu": 8, "pelanggaran_tahun_ini": 2}, "3/4"),
        (DISCIPLINE, {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 0}, "1"),
        (DISCIPLINE, {"pelanggaran_tahun_lalu": 3, "pelanggaran_tahun_ini": 3}, "0"),
        (DISCIPLINE, {"pelanggaran_tahun_lalu": 2, "pelanggaran_tahun_ini": 5}, "0"),  # limited
        (TARGETS, {"jumlah_sasaran": 8, "sasaran_tercapai": 7}, "7/8"),
        (TARGETS, {"jumlah_sasaran": 8, "sasaran_tercapai": 9}, "1"),
        (COMPLAINTS, {"pengaduan_wajib": 12, "pengaduan_selesai": 8}, "2/3"),
        (COMPLAINTS, {"pengaduan_wajib": 12, "pengaduan_diproses": 12, "pengaduan_selesai": 0}, "0"),
        (SERVICES, {"layanan_terdaftar": 9, "layanan_dipermudah": 7}, "7/9"),
        (SERVICES, {"layanan_terdaftar": 9, "layanan_dipermudah": 10}, "1"),
    ],
)
def test_ratio_of_counts(code: str, counts: dict[str, int | None], value: str) -> None:
    """Part over whole, or the decrease over last year, limited to 0..1, as an exact fraction."""
    node = of_counts(code, counts)
    assert (node.value, node.basis) == (F(value), "counts")


@pytest.mark.parametrize(
    ("code", "whole", "part", "none_of_none", "some_of_none"),
    [
        (AGENTS, "jumlah_agen", "perubahan_dibuat", 0, 0),
        (INTEGRATED, "perubahan_dibuat", "perubahan_terintegrasi", 0, 0),
        (DISCIPLINE, "pelanggaran_tahun_lalu", "pelanggaran_tahun_ini", 1, 0),
        (TARGETS, "jumlah_sasaran", "sasaran_tercapai", 0, 0),
        (COMPLAINTS, "pengaduan_wajib", "pengaduan_selesai", 1, 1),
        (LHKPN, "wajib_melapor", "sudah_melaporkan", 1, 1),
        (LHKASN, "wajib_melapor", "sudah_melaporkan", 1, 1),
        (SERVICES, "layanan_terdaftar", "layanan_dipermudah", 0, 0),
    ],
)
def test_nothing_to_divide_by(code: str, whole: str, part: str, none_of_none: int, some_of_none: int) -> None:
    """Rules.md section 3: what a denominator of 0 gives, with a part of 0 and with more, is a convention."""
    for number, value in ((0, none_of_none), (3, some_of_none)):
        node = of_counts(code, {whole: 0, part: number})
        assert (node.value, node.basis) == (F(value), "convention"), number


@pytest.mark.parametrize("code", [AGENTS, INTEGRATED, DISCIPLINE, TARGETS, COMPLAINTS, SERVICES])
def test_a_blank_count_is_not_zero(code: str) -> None:
    """Without its part or its whole a question is unanswered; it keeps its place in ``highest``."""
    ratio = RULESET.questions[code].ratio
    assert ratio
    for given in (ratio.part, ratio.whole):
        for number in (0, 5):
            node = of_counts(code, {given: number})
            assert node.value is None
            assert node.basis is None
            assert node.score == 0
            assert node.highest == node.weight


def test_counts_outside_the_ratio_may_stay_blank() -> None:
    """Sanctioned cases and complaints in process decide nothing, blank or not."""
    for sanctioned in (None, 0, 7):
        counts = {"pelanggaran_tahun_lalu": 4, "pelanggaran_tahun_ini": 1, "pelanggaran_disanksi": sanctioned}
        assert of_counts(DISCIPLINE, counts).value == F(3, 4)
    for processed in (None, 0, 7):
        counts = {"pengaduan_wajib": 4, "pengaduan_selesai": 1, "pengaduan_diproses": processed}
        assert of_counts(COMPLAINTS, counts).value == F(1, 4)
    assert of_counts(DISCIPLINE, {"pelanggaran_disanksi": 2}).value is None


# Sums of groups: LHKPN and LHKASN ---------------------------------------------------------------


@pytest.mark.parametrize("code", [LHKPN, LHKASN])
class TestObligedToReport:
    """The number obliged is the sum of its groups."""

    def sheet(self, code: str, groups: tuple[int | None, ...], total: int | None, reported: int | None) -> QuestionNode:
        """Score one of the two questions."""
        counts: dict[str, int | None] = dict(zip(oracle.GROUPS[code], groups, strict=True))
        return of_counts(code, {**counts, "wajib_melapor": total, "sudah_melaporkan": reported})

    def test_sum(self, code: str) -> None:
        """11 of 1 + 6 + 6."""
        node = self.sheet(code, (1, 6, 6), None, 11)
        assert (node.value, node.basis) == (F(11, 13), "counts")

    def test_a_group_of_zero_is_known(self, code: str) -> None:
        """5 of 0 + 4 + 6."""
        assert self.sheet(code, (0, 4, 6), None, 5).value == F(1, 2)

    def test_typed_total_alone(self, code: str) -> None:
        """All groups blank: the typed total counts, 9 of 10."""
        assert self.sheet(code, (None, None, None), 10, 9).value == F(9, 10)

    def test_both_and_equal(self, code: str) -> None:
        """13 typed and 13 summed are the same."""
        assert self.sheet(code, (1, 6, 6), 13, 11).value == F(11, 13)

    def test_both_and_different(self, code: str) -> None:
        """The sum counts, whatever was typed, even 0."""
        assert self.sheet(code, (1, 6, 6), 12, 11).value == F(11, 13)
        assert self.sheet(code, (1, 6, 6), 0, 11).value == F(11, 13)

    def test_partly_blank(self, code: str) -> None:
        """A blank group makes the sum unknown; a typed total does not help, for it may be the sum of the rest."""
        assert self.sheet(code, (1, None, 6), None, 7).value is None
        assert self.sheet(code, (1, None, 6), 13, 7).value is None

    def test_nobody_reported_or_more_than_obliged(self, code: str) -> None:
        """0 of 13 is 0; 16 of 13 is limited to 1; a blank number of reports is unanswered."""
        assert self.sheet(code, (1, 6, 6), None, 0).value == 0
        assert self.sheet(code, (1, 6, 6), None, 16).value == 1
        assert self.sheet(code, (1, 6, 6), None, None).value is None

    def test_nobody_obliged(self, code: str) -> None:
        """Groups of 0 and a typed total of 0 follow the convention: 1."""
        assert self.sheet(code, (0, 0, 0), None, 0).value == 1
        assert self.sheet(code, (None, None, None), 0, 0).value == 1


def test_both_reports_count_half_of_their_heading() -> None:
    """LHKPN 11 of 13 and LHKASN 54 of 54 give 24/13 of 2 points; the field's formula would read LHKPN only."""
    nodes = assessed(full().but({}, {LHKPN: {"sudah_melaporkan": 11}})).nodes
    assert (nodes["A.II.5.iii.a"].score, nodes["A.II.5.iii.b"].score) == (F(11, 13), F(1))
    assert (nodes["A.II.5.iii"].score, nodes["A.II.5.iii"].weight) == (F(24, 13), F(2))


# Typed percentages ------------------------------------------------------------------------------


def test_typed_percentage_without_counts() -> None:
    """It is used where every count is blank: 92.5 % of 2 points."""
    node = of_counts(TARGETS, {}, "0.925")
    assert (node.value, node.basis, node.score) == (F("0.925"), "typed-percent", F("1.85"))


@pytest.mark.parametrize(("typed", "value"), [("1.2", 1), ("-0.5", 0), ("1", 1), ("0", 0)])
def test_typed_percentage_is_limited(typed: str, value: int) -> None:
    """The scale ``persen`` is limited to 0..1, whatever the figure rests on."""
    node = of_counts(TARGETS, {}, typed)
    assert node.value == value
    assert 0 <= node.score <= node.highest <= node.weight


def test_counts_beat_a_typed_percentage() -> None:
    """Counts are the evidence; with one of them there, even a blank one is not replaced by the percentage."""
    assert of_counts(TARGETS, {"jumlah_sasaran": 8, "sasaran_tercapai": 4}, "0.9").value == F(1, 2)
    assert of_counts(TARGETS, {"jumlah_sasaran": 8}, "0.9").value is None


# Indicators, sections, highest ------------------------------------------------------------------


def test_indicator_is_the_mean_of_all_its_questions() -> None:
    """(1 + 0.5) / 2 x 0.5; with the second question unanswered still / 2, with 0.25 at stake."""
    both = assessed(empty().but({"A.I.1.i.a": "Ya", "A.I.1.i.b": "B"})).nodes["A.I.1.i"]
    assert (both.score, both.highest, both.weight) == (F("0.375"), F("0.375"), F("0.5"))
    one = assessed(empty().but({"A.I.1.i.a": "Ya"})).nodes["A.I.1.i"]
    assert (one.score, one.highest) == (F("0.25"), F("0.5"))
    wrong = assessed(empty().but({"A.I.1.i.a": "Tidak"})).nodes["A.I.1.i"]
    assert (wrong.score, wrong.highest) == (F(0), F("0.25"))


def test_many_questions_and_one() -> None:
    """A.I.3.iii has six questions (0.67 / 6 x 1.25), A.I.4.ii eight (1/8 x 2.5), B.I.b one (0.5 x 5)."""
    nodes = assessed(empty().but({"A.I.3.iii.c": "B", "A.I.4.ii.a": "Ya", "B.I.b": "C"})).nodes
    assert nodes["A.I.3.iii"].score == F("0.67") / 6 * F("1.25")
    assert nodes["A.I.4.ii"].score == F(1, 8) * F("2.5")
    assert nodes["B.I.b"].score == F("2.5")


def test_nothing_and_everything() -> None:
    """A blank sheet has 0 of at most 100; a full one 100."""
    blank, best = assessed(empty()), assessed(full())
    assert (blank.total.score, blank.total.highest, blank.answered, blank.questions) == (F(0), F(100), 0, 113)
    assert (best.total.score, best.total.highest, best.answered) == (F(100), F(100), 113)


def test_no_rounding_on_the_way() -> None:
    """Three thirds are a whole, and a loss of 1/300 stays one."""
    assert assessed(full().but({"A.I.1.ii.a": "Tidak"})).total.score == 100 - F(1, 3)
    thirds = empty().but({"A.I.1.ii.a": "Ya", "A.I.1.ii.b": "A", "A.I.1.ii.c": "A"})
    assert assessed(thirds).nodes["A.I.1.ii"].score == 1


def test_areas_join_pemenuhan_and_reform() -> None:
    """Area 1 weighs 8: four points of A.I.1 and four of A.II.1."""
    area = assessed(empty().but({"A.II.1.ii.a": "A", "A.I.1.i.a": "Ya"})).areas["1"]
    assert (area.score, area.weight, area.ratio) == (F("1.25"), F(8), F("0.15625"))
    assert area.parts == {"A.I.1": F("0.25"), "A.II.1": F(1)}
    assert [area.weight for area in assessed(full()).areas.values()] == [8, 7, 10, 10, 15, 10]


def test_nodes_stand_in_the_order_of_the_regulation() -> None:
    """Every section, indicator and question is a node; a question that is its own indicator is one node."""
    nodes = assessed(empty()).nodes
    assert list(nodes)[:4] == ["A", "A.I", "A.I.1", "A.I.1.i"]
    assert set(nodes) == {*oracle.SECTIONS, *oracle.INDICATORS, *SCALES}
    assert nodes["B.II.a"].name == RULESET.nodes["B.II.a"].name


@pytest.mark.parametrize("seed", range(500))
def test_agreement_with_the_independent_calculator(seed: int) -> None:
    """Every value, node, area, highest, count of answers, status and verdict, as exact fractions."""
    sheet = random_sheet(seed, blank=(0, 0.05, 0.3)[seed % 3], goodness=(0.5, 0.8, 0.95)[seed // 3 % 3])
    held = (None, True, False)[seed % 3]
    facts = {} if held is None else {"holds-wbk": "Ya" if held else "Tidak"}
    found, expected = assessed(sheet, facts), oracle.evaluate(sheet.answers, sheet.counts, holds_wbk=held)
    values = {code: node.value for code, node in found.nodes.items() if isinstance(node, QuestionNode)}
    assert values == expected.values
    for code, points in expected.nodes.items():
        assert (found.nodes[code].score, found.nodes[code].highest) == (points, expected.highest[code]), code
    assert {int(number): area.score for number, area in found.areas.items()} == expected.areas
    assert (found.total.score, found.answered) == (expected.total, expected.answered)
    status = {
        predicate.id: {c.id: c.status.value for c in predicate.criteria if not c.id.startswith("req-")}
        for predicate in found.predicates
    }
    assert status == expected.status
    assert found.verdict == expected.verdict


def test_the_random_sheets_are_of_all_kinds() -> None:
    """The 500 sheets above reach every verdict, every basis of a value, and limits on both sides."""
    verdicts, bases = set(), set()
    for seed in range(500):
        sheet = random_sheet(seed, blank=(0, 0.05, 0.3)[seed % 3], goodness=(0.5, 0.8, 0.95)[seed // 3 % 3])
        found = assessed(sheet, {"holds-wbk": "Ya"} if seed % 3 == 1 else {})
        verdicts.add(found.verdict)
        bases |= {node.basis for node in found.nodes.values() if isinstance(node, QuestionNode)}
    assert verdicts == {"none", "undetermined", "WBK", "WBBM"}
    assert bases == {"answer", "counts", "convention", "typed-percent", None}
