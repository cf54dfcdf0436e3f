"""How much work something is, counted in calls: the same on every machine, however busy it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from cProfile import Profile


@contextmanager
def within(most: int) -> Iterator[None]:
    """Demand that something takes no more calls than these, of functions in Python and in C; of this thread alone."""
    profile = Profile()
    with profile:
        yield
    calls = sum(entry.callcount for entry in profile.getstats())
    assert calls <= most, f"{calls:,} calls, at most {most:,} are expected"
