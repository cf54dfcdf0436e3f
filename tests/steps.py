"""How much work something is, counted in calls: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import pytest


@dataclass
class Steps:
    """The calls so far, of functions in Python and in C."""

    count: int = 0


@contextmanager
def within(most: int) -> Iterator[Steps]:
    """Fail what takes more calls than these, as soon as it does; what runs in other threads is not counted."""
    steps = Steps()

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            steps.count += 1
            if steps.count > most:
                sys.setprofile(None)
                pytest.fail(f"more than {most:,} calls", pytrace=True)

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        yield steps
    finally:
        sys.setprofile(before)
