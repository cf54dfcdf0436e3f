"""The commands, the exit codes, and what is said when something goes wrong."""

import gettext
import os
import sys
from enum import IntEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from zi_score import __version__
from zi_score.cli.endings import INTERRUPTED
from zi_score.cli.options import LanguageOption
from zi_score.cli.words import CommandGroup, first_word
from zi_score.model.language import LOCALE_DIR, current_language
from zi_score.model.language import translate as _
from zi_score.model.trouble import FULL, trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zi_score.law.ruleset import Ruleset

# Typer's own words (Usage, Options, errors) come from the catalogue of the domain in use.
os.environ["LANGUAGE"] = current_language()
gettext.bindtextdomain("zi_score", LOCALE_DIR)
gettext.textdomain("zi_score")


class Exit(IntEnum):
    """Exit codes; the highest that applies wins, and none depends on the format."""

    DONE = 0
    NOT_REACHED = 1
    USAGE = 2
    UNREADABLE = 3
    FAULT = 4


COMMANDS = (
    "judge",
    "evaluate",
    "batch",
    "compare",
    "check",
    "annotate",
    "report",
    "explain",
    "improve",
    "whatif",
    "template",
    "export",
    "rules",
    "schema",
)
"""Modules of the commands, in the order in which ``--help`` lists them."""

CommandGroup.order = COMMANDS

_DEFAULT = "judge"
"""The command that may be left out."""

_ALONE = ("--help", "--version", "--install-completion", "--show-completion")
"""Options before a command that take no value."""

app = typer.Typer(
    name="zi-score",
    help=_("Score Zona Integritas worksheets (LKE) by the regulation, and say why."),
    epilog=_("Example:") + " zi-score evaluate lke.xlsx --require wbk",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    cls=CommandGroup,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    rich_markup_mode=None,
)


def fail(code: Exit, message: str) -> NoReturn:
    """End with a sentence on standard error."""
    typer.echo(f"zi-score: {message}", err=True)
    raise typer.Exit(code)


def chosen_ruleset(ruleset: str | None) -> "Ruleset":
    """Return the ruleset of ``--ruleset``, else the current one; one that cannot be used ends with a sentence."""
    from zi_score.law.fault import RulesetError
    from zi_score.law.load import DEFAULT_RULESET
    from zi_score.reading.rulesets import load_ruleset

    try:
        return load_ruleset(ruleset or DEFAULT_RULESET)
    except RulesetError as problem:
        fail(Exit.USAGE, str(problem))


def elsewhere(code: str, ruleset: "Ruleset") -> str:
    """Say which other built-in ruleset has a code, in a sentence with a blank before it; nothing if none has."""
    from zi_score.law.load import built_in_rulesets
    from zi_score.reports.documents import law

    others = (chosen_ruleset(id_) for id_ in built_in_rulesets() if id_ != ruleset.id)
    found = next((other.id for other in others if code in law.codes(other)), None)
    return " " + _("It is a code of {ruleset}: add --ruleset {ruleset}.").format(ruleset=found) if found else ""


def named_ruleset(ruleset: str | None) -> "Ruleset | None":
    """Return the ruleset of ``--ruleset`` where a workbook is read; without it, the workbook tells its own."""
    return None if ruleset is None else chosen_ruleset(ruleset)


def chosen_predicate(ruleset: str | None, option: str, predicate: str) -> str:
    """Return the predicate of an option as a ruleset writes it; one that no workbook could reach ends with a sentence.

    Args:
        ruleset: what ``--ruleset`` names; without it, workbooks may follow any that they are recognised by.
        option: the option, for the sentence.
        predicate: what it asks for.

    """
    from zi_score.reading.rulesets import known_rulesets, own_rulesets

    laws = tuple(known_rulesets()) if ruleset is None and own_rulesets() else (chosen_ruleset(ruleset),)
    known = {name.casefold(): name for law in reversed(laws) for name in law.predicates}
    if predicate.casefold() in known:
        return known[predicate.casefold()]
    first, *others = laws
    message = _("{ruleset} has: {predicates}.")
    further = [message.format(ruleset=each.id, predicates=", ".join(each.predicates)) for each in others]
    fail(Exit.USAGE, " ".join([lacking(option, predicate, first.id, first.predicates), *further]))


def lacking(option: str, predicate: str, ruleset: str, predicates: "Iterable[str]") -> str:
    """Say that a ruleset has no such predicate."""
    message = _("{option} {predicate}: {ruleset} has no such predicate; it has: {predicates}.")
    return message.format(option=option, predicate=predicate, ruleset=ruleset, predicates=", ".join(predicates))


def _version(value: bool) -> None:  # noqa: FBT001 - Typer calls it with the option's value
    if value:
        from zi_score.law.load import built_in_rulesets

        typer.echo(f"zi-score {__version__} ({', '.join(built_in_rulesets())})")
        raise typer.Exit


@app.callback()
def _root(
    *,
    lang: LanguageOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Show program and rulesets."))
    ] = False,
) -> None:
    """Let every command stand under its name, were there only one."""


def run() -> None:
    """Run the command line; a fault of the program itself ends with its own exit code.

    Raises:
        ModuleNotFoundError: a library is missing.

    """
    named = first_word(sys.argv[1:], _ALONE)
    if named and named not in (*COMMANDS, *_ALONE):
        from zi_score.cli.given import with_command

        sys.argv[1:] = with_command(sys.argv[1:], sys.argv[1:].index(named), COMMANDS, _DEFAULT)
        named = first_word(sys.argv[1:], _ALONE)
    for command in [named] if named in COMMANDS else COMMANDS:
        import_module(f"zi_score.cli.{command}")  # it registers itself

    try:
        app()
    except typer.Abort:  # what Typer makes of Ctrl-C
        sys.exit(INTERRUPTED)
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno in FULL:
            typer.echo(f"zi-score: {problem.filename or _('standard output')}: {trouble(problem)}", err=True)
            _drop_output()
            sys.exit(Exit.USAGE)
        if os.environ.get("ZI_SCORE_DEBUG") or isinstance(problem, ModuleNotFoundError):
            raise
        typer.echo(
            _(
                "zi-score: internal error: {problem}. Please report it with the workbook's layout; "
                "ZI_SCORE_DEBUG=1 shows where."
            ).format(problem=f"{type(problem).__name__}: {problem}"),
            err=True,
        )
        sys.exit(Exit.FAULT)


def _drop_output() -> None:
    """Let what is still to be written to standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
