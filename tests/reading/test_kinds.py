"""What only other kinds of files have: code pages, short cells, white space between cells, their number formats."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable

import pytest
import xlwt
from formats import binary, old, open_document, packed, record, values_of

from worksheets.drafts import parts_of
from zi_score.model.findings import Unreadable
from zi_score.model.language import use_language
from zi_score.reading.file.compound import contained
from zi_score.reading.file.guard import safe
from zi_score.reading.file.look import look
from zi_score.reading.workbook import read_workbook

SHEETS = {
    "Jawaban": [["Penilaian", "Jawaban", ""], ["é ≥ \u0101", 0.5, 7.0], ["", "", "akhir"]],
    "Catatan é": [[1.0, "", "a & b"]],
}
FORMATS = ("General", "0%", "0.00%", '0"%"', "0.0 %", r"0\%", "#,##0", '"ya"0.0%')
PERCENTS = {f"{column}{row}" for row, form in enumerate(FORMATS, 1) for column in "AB" if form in FORMATS[1:3]} | {
    f"{column}{row}" for row in (5, 8) for column in "AB"
}


def percents(content: bytes) -> dict[str, frozenset[str]]:
    """Return the cells that show a percentage."""
    return {sheet: cells for sheet, cells in look(content, "x").percents.items() if cells}


# .xls ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [1252, 1250, 1251, 437, 850, 932, 65001, 0, 12345])
def test_the_code_page_of_wide_texts_means_nothing(page: int) -> None:
    """Texts of BIFF8 are UTF-16; programs write any code page beside them."""
    content = old(SHEETS)
    assert content.count(struct.pack("<HHH", 0x42, 2, 1200)) == 1
    other = content.replace(struct.pack("<HHH", 0x42, 2, 1200), struct.pack("<HHH", 0x42, 2, page))
    assert values_of(other) == values_of(content) == values_of(binary(SHEETS))


def test_percentages_of_an_old_workbook_are_known() -> None:
    """A format shows a percentage where its sign is no text."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Lembar é ≥")
    for row, form in enumerate(FORMATS):
        style = xlwt.easyxf(num_format_str=form)
        sheet.write(row, 0, 0.5, style)
        sheet.write(row, 1, 7, style)
        sheet.write(row, 2, "x", style)
    stream = io.BytesIO()
    workbook.save(stream)
    assert percents(stream.getvalue()) == {"Lembar é ≥": PERCENTS}
    assert {type(row[1]) for row in values_of(stream.getvalue())["Lembar é ≥"]} == {float}


def test_a_sheet_that_reaches_far_is_refused_in_a_sentence() -> None:
    """The reader of values would hold 16 million cells for two."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Jawaban")
    sheet.write(0, 0, 1)
    sheet.write(65_535, 255, 1)
    stream = io.BytesIO()
    workbook.save(stream)
    with pytest.raises(Unreadable, match="IV65536"):
        safe(stream.getvalue(), "lama.xls")


# .xlsb --------------------------------------------------------------------------------------------


def in_short(sheet: bytes) -> bytes:
    """Write the cells that stand right of another without their column."""
    pieces, last = [], -2
    at = 0
    while at < len(sheet):
        kind, size, begin = sheet[at], sheet[at + 1], at + 2
        if kind & 0x80:
            kind, size, begin = kind & 0x7F | sheet[at + 1] << 7, sheet[at + 2], at + 3
        content = sheet[begin : begin + size]
        at = begin + size
        column = struct.unpack_from("<I", content)[0] if 1 <= kind <= 7 else -2
        is_next = kind in range(1, 8) and column == last + 1
        pieces.append(record(kind + 11, content[4:]) if is_next else record(kind, content))
        last = column if kind in range(1, 8) else -2
    return b"".join(pieces)


def in_fonts(sheet: bytes) -> bytes:
    """Write the texts that stand in their cells as texts of several fonts."""
    rich = rb"\x06(.)(.{8})(.{4}B\x00)"
    return re.sub(rich, lambda m: b"\x3e" + bytes([m[1][0] + 1]) + m[2] + b"\0" + m[3], sheet, flags=re.DOTALL)


@pytest.mark.parametrize("written", [in_short, lambda sheet: in_fonts(in_short(sheet))])
def test_short_cells_are_read(written: Callable[[bytes], bytes]) -> None:
    """The reader of values passes over a cell that does not say its column; SheetJS writes them so."""
    sheets = {"Jawaban": [["Bobot", "Jawaban", 2.0, "B x"], ["", 0.5, 7.0, "ab"], ["B y", "", "", 4.0]]}
    parts = parts_of(binary(sheets))
    short = {name: written(part) if "sheet1" in name else part for name, part in parts.items()}
    assert short != parts
    assert values_of(packed(short)) == sheets


def test_percentages_of_a_binary_workbook_are_known() -> None:
    """Styles are told by their numbers, formats by what they show."""
    parts = parts_of(binary({"Jawaban": [[0.5, 7.0] for _ in FORMATS]}))
    name = "xl/worksheets/sheet1.bin"
    row = 0

    def styled(match: re.Match[bytes]) -> bytes:
        nonlocal row
        row += 1
        return match[1] + struct.pack("<I", (row - 1) // 2)

    parts[name] = re.sub(rb"(\x05\x10.\0\0\0)\0\0\0\0", styled, parts[name], flags=re.DOTALL)
    written = [
        record(0x2C, struct.pack("<HI", 164 + n, len(form)) + form.encode("utf-16-le"))
        for n, form in enumerate(FORMATS)
    ]
    styles = [record(0x2F, struct.pack("<HH", 0, 164 + n)) for n in range(len(FORMATS))]
    unused = record(0x272, struct.pack("<I", 1)) + record(0x2F, struct.pack("<HH", 0, 9)) + record(0x273)
    parts["xl/styles.bin"] = b"".join((*written, unused, record(0x269), *styles, record(0x26A)))
    relations = "xl/_rels/workbook.bin.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    added = f'<Relationship Id="x" Type="{kind}" Target="styles.bin"/></Relationships>'.encode()
    parts[relations] = parts[relations].replace(b"</Relationships>", added)
    assert percents(packed(parts)) == {"Jawaban": PERCENTS}


# .ods ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", ["\n", "\n    ", " \t\r\n"])
def test_white_space_between_cells_means_nothing(gap: str) -> None:
    """Gnumeric and SheetJS write each cell on a line; white space within a cell is its text."""
    content = open_document(SHEETS)
    parts = parts_of(content)
    spaced = re.sub(r">(?=</?table:|</?office:)", f">{gap}", parts["content.xml"].decode())
    assert spaced.count(gap) > 20
    assert values_of(packed({**parts, "content.xml": spaced})) == values_of(content)


def test_white_space_between_names_means_nothing() -> None:
    """Names of ranges stand behind the tables."""
    parts = parts_of(open_document(SHEETS))
    names = (
        '<table:named-expressions>\n <table:named-range table:name="a" table:cell-range-address="Jawaban.A1"/>\n'
        ' <table:named-expression table:name="b" table:expression="1"/>\n</table:named-expressions>'
    )
    text = parts["content.xml"].decode().replace("</office:spreadsheet>", f"{names}\n</office:spreadsheet>")
    assert values_of(packed({**parts, "content.xml": text})) == values_of(open_document(SHEETS))


def test_percentages_of_an_open_document_are_known() -> None:
    """A cell says itself that it is a percentage; repeated ones, each of them."""
    parts = parts_of(open_document({"Jawaban": [[0.5, 0.25], [1.0, ""]]}))
    text = parts["content.xml"].decode().replace('"float" office:value="0.25"', '"percentage" office:value="0.25"')
    text = text.replace('"float" office:value="1.0"', '"percentage" table:number-columns-repeated="2" office:value="1"')
    assert percents(packed({**parts, "content.xml": text})) == {"Jawaban": {"B1", "A2", "B2"}}


# No workbook --------------------------------------------------------------------------------------


def ole(stream: str) -> bytes:
    """Return the container of an old document."""
    content = bytearray(contained(b"x"))
    at = content.index("Workbook".encode("utf-16-le"))
    content[at : at + 66] = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2)
    return bytes(content)


WORD = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
GIVEN = {
    "kiriman.zip": (packed({"a/LKE Unit.xlsx": b"x", "__MACOSX/a/._LKE Unit.xlsx": b""}), "ZIP", "a/LKE Unit.xlsx."),
    "banyak.zip": (packed({f"{n}.xls": b"" for n in range(8)}), "ZIP", "0.xls, 1.xls, 2.xls, 3.xls, 4.xls, 5.xls, +2"),
    "mac.zip": (packed({"a/LKE.xlsx": b"x", "a/._LKE.xlsx": b"", "a/~$LKE.xlsx": b"", "a/SK.pdf": b""}), "a/LKE.xlsx."),
    "bukti.zip": (packed({"SK.pdf": b"%PDF", "foto.jpg": b"x"}), "ZIP", "workbooks in it: -"),
    "halaman web.zip": (packed({"LKE.html": b"<html>", "resources/sheet.css": b""}), "ZIP", "workbooks in it: -"),
    "kosong.zip": (b"PK\x05\x06" + bytes(18), "ZIP"),
    "kiriman.tar": (b"LKE.xlsx".ljust(257, b"\0") + b"ustar\0", "tar"),
    "kiriman.xz": (b"\xfd7zXZ\0\0", "xz"),
    "LKE.webloc": (b'<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x" "y">\n<plist/>', "shortcut"),
    "LKE (2).webloc": (b"bplist00\xd1", "shortcut"),
    "LKE.desktop": (b"[Desktop Entry]\nType=Link\nURL=https://docs.google.com/\n", "shortcut"),
    "foto.xlsx": (b"\0\0\0\x18ftypheic", "HEIC"),
    "surat.odt": (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "text)"),
    "surel.msg": (ole("__properties_version1.0"), "Microsoft Outlook"),
    "kiriman.rar": (b"Rar!\x1a\x07\0", "RAR"),
    "kiriman.7z": (b"7z\xbc\xaf\x27\x1c\0\0", "7-Zip"),
    "lke.xlsx.gz": (b"\x1f\x8b\x08\0", "gzip"),
    "LKE.gsheet": (b'{"url":"https://docs.google.com/spreadsheets/d/x","doc_id":"x"}', "Google Sheets", "shortcut"),
    "LKE.url": (b"[InternetShortcut]\r\nURL=https://docs.google.com/\r\n", "shortcut"),
    "LKE.lnk": (b"L\0\0\0\x01\x14\x02\0\0\0\0\0", "shortcut"),
    "LKE.pdf": (b"%PDF-1.4\n", "PDF"),
    "LKE.xlsx": (b"\xff\xd8\xff\xe0", "JPEG"),
    "ekspor.xls": (b"\xef\xbb\xbf\r\n<HTML xmlns:x='urn:x'><table><tr><td>LKE</td></tr></table></HTML>", "(HTML)"),
    "unduhan.xlsx": (b"<!DOCTYPE html><title>Sign in to your account</title>", "(HTML)"),
    "tabel.xls": (b"<!-- x -->\n<table><tr><td>LKE</td></tr></table>", "(HTML)"),
    "komentar.xls": (b"<!---->" * 200 + b"<table>", "(HTML)"),
    "lebar.xls": ("<html><table></table></html>".encode("utf-16"), "(HTML)"),
    "simpanan.xls": (b"From: <Saved by browser>\nSubject: LKE\nMIME-Version: 1.0\n", "(MHTML)"),
    "arsip.xls": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "(MHTML)"),
    "lama.xls": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "(XML Spreadsheet 2003)",
    ),
    "datar.ods": (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        "(FODS)",
    ),
    "paket.xml": (
        b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
        "(Flat OPC)",
    ),
    "~$LKE.xlsx": (b"\x05admin".ljust(165), "(~$, Excel)", "made from"),
    "LKE.rtf": (b"{\\rtf1 x}", "RTF"),
    "LKE.docx": (packed({"_rels/.rels": WORD, "word/document.xml": "<document/>"}), "Microsoft Word"),
    "LKE.pages": (packed({"Index/Document.iwa": "x"}), "Apple iWork"),
    "LKE.doc": (ole("WordDocument"), "Microsoft Word"),
    "LKE.xls": (b"\x09\x04\x06\0\0\0\x10\0\0\0", "Excel 4"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_people_send_instead_is_called_by_its_name(name: str) -> None:
    """The reason is the true one, and nobody is told to repair a file that is whole."""
    content, *said = GIVEN[name]
    use_language("en")
    try:
        with pytest.raises(Unreadable) as refused:
            read_workbook(content, path=name)
        text = str(refused.value)
    finally:
        use_language("id")
    assert refused.value.finding.name in ("file-is-archive", "file-is-shortcut", "file-of-another-kind")
    assert [word for word in said if word not in text] == []
    assert "epair" not in text
    assert "damaged" not in text


def test_a_workbook_that_lost_its_order_is_still_damaged() -> None:
    """Parts of a workbook are no workbooks, though one of them may hold one."""
    parts = {"xl/workbook.xml": "<workbook/>", "xl/embeddings/x.xlsx": "x"}
    with pytest.raises(Unreadable) as refused:
        safe(packed(parts), "x.xlsx")
    assert refused.value.finding.name == "file-damaged"
