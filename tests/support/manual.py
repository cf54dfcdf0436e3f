"""Outputs that stand in README and manual: each below the command that prints it."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime

from conftest import ROOT, run

README = ROOT / "README.md"
FOLDER = ROOT / "docs" / "pages"
PAGES = sorted(FOLDER.rglob("*.md"))
NAMES = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in PAGES]
DAY = str(int(datetime(2026, 11, 30, tzinfo=UTC).timestamp()))
"""The day of the reports that stand there."""

OUTPUT = re.compile(r"<!-- output of: zi-score (.+?) -->\n(?:```text\n(.*?)```\n)?<!-- end -->", re.DOTALL)


def zi_score(*arguments: str) -> str:
    """Run the command line from the project's root and return what it prints; findings are no fault."""
    done = run(*arguments, language=None, environment={"SOURCE_DATE_EPOCH": DAY})
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout.decode().replace("\r\n", "\n")


def with_outputs(text: str) -> str:
    """Return the text with every output block as the program prints it."""
    return OUTPUT.sub(
        lambda m: f"<!-- output of: zi-score {m[1]} -->\n```text\n{zi_score(*shlex.split(m[1]))}```\n<!-- end -->",
        text,
    )
