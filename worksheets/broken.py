"""One broken workbook for each finding: a sound one with exactly one fault in it, and what a check must say of it.

``python -m worksheets.build`` writes them. Places are written ``K{A.I.1.i.a}``: the column, and the row
of a question, count (``code.key``), heading or total row (``TOTAL A``, ``TOTAL``) of the sheet ``LKE ZI``.
"""

from __future__ import annotations

import io
import json
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml as office
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from worksheets import field as lke
from worksheets.cases import Case, Sheet, area_at_60, full, rounds_to_75
from worksheets.recalc import recalculate

SHEET = lke.SHEET
_MAIN = "xl/worksheets/sheet1.xml"
_MOMENT = (2026, 1, 2, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MEGABYTE = 2**20

Rows = list[lke.Row]
Expected = tuple[str, str | None, str | None]
Parts = dict[str, bytes]

SOUND = full().but({"A.I.1.i.b": "B", "B.I.a": "3.8", "B.II.a": "3.7"})
"""Answers far enough above every minimum: 16.625 + 5 and 16.1875 points of hasil, 59.875 of pengungkit."""

FACTS: dict[str, str | int] = {
    "holds-wbk": "Tidak",
    "afirmasi": "Tidak",
    "agency-type": "Kementerian/Lembaga",
    "agency-bpk-opinion": "WTP",
    "agency-sakip": "A",
    "agency-rb-index": "A",
    "agency-spip": "4",
    "unit-core-service": "Ya",
    "unit-follow-up": 100,
    "unit-wealth-reports": 100,
    "unit-zi-years": 2,
    "unit-sakip": "A",
}
AGENTS, CHANGES, TARGETS, COMPLAINTS = "A.II.1.i.a", "A.II.1.i.b", "A.II.4.i.a", "A.II.5.ii.a"
LHK, LHKPN, SERVICES, VIOLATIONS = "A.II.5.iii", "A.II.5.iii.a.a", "A.II.6.i.b", "A.II.3.iii.a"
_TOTAL: Expected = ("workbook-total-differs", None, "L{TOTAL}")
_OPEN: Expected = ("questions-unanswered", None, None)


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


def write(folder: Path) -> None:
    """Write every broken workbook that is kept, and what is expected of it."""
    kept = [fault for fault in faults() if not fault.temporary]
    drafts = {fault.name: drafted(fault) for fault in kept}
    for name, content in built(drafts).items():
        fault = next(fault for fault in kept if fault.name == name)
        _write_file(fault, content, folder)
        found = {
            "description": fault.tells,
            "arguments": dict(fault.arguments),
            "findings": [list(each) for each in resolved(fault, drafts[name])],
        }
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.expected.json").write_text(text, encoding="utf-8")


def write_temporary(fault: Fault, folder: Path) -> Path:
    """Write a workbook that is not kept; return its path."""
    path = folder / fault.file
    if fault.make:
        fault.make((Path(__file__).parent / "broken" / "near-minimum.xlsx").read_bytes(), path)
    return path


def _write_file(fault: Fault, content: bytes, folder: Path) -> None:
    path = folder / fault.file
    if fault.make:
        fault.make(content, path)
    else:
        path.write_bytes(packed(fault.pack(parts_of(content))) if fault.pack else content)


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
    return [(name, code, None if cell is None else draft.place(cell)) for name, code, cell in expected]


def built(drafts: Mapping[str, Draft]) -> dict[str, bytes]:
    """Return the workbooks as files with computed values; one run of LibreOffice does them all."""
    calculated = {fault.name for fault in faults() if fault.is_calculated}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.xlsx" for name in drafts}
        for name, path in paths.items():
            drafts[name].book.save(path)
        recalculate([path for name, path in paths.items() if name in calculated])
        return {name: packed(parts_of(path.read_bytes())) for name, path in paths.items()}


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
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-02T00:00:00Z", content)  # noqa: PLW2901
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return stream.getvalue()


def _replaced(parts: Parts, name: str, old: str, new: str) -> Parts:
    text = parts[name].decode()
    if old not in text:
        raise ValueError(old)
    return {**parts, name: text.replace(old, new, 1).encode()}


def _with_row(parts: Parts, row: str) -> Parts:
    return _replaced(parts, _MAIN, "</sheetData>", f"{row}</sheetData>")


def _with_external_link(parts: Parts) -> Parts:
    """Let the complaints come from another file."""
    kind = f"{_OFFICE}/externalLink"
    link = (
        f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        f'xmlns:r="{_OFFICE}" r:id="rId1"><sheetNames><sheetName val="Pengaduan"/></sheetNames></externalBook>'
        f"</externalLink>"
    )
    target = f'<Relationship Id="rId1" Type="{kind}Path" Target="rekap.xlsx" TargetMode="External"/>'
    parts = _replaced(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="/xl/externalLinks/externalLink1.xml"/></Relationships>',
    )
    parts = _replaced(
        parts, "xl/workbook.xml", "</sheets>",
        f'</sheets><externalReferences><externalReference xmlns:r="{_OFFICE}" r:id="rId99"/></externalReferences>',
    )
    row = lke.places(list(lke.outline(Case("", "", {"unit": SOUND}, {}, "", ""))))[f"{COMPLAINTS}.pengaduan_wajib"]
    sheet = re.sub(rf'(<c r="K{row}"[^>]*?)(?: t="n")?><v>', r"\1><f>[1]Pengaduan!B4</f><v>", parts[_MAIN].decode())
    return {
        **_typed(parts, "xl/externalLinks/externalLink1.xml", "spreadsheetml.externalLink+xml"),
        _MAIN: sheet.encode(),
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{target}</Relationships>'.encode()
        ),
    }


def _typed(parts: Parts, part: str, kind: str) -> Parts:
    prefix = "application/vnd.openxmlformats-officedocument."
    override = f'<Override PartName="/{part}" ContentType="{prefix}{kind}"/>'
    return _replaced(parts, _CONTENT_TYPES, "</Types>", f"{override}</Types>")


def _with_macros(parts: Parts) -> Parts:
    """Add a part for macros; there is none in it."""
    parts = _replaced(
        parts, _CONTENT_TYPES, "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
    )
    kind = "application/vnd.ms-office.vbaProject"
    parts = _replaced(parts, _CONTENT_TYPES, "<Override", f'<Default Extension="bin" ContentType="{kind}"/><Override')
    relation = '<Relationship Id="rId98" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    relation += 'Target="/xl/vbaProject.bin"/></Relationships>'
    parts = _replaced(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    return {**parts, "xl/vbaProject.bin": b"no macro"}


def _claiming(content: bytes, part: bytes, size: int) -> bytes:
    """Let the directory of a package claim another size for one of its parts."""
    at = content.rindex(part, 0, len(content)) - 46  # the length of a directory entry before its name
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def _as_text(_content: bytes, path: Path) -> None:
    path.write_text("Lembar Kerja Evaluasi Zona Integritas: lihat lampiran.\n", encoding="utf-8")


def _encrypted(content: bytes, path: Path) -> None:
    """Encrypt with a password. The salt is random, so that a file that is there stays."""
    if not path.exists():
        with path.open("wb") as target:
            office.OOXMLFile(io.BytesIO(content)).encrypt("rahasia", target)


def _old_format(content: bytes, path: Path) -> None:
    """Write the values as an .xls; formulas stay behind."""
    old = xlwt.Workbook()
    for sheet in load_workbook(io.BytesIO(content), data_only=True).worksheets:
        copy = old.add_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy.write(cell.row - 1, cell.column - 1, cell.value)
    old.save(str(path))


def _sparse(_content: bytes, path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(51 * _MEGABYTE)


def _many_parts(content: bytes, path: Path) -> None:
    path.write_bytes(packed(parts_of(content) | {f"x{number}": b"" for number in range(10_001)}))


def _without_end(_content: bytes, path: Path) -> None:
    path.symlink_to(path.name)


# The rows -----------------------------------------------------------------------------------------


def _without(code: str) -> Callable[[Rows], Rows]:
    return lambda rows: [row for row in rows if row.code != code]


def _moved(code: str, *, before: str) -> Callable[[Rows], Rows]:
    def reorder(rows: Rows) -> Rows:
        moved = next(row for row in rows if row.code == code)
        rest = [row for row in rows if row is not moved]
        at = next(n for n, row in enumerate(rest) if row.code == before)
        return [*rest[:at], moved, *rest[at:]]

    return reorder


def _with_foreign_row(rows: Rows) -> Rows:
    """Add a question of another form behind the last one of the first indicator."""
    at = next(n for n, row in enumerate(rows) if row.code == "A.I.1.i.b") + 1
    text = "Apakah parkir kendaraan tamu sudah memadai?"
    return [*rows[:at], replace(rows[at - 1], code="tambahan", marker="c.", text=text, scale="ya_tidak"), *rows[at:]]


# The cells ----------------------------------------------------------------------------------------


def _without_header(draft: Draft) -> None:
    for cell in draft.sheet[2]:
        cell.value = None


def _of_2014(draft: Draft) -> None:
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


def _twin(*, is_blank: bool) -> Callable[[Draft], None]:
    """Add a copy without formulas and remarks; a blank one has no answers either."""

    def add(draft: Draft) -> None:
        twin = draft.book.copy_worksheet(draft.sheet)
        twin.title = "LKE ZI (2)"
        for row in twin.iter_rows(min_row=3, min_col=11 if is_blank else 12):
            for cell in row:
                cell.value = None

    return add


def _merged(cells: str) -> Callable[[Draft], None]:
    return lambda draft: draft.sheet.merge_cells(draft.text(cells))


def _hidden(code: str) -> Callable[[Draft], None]:
    def hide(draft: Draft) -> None:
        draft.sheet.row_dimensions[draft.rows[code]].hidden = True

    return hide


def _assessed(*, differs: Mapping[str, object]) -> Callable[[Draft], None]:
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


# The registry -------------------------------------------------------------------------------------


def _counts(code: str, **counts: int | None) -> Sheet:
    return SOUND.but({}, {code: counts})


def _file_faults() -> tuple[Fault, ...]:
    """Files that cannot be read."""
    place = "what is meant is a place on the disk, not a file's content"
    return (
        Fault("file-not-found", "The file does not exist.", temporary=place),
        Fault("file-is-folder", "A folder has the name of a workbook.", make=lambda _, path: path.mkdir(), temporary=place),
        Fault("no-workbook-found", "A folder holds no workbook.", make=lambda _, path: path.mkdir(), suffix="", temporary=place),
        Fault("file-not-readable", "A link that leads to itself.", make=_without_end, temporary="not every system has links"),
        Fault("file-empty", "0 bytes.", make=lambda _, path: path.write_bytes(b"") and None),
        Fault("file-too-large", "51 MB of zeros.", make=_sparse, temporary="51 MB do not belong into a repository"),
        Fault(
            "file-unpacks-too-large",
            "The package says that its sheet unpacks to 400 MB.",
            make=lambda content, path: path.write_bytes(_claiming(content, _MAIN.encode(), 400 * _MEGABYTE)) and None,
        ),
        Fault("file-too-many-entries", "10,001 parts more than a workbook has.", make=_many_parts, temporary="1.2 MB of names"),
        Fault(
            "file-unsafe-entry",
            "A part is named ../../autorun.bat.",
            pack=lambda parts: {**parts, "../../autorun.bat": b"rem"},
        ),
        Fault("file-protected", "Encrypted with a password.", make=_encrypted),
        Fault("file-not-a-workbook", "A text with the name of a workbook.", make=_as_text),
        Fault(
            "file-damaged",
            "The copy broke off in the middle.",
            make=lambda content, path: path.write_bytes(content[: len(content) // 2]) and None,
        ),
        Fault(
            "sheet-too-large",
            "A stray number in the last cell that a sheet has.",
            pack=lambda parts: _with_row(parts, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ),
        Fault(
            "workbook-text-too-large",
            "41 MB of text in one cell.",
            pack=lambda parts: _with_row(
                parts, f'<row r="900"><c r="P900" t="inlineStr"><is><t>{"x" * 41 * _MEGABYTE}</t></is></c></row>'
            ),
        ),
    )


def _form_faults() -> tuple[Fault, ...]:
    """The LKE is not there, or its form is not whole."""
    return (
        Fault("sheet-not-found", "A sheet is asked for that is not there.", arguments={"sheet": "Lembar"}),
        Fault("lke-not-found", "The header row is blank.", edit=_without_header),
        Fault(
            "lke-of-another-regulation",
            "A form of PermenPANRB 52/2014.",
            (("lke-of-another-regulation", None, "A4"),),
            edit=_of_2014,
        ),
        Fault("several-lke-sheets", "Two sheets hold the same answers.", edit=_twin(is_blank=False)),
        Fault(
            "blank-lke-sheet-ignored",
            "A second sheet holds the form without answers.",
            (("blank-lke-sheet-ignored", None, "LKE ZI (2)!A1"),),
            edit=_twin(is_blank=True),
        ),
        Fault(
            "column-not-read",
            "Two columns say that they hold the answers of the unit.",
            (("column-not-read", None, "R2"),),
            cells={"R2": "Jawaban Unit"},
        ),
        Fault(
            "row-not-placed",
            "A question of another form stands behind the last one of A.I.1.i.",
            (("row-not-placed", None, "K{tambahan}"),),
            answers=Sheet({**SOUND.answers, "tambahan": "Ya"}, SOUND.counts),
            reorder=_with_foreign_row,
        ),
        Fault(
            "answer-on-heading",
            "An answer was typed beside the title of an indicator.",
            (("answer-on-heading", "A.I.1.ii", "K{A.I.1.ii}"),),
            cells={"K{A.I.1.ii}": "A"},
        ),
        Fault(
            "question-row-missing",
            "Question A.I.2.i.b was deleted; the formula means the two that are left.",
            (
                ("question-row-missing", "A.I.2.i.b", None),
                _OPEN,
                ("workbook-skips-unanswered", "A.I.2.i", "L{A.I.2.i}"),
                _TOTAL,
            ),
            reorder=_without("A.I.2.i.b"),
        ),
        Fault(
            "count-row-missing",
            "The row of the sanctioned violations was deleted.",
            (("count-row-missing", VIOLATIONS, None),),
            reorder=_without(f"{VIOLATIONS}.pelanggaran_disanksi"),
        ),
        Fault(
            "weight-differs",
            "The weight of pemenuhan is 31 where the regulation says 30.",
            (("weight-differs", "A.I", "H{A.I}"),),
            cells={"H{A.I}": 31},
        ),
        Fault(
            "choices-altered",
            "The choice cell holds the answer.",
            (("choices-altered", "A.I.1.ii.a", "J{A.I.1.ii.a}"),),
            cells={"J{A.I.1.ii.a}": "Ya"},
        ),
        Fault(
            "column-missing",
            "There is no column for notes or evidence.",
            (("column-missing", None, "A2"),),
            edit=lambda draft: draft.sheet.delete_cols(15, 3),
        ),
        Fault(
            "order-altered",
            "Question c stands before question a.",
            (("order-altered", "A.I.2.i.c", "K{A.I.2.i.c}"),),
            reorder=_moved("A.I.2.i.c", before="A.I.2.i.a"),
        ),
        Fault(
            "hidden-answers",
            "The row of an answer is hidden.",
            (("hidden-answers", None, "K{A.I.4.ii.d}"),),
            edit=_hidden("A.I.4.ii.d"),
        ),
        Fault(
            "external-links",
            "The number of complaints is read from another file.",
            (("external-links", None, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            pack=_with_external_link,
        ),
        Fault("macros-present", "The workbook has a part for macros.", pack=_with_macros, suffix=".xlsm"),
        Fault("formulas-not-audited", "A workbook in the old format.", make=_old_format, suffix=".xls"),
        Fault(
            "formulas-without-values",
            "Written by a program that computes nothing.",
            (("formulas-without-values", None, "L4"),),
            is_calculated=False,
        ),
    )


def _answer_faults() -> tuple[Fault, ...]:
    """Answers and counts that do not say what they should."""
    lhkpn = f"K{{{LHKPN}.wajib_melapor}}"
    return (
        Fault(
            "answer-not-understood",
            "A sentence where Ya or Tidak belongs.",
            (("answer-not-understood", "A.I.1.ii.a", "K{A.I.1.ii.a}"), _OPEN),
            cells={"K{A.I.1.ii.a}": "sudah ada"},
        ),
        Fault(
            "answer-not-on-scale",
            "E on A/B/C.",
            (("answer-not-on-scale", "A.I.1.ii.b", "K{A.I.1.ii.b}"), _OPEN),
            cells={"K{A.I.1.ii.b}": "E"},
        ),
        Fault(
            "survey-out-of-range",
            "An index of 87.65, on the scale 0-100.",
            (("survey-out-of-range", "B.II.a", "K{B.II.a}"), _OPEN, _TOTAL),
            cells={"K{B.II.a}": 87.65},
        ),
        Fault(
            "count-not-valid",
            "A word where a number belongs.",
            (("count-not-valid", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "beberapa"},
        ),
        Fault(
            "count-with-thousands",
            "1.250 as text.",
            (("count-with-thousands", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "1.250"},
        ),
        Fault(
            "count-missing",
            "How many complaints were finished is not said.",
            (("count-missing", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"), _OPEN),
            answers=_counts(COMPLAINTS, pengaduan_selesai=None),
        ),
        Fault(
            "answer-cell-merged",
            "Two answers are merged into one cell.",
            (
                ("answer-cell-merged", "A.I.1.iii.b", "K{A.I.1.iii.b}"),
                _OPEN,
                ("workbook-skips-unanswered", "A.I.1.iii", "L{A.I.1.iii}"),
                _TOTAL,
            ),
            edit=_merged("K{A.I.1.iii.a}:K{A.I.1.iii.b}"),
        ),
        Fault(
            "percent-without-counts",
            "92.5 % is typed, its counts are blank.",
            (("percent-without-counts", TARGETS, f"K{{{TARGETS}}}"),),
            answers=_counts(TARGETS, jumlah_sasaran=None, sasaran_tercapai=None),
            cells={f"K{{{TARGETS}}}": 0.925},
        ),
        Fault(
            "percent-above-100",
            "120 % is typed over the formula.",
            (("percent-above-100", TARGETS, f"K{{{TARGETS}}}"),),
            cells={f"K{{{TARGETS}}}": 1.2},
        ),
        Fault(
            "percent-differs-from-counts",
            "100 % is typed where the counts give 7 of 8.",
            (("percent-differs-from-counts", TARGETS, f"K{{{TARGETS}}}"), _TOTAL),
            answers=_counts(TARGETS, sasaran_tercapai=7),
            cells={f"K{{{TARGETS}}}": 1},
        ),
        Fault(
            "part-exceeds-whole",
            "13 of 12 complaints are finished, so that the sheet shows 108 %.",
            (
                ("part-exceeds-whole", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_selesai}}"),
                ("percent-above-100", COMPLAINTS, f"K{{{COMPLAINTS}}}"),
            ),
            answers=_counts(COMPLAINTS, pengaduan_selesai=13),
        ),
        Fault(
            "typed-total-used",
            "Only the total of those obliged to report is typed.",
            (("typed-total-used", LHKPN, lhkpn),),
            answers=_counts(
                LHKPN, wajib_melapor=13, kepala_satker=None, pejabat_wajib_lhkpn=None, wajib_lainnya=None
            ),
        ),
        Fault(
            "typed-total-differs",
            "A total of 12 is typed over 1 + 6 + 6; 11 have reported.",
            (
                ("typed-total-differs", LHKPN, lhkpn),
                ("percent-differs-from-counts", LHKPN, f"K{{{LHKPN}}}"),
                _TOTAL,
            ),
            answers=_counts(LHKPN, wajib_melapor=12, sudah_melaporkan=11),
        ),
        Fault(
            "convention-applied",
            "Nobody complained; the formula gives 1 for that.",
            (("convention-applied", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            answers=_counts(COMPLAINTS, pengaduan_wajib=0, pengaduan_selesai=0),
            cells={
                f"K{{{COMPLAINTS}}}": f"=IF(K{{{COMPLAINTS}.pengaduan_wajib}}=0,1,"
                f"K{{{COMPLAINTS}.pengaduan_selesai}}/K{{{COMPLAINTS}.pengaduan_wajib}})"
            },
        ),
        Fault(
            "questions-unanswered",
            "The only question of an indicator of the results is blank.",
            (_OPEN, ("answer-missing", "B.I.b", "K{B.I.b}")),
            answers=SOUND.but({"B.I.b": None}),
        ),
        Fault(
            "answer-missing",
            "One of three questions is blank; the formula leaves it out of the mean.",
            (
                ("answer-missing", "A.I.6.v.b", "K{A.I.6.v.b}"),
                _OPEN,
                ("workbook-skips-unanswered", "A.I.6.v", "L{A.I.6.v}"),
                _TOTAL,
            ),
            answers=SOUND.but({"A.I.6.v.b": None}),
        ),
        Fault(
            "number-as-text",
            "A count with a word behind it.",
            (("number-as-text", f"{VIOLATIONS}.pelanggaran_disanksi", f"K{{{VIOLATIONS}.pelanggaran_disanksi}}"),),
            cells={f"K{{{VIOLATIONS}.pelanggaran_disanksi}}": "2 orang"},
        ),
        Fault(
            "counts-contradict",
            "6 complaints, of which 1 is in process and 1 finished.",
            (("counts-contradict", COMPLAINTS, f"K{{{COMPLAINTS}.pengaduan_wajib}}"),),
            answers=_counts(COMPLAINTS, pengaduan_wajib=6, pengaduan_diproses=1, pengaduan_selesai=1),
        ),
        Fault(
            "count-stated-twice",
            "The agents made 6 changes here, 5 there.",
            (("count-stated-twice", CHANGES, f"K{{{CHANGES}.perubahan_dibuat}}"),),
            answers=_counts(CHANGES, perubahan_dibuat=5, perubahan_terintegrasi=5),
        ),
    )


def _evidence_faults() -> tuple[Fault, ...]:
    """What stands beside the answers."""
    same = "https://zi.example/bukti/semua"
    repeated = [f"A.I.4.ii.{letter}" for letter in "abcde"]
    return (
        Fault(
            "claim-without-evidence",
            "Neither evidence nor a note stands beside an answer.",
            (("claim-without-evidence", "A.I.1.i.a", "K{A.I.1.i.a}"),),
            edit=lambda draft: draft.put("P{A.I.1.i.a}", None),
        ),
        Fault(
            "evidence-placeholder",
            "xxx instead of evidence.",
            (("evidence-placeholder", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "xxx"},
        ),
        Fault(
            "evidence-not-usable",
            "A path on somebody's own computer.",
            (("evidence-not-usable", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "D:\\ZI\\SK-Tim.pdf"},
        ),
        Fault(
            "evidence-without-link",
            "A title without a link or a file.",
            (("evidence-without-link", "A.I.1.i.a", "P{A.I.1.i.a}"),),
            cells={"P{A.I.1.i.a}": "SK Tim ZI Nomor 12"},
        ),
        Fault(
            "evidence-repeated",
            "One link beside five questions.",
            (("evidence-repeated", repeated[0], f"P{{{repeated[0]}}}"),),
            cells={f"P{{{code}}}": same for code in repeated},
        ),
    )


def _formula_faults() -> tuple[Fault, ...]:
    """Formulas, totals and summaries."""
    other_row = f"='{SHEET}'!L{{A.I.2}}+'{SHEET}'!L{{A.II.1}}"
    other_assessor = f"='{SHEET}'!S{{A.I.1}}+'{SHEET}'!S{{A.II.1}}"

    def read_elsewhere(draft: Draft) -> None:
        _assessed(differs={})(draft)
        summed_up({"Unit!C5": other_assessor})(draft)

    return (
        Fault(
            "wrong-range",
            "The mean over LHKPN and LHKASN reads LHKPN alone, of which 11 of 13 reported.",
            (("wrong-range", LHK, f"L{{{LHK}}}"), _TOTAL),
            answers=_counts(LHKPN, sudah_melaporkan=11),
            cells={f"L{{{LHK}}}": f"=AVERAGE(L{{{LHKPN}}})*H{{{LHK}}}"},
        ),
        Fault(
            "constant-over-formula",
            "The right points of an indicator are typed over their formula.",
            (("constant-over-formula", "A.I.1.ii", "L{A.I.1.ii}"),),
            cells={"L{A.I.1.ii}": 1},
        ),
        Fault(
            "error-value",
            "A summary reads a row that was deleted.",
            (("error-value", None, "Ctt Eval!B9"),),
            cells={"Ctt Eval!B9": "=SUM(#REF!)"},
        ),
        Fault(
            "summary-wrong-row",
            "The row of area 1 reads area 2.",
            (("summary-wrong-row", "A.I.2", "Unit!C5"),),
            edit=summed_up({"Unit!C5": other_row}),
        ),
        Fault(
            "summary-wrong-column",
            "The summary of the unit reads the scores of the TPI.",
            (("summary-wrong-column", None, "Unit!C5"),),
            edit=read_elsewhere,
        ),
        Fault(
            "summary-minimum-differs",
            "Area 3 is compared with 50 %.",
            (("summary-minimum-differs", "area-3", "Unit!E7"),),
            edit=summed_up({"Unit!E7": judged("D7", "50%", "75%")}),
        ),
        Fault(
            "summary-minimum-missing",
            "The service survey is not compared with its minimum.",
            (("summary-minimum-missing", "hasil-2", "Unit!E13"),),
            edit=summed_up({"Unit!E13": None}),
        ),
        Fault(
            "summary-always-passes",
            "Where neither minimum is reached, the formula says Lulus.",
            (("summary-always-passes", "hasil-1", "Unit!E12"),),
            edit=summed_up({"Unit!E12": judged("C12", "18.25", "19.5", "Lulus")}),
        ),
        Fault(
            "workbook-skips-unanswered",
            "A blank question is left out of the mean.",
            (
                ("workbook-skips-unanswered", "A.I.2.i", "L{A.I.2.i}"),
                ("answer-missing", "A.I.2.i.c", "K{A.I.2.i.c}"),
                _OPEN,
                _TOTAL,
            ),
            answers=SOUND.but({"A.I.2.i.c": None}),
        ),
        Fault(
            "workbook-score-differs",
            "The formula of an indicator gives nine tenths of what is right.",
            (("workbook-score-differs", "A.I.1.ii", "L{A.I.1.ii}"), _TOTAL),
            cells={"L{A.I.1.ii}": "=AVERAGE(L{A.I.1.ii.a}:L{A.I.1.ii.c})*H{A.I.1.ii}*0.9"},
        ),
        Fault(
            "workbook-total-differs",
            "The grand total adds one point.",
            (_TOTAL,),
            cells={"L{TOTAL}": "=L{A}+L{B}+1"},
        ),
    )


def _assessor_faults() -> tuple[Fault, ...]:
    """The TPI beside the unit."""
    blank = [f"A.I.6.ii.{letter}" for letter in "abcdef"]
    range_ = "S{A.I.6.ii.a}:S{A.I.6.ii.f}"
    guarded = f"=IF(COUNT({range_})=0,0,AVERAGE({range_}))*H{{A.I.6.ii}}"
    return (
        Fault(
            "assessor-raises-answer",
            "The TPI answers A where the unit answers B.",
            (("assessor-raises-answer", "A.I.1.i.b", "R{A.I.1.i.b}"),),
            edit=_assessed(differs={"R{A.I.1.i.b}": "A", "T{A.I.1.i.b}": "Rencana aksi sudah lengkap."}),
        ),
        Fault(
            "change-without-note",
            "The TPI answers B where the unit answers A, and does not say why.",
            (("change-without-note", "A.I.1.ii.b", "R{A.I.1.ii.b}"),),
            edit=_assessed(differs={"R{A.I.1.ii.b}": "B"}),
        ),
        Fault(
            "assessor-half-filled",
            "The TPI left out an indicator.",
            (
                ("assessor-half-filled", None, "R2"),
                _OPEN,
                *(("answer-missing", code, f"R{{{code}}}") for code in blank),
            ),
            edit=_assessed(differs={f"R{{{code}}}": None for code in blank} | {"S{A.I.6.ii}": guarded}),
        ),
    )


def _fact_faults() -> tuple[Fault, ...]:
    """Facts from outside, and what the scores amount to."""
    row = {key: number for number, key in enumerate(FACTS, start=5)}
    return (
        Fault(
            "fact-not-understood",
            "A predicate that does not exist.",
            (("fact-not-understood", "agency-sakip", f"Identitas!B{row['agency-sakip']}"),),
            facts={"agency-sakip": "Baik"},
        ),
        Fault(
            "fact-overridden",
            "The workbook says that the unit does not hold WBK; the caller knows better.",
            (("fact-overridden", "holds-wbk", f"Identitas!B{row['holds-wbk']}"),),
            arguments={"holds_wbk": True},
        ),
        Fault("requirements-waived", "Afirmasi while SAKIP is CC.", facts={"afirmasi": "Ya", "unit-sakip": "CC"}),
        Fault(
            "requirement-not-met",
            "SAKIP is CC where WBK needs B.",
            (("requirement-not-met", "req-agency-sakip", None),),
            facts={"agency-sakip": "CC"},
        ),
        Fault("requirements-not-stated", "Nothing is said of the opinion of BPK.", facts={"agency-bpk-opinion": None}),
        Fault(
            "rounding-hides-a-miss",
            "The total is 74.99666..., shown as 75.00.",
            (("rounding-hides-a-miss", "total", None), ("minimum-not-met", "total", None)),
            answers=rounds_to_75().sheets["unit"],
        ),
        Fault(
            "minimum-not-met",
            "The index of 3.50 gives 15.3125 points where WBK needs 15.75.",
            (("minimum-not-met", "hasil-1-survey", None),),
            answers=SOUND.but({"B.I.a": "3.5"}),
        ),
        Fault(
            "near-minimum",
            "Area 4 reaches exactly 60 %.",
            (("near-minimum", "area-4", None),),
            answers=area_at_60().sheets["unit"],
        ),
    )


def faults() -> tuple[Fault, ...]:
    """Return all of them, in the order of the catalogue's chapters."""
    return (
        *_file_faults(),
        *_form_faults(),
        *_answer_faults(),
        *_evidence_faults(),
        *_formula_faults(),
        *_assessor_faults(),
        *_fact_faults(),
    )
