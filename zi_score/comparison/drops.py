"""What a comparison that was written as JSON says of how much an assessor lowered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic import ValidationError

from zi_score.comparison.choice import ComparisonError
from zi_score.model.exact import exact
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Unit

_SECTIONS = ("areas", "results")


class Drops(NamedTuple):
    """By how many points the last side of a comparison lies below the first, and whose that side is.

    ``points`` are exact, by number of the area of change (``"1"``) and code of the part of hasil (``"B.I"``); 0 where
    nothing was lowered. ``ruleset`` is the id of the regulation that the last side follows.
    """

    points: dict[str, Fraction]
    unit: Unit
    ruleset: str


def drops_of(text: str | bytes) -> Drops:
    """Return by how many points the last side of a comparison lies below the first.

    Questions that only one side answered are left out: an answer that is missing was not lowered.

    Args:
        text: what ``zi-score compare --format json`` gives.

    Raises:
        ComparisonError: the text is no such comparison, or its sides follow different regulations.

    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ComparisonError(_("This is not JSON; expected what zi-score compare --format json gives.")) from None
    if not isinstance(found, Mapping) or not {"schema_version", "sides", *_SECTIONS} <= set(found):
        raise ComparisonError(_("This is no comparison; expected what zi-score compare --format json gives."))
    if found["schema_version"] != 1:
        message = _("schema_version {version}: only 1 is known; write the comparison anew with this program.")
        raise ComparisonError(message.format(version=found["schema_version"]))
    drops: dict[str, Fraction] = {}
    for section in _SECTIONS:
        parts = found[section]
        if not isinstance(parts, Mapping):
            raise _fault(section, parts)
        drops |= {str(key): _drop(f"{section}.{key}.difference", part) for key, part in parts.items()}
    return Drops(drops, *_last_side(found["sides"]))


def _last_side(sides: object) -> tuple[Unit, str]:
    """Return whose the last side is, and the regulation that it follows."""
    last: Mapping[str, Any] = next(reversed(sides.values()), {}) if isinstance(sides, dict) else {}
    try:
        return Unit.model_validate(last["unit"]), str(last["ruleset"]["id"])
    except (TypeError, KeyError, ValidationError):
        raise _fault("sides", sides) from None


def _drop(place: str, part: object) -> Fraction:
    difference = part.get("difference") if isinstance(part, Mapping) else None
    if not isinstance(difference, Mapping) or not {"exact", "unanswered"} <= set(difference):
        raise _fault(place, difference)
    if difference["exact"] is None or difference["unanswered"] is None:
        raise ComparisonError(_("Its sides follow different regulations; that does not tell what an assessor lowered."))
    try:
        points, unanswered = exact(difference["exact"]), exact(difference["unanswered"])
    except ValueError:
        raise _fault(place, dict(difference)) from None
    return max(Fraction(), unanswered - points)


def _fault(place: str, found: object) -> ComparisonError:
    return ComparisonError(
        _("{place}: found {found:.80}, expected figures as zi-score compare writes them.").format(
            place=place, found=repr(found)
        )
    )
