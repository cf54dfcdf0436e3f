"""A browser for the tests: Chromium, started once, and what a page says and asks for while somebody has it open.

Needs Chromium (``apt-get install chromium``) beside the packages of the extra ``dev``; tests are skipped without.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; skip the test where that cannot be."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield started
        started.close()


def axe() -> str:
    """Return the script of axe-core, which goes around a page's policy; skip the test without it."""
    package = pytest.importorskip("axe_playwright_python.base", reason="needs axe-playwright-python")
    return Path(package.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """A page that is open, and what it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        """Return how many elements of a kind can be seen."""
        return self.all(selector).filter(visible=True).count()

    def all(self, selector: str) -> Locator:
        """Return the elements of a kind."""
        return self.page.locator(selector)

    def listen(self) -> None:
        """Keep all that the page says and asks for from here on."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def without_policy(self) -> None:
        """Load the page once more and let a test's own script into it."""
        self.page.context.new_cdp_session(self.page).send("Page.setBypassCSP", {"enabled": True})
        self.page.reload()


def context(
    browser: Browser, size: tuple[int, int], *, dark: bool = False, scripts: bool = True, offline: bool = False
) -> BrowserContext:
    """Return a window of some size, with nothing in it yet."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        offline=offline,
    )
