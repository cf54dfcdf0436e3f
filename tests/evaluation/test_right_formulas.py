"""However people write right formulas, nothing is told of them: layout 2 with the answers of the case ``wbk``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from audited import LKE, base, base_told, rewritten, told
from conftest import BLANK, VALID

from zi_score import check
from zi_score.model.findings import Severity
from zi_score.model.language import use_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Details are compared in English."""
    use_language("en")
    yield
    use_language("id")


INDICATOR = (
    *("=AVERAGE(L8:L9)*H7", "=AVERAGE(L8,L9)*H7", "=AVERAGE(L9,L8)*H7", "=H7*AVERAGE(L8:L9)", "=+AVERAGE(L8:L9)*H7"),
    *("=SUM(L8:L9)/COUNT(L8:L9)*H7", "=SUM(L8:L9)/2*H7", "=(L8+L9)/2*H7", "=L8*H7/2+L9*H7/2", "=(L8+L9)*H7/2"),
    *("=IFERROR(AVERAGE(L8:L9),0)*H7", "=IFERROR(AVERAGE(L8:L9)*H7,0)", "=_xlfn.IFNA(AVERAGE(L8:L9),0)*H7"),
    *("=ROUND(AVERAGE(L8:L9)*H7,2)", "=ROUND(AVERAGE(L8:L9),4)*H7", "=AVERAGE(L8:L9)*0.5", "=0.5*AVERAGE(L8:L9)"),
    *("=AVERAGE($L$8:$L$9)*$H$7", "=AVERAGE(L$8:L$9)*$H7", "=AVERAGE(l8:l9)*h7", "=AVERAGE(L8 : L9) * H7"),
    *("='LKE ZI'!H7*AVERAGE('LKE ZI'!L8:L9)", "=SUBTOTAL(1,L8:L9)*H7", "=SUBTOTAL(101,L8:L9)*H7"),
    *(
        "=IF(COUNT(L8:L9)=0,0,AVERAGE(L8:L9))*H7",
        '=IF(L8="Blm Diisi",0,AVERAGE(L8:L9)*H7)',
        "=PRODUCT(AVERAGE(L8:L9),H7)",
    ),
    *(
        "=MIN(H7,AVERAGE(L8:L9)*H7)",
        "=SUM(L8:L9)*H7/COUNTA(K8:K9)",
        "=SUM(L8:L9)/ROWS(L8:L9)*H7",
        "=AVERAGEA(L8:L9)*H7",
    ),
    *("=SUMPRODUCT(L8:L9)/2*H7", "=(SUM(L8:L9)/COUNTA(F8:F9))*H7", "=AVERAGE(L8:L9)*(H7)", "=AVERAGE(L9:L8)*H7"),
    *("=AVERAGE(L8:M9)*H7", "=AVERAGE(L8:L9)*VALUE(H7)", "=AVERAGE(L8:L9)*60/120"),
)
COUNTED = (
    *("=AVERAGE(L127:L132)*H126", "=AVERAGE(L127:L130)*H126", "=AVERAGE(L127,L130)*H126", "=(L127+L130)/2*H126"),
    *("=SUM(L127:L132)/COUNT(L127:L132)*H126", "=L127*1+L130*1", "=SUM(L127,L130)/2*H126"),
)
REPORTS = (
    "=AVERAGE(L175,L181)*H174",
    "=AVERAGE(L175:L186)*H174",
    "=(L175+L181)/2*H174",
    "=SUM(L175,L181)",
    "=L175+L181",
)
AREA = (
    "=SUM(L7,L10,L14,L18)",
    "=L7+L10+L14+L18",
    "=SUM(L7,L10)+SUM(L14,L18)",
    "=ROUND(L7+L10+L14+L18,2)",
    "=L18+L14+L10+L7",
)
ASPECT = (
    *("=SUM(L6,L23,L36,L61,L75,L99)", "=L6+L23+L36+L61+L75+L99", "=SUM(L7,L10,L14,L18)+SUM(L23,L36,L61,L75,L99)"),
    "=SUM(L6,L23,L36)+SUM(L61,L75,L99)",
)
COMPONENT = ("=SUM(L5,L124)", "=L5+L124", "=L5+SUM(L125,L137,L147,L157,L166,L187)", "=ROUND(L5+L124,2)")
COMPONENT_TOTAL = ("=L4", "=SUM(L4)", "=L5+L124", "=SUM(L5,L124)", "=+L4", "=L4*1")
TOTAL = (
    *("=L4+L197", "=L195+L203", "=SUM(L195,L203)", "=SUM(L4,L197)", "=L5+L124+L198+L201", "=L4+L198+L201"),
    *("=SUM(L5,L124,L198,L201)", "=ROUND(L195+L203,2)", "=L195+L197", "=IFERROR(L195+L203,0)"),
)
RESULTS = ("=SUM(L199,L200)", "=SUM(L199:L200)", "=L199+L200")
SURVEY = ("=SUM(L202)", "=L202", "=SUM(L202:L202)")
SHARE = (
    *("=K129/K128", "=IF(K128=0,0,K129/K128)", "=IFERROR(K129/K128,0)", "=MIN(1,K129/K128)", "=ROUND(K129/K128,4)"),
    *(
        "=MAX(0,MIN(1,IFERROR(K129/K128,0)))",
        '=IF(K128="","",K129/K128)',
        "=K129/K128*100%",
        "=K129/$K$128",
        "=(K129/K128)",
    ),
    *('=IF(OR(K128="",K129=""),"",IF(K128=0,0,MIN(1,K129/K128)))', "=IF(K129>K128,1,K129/K128)", "=100%*K129/K128"),
    *(
        "=IF(ISERROR(K129/K128),0,K129/K128)",
        "='LKE ZI'!K129/'LKE ZI'!K128",
        "=IF(K129/K128>1,1,K129/K128)",
        "=K129/MAX(1,K128)",
    ),
    '=IF(COUNT(K128:K129)<2,"",K129/K128)',
)
DECREASE = (
    "=(K154-K155)/K154",
    "=1-K155/K154",
    "=IF(K154=0,IF(K155=0,1,0),MAX(0,(K154-K155)/K154))",
    "=MAX(0,1-(K155/K154))",
)
INTEGRATED = ("=K132/K131", "=K132/K129", "=IFERROR(K132/K131,0)")
OBLIGED = (
    "=K180/K176",
    "=K180/SUM(K177:K179)",
    "=K180/(K177+K178+K179)",
    "=MIN(1,K180/K176)",
    "=IF(K176=0,1,K180/K176)",
)
GROUPS = ("=SUM(K177:K179)", "=K177+K178+K179", "=SUM(K177,K178,K179)", "=K177+SUM(K178:K179)", "=SUM(K177:K179)+0")
ANSWER = (
    *(
        '=IF(K8="Ya",1,0)',
        '=IF(UPPER(TRIM(K8))="YA",1,0)',
        '=IF(OR(K8="Ya",K8="Y"),1,0)',
        '=(K8="Ya")*1',
        '=N(K8="Ya")',
    ),
    *(
        '=IF(ISBLANK(K8),"Blm Diisi",IF(K8="Ya",1,0))',
        '=IF($K8="Ya",1,0)',
        '=IF(EXACT(K8,"Ya"),1,0)',
    ),
    '=_xlfn.IFS(K8="Ya",1,K8="Tidak",0)',
)
SCORE = ("=K199/4*H199", "=MIN(4,K199)/4*H199", "=K199*H199/4", "=IF(K199>4,0,K199/4*H199)", "=(K199/4)*17.5")
PERCENT = ("=K127", "=MIN(1,K127)", "=K129/K128", "=IF(K127>1,1,K127)", '=IF(K127="","Blm Diisi",MAX(0,MIN(1,K127)))')
RIGHT = {
    "L7": INDICATOR,
    "L126": COUNTED,
    "L174": REPORTS,
    "L6": AREA,
    "L5": ASPECT,
    "L4": COMPONENT,
    "L195": COMPONENT_TOTAL,
    "L204": TOTAL,
    "L198": RESULTS,
    "L201": SURVEY,
    "K127": SHARE,
    "K153": DECREASE,
    "K130": INTEGRATED,
    "K175": OBLIGED,
    "K176": GROUPS,
    "L8": ANSWER,
    "L199": SCORE,
    "L127": PERCENT,
}


WRONG_FOR_BLANKS = ("=MIN(4,K199)/4*H199",)
"""Right for all answers, and full marks for a blank."""


def is_noticed(formula: str) -> bool:
    """Whether a right formula rounds, or shows more than 0 of a blank: that is told, and changes nothing today."""
    return ("ROUND(" in formula and "4)*" not in formula) or formula in WRONG_FOR_BLANKS


@pytest.mark.parametrize("way", range(max(map(len, RIGHT.values()))))
def test_right_ways(way: int) -> None:
    """However people write right formulas, nothing more is told than of the sound workbook.

    Each workbook has one way for every cell, so that all ways are taken.
    """
    formulas = {cell: ways[way] for cell, ways in RIGHT.items() if way < len(ways)}
    found = check(rewritten(formulas))
    more = [each for each in found.findings if (each.name, each.code, each.cell) not in base_told()]
    noticed = {("notice", f"{LKE}!{cell}") for cell, formula in formulas.items() if is_noticed(formula)}
    assert {(each.severity, each.cell) for each in more} == noticed, formulas
    assert told(found) >= base_told()


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ("L6", '=SUMIF(E7:E22,"?*",L7:L22)'),
        ("L6", "=SUM((L7,L10,L14,L18))"),
        ("L5", "=SUM((L6,L23,L36,L61,L75,L99))"),
        ("L195", "=SUM((L4))"),
    ],
)
def test_what_is_not_proven_accuses_nothing_above_it(cell: str, formula: str) -> None:
    """The cell holds what is right; what leaves blanks out below it is practice, and no fault of the sum above."""
    assert told(check(rewritten({cell: formula}))) == base_told()


@pytest.mark.parametrize(
    "formula", ["=ROUNDDOWN(L195+L203,2)", "=ROUNDUP(L195+L203,2)", "=INT((L195+L203)*100)/100", "=ROUND(L195+L203,2)"]
)
def test_two_decimals_are_a_notice_however_they_come_about(formula: str) -> None:
    """Where they decide nothing: the figure is the one that is shown, or a hundredth beside it."""
    found = [each for each in check(rewritten({"L204": formula})).findings if each.name == "workbook-total-differs"]
    assert [each.severity for each in found] == [Severity.NOTICE]


def test_subtotals_in_subtotals() -> None:
    """SUBTOTAL over everything below leaves out other subtotals, as spreadsheet programs do."""
    book = base().copy()
    for cell, rows in {"L6": "L7,L10,L14,L18", "L5": "L6,L23,L36,L61,L75,L99"}.items():
        assert str(book.get(f"{LKE}!{cell}")) == f"=SUM({rows})"
    assert told(check(rewritten({"L5": "=SUBTOTAL(9,L6,L23,L36,L61,L75,L99)"}))) == base_told()


def test_the_own_template_and_every_sound_worksheet() -> None:
    """See test_worksheets: the valid files give no error; the blank template gives none of the audit."""
    for path in (BLANK, *VALID.glob("*.xlsx")):
        names = {finding.name for finding in check(path).findings}
        assert names & {"wrong-range", "constant-over-formula", "error-value"} == set(), path.name


def test_another_sheet_is_not_judged() -> None:
    """A figure that is taken from elsewhere covers what is written there."""
    assert told(check(rewritten({"L204": "=Utama!C8+Utama!C9"}))) == base_told()
