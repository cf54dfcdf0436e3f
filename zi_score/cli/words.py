"""Typer's own words in the language in use; it looks up only some of them itself."""

import re
import sys
from collections.abc import Sequence
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from zi_score.model.language import marked
from zi_score.model.language import translate as _

_HELP = frozenset(
    {
        marked("Show this message and exit."),
        marked("Install completion for the current shell."),
        marked("Show completion for the current shell, to copy it or customize the installation."),
    }
)
_SENTENCES = (
    marked("{message} Did you mean {names}?"),
    marked("{message} (Possible options: {names})"),
    marked("Invalid value for {name}: {message}"),
    marked("Missing argument {name}."),
    marked("Missing option {name}."),
    marked("No such option: {name}"),
    marked("Option {name} requires an argument."),
    marked("Option {name} does not take a value."),
    marked("Got unexpected extra argument(s) ({arguments})"),
    marked("{value} is not one of {choices}."),
    marked("Input should be a valid integer, unable to parse string as an integer"),
    marked("Input should be greater than or equal to {least}"),
    marked("Input should be less than or equal to {most}"),
)
_PATTERNS = {re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(text)): text for text in _SENTENCES}


def translated(sentence: str) -> str:
    """Return a sentence of Typer in the language in use; one that is not known stays as it is.

    >>> from zi_score.model.language import use_language
    >>> use_language("id")
    >>> translated("No such option: --nope")
    'Opsi --nope tidak dikenal.'
    """
    sentence = sentence.removeprefix("Value error, ")  # pydantic's, inside Typer's
    for pattern, message in _PATTERNS.items():
        if match := re.fullmatch(pattern, sentence, re.DOTALL):
            parts = match.groupdict()
            if "message" in parts:
                parts["message"] = translated(parts["message"])
            return _(message).format(**parts)
    return sentence


class Command(TyperCommand):
    """A command whose usage line and help option speak the language in use."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)

    def get_params(self, ctx: Any) -> list[Any]:
        return _translated_help(super().get_params(ctx))


class CommandGroup(TyperGroup):
    """The commands together, in their order; what was typed wrong is said in the language in use."""

    order: ClassVar[Sequence[str]] = ()

    def list_commands(self, ctx: Any) -> list[str]:
        named = super().list_commands(ctx)
        return sorted(named, key=lambda name: self.order.index(name) if name in self.order else len(self.order))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)

    def get_params(self, ctx: Any) -> list[Any]:
        return _translated_help(super().get_params(ctx))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            sys.exit(super().main(*args, **kwargs | {"standalone_mode": False}))
        except Exception as problem:
            code = getattr(problem, "exit_code", None)
            if code is None or not hasattr(problem, "format_message"):
                raise
            _complain(problem)
            sys.exit(code)


class DefaultGroup(CommandGroup):
    """Commands under one name, the first of which need not be named; each of its options takes a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names = self.list_commands(ctx)
        if first_word(args, ctx.help_option_names) not in (*names, *ctx.help_option_names):
            args = [names[0], *args]
        return super().parse_args(ctx, args)


def first_word(args: list[str], alone: Sequence[str]) -> str | None:
    """Return the first argument that is neither an option nor the value of one; ``alone`` have none."""
    left = iter(args)
    for arg in left:
        if not arg.startswith("-") or arg in alone:
            return arg
        if "=" not in arg:
            next(left, None)
    return None


def _complain(problem: Any) -> None:
    message, context = problem.format_message(), getattr(problem, "ctx", None)
    if type(problem).__name__ == "NoArgsIsHelpError":
        typer.echo(message, err=True)
        return
    if context is not None:
        hint = _("Try '{command} {option}' for help.").format(
            command=context.command_path, option=context.help_option_names[0]
        )
        typer.echo(f"{context.get_usage()}\n{hint}\n", err=True)
    typer.echo(_("Error: {message}").format(message=translated(message)), err=True)


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{_('Usage:')} ")


def _translated_help(params: list[Any]) -> list[Any]:
    for param in params:
        message = getattr(param, "help", None)
        if message in _HELP:
            param.help = _(message)
    return params
