"""The commands, asked of the program itself, with arguments for each: a new command has to be given some."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import get_args

import typer
from conftest import BLANK, ROOT, VALID

from zi_score.cli.app import COMMANDS, app

ONE, OTHER = VALID / "wbk.xlsx", VALID / "survey-below.xlsx"

LINES: Mapping[str, tuple[str | Path, ...]] = {
    "judge": (ONE, "-o", "laporan"),
    "evaluate": (ONE,),
    "batch": (ONE, OTHER, "--no-progress"),
    "compare": (ONE, OTHER),
    "check": (ONE, OTHER, "--fail-on", "never"),
    "annotate": (OTHER, "-o", "salinan.xlsx"),
    "report": (ONE, "-o", "lke.html"),
    "explain": ("answer-missing",),
    "improve": (OTHER, "--target", "wbk"),
    "whatif": (ONE, "--set", "B.I.a=3.5"),
    "template": ("-o", "lke.xlsx"),
    "export portalrb": (ONE, "-o", "portalrb"),
    "export workbook": (ONE, "--form", BLANK, "-o", "unggah.xlsx"),
    "rules show": (),
    "rules init": ("instrumen",),
    "rules validate": (ROOT / "zi_score" / "rulesets" / "permenpanrb-90-2021",),
    "schema": (),
}
"""Arguments with which every command has something to say."""


def commands_of(group: typer.Typer, before: str = "") -> Iterator[tuple[str, Callable[..., None]]]:
    """Yield the function of every command, by the words that call it."""
    for command in group.registered_commands:
        if command.callback:
            yield f"{before}{command.name or command.callback.__name__}", command.callback
    for added in group.registered_groups:
        if added.typer_instance:
            name = added.name if isinstance(added.name, str) else added.typer_instance.info.name
            yield from commands_of(added.typer_instance, f"{before}{name} ")


for _module in COMMANDS:
    import_module(f"zi_score.cli.{_module}")  # it registers itself

CALLED = dict(commands_of(app))
OPTIONS = {
    name: {key: each.annotation for key, each in inspect.signature(call).parameters.items()}
    for name, call in CALLED.items()
}
"""The arguments and options of every command, each with its annotation."""

FORMATTED = [
    (name, form.value)
    for name, options in OPTIONS.items()
    if "format_" in options
    for form in get_args(options["format_"])[0]
    if form != "text"
]
"""Every command with every format that a program reads."""

REPORTED = {name for name, options in OPTIONS.items() if "report" in options}
