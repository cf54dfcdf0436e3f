"""Saving a workbook so that the same content gives the same bytes."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from zi_score.ruleset import Ruleset

if TYPE_CHECKING:
    from _typeshed import SizedBuffer, StrPath

_ZIP_EPOCH = date(1980, 1, 1)


def moment_of(ruleset: Ruleset) -> datetime:
    """Return the date that stands in a workbook in place of the clock's: that of the regulation."""
    known = ruleset.in_force_from or ruleset.in_force_until or _ZIP_EPOCH
    return datetime.combine(max(known, _ZIP_EPOCH), time())


def saved(book: Workbook, moment: datetime) -> bytes:
    """Save with a fixed date in place of the clock's, in the properties and in the zip itself."""
    book.properties.created = book.properties.modified = moment
    content = io.BytesIO()
    with _DatedZip(content, moment) as archive:
        ExcelWriter(book, archive).save()
    return content.getvalue()


class _DatedZip(zipfile.ZipFile):
    """A zip file for writing in which everything is of one moment."""

    def __init__(self, file: io.BytesIO, moment: datetime) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._moment = moment

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._moment.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry

    def writestr(
        self, zinfo_or_arcname: str | zipfile.ZipInfo, data: SizedBuffer | str, *_args: object, **_options: object
    ) -> None:
        """Add a part of the workbook."""
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: StrPath, arcname: StrPath | None = None, *_args: object, **_options: object) -> None:
        """Add a sheet, which openpyxl wrote to a file, without reading it whole."""
        entry = self._entry(str(arcname))
        entry.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target)
