"""Numbers and dates as people read them: the one place that turns a figure into text.

A number keeps its exact value, what it is measured in, and the minimums that it must not seem to reach: it is
rounded half up to two decimals, to more where that would hide a miss. Indonesian writes a decimal comma, English a
point; what machines read is written elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from zi_score.model.exact import plain, rounded
from zi_score.model.language import current_language, marked
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

Unit = Literal["points", "share", "margin", "share-difference", "plain", "plain-share"]
"""Points; a part of a whole in percent; points more or less; a part more or less, in percentage points; and points or
a part as they stand in a rule, with as many decimals as they have."""

Tone = Literal["good", "bad", "open"]
"""What something means for the unit; colours follow it, beside the word or the sign that says it too."""

_PLACES = 2
_FURTHER_PLACES = 4
_IN_PERCENT = ("share", "share-difference", "plain-share")
_SIGNED = ("margin", "share-difference")
_FIGURE = pattern(r"(?<![\w.,/])(?:\d{1,3}(?:,\d{3})+|\d+\.\d+)(?![\w/]|[.,]\d)")
_SPACED_PERCENT = pattern(r"(?<=\d) %")
_COMMA = str.maketrans(".,", ",.")
_PLAIN = ("plain", "plain-share")
_MONTHS = (
    *(marked("January"), marked("February"), marked("March"), marked("April")),
    *(marked("May"), marked("June"), marked("July"), marked("August")),
    *(marked("September"), marked("October"), marked("November"), marked("December")),
)


class Number(NamedTuple):
    """A figure with its exact value; its text is the one that every format shows.

    >>> str(points(Fraction(74996, 1000), [Fraction(75)])), str(share(Fraction(3, 4))), str(margin(Fraction(-1, 3000)))
    ('74,996', '75,00%', '-0,0003')
    """

    value: Fraction
    unit: Unit = "points"
    minimums: tuple[Fraction, ...] = ()
    tone: Tone | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is shown in percent."""
        return self.unit in _IN_PERCENT

    @property
    def is_signed(self) -> bool:
        """Whether its sign is shown, also where it is more."""
        return self.unit in _SIGNED

    @property
    def shown(self) -> Decimal:
        """The figure that is shown, of a share in percent."""
        return _shown(self.value, self.unit, self.minimums)

    @property
    def neutral(self) -> str:
        """The figure with a decimal point, for a sentence that is written in a language only when it is read.

        >>> share_as_ruled(Fraction(3, 5)).neutral, points(Fraction(15)).neutral
        ('60 %', '15.00')
        """
        return f"{self.shown:f}" + (" %" if self.is_share and self.unit != "share-difference" else "")

    def toned(self, tone: Tone | None) -> Number:
        """Return the number with what it means."""
        return self._replace(tone=tone)

    def __str__(self) -> str:
        """Write the number in the language in use."""
        return _text(self.value, self.unit, self.minimums, current_language())


@lru_cache(maxsize=8192)
def _shown(value: Fraction, unit: Unit, minimums: tuple[Fraction, ...]) -> Decimal:
    factor = 100 if unit in _IN_PERCENT else 1
    number = value * factor if factor > 1 else value
    if unit in _PLAIN:
        return Decimal(text) if "/" not in (text := plain(number)) else telling(number)
    return telling(number, [minimum * factor for minimum in minimums])


@lru_cache(maxsize=8192)
def _text(value: Fraction, unit: Unit, minimums: tuple[Fraction, ...], _language: str) -> str:
    """Write a number in the language in use; on a page the same few stand in many places."""
    sign = "%" if unit in ("share", "plain-share") else ""
    if unit in _PLAIN:
        figure = plain(value * (100 if unit in _IN_PERCENT else 1))
        is_endless = sign and "/" in figure  # nobody reads 730/9%
        return local(_shown(value, unit, minimums) if is_endless else figure) + sign
    return local(f"{_shown(value, unit, minimums):{'+' if unit in _SIGNED and value else ''}f}") + sign


def points(number: Fraction, minimums: Iterable[Fraction] = ()) -> Number:
    """Return points, which do not seem to reach a minimum that they miss."""
    return Number(number, "points", tuple(minimums))


def share(number: Fraction, minimums: Iterable[Fraction] = ()) -> Number:
    """Return a part of a whole, from 0 to 1, which is shown in percent."""
    return Number(number, "share", tuple(minimums))


def margin(number: Fraction) -> Number:
    """Return points above something, or below it."""
    return Number(number, "margin", (Fraction(),))


def share_difference(number: Fraction) -> Number:
    """Return what a part of a whole has become more or less, in percentage points; the heading above it says so."""
    return Number(number, "share-difference", (Fraction(),))


def as_ruled(number: Fraction) -> Number:
    """Return a number as it stands in a rule: with as many decimals as it has."""
    return Number(number, "plain")


def share_as_ruled(number: Fraction) -> Number:
    """Return a part of a whole as it stands in a rule, in percent."""
    return Number(number, "plain-share")


def of_measure(measure: str, value: Fraction, minimums: Iterable[Fraction] = ()) -> Number:
    """Return a figure of a criterion, which is one of points, or a share that is shown in percent."""
    return share(value, minimums) if measure == "share" else points(value, minimums)


def least(measure: str, value: Fraction) -> Number:
    """Return the minimum of a criterion: points, or a share as it stands in the rule."""
    return share_as_ruled(value) if measure == "share" else points(value)


def telling(number: Fraction, minimums: Iterable[Fraction] = (Fraction(),), places: int = _PLACES) -> Decimal:
    """Round half up; to more places, and at last down, where that would hide that a minimum is missed.

    >>> telling(Fraction(74996, 1000), [Fraction(75)]), telling(Fraction(-1, 3000))
    (Decimal('74.996'), Decimal('-0.0003'))
    """
    missed = [minimum for minimum in minimums if number < minimum]
    most = places + _FURTHER_PLACES
    for digits in range(places, most + 1):
        figure = rounded(number, digits)
        if not missed or figure < min(missed):
            return figure
    return Decimal(math.floor(number * 10**most)).scaleb(-most)


def ending(number: Fraction, minimums: Iterable[Fraction] = ()) -> str:
    """Write a number with as many decimals as it has, and one that never ends as a figure is told.

    >>> ending(Fraction("99.5")), ending(Fraction(200, 19)), ending(Fraction(29999, 300), [Fraction(100)])
    ('99.5', '10.53', '99.997')
    """
    return text if "/" not in (text := plain(number)) else f"{telling(number, minimums):f}"


def local(figure: object) -> str:
    """Write a decimal as the language in use does.

    >>> local("3.6"), local("1/3")
    ('3,6', '1/3')
    """
    return str(figure).replace(".", ",") if current_language() == "id" else str(figure)


def localised(text: str) -> str:
    """Return a sentence with its figures as the language in use writes them; codes, cells and fractions stay.

    >>> localised("84.62 (LKE ZI!K175) of A.I.1, 56.67 %, 2,000,000 cells, 1/3")
    '84,62 (LKE ZI!K175) of A.I.1, 56,67%, 2.000.000 cells, 1/3'
    """
    text = _SPACED_PERCENT.sub("%", text)
    return text if current_language() != "id" else _FIGURE.sub(lambda found: found[0].translate(_COMMA), text)


def dated(day: date) -> str:
    """Write a date in words.

    >>> dated(date(2021, 12, 31))
    '31 Desember 2021'
    """
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"
