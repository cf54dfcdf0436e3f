"""The workbook that the reader of values gets: plain names, plain relations, and of the parts only what it reads."""

from __future__ import annotations

from collections.abc import Mapping

from zi_score.reading.file.archive import zipped
from zi_score.reading.file.office import OfficeBook
from zi_score.reading.file.office_limits import OfficeParts

_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_STATES = ("hidden", "veryHidden")


def given_office(book: OfficeBook, parts: OfficeParts) -> bytes:
    """Return an .xlsx of the worksheets of a workbook; several of one part get it several times."""
    part = {name: f"worksheets/sheet{number}.xml" for number, name in enumerate(parts.sheets, 1)}
    state = {
        sheet.name: sheet.state if sheet.state in _STATES else "visible"
        for sheet in reversed(book.sheets)
        if sheet.part
    }
    sheets = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="{_attribute(part[name])}" state="{state[name]}"/>'
        for number, name in enumerate(parts.sheets, 1)
    )
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><workbookPr date1904="{int(book.is_1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    contents = {
        "_rels/.rels": _relations({"workbook": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": _relations({target: ("worksheet", target) for target in part.values()}),
        "xl/sharedStrings.xml": parts.strings,
        "xl/styles.xml": parts.styles,
    }
    contents |= {f"xl/{target}": parts.contents[parts.sheets[name]] for name, target in part.items()}
    return zipped({name: content for name, content in contents.items() if content})


def given_binary(workbook: bytes, sheets: Mapping[str, bytes | None], strings: bytes, styles: bytes) -> bytes:
    """Return an .xlsb of the parts of a workbook.

    Args:
        workbook: the part that names the sheets.
        sheets: the content of each sheet by the id of its relation; None for one that is no worksheet.
        strings: the part of shared strings.
        styles: the part of styles.

    """
    target = {
        key: f"{'dialogsheets' if content is None else 'worksheets'}/sheet{number}.bin"
        for number, (key, content) in enumerate(sheets.items(), 1)
    }
    contents = {
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": _relations({key: ("worksheet", name) for key, name in target.items()}),
        "xl/sharedStrings.bin": strings,
        "xl/styles.bin": styles,
    }
    contents |= {f"xl/{target[key]}": content for key, content in sheets.items() if content}
    return zipped({name: content for name, content in contents.items() if content})


def given_open_document(mimetype: bytes, content: bytes) -> bytes:
    """Return an .ods of the part that holds the sheets."""
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": b"<manifest/>", "content.xml": content})


def _attribute(text: str) -> str:
    """Return a text as an attribute holds it; the library for that loads what the network needs."""
    return text.translate(_ESCAPED)


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    related = "".join(
        f'<Relationship Id="{_attribute(key)}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'.encode()
