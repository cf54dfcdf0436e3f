"""What people type into an answer cell, and what it means: the table of forms seen in the field."""

from datetime import date
from fractions import Fraction

import pytest
from workbooks import RULESET

from zi_score.reading.answers import as_typed, count, meaning, parsed

BLANK = ["", "  ", "\xa0", "-", "–", "Blm Diisi", "blm diisi", "belum", "Belum diisi", "N/A", "n/a", "xxx"]
BLANK += ["#DIV/0!", "#REF!", "#VALUE!", "#N/A", "#NAME?", "...", "?"]
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
    ],
)
def test_yes_no(typed: str, meant: str) -> None:
    """Yes and no are understood in any case, shortened, with blanks."""
    assert read("ya_tidak", typed) == (meant, None)


@pytest.mark.parametrize("typed", ["A", "a", " b ", "A.", "a)", "(c)", "B .", '"C"', "Ａ"])
def test_letters(typed: str) -> None:
    """Letters are understood in any case, with dot, bracket or blanks, and in full width."""
    value, fault = read("abc", typed)
    assert value in ("A", "B", "C")
    assert fault is None


@pytest.mark.parametrize("typed", ["D", "E", "F", "e."])
def test_letter_of_another_scale(typed: str) -> None:
    """A letter that the question does not have is a finding, never the nearest letter."""
    assert read("abc", typed) == (None, "answer-not-on-scale")


@pytest.mark.parametrize("typed", ["Ya/Tidak", "A/B", "AB", "mungkin", 1.0, True, False, date(2025, 1, 2), "A atau B"])
def test_not_a_choice(typed: object) -> None:
    """What is no single choice is a finding; numbers, booleans and dates are not converted."""
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
    ],
)
def test_counts(typed: object, meant: int) -> None:
    """A count is a whole number, typed as number or text, with a unit of measure."""
    assert (count(typed).value, count(typed).fault) == (meant, None)


@pytest.mark.parametrize("typed", [7.5, "7,5", -1.0, "-1", "tujuh", True, date(2025, 1, 2), "1,234", "7 8", "1e3"])
def test_not_a_count(typed: object) -> None:
    """Halves, negative numbers, words and dates are findings."""
    assert (count(typed).value, count(typed).fault) == (None, "count-not-valid")


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
        (1.0, "1"),
        (0.0, "0"),
        ("0,85", "0.85"),
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


@pytest.mark.parametrize("typed", [3.6, "3.6", "3,60", "3.60", " 3,6 ", '"3,60"', "３，６"])
def test_survey(typed: object) -> None:
    """An index is exactly the decimal that a person sees, so that 3.60 reaches its threshold."""
    assert read("nilai_0_4", typed) == (Fraction(18, 5), None)


@pytest.mark.parametrize("typed", [4.01, -0.1, 87.65, "87,65", "87,65%", "90%", 100.0])
def test_survey_of_another_scale(typed: object) -> None:
    """An index on 0-100 is an error to explain; it is never converted."""
    assert read("nilai_0_4", typed) == (None, "survey-out-of-range")


@pytest.mark.parametrize("typed", ["A", "baik", True, date(2025, 3, 6)])
def test_not_an_index(typed: object) -> None:
    """A date (3.6 turned into 3 June by a spreadsheet) or a word is not an index."""
    assert read("nilai_0_4", typed) == (None, "answer-not-understood")


@pytest.mark.parametrize(
    ("text", "number"), [("3,60", "3.6"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567")]
)
def test_numbers_of_both_countries(text: str, number: str) -> None:
    """The last separator is the decimal one; a repeated one groups thousands."""
    assert parsed(text) == Fraction(number)


def test_as_typed_is_what_a_person_sees() -> None:
    """A whole number has no ``.0``, a binary fraction none of its noise."""
    assert [as_typed(value) for value in (7.0, 0.1 + 0.2, 3.6, " a\n b ")] == ["7", "0.3", "3.6", "a b"]
