"""A window of one's own: the program was started by a double-click, or by a workbook that was dropped on it.

Only the program file on Windows is started that way. A terminal, a script or a CI system has a shell beside the
program, and there nothing is opened and nobody is waited for.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from zi_score.model.language import translate as _

_OWN = 2
"""Processes in a window of one's own: what unpacks the program file, and the program."""


def is_own() -> bool:
    """Whether the window is the program's alone, and goes when it ends."""
    if sys.platform != "win32" or not getattr(sys, "frozen", False) or os.environ.get("CI"):
        return False
    import ctypes

    processes = (ctypes.c_uint * (_OWN + 1))()
    return 0 < ctypes.windll.kernel32.GetConsoleProcessList(processes, len(processes)) <= _OWN


def show_page(page: Path) -> None:
    """Open a page in the browser, if nobody sees where it is said to be."""
    if sys.platform == "win32" and is_own():
        os.startfile(page.resolve())  # noqa: S606 - with the program that the person chose for pages


def in_window(program: Callable[[], None]) -> None:
    """Run the program so that whoever started it by its icon learns what to drop on it, and can read what it says."""
    if not is_own():
        program()
    elif not sys.argv[1:]:
        typer.echo(_("Drop a workbook (LKE) on the icon of this program: its report opens in the browser."))
        _wait()
    else:
        try:
            program()
        except SystemExit as end:
            if end.code:
                _wait()
            raise


def _wait() -> None:
    """Leave the window open until a key is pressed."""
    if sys.platform == "win32":
        import msvcrt

        typer.echo(_("Press any key to close this window."))
        msvcrt.getwch()
