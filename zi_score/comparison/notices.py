"""What a reader of a comparison has to know about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, computed_field

from zi_score.model.findings import shown
from zi_score.model.language import marked, translate
from zi_score.model.worksheet import Frozen

_MESSAGES = {
    "highest-authority": marked(
        "Of each workbook, the answers of the highest authority that answered are compared: {assessors}."
    ),
    "assessors-differ": marked(
        "The answers are by different assessors: a part of what changed may be their judgement, not the unit's work."
    ),
    "units-differ": marked("These are different units: {units}."),
    "unit-not-stated": marked("{paths}: the unit is not stated; it is taken for the same one."),
    "agencies-differ": marked("The agency is not named the same everywhere: {agencies}."),
    "regulations-differ": marked(
        "Different regulations: {regulations}. Areas and hasil are compared by the share of their weight, questions "
        "and criteria only within one regulation."
    ),
    "order-by-year": marked("The rounds stand in the order of their years."),
    "order-as-given": marked("The rounds stand in the order in which they were given: {reason}."),
}

_REASONS = {
    "same-year": marked("all are of the same year"),
    "no-year": marked("not every workbook states its year"),
}

Name = Literal[
    "highest-authority",
    "assessors-differ",
    "units-differ",
    "unit-not-stated",
    "agencies-differ",
    "regulations-differ",
    "order-by-year",
    "order-as-given",
]


class Notice(Frozen):
    """Something to know about a comparison; ``name`` is its identity, ``details`` what it speaks of."""

    name: Name
    details: dict[str, str] = Field(default_factory=dict)

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        details = dict(self.details)
        if "reason" in details:
            word = _REASONS[details["reason"]]
            details["reason"] = translate(word)
        message = _MESSAGES[self.name]
        return translate(message).format_map(details)


def notice(name: Name, **details: object) -> Notice:
    """Make a notice; its details are cut to one line each.

    >>> notice("order-by-year").name
    'order-by-year'
    """
    return Notice(name=name, details={key: shown(value) for key, value in details.items()})
