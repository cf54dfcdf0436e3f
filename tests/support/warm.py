"""A process that has imported the program once, and forks for every command; ``forked`` starts it and asks.

The fork goes on with the arguments, folder, environment and standard streams that were asked for, and ends as a process
of its own: exit codes, signals and what is flushed at the end are the interpreter's.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import os
import pkgutil
import signal
import socket
import struct
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from proofs import share

import zi_score

NUMBER = struct.Struct("!q")
_HEAVY = (
    "openpyxl", "xlsxwriter", "jinja2", "docxtpl", "docx", "lxml.etree", "python_calamine", "rich.table",
    "pydantic",
)  # fmt: skip
_READ = Path(__file__).parents[2] / "worksheets" / "valid" / "wbk.xlsx"


def warm(language: str, proofs: str) -> None:
    """Import what commands need, build them, and derive from the rulesets what every reading derives from them.

    Help texts are translated when a command is imported, so it is warm in one language. Proofs are shared in a
    folder, if one is named.
    """
    gc.disable()
    os.environ["OPENPYXL_LXML"] = "False"  # as the command line does
    import typer  # noqa: PLC0415 - not before the environment

    from zi_score.model.language import use_language  # noqa: PLC0415 - not before the environment

    use_language(language)
    from zi_score.api.one import check  # noqa: PLC0415 - in this language
    from zi_score.cli import app  # noqa: PLC0415 - in this language
    from zi_score.law.load import built_in_rulesets, load_ruleset  # noqa: PLC0415 - in this language
    from zi_score.model.findings import catalogue  # noqa: PLC0415 - in this language

    for name in _HEAVY:
        import_module(name)
    for module in pkgutil.walk_packages(zi_score.__path__, "zi_score."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for ruleset in built_in_rulesets():
        load_ruleset(ruleset)
    catalogue()
    if proofs:
        share(Path(proofs))
    check(_READ)
    commands = typer.main.get_command(app.app)
    _build(commands)
    typer.main.get_command = lambda _app: commands  # else it builds all commands anew in every fork
    gc.freeze()


def _build(command: Any) -> None:  # noqa: ANN401 - the types of Typer's vendored click are private
    """Build what checks the arguments of a command, and of those below it, which Typer leaves to their first use."""
    for parameter in command.params:
        parameter.get_runtime_param()
    for each in getattr(command, "commands", {}).values():
        _build(each)


def serve(descriptor: int, language: str, proofs: str) -> None:
    """Fork for every request; the fork runs the program."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the matter of the tests
    warm(language, proofs)
    with socket.socket(fileno=descriptor) as line:
        while True:
            head, streams, _flags, _address = socket.recv_fds(line, NUMBER.size, 3)
            if not head:
                os._exit(0)  # nobody asks any more
            request = json.loads(_received(line, *NUMBER.unpack(head)))
            child = os.fork()
            if not child:
                break
            for stream in streams:
                os.close(stream)
            line.sendall(NUMBER.pack(child))
            line.sendall(NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
    signal.signal(signal.SIGINT, usual)
    _take_on(request["arguments"], request["cwd"], request["environment"], streams, language)
    _run(request["first"])


def _run(first: str) -> None:
    """Run the program after some code; where ``sys.exit`` is given a text, or does not end it, the interpreter does."""
    from zi_score.cli import main  # noqa: PLC0415 - it is warm

    exec(first, {})  # noqa: S102 - it is the tests' own
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        _leave(end.code or 0)


def _leave(code: int) -> None:
    """Do what the interpreter does at its end, but give the memory back at once: object by object takes 45 ms."""
    threading._shutdown()  # noqa: SLF001 - as the interpreter calls it
    atexit._run_exitfuncs()  # noqa: SLF001 - the same
    with contextlib.suppress(OSError, ValueError):  # a stream that cannot be flushed is told by the interpreter
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _received(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        found += line.recv(length - len(found))
    return found


def _take_on(
    arguments: Sequence[str], cwd: str, environment: Mapping[str, str], streams: Sequence[int], language: str
) -> None:
    """Become the process that was asked for."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ |= environment
    os.environ["LANGUAGE"] = language  # as the command line does when it is imported
    sys.argv[1:] = arguments
    encoding, _, errors = environment.get("PYTHONIOENCODING", "").partition(":")
    encoding = encoding or sys.stdout.encoding
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        handling = "backslashreplace" if name == "stderr" else errors or "strict"
        opened = open(number, "rb" if name == "stdin" else "wb", closefd=False)  # noqa: SIM115 - they stay open
        stream = io.TextIOWrapper(opened, encoding, handling, line_buffering=name == "stderr", write_through=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
