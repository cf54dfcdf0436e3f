"""What every command repeats: a workbook is refused, a result is printed and written to files, and has an exit code."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import print_data, print_json, print_text, shows_color, terminal_width, write_reports
from zi_score.cli.options import Color
from zi_score.model.findings import shown as told
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from zi_score.reports.document import Document
    from zi_score.reports.document import Format as DocumentFormat

_JSON = ("json", "sarif")
_WORD = "docx"
_BINARY = ("xlsx", _WORD)
_EPOCH = "SOURCE_DATE_EPOCH"
"""What a build sets so that the same input gives the same bytes."""


class Look(NamedTuple):
    """How much is said, and how it looks in a terminal."""

    verbosity: int = 0
    color: bool = False
    day: date | None = None

    @classmethod
    def of(cls, color: Color, day: str | None, *, quiet: bool, verbose: bool) -> "Look":
        """Return what the options ask for."""
        return cls(verbose - quiet, shows_color(color), dated(day))

    @property
    def plain(self) -> "Look":
        """The look of a file."""
        return self._replace(color=False)


def dated(day: str | None) -> date:
    """Return the date that a report bears: that of ``--date``, else of SOURCE_DATE_EPOCH, else today's."""
    if day is not None:
        try:
            return datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            fail(Exit.USAGE, _("--date {found}: expected a date such as 2026-12-31.").format(found=told(day)))
    epoch = os.environ.get(_EPOCH, "")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        fail(Exit.USAGE, _("{name}={found}: expected a number of seconds.").format(name=_EPOCH, found=told(epoch)))


class Formats(NamedTuple):
    """What a command gives: a document, and formats that are no documents, each made when it is asked for."""

    document: "Callable[[DocumentFormat], Document]"
    others: Mapping[str, Callable[[], str | bytes]] = {}

    def rendered(self, form: str, look: Look) -> str | bytes:
        """Return the result in a format."""
        if form in self.others:
            return self.others[form]()
        if form == _WORD:
            from zi_score.reports.render import docx

            return docx.render(self.document("markdown")._replace(day=look.day))
        from zi_score.reports.render import TERMINAL, render

        kind: DocumentFormat = form  # type: ignore[assignment]  # the formats of a command are these and the others
        width = terminal_width(TERMINAL) if kind == "text" else TERMINAL
        document = self.document(kind)._replace(day=look.day)
        return render(document, kind, width=width, color=look.color, verbosity=look.verbosity)

    def parts(self, form: str, look: Look) -> Iterator[str | bytes]:
        """Yield the result in a format, part by part where it may be a long page."""
        if form == "html":
            from zi_score.reports.render import html

            yield from html.streamed(self.document("html")._replace(day=look.day))
        else:
            yield self.rendered(form, look)


def deliver(result: Formats, form: str, reports: Sequence[tuple[StrEnum, Path]], look: Look) -> Exit:
    """Print a result and write it to files, and return the exit code of that."""
    show(result, form, look)
    return save(result, reports, look)


def show(result: Formats, form: str, look: Look) -> None:
    """Print a result."""
    written = print_text if form == "text" else print_json if form in _JSON else None
    for part in result.parts(form, look):
        if written and isinstance(part, str):
            written(part)
        else:
            print_data(part)


def save(result: Formats, reports: Sequence[tuple[StrEnum, Path]], look: Look) -> Exit:
    """Write a result to the files of ``--report``, and return the exit code of that."""
    faults = write_reports(reports, lambda form: result.parts(form, look.plain))
    return Exit.USAGE if faults else Exit.DONE


def refuse_terminal(form: str) -> None:
    """End with a sentence where a file for an office program would be written to a terminal."""
    if form in _BINARY and sys.stdout.isatty():
        fail(Exit.USAGE, _("{form} is nothing for a terminal; use --report {form}:PATH.").format(form=form))


@contextmanager
def refusals(file: str, form: str) -> Iterator[None]:
    """End with a sentence, and in JSON with a result that says so too, where a workbook or a wish is refused."""
    from zi_score.improve.errors import RequestError, UnreadAnswersError
    from zi_score.law.facts import FactError
    from zi_score.model.findings import Unreadable
    from zi_score.pipeline import failure

    try:
        yield
    except Unreadable as problem:
        if form == "json":
            print_json(failure(problem, file).to_json() + "\n")
        fail(Exit.UNREADABLE, str(problem))
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
    except UnreadAnswersError as problem:
        fail(Exit.UNREADABLE, str(problem))
    except RequestError as problem:
        fail(Exit.USAGE, f"--{problem}")
