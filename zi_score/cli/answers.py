"""``--set CODE=ANSWER``: answers in place of the workbook's."""

from collections.abc import Iterable

import typer

from zi_score.cli.app import Exit, fail
from zi_score.model.language import translate as _

SET = typer.Option(
    "--set",
    metavar=_("CODE=ANSWER"),
    help=_(
        "Answer of a question, or of a count (CODE.KEY=NUMBER), named by code, cell (K202) or word (IPAK); blank clears"
        " it; may be repeated."
    ),
)


def answers_of(texts: Iterable[str]) -> dict[str, str]:
    """Return what was set by code, however often the option was given."""
    answers: dict[str, str] = {}
    for text in texts:
        code, equals, answer = text.partition("=")
        if not equals or not code.strip():
            fail(Exit.USAGE, _("--set {text}: expected CODE=ANSWER.").format(text=text))
        if code.strip() in answers:
            fail(Exit.USAGE, _("--set {code}: set twice.").format(code=code.strip()))
        answers[code.strip()] = answer
    return answers
