"""Mutated workbooks: an evaluation and a check, or a refusal; never a traceback, never a hang.

``ZI_SCORE_FUZZ_RUNS`` sets how many mutations each test tries; the default is quick.
"""

import io
import os
import random
import re
import zipfile

import pytest
from conftest import VALID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from steps import within
from workbooks import answered, book, content, lines

from zi_score import check, evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.model.findings import Unreadable

RUNS = int(os.environ.get("ZI_SCORE_FUZZ_RUNS", "40"))
CALLS = 1_000_000
WORKBOOK = content(book(answered(lines()))[0])
FORMULAS = VALID / "lke-zi.xlsx"
ODD = (
    b"",
    b"x",
    b"-1",
    b"0",
    b"9" * 30,
    b"9" * 5000,
    b"A1:XFD1048576",
    b"&apos;" * 500,
    b"&quot;" * 99,
    b"#REF!",
    b"1E999",
)
ODD += (
    b"$L$8:L",
    b"SUM(" * 300,
    b"shared",
    b"e",
    b"str",
    b"../../x",
    b"file:///x",
    b"%",
    b"\xc2\xb2",
    b"'[1]a'!A1",
    b"{0}{name}",
)
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
    """Evaluate and check, or refuse with a sentence both times, in a bounded number of calls."""
    results: list[object] = []
    with within(CALLS):
        for look in (evaluate, check):
            try:
                results.append(look(workbook))
            except Unreadable as problem:
                results.append(str(problem))
    evaluated, checked = results
    if isinstance(evaluated, Evaluation) and isinstance(checked, Evaluation):
        assert checked.assessments == evaluated.assessments
        assert not any(re.search(r"\{[a-z]+\}", finding.message + finding.tip) for finding in checked.findings)
    else:
        assert evaluated == checked
        assert not re.search(r"\{[a-z]+\}", str(evaluated))


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
        sheet.cell(rnd.randint(1, 210), rnd.randint(1, 20)).value = rnd.choice(VALUES)
    for change in (sheet.insert_rows, sheet.delete_rows, sheet.insert_cols, sheet.delete_cols):
        if rnd.random() < 0.3:
            change(rnd.randint(1, 15), rnd.randint(1, 3))
    assert_survives(content(workbook))


@pytest.mark.parametrize("seed", range(RUNS // 4))
def test_what_lies_behind(seed: int) -> None:
    """Workbooks with formulas, links and hidden parts, whose sheets, styles and relations are damaged."""
    rnd = random.Random(seed)
    stream = io.BytesIO()
    with zipfile.ZipFile(FORMULAS) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        behind = [name for name in package.namelist() if re.search(r"worksheets|styles|rels|workbook", name)]
        chosen = rnd.choice(behind)
        for name in package.namelist():
            part = package.read(name)
            copy.writestr(name, bent(part, rnd) if name == chosen else part)
    assert_survives(stream.getvalue())


def bent(part: bytes, rnd: random.Random) -> bytes:
    """Put odd texts into attributes and formulas; the XML stays whole."""
    places = list(re.finditer(rb'(?<==")[^"<]*(?=")|(?<=<f>)[^<]*(?=</f>)', part))
    for place in sorted(
        rnd.sample(places, min(len(places), rnd.randint(1, 40))), key=lambda m: m.start(), reverse=True
    ):
        part = part[: place.start()] + rnd.choice(ODD) + part[place.end() :]
    return part


@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_noise(noise: bytes, start: bytes) -> None:
    """Noise behind the signature of a workbook."""
    assert_survives(start + noise)
