"""What was tried out, above the evaluation that it led to."""

from __future__ import annotations

from collections.abc import Sequence

from zi_score.evaluation.result import Evaluation
from zi_score.improve.change import Change
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.reports.answers import tried
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Document, Table, code_column
from zi_score.reports.documents import evaluation as evaluations
from zi_score.reports.words import sentence


def document(evaluation: Evaluation, changes: Sequence[Change], ruleset: Ruleset) -> Document:
    """Return an evaluation of answers that were tried out, with what was set and what stood there before."""
    basis = evaluations.document(evaluation, ruleset)
    blocks = (_changes(changes, ruleset), *basis.blocks)
    return basis._replace(kind=_("What if (the workbook stays as it is)"), blocks=blocks)


def _changes(changes: Sequence[Change], ruleset: Ruleset) -> Table:
    columns = columns_of("code", "cell", code_column("before", _("before")), code_column("after", _("after")), "label")
    rows = [
        (
            each.code,
            shown(each.place or ""),
            *tried(each, ruleset),
            sentence(each.label),
        )
        for each in changes
    ]
    about = _("The workbook stays as it is.")
    return Table(key="changes", title=_("What was tried out"), about=about, columns=columns, rows=rows, detail=-1)
