"""The sheet ``Petunjuk``: how to fill in the worksheet, what answers are worth, where it all comes from."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.template.style import (
    Look,
    cell_at,
    dress,
    fit_height,
    print_on_a4,
    put_text,
    set_widths,
    write_table,
)
from zi_score.law.cited import Citation
from zi_score.law.ruleset import Ruleset, Scale
from zi_score.model.exact import plain

SHEET = "Petunjuk"
_WIDTHS = {"A": 28.0, "B": 62.0, "C": 70.0}
_KINDS: dict[str, str] = {
    "law": "Peraturan",
    "official-form": "Formulir resmi",
    "practice": "Konvensi",
}
_COUNTS = (
    "Untuk pertanyaan persentase, isi jumlah pada baris di bawahnya dengan {numbers}. Persentasenya "
    "terhitung sendiri. Tulis 0 bila memang tidak ada; sel kosong berarti belum dijawab."
)
_SURVEY = "Untuk survei, isi indeks pada skala di kolom Pilihan Jawaban, bukan pada skala 0 sampai 100."
_RATES = "Perbandingan dua jumlah di bawah pertanyaan; nilai penuh dan nilai 0 menurut kolom Kriteria Nilai"
_STEPS = (
    (
        "Buka lembar Identitas. Isi nama unit, instansi, tahun, dan target predikat, lalu fakta yang sudah diketahui. "
        "Fakta yang kosong dilaporkan sebagai belum diperiksa."
    ),
    (
        "Buka lembar Jawaban. Isi hanya sel berwarna kuning muda: Jawaban Unit di kolom K, penjelasan di kolom L, "
        "bukti dukung di kolom M. Tim Penilai Internal (TPI) mengisi kolom N dan Q."
    ),
    "Pilih jawaban dari daftar pada sel. Arti setiap jawaban ada di kolom Kriteria Nilai.",
    _COUNTS,
    _SURVEY,
    "Lihat lembar Ringkasan untuk capaian terhadap nilai minimum. Pertanyaan yang belum dijawab bernilai 0.",
    "Jangan menyisipkan, menghapus, atau memindahkan baris dan kolom: nomor baris di kolom ID harus tetap.",
    (
        "Periksa berkas dengan perintah zi-score evaluate. Perintah itu menghitung ulang semua nilai dari jawaban dan "
        "tidak memakai hasil rumus di berkas ini."
    ),
)


def write_guide(sheet: Worksheet, ruleset: Ruleset) -> None:
    """Write the steps and the tables of scales, conventions and sources."""
    set_widths(sheet, _WIDTHS)
    row = _paragraph(sheet, 1, f"Lembar Kerja Evaluasi {ruleset.called}", "title")
    row = _paragraph(sheet, row, ruleset.title, "heading")
    row = _paragraph(sheet, row, ruleset.about, "plain", merged=True)
    if ruleset.replaced:
        told = f"Sudah digantikan oleh {ruleset.replaced.by} sejak {ruleset.replaced_since:%d-%m-%Y}."
        row = _paragraph(sheet, row, told, "plain", merged=True)
    row += 1
    row = _paragraph(sheet, row, "Cara mengisi", "heading")
    for number, step in enumerate(_steps(ruleset), 1):
        row = _paragraph(sheet, row, f"{number}. {step}", "plain", merged=True)
    tables = (
        ("Arti jawaban", _scale_rows(ruleset)),
        ("Cara menghitung", _convention_rows(ruleset)),
        ("Dasar hukum dan sumber", _source_rows(ruleset)),
    )
    for title, rows in tables:
        row = _paragraph(sheet, row + 1, title, "heading")
        row = write_table(sheet, row, rows, tuple(_WIDTHS.values()))
    print_on_a4(sheet)


def _steps(ruleset: Ruleset) -> Iterator[str]:
    """Yield how to fill in the form; counts and surveys are explained only where there are some."""
    questions = ruleset.questions.values()
    counts = [row for question in questions for row in question.inputs]
    has_surveys = any(ruleset.scales[question.scale].external for question in questions)
    has_decimals = any(row.decimals for row in counts)
    numbers = (
        "bilangan; hanya yang kriterianya menyebut demikian boleh berdesimal" if has_decimals else "bilangan bulat"
    )
    is_needed = {_COUNTS: bool(counts), _SURVEY: has_surveys}
    return (step.format(numbers=numbers) for step in _STEPS if is_needed.get(step, True))


def _paragraph(sheet: Worksheet, row: int, text: str, look: Look, *, merged: bool = False) -> int:
    cell = cell_at(sheet, row, 1)
    put_text(cell, text)
    dress(cell, look, wrap=merged)
    if merged:
        for column in range(2, len(_WIDTHS) + 1):
            dress(cell_at(sheet, row, column), look)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    fit_height(sheet, row, [(text, sum(_WIDTHS.values()))])
    if not merged:
        sheet.row_dimensions[row].height = 24
    return row + 1


def _scale_rows(ruleset: Ruleset) -> Iterator[tuple[str, ...]]:
    yield "Pilihan Jawaban", "Nilai", "Sumber"
    used = {question.scale for question in ruleset.questions.values()}
    for name, scale in ruleset.scales.items():
        if name in used:
            ratios = [each.ratio for each in ruleset.questions.values() if each.scale == name and each.ratio]
            meaning = _meaning(scale) if all(ratio.is_plain for ratio in ratios) else _RATES
            yield scale.printed[0], meaning, ruleset.citation(scale).text


def _meaning(scale: Scale) -> str:
    if scale.kind == "choice":
        return "; ".join(f"{choice} = {_decimal(plain(value))}" for choice, value in scale.values.items())
    if scale.kind == "ratio":
        return "Perbandingan dua jumlah di bawah pertanyaan, dibatasi 0% sampai 100%"
    if scale.unit:
        return "Persentase yang diketik, 0% sampai 100%"
    return f"Indeks dibagi {plain(scale.highest)}" if scale.highest else ""


def _decimal(text: str) -> str:
    return text.replace(".", ",")


def _convention_rows(ruleset: Ruleset) -> Iterator[tuple[str, ...]]:
    yield "Jenis sumber", "Aturan", "Sumber"
    for convention in ruleset.conventions:
        citation = ruleset.citation(convention)
        yield _kind(citation), convention.text, citation.text


def _source_rows(ruleset: Ruleset) -> Iterator[tuple[str, ...]]:
    yield "Jenis sumber", "Sumber", "Dipakai untuk"
    for key, citation in ruleset.sources.items():
        yield _kind(citation), citation.text, _used_for(ruleset, key)


def _kind(citation: Citation) -> str:
    return _KINDS[citation.kind]


def _used_for(ruleset: Ruleset, source: str) -> str:
    """Name the parts of the ruleset that rest on a source."""
    questions = ruleset.questions.values()
    counts = [count for question in questions for count in question.inputs]
    ratios = [question.ratio for question in questions if question.ratio]
    groups = (
        ("peraturan secara keseluruhan", (ruleset,)),
        ("peraturan penggantinya", (ruleset.replaced,) if ruleset.replaced else ()),
        ("susunan dan bobot", (*ruleset.sections, *ruleset.indicators)),
        ("skala jawaban", tuple(ruleset.scales.values())),
        ("rasio", tuple(ratios)),
        ("pembagi nol", tuple(ratio.zero_whole for ratio in ratios)),
        ("jumlah", tuple(counts)),
        ("nilai minimum", ruleset.criteria),
        ("syarat pengusulan", (*ruleset.requirements, *((ruleset.waiver,) if ruleset.waiver else ()))),
        ("predikat kawasan", (ruleset.kawasan,) if ruleset.kawasan else ()),
        ("cara menghitung", ruleset.conventions),
    )
    return ", ".join(name for name, parts in groups if any(part.source == source for part in parts))
