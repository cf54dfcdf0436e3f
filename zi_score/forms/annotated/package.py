"""What openpyxl does not write into a copy: the values of formulas, which are put back, and parts, which are named."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Literal
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import to_excel

from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

Suffix = Literal[".xlsx", ".xlsm"]

_CONTENT_TYPES = "[Content_Types].xml"
_KINDS: dict[bytes, Suffix] = {
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
}
_SHEET_PART = "xl/worksheets/sheet{number}.xml"
_FORMULA = pattern(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f(?:[^>]*/>|[^>]*>[^<]*</f>))<v ?(?:/>|></v>)</c>')

_SHEET = pattern(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_RANGED = pattern(rb"<(?:\w{1,40}:)?(?:mergeCell|hyperlink)\s[^<>]{0,4000}")
_REFERENCE = pattern(rb"""\bref\s{0,9}=\s{0,9}["']([A-Za-z$]{0,5}\d{0,8}:[A-Za-z$]{0,5}\d{0,8})["']""")
_MOST_UNFOLDED = 200_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

_NUMBER = pattern(
    rb'(<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,9}")?)(?: t="n")? ?>(<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)|)'
    rb"<v>([-+]?(?:nan|inf|infinity|\d{1,20}(?:\.\d{0,20})?e\+?\d{3,9}))</v>",
    re.IGNORECASE,
)
"""Cells whose number may be none."""

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_LEVEL = pattern(rb"(<col [^<>]{0,400}?)\blevel=")
_CELL = pattern(rb"<(?:\w{1,40}:)?c[ />]")
_EMPTY = pattern(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,9}")? ?/>')
_HOLDING = pattern(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}(?<!/)>')
_MOST_EMPTY = 100_000
"""Cells of a sheet up to which formats of empty ones are kept, wherever they stand."""

_PARTS = {
    r"xl/media/": marked("pictures"),
    r"xl/charts/chart\d": marked("charts"),
    r"xl/diagrams/data": marked("SmartArt"),
    r"xl/embeddings/": marked("embedded files"),
    r"xl/(slicers|timelines)/": marked("slicers"),
    r"xl/threadedComments/": marked("comment threads (their text stays as a plain comment)"),
    r"xl/(connections|queryTables)": marked("data connections"),
    r"customXml/item\d": marked("custom XML data"),
    r"_xmlsignatures/sig": marked("digital signatures"),
    r"xl/vbaProject": marked("macros"),
}
_MARKUP = {
    rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]": marked("shapes and text boxes"),
    rb"<control |<(?:\w+:)?FormControl|<oleObject ": marked("buttons and form controls"),
    rb"<x14:dataValidation[ />]": marked("dropdown lists that take their choices from another sheet"),
    rb"<x14:cfRule[ />]": marked("newer conditional formats"),
    rb"<x14:sparkline[ />]": marked("sparklines"),
}
_WITH_MARKUP = pattern(r"xl/(worksheets|drawings)/[^/]+\.xml")


def suffix_of(content: bytes) -> Suffix | None:
    """Return the ending that belongs to a workbook, whatever it is called; None if openpyxl cannot write its kind."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read(_CONTENT_TYPES) if _CONTENT_TYPES in package.namelist() else b""
    return next((suffix for kind, suffix in _KINDS.items() if kind in types), None)


def unfolded_range(content: bytes) -> str | None:
    """Return the first merged or linked range that openpyxl would unfold into more cells than any form has.

    It makes a cell of every place in such a range, be that a whole column or sheet.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            cells = 0
            for found in _RANGED.finditer(package.read(name) if _SHEET.fullmatch(name) else b""):
                if (place := _REFERENCE.search(found[0])) is None:
                    continue
                left, top, right, bottom = range_boundaries(place[1].decode())
                cells += ((right or _LAST_COLUMN) - (left or 1) + 1) * ((bottom or _LAST_ROW) - (top or 1) + 1)
                if cells > _MOST_UNFOLDED:
                    return place[1].decode()
    return None


def lost_parts(content: bytes, copy: bytes) -> list[str]:
    """Name what the workbook has and its copy lacks, in the language in use."""
    before, after = _counted(content), _counted(copy)
    lost = [_(word) for word, count in before.items() if after[word] < count]
    return lost + (
        [_("formats of empty cells outside the table")] if cells_in(content) - cells_in(copy) > _MOST_EMPTY else []
    )


def _counted(content: bytes) -> dict[str, int]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        texts = [package.read(name) for name in names if _WITH_MARKUP.fullmatch(name)]
    counts = {word: sum(bool(re.match(pattern, name)) for name in names) for pattern, word in _PARTS.items()}
    return counts | {word: sum(len(re.findall(pattern, text)) for text in texts) for pattern, word in _MARKUP.items()}


def restore_formula_values(copy: bytes, content: bytes) -> bytes:
    """Put the values that formulas had in the workbook beside the formulas of its copy.

    A spreadsheet program works them out anew, but a preview, Excel's protected view and this
    program's own reader show what is stored.

    Args:
        copy: what openpyxl wrote, with one sheet in front of those of the workbook.
        content: the workbook.

    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(copy)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        values = {_SHEET_PART.format(number=number): found for number, found in enumerate(_values(content), 2)}
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename in values:
                part = _with_values(part.decode(), values[entry.filename]).encode()
            fixed.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def is_strict(content: bytes) -> bool:
    """Whether a workbook is written in the strict dialect of the format, which openpyxl passes over in silence."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.casefold() == "xl/workbook.xml"]
        return any(_STRICT in package.read(name) for name in names)


def as_openpyxl_reads_it(content: bytes) -> bytes:
    """Return a workbook without what openpyxl does not read, or reads for minutes.

    Numbers that are none (infinite, or not a number) become texts; outlines of columns that some programs call
    by another name get theirs; cells outside the table that hold nothing but a format are left out, where there
    are very many.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist() if _WITH_MARKUP.fullmatch(name)}
        changed = {name: text for name, part in parts.items() if (text := _readable(part)) != part}
        if not changed:
            return content
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in source.infolist():
                copy.writestr(entry, changed.get(entry.filename) or source.read(entry), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def cells_in(content: bytes) -> int:
    """Return how many cells the sheets of a workbook have."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return sum(len(_CELL.findall(source.read(name))) for name in source.namelist() if _SHEET.fullmatch(name))


def _readable(part: bytes) -> bytes:
    part = _LEVEL.sub(rb"\1outlineLevel=", _NUMBER.sub(_as_text, part))
    if part.count(b"<c ") <= _MOST_EMPTY:
        return part
    held = [(int(row), letters) for letters, row in _HOLDING.findall(part)]
    last = max((row for row, _ in held), default=0)
    farthest = max(((len(letters), letters) for _, letters in held), default=(0, b""))

    def kept(cell: re.Match[bytes]) -> bytes:
        is_inside = int(cell[2]) <= last and (len(cell[1]), cell[1]) <= farthest
        return cell[0] if is_inside else b""

    return _EMPTY.sub(kept, part)


def _as_text(found: re.Match[bytes]) -> bytes:
    cell, formula, number = found.groups()
    return found[0] if isfinite(float(number)) else b'%b t="str">%b<v>%b</v>' % (cell, formula, number)


def _values(content: bytes) -> Iterator[dict[str, tuple[str, str]]]:
    """Yield for each worksheet its cells' stored values, as type and text."""
    with contextlib.closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the size that a sheet claims can be wrong
            yield {
                cell.coordinate: _stored(cell.value, cell.data_type, book.epoch)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None or cell.data_type == "str"  # the empty text, too, is a value
            }


def _stored(value: object, kind: str, epoch: datetime) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str) or value is None:
        return ("e" if kind == "e" else "str"), value or ""
    if isinstance(value, datetime | date | time | timedelta):
        return "n", repr(to_excel(value, epoch))  # type: ignore[no-untyped-call]  # the stubs leave it open
    return "n", repr(value)


def _with_values(sheet: str, values: Mapping[str, tuple[str, str]]) -> str:
    def filled(found: re.Match[str]) -> str:
        cell, attributes, formula = found.groups()
        if cell not in values:
            return found[0]
        kind, value = values[cell]
        return f'<c r="{cell}"{attributes} t="{kind}">{formula}<v>{escape(value)}</v></c>'

    return _FORMULA.sub(filled, sheet)
