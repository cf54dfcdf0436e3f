"""Where a result goes: standard output, and the files of ``--report``."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, TypeVar

import typer

from zi_score.cli.app import Exit, drop_output, fail
from zi_score.cli.options import Color
from zi_score.language import translate as _

STDIN = "-"
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


def refuse_overwriting(files: Sequence[str], paths: Sequence[Path], option: str = "--report") -> None:
    """Never write into a submitted file, nor twice to one report; ``option`` is the one that named the paths."""
    real = [os.path.realpath(path) for path in paths]
    submitted = {os.path.realpath(file) for file in files if file != STDIN}
    for position, path in enumerate(paths):
        if real[position] in submitted or _is_same(path, files):
            message = _("{option} {path}: that is the workbook itself; choose another name.")
            fail(Exit.USAGE, message.format(option=option, path=path))
        if real[position] in real[:position]:
            fail(Exit.USAGE, _("{option} {path}: named twice.").format(option=option, path=path))


def _is_same(path: Path, files: Sequence[str]) -> bool:
    """Whether a path is another name of one of the files."""
    for file in files:
        with suppress(OSError):  # a file that is not there, or a name that no file can have
            if file != STDIN and path.samefile(file):
                return True
    return False


def write_reports(reports: Iterable[tuple[Form, Path]], rendered: Callable[[Form], str | bytes]) -> list[str]:
    """Write the result to every report, and return what could not be written."""
    faults = []
    for form, path in reports:
        content = rendered(form)
        try:
            with written(path) as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        except OSError as problem:
            faults.append(f"--report {path}: {problem.strerror}")
            typer.echo(f"zi-score: {faults[-1]}", err=True)
    return faults


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that appears when its content is complete; until then, and after a fault, there is none.

    Raises:
        OSError: it cannot be written.

    """
    if os.path.lexists(path) and not os.path.isfile(path):  # noqa: PTH113 - a device or a pipe
        try:
            with path.open("wb") as file:
                yield file
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(path)) from problem
        return
    target = Path(os.path.realpath(path))
    try:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".zi-score.")
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(draft).chmod(_mode(target))
        Path(draft).replace(target)
    except OSError as problem:
        Path(draft).unlink(missing_ok=True)
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """Return the permissions that a file has, or that a new one gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def print_text(content: str) -> None:
    """Write what people read."""
    with _reader():
        sys.stdout.write(content)
        sys.stdout.flush()


def print_data(content: str | bytes) -> None:
    """Write what programs read: UTF-8 whatever the console speaks."""
    with _reader():
        sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode())
        sys.stdout.flush()


@contextmanager
def _reader() -> Iterator[None]:
    """End without a word where nobody reads on, as ``head`` does when it has enough."""
    try:
        yield
    except BrokenPipeError:
        drop_output()
        raise typer.Exit(Exit.DONE) from None


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
