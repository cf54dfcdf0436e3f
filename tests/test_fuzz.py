"""Mutated workbooks: an evaluation or a refusal, never a traceback, never a hang.

``ZI_SCORE_FUZZ_RUNS`` sets how many mutations each test tries; the default is quick.
"""

import io
import os
import random
import re
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import answered, book, content, lines

from zi_score import evaluate
from zi_score.findings import Unreadable
from zi_score.result import Evaluation

RUNS = int(os.environ.get("ZI_SCORE_FUZZ_RUNS", "40"))
SECONDS = 10
WORKBOOK = content(book(answered(lines()))[0])
VALUES = ("", "Ya", "A", "a.", "-", "#REF!", "=A1", 1e308, -1, 0.1, True, "x" * 32_000, "\n", "i.", "TOTAL", "Jawaban")
VALUES += (
    "Penilaian",
    "Bobot",
    "A/B/C",
    "Jumlah",
    "%",
    "１２",
    "\u202e",
    "'",
    "!",
    10**15,
    "1e999999999",
    "1e999999",
    "9" * 4200,
)


def assert_survives(workbook: bytes) -> None:
    """Evaluate, or refuse with a sentence, in bounded time."""
    start = time.monotonic()
    try:
        result: object = evaluate(workbook)
    except Unreadable as problem:
        result = str(problem)
    assert isinstance(result, Evaluation) or not re.search(r"\{[a-z]+\}", str(result))
    assert time.monotonic() - start < SECONDS


def mutated(text: bytes, rnd: random.Random) -> bytes:
    """Change, cut, repeat or blank a few places."""
    changed = bytearray(text)
    for _ in range(rnd.randint(1, 8)):
        at = rnd.randrange(len(changed) or 1)
        length = rnd.choice((1, 1, 2, 8, 100, 1000))
        piece = rnd.choice((rnd.randbytes(length), changed[at : at + length] * 2, b"", b"<", b'"', b"9" * 12))
        changed[at : at + length] = piece
    return bytes(changed)


@pytest.mark.parametrize("seed", range(RUNS))
def test_bytes_of_the_file(seed: int) -> None:
    """Damaged files."""
    assert_survives(mutated(WORKBOOK, random.Random(seed)))


@pytest.mark.parametrize("seed", range(RUNS))
def test_bytes_of_the_parts(seed: int) -> None:
    """Whole packages with damaged parts."""
    rnd = random.Random(seed)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        chosen = rnd.choice([*package.namelist(), "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
        for name in package.namelist():
            part = package.read(name)
            copy.writestr(name, mutated(part, rnd) if name == chosen else part)
    assert_survives(stream.getvalue())


@pytest.mark.parametrize("seed", range(RUNS // 2))
def test_cells(seed: int) -> None:
    """Sound packages with any value in any cell, rows and columns inserted and deleted."""
    rnd = random.Random(seed)
    workbook, _ = book(answered(lines(), seed))
    sheet = workbook.worksheets[0]
    for _ in range(rnd.randint(1, 60)):
        sheet.cell(rnd.randint(1, 210), rnd.randint(1, 20)).value = rnd.choice(VALUES)  # type: ignore[assignment]  # the stubs know no merged cells
    for change in (sheet.insert_rows, sheet.delete_rows, sheet.insert_cols, sheet.delete_cols):
        if rnd.random() < 0.3:
            change(rnd.randint(1, 15), rnd.randint(1, 3))
    assert_survives(content(workbook))


@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_noise(noise: bytes, start: bytes) -> None:
    """Noise behind the signature of a workbook."""
    assert_survives(start + noise)
