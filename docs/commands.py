"""Prints the commands of the program with their parameters as JSON, in the language of the environment."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import typer

from zi_score.model.language import use_language

use_language(os.environ["ZI_SCORE_LANG"])

from zi_score.cli.app import COMMANDS, app  # noqa: E402 - after the language is set, for texts of help are translated on import

for command in COMMANDS:
    import_module(f"zi_score.cli.{command}")


def listed(command: Any, path: str, parent: Any = None) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - the types of Typer's vendored click are private
    """Yield a command and those under it."""
    context = command.context_class(command, info_name=path.rpartition(" ")[2], parent=parent)
    parameters = []
    for parameter in command.get_params(context):
        with contextlib.suppress(TypeError):
            name, told = parameter.get_help_record(context) or (parameter.human_readable_name, parameter.help or "")
            parameters.append({"name": name, "help": told})
    yield {
        "name": path,
        "help": command.help or "",
        "usage": command.get_usage(context).partition(": ")[2],
        "parameters": parameters,
        "example": (command.epilog or "").partition(":")[2].strip(),
    }
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        if (child := command.get_command(context, name)) is not None:
            yield from listed(child, f"{path} {name}", context)


if __name__ == "__main__":
    json.dump(list(listed(typer.main.get_command(app), "zi-score")), sys.stdout)
