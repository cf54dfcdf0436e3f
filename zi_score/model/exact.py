"""Exact numbers inside, decimals only where a person reads them."""

import contextlib
import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from zi_score.model.pattern import pattern

_MOST_DIGITS = 30
_PLAIN = pattern(rf"[+-]?\d{{1,{_MOST_DIGITS}}}(\.\d{{1,{_MOST_DIGITS}}})?(/\d{{1,{_MOST_DIGITS}}})?")
"""A number as people write it; an exponent of millions would fill the memory."""


def exact(number: object) -> Fraction:
    """Return the number a person sees as a fraction.

    A float is taken as its decimal text with 15 significant digits, as a spreadsheet shows it:
    ``3.6`` is 18/5, not the nearest binary number.

    >>> exact(3.6)
    Fraction(18, 5)

    Raises:
        ValueError: the object is not a finite number or the text of one.

    """
    if isinstance(number, float) and math.isfinite(number):
        return _seen(number)
    if isinstance(number, str) and _PLAIN.fullmatch(number.strip()):
        with contextlib.suppress(ZeroDivisionError):
            return Fraction(number.strip())
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS:
        return Fraction(number)
    if isinstance(number, Fraction):
        return number
    if isinstance(number, int) and not isinstance(number, bool) and abs(number) < 10**_MOST_DIGITS:
        return Fraction(number)
    raise ValueError(f"not a number: {number!r:.60}")


@lru_cache(maxsize=4096)
def _seen(number: float) -> Fraction:
    """Return a float as it is seen; the same few figures stand in all cells of a workbook."""
    return Fraction(Decimal(f"{number:.15g}"))  # twice as fast as through the text


def added(numbers: Iterable[Fraction]) -> Fraction:
    """Add numbers up over one common denominator, several times faster than one by one.

    >>> added([Fraction(1, 3), Fraction(1, 6)])
    Fraction(1, 2)
    """
    total, common = 0, 1
    for number in numbers:
        top, bottom = number.as_integer_ratio()
        if bottom != common:
            both = math.lcm(common, bottom)
            total, top, common = total * (both // common), top * (both // bottom), both
        total += top
    return Fraction(total, common)


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """Round half away from zero ("half up"), for display only.

    Source: practice of the official applications (47.875 is shown as 47.88).

    >>> rounded(Fraction("47.875"))
    Decimal('47.88')
    """
    top, bottom = number.as_integer_ratio()  # integers are several times faster than fractions
    whole = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    return Decimal(f"{'-' if top < 0 < whole else ''}{whole}E-{places}")


def plain(number: Fraction) -> str:
    """Write a fraction as a decimal where it ends, else as a fraction in lowest terms.

    >>> plain(Fraction("0.60")), plain(Fraction(1, 3))
    ('0.6', '1/3')
    """
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return f"{rounded(number, max(twos, fives)):f}" if rest == 1 else str(number)
