"""What every part of a regulation is made of: values that are exact, and the source that each part names."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator

from zi_score.model.exact import exact

Exact = Annotated[Fraction, PlainValidator(exact)]


def _minimum(value: object) -> Fraction | str:
    return value if isinstance(value, str) else exact(value)


Minimum = Annotated[Fraction | str, PlainValidator(_minimum)]


class Law(BaseModel):
    """Base of everything in a ruleset: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(Law):
    """Where a value comes from, and with what authority."""

    kind: Literal["law", "official-form", "practice"]
    text: str


class Cited(Law):
    """A part of the law that names its source, a key of ``Ruleset.sources``."""

    source: str
