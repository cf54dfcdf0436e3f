"""Saving a workbook so that the same content gives the same bytes, without a file before it is whole.

openpyxl writes each sheet to the system's temporary folder first; where that is full, it says so
in tracebacks. Here sheets wait in memory.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from _typeshed import SizedBuffer


def saved(book: Workbook, moment: datetime | None = None) -> bytes:
    """Return a workbook as a file.

    Args:
        book: the workbook; its sheets are closed by this.
        moment: stands in place of the clock's date, in the properties and in the zip itself.

    """
    content = io.BytesIO()
    if moment is None:
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            _Writer(book, archive).save()
        return content.getvalue()
    book.properties.created = book.properties.modified = moment
    with _DatedZip(content, moment) as archive:
        _Writer(book, archive).save()
    return content.getvalue()


def streamed_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet to a write-only workbook, whose rows are written as they come."""
    sheet: Any = _StreamedSheet(book, name)
    book._add_sheet(sheet)  # type: ignore[attr-defined]  # noqa: SLF001 - what create_sheet does
    made: Worksheet = sheet  # it has what is used of one
    return made


class _SheetWriter(WorksheetWriter):
    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - of either kind
        super().__init__(sheet, io.BytesIO())


class _StreamedSheet(WriteOnlyWorksheet):
    _writer: Any = None

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _SheetWriter(self)
            self._writer.write_top()


class _Writer(ExcelWriter):
    _archive: zipfile.ZipFile

    def write_worksheet(self, ws: Any) -> None:  # noqa: ANN401 - as above
        """Write a sheet as the library does, but from memory."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - as the library itself
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # noqa: SLF001 - as above
        if isinstance(ws, _StreamedSheet):
            ws.close()
            writer = ws._writer  # noqa: SLF001 - as above
        else:
            writer = _SheetWriter(ws)
            writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - as above
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


class _DatedZip(zipfile.ZipFile):
    """A zip file for writing in which everything is of one moment."""

    def __init__(self, file: io.BytesIO, moment: datetime) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._moment = moment

    def writestr(
        self, zinfo_or_arcname: str | zipfile.ZipInfo, data: SizedBuffer | str, *_args: object, **_options: object
    ) -> None:
        """Add a part of the workbook."""
        entry = zipfile.ZipInfo(str(zinfo_or_arcname), self._moment.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(entry, data)
