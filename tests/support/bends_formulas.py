"""Faults in formulas and in the sheets that sum up."""

from __future__ import annotations

import random
import re

from bases import (
    AREAS,
    ASSESSED,
    COMPLAINTS,
    FORMULAS,
    INDICATOR,
    LHK,
    LKE_ZI,
    SCALES,
    VIOLATIONS,
    Base,
    Kind,
    Mutant,
    choices,
    collecting,
    letters,
    mean,
    means,
    sections,
    values_only,
)
from openpyxl.utils import get_column_letter
from spreadsheet import Sheet as SpreadSheet
from spreadsheet import Value

from tests.vectors.oracle import GROUPS, QUESTIONS, SHARES
from worksheets import drafts
from zi_score.law.load import load_ruleset

KINDS: list[Kind] = []
kind = collecting(KINDS)

# Formulas -----------------------------------------------------------------------------------------


@kind("formulas", *FORMULAS)
def mean_leaves_a_row_out(base: Base, rng: random.Random) -> Mutant:
    """Leave one question out of an indicator's mean."""
    code = rng.choice(means())
    rows = [base.rows[question] for question in QUESTIONS[code]]
    rows.remove(rng.choice(rows))
    cell = base.put("score", code, mean(base, code, rows, rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def mean_takes_in_another_row(base: Base, rng: random.Random) -> Mutant:
    """Take a question of another indicator into a mean."""
    code = rng.choice(means())
    other = rng.choice([question for question in SCALES if INDICATOR[question] != code and question in base.rows])
    rows = [*(base.rows[question] for question in QUESTIONS[code]), base.rows[other]]
    cell = base.put("score", code, mean(base, code, rows, rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def mean_reaches_too_far(base: Base, rng: random.Random) -> Mutant:
    """One row more than there are questions: the heading of the next indicator."""
    nodes = {row for code, row in base.rows.items() if code in QUESTIONS}
    code = rng.choice([c for c in means() if max(base.rows[q] for q in QUESTIONS[c]) + 1 in nodes])
    rows = sorted(base.rows[question] for question in QUESTIONS[code])
    cell = base.put("score", code, mean(base, code, [*rows, rows[-1] + 1], rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def mean_one_row_too_low(base: Base, rng: random.Random) -> Mutant:
    """Shift a range by one row, as a formula copied to the wrong place does."""
    nodes = {row for code, row in base.rows.items() if code in QUESTIONS}
    code = rng.choice([c for c in means() if max(base.rows[q] for q in QUESTIONS[c]) + 1 in nodes])
    rows = [base.rows[question] + 1 for question in QUESTIONS[code]]
    cell = base.put("score", code, mean(base, code, rows, rng))
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def sum_over_parts_and_their_parts(base: Base, rng: random.Random) -> Mutant:
    """Add up every row below a heading, indicators and their questions alike."""
    code = f"A.I.{rng.choice(AREAS)}"
    rows = [row for key, row in base.rows.items() if key.startswith(f"{code}.")]
    column = base.columns["score"]
    cell = base.put("score", code, f"=SUM({column}{min(rows)}:{column}{max(rows)})")
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def one_of_many_typed_figures_wrong(base: Base, rng: random.Random) -> Mutant:
    """Paste the whole sheet as values, one of them wrong."""
    values_only(base)
    code = rng.choice(means())
    cell = base.put("score", code, float(str(base.get("score", code))) + rng.choice((0.25, 0.5)))
    return Mutant((("workbook-score-differs", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def only_one_of_lhkpn_and_lhkasn(base: Base, rng: random.Random) -> Mutant:
    """The field's own: the formula over both reads one."""
    column = base.columns["score"]
    kept = f"{column}{base.rows[rng.choice(list(GROUPS))]}"
    formula = f"=AVERAGE({kept})*H{base.rows[LHK]}" if base.sort == LKE_ZI else f"=SUM({kept})*2"
    cell = base.put("score", LHK, formula)
    return Mutant((("wrong-range", LHK, cell),), base.total())


@kind("formulas", *FORMULAS)
def sum_leaves_a_part_out(base: Base, rng: random.Random) -> Mutant:
    """Leave one part out of a section's sum."""
    code = rng.choice([c for c in sections(base) if c != LHK])
    cells = re.findall(r"[A-Z]+\d+", str(base.get("score", code)))
    cells.remove(rng.choice(cells))
    cell = base.put("score", code, f"=SUM({','.join(cells)})")
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def sum_counts_a_part_twice(base: Base, rng: random.Random) -> Mutant:
    """Add one part twice."""
    code = rng.choice([c for c in sections(base) if c != LHK])
    cells = re.findall(r"[A-Z]+\d+", str(base.get("score", code)))
    cell = base.put("score", code, f"=SUM({','.join(cells)})+{rng.choice(cells)}")
    return Mutant((("workbook-score-differs", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def total_of_one_component(base: Base, rng: random.Random) -> Mutant:
    """Let the total show one component alone."""
    cell = base.put("score", "TOTAL", f"={base.columns['score']}{base.rows[rng.choice(('A', 'B'))]}")
    return Mutant((("wrong-range", None, cell),))


@kind("formulas", *FORMULAS)
def total_with_a_bonus(base: Base, rng: random.Random) -> Mutant:
    """Add points to the total."""
    cell = base.put("score", "TOTAL", f"{base.get('score', 'TOTAL')}+{rng.choice((0.5, 1, 2))}")
    return Mutant((("workbook-total-differs", None, cell),))


@kind("formulas", *FORMULAS)
def factor_in_a_mean(base: Base, rng: random.Random) -> Mutant:
    """Multiply an indicator by a factor."""
    code = rng.choice(means())
    cell = base.put("score", code, f"{base.get('score', code)}*{rng.choice((0.5, 0.9, 1.1, 2))}")
    return Mutant((("workbook-score-differs", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def ratio_over_another_count(base: Base, rng: random.Random) -> Mutant:
    """Let a ratio read another count than it should."""
    code = rng.choice([COMPLAINTS, VIOLATIONS])
    wrong = {COMPLAINTS: "pengaduan_diproses", VIOLATIONS: "pelanggaran_disanksi"}[code]
    part, _whole, *_ = SHARES[code]
    column = base.columns["answer"]
    formula = str(base.get("answer", code))
    cell = base.put(
        "answer",
        code,
        formula.replace(f"{column}{base.rows[f'{code}.{part}']}", f"{column}{base.rows[f'{code}.{wrong}']}"),
    )
    return Mutant((("wrong-range", code, cell),), base.total() | {("percent-differs-from-counts", cell)})


@kind("formulas", *FORMULAS)
def sum_of_groups_leaves_one_out(base: Base, rng: random.Random) -> Mutant:
    """Leave one group out of the sum of those obliged to report."""
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
    """Let the formula of a question read another question's answer."""
    code = rng.choice(choices())
    other = rng.choice([question for question in QUESTIONS[INDICATOR[code]] if question != code])
    column = base.columns["answer"]
    formula = str(base.get("score", code)).replace(f"{column}{base.rows[code]}", f"{column}{base.rows[other]}")
    cell = base.put("score", code, formula)
    return Mutant((("wrong-range", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def number_typed_over_an_indicator(base: Base, rng: random.Random) -> Mutant:
    """Type a number over the formula of an indicator."""
    code = rng.choice(means())
    cell = base.put("score", code, rng.choice((0, 0.25, 0.5, 1, 3)))
    return Mutant((("constant-over-formula", code, cell),), base.total())


@kind("formulas", ASSESSED)
def mean_of_the_tpi_leaves_a_row_out(base: Base, rng: random.Random) -> Mutant:
    """Leave one question out of a mean in the columns of the TPI."""
    code = rng.choice(means())
    rows = [base.rows[question] for question in QUESTIONS[code]]
    rows.remove(rng.choice(rows))
    column = base.columns["tpi-score"]
    cells = ",".join(f"{column}{row}" for row in rows)
    cell = base.put("tpi-score", code, f"=SUM({cells})/{len(rows)}*H{base.rows[code]}")
    return Mutant((("wrong-range", code, cell),), {("workbook-total-differs", base.at("tpi-score", "TOTAL"))})


@kind("formulas", ASSESSED)
def question_of_the_tpi_reads_the_unit(base: Base, rng: random.Random) -> Mutant:
    """Let a score of the TPI read the answer of the unit."""
    code = rng.choice([c for c in letters() if base.get("answer", c) != base.get("tpi", c)])
    cell = base.put("tpi-score", code, str(base.get("tpi-score", code)).replace("N", "K", 1).replace("(N", "(K"))
    return Mutant(
        (("workbook-score-differs", code, cell),), {("workbook-total-differs", base.at("tpi-score", "TOTAL"))}
    )


@kind("formulas", *FORMULAS)
def number_typed_over_a_question(base: Base, rng: random.Random) -> Mutant:
    """Type a number over the formula of a question."""
    code = rng.choice(choices())
    cell = base.put("score", code, rng.choice((0, 0.5, 1)))
    return Mutant((("constant-over-formula", code, cell),), base.total())


@kind("formulas", *FORMULAS)
def number_typed_over_the_total(base: Base, rng: random.Random) -> Mutant:
    """Type a number over the formula of the total."""
    cell = base.put("score", "TOTAL", rng.choice((75, 90.5, 100)))
    return Mutant((("constant-over-formula", None, cell),))


@kind("formulas", *FORMULAS)
def formulas_never_computed(base: Base, _rng: random.Random) -> Mutant:
    """Save the workbook as a program does that computes nothing."""
    base.book.is_computed = False
    first = next(
        f"{name}!{_letters(at[1])}{at[0]}"
        for name, sheet in base.book.sheets.items()
        for at, value in sorted(sheet.cells.items())
        if isinstance(value, str) and value.startswith("=")
    )
    return Mutant((("formulas-without-values", None, first),))


def _letters(column: int) -> str:
    return get_column_letter(column)


# Summaries ----------------------------------------------------------------------------------------


@kind("summaries", *FORMULAS)
def summary_shows_ref(base: Base, rng: random.Random) -> Mutant:
    """Let a summary read a row that was deleted."""
    cell = rng.choice(("Utama!C3", "Ctt Eval!B5")) if base.sort == LKE_ZI else f"Ringkasan!{rng.choice('BD')}20"
    base.book.put(cell, "=SUM(#REF!)")
    return Mutant((("error-value", None, cell),))


@kind("summaries", LKE_ZI)
def summary_reads_the_wrong_row(base: Base, rng: random.Random) -> Mutant:
    """Let the row of an area read another area."""
    own, other = rng.sample(AREAS, 2)
    codes = (f"A.I.{other}", f"A.II.{own}")
    cell = f"Unit!C{own + 4}"
    base.book.put(cell, "=" + "+".join(f"'LKE ZI'!L{base.rows[code]}" for code in codes))
    return Mutant((("summary-wrong-row", codes[0], cell),))


@kind("summaries", LKE_ZI)
def summary_compares_with_a_wrong_minimum(base: Base, rng: random.Random) -> Mutant:
    """Compare an area with another minimum than the regulation's."""
    area = rng.choice(AREAS)
    cell = f"Unit!E{area + 4}"
    wbk, wbbm = rng.choice((("50%", "75%"), ("60%", "70%"), ("75%", "75%")))
    base.book.put(cell, drafts.judged(f"D{area + 4}", wbk, wbbm))
    return Mutant((("summary-minimum-differs", f"area-{area}", cell),))


@kind("summaries", LKE_ZI)
def summary_leaves_a_minimum_out(base: Base, rng: random.Random) -> Mutant:
    """Clear the comparison of an area."""
    area = rng.choice((2, 3, 4, 5, 6))
    base.book.put(f"Unit!E{area + 4}", None)
    return Mutant((("summary-minimum-missing", f"area-{area}", f"Unit!E{area + 4}"),))


@kind("summaries", LKE_ZI)
def summary_always_passes(base: Base, rng: random.Random) -> Mutant:
    """Say passed where neither minimum is reached."""
    area = rng.choice(AREAS)
    cell = f"Unit!E{area + 4}"
    base.book.put(cell, drafts.judged(f"D{area + 4}", "60%", "75%", rng.choice(("Lulus", "OK"))))
    return Mutant((("summary-always-passes", f"area-{area}", cell),))


@kind("summaries", LKE_ZI)
def summary_weight_differs(base: Base, rng: random.Random) -> Mutant:
    """Give an area another weight."""
    cell = f"Unit!B{rng.choice(AREAS) + 4}"
    base.book.put(cell, rng.choice((4, 6, 9, 12, 20)))
    return Mutant((("weight-differs", None, cell),))


@kind("summaries", ASSESSED)
def summary_of_another_assessor(base: Base, rng: random.Random) -> Mutant:
    """Add a sheet named after one assessor that reads the scores of the other."""
    name, letter = rng.choice((("Unit", "O"), ("TPI Unit", "R")))
    cells: dict[tuple[int, int], Value] = {(4, 1): "Area Perubahan", (4, 2): "Nilai"}
    for area in AREAS:
        read = "+".join(f"Jawaban!{letter}{base.rows[f'A.{part}.{area}']}" for part in ("I", "II"))
        cells |= {(area + 4, 1): load_ruleset().nodes[f"A.I.{area}"].name.upper(), (area + 4, 2): f"={read}"}
    base.book.sheets[name] = SpreadSheet(cells)
    return Mutant((("summary-wrong-column", None, f"{name}!B5"),))
