"""A folder of 34 files as they arrive at an inspectorate, and the list of the units that were to hand in.

Of the 28 that can be read two are the same to the last byte, two are rounds of one unit, some are assessed by TPI, some
state their requirements, and one does not say whose it is. Beside them lie a damaged workbook, an attendance list, a
PDF, a DOCX, and what Excel lays beside a workbook that is open.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from batches import MET
from conftest import BROKEN, VALID
from openpyxl import Workbook, load_workbook

FACTS: dict[str, object] = MET | {
    "unit-follow-up": "100 %",
    "unit-wealth-reports": "100 %",
    "unit-zi-years": 2,
    "unit-zi-years-wbbm": 1,
}
"""All requirements are stated, as people type them, and met."""

HONEST = {**FACTS, "unit-wealth-reports": "98 %"}
"""All requirements are stated, and one is not met."""

BEGUN = {key: FACTS[key] for key in ("agency-bpk-opinion", "unit-core-service")}
"""Two requirements are stated, and met."""


class Arrival(NamedTuple):
    """A workbook that arrives: whose it is, on which worksheet it rests, and what it states."""

    unit: str
    base: str
    facts: Mapping[str, object] = {}
    year: int = 2026

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.unit.removesuffix(' Contoh')} {self.year}.xlsx"


def _arrivals() -> Iterator[Arrival]:
    """Yield 26 workbooks: the duplicate and the one without a name come beside them."""
    yield from (Arrival(f"Balai Karantina {number} Contoh", "wbk", FACTS) for number in range(1, 5))
    yield from (Arrival(f"Kantor Pertanahan {number} Contoh", "wbbm", FACTS) for number in range(1, 3))
    yield Arrival("Kantor Imigrasi 1 Contoh", "assessed", FACTS)
    yield Arrival("Lapas Jujur Contoh", "count-limits", HONEST)
    yield from (Arrival(f"Balai Diam {number} Contoh", "wbk") for number in range(1, 6))
    yield Arrival("Kantor Imigrasi 2 Contoh", "assessed")
    yield from (Arrival(f"Pos Mulai {number} Contoh", "wbk", BEGUN) for number in range(1, 4))
    yield from (Arrival(f"KPP Pratama {number} Contoh", "survey-below", FACTS) for number in range(1, 4))
    yield from (Arrival(f"Samsat {number} Contoh", "half-empty") for number in range(1, 4))
    yield Arrival("Balai Pengujian Contoh", "second-tpi", FACTS)
    yield from (Arrival("Balai Dua Putaran Contoh", "wbk", facts, year) for year, facts in ((2025, {}), (2026, FACTS)))


ARRIVALS = tuple(_arrivals())
AGAIN, NAMELESS = "salinan balai karantina.xlsx", "lke-zi.xlsx"
READABLE = (*(each.file for each in ARRIVALS), AGAIN, NAMELESS)
UNREADABLE = ("daftar hadir.xlsx", "rusak.xlsx")
OTHERS = ("surat pengantar.pdf", "undangan.docx", "bukti satker.ZIP", f"~${ARRIVALS[0].file}")
MISSING = ("Balai Belum Contoh", "Rutan Belum Contoh")
"""Units of the list that have not handed in."""


def arrived(folder: Path) -> Path:
    """Write the 34 files into a folder, and beside it the list of units; return the folder."""
    there = folder / "kiriman"
    (there / "susulan").mkdir(parents=True)
    books = {name: load_workbook(VALID / f"{name}.xlsx") for name in {each.base for each in ARRIVALS} - {"assessed"}}
    books["assessed"] = load_workbook(VALID / "three-assessors.xlsx")
    _without_tpn(books["assessed"])
    for place, each in enumerate(ARRIVALS):
        _state(books[each.base], each)
        books[each.base].save(there / ("susulan" if place % 9 == 8 else "") / each.file)
    shutil.copy(there / ARRIVALS[0].file, there / AGAIN)
    shutil.copy(VALID / "lke-zi.xlsx", there / NAMELESS)
    shutil.copy(BROKEN / "file-damaged.xlsx", there / "rusak.xlsx")
    attendance = Workbook()
    for row in (("No", "Nama", "Paraf"), (1, "Siti Contoh", None), (2, "Budi Contoh", None)):
        attendance.worksheets[0].append(row)
    attendance.save(there / "daftar hadir.xlsx")
    for name in OTHERS:
        (there / name).write_bytes(b"%PDF-1.7 surat")
    units = [*dict.fromkeys(each.unit for each in ARRIVALS), *MISSING]
    (folder / "unit.csv").write_text(
        "unit;target\n" + "".join(f"{unit.upper()};\n" for unit in units), encoding="utf-8"
    )
    return there


def _state(book: Workbook, arrival: Arrival) -> None:
    """Write whose workbook it is and what it states into the sheet that says so."""
    sheet = book["Identitas"]
    said: dict[object, object] = {"Nama unit": arrival.unit, "Tahun evaluasi": arrival.year}
    for row in sheet.iter_rows(max_col=3):
        key = row[0].value
        if key in said:
            row[1].value = said[key]
        elif key in FACTS:
            row[2].value = arrival.facts.get(str(key))


def _without_tpn(book: Workbook) -> None:
    """Take away what TPN answered: that comes after the proposal."""
    sheet = book["Jawaban"]
    header = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "Jawaban TPN")
    for row in range(header.row + 1, sheet.max_row + 1):
        sheet.cell(row, header.column).value = None
