"""What the program costs beside others; see the README."""

import sys
from pathlib import Path

_TESTS = Path(__file__).parents[1] / "tests"
sys.path += [str(_TESTS), str(_TESTS / "support")]  # where random workbooks and second ways are made
