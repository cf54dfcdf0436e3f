"""The formula audit from outside: what is told of wrong formulas.

Layout 2 with the answers of the case ``wbk``; its figures are worked out by hand beside each fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from audited import LKE, base, base_told, bent, named, rewritten, told
from conftest import BROKEN, VALID
from formats import Rows, binary, old, open_document, values_of

from worksheets.drafts import packed, parts_of
from zi_score import check
from zi_score.model.findings import Finding
from zi_score.model.language import use_language

AUDITED = {"wrong-range", "constant-over-formula", "error-value", "formulas-without-values", "formulas-not-audited"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Details are compared in English."""
    use_language("en")
    yield
    use_language("id")


def test_the_sound_workbook() -> None:
    """The workbook that is bent below has no fault in its formulas."""
    names = {name for name, _, _ in base_told()}
    assert names & AUDITED == set()
    assert {name for name in names if name.startswith(("workbook-", "summary-"))} == set()


# wrong ways ----------------------------------------------------------------------------------------

Wrong = dict[str, str]
WRONG: dict[str, tuple[str, str, str, Wrong]] = {
    # A.I.1.i: Ya 1 and B 0.5, weight 0.5: right 0.375. Only the first: 0.5.
    "a question left out": (
        "L7",
        "=AVERAGE(L8:L8)*H7",
        "A.I.1.i",
        {"missing": "A.I.1.i.b", "extra": "-", "wanted": "L8, L9", "found": "0.50", "right": "0.38", "effect": "+0.13"},
    ),
    "a question left out of a sum": (
        "L7",
        "=L9/2*H7",
        "A.I.1.i",
        {"missing": "A.I.1.i.a", "extra": "-", "wanted": "L8, L9", "found": "0.13", "right": "0.38", "effect": "-0.25"},
    ),
    # (1 + 0.5 + 1) / 3 x 0.5 = 0.41666...
    "a question of another indicator": (
        "L7",
        "=AVERAGE(L8:L9,L11)*H7",
        "A.I.1.i",
        {
            "missing": "-",
            "extra": "A.I.1.ii.a",
            "wanted": "L8, L9",
            "found": "0.42",
            "right": "0.38",
            "effect": "+0.04",
        },
    ),
    # The first heading below is taken in: (1 + 0.5 + 1.00) / 3 x 0.5.
    "a range one row too long": (
        "L7",
        "=AVERAGE(L8:L10)*H7",
        "A.I.1.i",
        {"missing": "-", "extra": "A.I.1.ii", "wanted": "L8, L9", "found": "0.42", "right": "0.38", "effect": "+0.04"},
    ),
    # Another indicator altogether: all A, 1 x 0.5.
    "another indicator's questions": (
        "L7",
        "=AVERAGE(L11:L13)*H7",
        "A.I.1.i",
        {
            "missing": "A.I.1.i.a, A.I.1.i.b",
            "extra": "A.I.1.ii.a, A.I.1.ii.b, A.I.1.ii.c",
            "wanted": "L8, L9",
            "found": "0.50",
            "right": "0.38",
            "effect": "+0.13",
        },
    ),
    # LHKPN and LHKASN are all reported: today it comes to the same.
    "LHKASN left out": (
        "L174",
        "=AVERAGE(L175)*H174",
        "A.II.5.iii",
        {
            "missing": "A.II.5.iii.b",
            "extra": "-",
            "wanted": "L175, L181",
        },
    ),
    # A.I.1: 0.375 + 1 + 0.89 + 1.24875 = 3.51375; with the two questions of the first indicator 1.5 more.
    "parts beside their whole": (
        "L6",
        "=SUM(L7:L10,L14,L18)",
        "A.I.1",
        {
            "missing": "-",
            "extra": "A.I.1.i.a, A.I.1.i.b",
            "wanted": "L7, L10, L14, L18",
            "found": "5.01",
            "right": "3.51",
            "effect": "+1.50",
        },
    ),
    "an indicator left out of its area": (
        "L6",
        "=SUM(L7,L10,L14)",
        "A.I.1",
        {
            "missing": "A.I.1.iv",
            "extra": "-",
            "wanted": "L7, L10, L14, L18",
            "found": "2.27",
            "right": "3.51",
            "effect": "-1.25",
        },
    ),
    # The indicator's 0.375 is counted twice.
    "an indicator beside its area": (
        "L5",
        "=SUM(L6,L7,L23,L36,L61,L75,L99)",
        "A.I",
        {"missing": "-", "extra": "A.I.1.i", "wanted": "L6, L23, L36, L61, L75, L99", "effect": "+0.38"},
    ),
    "an area left out of its aspect": (
        "L4",
        "=SUM(L5)",
        "A",
        {"missing": "A.II", "extra": "-", "wanted": "L5, L124"},
    ),
    # Hasil 18.6875 + 14.875 = 33.5625.
    "a component left out of the total": (
        "L204",
        "=L195",
        "",
        {"missing": "B", "extra": "-", "wanted": "L4, L197", "effect": "-33.56"},
    ),
    "a survey left out": (
        "L198",
        "=SUM(L200)",
        "B.I",
        {
            "missing": "B.I.a",
            "extra": "-",
            "wanted": "L199, L200",
            "found": "2.50",
            "right": "18.69",
            "effect": "-16.19",
        },
    ),
    "a component's total of the other component": (
        "L203",
        "=L4",
        "B",
        {"missing": "B", "extra": "A", "wanted": "L197", "right": "33.56"},
    ),
    # 4 changes of 6 agents: 2/3 of one point; divided by itself 1.
    "a share divided by itself": (
        "K127",
        "=K129/K129",
        "A.II.1.i.a",
        {
            "missing": "A.II.1.i.a.jumlah_agen",
            "extra": "-",
            "wanted": "K129, K128",
            "found": "1.00",
            "right": "0.67",
            "effect": "+0.33",
        },
    ),
    # 7 of 8 targets, weight 2; divided by 6 agents it is above 1, which counts as 1: + 2/8.
    "a share divided by another question's count": (
        "K159",
        "=K161/K128",
        "A.II.4.i.a",
        {
            "missing": "A.II.4.i.a.jumlah_sasaran",
            "extra": "A.II.1.i.a.jumlah_agen",
            "wanted": "K161, K160",
            "found": "1.17",
            "right": "0.88",
            "effect": "+0.25",
        },
    ),
    # 13 reported of 1 + 6 + 6 obliged; of 1 + 6 it is above 1, which counts as 1.
    "a group left out of a share": (
        "K175",
        "=K180/(K177+K178)",
        "A.II.5.iii.a.a",
        {"extra": "-", "found": "1.86", "right": "1.00", "effect": "+0.00"},
    ),
    "a group left out of a count": (
        "K176",
        "=SUM(K177:K178)",
        "A.II.5.iii.a.a.wajib_melapor",
        {
            "missing": "A.II.5.iii.a.a.wajib_lainnya",
            "extra": "-",
            "wanted": "K177, K178, K179",
            "found": "7.00",
            "right": "13.00",
        },
    ),
    "the count of those who reported in the sum": (
        "K176",
        "=SUM(K177:K180)",
        "A.II.5.iii.a.a.wajib_melapor",
        {
            "missing": "-",
            "extra": "A.II.5.iii.a.a.sudah_melaporkan",
            "wanted": "K177, K178, K179",
            "found": "26.00",
            "right": "13.00",
        },
    ),
    # A.I.1.i.b is B: 0.5 of 0.25 points; its neighbour's Ya gives 1.
    "a question that reads its neighbour": (
        "L9",
        '=IF(K8="Ya",1,0)',
        "A.I.1.i.b",
        {
            "missing": "A.I.1.i.b",
            "extra": "A.I.1.i.a",
            "wanted": "K9",
            "found": "1.00",
            "right": "0.50",
            "effect": "+0.13",
        },
    ),
    # A.I.1.i.a is Ya; the neighbour's B is no Ya: 0 instead of 1, of 0.25 points.
    "a question that reads the row below": (
        "L8",
        '=IF(K9="Ya",1,0)',
        "A.I.1.i.a",
        {
            "missing": "A.I.1.i.a",
            "extra": "A.I.1.i.b",
            "wanted": "K8",
            "found": "0.00",
            "right": "1.00",
            "effect": "-0.25",
        },
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_ways(name: str) -> None:
    """One finding, at its cell, with what is missing, too much and wanted, and the figures worked out by hand."""
    cell, formula, code, figures = WRONG[name]
    found = bent((cell, formula))
    (wrong,) = named(found, "wrong-range")
    assert (wrong.cell, wrong.code, wrong.assessor) == (f"{LKE}!{cell}", code or None, "unit")
    assert wrong.details["formula"] == formula
    assert {key: wrong.details.get(key, "-") for key in figures} == figures
    assert (wrong.details.get("verdict"), wrong.details.get("right_verdict")) in {(None, None), ("-", "WBK")}


def test_a_cause_stands_for_its_effect() -> None:
    """Where a wrong range is told, the same cell is not told again as a differing score."""
    found = bent(("L7", "=AVERAGE(L8:L8)*H7"))
    more = told(found) - base_told()
    assert ("wrong-range", "A.I.1.i", f"{LKE}!L7") in more
    assert {name for name, _, _ in more} <= {"wrong-range", "workbook-total-differs"}


def test_two_wrong_ranges_are_two_findings() -> None:
    """Each formula is judged by itself; the effect of one is not the other's."""
    found = bent(("L7", "=AVERAGE(L8:L8)*H7"), ("L6", "=SUM(L7,L10,L14)"))
    effects = {finding.cell: finding.details["effect"] for finding in named(found, "wrong-range")}
    assert effects == {f"{LKE}!L7": "+0.13", f"{LKE}!L6": "-1.25"}


def test_a_wrong_range_that_lifts_over_75() -> None:
    """The answers give 74.99666...; changes alone (4 of 4) instead of agents too (4 of 6) add a third of a point."""
    found = bent(("L126", "=AVERAGE(L130)*H126"), made="rounds")
    (wrong,) = named(found, "wrong-range")
    assert wrong.cell == f"{LKE}!L126"
    assert (wrong.details["found"], wrong.details["right"], wrong.details["effect"]) == ("2.00", "1.67", "+0.33")
    assert (wrong.details["verdict"], wrong.details["right_verdict"]) == ("WBK", "-")
    assert found.verdict == "none"


def test_a_wrong_range_that_hides_wbk() -> None:
    """The survey left out of B.I: 2.50 instead of 18.69 misses the minimum, although the answers give WBK."""
    (wrong,) = named(bent(("L198", "=L200")), "wrong-range")
    assert (wrong.details["verdict"], wrong.details["right_verdict"]) == ("-", "WBK")


def test_a_component_counted_twice() -> None:
    """The total reads a component and, beside it, the row of that component's total."""
    found = bent(("L204", "=L4+L195+L197"))
    (wrong,) = named(found, "wrong-range")
    assert (wrong.cell, wrong.details.get("missing")) == (f"{LKE}!L204", None)
    assert wrong.details["extra"]


def test_a_row_that_is_nobodys() -> None:
    """Points in a row that the regulation does not have are too much."""
    found = bent(("L3", 5), ("L4", "=SUM(L3,L5,L124)"))
    (wrong,) = named(found, "wrong-range")
    assert (wrong.cell, wrong.details["extra"]) == (f"{LKE}!L4", "L3")


@pytest.mark.parametrize(
    "formula", ['=INDIRECT("L8")*H7', "=SUM(nilai)*H7", "=SUM(L:L)", "=SUM(8:9)*H7", "=OFFSET(L8,0,0)*H7"]
)
def test_what_cannot_be_judged_is_not(formula: str) -> None:
    """A formula that does not say which cells it reads gives no wrong range, whatever it computes."""
    assert named(check(rewritten({"L7": formula})), "wrong-range") == []


# numbers typed, and error values -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "typed", "code", "found", "right"),
    [
        ("L7", 0.5, "A.I.1.i", "0.50", "0.38"),
        ("L6", 4, "A.I.1", "4.00", "3.51"),
        ("L204", 99, None, "99.00", None),
        ("L9", 1, "A.I.1.i.b", "1.00", "0.50"),
        ("L199", 17.5, "B.I.a", "17.50", "16.19"),
        ("K127", 0.9, "A.II.1.i.a", "0.90", "0.67"),
    ],
)
def test_a_number_over_a_formula(cell: str, typed: float, code: str | None, found: str, right: str | None) -> None:
    """A typed figure among formulas is told at its cell with what is right; only that cell."""
    constants = [
        finding
        for finding in bent((cell, typed)).findings
        if finding.name in {"constant-over-formula", "percent-differs-from-counts"}
    ]
    (constant,) = [finding for finding in constants if finding.cell == f"{LKE}!{cell}"]
    assert constant.code == code
    assert len(constants) == 1
    if constant.name == "constant-over-formula":
        assert constant.details["found"] == found
        assert right is None or constant.details["right"] == right


def test_a_sheet_of_typed_figures_has_no_constants() -> None:
    """Where no formulas belong, typed figures are no fault."""
    book = base().copy()
    shown = book.computed()[LKE]
    for (row, column), value in shown.items():
        if column in (11, 12) and str(book.sheets[LKE].cells[row, column]).startswith("="):
            book.sheets[LKE].cells[row, column] = value
    names = {finding.name for finding in check(book.content()).findings}
    assert names & {"constant-over-formula", "wrong-range"} == set()


@pytest.mark.parametrize(
    ("cell", "formula", "error", "code", "at_least"),
    [
        ("K159", "=K161/0", "#DIV/0!", "A.II.4.i.a", 5),
        ("L7", "=AVERAGE(L8:L9)*#REF!", "#REF!", "A.I.1.i", 4),
        ("Ctt Eval!B12", "=SUM(#REF!)", "#REF!", None, 0),
    ],
)
def test_an_error_value(cell: str, formula: str, error: str, code: str | None, at_least: int) -> None:
    """Told once, where it begins; the cells that take it over are counted."""
    (found,) = named(bent((cell, formula)), "error-value")
    assert found.cell == (cell if "!" in cell else f"{LKE}!{cell}")
    assert (found.code, found.details["error"], found.details["formula"]) == (code, error, formula)
    assert int(found.details["count"]) >= at_least


def test_two_error_values() -> None:
    """Two causes are two findings."""
    found = bent(("K159", "=K161/0"), ("L7", "=#REF!"))
    assert {finding.cell for finding in named(found, "error-value")} == {f"{LKE}!K159", f"{LKE}!L7"}


def test_errors_of_a_form_that_nobody_filled_in_are_none() -> None:
    """A blank copy has nothing to divide by; that it was passed over is told, and enough."""
    book = base().copy()
    twin = deepcopy(book.sheets[LKE])
    formulas = {at for at, value in twin.cells.items() if isinstance(value, str) and value.startswith("=")}
    twin.cells = {at: value for at, value in twin.cells.items() if at[1] != 11 or at in formulas or at[0] < 4}
    book.sheets["Cadangan"] = twin
    names = [each.name for each in check(book.content()).findings]
    assert "blank-lke-sheet-ignored" in names
    assert "error-value" not in names


# summaries -----------------------------------------------------------------------------------------

AREAS = {1: (6, 125), 2: (23, 137), 3: (36, 147), 4: (61, 157), 5: (75, 166), 6: (99, 187)}


def summary(*changes: tuple[str, object]) -> list[Finding]:
    """Return what is told of a summary of all minimums, right but for these changes."""
    sheet = base().copy()
    for number, (first, second) in AREAS.items():
        row = number + 1
        assert sheet.get(f"Utama!C{row}") == f"='LKE ZI'!L{first}+'LKE ZI'!L{second}"
        sheet.put(f"Utama!D{row}", f"=C{row}/B{row}")
        sheet.put(f"Utama!E{row}", f'=IF(D{row}>=75%,"WBBM",IF(D{row}>=60%,"WBK","Tidak Lulus"))')
    for cell, value in changes:
        sheet.put(cell, value)
    found = check(sheet.content())
    return [f for f in found.findings if f.name.startswith("summary-") or (f.cell or "").startswith("Utama!")]


def test_a_right_summary() -> None:
    """Weights, scores, shares and comparisons as the regulation has them: nothing."""
    assert summary() == []


@pytest.mark.parametrize(
    ("cell", "value", "name"),
    [
        ("Utama!C2", "='LKE ZI'!L23+'LKE ZI'!L137", "summary-wrong-row"),
        ("Utama!C3", "='LKE ZI'!L6+'LKE ZI'!L125", "summary-wrong-row"),
        ("Utama!B2", 10, "weight-differs"),
        ("Utama!E5", '=IF(D5>=75%,"WBBM",IF(D5>=50%,"WBK","Tidak Lulus"))', "summary-minimum-differs"),
        (
            "Utama!E2",
            '=IF($G$1="WBK",IF(D2>=50%,"OK","Tidak Lulus"),IF(D2>=75%,"OK","Tidak Lulus"))',
            "summary-minimum-differs",
        ),
        ("Utama!E6", '=IF(D6>=75%,"Lulus",IF(D6>=60%,"OK","Lulus"))', "summary-always-passes"),
        ("Utama!E4", None, "summary-minimum-missing"),
    ],
)
def test_a_wrong_summary(cell: str, value: object, name: str) -> None:
    """One finding of its own kind, at its cell or, for two cells read, at that cell twice at most."""
    found = summary((cell, value))
    assert {(finding.name, finding.cell) for finding in found} == {(name, cell)}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Utama!C2", "=SUM('LKE ZI'!L6,'LKE ZI'!L125)"),
        ("Utama!C2", "=SUM('LKE ZI'!$L$6)+SUM('LKE ZI'!$L$125)"),
        ("Utama!B2", 8),
        ("Utama!E2", '=IF(D2>=0.75,"WBBM",IF(D2>=0.6,"WBK","Tidak Lulus"))'),
        ("Utama!E2", '=IF(C2>=6,"WBBM",IF(C2>=4.8,"WBK","Tidak Lulus"))'),
        ("Utama!E2", '=IF(D2<60%,"Tidak Lulus",IF(D2<75%,"WBK","WBBM"))'),
        ("Utama!E2", '=IF(D2*100>=75,"WBBM",IF(D2*100>=60,"WBK","Tidak Lulus"))'),
        ("Utama!E2", '=IF(D2>=60%,"OK","Tidak Lulus")'),
        ("Utama!E2", '=IF($G$1="WBBM",IF(D2>=75%,"OK","Tidak Lulus"),IF(D2>=60%,"OK","Tidak Lulus"))'),
        ("Utama!E2", '=IF(AND($G$1="WBK",D2>=60%),"OK",IF(AND($G$1="WBBM",D2>=75%),"OK","Tidak Lulus"))'),
        ("Utama!E2", '=IF(D2>=75%,"Memenuhi WBBM",IF(D2>=60%,"Memenuhi WBK","Belum memenuhi"))'),
        ("Utama!E2", '=IF(0.6<=D2,IF(0.75<=D2,"WBBM","WBK"),"Tidak Lulus")'),
        ("Utama!E2", '=IF(AND(C2>=4.8,C3>=4.2,C4>=6),"WBK","Tidak Lulus")'),
        ("Utama!E2", '=IF(ROUND(D2,4)>=60%,"Lulus","Tidak Lulus")'),
        ("Utama!F2", "catatan"),
        ("Utama!F2", '=IF(C2="","kosong","terisi")'),
    ],
)
def test_right_ways_in_a_summary(cell: str, value: object) -> None:
    """However people write it, a right summary is told nothing of."""
    assert summary((cell, value)) == []


# However it is written ----------------------------------------------------------------------------


def _in_small_letters(name: str, part: bytes) -> tuple[str, bytes]:
    small = re.sub(rb' (?:r|ref)="[A-Z]+\d+', lambda cell: cell[0].lower(), part)
    return name, small if name.startswith("xl/worksheets/") else part


def _formulas_in_small_letters(name: str, part: bytes) -> tuple[str, bytes]:
    return name, re.sub(rb"<f>[^<]*</f>", lambda formula: formula[0].lower(), part)


def _backslashes(name: str, part: bytes) -> tuple[str, bytes]:
    return name.replace("/", "\\"), part


def _small_part_names(name: str, part: bytes) -> tuple[str, bytes]:
    return name.lower(), part


WRITINGS = [_in_small_letters, _formulas_in_small_letters, _backslashes, _small_part_names]
AUDITS = ("wrong-range", "constant-over-formula", "error-value", "summary-wrong-column", "summary-wrong-row")


def _rewritten(path: Path, *writings: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    parts = parts_of(path.read_bytes())
    for write in writings:
        parts = dict(write(name, part) for name, part in parts.items())
    return packed(parts)


@pytest.mark.parametrize(
    ("name", "writings"),
    [
        *((name, WRITINGS) for name in (*AUDITS, "summary-always-passes", "summary-minimum-missing", "hidden-answers")),
        *(("wrong-range", [write]) for write in WRITINGS),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(write.__name__ for write in value),
)
def test_the_audit_does_not_depend_on_how_a_workbook_is_written(
    name: str, writings: Sequence[Callable[[str, bytes], tuple[str, bytes]]]
) -> None:
    """Names of parts, cells and sheets in small letters, backslashes between folders: spreadsheets open them all."""
    path = BROKEN / f"{name}.xlsx"
    plain, other = check(path, path="lke.xlsx"), check(_rewritten(path, *writings), path="lke.xlsx")
    assert name in {finding.name for finding in plain.findings}
    places = [[(each.name, each.cell, each.severity) for each in found.findings] for found in (plain, other)]
    assert places[0] == places[1]


def _without_first_shared(name: str, part: bytes) -> tuple[str, bytes]:
    lost = re.sub(rb"<f>[^<]*</f>", b'<f t="shared" si="7"/>', part, count=1)
    return name, lost if name == "xl/worksheets/sheet1.xml" else part


def test_formulas_that_cannot_be_looked_at_are_a_warning() -> None:
    """A cell follows a formula that no cell has: what it computes is not known."""
    (finding,) = named(
        check(_rewritten(BROKEN / "wrong-range.xlsx", _without_first_shared), path="x.xlsx"), "formulas-not-audited"
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize("write", [old, binary, open_document])
def test_of_other_files_it_is_a_notice(write: Callable[[dict[str, Rows]], bytes]) -> None:
    """Nobody knows whether they hold formulas."""
    values = values_of((VALID / "wbk.xlsx").read_bytes())
    (finding,) = named(check(write(values), path="x"), "formulas-not-audited")
    assert finding.severity == "notice"
