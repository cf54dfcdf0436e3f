"""How a run ends that somebody else ends: a stopped container, a closed terminal, ``timeout``."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_SHELL = 128
"""What shells add to the number of the signal that ended a program."""

INTERRUPTED = _SHELL + signal.SIGINT
"""How a program ends that Ctrl-C ended."""

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def tidy_at_signals() -> None:
    """Let a signal that ends the program unwind it first, so that drafts and processes go with it.

    One that was ignored when the program was started (``nohup``) stays so. What was half made then goes without a
    word: an archive that was being opened would print a traceback, which ``ZI_SCORE_DEBUG`` shows.
    """
    if not os.environ.get("ZI_SCORE_DEBUG"):
        sys.unraisablehook = _say_nothing
    for number in _SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _say_nothing(_problem: object) -> None:
    pass


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # tidying up is not to be cut short by a second one
    raise SystemExit(_SHELL + number)
