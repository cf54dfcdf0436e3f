"""The report letter as PDF, made of the Word document by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from zi_score.model.findings import shown
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.reports.formats import FormatError
from zi_score.reports.letter import document as letter
from zi_score.reports.unit import UnitReport

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
"""Where LibreOffice is: by its name on the path, else where its installers put it."""

_PATIENCE = 180
"""Seconds; the first start of LibreOffice on a slow machine takes a minute."""


def render(report: UnitReport, template: bytes | None = None) -> bytes:
    """Return the letter as PDF.

    Args:
        report: what it says.
        template: as in ``letter.render``.

    Raises:
        FormatError: LibreOffice is not installed, or did not make a PDF of it.
        TemplateError: as in ``letter.render``.

    """
    _needed()
    return converted(letter.render(report, template))


def _needed() -> str:
    """Return where LibreOffice is."""
    program = _program()
    if program is None:
        raise FormatError(
            _("A PDF takes LibreOffice (soffice), which was not found. Write a .docx, and save that as PDF.")
        )
    return program


def converted(content: bytes) -> bytes:
    """Return a .docx as PDF.

    Raises:
        FormatError: as in ``render``.

    """
    program = _needed()
    try:
        with tempfile.TemporaryDirectory(prefix="zi-score.", ignore_cleanup_errors=True) as folder:
            source = Path(folder) / "lhe.docx"
            source.write_bytes(content)
            said = _converted(program, source)
            made = source.with_suffix(".pdf")
            if made.is_file():
                return made.read_bytes()
    except OSError as problem:
        message = _("LibreOffice could not be used: {path}: {problem}. A .docx can be written.")
        raise FormatError(message.format(path=problem.filename or program, problem=trouble(problem))) from problem
    message = _("LibreOffice made no PDF ({problem}). Is LibreOffice Writer installed? A .docx can be written.")
    raise FormatError(message.format(problem=said))


def _program() -> str | None:
    """Return where LibreOffice is; never a program in the current folder, where submitted files may lie.

    Windows looks there first, and so does a name without its folder.
    """
    here = os.path.realpath(os.curdir)
    folders = [Path(folder) for folder in os.get_exec_path() if os.path.realpath(folder) != here]
    named = (str(folder / name) for name in _NAMES for folder in folders if folder.is_absolute())
    return next(filter(None, map(shutil.which, (*named, *_PLACES))), None)


def _converted(program: str, source: Path) -> str:
    """Let LibreOffice write the PDF beside a document, with a profile of its own, and return what it says.

    Its log goes to a file: a pipe would stay open as long as any process that it started.
    """
    profile, log = source.with_name("profile"), source.with_name("log")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(source.parent), str(source)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the program that was found, and files of ours
            command,
            cwd=source.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            process.wait(_PATIENCE)
        except BaseException as problem:
            _kill(process)
            if isinstance(problem, subprocess.TimeoutExpired):
                raise FormatError(
                    _("LibreOffice did not end within {seconds} seconds.").format(seconds=_PATIENCE)
                ) from problem
            raise
    lines = log.read_text(errors="replace").splitlines()
    return shown(lines[-1]) if lines else "-"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
