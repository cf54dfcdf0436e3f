"""Exact numbers inside, decimals only where a person reads them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def exact(number: object) -> Fraction:
    """Return the number a person sees as a fraction.

    A float is taken as its decimal text with 15 significant digits, as a spreadsheet shows it:
    ``3.6`` is 18/5, not the nearest binary number.

    >>> exact(3.6)
    Fraction(18, 5)

    Raises:
        ValueError: the object is not a finite number or the text of one.

    """
    if isinstance(number, bool) or not isinstance(number, int | float | str | Decimal | Fraction):
        msg = f"not a number: {number!r}"
        raise ValueError(msg)
    try:
        return Fraction(f"{number:.15g}" if isinstance(number, float) else number)
    except (ValueError, OverflowError) as problem:
        msg = f"not a number: {number!r}"
        raise ValueError(msg) from problem


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """Round half away from zero ("half up"), for display only.

    Source: practice of the official applications (47.875 is shown as 47.88).

    >>> rounded(Fraction("47.875"))
    Decimal('47.88')
    """
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole if number >= 0 else -whole) / 10**places).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )


def plain(number: Fraction) -> str:
    """Write a fraction as a decimal where it ends, else as a fraction in lowest terms.

    >>> plain(Fraction("0.60")), plain(Fraction(1, 3))
    ('0.6', '1/3')
    """
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(number)
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
