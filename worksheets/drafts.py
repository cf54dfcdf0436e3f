"""What it takes to build a broken workbook: a small sound one, and the ways in which it can be bent."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml as office
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from worksheets import cases_2014, field_2014
from worksheets import field as lke
from worksheets.cases import Case, Sheet, full
from worksheets.recalc import recalculate

SHEET = lke.SHEET
MAIN = "xl/worksheets/sheet1.xml"
PROPERTIES = "docProps/core.xml"
STYLES = "xl/styles.xml"
_MOMENT = (2026, 1, 2, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MEGABYTE = 2**20

Rows = list[lke.Row]
Expected = tuple[str, str | None, str | None]
Parts = dict[str, bytes]

SOUND = full().but({"A.I.1.i.b": "B", "B.I.a": "3.8", "B.II.a": "3.7"})
"""Answers far enough above every minimum: 16.625 + 5 and 16.1875 points of hasil, 59.875 of pengungkit."""

AGENTS, CHANGES, TARGETS, COMPLAINTS = "A.II.1.i.a", "A.II.1.i.b", "A.II.4.i.a", "A.II.5.ii.a"
LHK, LHKPN, SERVICES, VIOLATIONS = "A.II.5.iii", "A.II.5.iii.a.a", "A.II.6.i.b", "A.II.3.iii.a"
TOTAL_DIFFERS: Expected = ("workbook-total-differs", None, "L{TOTAL}")
TOTAL_DIFFERS_2014: Expected = ("workbook-total-differs", None, "LKE!I{TOTAL}")
OPEN: Expected = ("questions-unanswered", None, None)

FACTS: dict[str, str | int] = {
    "holds-wbk": "Tidak",
    "afirmasi": "Tidak",
    "agency-type": "Kementerian/Lembaga",
    "unit-kind": "Lainnya",
    "agency-bpk-opinion": "WTP",
    "agency-sakip": "A",
    "agency-rb-index": "A",
    "agency-spip": "4",
    "unit-core-service": "Ya",
    "unit-public-perception": "Ya",
    "unit-follow-up": 100,
    "unit-wealth-reports": 100,
    "unit-zi-years": 2,
    "unit-zi-years-wbbm": 2,
    "unit-sakip": "A",
}


@dataclass
class Draft:
    """A workbook in the making, with the row of every code."""

    book: Workbook
    rows: lke.Places

    @property
    def sheet(self) -> Worksheet:
        """The sheet with the answers."""
        sheet: Worksheet = self.book[SHEET]
        return sheet

    def put(self, cell: str, value: object) -> None:
        """Write a cell; formulas may name rows by their codes too."""
        sheet, _, where = self.place(cell).rpartition("!")
        self.book[sheet][where] = self.text(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        """Replace codes in braces by their rows."""
        return re.sub(r"\{([^{}]*)\}", lambda found: str(self.rows[found[1]]), text)

    def place(self, cell: str) -> str:
        """Return a cell with its sheet."""
        cell = self.text(cell)
        return cell if "!" in cell else f"{SHEET}!{cell}"


def _unchanged(rows: Rows) -> Rows:
    return rows


def _nothing(_draft: Draft) -> None:
    pass


@dataclass(frozen=True)
class Fault:
    """A finding and the workbook that gives it.

    The fault is put into the answers, the rows, the cells, or the finished file; ``expected`` are
    all errors and warnings that follow, its own finding first. ``tells`` says what is wrong.
    ``temporary`` is the reason why the file is not kept in the folder.
    """

    name: str
    tells: str
    expected: tuple[Expected, ...] = ()
    answers: Sheet = SOUND
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    reorder: Callable[[Rows], Rows] = _unchanged
    cells: Mapping[str, object] = field(default_factory=dict)
    edit: Callable[[Draft], None] = _nothing
    pack: Callable[[Parts], Parts] | None = None
    make: Callable[[bytes, Path], None] | None = None
    suffix: str = ".xlsx"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_calculated: bool = True
    temporary: str = ""

    @property
    def file(self) -> str:
        """Name of the workbook."""
        return f"{self.name}{self.suffix}"


def drafted(fault: Fault) -> Draft:
    """Return the workbook of a fault, its formulas not yet computed."""
    case = Case(fault.name, "", {"unit": fault.answers}, {}, "", "", layout="lke-zi")
    rows = fault.reorder(list(lke.outline(case)))
    draft = Draft(lke.compose(case, rows, is_bare=True), lke.places(rows))
    add_facts(draft.book, {**FACTS, **fault.facts})
    fault.edit(draft)
    for cell, value in fault.cells.items():
        draft.put(cell, value)
    return draft


def resolved(fault: Fault, draft: Draft) -> list[Expected]:
    """Return what is expected, with real cells."""
    expected = fault.expected or ((fault.name, None, None),)
    if fault.suffix == ".json":  # without cells
        return list(expected)
    return [(name, code, None if cell is None else draft.place(cell)) for name, code, cell in expected]


def built(drafts: Mapping[str, Draft], calculated: Container[str]) -> dict[str, bytes]:
    """Return the workbooks as files, those that are to be calculated in one run of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.xlsx" for name in drafts}
        for name, path in paths.items():
            drafts[name].book.save(path)
        recalculate([path for name, path in paths.items() if name in calculated])
        return {name: packed(parts_of(path.read_bytes())) for name, path in paths.items()}


def counted(code: str, **counts: int | None) -> Sheet:
    """Return the sound answers with other counts of a question."""
    return SOUND.but({}, {code: counts})


def add_facts(book: Workbook, facts: Mapping[str, str | int | None]) -> None:
    """Add a sheet that says whose workbook it is, and the facts from outside."""
    sheet = book.create_sheet("Identitas")
    for row in (("Nama unit", "Balai Contoh"), ("Target predikat", "WBK"), (), ("Kode", "Isian"), *facts.items()):
        sheet.append(row)


# The finished file --------------------------------------------------------------------------------


def parts_of(content: bytes) -> Parts:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    """Pack parts into a workbook; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-02T00:00:00Z", content)  # noqa: PLW2901 - the part with another date takes its place
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return stream.getvalue()


def replaced(parts: Parts, name: str, old: str, new: str) -> Parts:
    """Replace a text of a part by another, where it stands first."""
    text = parts[name].decode()
    if old not in text:
        raise ValueError(old)
    return {**parts, name: text.replace(old, new, 1).encode()}


def with_row(parts: Parts, row: str) -> Parts:
    """Add a row behind the sheet's last."""
    return replaced(parts, MAIN, "</sheetData>", f"{row}</sheetData>")


def with_external_link(parts: Parts) -> Parts:
    """Let the complaints come from another file."""
    kind = f"{_OFFICE}/externalLink"
    link = (
        f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        f'xmlns:r="{_OFFICE}" r:id="rId1"><sheetNames><sheetName val="Pengaduan"/></sheetNames></externalBook>'
        f"</externalLink>"
    )
    target = f'<Relationship Id="rId1" Type="{kind}Path" Target="rekap.xlsx" TargetMode="External"/>'
    parts = replaced(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="/xl/externalLinks/externalLink1.xml"/></Relationships>',
    )
    parts = replaced(
        parts,
        "xl/workbook.xml",
        "</sheets>",
        f'</sheets><externalReferences><externalReference xmlns:r="{_OFFICE}" r:id="rId99"/></externalReferences>',
    )
    row = lke.places(list(lke.outline(Case("", "", {"unit": SOUND}, {}, "", ""))))["A.II.5.ii.a.pengaduan_wajib"]
    sheet = re.sub(rf'(<c r="K{row}"[^>]*?)(?: t="n")?><v>', r"\1><f>[1]Pengaduan!B4</f><v>", parts[MAIN].decode())
    return {
        **_typed(parts, "xl/externalLinks/externalLink1.xml", "spreadsheetml.externalLink+xml"),
        MAIN: sheet.encode(),
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{target}</Relationships>'.encode()
        ),
    }


def _typed(parts: Parts, part: str, kind: str) -> Parts:
    prefix = "application/vnd.openxmlformats-officedocument."
    override = f'<Override PartName="/{part}" ContentType="{prefix}{kind}"/>'
    return replaced(parts, _CONTENT_TYPES, "</Types>", f"{override}</Types>")


def with_macros(parts: Parts) -> Parts:
    """Add a part for macros; there is none in it."""
    parts = replaced(
        parts,
        _CONTENT_TYPES,
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
    )
    kind = "application/vnd.ms-office.vbaProject"
    parts = replaced(parts, _CONTENT_TYPES, "<Override", f'<Default Extension="bin" ContentType="{kind}"/><Override')
    relation = '<Relationship Id="rId98" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    relation += 'Target="/xl/vbaProject.bin"/></Relationships>'
    parts = replaced(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    return {**parts, "xl/vbaProject.bin": b"no macro"}


def claiming(content: bytes, part: bytes, size: int) -> bytes:
    """Let the directory of a package claim another size for one of its parts."""
    at = content.rindex(part, 0, len(content)) - 46  # the length of a directory entry before its name
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def as_text(_content: bytes, path: Path) -> None:
    """Write a text instead of a workbook."""
    path.write_text("Lembar Kerja Evaluasi Zona Integritas: lihat lampiran.\n", encoding="utf-8")


def encrypted(content: bytes, path: Path) -> None:
    """Encrypt with a password. The salt is random, so that a file that is there stays."""
    if not path.exists():
        with path.open("wb") as target:
            office.OOXMLFile(io.BytesIO(content)).encrypt("rahasia", target)


def old_format(content: bytes, path: Path) -> None:
    """Write the values as an .xls; formulas stay behind."""
    old = xlwt.Workbook()
    for sheet in load_workbook(io.BytesIO(content), data_only=True).worksheets:
        copy = old.add_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy.write(cell.row - 1, cell.column - 1, cell.value)
    old.save(str(path))


def sparse(_content: bytes, path: Path) -> None:
    """Write 51 MB of zeros."""
    with path.open("wb") as file:
        file.truncate(51 * MEGABYTE)


def many_parts(content: bytes, path: Path) -> None:
    """Add more parts than are read."""
    path.write_bytes(packed(parts_of(content) | {f"x{number}": b"" for number in range(10_001)}))


def without_end(_content: bytes, path: Path) -> None:
    """Write a link that leads to itself."""
    path.symlink_to(path.name)


# The rows -----------------------------------------------------------------------------------------


def without(code: str) -> Callable[[Rows], Rows]:
    """Return what leaves a row out."""
    return lambda rows: [row for row in rows if row.code != code]


def moved(code: str, *, before: str) -> Callable[[Rows], Rows]:
    """Return what puts a row before another."""

    def reorder(rows: Rows) -> Rows:
        own = next(row for row in rows if row.code == code)
        rest = [row for row in rows if row is not own]
        at = next(n for n, row in enumerate(rest) if row.code == before)
        return [*rest[:at], own, *rest[at:]]

    return reorder


def with_foreign_row(rows: Rows) -> Rows:
    """Add a question of another form behind the last one of the first indicator."""
    at = next(n for n, row in enumerate(rows) if row.code == "A.I.1.i.b") + 1
    text = "Apakah parkir kendaraan tamu sudah memadai?"
    return [*rows[:at], replace(rows[at - 1], code="tambahan", marker="c.", text=text, scale="ya_tidak"), *rows[at:]]


# The cells ----------------------------------------------------------------------------------------


def without_header(draft: Draft) -> None:
    """Clear the header row."""
    for cell in draft.sheet[2]:
        cell.value = None


def of_2014(draft: Draft) -> None:
    """Leave the beginning of a form of PermenPANRB 52/2014."""
    sheet = draft.sheet
    sheet.delete_rows(1, sheet.max_row)
    for row in (
        ("LEMBAR KERJA EVALUASI ZONA INTEGRITAS",),
        ("TAHUN : 2017",),
        ("PENILAIAN", None, None, None, "Bobot", "Pilihan Jawaban", "Jawaban"),
        ("A.", "PROSES (60)", None, None, 60),
        (None, "I.", "MANAJEMEN PERUBAHAN (5)", None, 5),
        (None, None, "1.", "Tim Kerja (1)", 1),
        (None, None, "a.", "Apakah Tim Kerja telah dibentuk?", None, "Y/T", "Ya"),
    ):
        sheet.append(row)
    for name in ("Utama", "Ctt Eval"):
        del draft.book[name]


def in_2014(**shown: float) -> Callable[[Draft], None]:
    """Return what replaces the workbook by a sound one of PermenPANRB 52/2014, with some answers as they are shown."""

    def replaced(draft: Draft) -> None:
        answers = {code.replace("_", "."): value for code, value in shown.items()}
        case = cases_2014.at_18()
        draft.book, draft.rows = field_2014.compose(replace(case, shown=answers))

    return replaced


def spread_over(*names: str) -> Callable[[Draft], None]:
    """Return what puts the aspects on sheets of their own, without formulas; a name that comes back gets a copy."""

    def edit(draft: Draft) -> None:
        rows, sheet = draft.rows, draft.sheet
        begins = {"PEMENUHAN": ("A", "A.II"), "REFORM": ("A.II", "TOTAL A"), "HASIL": ("B", "TOTAL B")}
        for name in names:
            first, last = begins[name]
            part = draft.book.create_sheet(name)
            for number, row in enumerate((2, *range(rows[first], rows[last])), 1):
                for cell in sheet[row]:
                    if not str(cell.value).startswith("="):
                        part.cell(number, cell.column).value = cell.value
        for other in draft.book.worksheets:  # those that sum up read the sheet that is gone
            if other.title.split("1")[0] not in (*names, "Identitas"):
                del draft.book[other.title]

    return edit


def half_migrated(draft: Draft) -> None:
    """Leave the headings of area 1 as PermenPANRB 52/2014 has them: its names, numbers and weights."""
    headings = {
        "A.I.1": ("I.", "MANAJEMEN PERUBAHAN", 5),
        "A.I.1.i": ("1.", "Tim Kerja", 1),
        "A.I.1.ii": ("2.", "Dokumen Rencana Pembangunan Zona Integritas", 1),
        "A.I.1.iii": ("3.", "Pemantauan dan Evaluasi Pembangunan WBK/WBBM", 2),
        "A.I.1.iv": ("4.", "Perubahan Pola Pikir dan Budaya Kerja", 1),
    }
    for code, (marker, name, weight) in headings.items():
        column = "DE"[code.count(".") - 2]
        draft.put(f"{column}{{{code}}}", marker)
        draft.put(f"{chr(ord(column) + 1)}{{{code}}}", name)
        draft.put(f"H{{{code}}}", weight)


def twin(*, is_blank: bool) -> Callable[[Draft], None]:
    """Add a copy without formulas and remarks; a blank one has no answers either."""

    def add(draft: Draft) -> None:
        twin = draft.book.copy_worksheet(draft.sheet)
        twin.title = "LKE ZI (2)"
        for row in twin.iter_rows(min_row=3, min_col=11 if is_blank else 12):
            for cell in row:
                cell.value = None

    return add


def with_own_part(draft: Draft) -> None:
    """Add a sheet on which working group 1 keeps its rows, with an answer of its own."""
    own = draft.book.copy_worksheet(draft.sheet)
    own.title = "Pokja 1"
    begun, ended = draft.rows["A.I.1"], draft.rows["A.I.2"]
    for row in own.iter_rows(min_row=3):
        is_own = begun <= row[0].row < ended
        for cell in row[11:] if is_own else row:
            cell.value = None
    draft.put("Pokja 1!K{A.I.1.i.b}", "C")


def with_further_answers(draft: Draft) -> None:
    """Let answers stand in a second column too, whose header says nothing of them."""
    sheet = draft.sheet
    sheet["R2"] = "Kondisi"
    for row in range(3, sheet.max_row + 1):
        if not str(sheet[f"K{row}"].value).startswith("="):
            sheet[f"R{row}"] = sheet[f"K{row}"].value


def merged(cells: str) -> Callable[[Draft], None]:
    """Return what merges cells."""
    return lambda draft: draft.sheet.merge_cells(draft.text(cells))


def hidden(code: str) -> Callable[[Draft], None]:
    """Return what hides a row."""

    def hide(draft: Draft) -> None:
        draft.sheet.row_dimensions[draft.rows[code]].hidden = True

    return hide


def assessed(*, differs: Mapping[str, object]) -> Callable[[Draft], None]:
    """Add the columns of a TPI that agrees with the unit but for some cells."""

    def add(draft: Draft) -> None:
        sheet = draft.sheet
        sheet["R2"], sheet["S2"] = "Jawaban TPI", "Nilai TPI"
        sheet["T2"] = "Catatan/Keterangan/Penjelasan (TPI)"
        for row in range(3, sheet.max_row + 1):
            for own, copy in (("K", "R"), ("L", "S")):
                value = sheet[f"{own}{row}"].value
                sheet[f"{copy}{row}"] = _of_tpi(value) if isinstance(value, str) and value[0] == "=" else value
        for cell, value in differs.items():
            draft.put(cell, value)

    return add


def _of_tpi(formula: str) -> str:
    return re.sub(r"\b([KL])(?=\d)", lambda found: {"K": "R", "L": "S"}[found[1]], formula)


def summed_up(cells: Mapping[str, object] | None = None) -> Callable[[Draft], None]:
    """Add a summary like the ministry's: weights, scores, and whether the minimums of WBK and WBBM are reached."""

    def add(draft: Draft) -> None:
        sheet = draft.book.create_sheet("Unit")
        sheet["A1"], sheet["A2"] = "Balai Contoh", "WBK"
        for column, text in enumerate(("Area Perubahan", "Bobot", "Nilai", " %", "Pemenuhan Nilai Min"), start=1):
            sheet.cell(4, column, text)
        for row, (text, nodes, weight, wbk, wbbm) in enumerate(SUMMARY, start=5):
            reached = f"D{row}" if wbk.endswith("%") else f"C{row}"
            sheet.cell(row, 1, text)
            sheet.cell(row, 2, weight)
            sheet.cell(row, 3, "=" + "+".join(f"'{SHEET}'!L{draft.rows[node]}" for node in nodes))
            sheet.cell(row, 4, f"=C{row}/B{row}")
            sheet.cell(row, 5, judged(reached, wbk, wbbm))
        for cell, value in (cells or {}).items():
            draft.put(cell, value)

    return add


def judged(cell: str, wbk: str, wbbm: str, otherwise: str = "Tidak Lulus") -> str:
    """Return the formula that says whether a figure reaches the minimum of the predicate in A2."""
    last = f'IF(AND($A$2="WBBM",{cell}>={wbbm}),"OK","{otherwise}")'
    return f'=IF(AND($A$2="WBK",{cell}>={wbk}),"OK",{last})'


SUMMARY: Sequence[tuple[str, tuple[str, ...], float, str, str]] = (
    ("MANAJEMEN PERUBAHAN", ("A.I.1", "A.II.1"), 8, "60%", "75%"),
    ("PENATAAN TATALAKSANA", ("A.I.2", "A.II.2"), 7, "60%", "75%"),
    ("PENATAAN SISTEM MANAJEMEN SDM APARATUR", ("A.I.3", "A.II.3"), 10, "60%", "75%"),
    ("PENGUATAN AKUNTABILITAS", ("A.I.4", "A.II.4"), 10, "60%", "75%"),
    ("PENGUATAN PENGAWASAN", ("A.I.5", "A.II.5"), 15, "60%", "75%"),
    ("PENINGKATAN KUALITAS PELAYANAN PUBLIK", ("A.I.6", "A.II.6"), 10, "60%", "75%"),
    ("TOTAL PENGUNGKIT", ("A",), 60, "40", "48"),
    ("BIROKRASI YANG BERSIH DAN AKUNTABEL", ("B.I",), 22.5, "18.25", "19.5"),
    ("PELAYANAN PUBLIK YANG PRIMA", ("B.II",), 17.5, "14", "15.75"),
    ("NILAI EVALUASI ZONA INTEGRITAS", ("A", "B"), 100, "75", "85"),
)
