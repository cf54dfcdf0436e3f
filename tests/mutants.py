"""Sound workbooks with exactly one known fault each, at random places: how many does a check find, and what else?

``python tests/mutants.py 500`` prints a table: found of each kind (recall), and false findings, that is
errors and warnings that are neither the fault nor follow from it. What may follow is put down for each kind,
with its cell.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1])]

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from spreadsheet import Book, Value
from spreadsheet import Sheet as SpreadSheet
from workbooks import JAWABAN, Form, Line, foreign, lines
from workbooks import book as written

from tests.vectors.oracle import CHOICES, DECREASE, GROUPS, QUESTIONS, SHARES
from worksheets import broken, texts
from worksheets import field as lke
from worksheets.cases import Case, Sheet, full
from zi_score.findings import Finding, Severity
from zi_score.output.template_outline import build_outline
from zi_score.ruleset import load_ruleset
from zi_score.service import check

Found = tuple[str, str | None, str | None]
Follows = set[tuple[str, str | None]]

BLANK = Path(__file__).parents[1] / "worksheets" / "blank" / "permenpanrb-90-2021.xlsx"
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


KINDS: list[Kind] = []


def kind(family: str, *sorts: str) -> Callable[[Bend], Bend]:
    """Add a kind of fault, named after its function."""

    def add(bend: Bend) -> Bend:
        KINDS.append(Kind(bend.__name__.replace("_", "-"), family, sorts, bend))
        return bend

    return add


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
        counts[code] = {**dict(zip(groups, numbers, strict=True)), "sudah_melaporkan": sum(numbers) - rng.randint(0, 1)}
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
    draft = broken.Draft(lke.compose(case, rows), lke.places(rows))
    broken.add_facts(draft.book, broken.FACTS)
    broken.summed_up()(draft)
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
    facts = broken.FACTS | {"Nama unit": "Balai Contoh", "Target predikat": "WBK"}
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


def choices(base: Base, *, at_least: int = 2) -> list[str]:
    """Return the questions with a choice, in indicators of so many questions."""
    return [
        code for code, scale in SCALES.items() if scale in CHOICES and len(QUESTIONS[INDICATOR[code]]) >= at_least
    ] if base else []


def letters(base: Base) -> list[str]:
    """Return the questions that are answered by a letter, in indicators of two questions and more."""
    return [code for code in choices(base) if SCALES[code] != "ya_tidak"]


def means() -> list[str]:
    """Return the indicators over two questions and more."""
    return [code for code, questions in QUESTIONS.items() if len(questions) >= 2]


def claims(base: Base) -> list[str]:
    """Return the questions that were answered above the lowest level."""
    return [code for code, answer in base.answers.answers.items() if answer is not None]


def column_before(letter: str, steps: int = 1) -> str:
    """Return the column left of another."""
    return chr(ord(letter) - steps)


# Answers ------------------------------------------------------------------------------------------


def _unanswered(base: Base, code: str, *, skipped: bool) -> Follows:
    follows: Follows = {OPEN}
    if skipped and base.sort == LKE_ZI:
        follows |= base.off("workbook-skips-unanswered", INDICATOR[code])
    return follows


@kind("answers", *UNIT)
def answer_blank(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    cell = base.put("answer", code, None)
    return Mutant((("answer-missing", code, cell),), _unanswered(base, code, skipped=True))


@kind("answers", *UNIT)
def answer_of_words_for_nothing(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    cell = base.put("answer", code, rng.choice(("-", "Blm Diisi", "belum", "N/A", "xxx", "...", " ")))
    return Mutant((("answer-missing", code, cell),), _unanswered(base, code, skipped=False))


@kind("answers", *UNIT)
def letter_not_on_scale(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(letters(base))
    wrong = [letter for letter in "CDEFX" if letter not in CHOICES[SCALES[code]]]
    cell = base.put("answer", code, rng.choice(wrong))
    return Mutant((("answer-not-on-scale", code, cell),), {OPEN})


@kind("answers", *UNIT)
def answer_not_understood(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    cell = base.put("answer", code, rng.choice(("sudah ada", "mungkin", "A/B", "lihat lampiran", "Ya/Tidak", 1, 0.5)))
    return Mutant((("answer-not-understood", code, cell),), {OPEN})


@kind("answers", *UNIT)
def survey_of_another_scale(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice((87.65, 4.5, -0.5, 360, 92)))
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *base.total()})


@kind("answers", *UNIT)
def survey_as_percentage(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice((0.8765, 0.9, 1)))
    base.book.sheets[base.sheet].percents.add((base.rows[code], column_index_from_string(base.columns["answer"])))
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *base.total()})


@kind("answers", *UNIT)
def survey_as_text_of_percent(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice(("87,65%", "90 %")))
    follows = {("error-value", base.at("score", code))} if base.sort == LKE_ZI else set()
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *follows})


# Counts -------------------------------------------------------------------------------------------


def _needed(rng: random.Random) -> tuple[str, str]:
    """Return a question that is counted, and one of the two counts that its ratio needs."""
    code = rng.choice(list(SHARES))
    part, whole, *_ = SHARES[code]
    return code, part if code in GROUPS else rng.choice((part, whole))


def _ratio_follows(base: Base, code: str) -> Follows:
    """Return that the cell of the ratio shows an error, and that the question has no answer."""
    return {OPEN, ("error-value", base.at("answer", code))} if base.sort == LKE_ZI else {OPEN}


@kind("counts", *UNIT)
def count_blank(base: Base, rng: random.Random) -> Mutant:
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", None)
    return Mutant((("count-missing", code, cell),), _ratio_follows(base, code))


@kind("counts", *UNIT)
def group_blank(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(list(GROUPS))
    cell = base.put("answer", f"{code}.{rng.choice(GROUPS[code])}", None)
    follows = base.total() if base.sort == LKE_ZI else set()  # its SUM takes the blank group for none
    return Mutant((("count-missing", code, cell),), {OPEN, *follows, *_percent_above(base, code)})


def _percent_above(base: Base, code: str) -> Follows:
    return {("percent-above-100", base.at("answer", code))} if base.sort == LKE_ZI else set()


@kind("counts", *UNIT)
def count_of_words(base: Base, rng: random.Random) -> Mutant:
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", rng.choice(("beberapa", "tiga", "lebih dari 5")))
    return Mutant((("count-not-valid", f"{code}.{key}", cell),), _ratio_follows(base, code))


@kind("counts", *UNIT)
def count_negative_or_broken(base: Base, rng: random.Random) -> Mutant:
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", rng.choice((-3, -1, 2.5, 0.75)))
    follows = {(name, base.at("answer", code)) for name in ("answer-not-understood", "percent-above-100")}
    return Mutant(
        (("count-not-valid", f"{code}.{key}", cell),),
        {OPEN, *(follows if base.sort == LKE_ZI else set()), *base.total()},
    )


@kind("counts", *UNIT)
def part_exceeds_whole(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in SHARES if code not in (AGENTS, VIOLATIONS)])
    part, whole, *_ = SHARES[code]
    most = sum(int(base.answers.counts[f"{code}.{group}"] or 0) for group in GROUPS.get(code, (whole,)))
    cell = base.put("answer", f"{code}.{part}", most + rng.randint(1, 3))
    return Mutant((("part-exceeds-whole", code, cell),), _percent_above(base, code))


@kind("counts", *UNIT)
def total_typed_over_groups(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(list(GROUPS))
    right = sum(int(base.answers.counts[f"{code}.{group}"] or 0) for group in GROUPS[code])
    cell = base.put("answer", f"{code}.wajib_melapor", right + rng.choice((-2, -1, 1, 4)))
    follows = {(name, base.at("answer", code)) for name in ("percent-differs-from-counts", "percent-above-100")}
    return Mutant((("typed-total-differs", code, cell),), base.total() | follows if base.has_scores else set())


@kind("counts", *UNIT)
def counts_contradict(base: Base, rng: random.Random) -> Mutant:
    whole = int(base.answers.counts[f"{COMPLAINTS}.pengaduan_wajib"] or 0)
    base.put("answer", f"{COMPLAINTS}.pengaduan_diproses", 1)
    base.put("answer", f"{COMPLAINTS}.pengaduan_selesai", rng.randint(1, whole - 3))
    return Mutant((("counts-contradict", COMPLAINTS, base.at("answer", f"{COMPLAINTS}.pengaduan_wajib")),))


@kind("counts", *UNIT)
def count_stated_twice(base: Base, rng: random.Random) -> Mutant:
    number = int(base.answers.counts[f"{CHANGES}.perubahan_dibuat"] or 0)
    cell = base.put("answer", f"{CHANGES}.perubahan_dibuat", number + rng.randint(1, 3))
    return Mutant((("count-stated-twice", CHANGES, cell),))


@kind("counts", *FORMULAS)
def percentage_typed_over_formula(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in SHARES if code != VIOLATIONS])
    cell = base.put("answer", code, rng.choice((0.2, 0.33, 0.5)))
    return Mutant((("percent-differs-from-counts", code, cell),), base.total())


@kind("counts", *UNIT)
def percentage_without_counts(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in SHARES if code not in GROUPS])
    for key in [key for key in base.rows if key.startswith(f"{code}.")]:
        base.put("answer", key, None)
    cell = base.put("answer", code, rng.choice((0.85, 0.9, 1)))
    follows = {("claim-without-evidence", cell)} if base.sort != LKE_ZI else set()  # which has evidence there
    return Mutant((("percent-without-counts", code, cell),), follows)


@kind("counts", *FORMULAS)
def percentage_above_100(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in SHARES if code != VIOLATIONS])
    cell = base.put("answer", code, rng.choice((1.2, 1.5)))
    return Mutant((("percent-above-100", code, cell),), base.total() | {("percent-differs-from-counts", cell)})


@kind("counts", LKE_ZI)
def denominator_of_nothing(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in SHARES if code not in (AGENTS, CHANGES)])
    keys = [*GROUPS.get(code, SHARES[code][1:2]), SHARES[code][0]]
    for key in (*keys, *(("pengaduan_diproses",) if code == COMPLAINTS else ())):
        base.put("answer", f"{code}.{key}", 0)
    shown = INDICATOR[code] if code in GROUPS else code  # they share a row
    return Mutant((("error-value", shown, base.at("answer", code)),))


# Evidence -----------------------------------------------------------------------------------------


def _alone(base: Base, code: str, text: object) -> str:
    """Let one text be all that stands beside an answer."""
    for role in ("note", "evidence", "link"):
        if role in base.columns:
            base.put(role, code, None)
    return base.put("evidence", code, text)


@kind("evidence", *UNIT)
def claim_without_evidence(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(claims(base))
    _alone(base, code, rng.choice((None, None, " ")))
    return Mutant((("claim-without-evidence", code, base.at("answer", code)),))


@kind("evidence", *UNIT)
def evidence_of_a_placeholder(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(claims(base))
    text = rng.choice(("xxx", "-", "n/a", "TBA", "[isi link di sini]", "belum ada", "terlampir", "ada", "http://"))
    return Mutant((("evidence-placeholder", code, _alone(base, code, text)),))


@kind("evidence", *UNIT)
def evidence_that_nobody_can_open(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(claims(base))
    text = rng.choice(("D:\\ZI\\SK.pdf", "C:/Users/budi/SK.pdf", "\\\\server\\zi\\SK.pdf", "file:///home/budi/SK.pdf",
                       "http://localhost/zi", "https://drive"))
    return Mutant((("evidence-not-usable", code, _alone(base, code, text)),))


@kind("evidence", *UNIT)
def evidence_without_a_place(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(claims(base))
    text = rng.choice(("SK Kepala Balai Nomor 12", "Notulen rapat 3 Februari", "Laporan triwulan II"))
    return Mutant((("evidence-without-link", code, _alone(base, code, text)),))


@kind("evidence", *UNIT)
def one_evidence_for_all(base: Base, rng: random.Random) -> Mutant:
    codes = claims(base)
    start = rng.randrange(len(codes) - 6)
    for code in codes[start : start + 6]:
        base.put("evidence", code, "https://zi.example/bukti/semua")
    return Mutant((("evidence-repeated", codes[start], base.at("evidence", codes[start])),))


# Formulas -----------------------------------------------------------------------------------------


def _mean(base: Base, code: str, rows: Sequence[int], rng: random.Random) -> str:
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
        f"=IFERROR(AVERAGE({','.join(cells)}),0)*{weight}",
    ]
    if rows == list(range(rows[0], rows[-1] + 1)):
        ways += [f"=AVERAGE({cells[0]}:{cells[-1]})*{weight}", f"=SUM({cells[0]}:{cells[-1]})/{len(rows)}*{weight}"] * 2
    return rng.choice([way for way in ways if way])


@kind("formulas", *FORMULAS)
def mean_leaves_a_row_out(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    rows = [base.rows[question] for question in QUESTIONS[code]]
    rows.remove(rng.choice(rows))
    cell = base.put("score", code, _mean(base, code, rows, rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def mean_takes_in_another_row(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    other = rng.choice([question for question in SCALES if INDICATOR[question] != code and question in base.rows])
    rows = [*(base.rows[question] for question in QUESTIONS[code]), base.rows[other]]
    cell = base.put("score", code, _mean(base, code, rows, rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def mean_reaches_too_far(base: Base, rng: random.Random) -> Mutant:
    """One row more than there are questions: the heading of the next indicator."""
    nodes = {row for code, row in base.rows.items() if code in QUESTIONS}
    code = rng.choice([c for c in means() if max(base.rows[q] for q in QUESTIONS[c]) + 1 in nodes])
    rows = sorted(base.rows[question] for question in QUESTIONS[code])
    cell = base.put("score", code, _mean(base, code, [*rows, rows[-1] + 1], rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def only_one_of_lhkpn_and_lhkasn(base: Base, rng: random.Random) -> Mutant:
    """The field's own: the formula over both reads one."""
    column = base.columns["score"]
    kept = f"{column}{base.rows[rng.choice(list(GROUPS))]}"
    formula = f"=AVERAGE({kept})*H{base.rows[LHK]}" if base.sort == LKE_ZI else f"=SUM({kept})*2"
    cell = base.put("score", LHK, formula)
    return Mutant((("wrong-range", LHK, cell),), base.total())


def _sections(base: Base) -> list[str]:
    """Return the headings whose formula adds up several others."""
    return [code for code in base.rows if str(base.get("score", code)).count(",") and code.count(".") in (1, 2)
            and code not in QUESTIONS]


@kind("formulas", *FORMULAS)
def sum_leaves_a_part_out(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([c for c in _sections(base) if c != LHK])
    cells = re.findall(r"[A-Z]+\d+", str(base.get("score", code)))
    cells.remove(rng.choice(cells))
    cell = base.put("score", code, f"=SUM({','.join(cells)})")
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def sum_counts_a_part_twice(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([c for c in _sections(base) if c != LHK])
    cells = re.findall(r"[A-Z]+\d+", str(base.get("score", code)))
    cell = base.put("score", code, f"=SUM({','.join(cells)})+{rng.choice(cells)}")
    return Mutant((("workbook-score-differs", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def total_of_one_component(base: Base, rng: random.Random) -> Mutant:
    cell = base.put("score", "TOTAL", f"={base.columns['score']}{base.rows[rng.choice(('A', 'B'))]}")
    return Mutant((("wrong-range", None, cell),))


@kind("formulas", *FORMULAS)
def total_with_a_bonus(base: Base, rng: random.Random) -> Mutant:
    cell = base.put("score", "TOTAL", f"{base.get('score', 'TOTAL')}+{rng.choice((0.5, 1, 2))}")
    return Mutant((("workbook-total-differs", None, cell),))


@kind("formulas", *FORMULAS)
def factor_in_a_mean(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    cell = base.put("score", code, f"{base.get('score', code)}*{rng.choice((0.5, 0.9, 1.1, 2))}")
    return Mutant((("workbook-score-differs", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def ratio_over_another_count(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([COMPLAINTS, VIOLATIONS])
    wrong = {COMPLAINTS: "pengaduan_diproses", VIOLATIONS: "pelanggaran_disanksi"}[code]
    part, _whole, *_ = SHARES[code]
    column = base.columns["answer"]
    formula = str(base.get("answer", code))
    cell = base.put(
        "answer", code, formula.replace(f"{column}{base.rows[f'{code}.{part}']}", f"{column}{base.rows[f'{code}.{wrong}']}")
    )
    return Mutant((("wrong-range", code, cell),), base.total() | {("percent-differs-from-counts", cell)})


@kind("formulas", *FORMULAS)
def sum_of_groups_leaves_one_out(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(list(GROUPS))
    kept = list(GROUPS[code])
    kept.remove(rng.choice(kept))
    cells = ",".join(f"{base.columns['answer']}{base.rows[f'{code}.{group}']}" for group in kept)
    cell = base.put("answer", f"{code}.wajib_melapor", f"=SUM({cells})")
    ratio = base.at("answer", code)
    names = ("percent-differs-from-counts", "percent-above-100", "answer-not-understood")
    follows = {("typed-total-differs", cell), *((name, ratio) for name in names)}
    return Mutant((("wrong-range", f"{code}.wajib_melapor", cell),), base.total() | follows)


@kind("formulas", *FORMULAS)
def question_reads_its_neighbour(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    other = rng.choice([question for question in QUESTIONS[INDICATOR[code]] if question != code])
    column = base.columns["answer"]
    formula = str(base.get("score", code)).replace(f"{column}{base.rows[code]}", f"{column}{base.rows[other]}")
    cell = base.put("score", code, formula)
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def number_typed_over_an_indicator(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    cell = base.put("score", code, rng.choice((0, 0.25, 0.5, 1, 3)))
    return Mutant((("constant-over-formula", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def number_typed_over_a_question(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    cell = base.put("score", code, rng.choice((0, 0.5, 1)))
    return Mutant((("constant-over-formula", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def number_typed_over_the_total(base: Base, rng: random.Random) -> Mutant:
    cell = base.put("score", "TOTAL", rng.choice((75, 90.5, 100)))
    return Mutant((("constant-over-formula", None, cell),))


@kind("formulas", *FORMULAS)
def formulas_never_computed(base: Base, _rng: random.Random) -> Mutant:
    base.book.is_computed = False
    first = next(
        f"{name}!{_letters(at[1])}{at[0]}"
        for name, sheet in base.book.sheets.items()
        for at, value in sorted(sheet.cells.items())
        if isinstance(value, str) and value.startswith("=")
    )
    return Mutant((("formulas-without-values", None, first),))


def _letters(column: int) -> str:
    return chr(64 + column)


# Summaries ----------------------------------------------------------------------------------------

_AREAS = range(1, 7)


@kind("summaries", *FORMULAS)
def summary_shows_ref(base: Base, rng: random.Random) -> Mutant:
    cell = rng.choice(("Utama!C3", "Ctt Eval!B5")) if base.sort == LKE_ZI else f"Ringkasan!{rng.choice('BD')}20"
    base.book.put(cell, "=SUM(#REF!)")
    return Mutant((("error-value", None, cell),))


@kind("summaries", LKE_ZI)
def summary_reads_the_wrong_row(base: Base, rng: random.Random) -> Mutant:
    own, other = rng.sample(_AREAS, 2)
    codes = (f"A.I.{other}", f"A.II.{own}")
    cell = f"Unit!C{own + 4}"
    base.book.put(cell, "=" + "+".join(f"'LKE ZI'!L{base.rows[code]}" for code in codes))
    return Mutant((("summary-wrong-row", codes[0], cell),))


@kind("summaries", LKE_ZI)
def summary_compares_with_a_wrong_minimum(base: Base, rng: random.Random) -> Mutant:
    area = rng.choice(_AREAS)
    cell = f"Unit!E{area + 4}"
    wbk, wbbm = rng.choice((("50%", "75%"), ("60%", "70%"), ("75%", "75%")))
    base.book.put(cell, broken.judged(f"D{area + 4}", wbk, wbbm))
    return Mutant((("summary-minimum-differs", f"area-{area}", cell),))


@kind("summaries", LKE_ZI)
def summary_leaves_a_minimum_out(base: Base, rng: random.Random) -> Mutant:
    area = rng.choice((2, 3, 4, 5, 6))
    base.book.put(f"Unit!E{area + 4}", None)
    return Mutant((("summary-minimum-missing", f"area-{area}", f"Unit!E{area + 4}"),))


@kind("summaries", LKE_ZI)
def summary_always_passes(base: Base, rng: random.Random) -> Mutant:
    area = rng.choice(_AREAS)
    cell = f"Unit!E{area + 4}"
    base.book.put(cell, broken.judged(f"D{area + 4}", "60%", "75%", rng.choice(("Lulus", "OK"))))
    return Mutant((("summary-always-passes", f"area-{area}", cell),))


@kind("summaries", LKE_ZI)
def summary_weight_differs(base: Base, rng: random.Random) -> Mutant:
    cell = f"Unit!B{rng.choice(_AREAS) + 4}"
    base.book.put(cell, rng.choice((4, 6, 9, 12, 20)))
    return Mutant((("weight-differs", None, cell),))


@kind("summaries", ASSESSED)
def summary_of_another_assessor(base: Base, rng: random.Random) -> Mutant:
    """Add a sheet named after one assessor that reads the scores of the other."""
    name, letter = rng.choice((("Unit", "O"), ("TPI Unit", "R")))
    cells: dict[tuple[int, int], Value] = {(4, 1): "Area Perubahan", (4, 2): "Nilai"}
    for area in _AREAS:
        read = "+".join(f"Jawaban!{letter}{base.rows[f'A.{part}.{area}']}" for part in ("I", "II"))
        cells |= {(area + 4, 1): load_ruleset().nodes[f"A.I.{area}"].name.upper(), (area + 4, 2): f"={read}"}
    base.book.sheets[name] = SpreadSheet(cells)
    return Mutant((("summary-wrong-column", None, f"{name}!B5"),))


# The form -----------------------------------------------------------------------------------------


@kind("form", *UNIT)
def weight_of_an_indicator(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    right = float(str(base.get("weight", code)))
    cell = base.put("weight", code, right + rng.choice((0.25, 0.5, 1)))
    return Mutant((("weight-differs", code, cell),), base.off("workbook-score-differs", code))


@kind("form", *UNIT)
def weight_of_an_area(base: Base, rng: random.Random) -> Mutant:
    area = rng.choice(_AREAS)
    code = f"A.{rng.choice(('I', 'II'))}.{area}"
    cell = base.put("weight", code, float(str(base.get("weight", code))) * 1.5)
    follows = {("weight-differs", f"Utama!B{area + 1}")} if base.sort == LKE_ZI else set()
    return Mutant((("weight-differs", code, cell),), follows)


@kind("form", *UNIT)
def choices_hold_the_answer(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    cell = base.put("choices", code, base.answers.answers[code])
    follows = base.off("workbook-score-differs", INDICATOR[code]) if base.sort == LKE_ZI else set()
    return Mutant((("choices-altered", code, cell),), follows)


@kind("form", *FORMULAS)
def choices_of_another_scale(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([code for code in choices(base) if SCALES[code] in ("abc", "abcd")])
    cell = base.put("choices", code, {"abc": "A/B/C/D", "abcd": "A/B/C"}[SCALES[code]])
    follows = base.off("workbook-score-differs", INDICATOR[code]) if base.sort == LKE_ZI else set()
    follows |= {(f"workbook-score-differs", base.at("score", code))} if base.sort == LKE_ZI else set()
    return Mutant((("choices-altered", code, cell),), follows)


@kind("form", *UNIT)
def answer_on_a_heading(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(means())
    cell = base.put("answer", code, rng.choice(("A", "Ya", "B")))
    return Mutant((("answer-on-heading", code, cell),))


@kind("form", *UNIT)
def row_of_a_question_deleted(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base, at_least=3))
    row = base.rows[code]
    base.book.delete_row(base.sheet, row)
    base.rows = {key: number - (number > row) for key, number in base.rows.items() if number != row}
    follows = {OPEN}
    if base.sort == LKE_ZI:
        follows |= base.off("workbook-skips-unanswered", INDICATOR[code])
    if base.sort == TEMPLATE:  # its formulas name each cell, which now leads nowhere
        follows |= {("error-value", base.at(column, INDICATOR[code])) for column in ("score", "O")}
    return Mutant((("question-row-missing", code, None),), follows)


@kind("form", *FORMULAS)
def row_of_a_count_deleted(base: Base, rng: random.Random) -> Mutant:
    code, key = rng.choice(((VIOLATIONS, "pelanggaran_disanksi"), (COMPLAINTS, "pengaduan_diproses")))
    base.book.delete_row(base.sheet, base.rows[f"{code}.{key}"])
    return Mutant((("count-row-missing", code, None),))


@kind("form", *FORMULAS)
def question_of_another_form(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(letters(base))
    last = max(base.rows[question] for question in QUESTIONS[INDICATOR[code]])
    base.book.insert_row(base.sheet, last + 1)
    for role, value in (("G", "Apakah tersedia lahan parkir yang teduh?"), ("choices", "Ya/Tidak"), ("answer", "Ya")):
        base.book.put(f"{base.sheet}!{base.columns.get(role, role)}{last + 1}", value)
    return Mutant((("row-not-placed", None, f"{base.sheet}!{base.columns['answer']}{last + 1}"),))


@kind("form", LKE_ZI, FOREIGN)
def question_moved_up(base: Base, rng: random.Random) -> Mutant:
    """The last question of an indicator stands before the first; its marker goes with it."""
    indicator = rng.choice([c for c in means() if len(QUESTIONS[c]) >= 3 and c != "A.I.6.v" and c[:4] != "A.II"])
    codes = sorted(QUESTIONS[indicator], key=lambda code: base.rows[code])
    first, last = base.rows[codes[0]], base.rows[codes[-1]]
    sheet = base.book.sheets[base.sheet]
    moved = {row: first if row == last else row + 1 for row in range(first, last + 1)}
    score = column_index_from_string(base.columns.get("score", "A"))
    kept = {at: v for at, v in sheet.cells.items() if at[1] == score and base.has_scores}
    sheet.cells = {(moved.get(row, row), column): v for (row, column), v in sheet.cells.items()} | kept
    return Mutant((("order-altered", codes[-1], f"{base.sheet}!{base.columns['answer']}{first}"),))


@kind("form", *UNIT)
def row_hidden(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice(choices(base))
    base.book.sheets[base.sheet].hidden_rows.add(base.rows[code])
    return Mutant((("hidden-answers", None, base.at("answer", code)),))


@kind("form", *UNIT)
def column_hidden(base: Base, _rng: random.Random) -> Mutant:
    base.book.sheets[base.sheet].hidden_columns.add(column_index_from_string(base.columns["answer"]))
    return Mutant((("hidden-answers", None, base.at("answer", "A.I.1.i.a")),))


@kind("form", LKE_ZI, TEMPLATE)
def sheet_hidden(base: Base, _rng: random.Random) -> Mutant:
    base.book.sheets[base.sheet].is_hidden = True
    return Mutant((("hidden-answers", None, base.at("answer", "A.I.1.i.a")),))


@kind("form", *UNIT)
def answers_merged(base: Base, rng: random.Random) -> Mutant:
    codes = [code for code in choices(base) if code[-1] != "a" and f"{code[:-1]}{chr(ord(code[-1]) - 1)}" in SCALES]
    code = rng.choice([c for c in codes if c[:7] != "A.I.6.v"])
    above = f"{code[:-1]}{chr(ord(code[-1]) - 1)}"
    cell = base.put("answer", code, None)
    base.book.sheets[base.sheet].merged.append(f"{base.at('answer', above)}:{cell}".replace(f"{base.sheet}!", ""))
    return Mutant((("answer-cell-merged", code, cell),), _unanswered(base, code, skipped=True))


@kind("form", *UNIT)
def two_columns_of_the_unit(base: Base, _rng: random.Random) -> Mutant:
    cell = f"{base.sheet}!Z{base.header}"
    base.book.put(cell, "Jawaban Unit")
    return Mutant((("column-not-read", None, cell),))


@kind("form", *UNIT)
def no_column_of_weights(base: Base, _rng: random.Random) -> Mutant:
    base.book.put(f"{base.sheet}!{base.columns['weight']}{base.header}", None)
    return Mutant((("column-missing", None, f"{base.sheet}!A{base.header}"),))


@kind("form", *UNIT)
def macros(base: Base, rng: random.Random) -> Mutant:
    base.book.extra[rng.choice(("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"))] = b"<none/>"
    return Mutant((("macros-present", None, None),))


@kind("form", *UNIT)
def link_to_another_file(base: Base, _rng: random.Random) -> Mutant:
    target = '<Relationship Id="rId1" Type="externalLinkPath" Target="rekap.xlsx" TargetMode="External"/>'
    base.book.extra["xl/externalLinks/_rels/externalLink1.xml.rels"] = f"<Relationships>{target}</Relationships>".encode()
    return Mutant((("external-links", None, None),))


# Assessors ----------------------------------------------------------------------------------------


@kind("assessors", ASSESSED)
def assessor_raises(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([c for c in letters(base) if base.get("answer", c) == "A" == base.get("tpi", c)])
    base.put("answer", code, "B")
    base.put("tpi-note", code, "Bukti tambahan sudah diperlihatkan.")
    return Mutant((("assessor-raises-answer", code, base.at("tpi", code)),))


@kind("assessors", ASSESSED)
def assessor_changes_without_a_word(base: Base, rng: random.Random) -> Mutant:
    code = rng.choice([c for c in letters(base) if base.get("answer", c) == "A" == base.get("tpi", c)])
    cell = base.put("tpi", code, "B")
    base.put("tpi-note", code, rng.choice((None, "-")))
    return Mutant((("change-without-note", code, cell),))


@kind("assessors", ASSESSED)
def assessor_stops_half_way(base: Base, rng: random.Random) -> Mutant:
    codes = list(SCALES)
    left = set(codes[rng.randrange(60, 100) :])
    for key in base.rows:
        is_open = next((code for code in left if key == code or key.startswith(f"{code}.")), None)
        if is_open and key != is_open or key in left and SCALES[key] != "persen":
            if not str(base.get("tpi", key)).startswith("="):
                base.put("tpi", key, None)
    follows: Follows = {OPEN, *(("answer-missing", base.at("tpi", code)) for code in left)}
    follows |= {("minimum-not-met", None)}
    return Mutant((("assessor-half-filled", None, f"{base.sheet}!N{base.header}"),), follows)


# Eligibility --------------------------------------------------------------------------------------


@kind("eligibility", *UNIT)
def survey_below_its_minimum(base: Base, rng: random.Random) -> Mutant:
    base.put("answer", "B.I.a", rng.choice((3.59, 3.4, 3.5)))
    return Mutant((("minimum-not-met", "hasil-1-survey", None),), {("minimum-not-met", None)})


@kind("eligibility", *UNIT)
def area_below_its_minimum(base: Base, _rng: random.Random) -> Mutant:
    for code, scale in SCALES.items():
        if code.startswith(("A.I.2.", "A.II.2.")) and scale in CHOICES:
            base.put("answer", code, list(CHOICES[scale])[-1])
    return Mutant((("minimum-not-met", "area-2", None),))


def _fact(base: Base, key: str) -> str:
    cells = base.book.sheets["Identitas"].cells
    row = next(row for (row, column), value in cells.items() if column == 1 and value == key)
    return f"Identitas!{'B' if base.sort == LKE_ZI else 'C'}{row}"


@kind("eligibility", *FORMULAS)
def requirement_not_met(base: Base, rng: random.Random) -> Mutant:
    key, code, value = rng.choice(
        (
            ("agency-sakip", "req-agency-sakip", "CC"),
            ("agency-bpk-opinion", "req-bpk-opinion", "WDP"),
            ("unit-follow-up", "req-follow-up", 80),
            ("unit-zi-years", "req-zi-years", 0),
        )
    )
    base.book.put(_fact(base, key), value)
    return Mutant((("requirement-not-met", code, None),))


@kind("eligibility", *FORMULAS)
def fact_not_understood(base: Base, rng: random.Random) -> Mutant:
    key = rng.choice(("agency-sakip", "agency-bpk-opinion", "unit-core-service", "unit-follow-up"))
    cell = _fact(base, key)
    base.book.put(cell, rng.choice(("Baik", "sudah", "E")))
    return Mutant((("fact-not-understood", key, cell),))


# No fault -----------------------------------------------------------------------------------------


@kind(HARMLESS, *FORMULAS)
def formulas_written_otherwise(base: Base, rng: random.Random) -> Mutant:
    for code in means():
        base.put("score", code, _mean(base, code, [base.rows[question] for question in QUESTIONS[code]], rng))
    for code in _sections(base):
        if code != LHK:
            base.put("score", code, "=" + "+".join(re.findall(r"[A-Z]+\d+", str(base.get("score", code)))))
    return Mutant(())


@kind(HARMLESS, *FORMULAS)
def formulas_that_round(base: Base, _rng: random.Random) -> Mutant:
    for code in means():
        base.put("score", code, f"=ROUND({str(base.get('score', code))[1:]},2)")
    return Mutant(())


@kind(HARMLESS, *UNIT)
def blank_rows_between(base: Base, rng: random.Random) -> Mutant:
    for _ in range(5):
        base.book.insert_row(base.sheet, rng.randrange(base.header + 1, 190))
    return Mutant(())


@kind(HARMLESS, *UNIT)
def remarks_between(base: Base, rng: random.Random) -> Mutant:
    for indicator in rng.sample(means(), 3):
        row = base.rows[indicator]
        base.book.insert_row(base.sheet, row)
        base.rows = {code: number + (number >= row) for code, number in base.rows.items()}
        base.book.put(f"{base.sheet}!G{row}", rng.choice(("Catatan: lihat lampiran", "(diisi oleh tim)", "Keterangan")))
    return Mutant(())


@kind(HARMLESS, FOREIGN)
def answers_spelled_as_people_do(base: Base, rng: random.Random) -> Mutant:
    for code in choices(base, at_least=1):
        base.put("answer", code, texts.spelled(rng, str(base.answers.answers[code])))
    for code in SURVEYS:
        base.put("answer", code, str(base.answers.answers[code]).replace(".", ","))
    for code, count in base.answers.counts.items():
        if count is not None:
            base.put("answer", code, texts.counted(rng, code, count))
    return Mutant(())


@kind(HARMLESS, FOREIGN)
def sheet_and_headers_renamed(base: Base, rng: random.Random) -> Mutant:
    name = rng.choice(("LKE 2026", "Sheet1", "Penilaian Mandiri", "LKE (final) rev 2"))
    base.book.sheets = {name: base.book.sheets[base.sheet]}
    base.sheet = name
    for role, text in {"answer": "Jawaban\nUnit ", "note": " Catatan / Keterangan ", "evidence": "Bukti  Dukung"}.items():
        base.book.put(f"{name}!{base.columns[role]}{base.header}", text)
    return Mutant(())


@kind(HARMLESS, *UNIT)
def sheets_beside(base: Base, rng: random.Random) -> Mutant:
    plan: dict[tuple[int, int], Value] = {(1, 1): "Area", (1, 2): "Bobot kegiatan", (1, 3): "Realisasi"}
    for row, area in enumerate(("MANAJEMEN PERUBAHAN", "PENATAAN TATALAKSANA", "PENGUATAN PENGAWASAN"), start=2):
        plan |= {(row, 1): area, (row, 2): float(rng.randint(1, 40)), (row, 3): f"=B{row}*0.5"}
    base.book.sheets["Rencana Aksi"] = SpreadSheet(plan)
    base.book.sheets["Daftar Bukti"] = SpreadSheet({(1, 1): "No", (1, 2): "Dokumen", (2, 1): 1.0, (2, 2): "SK Tim"})
    return Mutant(())


@kind(HARMLESS, *UNIT)
def other_columns_hidden(base: Base, _rng: random.Random) -> Mutant:
    letters_ = ("A", base.columns["choices"], "I")
    base.book.sheets[base.sheet].hidden_columns |= {column_index_from_string(letter) for letter in letters_}
    return Mutant(())


@kind(HARMLESS, *UNIT)
def evidence_of_many_kinds(base: Base, rng: random.Random) -> Mutant:
    for code in claims(base):
        ways = (
            f"1. SK_{code}.pdf\n2. Notulen_{code}.docx",
            f"Dokumen dapat dilihat pada https://drive.google.com/drive/folders/{rng.getrandbits(60):x}?usp=sharing",
            f"SK Tim (lihat https://zi.example/{code}) dan foto",
            f"bit.ly/{rng.getrandbits(40):x} atau https://bit.ly/{rng.getrandbits(40):x}",
            f"www.contoh.go.id/zi/{code}",
            f'=HYPERLINK("https://zi.example/{code}","SK Tim")',
            f"https://s.id/{rng.getrandbits(40):x}",
            f"Laporan {code}.xlsx; Foto {code}.JPG",
        )
        base.put("evidence", code, rng.choice(ways))
    return Mutant(())


@kind(HARMLESS, *UNIT)
def lowest_answers_without_evidence(base: Base, rng: random.Random) -> Mutant:
    for code in rng.sample(choices(base), 4):
        base.put("answer", code, list(CHOICES[SCALES[code]])[-1])
        _alone(base, code, None)
    return Mutant(())


@kind(HARMLESS, TEMPLATE, FOREIGN)
def nobody_complained(base: Base, _rng: random.Random) -> Mutant:
    for key in ("pengaduan_wajib", "pengaduan_diproses", "pengaduan_selesai"):
        base.put("answer", f"{COMPLAINTS}.{key}", 0)
    return Mutant(())


@kind(HARMLESS, *UNIT)
def notes_instead_of_evidence(base: Base, rng: random.Random) -> Mutant:
    for code in rng.sample(claims(base), 5):
        _alone(base, code, None)
        base.put("note", code, "Sudah dilaksanakan setiap triwulan, dokumen pada sekretariat tim.")
    return Mutant(())


@kind(HARMLESS, ASSESSED)
def assessor_lowers_with_a_reason(base: Base, rng: random.Random) -> Mutant:
    for code in rng.sample([c for c in letters(base) if base.get("tpi", c) == "A"], 5):
        base.put("tpi", code, "B")
        base.put("tpi-note", code, texts.doubt(rng))
    return Mutant(())


# Measuring ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What a check made of a mutant."""

    kind: str
    family: str
    sort: str
    number: int
    missed: tuple[Found, ...]
    false: tuple[Found, ...]

    def __str__(self) -> str:
        """Name the mutant and what is wrong about the findings."""
        return f"{self.kind} in {self.sort} (mutant {self.number}): missed {self.missed}, false {self.false}"


def faults() -> list[Kind]:
    """Return the kinds that are faults."""
    return [kind for kind in KINDS if kind.family != HARMLESS]


def harmless() -> list[Kind]:
    """Return the kinds that are none."""
    return [kind for kind in KINDS if kind.family == HARMLESS]


def mutants(count: int, kinds: Sequence[Kind]) -> Iterator[Outcome]:
    """Bend and check so many workbooks, the kinds in turn."""
    for number in range(count):
        chosen, round_ = kinds[number % len(kinds)], number // len(kinds)
        rng = random.Random(f"{chosen.name} {round_}")
        sort = chosen.sorts[round_ % len(chosen.sorts)]
        source = base_of(sort, rng.randrange(SEEDS))
        base = replace(source, book=source.book.copy())
        mutant = chosen.bend(base, rng)
        found = findings(base)
        missed = tuple(each for each in mutant.expected if each not in {told(f) for f in found})
        false = tuple(
            told(f)
            for f in found
            if f.severity is not Severity.NOTICE
            and told(f) not in mutant.expected
            and (f.name, f.cell) not in mutant.follows
        )
        yield Outcome(chosen.name, chosen.family, sort, number, missed, false)


def findings(base: Base) -> tuple[Finding, ...]:
    """Check a workbook of a unit that wants WBK."""
    return check(base.book.content(), path="Balai Contoh 2026.xlsx").findings


def told(finding: Finding) -> Found:
    """Return what a finding is compared by."""
    return finding.name, finding.code, finding.cell


def main() -> None:
    """Print a table: kinds, how many of them, found, false findings."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(KINDS)
    start = time.perf_counter()
    outcomes = [*mutants(count, faults()), *mutants(max(len(harmless()), count // 5), harmless())]
    for outcome in outcomes:
        if outcome.missed or outcome.false:
            print(outcome, file=sys.stderr)
    print(f"{'family':<12} {'kind':<40} {'mutants':>7} {'found':>7} {'false':>7}")
    for each in KINDS:
        _print_line(each.family, each.name, [outcome for outcome in outcomes if outcome.kind == each.name])
    bent = [outcome for outcome in outcomes if outcome.family != HARMLESS]
    same = [outcome for outcome in outcomes if outcome.family == HARMLESS]
    _print_line("all", f"{len(faults())} kinds of fault", bent)
    _print_line("all", f"{len(harmless())} kinds of harmless change", same)
    found, false = (sum(not outcome.missed for outcome in bent), sum(len(outcome.false) for outcome in outcomes))
    seconds = time.perf_counter() - start
    print(f"recall {found / len(bent):.4f}, precision {found / (found + false):.4f}, {seconds:.0f} s")


def _print_line(family: str, name: str, outcomes: Sequence[Outcome]) -> None:
    if outcomes:
        found = "" if family == HARMLESS else str(sum(not outcome.missed for outcome in outcomes))
        false = sum(len(outcome.false) for outcome in outcomes)
        print(f"{family:<12} {name:<40} {len(outcomes):>7} {found:>7} {false:>7}")


if __name__ == "__main__":
    main()
