"""``zi-score evaluate --watch``: a workbook is evaluated at every save, and what changed is told."""

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.delivery import print_json, print_text
from zi_score.cli.evaluate import EvaluateFormat, EvaluateRequest, reached, written
from zi_score.cli.files import STDIN
from zi_score.cli.run import Formats, save, show
from zi_score.cli.streams import is_read
from zi_score.evaluation.result import Evaluation, Failure
from zi_score.model.findings import Unreadable, shown
from zi_score.model.language import translate as _
from zi_score.pipeline import failure
from zi_score.reading.file.guard import file_content

_TICK = 0.5
"""Seconds after which the file is looked at without any notice: not every network drive gives one."""

_PATIENCE = 2.0
"""Seconds for which a file may be missing, locked or half-written: programs save in several steps."""

Look = Callable[[bytes], Evaluation]


def watched(file: str, look: Look, request: EvaluateRequest) -> Exit:
    """Evaluate a workbook now and at every save until Ctrl-C, and return what the last result deserves.

    Args:
        file: path of the workbook.
        look: evaluates its content.
        request: what was asked for.

    """
    if file == STDIN or request.trace or request.form not in (EvaluateFormat.TEXT, EvaluateFormat.JSON):
        fail(Exit.USAGE, _("--watch needs a file, tells text or JSON, and does not go with --trace."))
    if not Path(file).is_file():
        fail(Exit.UNREADABLE, _("{path}: there is no such file to watch.").format(path=shown(file)))
    gc.enable()  # this is no short run
    typer.echo(_("Watching {path}; Ctrl-C ends.").format(path=shown(file)), err=True)
    code, before = Exit.DONE, None
    with _interrupted() as stop:
        for found in saves(Path(file), look, stop):
            if isinstance(found, Evaluation):
                code, before = _told(found, before, request), found
            else:
                code = _waited(file, found, request)
            if not is_read():
                break
    typer.echo(err=True)  # the cursor stands behind a ^C
    return code


@contextmanager
def _interrupted() -> Iterator[Event]:
    """Give an event that Ctrl-C sets, so that what is told or written is told whole; the next one ends at once."""
    stop = Event()
    former = signal.getsignal(signal.SIGINT)

    def once(_signal: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, former)

    signal.signal(signal.SIGINT, once)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, former)


def saves(path: Path, look: Look, stop: Event) -> Iterator[Evaluation | Unreadable | typer.Exit]:
    """Yield what follows from a file now and at every save; the steps of a save are waited for."""
    told: object = None
    seen: object = None
    since, is_doubtful = 0.0, False
    for _tick in ticks(path, stop):
        if (now := _signature(path)) != seen:
            seen, since = now, time.monotonic()
        elif not is_doubtful:
            continue
        state, found = _looked(path, look)
        is_doubtful = isinstance(found, Unreadable) and time.monotonic() - since < _PATIENCE
        if state != told and not is_doubtful:
            told = state
            yield found


def _looked(path: Path, look: Look) -> tuple[object, Evaluation | Unreadable | typer.Exit]:
    """Return what a file holds, and what follows from it; it is open for no longer than it takes to read it."""
    try:
        content = file_content(path)
    except Unreadable as problem:
        return problem.finding, problem
    try:
        return content, look(content)
    except (Unreadable, typer.Exit) as problem:
        return content, problem


def ticks(path: Path, stop: Event) -> Iterator[None]:
    """Yield now, whenever something happens in the folder of a file, and every half second besides.

    The folder is watched, not the file: a save may put another file in its place.
    """
    from watchfiles import watch

    yield None
    try:
        for _changes in watch(
            path.absolute().parent,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=int(_TICK * 1000),
            yield_on_timeout=True,
            recursive=False,
        ):
            yield None
    except (OSError, RuntimeError):  # the system has no more watches to give
        while not stop.wait(_TICK):
            yield None


def _signature(path: Path) -> object:
    """Return what is another after a save."""
    try:
        found = path.stat()
    except OSError as problem:
        return problem.errno
    return found.st_mtime_ns, found.st_size, found.st_ino


def _told(found: Evaluation, before: Evaluation | None, request: EvaluateRequest) -> Exit:
    result = written(found, request)
    if request.form is EvaluateFormat.JSON:
        print_json(f"{found.model_dump_json()}\n")
    elif before is None:
        show(result, request.form, request.look)
    else:
        from zi_score.reports.documents.changes import document

        ruleset = request.ruleset or chosen_ruleset(found.ruleset.id)
        changed = document(before, found, ruleset, at=time.strftime("%H:%M:%S"))
        print_text("\n")
        show(Formats(lambda _form: changed), request.form, request.look._replace(day=None))  # it begins with the time
    return save(result, request.reports, request.look) or reached(found, request)


def _waited(file: str, found: Unreadable | typer.Exit, request: EvaluateRequest) -> Exit:
    """Say what keeps a file from being evaluated; a fault that ends other runs has said it already."""
    if isinstance(found, typer.Exit):
        return Exit(found.exit_code)
    is_gone = found.finding.name == "file-not-found"
    sentence = _("{path} is gone; waiting for it.").format(path=shown(file)) if is_gone else str(found)
    typer.echo(f"zi-score: {sentence}", err=True)
    result: Failure = failure(found, file)
    if request.form is EvaluateFormat.JSON:
        print_json(f"{result.model_dump_json()}\n")
    save(written(result, request), request.reports, request.look)
    return Exit.UNREADABLE
