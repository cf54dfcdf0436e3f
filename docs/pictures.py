"""Draws the manual's pictures anew: ``python docs/pictures.py`` from the root of the project; needs Chromium."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

PAGES = Path(__file__).parent / "pages"
WORKBOOK = "worksheets/valid/area-below.xlsx"
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_LINES = 34


def zi_score(*arguments: str) -> str:
    """Run the command line and return what it prints."""
    program = [sys.executable, "-m", "zi_score", *arguments]
    return subprocess.run(program, capture_output=True, encoding="utf-8", check=True).stdout  # noqa: S603 - the program itself


def terminal() -> str:
    """Return a picture of the terminal; the viewer's own fonts are used, none is fetched."""
    console = Console(record=True, width=80, file=io.StringIO())
    shown = zi_score("evaluate", WORKBOOK, "--color", "always").splitlines()[:_LINES]
    console.print(Text.from_ansi("\n".join(shown)))
    title = "zi-score evaluate lke.xlsx"
    return _FONT_FACE.sub("", console.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, unique_id="zi"))


def page(target: Path) -> None:
    """Write a picture of the report's first screen."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "lke.html"
        zi_score("report", WORKBOOK, "-o", str(report))
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,1400")
        command = [browser, *options, f"--screenshot={target}", report.as_uri()]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - the browser of this machine


if __name__ == "__main__":
    (PAGES / "terminal.svg").write_text(terminal(), encoding="utf-8")
    page(PAGES / "report.png")
