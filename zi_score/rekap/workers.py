"""The same work on many things, in processes of their own; results come in the order of the things.

A process that dies (killed, out of memory) or takes too long costs the thing it was on, which is
reported as lost; another takes its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLongError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pebble import ProcessPool

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_AHEAD = 16
"""Things per process that may be done before the first that is not; so many results wait in memory."""


@dataclass(frozen=True)
class Lost(Generic[Thing]):
    """A thing whose process died, or did not come to an end in time."""

    thing: Thing
    is_late: bool = False


def worked(
    work: Callable[[Thing], Result],
    things: Iterable[Thing],
    jobs: int,
    *,
    seconds: float | None = None,
    prepared: Callable[[], None] | None = None,
) -> Iterator[Result | Lost[Thing]]:
    """Yield the result of every thing, in order.

    Args:
        work: a function of a module, for it is looked up in each process.
        things: what to work on.
        jobs: number of processes; 1 works in this one.
        seconds: how long a thing may take in a process of its own.
        prepared: is called once in each process, before its first thing.

    Raises:
        ValueError: there is no process to work.

    """
    if jobs < 1:
        raise ValueError(f"jobs: {jobs}, expected 1 or more")
    left = deque(things)
    if jobs == 1 or not left:
        yield from map(work, left)
        return
    while left:
        before = len(left)
        try:
            for result in _by_crew(work, list(left), min(jobs, len(left)), seconds, prepared):
                left.popleft()
                yield result
        except BrokenProcessPool:  # all processes died while they had nothing to do
            if len(left) == before:
                raise


def _by_crew(
    work: Callable[[Thing], Result],
    things: Iterable[Thing],
    jobs: int,
    seconds: float | None,
    prepared: Callable[[], None] | None,
) -> Iterator[Result | Lost[Thing]]:
    from multiprocessing import get_context  # noqa: PLC0415 - for several processes alone

    from pebble import ProcessPool  # noqa: PLC0415 - as above

    crew = ProcessPool(jobs, initializer=_ready, initargs=(prepared,), context=get_context("spawn"))
    waiting: deque[tuple[Thing, Future[Result]]] = deque()
    try:
        for thing in things:
            waiting.append((thing, _begun(crew, work, thing, seconds)))
            if len(waiting) >= _AHEAD * jobs:
                first = _taken(waiting.popleft())
                yield first
        while waiting:
            following = _taken(waiting.popleft())
            yield following
    finally:
        crew.stop()  # type: ignore[no-untyped-call]  # its author left it so
        crew.join()


def _begun(crew: ProcessPool, work: Callable[[Thing], Result], thing: Thing, seconds: float | None) -> Future[Result]:
    try:
        with _deaf():
            return crew.schedule(work, args=(thing,), timeout=seconds)
    except RuntimeError as problem:  # so a crew speaks that lost its processes
        raise BrokenProcessPool(str(problem)) from problem


@contextmanager
def _deaf() -> Iterator[None]:
    """Let Ctrl-C wait: a process that begins meanwhile never hears it, not even while it imports what it needs."""
    import signal  # noqa: PLC0415 - for several processes alone
    from multiprocessing import resource_tracker  # noqa: PLC0415 - as above

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # as it begins it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _taken(begun: tuple[Thing, Future[Result]]) -> Result | Lost[Thing]:
    from pebble import ProcessExpired  # noqa: PLC0415 - as above

    thing, future = begun
    try:
        return future.result()
    except TookTooLongError:
        return Lost(thing, is_late=True)
    except ProcessExpired:
        return Lost(thing)


def _ready(prepared: Callable[[], None] | None) -> None:
    """Leave Ctrl-C to the first process, and prepare."""
    import signal  # noqa: PLC0415 - for the processes alone

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if prepared:
        prepared()
