"""Reading in a process of its own: nothing that a file holds can end more than its own reading.

``python -m zi_score.reading.apart`` is that process; on Linux, where a process of one thread asks for it, a fork of
that one is, which need not load all this program anew. It serves one request after the other over its
standard streams, and ends with them. It may take ``MOST_MEMORY`` (where the system holds processes
to that) and ``MOST_SECONDS`` for a file; one that ends all the same is replaced for the next.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import struct
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from zi_score.model.findings import Unreadable, finding
from zi_score.model.language import current_language, use_language
from zi_score.reading.file.refusal import megabytes

if TYPE_CHECKING:
    import subprocess

MOST_MEMORY = 2**30
MOST_SECONDS = 60
LARGEST_HERE = 10 * 2**20
"""Bytes of a file that is no small ordinary .xlsx, where no process can be started to read it."""

ARGUMENT = "--read-apart"
"""What the program without Python is started with, where ``-m`` is no option of it."""

_SIZE = struct.Struct("!Q")
_PATH = "PYTHONPATH"

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class NoProcessError(Exception):
    """No process can be started here, as in a browser."""


class _Here:
    """What is known of this process: whether it may be lost, and the process that reads for it."""

    may_be_lost = False
    reader: _Reader | None = None
    lock = threading.Lock()


def may_be_lost() -> bool:
    """Whether this process works on one file at a time, and costs no more than that where it ends."""
    return _Here.may_be_lost


def hold_to_limits() -> None:
    """Let this process be one that may be lost, and hold it to the memory that a file may take."""
    _Here.may_be_lost = True
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits, macOS does not hold them
        import resource  # noqa: PLC0415 - not every system has it

        most = in_use() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def in_use() -> int:
    """Return the bytes of memory that this process has mapped, as far as the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def apart(
    path: str, work: Callable[Arguments, Result], *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """Return what a function of a module gives, as ``apart_for`` does for as long as a file may take."""
    return apart_for(MOST_SECONDS, path, work, *arguments, **options)


def apart_for(
    seconds: float,
    path: str,
    work: Callable[Arguments, Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    """Return what a function of a module gives, called in the process that may be lost.

    Args:
        seconds: how long it may take.
        path: the file that it works on, for the refusal where it does not come back.
        work: the function.
        arguments: what it is called with; like its result, all of it can be pickled.
        options: the same.

    Raises:
        Unreadable: the function says so, or the process ended, or took too long.
        NoProcessError: no process can be started.

    """
    with _Here.lock:
        if _Here.reader is None or not _Here.reader.is_ours:
            _Here.reader = _Reader()
        reader = _Here.reader
        try:
            is_result, found = reader.ask((current_language(), work, arguments, options), seconds)
        except BaseException as problem:
            reader.end()
            _Here.reader = None  # an answer that comes after all must not be taken for the next one's
            if isinstance(problem, EOFError | OSError):
                raise _not_back(path, late=seconds if reader.is_late else None) from None
            raise
    if isinstance(found, MemoryError):
        raise _not_back(path)
    if not is_result and isinstance(found, Exception):
        raise found
    result: Result = found  # type: ignore[assignment]  # what the function gave
    return result


def _not_back(path: str, *, late: float | None = None) -> Unreadable:
    if late is not None:
        return Unreadable(finding("reading-took-too-long", path=path, seconds=late))
    return Unreadable(finding("reading-ended", path=path, limit=megabytes(MOST_MEMORY)))


class _Process(Protocol):
    """What is asked of a process."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """Where it reads requests."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """Where it writes answers."""

    def kill(self) -> None:
        """End it."""

    def wait(self) -> int:
        """Wait until it has ended."""


class _Fork:
    """A fork of this process, whose one thread serves from here on."""

    def __init__(self) -> None:
        requests, self.stdin = _pipe()
        self.stdout, answers = _pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads of libraries, which the fork never meets
            try:
                self._pid = os.fork()
            except OSError as problem:
                raise NoProcessError from problem
        if not self._pid:
            try:
                _become(requests, answers)
            finally:
                os._exit(0)
        requests.close()
        answers.close()

    def kill(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it has ended."""
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self._pid, 0)[1]
        return 0


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    read, write = os.pipe()
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")


def _become(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Let a fork be the process that serves: it keeps nothing open of the other's, and hears none of its signals."""
    kept = {requests.fileno(), answers.fileno()}
    for entry in list(Path("/proc/self/fd").iterdir()):
        if (descriptor := int(entry.name)) not in kept:
            with contextlib.suppress(OSError):
                os.close(descriptor)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        if standard not in kept:
            os.dup2(nothing, standard)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    sys.settrace(None)  # who traces the other is told nothing of this one
    _Here.reader = None
    _serve(requests, answers)


class _Reader:
    """The process, from the side of the one that asks."""

    def __init__(self) -> None:
        self.is_late = False
        self._owner = os.getpid()
        if sys.platform == "linux" and threading.active_count() == 1:
            self._process: _Process = _Fork()
        else:
            self._process = self._started()
        atexit.register(self.end)

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        import subprocess  # noqa: PLC0415 - most runs start no process

        package = str(Path(__file__).parents[3])
        frozen = getattr(sys, "frozen", False)
        command = [sys.executable, ARGUMENT] if frozen else [sys.executable, "-P", "-m", "zi_score.reading.apart"]
        environment = {**os.environ, _PATH: os.pathsep.join(filter(None, (package, os.environ.get(_PATH))))}
        try:
            return subprocess.Popen(  # noqa: S603 - this program itself
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except (OSError, ValueError) as problem:
            raise NoProcessError from problem

    @property
    def is_ours(self) -> bool:
        """Whether this process started it; a fork of that process shares its pipes, and must not use them."""
        return self._owner == os.getpid()

    def ask(self, request: object, seconds: float) -> tuple[bool, object]:
        """Return whether the function gave a result, and that, or what it raised.

        Raises:
            OSError: the process is gone.
            EOFError: it went without an answer.

        """
        alarm = threading.Timer(seconds, self._give_up)
        alarm.daemon = True
        alarm.start()
        try:
            _send(self._stream(self._process.stdin), request)
            answer: tuple[bool, object] = _received(self._stream(self._process.stdout))
        finally:
            alarm.cancel()
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        atexit.unregister(self.end)
        if not self.is_ours:
            return
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                self._stream(stream).close()
        self._process.wait()

    def _give_up(self) -> None:
        self.is_late = True
        self._process.kill()

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise EOFError
        return stream


def _send(stream: IO[bytes], message: object) -> None:
    import pickle  # noqa: PLC0415 - as above

    content = pickle.dumps(message)
    stream.write(_SIZE.pack(len(content)))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes]) -> tuple[bool, object]:
    import pickle  # noqa: PLC0415 - as above

    size = stream.read(_SIZE.size)
    content = stream.read(_SIZE.unpack(size)[0]) if len(size) == _SIZE.size else b""
    if not content or len(content) < _SIZE.unpack(size)[0]:
        raise EOFError
    answer: tuple[bool, object] = pickle.loads(content)  # noqa: S301 - of this program itself
    return answer


def serve() -> None:
    """Be the process: answer every request that comes, until none comes any more."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    _serve(requests, answers)


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the matter of the process that asks
    hold_to_limits()
    with contextlib.suppress(EOFError, OSError):
        for language, work, arguments, options in _requests(requests):
            use_language(language)
            try:
                answer: tuple[bool, object] = True, work(*arguments, **options)
            except Exception as problem:  # noqa: BLE001 - it is the other process's
                answer = False, problem
            _send(answers, answer)


def _requests(stream: IO[bytes]) -> Iterator[tuple[str, Callable[..., object], tuple[object, ...], dict[str, object]]]:
    while True:
        yield _received(stream)  # type: ignore[misc]  # what `ask` sends
