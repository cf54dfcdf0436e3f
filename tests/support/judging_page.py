"""The page that judges workbooks, built once for this state of the project, and a browser's visit to it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Visit, context
from conftest import ROOT

from page.build import built, own_wheel
from page.fetch import CACHE, missing, runtime_lock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DESK, PHONE = (1366, 768), (390, 844)
LONGEST = 60_000
"""Milliseconds that a browser may take for anything; it is never waited for in vain."""


def why_not() -> str:
    """Return why the page cannot be built here without a network; nothing where it can."""
    lock = runtime_lock()
    if shutil.which("node") is None:
        return "needs node"
    if not (CACHE / f"{lock['package']}-{lock['version']}.tgz").is_file() or missing(CACHE / "wheels"):
        return "what the page is built of is not in build/page: python -m page.build brings it"
    return ""


def page_file() -> tuple[Path, Path]:
    """Return the page and the wheel that it was built of; skip the test where it cannot be built."""
    if why := why_not():
        pytest.skip(why)
    digest = hashlib.sha256()
    for folder in ("zi_score", "page"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in {".pyc", ".mo"} and path.is_file() and not path.name.endswith(".ready.json"):
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    home = CACHE / f"of-{digest.hexdigest()[:16]}"
    if not home.is_dir():
        with tempfile.TemporaryDirectory(dir=CACHE) as draft:
            wheel = own_wheel(Path(draft))
            (Path(draft) / "periksa-lke.html").write_bytes(built(wheel))
            own = home.with_name(f"{home.name}.{os.getpid()}")
            shutil.copytree(draft, own)
            with contextlib.suppress(OSError):  # where another process was faster
                own.replace(home)
            shutil.rmtree(own, ignore_errors=True)
            for old in CACHE.glob("of-*"):
                if not old.name.startswith(home.name):
                    shutil.rmtree(old, ignore_errors=True)
    (found,) = home.glob("*.whl")
    return home / "periksa-lke.html", found


def processes() -> list[Path]:
    """Return the processes that this one began, and those that they began (Linux alone)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found, left = [], [os.getpid()]
    while left:
        begun = parents.get(left.pop(), [])
        found += [Path("/proc", str(each)) for each in begun]
        left += begun
    return found


def memory() -> list[int]:
    """Return the megabytes that each process of the browser has to itself, or its share of what several have."""
    sizes = []
    for process in processes():
        with contextlib.suppress(OSError, ValueError, StopIteration):
            lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
            sizes.append(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("Pss:")))
    return sizes


class Judging(Visit):
    """The page as somebody has it open."""

    def drop(self, *files: Path) -> None:
        """Give the page some files at once."""
        self.page.set_input_files("#choose", list(files), timeout=LONGEST)

    def press(self, name: str) -> None:
        """Press a button by the keyboard."""
        self.page.get_by_role("button", name=name, exact=True).press("Enter", timeout=LONGEST)

    def tab(self, key: str) -> None:
        """Turn to a part of the result."""
        self.page.locator(f"#tab-{key}").press("Enter", timeout=LONGEST)

    def until(self, selector: str) -> str:
        """Wait until something is seen, and return its text."""
        found = self.page.locator(selector).first
        found.wait_for(timeout=LONGEST)
        return found.inner_text()

    def done(self) -> None:
        """Wait until nothing is being done any more."""
        self.page.locator("#work progress").wait_for(state="hidden", timeout=LONGEST)

    def verdict(self) -> str:
        """Return the verdict, once it is there."""
        return self.until("main > .card .headline")

    def rows(self) -> list[list[str]]:
        """Return the list of files: name, unit, verdict, total, and the exact total."""
        rows = self.page.locator("#app table tbody tr").all()
        texts = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
        return [
            [*cells, row.locator("td").last.get_attribute("title") or ""]
            for cells, row in zip(texts, rows, strict=True)
        ]


def visit(  # noqa: PLR0913 - what tells one browser from another
    browser: Browser,
    page: Path | str,
    size: tuple[int, int] = DESK,
    *,
    dark: bool = False,
    scripts: bool = True,
    before: str = "",
) -> Judging:
    """Open the page, a file without a network or an address, and listen to all that it says and asks for."""
    window = context(browser, size, dark=dark, scripts=scripts, offline=isinstance(page, Path))
    opened = Judging(window.new_page())
    if before:
        opened.page.add_init_script(before)
    opened.listen()
    opened.page.goto(page.as_uri() if isinstance(page, Path) else page)
    return opened
