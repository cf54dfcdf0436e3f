"""What was tried out, above the evaluation that it led to."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from zi_score.findings import shown
from zi_score.improve.change import Change
from zi_score.language import translate as _
from zi_score.report.render.console import WIDTH, hanging, printed

_LABEL = 60


def render(changes: Iterable[Change], *, width: int = WIDTH, color: bool = False) -> str:
    """Return the answers that were set, and what stood there before."""
    title = Text(_("What if (the workbook stays as it is):"), style="bold")
    made = list(changes)
    names = (change.place for change in made if change.place)
    return printed([title, *(hanging(_line(each)) for each in made), ""], width=width, color=color, names=names)


def _line(change: Change) -> str:
    cell = f" ({shown(change.place)})" if change.place else ""
    before, after = (shown(text) if text else _("unanswered") for text in (change.before, change.after))
    return f"{change.code}{cell}: {before} -> {after}  {shown(change.label, _LABEL)}"
