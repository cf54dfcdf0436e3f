"""Makes filled-in workbooks for the benchmarks: about 90 kB each, as real ones with notes and evidence are."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

WORKSHEETS = Path(__file__).parents[1] / "worksheets"
BASES = ("wbk", "wbbm", "area-at-60", "rounds-to-75", "survey-below")
_SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")
_EVIDENCE = re.compile(r"<t[^>]*>[^<]*(?:zi\.example|\.pdf|\.docx|\.xlsx)[^<]*</t>")
_UNIT = re.compile(r"(<t[^>]*>)[^<]*Contoh</t>")
_LETTERS = "abcdefghijklmnoprstuvwy"
_REMARK = 110
"""Words beside each piece of evidence."""


def make(folder: Path, count: int) -> list[Path]:
    """Write so many workbooks, each of a unit of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"unit-{number:05}.xlsx" for number in range(count)]
    for number, file in enumerate(files):
        _write(file, WORKSHEETS / "valid" / f"{BASES[number % len(BASES)]}.xlsx", number)
    return files


def _write(file: Path, base: Path, number: int) -> None:
    rng = random.Random(number)
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if _SHEETS.fullmatch(name):
                text = _EVIDENCE.sub(lambda found: _with_remark(found[0], rng), content.decode())
                content = _UNIT.sub(rf"\g<1>Balai {number:05}</t>", text, count=1).encode()
            target.writestr(name, content)


def _with_remark(string: str, rng: random.Random) -> str:
    words = ("".join(rng.choices(_LETTERS, k=rng.randint(3, 9))) for _ in range(_REMARK))
    return string.replace("</t>", f" {' '.join(words)}</t>")
