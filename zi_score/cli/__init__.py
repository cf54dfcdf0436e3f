"""The command line. ``main`` is its entry; nothing else imports this package."""

import gc
import os
import sys
from collections.abc import Sequence


def main() -> None:
    """Run the command line in the language asked for, and turn a fault into a sentence."""
    gc.disable()  # one short run: looking for garbage costs more than it frees
    os.environ.setdefault("OPENPYXL_LXML", "False")  # the same bytes and the same errors, whatever is installed
    from zi_score.cli.endings import tidy_at_signals
    from zi_score.cli.streams import open_streams
    from zi_score.model.language import LANGUAGES, use_language

    open_streams()
    tidy_at_signals()
    language = requested_language(sys.argv[1:], os.environ.get("ZI_SCORE_LANG"))
    if language in LANGUAGES:
        use_language(language)
    from zi_score.cli.app import run

    run()


def requested_language(arguments: Sequence[str], environment: str | None) -> str | None:
    """Return what ``--lang`` asks for, else the environment; help texts need it before parsing."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return environment
