"""Sound workbooks of four sorts, and what is needed to bend one and still know what must be found in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from spreadsheet import Book
from workbooks import JAWABAN, Form, Line, foreign, lines
from workbooks import book as written

from tests.vectors.oracle import CHOICES, DECREASE, GROUPS, QUESTIONS
from worksheets import drafts, texts
from worksheets import field as lke
from worksheets.cases import Case, Sheet, full
from zi_score.forms.template.outline import build_outline
from zi_score.law.load import load_ruleset

Found = tuple[str, str | None, str | None]
Follows = set[tuple[str, str | None]]

BLANK = Path(__file__).parents[2] / "worksheets" / "blank" / "permenpanrb-90-2021.xlsx"
LKE_ZI, TEMPLATE, ASSESSED, FOREIGN = "lke-zi", "template", "assessed", "foreign"
UNIT = (LKE_ZI, TEMPLATE, FOREIGN)
HARMLESS = "harmless"
"""Family of the changes that are no fault: nothing may be found."""

FORMULAS = (LKE_ZI, TEMPLATE)
SEEDS = 4
"""Sound workbooks of each sort."""

SCALES = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
INDICATOR = {code: indicator for indicator, under in QUESTIONS.items() for code in under}
AGENTS, CHANGES, VIOLATIONS, COMPLAINTS = "A.II.1.i.a", "A.II.1.i.b", DECREASE, "A.II.5.ii.a"
AREAS = range(1, 7)
LHK, SURVEYS = "A.II.5.iii", ("B.I.a", "B.II.a")
OPEN: tuple[str, None] = ("questions-unanswered", None)


@dataclass
class Base:
    """A workbook, sound until it is bent, and where everything stands in it.

    ``columns`` are letters by role, ``rows`` numbers by code (``code.key`` of counts, ``TOTAL A``, ``TOTAL``).
    """

    sort: str
    book: Book
    sheet: str
    header: int
    rows: Mapping[str, int]
    columns: Mapping[str, str]
    answers: Sheet

    def at(self, role: str, code: str) -> str:
        """Return a cell of the LKE sheet; ``role`` may be a column's letter."""
        return f"{self.sheet}!{self.columns.get(role, role)}{self.rows[code]}"

    def put(self, role: str, code: str, value: object) -> str:
        """Type something; return the cell."""
        cell = self.at(role, code)
        self.book.put(cell, value)
        return cell

    def get(self, role: str, code: str) -> object:
        """Return what was typed."""
        return self.book.get(self.at(role, code))

    @property
    def has_scores(self) -> bool:
        """Whether formulas give points."""
        return "score" in self.columns

    def total(self) -> Follows:
        """Return that the sheet's total is off."""
        return {("workbook-total-differs", self.at("score", "TOTAL"))} if self.has_scores else set()

    def off(self, name: str, code: str) -> Follows:
        """Return that the score of a node is off, and the total with it."""
        return {(name, self.at("score", code)), *self.total()} if self.has_scores else set()


@dataclass(frozen=True)
class Mutant:
    """A bent workbook: what must be found, and what else may."""

    expected: tuple[Found, ...]
    follows: Follows = field(default_factory=set)


Bend = Callable[[Base, random.Random], Mutant]


@dataclass(frozen=True)
class Kind:
    """A kind of fault, and the sorts of workbook that can have it."""

    name: str
    family: str
    sorts: Sequence[str]
    bend: Bend


def collecting(kinds: list[Kind]) -> Callable[..., Callable[[Bend], Bend]]:
    """Return what adds a function to these kinds, which are named after their functions."""

    def kind(family: str, *sorts: str) -> Callable[[Bend], Bend]:
        def add(bend: Bend) -> Bend:
            kinds.append(Kind(bend.__name__.replace("_", "-"), family, sorts, bend))
            return bend

        return add

    return kind


# Sound workbooks ----------------------------------------------------------------------------------


def sound(rng: random.Random) -> Sheet:
    """Return answers without a fault, well above every minimum of WBK."""
    answers = dict(full().answers)
    for code, scale in SCALES.items():
        if scale in CHOICES and rng.random() < 0.15 and not code.startswith("B."):
            answers[code] = list(CHOICES[scale])[1]
        elif scale == "nilai_0_4":
            answers[code] = f"{rng.randint(375, 400) / 100:.2f}"
    agents, cases, targets, complaints, services = (rng.randint(4, 12) for _ in range(5))
    changes, before, open_ = agents - rng.randint(0, 1), rng.randint(4, 6), rng.randint(0, 1)
    now = rng.randint(0, 1)
    counts: dict[str, dict[str, int | None]] = {
        AGENTS: {"jumlah_agen": agents, "perubahan_dibuat": changes},
        CHANGES: {"perubahan_dibuat": changes, "perubahan_terintegrasi": changes - rng.randint(0, 1)},
        VIOLATIONS: {"pelanggaran_tahun_lalu": before, "pelanggaran_tahun_ini": now, "pelanggaran_disanksi": now},
        "A.II.4.i.a": {"jumlah_sasaran": targets, "sasaran_tercapai": targets - rng.randint(0, 1)},
        COMPLAINTS: {
            "pengaduan_wajib": complaints + cases,
            "pengaduan_diproses": open_,
            "pengaduan_selesai": complaints + cases - open_,
        },
        "A.II.6.i.b": {"layanan_terdaftar": services, "layanan_dipermudah": services - rng.randint(0, 1)},
    }
    for code, groups in GROUPS.items():
        numbers = [rng.randint(2, 30) for _ in groups]
        counts[code] = {**dict(zip(groups, numbers, strict=True)), "sudah_melaporkan": sum(numbers)}
    return full().but(answers, counts)


@cache
def base_of(sort: str, seed: int) -> Base:
    """Return a sound workbook of this sort."""
    rng = random.Random(f"{sort} {seed}")
    makers = {LKE_ZI: _lke_zi, TEMPLATE: _template, ASSESSED: _assessed, FOREIGN: _foreign}
    return makers[sort](sound(rng), seed)


def _lke_zi(answers: Sheet, seed: int) -> Base:
    case = Case(f"mutant {seed}", "", {"unit": answers}, {}, "", "", layout="lke-zi")
    rows = list(lke.outline(case))
    draft = drafts.Draft(lke.compose(case, rows), lke.places(rows))
    drafts.add_facts(draft.book, drafts.FACTS)
    drafts.summed_up()(draft)
    columns = {"answer": "K", "score": "L", "note": "O", "evidence": "P", "link": "Q", "choices": "J", "weight": "H"}
    return Base(LKE_ZI, Book.of(draft.book), lke.SHEET, 2, draft.rows, columns, answers)


@cache
def _blank() -> tuple[Book, dict[str, int]]:
    outline = build_outline(load_ruleset())
    rows = outline.node_rows | outline.question_rows
    rows |= {f"{code}.{key}": row for (code, key), row in outline.count_rows.items()}
    rows |= {f"TOTAL {code}".strip(): row for code, row in outline.total_rows.items()}
    return Book.of(load_workbook(BLANK)), rows


def _template(answers: Sheet, _seed: int) -> Base:
    blank, rows = _blank()
    columns = {"answer": "K", "score": "R", "note": "L", "evidence": "M", "choices": "J", "weight": "H"}
    base = Base(TEMPLATE, blank.copy(), "Jawaban", 1, rows, columns, answers)
    _fill(base, answers, "answer")
    for code, answer in answers.answers.items():
        if answer is not None:
            base.put("note", code, texts.note(random.Random(code), code))
            base.put("evidence", code, texts.evidence(random.Random(code), code))
    facts = drafts.FACTS | {"Nama unit": "Balai Contoh", "Target predikat": "WBK"}
    for (row, column), value in list(base.book.sheets["Identitas"].cells.items()):
        if column == 1 and value in facts:
            letter = "B" if value in ("Nama unit", "Target predikat") else "C"
            base.book.put(f"Identitas!{letter}{row}", facts[str(value)])
    return base


def _fill(base: Base, answers: Sheet, role: str) -> None:
    for code, value in {**answers.answers, **answers.counts}.items():
        if value is not None:
            base.put(role, code, float(value) if SCALES.get(code) == "nilai_0_4" else value)


def _assessed(answers: Sheet, seed: int) -> Base:
    """Add a TPI that lowers three answers, each with a note, and agrees otherwise."""
    base = _template(answers, seed)
    rng = random.Random(seed)
    lowered = rng.sample([code for code, answer in answers.answers.items() if answer in ("A", "Ya")], 3)
    tpi = answers.but({code: list(CHOICES[SCALES[code]])[1] for code in lowered})
    columns = {**base.columns, "tpi": "N", "tpi-note": "Q", "tpi-score": "O"}
    base = replace(base, sort=ASSESSED, columns=columns, answers=tpi)
    _fill(base, tpi, "tpi")
    for code in lowered:
        base.put("tpi-note", code, texts.doubt(rng))
    return base


def _foreign(answers: Sheet, _seed: int) -> Base:
    """Return a form that words every question in its own way, without formulas."""
    values = {**answers.answers, **answers.counts}

    def answer(line: Line) -> object:
        value = values.get(line.code or "")
        return float(value) if value is not None and line.scale == "nilai_0_4" else value

    rows = [replace(line, answer=answer(line)) for line in lines(foreign)]
    workbook, cells = written(rows, Form(JAWABAN))
    places = {code: int(cell[1:]) for code, cell in cells.items()}
    columns = {"answer": "K", "note": "L", "evidence": "M", "choices": "J", "weight": "H"}
    base = Base(FOREIGN, Book.of(workbook), "Jawaban", 1, places, columns, answers)
    for code, value in answers.answers.items():
        if value is not None:
            base.put("evidence", code, texts.link(code))
    return base


# What may be bent ---------------------------------------------------------------------------------


def choices(*, at_least: int = 2) -> list[str]:
    """Return the questions with a choice, in indicators of so many questions."""
    return [c for c, scale in SCALES.items() if scale in CHOICES and len(QUESTIONS[INDICATOR[c]]) >= at_least]


def letters() -> list[str]:
    """Return the questions that are answered by a letter, in indicators of two questions and more."""
    return [code for code in choices() if SCALES[code] != "ya_tidak"]


def means() -> list[str]:
    """Return the indicators over two questions and more."""
    return [code for code, questions in QUESTIONS.items() if len(questions) >= 2]


def claims(base: Base) -> list[str]:
    """Return the questions that were answered above the lowest level."""
    answers = {code: str(answer) for code, answer in base.answers.answers.items() if answer is not None}
    return [code for code, answer in answers.items() if CHOICES.get(SCALES[code], {}).get(answer) != "0"]


def unanswered(base: Base, code: str, *, skipped: bool) -> Follows:
    """Return what follows from a blank answer; a mean skips what shows a text for blank."""
    follows: Follows = {OPEN}
    if skipped and base.sort == LKE_ZI:
        follows |= base.off("workbook-skips-unanswered", INDICATOR[code])
    return follows


def alone(base: Base, code: str, text: object) -> str:
    """Let one text be all that stands beside an answer."""
    for role in ("note", "evidence", "link"):
        if role in base.columns:
            base.put(role, code, None)
    return base.put("evidence", code, text)


def values_only(base: Base) -> None:
    """Replace every formula by what it shows."""
    shown = base.book.computed()
    for name, sheet in base.book.sheets.items():
        for at, typed in sheet.cells.items():
            if isinstance(typed, str) and typed.startswith("="):
                sheet.cells[at] = shown[name][at]


def mean(base: Base, code: str, rows: Sequence[int], rng: random.Random) -> str:
    """Return the formula of an indicator over these rows, in one of the ways in which people write it."""
    column, weight = base.columns["score"], f"{base.columns['weight']}{base.rows[code]}"
    rows, pin = sorted(rows), rng.choice(("", "", "$"))
    cells = [f"{pin}{column}{pin}{row}" for row in rows]
    ways = [
        f"=AVERAGE({','.join(cells)})*{weight}",
        f"=SUM({','.join(cells)})/{len(rows)}*{weight}",
        f"=({'+'.join(cells)})/{len(rows)}*{weight}",
        f"={weight}*ROUND(AVERAGE({', '.join(cells)}),9)",
        f"=AVERAGE('{base.sheet}'!{cells[0]},{','.join(cells)})*{weight}" if len(rows) == 1 else "",
        f"=IF(COUNT({','.join(cells)})=0,0,SUM({','.join(cells)})/{len(rows)}*{weight})",
        f"=IFERROR(AVERAGE({','.join(cells)}),0)*{weight}",
    ]
    if rows == list(range(rows[0], rows[-1] + 1)):
        ways += [f"=AVERAGE({cells[0]}:{cells[-1]})*{weight}", f"=SUM({cells[0]}:{cells[-1]})/{len(rows)}*{weight}"] * 2
    return rng.choice([way for way in ways if way])


def sections(base: Base) -> list[str]:
    """Return the headings whose formula adds up several others."""
    return [
        code
        for code in base.rows
        if str(base.get("score", code)).count(",") and code.count(".") in (1, 2) and code not in QUESTIONS
    ]
