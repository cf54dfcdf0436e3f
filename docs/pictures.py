"""Draws the manual's pictures anew: ``python docs/pictures.py`` from the root of the project; needs Chromium."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

PAGES = Path(__file__).parent / "pages"
WORKBOOK = "worksheets/valid/area-below.xlsx"
REVISION = "tests/vectors/aturan-2028.xlsx"
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
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "lke.html"
        zi_score("report", WORKBOOK, "-o", str(report))
        screenshot(report, target, "1200,1400")


def screenshot(source: Path, target: Path, size: str) -> None:
    """Write a picture of a page's first screen."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed.")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size}")
    command = [browser, *options, f"--screenshot={target}", source.as_uri()]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - the browser of this machine


def rules(sheet: Path, pages: Path) -> None:
    """Write pictures of rules to be edited, a sheet of their workbook, and to be ticked off, a page."""
    office, printer = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or printer is None:
        sys.exit("LibreOffice or pdftoppm is not installed.")
    with tempfile.TemporaryDirectory() as folder:
        zi_score("rules", "--ruleset", REVISION, "--report", f"html:{folder}/periksa.html")
        screenshot(Path(folder) / "periksa.html", pages, "1400,1000")
        book = load_workbook(REVISION)
        for name in book.sheetnames:
            if name != "Pohon":
                del book[name]
        tree = book["Pohon"]
        tree.print_area = "A1:F26"
        book.save(Path(folder) / "pohon.xlsx")
        own = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, own, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/pohon.xlsx"]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - the office of this machine
        command = [printer, "-png", "-r", "80", "-singlefile", f"{folder}/pohon.pdf", str(sheet.with_suffix(""))]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - as above


if __name__ == "__main__":
    (PAGES / "terminal.svg").write_text(terminal(), encoding="utf-8")
    page(PAGES / "report.png")
    rules(PAGES / "aturan-pohon.png", PAGES / "aturan-periksa.png")
