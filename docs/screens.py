"""Takes the pictures of mulai.md anew: ``python -m docs.screens`` from the root of the project.

Each shows the page in a browser, or a report, as somebody has it open. Needs Chromium, what ``python -m page.build``
brings, and Pillow. That is no package of the extra ``dev``: with it annotated copies keep pictures they otherwise lose.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from page.build import main as build

PAGES = Path(__file__).parent / "pages"
WORKSHEETS = Path(__file__).parents[1] / "worksheets"
DAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""What the clock says while pictures are taken: the day of all outputs in the manual."""

FRAME = "#9aa0a6"
COLOURS = 64
"""Enough for letters with soft edges; such a picture is a third of what the browser makes."""

DESK, PHONE = (976, 548), (390, 844)
ZOOM = 1.4
"""The desk is a screen of 1366 by 768, enlarged: the manual shows its pictures at half their width."""

TO_TOP = "each => each.scrollIntoView()"
SENT = ("area-below", "wbbm", "three-assessors", "wbk")
"""Worksheets that came in from several units."""


@contextmanager
def browsers() -> Iterator[Browser]:
    """Start Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("Chromium is not installed.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def window(browser: Browser, size: tuple[int, int]) -> Page:
    """Return an empty page in a window of some size, without a network."""
    view = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=view, device_scale_factor=ZOOM, offline=True, timezone_id="UTC").new_page()


def opened(browser: Browser, page: Path, size: tuple[int, int] = DESK) -> Page:
    """Return the page, opened from its file and without a network, once it is ready."""
    found = window(browser, size)
    found.clock.set_fixed_time(DAY)
    found.goto(page.as_uri())
    done(found)
    return found


def done(page: Page) -> None:
    """Wait until nothing is being done any more."""
    page.locator("#work progress").wait_for(state="hidden", timeout=60_000)


def drop(page: Page, *files: Path) -> None:
    """Give the page some files at once, and wait for what it says of them."""
    page.set_input_files("#choose", list(files))
    page.locator("main > .card:visible, main iframe").first.wait_for(timeout=60_000)
    done(page)


def turn(page: Page, tab: str) -> None:
    """Turn to a part of the result, and look at it."""
    page.locator(f"#tab-{tab}").click()
    page.locator("[role=tablist]").evaluate(TO_TOP)


def take(page: Page, name: str) -> None:
    """Keep what is seen, in a frame: the manual is as white as the page."""
    size = page.viewport_size or {}
    height = min(size["height"], page.evaluate("document.body.getBoundingClientRect().bottom + 8"))
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": size["width"], "height": height})
    seen = ImageOps.expand(Image.open(io.BytesIO(shot)).convert("RGB"), 1, FRAME)
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(PAGES / f"mulai-{name}.png", optimize=True)


def copied(folder: Path, name: str, called: str) -> Path:
    """Return a worksheet under the name that a person would give it."""
    return Path(shutil.copy(WORKSHEETS / f"{name}.xlsx", folder / f"{called}.xlsx"))


def of_one(browser: Browser, page: Path, sheet: Path) -> None:
    """Take what is seen of one workbook, from an empty page to what is sent on."""
    found = opened(browser, page)
    found.locator("body").dispatch_event("dragenter")
    take(found, "letakkan")
    found.locator("body").dispatch_event("dragleave")
    drop(found, sheet)
    take(found, "simpulan")
    turn(found, "files")
    take(found, "simpan")


def of_program(browser: Browser, sheet: Path) -> None:
    """Take the report that the program file writes beside a workbook and opens."""
    command = [sys.executable, "-m", "zi_score", "judge", str(sheet), "--date", f"{DAY:%Y-%m-%d}", "-q"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - the program itself
    report = window(browser, DESK)
    report.goto((sheet.parent / f"{sheet.stem} - laporan.html").as_uri())
    take(report, "laporan")


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, browsers() as browser:
        home = Path(folder)
        page = home / "periksa-lke.html"
        if code := build(["-o", str(page)]):
            sys.exit(code)
        sheet = copied(home, "valid/area-below", "LKE ZI")
        of_one(browser, page, sheet)
        of_program(browser, sheet)
        found = opened(browser, page, PHONE)
        drop(found, sheet)
        take(found, "ponsel")
        found = opened(browser, page)
        drop(found, copied(home, "field/field-lke-zi", "LKE kantor"))
        turn(found, "findings")
        take(found, "temuan")
        found = opened(browser, page)
        drop(found, copied(home, "broken/file-protected", "LKE terkunci"))
        take(found, "ditolak")
        found = opened(browser, page)
        drop(found, *(copied(home, f"valid/{name}", f"LKE {number}") for number, name in enumerate(SENT, start=1)))
        found.get_by_role("heading", name="Berkas").evaluate(TO_TOP)
        take(found, "peringkat")


if __name__ == "__main__":
    main()
