"""Folders of workbooks to evaluate together, and what came of them, for the tests of batches."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import BROKEN, VALID

from zi_score.evaluation.result import Failure
from zi_score.rekap.run import Done

SOUND = tuple(sorted(path.stem for path in VALID.glob("*.xlsx")))


def mixed(folder: Path) -> Path:
    """Make a folder with three sound workbooks and a damaged one."""
    folder.mkdir()
    for name in ("wbk", "wbbm", "survey-below"):
        shutil.copy(VALID / f"{name}.xlsx", folder)
    shutil.copy(BROKEN / "file-damaged.xlsx", folder / "rusak.xlsx")
    return folder


def names(*outcomes: Done) -> list[str | None]:
    """Return for each workbook the finding that says why it could not be evaluated; None where it could."""
    return [done.outcome.findings[0].name if isinstance(done.outcome, Failure) else None for done in outcomes]
