"""An answer that was tried out."""

from __future__ import annotations

from zi_score.evaluation.result import Evaluation
from zi_score.model.worksheet import Cell, Frozen


class Change(Frozen):
    """An answer or count that was set: what stood there, and what stands there now; blank for nothing."""

    code: str
    label: str
    before: str
    after: str
    place: Cell | None


class WhatIf(Evaluation):
    """An evaluation of answers that were tried out, and what was changed in them."""

    changes: tuple[Change, ...]

    @classmethod
    def of(cls, evaluation: Evaluation, changes: tuple[Change, ...]) -> WhatIf:
        """Put an evaluation and its changes together."""
        return cls(**{name: getattr(evaluation, name) for name in type(evaluation).model_fields}, changes=changes)
