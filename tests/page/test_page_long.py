"""A hundred workbooks at once, and every worksheet there is: the page beside the library, to the last fraction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from browsing import chromium
from conftest import BROKEN, worksheets
from judging_page import LONGEST, memory, page_file, visit

from benchmarks.workbooks import make
from zi_score import Unreadable, evaluate

pytestmark = pytest.mark.long

MOST_MEMORY = 600
"""Megabytes of the browser's process that holds the page and its worker."""


def exact(path: Path) -> str:
    """Return the total by the library, without what only the formula engine knows; nothing where it cannot be read."""
    try:
        return str(evaluate(path, compute=False).assessments[0].total.score)
    except Unreadable:
        return ""


def test_a_hundred_at_once(tmp_path: Path) -> None:
    """Seeded workbooks as large as real ones: all totals are those of the library, and memory stays within bounds."""
    paths = make(tmp_path, 100)
    with chromium() as browser:
        found = visit(browser, page_file()[0])
        found.drop(*paths)
        found.page.locator("iframe").wait_for(timeout=3 * LONGEST)
        rows = {name: total for name, *_others, total in found.rows()}
        assert rows == {path.name: exact(path) for path in paths}
        assert max(memory()) < MOST_MEMORY
        found.press(paths[-1].name)
        found.until("#panel iframe")
        assert max(memory()) < MOST_MEMORY
        assert found.said == []


def test_every_worksheet_there_is(tmp_path: Path) -> None:
    """Sound, from the field, and broken in every way that the tests know."""
    files = [*worksheets(), *(path for path in sorted(BROKEN.iterdir()) if not path.name.endswith("expected.json"))]
    for path in files:
        shutil.copy(path, tmp_path)
    paths = sorted(tmp_path.iterdir())
    with chromium() as browser:
        found = visit(browser, page_file()[0])
        found.drop(*paths)
        found.page.locator("iframe").wait_for(timeout=3 * LONGEST)
        rows = {name: total for name, *_others, total in found.rows()}
        assert {name for name, total in rows.items() if total != exact(tmp_path / name)} == set()
        assert len(rows) == len(paths) > 130
        found.press("answer-computed.xlsx")
        assert "poin bergantung padanya" in found.until("main > .card ul")
        assert found.said == []
