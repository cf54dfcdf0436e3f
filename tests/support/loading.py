"""What a command or a piece of code loads, seen from a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from conftest import ROOT, TIMEOUT

HEAVY = {"openpyxl", "jinja2", "highspy", "numpy", "docxtpl", "docx", "lxml", "babel", "watchfiles", "xlsxwriter"}

_LISTED = """
import json, sys
{code}
sys.stderr.write("\\n" + json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
_COMMAND = """
sys.argv = ["zi-score", *{arguments!r}]
from zi_score.cli import main
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
"""


def loaded(code: str) -> set[str]:
    """Run code in a fresh process and return the packages that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _LISTED.format(code=code)], cwd=ROOT, capture_output=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


def loaded_by(*arguments: str) -> set[str]:
    """Run a command line in a fresh process and return the packages that it loaded."""
    return loaded(_COMMAND.format(arguments=arguments))
