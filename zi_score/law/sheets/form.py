"""The sheets of a ruleset's workbook, and their columns: one place for those who write them and those who read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column of a sheet, or a row of the sheet of single values: its key in the files, its heading, what to type.

    A column that is not ``needed`` may be missing, as it is in a workbook of an earlier release.
    """

    key: str
    heading: str
    width: int
    about: str = ""
    needed: bool = True


@dataclass(frozen=True)
class SheetForm:
    """A sheet: a table of these columns; ``open_`` begins the headings of those that the ruleset itself names."""

    name: str
    about: str
    fields: tuple[Field, ...]
    open_: str | None = None
    needed: bool = True


TEXTS = {
    "law": "hukum",
    "official-form": "formulir resmi",
    "practice": "praktik",
    "choice": "pilihan",
    "ratio": "rasio",
    "number": "angka",
    "score": "nilai",
    "share": "persen area",
    "fact": "fakta",
    "percent": "persen",
    "years": "tahun",
    "index": "indeks",
}
"""Words of the files as the sheets write them."""

YES, NO = "Ya", "Tidak"
WITHOUT = "(tanpa)"
"""What says that a question has no marker, where its code has one."""

DECIMALS = "desimal"
"""What stands in place of the scale of a count that need not be a whole number."""

RUBRIC, MINIMUM = "Rubrik ", "Minimum "
"""How the headings of columns begin that the ruleset names: for each choice, and for each predicate."""

NOTES = "Catatan"
"""How sheets and columns of one's own begin, which are not read."""

OPEN = "(isi dari naskah"
"""How a cell begins that waits for the text of a regulation."""

SECTION, INDICATOR, QUESTION, COUNT = "bagian", "indikator", "pertanyaan", "hitungan"
"""What a row of the tree is."""

_SOURCE = Field("source", "Sumber", 14, "Kunci dari lembar Sumber.")
_LIST = "Beberapa isian dipisahkan titik koma."

HEAD = (
    Field("id", "ID", 0, "Nama pendek tanpa spasi; tampil di perintah dan daftar."),
    Field("title", "Judul", 0, "Nama peraturan seperti tampil pada hasil."),
    Field("about", "Tentang", 0),
    Field(
        "instrument", "Instrumen", 0, "Yang dinilai, seperti tampil pada judul. Kosong: Zona Integritas, atau Judul."
    ),
    Field("sheet", "Sebutan lembar", 0, "Nama pendek lembar kerjanya. Kosong: LKE, atau lembar kerja bila tanpa WBK."),
    Field("predicates", "Predikat", 0, f"Dari yang terendah. {_LIST}"),
    Field("in_force_from", "Berlaku sejak", 0, "Tanggal, misalnya 2021-12-31."),
    Field("in_force_until", "Berlaku sampai", 0, "Tanggal terakhir; kosong bila masih berlaku."),
    Field("replaced.by", "Diganti oleh", 0, "Kosong bila tidak diganti."),
    Field("replaced.source", "Sumber penggantian", 0),
    Field("replaces", "Mengganti", 0, "ID peraturan bawaan yang berakhir sehari sebelum berlakunya yang ini."),
    Field("related", "Peraturan terkait", 0, f"Yang mungkin masih tertulis pada formulir. {_LIST}"),
    Field("unnamed_columns", "Kolom tanpa judul", 0, "Bobot, bila formulir tidak memberi judul pada kolom bobot."),
    Field("source", "Sumber", 0, "Kunci dari lembar Sumber."),
    Field(
        "waiver.fact", "Afirmasi: fakta", 0, "Kunci dari lembar Fakta; kosongkan semua baris Afirmasi bila tidak ada."
    ),
    Field("waiver.value", "Afirmasi: jawaban", 0),
    Field("waiver.kind", "Afirmasi: fakta jenis unit", 0),
    Field("waiver.kinds", "Afirmasi: jenis unit", 0, _LIST),
    Field("waiver.barred", "Afirmasi: tidak untuk", 0, f"Ditulis fakta = jawaban. {_LIST}"),
    Field("waiver.since", "Afirmasi: sejak tahun", 0),
    Field("waiver.predicates", "Afirmasi: untuk predikat", 0, _LIST),
    Field("waiver.source", "Afirmasi: sumber", 0),
    Field("kawasan.integration_score", "Kawasan: nilai integrasi", 0, f"Ditulis predikat = nilai. {_LIST}"),
    Field("kawasan.holds_kawasan_wbk", "Kawasan: harus kawasan WBK", 0, f"Predikat. {_LIST}"),
    Field("kawasan.source", "Kawasan: sumber", 0),
    Field("base.id", "Disusun dari", 0, "Diisi oleh rules init; jangan diubah."),
    Field("base.hash", "Sidik dasar", 0, "Diisi oleh rules init; jangan diubah."),
    Field("review.by", "Diperiksa oleh", 0, "Diisi oleh rules review."),
    Field("review.on", "Diperiksa tanggal", 0, "Diisi oleh rules review."),
    Field("review.hash", "Sidik yang diperiksa", 0, "Diisi oleh rules review."),
)
"""The rows of the sheet of single values, by their way in the files."""

RULES_SHEET = SheetForm(
    "Peraturan",
    "Satu isian per baris. Yang tidak ada pada peraturan dibiarkan kosong.",
    (Field("name", "Hal", 30), Field("value", "Isi", 70), Field("about", "Cara mengisi", 60, needed=False)),
)
SOURCES = SheetForm(
    "Sumber",
    "Dari mana setiap nilai berasal. Baris di lembar lain menyebut kuncinya. Wewenang: hukum, formulir resmi, praktik.",
    (Field("key", "Kunci", 16), Field("kind", "Wewenang", 18), Field("text", "Teks", 110)),
)
SCALES = SheetForm(
    "Skala",
    "Bagaimana jawaban menjadi nilai 0 sampai 1. Jenis pilihan: satu baris per pilihan, dari yang terbaik. Jenis "
    "rasio: hitungan dibagi hitungan. Jenis angka: angka dibagi nilai tertinggi.",
    (
        Field("key", "Skala", 16),
        Field("kind", "Jenis", 10),
        Field("choice", "Pilihan", 16),
        Field("value", "Nilai", 10),
        Field("aliases", "Ejaan lain", 24),
        Field("highest", "Nilai tertinggi", 12),
        Field("unit", "Satuan", 10),
        Field("external", "Diukur pihak lain", 12),
        Field("printed", "Tercetak di formulir", 34),
        _SOURCE,
    ),
)
AREAS = SheetForm(
    "Area",
    "Area perubahan: bagian dari lembar Pohon yang nilainya dihitung bersama. Bagian pertama memberi namanya.",
    (Field("number", "Nomor", 10), Field("sections", "Bagian", 40)),
    needed=False,
)
TREE_SHEET = SheetForm(
    "Pohon",
    "Dari atas ke bawah seperti formulir. Pertanyaan baru: sisipkan satu baris, isi Jenis, Uraian, Skala, Sumber; kode "
    "yang kosong mengikuti baris di atasnya, dan kode sesudahnya bergeser. Bobot diisi pada bagian dan indikator; pada "
    "pertanyaan hanya bila bobot pertanyaan dalam satu indikator berbeda-beda. Hitungan yang boleh berdesimal "
    "bertuliskan desimal pada kolom Skala. Nilai penuh dan nilai 0 pada rasio kosong: 100% dan 0%; boleh 2, 50%, atau "
    "penuh pada 0% bila makin kecil makin baik.",
    (
        Field("code", "Kode", 16),
        Field("kind", "Jenis", 12),
        Field("marker", "Penanda", 9),
        Field("label", "Uraian", 60),
        Field("weight", "Bobot", 9),
        Field("scale", "Skala", 12),
        Field("keywords", "Kata kunci", 26),
        Field("points", "Butir", 30),
        Field("ratio", "Rasio", 34),
        Field("full_at", "Nilai penuh pada rasio", 12, needed=False),
        Field("zero_at", "Nilai 0 pada rasio", 12, needed=False),
        Field("part_of_whole", "Pembilang bagian dari penyebut", 14),
        Field("zero", "Nilai bila penyebut 0", 14),
        Field("ratio_source", "Sumber rasio", 12),
        Field("zero_source", "Sumber penyebut 0", 12),
        Field("sum_of", "Jumlah dari", 30),
        Field("splits_into", "Terbagi atas", 30),
        Field("same_as", "Sama dengan", 24),
        Field("soal_id", "PortalRB: nomor soal", 12),
        Field("row", "PortalRB: baris", 12),
        _SOURCE,
    ),
    open_=RUBRIC,
)
CRITERIA = SheetForm(
    "Predikat",
    "Nilai minimum setiap predikat. Ukuran nilai: poin dari bagian bersama (75, atau indeks 3,6 untuk survei); persen "
    "area: nomor area (60%); fakta: kunci dari lembar Fakta. Kosong: predikat itu tidak mensyaratkannya.",
    (
        Field("id", "Kode", 22),
        Field("label", "Kriteria", 46),
        Field("measure", "Ukuran", 14),
        Field("of", "Dari", 22),
        _SOURCE,
    ),
    open_=MINIMUM,
)
FACTS = SheetForm(
    "Fakta",
    "Hal di luar LKE yang ditanyakan. Pilihan: satu baris per pilihan, dari yang terbaik; angka mempunyai "
    "satuan (persen, tahun), indeks juga nilai tertinggi.",
    (
        Field("key", "Kunci", 26),
        Field("label", "Pertanyaan", 60),
        Field("choice", "Pilihan", 24),
        Field("words", "Kata lain", 60),
        Field("unit", "Satuan", 10),
        Field("highest", "Nilai tertinggi", 12),
        _SOURCE,
    ),
    needed=False,
)
REQUIREMENTS = SheetForm(
    "Syarat",
    "Syarat pengusulan: jawaban terendah atas satu fakta bagi setiap predikat. Bila tergantung fakta lain: satu baris "
    "per jawaban fakta itu.",
    (
        Field("id", "Kode", 26),
        Field("fact", "Fakta", 26),
        Field("depends_on", "Menurut fakta", 22),
        Field("case", "Bila", 26),
        Field("questions", "Pertanyaan LKE", 34),
        _SOURCE,
    ),
    open_=MINIMUM,
    needed=False,
)
CONVENTIONS = SheetForm(
    "Konvensi",
    "Bagaimana program bertindak bila naskah peraturan tidak mengaturnya; tampil bersama hasil.",
    (Field("id", "Kode", 22), Field("text", "Teks", 110), _SOURCE),
    needed=False,
)
SYNONYMS = SheetForm(
    "Padanan",
    "Kata yang sama artinya pada formulir: seperti tertulis, dan seperti di lembar Pohon.",
    (Field("typed", "Tertulis", 40), Field("meant", "Artinya", 40)),
    needed=False,
)

SHEETS = (RULES_SHEET, SOURCES, SCALES, AREAS, TREE_SHEET, CRITERIA, FACTS, REQUIREMENTS, CONVENTIONS, SYNONYMS)


def head_ways() -> Iterator[tuple[Field, list[str]]]:
    """Yield the rows of the sheet of single values, each with its way in the files."""
    for field in HEAD:
        yield field, field.key.split(".")
