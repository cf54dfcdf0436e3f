"""What became of one minimum or requirement."""

from collections.abc import Collection
from enum import StrEnum
from fractions import Fraction
from typing import Any

from pydantic import computed_field, field_serializer, model_validator
from pydantic.dataclasses import dataclass

from zi_score.model.exact import plain, rounded
from zi_score.model.worksheet import LEAN
from zi_score.model.written import ending

Stated = Fraction | str
"""A number, or a choice of the ruleset."""


class Status(StrEnum):
    """Whether something holds; ``undetermined`` when only unanswered or unknown facts decide it."""

    MET = "met"
    NOT_MET = "not-met"
    UNDETERMINED = "undetermined"


_PLACES = {"score": 2, "share": 4, "count": 0}
"""Decimals of a measure's figures in JSON; what is measured otherwise is written as it was stated."""


@dataclass(frozen=True, slots=True, kw_only=True, config=LEAN)
class CriterionResult:
    """A minimum or requirement of one predicate, and what was reached.

    Numbers are exact. In JSON ``reached``, ``margin`` and ``highest`` are rounded half up (points to
    two decimals, shares to four); ``exact`` and ``highest_exact`` are there the figures that were
    compared. ``weight`` are the points that there are to reach, ``unit`` is that of a fact stated
    as a number. ``cells`` are those of the LKE that answer a requirement, where it does.
    """

    id: str
    label: str
    measure: str
    minimum: Stated
    reached: Stated | None
    highest: Fraction | None = None
    weight: Fraction | None = None
    unit: str | None = None
    cells: tuple[str, ...] = ()
    status: Status
    citation: str
    kind: str

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, data: Any) -> Any:  # noqa: ANN401 - whatever is to become one
        if not isinstance(data, dict) or not isinstance(data.get("minimum"), str):
            return data
        if data.get("measure") not in _PLACES and not data.get("unit"):
            return data
        exactly = {"reached": data.get("exact", data.get("reached")), "highest": data.get("highest_exact")}
        numbers = {**data, **{key: value for key, value in exactly.items() if value is not None}}
        return {**numbers, **{key: _number(numbers.get(key)) for key in ("minimum", "reached", "highest", "weight")}}

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def margin(self) -> Fraction | None:
        """What was reached above the minimum, in the unit of the measure; negative: missing. Facts have none."""
        if self.measure not in _PLACES or isinstance(self.reached, str | None) or isinstance(self.minimum, str):
            return None
        return self.reached - self.minimum

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def margin_points(self) -> Fraction | None:
        """The margin in points, of a share those of its area; facts and counts have none."""
        return self.gap

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def exact(self) -> str | None:
        """What was reached of points, or of a share of them, as a fraction in lowest terms; None for facts."""
        return str(self.reached) if self.measure in _SCORED and self.reached is not None else None

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def highest_exact(self) -> str | None:
        """The highest that the unanswered questions leave possible, as a fraction in lowest terms."""
        return None if self.highest is None else str(self.highest)

    @field_serializer("minimum", "weight")
    def _plain(self, value: Stated | None) -> str | None:
        return plain(value) if isinstance(value, Fraction) else value

    @field_serializer("reached", "highest")
    def _rounded(self, value: Stated | None) -> str | None:
        return self.shown(value)

    @field_serializer("margin")
    def _signed(self, _value: Fraction | None) -> str | None:
        return self.shown_margin

    @field_serializer("margin_points")
    def _signed_points(self, value: Fraction | None) -> str | None:
        return None if value is None else written_margin(value)

    def shown(self, value: Stated | None) -> str | None:
        """Return a figure of this measure as it is shown: points with two decimals, shares with four, half up."""
        if not isinstance(value, Fraction):
            return value
        return str(rounded(value, _PLACES[self.measure])) if self.measure in _PLACES else plain(value)

    @property
    def shown_margin(self) -> str | None:
        """The margin as it is shown, in the unit of the measure; a miss keeps its sign."""
        return None if self.margin is None else written_margin(self.margin, _PLACES[self.measure])

    @property
    def gap(self) -> Fraction | None:
        """Points above the minimum, exact, shares as points of their area; negative: points missing."""
        if self.measure not in _SCORED or self.margin is None:
            return None
        return self.margin * self.weight if self.measure == "share" and self.weight else self.margin

    @property
    def hides_a_miss(self) -> bool:
        """Whether two decimals would show the minimum, though it is missed."""
        margin = self.margin
        if margin is None or margin >= 0 or not isinstance(self.reached, Fraction):
            return False
        return rounded(self.reached, _PLACES[self.measure]) >= Fraction(self.minimum)

    @property
    def asked(self) -> str:
        """The minimum as it is written in the regulation."""
        return plain(self.minimum) if isinstance(self.minimum, Fraction) else self.minimum

    @property
    def stated(self) -> str | None:
        """What was stated of a fact, or what the LKE itself shows of it, with the cells."""
        if not isinstance(self.reached, Fraction):
            return self.reached
        text = ending(self.reached, [self.minimum] if isinstance(self.minimum, Fraction) else [])
        return f"{text} ({', '.join(self.cells)})" if self.cells else text


_SCORED = ("score", "share")


def _number(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


def is_requirement(criterion: CriterionResult) -> bool:
    """Whether a criterion is a requirement for being proposed, not a minimum of the predicate."""
    return criterion.measure == "requirement"


def joint(statuses: Collection[Status]) -> Status:
    """Return the status of several together: the worst."""
    for status in (Status.NOT_MET, Status.UNDETERMINED):
        if status in statuses:
            return status
    return Status.MET


def written_margin(margin: Fraction, places: int = 2) -> str:
    """Write a margin; a miss keeps its sign where it rounds to 0."""
    text = str(rounded(margin, places))
    return f"-{text}" if margin < 0 and not text.startswith("-") else text
