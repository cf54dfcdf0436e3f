"""Minimums and requirements, by rules.md sections 4 and 5: at the threshold, just below, just above."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from conftest import RULESET, assessed, empty

from worksheets.cases import Sheet, full, rounds_to_75
from zi_score.evaluation.criterion import CriterionResult, Status
from zi_score.evaluation.scoring import Node, QuestionNode
from zi_score.evaluation.verdict import PredicateResult, predicates, verdict
from zi_score.law.facts import FactValue
from zi_score.model.worksheet import Place

F = Fraction
STEP = F(1, 10**9)
AREA_WEIGHTS = {1: 8, 2: 7, 3: 10, 4: 10, 5: 15, 6: 10}

# criterion: the node that carries it alone, what its other nodes add, minimum of WBK, of WBBM (rules.md section 4).
# For the total, component A stays full (60); for an area, its reform stays full (half of its weight).
POINTS: dict[str, tuple[str, str, str, str]] = {
    "total": ("B", "60", "75", "85"),
    "pengungkit": ("A", "0", "40", "48"),
    **{
        f"area-{n}": (f"A.I.{n}", str(F(w, 2)), str(w * F("0.60")), str(w * F("0.75"))) for n, w in AREA_WEIGHTS.items()
    },
    "hasil-1": ("B.I", "0", "18.25", "19.50"),
    "hasil-1-survey": ("B.I.a", "0", "15.75", "15.75"),
    "hasil-1-performance": ("B.I.b", "0", "2.50", "3.75"),
    "hasil-2": ("B.II", "0", "14.00", "15.75"),
}
PREDICATES = ("WBK", "WBBM")
HELD = {"holds-wbk": "Ya"}


def nodes(
    points: Mapping[str, Fraction] | None = None, highest: Mapping[str, Fraction] | None = None
) -> dict[str, Node]:
    """Return nodes with full marks, but for these points; what is not in ``highest`` is settled."""
    found = {}
    for code, part in RULESET.nodes.items():
        score = (points or {}).get(code, part.weight)
        best = (highest or {}).get(code, score)
        found[code] = Node(code=code, name=part.name, weight=part.weight, score=score, highest=best)
    return found


def question(code: str, value: Fraction) -> QuestionNode:
    """Return a question with a value; its points are those of its indicator."""
    figure = {"score": value, "highest": value, "weight": F(1)}
    return QuestionNode(code=code, name=code, scale="persen", value=value, cell=Place("Jawaban", "K9"), **figure)


def judged(
    points: Mapping[str, Fraction] | None = None,
    facts: Mapping[str, FactValue] | None = None,
    highest: Mapping[str, Fraction] | None = None,
    values: Mapping[str, Fraction] | None = None,
    year: int | None = 2026,
) -> dict[str, PredicateResult]:
    """Judge both predicates; the unit holds WBK unless the facts say otherwise."""
    found = nodes(points, highest) | {code: question(code, value) for code, value in (values or {}).items()}
    results = predicates(RULESET, found, HELD if facts is None else facts, year)
    return {result.id: result for result in results}


def criterion(result: PredicateResult, id_: str) -> CriterionResult:
    """Return one criterion of a predicate."""
    return next(c for c in result.criteria if c.id == id_)


def failed(result: PredicateResult) -> set[str]:
    """Return the ids of the criteria that are known to fail."""
    return {c.id for c in result.criteria if c.status is Status.NOT_MET}


# Thresholds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("predicate", PREDICATES)
@pytest.mark.parametrize("id_", POINTS)
class TestThreshold:
    """Each minimum alone, everything else at full marks."""

    def points(self, id_: str, predicate: str, off: Fraction) -> dict[str, Fraction]:
        """Return the points that leave the criterion this far from its minimum."""
        node, rest, *minimums = POINTS[id_]
        return {node: F(minimums[PREDICATES.index(predicate)]) - F(rest) + off}

    @pytest.mark.parametrize("off", [F(0), STEP])
    def test_at_and_just_above(self, id_: str, predicate: str, off: Fraction) -> None:
        """At least means at least."""
        result = judged(self.points(id_, predicate, off))[predicate]
        assert criterion(result, id_).status is Status.MET
        assert (result.status, failed(result)) == (Status.MET, set())

    def test_just_below(self, id_: str, predicate: str) -> None:
        """A billionth of a point below is not enough, and this criterion alone says so."""
        result = judged(self.points(id_, predicate, -STEP))[predicate]
        assert (result.status, failed(result)) == (Status.NOT_MET, {id_})

    def test_just_below_but_unanswered(self, id_: str, predicate: str) -> None:
        """Where unanswered questions could still reach the minimum exactly, nothing is decided."""
        below, at = self.points(id_, predicate, -STEP), self.points(id_, predicate, F(0))
        result = judged(below, highest=at)[predicate]
        assert criterion(result, id_).status is Status.UNDETERMINED
        assert result.status is Status.UNDETERMINED
        assert judged(below, highest=below)[predicate].status is Status.NOT_MET

    def test_what_is_shown(self, id_: str, predicate: str) -> None:
        """Minimum, reached and margin are decimals, ``exact`` is what was compared."""
        shown = criterion(judged(self.points(id_, predicate, F(1, 8)))[predicate], id_)
        assert shown.exact is not None
        assert shown.margin is not None
        assert shown.reached is not None
        number = id_.removeprefix("area-")
        weight = AREA_WEIGHTS[int(number)] if number != id_ else 1
        minimum = F(POINTS[id_][2 + PREDICATES.index(predicate)]) / weight
        assert F(shown.minimum) == minimum
        assert F(shown.exact) == minimum + F(1, 8) / weight
        places = F(1, 200) if weight == 1 else F(1, 20_000)
        assert abs(F(shown.reached) - F(shown.exact)) <= places
        assert abs(F(shown.margin) - F(1, 8) / weight) <= places
        assert shown.kind == "law"
        assert "90/2021" in shown.citation


def test_every_minimum_is_judged() -> None:
    """Nothing beside the table above but the held WBK and the requirements."""
    for result in judged().values():
        ids = [c.id for c in result.criteria if not c.id.startswith("req-")]
        assert ids == [*POINTS, *(["holds-wbk"] if result.id == "WBBM" else [])]


def test_parts_do_not_imply_the_whole() -> None:
    """15.75 and 2.50 give 18.25 of B.I; one of them lower fails twice."""
    sheet = full().but({"B.I.a": "3.6", "B.I.b": "C", "B.II.a": "3.2"})
    assert failed(assessed(sheet).predicates[0]) == set()
    assert failed(assessed(sheet.but({"B.I.a": "3.59"})).predicates[0]) == {"hasil-1", "hasil-1-survey"}
    assert failed(assessed(sheet.but({"B.I.b": "D"})).predicates[0]) == {"hasil-1", "hasil-1-performance"}
    assert failed(assessed(sheet.but({"B.II.a": "3.19"})).predicates[0]) == {"hasil-2"}


# The public vector (rules.md section 9) ----------------------------------------------------------


def public_sheet() -> Sheet:
    """Return answers that give the published scores (see tests/vectors/test_public_vector.py)."""
    lost = {"A.II.3.i.a": "C", "A.II.3.ii.a": "C", "A.II.4.ii.a": "D", "A.II.4.iii.a": "D"}
    return full().but(
        {**lost, "B.I.a": "3.00", "B.I.b": "A", "B.II.a": "3.00"},
        {
            "A.II.3.iii.a": {"pelanggaran_tahun_lalu": 1, "pelanggaran_tahun_ini": 1},
            "A.II.4.i.a": {"sasaran_tercapai": 0},
            "A.II.5.ii.a": {"pengaduan_diproses": 4, "pengaduan_selesai": 8},
            "A.II.6.i.b": {"layanan_terdaftar": 10, "layanan_dipermudah": 1},
        },
    )


def test_public_vector() -> None:
    """Total 79.125, shown as 79.13, and not WBK: areas 3 and 4, B.I and B.II are below."""
    found = assessed(public_sheet())
    scores = {code: str(found.nodes[code].score) for code in ("A.I", *(f"A.II.{n}" for n in range(1, 7)), "A", "B")}
    assert scores == {
        "A.I": "30",
        "A.II.1": "4",
        "A.II.2": "7/2",
        "A.II.3": "0",
        "A.II.4": "0",
        "A.II.5": "13/2",
        "A.II.6": "31/8",
        "A": "383/8",
        "B": "125/4",
    }
    assert found.total.score == F("79.125")
    assert found.model_dump(mode="json")["total"]["score"] == "79.13"
    assert found.verdict == "none"
    assert failed(found.predicates[0]) == {"area-3", "area-4", "hasil-1", "hasil-1-survey", "hasil-2"}


# Exact thresholds from answers -------------------------------------------------------------------


def test_survey_at_exactly_15_75() -> None:
    """3.60 is met for both predicates, with a margin of 0.00."""
    found = assessed(full().but({"B.I.a": "3.6", "B.II.a": "3.6"}), HELD)
    for result in found.predicates:
        shown = criterion(result, "hasil-1-survey")
        assert (shown.status, shown.exact, shown.margin) == (Status.MET, "63/4", 0)
    assert found.verdict == "WBBM"


def test_area_at_exactly_60_percent() -> None:
    """1.25 + 2.5 + 0.75 + 1.005 + 0.495 is 6.00 of 10, from thirds and 0.67 alike; one step less is not enough."""
    sheet = full().but(
        {"A.I.4.i.a": "B", "A.I.4.i.b": "C", "A.II.4.ii.a": "B", "A.II.4.iii.a": "C"},
        {"A.II.4.i.a": {"sasaran_tercapai": 3}},
    )
    found = assessed(sheet)
    assert (found.areas["4"].ratio, found.verdict) == (F("0.6"), "WBK")
    lower = assessed(sheet.but({}, {"A.II.4.i.a": {"jumlah_sasaran": 10_000_000, "sasaran_tercapai": 3_749_999}}))
    assert (failed(lower.predicates[0]), lower.verdict) == ({"area-4"}, "none")
    assert criterion(lower.predicates[0], "area-4").hides_a_miss


def test_74_996_is_not_75() -> None:
    """The total 74.99666... is shown as 75.00 and is below 75; every other minimum is met."""
    found = assessed(rounds_to_75().sheets["unit"])
    shown = criterion(found.predicates[0], "total")
    assert (shown.reached, shown.status, shown.hides_a_miss) == (75 - F(1, 300), Status.NOT_MET, True)
    assert (shown.shown(shown.reached), shown.exact) == ("75.00", str(75 - F(1, 300)))
    assert (failed(found.predicates[0]), found.verdict) == ({"total"}, "none")


# Undetermined ------------------------------------------------------------------------------------


def test_a_blank_sheet_is_undetermined() -> None:
    """Nothing answered, nothing decided, for both predicates and every minimum."""
    found = assessed(empty())
    assert found.verdict == "undetermined"
    for result in found.predicates:
        assert {c.status for c in result.criteria} == {Status.UNDETERMINED}


def test_a_failure_decides_whatever_is_unanswered() -> None:
    """Survey 3.00 fails for good, and B.I with it: 13.125 + 5 < 18.25; the rest of the sheet may be blank."""
    found = assessed(empty().but({"B.I.a": "3"}))
    assert found.verdict == "none"
    assert failed(found.predicates[0]) == {"hasil-1", "hasil-1-survey"}
    assert criterion(found.predicates[0], "total").status is Status.UNDETERMINED


@pytest.mark.parametrize(
    ("facts", "held", "wbbm", "expected"),
    [
        ({}, Status.UNDETERMINED, Status.UNDETERMINED, "WBK"),
        ({"holds-wbk": "Tidak"}, Status.NOT_MET, Status.NOT_MET, "WBK"),
        ({"holds-wbk": "Ya"}, Status.MET, Status.MET, "WBBM"),
    ],
)
def test_whether_wbk_is_held(facts: dict[str, FactValue], held: Status, wbbm: Status, expected: str) -> None:
    """Unknown leaves WBBM open and the verdict at WBK; a known no fails; a known yes lets it be met."""
    found = assessed(full(), facts)
    wbk_result, wbbm_result = found.predicates
    assert wbk_result.status is Status.MET
    assert (criterion(wbbm_result, "holds-wbk").status, wbbm_result.status) == (held, wbbm)
    assert found.verdict == expected
    assert "holds-wbk" not in {c.id for c in wbk_result.criteria}


def test_wbk_met_while_wbbm_waits_for_answers() -> None:
    """Three of the eight points of area 1 unanswered: 62.5 % is enough for WBK, and for WBBM up to 100 % is open."""
    blank: dict[str, int | None] = {"jumlah_agen": None, "perubahan_dibuat": None}
    other: dict[str, int | None] = {"perubahan_terintegrasi": None, "perubahan_dibuat": None}
    found = assessed(full().but({"A.II.1.ii.a": None}, {"A.II.1.i.a": blank, "A.II.1.i.b": other}), HELD)
    wbk_result, wbbm_result = found.predicates
    assert (wbk_result.status, wbbm_result.status) == (Status.MET, Status.UNDETERMINED)
    assert {c.id for c in wbbm_result.criteria if c.status is not Status.MET and c.measure != "requirement"} == {
        "area-1"
    }
    assert found.verdict == "WBK"


def test_verdict_values() -> None:
    """The highest met; else undetermined if anything is open; else none."""

    def result(id_: str, status: Status) -> PredicateResult:
        return PredicateResult(id=id_, status=status, criteria=())

    met, not_met, open_ = Status.MET, Status.NOT_MET, Status.UNDETERMINED
    for wbk, wbbm, expected in (
        (met, met, "WBBM"),
        (met, open_, "WBK"),
        (met, not_met, "WBK"),
        (open_, open_, "undetermined"),
        (open_, not_met, "undetermined"),
        (not_met, not_met, "none"),
    ):
        assert verdict((result("WBK", wbk), result("WBBM", wbbm))) == expected


# Requirements for being proposed (rules.md section 5) --------------------------------------------

CITY, MINISTRY = {"agency-type": "Pemerintah Daerah"}, {"agency-type": "Kementerian/Lembaga"}
ORDER = ("AA", "A", "BB", "B", "CC", "C", "D")
LOWEST = {"req-agency-sakip": ("B", "BB"), "req-unit-sakip": ("B", "BB")}
ALL_MET: dict[str, FactValue] = {
    **HELD,
    **MINISTRY,
    "agency-bpk-opinion": "WTP",
    "agency-sakip": "BB",
    "agency-rb-index": "BB",
    "agency-spip": "3",
    "unit-core-service": "Ya",
    "unit-public-perception": "Ya",
    "unit-follow-up": F(100),
    "unit-wealth-reports": F(100),
    "unit-zi-years": F(1),
    "unit-zi-years-wbbm": F(1),
    "unit-sakip": "BB",
}


def status(facts: Mapping[str, FactValue], id_: str) -> tuple[str | None, str | None]:
    """Return the statuses of a requirement for WBK and WBBM; None where the predicate does not ask it."""
    results = judged(facts=facts)
    found = [
        next((each.status.value for each in results[predicate].criteria if each.id == id_), None)
        for predicate in PREDICATES
    ]
    return found[0], found[1]


def test_requirements_that_nobody_stated() -> None:
    """All are undetermined ("belum diperiksa"), and leave the verdict of the scores as it is."""
    for result in judged().values():
        requirements = [c for c in result.criteria if c.id.startswith("req-")]
        assert len(requirements) == 10
        assert {(c.status, c.reached) for c in requirements} == {(Status.UNDETERMINED, None)}
        assert {c.kind for c in requirements} == {"law"}
        assert all("5/2024" in c.citation for c in requirements)
        assert result.status is Status.MET


def test_all_requirements_met() -> None:
    """The levels of Table 5 for WBBM meet everything of both predicates."""
    for result in judged(facts=ALL_MET).values():
        assert {c.status for c in result.criteria} == {Status.MET}


@pytest.mark.parametrize(
    ("id_", "fact", "value", "expected"),
    [
        ("req-bpk-opinion", "agency-bpk-opinion", "WTP", ("met", "met")),
        ("req-bpk-opinion", "agency-bpk-opinion", "WDP", ("not-met", "not-met")),
        ("req-bpk-opinion", "agency-bpk-opinion", "TMP", ("not-met", "not-met")),
        ("req-agency-spip", "agency-spip", "5", ("met", "met")),
        ("req-agency-spip", "agency-spip", "3", ("met", "met")),
        ("req-agency-spip", "agency-spip", "2", ("not-met", "not-met")),
        ("req-core-service", "unit-core-service", "Ya", ("met", "met")),
        ("req-core-service", "unit-core-service", "Tidak", ("not-met", "not-met")),
        ("req-follow-up", "unit-follow-up", F(100), ("met", "met")),
        ("req-follow-up", "unit-follow-up", F("99.999"), ("not-met", "not-met")),
        ("req-wealth-reports", "unit-wealth-reports", F(100), ("met", "met")),
        ("req-wealth-reports", "unit-wealth-reports", 100 - STEP, ("not-met", "not-met")),
        ("req-public-perception", "unit-public-perception", "Ya", ("met", "met")),
        ("req-public-perception", "unit-public-perception", "Tidak", ("not-met", "not-met")),
        ("req-zi-years", "unit-zi-years", F(1), ("met", None)),
        ("req-zi-years", "unit-zi-years", F(3), ("met", None)),
        ("req-zi-years", "unit-zi-years", F("0.99"), ("not-met", None)),
        ("req-zi-years-wbbm", "unit-zi-years-wbbm", F(1), (None, "met")),
        ("req-zi-years-wbbm", "unit-zi-years-wbbm", F("0.99"), (None, "not-met")),
        ("req-zi-years-wbbm", "unit-zi-years", F(1), (None, "undetermined")),
    ],
)
def test_a_requirement(id_: str, fact: str, value: FactValue, expected: tuple[str | None, str | None]) -> None:
    """Each level of Table 5, at and below."""
    assert status({fact: value}, id_) == expected


@pytest.mark.parametrize("id_", LOWEST)
@pytest.mark.parametrize("value", ORDER)
def test_predicate_scale(id_: str, value: str) -> None:
    """AA, A, BB, B, CC, C, D, best first: each from the minimum up is met."""
    fact = id_.removeprefix("req-")
    expected = tuple("met" if ORDER.index(value) <= ORDER.index(low) else "not-met" for low in LOWEST[id_])
    assert status({fact: value}, id_) == expected


@pytest.mark.parametrize("value", ORDER)
@pytest.mark.parametrize(
    ("agency", "lowest"),
    [(CITY, ("CC", "B")), (MINISTRY, ("B", "BB"))],
)
def test_rb_index_by_type_of_agency(agency: dict[str, str], lowest: tuple[str, str], value: str) -> None:
    """Local governments need CC and B, ministries and agencies B and BB."""
    expected = tuple("met" if ORDER.index(value) <= ORDER.index(low) else "not-met" for low in lowest)
    assert status({**agency, "agency-rb-index": value}, "req-agency-rb-index") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("AA", ("met", "met")),
        ("BB", ("met", "met")),
        ("B", ("met", "undetermined")),
        ("CC", ("undetermined", "not-met")),
        ("C", ("not-met", "not-met")),
    ],
)
def test_rb_index_without_type_of_agency(value: str, expected: tuple[str, str]) -> None:
    """Where both types lead to the same, it is known; where they part, it is not."""
    assert status({"agency-rb-index": value}, "req-agency-rb-index") == expected


@pytest.mark.parametrize("fact", [fact for fact in ALL_MET if fact not in {"holds-wbk", "agency-type"}])
def test_one_requirement_that_fails_fails_the_predicates(fact: str) -> None:
    """A requirement that is known to fail never passes in silence."""
    worst = RULESET.facts[fact].choices[-1] if RULESET.facts[fact].choices else F(0)
    results = judged(facts={**ALL_MET, fact: worst})
    asking = {r.id for r in RULESET.requirements if r.fact == fact}
    for result in results.values():
        if not any(each.id in asking for each in result.criteria):
            continue
        names = failed(result)
        assert len(names) == 1
        assert next(iter(names)).startswith("req-")
        assert result.status is Status.NOT_MET
    assert verdict(tuple(results.values())) == {"unit-zi-years": "WBBM", "unit-zi-years-wbbm": "WBK"}.get(fact, "none")


def test_a_requirement_of_wbbm_alone() -> None:
    """SAKIP B of the unit is enough for WBK, not for WBBM."""
    results = judged(facts={**ALL_MET, "unit-sakip": "B"})
    assert [results[predicate].status for predicate in PREDICATES] == [Status.MET, Status.NOT_MET]
    assert verdict(tuple(results.values())) == "WBK"


KINDS = ("RSUD", "Dukcapil", "Samsat", "PTSP", "Pendidikan", "Ketenagakerjaan")
CLAIM: dict[str, FactValue] = {"afirmasi": "Ya", "unit-kind": "RSUD", **CITY}


def test_afirmasi_waives_requirements_not_minimums() -> None:
    """Such a unit may be proposed while requirements are being met; they are still shown as not met."""
    facts: dict[str, FactValue] = {**ALL_MET, **CLAIM, "unit-sakip": "D"}
    waived = judged(facts=facts)["WBK"]
    assert (waived.status, waived.waived, failed(waived)) == (Status.MET, True, {"req-unit-sakip"})
    assert judged(facts={**facts, "afirmasi": "Tidak"})["WBK"].status is Status.NOT_MET
    below = judged({"B.II": F("13.99")}, facts)["WBK"]
    assert below.status is Status.NOT_MET
    unheld = judged(facts={**ALL_MET, "holds-wbk": "Tidak", **CLAIM})["WBBM"]
    assert unheld.status is Status.NOT_MET


@pytest.mark.parametrize(
    ("claim", "year", "expected"),
    [
        *(({"unit-kind": kind}, 2026, Status.MET) for kind in KINDS),
        *(({"unit-kind": kind, "afirmasi": "Ya", **CITY}, 2024, Status.MET) for kind in KINDS),
        ({"unit-kind": "RSUD", **CITY}, None, Status.MET),
        ({"unit-kind": "RSUD", **CITY}, 2023, Status.NOT_MET),
        ({"unit-kind": "RSUD", "afirmasi": "Ya", **CITY}, 2023, Status.NOT_MET),
        ({"unit-kind": "RSUD", "afirmasi": "Tidak", **CITY}, 2026, Status.NOT_MET),
        ({"unit-kind": "RSUD", **MINISTRY}, 2026, Status.NOT_MET),
        ({"unit-kind": "RSUD", "afirmasi": "Ya", **MINISTRY}, 2026, Status.NOT_MET),
        ({"unit-kind": "Lainnya", "afirmasi": "Ya", **CITY}, 2026, Status.NOT_MET),
        ({"unit-kind": "Lainnya", **CITY}, 2026, Status.NOT_MET),
        ({"afirmasi": "Ya", **CITY}, 2026, Status.UNDETERMINED),
        ({"afirmasi": "Ya"}, None, Status.UNDETERMINED),
        ({"afirmasi": "Ya", **MINISTRY}, 2026, Status.NOT_MET),
        (CITY, 2026, Status.NOT_MET),
    ],
)
def test_to_whom_afirmasi_is_open(claim: dict[str, FactValue], year: int | None, expected: Status) -> None:
    """Six kinds of units of local governments, from 2024 on; without the kind nobody knows."""
    agency = {key: value for key, value in ALL_MET.items() if key != "agency-type"}
    result = judged(facts={**agency, "unit-sakip": "D", **claim}, year=year)["WBK"]
    assert (result.status, result.waived) == (expected, expected is Status.MET)
    assert [c.id for c in result.decisive] == ([] if expected is Status.MET else ["req-unit-sakip"])
    assert judged(facts={**agency, **claim}, year=year)["WBK"].status is Status.MET


@pytest.mark.parametrize("short", [("A.II.5.iii.a.a",), ("A.II.5.iii.b.a",), ("A.II.5.iii.a.a", "A.II.5.iii.b.a")])
@pytest.mark.parametrize("stated", [None, F(100), F(99)])
def test_the_sheet_answers_what_its_counts_show(short: tuple[str, ...], stated: F | None) -> None:
    """LHKPN or LHKASN below 100 % by the sheet's own counts: reporting is not 100 %, whatever is stated."""
    facts = {} if stated is None else {"unit-wealth-reports": stated}
    for result in judged(facts=facts, values=dict.fromkeys(short, F(2, 3))).values():
        found = criterion(result, "req-wealth-reports")
        assert found.status is Status.NOT_MET
        by_counts = stated != 99 or len(short) > 1  # above both counts it cannot be the share of all reports
        assert (found.reached, bool(found.cells)) == ((F(200, 3), True) if by_counts else (F(99), False))
        assert found.stated == (f"66.67 ({', '.join(found.cells)})" if by_counts else "99")
        assert result.status is Status.NOT_MET
        assert PredicateResult.model_validate_json(result.model_dump_json()) == result


def test_full_counts_say_nothing_of_what_is_not_counted() -> None:
    """At 100 % by the counts, the requirement is what was stated."""
    for stated, expected in ((None, Status.UNDETERMINED), (F(100), Status.MET), (F(90), Status.NOT_MET)):
        facts = {} if stated is None else {"unit-wealth-reports": stated}
        values = dict.fromkeys(("A.II.5.iii.a.a", "A.II.5.iii.b.a"), F(1))
        assert criterion(judged(facts=facts, values=values)["WBK"], "req-wealth-reports").status is expected


def test_almost_all_reports_are_not_all() -> None:
    """A miss that two decimals would hide is written with as many as show it, and as no fraction."""
    found = criterion(judged(values={"A.II.5.iii.a.a": 1 - F(1, 10**6 + 1)})["WBK"], "req-wealth-reports")
    assert (found.status, (found.stated or "").split()[0]) == (Status.NOT_MET, "99.9999")
