"""Processes that work side by side: order, early ends, and processes that die."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from zi_score.rekap.workers import _AHEAD, Lost, worked

LIMIT = 30
"""Seconds after which something is taken to hang."""


def doubled(number: int) -> int:
    """Double a number; the earlier ones take longer, so that they are ready later."""
    time.sleep(0.02 if number % 5 == 0 else 0)
    return 2 * number


def deadly(number: int) -> int:
    """Double a number, or die of it."""
    if number in (2, 5, 6):
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        os._exit(3)
    return 2 * number


def always_deadly(number: int) -> int:
    """Die of every number."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def faulty(number: int) -> int:
    """Double a number, or raise."""
    if number == 1:
        raise KeyError(number)
    return 2 * number


def endless(number: int) -> int:
    """Answer at once to 0, and never to anything else."""
    if number:
        time.sleep(3600)
    return number


def large(size: int) -> bytes:
    """Return more than a pipe holds at once."""
    return b"x" * size


def noted(file: str) -> str:
    """Leave a file, so that it can be seen what was begun."""
    Path(file).touch()
    return file


def told(file: str) -> str:
    """Answer at once to nothing; else write down which process this is, and never answer."""
    if file:
        Path(file).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(3600)
    return file


def process(_number: int) -> int:
    """Return the process it works in."""
    time.sleep(0.05)
    return os.getpid()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After every test all processes are gone."""
    yield
    deadline = time.monotonic() + LIMIT
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 2, 40])
def test_results_come_in_the_order_of_the_things(jobs: int, count: int) -> None:
    """Whichever process is ready first, and with fewer things than processes, or none."""
    assert list(worked(doubled, range(count), jobs)) == [2 * number for number in range(count)]


def test_no_more_processes_than_things() -> None:
    """One thing, three jobs: one process; and it is not this one."""
    found = worked(endless, [0, 1], 3)
    assert next(found) == 0
    assert len(multiprocessing.active_children()) == 2
    found.close()
    (alone,) = worked(process, [0], 3)
    assert alone != os.getpid()


def test_all_processes_work() -> None:
    """Two jobs are two processes; one job is this one."""
    assert len({str(pid) for pid in worked(process, range(6), 2)}) == 2
    assert set(worked(process, range(2), 1)) == {os.getpid()}


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_process_that_dies_costs_what_it_was_on(jobs: int) -> None:
    """Killed, or ended by itself: named as lost, in its place; all others are done."""
    lost = {2, 3, 5, 6}
    expected = [Lost(number) if number in lost else 2 * number for number in range(12)]
    assert list(worked(deadly, range(12), jobs)) == expected


def test_the_first_and_the_last_may_die() -> None:
    """At either end of the list, and when nothing else is left."""
    assert list(worked(deadly, [2, 1, 2], 2)) == [Lost(2), 2, Lost(2)]
    assert list(worked(always_deadly, [7, 8, 9], 2)) == [Lost(7), Lost(8), Lost(9)]


def test_killed_from_outside(tmp_path: Path) -> None:
    """Its thing alone is lost."""
    file = tmp_path / "pid"
    found = worked(told, ["", str(file), "", "", ""], 2)
    assert next(found) == ""
    deadline = time.monotonic() + LIMIT
    while not (file.exists() and file.read_text(encoding="utf-8")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(int(file.read_text(encoding="utf-8")), signal.SIGKILL)
    assert list(found) == [Lost(str(file)), "", "", ""]


def test_an_idle_process_that_dies_costs_nothing(tmp_path: Path) -> None:
    """It was on no thing, so no thing is lost."""
    files = [str(tmp_path / str(number)) for number in range(200)]
    found = worked(noted, files, 2)
    assert next(found) == files[0]
    while len(list(tmp_path.iterdir())) < 2 * _AHEAD:  # all that they were given so far
        time.sleep(0.02)
    time.sleep(0.5)  # by now the processes have answered, too, and wait for more
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
    assert [each for each in found if isinstance(each, Lost)] == []


def test_what_the_work_raises_is_raised() -> None:
    """A fault that the work does not catch is one of who asked for it, as with one job; no process stays."""
    for jobs in (1, 2):
        with pytest.raises(KeyError):
            list(worked(faulty, range(4), jobs))


def test_what_takes_too_long_is_lost_in_its_place() -> None:
    """The others are done."""
    assert list(worked(endless, [0, 1, 0], 2, seconds=1)) == [0, Lost(1, is_late=True), 0]


def test_large_results() -> None:
    """More than a pipe holds."""
    sizes = [0, 1, 3_000_000, 70_000, 5]
    assert [len(each) for each in worked(large, sizes, 2) if isinstance(each, bytes)] == sizes


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_results_that_nobody_wants(taken: int) -> None:
    """Who stops early ends all processes, busy and idle ones; the busy ones would take an hour."""
    found = worked(endless, [0, 0, 0, 1, 1, 1, 0], 2)
    assert list(islice(found, taken)) == [0] * taken
    found.close()
    assert multiprocessing.active_children() == []


def test_an_error_of_who_takes_the_results() -> None:
    """It ends the processes too."""

    def taken() -> None:
        for each in worked(endless, [0, 1, 1], 2):
            raise ValueError(each)

    with pytest.raises(ValueError, match="0"):
        taken()
    assert multiprocessing.active_children() == []


def test_work_does_not_run_far_ahead(tmp_path: Path) -> None:
    """Who takes results slowly does not have all of them waiting in memory."""
    files = [str(tmp_path / str(number)) for number in range(300)]
    found = worked(noted, files, 2)
    assert next(found) == files[0]
    for _ in range(20):
        assert len(list(tmp_path.iterdir())) < 150
        time.sleep(0.02)
    assert list(found) == files[1:]


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_process_is_refused(jobs: int) -> None:
    """Nobody would do the work; to wait for it would never end."""
    answered = threading.Event()

    def ask() -> None:
        with contextlib.suppress(ValueError):
            list(worked(doubled, [1], jobs))
        answered.set()

    threading.Thread(target=ask, daemon=True).start()
    assert answered.wait(LIMIT)
