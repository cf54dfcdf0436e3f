"""A ratio of two counts and what it is worth: the one place where counts become a rate, and a rate a value."""

from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeVar

from zi_score.law.cited import Cited, Exact

Figure = TypeVar("Figure", Fraction, float)
"""An exact number of a score, or one as spreadsheets hold it."""


class ZeroWhole(Cited):
    """Values of a ratio whose whole is 0: with a part of 0, and with a part above 0."""

    zero_part: Exact
    some_part: Exact


class Ratio(Cited):
    """A ratio of two counts: a rate, and from it a value between 0 and 1.

    The rate of a ``share`` is part / whole, that of a ``decrease`` (whole - part) / whole, 1 standing for 100 %. It is
    worth nothing at ``zero_at``, full marks at ``full_at``, and in proportion between them; where ``full_at`` is the
    lower one, less is better. With ``part_of_whole`` a part above the whole contradicts it, unless one of these two
    rates lies above 1; without, the rate is merely limited.
    """

    kind: Literal["share", "decrease"]
    part: str
    whole: str
    full_at: Exact = Fraction(1)
    zero_at: Exact = Fraction()
    part_of_whole: bool = True
    zero_whole: ZeroWhole

    @cached_property
    def is_plain(self) -> bool:
        """Whether its rate is its value."""
        return self.zero_at == 0 and self.full_at == 1

    @cached_property
    def lowest(self) -> Fraction:
        """The rate below which none is told apart from it."""
        return min(Fraction(), self.full_at, self.zero_at)

    @cached_property
    def highest(self) -> Fraction:
        """The rate above which none is told apart from it."""
        return max(Fraction(1), self.full_at, self.zero_at)

    @property
    def may_exceed(self) -> bool:
        """Whether a part above the whole contradicts nothing."""
        return self.kind == "decrease" or not self.part_of_whole or self.highest > 1

    @property
    def wants_more(self) -> bool:
        """Whether a larger part is worth more."""
        return (self.full_at > self.zero_at) == (self.kind == "share")

    def unlimited(self, part: Figure, whole: Figure) -> Figure:
        """Return the rate of two counts, whatever it is; the whole is not 0."""
        return part / whole if self.kind == "share" else (whole - part) / whole

    def rate(self, part: Figure, whole: Figure) -> Figure:
        """Return the rate of two counts, limited to its ends; the whole is not 0."""
        return self.limited(self.unlimited(part, whole))

    def limited(self, rate: Figure) -> Figure:
        """Return a rate, or the end that it lies beyond."""
        kind = type(rate)
        return min(kind(self.highest), max(kind(self.lowest), rate))

    def value(self, rate: Figure) -> Figure:
        """Return what a rate is worth, from 0 to 1."""
        kind = type(rate)
        reached = rate if self.is_plain else (rate - self.zero_at) / (self.full_at - self.zero_at)
        return min(kind(1), max(kind(0), reached))

    def rate_worth(self, value: Figure) -> Figure:
        """Return the rate between ``zero_at`` and ``full_at`` that has a value."""
        kind = type(value)
        return kind(self.zero_at) + value * kind(self.full_at - self.zero_at)

    def part_at(self, rate: Fraction, whole: Figure) -> Figure:
        """Return the part that makes a rate of a whole."""
        share = type(whole)(rate if self.kind == "share" else 1 - rate)
        return share * whole
