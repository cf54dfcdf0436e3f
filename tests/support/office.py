"""An open document in LibreOffice: sets of answers are typed into it, and what cells show is read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from os import defpath
from pathlib import Path
from typing import Any

from recalculate import SOFFICE

NO_UNO = "LibreOffice (soffice) or its Python (python3-uno) is not installed"
_DRIVER = Path(__file__).with_name("uno_session.py")


@cache
def python_with_uno() -> str | None:
    """Return a Python that speaks UNO: this one, or the system's, which python3-uno belongs to."""
    for python in (sys.executable, shutil.which("python3", path=defpath)):
        if python and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def is_there() -> bool:
    """Whether there is all that a session takes."""
    return SOFFICE is not None and python_with_uno() is not None


class Office:
    """A session of LibreOffice in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Speak to a process."""
        self._process = process

    def _ask(self, name: str, *arguments: object) -> Any:  # noqa: ANN401 - what the request returns
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        self._process.stdin.write(json.dumps([name, arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"LibreOffice did not answer {name}")
        return json.loads(answer)

    def open(self, path: Path) -> None:
        """Open a workbook and compute it."""
        self._ask("open", path.as_uri())

    def sets(self, sets: Sequence[object], columns: Sequence[object]) -> list[list[list[Any]]]:
        """Type sets of answers one after the other, and return what each makes columns of cells show."""
        found: list[list[list[Any]]] = []
        for each in sets:
            found += self._ask("sets", [each], columns)
        return found

    def convert(self, source: Path, target: Path) -> None:
        """Save a workbook with the values that it shows."""
        self._ask("convert", source.as_uri(), target.as_uri())


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Start LibreOffice once, with a profile in a folder."""
    python = python_with_uno()
    if python is None or SOFFICE is None:
        raise FileNotFoundError(NO_UNO)
    command = [python, str(_DRIVER), SOFFICE, (folder / "profile").as_uri()]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Office(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(90)
        if process.stdout is not None:
            process.stdout.close()
