"""The one look into a file: what it is, whether it is safe, and a file of our own writing for the reader of values.

That reader believes what a file says of itself. So it never gets a stranger's file, but one that is
written here from what was looked at: no part more, none under two names, none that another reader
of archives would find elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zi_score.model.trouble import damage
from zi_score.reading.file.archive import LARGEST_READ, Archive
from zi_score.reading.file.foreign import ForeignError, refuse_foreign, refuse_foreign_parts
from zi_score.reading.file.given import given_office
from zi_score.reading.file.in_one_piece import in_one_piece
from zi_score.reading.file.limits import LARGEST_TEXT, MOST_ELEMENTS
from zi_score.reading.file.markup import IntricateError
from zi_score.reading.file.office import OfficeBook, office_book, relations, workbook_part
from zi_score.reading.file.office_limits import OfficeParts, check_office
from zi_score.reading.file.refusal import megabytes, refuse

LARGEST_ORDINARY = 5 * 2**20
"""Bytes of a file, and of the parts of it that are read, up to which it is a small one."""

ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOUBTFUL = (ZIP, _OLE)
"""How files begin that are workbooks, or traps."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT, _MANIFEST, _MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
_OPEN_DOCUMENTS = b"application/vnd.oasis.opendocument."
_OPEN_DOCUMENT = _OPEN_DOCUMENTS + b"spreadsheet"
_LONGEST_KIND = 20


class File(NamedTuple):
    """A file that is safe to read.

    ``kind`` is the ending that belongs to its content, whatever it is called. ``readable`` is what
    the reader of values gets. ``archive`` and ``book`` are there for an .xlsx or .xlsm.
    ``percents`` are the cells of a sheet that show a percentage, ``uncomputed`` its formulas by cell whose result
    was not saved, where the look has come by them; of an .xlsx its package knows them. ``sha256`` tells its content.
    ``is_ordinary`` says whether it is a small .xlsx (``LARGEST_ORDINARY``) whose sheets are written as spreadsheet
    programs do: of such a file no reader can make much.
    """

    path: str
    kind: str
    readable: bytes
    archive: Archive | None = None
    book: OfficeBook | None = None
    percents: Mapping[str, frozenset[str]] = {}
    uncomputed: Mapping[str, Mapping[str, str]] = {}
    is_ordinary: bool = False
    sha256: str = ""


def look(content: bytes, path: str) -> File:
    """Look at the content of a file.

    Args:
        content: all of it, of bounded size.
        path: what to call it.

    Raises:
        Unreadable: it is empty, protected, damaged, oversized, a trap, or no workbook.

    """
    if not content:
        refuse("file-empty", path)
    if not content.startswith(DOUBTFUL):
        refuse_foreign(content, path)
    try:
        return _legacy(content, path) if content.startswith(_OLE) else _zipped(content, path)
    except IntricateError as problem:
        refuse("file-too-intricate", path, kind="XML", found=f"{problem.found:,}", limit=f"{MOST_ELEMENTS:,}")
    except (ValueError, LookupError, struct.error) as problem:
        refuse("file-damaged", path, problem=damage(problem))


def _zipped(content: bytes, path: str) -> File:
    archive = Archive(content, path)
    workbook = workbook_part(archive)
    if workbook is None and _DOCUMENT in archive:
        return _open_document(archive, path)
    if workbook is None or not workbook.casefold().startswith("xl/"):
        refuse_foreign_parts(archive.names, path)
    if workbook is None:
        raise ValueError("[Content_Types].xml")
    if workbook.casefold().endswith(".bin"):
        return _binary(archive, workbook, path)
    return _office(archive, workbook, path, len(content))


def _office(archive: Archive, workbook: str, path: str, size: int) -> File:
    book = office_book(archive, workbook)
    sheets: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.part:
            sheets.setdefault(sheet.name, sheet.part)
    _check_sizes(archive, sheets.values(), book.strings, book.styles, path)
    parts = OfficeParts(
        sheets=sheets,
        contents={part: _filled(archive, part) for part in sheets.values()},
        strings=_filled(archive, book.strings) if book.strings else b"",
        styles=_filled(archive, book.styles) if book.styles else b"",
    )
    is_plain = check_office(parts, path)
    contents = {part: in_one_piece(content) for part, content in parts.contents.items()}
    readable = given_office(book, parts._replace(contents=contents))
    is_small = max(size, len(readable)) <= LARGEST_ORDINARY
    return File(path, ".xlsx", readable, archive, book, is_ordinary=is_plain and is_small)


def _filled(archive: Archive, part: str) -> bytes:
    content = archive.markup(part)
    if not content:
        raise ValueError(f"{part}: 0")
    return content


def _binary(archive: Archive, workbook: str, path: str) -> File:
    from zi_score.reading.file.binary import (  # noqa: PLC0415 - few workbooks are binary
        bundled_sheets,
        check_binary,
        percent_styles,
        percents_of,
        plainly,
    )
    from zi_score.reading.file.given import given_binary  # noqa: PLC0415 - as above

    related = relations(archive, workbook)
    bundled = bundled_sheets(archive.part(workbook))
    targets = {sheet.relation: related[sheet.relation] for sheet in bundled}
    parts = {key: each.target for key, each in targets.items() if each.kind.endswith("/worksheet")}
    strings, styles = (
        next((each.target for each in related.values() if each.kind.endswith(kind)), None)
        for kind in ("/sharedStrings", "/styles")
    )
    _check_sizes(
        archive, [parts[sheet.relation] for sheet in bundled if sheet.relation in parts], strings, styles, path
    )
    contents = {key: archive.part(parts[key]) if key in parts else None for key in targets}
    texts = archive.part(strings) if strings else b""
    check_binary([(sheet.name, contents[sheet.relation] or b"") for sheet in bundled], texts, path)
    looks = archive.part(styles) if styles else b""
    shown = percent_styles(looks)
    percents = {sheet.name: percents_of(contents[sheet.relation] or b"", shown) for sheet in bundled}
    plain = {key: plainly(part) if part else part for key, part in contents.items()}
    return File(path, ".xlsb", given_binary(archive.part(workbook), plain, texts, looks), percents=percents)


def _open_document(archive: Archive, path: str) -> File:
    from zi_score.reading.file.given import given_open_document  # noqa: PLC0415 - other workbooks do without it
    from zi_score.reading.file.open_document import check_open_document  # noqa: PLC0415 - as above

    mimetype = archive.part(_MIMETYPE)
    if not mimetype.startswith(_OPEN_DOCUMENT):
        kind = mimetype.removeprefix(_OPEN_DOCUMENTS)[:_LONGEST_KIND]
        if kind.isalpha() and mimetype.startswith(_OPEN_DOCUMENTS):
            refuse("file-of-another-kind", path, kind=f"OpenDocument {kind.decode()}")
        refuse("file-not-a-workbook", path)
    if _MANIFEST in archive and b"encryption-data" in archive.part(_MANIFEST):
        refuse("file-protected", path)
    if archive.size(_DOCUMENT) > LARGEST_TEXT:
        refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))
    found = check_open_document(archive.markup(_DOCUMENT), path)
    given = given_open_document(mimetype, found.content)
    return File(path, ".ods", given, percents=found.percents, uncomputed=found.uncomputed)


def _legacy(content: bytes, path: str) -> File:
    from zi_score.reading.file.compound import contained, workbook_stream  # noqa: PLC0415 - olefile, for old workbooks
    from zi_score.reading.file.legacy import check_legacy  # noqa: PLC0415 - as above

    if _ENCRYPTED in content:
        refuse("file-protected", path)
    try:
        stream = workbook_stream(content)
    except ForeignError as problem:
        refuse("file-of-another-kind", path, kind=problem)
    except Exception as problem:  # noqa: BLE001 - a damaged file fails in many ways
        refuse("file-damaged", path, problem=damage(problem))
    given, percents = check_legacy(stream, path)
    return File(path, ".xls", contained(given), percents=percents)


def _check_sizes(archive: Archive, sheets: Iterable[str], strings: str | None, styles: str | None, path: str) -> None:
    """Refuse parts that are together more than is read; a part counts as often as a sheet names it."""
    texts = archive.size(strings) if strings else 0
    if texts > LARGEST_READ:
        refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))
    if texts + sum(map(archive.size, sheets)) + (archive.size(styles) if styles else 0) > LARGEST_READ:
        refuse("file-unpacks-too-large", path, limit=megabytes(LARGEST_READ))
