"""A ruleset as a workbook that a person edits: a sheet a table, lists to choose from, how each is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from zi_score.forms.saving import saved
from zi_score.forms.sheet import FormCell, FormSheet, Style
from zi_score.forms.sheet import Value as CellValue
from zi_score.law.ruleset import Ruleset
from zi_score.law.sheets import form
from zi_score.law.sheets.form import INDICATOR, NO, OPEN, QUESTION, SECTION, TEXTS, YES, SheetForm
from zi_score.law.sheets.write import Percent, Row, RuleSheet, sheets_of
from zi_score.model.exact import exact, plain

_NAMED_WIDTH = 30
_LAST_CHOSEN = 2_000
"""Rows for which there are lists to choose from."""

_HEADER = 3
_OPEN_FILL = "FFE08A"
_LOOKS = {SECTION: Style("section"), INDICATOR: Style("indicator")}

_GUIDE = """\
Buku kerja ini memuat satu peraturan. Ubah isinya, lalu periksa: zi-score rules validate BUKU.xlsx
Setelah bersih dari kesalahan, buku ini dipakai begini: zi-score evaluate lke.xlsx --ruleset BUKU.xlsx
Menjadi folder: zi-score rules build BUKU.xlsx -o FOLDER
Sebelum dipakai, minta orang kedua mencocokkannya dengan naskah peraturan: zi-score rules show --ruleset BUKU.xlsx \
--report html:periksa.html; setelah cocok, catat: zi-score rules review BUKU.xlsx --by NAMA
Setiap nilai menyebut sumbernya. Untuk ketentuan sendiri isi baris own di lembar Sumber, lalu tulis own pada kolom \
Sumber.
Pertanyaan baru: sisipkan satu baris di lembar Pohon, isi Jenis, Uraian, Skala, dan Sumber; Kode boleh kosong. \
Menghapus pertanyaan: hapus barisnya. Nomor dan baris PortalRB boleh kosong.
Bobot bagian adalah jumlah bobot di bawahnya; semua komponen bersama-sama 100. Pertanyaan dalam satu indikator berbagi \
bobot sama besar.
Beberapa isian dalam satu sel dipisahkan titik koma. Lembar dan kolom sendiri diberi nama yang diawali Catatan.
"""


def render(ruleset: Ruleset) -> bytes:
    """Return a ruleset as a workbook; the same ruleset gives the same bytes."""
    return workbook_of(sheets_of(ruleset), ruleset.title, ruleset.moment)


def workbook_of(sheets: Sequence[RuleSheet], title: str, moment: datetime) -> bytes:
    """Return the sheets of a ruleset as a workbook.

    Args:
        sheets: what stands in it.
        title: title of the ruleset.
        moment: stands in the file in place of the clock.

    """
    book = Workbook(write_only=True)
    guide = FormSheet(book, "Petunjuk", (110,))
    guide.title("Aturan penilaian dalam buku kerja")
    for number, text in enumerate(_GUIDE.splitlines(), 1):
        guide.add([FormCell(f"{number}. {text}", Style("plain"))])
    for sheet in sheets:
        _write(book, sheet)
    book.properties.creator = "zi_score"
    book.properties.title = title
    return saved(book, moment)


def _write(book: Workbook, sheet: RuleSheet) -> None:
    fields = sheet.form.fields
    keys = [*(field.key for field in fields), *sheet.named]
    named_width = _NAMED_WIDTH if sheet.form is form.TREE_SHEET else 14
    widths = [*(field.width for field in fields), *(named_width for _each in sheet.named)]
    made = FormSheet(book, sheet.form.name, widths, frozen=f"B{_HEADER + 1}")
    for column, choices in _choices(sheet.form):
        letter = get_column_letter(keys.index(column) + 1)
        rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=False)
        rule.add(f"{letter}{_HEADER + 1}:{letter}{_LAST_CHOSEN}")
        made.plain.data_validations.append(rule)
    made.title(sheet.form.name)
    made.note(sheet.form.about)
    made.header([*(field.heading for field in fields), *sheet.named])
    for row in sheet.rows:
        made.add([_cell(row, key) for key in keys])


def _choices(sheet: SheetForm) -> Iterator[tuple[str, str]]:
    """Yield the columns of a sheet in which something is chosen, and from which list: words, or a column elsewhere."""
    keys = {field.key for field in sheet.fields}
    if sheet is form.RULES_SHEET:
        return
    for key in sorted(keys & {"source", "ratio_source", "zero_source"}):
        yield key, f"Sumber!$A${_HEADER + 1}:$A$200"
    if sheet is form.TREE_SHEET:
        yield "kind", _words(SECTION, INDICATOR, QUESTION, form.COUNT)
        yield "part_of_whole", _words(YES, NO)
        yield "scale", f"Skala!$A${_HEADER + 1}:$A$200"
    if sheet is form.SOURCES:
        yield "kind", _words(*(TEXTS[kind] for kind in ("law", "official-form", "practice")))
    if sheet is form.SCALES:
        yield "kind", _words(*(TEXTS[kind] for kind in ("choice", "ratio", "number")))
    if sheet is form.CRITERIA:
        yield "measure", _words(*(TEXTS[kind] for kind in ("score", "share", "fact")))
    if sheet is form.REQUIREMENTS:
        yield from ((key, f"Fakta!$A${_HEADER + 1}:$A$200") for key in ("fact", "depends_on"))


def _words(*words: str) -> str:
    return f'"{",".join(words)}"'


def _cell(row: Row, key: str) -> FormCell:
    value = row.get(key)
    style = _LOOKS.get(str(row.get("kind")), Style())
    if isinstance(value, str) and value.startswith(OPEN):
        style = style._replace(fill=_OPEN_FILL)
    if isinstance(value, Percent):
        return FormCell(_number(value.share), style._replace(form="0.##%", align="center"))
    if isinstance(value, Fraction):
        return FormCell(_number(value), style._replace(align="center"))
    return FormCell(value, style)


def _number(value: Fraction) -> CellValue:
    """Return a number as a cell holds it; one that no cell can hold exactly as a text."""
    if value.denominator == 1:
        return int(value)
    return float(value) if exact(float(value)) == value else plain(value)
