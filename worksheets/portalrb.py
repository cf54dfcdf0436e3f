"""Answers as the ministry's PortalRB gives them: a sound folder, and one broken file for each finding about such files.

Numbers of questions come from the public master list in ``lke.json``, not from the program's own export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.vectors.oracle import LKE, evaluate
from worksheets import texts
from worksheets.cases import Case, Sheet, three_assessors, wbbm, wbk
from worksheets.drafts import SOUND, Expected, Fault

Document = dict[str, Any]
Bend = Callable[[Document], Any]

FOLDER = "jawaban-unit"
LISTS = ("unit-wbk.json", "unit-wbbm.json")
YEAR = 2026
_FIELDS = ("jawaban_unit", "jawaban_tpi", "catatan_unit", "bukti_dukung_unit", "catatan_tpi")
_OPEN: Expected = ("questions-unanswered", None, None)


def _numbers() -> dict[str, int]:
    tree = json.loads(LKE.read_text(encoding="utf-8"))
    rows = [(q["code"], q) for indicator in tree["indicators"] for q in indicator["questions"]]
    rows += [(f"{code}.{count['key']}", count) for code, q in rows for count in q.get("inputs", ())]
    found = {code: row["portalrb"]["soal_id"] for code, row in rows if "portalrb" in row}
    return dict(sorted(found.items(), key=lambda item: item[1]))


NUMBERS = _numbers()
"""``soal_id`` of each question and count, by its code."""


def document(unit_id: int | str, name: str, unit: Sheet, tpi: Sheet | None = None) -> Document:
    """Return the answers of a unit; every answer has its evidence, every change a note."""
    entries = []
    for code, number in NUMBERS.items():
        answer, judged = _said(unit, code), _said(tpi, code) if tpi else None
        values = (
            answer,
            judged,
            texts.note(Random(code), code) if answer and number % 3 == 0 else None,
            f"{texts.document(code)}\n{texts.link(code)}" if answer else None,
            texts.doubt(Random(code)) if judged and judged != answer else None,
        )
        entries.append({"soal_id": number, **dict(zip(_FIELDS, values, strict=True))})
    return {"unit_id": unit_id, "nama_unit": name, "tahun": YEAR, "answers": entries}


def _said(sheet: Sheet, code: str) -> str | None:
    value = sheet.counts[code] if code in sheet.counts else sheet.answers[code]
    return None if value is None else str(value)


# The sound folder ---------------------------------------------------------------------------------


def _units() -> tuple[tuple[int | str, Case, str], ...]:
    """Return the units of the sound folder: id, case, category."""
    return (17, wbk(), "WBK"), ("bkk-02", three_assessors(), "WBK-AFIRMASI"), (231, wbbm(), "WBBM")


def write(folder: Path) -> None:
    """Write the sound folder, and what is expected of it."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    expected = {}
    listed: dict[str, list[Document]] = {name: [] for name in LISTS}
    for id_, case, category in _units():
        unit, tpi = case.sheets["unit"], case.sheets.get("tpi")
        _write(folder / FOLDER / f"{id_}.json", document(id_, case.unit, unit, tpi))
        entry = {"id": id_, "nama": case.unit, "kategori": category, "afirmasi": category == "WBK-AFIRMASI"}
        listed[LISTS[category == "WBBM"]].append(entry)
        highest = tpi or unit
        outcome = evaluate(highest.answers, highest.counts)
        expected[str(id_)] = {
            "unit": case.unit,
            "target": category.partition("-")[0],
            "afirmasi": "Ya" if entry["afirmasi"] else "Tidak",
            "assessor": "tpi" if tpi else "unit",
            "total": str(outcome.total),
            "verdict": outcome.verdict,
        }
    for name, units in listed.items():
        _write(folder / name, {"tahun": YEAR, "units": units})
    _write(folder / "expected.json", expected)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# Broken files -------------------------------------------------------------------------------------


def _file(bend: Bend, unit_id: str) -> Callable[[bytes, Path], None]:
    """Return what writes a sound file of answers with one fault in it."""

    def make(_content: bytes, path: Path) -> None:
        sound = document(unit_id, "Balai Contoh", SOUND)
        bent = bend(sound)
        text = bent if isinstance(bent, str) else json.dumps(bent or sound, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")

    return make


def _fault(name: str, tells: str, bend: Bend, *expected: Expected, **more: Any) -> Fault:  # noqa: ANN401 - as of Fault
    unit_id = more.pop("unit_id", name)
    return Fault(name, tells, expected, make=_file(bend, unit_id), suffix=".json", **more)


def entry(sound: Document, number: int) -> Document:
    """Return the answer with this number."""
    found: Document = next(answer for answer in sound["answers"] if answer["soal_id"] == number)
    return found


def _answer(number: int, **fields: object) -> Bend:
    return lambda sound: entry(sound, number).update(fields)


def _without(key: str) -> Bend:
    return lambda sound: sound.pop(key) and None


def _top(**fields: object) -> Bend:
    return lambda sound: sound.update(fields)


def _cell(number: int, field: str) -> str:
    return f"answers!soal_id {number}.{field}"


def _twice(sound: Document) -> None:
    sound["answers"].append({**entry(sound, 9), "jawaban_unit": "Tidak"})


def _cut(sound: Document) -> None:
    sound["answers"] = [answer for answer in sound["answers"] if answer["soal_id"] <= 125]


def _key_twice(sound: Document) -> str:
    return json.dumps(sound).replace('"jawaban_unit": "Ya"', '"jawaban_unit": "Ya", "jawaban_unit": "Tidak"', 1)


def faults() -> tuple[Fault, ...]:
    """Return the broken files, in the order of the catalogue."""
    needs_lists = "what is meant are lists beside a folder: they stand in worksheets/portalrb-broken"
    return (
        _fault("portalrb-not-json", "The download broke off.", lambda sound: json.dumps(sound)[:5_000]),
        _fault("portalrb-key-twice", "An answer has a key twice.", _key_twice),
        _fault("portalrb-too-large", "1,001 answers.", lambda sound: sound.update(answers=[{}] * 1_001)),
        _fault(
            "portalrb-error-reply",
            "The interface refused.",
            lambda _: {"error": True, "code": "TOKEN_EXPIRED", "message": "Token sudah kedaluwarsa."},
        ),
        _fault("portalrb-unit-list", "A list of units.", lambda _: {"tahun": YEAR, "units": []}),
        _fault("portalrb-not-answers", "Answers by number, not as an array.", _top(answers={"1": "Ya"})),
        _fault(
            "portalrb-without-numbers",
            "A regulation that PortalRB does not know is asked for.",
            lambda _: None,
            arguments={"ruleset": "permenpanrb-52-2014"},
        ),
        _fault(
            "portalrb-field-missing", "There is no year.", _without("tahun"), ("portalrb-field-missing", None, "tahun")
        ),
        _fault(
            "portalrb-field-unknown",
            "An answer has a field that is misspelt, beside the right one.",
            _answer(3, jawabanunit="Ya"),
            ("portalrb-field-unknown", None, "answers"),
        ),
        _fault(
            "portalrb-field-type",
            "true where a text belongs.",
            _answer(3, jawaban_unit=True),
            ("portalrb-field-type", "A.I.1.ii.a", _cell(3, "jawaban_unit")),
            _OPEN,
        ),
        _fault(
            "portalrb-number-bare",
            "A count without quotation marks.",
            _answer(106, jawaban_unit=8),
            ("portalrb-number-bare", "A.II.4.i.a.sasaran_tercapai", _cell(106, "jawaban_unit")),
        ),
        _fault(
            "portalrb-number-unknown",
            "There is an answer to question 128.",
            lambda sound: sound["answers"].append({**entry(sound, 1), "soal_id": 128}),
            ("portalrb-number-unknown", None, "answers!soal_id 128"),
        ),
        _fault(
            "portalrb-number-twice",
            "Question 9 is answered with Ya and with Tidak.",
            _twice,
            ("portalrb-number-twice", "A.I.1.iv.a", "answers!soal_id 9"),
            _OPEN,
        ),
        _fault(
            "portalrb-number-missing",
            "The answers end with question 125.",
            _cut,
            ("portalrb-number-missing", None, "answers"),
            _OPEN,
        ),
        _fault("portalrb-year-odd", "A digit too many.", _top(tahun=20226), ("portalrb-year-odd", None, "tahun")),
        _fault(
            "portalrb-unit-other",
            "The file is named after another unit.",
            lambda _: None,
            ("portalrb-unit-other", None, "unit_id"),
            unit_id="17",
        ),
        *(
            Fault(name, tells, suffix="", temporary=needs_lists)
            for name, tells in (
                ("portalrb-list-not-read", "The list of WBK is empty."),
                ("portalrb-not-listed", "Neither list names the unit."),
                ("portalrb-list-differs", "The list has another name and year."),
                ("portalrb-category-unclear", "WBK-AFIRMASI, but afirmasi is false."),
            )
        ),
    )


# Broken lists -------------------------------------------------------------------------------------


def write_broken_lists(folder: Path) -> None:
    """Write for each finding about lists a folder with one unit, whose lists give it."""
    unit = {"id": 17, "nama": "Balai Contoh", "kategori": "WBK", "afirmasi": False}
    lists: Mapping[str, Sequence[Document | None]] = {
        "portalrb-list-not-read": [None],
        "portalrb-not-listed": [{"tahun": YEAR, "units": [{**unit, "id": 18}]}],
        "portalrb-list-differs": [{"tahun": YEAR - 1, "units": [{**unit, "nama": "Balai Lain"}]}],
        "portalrb-category-unclear": [{"tahun": YEAR, "units": [{**unit, "kategori": "WBK-AFIRMASI"}]}],
    }
    for name, contents in lists.items():
        (folder / name / FOLDER).mkdir(parents=True, exist_ok=True)
        path = folder / name / FOLDER / "17.json"
        path.write_text(json.dumps(document(17, "Balai Contoh", SOUND), ensure_ascii=False) + "\n", encoding="utf-8")
        for file, content in zip(LISTS, contents, strict=False):
            if content is None:
                (folder / name / file).write_bytes(b"")
            else:
                _write(folder / name / file, content)
