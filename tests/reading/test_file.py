"""The one look into a file: sound ones are read however they are packed and written, traps are seen however."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import BROKEN, VALID, few, run
from formats import binary, old, open_document, packed, record, values_of
from openpyxl import load_workbook

from zi_score import check, compare, evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.forms.annotated.workbook import render
from zi_score.model.findings import Unreadable
from zi_score.reading.file.archive import Archive, zipped
from zi_score.reading.file.behind import Package
from zi_score.reading.file.compound import contained, workbook_stream
from zi_score.reading.file.grid import read_grids
from zi_score.reading.file.in_one_piece import in_one_piece
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_MERGES, exceeds
from zi_score.reading.file.look import File, look
from zi_score.reading.file.markup import MarkupError, plain, scan
from zi_score.reading.file.office import office_book, workbook_part

SOUND = (VALID / "wbk.xlsx").read_bytes()
FORMULAS = (VALID / "lke-zi.xlsx").read_bytes()
BOOK, RELS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STREAMED = 8
Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


PARTS = parts_of(SOUND)
LKE = next(sheet.part or "" for sheet in office_book(Archive(SOUND, "-"), BOOK).sheets if sheet.name == "Jawaban")


def opened(content: bytes) -> File:
    """Return a file that was looked at."""
    return look(content, "lke.xlsx")


def total(content: bytes) -> object:
    """Return the total of a workbook."""
    return evaluate(content).assessments[0].total.score


def refused(content: bytes) -> str:
    """Return the finding with which a file is refused, by evaluate and check alike."""
    names = set()
    for read in (evaluate, check):
        with pytest.raises(Unreadable) as caught:
            read(content)
        assert "{" not in str(caught.value)
        names.add(caught.value.finding.name)
    (name,) = names
    return name


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change a part of the sound workbook."""
    return packed({**PARTS, name: change(PARTS[name])})


def with_rows(rows: str) -> bytes:
    """Add rows to the LKE behind its last."""
    return with_part(LKE, lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))


# Sound archives ----------------------------------------------------------------------------------


def streamed() -> bytes:
    """Return an archive whose entries say their sizes behind them, as programs write that cannot go back."""
    stream = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return stream.write(bytes(data))  # type: ignore[call-overload]

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[arg-type]
        for name, part in PARTS.items():
            package.writestr(name, part)
    assert zipfile.ZipFile(io.BytesIO(stream.getvalue())).infolist()[0].flag_bits & STREAMED
    return stream.getvalue()


def written(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Return an archive that is written in a way of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        change(package)
    return stream.getvalue()


def _large(package: zipfile.ZipFile) -> None:
    for name, part in PARTS.items():
        with package.open(name, "w", force_zip64=True) as entry:
            entry.write(part)


def _noted(package: zipfile.ZipFile) -> None:
    package.comment = b"dari Dinas Contoh"
    for name, part in PARTS.items():
        entry = zipfile.ZipInfo(name)
        entry.extra = struct.pack("<HHQ", 0x5455, 8, 0) + struct.pack("<HHI", 0x7875, 4, 0)
        package.writestr(entry, part)


def deflated_nothing() -> bytes:
    """Return an archive with a part that is deflated and has no bytes."""
    content = bytearray(packed({**PARTS, "docProps/thumbnail.wmf": b""}))
    for at in (content.rfind(b"docProps/thumbnail.wmf") - 36, content.find(b"docProps/thumbnail.wmf") - 22):
        content[at : at + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    directory = content.rfind(b"docProps/thumbnail.wmf") - 46
    struct.pack_into("<I", content, directory + 20, 0)
    return bytes(content)


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "streamed": streamed,
    "of large entries": lambda: written(_large),
    "with a comment and further fields": lambda: written(_noted),
    "from the end": lambda: packed(dict(reversed(PARTS.items()))),
    "deflated nothing": deflated_nothing,
    "of other slashes": lambda: packed({name.replace("/", "\\"): part for name, part in PARTS.items()}),
    "of other letters": lambda: packed({name.upper(): part for name, part in PARTS.items()}),
    "stored": lambda: zipped(PARTS),
}


@pytest.mark.parametrize("way", ARCHIVES)
def test_sound_archives(way: str) -> None:
    """However a workbook is packed, it is the same workbook."""
    content = ARCHIVES[way]()
    assert total(content) == total(SOUND)
    assert check(content).findings == check(SOUND).findings


@pytest.mark.parametrize("extra", [0, 1, 2, 3, 100, 1023, 1024, 5000])
def test_a_part_above_a_block(extra: int) -> None:
    """The last bytes of a part may still be held back when all of it was taken in."""
    content = packed({**PARTS, "xl/media/x.bin": bytes(2**20 + extra)})
    assert len(Archive(content, "-").part("xl/media/x.bin")) == 2**20 + extra
    assert total(content) == total(SOUND)


def test_a_part_that_is_cut() -> None:
    """What really ends too early stays refused, also where nobody would read it."""
    content = bytearray(packed({**PARTS, "xl/media/x.bin": os.urandom(3000)}))
    at = content.rfind(b"xl/media/x.bin") - 46
    struct.pack_into("<I", content, at + 20, struct.unpack_from("<I", content, at + 20)[0] - 500)
    assert refused(bytes(content)) == "file-damaged"


def test_a_part_that_is_not_what_was_packed() -> None:
    """A wrong checksum is damage."""
    content = bytearray(packed(PARTS))
    content[content.rfind(LKE.encode()) - 30] ^= 1
    assert refused(bytes(content)) == "file-damaged"


# Sound markup ------------------------------------------------------------------------------------


def _prefixed(part: bytes) -> bytes:
    named = part.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:").replace(b"<x:?", b"<?")
    return named.replace(f'xmlns="{MAIN}"'.encode(), f'xmlns:x="{MAIN}"'.encode())


MARKUP: dict[str, Callable[[bytes], bytes]] = {
    "single quotes": lambda part: part.replace(b'"', b"'"),
    "prefixes": _prefixed,
    "blanks": lambda part: part.replace(b' r="', b'\n  r = "'),
    "UTF-16": lambda part: part.decode().encode("utf-16"),
    "a mark": lambda part: b"\xef\xbb\xbf" + part,
    "Latin-1": lambda part: b"<?xml version='1.0' encoding='iso-8859-1'?>" + part.split(b"?>")[-1],
    "comments": lambda part: part.replace(b"<sheetData>", b"<!-- <c r='XFD9'> --><sheetData>"),
}


@pytest.mark.parametrize("way", MARKUP)
def test_sound_markup(way: str) -> None:
    """However the XML of a sheet is written, it says the same: values, and what lies behind them."""
    parts = parts_of(FORMULAS)
    sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    content = packed({**parts, sheet: MARKUP[way](parts[sheet])})
    assert total(content) == total(FORMULAS)
    assert check(content).findings == check(FORMULAS).findings


def test_parts_are_found_by_what_names_them() -> None:
    """Targets may climb, begin at the root, or have another slash; the workbook and strings may have any name."""
    rels = PARTS[RELS].replace(b'Target="/xl/', b'Target="../xl/./').replace(b"sharedStrings.xml", b"teks.xml")
    moved = {name: part for name, part in PARTS.items() if name not in (BOOK, RELS, "xl/sharedStrings.xml")}
    moved |= {"xl/buku.xml": PARTS[BOOK], "xl/_rels/buku.xml.rels": rels}
    moved["_rels/.rels"] = PARTS["_rels/.rels"].replace(b"workbook.xml", b"buku.xml")
    if "xl/sharedStrings.xml" in PARTS:
        moved["xl/teks.xml"] = PARTS["xl/sharedStrings.xml"]
    assert total(packed(moved)) == total(SOUND)
    assert workbook_part(Archive(packed(moved), "-")) == "xl/buku.xml"


def test_what_a_workbook_says_of_itself() -> None:
    """States of sheets, and how it is calculated."""
    parts = parts_of(FORMULAS)
    book = parts[BOOK].replace(b"</workbook>", b'<x:calcPr xmlns:x="%s"/></workbook>' % MAIN.encode())
    book = book.replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"', 1).replace(b'fullCalcOnLoad="1" calcId', b"calcId")
    found = opened(packed({**parts, BOOK: book})).book
    assert found is not None
    assert found.calculation.keys() >= {"calcId"}
    assert [sheet.name for sheet in found.sheets] == list(values_of(FORMULAS))


# Traps -------------------------------------------------------------------------------------------

FAR = {
    "plain": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "single quotes": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "prefix": f'<x:row xmlns:x="{MAIN}"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "blanks": '<row><c\n\tr = "XFD1048576"\n><v>1</v></c></row>',
    "more digits": '<row><c r="A99999999"><v>1</v></c></row>',
    "more letters": '<row><c r="ZZZZZ9"><v>1</v></c></row>',
    "small letters": '<row><c r="xfd1048576"><v>1</v></c></row>',
    "no reference": '<row r="900000"><c/><c/><c/><c/><c/><c><v>1</v></c></row>',
    "no row": "<row>" + "<c/>" * 20_000 + "<c><v>1</v></c></row>",
}


@pytest.mark.parametrize("way", FAR)
def test_a_value_far_away(way: str) -> None:
    """However it is written, it is seen, and the sheet is named."""
    content = with_rows(FAR[way])
    assert refused(content) == "sheet-too-large"
    with pytest.raises(Unreadable) as caught:
        opened(content)
    assert caught.value.finding.details["sheet"] == "Jawaban"


def test_a_cell_that_says_twice_where_it_is() -> None:
    """The reader of values takes the second place; that is no XML."""
    assert refused(with_rows('<row r="900"><c r="A900" r="XFD1048576"><v>1</v></c></row>')) == "file-damaged"


def test_empty_cells_far_away_are_none() -> None:
    """Whole rows and columns are often formatted."""
    far = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row>'
    assert total(with_rows(far)) == total(SOUND)


def sheets(count: int, rows: str, *, parts: int | None = None) -> bytes:
    """Return a workbook with further sheets, of so many parts."""
    book, rels, more = "", "", {}
    for number in range(100, 100 + count):
        part = f"worksheets/sheet{100 + (number - 100) % (parts or count)}.xml"
        book += f'<sheet name="S{number}" sheetId="{number}" r:id="x{number}"/>'
        rels += (
            f'<Relationship Id="x{number}" Target="/xl/{part}" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        )
        more[f"xl/{part}"] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    named = PARTS[BOOK].replace(b"</sheets>", book.encode() + b"</sheets>")
    if b"xmlns:r=" not in named:
        named = named.replace(
            b"<workbook ",
            b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
        )
    related = PARTS[RELS].replace(b"</Relationships>", rels.encode() + b"</Relationships>")
    return packed({**PARTS, **more, BOOK: named, RELS: related})


@pytest.mark.parametrize("parts", [None, 1])
def test_limits_hold_for_the_workbook(parts: int | None) -> None:
    """Each of the sheets would do; together, or as one part under many names, they do not."""
    rows = '<row r="3000"><c r="ZZ3000"><v>1</v></c></row>'
    assert 2 * 3000 * 702 > LARGEST_WORKBOOK > 3000 * 702
    assert total(sheets(1, rows)) == total(SOUND)
    assert refused(sheets(2, rows, parts=parts)) == "sheet-too-large"


def test_many_small_sheets_are_no_trap() -> None:
    """A workbook may have many sheets; what is not sure at a glance is looked at again."""
    assert total(sheets(40, '<row r="900"><c r="AB900"><v>1</v></c></row>')) == total(SOUND)


def test_one_text_in_many_cells() -> None:
    """Every cell gets a copy of a shared text."""
    text = "x" * 30_000
    strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si><si><t>b</t></si></sst>'.encode()
    related = PARTS[RELS].replace(
        b"</Relationships>",
        b'<Relationship Id="s" Target="/xl/sharedStrings.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )

    def book(index: int) -> bytes:
        cells = "".join(f'<row r="{n}"><c r="B{n}" t="s"><v>{index}</v></c></row>' for n in range(300, 3300))
        sheet = PARTS[LKE].replace(b"</sheetData>", cells.encode() + b"</sheetData>")
        return packed({**PARTS, LKE: sheet, RELS: related, "xl/sharedStrings.xml": strings})

    assert 3000 * len(text) > LARGEST_TEXT
    assert refused(book(0)) == "workbook-text-too-large"
    assert total(book(1)) == total(SOUND)  # the long text is there, but in no cell


WRITTEN = [
    "<![CDATA[{}]]>",
    "<!-- x -->{}",
    "{}<?x?>",
    "{}<![CDATA[]]>",
    "{0[0]}<!-- x -->{0[1]}",
    "{0[0]}<![CDATA[{0[1]}]]>",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_value_is_read_to_its_end(written: str) -> None:
    """Comments, instructions and marked sections inside a value end nothing: 3<!-- x -->.61 is 3.61, never 3."""

    def rewritten(match: re.Match[bytes]) -> bytes:
        value = match[2].decode()
        halves = (value[:1], value[1:])
        return match[1] + (written.format(halves) if "[1]" in written else written.format(value)).encode() + b"</v>"

    part = re.sub(rb"(<v>)([^<]+)</v>", rewritten, PARTS[LKE])
    assert part != PARTS[LKE]
    assert total(packed({**PARTS, LKE: part})) == total(SOUND)


def test_values_within_each_other_are_looked_at_once() -> None:
    """A million of them would keep a reader busy for hours that looks at each anew."""
    depth = 1_000_000
    part = b"<a><!-- x -->" + b"<v>" * depth + b"</v>" * depth + b"</a>"
    assert in_one_piece(part) == part


@pytest.mark.parametrize(
    "text", ["<![CDATA[" + "<a>" * 14_000_000 + "]]>", "&amp;" * 9_000_000, "<!-- " + "<a>" * 14_000_000 + " -->"]
)
def test_texts_that_look_like_tags(text: str) -> None:
    """What stands between tags counts, whatever it looks like."""
    row = f'<row r="900"><c r="P900" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert refused(with_rows(row)) in ("workbook-text-too-large", "file-too-intricate")


def test_strings_that_say_to_be_billions() -> None:
    """The reader of values would ask for their memory before it looks."""
    strings = f"<sst xmlns='{MAIN}' uniqueCount = '99999999999'><si><t>a</t></si></sst>".encode()
    content = packed({**PARTS, "xl/sharedStrings.xml": strings})
    assert refused(content) == "workbook-text-too-large"


def test_merged_ranges() -> None:
    """A range over the whole sheet is no more than one over two cells; hundreds of thousands are too many."""
    wide = b'</sheetData><mergeCells><mergeCell ref="A1000:XFD1048576"/></mergeCells>'
    content = with_part(LKE, lambda part: part.replace(b"<mergeCells", b"<x").replace(b"</sheetData>", wide))
    (grid,) = (each for each in read_grids(opened(content)) if each.sheet == "Jawaban")
    assert grid.anchor(1_000_000, 5) is None
    many = b"</sheetData><mergeCells>" + b'<mergeCell ref="T1:U9"/>' * (MOST_MERGES + 1) + b"</mergeCells>"
    assert refused(with_part(LKE, lambda part: part.replace(b"</sheetData>", many))) == "file-too-intricate"


def test_formats_that_all_styles_share() -> None:
    """The reader of values looks through a format once for every style that has it."""
    form, users = "0" * 200_000, '<xf numFmtId="200"/>' * 20_000
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{form}"/></numFmts>'
        f"<cellXfs>{users}</cellXfs></styleSheet>"
    ).encode()
    assert refused(packed({**PARTS, STYLES: styles})) == "file-too-intricate"


def test_an_archive_that_two_readers_see_differently() -> None:
    """A part under a second name that only some readers of archives know is not there for anybody."""
    far = PARTS[LKE].replace(b"</sheetData>", FAR["plain"].encode() + b"</sheetData>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in PARTS.items():
            package.writestr(name, part)
        entry = zipfile.ZipInfo("xl/media/a.bin")
        name = LKE.encode()
        entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"xl/media/a.bin")) + name
        package.writestr(entry, far)
    assert total(stream.getvalue()) == total(SOUND)


def test_what_the_reader_gets() -> None:
    """Only the parts that it reads, under names of our own."""
    given = parts_of(opened(packed({**PARTS, "xl/media/a.png": b"\x89PNG", "xl/secret.xml": b"<a/>"})).readable)
    assert {name.rpartition("/")[0] for name in given} == {"_rels", "xl", "xl/_rels", "xl/worksheets"}
    assert len([name for name in given if "worksheets" in name]) == len(values_of(SOUND))


def test_ordinary() -> None:
    """A small .xlsx that is written plainly; nothing else."""
    assert opened(SOUND).is_ordinary
    assert opened(FORMULAS).is_ordinary
    assert not opened(with_part(LKE, lambda part: part.replace(b'"', b"'"))).is_ordinary
    assert not opened(packed({**PARTS, "xl/media/a.bin": os.urandom(6 * 2**20)})).is_ordinary
    values = values_of(SOUND)
    assert not any(opened(write(values)).is_ordinary for write in (old, binary, open_document))


# Markup ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        b"<a><!--" + b"x" * 3 * 2**20 + b"--></a>",
        b"<a " + b"b" * 3 * 2**20 + b"='1'/>",
        b"<a>" + b"".join(b"<a%d/>" % n for n in range(30_000)) + b"</a>",
        b"<?x " + b"<" * 3 * 2**20,
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<a",
        b"",
    ],
)
def test_markup_that_is_refused(part: bytes) -> None:
    """What no spreadsheet program writes: it would take quadratic time, or memory for every name."""
    with pytest.raises(MarkupError):
        scan(part, lambda _name, _attributes: None)


def test_encodings() -> None:
    """What a part says of its encoding is heeded where programs write it, else it is UTF-8."""
    text = '<?xml version="1.0" encoding="{}"?><a b="é"/>'
    for encoding in ("utf-16", "iso-8859-1", "windows-1252"):
        assert plain(text.format(encoding).encode(encoding)) == '<a b="é"/>'.encode()
    assert plain(text.format("tidak-ada").encode()) == '<a b="é"/>'.encode()
    with pytest.raises(MarkupError):
        plain(text.format("tidak-ada").encode("latin-1"))


def test_bounds_are_drawn_only_until_it_is_sure() -> None:
    """A finer bound costs more."""
    drawn: list[int] = []

    def bounds() -> object:
        for value in (100, 10, 1):
            drawn.append(value)
            yield value

    assert not exceeds([(bounds(), 1), (bounds(), 2)], 50)  # type: ignore[arg-type, list-item]
    assert drawn == [100, 100, 10, 10]
    assert exceeds([(bounds(), 1)], 0)  # type: ignore[list-item]


# Other formats -----------------------------------------------------------------------------------

VALUES = values_of(SOUND)


@pytest.mark.parametrize("write", [old, binary, open_document])
def test_other_formats(write: Callable[[object], bytes]) -> None:
    """The same values give the same total."""
    assert total(write(VALUES)) == total(SOUND)
    assert values_of(write(VALUES)).keys() == VALUES.keys()


@pytest.mark.parametrize("write", [old, binary, open_document])
def test_a_number_that_is_none(write: Callable[[object], bytes]) -> None:
    """It has no value, and is named with its cell, in every format."""
    for number in (float("inf"), float("-inf"), float("nan")):
        rows = [list(row) for row in VALUES["Jawaban"]]
        rows[5][10] = number
        found = evaluate(write({**VALUES, "Jawaban": rows}))
        assert found.assessments[0].answered == 112
        assert ("answer-not-understood", "Jawaban!K6") in {(each.name, each.cell) for each in found.findings}
        assert isinstance(check(write({**VALUES, "Jawaban": rows})), Evaluation)


def test_numbers_that_are_none_beside_answers() -> None:
    """Weights and saved scores that are no number are named, too."""
    rows = [list(row) for row in VALUES["Jawaban"]]
    rows[4][7] = float("inf")
    found = evaluate(binary({**VALUES, "Jawaban": rows})).findings
    assert "number-not-finite" in {each.name for each in found}


NONE = ("1E309", "-1E309", "INF", "-INF", "NaN", "inf", "nan")
PLACES = ("K6", "K199", "K171", "H5", "O6")
SMALLER = parts_of(FORMULAS)
SMALLER_PLACES = ("K8", "K199", "K173", "H7", "L8")


def endless(number: str, *cells: str) -> bytes:
    """Return the sound workbook with a number that is none in cells of the LKE."""
    return with_part(LKE, lambda part: with_number(part, number, cells))


def with_number(part: bytes, number: str, cells: Iterable[str]) -> bytes:
    """Return a sheet with a number in place of what cells hold."""
    for cell in map(str.encode, cells):
        before = re.compile(rb'<c r="%b"(?: [^<>]*)?(?:/>|>.*?</c>)' % cell, re.DOTALL)
        part, changed = before.subn(b'<c r="%b"><v>%b</v></c>' % (cell, number.encode()), part)
        assert changed == 1
    return part


def named_in(content: bytes) -> set[str | None]:
    """Return the cells that are named as no number."""
    names = {"answer-not-understood", "count-not-valid", "number-not-finite"}
    return {each.cell for each in evaluate(content).findings if each.name in names}


@pytest.mark.parametrize("number", NONE)
@pytest.mark.parametrize("cell", SMALLER_PLACES)
def test_numbers_that_are_none_as_they_are_written(number: str, cell: str) -> None:
    """An answer, an index, a count, a weight, a saved score: named with the cell."""
    name = "xl/worksheets/sheet1.xml"
    assert named_in(packed({**SMALLER, name: with_number(SMALLER[name], number, [cell])})) == {f"LKE ZI!{cell}"}


@pytest.mark.parametrize("number", NONE)
def test_numbers_that_are_none_all_at_once(number: str) -> None:
    """Each is named."""
    assert named_in(endless(number, *PLACES)) == {f"Jawaban!{cell}" for cell in PLACES}


@pytest.mark.parametrize("number", few(NONE, "1E309", "NaN"))
def test_numbers_that_are_none_are_compared_and_copied(number: str, tmp_path: Path) -> None:
    """Wherever they stand; the copy holds them as texts."""
    content = endless(number, *PLACES)
    checked = check(content)
    assert {f"Jawaban!{cell}" for cell in PLACES} <= {each.cell for each in checked.findings}
    assert compare(content, SOUND).total
    (tmp_path / "salinan.xlsx").write_bytes(render(content, checked.findings, keep_macros=False))
    copied = evaluate(tmp_path / "salinan.xlsx")
    assert copied.assessments[0].total == checked.assessments[0].total
    sheet = load_workbook(tmp_path / "salinan.xlsx")["Jawaban"]
    assert {sheet[cell].data_type for cell in PLACES} == {"s"}


ODS_ROW = "<table:table-row table:number-rows-repeated{}>{}</table:table-row>"
ODS_CELL = '<table:table-cell table:number-columns-repeated="{}" office:value-type="{}"{}>{}</table:table-cell>'


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (ODS_ROW.format('="240000"', ODS_CELL.format(200, "float", ' office:value="1"', "")), "sheet-too-large"),
        (ODS_ROW.format("\n= '240000'", ODS_CELL.format(200, "float", ' office:value="1"', "")), "sheet-too-large"),
        (ODS_ROW.format('="x"', ODS_CELL.format(9, "float", ' office:value="1"', "")), "sheet-too-large"),
        (ODS_ROW.format('="99"', ODS_CELL.format(99, "string", "", "x" * 9000)), "workbook-text-too-large"),
        (
            ODS_ROW.format('="1"', ODS_CELL.format(1, "string", "", '<text:p><text:s text:c="999999999"/></text:p>')),
            "workbook-text-too-large",
        ),
        (ODS_ROW.format('="1048576"', "<table:table-cell/>"), ""),
    ],
)
def test_open_documents_that_unfold(row: str, name: str) -> None:
    """Rows, cells and blanks that are written once and meant often are counted as often."""
    parts = parts_of(open_document(VALUES))
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", row.encode() + b"</table:table>", 1)
    if name:
        assert refused(packed(parts)) == name
    else:
        assert total(packed(parts)) == total(SOUND)


def test_open_documents_end_in_empty_rows() -> None:
    """LibreOffice writes a million empty rows behind the last of every sheet."""
    rest = b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
    parts = parts_of(open_document(VALUES))
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", rest)
    assert total(packed(parts)) == total(SOUND)


def _with_records(records: bytes) -> bytes:
    parts = parts_of(binary(VALUES))
    name = "xl/worksheets/sheet1.bin"
    parts[name] = parts[name].replace(record(0x92), records + record(0x92))
    return packed(parts)


@pytest.mark.parametrize(
    ("records", "name"),
    [
        (record(0) * 0 + record(0x05, struct.pack("<IId", 2**32 - 1, 0, 1.0)), "sheet-too-large"),
        (record(0, struct.pack("<I", 10**6)) + record(0x05, struct.pack("<IId", 9, 0, 1.0)), "sheet-too-large"),
        (record(0x06, struct.pack("<III", 1, 0, 3) + b"a\0" * 3) * 1_500_000, "workbook-text-too-large"),
        (b"\x06\xff\xff\xff\x7f", "file-damaged"),
        (record(0x05, b"\0"), "file-damaged"),
    ],
)
def test_binary_workbooks(records: bytes, name: str) -> None:
    """Records that claim places and sizes beyond all reason."""
    assert refused(_with_records(records)) == name


OLD = (BROKEN / "formulas-not-audited.xls").read_bytes()


def with_dimensions(rows: int, columns: int) -> bytes:
    """Let a sheet of an old workbook say how far it reaches."""
    stream = bytearray(workbook_stream(OLD))
    at = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    struct.pack_into("<IIHH", stream, at, 0, rows, 0, columns)
    return contained(bytes(stream))


def test_old_workbooks_that_say_how_far_they_reach() -> None:
    """Formats of whole rows and columns stretch a sheet, which is read all the same; no sheet has more rows."""
    assert total(with_dimensions(65_536, 256)) == total(OLD)
    assert refused(with_dimensions(0x7FFFFFFF, 0xFFFF)) == "file-damaged"


def test_old_workbooks_whose_sheets_share_records() -> None:
    """Thousands of sheets over the same records would be read thousands of times."""
    stream = bytearray(workbook_stream(OLD))
    first = stream.index(struct.pack("<H", 0x0085))
    second = stream.index(struct.pack("<H", 0x0085), first + 4)
    stream[second + 4 : second + 8] = stream[first + 4 : first + 8]
    assert refused(contained(bytes(stream))) == "file-damaged"


def test_a_container_that_leads_back_to_itself() -> None:
    """The table of contents of an old workbook has no end."""
    circle = bytearray(OLD)
    table, directory = struct.unpack_from("<I", OLD, 76)[0], struct.unpack_from("<I", OLD, 48)[0]
    struct.pack_into("<I", circle, 512 * (table + 1) + 4 * directory, directory)
    assert refused(bytes(circle)) == "file-damaged"


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 3 * 2**20, 5 * 2**20])
def test_a_container_of_our_own(size: int) -> None:
    """A stream of any size comes out of it as it went in."""
    stream = os.urandom(size)
    assert workbook_stream(contained(stream))[:size] == stream


def test_what_is_known_of_other_formats() -> None:
    """What lies behind the values of an .xls, .ods or .xlsb is not looked at, which is said."""
    for write, kind in ((old, ".xls"), (binary, ".xlsb"), (open_document, ".ods")):
        looked = Package(opened(write(VALUES)))
        assert (looked.problem, looked.external, looked.macros, looked.part("Jawaban")) == (kind, (), None, None)
        assert looked.behind("Jawaban").formulas == {}


# A path is opened once ---------------------------------------------------------------------------

WATCHED = """
import os, sys
def told(event, args):
    if event == "open" and isinstance(args[0], (str, os.PathLike)):
        if os.path.basename(args[0]) in ("satu.xlsx", "dua.xlsx", "rencana.xlsx"):
            os.write(2, f"<{os.path.basename(args[0])}>".encode())
sys.addaudithook(told)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "satu.xlsx"],
        ["check", "satu.xlsx"],
        ["batch", "satu.xlsx", "dua.xlsx"],
        ["annotate", "satu.xlsx", "-o", "salinan.xlsx"],
        ["compare", "satu.xlsx", "dua.xlsx"],
        ["whatif", "satu.xlsx", "--set", "A.I.1.i.a=Tidak"],
        ["report", "satu.xlsx", "-o", "laporan.html"],
        ["improve", "satu.xlsx", "--target", "WBBM", "--format", "json"],
        ["export", "portalrb", "satu.xlsx", "-o", "portal", "--year", "2026"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_path_is_opened_once(arguments: list[str], tmp_path: Path) -> None:
    """What is guarded is what is read, also where somebody replaces the file in between."""
    for name, source in (("satu.xlsx", "wbk"), ("dua.xlsx", "wbbm")):
        (tmp_path / name).write_bytes((VALID / f"{source}.xlsx").read_bytes())
    done = run(*arguments, cwd=tmp_path, first=WATCHED)
    assert done.returncode in (0, 1), done.stderr
    for name in ("satu.xlsx", "dua.xlsx"):
        assert done.stderr.decode().count(f"<{name}>") == arguments.count(name)
