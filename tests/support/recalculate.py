"""Recalculate workbooks with LibreOffice, as a user's spreadsheet program would; it starts once for all tests.

A test names the function that writes its workbooks (``@libreoffice(write)``) and takes the fixture ``recalculated``,
which gives those of a function as LibreOffice saved them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

import pytest

SOFFICE = shutil.which("soffice")
NO_SOFFICE = "LibreOffice (soffice) is not installed"
Write = Callable[[Path], Sequence[Path]]
"""Writes workbooks into a folder, and returns their paths."""

Recalculated = Callable[[Write], list[Path]]
_Test = TypeVar("_Test", bound=Callable[..., None])
_TIMEOUT = 600
_RESULT = "recalculated.json"


def libreoffice(write: Write) -> Callable[[_Test], _Test]:
    """Mark a test as one that looks at what this function writes; skip it where there is no LibreOffice."""

    def marked(test: _Test) -> _Test:
        skipped = pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)(test)
        return pytest.mark.libreoffice.with_args(write)(skipped)

    return marked


def recalculate_once(writes: Iterable[Write], shared: Path) -> Recalculated:
    """Return what gives recalculated workbooks; one of the processes that share a folder makes them for all."""
    try:
        (shared / "typed").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _TIMEOUT
        while not (shared / _RESULT).exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        paths: Mapping[str, list[str]] = {}
        try:
            paths = _recalculate({_name(write): write for write in writes}, shared)
        finally:
            (shared / "draft").write_text(json.dumps(paths), encoding="utf-8")
            (shared / "draft").replace(shared / _RESULT)
    found = json.loads((shared / _RESULT).read_text(encoding="utf-8"))
    return lambda write: list(map(Path, found[_name(write)]))


def _name(write: Write) -> str:
    return f"{write.__module__}.{write.__qualname__}"


def _recalculate(writes: Mapping[str, Write], shared: Path) -> dict[str, list[str]]:
    """Let every function write, have LibreOffice compute all in one call, and put each under its name."""
    if SOFFICE is None:
        raise FileNotFoundError(NO_SOFFICE)
    typed, saved = shared / "typed", shared / "saved"
    found: dict[str, list[str]] = {}
    places: dict[Path, Path] = {}
    for name, write in writes.items():
        own = shared / name
        (own / "typed").mkdir(parents=True)
        found[name] = []
        for path in copy_context().run(write, own / "typed"):
            numbered = path.replace(typed / f"{len(places):03}{path.suffix}")
            places[saved / numbered.name] = own / path.name
            found[name].append(str(own / path.name))
    profile = (shared / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved)]
    subprocess.run([*command, *map(str, sorted(typed.iterdir()))], check=True, capture_output=True, timeout=_TIMEOUT)
    for path, place in places.items():
        path.replace(place)
    return found
