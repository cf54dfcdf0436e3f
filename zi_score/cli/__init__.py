"""The command line. ``main`` is its entry; nothing else imports this package."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

from zi_score.cli.endings import INTERRUPTED, tidy_at_signals

_NAMED_OTHERWISE = {"docx": "python-docx", "python_calamine": "python-calamine"}
"""Libraries whose modules have another name."""


def main() -> None:
    """Run the command line in the language asked for, and turn a fault into a sentence."""
    gc.disable()  # one short run: looking for garbage costs more than it frees
    atexit.register(gc.freeze)  # the interpreter would look for it at its end all the same: a fifth of a short run
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some costs as much as ten imports
    os.environ.setdefault("OPENPYXL_LXML", "False")  # the same bytes and the same errors, whatever is installed
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except ModuleNotFoundError as missing:
        if os.environ.get("ZI_SCORE_DEBUG") or not missing.name or missing.name.startswith("zi_score"):
            raise
        _fail_without(missing.name.partition(".")[0])


def _run() -> None:
    from zi_score.cli.streams import open_streams
    from zi_score.model.language import LANGUAGES, use_language

    open_streams()
    tidy_at_signals()
    language = requested_language(sys.argv[1:], os.environ.get("ZI_SCORE_LANG"))
    if language in LANGUAGES:
        use_language(language)
    from zi_score.cli.app import run

    run()


def _fail_without(module: str) -> None:
    """End with a sentence where a library is missing."""
    from zi_score.model.language import translate as _

    library = _NAMED_OTHERWISE.get(module, module)
    message = _("a library that zi-score needs is missing: {library}. Install it again: {command}")
    command = f"{sys.executable} -m pip install {library}"
    sys.stderr.write(f"zi-score: {message.format(library=library, command=command)}\n")
    sys.exit(2)


def requested_language(arguments: Sequence[str], environment: str | None) -> str | None:
    """Return what ``--lang`` asks for, else the environment; help texts need it before parsing."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return environment
