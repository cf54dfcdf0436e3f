"""The commands under one name."""

from typing import Annotated

import typer

from zi_score.cli.app import app
from zi_score.cli.options import LanguageOption
from zi_score.cli.words import DefaultGroup
from zi_score.model.language import translate as _


class RulesGroup(DefaultGroup):
    """The commands on rulesets, in their order; the first need not be named."""

    order = ("show", "init", "build", "validate", "diff", "review")


Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar=_("FORMAT:PATH"),
        help=_("Also write text, json, markdown, html or xlsx to a file; may be repeated."),
    ),
]

rules = typer.Typer(
    name="rules",
    help=_("Show the ruleset with its sources (show need not be named), or begin and check one of your own."),
    epilog=_("Example:") + " zi-score rules A.I.1.i.b",
    cls=RulesGroup,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("[CODE] | COMMAND [ARGS]..."),
    rich_markup_mode=None,
)
app.add_typer(rules)


@rules.callback()
def _root(*, lang: LanguageOption = None) -> None:
    """Let ``--lang`` stand before a command, too."""
