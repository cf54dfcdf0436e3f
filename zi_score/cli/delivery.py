"""Where a result goes: standard output, and the files of ``--report``."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.files import STDIN, written
from zi_score.cli.options import Color
from zi_score.model.findings import COMMAND
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

_NARROWEST = 60

Form = TypeVar("Form", bound=StrEnum)


def reports_of(texts: Iterable[str], forms: type[Form]) -> list[tuple[Form, Path]]:
    """Read ``--report FORMAT:PATH``, however often it was given."""
    return [_report(text, forms) for text in texts]


def _report(text: str, forms: type[Form]) -> tuple[Form, Path]:
    name, colon, path = text.partition(":")
    if not colon or not path or name not in list(forms):
        message = _("--report {text}: expected FORMAT:PATH, with FORMAT one of {formats}.")
        fail(Exit.USAGE, message.format(text=text, formats=", ".join(forms)))
    return forms(name), Path(path)


def source_of(file: str) -> str | bytes:
    """Return where to read a workbook from: its path, or what standard input holds."""
    from zi_score.reading.file.guard import LARGEST_FILE

    return sys.stdin.buffer.read(LARGEST_FILE + 1) if file == STDIN else file


def write_reports(reports: Iterable[tuple[Form, Path]], parts: Callable[[Form], Iterable[str | bytes]]) -> list[str]:
    """Write the result to every report, and return what could not be written."""
    faults = []
    for form, path in reports:
        try:
            with written(path) as file:
                for part in parts(form):
                    file.write(part if isinstance(part, bytes) else part.encode())
        except OSError as problem:
            faults.append(f"--report {path}: {trouble(problem)}")
            typer.echo(f"zi-score: {faults[-1]}", err=True)
    return faults


def print_text(content: str) -> None:
    """Write what people read."""
    sys.stdout.write(content)
    sys.stdout.flush()


def print_data(content: str | bytes) -> None:
    """Write what programs read: UTF-8 whatever the console speaks."""
    sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode())
    sys.stdout.flush()


def print_json(content: str) -> None:
    """Write JSON; a log that shows it holds no command to a CI system."""
    print_data(COMMAND.sub(_escaped, content) if "##" in content else content)


def _escaped(found: re.Match[str]) -> str:
    return f"#\\u0023{found[0][2:]}"


def terminal_width(widest: int) -> int:
    """Return the columns of the terminal; ``widest`` where the output goes elsewhere."""
    width = shutil.get_terminal_size((widest, 24)).columns if sys.stdout.isatty() else widest
    return max(width, _NARROWEST)


def shows_color(color: Color) -> bool:
    """Whether to write colours: as asked for, else to a terminal that shows them where nobody objects."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or not sys.stdout.isatty():
        return False
    from rich.console import detect_legacy_windows

    return not detect_legacy_windows()
