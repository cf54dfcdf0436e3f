"""What the tests of comparisons share: workbooks in memory, and real ones filled from the project's own template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conftest import BLANK, RULESET, answer_sheet, random_sheet
from harm import FORMULAS, HOSTILE, PATH

from worksheets.build import fill
from worksheets.cases import Case, Sheet, full
from zi_score.api.several import compare, opened
from zi_score.comparison.choice import Workbook
from zi_score.comparison.model import Comparison
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Place, Remark, Source, Unit, Worksheet

UNIT = Unit(name="Balai Kekarantinaan Kesehatan Contoh", agency="Kementerian Contoh", year=2026, target="WBK")
Sheets = Mapping[str, Sheet]
Notes = Mapping[str, Mapping[str, str]]


def workbook(  # noqa: PLR0913 - what tells one workbook from another
    sheets: Sheets | Sheet,
    path: str = "lke.xlsx",
    unit: Unit = UNIT,
    *,
    notes: Notes | None = None,
    unread: Notes | None = None,
    holds_wbk: str | None = "Tidak",
) -> Workbook:
    """Return a workbook in memory, as if it had been read.

    ``notes`` are by assessor and by question or count, ``unread`` what was typed and not understood.
    """
    by_assessor = {"unit": sheets} if isinstance(sheets, Sheet) else sheets
    known = Answer(place=Place("Identitas", "C20"), typed=holds_wbk or "", value=holds_wbk)
    worksheet = Worksheet(
        source=Source(path=path, sheet="Jawaban", layout="jawaban"),
        unit=unit,
        ruleset=RULESET.id,
        sheets=tuple(
            _noted(
                answer_sheet(by_assessor[assessor], assessor),
                (notes or {}).get(assessor, {}),
                (unread or {}).get(assessor, {}),
            )
            for assessor in Assessor
            if assessor in by_assessor
        ),
        facts={"holds-wbk": known} if holds_wbk else {},
    )
    return opened(worksheet, RULESET)


def _noted(sheet: AnswerSheet, notes: Mapping[str, str], unread: Mapping[str, str]) -> AnswerSheet:
    answers = dict(sheet.answers)
    for key, text in unread.items():
        answers[key] = Answer(place=Place(text, "N7"), typed=text)
    for key, text in notes.items():
        note = Remark(place=Place("Jawaban", "Q7"), text=text)
        answers[key] = answers[key].model_copy(update={"notes": (note,)})
    return sheet.model_copy(update={"answers": answers})


def dated(year: int | None, **changes: object) -> Unit:
    """Return the unit in a year."""
    return UNIT.model_copy(update={"year": year, **changes})


def written(path: Path, sheets: Sheets | Sheet, unit: Unit = UNIT) -> Path:
    """Write a real workbook with these answers, by assessor or by the unit alone; return its path."""
    by_assessor = {"unit": sheets} if isinstance(sheets, Sheet) else dict(sheets)
    case = Case(
        name=path.stem,
        description="",
        sheets=by_assessor,
        hand={},
        unit=unit.name or "",
        agency=unit.agency or "",
        year=unit.year or 0,
        holds_wbk=False,
    )
    fill(case, BLANK.read_bytes(), path)
    return path


FIRST = full().but(
    {
        "A.I.1.i.a": "Tidak",
        "A.I.1.iv.b": "C",
        "A.I.1.iv.c": None,
        "A.I.2.i.c": "C",
        "A.II.6.i.a": "D",
        "B.I.a": "3.4",
        "B.II.a": "3.4",
    }
)
SECOND = FIRST.but({"A.I.1.i.a": "Ya", "A.I.2.i.c": "A", "A.II.3.i.a": "C", "B.I.a": "3.7"})
THIRD = SECOND.but({"A.I.1.iv.b": "A", "A.I.1.iv.c": "C", "A.I.2.i.c": "B", "A.II.3.i.a": "A", "B.II.a": "3.6"})
ROUNDS = {2024: FIRST, 2025: SECOND, 2026: THIRD}
"""The rounds of a unit, by year; ``test_monev`` follows them by hand."""


def rounds() -> list[Workbook]:
    """Return the rounds of a unit in memory."""
    return [workbook(sheet, f"lke-{year}.xlsx", dated(year)) for year, sheet in ROUNDS.items()]


LOWERED = ("A.I.1.iv.b", "A.I.2.i.c", "A.II.2.iii.a", "A.II.2.iii.b", "A.II.5.i.a", "A.I.3.iii.c", "B.I.b")


def plain() -> Comparison:
    """Return unit against TPI: lowered with and without a note, raised, gone, new, not understood."""
    unit = full().but({"A.I.1.iii.a": "B", "A.I.5.v.c": None, "A.II.1.ii.a": "B"})
    tpi = full().but(dict.fromkeys(LOWERED, "C") | {"A.I.1.iii.a": "A", "A.I.6.ii.d": None, "A.II.1.ii.a": "B"})
    notes = {"A.I.1.iv.b": "Bukti dukung belum ada.", "A.II.5.i.a": "Peta risiko tahun lalu."}
    return compare(
        workbook(
            {"unit": unit, "tpi": tpi},
            "kiriman/lke.xlsx",
            notes={"tpi": notes},
            unread={"tpi": {"A.I.4.i.a": "G"}},
        )
    )


def hostile() -> Comparison:
    """Return two workbooks whose every text means harm."""
    texts = [*HOSTILE, *FORMULAS, PATH]
    changed = list(RULESET.questions)[: len(texts)]
    notes = {"tpi": dict(zip(changed, texts, strict=True))}
    unread = {"tpi": dict(zip(list(RULESET.questions)[40 : 40 + len(texts)], texts, strict=True))}
    name = " ".join(HOSTILE)[:900]
    return compare(
        workbook(random_sheet(1), PATH, Unit(name=name, agency=HOSTILE[0])),
        workbook({"tpi": random_sheet(2)}, f"=1{PATH}", Unit(name=FORMULAS[0]), notes=notes, unread=unread),
    )


def way() -> Comparison:
    """Return the rounds of a unit."""
    return compare(*rounds(), over_time=True)
