"""Runs a file of the tests as a script: ``python tests/script.py test_golden`` writes its golden files anew.

Others: ``messages`` (the Indonesian catalogue), ``test_contract`` (schemas), ``test_docs`` (outputs in README and
manual), ``mutants 500``, ``proof_judge 500 200``, ``moved FIRST LAST``, ``strangers KIND FIRST LAST``.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

TESTS = Path(__file__).parent

if __name__ == "__main__":
    sys.path[:0] = [str(folder) for folder in (TESTS.parent, TESTS, TESTS / "support")]
    sys.argv.pop(0)
    (found,) = TESTS.rglob(f"{sys.argv[0]}.py")
    runpy.run_path(str(found), run_name="__main__")
