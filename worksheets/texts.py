"""Notes, evidence and spellings as people write them; every choice comes from a seeded generator."""

from __future__ import annotations

from random import Random

_NOTES: dict[str, tuple[str, ...]] = {
    "1": (
        "SK Tim ZI telah diperbarui pada bulan Januari dan disosialisasikan saat apel.",
        "Agen perubahan ditetapkan dengan SK Kepala Kantor, masing-masing satu rencana aksi.",
        "Monev dilakukan setiap triwulan, notulen dan daftar hadir terlampir.",
    ),
    "2": (
        "SOP telah direviu bersama seluruh seksi; 4 SOP direvisi tahun ini.",
        "Aplikasi layanan sudah dipakai sejak tahun lalu, laporan penggunaan terlampir.",
        "PPID pelaksana ditetapkan, daftar informasi publik diunggah di laman unit.",
    ),
    "3": (
        "Anjab dan ABK sudah disusun dan disampaikan ke biro SDM.",
        "Pegawai mengikuti diklat minimal 20 JP, rekap sertifikat terlampir.",
        "SKP disusun berjenjang dan dinilai setiap triwulan.",
    ),
    "4": (
        "Pimpinan hadir pada rapat penyusunan Renstra dan Perjanjian Kinerja.",
        "Capaian kinerja dipantau setiap bulan melalui dasbor internal.",
        "LKjIP disampaikan tepat waktu, memuat analisis capaian.",
    ),
    "5": (
        "Kampanye tolak gratifikasi melalui spanduk, media sosial dan ruang layanan.",
        "Daftar risiko disusun per proses layanan dan dipantau setiap semester.",
        "Kanal WBS tersedia, belum ada laporan masuk pada periode ini.",
    ),
    "6": (
        "Maklumat pelayanan dipasang di ruang tunggu dan laman unit.",
        "SKM dilaksanakan setiap triwulan dengan sedikitnya 150 responden.",
        "Pengaduan melalui SP4N-LAPOR! ditanggapi paling lama 3 hari kerja.",
    ),
    "hasil": (
        "Berdasarkan hasil survei eksternal tahun berjalan, 164 responden.",
        "Sesuai surat hasil survei dan laporan kinerja unit.",
    ),
}
_DOCUMENTS = (
    "SK_Tim_ZI",
    "Notulen_Rapat",
    "Laporan_Triwulan",
    "Tangkapan_Layar_Aplikasi",
    "Materi_Sosialisasi",
    "Dokumentasi_Kegiatan",
)
_EVIDENCE = ("{document}", "{link}", "{title}, {link}", "{title} ({document})", "{document}; {link}")
_DOUBTS = (
    "Bukti dukung belum memuat tindak lanjut.",
    "Dokumen yang dilampirkan masih tahun sebelumnya.",
    "Baru sebagian kegiatan yang dapat dibuktikan.",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_PEOPLE = ("agen", "melaporkan", "satker", "pejabat", "administrator", "pengawas", "fungsional")


def note(rng: Random, code: str) -> str:
    """Return what the unit writes beside its answer."""
    return rng.choice(_NOTES[_area(code) if code.startswith("A.") else "hasil"])


def _area(code: str) -> str:
    """Return the number of a question's area, which 52/2014 writes in roman as the second of four parts."""
    _component, second, third, *below = code.split(".")
    return str(_ROMAN.index(second) + 1) if len(below) == 1 else third


def evidence(rng: Random, code: str) -> str:
    """Return what names the evidence of one question: a file, a link, or both."""
    title = _title(code).replace("_", " ")
    return rng.choice(_EVIDENCE).format(document=document(code), title=title, link=link(code))


def document(code: str) -> str:
    """Return the name of a file that proves one answer; no two questions share it."""
    return f"{_title(code)}_{code}.pdf"


def _title(code: str) -> str:
    return Random(code).choice(_DOCUMENTS)


def link(code: str) -> str:
    """Return a link to the evidence, at an address that can never exist."""
    return f"https://zi.example/bukti/{code}"


def doubt(rng: Random) -> str:
    """Return what an evaluator writes beside an answer."""
    return rng.choice(_DOUBTS)


def spelled(rng: Random, answer: str) -> str:
    """Spell a choice the way people do: ``ya``, `` b ``, ``A.``, ``a)``."""
    if answer in ("Ya", "Tidak"):
        return rng.choice((answer, answer.lower(), f"{answer.upper()} ", answer[0]))
    lower = answer.lower()
    return rng.choice((answer, lower, f" {lower} ", f"{answer}.", f"{lower})"))


def counted(rng: Random, key: str, count: int) -> int | str:
    """Write a count the way people do: a number, its text, or ``7 orang``."""
    forms: tuple[int | str, ...] = (count, count, str(count))
    return rng.choice((*forms, f"{count} orang") if any(word in key for word in _PEOPLE) else forms)
