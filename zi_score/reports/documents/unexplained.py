"""Questions whose answers differ without a note that says why."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.comparison.model import Comparison
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.reports.answers import said
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Column, Table, Word, code_column, law_column
from zi_score.reports.documents.sides import step_name
from zi_score.reports.figures import difference
from zi_score.reports.words import sentence


def unexplained(result: Comparison) -> Table:
    """Return the answers that a higher authority lowered without a note, and those that it raised."""
    columns = columns_of(
        *([Column("step", _("step"))] if len(result.steps) > 1 else []),
        Column("finding", _("what")),
        "code",
        code_column("before", _("before")),
        code_column("after", _("after")),
        "points",
        "cell",
        law_column("label", _("question"), only=("markdown", "html", "xlsx")),
    )
    rows = [
        (
            *([step_name(result, step)] if len(result.steps) > 1 else []),
            word,
            code,
            said(result.questions[code].sides[step.from_]),
            said(result.questions[code].sides[step.to]),
            difference(result.questions[code].steps[number].score),
            shown(str(result.questions[code].sides[step.to].cell or "-")),
            sentence(result.questions[code].label),
        )
        for number, step in enumerate(result.steps)
        for word, code in _to_explain(result, number)
    ]
    return Table(
        key="unexplained",
        title=_("Lowered without a note, or raised"),
        about=_(
            "A unit must be able to see why an answer was lowered; one that was raised is rare and needs a reason."
        ),
        columns=columns,
        rows=rows,
        sheet=True,
    )


def _to_explain(result: Comparison, number: int) -> Iterator[tuple[Word, str]]:
    """Yield what happened to which question in a step in which the later side judges the earlier."""
    silent = result.steps[number].without_note
    if silent is None:
        return
    yield from ((Word(_("lowered without a note"), "bad"), code) for code in silent)
    for code, question in result.questions.items():
        if question.steps[number].change == "raised":
            yield Word(_("raised"), "open"), code
