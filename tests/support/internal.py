"""An instrument of an office's own: four areas, no results, answers from 0 to 3, and none of the ministry's words."""

from __future__ import annotations

from typing import Any

SOURCE = "Keputusan Sekretaris Utama Badan Contoh Nomor 12 Tahun 2026"
AREAS = ("Pelayanan Loket", "Kearsipan Digital", "Pengelolaan Aset", "Kerapian Kantor")

RULES = f"""\
id = "kantor-rapi"
title = "Penilaian Kantor Rapi"
about = "Penilaian tata kelola kantor di lingkungan Badan Contoh"
instrument = "Kantor Rapi"
sheet = "formulir"
predicates = ["TERTIB", "TELADAN"]
in_force_from = 2026-01-01
source = "sk"

[sources.sk]
kind = "practice"
text = "{SOURCE}"

[scales.nol_tiga]
kind = "number"
highest = 3
printed = ["0-3"]
source = "sk"

{
    "".join(
        f'''
[[areas]]
number = {number}
sections = ["K.{number}"]

[[criteria]]
id = "area-{number}"
label = "{name}"
measure = "share"
area = {number}
minimum = {{ TERTIB = 0.5, TELADAN = 0.7 }}
source = "sk"
'''
        for number, name in enumerate(AREAS, 1)
    )
}
[[criteria]]
id = "total"
label = "Nilai total"
measure = "score"
nodes = ["K"]
minimum = {{ TERTIB = 60, TELADAN = 85 }}
source = "sk"

[facts.pengaduan]
label = "Pengaduan sudah selesai"
choices = ["Ya", "Tidak"]
source = "sk"

[[requirements]]
id = "req-pengaduan"
fact = "pengaduan"
minimum = {{ TERTIB = "Ya", TELADAN = "Ya" }}
source = "sk"

[[conventions]]
id = "kosong"
text = "Pertanyaan yang belum dijawab bernilai 0."
source = "sk"
"""


def tree() -> dict[str, Any]:
    """Return the tree as ``lke.json`` has it: an indicator of two questions in each area."""
    places = [(f"K.{number}", name) for number, name in enumerate(AREAS, 1)]
    parts = [("K", "Komponen Kantor", "100"), *((code, name, "25") for code, name in places)]
    return {
        "sections": [{"code": code, "name": name, "weight": weight, "source": "sk"} for code, name, weight in parts],
        "indicators": [
            {
                "code": f"{code}.a",
                "name": f"Mutu {name}",
                "weight": "25",
                "source": "sk",
                "questions": [
                    {
                        "code": f"{code}.a.{marker}",
                        "marker": marker,
                        "label": f"{asked} {name.lower()}",
                        "scale": "nol_tiga",
                        "source": "sk",
                    }
                    for marker, asked in (("1", "Seberapa teratur"), ("2", "Seberapa sering ditinjau"))
                ],
            }
            for code, name in places
        ],
    }


QUESTIONS = tuple(f"K.{number}.a.{marker}" for number in range(1, 5) for marker in "12")
