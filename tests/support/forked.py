"""Commands as processes at the cost of a fork: the same result as ``subprocess.run`` would give, four times sooner."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from proofs import Shared
from warm import NUMBER

from zi_score.cli import requested_language
from zi_score.model.language import LANGUAGES

MAIN = "from zi_score.cli import main; main()"
"""The program, as ``python -c`` runs it in a process of its own."""

_AT_START = ("PYTHON", "LC_", "LANG")
"""What an interpreter looks at only when it starts."""


def can_fork(environment: Mapping[str, str]) -> bool:
    """Whether a fork would do what a process of its own does in this environment."""
    named = {key for key in {*environment, *os.environ} if key.startswith(_AT_START)} - {"PYTHONIOENCODING"}
    return hasattr(os, "fork") and all(environment.get(key) == os.environ.get(key) for key in named)


@dataclass(frozen=True)
class Command:
    """What a process begins with; ``first`` is code that it runs before the program."""

    arguments: Sequence[str]
    cwd: str
    environment: Mapping[str, str]
    first: str = ""


def forked(command: Command, stdin: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a fork.

    Raises:
        subprocess.TimeoutExpired: it did not end in so many seconds.

    """
    language = requested_language(command.arguments, command.environment.get("ZI_SCORE_LANG"))
    return _warmed(language if language in LANGUAGES else LANGUAGES[0]).run(command, stdin, timeout)


@cache
def _warmed(language: str) -> _Warmed:
    return _Warmed(language)


class _Warmed:
    """The process that forks, one for each language."""

    def __init__(self, language: str) -> None:
        self._line, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            here, descriptor, proofs = str(Path(__file__).parent), theirs.fileno(), str(Shared.folder or "")
            begun = f"import sys; sys.path.insert(0, {here!r}); import warm; del sys.path[0]; "
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"{begun}warm.serve({descriptor}, {language!r}, {proofs!r})"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[descriptor],
            )
        atexit.register(self._end)

    def _end(self) -> None:
        self._line.close()
        self._process.wait()

    def run(self, command: Command, stdin: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
        try:
            return self._asked(command, stdin, timeout)
        except (OSError, struct.error):  # it has died, or what it says answers another question
            _warmed.cache_clear()
            raise

    def _asked(self, command: Command, stdin: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
        request = json.dumps(asdict(command)).encode()
        with self._lock, _Pipes(stdin) as pipes:
            socket.send_fds(self._line, [NUMBER.pack(len(request))], pipes.theirs)
            self._line.sendall(request)
            pipes.begin()
            child = self._number()
            is_done = pipes.wait(timeout)
            if not is_done:
                os.kill(child, signal.SIGKILL)
                pipes.wait(None)
            code = self._number()
        if not is_done:
            raise subprocess.TimeoutExpired(list(command.arguments), timeout, pipes.out, pipes.err)
        return subprocess.CompletedProcess([sys.executable, "-c", MAIN, *command.arguments], code, pipes.out, pipes.err)

    def _number(self) -> int:
        received = self._line.recv(NUMBER.size, socket.MSG_WAITALL)
        (number,) = NUMBER.unpack(received)
        return int(number)


class _Pipes(contextlib.ExitStack):
    """Three pipes; our ends are written and read by threads, so that none waits for another."""

    def __init__(self, stdin: bytes) -> None:
        super().__init__()
        self.out = self.err = b""
        (self._read, self._into), (out, self._out), (err, self._err) = (os.pipe() for _ in range(3))
        self.theirs = [self._read, self._out, self._err]
        work = (self._write, (self._into, stdin)), (self._keep, ("out", out)), (self._keep, ("err", err))
        self._threads = [threading.Thread(target=target, args=given, daemon=True) for target, given in work]

    def begin(self) -> None:
        for end in self.theirs:
            os.close(end)
        for thread in self._threads:
            thread.start()

    def wait(self, timeout: float | None) -> bool:
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _write(self, descriptor: int, content: bytes) -> None:
        with contextlib.suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as stream:
            while content:
                content = content[stream.write(content) :]

    def _keep(self, name: str, descriptor: int) -> None:
        with open(descriptor, "rb") as stream:
            setattr(self, name, stream.read())
