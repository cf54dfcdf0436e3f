"""An instrument that is nobody's: small enough to work out on paper, and unlike the regulation wherever it can be.

Process P weighs 70 (P.1 30, P.2 40) and result H 30. It has predicates, choices, scales and sources of its own,
and no PortalRB.
"""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from zi_score.forms.template.outline import build_outline
from zi_score.forms.template.workbook import render
from zi_score.law.ruleset import Ruleset

SOURCE = "Keputusan Kepala Badan Contoh Nomor 7 Tahun 2026"

RULES = f"""\
id = "instrumen"
title = "Instrumen Layanan Prima"
about = "Instrumen buatan sendiri"
predicates = ["LAYAK", "UNGGUL", "ISTIMEWA"]
in_force_from = 2026-01-01
source = "sk"

[sources.sk]
kind = "practice"
text = "{SOURCE}"

[scales.mutu]
kind = "choice"
values = {{ "Sangat Baik" = 1, Baik = 0.75, Cukup = 0.5, Kurang = 0 }}
aliases = {{ SB = "Sangat Baik" }}
printed = ["Sangat Baik/Baik/Cukup/Kurang"]
source = "sk"

[scales.abcdef]
kind = "choice"
values = {{ A = 1, B = 0.8, C = 0.6, D = 0.4, E = 0.2, F = 0 }}
printed = ["A/B/C/D/E/F"]
source = "sk"

[scales.lima]
kind = "number"
highest = 5
printed = ["Nilai (0-5)"]
source = "sk"

[scales.persen]
kind = "ratio"
printed = ["%"]
source = "sk"

[[areas]]
number = 1
sections = ["P.1"]

[[areas]]
number = 2
sections = ["P.2"]

[[criteria]]
id = "total"
label = "Nilai total"
measure = "score"
nodes = ["P", "H"]
minimum = {{ LAYAK = 70, UNGGUL = 80, ISTIMEWA = 95 }}
source = "sk"

[[criteria]]
id = "area-1"
label = "Perencanaan"
measure = "share"
area = 1
minimum = {{ LAYAK = 0.50, UNGGUL = 0.66 }}
source = "sk"

[[criteria]]
id = "sudah-layak"
label = "Sudah berpredikat LAYAK"
measure = "fact"
fact = "sudah-layak"
minimum = {{ UNGGUL = "Ya" }}
source = "sk"

[facts.sudah-layak]
label = "Unit sudah berpredikat LAYAK"
choices = ["Ya", "Tidak"]
source = "sk"

[facts.usia]
label = "Usia unit (tahun)"
unit = "years"
source = "sk"

[[requirements]]
id = "req-usia"
fact = "usia"
minimum = {{ LAYAK = 2 }}
source = "sk"

[[conventions]]
id = "kosong"
text = "Pertanyaan yang belum dijawab bernilai 0."
source = "sk"
"""


def _question(code: str, marker: str, label: str, scale: str, **more: object) -> dict[str, Any]:
    return {"code": code, "marker": marker, "label": label, "scale": scale, "source": "sk", **more}


def _part(code: str, name: str, weight: str, **more: object) -> dict[str, Any]:
    return {"code": code, "name": name, "weight": weight, "source": "sk", **more}


TREE: dict[str, Any] = {
    "sections": [
        _part("P", "Proses", "70"),
        _part("P.1", "Perencanaan Layanan", "30"),
        _part("P.2", "Pelaksanaan Layanan", "40"),
        _part("H", "Hasil", "30"),
    ],
    "indicators": [
        _part(
            "P.1.a",
            "Rencana kerja",
            "10",
            questions=[
                _question("P.1.a.1", "1", "Mutu dokumen rencana layanan", "mutu"),
                _question("P.1.a.2", "2", "Penetapan target layanan tahunan", "abcdef"),
            ],
        ),
        _part("P.1.b", "Anggaran", "20", questions=[_question("P.1.b.1", "1", "Kecukupan anggaran loket", "abcdef")]),
        _part(
            "P.2.a",
            "Loket",
            "40",
            questions=[
                _question(
                    "P.2.a.1",
                    "1",
                    "Persentase permohonan selesai",
                    "persen",
                    ratio={
                        "kind": "share",
                        "part": "selesai",
                        "whole": "masuk",
                        "source": "sk",
                        "zero_whole": {"zero_part": 1, "some_part": 1, "source": "sk"},
                    },
                    inputs=[
                        {"key": "masuk", "label": "Jumlah permohonan masuk", "source": "sk"},
                        {"key": "selesai", "label": "Jumlah permohonan selesai", "source": "sk"},
                    ],
                )
            ],
        ),
        _part(
            "H.a",
            "Indeks kepuasan",
            "30",
            questions=[_question("H.a", "-", "Indeks kepuasan masyarakat skala 0-5", "lima")],
        ),
    ],
}
"""The question tree as ``lke.json`` has it."""


def tree() -> dict[str, Any]:
    """Return a copy of the tree to change."""
    return copy.deepcopy(TREE)


def written(folder: Path, rules: str = RULES, content: object = TREE) -> Path:
    """Write a ruleset and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    (folder / "lke.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def filled(
    ruleset: Ruleset, answers: Mapping[str, object], facts: Mapping[str, object], blank: bytes | None = None
) -> bytes:
    """Return the template with answers and counts (``code.key``), and the fields of ``Identitas`` by cell or fact."""
    outline = build_outline(ruleset)
    rows = outline.question_rows | {f"{code}.{key}": row for (code, key), row in outline.count_rows.items()}
    book = load_workbook(io.BytesIO(blank or render(ruleset)))
    for code, answer in answers.items():
        book["Jawaban"][f"K{rows[code]}"] = answer
    sheet = book["Identitas"]
    places = {str(row[0].value): row[2].coordinate for row in sheet.iter_rows(min_row=10)}
    for name, fact in facts.items():
        sheet[places.get(name, name)] = fact
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
