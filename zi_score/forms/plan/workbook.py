"""An improvement as the workbook that a unit works with: the action plan (rencana aksi), and what is behind it."""

from __future__ import annotations

from openpyxl import Workbook

from zi_score.forms.plan.actions import write_actions
from zi_score.forms.plan.computed import write_computed
from zi_score.forms.plan.scores import write_scores
from zi_score.forms.plan.steps import write_alternatives, write_steps
from zi_score.forms.saving import saved
from zi_score.formulas.saved import with_values
from zi_score.improve.plan import Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _


def render(improvement: Improvement, ruleset: Ruleset) -> bytes:
    """Return an improvement as a workbook; the same improvement gives the same bytes.

    ``zi_score.improve.monitoring.progress`` reads it back and says what became of each action.
    """
    book = Workbook(write_only=True)
    table = write_actions(book, improvement, ruleset)
    write_scores(book, improvement, ruleset, table)
    write_steps(book, improvement, ruleset)
    if improvement.alternatives:
        write_alternatives(book, improvement, ruleset)
    write_computed(book, improvement, ruleset)
    book.properties.creator = "zi_score"
    book.properties.title = f"{_('Action plan')} - {improvement.target}"
    return with_values(saved(book, ruleset.moment))
