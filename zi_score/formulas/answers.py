"""Answers that are formulas of which nobody saved the result: computed, where that is certain."""

from __future__ import annotations

from collections.abc import Mapping

from zi_score.formulas.loaded import Loaded
from zi_score.formulas.values import Cell, ErrorValue, Value
from zi_score.model.formula import position
from zi_score.model.submission import Submission


def answers_of(content: bytes, submission: Submission) -> Mapping[Cell, Value]:
    """Return what the formulas give that stand in place of answers, of those that are not known.

    Raises:
        ValueError: a formula keeps the engine from computing any.

    """
    answers = (answer for sheet in submission.worksheet.sheets for answer in sheet.answers.values())
    wanted = [answer.place for answer in answers if answer.is_uncomputed]
    loaded = Loaded(content, submission)
    doubtful = loaded.spread()
    found: dict[Cell, Value] = {}
    for place in wanted:
        cell = (place.sheet, *(position(place.cell) or (0, 0)))
        value = loaded.as_they_stand.get(cell)
        if cell not in doubtful and value is not None and not isinstance(value, ErrorValue):
            found[cell] = value
    return found
