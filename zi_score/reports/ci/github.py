"""A check as workflow commands of GitHub Actions: one annotation a finding, the worst first.

GitHub shows ten errors, ten warnings and ten notices a step; the step summary holds all of them.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from zi_score.evaluation.checked import CheckResult
from zi_score.model.findings import COMMAND, Finding
from zi_score.reports.ci.places import from_root, region
from zi_score.reports.words import placed, ranked, sentence, worst_first

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(result: CheckResult, *, root: PurePath | None = None) -> str:
    """Return a check as workflow commands, a line each.

    Args:
        result: the workbooks and what was found in them; ignored findings are left out.
        root: the folder that paths are relative to; by default the working directory.

    """
    root = root or Path.cwd()
    lines = []
    for book in worst_first(result.workbooks):
        file = _printable(from_root(book.path, root).as_posix())
        lines += [f"{_command(file, finding)}\n" for finding in ranked(book.findings)]
    return "".join(lines)


def _command(file: str, finding: Finding) -> str:
    area = region(finding.cell)
    properties = {
        "file": file,
        "line": str(area.line),
        "col": str(area.column),
        "title": f"{finding.title} [{finding.name}]",
    }
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    message = f"{placed(finding)}\n{sentence(finding.tip)}".translate(_DATA)
    return COMMAND.sub("#.", f"::{finding.severity} {written}::{message}")


def _printable(path: str) -> str:
    """Return a path as it is, but for what would disturb the log; such a file gets no annotation in its text."""
    return "".join(char if char.isprintable() else "?" for char in path)
