"""``zi-score rules``: the ruleset with its citations, or one part of it by code."""

from difflib import get_close_matches
from typing import Annotated

import typer

from zi_score.cli.app import Exit, app, chosen_ruleset, fail
from zi_score.cli.options import LanguageOption, RulesetOption
from zi_score.cli.words import Command
from zi_score.language import translate as _


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Show the ruleset with its sources, or one question with its rubric."),
    epilog=_("Example:") + " zi-score rules A.I.1.i.b",
)
def rules(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[CODE]"), help=_("Code of a section, indicator, question or criterion."), show_default=False
        ),
    ] = None,
    *,
    ruleset: RulesetOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 - read before parsing, see zi_score.cli
) -> None:
    """Show the law as the program holds it."""
    from zi_score.output import law

    loaded = chosen_ruleset(ruleset)
    if code is None:
        typer.echo(law.overview(loaded), nl=False)
    elif text := law.part(loaded, code):
        typer.echo(text, nl=False)
    else:
        near = ", ".join(get_close_matches(code, law.codes(loaded), n=4))
        fail(
            Exit.USAGE,
            _("{code}: no such code in {ruleset}. Near: {near}.").format(
                code=code, ruleset=loaded.id, near=near or "-"
            ),
        )
