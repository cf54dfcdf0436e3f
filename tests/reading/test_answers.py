"""What people type into an answer cell, and what it means: the table of forms seen in the field."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from workbooks import RULESET

from zi_score.reading.cells.answers import as_typed, count, meaning, parsed

BLANK = ["", "  ", "\xa0", "-", "–", "Blm Diisi", "blm diisi", "belum", "Belum diisi", "N/A", "n/a", "xxx"]
BLANK += ["#DIV/0!", "#REF!", "#VALUE!", "#N/A", "#NAME?", "...", "?"]
BLANK += ["Pilih", "-- Pilih --", "(pilih)", "<Silakan pilih jawaban>", "[isi]", "diisi", "isi di sini"]
SCALES = ["ya_tidak", "abc", "abcd", "abcde", "persen", "nilai_0_4"]


def read(scale: str, typed: object) -> tuple[object, str | None]:
    """Return value and fault of an answer."""
    found = meaning(RULESET.scales[scale], typed)
    return found.value, found.fault


@pytest.mark.parametrize("typed", BLANK)
def test_not_filled(typed: str) -> None:
    """What stands for "nothing yet" is unanswered on every scale, without a finding."""
    assert [read(scale, typed) for scale in SCALES] == [(None, None)] * len(SCALES)
    assert (count(typed).value, count(typed).fault) == (None, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ya", "Ya"),
        ("ya", "Ya"),
        ("YA ", "Ya"),
        ("Y", "Ya"),
        ("y", "Ya"),
        ("Ya.", "Ya"),
        ("Tidak", "Tidak"),
        ("tidak", "Tidak"),
        ("T", "Tidak"),
        ("TIDAK\n", "Tidak"),
        ("\xa0ya\xa0", "Ya"),
        ("Iya", "Ya"),
        ("tdk.", "Tidak"),
        ("Ya;", "Ya"),
        ("tidak,", "Tidak"),
        ("YA!", "Ya"),
    ],
)
def test_yes_no(typed: str, meant: str) -> None:
    """Yes and no are understood in any case, shortened, with blanks."""
    assert read("ya_tidak", typed) == (meant, None)


@pytest.mark.parametrize("typed", ["A", "a", " b ", "A.", "a)", "(c)", "B .", '"C"', "Ａ", "A,", "b;", "C:"])
def test_letters(typed: str) -> None:
    """Letters are understood in any case, with dot, bracket or blanks, and in full width."""
    value, fault = read("abc", typed)
    assert value in ("A", "B", "C")
    assert fault is None


@pytest.mark.parametrize("typed", ["D", "E", "F", "e."])
def test_letter_of_another_scale(typed: str) -> None:
    """A letter that the question does not have is a finding, never the nearest letter."""
    assert read("abc", typed) == (None, "answer-not-on-scale")


@pytest.mark.parametrize("typed", ["Ya/Tidak", "A/B", "AB", "mungkin", 1.0, True, False, "A atau B"])
def test_not_a_choice(typed: object) -> None:
    """What is no single choice is a finding; numbers and booleans are not converted."""
    assert read("abc", typed) == (None, "answer-not-understood")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (7.0, 7),
        (7, 7),
        ("7", 7),
        ("7.0", 7),
        ("10.00", 10),
        ("7 orang", 7),
        ("12 kasus", 12),
        (0.0, 0),
        ("0", 0),
        ("7,0", 7),
        (" 7 ", 7),
        ("'7", 7),
        ("7 org.", 7),
        ("１２", 12),
        ("7 (tujuh)", 7),
        ("21 (Dua puluh  satu) orang", 21),
        ("“7”", 7),
    ],
)
def test_counts(typed: object, meant: int) -> None:
    """A count is a whole number, typed as number or text, with a unit of measure."""
    assert (count(typed).value, count(typed).fault) == (meant, None)


@pytest.mark.parametrize(
    "typed", [7.5, "7,5", -1.0, "-1", "tujuh", True, "1,234", "7 8", "1e3", "tidak ada data", "7 (ASN)", "7 (delapan)"]
)
def test_not_a_count(typed: object) -> None:
    """Halves, negative numbers and words are findings."""
    assert (count(typed).value, count(typed).fault) == (None, "count-not-valid")


NEGATED = ["3 belum melapor", "7 tidak", "3 tdk aktif", "7 minus 2", "7 sd 9", "7 tanpa CPNS"]


@pytest.mark.parametrize("typed", ["7 belas", "7 ribuan", "7k", "7 K", "7 miliar", "7 pasang", "7 lebih", *NEGATED])
def test_a_word_that_makes_another_count(typed: str) -> None:
    """Nobody counts so; what it comes to is not guessed."""
    assert (count(typed).value, count(typed).fault) == (None, "count-not-valid")


@pytest.mark.parametrize("mark", ["¹", "²", "³", "⁴", "₂"])
def test_the_mark_of_a_footnote_is_no_digit(mark: str) -> None:
    """A raised figure behind a number makes it neither ten times as large nor a hundredth larger."""
    assert (count(f"7{mark}").value, count(f"7{mark}").fault) == (None, "count-not-valid")
    assert read("nilai_0_4", f"3,6{mark}") == (None, "answer-not-understood")
    assert read("persen", f"85{mark}%") == (None, "answer-not-understood")


def test_count_with_thousands() -> None:
    """An Indonesian thousands point is read as such, and announced."""
    assert (count("1.234").value, count("1.234").fault) == (1234, "count-with-thousands")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (0.85, "0.85"),
        ("85%", "0.85"),
        ("85,5%", "0.855"),
        ("92.31%", "0.9231"),
        ("100%", "1"),
        ("85 %", "0.85"),
        ("85 persen", "0.85"),
        ("85,5 PERSEN", "0.855"),
        (1.0, "1"),
        (0.0, "0"),
        ("0,85", "0.85"),
        *((typed, "0.995") for typed in ('"99,5%"', "“99,5%”", "‘99,5’%", '"99,5" %')),
    ],
)
def test_percentages(typed: object, meant: str) -> None:
    """A percentage is a share, or a text with a percent sign and a decimal point or comma."""
    assert read("persen", typed) == (Fraction(meant), None)


@pytest.mark.parametrize("typed", [1.2, "120%", "150,5%"])
def test_percentage_above_one(typed: object) -> None:
    """Above 100 % the ratio is limited, and that is said."""
    assert read("persen", typed) == (1, "percent-above-100")


@pytest.mark.parametrize("typed", [85.0, "85", -0.1, "-5%", "A", True])
def test_not_a_percentage(typed: object) -> None:
    """A bare 85 may be 85 % or a mistake: nothing is guessed."""
    assert read("persen", typed) == (None, "answer-not-understood")


@pytest.mark.parametrize(
    "typed",
    [
        3.6,
        "3.6",
        "3,60",
        "3.60",
        " 3,6 ",
        '"3,60"',
        "３，６",
        "Indeks 3,60",
        "nilai: 3,6",
        "3,60 (A)",
        "3,6 - Sangat Baik",
        "3,60 dari 4",
        "3,60/4,00",
    ],
)
def test_survey(typed: object) -> None:
    """An index is exactly the decimal that a person sees, so that 3.60 reaches its threshold."""
    assert read("nilai_0_4", typed) == (Fraction(18, 5), None)


@pytest.mark.parametrize("typed", [4.01, -0.1, 87.65, "87,65", "87,65%", "90%", 100.0])
def test_survey_of_another_scale(typed: object) -> None:
    """An index on 0-100 is an error to explain; it is never converted."""
    assert read("nilai_0_4", typed) == (None, "survey-out-of-range")


@pytest.mark.parametrize(
    "typed", ["A", "baik", True, "nihil", "3,6 dari 5", "3,60 (cukup)", "3,6 atau 3,7", "indeks A"]
)
def test_not_an_index(typed: object) -> None:
    """A word is not an index."""
    assert read("nilai_0_4", typed) == (None, "answer-not-understood")


@pytest.mark.parametrize(
    ("text", "number"), [("3,60", "3.6"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567")]
)
def test_numbers_of_both_countries(text: str, number: str) -> None:
    """The last separator is the decimal one; a repeated one groups thousands."""
    assert parsed(text) == Fraction(number)


@pytest.mark.parametrize("text", ["1.234,5,6", "1,234.5.6"])
def test_a_decimal_separator_that_repeats_is_none(text: str) -> None:
    """Neither of them can be the decimal one, and nothing is guessed."""
    assert parsed(text) is None
    assert (read("nilai_0_4", text), count(text).value) == ((None, "answer-not-understood"), None)


def test_as_typed_is_what_a_person_sees() -> None:
    """A whole number has no ``.0``, a binary fraction none of its noise."""
    assert [as_typed(value) for value in (7.0, 0.1 + 0.2, 3.6, " a\n b ")] == ["7", "0.3", "3.6", "a b"]


# What is read as people and programs write it -----------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(True, "Ya"), (False, "Tidak"), ("TRUE", "Ya"), ("false", "Tidak"), ("BENAR", "Ya"), (" Salah ", "Tidak")]
    + [(box, "Ya") for box in "☑✓✔"]
    + [("☐", "Tidak")],
)
def test_a_checkbox_is_yes_or_no(typed: object, meant: str) -> None:
    """Where the question asks Ya or Tidak, and only there."""
    assert read("ya_tidak", typed) == (meant, None)
    for scale in ("abc", "abcd", "abcde", "nilai_0_4", "persen"):
        assert read(scale, typed) == (None, "answer-not-understood")
    assert (count(typed).value, count(typed).fault) == (None, "count-not-valid")
    assert as_typed(bool(typed)) in ("TRUE", "FALSE")


def test_a_crossed_box_may_mean_either() -> None:
    """Nobody guesses."""
    assert read("ya_tidak", "☒") == (None, "answer-not-understood")


@pytest.mark.parametrize(
    "typed",
    [
        "B. Jika sebagian sesuai",
        "b. jika sebagian sesuai",
        "B) Jika sebagian sesuai",
        "(B) Jika sebagian sesuai",
        "B: Jika sebagian sesuai",
        "B - Jika sebagian sesuai",
        "B – Jika sebagian sesuai",
        "B.Jika sebagian sesuai",
        "B-Jika sebagian sesuai",
        "B (Jika sebagian sesuai)",
        "B = Jika sebagian sesuai",
        "B, Jika sebagian sesuai",
        " B .  Jika\nsebagian sesuai ",
        "B. Jika 50% s.d. 100% sesuai (lihat SK)",
        "B. Kinerja diukur dengan sistem TI (e-SAKIP)",
        "B. Syarat C dipenuhi, dan sudah dipakai",
    ],
)
@pytest.mark.parametrize("scale", ["abc", "abcd", "abcde"])
def test_a_choice_that_is_written_out(scale: str, typed: str) -> None:
    """The letter counts, and that is told."""
    assert read(scale, typed) == ("B", "option-written-out")


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("Ya. Unit kerja sudah punya tim", "Ya"),
        ("ya: rencana kerja tersedia", "Ya"),
        ("Ya - ada SK", "Ya"),
        ("Tidak. Belum ada tim", "Tidak"),
        ("Ya. Akan disusun", None),
        ("Ya. Tetapi hanya satu", None),
        ("Ya. Belum lengkap", None),
        ("Ya, ada SK", None),
        ("Tidak. Sudah ada", None),
        ("Ya. 12", None),
        ("Ya. bukan", None),
        ("Ya: dalam proses penyusunan", None),
        ("Ya. Rencana kinerja tersedia", "Ya"),
        ("Tidak. iya", None),
        ("Tidak. Ada tim", None),
    ],
)
def test_a_yes_or_no_that_is_written_out(typed: str, choice: str | None) -> None:
    """As a letter is; what takes some of it back, or is a sentence of one's own, is not guessed."""
    assert read("ya_tidak", typed) == (choice, "option-written-out" if choice else "answer-not-understood")


@pytest.mark.parametrize(
    "typed",
    [
        "A. SK Tim; b. Undangan; c. Notulen",
        "a. SK Tim\nb. Undangan",
        "A. atau B",
        "A. B",
        "a.n. Kepala Balai",
        "B.Sc lulusan",
        "A.PBD",
        "B. I Yogyakarta",
        "A. hanya memenuhi kriteria B",
        "A. diganti_B",
        "A/B. Jika sesuai",
        "B Jika sesuai",
        "B. 12",
        "Bukti: ada",
        "K. Budi Santoso",
        "B-12 lampiran",
        "1. Jika sesuai",
    ],
)
def test_what_is_no_choice_that_is_written_out(typed: str) -> None:
    """Lists, two answers, abbreviations, names: nothing is guessed."""
    assert read("abc", typed) == (None, "answer-not-understood")


@pytest.mark.parametrize(
    "typed",
    [
        "Nihil",
        "NIHIL",
        "nihil.",
        "- nihil -",
        "Tidak ada",
        "tdk ada",
        "Tidak ada pengaduan",
        "nol",
        "0 (nihil)",
        "0/nihil",
        "Nihil - 0",
        "nihil pengaduan",
        "Pengaduan nihil",
        "Tidak ada pengaduan yang masuk",
        "tidak terdapat pelanggaran",
    ],
)
def test_none_is_zero(typed: str) -> None:
    """The words of reports for none."""
    assert (count(typed).value, count(typed).fault) == (0, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (date(2026, 6, 3), "3,6"),
        (datetime.fromisoformat("2026-06-03"), "3,6"),
        (date(1961, 3, 1), "1,3 / 3,61"),
        (date(2026, 9, 2), "2,9"),
        (datetime.fromisoformat("1900-01-03T14:24"), "3,6"),
        (date(2026, 12, 25), "0 - 4"),
        (timedelta(hours=3, minutes=36), "0 - 4"),
        (time(3, 6), "0 - 4"),
    ],
)
def test_a_date_is_no_answer(typed: object, meant: str) -> None:
    """It says what was probably typed, where that can be told, and never reads it."""
    found = meaning(RULESET.scales["nilai_0_4"], typed)
    assert (found.value, found.fault, found.details["meant"]) == (None, "answer-is-a-date", meant)
    assert (count(typed).value, count(typed).fault) == (None, "answer-is-a-date")
    assert read("abc", typed) == read("persen", typed) == (None, "answer-is-a-date")
