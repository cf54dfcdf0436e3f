"""The values of a workbook's sheets, as rows of cells; the only place that knows calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import python_calamine

from zi_score.findings import Unreadable, finding
from zi_score.submission import Grid

ROWS_READ = 20_000
_WIDE = 200


def read_grids(source: Path | bytes, path: str) -> Iterator[Grid]:
    """Yield the sheets of a workbook in order, hidden ones included.

    Args:
        source: the checked file, or its content.
        path: what to call it in a message.

    Raises:
        Unreadable: the file is damaged, protected, or no workbook.

    """
    try:
        workbook = _opened(source)
        for meta in workbook.sheets_metadata:
            if meta.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(meta.name)
                yield Grid(
                    sheet=meta.name,
                    rows=_trimmed(sheet.to_python(skip_empty_area=False, nrows=ROWS_READ)),
                    merges=tuple(sheet.merged_cell_ranges or ()),
                    is_hidden=meta.visible is not python_calamine.SheetVisibleEnum.Visible,
                )
    except python_calamine.PasswordError as problem:
        raise Unreadable(finding("file-protected", path=path)) from problem
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise Unreadable(finding("file-damaged", path=path, problem=problem)) from problem
    except BaseException as problem:
        # A panic of the Rust reader does not derive from Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise Unreadable(finding("file-damaged", path=path, problem="panic")) from problem


def _opened(source: Path | bytes) -> python_calamine.CalamineWorkbook:
    """Open a workbook by its name's ending, else by what is in it: people rename files."""
    if isinstance(source, bytes):
        return python_calamine.load_workbook(io.BytesIO(source))
    try:
        return python_calamine.load_workbook(source)
    except python_calamine.PasswordError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError) as problem:  # its name need not be text either
        try:
            return python_calamine.load_workbook(io.BytesIO(source.read_bytes()))
        except python_calamine.CalamineError:
            raise problem from None


def _trimmed(rows: Sequence[list[Any]]) -> list[list[object]]:
    """Cut the blank ends off the rows of a sheet in which one value stands far away."""
    if rows and len(rows[0]) > _WIDE:
        for row in rows:
            while row and row[-1] == "":
                row.pop()
    return list(rows)
