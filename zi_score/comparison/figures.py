"""Figures beside each other: points and shares of a part on every side, and the differences between sides."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AliasChoices, Field, PlainSerializer, computed_field

from zi_score.evaluation.assessment import Share
from zi_score.evaluation.criterion import written_margin
from zi_score.evaluation.scoring import Figure
from zi_score.model.worksheet import COMPUTED, Frozen, Value

Signed = Annotated[Fraction, PlainSerializer(written_margin, return_type=str)]
"""Points more or less, exact; two decimals, half up, in JSON; less keeps its sign where it rounds to 0."""

SignedShare = Annotated[Fraction, PlainSerializer(lambda share: written_margin(share, 4), return_type=str)]
"""A share of a weight more or less, exact; four decimals, half up, in JSON."""


class Amount(Frozen):
    """Points more, or less."""

    model_config = COMPUTED

    score: Signed = Field(validation_alias=AliasChoices("exact", "score"))

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The points as a fraction in lowest terms."""
        return str(self.score)


class Difference(Frozen):
    """What a later side has more than an earlier one; negative: less.

    Points are None where the two regulations give different weights; ``share`` is of the weight.
    """

    model_config = COMPUTED

    score: Signed | None = Field(validation_alias=AliasChoices("exact", "score"))
    share: SignedShare = Field(validation_alias=AliasChoices("share_exact", "share"))

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def exact(self) -> str | None:
        """The points as a fraction in lowest terms."""
        return None if self.score is None else str(self.score)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def share_exact(self) -> str:
        """The share as a fraction in lowest terms."""
        return str(self.share)


class PartDifference(Difference):
    """The difference in a part of the instrument.

    ``unanswered`` are the points of it that come from questions which only one of the two sides
    answered: nobody raised or lowered these. None between regulations.
    """

    unanswered: Value | None


class Reached(Figure):
    """What a side reached of a part."""

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def share(self) -> Share:
        """The score as a part of the weight, 0 to 1."""
        return self.score / self.weight


class ComparedPart(Frozen):
    """A part of the instrument on every side."""

    name: str
    sides: dict[str, Reached]
    steps: tuple[PartDifference, ...]
    difference: PartDifference
