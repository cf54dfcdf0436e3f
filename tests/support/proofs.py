"""Proofs are made once in a run: of the same workbook, read the same way, all of its processes are given the same one.

A proof takes most of the time of a check, and follows from nothing but what it is asked with
(``test_a_proof_follows_from_what_it_is_asked_with``). Processes that begin cold make their own.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

from zi_score.formulas import room
from zi_score.formulas.result import Proof
from zi_score.model.worksheet import Source

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_ENGINE = room.apart_for


class Shared:
    """The folder in which this process and those that it forks leave proofs for each other, if they do."""

    folder: Path | None = None


def share(folder: Path) -> None:
    """Let this process, and those that it forks, take proofs from a folder and leave theirs there."""
    folder.mkdir(exist_ok=True)
    Shared.folder = folder
    room.apart_for = _once  # type: ignore[assignment]  # it takes and gives the same


def _once(
    seconds: float,
    path: str,
    work: Callable[Arguments, Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    """Return what ``apart_for`` gives: a proof only where nobody made it before."""
    if Shared.folder is None or work is not room._proof:  # noqa: SLF001 - it has no public name
        return _ENGINE(seconds, path, work, *arguments, **options)
    kept = Shared.folder / _key((seconds, room.MOST_MEMORY, arguments, options))
    with suppress(FileNotFoundError):
        known: Result = pickle.loads(kept.read_bytes())  # noqa: S301 - of another process of the same run
        return known
    found = _ENGINE(seconds, path, work, *arguments, **options)
    if isinstance(found, Proof):
        made = kept.with_name(f"{kept.name}.{os.getpid()}")
        made.write_bytes(pickle.dumps(found))
        made.replace(kept)
    return found


def _key(asked: object) -> str:
    """Return a name for what a proof is asked with; where the workbook lies does not matter to it."""
    content = io.BytesIO()
    _Plain(content).dump(asked)
    return sha256(content.getvalue()).hexdigest()


class _Plain(pickle.Pickler):
    """Writes the same for what is equal, in every process: sets in order, nothing by its identity."""

    def __init__(self, content: io.BytesIO) -> None:
        super().__init__(content)
        self.fast = True

    def reducer_override(self, each: object) -> object:
        """Write an object as its fields."""
        if isinstance(each, type | Enum) or not hasattr(each, "__dict__"):
            return NotImplemented
        known = {name: value for name, value in vars(each).items() if not name.startswith("_")}
        if isinstance(each, Source):
            known.pop("path")
        fields = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in known.items()}
        return dict, ((type(each).__qualname__, fields),)
