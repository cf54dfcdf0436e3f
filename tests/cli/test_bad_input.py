"""Files that cannot be read: each gets its finding, quickly and within bounded memory."""

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import xlwt
from conftest import VALID, run
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from workbooks import answered, book, content, lines

from zi_score import evaluate
from zi_score.model.findings import Unreadable
from zi_score.reading.file.archive import LARGEST_UNPACKED
from zi_score.reading.file.guard import LARGEST_FILE

ROWS = answered(lines())
SOUND = content(book(ROWS)[0])
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MEMORY = 500 * 2**20
SECONDS = 60
ODS = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
ODS_CELL = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
RUN = """
import re, sys
from zi_score import evaluate
from zi_score.model.findings import Unreadable
try:
    print(f"read {evaluate(sys.argv[1]).assessments[0].answered}")
except Unreadable as problem:
    print(problem.finding.name)
print(int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) * 1024)
"""


def name_of(source: object) -> str:
    """Return the finding with which a file is refused; its sentence must be whole."""
    with pytest.raises(Unreadable) as caught:
        evaluate(source)
    assert "{" not in str(caught.value)
    return caught.value.finding.name


def parts() -> dict[str, bytes]:
    """Return the parts of a sound workbook."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(changed: dict[str, bytes]) -> bytes:
    """Pack a workbook's parts again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in changed.items():
            package.writestr(name, part)
    return stream.getvalue()


def with_rows(rows: bytes) -> bytes:
    """Add rows behind the sheet's last."""
    changed = parts()
    changed[SHEET] = changed[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    return packed(changed)


def open_document(rows: str) -> bytes:
    """Return an OpenDocument workbook with one table."""
    table = f'<table:table table:name="Jawaban">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content{ODS}>{body}</office:document-content>".encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def in_process(file: Path) -> tuple[str, int]:
    """Evaluate a file in a process of its own; return what came of it and the memory it took."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(file)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert not done.stderr, done.stderr[-500:]
    result, memory = done.stdout.splitlines()
    return result, int(memory)


# The file ---------------------------------------------------------------------------------------


def test_no_file_folder_empty(tmp_path: Path) -> None:
    """A missing file, a folder and an empty file are three different findings."""
    (tmp_path / "empty.xlsx").touch()
    assert name_of(tmp_path / "missing.xlsx") == "file-not-found"
    assert name_of(tmp_path) == "file-is-folder"
    assert name_of(tmp_path / "empty.xlsx") == "file-empty"
    assert name_of(b"") == "file-empty"


@pytest.mark.skipif(sys.platform == "win32", reason="links and devices need rights there")
def test_no_file_at_the_end_of_the_link(tmp_path: Path) -> None:
    """A loop of links and a device are refused, not followed for ever."""
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    assert name_of(tmp_path / "loop.xlsx") == "file-not-readable"
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert name_of(tmp_path / "pipe.xlsx") == "file-not-a-workbook"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    """A file that may not be read is named as such."""
    (tmp_path / "mine.xlsx").write_bytes(SOUND)
    (tmp_path / "mine.xlsx").chmod(0)
    assert name_of(tmp_path / "mine.xlsx") == "file-not-readable"


@pytest.mark.parametrize("other", [b"Penilaian,Jawaban\n", b"\0" * 5000, b"PK", b"\xff\xfe"])
def test_other_files_renamed(other: bytes) -> None:
    """Text and noise are no workbook, whatever the name says."""
    assert name_of(other) == "file-not-a-workbook"


@pytest.mark.parametrize("part", [10, 100, 1000, 5000, -1, -20, -100, -1000])
def test_truncated(part: int) -> None:
    """An interrupted download is damaged, wherever it stopped."""
    assert name_of(SOUND[:part]) == "file-damaged"


def test_too_large(tmp_path: Path) -> None:
    """A file above the limit is refused before it is opened."""
    with (tmp_path / "large.xlsx").open("wb") as file:
        file.write(SOUND)
        file.truncate(LARGEST_FILE + 1)
    assert name_of(tmp_path / "large.xlsx") == "file-too-large"


def test_protected() -> None:
    """A password-protected workbook says so, new and old."""
    crypto = pytest.importorskip("msoffcrypto.format.ooxml")
    locked = io.BytesIO()
    crypto.OOXMLFile(io.BytesIO(SOUND)).encrypt("rahasia", locked)
    assert name_of(locked.getvalue()) == "file-protected"
    old = bytearray(legacy())
    start = old.find(bytes.fromhex("09081000")) + 20
    old[start : start + 2] = struct.pack("<H", 0x2F)
    assert name_of(bytes(old)) == "file-protected"


def legacy(*, far: bool = False) -> bytes:
    """Return an .xls workbook, with a value in its last cell where asked."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Jawaban")
    for row in range(100):
        sheet.write(row, 1, f"Penilaian {row}")
    if far:
        sheet.write(65535, 255, 1)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# The package ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../evil", "..\\evil", "xl/../../evil", "/etc/evil"])
def test_unsafe_names(name: str) -> None:
    """A part that points outside the file is refused."""
    assert name_of(packed({**parts(), name: b""})) == "file-unsafe-entry"


def test_too_many_entries() -> None:
    """More parts than any workbook has are refused."""
    assert name_of(packed({**parts(), **{f"x/{n}": b"" for n in range(10_001)}})) == "file-too-many-entries"


def test_bomb() -> None:
    """A part that unpacks beyond the limit is refused, also where its header lies about the size."""
    bomb = bytearray(packed({**parts(), "xl/media/a.bin": b"\0" * (LARGEST_UNPACKED + 2**20)}))
    assert name_of(bytes(bomb)) == "file-unpacks-too-large"
    entry = bomb.rfind(b"xl/media/a.bin") - 46
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 100)
    assert name_of(bytes(bomb)) == "file-unpacks-too-large"


def test_bomb_of_many_references_to_one_part() -> None:
    """Many entries over the same bytes count as often as they are named."""
    bomb = packed({**parts(), "a": b"\0" * (100 * 2**20)})
    start = bomb.rfind(b"PK\x01\x02")
    entry, end = bomb[start : bomb.rfind(b"PK\x05\x06")], bytearray(bomb[bomb.rfind(b"PK\x05\x06") :])
    count, size = struct.unpack_from("<HI", end, 10)
    struct.pack_into("<HHI", end, 8, count + 5, count + 5, size + 5 * len(entry))
    assert name_of(bomb[: start + len(entry)] + entry * 5 + bytes(end)) in ("file-unpacks-too-large", "file-damaged")


def without(name: str) -> bytes:
    """Pack a workbook without one of its parts."""
    return packed({part: text for part, text in parts().items() if part != name})


def test_incomplete_packages() -> None:
    """Workbooks without their inner parts are damaged or hold no LKE; none is a traceback."""
    only = {"[Content_Types].xml": parts()["[Content_Types].xml"]}
    none = {**parts(), "xl/workbook.xml": re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts()["xl/workbook.xml"])}
    assert name_of(packed(only)) == "file-damaged"
    assert name_of(packed(none)) == "lke-not-found"
    for part in parts():
        with suppress(Unreadable):
            evaluate(without(part))


# The sheets -------------------------------------------------------------------------------------


def test_no_lke() -> None:
    """A workbook without an LKE, or with charts only, names its sheets."""
    charts = Workbook()
    charts.create_chartsheet("Grafik")
    charts.remove(charts.worksheets[0])
    assert isinstance(charts["Grafik"], Chartsheet)
    assert name_of(content(charts)) == "lke-not-found"
    assert name_of(content(Workbook())) == "lke-not-found"


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "area-at-60.xlsx", "--report"),
        ("check", "area-at-60.xlsx", "--report"),
        ("improve", "area-at-60.xlsx", "--target", "wbbm", "--report"),
        ("batch", "area-at-60.xlsx", "wbk.xlsx", "--report"),
        ("report", "area-at-60.xlsx", "-o"),
    ],
)
def test_reports_of_this_program(words: tuple[str, ...], tmp_path: Path) -> None:
    """What it writes for people to read is called so; without its mark such a workbook is merely no LKE."""
    made = tmp_path / "dibuat.xlsx"
    named = [str(VALID / word) if word.endswith(".xlsx") else word for word in words]
    run(*named, str(made) if words[-1] == "-o" else f"xlsx:{made}")
    assert name_of(made) == "report-of-this-program"
    with zipfile.ZipFile(made) as package:
        bare = {name: package.read(name) for name in package.namelist() if not name.startswith("docProps/")}
    assert name_of(packed(bare)) in {"lke-not-found", "several-answer-columns", "lke-of-another-regulation"}


def test_another_regulation() -> None:
    """A form with a header but other questions is not scored by this regulation."""
    assert name_of(content(book(ROWS[:40])[0])) == "lke-of-another-regulation"


def test_two_equal_candidates() -> None:
    """Of two filled-in copies none is chosen; a blank one beside it is left aside."""
    workbook, _ = book(ROWS)
    workbook.copy_worksheet(workbook.worksheets[0])
    assert name_of(content(workbook)) == "several-lke-sheets"
    for row in range(2, 210):
        workbook.worksheets[1].cell(row, 11).value = None
    found = evaluate(content(workbook))
    assert found.source.sheet == "Jawaban"
    assert "blank-lke-sheet-ignored" in [finding.name for finding in found.findings]


def test_sheet_names_with_quotes() -> None:
    """Odd names of sheets are shown as they are."""
    for name in ("LKE 'final'!", "Jawaban & <b>", "人事"):
        workbook, _ = book(ROWS)
        workbook.worksheets[0].title = name.replace("!", "")
        assert evaluate(content(workbook)).source.sheet == name.replace("!", "")


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1"><c s="1" r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
        b"<row/>" * 1_200_000 + b'<row><c/><c/><c/><c r="D1048000"><v>1</v></c></row>',
    ],
)
def test_value_far_away(cell: bytes) -> None:
    """A value in the sheet's last cell is refused with its place: what lies between would fill the memory."""
    assert name_of(with_rows(cell)) == "sheet-too-large"


def test_value_far_away_in_other_formats() -> None:
    """So it is in .xls and .ods."""
    far = f'<table:table-row table:number-rows-repeated="1048575"/><table:table-row>{ODS_CELL * 6}</table:table-row>'
    assert name_of(legacy(far=True)) == "sheet-too-large"
    assert name_of(open_document(f"<table:table-row>{ODS_CELL}</table:table-row>{far}")) == "sheet-too-large"


def test_declared_rows_are_no_rows() -> None:
    """A sheet that claims a million rows, or has them styled but empty, is read."""
    claimed = parts()
    claimed[SHEET] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', claimed[SHEET])
    assert evaluate(packed(claimed)).assessments[0].answered == 113
    styled = b"".join(
        b'<row r="%d"><c r="B%d" s="0"/><c r="C%d" s="0"></c></row>' % (n, n, n) for n in range(300, 90000)
    )
    last = b'<row r="1048576" ht="15"><c r="A1048576" s="0"/></row>'
    assert evaluate(with_rows(styled + last)).assessments[0].answered == 113
    empty = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    assert name_of(open_document(empty)) == "lke-not-found"


def test_formats_are_told_by_content(tmp_path: Path) -> None:
    """A renamed workbook is read for what it is."""
    (tmp_path / "lke.xls").write_bytes(SOUND)
    assert evaluate(tmp_path / "lke.xls").assessments[0].answered == 113
    (tmp_path / "lama.xlsx").write_bytes(legacy())
    assert name_of(tmp_path / "lama.xlsx") == "lke-not-found"


BIG: dict[str, tuple[Callable[[], bytes], str]] = {
    "styled": (
        lambda: with_rows(
            b"".join(b'<row r="%d"><c r="B%d" s="0"/><c r="H%d" s="0"/></row>' % (n, n, n) for n in range(300, 1048577))
        ),
        "read 113",
    ),
    "long-strings": (
        lambda: packed({**parts(), STRINGS: b"<sst>" + (b"<si><t>" + b"x" * 32000 + b"</t></si>") * 9000 + b"</sst>"}),
        "workbook-text-too-large",
    ),
    "many-strings": (
        lambda: packed({**parts(), STRINGS: b"<sst>" + b"<si><t/></si>" * 20_000_000 + b"</sst>"}),
        "workbook-text-too-large",
    ),
    "long-cells": (
        lambda: content(book([replace(row, note="n" * 32_000, text=row.text + " x" * 16_000) for row in ROWS])[0]),
        "read 113",
    ),
    "repeated": (
        lambda: open_document(f'<table:table-row table:number-rows-repeated="1048575">{ODS_CELL}</table:table-row>'),
        "lke-not-found",
    ),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
@pytest.mark.parametrize("case", [pytest.param(case, marks=[pytest.mark.long] * (case == "styled")) for case in BIG])
def test_memory(case: str, tmp_path: Path) -> None:
    """The largest files within the limits, and those just beyond, take less than 500 MB."""
    make, expected = BIG[case]
    file = tmp_path / ("big.ods" if case == "repeated" else "big.xlsx")
    file.write_bytes(make())
    result, memory = in_process(file)
    assert result == expected
    assert memory < MEMORY


@pytest.mark.parametrize("day", ["2026-13-40", "31/12/2026", "besok", ""])
def test_a_day_that_is_none(day: str) -> None:
    """It is told in the language in use, with what a date looks like."""
    done = run("evaluate", VALID / "wbk.xlsx", "--date", day, language="id")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"zi-score: --date {day}")
    assert "seharusnya tanggal, misalnya 2026-12-31" in done.stderr.decode()


@pytest.mark.parametrize("source", [7, None, io.StringIO("teks")], ids=["number", "nothing", "text"])
def test_what_no_workbook_is_read_from(source: object) -> None:
    """The library says what it takes."""
    with pytest.raises(TypeError, match="a path, its content as bytes, or a file"):
        evaluate(source)  # type: ignore[arg-type]  # that is the test
