"""A revision of PermenPANRB 90/2021 that nobody made, as a person types it into the workbook of its rules.

Areas 3 and 6 are weighted anew, two questions come in and one goes, B is worth 0.7, the indices go to 5, WBK asks 78
and 65 %, there is one more requirement, and a third component of hasil.
"""

from __future__ import annotations

import io

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = 3
"""The row of headings in every sheet."""

TEXTS = {
    "regulation": "Peraturan Menteri Contoh 7/2028, berlaku sejak 1 Januari 2028",
    "lke": "Peraturan Menteri Contoh 7/2028, Lampiran I",
    "minimum": "Peraturan Menteri Contoh 7/2028, Tabel 2",
    "requirement": "Peraturan Menteri Contoh 7/2028, Tabel 3",
    "survey": "Peraturan Menteri Contoh 7/2028, Tabel 4",
    "form": "Peraturan Menteri Contoh 7/2028, Lampiran II",
}


class Person:
    """Somebody with a workbook of rules open: rows are known by what stands in their first columns.

    ``edits`` counts what was done: values typed, the same value filled into a range, rows put in or taken out.
    """

    def __init__(self, content: bytes) -> None:
        """Open a workbook."""
        self.book = load_workbook(io.BytesIO(content))
        self.edits = 0

    def row(self, sheet: str, *known: str) -> int:
        """Return the number of a row."""
        for number, cells in enumerate(self.sheet(sheet).iter_rows(values_only=True), 1):
            if number > HEADINGS and cells[: len(known)] == known:
                return number
        raise LookupError(f"{sheet}: {known}")

    def sheet(self, name: str) -> Worksheet:
        """Return a sheet."""
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def types(self, sheet: str, row: int, **values: object) -> None:
        """Type values into the columns of a row, named by their headings with ``_`` for a blank."""
        headings = [cell.value for cell in self.sheet(sheet)[HEADINGS]]
        for name, value in values.items():
            self.sheet(sheet).cell(row, headings.index(name.replace("_", " ")) + 1).value = value  # type: ignore[assignment]
            self.edits += 1

    def puts_in(self, sheet: str, row: int, count: int = 1) -> int:
        """Put in blank rows above a row, and return the first of them."""
        self.sheet(sheet).insert_rows(row, count)
        self.edits += 1
        return row

    def takes_out(self, sheet: str, row: int) -> None:
        """Take out a row."""
        self.sheet(sheet).delete_rows(row)
        self.edits += 1

    def saves(self) -> bytes:
        """Return the workbook."""
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()


def revise(person: Person) -> None:
    """Type the revision into the workbook of 90/2021."""
    row, types = person.row, person.types
    types("Peraturan", row("Peraturan", "Judul"), Isi="Peraturan Menteri Contoh 7/2028")
    types("Peraturan", row("Peraturan", "Berlaku sejak"), Isi="2028-01-01")
    for key, text in TEXTS.items():
        types("Sumber", row("Sumber", key), Teks=text)
    person.takes_out("Sumber", row("Sumber", "own"))
    types("Skala", row("Skala", "abcd") + 1, Nilai=0.7)
    types("Skala", row("Skala", "nilai_0_4"), Nilai_tertinggi=5, Tercetak_di_formulir="Nilai (0-5); 0-5")
    for code, kind, weight in (
        ("A.I.3", "bagian", 4),
        ("A.I.3.iv", "indikator", 1),
        ("A.I.6", "bagian", 6),
        ("A.I.6.v", "indikator", 2),
        ("B.I", "bagian", 20.5),
        ("B.I.b", "indikator", 3),
    ):
        types("Pohon", row("Pohon", code, kind), Bobot=weight)
    for code, label, scale in (
        ("A.I.1.i.a", "Keterwakilan perempuan dalam tim", "abcd"),
        ("A.I.6.v.a", "Hasil survei diumumkan kepada masyarakat", "ya_tidak"),
    ):
        new = person.puts_in("Pohon", row("Pohon", code, "pertanyaan") + 1)
        types("Pohon", new, Jenis="pertanyaan", Uraian=label, Skala=scale, Sumber="lke")
    person.takes_out("Pohon", row("Pohon", "A.I.1.iii.c", "pertanyaan"))
    _third_result(person)
    _more_demands(person)


def _third_result(person: Person) -> None:
    last = person.sheet("Pohon").max_row + 1
    person.types("Pohon", last, Kode="B.III", Jenis="bagian", Uraian="Inovasi Pelayanan", Bobot=2, Sumber="lke")
    person.types("Pohon", last + 1, Jenis="indikator", Uraian="Inovasi yang direplikasi", Bobot=2, Sumber="lke")
    label = "Inovasi unit direplikasi unit lain"
    person.types("Pohon", last + 2, Jenis="pertanyaan", Uraian=label, Skala="abcd", Sumber="lke")


def _more_demands(person: Person) -> None:
    person.types("Predikat", person.row("Predikat", "total"), Minimum_WBK=78)
    for number in range(1, 7):
        person.types("Predikat", person.row("Predikat", f"area-{number}"), Minimum_WBK=0.65)
    person.edits -= 5  # one value, filled down
    person.types("Predikat", person.row("Predikat", "hasil-1-performance"), Minimum_WBBM=2.5)
    last = person.sheet("Fakta").max_row + 1
    label = "Layanan unit tersedia daring"
    person.types("Fakta", last, Kunci="unit-online", Pertanyaan=label, Pilihan="Ya", Sumber="requirement")
    person.types("Fakta", last + 1, Pilihan="Tidak")
    last = person.sheet("Syarat").max_row + 1
    asked = {"Minimum_WBK": "Ya", "Minimum_WBBM": "Ya", "Sumber": "requirement"}
    person.types("Syarat", last, Kode="req-online", Fakta="unit-online", **asked)
