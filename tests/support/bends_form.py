"""Faults in the form, between assessors and in what the answers amount to; and changes that are none."""

from __future__ import annotations

import random
import re
from copy import deepcopy

from bases import (
    AGENTS,
    AREAS,
    ASSESSED,
    CHANGES,
    COMPLAINTS,
    FOREIGN,
    FORMULAS,
    HARMLESS,
    INDICATOR,
    LHK,
    LKE_ZI,
    OPEN,
    SCALES,
    SURVEYS,
    TEMPLATE,
    UNIT,
    VIOLATIONS,
    Base,
    Follows,
    Kind,
    Mutant,
    alone,
    choices,
    claims,
    collecting,
    letters,
    mean,
    means,
    sections,
    unanswered,
    values_only,
)
from openpyxl.utils import column_index_from_string
from spreadsheet import Sheet as SpreadSheet
from spreadsheet import Value

from tests.vectors.oracle import CHOICES, GROUPS, QUESTIONS, SHARES
from worksheets import texts

FEW = 5
"""Questions that may share their evidence."""

KINDS: list[Kind] = []
kind = collecting(KINDS)

# The form -----------------------------------------------------------------------------------------


@kind("form", *UNIT)
def weight_of_an_indicator(base: Base, rng: random.Random) -> Mutant:
    """Give an indicator another weight."""
    code = rng.choice(means())
    right = float(str(base.get("weight", code)))
    cell = base.put("weight", code, right + rng.choice((0.25, 0.5, 1)))
    return Mutant((("weight-differs", code, cell),), base.off("workbook-score-differs", code))


@kind("form", *UNIT)
def weight_of_an_area(base: Base, rng: random.Random) -> Mutant:
    """Give an area half as much weight again."""
    area = rng.choice(AREAS)
    code = f"A.{rng.choice(('I', 'II'))}.{area}"
    cell = base.put("weight", code, float(str(base.get("weight", code))) * 1.5)
    follows = {("weight-differs", f"Utama!B{area + 1}")} if base.sort == LKE_ZI else set()
    return Mutant((("weight-differs", code, cell),), follows)


@kind("form", *UNIT)
def choices_hold_the_answer(base: Base, rng: random.Random) -> Mutant:
    """Type the answer over the text of the choices."""
    code = rng.choice(choices())
    cell = base.put("choices", code, base.answers.answers[code])
    follows = base.off("workbook-score-differs", INDICATOR[code]) if base.sort == LKE_ZI else set()
    return Mutant((("choices-altered", code, cell),), follows)


@kind("form", *FORMULAS)
def choices_of_another_scale(base: Base, rng: random.Random) -> Mutant:
    """Put the choices of another scale beside a question."""
    code = rng.choice([code for code in choices() if SCALES[code] in ("abc", "abcd")])
    cell = base.put("choices", code, {"abc": "A/B/C/D", "abcd": "A/B/C"}[SCALES[code]])
    follows = base.off("workbook-score-differs", INDICATOR[code]) if base.sort == LKE_ZI else set()
    follows |= {("workbook-score-differs", base.at("score", code))} if base.sort == LKE_ZI else set()
    return Mutant((("choices-altered", code, cell),), follows)


@kind("form", *UNIT)
def answer_on_a_heading(base: Base, rng: random.Random) -> Mutant:
    """Type an answer beside the title of an indicator."""
    code = rng.choice(means())
    cell = base.put("answer", code, rng.choice(("A", "Ya", "B")))
    return Mutant((("answer-on-heading", code, cell),))


@kind("form", *UNIT)
def row_of_a_question_deleted(base: Base, rng: random.Random) -> Mutant:
    """Delete the row of a question."""
    code = rng.choice(choices(at_least=3))
    row = base.rows[code]
    base.book.delete_row(base.sheet, row)
    base.rows = {key: number - (number > row) for key, number in base.rows.items() if number != row}
    follows: Follows = {OPEN}
    if base.sort == FOREIGN:  # without words to go by, the reader may leave the rows beside it open too
        beside = [question for question in QUESTIONS[INDICATOR[code]] if question != code]
        follows |= {("question-row-missing", None), *(("row-not-placed", base.at("answer", each)) for each in beside)}
    if base.sort == LKE_ZI:
        follows |= base.off("workbook-skips-unanswered", INDICATOR[code])
    if base.sort == TEMPLATE:  # its formulas name each cell, which now leads nowhere
        follows |= {("error-value", base.at(column, INDICATOR[code])) for column in ("score", "O")}
    return Mutant((("question-row-missing", code, None),), follows)


@kind("form", *FORMULAS)
def row_of_a_count_deleted(base: Base, rng: random.Random) -> Mutant:
    """Delete the row of a count that no ratio needs."""
    code, key = rng.choice(((VIOLATIONS, "pelanggaran_disanksi"), (COMPLAINTS, "pengaduan_diproses")))
    base.book.delete_row(base.sheet, base.rows[f"{code}.{key}"])
    return Mutant((("count-row-missing", code, None),))


@kind("form", *FORMULAS)
def question_of_another_form(base: Base, rng: random.Random) -> Mutant:
    """Insert an answered question that the regulation does not have."""
    code = rng.choice(letters())
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
    """Hide the row of an answer."""
    code = rng.choice(choices())
    base.book.sheets[base.sheet].hidden_rows.add(base.rows[code])
    return Mutant((("hidden-answers", None, base.at("answer", code)),))


@kind("form", *UNIT)
def column_hidden(base: Base, _rng: random.Random) -> Mutant:
    """Hide the column of the answers."""
    base.book.sheets[base.sheet].hidden_columns.add(column_index_from_string(base.columns["answer"]))
    return Mutant((("hidden-answers", None, base.at("answer", "A.I.1.i.a")),))


@kind("form", LKE_ZI, TEMPLATE)
def sheet_hidden(base: Base, _rng: random.Random) -> Mutant:
    """Hide the sheet."""
    base.book.sheets[base.sheet].is_hidden = True
    return Mutant((("hidden-answers", None, base.at("answer", "A.I.1.i.a")),))


@kind("form", *UNIT)
def answers_merged(base: Base, rng: random.Random) -> Mutant:
    """Merge the answers of two questions."""
    codes = [code for code in choices() if code[-1] != "a" and f"{code[:-1]}{chr(ord(code[-1]) - 1)}" in SCALES]
    code = rng.choice([c for c in codes if c[:7] != "A.I.6.v"])
    above = f"{code[:-1]}{chr(ord(code[-1]) - 1)}"
    cell = base.put("answer", code, None)
    base.book.sheets[base.sheet].merged.append(f"{base.at('answer', above)}:{cell}".replace(f"{base.sheet}!", ""))
    return Mutant((("answer-cell-merged", code, cell),), unanswered(base, code, skipped=True))


@kind("form", *UNIT)
def two_columns_of_the_unit(base: Base, _rng: random.Random) -> Mutant:
    """Head another column as the unit's answers."""
    cell = f"{base.sheet}!Z{base.header}"
    base.book.put(cell, "Jawaban Unit")
    return Mutant((("column-not-read", None, cell),))


@kind("form", *UNIT)
def no_column_of_weights(base: Base, _rng: random.Random) -> Mutant:
    """Clear the header of the weights."""
    base.book.put(f"{base.sheet}!{base.columns['weight']}{base.header}", None)
    return Mutant((("column-missing", None, f"{base.sheet}!A{base.header}"),))


@kind("form", LKE_ZI, FOREIGN)
def header_gone(base: Base, _rng: random.Random) -> Mutant:
    """Clear the header row."""
    sheet = base.book.sheets[base.sheet]
    sheet.cells = {at: value for at, value in sheet.cells.items() if at[0] != base.header}
    return Mutant((("lke-not-found", None, None),))


@kind("form", *UNIT)
def two_filled_sheets(base: Base, _rng: random.Random) -> Mutant:
    """Copy the sheet with its answers."""
    base.book.sheets[f"{base.sheet} (2)"] = deepcopy(base.book.sheets[base.sheet])
    return Mutant((("several-lke-sheets", None, None),))


@kind("form", FOREIGN)
def second_sheet_blank(base: Base, _rng: random.Random) -> Mutant:
    """Add the form a second time, without answers."""
    twin = deepcopy(base.book.sheets[base.sheet])
    twin.cells = {at: value for at, value in twin.cells.items() if at[1] < 11 or at[0] == base.header}
    base.book.sheets["Cadangan"] = twin
    return Mutant((("blank-lke-sheet-ignored", None, "Cadangan!A1"),))


@kind("form", *UNIT)
def macros(base: Base, rng: random.Random) -> Mutant:
    """Add a part for macros."""
    base.book.extra[rng.choice(("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"))] = b"<none/>"
    return Mutant((("macros-present", None, None),))


@kind("form", *UNIT)
def link_to_another_file(base: Base, _rng: random.Random) -> Mutant:
    """Let the workbook name another file as its source."""
    target = '<Relationship Id="rId1" Type="externalLinkPath" Target="rekap.xlsx" TargetMode="External"/>'
    base.book.extra["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f"<Relationships>{target}</Relationships>".encode()
    )
    return Mutant((("external-links", None, None),))


# Assessors ----------------------------------------------------------------------------------------


@kind("assessors", ASSESSED)
def assessor_raises(base: Base, rng: random.Random) -> Mutant:
    """Let the TPI answer higher than the unit, with a note."""
    code = rng.choice([c for c in letters() if base.get("answer", c) == "A" == base.get("tpi", c)])
    base.put("answer", code, "B")
    base.put("tpi-note", code, "Bukti tambahan sudah diperlihatkan.")
    return Mutant((("assessor-raises-answer", code, base.at("tpi", code)),))


@kind("assessors", ASSESSED)
def assessor_changes_without_a_word(base: Base, rng: random.Random) -> Mutant:
    """Let the TPI answer lower than the unit, without a note."""
    code = rng.choice([c for c in letters() if base.get("answer", c) == "A" == base.get("tpi", c)])
    cell = base.put("tpi", code, "B")
    base.put("tpi-note", code, rng.choice((None, "-")))
    return Mutant((("change-without-note", code, cell),))


@kind("assessors", ASSESSED)
def assessor_counts_otherwise_without_a_word(base: Base, rng: random.Random) -> Mutant:
    """Let the TPI count less than the unit, without a note."""
    code = rng.choice([code for code in SHARES if code not in (AGENTS, CHANGES, VIOLATIONS, COMPLAINTS)])
    part = f"{code}.{SHARES[code][0]}"
    base.put("tpi", part, int(base.answers.counts[part] or 0) - 1)
    cell = base.at("tpi", code)
    reports = {("requirement-not-met", cell), ("fact-contradicted", _fact(base, "unit-wealth-reports"))}
    return Mutant((("change-without-note", code, cell),), reports if code in GROUPS else set())


@kind("assessors", ASSESSED)
def assessor_stops_half_way(base: Base, rng: random.Random) -> Mutant:
    """Clear the answers of the TPI from some question on."""
    codes = list(SCALES)
    left = set(codes[rng.randrange(60, 100) :])
    for key in base.rows:
        is_open = key in left or key.rpartition(".")[0] in left
        if is_open and not str(base.get("tpi", key)).startswith("="):
            base.put("tpi", key, None)
    follows: Follows = {OPEN, *(("answer-missing", base.at("tpi", code)) for code in left)}
    follows |= {("minimum-not-met", None)}
    return Mutant((("assessor-half-filled", None, f"{base.sheet}!N{base.header}"),), follows)


# Eligibility --------------------------------------------------------------------------------------


@kind("eligibility", *UNIT)
def survey_below_its_minimum(base: Base, rng: random.Random) -> Mutant:
    """Lower an index below its minimum."""
    base.put("answer", "B.I.a", rng.choice((3.59, 3.4, 3.5)))
    return Mutant((("minimum-not-met", "hasil-1-survey", None),), {("minimum-not-met", None)})


@kind("eligibility", *UNIT)
def survey_near_its_minimum(base: Base, rng: random.Random) -> Mutant:
    """Lower an index to just above its minimum."""
    base.put("answer", "B.I.a", rng.choice((3.6, 3.65, 3.7)))
    return Mutant((("near-minimum", "hasil-1-survey", None),))


@kind("eligibility", *FORMULAS)
def requirement_not_stated(base: Base, rng: random.Random) -> Mutant:
    """Clear a fact from outside the LKE."""
    base.book.put(_fact(base, rng.choice(("agency-sakip", "unit-follow-up", "agency-spip"))), None)
    return Mutant((("requirements-not-stated", None, None),))


@kind("eligibility", *UNIT)
def area_below_its_minimum(base: Base, _rng: random.Random) -> Mutant:
    """Answer an area as low as can be."""
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
    """State a fact that keeps the unit from being proposed."""
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
    """State a fact in words that are none of the choices."""
    key = rng.choice(("agency-sakip", "agency-bpk-opinion", "unit-core-service", "unit-follow-up"))
    cell = _fact(base, key)
    base.book.put(cell, rng.choice(("Baik", "sudah", "E")))
    return Mutant((("fact-not-understood", key, cell),))


# No fault -----------------------------------------------------------------------------------------


@kind(HARMLESS, *FORMULAS)
def formulas_written_otherwise(base: Base, rng: random.Random) -> Mutant:
    """Write means and sums in other ways that come to the same."""
    for code in means():
        base.put("score", code, mean(base, code, [base.rows[question] for question in QUESTIONS[code]], rng))
    for code in sections(base):
        if code != LHK:
            base.put("score", code, "=" + "+".join(re.findall(r"[A-Z]+\d+", str(base.get("score", code)))))
    return Mutant(())


@kind(HARMLESS, *FORMULAS)
def formulas_that_round(base: Base, _rng: random.Random) -> Mutant:
    """Round the points of every indicator to two decimals."""
    for code in means():
        base.put("score", code, f"=ROUND({str(base.get('score', code))[1:]},2)")
    return Mutant(())


@kind(HARMLESS, *FORMULAS)
def values_instead_of_formulas(base: Base, _rng: random.Random) -> Mutant:
    """Paste the whole workbook as values."""
    values_only(base)
    return Mutant(())


@kind(HARMLESS, *FORMULAS)
def totals_over_other_parts(base: Base, rng: random.Random) -> Mutant:
    """Let the totals add up areas or aspects instead of components."""
    parts = rng.choice(
        ([["A.I", "A.II"], ["B.I", "B.II"]], [[f"A.{p}.{a}" for p in ("I", "II") for a in AREAS], ["B"]])
    )
    column = base.columns["score"]
    for total, codes in zip(("TOTAL A", "TOTAL B"), parts, strict=True):
        base.put("score", total, f"=SUM({','.join(f'{column}{base.rows[code]}' for code in codes)})")
    every = [f"{column}{base.rows[code]}" for codes in parts for code in codes]
    base.put("score", "TOTAL", "=" + "+".join(every))
    return Mutant(())


@kind(HARMLESS, *FORMULAS)
def questions_that_show_points(base: Base, _rng: random.Random) -> Mutant:
    """Let questions show their points, and indicators add them up."""
    column = base.columns["score"]
    for indicator in means():
        questions = QUESTIONS[indicator]
        for code in questions:
            value = str(base.get("score", code))[1:]
            base.put("score", code, f"=({value})*H{base.rows[indicator]}/{len(questions)}")
        base.put("score", indicator, f"=SUM({','.join(f'{column}{base.rows[code]}' for code in questions)})")
    return Mutant(())


@kind(HARMLESS, *UNIT)
def evidence_merged_over_rows(base: Base, rng: random.Random) -> Mutant:
    """Merge the evidence of an indicator's questions into one cell."""
    indicator = rng.choice([code for code in means() if code.startswith("A.I.") and len(QUESTIONS[code]) < FEW])
    codes = sorted(QUESTIONS[indicator], key=lambda code: base.rows[code])
    for code in codes:
        alone(base, code, None)
    first = base.put("evidence", codes[0], f"https://zi.example/bukti/{indicator}")
    base.book.sheets[base.sheet].merged.append(
        f"{first}:{base.at('evidence', codes[-1])}".replace(f"{base.sheet}!", "")
    )
    return Mutant(())


@kind(HARMLESS, *UNIT)
def blank_rows_between(base: Base, rng: random.Random) -> Mutant:
    """Insert blank rows."""
    for _ in range(5):
        base.book.insert_row(base.sheet, rng.randrange(base.header + 1, 190))
    return Mutant(())


@kind(HARMLESS, *UNIT)
def remarks_between(base: Base, rng: random.Random) -> Mutant:
    """Insert rows with a remark."""
    for indicator in rng.sample(means(), 3):
        row = base.rows[indicator]
        base.book.insert_row(base.sheet, row)
        base.rows = {code: number + (number >= row) for code, number in base.rows.items()}
        base.book.put(f"{base.sheet}!G{row}", rng.choice(("Catatan: lihat lampiran", "(diisi oleh tim)", "Keterangan")))
    return Mutant(())


@kind(HARMLESS, FOREIGN)
def answers_spelled_as_people_do(base: Base, rng: random.Random) -> Mutant:
    """Spell answers, counts and indexes the way people do."""
    for code in choices(at_least=1):
        base.put("answer", code, texts.spelled(rng, str(base.answers.answers[code])))
    for code in SURVEYS:
        base.put("answer", code, str(base.answers.answers[code]).replace(".", ","))
    for code, count in base.answers.counts.items():
        if count is not None:
            base.put("answer", code, texts.counted(rng, code, count))
    return Mutant(())


@kind(HARMLESS, FOREIGN)
def sheet_and_headers_renamed(base: Base, rng: random.Random) -> Mutant:
    """Give the sheet and its headers other names."""
    name = rng.choice(("LKE 2026", "Sheet1", "Penilaian Mandiri", "LKE (final) rev 2"))
    base.book.sheets = {name: base.book.sheets[base.sheet]}
    base.sheet = name
    for role, text in {
        "answer": "Jawaban\nUnit ",
        "note": " Catatan / Keterangan ",
        "evidence": "Bukti  Dukung",
    }.items():
        base.book.put(f"{name}!{base.columns[role]}{base.header}", text)
    return Mutant(())


@kind(HARMLESS, *UNIT)
def sheets_beside(base: Base, rng: random.Random) -> Mutant:
    """Add sheets that have nothing to do with the score."""
    plan: dict[tuple[int, int], Value] = {(1, 1): "Area", (1, 2): "Bobot kegiatan", (1, 3): "Realisasi"}
    for row, area in enumerate(("MANAJEMEN PERUBAHAN", "PENATAAN TATALAKSANA", "PENGUATAN PENGAWASAN"), start=2):
        plan |= {(row, 1): area, (row, 2): float(rng.randint(1, 40)), (row, 3): f"=B{row}*0.5"}
    base.book.sheets["Rencana Aksi"] = SpreadSheet(plan)
    base.book.sheets["Daftar Bukti"] = SpreadSheet({(1, 1): "No", (1, 2): "Dokumen", (2, 1): 1.0, (2, 2): "SK Tim"})
    return Mutant(())


@kind(HARMLESS, *UNIT)
def other_columns_hidden(base: Base, _rng: random.Random) -> Mutant:
    """Hide columns without answers."""
    letters_ = ("A", base.columns["choices"], "I")
    base.book.sheets[base.sheet].hidden_columns |= {column_index_from_string(letter) for letter in letters_}
    return Mutant(())


@kind(HARMLESS, *UNIT)
def evidence_of_many_kinds(base: Base, rng: random.Random) -> Mutant:
    """Name evidence in all the ways in which others can find it."""
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
    """Give the lowest answer to some questions, and no evidence."""
    for code in rng.sample(choices(), 4):
        base.put("answer", code, list(CHOICES[SCALES[code]])[-1])
        alone(base, code, None)
    return Mutant(())


@kind(HARMLESS, TEMPLATE, FOREIGN)
def nobody_complained(base: Base, _rng: random.Random) -> Mutant:
    """Count no complaint."""
    for key in ("pengaduan_wajib", "pengaduan_diproses", "pengaduan_selesai"):
        base.put("answer", f"{COMPLAINTS}.{key}", 0)
    return Mutant(())


@kind(HARMLESS, *UNIT)
def notes_instead_of_evidence(base: Base, rng: random.Random) -> Mutant:
    """Let a note stand beside some answers, and no evidence."""
    for code in rng.sample(claims(base), 5):
        alone(base, code, None)
        base.put("note", code, "Sudah dilaksanakan setiap triwulan, dokumen pada sekretariat tim.")
    return Mutant(())


@kind(HARMLESS, ASSESSED)
def assessor_lowers_with_a_reason(base: Base, rng: random.Random) -> Mutant:
    """Let the TPI lower answers and say why."""
    for code in rng.sample([c for c in letters() if base.get("tpi", c) == "A"], 5):
        base.put("tpi", code, "B")
        base.put("tpi-note", code, texts.doubt(rng))
    return Mutant(())
