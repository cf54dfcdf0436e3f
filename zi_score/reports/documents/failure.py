"""A workbook that could not be evaluated, as a document: why, and what to do."""

from __future__ import annotations

from zi_score.evaluation.result import Failure
from zi_score.model.findings import named
from zi_score.model.language import translate as _
from zi_score.reports.document import Document, Word, line
from zi_score.reports.words import sentence


def document(failure: Failure) -> Document:
    """Return why a workbook could not be evaluated."""
    tips = (line(sentence(found.tip), depth=1) for found in failure.findings)
    return Document(
        kind=_("Evaluation of a workbook"),
        title=named(failure.source["path"]),
        head=(line(Word(sentence(failure.error), "bad")), *tips),
        tone="bad",
        names=(failure.source["path"],),
    )
