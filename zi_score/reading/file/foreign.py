"""Files that people send in place of a workbook: archives, shortcuts, documents of other programs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import NoReturn

from zi_score.model.pattern import pattern
from zi_score.reading.file.refusal import refuse

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SHOWN = 6
_ZIP = "ZIP"

_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x09\x00\x04\x00": "Excel 2",
    b"\x09\x02\x06\x00": "Excel 3",
    b"\x09\x04\x06\x00": "Excel 4",
    b"SQLite format 3": "SQLite",
    b"MZ": "EXE",
}
_MOVING, _STILL = "MP4", "HEIC"
_MEDIA, _TAR = slice(4, 12), slice(257, 262)
"""Where pictures and films of telephones, and archives of Unix, say what they are."""

_HTML = pattern(
    rb"(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->|\s)*+<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.DOTALL
)
_MHTML = pattern(rb"(?:[\w-]+:[^\n]*\n){0,20}?(?:mime-version:|content-type: multipart)")
_XML = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "XML Spreadsheet 2003",
    b"urn:oasis:names:tc:opendocument:xmlns:office": "FODS",
    b"schemas.microsoft.com/office/2006/xmlpackage": "Flat OPC",
}
"""How pages of the web begin, and what stands near the beginning of what Excel calls an XML spreadsheet, and of an
OpenDocument workbook, or of parts of an Excel workbook, that are no archive."""

LOCK = "~$"
"""How a name begins of what Excel lays beside a workbook that is open."""

_HEAD = 2_000
"""Bytes in which a kind is looked for."""

_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
_ARCHIVES |= {b"PK\x05\x06": _ZIP}
_SHORTCUTS = {b"[InternetShortcut]": "URL", b"[Desktop Entry]": "Linux", b"L\0\0\0\x01\x14\x02\0": "Windows"}
_SHORTCUTS |= {b"bplist00": "macOS"}
_PROPERTIES = pattern(rb"<\?xml[^>]*>\s*<!doctype plist")
"""How a shortcut begins on a Mac."""

_OF_A_WORKBOOK = ("[Content_Types]", "xl/", "_rels/", "META-INF/")
_PARTS = {"word/": "Microsoft Word", "ppt/": "Microsoft PowerPoint", "Index/": "Apple iWork"}
STREAMS = {"WordDocument": "Microsoft Word", "PowerPoint Document": "Microsoft PowerPoint"}
STREAMS |= {"__properties_version1.0": "Microsoft Outlook"}
"""What the container of an old workbook may hold instead, by the name of its stream."""


class ForeignError(ValueError):
    """A file of another program; the text names it."""


def refuse_foreign(content: bytes, path: str) -> NoReturn:
    """Refuse what is no workbook, and say what it is where its first bytes tell."""
    if kind := _begun(_ARCHIVES, content) or ("tar" if content[_TAR] == b"ustar" else None):
        refuse("file-is-archive", path, kind=kind, books="-")
    if kind := _begun(_SHORTCUTS, content) or ("macOS" if _PROPERTIES.match(content[:_HEAD].lower()) else None):
        refuse("file-is-shortcut", path, kind=kind)
    if kind := _begun(_KINDS, content) or _medium(content[_MEDIA]) or _text_kind(content[:_HEAD]):
        refuse("file-of-another-kind", path, kind=kind)
    if PurePath(path).name.startswith(LOCK):
        refuse("file-of-another-kind", path, kind=f"{LOCK}, Excel")
    refuse("file-not-a-workbook", path)


def refuse_foreign_parts(parts: Iterable[str], path: str) -> None:
    """Refuse an archive of anything, such as workbooks, or of the parts of another program's document."""
    names = list(parts)
    is_archive = not any(name.startswith(_OF_A_WORKBOOK) for name in names)
    books = [name for name in names if name.lower().endswith(_WORKBOOKS) and not _is_aside(name)]
    kind = next((kind for folder, kind in _PARTS.items() if any(name.startswith(folder) for name in names)), None)
    if kind and not (is_archive and books):
        refuse("file-of-another-kind", path, kind=kind)
    if is_archive:
        more = f", +{len(books) - _SHOWN}" if len(books) > _SHOWN else ""
        refuse("file-is-archive", path, kind=_ZIP, books=", ".join(books[:_SHOWN]) + more or "-")


def _is_aside(name: str) -> bool:
    """Whether a file of an archive is what a Mac, or Excel, lays beside another."""
    return name.startswith("__MACOSX/") or PurePath(name).name.startswith(("._", LOCK))


def _medium(kind: bytes) -> str | None:
    if not kind.startswith(b"ftyp"):
        return None
    return _STILL if kind[4:] in (b"heic", b"heix", b"mif1", b"avif") else _MOVING


def _text_kind(head: bytes) -> str | None:
    """Return the kind of a text that Excel may open, and that is no workbook: pages that web applications call .xls."""
    begun = head.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE).replace(b"\0", b"").lstrip().lower()
    if _HTML.match(begun):
        return "HTML"
    if _MHTML.match(begun):
        return "MHTML"
    return next((kind for mark, kind in _XML.items() if mark in begun), None)


def _begun(kinds: dict[bytes, str], content: bytes) -> str | None:
    return next((kind for mark, kind in kinds.items() if content.startswith(mark)), None)
