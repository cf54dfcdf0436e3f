"""Exact numbers inside; half up where a person reads them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_score.model.exact import exact, plain, rounded


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("47.875", "47.88"),  # the official applications show it so
        ("79.125", "79.13"),
        ("2.675", "2.68"),  # as a binary float it lies below the tie
        ("1.005", "1.01"),
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("-0.005", "-0.01"),
        ("-2.675", "-2.68"),
        ("-2.6749", "-2.67"),
        ("0", "0.00"),
        ("15.75", "15.75"),
        ("74.996", "75.00"),
        ("99.995", "100.00"),
        ("8", "8.00"),
    ],
)
def test_two_places_half_up(number: str, shown: str) -> None:
    """A tie goes away from zero, on both sides of it; the text always has two places."""
    assert str(rounded(Fraction(number))) == shown


def test_a_loss_too_small_to_show_has_no_sign() -> None:
    """A margin of minus one billionth is shown as 0.00, not as -0.00."""
    assert str(rounded(Fraction(-1, 10**9))) == "0.00"


def test_thirds_and_other_places() -> None:
    """Endless decimals are cut by the same rule; shares have four places, counts none."""
    assert str(rounded(Fraction(2, 3))) == "0.67"
    assert str(rounded(Fraction(25, 28), 4)) == "0.8929"
    assert str(rounded(Fraction(1, 2), 0)) == "1"


def test_large_figures_are_rounded_too() -> None:
    """A cell can hold any number, and a figure of 30 digits is still a figure."""
    assert str(rounded(Fraction(10**30) + Fraction(1, 200))) == f"{10**30}.01"
    assert str(rounded(-Fraction(10**300))) == f"-{10**300}.00"


@given(st.fractions(min_value=-1000, max_value=1000))
def test_rounding_is_the_nearest_two_places(number: Fraction) -> None:
    """No rounded figure is further away than half a hundredth, and never by half towards zero."""
    off = Fraction(rounded(number)) - number
    assert abs(off) <= Fraction(1, 200)
    if abs(off) == Fraction(1, 200):
        assert abs(number + off) > abs(number)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (3.6, "18/5"),
        (0.1 + 0.2, "3/10"),  # a cell shows 0.3
        (0.67, "67/100"),
        (87.65, "1753/20"),
        (1 / 3, "333333333333333/1000000000000000"),
        (1e-7, "1/10000000"),
        (12345678.9, "123456789/10"),
        (4.0, "4"),
        (4, "4"),
        ("3.60", "18/5"),
        (Decimal("0.50"), "1/2"),
        (Fraction(2, 7), "2/7"),
        (-0.0, "0"),
    ],
)
def test_a_number_is_the_decimal_that_a_person_sees(cell: object, seen: str) -> None:
    """Floats are taken at 15 significant digits, as spreadsheets show them; texts and decimals as they are."""
    assert exact(cell) == Fraction(seen)


def test_the_survey_minimum_is_reached_exactly() -> None:
    """An index of 3.60 gives exactly 15.75 of 17.50 points, as the regulation prints; so does 3.20 with 14.00."""
    assert exact(3.6) * exact(17.5) / 4 == exact(15.75) == Fraction(63, 4)
    assert exact(3.2) * exact(17.5) / 4 == 14


@pytest.mark.parametrize("wrong", [True, False, None, "", "3,60", "tiga", float("nan"), float("inf"), [], b"1"])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    """Truth values, blanks, words, endless numbers: a ValueError that shows what was found."""
    with pytest.raises(ValueError, match="not a number"):
        exact(wrong)


@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("Infinity")])
def test_decimals_that_are_no_numbers_are_refused(wrong: Decimal) -> None:
    """The same for Decimal, which TOML can hold."""
    with pytest.raises(ValueError, match="not a number"):
        exact(wrong)


@pytest.mark.parametrize(
    ("number", "text"),
    [("75", "75"), ("100", "100"), ("0", "0"), ("18.25", "18.25"), ("0.60", "0.6"), ("-1.50", "-1.5"), ("1/3", "1/3")],
)
def test_plain_text(number: str, text: str) -> None:
    """A decimal that ends is written without needless zeros; any other number as a fraction."""
    assert plain(Fraction(number)) == text


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=6).map(Fraction))
def test_plain_text_loses_nothing(number: Fraction) -> None:
    """The text of an exact number is the whole number, however long."""
    assert Fraction(plain(number)) == number
