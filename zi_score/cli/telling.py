"""What an export says on standard error: which answers would be lost, and what beside answers is."""

from collections.abc import Collection

import typer

from zi_score.forms.carried import Room, listed
from zi_score.forms.lost import losses, moved, withheld
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.submission import Submission

_LONGEST = 2_000


def is_whole(path: str, submission: Submission, ruleset: Ruleset, room: Room, *, allow_unread: bool) -> bool:
    """Tell which answers would be lost; return whether the unit may be exported all the same."""
    lost = list(withheld(submission, ruleset, room))
    if not lost:
        return True
    message = (
        _("{path}: left blank, because it cannot be carried: {count}")
        if allow_unread
        else _("{path}: not exported; what cannot be carried (--allow-unread leaves it blank): {count}")
    )
    tell(message.format(path=path, count=len(lost)), *(f"{each.where}: {each.reason}" for each in lost))
    return allow_unread


def tell_left(path: str, submission: Submission, ruleset: Ruleset, room: Room, kept: Collection[str] = ()) -> None:
    """Name what beside answers is not in an export, and what stands elsewhere in it; ``kept`` are facts."""
    if places := moved(submission, ruleset, room):
        message = _("{path}: PortalRB does not ask percentages and totals; texts put beside their first count: {cells}")
        tell(message.format(path=path, cells=listed(places)))
    if left := "; ".join(losses(submission, ruleset, room, kept)):
        tell(_("{path}: not in the export: {parts}").format(path=path, parts=left))


def tell(sentence: str, *lines: str) -> None:
    """Say something; what comes from a workbook stays on its line."""
    typer.echo(f"zi-score: {shown(sentence, _LONGEST)}", err=True)
    for line in lines:
        typer.echo(f"  {shown(line, _LONGEST)}", err=True)
