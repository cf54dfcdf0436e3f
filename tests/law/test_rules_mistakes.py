"""Sixty mistakes as people make them in rules: each is named with its place, what was found, and what to do."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import RULESET, RULESET_FOLDER
from python_calamine import CalamineWorkbook
from revision import HEADINGS

from zi_score.forms.rules.workbook import render
from zi_score.law.fault import Fault, RulesetError
from zi_score.law.files import RULES, TREE
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.scaffold import begun
from zi_score.law.sheets.load import ruleset_of_sheets
from zi_score.law.sheets.table import Uncalculated
from zi_score.law.whole.unusual import warnings_of
from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.worksheet import column_letters

LEAST = 60


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Faults are compared in English; the default language is given back."""
    use_language("en")
    yield
    use_language(LANGUAGES[0])


class Sheets:
    """The workbook of 90/2021 as the reader of values gives it, to be mistyped; ``at`` is the cell last typed into."""

    def __init__(self, rows: dict[str, list[list[object]]]) -> None:
        """Take the cells of all sheets."""
        self.rows = rows
        self.at = ""

    def put(  # noqa: PLR0913 - what is typed, and where
        self, sheet: str, key: object, heading: str, value: object, *, kind: str | None = None, shift: int = 0
    ) -> None:
        """Type into a column of the row that begins with a key."""
        rows = self.rows[sheet]
        found = (n for n, row in enumerate(rows) if n >= HEADINGS and row[0] == key and kind in (None, row[1]))
        row, column = next(found) + shift, rows[HEADINGS - 1].index(heading)
        rows[row][column] = value
        self.at = f"{sheet}!{column_letters(column)}{row + 1}"

    def heading(self, sheet: str, heading: str, value: str) -> None:
        """Type into a heading."""
        row = self.rows[sheet][HEADINGS - 1]
        column = row.index(heading)
        row[column] = value
        self.at = f"{sheet}!{column_letters(column)}{HEADINGS}"

    def again(self, sheet: str, key: str) -> None:
        """Put in a row that stands there already, below itself."""
        rows = self.rows[sheet]
        row = next(n for n, cells in enumerate(rows) if n >= HEADINGS and cells[0] == key)
        rows.insert(row + 1, list(rows[row]))
        self.at = f"{sheet}!A{row + 2}"


@cache
def blank() -> dict[str, list[list[object]]]:
    """Return the cells of the workbook of 90/2021."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(begun(RULESET, "own"))))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


Mistake = tuple[Callable[[Sheets], None], str, str]
QUESTION, INDICATOR, SECTION = "pertanyaan", "indikator", "bagian"

BOOK: dict[str, Mistake] = {
    "weight of a question": (
        lambda s: s.put("Pohon", "A.I.1.i.a", "Bobot", 0.5, kind=QUESTION),
        "0.5",
        "or one for A.I.1.i.b too",
    ),
    "weight as words": (lambda s: s.put("Pohon", "A.I.1.i", "Bobot", "setengah"), "'setengah'", "a number"),
    "weight forgotten": (lambda s: s.put("Pohon", "A.I.1.i", "Bobot", ""), "nothing", "a value"),
    "formula that fails": (lambda s: s.put("Pohon", "A.I.1.i", "Bobot", "#REF!"), "#REF!", "formula"),
    "formula that nobody calculated": (
        lambda s: s.put("Pohon", "A.I.1.i", "Bobot", Uncalculated("=0.25*2")),
        "'=0.25*2'",
        "save it",
    ),
    "scale that is not there": (
        lambda s: s.put("Pohon", "A.I.1.i.a", "Skala", "ya/tidak"),
        "'ya/tidak'",
        "one of ya_tidak",
    ),
    "scale forgotten": (lambda s: s.put("Pohon", "A.I.1.i.a", "Skala", ""), "nothing", "a value"),
    "scale of an indicator": (lambda s: s.put("Pohon", "A.I.1.i", "Skala", "abc"), "'abc'", "only a question"),
    "source that is not there": (lambda s: s.put("Pohon", "A.I.1.i.a", "Sumber", "lek"), "'lek'", "one of regulation"),
    "source forgotten": (lambda s: s.put("Pohon", "A.I.1.i.a", "Sumber", ""), "nothing", "one of regulation"),
    "label forgotten": (lambda s: s.put("Pohon", "A.I.1.i.a", "Uraian", ""), "nothing", "a value"),
    "kind mistyped": (lambda s: s.put("Pohon", "A.I.1.i.a", "Jenis", "soal"), "'soal'", "one of bagian, indikator"),
    "kind forgotten": (lambda s: s.put("Pohon", "A.I.1.i.a", "Jenis", ""), "nothing", "one of bagian, indikator"),
    "question under a section": (
        lambda s: s.put("Pohon", "A.I.1", "Jenis", "pertanyaan"),
        "'pertanyaan'",
        "'indikator' above it",
    ),
    "code twice": (lambda s: s.again("Pohon", "A.I.1.i.b"), "twice", "once"),
    "code of somebody else": (
        lambda s: s.put("Pohon", "A.I.1.i.b", "Kode", "A.I.2.i.z"),
        "under A.I.1.i",
        "A.I.1.i.a",
    ),
    "code with a blank": (lambda s: s.put("Pohon", "A.I.1.i.b", "Kode", "A.I.1.i. b"), "under A.I.1.i", "such as"),
    "letter and code": (lambda s: s.put("Pohon", "A.I.1.i.b", "Penanda", "c"), "'c'", "'b', as in its code"),
    "rubric of a choice that is not there": (
        lambda s: s.put("Pohon", "A.I.1.i.b", "Rubrik D", "Tidak ada tim"),
        "'D'",
        "one of A, B, C",
    ),
    "ratio in words": (lambda s: s.put("Pohon", "A.II.4.i.a", "Rasio", "tercapai dibagi semua"), "dibagi", "such as"),
    "ratio of a count that is not there": (
        lambda s: s.put("Pohon", "A.II.4.i.a", "Rasio", "tercapai / jumlah_sasaran"),
        "'tercapai'",
        "one of jumlah_sasaran",
    ),
    "rates of full marks and of nothing alike": (
        lambda s: s.put("Pohon", "A.II.4.i.a", "Nilai penuh pada rasio", 0),
        "0",
        "another rate than 0",
    ),
    "rate as words": (
        lambda s: s.put("Pohon", "A.II.4.i.a", "Nilai penuh pada rasio", "dua kali"),
        "'dua kali'",
        "a number",
    ),
    "rate of a question that counts nothing": (
        lambda s: s.put("Pohon", "A.I.1.i.a", "Nilai 0 pada rasio", 0.05),
        "'0.05'",
        "nothing, as Rasio is empty",
    ),
    "PortalRB number forgotten": (
        lambda s: s.put("Pohon", "A.I.1.i.a", "PortalRB: nomor soal", ""),
        "nothing",
        "PortalRB",
    ),
    "better choice worth less": (
        lambda s: s.put("Skala", "abcd", "Nilai", 0.3, shift=1),
        "0.33",
        "0.3 or less",
    ),
    "value in percent": (lambda s: s.put("Skala", "abcd", "Nilai", 67, shift=1), "67", "between 0 and 1"),
    "value forgotten": (lambda s: s.put("Skala", "abcd", "Nilai", "", shift=1), "nothing", "a value"),
    "choice twice": (lambda s: s.put("Skala", "abcd", "Pilihan", "A", shift=1), "'A' twice", "once"),
    "scale twice": (lambda s: s.again("Skala", "persen"), "'persen' twice", "once"),
    "kind of a scale mistyped": (lambda s: s.put("Skala", "abcd", "Jenis", "huruf"), "'huruf'", "one of pilihan"),
    "printed choices of another scale": (
        lambda s: s.put("Skala", "abcd", "Tercetak di formulir", "A/B/C/E"),
        "'A/B/C/E'",
        "A/B/C/D",
    ),
    "printed end of another scale": (
        lambda s: s.put("Skala", "nilai_0_4", "Nilai tertinggi", 5),
        "'Nilai (0-4)'",
        "0-5",
    ),
    "minimum above the weight": (
        lambda s: s.put("Predikat", "pengungkit", "Minimum WBBM", 61),
        "61",
        "0 to 60",
    ),
    "minimum in percent without a sign": (
        lambda s: s.put("Predikat", "area-1", "Minimum WBK", 60),
        "60",
        "0.60 for 60%",
    ),
    "minimum of the higher predicate below": (
        lambda s: s.put("Predikat", "total", "Minimum WBBM", 70),
        "70",
        "75 or more",
    ),
    "minimum as words": (lambda s: s.put("Predikat", "total", "Minimum WBK", "tujuh lima"), "tujuh", "a number"),
    "index of what is no survey": (
        lambda s: s.put("Predikat", "total", "Minimum WBK", "indeks 3,6"),
        "'indeks 3,6'",
        "points",
    ),
    "measure mistyped": (lambda s: s.put("Predikat", "total", "Ukuran", "poin"), "'poin'", "one of nilai"),
    "area that is not there": (lambda s: s.put("Predikat", "area-6", "Dari", 7), "7", "one of 1, 2"),
    "label of another area": (
        lambda s: s.put("Predikat", "area-3", "Kriteria", "Area 4 Penguatan Akuntabilitas"),
        "Penguatan Akuntabilitas",
        "the name of area 3",
    ),
    "section of another area": (
        lambda s: s.put("Area", 3.0, "Bagian", "A.I.3; A.II.4"),
        "'A.II.4'",
        "area 4",
    ),
    "section that is not there": (lambda s: s.put("Area", 3.0, "Bagian", "A.I.3; A.II.33"), "'A.II.33'", "near"),
    "criterion twice": (lambda s: s.again("Predikat", "total"), "twice", "once"),
    "requirement below": (lambda s: s.put("Syarat", "req-agency-sakip", "Minimum WBBM", "CC"), "CC", "B or more"),
    "answer that is none": (lambda s: s.put("Syarat", "req-agency-sakip", "Minimum WBK", "BBB"), "'BBB'", "AA, A"),
    "fact that is not there": (lambda s: s.put("Syarat", "req-agency-sakip", "Fakta", "sakip"), "'sakip'", "one of"),
    "date in the order of days": (
        lambda s: s.put("Peraturan", "Berlaku sejak", "Isi", "01-01-2028"),
        "'01-01-2028'",
        "2021-12-31",
    ),
    "row of the head mistyped": (lambda s: s.put("Peraturan", "Judul", "Hal", "Judull"), "'Judull'", "Judul"),
    "id of the regulation": (
        lambda s: s.put("Peraturan", "ID", "Isi", "permenpanrb-90-2021"),
        "permenpanrb-90-2021",
        "an id of its own",
    ),
    "heading mistyped": (lambda s: s.heading("Pohon", "Bobot", "Boboot"), "'Boboot'", "Bobot"),
    "authority mistyped": (lambda s: s.put("Sumber", "lke", "Wewenang", "resmi"), "'resmi'", "one of hukum"),
}
"""What is typed into the workbook, and parts of what is said of the cell that was typed into or of the key."""

ELSEWHERE = {
    "question under a section": "Pohon!B",
    "better choice worth less": "Skala!D",
    "printed end of another scale": "Skala!I",
    "rubric of a choice that is not there": "Pohon!",
}
"""Mistakes that are told at another cell: the one that contradicts what was typed."""

UNUSUAL: dict[str, Mistake] = {
    "rubric with a choice missing": (
        lambda s: s.put("Pohon", "A.I.1.i.b", "Rubrik B", ""),
        "nothing",
        "what B asks for",
    ),
    "area without a minimum": (lambda s: s.put("Predikat", "area-2", "Minimum WBBM", ""), "no minimum for WBBM", "one"),
    "area with another minimum": (lambda s: s.put("Predikat", "area-2", "Minimum WBK", 0.55), "0.55", "0.6"),
    "figure under an unchanged source": (
        lambda s: s.put("Predikat", "total", "Minimum WBK", 78),
        "'minimum'",
        "WBK 75, WBBM 85 in permenpanrb-90-2021",
    ),
    "rate under an unchanged source": (
        lambda s: s.put("Pohon", "A.II.1.i.a", "Nilai penuh pada rasio", 2),
        "'form'",
        "1, 0 in permenpanrb-90-2021",
    ),
    "rate that is a percentage without its sign": (
        lambda s: s.put("Pohon", "A.II.1.i.a", "Nilai penuh pada rasio", 50),
        "50",
        "0.5 if 50% is meant; 50 stands for 5000%",
    ),
    "placeholder": (lambda s: s.put("Pohon", "A.I.1.i.a", "Sumber", "own"), "Rules of our own", "number and date"),
}

FILES: dict[str, tuple[str, str, str, str, str]] = {
    "decimal comma": (RULES, "WBK = 0.60", "WBK = 0,60", "0,60", "0.60, with a point"),
    "percent": (RULES, "minimum = { WBK = 75,", "minimum = { WBK = 65 %,", "65 %", "0.65 for 65 %"),
    "curly quotes": (
        RULES,
        'label = "Nilai total"',
        "label = \u201cNilai total\u201d",
        "\u201cNilai",
        "straight quotes",
    ),
    "date in the order of days": (RULES, "2021-12-31\n", "01-01-2028\n", "01-01-2028", "2028-01-01: year"),
    "quote forgotten": (RULES, 'label = "Nilai total"', 'label = "Nilai total', "Nilai total", "closing quote"),
    "quotes forgotten": (RULES, 'label = "Nilai total"', "label = Nilai total", "Nilai", 'label = "Nilai total"'),
    "JSON comma forgotten": (TREE, '"code": "A.I.1",\n', '"code": "A.I.1"\n', '"name"', "a comma behind"),
    "JSON comma too many": (TREE, '"source": "lke"\n  },', '"source": "lke",\n  },', "}", "no comma behind"),
    "JSON decimal comma": (TREE, '"weight": "0.50"', '"weight": 0,50', "0,50", "0.50, with a point"),
    "JSON quote forgotten": (TREE, '"code": "A.I.1",', '"code": "A.I.1,', "A.I.1", "closing quote"),
}


def told(sheets: Sheets) -> tuple[Fault, ...]:
    """Return all that is wrong with sheets."""
    with pytest.raises(RulesetError) as caught:
        ruleset_of_sheets("aturan.xlsx", sheets.rows)
    return caught.value.faults


def copied() -> Sheets:
    """Return the cells to mistype."""
    return Sheets(copy.deepcopy(blank()))


@pytest.mark.parametrize("name", BOOK)
def test_a_mistake_in_the_workbook(name: str) -> None:
    """Its cell, what was found there, what was expected; and not much else."""
    mistype, found, expected = BOOK[name]
    sheets = copied()
    mistype(sheets)
    faults = told(sheets)
    place = ELSEWHERE.get(name, sheets.at)
    assert [
        fault
        for fault in faults
        if fault.cell.startswith(place) and found in fault.found and expected in fault.expected
    ], [fault.message for fault in faults]
    assert all(fault.cell for fault in faults)


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_in_the_workbook(name: str) -> None:
    """It keeps no ruleset from being used; the check of rules tells it with its cell."""
    mistype, found, expected = UNUSUAL[name]
    sheets = copied()
    mistype(sheets)
    ruleset, reading = ruleset_of_sheets("aturan.xlsx", sheets.rows)
    warnings = [reading.placed(warning) for warning in warnings_of(ruleset)]
    assert [each for each in warnings if found in each.found and expected in each.expected and "!" in each.cell]


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_in_the_files(name: str, tmp_path: Path) -> None:
    """Its line, what stands there, and what to type."""
    file, old, new, found, expected = FILES[name]
    texts = {each: (RULESET_FOLDER / each).read_text(encoding="utf-8") for each in (RULES, TREE)}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    for each, text in texts.items():
        (tmp_path / each).write_text(text, encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_ruleset(tmp_path)
    (fault,) = (fault for fault in caught.value.faults if fault.file == file)
    assert fault.key.startswith("line "), fault.message
    assert (found in fault.found, expected in fault.expected) == (True, True), fault.message


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        (TREE, b"PK\x03\x04\x14\x00", "a workbook"),
        (TREE, '{"sections": []}'.encode("utf-16"), "a text in UTF-16"),
        (RULES + ".txt", b"", "no file, but rules.toml.txt"),
    ],
)
def test_another_file_in_its_place(tmp_path: Path, name: str, content: bytes, found: str) -> None:
    """A workbook, a text of Notepad, a name with an ending too many: what it is, and what to do."""
    for each in (RULES, TREE):
        (tmp_path / each).write_bytes((RULESET_FOLDER / each).read_bytes())
    if name not in (RULES, TREE):
        (tmp_path / name.removesuffix(".txt")).unlink()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RulesetError) as caught:
        load_ruleset(tmp_path)
    assert found in [fault.found for fault in caught.value.faults]


def test_there_are_sixty() -> None:
    """As many as were promised."""
    assert len(BOOK) + len(UNUSUAL) + len(FILES) >= LEAST


@pytest.mark.parametrize("base", built_in_rulesets())
def test_nothing_is_unusual_in_a_built_in_ruleset(base: str) -> None:
    """Nor in one that was just begun from it."""
    assert not list(warnings_of(load_ruleset(base)))
    assert not list(warnings_of(begun(load_ruleset(base), "own")))


def test_a_scale_without_questions_is_unusual() -> None:
    """It was meant for a question, or forgotten when the last one went."""
    scales = RULESET.scales | {"lagi": RULESET.scales["abcd"]}
    (warning,) = warnings_of(RULESET.model_copy(update={"scales": scales}))
    assert (warning.key, warning.found) == ("scales.lagi", "no question on this scale")
