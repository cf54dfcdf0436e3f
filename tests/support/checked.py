"""A check of workbooks of every kind, some of which mean harm, for the tests of its formats."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from harm import BIDI, HOSTILE

from zi_score.evaluation.checked import CheckedWorkbook, CheckResult, ProvenCell, SheetProof
from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import RulesetReference
from zi_score.law.load import load_ruleset
from zi_score.model.findings import Finding, finding
from zi_score.model.worksheet import Unit

LAWS = {"permenpanrb-90-2021": load_ruleset("permenpanrb-90-2021")}
RULESET = RulesetReference(id="permenpanrb-90-2021", title="PermenPANRB 90/2021")


def raw(name: str, text: str, *, code: str | None = None, cell: str | None = None) -> Finding:
    """Make a finding whose details were never cleaned."""
    made = finding(name, code=code, cell=cell)
    return made.model_copy(update={"details": {"typed": text, "row": text}})


def _cell(name: str, state: Literal["right", "wrong", "not-proven", "not-judged"], reason: str = "") -> ProvenCell:
    is_known = state in {"right", "wrong"}
    return ProvenCell(
        cell=f"LKE ZI!{name}",
        formula="=AVERAGE(L175)*H174",
        state=state,
        figure="score" if is_known else None,
        code="A.II.5.iii" if is_known else None,
        reason=reason or None,
    )


def hostile(texts: tuple[str, ...]) -> CheckedWorkbook:
    """Return a workbook that has every hostile text as answer, row, sheet name, code and citation."""
    findings = []
    for text in texts:
        findings += [
            finding("answer-not-understood", code="A.I.1.i.a", cell=f"{text}!K8", typed=text, accepted="Ya/Tidak"),
            raw("row-not-placed", text, cell=f"{text}!AA10"),
            finding("convention-applied", code=text, assessor="tpi", whole=text, value=text, citation=text),
        ]
    return CheckedWorkbook(
        source={"path": f"jahat/::error::x,y%0A\n[red]|`@tim <script>alert(1)<b> {BIDI}fdp.xlsx", "sheet": texts[0]},
        unit=Unit(name=" ".join(texts)[:900], agency=texts[0], target=texts[-1]),
        ruleset=RULESET,
        total=Fraction(1, 3),
        verdict="undetermined",
        findings=tuple(findings),
        proof=SheetProof(formulas=len(texts), problem=texts[0]),
    )


def checked() -> CheckResult:
    """Return the workbooks that every format is tried with."""
    clean = CheckedWorkbook(
        source={"path": "bersih.xlsx", "sheet": "Jawaban", "layout": "jawaban"},
        unit=Unit(name="Balai Besar Contoh"),
        ruleset=RULESET,
        total=Fraction(9571, 100),
        verdict="WBK",
        predicates={"WBK": Status.MET, "WBBM": Status.NOT_MET},
        findings=(),
        proof=SheetProof(formulas=2, judged=2, sets=69, cells=(_cell("L7", "right"), _cell("L8", "right"))),
    )
    faulty = CheckedWorkbook(
        source={"path": "unit 1/LKE #2 50% Größe.xlsx", "sheet": "LKE ZI", "layout": "lke-zi"},
        unit=Unit(name="Dinas Contoh", year=2026),
        ruleset=RULESET,
        total=Fraction(7021, 90),
        verdict="none",
        predicates={"WBK": Status.NOT_MET},
        proof=SheetProof(
            formulas=441,
            judged=438,
            sets=29,
            wrong=1,
            not_proven=1,
            not_judged=2,
            cells=(
                _cell("L174", "wrong"),
                _cell("M3", "not-proven", "INDIRECT"),
                _cell("K8", "not-judged", "answer"),
                _cell("A1", "not-judged"),
            ),
        ),
        findings=(
            *(
                finding(
                    "answer-not-understood",
                    code=f"A.I.1.i.{letter}",
                    cell=f"LKE ZI!K{row}",
                    assessor="unit",
                    typed="mungkin",
                    accepted="Ya, Tidak",
                )
                for row, letter in enumerate("abcd", start=8)
            ),
            finding("row-not-placed", cell="LKE ZI!B40:AB42", row="Pertanyaan baru", typed="A"),
            finding("row-not-placed", row="Tanpa sel", typed="B"),
            finding("row-not-placed", row="Tanpa sel lagi", typed="C"),
            finding("questions-unanswered", count=3, questions=113, points="1.20"),
            finding("count-missing", code="A.II.1.i.a", cell="LKE ZI!L60", assessor="tpi", missing="Jumlah agen"),
            finding("convention-applied", code="A.II.3.i.a", cell="LKE ZI!K147", whole="Jumlah pegawai", value="1"),
        ),
    )
    broken = finding("file-damaged", path="kiriman/rusak.xlsx", problem="bad zip")
    unreadable = CheckedWorkbook(source={"path": "kiriman/rusak.xlsx"}, error=broken.message, findings=(broken,))
    ignoring = CheckedWorkbook(
        source={"path": "diabaikan.xlsx", "sheet": "LKE ZI", "layout": "lke-zi"},
        unit=Unit(name="Kantor Contoh"),
        ruleset=RULESET,
        total=Fraction(80),
        verdict="WBBM",
        findings=(),
        ignored=(
            finding("weight-differs", code="A.I.1.i", cell="LKE ZI!C7", node="A.I.1.i", found="3", right="1.5"),
            finding("answer-not-understood", code="B.I.1", cell="LKE ZI!K200", typed="rahasia", accepted="A, B"),
        ),
    )
    return CheckResult(workbooks=(clean, faulty, unreadable, ignoring, hostile(HOSTILE)))


RESULT = checked()
CLEAN, FAULTY, UNREADABLE, IGNORING, HARMFUL = RESULT.workbooks


def only(*books: CheckedWorkbook) -> CheckResult:
    """Return a check of these workbooks."""
    return CheckResult(workbooks=books)
