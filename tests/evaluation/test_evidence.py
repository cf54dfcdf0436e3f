"""What stands beside the unit's answers: what units really write there, and what is told of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import JAWABAN, LKE_ZI, RULESET, Form, Line, book, content, lines

from zi_score import check
from zi_score.api.one import check_workbook
from zi_score.model.findings import Finding

FAMILY = {"claim-without-evidence", "evidence-placeholder", "evidence-not-usable", "evidence-without-link"}
FAMILY |= {"evidence-repeated", "full-mark-without-evidence"}
PLACEHOLDER, UNUSABLE, UNLINKED = "evidence-placeholder", "evidence-not-usable", "evidence-without-link"
CLAIM = "claim-without-evidence"
BEST = {"ya_tidak": "Ya", "abc": "A", "abcd": "A", "abcde": "A", "nilai_0_4": 4, "jumlah": 5}
QUESTIONS = [code for code, question in RULESET.questions.items() if not question.ratio]
COUNTED = [code for code, question in RULESET.questions.items() if question.ratio]


def form(answers: Mapping[str, object] | None = None) -> list[Line]:
    """Return the form with the best answers everywhere, but for these."""
    given = answers or {}
    return [
        replace(row, answer=given.get(str(row.code), BEST.get(row.scale or ""))) if row.scale else row
        for row in lines()
    ]


class Filled:
    """A form of layout 1 whose questions all have evidence of their own."""

    note, evidence, extra = "L", "M", "N"

    def __init__(self, answers: Mapping[str, object] | None = None, header: Sequence[str | None] = JAWABAN) -> None:
        """Write the form."""
        self.book: Workbook
        self.book, self.cells = book(form(answers), Form(header=tuple(header)))
        for code in QUESTIONS:
            self.put(self.evidence, code, f"https://zi.example/bukti/{code}.pdf")

    @property
    def sheet(self) -> Worksheet:
        """The form's sheet."""
        return self.book.worksheets[0]

    def at(self, column: str, code: str) -> str:
        """Return a cell beside a question."""
        return f"{column}{self.cells[code][1:]}"

    def put(self, column: str, code: str, value: object) -> str:
        """Write something beside a question; return the cell as findings name it."""
        self.sheet[self.at(column, code)] = value
        return f"Jawaban!{self.at(column, code)}"

    def told(self) -> list[Finding]:
        """Return what is told of evidence."""
        return [finding for finding in check(content(self.book)).findings if finding.name in FAMILY]

    def names(self) -> set[tuple[str, str | None]]:
        """Return name and code of what is told."""
        return {(finding.name, finding.code) for finding in self.told()}


def test_sound_evidence() -> None:
    """A link beside every answer: nothing."""
    assert Filled().told() == []


# texts ---------------------------------------------------------------------------------------------

SOUND = (
    *(
        "https://zi.example/SK-Tim.pdf",
        "http://zi.example",
        "HTTPS://DRIVE.EXAMPLE/FOLDERS/1AbC_d",
        "www.zi.example/bukti",
    ),
    *(
        "https://drive.example/file/d/1a2B3c/view?usp=sharing",
        "https://s.id.example/zi-2026",
        "https://10.20.30.40/bukti",
    ),
    *(
        "SK Tim: https://zi.example/sk",
        "1. SK Tim ZI\n2. https://zi.example/sk",
        "(https://zi.example/sk)",
        "ftp://zi.example/a",
    ),
    *(
        "https://zi.example:8443/bukti?x=1#a",
        "https://balai-contoh.example.id/",
        "https://zi.example/Bukti%20Dukung/SK.pdf",
    ),
    *(
        "SK Tim ZI.pdf",
        "SK_Tim_ZI_2026.PDF",
        "Notulen rapat.docx",
        "foto kegiatan.jpg",
        "rekap.xlsx",
        "Bukti A.1.i.a.zip",
    ),
    *("1. SK Tim.pdf; 2. Undangan.pdf", "A.I.1.i.a/SK Tim.pdf", "Undangan, daftar hadir, notula.pdf", "video.mp4"),
    *(
        "Screenshot aplikasi.png",
        "lampiran.rar",
        "paparan.pptx",
        "http://zi.example/sk dan lampiran",
        "Tautan: www.zi.example",
    ),
    *(
        "https://youtu.example/abc",
        "https://bit.example/ZI-Balai",
        "SK.pdf\nhttps://zi.example/2",
        "\u200bhttps://zi.example/x",
    ),
    "https://bukti.kab-contoh.go.example.id/zi/2026/area-1/",
    *(
        "bit.example/ZI-2026",
        "s.id.example/zi",
        "Tautan: drive.zi.example/folders/1a2B3c",
        "zi.example.id/bukti (folder 3)",
    ),
)
EMPTY = (
    *(
        "xxx",
        "XXXX",
        "belum",
        "belum ada",
        "Belum tersedia",
        "blm",
        "blm ada",
        "Blm Diisi",
        "N/A",
        "n.a.",
        "NA",
        "nihil",
    ),
    *(
        "kosong",
        "tbd",
        "TBA",
        "todo",
        "tes",
        "test",
        "coba",
        "contoh",
        "dummy",
        "asdf",
        "abc",
        "123",
        "lorem ipsum dolor sit",
    ),
    *(
        "[link]",
        "(link bukti)",
        "<isi di sini>",
        "{tautan}",
        "isi bukti dukung di sini",
        "Tulis link disini",
    ),
    *(
        "ada",
        "Ada.",
        "sudah ada",
        "ADA",
        "terlampir",
        "Terlampir.",
        "Sudah dilampirkan",
        "lengkap",
        "tersedia",
        "bukti dukung",
    ),
    *(
        "data dukung ada",
        "link",
        "Link Gdrive",
        "google drive",
        "lihat folder",
        "idem",
        "sama dengan di atas",
        "sda",
        "s.d.a.",
    ),
    *(
        "ok",
        "oke",
        "ya",
        "https://",
        "http://",
        "http:",
        "www.",
        "www",
        "https://...",
        "lihat lampiran",
        "dokumen terlampir",
    ),
    *(
        "file terlampir",
        "Dokumen lengkap",
        "eviden ada",
        "lihat bukti dukung di atas",
        "...",
        "?",
        "_",
        ". . .",
        "isi link di sini",
    ),
    *("menyusul", "Link menyusul.", "akan disusulkan", "dalam proses", "On progress", "masih dalam proses penyusunan"),
    *("sedang disusun", "proses upload", "bukti akan diunggah kemudian", "klik di sini", "Hardcopy", "v", "x"),
)
LOCAL = (
    *(
        r"D:\ZI\SK-Tim.pdf",
        r"C:\Users\admin\Documents\SK.docx",
        "C:/Users/admin/SK.pdf",
        r"\\server\zi\SK.pdf",
        "file:///C:/SK.pdf",
    ),
    *(
        "/home/admin/SK.pdf",
        "http://localhost/sk",
        "http://localhost:8080/sk.pdf",
        "https://127.0.0.1/sk",
        "htps://zi.example/a",
    ),
    *("https//zi.example/a", "https:/zi.example/a", "http:/zi.example", "/media/usb/SK.pdf", r"E:\Eviden ZI\Area 1"),
    *(
        "SK ada di D:\\ZI\\SK.pdf",
        "http//zi.example",
        "htttps://zi.example",
        "https: //zi.example/a",
        "https://zi",
        r"Z:\bukti",
    ),
)
WORDS = (
    *(
        "SK Tim ZI",
        "SK Kepala Balai Nomor 12 Tahun 2026",
        "Undangan, daftar hadir, notula",
        "Notulen rapat tim 3 Maret 2026",
    ),
    *(
        "Foto kegiatan sosialisasi",
        "Laporan monev triwulan I",
        "Rencana kerja pembangunan ZI",
        "Dokumen rencana kerja",
        "SOP",
    ),
    *(
        "Ada di folder SK Tim",
        "Lihat laporan kinerja halaman 12",
        "Bukti dukung area 1",
        "Folder A.I.1.i.a",
        "SE Nomor 5",
    ),
    *(
        "Laporan LHKPN 2025",
        "Surat Tugas",
        "Sertifikat pelatihan agen perubahan",
        "Berita acara",
        "Data presensi bulan Mei",
    ),
    *(
        "SK Tim (terlampir)",
        "Peta proses bisnis",
        "Proses bisnis",
        "Laporan progres",
        "balai@zi.example",
        "Arsip di Subbag TU",
        "PDF SK Tim",
        "sama dengan A.I.1.i.a",
        "sesuai SK",
    ),
)


def table() -> list[tuple[str, str | None]]:
    """Return every text with the finding that it gives cause for."""
    kinds: Iterable[tuple[Sequence[str], str | None]] = (
        (SOUND, None),
        (EMPTY, PLACEHOLDER),
        (LOCAL, UNUSABLE),
        (WORDS, UNLINKED),
    )
    return [(text, name) for texts, name in kinds for text in texts]


@cache
def told_of(first: int) -> Mapping[str, list[tuple[str, str]]]:
    """Write a part of the texts beside a question each; return name and cell of what is told, by code."""
    filled = Filled()
    for code, (text, _) in zip(QUESTIONS, table()[first : first + len(QUESTIONS)], strict=False):
        filled.put("M", code, text)
    told: dict[str, list[tuple[str, str]]] = {}
    for finding in filled.told():
        told.setdefault(str(finding.code), []).append((finding.name, str(finding.cell)))
    return told


@pytest.mark.parametrize("number", range(len(table())), ids=lambda n: f"{n}-{table()[n][0]!r:.40}")
def test_texts(number: int) -> None:
    """One finding at the evidence's cell, or none; a text beside an answer is never a claim without evidence."""
    _, name = table()[number]
    first = number - number % len(QUESTIONS)
    code = QUESTIONS[number - first]
    found = told_of(first).get(code, [])
    assert [each for each, _ in found] == ([name] if name else [])
    assert all(cell == f"Jawaban!{Filled().at('M', code)}" for _, cell in found)


# claims --------------------------------------------------------------------------------------------

FIRST, SECOND = "A.I.1.i.a", "A.I.1.i.b"


def test_a_claim_without_anything() -> None:
    """Above the lowest level, and nothing beside it: told at the answer's cell."""
    filled = Filled()
    filled.put("M", FIRST, None)
    (claim,) = filled.told()
    assert (claim.name, claim.code, claim.cell) == (CLAIM, FIRST, f"Jawaban!{filled.cells[FIRST]}")
    assert '"Ya"' in claim.message


@pytest.mark.parametrize("answer", ["Tidak", None, "Blm Diisi", "-"])
def test_no_claim(answer: str | None) -> None:
    """The lowest level, and no answer, claim nothing: neither evidence is missed nor judged."""
    for text in (None, "xxx", r"D:\SK.pdf"):
        filled = Filled({FIRST: answer})
        filled.put("M", FIRST, text)
        assert filled.told() == []


@pytest.mark.parametrize(("answer", "is_claim"), [("A", True), ("B", True), ("C", False)])
def test_levels(answer: str, is_claim: bool) -> None:  # noqa: FBT001 - a column of the table
    """Every level but the lowest is a claim."""
    filled = Filled({SECOND: answer})
    filled.put("M", SECOND, None)
    assert filled.names() == ({(CLAIM, SECOND)} if is_claim else set())


@pytest.mark.parametrize("dash", ["-", "–", "--", " ", "...", "_", "?"])
def test_dashes_are_nothing(dash: str) -> None:
    """A dash in the note is no note; beside a note, or beside evidence, a dash is no evidence but no fault either."""
    filled = Filled()
    filled.put("M", FIRST, None)
    filled.put("L", FIRST, dash)
    assert filled.names() == {(CLAIM, FIRST)}
    noted = Filled({SECOND: "B"})
    noted.put("L", SECOND, "SK Tim ditetapkan 3 Maret 2026")
    noted.put("M", SECOND, dash)
    assert noted.told() == []


def test_a_note_counts() -> None:
    """A note beside an answer below full marks is taken for evidence."""
    filled = Filled({SECOND: "B"})
    filled.put("M", SECOND, None)
    filled.put("L", SECOND, "SK Tim ditetapkan tanggal 3 Maret 2026")
    assert filled.told() == []


def test_counted_questions() -> None:
    """The counts of a counted question are its evidence; what is beside them is judged all the same."""
    filled = Filled()
    for code in COUNTED:
        filled.put("M", code, None)
        filled.put("L", code, None)
    assert filled.told() == []
    filled.put("M", COUNTED[0], "SK Agen Perubahan")
    assert filled.told() == []
    filled.put("M", COUNTED[0], "xxx")
    assert filled.names() == {(PLACEHOLDER, COUNTED[0])}


def test_a_typed_percentage_is_a_claim() -> None:
    """Without counts a percentage is an answer like any other."""
    code = "A.II.4.i.a"
    keys = {f"{code}.{row.key}": None for row in RULESET.questions[code].inputs}
    filled = Filled({**keys, code: 0.85})
    assert (CLAIM, code) in filled.names()
    filled.put("M", code, "https://zi.example/capaian.pdf")
    assert filled.names() == set()


def test_a_form_without_columns_for_evidence() -> None:
    """Where notes and evidence have no column, claims are not told one by one."""
    header = tuple(None if text and text.startswith(("Catatan", "Daftar")) else text for text in JAWABAN)
    filled = Filled(header=header)
    for code in QUESTIONS:
        filled.put("M", code, None)
    assert CLAIM not in {finding.name for finding in filled.told()}


@pytest.mark.parametrize(
    ("answer", "note", "is_told"),
    [
        ("Ya", "tim sudah dibentuk", True),
        ("Ya", "SK Tim ZI.pdf", False),
        ("Ya", "lihat https://zi.example/sk", False),
        ("Ya", "-", False),
        ("Tidak", "belum dibentuk", False),
    ],
)
def test_a_full_mark_with_a_note_alone(answer: str, note: str, is_told: bool) -> None:  # noqa: FBT001 - a column of the table
    """It is told where the note leads to no document either; less than full marks are not."""
    filled = Filled({FIRST: answer})
    filled.put(filled.evidence, FIRST, None)
    filled.put(filled.note, FIRST, note)
    assert (("full-mark-without-evidence", FIRST) in filled.names()) == is_told


def test_a_full_mark_where_evidence_has_no_column() -> None:
    """The note is all the form asks for."""
    header = tuple(text for text in JAWABAN if not (text and text.startswith("Daftar")))
    made, _cells = book([replace(row, note="sudah dilaksanakan") for row in form()], Form(header=header))
    assert {finding.name for finding in check(content(made)).findings} & FAMILY == set()


def test_what_must_be_seen_stands_by_the_points_at_stake() -> None:
    """Every answer with doubtful evidence once, with all that is said of it, the most points first."""
    filled = Filled()
    survey, other = "B.I.a", "A.I.1.i.b"
    filled.put(filled.evidence, FIRST, "xxx")
    filled.put(filled.evidence, other, None)
    filled.put(filled.evidence, survey, "D:\\survei.pdf")
    found = check_workbook(content(filled.book)).unproven
    assert [(each.code, each.findings, each.points) for each in found] == [
        (survey, ("evidence-not-usable",), Fraction("17.5")),
        (FIRST, ("evidence-placeholder",), Fraction("0.25")),
        (other, (CLAIM,), Fraction("0.25")),
    ]
    assert [str(each.cell) for each in found] == [f"Jawaban!{filled.cells[code]}" for code in (survey, FIRST, other)]
    assert found[0].beside == ("D:\\survei.pdf",)


def test_another_assessor_claims_nothing() -> None:
    """Evidence is the unit's; answers of the TPI alone give no claim."""
    made, cells = book([replace(row, answer=None) for row in form()])
    answers = {row.code: row.answer for row in form() if row.answer is not None}
    for code, cell in cells.items():
        if code in answers:
            made.worksheets[0][f"N{cell[1:]}"] = answers[code]
    assert {finding.name for finding in check(content(made)).findings} & FAMILY == set()


# links ---------------------------------------------------------------------------------------------

LINKED = {
    "https://zi.example/sk": None,
    "SK%20Tim.pdf": None,
    "file:///D:/ZI/SK.pdf": UNUSABLE,
    r"D:\ZI\SK.pdf": UNUSABLE,
    r"\\server\zi\SK.pdf": UNUSABLE,
    "http://localhost/sk": UNUSABLE,
}


@pytest.mark.parametrize("text", ["klik di sini", "Link", "SK Tim ZI", "buka", "📁"])
@pytest.mark.parametrize("target", LINKED)
def test_a_link_on_a_cell(text: str, target: str) -> None:
    """What the cell links to counts, not what it says."""
    filled = Filled()
    filled.put("M", FIRST, text)
    filled.sheet[filled.at("M", FIRST)].hyperlink = target
    name = LINKED[target]
    assert filled.names() == ({(name, FIRST)} if name else set())


@pytest.mark.parametrize("location", ["'Bukti 1'!A1", "Bukti!A1", "Bukti", "Lampiran!B12"])
def test_a_link_into_the_workbook(location: str) -> None:
    """A link to another sheet of the workbook is a place that others can open."""
    filled = Filled()
    filled.put("M", FIRST, "SK Tim ZI")
    cell = filled.at("M", FIRST)
    filled.sheet[cell].hyperlink = Hyperlink(ref=cell, location=location)
    assert filled.told() == []


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ('=HYPERLINK("https://zi.example/sk","SK Tim")', None),
        ('=HYPERLINK("https://zi.example/sk")', None),
        ('= hyperlink( "https://zi.example/sk" , "lihat" )', None),
        ('=HYPERLINK("D:\\ZI\\SK.pdf","SK Tim")', UNUSABLE),
        ('=HYPERLINK("file:///D:/SK.pdf","SK Tim")', UNUSABLE),
        ('=HYPERLINK("https://zi.example/a""b","SK Tim")', None),
        ('=IF(1=1,HYPERLINK("https://zi.example/sk","SK Tim"),"")', None),
        ('=HYPERLINK("https://zi.example/"&"sk","SK Tim")', None),
    ],
)
def test_a_formula_that_links(formula: str, name: str | None) -> None:
    """=HYPERLINK counts by its address; the cell shows its text."""
    filled = Filled()
    filled.put("M", FIRST, "TEKS-RUMUS")
    source = content(filled.book)
    found = [f for f in check(_with_formula(source, filled.at("M", FIRST), formula)).findings if f.name in FAMILY]
    assert [(f.name, f.code) for f in found] == ([(name, FIRST)] if name else [])


def _with_formula(source: bytes, cell: str, formula: str) -> bytes:
    """Return the workbook with a formula in a cell that shows ``SK Tim``."""
    made = f'<c r="{cell}" t="str"><f>{escape(formula[1:])}</f><v>SK Tim</v></c>'
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part, found = re.subn(rf'<c r="{cell}"[^>]*>.*?</c>', lambda _: made, part)
                assert found == 1
            new.writestr(name, part)
    return copy.getvalue()


# where it stands -----------------------------------------------------------------------------------


def test_a_merged_cell_speaks_for_all_its_rows() -> None:
    """Evidence merged over several questions is theirs all; a fault in it is told once."""
    for text, expected in {"https://zi.example/sk": set(), "xxx": {(PLACEHOLDER, FIRST)}}.items():
        filled = Filled()
        filled.put("M", FIRST, text)
        filled.put("M", SECOND, None)
        filled.sheet.merge_cells(f"{filled.at('M', FIRST)}:{filled.at('M', SECOND)}")
        assert filled.names() == expected
        assert len(filled.told()) == len(expected)


def test_a_cell_merged_over_columns() -> None:
    """Note and evidence merged into one cell speak for the row."""
    filled = Filled()
    filled.put("M", FIRST, None)
    filled.put("L", FIRST, "SK Tim, https://zi.example/sk")
    filled.sheet.merge_cells(f"{filled.at('L', FIRST)}:{filled.at('M', FIRST)}")
    assert filled.told() == []


def two_columns(first: str | None, second: str | None) -> set[tuple[str, str | None]]:
    """Return what is told with two columns of evidence."""
    header = (*JAWABAN[:13], "Link Bukti", *JAWABAN[13:])
    filled = Filled(header=header)
    filled.put("M", FIRST, first)
    filled.put("N", FIRST, second)
    return filled.names()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("SK Tim ZI", "https://zi.example/sk", None),
        ("https://zi.example/sk", "SK Tim ZI", None),
        (None, "https://zi.example/sk", None),
        ("-", "https://zi.example/sk", None),
        ("SK Tim ZI", None, UNLINKED),
        ("SK Tim ZI", "-", UNLINKED),
        ("SK Tim ZI", r"D:\SK.pdf", UNUSABLE),
        ("-", "-", PLACEHOLDER),
        (None, None, CLAIM),
    ],
)
def test_two_columns(first: str | None, second: str | None, expected: str | None) -> None:
    """A name in one column and its link in the other are one piece of evidence."""
    found = {name for name, code in two_columns(first, second) if code == FIRST}
    assert expected in found if expected else found == set()


def test_unnamed_columns_of_layout_2() -> None:
    """In layout 2 evidence and links stand in columns without a header, right of the note."""
    for column in ("P", "Q"):
        made, cells = book(form(), Form(header=LKE_ZI, name="LKE ZI"))
        for code in QUESTIONS:
            made.worksheets[0][f"{column}{cells[code][1:]}"] = f"https://zi.example/{code}"
        assert [f for f in check(content(made)).findings if f.name in FAMILY] == []
        made.worksheets[0][f"{column}{cells[FIRST][1:]}"] = "xxx"
        (found,) = [f for f in check(content(made)).findings if f.name in FAMILY]
        assert (found.name, found.cell) == (PLACEHOLDER, f"LKE ZI!{column}{cells[FIRST][1:]}")


# the same again ------------------------------------------------------------------------------------


def repeated(count: int, text: str = "https://zi.example/folder") -> list[Finding]:
    """Return what is told where so many questions have the same evidence."""
    filled = Filled()
    for code in QUESTIONS[:count]:
        filled.put("M", code, text)
    return filled.told()


def test_the_same_evidence_for_many() -> None:
    """Told once, at the first cell, with the number and the codes; fewer than five share a document."""
    assert repeated(4) == []
    (found,) = repeated(5)
    assert (found.name, found.code, found.cell) == (
        "evidence-repeated",
        QUESTIONS[0],
        f"Jawaban!{Filled().at('M', FIRST)}",
    )
    assert found.details["count"] == "5"
    assert found.details["codes"] == ", ".join(QUESTIONS[:5])


def test_placeholders_are_not_repeated_evidence() -> None:
    """What is told as a placeholder is not told again as evidence that repeats."""
    assert {finding.name for finding in repeated(8, "xxx")} == {PLACEHOLDER}


def test_the_same_text_over_different_links() -> None:
    """``Link`` in every cell, each with its own address, is not the same evidence."""
    filled = Filled()
    for number, code in enumerate(QUESTIONS[:10]):
        filled.put("M", code, "Buka")
        filled.sheet[filled.at("M", code)].hyperlink = f"https://zi.example/{number}"
    assert filled.told() == []


def test_letters_and_blanks_do_not_matter() -> None:
    """The same words in other letters are the same."""
    filled = Filled()
    for number, code in enumerate(QUESTIONS[:6]):
        filled.put("M", code, ("SK Tim ZI.pdf", "SK TIM ZI.pdf", " sk  tim zi.pdf ")[number % 3])
    assert {finding.name for finding in filled.told()} == {"evidence-repeated"}


def test_evidence_of_one_question_in_two_columns() -> None:
    """The same address twice beside one question is one question."""
    header = (*JAWABAN[:13], "Link Bukti", *JAWABAN[13:])
    filled = Filled(header=header)
    for code in QUESTIONS[:3]:
        for column in "MN":
            filled.put(column, code, "https://zi.example/folder")
    assert filled.told() == []
