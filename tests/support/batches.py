"""A batch of units of every kind, some of which mean harm, for the tests of its formats."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from conftest import RULESET, assessed, empty, random_sheet
from harm import FORMULAS, HOSTILE, PATH

from worksheets.cases import half_empty, rounds_to_75, survey_below, wbbm, wbk
from zi_score.evaluation.kawasan import judge_kawasan
from zi_score.evaluation.result import Evaluation, Failure, RulesetReference
from zi_score.law.facts import FactValue
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import Source, Unit
from zi_score.rekap.ranking import BatchResult, NotRanked, rekap
from zi_score.rekap.received import Awaited, OtherFile
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.reports.documents.ranking import name_of

MET: dict[str, FactValue] = {
    "agency-bpk-opinion": "WTP",
    "agency-type": "Kementerian/Lembaga",
    "agency-sakip": "BB",
    "agency-rb-index": "BB",
    "agency-spip": "3",
    "unit-core-service": "Ya",
    "unit-public-perception": "Ya",
    "unit-follow-up": Fraction(100),
    "unit-wealth-reports": Fraction(100),
    "unit-zi-years": Fraction(1),
    "unit-zi-years-wbbm": Fraction(1),
    "unit-sakip": "BB",
}
"""Facts by which all requirements are met."""

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
        standing(
            "wbk", "b/wbk.xlsx", Unit(name="Dinas Contoh", agency="Pemda Contoh", year=2026, target="WBK"), facts=MET
        ),
        standing("wbk", "b/lama.xlsx", Unit(name="Dinas Contoh", agency="Pemda Contoh", year=2025, target="WBK")),
        standing(
            "wbk",
            "b/jujur.xlsx",
            Unit(name="Puskesmas Contoh", agency="Pemda Contoh", target="WBK"),
            facts={**MET, "unit-wealth-reports": Fraction(98)},
        ),
        standing("wbk", "b/lagi.xlsx", Unit(name="Dinas  contoh", agency="Pemda Contoh"), findings=mild),
        standing("rounds-to-75", "b/hampir.xlsx", Unit(name="Madrasah Contoh", agency="Pemda Contoh")),
        standing("survey-below", "b/survei.xlsx", Unit(name=None)),
        standing("half-empty", "b/setengah.xlsx", Unit(name="Samsat Größe 50% #2", agency="Pemda Contoh")),
        failed("kiriman/rusak.xlsx"),
        failed("kiriman/rusak lagi.xlsx"),
        failed("kiriman/~$kosong.xlsx", "file-empty"),
        failed(PATH, problem=" ".join(HOSTILE)[:500]),
        Failure(source={"path": f"=tanpa temuan {PATH}"}, error=" ".join(HOSTILE), findings=()),
    ]
    found += [
        standing("wbk", f"{number}{PATH}", Unit(name=text, agency=text, target="WBK"), digest="sama")
        for number, text in enumerate((*HOSTILE, *FORMULAS))
    ]
    found.append(standing("half-empty", f"-{PATH}", Unit(name=" ".join(HOSTILE)[:900], agency=HOSTILE[0])))
    return found


def batch(found: list[UnitLine | Failure]) -> BatchResult:
    """Return a batch whose units form an area with a hostile name, and beside it what is missing and what is other."""
    units = [(name_of(each), each.predicates) for each in found if isinstance(each, UnitLine)]
    score = Fraction(64_999, 10_000)
    beside = NotRanked(
        not_received=(
            Awaited(unit="Pos Belum", agency="Badan Contoh", target="WBK"),
            Awaited(unit=None, path=f"belum {PATH}"),
        ),
        unlisted=tuple(each.path for each in found if isinstance(each, UnitLine))[:2],
        other_files=(
            OtherFile(path="kiriman/daftar hadir.pdf", kind="no-workbook"),
            OtherFile(path=f"~$ {HOSTILE[0]}", kind="lock-file"),
        ),
    )
    area = judge_kawasan(RULESET, f"Kawasan {PATH}", units, score) if units else None
    return rekap(RULESET, found, kawasan=area, beside=beside)


OUTCOMES = outcomes()
RESULT = batch(OUTCOMES)
FEW = batch(OUTCOMES[:15])
"""What golden files have: a unit and a failure of each kind, without those that mean harm in their names alone."""

EMPTY = rekap(RULESET, [])
FAILED = rekap(RULESET, [each for each in OUTCOMES if isinstance(each, Failure)])


def synthetic(seed: int) -> UnitLine:
    """Return a unit with random answers, or without any."""
    sheet = empty() if seed % 50 == 0 else random_sheet(seed)
    holds = {} if seed % 3 == 0 else {"holds-wbk": "Ya" if seed % 3 == 1 else "Tidak"}
    evaluation = Evaluation(
        source=Source(path=f"acak/{seed}.xlsx", sheet="Jawaban", layout="jawaban"),
        unit=Unit(name=f"Unit {seed}", agency=f"Instansi {seed % 7}", year=2026, target="WBK"),
        ruleset=TITLES,
        assessments=(assessed(sheet, holds),),
        findings=(),
    )
    return line_of(evaluation, str(seed))
