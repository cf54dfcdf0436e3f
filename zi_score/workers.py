"""The same work on many things, in processes of their own; results come in the order of the things.

A process that dies (killed, out of memory) costs the thing it was on, which is reported as lost;
another takes its place. The executor of the standard library gives up everything in that case.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_AHEAD = 16
"""Things per process that may be done before the first that is not; so many results wait in memory."""


@dataclass(frozen=True)
class Lost(Generic[Thing]):
    """A thing whose process died."""

    thing: Thing


@dataclass(eq=False)
class _Worker(Generic[Thing, Result]):
    """A process and the position of what it works on."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    position: int | None = None


def worked(work: Callable[[Thing], Result], things: Iterable[Thing], jobs: int) -> Iterator[Result | Lost[Thing]]:
    """Yield the result of every thing, in order.

    Args:
        work: a function of a module, for it is looked up in each process.
        things: what to work on.
        jobs: number of processes; 1 works in this one.

    Raises:
        ValueError: there is no process to work.

    """
    if jobs < 1:
        raise ValueError(f"jobs: {jobs}, expected 1 or more")
    if jobs == 1:
        yield from map(work, things)
        return
    crew = _Crew(work, list(things), jobs)
    try:
        yield from crew.results()
    finally:
        crew.stop()


class _Crew(Generic[Thing, Result]):
    """Hands things to processes and takes their results."""

    def __init__(self, work: Callable[[Thing], Result], things: list[Thing], jobs: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._work, self._things = work, things
        self._done: dict[int, Result | Lost[Thing]] = {}
        self._next = self._yielded = 0
        self._ahead = _AHEAD * jobs
        self._workers = [self._hired() for _ in range(min(jobs, len(things)))]

    def results(self) -> Iterator[Result | Lost[Thing]]:
        while self._yielded < len(self._things):
            self._hand_out()
            if self._yielded not in self._done:
                self._collect()
            while self._yielded in self._done:
                result = self._done.pop(self._yielded)
                self._yielded += 1
                yield result

    def stop(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            if worker.position is None:
                with contextlib.suppress(OSError):
                    worker.connection.send(None)
            else:
                worker.process.terminate()
            worker.connection.close()
        for worker in self._workers:
            worker.process.join()

    def _hired(self) -> _Worker[Thing, Result]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.position is None and self._next < min(len(self._things), self._yielded + self._ahead):
                worker.position, self._next = self._next, self._next + 1
                self._hand(worker)

    def _hand(self, worker: _Worker[Thing, Result]) -> None:
        """Hand a thing to a process; one that died while it had none costs nothing."""
        if worker.position is None:
            return
        if not worker.process.is_alive():
            fresh = self._hired()
            worker.connection.close()
            worker.process, worker.connection = fresh.process, fresh.connection
        with contextlib.suppress(OSError):  # one that dies just now is seen when its result is waited for
            worker.connection.send((self._things[worker.position],))

    def _collect(self) -> None:
        busy = {worker.connection: worker for worker in self._workers if worker.position is not None}
        for connection in wait(list(busy)):
            worker = busy[connection]  # type: ignore[index]  # wait returns what it was given
            if worker.position is None:
                continue
            try:
                self._done[worker.position] = worker.connection.recv()
            except (EOFError, OSError):
                self._done[worker.position] = Lost(self._things[worker.position])
                self._workers[self._workers.index(worker)] = self._hired()
                worker.connection.close()
            worker.position = None


def _serve(connection: Connection, work: Callable[[Thing], Result]) -> None:
    """Work on what comes until nothing more comes; Ctrl-C is the matter of the first process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while (handed := connection.recv()) is not None:
            connection.send(work(handed[0]))
