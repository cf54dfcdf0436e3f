"""Faults in answers, counts, and what stands beside them."""

from __future__ import annotations

import random

from bases import (
    AGENTS,
    CHANGES,
    COMPLAINTS,
    FOREIGN,
    FORMULAS,
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
    unanswered,
)
from openpyxl.utils import column_index_from_string

from tests.vectors.oracle import CHOICES, GROUPS, SHARES

KINDS: list[Kind] = []
kind = collecting(KINDS)

# Answers ------------------------------------------------------------------------------------------


@kind("answers", *UNIT)
def answer_blank(base: Base, rng: random.Random) -> Mutant:
    """Clear an answer."""
    code = rng.choice(choices())
    cell = base.put("answer", code, None)
    return Mutant((("answer-missing", code, cell),), unanswered(base, code, skipped=True))


@kind("answers", *UNIT)
def answer_of_words_for_nothing(base: Base, rng: random.Random) -> Mutant:
    """Type what people type where they have no answer."""
    code = rng.choice(choices())
    cell = base.put("answer", code, rng.choice(("-", "Blm Diisi", "belum", "N/A", "xxx", "...", " ")))
    return Mutant((("answer-missing", code, cell),), unanswered(base, code, skipped=False))


@kind("answers", *UNIT)
def letter_not_on_scale(base: Base, rng: random.Random) -> Mutant:
    """Type a letter that the question does not offer."""
    code = rng.choice(letters())
    wrong = [letter for letter in "CDEFX" if letter not in CHOICES[SCALES[code]]]
    cell = base.put("answer", code, rng.choice(wrong))
    return Mutant((("answer-not-on-scale", code, cell),), {OPEN})


@kind("answers", *UNIT)
def answer_not_understood(base: Base, rng: random.Random) -> Mutant:
    """Type words, or a number, where a choice belongs."""
    code = rng.choice(choices())
    cell = base.put("answer", code, rng.choice(("sudah ada", "mungkin", "A/B", "lihat lampiran", "Ya/Tidak", 1, 0.5)))
    return Mutant((("answer-not-understood", code, cell),), {OPEN})


@kind("answers", *UNIT)
def survey_of_another_scale(base: Base, rng: random.Random) -> Mutant:
    """Type an index that is not between 0 and 4."""
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice((87.65, 4.5, -0.5, 360, 92)))
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *base.total()})


@kind("answers", *UNIT)
def survey_as_percentage(base: Base, rng: random.Random) -> Mutant:
    """Type an index as a number that the cell shows as a percentage."""
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice((0.8765, 0.9, 1)))
    base.book.sheets[base.sheet].percents.add((base.rows[code], column_index_from_string(base.columns["answer"])))
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *base.total()})


@kind("answers", *UNIT)
def survey_as_text_of_percent(base: Base, rng: random.Random) -> Mutant:
    """Type an index as the text of a percentage."""
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, rng.choice(("87,65%", "90 %")))
    follows = {("error-value", base.at("score", code))} if base.sort == LKE_ZI else set()
    return Mutant((("survey-out-of-range", code, cell),), {OPEN, *follows})


@kind("answers", *UNIT)
def survey_as_text(base: Base, rng: random.Random) -> Mutant:
    """Read all the same; the sheet's own formula does not compute with it."""
    code = rng.choice(SURVEYS)
    cell = base.put("answer", code, str(base.answers.answers[code]).replace(".", ","))
    follows = {("error-value", base.at("score", code))} if base.sort == LKE_ZI else base.total()
    return Mutant((("number-as-text", code, cell),), follows)


@kind("answers", LKE_ZI)
def blank_survey_shows_value(base: Base, rng: random.Random) -> Mutant:
    """The field's own: a formula that divides whatever stands there."""
    code = rng.choice(SURVEYS)
    answer = base.put("answer", code, "-")
    score = base.put("score", code, f"=K{base.rows[code]}/4*H{base.rows[code]}")
    return Mutant((("error-value", code, score), ("answer-missing", code, answer)), {OPEN})


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
    """Clear a count that a ratio needs."""
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", None)
    return Mutant((("count-missing", code, cell),), _ratio_follows(base, code))


@kind("counts", *UNIT)
def group_blank(base: Base, rng: random.Random) -> Mutant:
    """Clear one of the groups that are obliged to report."""
    code = rng.choice(list(GROUPS))
    cell = base.put("answer", f"{code}.{rng.choice(GROUPS[code])}", None)
    follows = base.total() if base.sort == LKE_ZI else set()  # its SUM takes the blank group for none
    return Mutant((("count-missing", code, cell),), {OPEN, *follows, *_percent_above(base, code)})


def _percent_above(base: Base, code: str) -> Follows:
    """Return that the sheet shows more than 100 %, or so much more that it is no percentage."""
    names = ("percent-above-100", "answer-not-understood") if base.sort == LKE_ZI else ()
    return {(name, base.at("answer", code)) for name in names}


@kind("counts", *UNIT)
def count_of_words(base: Base, rng: random.Random) -> Mutant:
    """Type words where a count belongs."""
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", rng.choice(("beberapa", "tiga", "lebih dari 5")))
    return Mutant((("count-not-valid", f"{code}.{key}", cell),), _ratio_follows(base, code))


def _text_follows(base: Base, code: str) -> Follows:
    """Return what comes of text where a formula expects a count."""
    if base.sort == LKE_ZI:
        return {("error-value", base.at("answer", code)), *base.total(), *_percent_above(base, code)} | {
            ("percent-differs-from-counts", base.at("answer", code))
        }
    return base.off("workbook-score-differs", code)


@kind("counts", *UNIT)
def count_with_a_word(base: Base, rng: random.Random) -> Mutant:
    """Type a count with a word behind it: read all the same, but text to the sheet."""
    code, key = _needed(rng)
    cell = base.put(
        "answer", f"{code}.{key}", f"{base.answers.counts[f'{code}.{key}']} {rng.choice(('orang', 'kasus'))}"
    )
    return Mutant((("number-as-text", f"{code}.{key}", cell),), _text_follows(base, code))


@kind("counts", TEMPLATE, FOREIGN)
def count_with_thousands(base: Base, rng: random.Random) -> Mutant:
    """Type a count with a point between thousands."""
    code, key = "A.II.6.i.b", "layanan_terdaftar"
    cell = base.put("answer", f"{code}.{key}", rng.choice(("1.250", "12.000")))
    return Mutant((("count-with-thousands", f"{code}.{key}", cell),), _text_follows(base, code))


@kind("counts", *UNIT)
def total_without_groups(base: Base, rng: random.Random) -> Mutant:
    """Type only the total of those obliged to report."""
    code = rng.choice(list(GROUPS))
    for group in GROUPS[code]:
        base.put("answer", f"{code}.{group}", None)
    number = int(base.answers.counts[f"{code}.sudah_melaporkan"] or 0)
    cell = base.put("answer", f"{code}.wajib_melapor", number)
    return Mutant((("typed-total-used", code, cell),))


@kind("counts", TEMPLATE, FOREIGN)
def convention_for_nothing(base: Base, rng: random.Random) -> Mutant:
    """Count nothing at all, where the law does not say what that is worth."""
    code = rng.choice((COMPLAINTS, VIOLATIONS))
    for key in [key for key in base.rows if key.startswith(f"{code}.")]:
        base.put("answer", key, 0)
    return Mutant((("convention-applied", code, base.at("answer", f"{code}.{SHARES[code][1]}")),))


@kind("counts", *UNIT)
def count_negative_or_broken(base: Base, rng: random.Random) -> Mutant:
    """Type a count below 0, or half a person."""
    code, key = _needed(rng)
    cell = base.put("answer", f"{code}.{key}", rng.choice((-3, -1, 2.5, 0.75)))
    follows = {(name, base.at("answer", code)) for name in ("answer-not-understood", "percent-above-100")}
    return Mutant(
        (("count-not-valid", f"{code}.{key}", cell),),
        {OPEN, *(follows if base.sort == LKE_ZI else set()), *base.off("workbook-score-differs", code)},
    )


@kind("counts", *UNIT)
def part_exceeds_whole(base: Base, rng: random.Random) -> Mutant:
    """Count more parts than the whole has."""
    code = rng.choice([code for code in SHARES if code not in (AGENTS, VIOLATIONS)])
    part, whole, *_ = SHARES[code]
    most = sum(int(base.answers.counts[f"{code}.{group}"] or 0) for group in GROUPS.get(code, (whole,)))
    cell = base.put("answer", f"{code}.{part}", most + rng.randint(1, 3))
    return Mutant((("part-exceeds-whole", code, cell),), _percent_above(base, code))


@kind("counts", *UNIT)
def total_typed_over_groups(base: Base, rng: random.Random) -> Mutant:
    """Type a wrong total over the sum of the groups."""
    code = rng.choice(list(GROUPS))
    right = sum(int(base.answers.counts[f"{code}.{group}"] or 0) for group in GROUPS[code])
    cell = base.put("answer", f"{code}.wajib_melapor", right + rng.choice((-2, -1, 1, 4)))
    follows = {(name, base.at("answer", code)) for name in ("percent-differs-from-counts", "percent-above-100")}
    return Mutant((("typed-total-differs", code, cell),), base.total() | follows if base.has_scores else set())


@kind("counts", *UNIT)
def counts_contradict(base: Base, rng: random.Random) -> Mutant:
    """Let fewer complaints be in process or finished than there are."""
    whole = int(base.answers.counts[f"{COMPLAINTS}.pengaduan_wajib"] or 0)
    base.put("answer", f"{COMPLAINTS}.pengaduan_diproses", 1)
    base.put("answer", f"{COMPLAINTS}.pengaduan_selesai", rng.randint(1, whole - 3))
    return Mutant((("counts-contradict", COMPLAINTS, base.at("answer", f"{COMPLAINTS}.pengaduan_wajib")),))


@kind("counts", *UNIT)
def count_stated_twice(base: Base, rng: random.Random) -> Mutant:
    """State the number of changes differently in its second place."""
    number = int(base.answers.counts[f"{CHANGES}.perubahan_dibuat"] or 0)
    cell = base.put("answer", f"{CHANGES}.perubahan_dibuat", number + rng.randint(1, 3))
    return Mutant((("count-stated-twice", CHANGES, cell),))


@kind("counts", *FORMULAS)
def percentage_typed_over_formula(base: Base, rng: random.Random) -> Mutant:
    """Type another percentage than the counts give."""
    code = rng.choice([code for code in SHARES if code != VIOLATIONS])
    cell = base.put("answer", code, rng.choice((0.2, 0.33, 0.5)))
    return Mutant((("percent-differs-from-counts", code, cell),), base.total())


@kind("counts", *UNIT)
def percentage_without_counts(base: Base, rng: random.Random) -> Mutant:
    """Type a percentage and clear its counts."""
    code = rng.choice([code for code in SHARES if code not in GROUPS])
    for key in [key for key in base.rows if key.startswith(f"{code}.")]:
        base.put("answer", key, None)
    cell = base.put("answer", code, rng.choice((0.85, 0.9, 1)))
    follows = {("claim-without-evidence", cell)} if base.sort != LKE_ZI else set()  # which has evidence there
    return Mutant((("percent-without-counts", code, cell),), follows)


@kind("counts", *FORMULAS)
def percentage_above_100(base: Base, rng: random.Random) -> Mutant:
    """Type more than 100 %."""
    code = rng.choice([code for code in SHARES if code != VIOLATIONS])
    cell = base.put("answer", code, rng.choice((1.2, 1.5)))
    return Mutant((("percent-above-100", code, cell),), base.total() | {("percent-differs-from-counts", cell)})


@kind("counts", LKE_ZI)
def denominator_of_nothing(base: Base, rng: random.Random) -> Mutant:
    """Let a formula divide by 0."""
    code = rng.choice([code for code in SHARES if code not in (AGENTS, CHANGES)])
    keys = [*GROUPS.get(code, SHARES[code][1:2]), SHARES[code][0]]
    for key in (*keys, *(("pengaduan_diproses",) if code == COMPLAINTS else ())):
        base.put("answer", f"{code}.{key}", 0)
    return Mutant((("error-value", code, base.at("answer", code)),))


# Evidence -----------------------------------------------------------------------------------------


@kind("evidence", *UNIT)
def claim_without_evidence(base: Base, rng: random.Random) -> Mutant:
    """Clear evidence and note beside an answer."""
    code = rng.choice(claims(base))
    alone(base, code, rng.choice((None, None, " ")))
    return Mutant((("claim-without-evidence", code, base.at("answer", code)),))


@kind("evidence", *UNIT)
def evidence_of_a_placeholder(base: Base, rng: random.Random) -> Mutant:
    """Type a placeholder as the only evidence."""
    code = rng.choice(claims(base))
    text = rng.choice(("xxx", "-", "n/a", "TBA", "[isi link di sini]", "belum ada", "terlampir", "ada", "http://"))
    return Mutant((("evidence-placeholder", code, alone(base, code, text)),))


@kind("evidence", *UNIT)
def evidence_that_nobody_can_open(base: Base, rng: random.Random) -> Mutant:
    """Name a place on somebody's own computer, or half an address."""
    code = rng.choice(claims(base))
    text = rng.choice(
        (
            "D:\\ZI\\SK.pdf",
            "C:/Users/budi/SK.pdf",
            "\\\\server\\zi\\SK.pdf",
            "file:///home/budi/SK.pdf",
            "http://localhost/zi",
            "https://drive",
        )
    )
    return Mutant((("evidence-not-usable", code, alone(base, code, text)),))


@kind("evidence", *UNIT)
def evidence_without_a_place(base: Base, rng: random.Random) -> Mutant:
    """Name a document and not where it is."""
    code = rng.choice(claims(base))
    text = rng.choice(("SK Kepala Balai Nomor 12", "Notulen rapat 3 Februari", "Laporan triwulan II"))
    return Mutant((("evidence-without-link", code, alone(base, code, text)),))


@kind("evidence", *UNIT)
def one_evidence_for_all(base: Base, rng: random.Random) -> Mutant:
    """Put the same link beside six answers."""
    codes = claims(base)
    start = rng.randrange(len(codes) - 6)
    for code in codes[start : start + 6]:
        base.put("evidence", code, "https://zi.example/bukti/semua")
    return Mutant((("evidence-repeated", codes[start], base.at("evidence", codes[start])),))
